# SPDX-License-Identifier: Apache-2.0
"""The web page, driven as its owner would: see README.md beside it."""
import os
import re
import sys
import tempfile
import time
import traceback

import audit_page
from selenium.webdriver.common.keys import Keys
from world import Agent, Browser, Canary, Hub, wait

BINARY = os.path.abspath(sys.argv[1])
WEB = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), "web")
passed, failed = [], []


def check(name):
    """Runs one check now; a failure is told and the next one goes on."""

    def decorate(body):
        only = os.environ.get("ONLY")
        if only and not re.search(only, name):
            return body
        began = time.monotonic()
        try:
            body()
            passed.append(name)
            print(f"ok    {name} ({time.monotonic() - began:.1f} s)", flush=True)
        except Exception as error:
            failed.append(name)
            print(f"FAIL  {name}: {error}", flush=True)
            if not isinstance(error, AssertionError):
                traceback.print_exc()
            page.shot(f"failed-{len(failed)}")
        return body

    return decorate


folder = tempfile.mkdtemp(prefix="drawbridge-web-")
hub = Hub(BINARY, folder)
hub.start()
page = Browser(os.path.join(folder, "browser"))
canary = Canary()
agents = []


def settled(text, count=1):
    """Waits until the agent's last message holds a text and is complete."""
    return wait(
        lambda: sum(text in one for one in page.texts(".message.agent[data-state=final]")) >= count, f"a finished answer with “{text}”"
    )


def new_session():
    page.open(hub.url + "/#/")
    before = page.js("return location.hash")
    page.click(".new-session")
    wait(lambda: page.js("return location.hash").startswith("#/sessions/ses_") and page.js("return location.hash") != before, "the new session to open")
    page.find("#message")


def pending():
    return page.find(".main .approval[data-status=pending]")


def card_state(status):
    return wait(lambda: page.all(f".main .approval[data-status={status}]"), f"a card that is {status}")


def button(card, name):
    return card.find_element("css selector", f".approval-buttons .{name}")


# MARK: Signing in

@check("every file of web/ is served, with the policy")
def _():
    import requests

    for base, _, names in os.walk(WEB):
        for name in names:
            path = os.path.relpath(os.path.join(base, name), WEB)
            if path.endswith((".html", ".md")):
                continue
            answer = requests.get(f"{hub.url}/{path}")
            assert answer.status_code == 200, f"{path} is {answer.status_code}: is it in EmbeddedFiles.c?"
            assert answer.content == open(os.path.join(base, name), "rb").read(), f"{path} differs"
            assert "require-trusted-types-for 'script'" in answer.headers["Content-Security-Policy"], path
            again = requests.get(f"{hub.url}/{path}", headers={"If-None-Match": answer.headers["ETag"]})
            assert again.status_code == 304, f"{path} is sent twice"


@check("signed out: the page says how to sign in")
def _():
    page.open(hub.url + "/")
    page.find(".gateway", "drawbridge hub sign-in-link")
    page.shot("signed-out")


link = hub.sign_in_link()


@check("sign-in: the link signs in and leaves the address bar")
def _():
    page.open(link)
    page.find(".frame")
    assert "token" not in page.js("return location.href")


@check("sign-in: a used link explains how to get another")
def _():
    page.open(link)
    page.find("#explain", "drawbridge hub sign-in-link")
    page.find("#reason", "used already")
    assert "token" not in page.js("return location.href")
    page.shot("used-link")


@check("sign-in: behind the button, where a plain GET signs nobody in")
def _():
    page.cdp("Network.enable")
    page.cdp("Network.setExtraHTTPHeaders", headers={"Purpose": "prefetch"})
    page.cdp("Network.clearBrowserCookies")
    page.open(hub.sign_in_link())
    page.cdp("Network.setExtraHTTPHeaders", headers={})
    page.find("#sign-in")
    assert "token" not in page.js("return location.href")
    page.shot("sign-in-button")
    page.click("#sign-in")
    page.find(".frame")


# MARK: Pairing

@check("empty page: says what to type to connect an agent")
def _():
    page.open(hub.url + "/")
    page.find(".sessions .command", "drawbridge pair http://localhost")
    page.shot("empty-desktop")


