// SPDX-License-Identifier: Apache-2.0
// Nobody is signed in: how to change that.
import { h } from "../dom.js";
import { mark } from "../icons.js";

export function signedOutView() {
  return h(
    "main",
    { class: "gateway", id: "main", tabindex: "-1" },
    mark(),
    h("h1", { text: "You are not signed in" }),
    h("p", {}, "On the machine where the hub runs, in your own terminal, type"),
    h("pre", { class: "command", tabindex: "0", role: "region", aria: { label: "Command" } }, h("code", { text: "drawbridge hub sign-in-link" })),
    h("p", { text: "and open the link that it prints in this browser. It works once, within ten minutes." }),
  );
}
