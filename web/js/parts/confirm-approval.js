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

/** For how long an approval holds, to choose; undefined where there is no choice. */
export function scopeChoice(approval) {
  // A critical action is never approved for more than this one time.
  if (!approval.session_id || approval.severity === "critical") return undefined;
  const id = `scope-${approval.approval_id}`;
  const select = h("select", { id }, h("option", { value: "once" }, "this once"), h("option", { value: "session" }, "for this session"));
  return { select, element: h("p", { class: "scope" }, h("label", { for: id, text: "The approval holds" }), select) };
}

/** @returns the scope that the owner confirmed, or undefined */
export async function confirmApproval(approval, { hostName, signal }) {
  const { severity } = approval;
  const isSevere = severity === "high" || severity === "critical";
  return ask(
    isSevere ? "Approve this?" : "Approve?",
    (close) => {
      const approve = h("button", { type: "button", class: `button approve`, data: { severity }, disabled: isSevere }, "Approve");
      const status = h("p", { class: "cool-down", role: "status" });
      const input = severity === "critical" && h("input", { id: "approve-word", type: "text", autocomplete: "off", autocapitalize: "characters", spellcheck: "false" });
      const scope = scopeChoice(approval);
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
      approve.addEventListener("click", () => close(scope?.select.value ?? "once"));
      // Decided elsewhere or out of time: there is nothing left to confirm.
      signal.addEventListener("abort", () => close(undefined), { once: true });
      update();

      const command = approval.command && commandView(approval.command);
      const body = [
        h("p", { class: "dialog-lead" }, visible(approval.title)),
        h("p", { class: "dialog-where" }, "on ", h("strong", {}, visible(hostName))),
        command?.element,
        isSevere && approval.message && h("p", {}, visible(approval.message)),
        isSevere && approval.effects.length > 0 && effectList(approval.effects, { limit: Infinity }),
        input && h("div", { class: "field" }, h("label", { for: "approve-word" }, "Type ", h("strong", { text: word }), " to go on"), input),
        scope?.element,
        isSevere && status,
      ];
      return {
        body,
        actions: [h("button", { type: "button", class: "button", autofocus: true, on: { click: () => close(undefined) } }, "Cancel"), approve],
      };
    },
    { tone: severity },
  );
}
