// SPDX-License-Identifier: Apache-2.0
// The hub's JSON routes: the envelope, keys for what may be sent again, and errors that a person can read.

export class ApiError extends Error {
  constructor(code, message, { status = 0, details, retryAfter } = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.details = details;
    this.retryAfter = retryAfter;
  }

  /** Whether the request may never have arrived. */
  get isUnreachable() {
    return this.code === "unreachable";
  }
}

const base = "/v1/me";
const timeLimit = 20_000;
/** How far this machine's clock is behind the hub's. */
let skew = 0;
let whenSignedOut = () => {};

export function onSignedOut(handler) {
  whenSignedOut = handler;
}

/** Now, by the hub's clock, in milliseconds. */
export function serverNow() {
  return Date.now() + skew;
}

export function noteServerTime(response) {
  const date = Date.parse(response.headers.get("Date") ?? "");
  // The header has whole seconds; only a real difference counts.
  if (!Number.isNaN(date)) skew = Math.abs(date - Date.now()) > 3000 ? date - Date.now() : 0;
}

export function newKey() {
  return crypto.randomUUID();
}

const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function attempt(method, path, { body, key }) {
  const headers = {};
  if (method !== "GET") headers["Content-Type"] = "application/json";
  if (key) headers["Idempotency-Key"] = key;
  let response;
  let json;
  try {
    response = await fetch(path, {
      method,
      headers,
      body: method === "GET" ? undefined : JSON.stringify(body ?? {}),
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(timeLimit),
    });
    json = await response.json();
  } catch {
    // No answer, or one that broke off: whether it arrived is not known.
    throw new ApiError("unreachable", "The hub cannot be reached. Check the connection.", { status: response?.status });
  }
  noteServerTime(response);
  if (json.ok) return json.result;
  const error = json.error ?? {};
  throw new ApiError(error.code ?? `http_${response.status}`, error.message ?? `The hub answered ${response.status}.`, {
    status: response.status,
    details: error.details,
    retryAfter: error.retry_after_ms,
  });
}

async function request(method, path, { body, key } = {}) {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt(method, path, { body, key });
    } catch (error) {
      if (error.code === "not_signed_in") whenSignedOut();
      const mayRepeat = method === "GET" || key !== undefined;
      const isBrief = error.code === "idempotency_in_progress" || (error.status === 429 && error.retryAfter < 2000);
      if (tries < 5 && mayRepeat && isBrief) await wait(error.retryAfter ?? 200);
      else throw error;
    }
  }
}

const id = encodeURIComponent;

export const api = {
  me: () => request("GET", base),
  snapshot: () => request("GET", `${base}/snapshot`),
  signIns: () => request("GET", `${base}/sign-ins`),
  endSignIn: (signIn) => request("POST", `${base}/sign-ins/${id(signIn)}/end`),
  signOut: () => request("POST", `${base}/sign-out`),

  inspectCode: (code) => request("POST", `${base}/pairing/inspect`, { body: { code } }),
  claimCode: (code) => request("POST", `${base}/pairing/claim`, { body: { code } }),
  renameInstallation: (installation, name) => request("PATCH", `${base}/installations/${id(installation)}`, { body: { name } }),
  revokeInstallation: (installation) => request("POST", `${base}/installations/${id(installation)}/revoke`),
  gateLog: (installation, before) =>
    request("GET", `${base}/installations/${id(installation)}/gate-log${before ? `?before=${before}` : ""}`),

  createSession: (installation, key) =>
    request("POST", `${base}/sessions`, { body: { installation_id: installation }, key }),
  session: (session) => request("GET", `${base}/sessions/${id(session)}`),
  renameSession: (session, title) => request("PATCH", `${base}/sessions/${id(session)}`, { body: { title } }),
  archiveSession: (session, archived) => request("POST", `${base}/sessions/${id(session)}/${archived ? "archive" : "unarchive"}`),
  messages: (session, after, limit) =>
    request("GET", `${base}/sessions/${id(session)}/messages?after_seq=${after}&limit=${limit}`),
  tasks: (session) => request("GET", `${base}/sessions/${id(session)}/tasks`),
  send: (session, text, key) => request("POST", `${base}/sessions/${id(session)}/send`, { body: { text }, key }),
  cancel: (session, key) => request("POST", `${base}/sessions/${id(session)}/cancel`, { key }),

  approvals: () => request("GET", `${base}/approvals`),
  approval: (approval) => request("GET", `${base}/approvals/${id(approval)}`),
  decide: (approval, decision, scope, key) =>
    request("POST", `${base}/approvals/${id(approval)}`, { body: { decision, scope }, key }),

  audit: () => request("GET", `${base}/audit`),
};
