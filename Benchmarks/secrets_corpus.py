#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Recall and false rate of `drawbridge redact --json` on a file of examples.

usage: secrets_corpus.py BINARY FILE.jsonl [--misses]      (lines: {"rule", "secret": true|false, "text"})

"Held out" are the examples of the rules (four in ten, by a hash of the rule's name) whose misses nobody looked at while the
rules were written.
"""

import collections
import hashlib
import json
import subprocess
import sys


def main():
    binary, path = sys.argv[1], sys.argv[2]
    samples = [json.loads(line) for line in open(path, encoding="utf-8")]
    lines = "".join(json.dumps({"text": sample["text"]}) + "\n" for sample in samples)
    answers = subprocess.run([binary, "redact", "--json"], input=lines.encode(), stdout=subprocess.PIPE, check=True).stdout
    answers = [json.loads(line) for line in answers.decode().splitlines()]
    assert len(answers) == len(samples)
    counts = collections.Counter()
    for sample, answer in zip(samples, answers):
        text = sample["text"].encode()
        rest, position = answer["text"].encode(), 0
        for finding in answer["findings"]:
            # What is outside the spans is as it was.
            plain = text[position:finding["start"]]
            assert plain in rest
            position = finding["end"]
        assert rest.endswith(text[position:])
        held_out = int(hashlib.sha256(("s1" + sample["rule"]).encode()).hexdigest(), 16) % 10 < 4
        for group in ("all", "held out" if held_out else "seen"):
            counts[group, sample["secret"], bool(answer["findings"])] += 1
        if "--misses" in sys.argv and not held_out and sample["secret"] != bool(answer["findings"]):
            print(sample["rule"], json.dumps(sample["text"])[:160])
    for group in ("all", "seen", "held out"):
        found, missed = counts[group, True, True], counts[group, True, False]
        hit, passed = counts[group, False, True], counts[group, False, False]
        print("%-8s found %d of %d (%.1f %%), counter-examples hit %d of %d" % (group, found, found + missed, 100 * found / (found + missed), hit, hit + passed))


main()
