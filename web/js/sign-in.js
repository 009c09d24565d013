// SPDX-License-Identifier: Apache-2.0
// Uses a sign-in link up, by a button: what merely follows links, such as a mail scanner, signs nobody in.

const $ = (id) => document.getElementById(id);
const token = new URL(location.href).searchParams.get("token");
// The token leaves the address bar and the history before anything else happens.
history.replaceState(null, "", "/sign-in");

function explain(reason) {
  $("reason").textContent = reason;
  $("ready").hidden = true;
  $("explain").hidden = false;
}

async function signIn() {
  $("sign-in").disabled = true;
  $("problem").textContent = "";
  try {
    const response = await fetch("/v1/sign-in", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ token }),
    });
    const answer = await response.json();
    if (answer.ok) location.replace("/");
    else if (response.status === 401) explain("This link was used already, or is older than ten minutes");
    else $("problem").textContent = answer.error.message;
  } catch {
    $("problem").textContent = "The hub cannot be reached. Try again.";
  }
  $("sign-in").disabled = false;
}

// On loopback the hub tries the token by itself; 401 means that it was no good.
const wasRefused = performance.getEntriesByType("navigation")[0]?.responseStatus === 401;
if (!token) {
  explain("Sign in with a link");
} else if (wasRefused) {
  explain("This link was used already, or is older than ten minutes");
} else {
  $("ready").hidden = false;
  $("sign-in").addEventListener("click", signIn);
  $("sign-in").focus();
}
