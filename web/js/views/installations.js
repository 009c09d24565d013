// SPDX-License-Identifier: Apache-2.0
// The machines that are connected, and pairing a new one by its code (THREATS 18).
import { api } from "../api.js";
import { confirm, notify, prompt } from "../dialog.js";
import { fill, h, KeyedList, setText } from "../dom.js";
import { icon } from "../icons.js";
import { ago, everySecond, fullTime, remaining } from "../time.js";
import { plain, visible } from "../visible.js";

class InstallationCard {
  #name = h("h3");
  #facts = h("p", { class: "facts" });
  #state = h("span", { class: "state" });

  constructor(record, store) {
    this.store = store;
    this.element = h(
      "li",
      { class: "panel installation", data: { installation: record.installation_id } },
      h("div", { class: "installation-top" }, this.#name, this.#state),
      this.#facts,
      h(
        "div",
        { class: "panel-actions" },
        h("button", { type: "button", class: "button small", aria: { label: `Rename ${plain(record.name)}` }, on: { click: () => this.#rename() } }, "Rename"),
        h("button", { type: "button", class: "button small danger-quiet", aria: { label: `Revoke ${plain(record.name)}` }, on: { click: () => this.#revoke() } }, "Revoke"),
      ),
    );
    this.update(record);
  }

  update(record) {
    this.record = record;
    fill(this.#name, visible(record.name));
    fill(this.#state, h("span", { class: `dot ${record.state}` }), record.state);
    this.#state.dataset.state = record.state;
    const seen = record.state === "offline" && (record.last_seen_at ? ` · last seen ${ago(record.last_seen_at)}` : " · was never connected");
    fill(this.#facts, visible(record.host_label), " · ", visible(record.connector_type), ` · paired ${ago(record.created_at)}`, seen);
  }

  async #rename() {
    const name = await prompt("Rename the installation", { label: "Name", value: this.record.name, maximum: 100 });
    if (name === undefined) return;
    try {
      this.store.setInstallation(await api.renameInstallation(this.record.installation_id, name));
    } catch (error) {
      notify(error.message, { isProblem: true });
    }
  }

  async #revoke() {
    const { name, installation_id: id } = this.record;
    const text = "Its connection closes at once, its tokens stop working, and what waits for it is dropped. To use it again you pair it anew. Sessions stay readable.";
    if (!(await confirm(`Revoke ${plain(name)}?`, text, { action: "Revoke", isDangerous: true }))) return;
    try {
      await api.revokeInstallation(id);
      this.store.removeInstallation(id);
    } catch (error) {
      notify(error.message, { isProblem: true });
    }
  }
}

/** Type the code, see who asks, then say yes. */
function pairing(code) {
  const input = h("input", {
    id: "pair-code",
    class: "code-input",
    type: "text",
    maxlength: "11",
    value: code,
    autocomplete: "off",
    autocapitalize: "characters",
    spellcheck: "false",
    placeholder: "ABC2345",
  });
  const look = h("button", { type: "submit", class: "button primary" }, "Look up");
  const problem = h("p", { class: "problem", role: "alert" });
  const candidate = h("div", { class: "candidate", role: "group", aria: { label: "The machine that waits" } });
  const form = h("form", { class: "pair-form" }, h("label", { for: "pair-code", text: "Code" }), h("div", { class: "pair-row" }, input, look), problem, candidate);
  let endTimer = () => {};

  const clear = () => {
    endTimer();
    fill(candidate);
    candidate.hidden = true;
    setText(problem, "");
  };
  clear();
  input.addEventListener("input", clear);

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clear();
    const typed = input.value.trim();
    if (!typed) return;
    look.disabled = true;
    try {
      show(typed, await api.inspectCode(typed));
    } catch (error) {
      setText(problem, error.message);
      input.focus();
    }
    look.disabled = false;
  });

  function show(typed, found) {
    const time = h("span");
    const claim = h("button", { type: "button", class: "button primary" }, "Pair this machine");
    const refuse = h("button", { type: "button", class: "button" }, "Not mine");
    fill(
      candidate,
      h("h3", { text: "Is this your machine?" }),
      h(
        "dl",
        {},
        h("dt", { text: "Host" }), h("dd", {}, visible(found.host_label)),
        h("dt", { text: "Type" }), h("dd", {}, visible(found.connector_type)),
        h("dt", { text: "Address" }), h("dd", {}, h("code", {}, visible(found.address))),
        h("dt", { text: "Asked" }), h("dd", { title: fullTime(found.started_at) }, ago(found.started_at)),
      ),
      h("p", { class: "quiet" }, "Pair it only if you started this yourself, on that machine. The code holds ", time, " more."),
      h("div", { class: "panel-actions" }, refuse, claim),
    );
    candidate.hidden = false;
    endTimer = everySecond(() => setText(time, remaining(found.expires_at)));
    refuse.addEventListener("click", () => {
      clear();
      input.value = "";
      input.focus();
    });
    claim.addEventListener("click", async () => {
      claim.disabled = true;
      try {
        await api.claimCode(typed);
        clear();
        input.value = "";
        notify("Paired. The terminal over there may ask you to confirm.");
        input.focus();
      } catch (error) {
        claim.disabled = false;
        setText(problem, error.message);
      }
    });
    claim.focus();
  }

  return { element: form, dispose: () => endTimer(), focus: () => input.focus() };
}

export function installationsView(route, app) {
  const { store } = app;
  const items = h("ul", { class: "panels" });
  const empty = h("p", { class: "view-lead" });
  const pair = pairing(route.code ?? "");
  const list = new KeyedList(items, (one) => one.installation_id, (one) => new InstallationCard(one, store));
  const update = () => {
    list.update([...store.installations.values()]);
    setText(empty, store.installations.size === 0 && store.isReady ? "None yet. Pair the machine where your agent runs." : "");
  };
  const end = store.watch(["installations"], update);
  return {
    element: h(
      "section",
      { class: "view page", aria: { label: "Installations" } },
      h(
        "div",
        { class: "column" },
        h("h1", { text: "Installations" }),
        empty,
        items,
        h(
          "section",
          { class: "panel pair", aria: { labelledby: "pair-title" } },
          h("h2", { id: "pair-title" }, icon("plus"), "Pair a machine"),
          h("p", {}, "On the machine where the agent runs, type the command below, then the code that it shows."),
          h("pre", { class: "command small", tabindex: "0", role: "region", aria: { label: "Command" } }, h("code", { text: `drawbridge pair ${location.origin}` })),
          pair.element,
        ),
      ),
    ),
    title: () => "Installations",
    focus: () => route.code && pair.focus(),
    dispose: () => {
      end();
      pair.dispose();
    },
  };
}
