# SPDX-License-Identifier: Apache-2.0
"""Policies, entities, schemas and requests at random, of every part of the language; a seed determines them."""

import random

TYPES = ["User", "Group", "NS::File", "NS::A::Dir"]
IDS = ["a", "b", "c", "d e", "", '"q"', "\n", "ünï"]
ACTIONS = ["read", "write", "exec", "a b", ""]
STRINGS = ["", "a", "abc", "rm -rf /", "git status", "/etc/passwd", "*", "a*c", "\\", '"', "\t", "é", "e\u0301", "a\nb", "1.2.3.4"]
LONGS = [0, 1, -1, 2, 7, 100, -100, 2**63 - 1, -(2**63), 2**62]
DECIMALS = ["0.0", "1.0", "1.5", "-0.5", "1.23456", "922337203685477.5807", "-922337203685477.5808", "1", "+1.0", "1.", ".5", "007.10"]
IPS = ["1.2.3.4", "1.2.3.4/32", "10.0.0.0/8", "127.0.0.1", "::1", "::/0", "ff00::1", "1:2:3:4:5:6:7::", "1.2.3.4/33", "01.2.3.4",
       "::ffff:1.2.3.4", "bad", "1.2.3.4/08", "224.0.0.1/4", "fe80::1%eth0", "2001:DB8::/32"]
DATETIMES = ["1970-01-01", "2024-10-15T11:35:00Z", "2024-02-29", "2023-02-29", "0000-01-01", "9999-12-31T23:59:59.999-2359",
             "2024-10-15T11:35:00.123+0530", "2024-10-15T24:00:00Z", "2024-10-15t11:35:00Z", "2024-10-15T11:35:00.1Z", "bad", "1969-12-31T23:59:59.999Z"]
DURATIONS = ["1d", "1h", "-1ms", "1d2h3m4s5ms", "-9223372036854775808ms", "9223372036854775807ms", "1m1h", "", "-", "1.5h", "106751991168d", "0ms", "90s"]
EXTENSIONS = {"decimal": DECIMALS, "ip": IPS, "datetime": DATETIMES, "duration": DURATIONS}
ATTRIBUTES = ["name", "age", "tags", "mgr", "rec", "flag", "ip", "dec", "dt", "du"]
CONTEXT = ["n", "s", "b", "set", "r", "u", "ip", "missing"]


def quote(text, pattern=False):
    out = []
    for character in text:
        if character in '"\\':
            out.append("\\" + character)
        elif character == "\n":
            out.append("\\n")
        elif character == "\t":
            out.append("\\t")
        elif character == "\0":
            out.append("\\0")
        elif character == "*" and pattern:
            out.append("\\*")
        elif ord(character) > 126:
            out.append("\\u{%x}" % ord(character))
        else:
            out.append(character)
    return '"' + "".join(out) + '"'


