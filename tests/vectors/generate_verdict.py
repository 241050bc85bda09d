#!/usr/bin/env python3
"""Writes verdict.json: little worlds of keys, and what every implementation must answer in them.

The answers come from two sides. Each question below carries the answer that its author expects,
and a small model of a store, written apart from the one in Rust, works the answer out from the
world. The script stops when the two disagree. It uses the standard library only, no randomness
and no clock.

    python3 tests/vectors/generate_verdict.py            # rewrite verdict.json
    python3 tests/vectors/generate_verdict.py --check    # fail when verdict.json differs
"""

import ipaddress
import itertools
import json
import sys
from datetime import datetime, timezone
from pathlib import Path

import generate_token as token

HERE = Path(__file__).resolve().parent
NOW = "2027-01-01T00:00:00Z"

ABOUT = [
    "A test is a world: open a store in memory whose clock shows `now`, update its settings with"
    " `settings`, make the `keys` in their order, then take the `rounds` one by one.",
    "A round takes its `steps` in their order, each a call that acts as the server, and then asks"
    " every question of `ask`; no question changes an answer, so each may be asked again.",
    "`present` says what is verified. `key` is the text that creating the key gave. `text` is taken"
    " as it stands, `times` times over. `headers` go to `authenticate`; in their values `{key:a}`"
    " stands for the text of key a, and `{mistyped:a}` for that text after `char` 0.",
    "`change` is a list of operations on the key's text, done in their order; places count from"
    " the end, 0 is the last character. `char`: the digit there becomes the next of `0-9A-Za-z`,"
    " and `z` becomes `0`. `swap`: from there to the left, the first character that differs from"
    " its left neighbour changes places with it. `drop`: the character there goes. `prepend` and"
    " `append`: a text comes in front or behind. `kind`, `prefix`: that part becomes this one."
    " `id_of`: the 22 digits of the id become those of another key. `sign`: the last 6 characters"
    " become the checksum of what stands before them.",
    "`options` are those of `verify`; `optional` is read by `authenticate` alone.",
    "A valid answer names the key whose record it carries, and its owner. A denied one carries"
    " neither; `api_key_id` says whether it carries the id. `status` answers the request whose"
    " credential the key was, `check_status` and `check_code` one that asked about the key.",
]

NOTES = {
    "valid": "A key that passes every gate.",
    "missing": "A request without a key is no request with a wrong key: it is told so without an"
    " error code (RFC 6750, 3.1).",
    "malformed": "What can not be a key of this store is refused without a look into it.",
    "not_found": "The text is well formed, and no key of the store is the one that it claims to"
    " be. Nothing is told of a key whose secret is not in the text.",
    "wrong_type": "A route for users takes no team's key, and a server route no public one.",
    "disabled": "The switch of an owner type stops its keys and no others; back on restores all.",
    "revoked": "Revoking is for good, from the call's return on.",
    "suspended": "A suspension stops one key or all keys of an owner, until it is lifted.",
    "expired": "A key is valid before its end, and expired at that very instant.",
    "ip_denied": "A list of networks is checked always, also when no address was given.",
    "insufficient_scope": "Scopes are checked when the route names some; the key must hold all.",
    "precedence": "Two gates would deny: the earlier one gives the reason.",
    "boundary": "One millisecond before, at, and after an instant.",
    "change_after": "Asked, changed, asked again: what was kept from the first answer must not"
    " show in the second.",
    "headers": "Where a key is looked for, and what happens when several headers hold something.",
    "ambiguous": "Two different keys in one request: guessing would let the sender choose.",
    "prefix": "Every prefix ever used stays accepted until it is dropped by name.",
    "public": "Public keys verify like secret ones, unless the route takes secret keys only.",
    "clock": "Time does not go back in a process, so an expired key stays expired.",
    "foreign_text": "Texts of other systems, and keys that something was done to.",
    "checksum_is_no_security": "Everybody can compute the checksum, so a key that was changed and"
    " signed anew has to fail at a later gate.",
    "deleted": "A key that was purged, or whose owner was deleted, was never there.",
}

# As a credential, as the subject of a check, and the code of the latter.
STATUSES = {
    "missing": (401, 400, "SCHEMA_ERROR"),
    "malformed": (401, 404, "API_KEY_NOT_FOUND"),
    "ambiguous": (400, 404, "API_KEY_NOT_FOUND"),
    "not_found": (401, 404, "API_KEY_NOT_FOUND"),
    "wrong_type": (401, 400, "WRONG_API_KEY_TYPE"),
    "disabled": (401, 400, "API_KEYS_DISABLED"),
    "revoked": (401, 401, "API_KEY_REVOKED"),
    "suspended": (401, 401, "API_KEY_SUSPENDED"),
    "expired": (401, 401, "API_KEY_EXPIRED"),
    "ip_denied": (403, 403, "API_KEY_IP_DENIED"),
    "insufficient_scope": (403, 403, "API_KEY_INSUFFICIENT_SCOPE"),
}
WITHOUT_ID = ("missing", "malformed", "ambiguous", "not_found")

ALICE = {"type": "user", "id": "alice"}
BOB = {"type": "user", "id": "bob"}
ACME = {"type": "team", "id": "acme"}
OTHER = {"type": "team", "id": "other"}


# --- The model -----------------------------------------------------------------------------------


def milliseconds(text):
    instant = datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)
    return int(instant.timestamp()) * 1000


def place(text, from_end):
    assert from_end < len(text), "a place outside the text"
    return len(text) - 1 - from_end


def next_digit(digit):
    return token.DIGITS[(token.DIGITS.index(digit) + 1) % len(token.DIGITS)]


