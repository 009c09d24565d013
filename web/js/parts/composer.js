// SPDX-License-Identifier: Apache-2.0
// Where one writes. Enter sends, Shift and Enter begins a line.
import { h } from "../dom.js";
import { icon } from "../icons.js";

const maximum = 60_000;

export function composer({ draft, onDraft, onSend, onStop }) {
  const input = h("textarea", {
    id: "message",
    rows: "1",
    maxlength: maximum,
    placeholder: "Message the agent",
    enterkeyhint: "send",
    aria: { label: "Message", describedby: "message-keys" },
  });
  const send = h("button", { type: "submit", class: "round send", aria: { label: "Send" } }, icon("send"));
  const stop = h("button", { type: "button", class: "round stop", hidden: true, aria: { label: "Stop the agent" } }, icon("stop"));
  const form = h(
    "form",
    { class: "composer" },
    input,
    stop,
    send,
    h("p", { id: "message-keys", class: "visually-hidden", text: "Enter sends, Shift and Enter begins a new line." }),
  );

  const fit = () => {
    input.style.height = "auto";
    input.style.height = `${Math.min(input.scrollHeight, 180)}px`;
    send.disabled = input.value.trim() === "";
  };
  input.addEventListener("input", () => {
    fit();
    onDraft(input.value);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (!text) return;
    input.value = "";
    onDraft("");
    fit();
    onSend(text);
    input.focus();
  });
  stop.addEventListener("click", () => {
    onStop();
    input.focus();
  });
  input.value = draft;
  requestAnimationFrame(fit);
  fit();
  return {
    element: form,
    focus: () => input.focus({ preventScroll: true }),
    setRunning: (isRunning) => (stop.hidden = !isRunning),
  };
}
