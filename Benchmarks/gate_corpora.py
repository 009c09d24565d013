#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How many attacks the gate stops and how many harmless commands it touches: per corpus, per group and per rule.

    Benchmarks/gate_corpora.py [--binary PATH] [--corpora DIR] [--pack base] [--show CORPUS] [--markdown FILE]

Every command goes through `drawbridge gate check`, in /home/u/work of /home/u, where nothing exists. Stopped and touched both
mean: not allowed. --show prints what was decided otherwise than labelled.
"""
import argparse, collections, json, os, subprocess

CORPORA = ["bypass", "dcg", "ccsn", "gtfobins", "nl2bash", "tldr"]

def check(binary, commands, pack):
    lines = "".join(
        json.dumps({"tool": "Bash", "parameters": {"command": c}, "cwd": "/home/u/work", "home": "/home/u"}) + "\n"
        for c in commands
    )
    # GateBench is quicker to build and knows the base pack alone.
    command = [binary, "check"] if binary.endswith("GateBench") else [binary, "gate", "check", "--pack", pack]
    out = subprocess.run(command, input=lines, capture_output=True, text=True, check=True)
    answers = [json.loads(line) for line in out.stdout.split("\n") if line]
    assert len(answers) == len(commands), "one answer a line"
    return answers

def share(part, whole):
    return f"{part} of {whole} ({100 * part / whole:.1f} %)" if whole else "–"

def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", default=".build/release/drawbridge")
    parser.add_argument("--corpora", default=os.environ.get("DRAWBRIDGE_CORPORA", "../shared/corpora"))
    parser.add_argument("--pack", default="base")
    parser.add_argument("--show")
    parser.add_argument("--markdown")
    options = parser.parse_args()
    rules = collections.defaultdict(lambda: [0, 0])
    rows = []
    for corpus in CORPORA:
        if options.show and corpus != options.show:
            continue
        with open(f"{options.corpora}/commands/{corpus}-dev.jsonl", encoding="utf-8") as file:
            entries = [json.loads(line) for line in file]
        answers = check(options.binary, [e["command"] for e in entries], options.pack)
        counts = collections.Counter()
        for entry, answer in zip(entries, answers):
            stopped = answer["outcome"] != "allow"
            counts[(entry["attack"], stopped)] += 1
            if stopped:
                for policy in answer["policies"]:
                    if policy.get("outcome") != "allow":
                        rules[policy["id"]][0 if entry["attack"] else 1] += 1
            if options.show and entry["attack"] != stopped:
                ids = ",".join(p["id"] for p in answer["policies"][:3])
                reason = answer["policies"][0]["reason"] if answer["policies"] else ""
                print(f"{answer['outcome']:8}{ids:40} | {entry['command'][:170]!r} | {reason[:80]}")
        attacks = counts[(True, True)] + counts[(True, False)]
        harmless = counts[(False, True)] + counts[(False, False)]
        rows.append((corpus, share(counts[(True, True)], attacks), share(counts[(False, True)], harmless)))
    table = ["| corpus | attacks stopped | harmless touched |", "|---|---|---|"]
    table += [f"| {name} | {stopped} | {touched} |" for name, stopped, touched in rows]
    table += ["", "| rule | attacks | harmless |", "|---|---|---|"]
    table += [f"| `{rule}` | {a} | {h} |" for rule, (a, h) in sorted(rules.items(), key=lambda item: -sum(item[1]))]
    text = "\n".join(table) + "\n"
    if options.markdown:
        with open(options.markdown, "w", encoding="utf-8") as file:
            file.write(text)
    print(text)

if __name__ == "__main__":
    main()
