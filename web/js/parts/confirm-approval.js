// SPDX-License-Identifier: Apache-2.0
// The second look before an approval: the more severe, the slower.
import { ask } from "../dialog.js";
import { h, setText } from "../dom.js";
import { visible } from "../visible.js";
import { commandView } from "./command-view.js";
import { effectList } from "./effects.js";

/** Seconds before the button of a severe approval works. */
const coolDown = 5;
const word = "APPROVE";

/** @returns whether the owner confirmed */
export async function confirmApproval(approval, { hostName, signal }) {
  const { severity } = approval;
  if (severity === "low") return true;
  const isSevere = severity === "high" || severity === "critical";
  const answer = await ask(
    isSevere ? "Approve this?" : "Approve?",
    (close) => {
      const approve = h("button", { type: "button", class: `button approve`, data: { severity }, disabled: isSevere }, "Approve");
      const status = h("p", { class: "cool-down", role: "status" });
      const input = severity === "critical" && h("input", { id: "approve-word", type: "text", autocomplete: "off", autocapitalize: "characters", spellcheck: "false" });
      let left = isSevere ? coolDown : 0;

      const update = () => {
        const isTyped = !input || input.value.trim() === word;
        approve.disabled = left > 0 || !isTyped;
        setText(approve, left > 0 ? `Approve in ${left}` : "Approve");
        setText(status, left > 0 ? "Take a moment to read it." : "");
      };
      const timer = setInterval(() => {
        left -= 1;
        if (left <= 0) clearInterval(timer);
        update();
      }, 1000);
      input && input.addEventListener("input", update);
      approve.addEventListener("click", () => close(true));
      // Decided elsewhere or out of time: there is nothing left to confirm.
      signal.addEventListener("abort", () => close(false), { once: true });
      update();

      const command = approval.command && commandView(approval.command);
      const body = [
        h("p", { class: "dialog-lead" }, visible(approval.title)),
        h("p", { class: "dialog-where" }, "on ", h("strong", {}, visible(hostName))),
        command?.element,
        isSevere && approval.message && h("p", {}, visible(approval.message)),
        isSevere && approval.effects.length > 0 && effectList(approval.effects, { limit: Infinity }),
        input && h("div", { class: "field" }, h("label", { for: "approve-word" }, "Type ", h("strong", { text: word }), " to go on"), input),
        isSevere && status,
      ];
      return {
        body,
        actions: [h("button", { type: "button", class: "button", autofocus: true, on: { click: () => close(false) } }, "Cancel"), approve],
      };
    },
    { tone: severity },
  );
  return answer === true;
}
