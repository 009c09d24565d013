// SPDX-License-Identifier: Apache-2.0
// A tool call, folded to one line; its parameters and what came back unfold.
import { fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { visible, visibleCommand } from "../visible.js";

const outcomes = {
  allow: { word: "allowed", tone: "allow" },
  confirm: { word: "asked", tone: "confirm" },
  deny: { word: "denied", tone: "deny" },
};

const icons = { Bash: "run", Read: "read", Write: "write", Edit: "write", WebFetch: "connect", Message: "message" };

/** The one thing that tells most about a call. */
function gist(task) {
  const args = task.args;
  if (typeof args === "string") return args;
  for (const name of ["command", "path", "file_path", "url", "query", "pattern", "to"]) {
    if (typeof args?.[name] === "string") return args[name];
  }
  return task.status_label ?? "";
}

function shown(value) {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

function section(title, value, className) {
  if (value === undefined || value === null || value === "") return null;
  return h(
    "div",
    { class: "call-part" },
    h("h4", { text: title }),
    h("pre", { class: className, tabindex: "0", role: "region", aria: { label: title } }, visible(shown(value))),
  );
}

/** A call that was asked about says how the answer was. */
const answers = {
  approved: { word: "approved", tone: "allow" },
  denied: { word: "denied by you", tone: "deny" },
  expired: { word: "expired", tone: "quiet" },
  cancelled: { word: "taken back", tone: "quiet" },
};

function badges(task, approval) {
  const list = [];
  const isAsking = task.status === "running" && approval?.status === "pending";
  if (isAsking) {
    list.push(h("span", { class: "badge", data: { tone: "confirm" }, text: "asks you" }));
  } else if (task.status === "running") {
    const percent = task.progress_percent === undefined ? "" : ` ${task.progress_percent} %`;
    list.push(h("span", { class: "badge running", data: { tone: "quiet" } }, `running${percent}`));
  }
  const answer = task.outcome === "deny" ? undefined : answers[approval?.status];
  const outcome = answer ?? outcomes[task.outcome];
  if (outcome) list.push(h("span", { class: "badge", data: { tone: outcome.tone }, text: outcome.word }));
  const didNotRun = task.outcome === "deny" || (answer && approval.status !== "approved");
  if (task.status === "failed" && !didNotRun) list.push(h("span", { class: "badge", data: { tone: "deny" }, text: "failed" }));
  if (task.status === "cancelled") list.push(h("span", { class: "badge", data: { tone: "quiet" }, text: "stopped" }));
  return list;
}

export class ToolCall {
  #summary;
  #body;
  #task;
  #status;

  constructor(task, approval) {
    this.#summary = h("summary");
    this.#body = h("div", { class: "call-body" });
    this.element = h("details", { class: "tool-call", data: { task: task.task_id } }, this.#summary, this.#body);
    this.update(task, approval);
  }

  update(task, approval) {
    if (task === this.#task && approval?.status === this.#status) return;
    this.#task = task;
    this.#status = approval?.status;
    this.element.dataset.status = task.status;
    const line = gist(task).split("\n")[0].slice(0, 300);
    fill(
      this.#summary,
      icon("chevron"),
      icon(icons[task.kind] ?? "configure"),
      h("span", { class: "call-kind" }, visible(task.kind)),
      h("code", { class: "call-gist" }, visibleCommand(line)),
      h("span", { class: "call-badges" }, badges(task, approval)),
    );
    fill(
      this.#body,
      task.status_label && task.status_label !== line && h("p", {}, visible(task.status_label)),
      section("Parameters", task.args, "call-data"),
      section("Why not", task.error, "call-data call-error"),
      section(task.status === "running" ? "So far" : "Result", task.result ?? task.partial_result, "call-data"),
    );
  }
}