class Generator:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def pick(self, items):
        return self.random.choice(items)

    def chance(self, probability):
        return self.random.random() < probability

    # Policies

    def entity(self, types=TYPES):
        return f"{self.pick(types)}::{quote(self.pick(IDS))}"

    def action(self):
        return f"Action::{quote(self.pick(ACTIONS))}"

    def scope(self, variable):
        kind = self.random.randrange(8)
        if kind < 3:
            return variable
        if kind == 3:
            return f"{variable} == {self.entity()}"
        if kind == 4:
            return f"{variable} in {self.entity()}"
        if kind == 5:
            return f"{variable} is {self.pick(TYPES)}"
        if kind == 6:
            return f"{variable} is {self.pick(TYPES)} in {self.entity()}"
        return f"{variable} in ({self.entity()})"

    def action_scope(self):
        kind = self.random.randrange(6)
        if kind < 2:
            return "action"
        if kind == 2:
            return f"action == {self.action()}"
        if kind == 3:
            return f"action in {self.action()}"
        return "action in [" + ", ".join(self.action() for _ in range(self.random.randrange(4))) + "]"

    def policy(self):
        notes = "".join(self.pick(["@flag ", '@id("x") ', '@a("b\\u{41}") ', ""]) for _ in range(self.random.randrange(2)))
        head = f"{notes}{self.pick(['permit', 'permit', 'forbid'])}({self.scope('principal')}, {self.action_scope()}, {self.scope('resource')})"
        body = "".join(
            f"\n{self.pick(['when', 'when', 'unless'])} {{ {self.boolean(self.random.randrange(5))} }}"
            for _ in range(self.random.randrange(3)))
        return head + body + ";"

    def policies(self, most=20):
        return "\n".join(self.policy() for _ in range(self.random.randrange(1, most)))

    def boolean(self, depth):
        if depth <= 0:
            return self.pick(["true", "false", "context.b", "principal is User", "context has s", "resource == " + self.entity(),
                              "principal in " + self.entity(), "context.s like " + self.pattern(), "principal has name"])
        kind = self.random.randrange(20)
        deeper = lambda: self.boolean(depth - 1)
        if kind < 3:
            return f"({deeper()} && {deeper()})"
        if kind < 5:
            return f"({deeper()} || {deeper()})"
        if kind == 5:
            return f"!({deeper()})"
        if kind == 6:
            return f"(if {deeper()} then {deeper()} else {deeper()})"
        if kind == 7:
            return f"({self.any(depth - 1)} {self.pick(['==', '!='])} {self.any(depth - 1)})"
        if kind == 8:
            return f"({self.long(depth - 1)} {self.pick(['<', '<=', '>', '>='])} {self.long(depth - 1)})"
        if kind == 9:
            return f"({self.any(depth - 1)} {self.pick(['<', '<=', '>', '>='])} {self.any(depth - 1)})"
        if kind == 10:
            return f"({self.string(depth - 1)} like {self.pattern()})"
        if kind == 11:
            return f"({self.any_entity(depth - 1)} in {self.pick([self.entity(), '[' + self.entity() + ', ' + self.any(0) + ']', self.any(0)])})"
        if kind == 12:
            return f"({self.any_entity(depth - 1)} has {self.pick(ATTRIBUTES + ['rec.a', 'rec.a.b', 'mgr.name', quote('if')])})"
        if kind == 13:
            return f"{self.set(depth - 1)}.{self.pick(['contains', 'containsAll', 'containsAny'])}({self.any(depth - 1)})"
        if kind == 14:
            return f"{self.set(depth - 1)}.isEmpty()"
        if kind == 15:
            name = self.pick(["lessThan", "lessThanOrEqual", "greaterThan", "greaterThanOrEqual"])
            return f"{self.extension('decimal')}.{name}({self.extension('decimal')})"
        if kind == 16:
            return self.pick([f"{self.extension('ip')}.{self.pick(['isIpv4', 'isIpv6', 'isLoopback', 'isMulticast'])}()",
                              f"{self.extension('ip')}.isInRange({self.extension('ip')})"])
        if kind == 17:
            return f"({self.any_entity(depth - 1)}.hasTag({self.string(0)}) {self.pick(['&&', '||'])} {self.any_entity(0)}.getTag({self.string(0)}) == {self.any(0)})"
        if kind == 18:
            return f"({self.any(depth - 1)} is {self.pick(TYPES)}{self.pick(['', ' in ' + self.entity(), ' in ' + self.any(0)])})"
        return f"({self.time(depth - 1)} {self.pick(['<', '<=', '=='])} {self.time(depth - 1)})"

    def pattern(self):
        parts = [self.pick(["*", "*", quote(self.pick(STRINGS), True)[1:-1], "rm", "git ", "/etc"]) for _ in range(self.random.randrange(4))]
        return '"' + "".join(parts) + '"'

    def long(self, depth):
        if depth <= 0:
            return self.pick([str(self.pick(LONGS)), "context.n", "principal.age", "1"])
        return self.pick([f"({self.long(depth - 1)} {self.pick(['+', '-', '*'])} {self.long(depth - 1)})", f"-({self.long(depth - 1)})",
                          f"{self.extension('duration')}.{self.pick(['toMilliseconds', 'toSeconds', 'toMinutes', 'toHours', 'toDays'])}()",
                          self.long(0)])

    def string(self, depth):
        return self.pick([quote(self.pick(STRINGS)), "context.s", "principal.name", "resource.name", self.any(0) if depth else "context.s"])

    def time(self, depth):
        return self.pick([self.extension("datetime"), self.extension("duration"), f"{self.extension('datetime')}.offset({self.extension('duration')})",
                          f"{self.extension('datetime')}.durationSince({self.extension('datetime')})", f"{self.extension('datetime')}.toDate()",
                          f"{self.extension('datetime')}.toTime()"])

    def extension(self, name):
        return self.pick([f"{name}({quote(self.pick(EXTENSIONS[name]))})"] * 4 + [f"{name}(context.s)", "context.ip", "principal.dec", "principal.dt"])

    def set(self, depth):
        return self.pick(["context.set", "principal.tags", "[" + ", ".join(self.any(depth - 1) for _ in range(self.random.randrange(4))) + "]"])

    def any_entity(self, depth):
        return self.pick(["principal", "resource", "action", self.entity(), "principal.mgr", "context.u", "context"])

    def any(self, depth):
        kind = self.random.randrange(12)
        if kind == 0:
            return self.long(depth)
        if kind == 1:
            return quote(self.pick(STRINGS))
        if kind == 2:
            return self.any_entity(depth)
        if kind == 3:
            return "context." + self.pick(CONTEXT)
        if kind == 4:
            return self.pick(["principal", "resource"]) + "." + self.pick(ATTRIBUTES)
        if kind == 5 and depth > 0:
            return "[" + ", ".join(self.any(depth - 1) for _ in range(self.random.randrange(4))) + "]"
        if kind == 6 and depth > 0:
            names = self.random.sample(["a", "b", "age", quote("x y")], self.random.randrange(4))
            return "{" + ", ".join(f"{name}: {self.any(depth - 1)}" for name in names) + "}"
        if kind == 7:
            return self.extension(self.pick(list(EXTENSIONS)))
        if kind == 8 and depth > 0:
            return f"{{a: {self.any(depth - 1)}, b: 1}}.{self.pick(['a', 'b', 'c'])}"
        if kind == 9:
            return self.pick(["true", "false", "principal", "context.r.a"])
        if kind == 10 and depth > 0:
            return f"(if {self.boolean(depth - 1)} then {self.any(depth - 1)} else {self.any(depth - 1)})"
        return str(self.pick(LONGS))

    # Data

    def uid(self, types=TYPES):
        return {"type": self.pick(types), "id": self.pick(IDS)}

    def value(self, depth=2):
        kind = self.random.randrange(9 if depth > 0 else 6)
        if kind == 0:
            return self.pick(LONGS)
        if kind == 1:
            return self.pick(STRINGS)
        if kind == 2:
            return self.chance(0.5)
        if kind == 3:
            return {"__entity": self.uid()}
        if kind in (4, 5):
            name = self.pick(list(EXTENSIONS))
            good = {"decimal": ["1.5", "-0.5"], "ip": ["1.2.3.4", "::1", "10.0.0.0/8"], "datetime": ["2024-01-01", "1970-01-01T00:00:01Z"],
                    "duration": ["1h", "-1d"]}
            return {"__extn": {"fn": name, "arg": self.pick(good[name])}}
        if kind == 6:
            return [self.value(depth - 1) for _ in range(self.random.randrange(4))]
        return {name: self.value(depth - 1) for name in self.random.sample(["a", "b", "x y", "if"], self.random.randrange(4))}

    def entities(self):
        found = {}
        for _ in range(self.random.randrange(10)):
            uid = self.uid()
            found[(uid["type"], uid["id"])] = uid
        order = sorted(found)
        result = []
        for index, key in enumerate(order):
            parents = [found[other] for other in order[index + 1:] if self.chance(0.3)]
            if self.chance(0.2):
                parents.append({"type": "Group", "id": "undeclared"})
            entity = {"uid": found[key], "attrs": {name: self.value() for name in ATTRIBUTES if self.chance(0.4)}, "parents": parents}
            if self.chance(0.3):
                entity["tags"] = {self.pick(STRINGS): self.value(1) for _ in range(self.random.randrange(3))}
            result.append(entity)
        actions = [name for name in ACTIONS if self.chance(0.5)]
        for index, name in enumerate(actions):
            result.append({"uid": {"type": "Action", "id": name}, "attrs": {},
                           "parents": [{"type": "Action", "id": other} for other in actions[index + 1:] if self.chance(0.4)]})
        self.random.shuffle(result)
        return result

    def request(self):
        context = {}
        for name in CONTEXT[:-1]:
            if not self.chance(0.75):
                continue
            typed = {"n": self.pick(LONGS), "s": self.pick(STRINGS), "b": self.chance(0.5), "set": [self.value(0) for _ in range(self.random.randrange(3))],
                     "r": {"a": self.value(1)}, "u": {"__entity": self.uid()}, "ip": {"__extn": {"fn": "ip", "arg": "10.1.2.3"}}}
            context[name] = typed[name] if self.chance(0.85) else self.value()
        return {"principal": self.uid(), "action": {"type": "Action", "id": self.pick(ACTIONS)}, "resource": self.uid(), "context": context}

    def broken(self, text):
        """A text with a few characters changed: mostly one that is refused."""
        characters = list(text)
        for _ in range(self.random.randrange(1, 4)):
            place = self.random.randrange(len(characters) + 1)
            change = self.random.randrange(3)
            if change == 0 and characters:
                del characters[min(place, len(characters) - 1)]
            elif change == 1:
                characters.insert(place, self.pick(list("(){}[]\"\\.,;:=!<>&|+-*/%@?#'0a \n\r\t\u00a0\u200b\ufeff") + ["if ", "in ", "has ", "like ", "is ", "//"]))
            elif characters:
                other = self.random.randrange(len(characters))
                place = min(place, len(characters) - 1)
                characters[place], characters[other] = characters[other], characters[place]
        return "".join(characters)
