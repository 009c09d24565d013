# SPDX-License-Identifier: Apache-2.0
"""Compares `drawbridge cedar` with the official engine (PyPI cedarpy) on freshly generated cases.

    differential.py DRAWBRIDGE [--seed N] [--cases N]

Decisions with reasons and errors, whether broken policies are accepted, the policies' JSON; for generated schemas, right and
wrong ones, whether they are accepted, their JSON, and the verdicts on policies, entities and requests. A difference of
decisions is shrunk to a small case; each is printed, and the exit code is then 1.
"""

import argparse
import json
import os
import subprocess
import sys

import cedarpy

import schemas
from generate import Generator


class Ours:
    """A command in its batch form: a line in, a line out."""

    def __init__(self, binary, command):
        self.process = subprocess.Popen([binary, "cedar", command, "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __call__(self, question):
        self.process.stdin.write(json.dumps(question).encode() + b"\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


def accepts(policies):
    try:
        cedarpy.policies_to_json_str(policies)
        return True
    except ValueError:
        return False


def official_answers(case):
    try:
        policies = cedarpy.PolicySet.from_str(case["policies"])
        schema = cedarpy.Schema.from_str(case["schema"]) if "schema" in case else None
        entities = cedarpy.Entities.from_json_str(json.dumps(case["entities"]), **({"schema": schema} if schema else {}))
    except ValueError:
        return "refused"
    answers = []
    for request in case["requests"]:
        try:
            result = cedarpy.is_authorized(request, policies, entities, schema)
        except ValueError:
            answers.append("refused")
            continue
        if result.decision == cedarpy.Decision.NoDecision:
            answers.append("refused")
            continue
        errors = sorted(policy for policy in (error.split("`")[1] for error in result.diagnostics.errors))
        answers.append((result.decision.value.lower(), sorted(result.diagnostics.reasons), errors))
    return answers


def our_answers(authorize, case):
    answer = authorize(case)
    if "error" in answer:
        return "refused"
    return ["refused" if "error" in one else (one["decision"], sorted(one["reason"]), sorted(one["errors"])) for one in answer["results"]]


def shrunk(case, differs):
    """Takes parts of the case away for as long as it still differs."""
    def attempt(smaller):
        try:
            return differs(smaller)
        except Exception:
            return False

    changed = True
    while changed:
        changed = False
        for key in ("requests", "entities"):
            for index in range(len(case.get(key, [])) - 1, -1, -1):
                if key == "requests" and len(case[key]) == 1:
                    break
                smaller = dict(case, **{key: case[key][:index] + case[key][index + 1:]})
                if attempt(smaller):
                    case, changed = smaller, True
        parts = case["policies"].split(";\n")
        for index in range(len(parts) - 1, -1, -1):
            if len(parts) == 1:
                break
            smaller = dict(case, policies=";\n".join(parts[:index] + parts[index + 1:]))
            if attempt(smaller):
                case, changed, parts = smaller, True, parts[:index] + parts[index + 1:]
    return case


def schema_differences(case, validate, authorize, counts):
    """Where our verdicts on a case of `schemas` are not the official ones."""
    schema = case.get("schema", case.get("schemaJSON"))
    key = "schema" if "schema" in case else "schemaJSON"
    if validate({"policies": "", "schema": schema})["valid"] != case["ok"]:
        yield f"official {'accepts' if case['ok'] else 'refuses'} the schema", {key: schema, "error": case.get("error")}
        return
    for policy in case.get("policies", []):
        counts["validations"] += 1
        ours = validate({"policies": policy["text"], "schema": schema})
        if ours["valid"] != policy["valid"]:
            yield f"validation: ours {ours}, official {policy['errors']}", {key: schema, "policies": policy["text"]}
    for entities in case.get("entities", []):
        counts["data"] += 1
        ours = authorize({"policies": "", "entities": json.loads(entities["json"]), "schema": schema, "requests": []})
        if ("error" not in ours) != entities["ok"]:
            yield f"entities: ours {ours}, official {entities['ok']}", {key: schema, "entities": entities["json"]}
    for request in case.get("requests", []):
        counts["data"] += 1
        question = {name: request[name] for name in ("principal", "action", "resource", "context")}
        ours = authorize({"policies": "", "entities": [], "schema": schema, "requests": [question]})
        if ("error" not in ours["results"][0]) != request["ok"]:
            yield f"request: ours {ours}, official {request['why']}", {key: schema, "request": question}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("drawbridge")
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(4), "big"))
    parser.add_argument("--cases", type=int, default=1000)
    options = parser.parse_args()
    authorize, parse, validate = (Ours(options.drawbridge, command) for command in ("authorize", "check-parse", "validate"))
    counts = dict.fromkeys(["requests", "texts", "translations", "schemas", "validations", "data"], 0)
    failures = 0

    def report(what, case):
        nonlocal failures
        failures += 1
        print(f"DIFFERENCE: {what}\n{json.dumps(case, ensure_ascii=False, indent=1)}\n")

    def decide(case):
        ours, official = our_answers(authorize, case), official_answers(case)
        counts["requests"] += len(case["requests"])
        if ours == official:
            return
        small = shrunk(case, lambda smaller: our_answers(authorize, smaller) != official_answers(smaller))
        report(f"decision: ours {our_answers(authorize, small)}, official {official_answers(small)}", small)

    for number in range(options.cases):
        generator = Generator(f"{options.seed}-{number}")
        policies = generator.policies()
        decide({"policies": policies, "entities": generator.entities(), "requests": [generator.request() for _ in range(4)]})

        broken = generator.broken(generator.policy())
        counts["texts"] += 1
        if parse({"policies": broken})["ok"] != accepts(broken):
            report(f"official {'accepts' if accepts(broken) else 'refuses'}", {"policies": broken})

        if number % 4 == 0:
            counts["translations"] += 1
            translated = json.loads(cedarpy.policies_to_json_str(policies))
            result = subprocess.run([options.drawbridge, "cedar", "translate-policy", "--direction", "cedar-to-json"],
                                    input=policies.encode(), capture_output=True)
            if json.loads(result.stdout) != translated:
                report("translation to JSON", {"policies": policies})
            back = our_answers(authorize, {"policies": translated, "entities": [], "requests": [generator.request()]})
            if back == "refused":
                report("translated policies are refused", {"policies": policies})

        counts["schemas"] += 1
        for what, part in schema_differences(schemas.case(options.seed * 1_000_003 + number), validate, authorize, counts):
            report(what, part)
        if failures > 10:
            break

    summary = ", ".join(f"{count} {name}" for name, count in counts.items())
    print(f"cedar differential, seed {options.seed}: {summary}; {failures} differences")
    sys.exit(1 if failures else 0)


main()
