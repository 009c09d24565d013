#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A tool call to its decision through the gate's socket, with a plain blocking client: Benchmarks/gate_socket.py BINARY [calls]

Starts `drawbridge gate serve` in a new folder, asks about ten ordinary shell lines in turn, one at a time, with the audit log on;
then about a script of 10 KB and about 64 KB of hostile text.
"""
import json, os, shutil, socket, subprocess, sys, tempfile, time

LINES = [
    "git status && git diff --stat", "ls -la src", "grep -rn 'needle' src | head -20", "cat README.md", "npm test",
    "swift build 2>&1 | tail -5", "echo hi > notes.txt", "rm -rf build && mkdir -p build && cd build && cmake ..",
    'for f in *.txt; do wc -l "$f"; done', "python3 script.py --flag value",
]

def main():
    binary = os.path.abspath(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 20000
    folder = tempfile.mkdtemp(dir="/var/tmp")
    for name in ("/home", "/ws/build"):
        os.makedirs(folder + name)
    packs = '{"packs": {"base": true, "system": true, "owasp": true}}'
    os.makedirs(folder + "/data/gate", mode=0o700)
    os.chmod(folder + "/data", 0o700)
    with open(folder + "/data/gate/policies.json", "w") as file:
        file.write(packs)
    environment = dict(os.environ, HOME=folder + "/home")
    gate = subprocess.Popen([binary, "gate", "serve", "--data", folder + "/data"], env=environment, stderr=subprocess.DEVNULL)
    path = folder + "/data/gate/gate.sock"
    try:
        client = socket.socket(socket.AF_UNIX)
        for _ in range(200):
            try:
                client.connect(path)
                break
            except OSError:
                time.sleep(0.05)
        answers = client.makefile("rb")

        def ask(command):
            call = {"tool": "Bash", "parameters": {"command": command}, "cwd": folder + "/ws", "home": folder + "/home"}
            line = json.dumps({"id": 1, "op": "judge", "call": call}).encode() + b"\n"
            start = time.perf_counter()
            client.sendall(line)
            answer = answers.readline()
            return time.perf_counter() - start, answer

        for index in range(1000):
            ask(LINES[index % 10])
        times = sorted(ask(LINES[index % 10])[0] for index in range(count))
        show = lambda name, t: print(f"{name}: p50 {t[len(t)//2]*1e6:.0f} µs, p99 {t[len(t)*99//100]*1e6:.0f} µs, max {t[-1]*1e6:.0f} µs ({len(t)} calls)")
        show("ten shell lines, all 103 rules", times)
        script = "\n".join(f'for f in a{i} b; do cp "$f" /tmp/x{i} && grep -n {i} "$f" | sort > out{i}.txt; done' for i in range(120))[:10240]
        show("a script of 10 KB", sorted(ask(script)[0] for _ in range(200)))
        for name, text in (("64 KB of (a);", "(a);" * 16384), ("64 KB of `a`", "`a` " * 16384), ("64 KB of $(", "$(" * 32768), ("64 KB of rm x;", "rm x; " * 10922)):
            show(name, sorted(ask(text)[0] for _ in range(10)))
        with open(f"/proc/{gate.pid}/status") as file:
            print([line.strip() for line in file if line.startswith(("VmRSS", "VmHWM"))])
    finally:
        gate.terminate()
        gate.wait()
        shutil.rmtree(folder)

if __name__ == "__main__":
    main()
