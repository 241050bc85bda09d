#!/usr/bin/env python3
"""Writes permission.json: what a member may do, given definitions, grants and what the host states.

As in generate_verdict.py each answer comes from two sides: the author of a question wrote down what
is held, and a small model works it out. The script stops when the two disagree.

    python3 tests/vectors/generate_permission.py            # rewrite permission.json
    python3 tests/vectors/generate_permission.py --check    # fail when permission.json differs
"""

import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent

SYSTEM = [
    "$delete_team",
    "$invite_members",
    "$manage_api_keys",
    "$read_members",
    "$remove_members",
    "$update_team",
]
ADMIN = [*SYSTEM, "team_admin"]
MEMBER = ["$invite_members", "$read_members", "team_member"]
KEYS = "$manage_api_keys"

ABOUT = [
    "A test: open a store in memory, take the `steps` in their order as the server, all in the team"
    " `acme`, then ask. A step with `refused` answers the error of that code and changes nothing.",
    "`define`, `rename` and `delete` are about definitions. `create_team` makes the team with a"
    " creator. `join` adds a member with the permissions of the settings, `set_member` with these;"
    " `leave` removes one. `grant` and `ungrant` change what a member holds directly. `settings`"
    " are an argument of `update_settings`.",
    "`ask` without `stated` asks the store: `holds` is all that `list_permissions` gives, in order,"
    " and `has_permission` answers yes for these and no for each of `lacks`.",
    "With `stated` the same is asked through `acting_as(user, team_permissions={'acme': stated})`.",
    "`manages_keys`: whether that user, through `acting_as`, may list the team's keys; without the"
    " right the answer is `not_found`. `refused`: `acting_as` itself answers this error.",
]

NOTES = {
    "direct": "What is granted is held.",
    "contained": "What a held permission contains is held too, however deep.",
    "cycle": "Definitions may contain each other in a circle; resolution ends all the same.",
    "unknown": "An id that nothing defines is worth nothing, wherever it stands.",
    "system": "The six permissions that Keywright itself reads. They contain nothing and stay.",
    "default": "What a new store defines, and what creators and new members get.",
    "stated": "A host that keeps roles itself states them for one call; nothing is stored, and"
    " nothing that is stored counts beside it.",
    "membership": "Who is not in the team holds nothing in it.",
    "renamed": "A new id stands everywhere the old one stood.",
    "deleted": "A deleted definition is gone from all that contained or held it.",
    "refused": "A request that makes no sense is told so, and changes nothing.",
    "syntax": "Which texts are ids.",
}


class Refused(Exception):
    pass


def check_id(text):
    if text not in SYSTEM and not re.fullmatch("[a-z0-9_:]{1,255}", text):
        raise Refused("invalid_argument")


class Model:
    def __init__(self):
        self.definitions = {
            "team_admin": set(SYSTEM),
            "team_member": {"$invite_members", "$read_members"},
        }
        self.members = {}
        self.defaults = {
            "creator_permissions": ["team_admin"],
            "member_permissions": ["team_member"],
        }
        self.is_made = False

    def known(self, text):
        return text in SYSTEM or text in self.definitions

    def require_known(self, texts, code="not_found"):
        for text in texts:
            check_id(text)
        if not all(map(self.known, texts)):
            raise Refused(code)

    def replace(self, old, new):
        for found in [*self.definitions.values(), *self.members.values()]:
            if old in found:
                found.remove(old)
                found.update(new)
        for name, found in self.defaults.items():
            self.defaults[name] = [text for text in found if text != old] + (
                new if old in found else []
            )

    def step(self, step):
        [(name, value)] = [(name, value) for name, value in step.items() if name != "refused"]
        if name == "define":
            check_id(value["id"])
            for text in value["contains"]:
                check_id(text)
            if value["id"] in SYSTEM:
                raise Refused("invalid_argument")
            self.require_known(set(value["contains"]) - {value["id"]}, "invalid_argument")
            self.definitions[value["id"]] = set(value["contains"])
        elif name == "rename":
            check_id(value["id"])
            check_id(value["new_id"])
            if value["new_id"] in SYSTEM:
                raise Refused("invalid_argument")
            if value["id"] not in self.definitions:
                raise Refused("not_found")
            if value["new_id"] != value["id"]:
                if value["new_id"] in self.definitions:
                    raise Refused("already_exists")
                self.definitions[value["new_id"]] = self.definitions.pop(value["id"])
                self.replace(value["id"], [value["new_id"]])
        elif name == "delete":
            check_id(value)
            if value not in self.definitions:
                raise Refused("not_found")
            del self.definitions[value]
            self.replace(value, [])
        elif name == "create_team":
            if self.is_made:
                raise Refused("already_exists")
            self.members[value] = set(self.defaults["creator_permissions"])
        elif name == "join":
            self.members.setdefault(value, set(self.defaults["member_permissions"]))
        elif name == "set_member":
            self.require_known(value["permissions"])
            self.members[value["user"]] = set(value["permissions"])
        elif name == "leave":
            self.require_member(value)
            del self.members[value]
        elif name == "grant":
            check_id(value["permission"])
            self.require_member(value["user"])
            self.require_known([value["permission"]])
            self.members[value["user"]].add(value["permission"])
        elif name == "ungrant":
            check_id(value["permission"])
            self.require_member(value["user"])
            if value["permission"] not in self.members[value["user"]]:
                raise Refused("not_found")
            self.members[value["user"]].remove(value["permission"])
        elif name == "settings":
            for texts in value.values():
                self.require_known(texts)
            self.defaults.update(value)
        else:
            raise AssertionError(name)
        self.is_made |= name in ("create_team", "join", "set_member")

    def require_member(self, user):
        if user not in self.members:
            raise Refused("not_found")

    def resolve(self, direct):
        """Adds what is contained until nothing is added any more."""
        held = {text for text in direct if self.known(text)}
        while True:
            more = {text for held_id in held for text in self.definitions.get(held_id, ())}
            more = {text for text in more if self.known(text)} - held
            if not more:
                return sorted(held)
            held |= more