@check("pairing: wrong code is explained, right one shows who asks, claim connects")
def _():
    page.open(hub.url + "/#/installations")
    page.find("#pair-code").send_keys("ZZZZZZZ" + Keys.ENTER)
    page.find(".pair .problem", "No machine is waiting")
    agents.append(Agent(hub, "laptop"))
    code = agents[0].hear("code")
    page.find("#pair-code").clear()
    page.find("#pair-code").send_keys(code.lower()[:3] + " " + code.lower()[3:])
    page.click(".pair-row button")
    candidate = page.find(".candidate", "Is this your machine?")
    for text in ["laptop", "scripted", "127.0.0.1"]:
        assert text in candidate.text, f"{text} is not shown"
    assert not page.all(".installation"), "paired before it was confirmed"
    page.shot("pairing")
    page.click(".candidate button", "Pair this machine")
    agents[0].hear("paired")
    page.find(".installation", "laptop")
    page.find(".installation .state", "online")


@check("pairing: a link with a code only fills the field")
def _():
    page.open("about:blank")
    page.open(hub.url + "/#pair=ABC2345")
    wait(lambda: page.find("#pair-code").get_attribute("value") == "ABC2345", "the code to be filled in")
    assert not page.driver.find_element("css selector", ".candidate").is_displayed(), "the link looked the code up by itself"


# MARK: A picture

