// SPDX-License-Identifier: Apache-2.0
// Every question to the owner in one place: what waits first, then what was decided.
import { h, KeyedList, setText } from "../dom.js";
import { ApprovalCard } from "../parts/approval-card.js";

export function approvalsView(_route, app) {
  const { store, sync } = app;
  const pending = h("div", { class: "approval-list" });
  const past = h("div", { class: "approval-list" });
  const count = h("p", { class: "view-lead", role: "status" });
  const pastTitle = h("h2", { class: "section-title", text: "Decided" });
  const key = (approval) => approval.approval_id;
  const make = (approval) => new ApprovalCard(approval, { store, linksToSession: true });
  const lists = [new KeyedList(pending, key, make), new KeyedList(past, key, make)];

  const update = () => {
    const open = store.pendingApprovals;
    const decided = [...store.approvals.values()]
      .filter((approval) => approval.status !== "pending")
      .sort((left, right) => (right.decided_at ?? right.expires_at) - (left.decided_at ?? left.expires_at));
    // A card that is decided moves below; the focus goes on with the next question.
    const held = document.activeElement?.closest?.(".approval")?.dataset.approval;
    lists[0].update(open);
    lists[1].update(decided);
    if (held && !open.some((approval) => approval.approval_id === held) && document.activeElement === document.body) {
      (pending.querySelector(".approval") ?? past.querySelector(".approval"))?.focus();
    }
    pastTitle.hidden = decided.length === 0;
    setText(count, open.length === 0 ? "Nothing waits for you. When an agent wants to do something risky, it asks here." : open.length === 1 ? "One request waits for you." : `${open.length} requests wait for you.`);
  };
  const end = store.watch(["approvals", "installations"], update);
  sync.loadApprovals().catch(() => {});
  return {
    element: h(
      "section",
      { class: "view page", aria: { label: "Approvals" } },
      h("div", { class: "column" }, h("h1", { text: "Approvals" }), count, pending, pastTitle, past),
    ),
    title: () => "Approvals",
    dispose: () => {
      end();
      lists.forEach((list) => list.dispose());
    },
  };
}
