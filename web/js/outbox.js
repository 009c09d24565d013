// SPDX-License-Identifier: Apache-2.0
// What the owner wrote: drafts, and messages that the hub has not acknowledged. They outlive a reload, and each message
// keeps its key, so that sending it again cannot make it two.
import { api, newKey } from "./api.js";

const storageKey = "drawbridge.outbox";
/** What could not be sent goes out by itself if the hub comes back within this time; later, the owner is asked. */
const freshFor = 120_000;

function read() {
  try {
    return JSON.parse(localStorage.getItem(storageKey)) ?? {};
  } catch {
    return {};
  }
}

export class Outbox {
  #drafts = new Map();
  /** Each: key, sessionID, text, createdAt, state: sending | unsent, problem?, messageID? once it is known. */
  items = [];

  constructor(store) {
    this.store = store;
    const saved = read();
    this.#drafts = new Map(Object.entries(saved.drafts ?? {}));
    this.items = (saved.items ?? []).map((item) => ({ ...item, state: "unsent" }));
    store.addEventListener("connection", () => {
      if (store.isConnected) this.#retryFresh();
    });
  }

  #save() {
    const drafts = Object.fromEntries([...this.#drafts].filter(([, text]) => text));
    try {
      if (this.items.length === 0 && Object.keys(drafts).length === 0) localStorage.removeItem(storageKey);
      else localStorage.setItem(storageKey, JSON.stringify({ drafts, items: this.items }));
    } catch {
      // A full or forbidden storage: they live as long as the page.
    }
  }

  /** Forgets everything: the owner signed out. */
  clear() {
    this.#drafts.clear();
    this.items = [];
    this.#save();
  }

  draft(sessionID) {
    return this.#drafts.get(sessionID) ?? "";
  }

  setDraft(sessionID, text) {
    this.#drafts.set(sessionID, text);
    this.#save();
  }

  /** What is to be shown as not yet part of the session. */
  waiting(sessionID) {
    const messages = this.store.open.get(sessionID)?.messages;
    return this.items.filter((item) => item.sessionID === sessionID && !messages?.has(item.messageID));
  }

  send(sessionID, text) {
    const item = { key: newKey(), sessionID, text, createdAt: Date.now(), state: "sending" };
    this.items.push(item);
    return this.#transmit(item);
  }

  retry(item) {
    if (item.state === "unsent") this.#transmit(item);
  }

  discard(item) {
    this.items = this.items.filter((other) => other !== item);
    this.#changed(item);
  }

  #changed(item) {
    this.#save();
    this.store.changed(`session:${item.sessionID}`);
  }

  async #transmit(item) {
    item.state = "sending";
    item.problem = undefined;
    this.#changed(item);
    try {
      const sent = await api.send(item.sessionID, item.text, item.key);
      item.messageID = sent.message_id;
      this.store.mergeMessage({
        message_id: sent.message_id,
        session_id: item.sessionID,
        interaction_id: sent.interaction_id,
        seq: sent.seq,
        role: "user",
        text: item.text,
        state: "final",
        created_at: item.createdAt,
      });
      this.discard(item);
    } catch (error) {
      item.state = "unsent";
      item.problem = error.message;
      this.#changed(item);
    }
  }

  /** The stream can bring our own message before the answer does: then it is not shown twice. */
  noteArrived(message) {
    if (message.role !== "user") return;
    const oldest = Date.now() - freshFor;
    const item = this.items.find(
      (one) =>
        one.sessionID === message.session_id &&
        one.messageID === undefined &&
        one.text === message.text &&
        one.createdAt > oldest,
    );
    if (item) item.messageID = message.message_id;
  }

  #retryFresh() {
    for (const item of this.items) if (Date.now() - item.createdAt < freshFor) this.retry(item);
  }
}
