#!/usr/bin/env python3
"""Idle memory and CPU per delivery of the WebSocket echo server's `/fan`, from outside.

usage: echo.py PORT PID N     with N sockets open, 200 of them subscribed for the deliveries
Clients come from fifty loopback addresses with a browser's headers; memory and CPU are the server's, from /proc.
"""
import base64, os, resource, select, socket, sys, time

PORT, PID, COUNT = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
SUBSCRIBERS, MESSAGES = 200, 500
_, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))

UPGRADE = "\r\n".join([
    "GET /fan HTTP/1.1", "Host: 127.0.0.1",
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36", "Accept-Language: en",
    "Accept-Encoding: gzip, deflate", "Cache-Control: no-cache", "Origin: http://127.0.0.1",
    "Cookie: session=0123456789abcdef0123456789abcdef", "Upgrade: websocket", "Connection: Upgrade",
    "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: " + base64.b64encode(os.urandom(16)).decode(), "", "",
]).encode()
# A masked text frame of 128 bytes (mask 0), and what the server makes of it: 4 bytes of header and the payload.
FRAME = b"\x81\xfe\x00\x80\0\0\0\0" + b"x" * 128
DELIVERED = 4 + 128


def memory():
    with open(f"/proc/{PID}/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmRSS"))


def cpu():
    fields = open(f"/proc/{PID}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def connect(number):
    client = socket.socket()
    client.bind((f"127.0.0.{1 + number % 50}", 0))
    client.connect(("127.0.0.1", PORT))
    client.sendall(UPGRADE)
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += client.recv(4096)
    return client


for client in [connect(n) for n in range(20)]:
    client.close()
time.sleep(0.5)

memory_before, cpu_before, begin = memory(), cpu(), time.time()
clients = [connect(n) for n in range(COUNT)]
print(f"open: {COUNT} in {time.time() - begin:.2f} s, {(cpu() - cpu_before) / COUNT * 1e6:.0f} us CPU each")
time.sleep(0.5)
print(f"idle RSS per connection: {(memory() - memory_before) / COUNT:.0f} B (base {memory_before / 1e6:.1f} MB)")

for client in clients[SUBSCRIBERS:]:
    client.close()
clients = clients[:SUBSCRIBERS]
time.sleep(1)
poll, by_descriptor = select.epoll(), {}
for client in clients:
    client.setblocking(False)
    poll.register(client, select.EPOLLIN)
    by_descriptor[client.fileno()] = client
received = sent = 0
cpu_before, begin = cpu(), time.time()
while received < MESSAGES * SUBSCRIBERS * DELIVERED:
    if sent < MESSAGES and time.time() - begin >= sent / 100:
        clients[0].sendall(FRAME)
        sent += 1
    for descriptor, _ in poll.poll(0.001):
        received += len(by_descriptor[descriptor].recv(65536))
print(f"fan-out: {MESSAGES} messages to {SUBSCRIBERS} in {time.time() - begin:.2f} s, "
      f"{(cpu() - cpu_before) / (MESSAGES * SUBSCRIBERS) * 1e6:.2f} us CPU per delivery")
