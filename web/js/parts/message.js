// SPDX-License-Identifier: Apache-2.0
// A message: the owner's in a bubble, the agent's as prose that grows.
import { fill, h } from "../dom.js";
import { MarkdownView } from "../markdown.js";
import { clockTime, fullTime } from "../time.js";
import { plain, visible } from "../visible.js";

const reasons = { cancelled: "Stopped", error: "Ended with an error", length: "Cut at its limit", max_tokens: "Cut at its limit" };

function stamp(milliseconds) {
  return h("time", { datetime: new Date(milliseconds).toISOString(), title: fullTime(milliseconds) }, clockTime(milliseconds));
}

export class UserMessage {
  constructor(message) {
    this.element = h(
      "article",
      { class: "message user", aria: { label: "You" }, data: { message: message.message_id } },
      h("div", { class: "bubble" }, visible(message.text)),
      h("div", { class: "message-foot" }, stamp(message.created_at)),
    );
  }
}

export class AgentMessage {
  #view = new MarkdownView();
  #foot = h("div", { class: "message-foot" });
  #files = h("ul", { class: "attachments" });
  #state;
  #text;

  constructor(message) {
    this.element = h("article", { class: "message agent", aria: { label: "Agent" }, data: { message: message.message_id } });
    this.element.append(this.#view.element, this.#files, this.#foot);
    this.update(message);
  }

  update(message) {
    if (message.text !== this.#text) {
      this.#text = message.text;
      this.#view.update(message.text);
    }
    if (message.state === this.#state) return;
    this.#state = message.state;
    this.element.dataset.state = message.state;
    this.element.setAttribute("aria-busy", String(message.state === "streaming"));
    this.#files.hidden = !(message.attachments?.length > 0);
    fill(this.#files, (message.attachments ?? []).map((file) => h("li", {}, visible(plain(file.name)), ` · ${file.mime} · ${file.size} bytes`)));
    const reason = reasons[message.finish_reason];
    if (message.state === "final") fill(this.#foot, reason && h("span", { class: "finish", text: reason }), stamp(message.created_at));
    else fill(this.#foot, h("span", { class: "writing" }, h("i"), h("i"), h("i"), h("span", { class: "visually-hidden", text: "The agent is writing" })));
  }
}

/** What the hub has not acknowledged yet. */
export class WaitingMessage {
  #foot = h("div", { class: "message-foot" });
  #outbox;
  #state;

  constructor(item, outbox) {
    this.#outbox = outbox;
    this.element = h(
      "article",
      { class: "message user waiting", aria: { label: "You, not sent yet" } },
      h("div", { class: "bubble" }, visible(item.text)),
      this.#foot,
    );
    this.update(item);
  }

  update(item) {
    const state = `${item.state} ${item.problem ?? ""}`;
    if (state === this.#state) return;
    this.#state = state;
    this.element.dataset.state = item.state;
    if (item.state === "sending") {
      fill(this.#foot, h("span", { text: "Sending…" }));
      return;
    }
    fill(
      this.#foot,
      h("span", { class: "unsent", role: "status" }, `Not sent. ${item.problem ?? ""}`),
      h("button", { type: "button", class: "link-button", on: { click: () => this.#outbox.retry(item) } }, "Retry"),
      h("button", { type: "button", class: "link-button", on: { click: () => this.#outbox.discard(item) } }, "Discard"),
    );
  }
}
