// SPDX-License-Identifier: Apache-2.0
// What the page knows. Everything that comes from the hub is merged so that late, early and repeated news do no harm.
import { appendDelta, byteLength } from "./bytes.js";

/** A session that is open: its messages and tool calls. */
class OpenSession {
  messages = new Map();
  tasks = new Map();
  /** Turns that run. */
  running = new Set();
  /** Turns that were seen to end, in case older news of them come later. */
  ended = new Set();
  /** Whether the first load is done. */
  isLoaded = false;
  error = null;

  get firstSeq() {
    return Math.min(...[...this.messages.values()].map((message) => message.seq), Infinity);
  }

  get lastSeq() {
    return Math.max(...[...this.messages.values()].map((message) => message.seq), 0);
  }
}

export class Store extends EventTarget {
  user = null;
  isConnected = false;
  /** Whether the first snapshot has come. */
  isReady = false;
  installations = new Map();
  sessions = new Map();
  approvals = new Map();
  open = new Map();
  /** Sessions with something new that nobody has looked at, while this page lives. */
  unread = new Set();
  /** Approvals, by id and digest, whose whole command was in view. */
  seen = new Set();
  /** Asked to fetch a session again when a piece is missing. */
  whenIncomplete = () => {};

  #topics = new Set();
  #timer;

  /** Tells listeners, all changes of a moment at once. Topics: connection, installations, sessions, approvals, session:ID. */
  changed(topic) {
    this.#topics.add(topic);
    this.#timer ??= setTimeout(() => {
      const topics = this.#topics;
      this.#topics = new Set();
      this.#timer = undefined;
      for (const name of topics) this.dispatchEvent(new Event(name));
    }, 16);
  }

  /** Listens to topics and is called once at the beginning. @returns what ends it */
  watch(topics, listener) {
    for (const topic of topics) this.addEventListener(topic, listener);
    listener();
    return () => topics.forEach((topic) => this.removeEventListener(topic, listener));
  }

  get pendingApprovals() {
    return [...this.approvals.values()]
      .filter((approval) => approval.status === "pending")
      .sort((left, right) => left.expires_at - right.expires_at);
  }

  // MARK: What was fetched

  applySnapshot(snapshot) {
    this.user = snapshot.user;
    this.installations = new Map(snapshot.installations.map((item) => [item.installation_id, item]));
    this.sessions = new Map(snapshot.sessions.map((item) => [item.session_id, item]));
    const pending = new Set(snapshot.approvals.map((item) => item.approval_id));
    for (const [id, approval] of this.approvals) {
      // It was decided while nobody listened; how, the list of approvals will say.
      if (approval.status === "pending" && !pending.has(id)) this.approvals.delete(id);
    }
    snapshot.approvals.forEach((approval) => this.mergeApproval(approval));
    this.isReady = true;
    ["installations", "sessions", "approvals", ...[...this.open.keys()].map((id) => `session:${id}`)].forEach((topic) =>
      this.changed(topic),
    );
  }

  opened(sessionID) {
    let session = this.open.get(sessionID);
    if (!session) this.open.set(sessionID, (session = new OpenSession()));
    return session;
  }

  /** @param running the turns that ran when the session was fetched */
  mergeSession(sessionID, { messages, tasks, running }) {
    const session = this.opened(sessionID);
    messages.forEach((message) => this.mergeMessage(message));
    tasks.forEach((task) => this.mergeTask(task));
    if (running) session.running = new Set(running.filter((id) => !session.ended.has(id)));
    session.isLoaded = true;
    session.error = null;
    this.changed(`session:${sessionID}`);
  }

  /** Final beats streaming, and of two that stream the longer is the newer. */
  mergeMessage(record) {
    const session = this.open.get(record.session_id);
    if (!session) return;
    const known = session.messages.get(record.message_id);
    const bytes = byteLength(record.text);
    const isNews =
      !known || (known.state !== "final" && (record.state === "final" || bytes > known.bytes || record.seq !== known.seq));
    if (isNews) session.messages.set(record.message_id, { ...record, bytes });
    if (record.role === "user" && record.interaction_id && !known && !session.ended.has(record.interaction_id) && session.isLoaded) {
      session.running.add(record.interaction_id);
    }
    this.changed(`session:${record.session_id}`);
  }

  mergeTask(record) {
    const session = this.open.get(record.session_id);
    if (!session) return;
    const known = session.tasks.get(record.task_id);
    if (known && known.status !== "running" && record.status === "running") return;
    session.tasks.set(record.task_id, record);
    this.changed(`session:${record.session_id}`);
  }

  /** What was decided stays so. */
  mergeApproval(record) {
    const known = this.approvals.get(record.approval_id);
    if (known && known.status !== "pending" && record.status === "pending") return;
    this.approvals.set(record.approval_id, record);
    this.changed("approvals");
    if (record.session_id) this.changed(`session:${record.session_id}`);
  }

  setInstallation(record) {
    this.installations.set(record.installation_id, record);
    this.changed("installations");
  }

  removeInstallation(id) {
    this.installations.delete(id);
    this.changed("installations");
  }

  setSession(record) {
    this.sessions.set(record.session_id, record);
    this.changed("sessions");
    this.changed(`session:${record.session_id}`);
  }

  setConnected(isConnected) {
    if (this.isConnected === isConnected) return;
    this.isConnected = isConnected;
    this.changed("connection");
  }

  // MARK: What is streamed

  applyEvent(event) {
    const session = this.sessions.get(event.session_id);
    if (session && event.created_at > session.updated_at) {
      session.updated_at = event.created_at;
      this.changed("sessions");
    }
    switch (event.type) {
      case "session_created":
      case "session_updated":
        this.setSession(event.session);
        break;
      case "message_added":
        this.#addMessage(event.message, session);
        break;
      case "message_delta":
        this.#addText(event);
        break;
      case "message_finalized":
        this.mergeMessage(event.message);
        break;
      case "interaction_ended":
        this.#endTurn(event);
        break;
      case "task_created":
      case "task_progress":
      case "task_completed":
      case "task_failed":
      case "task_cancelled":
        this.mergeTask(event.task);
        break;
      case "approval_requested":
      case "approval_resolved":
        this.mergeApproval(event.approval);
        break;
      case "installation_changed":
        if (event.change === "revoked") this.removeInstallation(event.installation.installation_id);
        else this.setInstallation(event.installation);
        break;
      default:
        // A newer hub's news.
        break;
    }
  }

  #addMessage(message, session) {
    if (session && message.seq > (session.message_count ?? 0)) session.message_count = message.seq;
    if (message.role === "agent") {
      this.unread.add(message.session_id);
      this.changed("sessions");
    }
    const open = this.open.get(message.session_id);
    const hasGap = open?.isLoaded && message.seq > open.lastSeq + 1;
    this.mergeMessage(message);
    if (hasGap) this.whenIncomplete(message.session_id);
  }

  #addText({ session_id: sessionID, message_id: messageID, offset, delta }) {
    const session = this.open.get(sessionID);
    const message = session?.messages.get(messageID);
    if (!session || message?.state === "final") return;
    const next = message ? appendDelta(message, offset, delta) : null;
    if (next === null) {
      if (!session.isLoaded) return;
      this.whenIncomplete(sessionID);
    } else if (next !== message) {
      Object.assign(message, next);
      this.changed(`session:${sessionID}`);
    }
  }

  #endTurn({ session_id: sessionID, interaction_id: interactionID }) {
    const session = this.open.get(sessionID);
    if (!session) return;
    session.ended.add(interactionID);
    session.running.delete(interactionID);
    this.changed(`session:${sessionID}`);
  }
}
