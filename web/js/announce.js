// SPDX-License-Identifier: Apache-2.0
// What screen readers say: streamed text by finished sentences, new approvals at once.
import { plain } from "./visible.js";

const polite = document.getElementById("announce-polite");
const assertive = document.getElementById("announce-assertive");
/** Streamed sentences are collected for so long. */
const pause = 1500;

export function announce(text) {
  polite.textContent = plain(text);
}

export function announceUrgently(text) {
  assertive.textContent = plain(text);
}

/** Says a message's text while it grows, sentence by sentence. */
export class SentenceAnnouncer {
  #spoken = new Map();
  #timers = new Map();

  /** What is there already when a session is opened is not read out. */
  skip(message) {
    this.#spoken.set(message.message_id, message.text.length);
  }

  update(message) {
    const spoken = this.#spoken.get(message.message_id) ?? 0;
    if (message.state === "final") {
      clearTimeout(this.#timers.get(message.message_id));
      this.#timers.delete(message.message_id);
      this.#say(message, message.text.length);
    } else if (message.text.length > spoken && !this.#timers.has(message.message_id)) {
      const timer = setTimeout(() => {
        this.#timers.delete(message.message_id);
        const ends = [...message.text.matchAll(/[.!?…:]\s|\n/gu)];
        if (ends.length > 0) this.#say(message, ends.at(-1).index + 1);
      }, pause);
      this.#timers.set(message.message_id, timer);
    }
  }

  #say(message, upTo) {
    const spoken = this.#spoken.get(message.message_id) ?? 0;
    if (upTo <= spoken) return;
    this.#spoken.set(message.message_id, upTo);
    announce(message.text.slice(spoken, upTo));
  }
}