def changed(text, operations, texts):
    """Does the operations that ABOUT describes."""
    for operation in operations:
        [(name, value)] = operation.items()
        if name == "char":
            at = place(text, value)
            text = text[:at] + next_digit(text[at]) + text[at + 1 :]
        elif name == "swap":
            at = place(text, value)
            while text[at] == text[at - 1]:
                at -= 1
            assert at > 0, "nothing to swap"
            text = text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :]
        elif name == "drop":
            at = place(text, value)
            text = text[:at] + text[at + 1 :]
        elif name == "prepend":
            text = value + text
        elif name == "append":
            text = text + value
        elif name == "kind":
            prefix, _, digits = text.rsplit("_", 2)
            text = f"{prefix}_{value}_{digits}"
        elif name == "prefix":
            _, kind, digits = text.rsplit("_", 2)
            text = f"{value}_{kind}_{digits}"
        elif name == "id_of":
            head, digits = text.rsplit("_", 1)
            other = texts[value].rsplit("_", 1)[1]
            text = f"{head}_{other[:22]}{digits[22:]}"
        elif name == "sign":
            text = token.sign(text[:-6])
        else:
            raise AssertionError(name)
    return text


def networks(texts):
    """Reads a list, with mapped networks as the IPv4 networks that they are."""
    found = []
    for text in texts:
        network = ipaddress.ip_network(text, strict=False)
        mapped = getattr(network.network_address, "ipv4_mapped", None)
        if mapped is not None and network.prefixlen >= 96:
            network = ipaddress.ip_network((mapped, network.prefixlen - 96))
        found.append(network)
    return found


def address(text):
    ip = ipaddress.ip_address(text)
    return getattr(ip, "ipv4_mapped", None) or ip


def holds(held, wanted):
    pairs = zip(held.split(":"), wanted.split(":"))
    return all(mine in ("*", asked) for mine, asked in pairs)


class Key:
    def __init__(self, number, spec, prefix, now):
        letter = "u" if spec["owner"]["type"] == "user" else "t"
        self.kind = letter + ("p" if spec.get("is_public") else "s") + "k"
        self.text = token.key(number, prefix=prefix, kind=self.kind)
        self.owner = spec["owner"]
        self.is_public = spec.get("is_public", False)
        self.scopes = spec.get("scopes", [])
        self.networks = spec.get("ip_allow_list", [])
        self.expires_at = None
        if "expires_in_ms" in spec:
            self.expires_at = now + spec["expires_in_ms"]
        self.is_revoked = self.is_suspended = False


class Model:
    """A store as a few lists."""

    def __init__(self, now):
        self.now = milliseconds(now)
        self.switches = {"user": True, "team": True}
        self.prefixes = ["kw"]
        self.header = None
        self.keys = {}
        self.texts = {}
        self.suspended_owners = []

    def settings(self, values):
        for name, value in values.items():
            if name == "allow_user_api_keys":
                self.switches["user"] = value
            elif name == "allow_team_api_keys":
                self.switches["team"] = value
            elif name == "prefix":
                self.prefixes = [value] + [known for known in self.prefixes if known != value]
            elif name == "drop_prefix":
                self.prefixes.remove(value["prefix"])
            elif name == "api_key_header":
                self.header = value.lower()
            else:
                raise AssertionError(name)

    def step(self, step):
        [(name, value)] = step.items()
        if name == "create":
            assert self.switches[value["owner"]["type"]], "no key can be made while switched off"
            key = Key(len(self.texts) + 1, value, self.prefixes[0], self.now)
            self.keys[value["name"]] = key
            self.texts[value["name"]] = key.text
        elif name == "update":
            key = self.keys[value["key"]]
            key.scopes = value.get("scopes", key.scopes)
            key.networks = value.get("ip_allow_list", key.networks)
            if "expires_in_ms" in value:
                key.expires_at = self.now + value["expires_in_ms"]
            if value.get("never_expires"):
                key.expires_at = None
        elif name == "revoke":
            self.keys[value].is_revoked = True
        elif name == "revoke_all":
            for key in self.keys.values():
                key.is_revoked |= key.owner == value
        elif name == "suspend":
            self.keys[value].is_suspended = True
        elif name == "resume":
            self.keys[value].is_suspended = False
        elif name == "purge":
            del self.keys[value]
        elif name == "suspend_owner":
            self.suspended_owners.append(value)
        elif name == "resume_owner":
            self.suspended_owners.remove(value)
        elif name == "delete_owner":
            self.keys = {name: key for name, key in self.keys.items() if key.owner != value}
            self.suspended_owners = [owner for owner in self.suspended_owners if owner != value]
        elif name == "settings":
            self.settings(value)
        elif name == "advance_ms":
            self.now += value
        elif name == "set_now":
            self.now = max(self.now, milliseconds(value))
        else:
            raise AssertionError(name)

    def judge(self, present, options):
        """Returns the reason and the key's name; the reason is None for a valid key."""
        if "headers" in present:
            outcome, text = self.extract(present["headers"], options.get("optional", False))
            return (outcome, None) if text is None else self.verify(text, options)
        if "key" in present:
            text = changed(self.texts[present["key"]], present.get("change", []), self.texts)
        else:
            text = present["text"] * present.get("times", 1)
        return self.verify(text, options)

    def verify(self, text, options):
        if token.cause_of(text.encode()) is not None:
            return "malformed", None
        prefix, kind, digits = text.rsplit("_", 2)
        if prefix not in self.prefixes:
            return "malformed", None
        for name, key in self.keys.items():
            if key.text.rsplit("_", 1)[1][:22] == digits[:22]:
                break
        else:
            return "not_found", None
        if text != key.text:
            return "not_found", None
        owner_type = key.owner["type"]
        if options.get("owner_type", owner_type) != owner_type:
            return "wrong_type", name
        if options.get("accept") == "secret" and key.is_public:
            return "wrong_type", name
        if not self.switches[owner_type]:
            return "disabled", name
        if key.is_revoked:
            return "revoked", name
        if key.is_suspended or key.owner in self.suspended_owners:
            return "suspended", name
        if key.expires_at is not None and self.now >= key.expires_at:
            return "expired", name
        if key.networks:
            if "ip" not in options:
                return "ip_denied", name
            if not any(address(options["ip"]) in known for known in networks(key.networks)):
                return "ip_denied", name
        for wanted in options.get("scopes", []):
            if not any(holds(held, wanted) for held in key.scopes):
                return "insufficient_scope", name
        return None, name

    def extract(self, headers, optional):
        """Returns (None, text), or an outcome and no text."""
        found, odd = [], False
        for name, value in headers:
            for known, text in self.texts.items():
                value = value.replace("{key:%s}" % known, text)
                value = value.replace("{mistyped:%s}" % known, changed(text, [{"char": 0}], {}))
            assert "{" not in value, "an unknown template"
            value = value.strip(" \t")
            is_bearer = name.lower() == "authorization"
            if is_bearer:
                if not value.lower().startswith("bearer "):
                    continue
                value = value[7:].strip(" \t")
            elif name.lower() not in ("x-api-key", "x-stack-api-key", self.header):
                continue
            if not value:
                continue
            # A typing error leaves the shape: the id and the checksum are not looked at here.
            if token.cause_of(value.encode()) in (None, "checksum", "id"):
                if value.rsplit("_", 2)[0] in self.prefixes:
                    found.append(value)
                    continue
            odd |= not (is_bearer and optional)
        if len(set(found)) > 1:
            return "ambiguous", None
        if found:
            return None, found[0]
        return ("malformed" if odd else "missing"), None


