#!/usr/bin/env python3
"""Measures `drawbridge up` from outside: cold start to the first byte, `send` to the connector's frame, idle memory.

usage: up.py BINARY [SENDS]       (release binary; needs PyPI `websockets`)
The client is Python on the same machine, so its own time is in every latency: a floor measured with the same client
against GET /healthz stands beside them.
"""
import asyncio, http.client, json, os, re, shutil, signal, socket, statistics, subprocess, sys, tempfile, time

import websockets

BINARY = os.path.abspath(sys.argv[1])
SENDS = int(sys.argv[2]) if len(sys.argv) > 2 else 2000


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def percentile(values, p):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * p))]


def start(args, port, home):
    """Starts the binary and returns it with the milliseconds until the first byte of an answer."""
    begin = time.perf_counter()
    process = subprocess.Popen([BINARY, *args], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                               env={**os.environ, "HOME": home})
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as s:
                s.sendall(f"GET /healthz HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n".encode())
                if s.recv(1):
                    return process, (time.perf_counter() - begin) * 1000
        except OSError:
            time.sleep(0.0005)


def memory(pid):
    text = open(f"/proc/{pid}/status").read()
    return {k: int(re.search(rf"{k}:\s+(\d+)", text).group(1)) / 1024 for k in ("VmRSS", "RssAnon")}


class Page:
    """A signed-in keep-alive connection."""

    def __init__(self, port, link):
        self.port, self.connection = port, http.client.HTTPConnection("localhost", port)
        self.connection.request("GET", link.split(str(port), 1)[1])
        answer = self.connection.getresponse()
        answer.read()
        self.headers = {"Cookie": answer.getheader("Set-Cookie").split(";")[0], "Origin": f"http://localhost:{port}",
                        "Content-Type": "application/json"}

    def call(self, method, path, body=None):
        self.connection.request(method, path, None if body is None else json.dumps(body), self.headers)
        answer = self.connection.getresponse()
        return json.loads(answer.read())


async def send_to_frame(port, link):
    page = Page(port, link)
    plain = http.client.HTTPConnection("localhost", port)
    plain.request("POST", "/v1/pairing/start", json.dumps({"connector_type": "bench", "host_label": "bench"}))
    started = json.loads(plain.getresponse().read())["result"]
    page.call("POST", "/v1/me/pairing/claim", {"code": started["code"]})
    plain.request("POST", "/v1/pairing/poll", json.dumps({"poll_token": started["poll_token"]}))
    paired = json.loads(plain.getresponse().read())["result"]
    session = page.call("POST", "/v1/me/sessions", {"installation_id": paired["installation_id"]})["result"]["session_id"]
    frames, answers, floor = [], [], []
    async with websockets.connect(f"ws://localhost:{port}/v1/bridge/ws",
                                  additional_headers={"Authorization": f"Bearer {paired['token']}"}) as ws:
        await ws.send(json.dumps({"type": "hello", "version": "bench"}))
        for n in range(SENDS):
            begin = time.perf_counter()
            reply = asyncio.get_running_loop().run_in_executor(
                None, page.call, "POST", f"/v1/me/sessions/{session}/send", {"text": f"message {n}"})
            while True:
                frame = json.loads(await ws.recv())
                if frame["type"] == "update":
                    await ws.send(json.dumps({"type": "ack", "up_to_update_id": frame["update"]["update_id"]}))
                    if frame["update"]["type"] == "session.message":
                        frames.append((time.perf_counter() - begin) * 1e6)
                        break
            assert (await reply)["ok"]
            answers.append((time.perf_counter() - begin) * 1e6)
            await asyncio.sleep(0.012)  # below the hub's limit for a user
    for _ in range(500):
        begin = time.perf_counter()
        await asyncio.get_running_loop().run_in_executor(None, page.call, "GET", "/healthz")
        floor.append((time.perf_counter() - begin) * 1e6)
    for name, values in (("send_to_frame", frames[50:]), ("send_to_answer", answers[50:]), ("floor_healthz", floor)):
        print(f"{name}_us n={len(values)} p50={percentile(values, .5):.0f} p99={percentile(values, .99):.0f} "
              f"mean={statistics.mean(values):.0f}")


def main():
    folder = tempfile.mkdtemp()
    try:
        colds, warms = [], []
        for n in range(10):
            port, data = free_port(), f"{folder}/d{n}"
            for times in (colds, warms):
                process, milliseconds = start(["up", "--data", data, "--port", str(port)], port, folder)
                times.append(milliseconds)
                process.send_signal(signal.SIGINT)
                process.wait()
        print(f"cold_start_first_byte_ms new_folder p50={statistics.median(colds):.1f} max={max(colds):.1f} "
              f"existing_folder p50={statistics.median(warms):.1f} max={max(warms):.1f}")
        port = free_port()
        process, _ = start(["up", "--data", f"{folder}/m", "--port", str(port)], port, folder)
        process.stdout.readline()
        link = re.search(r"http\S+", process.stdout.readline()).group(0)
        time.sleep(5)
        print("idle_memory_mb", " ".join(f"{k}={v:.1f}" for k, v in memory(process.pid).items()))
        asyncio.run(send_to_frame(port, link))
        print("memory_after_mb", " ".join(f"{k}={v:.1f}" for k, v in memory(process.pid).items()))
        process.send_signal(signal.SIGINT)
        process.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


main()
