// SPDX-License-Identifier: Apache-2.0
// Questions in a <dialog>: the browser keeps the focus inside and gives it back.
import { h } from "./dom.js";

let count = 0;

/**
 * Asks, with whatever elements.
 * @param build gets `close(value)` and gives `{body, actions}`
 * @returns the value given to `close`, or undefined when the dialog was dismissed
 */
export function ask(title, build, { tone } = {}) {
  return new Promise((resolve) => {
    const id = `dialog-${(count += 1)}`;
    const dialog = h("dialog", { class: "dialog", data: tone ? { tone } : {}, aria: { labelledby: id } });
    let value;
    const close = (given) => {
      value = given;
      dialog.close();
    };
    const { body, actions } = build(close);
    dialog.append(h("h2", { id }, title), h("div", { class: "dialog-body" }, body), h("div", { class: "dialog-actions" }, actions));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(value);
    });
    dialog.addEventListener("pointerdown", (event) => {
      // Beside the dialog means away from it.
      const box = dialog.getBoundingClientRect();
      const { clientX: x, clientY: y } = event;
      if (event.target === dialog && (x < box.left || x > box.right || y < box.top || y > box.bottom)) close(undefined);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Asks for yes or no. */
export function confirm(title, text, { action = "OK", isDangerous = false } = {}) {
  return ask(title, (close) => ({
    body: h("p", {}, text),
    actions: [
      h("button", { type: "button", class: "button", on: { click: () => close(false) }, autofocus: true }, "Cancel"),
      h("button", { type: "button", class: isDangerous ? "button danger" : "button primary", on: { click: () => close(true) } }, action),
    ],
  }));
}

/** Asks for a line of text. */
export function prompt(title, { label, value = "", action = "Save", maximum = 200 } = {}) {
  return ask(title, (close) => {
    const id = `field-${count}`;
    const input = h("input", { id, type: "text", value, maxlength: maximum, autocomplete: "off", autofocus: true });
    const save = () => input.value.trim() && close(input.value.trim());
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.isComposing) {
        event.preventDefault();
        save();
      }
    });
    return {
      body: h("div", { class: "field" }, h("label", { for: id }, label), input),
      actions: [
        h("button", { type: "button", class: "button", on: { click: () => close(undefined) } }, "Cancel"),
        h("button", { type: "button", class: "button primary", on: { click: save } }, action),
      ],
    };
  });
}

/** A short notice at the edge of the page, also read out. */
export function notify(text, { isProblem = false } = {}) {
  const shelf = document.getElementById("notices");
  const notice = h("div", { class: isProblem ? "notice problem" : "notice", text });
  shelf.append(notice);
  setTimeout(() => notice.remove(), isProblem ? 8000 : 4000);
}
