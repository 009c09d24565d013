#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Processor time of `drawbridge secrets scan` and, if it is given, of kingfisher on the same files, one core each.

usage: secrets.py BINARY [--kingfisher PATH] [--runs N] FILE…
       secrets.py --source FOLDER OUT      (the texts below FOLDER, one after the other, into OUT)

Best of N runs (3). User and system time of the whole process, its start included; memory is its peak.
"""

import os
import resource
import subprocess
import sys
import tempfile


def source(folder, out):
    with open(out, "wb") as target:
        for where, folders, names in sorted(os.walk(folder)):
            folders.sort()
            if "/.git" in where:
                continue
            for name in sorted(names):
                path = os.path.join(where, name)
                if os.path.islink(path) or not os.path.isfile(path):
                    continue
                with open(path, "rb") as file:
                    text = file.read()
                if b"\0" not in text[:8192]:
                    target.write(text + b"\n")


def run(command, environment):
    """Seconds of processor time and KiB at the peak, of one child."""
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment)
    output = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss, output


def main():
    arguments = sys.argv[1:]
    if arguments[0] == "--source":
        return source(arguments[1], arguments[2])
    binary = arguments.pop(0)
    kingfisher = None
    runs = 3
    while arguments and arguments[0].startswith("--"):
        option, value = arguments.pop(0), arguments.pop(0)
        if option == "--kingfisher":
            kingfisher = value
        elif option == "--runs":
            runs = int(value)
    with tempfile.TemporaryDirectory() as home:
        environment = dict(os.environ, HOME=home, DRAWBRIDGE_DATA=home + "/data")
        nothing = home + "/nothing"
        with open(nothing, "w") as file:
            file.write("x = 1\n")
        first = run([binary, "secrets", "scan", "--quiet", "--json", nothing], environment)
        print("first start, the database is built: %.0f ms" % (first[0] * 1000))
        ours = min(run([binary, "secrets", "scan", "--quiet", "--json", nothing], environment)[0] for _ in range(10))
        bare = min(run([binary, "--version"], environment)[0] for _ in range(10))
        print("start with the cached database and a file of one line: %.1f ms; of that the program itself (--version): %.1f ms" % (ours * 1000, bare * 1000))
        for path in arguments:
            size = os.path.getsize(path)
            best = min((run([binary, "secrets", "scan", "--quiet", "--json", "--minimum", "low", path], environment) for _ in range(runs)), key=lambda r: r[0])
            count = best[2].count(b'"fingerprint"')
            print("%s: %.1f MB, %d findings, %.3f s, %.0f MB/s, %.0f MB at the peak" % (os.path.basename(path), size / 1e6, count, best[0], size / 1e6 / best[0], best[1] / 1024))
            if kingfisher:
                command = [kingfisher, "scan", path, "--no-validate", "--jobs", "1", "--no-update-check"]
                other = min((run(command, environment) for _ in range(runs)), key=lambda r: r[0])
                print("    kingfisher: %.3f s, %.0f MB at the peak; %.1f times ours" % (other[0], other[1] / 1024, other[0] / best[0]))


main()
