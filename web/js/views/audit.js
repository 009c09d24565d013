// SPDX-License-Identifier: Apache-2.0
// What was done and decided: the hub's own log, and what each gate forwards of its own.
import { api } from "../api.js";
import { fill, h } from "../dom.js";
import { clockTime, fullTime, shortTime } from "../time.js";
import { plain, visible } from "../visible.js";

const events = {
  signed_in: "Signed in",
  signed_out: "Signed out",
  pairing_claimed: "Paired an installation",
  installation_connected: "Installation connected",
  installation_renamed: "Installation renamed",
  installation_revoked: "Installation revoked",
  token_issued: "Bridge token issued",
  token_refused: "Bridge token refused",
  approval_requested: "Approval requested",
  approval_decided: "Approval decided",
  approval_redeemed: "Approved action handed out",
  approval_expired: "Approval expired",
  approval_cancelled: "Approval taken back",
};

const tones = { ALLOW: "allow", DENY: "deny", CONFIRM: "confirm", REDACT: "quiet", approve: "allow", deny: "deny" };
/** Members that have a place of their own, or none. */
const isShownElsewhere = new Set(["ts", "seq", "event", "user_id", "prev", "hash", "decision", "severity"]);

function when(milliseconds) {
  return h("time", { datetime: new Date(milliseconds).toISOString(), title: fullTime(milliseconds) },
    h("span", { text: shortTime(milliseconds) }), h("span", { class: "quiet", text: clockTime(milliseconds) === shortTime(milliseconds) ? "" : ` ${clockTime(milliseconds)}` }));
}

function badge(text) {
  return h("span", { class: "badge", data: { tone: tones[text] ?? "quiet" }, text });
}

function milliseconds(entry) {
  return typeof entry.ts === "number" ? entry.ts : Date.parse(entry.ts);
}

function facts(entry, store) {
  return Object.entries(entry)
    .filter(([name, value]) => !isShownElsewhere.has(name) && (typeof value !== "object" || value === null))
    .map(([name, value]) => {
      const known = name === "installation_id" ? store.installations.get(value)?.name : undefined;
      const text = known ? plain(known) : plain(value);
      return h("span", { class: "fact" }, h("span", { class: "quiet", text: `${name.replaceAll("_", " ").replace(/ id$/u, "")} ` }), h("code", { title: plain(value), text: text.length > 20 && name === "digest" ? `${text.slice(0, 12)}…` : text }));
    });
}

function hubRow(entry, store) {
  return h(
    "li",
    { class: "audit-row" },
    h("span", { class: "audit-seq", text: `#${entry.seq ?? ""}` }),
    when(milliseconds(entry)),
    h("div", { class: "audit-what" }, h("strong", { text: events[entry.event] ?? plain(entry.event) }), entry.severity && badge(entry.severity), entry.decision && badge(entry.decision), h("div", { class: "facts" }, facts(entry, store))),
  );
}

function gateRow(entry) {
  return h(
    "li",
    { class: "audit-row" },
    h("span", { class: "audit-seq", text: `#${entry.seq}` }),
    when(milliseconds(entry)),
    h(
      "div",
      { class: "audit-what" },
      h("strong", {}, visible(entry.tool)),
      badge(entry.decision),
      h(
        "div",
        { class: "facts" },
        (entry.policies ?? []).map((policy) => h("code", { class: "policy" }, visible(policy))),
        h("span", { class: "quiet", text: `${(entry.duration_us / 1000).toFixed(2)} ms` }),
        h("code", { class: "quiet", title: plain(entry.hash), text: plain(entry.hash).slice(0, 12) }),
      ),
    ),
  );
}

export function auditView(_route, app) {
  const { store } = app;
  const rows = h("ol", { class: "audit-list" });
  const lead = h("p", { class: "view-lead", role: "status" });
  const more = h("button", { type: "button", class: "button small", hidden: true }, "Show older entries");
  const choice = h("select", { id: "audit-source" });
  let turn = 0;

  const sources = () => {
    const chosen = choice.value || "hub";
    fill(choice, h("option", { value: "hub" }, "This hub"), [...store.installations.values()].map((one) => h("option", { value: one.installation_id }, `Gate of ${plain(one.name)}`)));
    choice.value = chosen;
    if (!choice.value) choice.value = "hub";
  };

  async function load(before) {
    const source = choice.value;
    const own = (turn += 1);
    try {
      const { entries, head } = source === "hub" ? await api.audit() : await api.gateLog(source, before);
      if (own !== turn) return;
      if (!before) fill(rows);
      rows.append(...entries.map((entry) => (source === "hub" ? hubRow(entry, store) : gateRow(entry))));
      more.hidden = source === "hub" || entries.length < 200;
      more.onclick = () => load(entries.at(-1).seq);
      if (source === "hub") fill(lead, "Sign-ins, tokens, pairing and approvals, newest first. Check the chain with ", h("code", { text: "drawbridge log verify" }), ".");
      else if (head) fill(lead, `Every tool call that the gate judged, newest first. Head of the chain: entry ${head.seq}, `, h("code", { class: "hash", text: plain(head.hash) }), ".");
      else fill(lead, "This gate has reported nothing yet. Entries appear when its agent calls a tool.");
    } catch (error) {
      if (own === turn) fill(lead, error.message);
    }
  }

  choice.addEventListener("change", () => load());
  const end = store.watch(["installations"], sources);
  load();
  return {
    element: h(
      "section",
      { class: "view page", aria: { label: "Audit" } },
      h(
        "div",
        { class: "column wide" },
        h("div", { class: "title-row" }, h("h1", { text: "Audit" }), h("div", { class: "field inline" }, h("label", { for: "audit-source", text: "Log of" }), choice), h("button", { type: "button", class: "button small", on: { click: () => load() } }, "Refresh")),
        lead,
        rows,
        more,
      ),
    ),
    title: () => "Audit",
    dispose: end,
  };
}