# --- The worlds ----------------------------------------------------------------------------------


class Worlds:
    def __init__(self):
        self.tests = []

    def world(self, comment, *flags, now=NOW, settings=None, keys=()):
        test = {"id": len(self.tests) + 1, "comment": comment, "flags": list(flags), "now": now}
        if settings:
            test["settings"] = settings
        test["keys"] = list(keys)
        test["rounds"] = []
        self.tests.append(test)
        return World(test)


class World:
    def __init__(self, test):
        self.test = test
        self.model = Model(test["now"])
        self.model.settings(test.get("settings", {}))
        for spec in test["keys"]:
            self.model.step({"create": spec})

    def after(self, *steps):
        """Begins a round."""
        for step in steps:
            self.model.step(step)
        self.test["rounds"].append({"steps": list(steps), "ask": []})
        return self

    def ask(self, comment, present, expected, **options):
        """Asks; `expected` is `valid` or the reason, as the author of the test sees it."""
        if not self.test["rounds"]:
            self.after()
        if isinstance(present, str):
            present = {"key": present}
        reason, name = self.model.judge(present, options)
        where = f"{self.test['comment']}: {comment}"
        assert (reason or "valid") == expected, f"{where}: {reason}, not {expected}"
        if reason is None:
            key = self.model.keys[name]
            answer = {
                "valid": True,
                "key": name,
                "owner": key.owner,
                "is_public": key.is_public,
            }
        else:
            status, check_status, check_code = STATUSES[reason]
            answer = {
                "valid": False,
                "reason": "malformed" if reason == "ambiguous" else reason,
                "api_key_id": "absent" if reason in WITHOUT_ID else "given",
                "status": status,
                "check_status": check_status,
                "check_code": check_code,
            }
            if reason not in WITHOUT_ID:
                answer["key"] = name
        question = {"comment": comment, "present": present}
        if options:
            question["options"] = options
        question["expect"] = answer
        self.test["rounds"][-1]["ask"].append(question)
        return self


def key(name, owner=ALICE, **fields):
    return {"name": name, "owner": owner, "description": f"key {name}", **fields}


def altered(name, *operations):
    return {"key": name, "change": list(operations)}


SIGN = {"sign": True}


def add_valid(v):
    owners = [key("u", ALICE), key("t", ACME)]
    owners += [key("pu", BOB, is_public=True), key("pt", OTHER, is_public=True)]
    w = v.world("one key of each kind", "valid", "public", "wrong_type", keys=owners)
    for name in ("u", "t", "pu", "pt"):
        w.ask(f"{name}: nothing is asked beside the key", name, "valid")
    for name, own, other in (
        ("u", "user", "team"),
        ("t", "team", "user"),
        ("pu", "user", "team"),
        ("pt", "team", "user"),
    ):
        w.ask(f"{name}: its own type is asked for", name, "valid", owner_type=own)
        w.ask(f"{name}: the other type is asked for", name, "wrong_type", owner_type=other)
        expected = "wrong_type" if name.startswith("p") else "valid"
        w.ask(f"{name}: secret keys only", name, expected, accept="secret")
        w.ask(f"{name}: public keys too", name, "valid", accept="any")
    w.ask("a public key of the other type", "pu", "wrong_type", owner_type="team", accept="secret")
    w.ask("an address where the key has no list", "u", "valid", ip="203.0.113.9")

    ids = ["42", "user:1/α 🔑", "x" * 255, " spaced ", "acme"]
    keys = [key(f"k{n}", {"type": "user", "id": text}) for n, text in enumerate(ids)]
    keys.append(key("team", ACME))
    w = v.world("the host's ids come back as they are", "valid", keys=keys)
    for n in range(len(ids)):
        w.ask("the owner's id", f"k{n}", "valid")
    w.ask("a team of the same id as a user is another owner", "team", "valid", owner_type="team")


