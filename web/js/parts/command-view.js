// SPDX-License-Identifier: Apache-2.0
// The exact command, and whether all of it was in view (THREATS 22).
import { h, setText } from "../dom.js";
import { hiddenCount, visibleCommand } from "../visible.js";

/** The height of a card's buttons, which stay at the lower edge, with the line above them in two lines. */
const coveredBelow = 136;

/**
 * @param onSeen called once, when the command's end has come into view
 * @returns {{element, dispose}}
 */
export function commandView(command, { label = "The exact command", onSeen } = {}) {
  const end = h("span", { class: "command-end", aria: { hidden: "true" } });
  const code = h("code", {}, visibleCommand(command));
  const box = h("pre", { class: "command", tabindex: "0", role: "region", aria: { label }, dir: "ltr" }, code, end);
  const hint = h("p", { class: "command-hint" });
  const hidden = hiddenCount(command);
  const warning = hidden > 0 && h("p", { class: "command-warning" },
    `${hidden} hidden or misleading ${hidden === 1 ? "character is" : "characters are"} marked in it.`);
  const element = h("div", { class: "command-box" }, box, hint, warning);

  let isDone = false;
  const showHint = () => {
    const isLonger = box.scrollHeight > box.clientHeight + 1;
    element.classList.toggle("is-cut", isLonger && !isDone);
    setText(hint, isDone || !isLonger ? "" : "The command goes on: scroll to its end.");
  };
  const noteEnd = (entries) => {
    if (isDone || !entries.some((entry) => entry.isIntersecting)) return;
    isDone = true;
    showHint();
    onSeen?.();
  };
  let observer;
  // Once it stands in the page: what the card's own buttons cover at the lower edge is not in view.
  const begin = requestAnimationFrame(() => {
    const root = element.closest(".scroller, .page");
    observer = new IntersectionObserver(noteEnd, root ? { root, rootMargin: `0px 0px -${coveredBelow}px 0px` } : {});
    observer.observe(end);
  });
  const sizes = new ResizeObserver(() => requestAnimationFrame(showHint));
  sizes.observe(box);
  return {
    element,
    dispose: () => {
      cancelAnimationFrame(begin);
      observer?.disconnect();
      sizes.disconnect();
    },
  };
}
