// SPDX-License-Identifier: Apache-2.0
// Where we are, from the part of the address after #. It never leaves the browser.

export const address = {
  sessions: "#/",
  session: (id) => `#/sessions/${id}`,
  approvals: "#/approvals",
  installations: "#/installations",
  audit: "#/audit",
  account: "#/account",
};

/** @returns {{view: string, id?: string, code?: string}} */
export function parse(hash) {
  const pairing = hash.match(/^#pair=([\w -]{1,32})$/u);
  if (pairing) return { view: "installations", code: pairing[1] };
  const [, view = "", id] = hash.replace(/^#/u, "").split("/");
  if (view === "sessions" && id) return { view: "session", id };
  return { view: ["approvals", "installations", "audit", "account"].includes(view) ? view : "sessions" };
}

export function go(to) {
  if (location.hash !== to) location.hash = to;
}
