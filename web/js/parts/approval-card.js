// SPDX-License-Identifier: Apache-2.0
// The question to the owner: may this run? Once decided, the card stays with how it ended.
import { api, newKey, serverNow } from "../api.js";
import { notify } from "../dialog.js";
import { fill, h, setText } from "../dom.js";
import { icon } from "../icons.js";
import { address } from "../router.js";
import { clockTime, everySecond, fullTime, remaining } from "../time.js";
import { plain, visible, visibleCommand } from "../visible.js";
import { commandView } from "./command-view.js";
import { confirmApproval, scopeChoice } from "./confirm-approval.js";
import { effectList } from "./effects.js";

const severities = {
  low: { word: "Low risk", icon: "info" },
  medium: { word: "Medium risk", icon: "caution" },
  high: { word: "High risk", icon: "caution" },
  critical: { word: "Critical", icon: "danger" },
};

const states = {
  approved: { word: "Approved", icon: "check" },
  denied: { word: "Denied", icon: "cross" },
  expired: { word: "Expired", icon: "clock" },
  cancelled: { word: "Taken back", icon: "cross" },
};

export function hostOf(approval, store) {
  const installation = store.installations.get(approval.installation_id);
  return approval.host || installation?.host_label || installation?.name || "an installation that is gone";
}

/** What a screen reader says when an approval comes up. */
export function spokenRequest(approval, store) {
  return `Approval needed, ${severities[approval.severity]?.word ?? approval.severity}: ${approval.title || approval.action}, on ${hostOf(approval, store)}.`;
}

export class ApprovalCard {
  #approval;
  #context;
  #parts = [];
  #decided = new AbortController();
  #isSending = false;

  /** @param context `{store, linksToSession}` */
  constructor(approval, context) {
    this.#context = context;
    this.element = h("article", { class: "approval", tabindex: "-1", data: { approval: approval.approval_id } });
    this.#show(approval);
  }

  update(approval) {
    const isNews = approval.status !== this.#approval.status || approval.digest !== this.#approval.digest;
    if (isNews) this.#show(approval);
  }

  dispose() {
    this.#parts.splice(0).forEach((end) => end());
  }