class Tests:
    def __init__(self):
        self.tests = []

    def test(self, comment, *flags, steps=()):
        case = {"id": len(self.tests) + 1, "comment": comment, "flags": list(flags)}
        case["steps"], case["ask"] = list(steps), []
        self.tests.append(case)
        model = Model()
        for step in steps:
            try:
                model.step(step)
                told = None
            except Refused as refusal:
                told = str(refusal)
            assert told == step.get("refused"), f"{comment}: {step} is {told}"

        def ask(holds, lacks=(), user="alice", stated=None):
            question = {"user": user}
            if stated is not None:
                question["stated"] = list(stated)
                try:
                    for text in stated:
                        check_id(text)
                except Refused as refusal:
                    assert holds == str(refusal), f"{comment}: {refusal}"
                    question["refused"] = holds
                    case["ask"].append(question)
                    return ask
            direct = model.members.get(user, ()) if stated is None else stated
            held = model.resolve(direct)
            assert held == sorted(holds), f"{comment}: holds {held}"
            assert not set(lacks) & set(held), f"{comment}: lacks {lacks}"
            question |= {"holds": held, "lacks": list(lacks), "manages_keys": KEYS in held}
            case["ask"].append(question)
            return ask

        return ask


def define(name, *contains):
    return {"define": {"id": name, "contains": list(contains)}}


def member(user, *permissions):
    return {"set_member": {"user": user, "permissions": list(permissions)}}


def grant(user, permission):
    return {"grant": {"user": user, "permission": permission}}


def ungrant(user, permission):
    return {"ungrant": {"user": user, "permission": permission}}


def rename(old, new):
    return {"rename": {"id": old, "new_id": new}}


def refused(step, code):
    return {**step, "refused": code}


