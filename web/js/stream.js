// SPDX-License-Identifier: Apache-2.0
// The hub's events, from where we left off, for as long as the page lives.
import { ApiError, noteServerTime } from "./api.js";

/** The hub says something at least every 15 seconds; after so long a silence the connection is dead. */
const silenceLimit = 40_000;
/** A page that comes back to the front trusts a connection only if it was heard from so recently. */
const staleAfter = 20_000;
const firstDelay = 400;
const maximumDelay = 15_000;

/** Takes bytes apart into events (WHATWG HTML, 9.2.6). */
export class EventParser {
  #rest = "";
  #event = { type: "", data: [], id: undefined };
  #decoder = new TextDecoder();

  /** @returns {Array<{type: string, data: string, id?: string}>} the events that are complete now */
  push(bytes) {
    this.#rest += this.#decoder.decode(bytes, { stream: true });
    const events = [];
    let from = 0;
    for (let end = this.#rest.indexOf("\n"); end >= 0; end = this.#rest.indexOf("\n", from)) {
      const line = this.#rest.slice(from, end).replace(/\r$/u, "");
      from = end + 1;
      if (line !== "") {
        this.#take(line);
        continue;
      }
      if (this.#event.data.length > 0) events.push({ ...this.#event, data: this.#event.data.join("\n") });
      this.#event = { type: "", data: [], id: undefined };
    }
    this.#rest = this.#rest.slice(from);
    return events;
  }

  #take(line) {
    const colon = line.indexOf(":");
    if (colon === 0) return;
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /u, "");
    if (name === "event") this.#event.type = value;
    else if (name === "data") this.#event.data.push(value);
    else if (name === "id") this.#event.id = value;
  }
}

/** `<epoch>-<seq>` in two. */
function split(position) {
  const dash = position.lastIndexOf("-");
  return { epoch: position.slice(0, dash), seq: Number(position.slice(dash + 1)) };
}

export class EventStream {
  #position;
  #handlers;
  #isStopped = false;
  #abort;
  #wake = () => {};
  #lastHeard = 0;
  #watchdog;
  #delay = firstDelay;

  /**
   * @param {string} position the last event that is known already
   * @param handlers `event(data)`, `gap()`, `state(isConnected)`, `signedOut()`
   */
  constructor(position, handlers) {
    this.#position = position;
    this.#handlers = handlers;
  }

  start() {
    addEventListener("online", this.#hurry);
    addEventListener("offline", this.#check);
    document.addEventListener("visibilitychange", this.#look);
    this.#watchdog = setInterval(this.#check, 5000);
    this.#run();
  }

  stop() {
    this.#isStopped = true;
    clearInterval(this.#watchdog);
    removeEventListener("online", this.#hurry);
    removeEventListener("offline", this.#check);
    document.removeEventListener("visibilitychange", this.#look);
    this.#abort?.abort();
    this.#wake();
  }

  /** Tries at once; a connection that lives is left alone. */
  #hurry = () => {
    this.#delay = firstDelay;
    this.#wake();
  };

  #check = () => this.#breakAfter(navigator.onLine ? silenceLimit : 0);

  /** The page came to the front: the machine may have slept. */
  #look = () => {
    if (document.visibilityState !== "visible") return;
    this.#breakAfter(staleAfter);
    this.#hurry();
  };

  #breakAfter(limit) {
    if (this.#abort && Date.now() - this.#lastHeard > limit) this.#abort.abort();
  }

  async #run() {
    while (!this.#isStopped) {
      try {
        await this.#connect();
      } catch (error) {
        if (error instanceof ApiError && error.status === 401) {
          this.stop();
          this.#handlers.signedOut();
          return;
        }
      }
      this.#abort = undefined;
      if (this.#isStopped) return;
      this.#handlers.state(false);
      await this.#pause();
    }
  }

  /** Waits with growing delays, spread so that many pages do not come back in one moment. */
  #pause() {
    const delay = this.#delay * (0.7 + Math.random() * 0.6);
    this.#delay = Math.min(this.#delay * 1.8, maximumDelay);
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, delay);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #connect() {
    const abort = new AbortController();
    this.#abort = abort;
    this.#lastHeard = Date.now();
    const response = await fetch("/v1/me/stream", {
      headers: { Accept: "text/event-stream", "Last-Event-ID": this.#position },
      cache: "no-store",
      signal: abort.signal,
    });
    noteServerTime(response);
    if (!response.ok) throw new ApiError(`http_${response.status}`, "The stream was refused.", { status: response.status });
    const parser = new EventParser();
    const reader = response.body.getReader();
    let isFirst = true;
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      this.#lastHeard = Date.now();
      if (isFirst) {
        isFirst = false;
        this.#delay = firstDelay;
        this.#handlers.state(true);
      }
      for (const event of parser.push(value)) this.#deliver(event);
    }
  }

  /** Hands an event on, once: what has a number is told from its repeat by it. */
  #deliver(event) {
    if (event.type === "gap") {
      this.#position = event.id ?? this.#position;
      this.#handlers.gap();
      return;
    }
    if (event.id !== undefined) {
      const [given, known] = [split(event.id), split(this.#position)];
      if (given.epoch === known.epoch && given.seq <= known.seq) return;
    }
    if (event.id !== undefined) this.#position = event.id;
    try {
      this.#handlers.event(JSON.parse(event.data));
    } catch (error) {
      // What cannot be applied is not skipped: everything is fetched anew.
      console.error("an event could not be applied", error);
      this.#handlers.gap();
    }
  }
}