def add_texts(v):
    w = v.world("what is no key", "malformed", "foreign_text", keys=[key("a")])
    example = token.key(900)
    for comment, present in (
        ("nothing", {"text": ""}),
        ("a word", {"text": "secret"}),
        ("128 digits", {"text": "a", "times": 128}),
        ("129 digits", {"text": "a", "times": 129}),
        ("a mebibyte", {"text": "0123456789abcdef", "times": 65536}),
        ("a session's token", {"text": "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0."}),
        ("a key in quotes", {"text": f'"{example}"'}),
        ("a scheme in front", {"text": f"Bearer {example}"}),
        ("only the prefix", {"text": "kw_usk_"}),
        ("a letter beyond ASCII", {"text": example.replace("k", "\u212a", 1)}),
        ("a NUL", {"text": "\u0000"}),
    ):
        w.ask(comment, present, "malformed")
    w.ask("the key itself", "a", "valid")

    w = v.world("one typing error", "malformed", keys=[key("a"), key("t", ACME)])
    for at in (0, 1, 5, 6, 20, 32, 33, 44, 54):
        w.ask(f"the digit {at} from the end is another", altered("a", {"char": at}), "malformed")
    for at in (0, 10, 40):
        w.ask(f"two neighbours swapped near {at}", altered("t", {"swap": at}), "malformed")
    for at in (0, 30, 54, 55, 60):
        w.ask(f"the character {at} is missing", altered("a", {"drop": at}), "malformed")
    for comment, text in (
        ("a space", " "),
        ("a line end", "\n"),
        ("CR LF", "\r\n"),
        ("a NUL", "\u0000"),
        ("a digit", "0"),
        ("a tab", "\t"),
        ("a no-break space", "\u00a0"),
    ):
        w.ask(f"{comment} behind it", altered("a", {"append": text}), "malformed")
        w.ask(f"{comment} in front of it", altered("a", {"prepend": text}), "malformed")
    w.ask("the same key twice", altered("a", {"append": "0" * 63}), "malformed")
    w.ask("another kind, the checksum as it was", altered("a", {"kind": "tsk"}), "malformed")
    w.ask("a kind that there is not", altered("a", {"kind": "xsk"}, SIGN), "malformed")
    w.ask("a kind in capitals", altered("a", {"kind": "USK"}, SIGN), "malformed")
    w.ask("both keys themselves", "a", "valid").ask("both keys themselves", "t", "valid")

    w = v.world(
        "changed and signed anew",
        "not_found",
        "checksum_is_no_security",
        keys=[key("a"), key("b", BOB), key("t", ACME), key("p", ALICE, is_public=True)],
    )
    for at in (6, 7, 19, 31, 32):
        w.ask(f"another secret, at {at}", altered("a", {"char": at}, SIGN), "not_found")
    for at in (33, 40, 50):
        w.ask(f"another id, at {at}", altered("a", {"char": at}, SIGN), "not_found")
    w.ask("an id above 128 bits", altered("a", *[{"char": 54}] * 8, SIGN), "malformed")
    w.ask("the id of another's key", altered("a", {"id_of": "b"}, SIGN), "not_found")
    w.ask("the id of the team's key", altered("a", {"id_of": "t"}, SIGN), "not_found")
    for name, kinds in (("a", "tsk upk tpk"), ("t", "usk tpk upk"), ("p", "usk tpk tsk")):
        for kind in kinds.split():
            w.ask(
                f"{name} as {kind}: the kind is part of the key",
                altered(name, {"kind": kind}, SIGN),
                "not_found",
            )
    w.ask("only signed anew, so unchanged", altered("a", SIGN), "valid")
    w.ask("a digit changed 62 times comes back", altered("a", *[{"char": 9}] * 62), "valid")
    w.ask("a well-formed key of nobody", {"text": example}, "not_found")
    wrong = altered("a", {"char": 9}, SIGN)
    w.ask("a wrong secret and a wrong type", wrong, "not_found", owner_type="team")


def add_prefixes(v):
    w = v.world(
        "a new prefix, then the old one is dropped",
        "prefix",
        "change_after",
        "malformed",
        keys=[key("old")],
    )
    w.ask("before", "old", "valid")
    w.ask("a prefix that is not accepted", altered("old", {"prefix": "acme"}, SIGN), "malformed")
    w.after({"settings": {"prefix": "acme_test"}}, {"create": key("new", BOB)})
    w.ask("the old prefix stays accepted", "old", "valid")
    w.ask("the new one makes keys", "new", "valid")
    w.ask("a prefix is part of the key", altered("old", {"prefix": "acme_test"}, SIGN), "not_found")
    w.ask("also the other way", altered("new", {"prefix": "kw"}, SIGN), "not_found")
    w.ask("half of a prefix", altered("new", {"prefix": "acme"}, SIGN), "malformed")
    w.ask("a longer prefix", altered("new", {"prefix": "acme_test_x"}, SIGN), "malformed")
    w.ask("a prefix in capitals", altered("new", {"prefix": "ACME_TEST"}, SIGN), "malformed")
    w.after({"settings": {"drop_prefix": {"prefix": "kw", "ends": 1}}})
    w.ask("dropped by name", "old", "malformed")
    w.ask("the other prefix is not touched", "new", "valid")
    w.after({"settings": {"prefix": "kw"}})
    w.ask("accepted again", "old", "valid").ask("and the other stays", "new", "valid")

    w = v.world(
        "a store with a prefix of its own",
        "prefix",
        settings={"prefix": "a_b_c_d_e_f_g_h_i_j_k_l"},
        keys=[key("a"), key("t", ACME, is_public=True)],
    )
    w.ask("as long as it gets, in many parts", "a", "valid").ask("a team's", "t", "valid")


def add_switches(v):
    for owner, other, switch, rest in (
        (ALICE, ACME, "allow_user_api_keys", "team"),
        (ACME, ALICE, "allow_team_api_keys", "user"),
    ):
        w = v.world(
            f"{switch}: off and on again",
            "disabled",
            "change_after",
            keys=[key("a", owner), key("b", other), key("p", owner, is_public=True)],
        )
        w.ask("before", "a", "valid").ask("before", "b", "valid")
        w.after({"settings": {switch: False}})
        w.ask("off", "a", "disabled").ask("off for public keys too", "p", "disabled")
        w.ask(f"{rest} keys are not touched", "b", "valid")
        w.ask("a wrong secret", altered("a", {"char": 9}, SIGN), "not_found")
        w.after({"settings": {switch: True}})
        w.ask("on restores it", "a", "valid").ask("on restores public ones", "p", "valid")
        w.after({"settings": {"allow_user_api_keys": False, "allow_team_api_keys": False}})
        w.ask("both off", "a", "disabled").ask("both off", "b", "disabled")


