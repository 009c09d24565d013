// SPDX-License-Identifier: Apache-2.0
// The order of what a session shows: messages by number, tool calls and approvals where they came up.

/** @returns a list of `{key, kind, value, approval?}` */
export function timeline(session, approvals, waiting) {
  const messages = [...session.messages.values()].sort((left, right) => left.seq - right.seq);
  const first = messages[0]?.seq ?? 0;
  const tasks = [...session.tasks.values()];
  const byCall = new Map(approvals.filter((one) => one.tool_call_id).map((one) => [one.tool_call_id, one]));
  const entries = messages.map((value) => ({ key: value.message_id, kind: value.role, value, place: [value.seq, 0, 0, 0] }));
  for (const value of tasks) {
    // Calls of messages that are not loaded belong to what is above.
    if (value.after_message_seq < first - 1) continue;
    const approval = byCall.get(value.task_id);
    entries.push({ key: `task ${value.task_id}`, kind: "task", value, approval, place: [value.after_message_seq, 1, value.created_at, 0] });
  }
  for (const value of approvals) {
    const task = value.tool_call_id && session.tasks.get(value.tool_call_id);
    const place = task
      ? [task.after_message_seq, 1, task.created_at, 1]
      : [messages.filter((message) => message.created_at <= value.created_at).at(-1)?.seq ?? 0, 1, value.created_at, 1];
    if (place[0] < first - 1) continue;
    entries.push({ key: `approval ${value.approval_id}`, kind: "approval", value, place });
  }
  entries.sort((left, right) => {
    const at = left.place.findIndex((part, index) => part !== right.place[index]);
    return at < 0 ? 0 : left.place[at] - right.place[at];
  });
  waiting.forEach((value) => entries.push({ key: `waiting ${value.key}`, kind: "waiting", value }));
  return entries;
}
