// SPDX-License-Identifier: Apache-2.0
// The page: its frame, the view that the address names, and what watches over all of them.
import { announceUrgently } from "./announce.js";
import { onSignedOut } from "./api.js";
import { fill, h, setAria, setText } from "./dom.js";
import { icon, mark } from "./icons.js";
import { Outbox } from "./outbox.js";
import { spokenRequest } from "./parts/approval-card.js";
import { address, parse } from "./router.js";
import { Store } from "./store.js";
import { Sync } from "./sync.js";
import { plain } from "./visible.js";
import { accountView } from "./views/account.js";
import { approvalsView } from "./views/approvals.js";
import { auditView } from "./views/audit.js";
import { chatView } from "./views/chat.js";
import { installationsView } from "./views/installations.js";
import { sessionsPanel, sessionsView } from "./views/sessions.js";
import { signedOutView } from "./views/signed-out.js";

const views = {
  sessions: sessionsView,
  session: chatView,
  approvals: approvalsView,
  installations: installationsView,
  audit: auditView,
  account: accountView,
};
const places = [
  ["sessions", "Sessions"],
  ["approvals", "Approvals"],
  ["installations", "Installations"],
  ["audit", "Audit"],
  ["account", "Account"],
];

const store = new Store();
const outbox = new Outbox(store);
const sync = new Sync(store, { signedOut, arrived: (message) => outbox.noteArrived(message) });
const app = { store, sync, outbox, signedOut, route: parse(location.hash) };
const root = document.getElementById("app");
let view;
let isSignedOut = false;

// MARK: The frame

const links = new Map();
const badge = h("span", { class: "count", hidden: true });
const navigation = h(
  "nav",
  { class: "places", aria: { label: "Main" } },
  places.map(([name, title]) => {
    const link = h("a", { href: address[name] }, icon(name), h("span", { class: "place-name", text: title }), name === "approvals" && badge);
    links.set(name, link);
    return link;
  }),
);
const panel = sessionsPanel(app);
const side = h("div", { class: "side" }, h("a", { class: "brand", href: address.sessions }, mark(), h("span", { text: "Drawbridge" })), navigation, panel.element);
const offline = h("p", { class: "strip offline", role: "status" });
const waiting = h("a", { class: "strip asks", href: address.approvals, hidden: true });
const main = h("main", { id: "main", class: "main", tabindex: "-1" });
const frame = h("div", { class: "frame" }, side, h("div", { class: "stage" }, offline, waiting, main));

function show() {
  if (isSignedOut) return;
  app.route = parse(location.hash);
  view?.dispose?.();
  view = views[app.route.view](app.route, app);
  fill(main, view.element);
  frame.dataset.view = app.route.view;
  for (const [name, link] of links) {
    const isHere = name === app.route.view || (name === "sessions" && app.route.view === "session");
    setAria(link, "current", isHere ? "page" : undefined);
  }
  panel.update();
  showApprovals();
  view.focus?.();
}

function showTitle() {
  const asks = store.pendingApprovals.length;
  document.title = `${asks > 0 ? `(${asks}) ` : ""}${plain(view?.title() ?? "")} · Drawbridge`;
}

// MARK: Approvals, wherever one is

const spoken = new Set();

function showApprovals() {
  const pending = store.pendingApprovals;
  badge.hidden = pending.length === 0;
  setText(badge, String(pending.length));
  setAria(links.get("approvals"), "label", pending.length > 0 ? `Approvals, ${pending.length} waiting` : undefined);
  const isHere = (approval) => app.route.view === "approvals" || (app.route.view === "session" && approval.session_id === app.route.id);
  const elsewhere = pending.filter((approval) => !isHere(approval));
  waiting.hidden = elsewhere.length === 0;
  setText(waiting, elsewhere.length === 1 ? `Approval needed: ${plain(elsewhere[0].title || elsewhere[0].action)}` : `${elsewhere.length} approvals needed`);
  const fresh = pending.filter((approval) => !spoken.has(approval.approval_id));
  fresh.forEach((approval) => spoken.add(approval.approval_id));
  if (fresh.length > 0) announceUrgently(fresh.map((approval) => spokenRequest(approval, store)).join(" "));
  showTitle();
}

// MARK: The connection

let offlineTimer;

function showConnection() {
  clearTimeout(offlineTimer);
  if (store.isConnected || !store.isReady) {
    setText(offline, "");
    return;
  }
  // A blink is not worth a word.
  offlineTimer = setTimeout(() => setText(offline, navigator.onLine ? "The hub cannot be reached. Trying again…" : "This device is offline."), 1500);
}

function signedOut() {
  if (isSignedOut) return;
  isSignedOut = true;
  sync.stop();
  view?.dispose?.();
  document.querySelectorAll("dialog").forEach((dialog) => dialog.close());
  fill(root, signedOutView());
  document.title = "Drawbridge";
  document.getElementById("main").focus();
}

onSignedOut(signedOut);
fill(root, h("a", { class: "skip", href: "#main", on: { click: skip } }, "Skip to the content"), frame);

function skip(event) {
  event.preventDefault();
  main.focus();
}

addEventListener("hashchange", show);
show();
store.watch(["approvals"], showApprovals);
store.watch(["sessions"], showTitle);
store.watch(["connection"], showConnection);
sync.start();