@check("picture: one card at twice the size, for the README")
def _():
    page.scheme("light")
    page.screen(1100, 972, 2)
    new_session()
    page.say("Free some space on this machine")
    wait(lambda: button(pending(), "approve").is_enabled(), "seen")
    assert "Unverified" not in pending().text, "what a gate vouches for is not unverified"
    page.gone(".notice")
    page.js("document.activeElement.blur()")
    page.js("return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    page.shot("approval-2x")
    button(pending(), "deny").click()
    settled("I did not run it.")
    page.scheme("dark")
    page.shot("decided-dark")
    page.scheme("light")
    page.screen(1280, 800)


# MARK: Chat

@check("chat: a message is sent with Enter, the answer streams in")
def _():
    new_session()
    page.say("hello there")
    page.find(".message.user .bubble", "hello there")
    page.find(".message.agent[data-state=streaming]", what="an answer that streams")
    settled("before anything risky runs")
    assert page.texts(".message.agent strong") == ["laptop"]
    assert page.texts(".message.user .bubble") == ["hello there"], "the message is shown once"
    wait(lambda: "hello there" in page.texts(".chat-title")[0], "the session to take its name from the first line")
    assert not page.find(".round.stop").is_displayed(), "nothing runs, nothing to stop"


@check("chat: Shift+Enter begins a line, and a draft outlives a reload")
def _():
    box = page.find("#message")
    box.send_keys("one" + Keys.SHIFT + Keys.ENTER + Keys.NULL + "two")
    assert box.get_attribute("value") == "one\ntwo"
    page.driver.refresh()
    wait(lambda: page.find("#message").get_attribute("value") == "one\ntwo", "the draft to come back")
    page.find("#message").clear()
    page.find("#message").send_keys(" " + Keys.BACKSPACE)


@check("chat: a tool call is folded to one line with its outcome, and unfolds")
def _():
    page.say("list my photos")
    settled("two folders")
    call = page.find(".tool-call", "ls -la ~/photos")
    assert "allowed" in call.text and "drwxr-xr-x" not in call.text
    call.find_element("css selector", "summary").click()
    wait(lambda: "drwxr-xr-x 7 ada ada" in call.text, "the result")
    page.shot("tool-call")
    call.find_element("css selector", "summary").click()
    wait(lambda: "drwxr-xr-x" not in call.text, "the result to fold away")
    page.say("sudo please")
    settled("not allowed here")
    page.find(".tool-call", "denied")


@check("chat: markdown by elements, code with a button to copy, links with their host")
def _():
    page.say("format something")
    settled("The build fails")
    page.find(".message.agent .heading", "What I found")
    assert "println" not in page.texts(".code-block code")[0] and "let port = 8788" in page.texts(".code-block code")[0]
    page.find(".code-block .copy")
    anchor = page.find(".message.agent a", "the handbook")
    assert anchor.get_attribute("rel") == "noopener noreferrer" and anchor.get_attribute("target") == "_blank"
    page.find(".link-host", "docs.example.org")


@check("chat: stop ends a turn")
def _():
    page.say("count 2000")
    page.find(".message.agent[data-state=streaming]")
    page.click(".round.stop")
    page.find(".message.agent .finish", "Stopped")
    wait(lambda: not page.find(".round.stop").is_displayed(), "the stop button to go")


@check("chat: sticks to the end only if it is there")
def _():
    page.screen(1280, 500)
    page.say("count 60")
    settled("59 60")
    wait(lambda: page.js("const s = document.querySelector('.scroller'); return s.scrollHeight - s.scrollTop - s.clientHeight < 3"), "the end in view")
    page.js("document.querySelector('.scroller').scrollTop = 0")
    page.find(".to-latest")
    before = page.js("return document.querySelectorAll('.message.agent').length")
    page.js("const m = document.querySelector('#message'); m.value = 'ping'; m.dispatchEvent(new Event('input'));")
    # What others send does not move what one reads; what one sends oneself does.
    page.js("""const id = location.hash.split('/')[2];
      fetch(`/v1/me/sessions/${id}/send`, {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify({text: 'from elsewhere'})})""")
    settled("You said: from elsewhere")
    assert page.js("return document.querySelector('.scroller').scrollTop") == 0, "the page jumped"
    page.click(".to-latest")
    wait(lambda: page.js("const s = document.querySelector('.scroller'); return s.scrollHeight - s.scrollTop - s.clientHeight < 3"), "the end in view again")
    assert page.js("return document.querySelectorAll('.message.agent').length") == before + 1
    page.find("#message").clear()
    page.find("#message").send_keys(" " + Keys.BACKSPACE)
    page.screen(1280, 800)


# MARK: Approvals

@check("approval: the card appears by itself, high asks twice with five seconds to read")
def _():
    new_session()
    page.say("run rm -rf ~/photos")
    card = pending()
    for text in ["High risk", "Delete a folder for good", "laptop", "rm -rf ~/photos", "Deletes /home/ada/photos and everything in it", "cannot be undone", "If you deny", "Unverified"]:
        assert text in card.text, f"{text} is not on the card"
    assert re.search(r"[45]:\d\d", card.find_element("css selector", ".approval-time").text), "no time left"
    page.find(".count", "1")
    wait(lambda: page.js("return document.title").startswith("(1)"), "the title to count")
    assert "Approval needed, High risk" in page.texts("#announce-assertive")[0]
    wait(lambda: button(card, "approve").is_enabled(), "a short command to count as seen")
    page.shot("approval-desktop-light")
    button(card, "approve").click()
    dialog = page.find("dialog[open]")
    confirm = dialog.find_element("css selector", ".approve")
    assert not confirm.is_enabled(), "no cool-down"
    began = time.monotonic()
    page.shot("approval-dialog")
    wait(confirm.is_enabled, "the cool-down")
    assert time.monotonic() - began > 3.5, "the cool-down is too short"
    assert agents[0].count("redeemed") == 0
    confirm.click()
    card_state("approved")
    agents[0].hear("redeemed")
    settled("Done: rm -rf ~/photos")
    page.find(".approval .verdict", "Approved")
    page.find(".tool-call", "approved")


@check("approval: dismissing the second look decides nothing and gives the focus back")
def _():
    page.say("run rm -rf ~/music")
    card = pending()
    wait(lambda: button(card, "approve").is_enabled(), "seen")
    button(card, "approve").click()
    page.find("dialog[open]")
    page.keys(Keys.ESCAPE)
    page.gone("dialog")
    assert pending().get_attribute("data-approval") == card.get_attribute("data-approval")
    assert page.js("return document.activeElement.textContent") == "Approve…", "the focus is lost"


@check("approval: deny is one tap")
def _():
    card = pending()
    button(card, "deny").click()
    card_state("denied")
    settled("I did not run it.")
    page.find(".approval .verdict", "Denied")


@check("approval: approve waits until the whole long command was in view")
def _():
    page.say("long")
    card = pending()
    approve = button(card, "approve")
    assert "2015-01" in card.text
    page.js("arguments[0].scrollIntoView({block: 'center'})", card)
    page.find(".command-hint", "goes on")
    page.find(".approve-reason", "whole command")
    page.shot("approval-long")
    assert not approve.is_enabled(), "active before the command was seen"
    page.js("const box = arguments[0].querySelector('.command'); box.scrollTop = box.scrollHeight / 2", card)
    page.js("return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert not approve.is_enabled(), "active after half of it"
    page.js("const box = arguments[0].querySelector('.command'); box.scrollTop = box.scrollHeight", card)
    wait(approve.is_enabled, "active at its end")
    approve.click()
    page.click("dialog[open] .approve")
    agents[0].hear("redeemed")
    settled("Done: cp /srv/photos/2015")


@check("approval: hidden and reversing characters are visible")
def _():
    page.say("hidden")
    card = pending()
    wait(lambda: "⟨U+202E⟩" in card.text and "⟨U+200B⟩" in card.text and "⟨60 spaces⟩" in card.text, "the marks")
    assert "⟨U+202E⟩" in card.find_element("css selector", ".approval-title").text
    assert "4 hidden or misleading characters" in card.text, card.text
    page.shot("approval-hidden")
    button(card, "deny").click()
    settled("I did not run it.", 2)


@check("approval: low is one tap, for the session if so chosen")
def _():
    page.say("low")
    card = pending()
    wait(lambda: button(card, "approve").is_enabled(), "seen")
    page.js("const s = arguments[0].querySelector('select'); s.value = 'session'", card)
    button(card, "approve").click()
    wait(lambda: any("for this session" in text for text in page.texts(".verdict-facts")), "approved for the session")
    agents[0].hear("redeemed")
    wait(lambda: agents[0].heard[-1].get("scope") == "session", "the agent to hear the scope")


@check("approval: critical wants the word typed")
def _():
    page.say("critical")
    card = pending()
    assert not card.find_elements("css selector", "select"), "critical offers more than this once"
    wait(lambda: button(card, "approve").is_enabled(), "seen")
    button(card, "approve").click()
    dialog = page.find("dialog[open]")
    confirm = dialog.find_element("css selector", ".approve")
    wait(lambda: confirm.text == "Approve", "the cool-down to end")
    assert not confirm.is_enabled()
    dialog.find_element("css selector", "#approve-word").send_keys("approv")
    assert not confirm.is_enabled()
    page.shot("approval-critical-dialog")
    dialog.find_element("css selector", "#approve-word").clear()
    dialog.find_element("css selector", "#approve-word").send_keys("APPROVE")
    wait(confirm.is_enabled, "the typed word")
    confirm.click()
    agents[0].hear("redeemed")
    settled("Done: dd if=")


@check("approval: what nobody decides expires and says so")
def _():
    page.say("expire")
    pending()
    card_state("expired")
    page.find(".approval .verdict-facts", "it did not run")


@check("approval: decided elsewhere shows who won; the open question closes")
def _():
    page.say("run rm -rf ~/videos")
    card = pending()
    wait(lambda: button(card, "approve").is_enabled(), "seen")
    button(card, "approve").click()
    page.find("dialog[open]")
    identifier = card.get_attribute("data-approval")
    page.js("""fetch(`/v1/me/approvals/${arguments[0]}`, {method: 'POST', headers: {'Content-Type': 'application/json'},
      body: JSON.stringify({decision: 'deny'})})""", identifier)
    page.gone("dialog")
    wait(lambda: page.all(f"[data-approval={identifier}][data-status=denied]"), "the card to say denied")
    assert "by Owner" in page.find(f"[data-approval={identifier}] .verdict-facts").text


@check("approval: two decide at once, the loser is told (409)")
def _():
    page.say("run rm -rf ~/papers")
    card = pending()
    identifier = card.get_attribute("data-approval")
    # The other decision wins while our page does not hear of it.
    page.js("""window.__fetch = window.fetch; window.fetch = async (input, init) => {
      if (init?.method === 'POST' && String(input).includes('/approvals/')) {
        await window.__fetch(input, {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify({decision: 'approve'})});
      }
      return window.__fetch(input, init);
    }""")
    button(card, "deny").click()
    page.find(".notice", "approved already")
    wait(lambda: page.all(f"[data-approval={identifier}][data-status=approved]"), "the winner on the card")
    page.js("window.fetch = window.__fetch")
    agents[0].hear("redeemed")


@check("approvals: the inbox has them all, with what was decided")
def _():
    new_session()
    page.say("run rm -rf ~/inbox")
    pending()
    page.js("location.hash = '#/'")
    page.find(".strip.asks", "Approval needed: Delete a folder")
    page.find(".session-link", "asks you")
    page.click(".strip.asks")
    card = page.find(".main .approval[data-status=pending]", "rm -rf ~/inbox")
    assert len(page.all(".main .approval[data-status=approved]")) >= 4
    button(card, "deny").click()
    wait(lambda: not page.all(".main .approval[data-status=pending]"), "the inbox to be empty")
    assert page.find(".view-lead").text.startswith("Nothing waits")


# MARK: Text that is not to be trusted (THREATS 22)

@check("hostile text: nothing is fetched, nothing runs, links tell where they lead")
def _():
    new_session()
    page.say(f"evil {canary.url}")
    settled("zero⟨U+200B⟩width")
    text = page.texts(".message.agent .prose")[0]
    for literal in [f"<img src={canary.url}/img1", "<script>window.hacked = true", "[click me](javascript:window.hacked=true)", "<svg onload="]:
        assert literal in text, f"{literal} is not shown as it is"
    assert "Invoice⟨U+202E⟩fdp.exe" in text and "⟨U+2066⟩isolated⟨U+2069⟩" in text
    assert page.js("return window.hacked") is None
    assert not page.all(".message img, .message script, .message iframe, .message svg, .message style, .message link")
    targets = page.js("return [...document.querySelectorAll('.message.agent a')].map((a) => [a.protocol, a.host, a.target, a.rel])")
    assert all(protocol in ("http:", "https:") and target == "_blank" and rel == "noopener noreferrer" for protocol, _, target, rel in targets), targets
    page.find(".link-host", "(evil.example)")
    assert not any("good.example" in text for text in page.texts(".link-host")), "says the host twice"
    page.shot("hostile-text")
    # A round trip through the page and hub lies between: whatever would be fetched would have been.
    page.say("hello")
    settled("Good morning")
    assert canary.hits == [], f"fetched: {canary.hits}"
    page.collect()
    assert page.breaches == [], f"tried: {page.breaches}"


# MARK: Lines that break

EXPECTED = "".join(f"{number} " for number in range(1, 201))

# Looks at every change of what is shown: at no moment may it be anything but a beginning of the whole, nor shrink.
FOLLOW = """
window.__wrong = []; let longest = 0;
new MutationObserver(() => {
  for (const prose of document.querySelectorAll('.message.agent .prose')) {
    const text = prose.textContent.trim();
    if (!arguments[0].startsWith(text) || text.length < longest) window.__wrong.push(text);
    longest = Math.max(longest, text.length);
  }
}).observe(document.querySelector('.log'), {subtree: true, childList: true, characterData: true});
""".replace("arguments[0]", repr(EXPECTED))


def followed_well():
    wrong = page.js("return window.__wrong")
    assert wrong == [], f"shown on the way: {[text[-60:] for text in wrong[:3]]}"


@check("reconnect: hub killed in the middle of an answer; the page recovers, nothing lost, nothing twice")
def _():
    new_session()
    page.js(FOLLOW)
    page.say("count 200")
    wait(lambda: any(" 40 " in text for text in page.texts(".message.agent .prose")), "a part of the answer")
    hub.kill()
    page.find(".strip.offline", "cannot be reached")
    shown = page.texts(".message.agent .prose")[0]
    assert EXPECTED.startswith(shown.strip()), "a part that is none"
    page.shot("hub-away")
    hub.start()
    settled("199 200")
    assert [text.strip() for text in page.texts(".message.agent .prose")] == [EXPECTED.strip()]
    assert page.texts(".message.user .bubble") == ["count 200"]
    followed_well()
    wait(lambda: not page.texts(".strip.offline")[0], "the page to be calm again")
    page.driver.refresh()
    settled("199 200")
    assert [text.strip() for text in page.texts(".message.agent .prose")] == [EXPECTED.strip()], "what is stored differs from what was shown"


@check("reconnect: killed three times in one answer")
def _():
    new_session()
    page.js(FOLLOW)
    page.say("count 200")
    for mark in [" 20 ", " 70 ", " 120 "]:
        wait(lambda mark=mark: any(mark in text for text in page.texts(".message.agent .prose")), f"the answer to reach {mark}")
        hub.kill()
        hub.start()
    settled("199 200")
    assert [text.strip() for text in page.texts(".message.agent .prose")] == [EXPECTED.strip()]
    followed_well()


@check("reconnect: an approval asked and decided while the page was away")
def _():
    page.say("run rm -rf ~/away")
    identifier = pending().get_attribute("data-approval")
    hub.kill()
    page.find(".strip.offline", "cannot be reached")
    hub.start()
    wait(lambda: not page.texts(".strip.offline")[0], "the page to be back")
    button(pending(), "deny").click()
    wait(lambda: page.all(f".main [data-approval={identifier}][data-status=denied]"), "the decision")
    assert len(page.all(f".main [data-approval={identifier}]")) == 1


@check("offline: what is sent shows as unsent, is tried again, and arrives once")
def _():
    new_session()
    page.say("hello")
    settled("Good morning")
    page.offline(True)
    page.say("written in a tunnel")
    page.find(".message.waiting .unsent", "Not sent")
    page.find(".message.waiting button", "Retry")
    page.shot("unsent")
    page.offline(False)
    settled("You said: written in a tunnel")
    wait(lambda: not page.all(".message.waiting"), "nothing to wait any more")
    assert page.texts(".message.user .bubble") == ["hello", "written in a tunnel"]


@check("offline: what happened meanwhile is there afterwards, in order and once")
def _():
    import requests

    new_session()
    session = page.js("return location.hash.split('/')[2]")
    cookies = {cookie["name"]: cookie["value"] for cookie in page.driver.get_cookies()}

    def meanwhile(method, path, body=None):
        answer = requests.request(method, f"{hub.url}/v1/me{path}", json=body, cookies=cookies, headers={"Origin": hub.url})
        return answer.json()["result"]

    page.js(FOLLOW)
    page.say("count 200")
    wait(lambda: any(" 30 " in text for text in page.texts(".message.agent .prose")), "a part of the answer")
    page.offline(True)
    messages = lambda: meanwhile("GET", f"/sessions/{session}/messages")["messages"]
    wait(lambda: messages()[-1]["state"] == "final", "the answer to end without the page")
    meanwhile("POST", f"/sessions/{session}/send", {"text": "sent by another page"})
    wait(lambda: len(messages()) == 4 and messages()[-1]["state"] == "final", "the second answer")
    meanwhile("POST", f"/sessions/{session}/send", {"text": "run rm -rf ~/meanwhile"})
    wait(lambda: meanwhile("GET", "/approvals?status=pending")["approvals"], "the question")
    assert not page.all(".main .approval"), "the page was not away at all"
    followed_well()
    page.offline(False)
    card = pending()
    shown = page.js("return [...document.querySelectorAll('.message .bubble, .message .prose')].map((e) => e.textContent.trim())")
    assert shown == ["count 200", EXPECTED.strip(), "sent by another page", "You said: sent by another page", "run rm -rf ~/meanwhile"], shown
    button(card, "deny").click()
    settled("I did not run it.")


@check("offline: an answer that got lost is asked for again under the same key")
def _():
    page.js("""window.__fetch = window.fetch; window.__lost = 0; window.fetch = async (input, init) => {
      const answer = await window.__fetch(input, init);
      if (String(input).endsWith('/send') && window.__lost === 0) { window.__lost = 1; throw new TypeError('lost'); }
      return answer;
    }""")
    page.say("only once please")
    settled("You said: only once please")
    wait(lambda: page.js("return window.__lost") == 1, "the answer to be lost")
    wait(lambda: page.texts(".message.user .bubble").count("only once please") == 1, "one message")
    page.driver.refresh()
    settled("You said: only once please")
    wait(lambda: page.texts(".message.user .bubble").count("only once please") == 1, "one message after a reload")
    assert sum("only once please" in text for text in page.texts(".message.agent .prose")) == 1, "the agent got it twice"


@check("gap: a log that has no answer makes the page start anew by itself")
def _():
    page.js("""window.__fetch ??= window.fetch; window.__gaps = 0; const real = window.fetch; window.fetch = (input, init) => {
      if (String(input) === '/v1/me/stream' && window.__gaps === 0) { window.__gaps = 1; init.headers['Last-Event-ID'] = 'elsewhere-5'; }
      return real(input, init);
    }""")
    page.offline(True)
    page.offline(False)
    wait(lambda: page.js("return window.__gaps") == 1, "the stream to come back")
    page.say("still here")
    settled("You said: still here")
    assert page.texts(".message.user .bubble").count("still here") == 1


# MARK: Keyboard and other means

def focused():
    return page.js("const e = document.activeElement; return [e.id, e.className, e.textContent.slice(0, 20), e.getAttribute('aria-label') ?? '']")


@check("keyboard: skip link, places, sessions, then message, send and deny by Tab and Enter alone")
def _():
    new_session()
    page.driver.refresh()
    page.find("#message")
    page.js("document.activeElement.blur(); window.getSelection().removeAllRanges()")
    page.keys(Keys.TAB)
    assert "skip" in focused()[1], f"first is {focused()}"
    visited = []
    for _ in range(60):
        page.keys(Keys.TAB)
        visited.append(focused())
        ring = page.js("const s = getComputedStyle(document.activeElement); const c = document.activeElement.closest('.composer'); return s.outlineStyle !== 'none' || (c && getComputedStyle(c).boxShadow !== 'none')")
        assert ring, f"no visible focus on {focused()}"
        if visited[-1][0] == "message":
            break
    assert visited[-1][0] == "message", "the message cannot be reached"
    assert any("Approvals" in one[2] for one in visited) and any("session-link" in one[1] for one in visited)
    page.keys("run rm -rf ~/keys", Keys.TAB)
    assert focused()[3] == "Send", focused()
    page.keys(Keys.ENTER)
    pending()
    page.js("document.querySelector('.scroller').focus()")
    for _ in range(30):
        page.keys(Keys.TAB)
        if "deny" in focused()[1]:
            break
    assert "deny" in focused()[1], "deny cannot be reached"
    page.keys(Keys.ENTER)
    card_state("denied")
    assert page.js("return document.activeElement.matches('.approval')"), "the focus is lost with the buttons"


@check("sessions: rename, archive, bring back")
def _():
    page.click("[aria-label='Rename the session']")
    field = page.find("dialog input")
    field.clear()
    field.send_keys("Cleaning up" + Keys.ENTER)
    page.find(".chat-title", "Cleaning up")
    page.find(".session-link", "Cleaning up")
    page.click(".chat-head .button", "Archive")
    page.click("dialog .button.primary", "Archive")
    wait(lambda: page.js("return location.hash") == "#/", "the list")
    page.click(".archived summary")
    page.click(".archived .session-link", "Cleaning up")
    page.click(".chat-head .button", "Bring back")
    wait(lambda: "Archive" in page.find(".chat-head .button").text, "the session to be back")


@check("audit: the hub's log and the gate's, with decisions, policies and the chain's head")
def _():
    page.open(hub.url + "/#/audit")
    page.find(".audit-row", "Signed in")
    page.find(".audit-row", "Approval decided")
    page.js("const s = document.querySelector('#audit-source'); s.value = [...s.options].at(-1).value; s.dispatchEvent(new Event('change'))")
    page.find(".view-lead", "Head of the chain: entry")
    for text in ["ALLOW", "DENY", "CONFIRM"]:
        page.find(".audit-row .badge", text)
    page.find(".policy", "no-privilege-escalation")


@check("account: sign-ins, this browser marked, another one ended")
def _():
    import requests

    other = requests.get(hub.sign_in_link(), headers={"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS) Safari/604"}, allow_redirects=False)
    cookie = other.headers["Set-Cookie"].split(";")[0]
    page.open("about:blank")
    page.open(hub.url + "/#/account")
    page.find(".sign-in", "this browser")
    page.click(".sign-in button[aria-label='End the sign-in of Safari on iPhone']")
    page.click("dialog .button.primary", "End it")
    wait(lambda: not any("iPhone" in text for text in page.texts(".sign-in")), "the sign-in to be gone")
    assert requests.get(hub.url + "/v1/me", headers={"Cookie": cookie}).status_code == 401


@check("installations: rename, go offline, say so in the session")
def _():
    page.open(hub.url + "/#/installations")
    page.click(".installation button", "Rename")
    field = page.find("dialog input")
    field.clear()
    field.send_keys("My laptop" + Keys.ENTER)
    page.find(".installation h3", "My laptop")
    new_session()
    agents[0].stop()
    page.find(".chat-notice", "My laptop is offline")
    page.find(".chat-where", "offline")


# MARK: How it looks

@check("looks: names, contrast, sizes, edges in every view, light and dark, phone and desk")
def _():
    agents.append(Agent(hub, "studio"))
    page.open(hub.url + "/#/installations")
    page.find("#pair-code").send_keys(agents[1].hear("code") + Keys.ENTER)
    page.click(".candidate button", "Pair this machine")
    agents[1].hear("paired")
    page.find(".installation .state", "online")
    page.click(".new-session")
    page.click("dialog .choice", "studio")
    page.gone(".notice")
    page.find("#message").send_keys("list my photos" + Keys.ENTER)
    settled("two folders")
    page.say("format")
    settled("The build fails")
    page.say("run rm -rf ~/photos")
    pending()
    chat = page.js("return location.hash")
    found = []
    for scheme in ["light", "dark"]:
        for device, width, height, scale in [("phone", 375, 812, 2), ("desk", 1280, 860, 1)]:
            page.scheme(scheme)
            page.screen(width, height, scale)
            for name, address, ready in [
                ("sessions", "#/", ".session-link"), ("chat", chat, ".main .approval[data-status=pending]"), ("approvals", "#/approvals", ".main .approval"),
                ("installations", "#/installations", ".installation"), ("audit", "#/audit", ".audit-row"), ("account", "#/account", ".sign-in"),
            ]:
                page.js("location.hash = arguments[0]", address)
                page.find(ready)
                if name == "chat":
                    wait(lambda: button(pending(), "approve").is_enabled(), "seen")
                    page.js("return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
                found += [f"{name} {device} {scheme}: {problem}" for problem in audit_page.problems(page, device == "phone")]
                page.shot(f"{name}-{device}-{scheme}")
            page.js("location.hash = arguments[0]", chat)
            wait(lambda: button(pending(), "approve").is_enabled(), "seen")
            button(pending(), "approve").click()
            page.find("dialog[open]")
            found += [f"dialog {device} {scheme}: {problem}" for problem in audit_page.problems(page, device == "phone")]
            page.shot(f"dialog-{device}-{scheme}")
            page.keys(Keys.ESCAPE)
            page.gone("dialog")
    assert not found, "\n      " + "\n      ".join(sorted(set(found)))


@check("installations: revoke asks first and closes the connection")
def _():
    page.open(hub.url + "/#/installations")
    page.click(".installation button[aria-label='Revoke studio']")
    page.click("dialog .button.danger", "Revoke")
    wait(lambda: not any("studio" in text for text in page.texts(".installation")), "the installation to be gone")
    agents[1].process.wait(5)


@check("sign-out: the page is empty at once, in this tab and by the hub")
def _():
    page.open(hub.url + "/#/account")
    page.click(".sign-in button", "Sign out")
    page.find(".gateway", "not signed in")
    page.driver.refresh()
    page.find(".gateway", "not signed in")
    assert page.js("return localStorage.length") == 0


@check("sign-out: a sign-in that is ended elsewhere ends here, by itself")
def _():
    page.open(hub.sign_in_link())
    page.find(".session-link")
    page.js("""fetch('/v1/me').then((a) => a.json()).then((a) => fetch(`/v1/me/sign-ins/${a.result.sign_in_id}/end`,
      {method: 'POST', headers: {'Content-Type': 'application/json'}, body: '{}'}))""")
    page.find(".gateway", "not signed in")
    assert not page.all(".session-link"), "the sessions are still there"


@check("no breach of the policy, no error in the console")
def _():
    page.collect()
    # What we broke on purpose: the hub away, links that are used up, decisions that lost, sign-ins that ended.
    expected = re.compile(r"ERR_CONNECTION_REFUSED|ERR_INTERNET_DISCONNECTED|ERR_INCOMPLETE_CHUNKED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_SOCKET|status of (401|404|409)|ERR_FAILED|ERR_NETWORK")
    errors = [entry["message"] for entry in page.console if not expected.search(entry["message"])]
    assert not page.breaches and not errors, f"{page.breaches} {errors}"


for agent in agents:
    agent.stop()
page.driver.quit()
hub.stop()
print(f"{len(passed)} passed, {len(failed)} failed", flush=True)
sys.exit(1 if failed else 0)
