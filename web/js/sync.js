// SPDX-License-Identifier: Apache-2.0
// Keeps the store equal to the hub: a snapshot first, its stream from there on, sessions as they are opened.
import { api } from "./api.js";
import { EventStream } from "./stream.js";

/** Messages in one request. */
const page = 100;

export class Sync {
  #stream;
  #loading = new Map();
  #isStopped = false;

  constructor(store, { signedOut, arrived }) {
    this.store = store;
    this.signedOut = signedOut;
    this.arrived = arrived;
    store.whenIncomplete = (sessionID) => this.reload(sessionID);
  }

  async start() {
    for (let delay = 500; !this.#isStopped; delay = Math.min(delay * 1.8, 10_000)) {
      try {
        const snapshot = await api.snapshot();
        this.store.applySnapshot(snapshot);
        this.#stream = new EventStream(snapshot.position, {
          event: (event) => {
            if (event.type === "message_added") this.arrived(event.message);
            this.store.applyEvent(event);
          },
          gap: () => this.#startAnew(),
          state: (isConnected) => this.store.setConnected(isConnected),
          signedOut: this.signedOut,
        });
        this.#stream.start();
        return;
      } catch (error) {
        if (error.code === "not_signed_in") return;
        await new Promise((resolve) => setTimeout(resolve, delay));
      }
    }
  }

  stop() {
    this.#isStopped = true;
    this.#stream?.stop();
  }

  /** The log had no answer: everything that is shown is fetched again. */
  async #startAnew() {
    try {
      this.store.applySnapshot(await api.snapshot());
      await Promise.all([this.loadApprovals(), ...[...this.store.open.keys()].map((id) => this.reload(id))]);
    } catch {
      setTimeout(() => this.#isStopped || this.#startAnew(), 2000);
    }
  }

  /** Opens a session: its last messages, all its tool calls and its approvals. */
  open(sessionID) {
    const session = this.store.opened(sessionID);
    if (!session.isLoaded) this.reload(sessionID);
    return session;
  }

  /** Sessions that are not looked at need not be kept. */
  closeOthers(sessionID) {
    for (const id of this.store.open.keys()) if (id !== sessionID) this.store.open.delete(id);
  }

  /** Fetches a session's end again; requests for the same one are joined, one after the running one is not lost. */
  reload(sessionID) {
    const running = this.#loading.get(sessionID);
    if (running) {
      running.again = true;
      return running.promise;
    }
    const entry = { again: false };
    entry.promise = (async () => {
      try {
        do {
          entry.again = false;
          await this.#load(sessionID);
        } while (entry.again);
      } finally {
        this.#loading.delete(sessionID);
      }
    })();
    this.#loading.set(sessionID, entry);
    return entry.promise;
  }

  async #load(sessionID) {
    const session = this.store.opened(sessionID);
    try {
      const [record, tasks, approvals] = await Promise.all([api.session(sessionID), api.tasks(sessionID), api.approvals()]);
      let after = session.isLoaded ? session.firstSeq - 1 : Math.max(0, record.message_count - page);
      if (!Number.isFinite(after)) after = 0;
      const messages = [];
      for (let hasMore = true; hasMore; ) {
        const part = await api.messages(sessionID, after, 5 * page);
        messages.push(...part.messages);
        hasMore = part.has_more;
        after = part.messages.at(-1)?.seq ?? after;
      }
      approvals.approvals.forEach((approval) => this.store.mergeApproval(approval));
      this.store.setSession(record);
      this.store.mergeSession(sessionID, { messages, tasks: tasks.tasks, running: record.running });
    } catch (error) {
      session.error = error;
      this.store.changed(`session:${sessionID}`);
      if (error.isUnreachable) setTimeout(() => this.#isStopped || this.reload(sessionID), 2000);
    }
  }

  /** Fetches what stands before the first message that is known. */
  async loadEarlier(sessionID) {
    const session = this.store.opened(sessionID);
    const first = session.firstSeq;
    if (!Number.isFinite(first) || first <= 1) return;
    const after = Math.max(0, first - 1 - page);
    const { messages } = await api.messages(sessionID, after, Math.min(page, first - 1 - after));
    this.store.mergeSession(sessionID, { messages, tasks: [] });
  }

  async loadApprovals() {
    const { approvals } = await api.approvals();
    approvals.forEach((approval) => this.store.mergeApproval(approval));
  }
}