def add_states(v):
    w = v.world(
        "revoked for good",
        "revoked",
        "change_after",
        keys=[key("a"), key("b"), key("c", BOB), key("p", ALICE, is_public=True)],
    )
    w.ask("before", "a", "valid")
    w.after({"revoke": "a"})
    w.ask("revoked", "a", "revoked").ask("another key of the owner", "b", "valid")
    w.ask("a wrong secret is told nothing", altered("a", {"char": 9}, SIGN), "not_found")
    w.after({"revoke": "a"}, {"update": {"key": "a", "never_expires": True}})
    w.ask("twice, and changed since", "a", "revoked")
    w.after({"suspend": "a"}, {"resume": "a"})
    w.ask("resuming brings no revoked key back", "a", "revoked")
    w.after({"revoke_all": ALICE})
    w.ask("all keys of an owner", "b", "revoked").ask("public ones too", "p", "revoked")
    w.ask("another owner's", "c", "valid")
    w.after({"create": key("d")})
    w.ask("a key made afterwards", "d", "valid")

    w = v.world(
        "suspended and resumed",
        "suspended",
        "change_after",
        keys=[key("a"), key("b"), key("t", ACME)],
    )
    w.ask("before", "a", "valid")
    w.after({"suspend": "a"})
    w.ask("suspended", "a", "suspended").ask("the owner's other key", "b", "valid")
    w.after({"suspend": "a"})
    w.ask("twice", "a", "suspended")
    w.after({"resume": "a"})
    w.ask("resumed once, though suspended twice", "a", "valid")
    w.after({"suspend_owner": ALICE})
    w.ask("with its owner", "a", "suspended").ask("with its owner", "b", "suspended")
    w.ask("another owner's key", "t", "valid")
    w.after({"create": key("late")})
    w.ask("a key made under a suspended owner", "late", "suspended")
    w.after({"resume": "a"})
    w.ask("resuming the key is not resuming the owner", "a", "suspended")
    w.after({"suspend": "b"}, {"resume_owner": ALICE})
    w.ask("the owner is resumed", "a", "valid").ask("the later key too", "late", "valid")
    w.ask("but the key itself is suspended", "b", "suspended")

    w = v.world(
        "a suspended team and a user of the same id",
        "suspended",
        keys=[key("u", {"type": "user", "id": "acme"}), key("t", ACME)],
    )
    w.after({"suspend_owner": ACME})
    w.ask("the team's", "t", "suspended").ask("the user's", "u", "valid")

    w = v.world(
        "deleted",
        "deleted",
        "not_found",
        "change_after",
        keys=[key("a"), key("b"), key("u", {"type": "user", "id": "acme"}), key("t", ACME)],
    )
    w.ask("before", "a", "valid")
    w.after({"purge": "a"})
    w.ask("purged", "a", "not_found").ask("the owner's other key", "b", "valid")
    w.after({"delete_owner": ACME})
    w.ask("with its team", "t", "not_found").ask("a user of the same id", "u", "valid")
    w.after({"suspend_owner": ALICE}, {"delete_owner": ALICE}, {"create": key("again")})
    w.ask("with its user", "b", "not_found")
    w.ask("the same id again is another user, and not suspended", "again", "valid")


def add_expiry(v):
    w = v.world(
        "the end of a key",
        "expired",
        "boundary",
        "change_after",
        keys=[key("a", expires_in_ms=1000), key("ever", ACME)],
    )
    w.ask("made", "a", "valid")
    w.after({"advance_ms": 999}).ask("1 ms before", "a", "valid")
    w.after({"advance_ms": 1}).ask("at the very instant", "a", "expired")
    w.after({"advance_ms": 1}).ask("1 ms after", "a", "expired")
    w.ask("a key without an end", "ever", "valid")
    w.after({"update": {"key": "a", "expires_in_ms": 1}}).ask("prolonged by 1 ms", "a", "valid")
    w.after({"advance_ms": 1}).ask("over again", "a", "expired")
    w.after({"update": {"key": "a", "never_expires": True}}, {"advance_ms": 10**12})
    w.ask("its end was taken away", "a", "valid").ask("30 years later", "ever", "valid")
    w.after({"update": {"key": "ever", "expires_in_ms": 5}}, {"advance_ms": 4})
    w.ask("an end was given, 1 ms before", "ever", "valid")
    w.after({"advance_ms": 1}).ask("at the very instant", "ever", "expired")

    w = v.world(
        "an earlier end counts at once",
        "expired",
        "boundary",
        "change_after",
        keys=[key("a", ACME, expires_in_ms=86_400_000)],
    )
    w.ask("a day", "a", "valid")
    w.after({"update": {"key": "a", "expires_in_ms": 10}}, {"advance_ms": 9})
    w.ask("1 ms before", "a", "valid")
    w.after({"advance_ms": 1}).ask("at the very instant", "a", "expired")

    for now, comment in (
        ("1970-01-01T00:00:00Z", "the clock shows 1970"),
        ("9999-12-31T23:59:00Z", "the clock shows the last minute of the calendar"),
        ("2028-02-29T23:59:59Z", "a leap day ends"),
    ):
        w = v.world(comment, "expired", "boundary", now=now, keys=[key("a", expires_in_ms=2)])
        w.after({"advance_ms": 1}).ask("1 ms before", "a", "valid")
        w.after({"advance_ms": 1}).ask("at the very instant", "a", "expired")

    w = v.world("the clock steps back", "clock", "expired", keys=[key("a", expires_in_ms=60_000)])
    w.after({"set_now": "2027-01-01T00:01:00Z"}).ask("expired", "a", "expired")
    w.after({"set_now": "2027-01-01T00:00:30Z"}).ask("the clock says before", "a", "expired")
    w.after({"set_now": "2026-01-01T00:00:00Z"}).ask("a year before", "a", "expired")
    w.after({"create": key("b", expires_in_ms=1)})
    w.ask("a key made now lives from the latest time", "b", "valid")
    w.after({"set_now": "2027-01-01T00:01:01Z"}).ask("time goes on", "b", "expired")


