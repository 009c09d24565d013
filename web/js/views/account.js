// SPDX-License-Identifier: Apache-2.0
// Who is signed in where.
import { api } from "../api.js";
import { confirm, notify } from "../dialog.js";
import { fill, h, setText } from "../dom.js";
import { address } from "../router.js";
import { ago, fullTime } from "../time.js";
import { plain } from "../visible.js";

/** A browser's own name for itself, in two words. */
export function device(userAgent) {
  const browser = [["Edg/", "Edge"], ["OPR/", "Opera"], ["Firefox/", "Firefox"], ["Chrome/", "Chrome"], ["Safari/", "Safari"]].find(([mark]) => userAgent.includes(mark))?.[1];
  const system = [["iPhone", "iPhone"], ["iPad", "iPad"], ["Android", "Android"], ["Windows", "Windows"], ["Mac OS", "Mac"], ["Linux", "Linux"]].find(([mark]) => userAgent.includes(mark))?.[1];
  if (!browser && !system) return plain(userAgent).slice(0, 40) || "unknown";
  return [browser ?? "Browser", system && `on ${system}`].filter(Boolean).join(" ");
}

export function accountView(_route, app) {
  const { store, outbox } = app;
  const list = h("ul", { class: "panels" });
  const lead = h("p", { class: "view-lead" });

  async function load() {
    try {
      const [me, { sign_ins: signIns }] = await Promise.all([api.me(), api.signIns()]);
      setText(lead, `Signed in as ${plain(me.name)}.`);
      fill(list, signIns.map((one) => row(one, one.sign_in_id === me.sign_in_id)));
    } catch (error) {
      setText(lead, error.message);
    }
  }

  function row(signIn, isThis) {
    const name = device(signIn.label);
    const button = h("button", { type: "button", class: "button small", aria: { label: isThis ? "Sign out of this browser" : `End the sign-in of ${name}` } }, isThis ? "Sign out" : "End");
    button.addEventListener("click", () => (isThis ? signOut() : end(signIn, name)));
    return h(
      "li",
      { class: "panel sign-in" },
      h("div", {}, h("h3", { title: plain(signIn.label) }, name, isThis && h("span", { class: "badge", data: { tone: "allow" }, text: "this browser" })), h("p", { class: "facts", title: fullTime(signIn.created_at), text: `signed in ${ago(signIn.created_at)} · last used ${ago(signIn.last_used_at)}` })),
      button,
    );
  }

  async function end(signIn, name) {
    if (!(await confirm("End this sign-in?", `${name} is signed out within a second.`, { action: "End it" }))) return;
    try {
      await api.endSignIn(signIn.sign_in_id);
    } catch (error) {
      notify(error.message, { isProblem: true });
    }
    load();
  }

  async function signOut() {
    if (outbox.items.length > 0 && !(await confirm("Sign out?", "There are messages that were not sent. They are lost when you sign out.", { action: "Sign out", isDangerous: true }))) return;
    try {
      await api.signOut();
      outbox.clear();
      app.signedOut();
    } catch (error) {
      notify(error.message, { isProblem: true });
    }
  }

  load();
  return {
    element: h(
      "section",
      { class: "view page", aria: { label: "Account" } },
      h(
        "div",
        { class: "column" },
        h("h1", { text: "Account" }),
        lead,
        h("h2", { class: "section-title", text: "Sign-ins" }),
        list,
        h("p", { class: "quiet" }, "To sign in elsewhere, make a link on the hub's machine: ", h("code", { text: "drawbridge hub sign-in-link" })),
        h("h2", { class: "section-title", text: "Installations" }),
        h("p", {}, h("a", { href: address.installations }, store.installations.size === 1 ? "Rename or revoke your installation" : "Rename or revoke your installations")),
      ),
    ),
    title: () => "Account",
  };
}
