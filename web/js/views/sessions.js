// SPDX-License-Identifier: Apache-2.0
// The sessions: a view of its own on a phone, the side of the page elsewhere.
import { api, newKey } from "../api.js";
import { ask, notify } from "../dialog.js";
import { fill, h, KeyedList, setAria, setText } from "../dom.js";
import { icon } from "../icons.js";
import { address, go } from "../router.js";
import { shortTime } from "../time.js";
import { plain, visible } from "../visible.js";

export function sessionTitle(record) {
  return record ? record.title || "New session" : "Session";
}

class SessionRow {
  #title = h("span", { class: "row-title" });
  #where = h("span", { class: "row-where" });
  #time = h("time", { class: "row-time" });

  constructor(record, app) {
    this.app = app;
    this.link = h("a", { class: "session-link", href: address.session(record.session_id) },
      h("span", { class: "row-top" }, this.#title, this.#time), this.#where);
    this.element = h("li", {}, this.link);
    this.update(record);
  }

  update(record) {
    const { store } = this.app;
    const id = record.session_id;
    const asks = store.pendingApprovals.filter((approval) => approval.session_id === id).length;
    const isNew = store.unread.has(id);
    setText(this.#title, plain(sessionTitle(record)));
    setText(this.#time, shortTime(record.updated_at));
    this.#time.dateTime = new Date(record.updated_at).toISOString();
    this.element.classList.toggle("is-new", isNew);
    const installation = store.installations.get(record.installation_id);
    const state = installation?.state ?? "offline";
    fill(
      this.#where,
      h("span", { class: `dot ${state}` }),
      visible(installation?.name ?? "removed"),
      h("span", { class: "visually-hidden", text: `, ${state}` }),
      asks > 0 && h("span", { class: "badge", data: { tone: "confirm" }, text: asks === 1 ? "asks you" : `asks you, ${asks} times` }),
      isNew && h("span", { class: "visually-hidden", text: ", has something new" }),
    );
    setAria(this.link, "current", this.app.route.view === "session" && this.app.route.id === id ? "page" : undefined);
  }
}

/** Which installation a new session is for: the only one, or the one that is chosen. */
async function chooseInstallation(store) {
  const installations = [...store.installations.values()];
  if (installations.length <= 1) return installations[0]?.installation_id;
  return ask("New session with…", (close) => ({
    body: h(
      "div",
      { class: "choices" },
      installations.map((one) =>
        h(
          "button",
          { type: "button", class: "choice", on: { click: () => close(one.installation_id) } },
          h("span", { class: `dot ${one.state}` }),
          h("span", {}, visible(one.name)),
          h("span", { class: "quiet", text: one.state }),
        ),
      ),
    ),
    actions: [h("button", { type: "button", class: "button", on: { click: () => close(undefined) } }, "Cancel")],
  }));
}

export async function newSession(app) {
  const installation = await chooseInstallation(app.store);
  if (!installation) {
    if (app.store.installations.size === 0) go(address.installations);
    return;
  }
  try {
    const record = await api.createSession(installation, newKey());
    app.store.setSession(record);
    go(address.session(record.session_id));
  } catch (error) {
    notify(`No session was made: ${error.message}`, { isProblem: true });
  }
}

/** The list with its head, kept for the whole life of the page. */
export function sessionsPanel(app) {
  const { store } = app;
  const create = h("button", { type: "button", class: "button primary new-session", on: { click: () => newSession(app) } }, icon("plus"), "New session");
  const items = h("ul", { class: "session-list" });
  const empty = h("div", { class: "empty" });
  const archived = h("ul", { class: "session-list" });
  const archivedBox = h("details", { class: "archived" }, h("summary", { text: "Archived" }), archived);
  const make = (record) => new SessionRow(record, app);
  const key = (record) => record.session_id;
  const [list, oldList] = [new KeyedList(items, key, make), new KeyedList(archived, key, make)];
  let emptyState;

  const update = () => {
    const all = [...store.sessions.values()].sort((left, right) => right.updated_at - left.updated_at);
    const current = all.filter((record) => !record.archived_at);
    const old = all.filter((record) => record.archived_at);
    list.update(current);
    oldList.update(old);
    archivedBox.hidden = old.length === 0;
    create.hidden = store.installations.size === 0;
    const next = !store.isReady ? "loading" : current.length > 0 ? "none" : store.installations.size > 0 ? "start" : "pair";
    if (next === emptyState) return;
    emptyState = next;
    empty.hidden = next === "none";
    if (next === "loading") fill(empty, h("p", { class: "quiet", text: "Loading…" }));
    if (next === "start") fill(empty, h("h2", { text: "No sessions yet" }), h("p", { text: "A session is one conversation with your agent. Start the first one." }));
    if (next === "pair") {
      fill(
        empty,
        h("h2", { text: "Connect your first agent" }),
        h("p", {}, "On the machine where the agent runs, type"),
        h("pre", { class: "command small", tabindex: "0", role: "region", aria: { label: "Command" } }, h("code", { text: `drawbridge pair ${location.origin}` })),
        h("p", {}, "It shows a code. ", h("a", { href: address.installations }, "Type the code here"), "."),
      );
    }
  };
  store.watch(["sessions", "installations", "approvals"], update);
  return {
    element: h("section", { class: "sessions", aria: { label: "Sessions" } }, h("header", { class: "sessions-head" }, h("h2", { class: "sessions-title", text: "Sessions" }), create), items, empty, archivedBox),
    update,
  };
}

/** What stands beside the list on a wide page when no session is open. */
export function sessionsView(_route, app) {
  const { store } = app;
  const body = h("div", { class: "empty wide" });
  const update = () => {
    const hasInstallations = store.installations.size > 0;
    fill(
      body,
      h("h1", { text: hasInstallations ? "Choose a session" : "Nothing is connected yet" }),
      h("p", { text: hasInstallations ? "Or start a new one. What your agents may not do by themselves waits under Approvals." : "Pair the machine where your agent runs, and talk to it from here." }),
      !hasInstallations && h("p", {}, h("a", { class: "button primary", href: address.installations }, "Pair a machine")),
    );
  };
  const end = store.watch(["installations"], update);
  return { element: h("section", { class: "view home" }, body), title: () => "Sessions", dispose: end };
}
