// SPDX-License-Identifier: Apache-2.0
// The agent's text as elements: paragraphs, headings, lists, fenced code, inline code, bold, emphasis and links.
// Whatever else it holds, HTML above all, stays the text that it is. Nothing is fetched and nothing runs.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { visible, visibleCommand } from "./visible.js";

const fence = /^ {0,3}(`{3,}|~{3,})\s*([\w+#.-]*)/u;
const listItem = /^( {0,12})(?:[-*+]|(\d{1,9})[.)])\s+(.*)$/u;
const heading = /^(#{1,6})\s+(.+?)\s*#*$/u;
const rule = /^ {0,3}(?:-{3,}|\*{3,}|_{3,})\s*$/u;

/** Cuts a text into blocks, each with its lines. Equal text gives equal blocks. */
export function blocks(text) {
  const result = [];
  let paragraph = [];
  const flush = () => {
    if (paragraph.length > 0) result.push({ type: "paragraph", lines: paragraph });
    paragraph = [];
  };
  const lines = text.split(/\r?\n/u);
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index];
    const opening = line.match(fence);
    if (opening) {
      flush();
      const code = [];
      let isClosed = false;
      for (index += 1; index < lines.length; index += 1) {
        const closing = lines[index].trim();
        if (closing.startsWith(opening[1]) && /^[`~]+$/u.test(closing)) {
          isClosed = true;
          break;
        }
        code.push(lines[index]);
      }
      result.push({ type: "code", language: opening[2], lines: code, isClosed });
      continue;
    }
    const item = line.match(listItem);
    if (item && !rule.test(line)) {
      flush();
      const last = result.at(-1);
      const entry = { depth: Math.min(4, Math.floor(item[1].length / 2)), number: item[2], text: item[3] };
      if (last?.type === "list" && last.isOrdered === (item[2] !== undefined)) last.lines.push(entry);
      else result.push({ type: "list", isOrdered: item[2] !== undefined, lines: [entry] });
      continue;
    }
    const title = line.match(heading);
    if (title) {
      flush();
      result.push({ type: "heading", lines: [title[2]] });
    } else if (rule.test(line)) {
      flush();
      result.push({ type: "rule", lines: [] });
    } else if (line.trim() === "") {
      flush();
    } else {
      paragraph.push(line);
    }
  }
  flush();
  return result;
}

const inlinePattern = new RegExp(
  [
    "(?<code>`+)(?<codeText>[^`]|[^`][\\s\\S]*?[^`])\\k<code>(?!`)",
    "!?\\[(?<linkText>[^\\]\\n]{0,500})\\]\\((?<linkTarget>[^()\\s]{1,2000}(?:\\([^()\\s]*\\)[^()\\s]*)*)\\)",
    "(?<url>https?://[^\\s<>\"'`]{1,2000})",
    "\\*\\*(?<bold>[^*\\s](?:[^*\\n]*[^*\\s])?)\\*\\*",
    "(?<![\\w*])\\*(?<emphasis>[^*\\s](?:[^*\\n]*[^*\\s])?)\\*(?![\\w*])",
  ].join("|"),
  "gu",
);

/** A link that may be followed, or null. */
function target(text) {
  try {
    const url = new URL(text);
    return url.protocol === "http:" || url.protocol === "https:" ? url : null;
  } catch {
    return null;
  }
}

/** A link always says in plain text which host it leads to, unless that is how it begins anyway. */
function link(url, text) {
  const rest = text.startsWith(url.origin) ? text.slice(url.origin.length) : undefined;
  const saysHost = rest !== undefined && /^(?:$|[/?#])/u.test(rest);
  return [
    h("a", { href: url.href, target: "_blank", rel: "noopener noreferrer", referrerpolicy: "no-referrer" }, visible(text)),
    !saysHost && h("span", { class: "link-host", text: ` (${url.host})` }),
  ].filter(Boolean);
}

export function inline(text) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(inlinePattern)) {
    const { codeText, linkText, linkTarget, url, bold, emphasis } = match.groups;
    let part;
    let used = match[0];
    if (codeText !== undefined) {
      part = h("code", {}, visibleCommand(codeText));
    } else if (linkTarget !== undefined) {
      const to = target(linkTarget);
      part = to ? link(to, linkText || linkTarget) : visible(match[0]);
    } else if (url !== undefined) {
      used = url.replace(/[.,;:!?)\]}*]+$/u, "");
      const to = target(used);
      part = to ? link(to, used) : visible(used);
    } else if (bold !== undefined) {
      part = h("strong", {}, inline(bold));
    } else {
      part = h("em", {}, inline(emphasis));
    }
    if (match.index > from) nodes.push(...visible(text.slice(from, match.index)));
    nodes.push(...[part].flat());
    from = match.index + used.length;
  }
  if (from < text.length) nodes.push(...visible(text.slice(from)));
  return nodes;
}

function list(block) {
  const element = h(block.isOrdered ? "ol" : "ul", { start: block.isOrdered ? Number(block.lines[0].number) : undefined });
  for (const { depth, text } of block.lines) {
    element.append(h("li", { class: depth > 0 ? `depth-${depth}` : undefined }, inline(text)));
  }
  return element;
}

/** A code block with a button that copies exactly what stands there. */
export function codeBlock(text, language) {
  const button = h("button", { type: "button", class: "copy", aria: { label: "Copy the code" } }, icon("copy"), h("span", { text: "Copy" }));
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.lastChild.textContent = "Copied";
    } catch {
      button.lastChild.textContent = "Not allowed";
    }
    setTimeout(() => (button.lastChild.textContent = "Copy"), 2000);
  });
  return h(
    "div",
    { class: "code-block" },
    h("div", { class: "code-head" }, h("span", { text: language || "text" }), button),
    h("pre", { tabindex: "0", role: "region", aria: { label: "Code" } }, h("code", {}, visible(text))),
  );
}

function build(block) {
  switch (block.type) {
    case "code":
      return codeBlock(block.lines.join("\n"), block.language);
    case "list":
      return list(block);
    case "heading":
      return h("p", { class: "heading" }, inline(block.lines[0]));
    case "rule":
      return h("hr");
    default: {
      const paragraph = h("p");
      block.lines.forEach((line, index) => {
        if (index > 0) paragraph.append(h("br"));
        paragraph.append(...inline(line).flat(Infinity));
      });
      return paragraph;
    }
  }
}

/** Shows a text that grows: blocks that did not change keep their elements, so that selections stay. */
export class MarkdownView {
  #shown = [];

  constructor() {
    this.element = h("div", { class: "prose" });
  }

  update(text) {
    const next = blocks(text);
    next.forEach((block, index) => {
      const source = JSON.stringify(block);
      if (this.#shown[index]?.source === source) return;
      const element = build(block);
      if (this.#shown[index]) this.#shown[index].element.replaceWith(element);
      else this.element.append(element);
      this.#shown[index] = { source, element };
    });
    for (const extra of this.#shown.splice(next.length)) extra.element.remove();
  }
}