def build():
    t = Tests()
    join, leave = {"join": "alice"}, {"leave": "alice"}

    t.test("a new member", "default", steps=[join])(MEMBER, [KEYS, "$update_team", "team_admin"])
    t.test("a team's creator", "default", steps=[{"create_team": "alice"}])(ADMIN, ["team_member"])
    t.test("not in the team", "membership", steps=[{"join": "bob"}])([], [KEYS, "$read_members"])
    t.test("a team of which nothing is known", "membership")([], ["team_member"])
    t.test("left", "membership", steps=[join, grant("alice", KEYS), leave])([], [KEYS])
    t.test(
        "back again with the defaults only",
        "membership",
        "default",
        steps=[join, grant("alice", KEYS), leave, join],
    )(MEMBER, [KEYS])
    t.test(
        "joining twice keeps what was granted",
        "membership",
        "direct",
        steps=[join, grant("alice", KEYS), join],
    )([KEYS, *MEMBER])
    t.test("a member without permissions", "direct", steps=[member("alice")])([], SYSTEM)

    for system in SYSTEM:
        others = [other for other in SYSTEM if other != system]
        t.test(f"{system} alone", "direct", "system", steps=[member("alice", system)])(
            [system], others
        )
    t.test(
        "a custom one that contains nothing",
        "direct",
        steps=[define("billing"), member("alice", "billing")],
    )(["billing"], SYSTEM)
    t.test(
        "granted twice, taken once",
        "direct",
        steps=[join, grant("alice", KEYS), grant("alice", KEYS), ungrant("alice", KEYS)],
    )(MEMBER, [KEYS])
    t.test(
        "setting a member replaces what was held",
        "direct",
        steps=[join, grant("alice", KEYS), member("alice", "$update_team")],
    )(["$update_team"], [KEYS, "team_member"])
    t.test("two members do not share", "direct", steps=[join, {"join": "bob"}, grant("bob", KEYS)])(
        MEMBER, [KEYS]
    )([KEYS, *MEMBER], user="bob")

    t.test("contained", "contained", steps=[define("ops", KEYS), member("alice", "ops")])(
        [KEYS, "ops"], ["$read_members"]
    )
    t.test(
        "contained twice over",
        "contained",
        steps=[
            define("inner", KEYS),
            define("outer", "inner"),
            member("alice", "outer"),
        ],
    )([KEYS, "inner", "outer"])
    chain = [define("p0", KEYS)] + [define(f"p{n}", f"p{n - 1}") for n in range(1, 40)]
    t.test("forty deep", "contained", steps=[*chain, member("alice", "p39")])(
        [KEYS, *(f"p{n}" for n in range(40))]
    )
    t.test("half of the chain", "contained", steps=[*chain, member("alice", "p3")])(
        [KEYS, "p0", "p1", "p2", "p3"], ["p4", "p39"]
    )
    t.test(
        "containing does not work upwards",
        "contained",
        steps=[
            define("inner", KEYS),
            define("outer", "inner", "$update_team"),
            member("alice", "inner"),
        ],
    )([KEYS, "inner"], ["outer", "$update_team"])
    t.test(
        "two ways to the same",
        "contained",
        steps=[
            define("base", "$read_members"),
            define("left", "base"),
            define("right", "base"),
            define("top", "left", "right"),
            member("alice", "top"),
        ],
    )(["$read_members", "base", "left", "right", "top"])
    t.test(
        "two grants add up",
        "contained",
        "direct",
        steps=[
            define("a", "$update_team"),
            define("b", KEYS),
            member("alice", "a", "b"),
        ],
    )(["$update_team", KEYS, "a", "b"])
    t.test(
        "a definition changed afterwards counts for who holds it",
        "contained",
        steps=[
            define("ops", "$read_members"),
            member("alice", "ops"),
            define("ops", KEYS),
        ],
    )([KEYS, "ops"], ["$read_members"])
    t.test(
        "what team_member contains can be changed",
        "contained",
        "default",
        steps=[
            join,
            define("team_member", KEYS),
        ],
    )([KEYS, "team_member"], ["$read_members"])
    t.test(
        "what is contained can not be taken from one member",
        "contained",
        "refused",
        steps=[
            define("ops", KEYS),
            member("alice", "ops"),
            refused(ungrant("alice", KEYS), "not_found"),
        ],
    )([KEYS, "ops"])
    t.test(
        "taking the direct grant leaves the contained one",
        "contained",
        steps=[
            define("ops", KEYS),
            member("alice", "ops", KEYS),
            ungrant("alice", KEYS),
        ],
    )([KEYS, "ops"])

    t.test("contains itself", "cycle", steps=[define("a", "a"), member("alice", "a")])(
        ["a"], [KEYS]
    )
    two = [define("a"), define("b", "a", KEYS), define("a", "b")]
    t.test("two contain each other, from one side", "cycle", steps=[*two, member("alice", "a")])(
        [KEYS, "a", "b"]
    )
    t.test("two contain each other, from the other", "cycle", steps=[*two, member("alice", "b")])(
        [KEYS, "a", "b"]
    )
    ring = [
        define("c", "$update_team"),
        define("b", "c"),
        define("a", "b", "$delete_team"),
        define("c", "a", "$update_team"),
    ]
    whole = ["$delete_team", "$update_team", "a", "b", "c"]
    for entry in "abc":
        t.test(f"a ring of three, from {entry}", "cycle", steps=[*ring, member("alice", entry)])(
            whole, [KEYS]
        )
    t.test(
        "a tail into a ring",
        "cycle",
        "contained",
        steps=[*ring, define("tail", "b"), member("alice", "tail")],
    )([*whole, "tail"])
    t.test("a ring broken again", "cycle", steps=[*ring, define("b"), member("alice", "a")])(
        ["$delete_team", "a", "b"], ["c"]
    )

    t.test(
        "contained and deleted",
        "deleted",
        "unknown",
        steps=[
            define("inner", KEYS),
            define("outer", "inner", "$read_members"),
            member("alice", "outer"),
            {"delete": "inner"},
        ],
    )(["$read_members", "outer"], [KEYS, "inner"])
    t.test(
        "held and deleted",
        "deleted",
        steps=[
            define("ops", KEYS),
            member("alice", "ops", "$read_members"),
            {"delete": "ops"},
        ],
    )(["$read_members"], [KEYS, "ops"])
    t.test(
        "deleted and defined again: the grant does not come back",
        "deleted",
        steps=[
            define("ops", KEYS),
            member("alice", "ops"),
            {"delete": "ops"},
            define("ops", KEYS),
        ],
    )([], [KEYS, "ops"])
    t.test(
        "a deleted default stops nobody from joining",
        "deleted",
        "default",
        steps=[{"delete": "team_member"}, join],
    )([], MEMBER)
    t.test(
        "one of a ring deleted",
        "deleted",
        "cycle",
        steps=[*two, member("alice", "a"), {"delete": "b"}],
    )(["a"], [KEYS, "b"])

    t.test(
        "renamed where it is held",
        "renamed",
        steps=[
            define("ops", KEYS),
            member("alice", "ops"),
            rename("ops", "operators"),
        ],
    )([KEYS, "operators"], ["ops"])
    t.test(
        "renamed where it is contained",
        "renamed",
        steps=[
            define("inner", KEYS),
            define("outer", "inner"),
            member("alice", "outer"),
            rename("inner", "core"),
        ],
    )([KEYS, "core", "outer"], ["inner"])
    t.test(
        "renamed where it contains itself",
        "renamed",
        "cycle",
        steps=[
            define("a", "a", KEYS),
            member("alice", "a"),
            rename("a", "z"),
        ],
    )([KEYS, "z"], ["a"])
    t.test(
        "renamed in the defaults",
        "renamed",
        "default",
        steps=[rename("team_member", "guest"), join],
    )(["$invite_members", "$read_members", "guest"], ["team_member"])
    t.test(
        "renamed to its own id",
        "renamed",
        steps=[
            define("ops", KEYS),
            member("alice", "ops"),
            rename("ops", "ops"),
        ],
    )([KEYS, "ops"])

    t.test(
        "defaults of the settings",
        "default",
        steps=[
            define("guest", "$read_members"),
            {"settings": {"member_permissions": ["guest"]}},
            join,
        ],
    )(["$read_members", "guest"], ["team_member", "$invite_members"])
    t.test("no defaults", "default", steps=[{"settings": {"member_permissions": []}}, join])(
        [], MEMBER
    )
    t.test(
        "new defaults do not touch who is in the team",
        "default",
        steps=[
            join,
            {"settings": {"member_permissions": [KEYS]}},
            {"join": "bob"},
        ],
    )(MEMBER, [KEYS])([KEYS], user="bob")
    t.test(
        "a creator's defaults",
        "default",
        steps=[
            {"settings": {"creator_permissions": [KEYS]}},
            {"create_team": "alice"},
            {"join": "bob"},
        ],
    )([KEYS], ["team_admin"])(MEMBER, user="bob")

    t.test("stated by the host, nothing in the store", "stated")([KEYS], [], stated=[KEYS])(
        ADMIN, [], stated=["team_admin"]
    )(MEMBER, [KEYS], stated=["team_member"])([], SYSTEM, stated=[])
    t.test("stated in place of what is stored", "stated", steps=[{"create_team": "alice"}])(
        ["$read_members"], [KEYS, "team_admin"], stated=["$read_members"]
    )([], SYSTEM, stated=[])(ADMIN)
    t.test(
        "stated, with what it contains",
        "stated",
        "contained",
        steps=[
            define("inner", KEYS),
            define("outer", "inner"),
        ],
    )([KEYS, "inner", "outer"], stated=["outer"])
    t.test("stated, in a ring", "stated", "cycle", steps=ring)(whole, stated=["c"])
    t.test("stated and unknown", "stated", "unknown", steps=[define("ops", KEYS)])(
        [], ["owner"], stated=["owner"]
    )([KEYS, "ops"], ["owner"], stated=["owner", "ops"])([], [KEYS], stated=["op"])
    t.test(
        "stated and deleted",
        "stated",
        "deleted",
        "unknown",
        steps=[define("ops", KEYS), {"delete": "ops"}],
    )([], [KEYS], stated=["ops"])
    t.test("stated for one user is not another's", "stated", steps=[{"join": "bob"}])(
        [KEYS], stated=[KEYS]
    )(MEMBER, [KEYS], user="bob")
    t.test("stated, and no id", "stated", "syntax", "refused")(
        "invalid_argument", stated=["$owner"]
    )("invalid_argument", stated=[""])("invalid_argument", stated=["Admin"])(
        "invalid_argument", stated=["*"]
    )

    bad = ["", "Ops", "ops ", "ops-1", "ops.1", "öps", "$ops", "$", "x" * 256, "a\nb"]
    t.test(
        "what is no id",
        "syntax",
        "refused",
        steps=[
            *(refused(define(text), "invalid_argument") for text in bad),
            *(refused(define("ok", text), "invalid_argument") for text in bad),
            join,
        ],
    )(MEMBER, ["ok"])
    good = ["0", "a:b", "_", ":", "x" * 255, "billing:read_1"]
    t.test(
        "what is an id", "syntax", steps=[*(define(text) for text in good), member("alice", *good)]
    )(good)
    t.test(
        "system permissions stay as they are",
        "system",
        "refused",
        steps=[
            *(refused(define(text), "invalid_argument") for text in SYSTEM),
            refused({"delete": KEYS}, "not_found"),
            refused(rename(KEYS, "keys"), "not_found"),
            define("ops"),
            refused(rename("ops", KEYS), "invalid_argument"),
            member("alice", KEYS),
        ],
    )([KEYS], ["keys"])
    t.test(
        "containing what nothing defines",
        "unknown",
        "refused",
        steps=[
            define("ops"),
            refused(define("ops", "nothing"), "invalid_argument"),
            refused(define("more", KEYS, "nothing"), "invalid_argument"),
            member("alice", "ops"),
            refused(grant("alice", "more"), "not_found"),
        ],
    )(["ops"], [KEYS, "more"])
    t.test(
        "granting what nothing defines",
        "unknown",
        "refused",
        steps=[
            join,
            refused(grant("alice", "nothing"), "not_found"),
            refused(member("alice", KEYS, "nothing"), "not_found"),
            refused({"settings": {"member_permissions": ["nothing"]}}, "not_found"),
        ],
    )(MEMBER, [KEYS, "nothing"])
    t.test(
        "granting to who is no member",
        "membership",
        "refused",
        steps=[
            {"join": "bob"},
            refused(grant("alice", KEYS), "not_found"),
            refused(ungrant("alice", KEYS), "not_found"),
            refused(leave, "not_found"),
        ],
    )([], [KEYS])
    t.test(
        "ids that are taken",
        "refused",
        "renamed",
        steps=[
            define("a", KEYS),
            define("b"),
            refused(rename("a", "b"), "already_exists"),
            refused(rename("a", "team_admin"), "already_exists"),
            refused(rename("c", "d"), "not_found"),
            refused({"delete": "c"}, "not_found"),
            {"create_team": "bob"},
            refused({"create_team": "alice"}, "already_exists"),
            member("alice", "a"),
        ],
    )([KEYS, "a"], ["b"])

    used = {flag for test in t.tests for flag in test["flags"]}
    assert used == set(NOTES), f"flags without a case or note: {used ^ set(NOTES)}"
    whole = {"schema": "permission.schema.json", "about": ABOUT, "notes": NOTES, "tests": t.tests}
    return json.dumps(whole, indent=1) + "\n"


def main():
    target = HERE / "permission.json"
    text = build()
    if sys.argv[1:] == ["--check"]:
        if not target.exists() or target.read_text(encoding="ascii") != text:
            sys.exit(f"{target.name} is not what {Path(__file__).name} writes: run it")
    elif sys.argv[1:]:
        sys.exit(f"usage: {Path(__file__).name} [--check]")
    else:
        target.write_text(text, encoding="ascii")


if __name__ == "__main__":
    main()
