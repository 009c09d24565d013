# SPDX-License-Identifier: Apache-2.0
"""Schemas at random, and policies, entities and requests for them, right ones and wrong ones, with the official engine's verdicts.

`case(seed)` gives {"schema": text} or {"schemaJSON": text}, "ok", and for schemas that are right "policies":
[{text, valid, errors[]}], "entities": [{json, ok}], "requests": [{principal, action, resource, context, ok}].
"""
import json
import random
import sys

import cedarpy

EXT = {"ipaddr": ("ip", ['"10.0.0.1"', '"::1/64"', '"10.0.0.0/8"'], ['"x"', '"1.2.3"']),
       "decimal": ("decimal", ['"1.0"', '"-0.5"', '"12.3456"'], ['"1"', '"1.23456"']),
       "datetime": ("datetime", ['"2020-01-01"', '"2020-01-01T00:00:00Z"'], ['"2020"', '"2020-13-01"']),
       "duration": ("duration", ['"1h"', '"-5ms"', '"1d2h"'], ['"h"', '"1h1d"'])}
PRIM = ["Long", "String", "Bool"]


class Gen:
    def __init__(self, seed):
        self.r = random.Random(seed)

    def chance(self, p):
        return self.r.random() < p

    def pick(self, xs):
        return self.r.choice(list(xs))

    # ---- schemas -------------------------------------------------------------------------------------------------
    def schema(self):
        r = self.r
        self.wrong = r.choice([0, 0, 0, 0.02, 0.1])
        self.namespaces = [""] if self.chance(0.6) else r.sample(["", "N", "M::O", "N::P"], r.randint(1, 3))
        self.decls = {}
        pool = ["A", "B", "C", "D", "E", "F", "Long", "principal", "ipaddr", "Set", "T", "in_", "context"]
        used = set()
        for ns in self.namespaces:
            free = [n for n in pool if n not in used or self.chance(self.wrong)]
            r.shuffle(free)
            k = r.randint(1, 4)
            ents = free[:k]
            commons = [n for n in free[k:k + r.randint(0, 2)] if n not in ("Long", "Set") or self.chance(self.wrong)]
            if self.chance(0.1) and ents and ents[0] not in ("Long", "Set"):
                commons.append(ents[0])
            used |= set(ents) | set(commons)
            acts = r.sample(["read", "write", "a b", "all", "x\"y", "in", "é"], r.choice([0, 1, 2, 2, 3, 4]))
            self.decls[ns] = {"ents": ents, "commons": list(dict.fromkeys(commons)), "acts": acts}
        self.out = {}
        for ns, d in self.decls.items():
            e = {}
            for n in d["ents"]:
                if self.chance(0.2):
                    e[n] = {"enum": r.sample(["a", "b", "c\n", ""], r.randint(1, 3))}
                else:
                    e[n] = {"parents": [self.entref(ns) for _ in range(r.choice([0, 0, 1, 2]))],
                            "attrs": self.attrs(ns, 2) if self.chance(0.8) else None,
                            "tags": self.type(ns, 1) if self.chance(0.4) else None}
            c = {}
            for i, n in enumerate(d["commons"]):
                c[n] = self.type(ns, 2, d["commons"][:i] if not self.chance(self.wrong) else None)
                if self.chance(0.4):
                    c[n] = ("rec", self.attrs(ns, 1, d["commons"][:i]))
            a = {}
            for i, n in enumerate(d["acts"]):
                groups = []
                if i and self.chance(0.5):
                    groups = [(None, self.pick(d["acts"][:i] if not self.chance(self.wrong) else d["acts"]))]
                other = self.namespaces[0]
                if self.chance(0.3) and other != ns or self.chance(self.wrong):
                    if self.decls[other]["acts"]:
                        t = "Action" if other == "" else other + "::Action"
                        groups.append((t, self.pick(self.decls[other]["acts"])))
                applies = None
                if self.chance(0.85):
                    applies = {"p": [self.entref(ns) for _ in range(r.choice([1, 1, 2]))],
                               "r": [self.entref(ns) for _ in range(r.choice([1, 1, 2, 3]))],
                               "c": ("rec", self.attrs(ns, 2)) if self.chance(0.7) else None}
                    recs = [n for n in d["commons"] if c[n][0] == "rec"]
                    if recs and self.chance(0.3):
                        applies["c"] = ("ref", self.pick(recs))
                    if self.chance(self.wrong):
                        applies["c"] = self.type(ns, 1)
                a[n] = {"groups": groups, "applies": applies}
            self.out[ns] = {"ents": e, "commons": c, "acts": a}
        return self.out

    def entref(self, ns):
        if self.chance(self.wrong):
            return self.pick(["Nope", "Action", "N::Nope", "__cedar::Long", "String"])
        choices = []
        for n2, d in self.decls.items():
            for e in d["ents"]:
                if n2 == ns or n2 == "":
                    choices.append(e)
                if n2 != "":
                    choices.append(n2 + "::" + e)
        return self.pick(choices)

    def attrs(self, ns, depth, commons=None):
        names = self.r.sample(["a", "b", "c", "x y", "if", "é", "n", "o"], self.r.randint(0, 5))
        return {n: (self.type(ns, depth - 1, commons), self.chance(0.6)) for n in names}

    def type(self, ns, depth, commons=None):
        k = self.r.random()
        if self.chance(self.wrong):
            return ("ref", self.pick(["Nope", "Action", "Boolean", "Record", "__cedar::Foo", "Entity"]))
        if depth > 0 and k < 0.2:
            return ("set", self.type(ns, depth - 1, commons))
        if depth > 0 and k < 0.35:
            return ("rec", self.attrs(ns, depth, commons))
        if k < 0.6:
            return ("prim", self.pick(PRIM))
        if k < 0.75:
            return ("ext", self.pick(EXT))
        usable = commons if commons is not None else self.decls[ns]["commons"]
        if usable and k < 0.85:
            return ("ref", self.pick(usable))
        return ("ent", self.entref(ns))

    # ---- schema text ---------------------------------------------------------------------------------------------
    def q(self, s):
        return json.dumps(s, ensure_ascii=False)

    def name(self, s):
        ok = s.isascii() and s.isidentifier() and s not in ("if", "in")
        return s if ok and self.chance(0.7) else self.q(s)

    def t_type(self, t):
        k, v = t
        if k == "prim":
            return v if not self.chance(0.2) else "__cedar::" + v
        if k == "ext":
            return v if not self.chance(0.2) else "__cedar::" + v
        if k == "set":
            return "Set<" + self.t_type(v) + ">"
        if k == "rec":
            return self.t_rec(v)
        return v

    def t_rec(self, attrs):
        parts = []
        for n, (t, req) in attrs.items():
            ann = self.ann()
            parts.append(ann + self.name(n) + ("" if req else "?") + ": " + self.t_type(t))
        return "{" + ", ".join(parts) + ("," if parts and self.chance(0.2) else "") + "}"

    def ann(self):
        if not self.chance(0.08):
            return ""
        return self.pick(['@doc("x\\n") ', "@flag ", '@if("y") ', '@a("1")@b("2") '])

    def text(self, out):
        blocks = []
        for ns, d in out.items():
            items = []
            for n, t in d["commons"].items():
                items.append(self.ann() + f"type {n} = {self.t_type(t)};")
            for n, e in d["ents"].items():
                if "enum" in e:
                    items.append(self.ann() + f"entity {n} enum [{', '.join(self.q(i) for i in e['enum'])}];")
                    continue
                s = self.ann() + f"entity {n}"
                if e["parents"]:
                    ps = e["parents"]
                    s += " in " + (ps[0] if len(ps) == 1 and self.chance(0.5) else "[" + ", ".join(ps) + "]")
                if e["attrs"] is not None:
                    s += self.pick([" = ", " "]) + self.t_rec(e["attrs"])
                if e["tags"] is not None:
                    s += " tags " + self.t_type(e["tags"])
                items.append(s + ";")
            for n, a in d["acts"].items():
                s = self.ann() + f"action {self.name(n)}"
                if a["groups"]:
                    gs = [(self.name(i) if t is None else f"{t}::{self.q(i)}") for t, i in a["groups"]]
                    s += " in " + (gs[0] if len(gs) == 1 and self.chance(0.5) else "[" + ", ".join(gs) + "]")
                if a["applies"]:
                    ap = a["applies"]
                    parts = ["principal: " + self.one(ap["p"]), "resource: " + self.one(ap["r"])]
                    if ap["c"] is not None:
                        parts.append("context: " + self.t_type(ap["c"]))
                    self.r.shuffle(parts)
                    s += " appliesTo {" + ", ".join(parts) + ("," if self.chance(0.2) else "") + "}"
                items.append(s + ";")
            self.r.shuffle(items)
            body = self.pick(["\n", " ", " // c\n"]).join(items)
            blocks.append(body if ns == "" else self.ann() + f"namespace {ns} {{ {body}\n }}")
        self.r.shuffle(blocks)
        text = "\n".join(blocks)
        if self.chance(self.wrong * 2):
            i = self.r.randrange(len(text) + 1)
            text = text[:i] + self.pick([";", "}", "{", ",", "?", "\"", "@", "é", "in", "::", ""]) + text[i + self.r.randint(0, 2):]
        return text

    def one(self, xs):
        return xs[0] if len(xs) == 1 and self.chance(0.5) else "[" + ", ".join(xs) + "]"

    # ---- schema JSON ---------------------------------------------------------------------------------------------
    def j_type(self, t):
        k, v = t
        if k == "prim":
            c = self.r.random()
            if c < 0.5:
                return {"type": "Boolean" if v == "Bool" else v}
            return {"type": "EntityOrCommon", "name": v if c < 0.7 else "__cedar::" + v}
        if k == "ext":
            return self.pick([{"type": "Extension", "name": v}, {"type": "EntityOrCommon", "name": v}, {"type": v}])
        if k == "set":
            return {"type": "Set", "element": self.j_type(v)}
        if k == "rec":
            d = {"type": "Record", "attributes": self.j_attrs(v)}
            if self.chance(0.1):
                d["additionalAttributes"] = self.chance(self.wrong)
            return d
        if k == "ent":
            return {"type": self.pick(["Entity", "EntityOrCommon"]), "name": v}
        return self.pick([{"type": v}, {"type": "EntityOrCommon", "name": v}])

    def j_attrs(self, attrs):
        d = {}
        for n, (t, req) in attrs.items():
            j = self.j_type(t)
            if not req:
                j["required"] = False
            elif self.chance(0.2):
                j["required"] = True
            if self.chance(0.05):
                j["annotations"] = self.pick([{"a": "b"}, {"a": None}, {}])
            d[n] = j
        return d

    def json(self, out):
        res = {}
        for ns, d in out.items():
            ents = {}
            for n, e in d["ents"].items():
                if "enum" in e:
                    ents[n] = {"enum": e["enum"]}
                    continue
                j = {}
                if e["parents"] or self.chance(0.2):
                    j["memberOfTypes"] = e["parents"]
                if e["attrs"] is not None:
                    j["shape"] = {"type": "Record", "attributes": self.j_attrs(e["attrs"])}
                if e["tags"] is not None:
                    j["tags"] = self.j_type(e["tags"])
                ents[n] = j
            acts = {}
            for n, a in d["acts"].items():
                j = {}
                if a["groups"]:
                    j["memberOf"] = [({"id": i} if t is None else {"id": i, "type": t}) for t, i in a["groups"]]
                if a["applies"]:
                    ap = a["applies"]
                    j["appliesTo"] = {"principalTypes": ap["p"], "resourceTypes": ap["r"]}
                    if ap["c"] is not None:
                        j["appliesTo"]["context"] = self.j_type(ap["c"])
                elif self.chance(0.3):
                    j["appliesTo"] = None
                acts[n] = j
            res[ns] = {"entityTypes": ents, "actions": acts}
            if d["commons"]:
                res[ns]["commonTypes"] = {n: self.j_type(t) for n, t in d["commons"].items()}
            if self.chance(0.05) and (ns or self.chance(self.wrong)):
                res[ns]["annotations"] = {"x": "y"}
        if self.chance(self.wrong * 2):
            self.mutate(res)
        return json.dumps(res, ensure_ascii=self.chance(0.5))

    def mutate(self, j):
        """One random change somewhere."""
        spots = []

        def walk(x):
            if isinstance(x, dict):
                for k in x:
                    spots.append((x, k))
                    walk(x[k])
            elif isinstance(x, list):
                for i in range(len(x)):
                    spots.append((x, i))
                    walk(x[i])
        walk(j)
        if not spots:
            return
        x, k = self.pick(spots)
        what = self.r.randrange(5)
        if what == 0:
            del x[k]
        elif what == 1:
            x[k] = self.pick([None, 1, "x", [], {}, True, 1.5, -0.0, [1], {"type": "Long"}])
        elif what == 2 and isinstance(x, dict):
            x[self.pick(["zz", "type", "name", "id", "required", "__entity"])] = self.pick(["x", 1, {}])
        elif what == 3 and isinstance(x, dict):
            x[k + "2"] = x.pop(k)
        elif isinstance(x, list):
            x.append(self.pick([1, "x", x[k]]))

    # ---- resolving, for the rest ------------------------------------------------------------------------------------
    def full(self, ns, name):
        """(kind, qualified name or builtin)"""
        for cand in ([ns + "::" + name] if ns and "::" not in name else []) + [name]:
            n2, _, base = cand.rpartition("::")
            d = self.out.get(n2)
            if d and base in d["commons"]:
                return ("common", (n2, base))
            if d and base in d["ents"]:
                return ("ent", cand)
            if d and base == "Action" and d["acts"]:
                return ("ent", cand)
        return ("builtin", name.replace("__cedar::", ""))

    def resolve(self, ns, t):
        k, v = t
        if k in ("prim", "ext", "ref", "ent"):
            kind, what = self.full(ns, v)
            if k == "ent" and kind == "common" and self.isjson_ent(v):
                pass
            if kind == "common":
                return self.resolve(what[0], self.out[what[0]]["commons"][what[1]])
            if kind == "ent":
                return ("ent", what)
            return ("ext", what) if what in EXT else ("prim", what)
        if k == "set":
            return ("set", self.resolve(ns, v))
        return ("rec", {n: (self.resolve(ns, t2), req) for n, (t2, req) in v.items()})

    def isjson_ent(self, v):
        return False

    def model(self):
        self.E, self.A = {}, {}
        for ns, d in self.out.items():
            pre = ns + "::" if ns else ""
            for n, e in d["ents"].items():
                if "enum" in e:
                    self.E[pre + n] = {"enum": e["enum"], "attrs": {}, "tags": None, "parents": []}
                else:
                    self.E[pre + n] = {"attrs": self.resolve(ns, ("rec", e["attrs"] or {}))[1],
                                       "tags": self.resolve(ns, e["tags"]) if e["tags"] else None,
                                       "parents": [self.entity(ns, p) for p in e["parents"]]}
            for n, a in d["acts"].items():
                ap = a["applies"]
                self.A[(pre + "Action", n)] = {
                    "p": [self.entity(ns, x) for x in ap["p"]] if ap else [],
                    "r": [self.entity(ns, x) for x in ap["r"]] if ap else [],
                    "c": self.resolve(ns, ap["c"])[1] if ap and ap["c"] else {}}

    def entity(self, ns, name):
        for cand in ([ns + "::" + name] if ns and "::" not in name else []) + [name]:
            n2, _, base = cand.rpartition("::")
            if n2 in self.out and base in self.out[n2]["ents"]:
                return cand
        return name

    # ---- policies ------------------------------------------------------------------------------------------------
    def uid(self, t):
        if t.split("::")[-1] == "Action":
            ids = [i for (ty, i) in self.A if ty == t] or ["zz"]
            i = self.pick(ids) if not self.chance(self.bad) else "zz"
        elif t in self.E and "enum" in self.E[t]:
            i = self.pick(self.E[t]["enum"]) if not self.chance(self.bad) else "zz"
        else:
            i = self.pick(["u1", "u2", "x y", ""])
        return (t, i)

    def lit(self, u):
        return f"{u[0]}::{self.q(u[1])}"

    def anytype(self):
        k = self.r.random()
        if k < 0.5:
            return self.pick(list(self.E) + [t for t, _ in self.A])
        return self.pick(self.E)

    def policy(self, deep=4):
        self.bad = self.r.choice([0, 0, 0, 0.01, 0.05])
        self.env = None
        acts = [k for k, a in self.A.items() if a["p"] and a["r"]]
        key = self.pick(acts) if acts else None
        a = self.A[key] if key else {"p": ["A"], "r": ["A"], "c": {}}
        p, r = self.pick(a["p"]), self.pick(a["r"])
        self.env = {"principal": ("ent", p), "resource": ("ent", r), "context": ("rec", a["c"]),
                    "action": ("ent", key[0] if key else "Action")}

        def scope(var, t):
            k = self.r.random()
            u = self.uid(t if not self.chance(0.04) else self.anytype())
            if k < 0.3:
                return f"{var} == {self.lit(u)}"
            if k < 0.5:
                up = t
                if t in self.E and self.E[t]["parents"]:
                    up = self.pick(self.E[t]["parents"] + [t])
                return f"{var} in {self.lit(self.uid(up if up in self.E else t))}"
            if k < 0.7:
                return f"{var} is {t if not self.chance(self.bad) else 'Nope'}"
            if k < 0.75:
                return f"{var} is {t} in {self.lit(u)}"
            if k < 0.8:
                return f"{var} {self.pick(['==', 'in'])} ?{var}"
            return var
        k = self.r.random()
        lit = self.lit(key) if key else 'Action::"zz"'
        if key and k < 0.7:
            act = f"action == {lit}"
        elif k < 0.8:
            act = f"action in [{', '.join(self.lit(self.pick(self.A)) for _ in range(self.r.randint(0, 3)))}]" if self.A else "action"
        elif k < 0.9:
            act = f"action in {lit}"
        else:
            act = "action"
        conds = ""
        for _ in range(self.r.choice([0, 1, 1, 1, 2])):
            conds += f" {self.pick(['when', 'when', 'unless'])} {{ {self.bool(deep)} }}"
        return f"{self.pick(['permit', 'forbid'])}({scope('principal', p)}, {act}, {scope('resource', r)}){conds};"

    def paths(self, want, limit=3):
        """Expressions of this type that are reached from variables: (text, type, guards)."""
        found = []

        def go(text, t, guards, d):
            if want(t):
                found.append((text, t, guards))
            if d == 0 or len(found) > 40:
                return
            attrs = {}
            if t[0] == "rec":
                attrs = t[1]
            elif t[0] == "ent" and t[1] in self.E:
                attrs = self.E[t[1]]["attrs"]
            for n, (t2, req) in attrs.items():
                ok = n.isascii() and n.isidentifier() and n not in ("if", "in")
                acc = f".{n}" if ok and self.chance(0.8) else f"[{self.q(n)}]"
                has = f"{text} has {n if ok and self.chance(0.7) else self.q(n)}"
                go(text + acc, t2, guards if req else guards + [has], d - 1)
            if t[0] == "ent" and t[1] in self.E and self.E[t[1]]["tags"]:
                g = f'{text}.hasTag("k")'
                go(f'{text}.getTag("k")', self.E[t[1]]["tags"], guards + [g], d - 1)
        for v, t in self.env.items():
            go(v, t, [], limit)
        return found

    def bool(self, d):
        r = self.r
        k = r.random()
        if d <= 0 or k < 0.08:
            return self.pick(["true", "false", "1 == 1", "principal == resource"])
        if k < 0.2:
            return f"({self.bool(d-1)} && {self.bool(d-1)})"
        if k < 0.28:
            return f"({self.bool(d-1)} || {self.bool(d-1)})"
        if k < 0.33:
            return f"!({self.bool(d-1)})"
        if k < 0.37:
            return f"(if {self.bool(d-1)} then {self.bool(d-1)} else {self.bool(d-1)})"
        self.guards = []
        e = self.atom(d)
        gs = list(dict.fromkeys(g for g in self.guards))
        if self.chance(self.bad * 3) and gs:
            gs.pop(r.randrange(len(gs)))
        if self.chance(0.2) and len(gs) == 1:
            return self.pick([f"(if {gs[0]} then {e} else {self.bool(d-2)})", f"({gs[0]} && {self.bool(0)} && {e})",
                              f"(({gs[0]} || {gs[0]}) && {e})", f"({gs[0]} && ({self.bool(0)} || {e}))",
                              f"(!({gs[0]}) || {e})", f"(({gs[0]} && {self.bool(1)}) && {e})"])
        return "(" + " && ".join(gs + [e]) + ")"

    def term(self, t, d):
        """An expression of a type; the guards it needs go to self.guards."""
        if self.chance(self.bad):
            t = self.pick([("prim", "Long"), ("prim", "String"), ("prim", "Bool"), ("ext", "ipaddr"), ("set", ("prim", "Long"))])
        ps = self.paths(lambda x: x == t) if self.chance(0.6) else []
        if ps:
            text, _, guards = self.pick(ps)
            self.guards += guards
            return text
        k, v = t
        if k == "prim":
            if v == "Long":
                if d > 0 and self.chance(0.3):
                    return f"({self.term(t, d-1)} {self.pick('+-*')} {self.term(t, d-1)})"
                return self.pick(["0", "1", "-5", "42"])
            if v == "String":
                return self.pick(['"a"', '"b c"', '""'])
            return self.bool(d - 1) if d > 1 and False else self.pick(["true", "false"])
        if k == "ext":
            f, good, badl = EXT[v]
            arg = self.pick(good if not self.chance(self.bad) else badl)
            if self.chance(self.bad):
                return f"{f}({arg}, {arg})"
            if v == "datetime" and d > 0 and self.chance(0.3):
                return f"{self.term(t, d-1)}.offset({self.term(('ext', 'duration'), d-1)})"
            return f"{f}({arg})"
        if k == "set":
            if self.chance(self.bad * 2):
                return "[]"
            return "[" + ", ".join(self.term(v, d - 1) for _ in range(self.r.randint(1, 3))) + "]"
        if k == "rec":
            items = [f"{self.q(n)}: {self.term(t2, d-1)}" for n, (t2, req) in v.items() if req or self.chance(0.3)]
            return "{" + ", ".join(items) + "}"
        return self.lit(self.uid(v))

    def sometype(self):
        k = self.r.random()
        if k < 0.5:
            ps = self.paths(lambda x: True)
            return self.pick(ps)[1]
        if k < 0.7:
            return ("prim", self.pick(PRIM))
        if k < 0.8:
            return ("ext", self.pick(EXT))
        if k < 0.9:
            return ("set", self.pick([("prim", "Long"), ("prim", "String"), ("ent", self.anytype())]))
        return ("ent", self.anytype())

    def atom(self, d):
        k = self.r.random()
        L, S = ("prim", "Long"), ("prim", "String")
        if k < 0.2:
            t = self.sometype()
            return f"{self.term(t, d-1)} {self.pick(['==', '!='])} {self.term(t, d-1)}"
        if k < 0.3:
            t = self.pick([L, L, ("ext", "datetime"), ("ext", "duration")])
            return f"{self.term(t, d-1)} {self.pick(['<', '<=', '>', '>='])} {self.term(t, d-1)}"
        if k < 0.42:
            l, rr = ("ent", self.anytype()), ("ent", self.anytype())
            if self.chance(0.4):
                rr = ("set", rr)
            left = self.pick(["principal", "resource", "action"]) if self.chance(0.5) else self.term(l, d - 1)
            return f"{left} in {self.term(rr, d-1)}"
        if k < 0.5:
            left = self.pick(["principal", "resource", "action"]) if self.chance(0.5) else self.term(("ent", self.anytype()), d - 1)
            s = f"{left} is {self.anytype() if not self.chance(self.bad) else 'Nope'}"
            return s + (f" in {self.term(('ent', self.anytype()), d-1)}" if self.chance(0.3) else "")
        if k < 0.56:
            return f'{self.term(S, d-1)} like {self.pick(["*", "a*", "é?*"]).join([chr(34)]*2)}'
        if k < 0.68:
            e = self.pick([0, 1, 2])
            el = self.pick([L, S, ("ent", self.anytype())])
            st = [t for _, t, _ in self.paths(lambda x: x[0] == "set")]
            if st and self.chance(0.7):
                el = self.pick(st)[1]
            s = self.term(("set", el), d - 1)
            if e == 0:
                return f"{s}.contains({self.term(el, d-1)})"
            if e == 1:
                return f"{s}.{self.pick(['containsAll', 'containsAny'])}({self.term(('set', el), d-1)})"
            return f"{s}.isEmpty()"
        if k < 0.8:
            base = self.pick(self.paths(lambda x: x[0] in ("rec", "ent")) or [("principal", None, [])])
            self.guards += base[2]
            attrs = self.r.choice([["a"], ["b"], ["n"], ["a", "b"], ["c", "a"], ["zz"], ["o", "n", "a"]])
            if self.chance(0.1):
                return f"{base[0]} has {self.q(self.pick(['x y', 'if', 'é', 'zz']))}"
            return f"{base[0]} has {'.'.join(attrs)}"
        if k < 0.88:
            t = self.pick([("ext", x) for x in EXT])
            a = self.term(t, d - 1)
            f = {"ipaddr": ["isIpv4()", "isLoopback()", f"isInRange({self.term(t, 0)})"],
                 "decimal": [f"lessThan({self.term(t, 0)})", f"greaterThanOrEqual({self.term(t, 0)})"],
                 "datetime": [f"toDate() == {self.term(t, 0)}", f"durationSince({self.term(t, 0)}) == {self.term(('ext', 'duration'), 0)}", f"toTime() < {self.term(('ext', 'duration'), 0)}"],
                 "duration": ["toDays() > 3", "toSeconds() == 1"]}[t[1]]
            return f"{a}.{self.pick(f)}"
        if k < 0.94:
            b = self.pick(self.paths(lambda x: x[0] == "ent"))
            self.guards += b[2]
            return f'{b[0]}.hasTag({self.term(S, 0)})'
        b = self.paths(lambda x: x == ("prim", "Bool"))
        if b:
            t = self.pick(b)
            self.guards += t[2]
            return t[0]
        return "true"

    # ---- entities and requests -----------------------------------------------------------------------------------
    def value(self, t):
        if self.chance(self.bad):
            return self.pick([1, "x", True, [], {}, None, 1.5, [1, "a"], {"type": "A", "id": "x"}, {"__extn": {"fn": "ip", "arg": "1.1.1.1"}}])
        k, v = t
        if k == "prim":
            return {"Long": self.r.randint(-5, 5), "String": self.pick(["a", "1.0", "é"]), "Bool": self.chance(0.5)}.get(v, 1)
        if k == "ext":
            f, good, badl = EXT[v]
            s = json.loads(self.pick(good if not self.chance(self.bad) else badl))
            if v == "datetime" and self.chance(0.2):
                off = self.pick(["1h", {"__extn": {"fn": "duration", "arg": "1h"}}, {"fn": "duration", "arg": "2h"}])
                c = {"fn": "offset", "args": [s, off]}
                return self.pick([c, {"__extn": c}])
            return self.pick([s, {"fn": f, "arg": s}, {"__extn": {"fn": f, "arg": s}}, {"__extn": {"fn": f, "args": [s]}}])
        if k == "set":
            return [self.value(v) for _ in range(self.r.randint(0, 3))]
        if k == "rec":
            d = {n: self.value(t2) for n, (t2, req) in v.items() if (req or self.chance(0.5)) and not self.chance(self.bad)}
            if self.chance(self.bad):
                d["zz"] = 1
            return d
        return self.ejson(self.uid(v if not self.chance(self.bad) else self.anytype()))

    def ejson(self, u):
        d = {"type": u[0], "id": u[1]}
        return d if self.chance(0.5) else {"__entity": d}

    def ancestors(self, t):
        seen, todo = [], list(self.E.get(t, {}).get("parents", []))
        while todo:
            x = todo.pop()
            if x not in seen:
                seen.append(x)
                todo += self.E.get(x, {}).get("parents", [])
        return seen

    def entities(self):
        self.bad = self.r.choice([0, 0, 0, 0.02, 0.08])
        es = []
        uids = [self.uid(self.pick(self.E)) for _ in range(self.r.randint(0, 6))]
        if self.chance(0.9):
            uids = list(dict.fromkeys(uids))
        for u in uids:
            e = self.E[u[0]]
            anc = self.ancestors(u[0])
            parents = []
            for _ in range(self.r.choice([0, 0, 1, 2])):
                if anc:
                    parents.append(self.ejson(self.uid(self.pick(anc) if not self.chance(self.bad) else self.anytype())))
            o = {"uid": self.ejson(u), "attrs": self.value(("rec", e["attrs"])), "parents": parents}
            if e["tags"] and self.chance(0.5) or self.chance(self.bad):
                o["tags"] = {self.pick(["k", "l"]): self.value(e["tags"] or ("prim", "Long")) for _ in range(self.r.randint(0, 2))}
            es.append(o)
        if self.A and self.chance(0.1):
            k = self.pick(self.A)
            es.append({"uid": {"type": k[0], "id": k[1]}, "attrs": {}, "parents": []})
        if self.chance(self.bad * 2):
            self.mutate(es)
        return json.dumps(es)

    def request(self):
        self.bad = self.r.choice([0, 0, 0.03, 0.1])
        key = self.pick(self.A)
        a = self.A[key]
        p = self.uid(self.pick(a["p"]) if a["p"] and not self.chance(0.1) else self.anytype())
        r = self.uid(self.pick(a["r"]) if a["r"] and not self.chance(0.1) else self.anytype())
        if self.chance(self.bad):
            key = (key[0], "zz")
        c = self.value(("rec", a["c"]))
        if self.chance(self.bad):
            self.mutate(c) if isinstance(c, dict) else None
        return {"principal": {"type": p[0], "id": p[1]}, "action": {"type": key[0], "id": key[1]},
                "resource": {"type": r[0], "id": r[1]}, "context": c}


