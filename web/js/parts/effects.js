// SPDX-License-Identifier: Apache-2.0
// What a call would do, in words.
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { visibleCommand } from "../visible.js";

const kinds = {
  run: { icon: "run", words: () => "Runs" },
  read: { icon: "read", words: () => "Reads" },
  write: { icon: "write", words: () => "Writes" },
  delete: { icon: "delete", words: () => "Deletes", after: (effect) => (effect.recursive ? " and everything in it" : "") },
  connect: { icon: "connect", words: (effect) => (effect.sends_data ? "Sends data to" : "Connects to") },
  send: { icon: "message", words: () => "Sends a message to" },
  configure: { icon: "configure", words: () => "Changes the setting" },
  spend: { icon: "spend", words: () => "Spends" },
  persist: { icon: "persist", words: () => "Leaves something that starts by itself:" },
  unknown: { icon: "unknown", words: () => "Does something that cannot be told in advance" },
};

// What makes an effect remarkable; traits that are not here say nothing to a person.
const traits = {
  privilege: "with another user's rights",
  remote: "on another machine",
  container: "in a container",
  "host-access": "with a door to this machine",
  "runs-download": "what was just fetched",
  "runs-decoded": "what was hidden in the command",
  "reverse-shell": "a shell for somebody else",
  "discards-changes": "what is not committed is lost",
  "rewrites-history": "others' commits may be lost",
  "destroys-data": "data is lost",
  "destroys-infrastructure": "services are lost",
  shredded: "overwritten for good",
  detaches: "goes on by itself",
  publishes: "visible to everybody",
};

function words(effect) {
  const kind = kinds[effect.kind] ?? kinds.unknown;
  const target = [effect.target, ...(effect.arguments ?? [])].filter(Boolean).join(" ");
  const notes = [];
  if (effect.kind === "write" && effect.recoverable) notes.push("what was there can be restored");
  if (effect.kind === "delete") notes.push(effect.recoverable ? "can be restored" : "cannot be undone");
  for (const trait of effect.traits ?? []) if (Object.hasOwn(traits, trait)) notes.push(traits[trait]);
  if (effect.dynamic) notes.push("only known when it runs");
  return h(
    "li",
    { data: { kind: effect.kind } },
    icon(kind.icon),
    h(
      "span",
      {},
      `${kind.words(effect)} `,
      target ? h("code", {}, visibleCommand(target)) : effect.kind !== "unknown" && h("em", { text: "something unknown" }),
      kind.after?.(effect),
      notes.length > 0 && h("span", { class: "effect-note", text: ` · ${notes.join(" · ")}` }),
    ),
  );
}

/** All effects as a list; the first few at once when there are many. */
export function effectList(effects, { limit = 6 } = {}) {
  const list = h("ul", { class: "effects" }, effects.slice(0, limit).map(words));
  if (effects.length <= limit) return list;
  const rest = h("ul", { class: "effects" }, effects.slice(limit).map(words));
  return h("div", {}, list, h("details", { class: "more-effects" }, h("summary", { text: `and ${effects.length - limit} more` }), rest));
}
