// SPDX-License-Identifier: Apache-2.0
// Times in words, and one clock for everything that counts down.
import { serverNow } from "./api.js";

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

/** Short: the time today, else the day. */
export function shortTime(milliseconds) {
  const date = new Date(milliseconds);
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday ? clock.format(date) : day.format(date);
}

export function clockTime(milliseconds) {
  return clock.format(new Date(milliseconds));
}

export function fullTime(milliseconds) {
  return full.format(new Date(milliseconds));
}

export function ago(milliseconds) {
  const seconds = Math.max(0, Math.round((serverNow() - milliseconds) / 1000));
  if (seconds < 5) return "just now";
  if (seconds < 90) return `${seconds} seconds ago`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} minutes ago`;
  if (seconds < 129600) return `${Math.round(seconds / 3600)} hours ago`;
  return `${Math.round(seconds / 86400)} days ago`;
}

/** `4:09`, for a countdown. */
export function remaining(until) {
  const seconds = Math.max(0, Math.ceil((until - serverNow()) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

const listeners = new Set();
let timer;

/** Calls back now and each second. @returns what stops it */
export function everySecond(callback) {
  listeners.add(callback);
  timer ??= setInterval(() => listeners.forEach((listener) => listener()), 1000);
  callback();
  return () => {
    listeners.delete(callback);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}