def add_networks(v):
    lists = {
        "ten": ["10.0.0.0/8"],
        "host": ["192.0.2.7"],
        "two": ["198.51.100.0/25", "2001:db8::/32"],
        "six": ["2001:db8::1"],
        "mapped": ["::ffff:192.0.2.0/120"],
        "four": ["0.0.0.0/0"],
        "all_six": ["::/0"],
        "bits": ["10.1.2.3/8"],
        "none": [],
    }
    keys = [key(name, ip_allow_list=found) for name, found in lists.items()]
    w = v.world("networks", "ip_denied", keys=keys)
    for name, ip, expected in (
        ("ten", "10.0.0.0", "valid"),
        ("ten", "10.255.255.255", "valid"),
        ("ten", "11.0.0.0", "ip_denied"),
        ("ten", "9.255.255.255", "ip_denied"),
        ("ten", "::ffff:10.1.2.3", "valid"),
        ("ten", "::ffff:a01:203", "valid"),
        ("ten", "::ffff:11.0.0.0", "ip_denied"),
        ("ten", "::10.1.2.3", "ip_denied"),
        ("ten", "::1", "ip_denied"),
        ("host", "192.0.2.7", "valid"),
        ("host", "192.0.2.8", "ip_denied"),
        ("host", "::ffff:192.0.2.7", "valid"),
        ("two", "198.51.100.127", "valid"),
        ("two", "198.51.100.128", "ip_denied"),
        ("two", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "valid"),
        ("two", "2001:db9::", "ip_denied"),
        ("six", "2001:0DB8:0:0:0:0:0:1", "valid"),
        ("six", "2001:db8::2", "ip_denied"),
        ("mapped", "192.0.2.255", "valid"),
        ("mapped", "::ffff:192.0.2.1", "valid"),
        ("mapped", "192.0.3.0", "ip_denied"),
        ("four", "255.255.255.255", "valid"),
        ("four", "::ffff:8.8.8.8", "valid"),
        ("four", "2001:db8::1", "ip_denied"),
        ("all_six", "2001:db8::1", "valid"),
        ("all_six", "192.0.2.1", "ip_denied"),
        ("all_six", "::ffff:192.0.2.1", "ip_denied"),
        ("bits", "10.200.0.1", "valid"),
        ("bits", "11.1.2.3", "ip_denied"),
        ("none", "192.0.2.1", "valid"),
    ):
        w.ask(f"{' '.join(lists[name]) or 'no list'}: {ip}", name, expected, ip=ip)
    for name in ("ten", "four", "all_six"):
        w.ask(f"{lists[name][0]}: no address given", name, "ip_denied")
    w.ask("no list: no address given", "none", "valid")

    w = v.world("the list changes", "ip_denied", "change_after", keys=[key("a", ACME)])
    w.ask("no list", "a", "valid", ip="192.0.2.1")
    w.after({"update": {"key": "a", "ip_allow_list": ["198.51.100.0/24"]}})
    w.ask("a list without the address", "a", "ip_denied", ip="192.0.2.1")
    w.after({"update": {"key": "a", "ip_allow_list": ["198.51.100.0/24", "192.0.2.0/24"]}})
    w.ask("a list with it", "a", "valid", ip="192.0.2.1")
    w.after({"update": {"key": "a", "ip_allow_list": []}})
    w.ask("no list again", "a", "valid")


def add_scopes(v):
    held = {
        "none": [],
        "read": ["invoices:read"],
        "both": ["invoices:read", "invoices:write"],
        "action": ["invoices:*"],
        "resource": ["*:read"],
        "all": ["*:*"],
        "mixed": ["users:read", "invoices:*"],
        "odd": ["v1/users.all:Read-Only_2"],
    }
    keys = [key(name, scopes=found) for name, found in held.items()]
    w = v.world("scopes", "insufficient_scope", keys=keys)
    for name, wanted, expected in (
        ("none", [], "valid"),
        ("none", ["invoices:read"], "insufficient_scope"),
        ("none", ["*:*"], "insufficient_scope"),
        ("read", [], "valid"),
        ("read", ["invoices:read"], "valid"),
        ("read", ["invoices:write"], "insufficient_scope"),
        ("read", ["invoice:read"], "insufficient_scope"),
        ("read", ["invoices:rea"], "insufficient_scope"),
        ("read", ["Invoices:read"], "insufficient_scope"),
        ("read", ["invoices:read", "invoices:write"], "insufficient_scope"),
        ("read", ["invoices:*"], "insufficient_scope"),
        ("read", ["*:read"], "insufficient_scope"),
        ("both", ["invoices:write", "invoices:read"], "valid"),
        ("both", ["invoices:*"], "insufficient_scope"),
        ("action", ["invoices:read", "invoices:anything"], "valid"),
        ("action", ["invoices:*"], "valid"),
        ("action", ["users:read"], "insufficient_scope"),
        ("action", ["*:*"], "insufficient_scope"),
        ("resource", ["users:read", "invoices:read"], "valid"),
        ("resource", ["users:write"], "insufficient_scope"),
        ("resource", ["users:*"], "insufficient_scope"),
        ("all", ["users:write", "anything:at-all"], "valid"),
        ("all", ["*:*"], "valid"),
        ("mixed", ["users:read", "invoices:write"], "valid"),
        ("mixed", ["users:read", "invoices:write", "users:write"], "insufficient_scope"),
        ("odd", ["v1/users.all:Read-Only_2"], "valid"),
        ("odd", ["v1/users.all:read-only_2"], "insufficient_scope"),
        ("odd", ["v1/usersxall:Read-Only_2"], "insufficient_scope"),
    ):
        comment = f"holds {' '.join(held[name]) or 'none'}, asked {' '.join(wanted) or 'none'}"
        w.ask(comment, name, expected, scopes=wanted)

    w = v.world(
        "scopes change",
        "insufficient_scope",
        "change_after",
        keys=[key("a", ACME, scopes=["builds:start"])],
    )
    w.ask("held", "a", "valid", scopes=["builds:start"])
    w.after({"update": {"key": "a", "scopes": ["builds:read"]}})
    w.ask("taken away", "a", "insufficient_scope", scopes=["builds:start"])
    w.ask("given", "a", "valid", scopes=["builds:read"])
    w.after({"update": {"key": "a", "scopes": []}})
    w.ask("none left", "a", "insufficient_scope", scopes=["builds:read"])
    w.ask("none asked for", "a", "valid")