  #show(approval) {
    const hadFocus = this.element.contains(document.activeElement);
    this.dispose();
    this.#approval = approval;
    this.element.dataset.severity = approval.severity;
    this.element.dataset.status = approval.status;
    if (approval.status === "pending") {
      this.#showPending(approval);
    } else {
      this.#decided.abort();
      this.#showDecided(approval);
      if (hadFocus) this.element.focus({ preventScroll: true });
    }
  }

  #title(approval) {
    const id = `approval-${approval.approval_id}`;
    this.element.setAttribute("aria-labelledby", id);
    return h("h3", { id, class: "approval-title" }, visible(approval.title || approval.action));
  }

  get #seenKey() {
    return `${this.#approval.approval_id} ${this.#approval.digest}`;
  }

  #showPending(approval) {
    const { store } = this.#context;
    const severity = severities[approval.severity] ?? severities.critical;
    // One tap is enough; everything else asks a second time.
    const isShort = approval.severity === "low";
    const time = h("span", { class: "approval-time" });
    const deny = h("button", { type: "button", class: "button deny", on: { click: () => this.#decide("deny") } }, "Deny");
    const approve = h("button", { type: "button", class: "button approve", data: { severity: approval.severity }, on: { click: () => (isShort ? this.#decide("approve", scope?.select.value) : this.#approve()) } });
    const reason = h("p", { class: "approve-reason", id: `reason-${approval.approval_id}` });
    const problem = h("p", { class: "approval-problem", role: "alert" });
    const scope = isShort ? scopeChoice(approval) : undefined;
    const command = approval.command
      ? commandView(approval.command, { onSeen: () => this.#noteSeen() })
      : undefined;
    if (!command) store.seen.add(this.#seenKey);

    this.refresh = () => {
      const isOver = approval.expires_at <= serverNow();
      const isSeen = store.seen.has(this.#seenKey);
      setText(approve, this.#isSending ? "Sending…" : isShort ? "Approve" : "Approve…");
      approve.disabled = !isSeen || isOver || this.#isSending;
      deny.disabled = isOver || this.#isSending;
      setText(reason, isSeen || isOver ? "" : "Approve works once you have seen the whole command.");
      if (reason.textContent) approve.setAttribute("aria-describedby", reason.id);
      else approve.removeAttribute("aria-describedby");
    };
    this.problem = problem;

    fill(
      this.element,
      h(
        "header",
        { class: "approval-head" },
        h("span", { class: "severity" }, icon(severity.icon), severity.word),
        h("span", { class: "approval-clock" }, icon("clock"), h("span", { class: "visually-hidden", text: "Time left: " }), time),
      ),
      h(
        "div",
        { class: "approval-body" },
        this.#title(approval),
        h("p", { class: "approval-where" }, icon("installations"), h("span", {}, "on ", h("strong", {}, visible(hostOf(approval, store))))),
        command?.element,
        approval.message && h("p", { class: "approval-message" }, visible(approval.message)),
        approval.effects.length > 0 &&
          h("section", { class: "approval-effects" }, h("h4", { text: "What it would do" }), effectList(approval.effects)),
        h("p", { class: "approval-denied" }, h("span", { class: "if-denied", text: "If you deny: " }), visible(approval.if_denied || "It does not run.")),
        !approval.verified &&
          h("p", { class: "unverified" }, icon("info"), h("span", {}, h("strong", { text: "Unverified. " }), "The connector says this about itself; no gate of Drawbridge has checked it.")),
        scope?.element,
        this.#context.linksToSession && approval.session_id &&
          h("p", {}, h("a", { class: "quiet-link", href: address.session(approval.session_id) }, "Open the session it comes from")),
      ),
      h(
        "footer",
        { class: "approval-actions" },
        problem,
        reason,
        h("div", { class: "approval-buttons" }, deny, approve),
      ),
    );
    if (command) this.#parts.push(command.dispose);
    this.#parts.push(
      everySecond(() => {
        setText(time, remaining(approval.expires_at));
        this.element.classList.toggle("is-urgent", approval.expires_at - serverNow() < 30_000);
        this.refresh();
      }),
    );
  }

  #noteSeen() {
    this.#context.store.seen.add(this.#seenKey);
    this.refresh?.();
  }

  async #approve() {
    const approval = this.#approval;
    const scope = await confirmApproval(approval, {
      hostName: hostOf(approval, this.#context.store),
      signal: this.#decided.signal,
    });
    if (scope && this.#approval.status === "pending") await this.#decide("approve", scope);
  }

  async #decide(decision, scope = "once") {
    const approval = this.#approval;
    // The buttons go; the focus stays with the card.
    if (this.element.contains(document.activeElement)) this.element.focus({ preventScroll: true });
    this.#isSending = true;
    setText(this.problem, "");
    this.refresh();
    // The same decision, tried again after a lost answer, is the same request.
    this.keys ??= {};
    this.keys[decision + scope] ??= newKey();
    try {
      this.#context.store.mergeApproval(await api.decide(approval.approval_id, decision, scope, this.keys[decision + scope]));
    } catch (error) {
      this.#isSending = false;
      if (error.code === "already_decided") {
        const { status, decided_by: by } = error.details ?? {};
        notify(`${error.message}${by ? ` By ${by}.` : ""}`, { isProblem: true });
        this.#context.store.mergeApproval({ ...approval, ...error.details, status: status ?? "cancelled" });
      } else if (this.#approval.status === "pending") {
        setText(this.problem, `Not decided yet: ${error.message}`);
      }
    }
    this.#isSending = false;
    if (this.#approval.status === "pending") this.refresh();
  }

  #showDecided(approval) {
    const state = states[approval.status] ?? states.cancelled;
    const facts = [];
    if (approval.decided_by) facts.push(`by ${plain(approval.decided_by)}`);
    if (approval.status === "approved") facts.push(approval.scope === "session" ? "for this session" : "this once");
    if (approval.status === "expired") facts.push("nobody decided in time; it did not run");
    const when = approval.decided_at ?? approval.expires_at;
    fill(
      this.element,
      h(
        "header",
        { class: "approval-head" },
        h("span", { class: "verdict" }, icon(state.icon), state.word),
        h("span", { class: "verdict-facts" }, facts.join(" · ")),
        h("time", { datetime: new Date(when).toISOString(), title: fullTime(when) }, clockTime(when)),
      ),
      h(
        "details",
        { class: "approval-past" },
        h(
          "summary",
          {},
          icon("chevron"),
          h("span", { class: "past-line" }, this.#title(approval), approval.command && h("code", { class: "past-command" }, visibleCommand(approval.command))),
        ),
        h(
          "div",
          { class: "approval-body" },
          h("p", { class: "approval-where" }, icon("installations"), h("span", {}, "on ", h("strong", {}, visible(hostOf(approval, this.#context.store))))),
          approval.command && h("pre", { class: "command", tabindex: "0", role: "region", aria: { label: "The exact command" }, dir: "ltr" }, h("code", {}, visibleCommand(approval.command))),
          approval.message && h("p", {}, visible(approval.message)),
          approval.effects.length > 0 && effectList(approval.effects),
          h("p", { class: "digest" }, "Digest ", h("code", { text: approval.digest })),
        ),
      ),
    );
  }
}