def kinds(errors):
    return sorted({e.error for e in errors})


def case(seed):
    g = Gen(seed)
    out = g.schema()
    is_json = g.chance(0.4)
    text = g.json(out) if is_json else g.text(out)
    I = cedarpy._internal
    try:
        handle = (I.Schema.from_json_str if is_json else I.Schema.from_str)(text)
    except ValueError as e:
        return {("schemaJSON" if is_json else "schema"): text, "ok": False, "error": str(e)}
    res = {("schemaJSON" if is_json else "schema"): text, "ok": True, "printed": str(handle),
           "policies": [], "entities": [], "requests": []}
    if g.wrong:
        return res
    try:
        g.model()
    except RecursionError:  # an entity type and a common type of one name
        return res
    for _ in range(12):
        p = g.policy()
        r = cedarpy.validate_policies(p, handle)
        if r.errors and "parse error" in r.errors[0].error:
            continue
        res["policies"].append({"text": p, "valid": r.validation_passed, "errors": kinds(r.errors)})
    for _ in range(4):
        e = g.entities()
        try:
            I.Entities.from_json_str(e, handle)
            ok = True
        except ValueError:
            ok = False
        res["entities"].append({"json": e, "ok": ok})
    if g.A:
        for _ in range(4):
            q = g.request()
            r = cedarpy.is_authorized({**q, "context": json.dumps(q["context"])}, "permit(principal, action, resource);", "[]", handle)
            res["requests"].append({**q, "ok": not r.diagnostics.errors, "why": r.diagnostics.errors[:1]})
    return res

