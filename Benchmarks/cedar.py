# SPDX-License-Identifier: Apache-2.0
"""The Cedar engine beside the official one (PyPI cedarpy), on the same inputs in one run; prints a table.

    python3 Benchmarks/cedar.py DRAWBRIDGE CORPORA

DRAWBRIDGE is a release build, CORPORA the folder with `bench` and `oopsla-local.tar.xz`. Engine only: policies and entities
are read in advance; the official figure is the mean of `authz_duration_micros`. 1,000 distinct requests, every one decided
again and again, nothing remembered from one to the next.
"""

import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import time

import cedarpy


def distinct_requests(count=1000):
    """Agents, actions, files and commands that differ; most are shell commands, as an agent's are."""
    actions = ["shell", "shell", "shell", "read", "write", "shell", "list", "shell", "shell", "read"]
    return [{"principal": {"type": "Agent", "id": f"a{1 if n % 50 == 0 else n % 97}"},
             "action": {"type": "Action", "id": actions[n % 10]},
             "resource": {"type": "File", "id": "f" if n % 7 == 0 else f"f{n}"},
             "context": {"command": f"git status --short --branch {n}", "cwd": f"/srv/p{n}/src", "path": f"/srv/{n}/a.t{n}xt", "size": n}}
            for n in range(count)]


def official(policies, entities, requests, rounds):
    policies = cedarpy.PolicySet.from_str(policies)
    entities = cedarpy.Entities.from_json_str(json.dumps(entities))
    total = 0
    for _ in range(rounds):
        for request in requests:
            total += cedarpy.is_authorized(request, policies, entities).metrics["authz_duration_micros"]
    return total / rounds / len(requests) * 1000


def official_parse(policies):
    best = float("inf")
    for _ in range(9):
        start = time.perf_counter_ns()
        cedarpy.PolicySet.from_str(policies)
        best = min(best, time.perf_counter_ns() - start)
    return best


def ours(binary, folder, policies, entities, requests, iterations):
    paths = {name: os.path.join(folder, name) for name in ("policies.cedar", "entities.json", "requests.jsonl")}
    with open(paths["policies.cedar"], "w") as file:
        file.write(policies)
    with open(paths["entities.json"], "w") as file:
        json.dump(entities, file)
    with open(paths["requests.jsonl"], "w") as file:
        file.writelines(json.dumps(request) + "\n" for request in requests)
    output = subprocess.run(
        [binary, "cedar", "bench", "--policies", paths["policies.cedar"], "--entities", paths["entities.json"],
         "--requests", paths["requests.jsonl"], "--iterations", str(iterations)], capture_output=True, check=True)
    return json.loads(output.stdout)


def row(name, theirs, mine, target):
    decision = mine["decision_ns"]
    print(f"| {name} | {theirs / 1000:.2f} | {decision['mean'] / 1000:.3f} | {decision['p50'] / 1000:.3f} | "
          f"{decision['p99'] / 1000:.3f} | 1/{theirs / max(decision['mean'], 1):.0f} | {target} |")


def main():
    binary, corpora = sys.argv[1:3]
    bench = os.path.join(corpora, "bench")
    entities = json.load(open(os.path.join(bench, "entities.json")))
    requests = distinct_requests()
    print(f"cedarpy {cedarpy.__version__ if hasattr(cedarpy, '__version__') else ''}; {len(requests)} distinct requests\n")
    print("| policies | official mean, µs | ours mean, µs | p50 | p99 | ratio | at most |\n|---|---|---|---|---|---|---|")
    parsed = []
    with tempfile.TemporaryDirectory() as folder:
        for count in (41, 103, 1000):
            text = open(os.path.join(bench, f"bench_{count}.cedar")).read()
            mine = ours(binary, folder, text, entities, requests, 200)
            row(str(count), official(text, entities, requests, 3 if count < 1000 else 1), mine, "1/30")
            parsed.append((count, official_parse(text), mine))
        open_scopes = re.sub(r"(permit|forbid)\(.*?\)\n", r"\1(principal, action, resource)\n", text, flags=re.DOTALL)
        row("1,000, scopes open", official(open_scopes, entities, requests, 1), ours(binary, folder, open_scopes, entities, requests, 100), "1/5")

        with tarfile.open(os.path.join(corpora, "oopsla-local.tar.xz")) as archive:
            for app in ("gdrive", "github", "tinytodo"):
                lines = archive.extractfile(f"oopsla-local/{app}_50.jsonl").read().decode().splitlines()
                theirs, mine = 0, {"mean": 0, "p50": 0, "p99": 0}
                for line in lines:
                    store = json.loads(line)
                    asked = [{key: request[key] for key in ("principal", "action", "resource", "context")} for request in store["requests"]]
                    theirs += official(store["policies"], store["entities"], asked, 5) / len(lines)
                    figures = ours(binary, folder, store["policies"], store["entities"], asked, 500)["decision_ns"]
                    for key in mine:
                        mine[key] += figures[key] / len(lines)
                row(f"{app}, 50 entities", theirs, {"decision_ns": mine}, "1/8")

    print("\n| parse and compile | official, µs a policy | ours, µs a policy | of it parsing | ratio | bytes a policy |\n|---|---|---|---|---|---|")
    for count, theirs, mine in parsed:
        total = mine["parse_ns"] + mine["compile_ns"]
        print(f"| {count} | {theirs / count / 1000:.2f} | {total / count / 1000:.2f} | {mine['parse_ns'] / count / 1000:.2f} | "
              f"1/{theirs / total:.1f} | {mine['policy_bytes'] / count:.0f} |")


main()
