// SPDX-License-Identifier: Apache-2.0
// One session: what was said, what was done, what is asked.
import { api, newKey } from "../api.js";
import { SentenceAnnouncer } from "../announce.js";
import { confirm, notify, prompt } from "../dialog.js";
import { fill, h, KeyedList, setAria, setText } from "../dom.js";
import { icon } from "../icons.js";
import { ApprovalCard } from "../parts/approval-card.js";
import { composer } from "../parts/composer.js";
import { AgentMessage, UserMessage, WaitingMessage } from "../parts/message.js";
import { timeline } from "../parts/timeline.js";
import { ToolCall } from "../parts/tool-call.js";
import { address, go } from "../router.js";
import { visible } from "../visible.js";
import { sessionTitle } from "./sessions.js";

/** So near to the end counts as at the end. */
const nearEnd = 48;

export function chatView({ id }, app) {
  const { store, sync, outbox } = app;
  const ends = [];
  const title = h("h1", { class: "chat-title" });
  const where = h("p", { class: "chat-where" });
  const rename = h("button", { type: "button", class: "icon-button", aria: { label: "Rename the session" } }, icon("write"));
  const archiveName = h("span");
  const archive = h("button", { type: "button", class: "button small archive" }, icon("archive"), archiveName);
  const log = h("div", { class: "log", role: "log", aria: { live: "off", label: "Conversation" } });
  const state = h("div", { class: "chat-state" });
  const earlier = h("button", { type: "button", class: "button small earlier", hidden: true }, "Show earlier messages");
  const scroller = h("div", { class: "scroller", tabindex: "-1" }, h("div", { class: "column" }, earlier, state, log));
  const latest = h("button", { type: "button", class: "to-latest", hidden: true }, icon("down"), "Latest");
  const write = composer({
    draft: outbox.draft(id),
    onDraft: (text) => outbox.setDraft(id, text),
    onSend: (text) => send(text),
    onStop: () => stop(),
  });
  const notice = h("p", { class: "chat-notice", role: "status" });
  const element = h(
    "section",
    { class: "view chat", aria: { label: "Session" } },
    h(
      "header",
      { class: "view-head chat-head" },
      h("a", { class: "icon-button back", href: address.sessions, aria: { label: "Back to the sessions" } }, icon("back")),
      h("div", { class: "chat-names" }, title, where),
      rename,
      archive,
    ),
    scroller,
    h("div", { class: "chat-end" }, h("div", { class: "column" }, latest, notice, write.element)),
  );

  // MARK: Scrolling

  let isAtEnd = true;
  let lastTop = 0;
  const toEnd = () => (scroller.scrollTop = scroller.scrollHeight);
  scroller.addEventListener("scroll", () => {
    const isNear = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < nearEnd;
    // Only who scrolls up leaves the end; text that grows below does not take anybody away from it.
    if (isNear) isAtEnd = true;
    else if (scroller.scrollTop < lastTop) isAtEnd = false;
    lastTop = scroller.scrollTop;
    latest.hidden = isAtEnd;
  });
  latest.addEventListener("click", () => {
    isAtEnd = true;
    toEnd();
    write.focus();
  });
  /** A question that is taller than the page is shown from its beginning: the command comes first. */
  const follow = () => {
    const asking = log.lastElementChild;
    const isTall = asking?.matches(".approval[data-status=pending]") && asking.offsetHeight > scroller.clientHeight - 24;
    if (isTall) scroller.scrollTop += asking.getBoundingClientRect().top - scroller.getBoundingClientRect().top - 12;
    else toEnd();
  };
  const sizes = new ResizeObserver(() => isAtEnd && follow());
  sizes.observe(scroller);
  sizes.observe(log);
  ends.push(() => sizes.disconnect());

  // MARK: What stands there

  const list = new KeyedList(log, (entry) => entry.key, ({ kind, value, approval }) => {
    switch (kind) {
      case "user":
        return new UserMessage(value);
      case "agent":
        return adapt(new AgentMessage(value), (part, entry) => part.update(entry.value));
      case "task":
        return adapt(new ToolCall(value, approval), (part, entry) => part.update(entry.value, entry.approval));
      case "approval":
        return adapt(new ApprovalCard(value, { store }), (part, entry) => part.update(entry.value));
      default:
        return adapt(new WaitingMessage(value, outbox), (part, entry) => part.update(entry.value));
    }
  });
  ends.push(() => list.dispose());

  const announcer = new SentenceAnnouncer();
  let hasShown = false;

  const update = () => {
    const session = store.open.get(id);
    const record = store.sessions.get(id);
    const installation = store.installations.get(record?.installation_id);
    fill(title, visible(sessionTitle(record)));
    fill(
      where,
      installation
        ? [h("span", { class: `dot ${installation.state}` }), visible(installation.name), h("span", { class: "quiet", text: ` · ${installation.state}` })]
        : h("span", { class: "quiet", text: record ? "its installation was removed" : "" }),
    );
    setText(archiveName, record?.archived_at ? "Bring back" : "Archive");
    setAria(archive, "label", record?.archived_at ? "Bring back" : "Archive");
    if (!session) return;
    const approvals = [...store.approvals.values()].filter((approval) => approval.session_id === id);
    const waiting = outbox.waiting(id);
    const entries = session.isLoaded ? timeline(session, approvals, waiting) : [];
    list.update(entries);
    earlier.hidden = !session.isLoaded || !(session.firstSeq > 1 && Number.isFinite(session.firstSeq));
    showState(session, entries, installation);
    for (const message of session.messages.values()) {
      if (message.role !== "agent") continue;
      if (hasShown) announcer.update(message);
      else announcer.skip(message);
    }
    if (session.isLoaded && !hasShown) {
      hasShown = true;
      requestAnimationFrame(follow);
    }
    const isRunning = session.running.size > 0 || [...session.messages.values()].some((message) => message.state === "streaming");
    write.setRunning(isRunning);
    if (store.unread.delete(id)) store.changed("sessions");
    setText(
      notice,
      installation?.state === "offline"
        ? `${installation.name} is offline. What you send waits until it is back.`
        : record && !installation
          ? "The installation of this session was removed; nobody will answer."
          : "",
    );
  };

  function showState(session, entries, installation) {
    if (session.error && !session.isLoaded) {
      fill(state, h("div", { class: "empty" }, h("h2", { text: "This session cannot be shown" }), h("p", { text: session.error.message })));
    } else if (!session.isLoaded) {
      fill(state, h("p", { class: "quiet loading", text: "Loading…" }));
    } else if (entries.length === 0) {
      if (!state.querySelector(".chat-empty")) {
        fill(
          state,
          h(
            "div",
            { class: "empty chat-empty" },
            h("h2", { text: "Say what should be done" }),
            h("p", {}, "Your message goes to ", h("strong", {}, visible(installation?.name ?? "the agent")), ". What the agent runs shows up here; what is risky waits for your approval first."),
          ),
        );
      }
    } else {
      fill(state);
    }
  }

  // MARK: Doing

  function send(text) {
    const record = store.sessions.get(id);
    isAtEnd = true;
    outbox.send(id, text);
    if (record && !record.title) nameAfter(text);
  }

  /** A session without a name takes the first line that was sent. */
  async function nameAfter(text) {
    const line = text.trim().split("\n")[0].slice(0, 60).trim();
    try {
      store.setSession(await api.renameSession(id, line));
    } catch {
      // It stays unnamed.
    }
  }

  async function stop() {
    try {
      await api.cancel(id, newKey());
    } catch (error) {
      notify(`Not stopped: ${error.message}`, { isProblem: true });
    }
  }

  rename.addEventListener("click", async () => {
    const name = await prompt("Rename the session", { label: "Name", value: store.sessions.get(id)?.title ?? "" });
    if (name === undefined) return;
    try {
      store.setSession(await api.renameSession(id, name));
    } catch (error) {
      notify(error.message, { isProblem: true });
    }
  });
  archive.addEventListener("click", async () => {
    const isArchived = Boolean(store.sessions.get(id)?.archived_at);
    if (!isArchived && !(await confirm("Archive this session?", "It leaves the list. You find it again under “Archived”.", { action: "Archive" }))) return;
    try {
      store.setSession(await api.archiveSession(id, !isArchived));
      if (!isArchived) go(address.sessions);
    } catch (error) {
      notify(error.message, { isProblem: true });
    }
  });
  earlier.addEventListener("click", async () => {
    const before = scroller.scrollHeight;
    try {
      await sync.loadEarlier(id);
      // What one reads stays where it is.
      setTimeout(() => (scroller.scrollTop += scroller.scrollHeight - before), 40);
    } catch (error) {
      notify(error.message, { isProblem: true });
    }
  });

  sync.closeOthers(id);
  sync.open(id);
  ends.push(store.watch([`session:${id}`, "sessions", "installations"], update));
  return {
    element,
    title: () => sessionTitle(store.sessions.get(id)),
    focus: () => matchMedia("(pointer: fine)").matches && write.focus(),
    dispose: () => ends.forEach((end) => end()),
  };
}

/** A part whose update takes the whole entry. */
function adapt(part, update) {
  return { element: part.element, update: (entry) => update(part, entry), dispose: () => part.dispose?.() };
}
