// SPDX-License-Identifier: Apache-2.0
// Characters that hide something are shown by their code, so that what one reads is what is there (THREATS 22).
import { h } from "./dom.js";

// Controls, direction marks, zero-width and filler characters, tags, lone surrogates. Line feed and tab stay.
const hidden =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]/u;
// In a command every space that is none counts too, and so do stretches of blanks that push text out of sight.
const oddSpace = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/u;
const longBlank = / {24,}|\t{8,}|(?:\r?\n[ \t]*){5,}/u;

const inProse = new RegExp(hidden.source, "gu");
const inCommand = new RegExp(`${longBlank.source}|${hidden.source}|${oddSpace.source}`, "gu");
const pictographBefore = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f*#0-9]$/u;
const pictographAfter = /^\p{Extended_Pictographic}/u;

const names = {
  0x00: "null", 0x07: "bell", 0x08: "backspace", 0x0d: "carriage return", 0x1b: "escape", 0x7f: "delete",
  0x00a0: "no-break space", 0x00ad: "soft hyphen", 0x061c: "Arabic letter mark", 0x200b: "zero-width space",
  0x200c: "zero-width non-joiner", 0x200d: "zero-width joiner", 0x200e: "left-to-right mark",
  0x200f: "right-to-left mark", 0x2028: "line separator", 0x2029: "paragraph separator",
  0x202a: "left-to-right embedding", 0x202b: "right-to-left embedding", 0x202c: "end of direction",
  0x202d: "left-to-right override", 0x202e: "right-to-left override", 0x2060: "word joiner",
  0x2066: "left-to-right isolate", 0x2067: "right-to-left isolate", 0x2068: "first-strong isolate",
  0x2069: "end of isolate", 0xfeff: "byte order mark",
};

function label(match) {
  if (match.length > 2 && match.trim() === "") {
    const breaks = (match.match(/\n/gu) ?? []).length;
    return breaks > 0 ? `⟨${breaks} line breaks⟩` : `⟨${match.length} ${match[0] === "\t" ? "tabs" : "spaces"}⟩`;
  }
  return `⟨U+${match.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`;
}

/** Joiners and variation selectors inside an emoji belong to it. */
function belongsToEmoji(text, index, match) {
  if (match !== "\u200d" && match !== "\ufe0f") return false;
  const before = text.slice(Math.max(0, index - 2), index);
  if (!pictographBefore.test(before)) return false;
  return match === "\ufe0f" || pictographAfter.test(text.slice(index + 1, index + 3));
}

function split(text, pattern, isCommand) {
  const nodes = [];
  let from = 0;
  for (const { 0: match, index } of text.matchAll(pattern)) {
    if (!isCommand && belongsToEmoji(text, index, match)) continue;
    if (index > from) nodes.push(text.slice(from, index));
    const shown = label(match);
    const name = names[match.codePointAt(0)];
    nodes.push(h("span", { class: "hidden-character", title: match.length <= 2 && name ? name : undefined, text: shown }));
    if (match.includes("\n")) nodes.push("\n");
    from = index + match.length;
  }
  if (from < text.length) nodes.push(text.slice(from));
  return nodes;
}

/** Prose, as text and marked characters. */
export function visible(text) {
  return split(String(text ?? ""), inProse, false);
}

/** A command or a file's path: stricter, since every character of it acts. */
export function visibleCommand(text) {
  return split(String(text ?? ""), inCommand, true);
}

/** How many characters of a command do not show by themselves. */
export function hiddenCount(text) {
  return [...String(text ?? "").matchAll(inCommand)].length;
}

/** One line without marks, for labels that assistive technology reads and for the page's title. */
export function plain(text) {
  return String(text ?? "").replace(inProse, (match, index, whole) =>
    belongsToEmoji(whole, index, match) ? match : match === "\n" ? " " : "\ufffd",
  );
}