def add_headers(v):
    keys = [key("a"), key("b", BOB), key("t", ACME)]
    w = v.world(
        "where a key is looked for",
        "headers",
        "missing",
        "malformed",
        "ambiguous",
        settings={"api_key_header": "X-Acme-Key"},
        keys=keys,
    )
    jwt = "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0."
    basic = ["Authorization", "Basic YWxpY2U6c2VjcmV0"]
    for comment, headers, expected in (
        ("no header", [], "missing"),
        ("other headers", [["Accept", "*/*"], ["Cookie", "key={key:a}"]], "missing"),
        ("a bearer token", [["Authorization", "Bearer {key:a}"]], "valid"),
        ("the scheme in small letters", [["authorization", "bearer {key:a}"]], "valid"),
        ("the scheme in capitals", [["AUTHORIZATION", "BEARER {key:a}"]], "valid"),
        ("blanks around it", [["Authorization", " \tBearer   {key:a} \t"]], "valid"),
        ("X-Api-Key", [["x-api-key", "{key:a}"]], "valid"),
        ("X-Stack-Api-Key", [["X-Stack-Api-Key", "{key:a}"]], "valid"),
        ("the project's own header", [["x-ACME-key", " {key:a}"]], "valid"),
        ("another project's header", [["X-Other-Key", "{key:a}"]], "missing"),
        ("a query string is no header", [["Referer", "https://x/?api_key={key:a}"]], "missing"),
        ("another scheme", [basic], "missing"),
        ("a key under another scheme", [["Authorization", "Token {key:a}"]], "missing"),
        ("no scheme", [["Authorization", "{key:a}"]], "missing"),
        ("a scheme that begins alike", [["Authorization", "Bearers {key:a}"]], "missing"),
        ("a scheme and nothing", [["Authorization", "Bearer"]], "missing"),
        ("a scheme and blanks", [["Authorization", "Bearer    "]], "missing"),
        ("an empty header", [["X-Api-Key", ""]], "missing"),
        ("an empty header beside a key", [["X-Api-Key", " "], ["X-Acme-Key", "{key:a}"]], "valid"),
        ("a session's token", [["Authorization", f"Bearer {jwt}"]], "malformed"),
        ("a word in a header for keys", [["X-Api-Key", "secret"]], "malformed"),
        (
            "a session's token and a key",
            [["Authorization", f"Bearer {jwt}"], ["X-Api-Key", "{key:a}"]],
            "valid",
        ),
        (
            "a key and then a session's token",
            [["X-Api-Key", "{key:a}"], ["Authorization", f"Bearer {jwt}"]],
            "valid",
        ),
        (
            "a word and a bearer key",
            [["X-Api-Key", "secret"], ["Authorization", "Bearer {key:a}"]],
            "valid",
        ),
        (
            "Basic and a key",
            [basic, ["X-Api-Key", "{key:t}"]],
            "valid",
        ),
        (
            "the same key twice",
            [["Authorization", "Bearer {key:a}"], ["X-Api-Key", "{key:a}"]],
            "valid",
        ),
        (
            "the same header twice, with the same key",
            [["X-Api-Key", "{key:a}"], ["X-Api-Key", "{key:a}"]],
            "valid",
        ),
        (
            "two keys",
            [["Authorization", "Bearer {key:a}"], ["X-Api-Key", "{key:b}"]],
            "ambiguous",
        ),
        (
            "the same header twice, with two keys",
            [["X-Api-Key", "{key:a}"], ["X-Api-Key", "{key:t}"]],
            "ambiguous",
        ),
        (
            "the same key twice and another",
            [["X-Api-Key", "{key:a}"], ["X-Stack-Api-Key", "{key:a}"], ["X-Acme-Key", "{key:b}"]],
            "ambiguous",
        ),
        (
            "a key and the same with a typing error",
            [["Authorization", "Bearer {key:a}"], ["X-Api-Key", "{mistyped:a}"]],
            "ambiguous",
        ),
        ("a typing error", [["Authorization", "Bearer {mistyped:a}"]], "malformed"),
        ("two in one header", [["X-Api-Key", "{key:a}, {key:a}"]], "malformed"),
        ("quotes", [["X-Api-Key", '"{key:a}"']], "malformed"),
        ("the scheme in a header for keys", [["X-Api-Key", "Bearer {key:a}"]], "malformed"),
    ):
        w.ask(comment, {"headers": headers}, expected)
    for comment, headers, expected in (
        ("optional: nothing", [], "missing"),
        ("optional: a session's token", [["Authorization", f"Bearer {jwt}"]], "missing"),
        ("optional: a word in a header for keys", [["X-Api-Key", "secret"]], "malformed"),
        ("optional: a key", [["Authorization", "Bearer {key:a}"]], "valid"),
        ("optional: a typing error", [["Authorization", "Bearer {mistyped:a}"]], "malformed"),
        (
            "optional: two keys",
            [["Authorization", "Bearer {key:a}"], ["X-Api-Key", "{key:b}"]],
            "ambiguous",
        ),
        (
            "optional: a session's token and a key",
            [["Authorization", f"Bearer {jwt}"], ["X-Api-Key", "{key:t}"]],
            "valid",
        ),
    ):
        w.ask(comment, {"headers": headers}, expected, optional=True)
    bearer = {"headers": [["Authorization", "Bearer {key:a}"]]}
    w.ask("the options count here too", bearer, "wrong_type", owner_type="team")
    w.ask("scopes count here too", bearer, "insufficient_scope", scopes=["a:b"])
    w.after({"revoke": "a"}).ask("revoked", bearer, "revoked")
    forwarded = [["X-Forwarded-For", "192.0.2.7"], ["Forwarded", "for=192.0.2.7"]]
    w.after({"update": {"key": "b", "ip_allow_list": ["192.0.2.7"]}})
    behind = {"headers": [["X-Api-Key", "{key:b}"], *forwarded]}
    w.ask("no header is believed about the address", behind, "ip_denied")
    w.ask("only the option is", behind, "valid", ip="192.0.2.7")
    w.after(
        {"settings": {"prefix": "acme"}},
        {"settings": {"drop_prefix": {"prefix": "kw", "ends": 2}}},
    )
    dropped = {"headers": [["Authorization", "Bearer {key:t}"]]}
    w.ask("a dropped prefix is another project's key", dropped, "malformed")
    w.ask("and may be a session's token", dropped, "missing", optional=True)


