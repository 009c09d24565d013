// SPDX-License-Identifier: Apache-2.0
// Elements by function. Text is always text: nothing here parses HTML, and the page's policy would refuse it.

/**
 * Makes an element.
 * Properties: `class`, `text`, `on: {event: handler}`, `data: {…}`, `aria: {…}`; `true`, `false` and null as one expects;
 * everything else is an attribute.
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") element.className = value;
    else if (name === "text") element.textContent = value;
    else if (name === "on") for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler);
    else if (name === "data") Object.assign(element.dataset, value);
    else if (name === "aria") for (const [key, text] of Object.entries(value)) setAria(element, key, text);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  append(element, children);
  return element;
}

export function append(element, children) {
  for (const child of [children].flat(Infinity)) {
    if (child === undefined || child === null || child === false) continue;
    element.append(child);
  }
}

/** Puts these children in place of the old ones. */
export function fill(element, ...children) {
  element.replaceChildren();
  append(element, children);
}

export function setAria(element, name, value) {
  if (value === undefined || value === null) element.removeAttribute(`aria-${name}`);
  else element.setAttribute(`aria-${name}`, String(value));
}

/** Sets text only where it differs, so that screen readers and selections are left alone. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Makes a parent's children follow a list, keeping the element of each key: focus, selection and open details stay.
 * `create(item)` gives `{element, update?(item), dispose?()}`.
 */
export class KeyedList {
  #parts = new Map();

  constructor(parent, key, create) {
    this.parent = parent;
    this.key = key;
    this.create = create;
  }

  update(items) {
    const keys = new Set(items.map(this.key));
    for (const [key, part] of this.#parts) {
      if (keys.has(key)) continue;
      part.dispose?.();
      part.element.remove();
      this.#parts.delete(key);
    }
    let place = this.parent.firstChild;
    for (const item of items) {
      const key = this.key(item);
      let part = this.#parts.get(key);
      if (part) {
        part.update?.(item);
      } else {
        part = this.create(item);
        this.#parts.set(key, part);
      }
      if (part.element === place) place = place.nextSibling;
      else this.parent.insertBefore(part.element, place);
    }
  }

  get(key) {
    return this.#parts.get(key);
  }

  dispose() {
    for (const part of this.#parts.values()) part.dispose?.();
    this.#parts.clear();
  }
}