def failures(owner, other):
    """Ways to be denied in the order of the gates: gate, reason, and what brings it about."""
    switch = f"allow_{owner['type']}_api_keys"
    return [
        ("shape", "malformed", {"typo": True}),
        ("prefix", "malformed", {"steps": [{"settings": {"prefix": "acme"}}], "drop": True}),
        ("id", "not_found", {"change": [{"char": 40}]}),
        ("secret", "not_found", {"change": [{"char": 10}]}),
        ("type", "wrong_type", {"options": {"owner_type": other["type"]}}),
        ("type", "wrong_type", {"fields": {"is_public": True}, "options": {"accept": "secret"}}),
        ("switch", "disabled", {"steps": [{"settings": {switch: False}}]}),
        ("revoked", "revoked", {"steps": [{"revoke": "a"}]}),
        ("suspended", "suspended", {"steps": [{"suspend": "a"}]}),
        ("suspended", "suspended", {"steps": [{"suspend_owner": owner}]}),
        ("expired", "expired", {"fields": {"expires_in_ms": 1}, "steps": [{"advance_ms": 1}]}),
        ("ip", "ip_denied", {"fields": {"ip_allow_list": ["192.0.2.7"]}}),
        ("scopes", "insufficient_scope", {"options": {"scopes": ["a:b"]}}),
    ]


def name(way):
    gate, _, how = way
    steps = [what for step in how.get("steps", []) for what in step]
    what = [*how.get("options", {}), *steps]
    return f"{gate} ({what[0]})" if gate in ("type", "suspended") else gate


def arrange(v, comment, owner, wrong, expected):
    fields, options, steps, operations = {}, {}, [], []
    for _, _, how in wrong:
        fields |= how.get("fields", {})
        options |= how.get("options", {})
        steps += how.get("steps", [])
        operations += how.get("change", [])
    if operations:
        operations.append(SIGN)
    if any(how.get("typo") for _, _, how in wrong):
        operations.append({"char": 0})
    if any(how.get("drop") for _, _, how in wrong):
        # The caller says how many keys that ends: one, unless it has ended already.
        over = any(reason in ("revoked", "expired") for _, reason, _ in wrong)
        steps.append({"settings": {"drop_prefix": {"prefix": "kw", "ends": 0 if over else 1}}})
    flags = ["precedence", *dict.fromkeys(reason for _, reason, _ in wrong)]
    w = v.world(comment, *flags, keys=[key("a", owner, **fields)])
    w.after(*steps)
    present = altered("a", *operations) if operations else {"key": "a"}
    w.ask("the earlier gate", present, expected, **options)


def add_precedence(v):
    sides = itertools.cycle([(ALICE, ACME), (ACME, ALICE)])
    count = len(failures(ALICE, ACME))
    for first, second in itertools.combinations(range(count), 2):
        owner, other = next(sides)
        ways = failures(owner, other)
        earlier, later = ways[first], ways[second]
        if earlier[0] != later[0]:
            comment = f"{owner['type']}: {name(earlier)} before {name(later)}"
            arrange(v, comment, owner, [earlier, later], earlier[1])
    for first in range(count):
        owner, other = next(sides)
        ways = failures(owner, other)[first:]
        comment = f"{owner['type']}: {name(ways[0])} and all that follow"
        arrange(v, comment, owner, ways, ways[0][1])


def build():
    v = Worlds()
    for add in (
        add_valid,
        add_texts,
        add_prefixes,
        add_switches,
        add_states,
        add_expiry,
        add_networks,
        add_scopes,
        add_headers,
        add_precedence,
    ):
        add(v)
    used = {flag for test in v.tests for flag in test["flags"]}
    assert used == set(NOTES), f"flags without a case or note: {used ^ set(NOTES)}"
    whole = {"schema": "verdict.schema.json", "about": ABOUT, "notes": NOTES, "tests": v.tests}
    return json.dumps(whole, indent=1) + "\n"


def main():
    target = HERE / "verdict.json"
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
