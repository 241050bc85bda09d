#!/usr/bin/env python3
"""Writes token.json: what every implementation must say about keys and about texts that are none.

This is a second implementation of the key format, written apart from the one in Rust, so that the
two check each other. It uses the standard library only and no randomness: every secret in the file
is a hash of a number, made for this file, and authenticates nothing.

    python3 tests/vectors/generate_token.py            # rewrite token.json
    python3 tests/vectors/generate_token.py --check    # fail when token.json differs
"""

import hashlib
import json
import re
import string
import sys
import uuid
import zlib
from pathlib import Path

HERE = Path(__file__).resolve().parent
DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase
KINDS = ("usk", "tsk", "upk", "tpk")
NEW_YEAR_2026_MS = 1_767_225_600_000

NOTES = {
    "valid": "A key that every implementation must accept and read the same way.",
    "kind": "Each kind has its own three lower-case letters; there is no fifth.",
    "prefix": "A prefix has 1 to 24 bytes, starts with a letter, and may have parts with single "
    "underscores between them, none of which is a kind: otherwise a text has two readings.",
    "id": "The id is a number of 128 bits in 22 digits. Numbers of 2^128 and above fit in them "
    "too; taking them modulo 2^128 would give one id several texts.",
    "secret": "The secret is any 27 digits: all values are allowed, also all zeros.",
    "checksum": "The checksum is the CRC-32 of everything before it, in exactly 6 digits.",
    "checksum_overflow": "6 digits can hold numbers above 2^32 - 1. Taken modulo 2^32 they would "
    "give one key several texts.",
    "changed": "One character differs from a valid key. A CRC-32 notices every such change.",
    "swapped": "Two characters of a valid key changed places: the most common typing error.",
    "missing": "A character or a part of a valid key is missing: a bad copy and paste.",
    "added": "Something stands in front of, inside or behind a valid key.",
    "whitespace": "Nothing is trimmed: a host that wants to accept spaces removes them itself.",
    "length": "A text over 128 bytes is refused before anything else is looked at.",
    "alphabet": "Only ASCII letters, figures and underscores occur in a key.",
    "non_ascii": "Characters that look like ASCII ones, or that a library may fold into them.",
    "not_utf8": "Bytes that are no UTF-8 are refused like any other, and crash nothing.",
    "nul": "A NUL ends a text in C; an implementation that stops there would accept the rest.",
    "case": "Upper and lower case are different digits. Nothing is folded.",
    "separator": "Underscores, exactly one between two parts, are the only separator.",
    "shape": "The text does not have the three parts of a key.",
    "foreign": "Credentials of other systems, which arrive in the same headers.",
    "right_checksum": "The checksum fits the text, so that another rule has to refuse it.",
}


def encode(number, length):
    text = ""
    for _ in range(length):
        number, digit = divmod(number, 62)
        text = DIGITS[digit] + text
    assert number == 0, "the number needs more digits"
    return text


def decode(text):
    number = 0
    for character in text:
        number = number * 62 + DIGITS.index(character)
    return number


def hashed(label, number):
    """A large number that looks random and is the same in every run."""
    return int.from_bytes(
        hashlib.sha256(f"keywright vector {label} {number}".encode()).digest(), "big"
    )


def uuid7(milliseconds, number):
    filling = hashed("uuid", number)
    return (
        milliseconds << 80
        | 0x7 << 76
        | (filling >> 64 & 0xFFF) << 64
        | 0b10 << 62
        | filling & (1 << 62) - 1
    )


def sign(text):
    """Appends the checksum that fits, whatever the text is."""
    return text + encode(zlib.crc32(text.encode()), 6)


def key(number, prefix="kw", kind="usk", identifier=None, secret=None):
    if identifier is None:
        identifier = encode(uuid7(NEW_YEAR_2026_MS + number * 1_000, number), 22)
    if secret is None:
        secret = encode(hashed("secret", number) % 62**27, 27)
    return sign(f"{prefix}_{kind}_{identifier}{secret}")


def cause_of(data):
    """The first broken rule, or None for a key."""
    if not data:
        return "empty"
    if len(data) > 128:
        return "too_long"
    if re.search(rb"[^0-9A-Za-z_]", data):
        return "alphabet"
    parts = data.decode("ascii").split("_")
    if len(parts) < 3 or len(parts[-1]) != 55:
        return "shape"
    *prefix, kind, digits = parts
    if kind not in KINDS:
        return "kind"
    if len("_".join(prefix)) > 24 or any(part in KINDS for part in prefix):
        return "prefix"
    if not all(re.fullmatch("[a-z0-9]+", part) for part in prefix) or prefix[0][0].isdigit():
        return "prefix"
    if decode(digits[:22]) >= 2**128:
        return "id"
    if encode(zlib.crc32(data[:-6]), 6) != digits[49:]:
        return "checksum"
    return None


def expectation(data):
    cause = cause_of(data)
    if cause is not None:
        return {"valid": False, "reason": "malformed", "cause": cause}
    text = data.decode("ascii")
    prefix, kind, digits = text.rsplit("_", 2)
    identifier = decode(digits[:22])
    return {
        "valid": True,
        "prefix": prefix,
        "kind": kind,
        "uuid": str(uuid.UUID(int=identifier)),
        "digest_hex": hashlib.sha256(b"kw1" + digits[:49].encode()).hexdigest(),
        "last_four": text[-4:],
        "created_at_ms": identifier >> 80,
    }


class Vectors:
    """The cases so far. Each names the cause that it is about, so none is refused by accident."""

    def __init__(self):
        self.tests = []
        self.seen = set()

    def _add(self, comment, flags, field, value, data, cause):
        expect = expectation(data)
        actual = expect.get("cause")
        assert actual == cause, f"{comment}: expected {cause}, is {actual}"
        assert data not in self.seen, f"{comment}: this input is already there"
        assert all(flag in NOTES for flag in flags), f"{comment}: {flags}"
        self.seen.add(data)
        self.tests.append(
            {
                "id": len(self.tests) + 1,
                "comment": comment,
                "flags": list(flags),
                field: value,
                "expect": expect,
            }
        )

    def valid(self, comment, text, *flags):
        self._add(comment, ("valid", *flags), "input", text, text.encode(), None)

    def invalid(self, comment, cause, text, *flags):
        self._add(comment, flags, "input", text, text.encode(), cause)

    def invalid_bytes(self, comment, cause, data, *flags):
        self._add(comment, flags, "input_hex", data.hex(), data, cause)

    def invalid_repeat(self, comment, cause, text, times, *flags):
        repeat = {"text": text, "times": times}
        self._add(comment, flags, "input_repeat", repeat, text.encode() * times, cause)


def add_valid(v):
    number = 0
    for prefix in (
        "kw",
        "k",
        "acme_test",
        "acme_live_eu1",
        "x9",
        "a_1_2",
        "a" * 24,
        "a_b_c_d_e_f_g_h_i_j_k_lm",
    ):
        for kind in KINDS:
            number += 1
            v.valid(f"prefix {prefix}, kind {kind}", key(number, prefix, kind), "prefix", "kind")
    for prefix in ("usks", "xusk", "us_k", "utsk", "sk", "pk", "usk1", "tpkk_tp"):
        number += 1
        v.valid(f"prefix {prefix} resembles a kind and is none", key(number, prefix), "prefix")

    for comment, identifier in (
        ("the least id: all digits zero", 0),
        ("id 1", 1),
        ("id 61: the last digit alone", 61),
        ("id 62: the second digit", 62),
        ("id 2^64 - 1", 2**64 - 1),
        ("id 2^64", 2**64),
        ("id 62^10 - 1: ten digits full", 62**10 - 1),
        ("id 62^10", 62**10),
        ("id 62^20 - 1: twenty digits full", 62**20 - 1),
        ("id 62^20", 62**20),
        ("id 2^127", 2**127),
        ("id 2^128 - 2", 2**128 - 2),
        ("the greatest id: 2^128 - 1", 2**128 - 1),
        ("a UUIDv7 of the year 1970", uuid7(0, 1)),
        ("a UUIDv7 one millisecond later", uuid7(1, 1)),
        ("a UUIDv7 of the latest millisecond it can carry", uuid7(2**48 - 1, 1)),
        ("a UUIDv4, which is not ours but well-formed", 0x6F1C2D3E4B5A4978_8A9BACBDCEDFE0F1),
    ):
        number += 1
        v.valid(comment, key(number, identifier=encode(identifier, 22)), "id")

    for comment, secret in (
        ("the least secret: all digits zero", "0" * 27),
        ("the greatest secret: all digits z", "z" * 27),
        ("a secret of capital letters", "ABCDEFGHIJKLMNOPQRSTUVWXYZA"),
        ("a secret that begins like a prefix", "kwuskkwuskkwuskkwuskkwuskkw"),
    ):
        number += 1
        v.valid(comment, key(number, secret=secret), "secret")

    for least, greatest in ((0, 62**4), (62**4, 62**5)):
        # The first keys whose checksum has two or one zeros in front.
        while not least <= decode(key(number)[-6:]) < greatest:
            number += 1
        v.valid(
            f"a checksum below 62^{4 if least == 0 else 5}, with zeros in front",
            key(number),
            "checksum",
        )
        number += 1
    for zeros in ("0", "z"):
        while key(number, "acme_test")[-1] != zeros:
            number += 1
        v.valid(f"a checksum that ends with {zeros}", key(number, "acme_test"), "checksum")
        number += 1


def add_changed(v):
    base = key(1_000, "acme_test", "tsk")
    prefix_end, digits_start = len("acme_test"), len("acme_test_tsk_")
    places = {
        "first of the prefix": 0,
        "last of the prefix": prefix_end - 1,
        "first of the id": digits_start,
        "tenth of the id": digits_start + 9,
        "last of the id": digits_start + 21,
        "first of the secret": digits_start + 22,
        "middle of the secret": digits_start + 35,
        "last of the secret": digits_start + 48,
    }
    for comment, place in places.items():
        for step in (1, 30):
            options = string.ascii_lowercase if place < digits_start else DIGITS
            # An id whose first digit grows may leave 128 bits, which is another rule.
            options = "01234567" if comment == "first of the id" else options
            changed = options[(options.index(base[place]) + step) % len(options)]
            text = base[:place] + changed + base[place + 1 :]
            v.invalid(f"the {comment} character is another one", "checksum", text, "changed")
    for place in range(6):
        at = len(base) - 6 + place
        changed = DIGITS[(DIGITS.index(base[at]) + 1) % (5 if place == 0 else 62)]
        text = base[:at] + changed + base[at + 1 :]
        v.invalid(
            f"digit {place + 1} of the checksum is another one",
            "checksum",
            text,
            "changed",
            "checksum",
        )
    for kind in KINDS:
        if kind != "tsk":
            text = base.replace("_tsk_", f"_{kind}_")
            v.invalid(
                f"the kind is changed from tsk to {kind}", "checksum", text, "changed", "kind"
            )
    v.invalid(
        "the underscore in the prefix became a letter",
        "checksum",
        base.replace("acme_test", "acmeutest"),
        "changed",
        "separator",
    )
    v.invalid(
        "the underscore in front of the kind became a letter",
        "kind",
        base.replace("_tsk_", "atsk_"),
        "changed",
        "separator",
    )
    v.invalid(
        "the underscore behind the kind became a digit",
        "shape",
        base.replace("_tsk_", "_tsk0"),
        "changed",
        "separator",
    )
    for other, name in (
        ("-", "hyphen"),
        (".", "full stop"),
        (":", "colon"),
        ("/", "slash"),
        (" ", "space"),
    ):
        v.invalid(
            f"a {name} instead of all underscores",
            "alphabet",
            base.replace("_", other),
            "changed",
            "alphabet",
            "separator",
        )
    for place, name in (
        (0, "prefix"),
        (prefix_end + 1, "kind"),
        (digits_start + 3, "id"),
        (digits_start + 30, "secret"),
        (len(base) - 1, "checksum"),
    ):
        for other in "-+/=.%":
            text = base[:place] + other + base[place + 1 :]
            v.invalid(f"{other} in the {name}", "alphabet", text, "changed", "alphabet")
    for place, name in (
        (digits_start + 3, "id"),
        (digits_start + 30, "secret"),
        (len(base) - 1, "checksum"),
    ):
        text = base[:place] + "_" + base[place + 1 :]
        v.invalid(f"an underscore in the {name}", "shape", text, "changed", "separator")
    other = key(1_001, "acme_test", "tsk")
    v.invalid(
        "id of one key, secret and checksum of another",
        "checksum",
        other[: digits_start + 22] + base[digits_start + 22 :],
        "changed",
    )
    v.invalid("checksum of another key", "checksum", base[:-6] + other[-6:], "changed", "checksum")
    for confused, instead in (("0", "O"), ("l", "1"), ("O", "0"), ("I", "l")):
        number = 1_100
        while confused not in key(number)[30:56]:
            number += 1
        text = key(number)
        at = text.index(confused, 30)
        v.invalid(
            f"{instead} read instead of {confused}",
            "checksum",
            text[:at] + instead + text[at + 1 :],
            "changed",
        )


def add_swapped(v):
    base = key(2_000)
    for place in (0, 7, 12, 18, 28, 30, 36, 44, 54, 57, 59, 60):
        text = list(base)
        text[place], text[place + 1] = text[place + 1], text[place]
        assert "".join(text) != base, f"characters {place} and the next are equal"
        cause = cause_of("".join(text).encode())
        v.invalid(
            f"characters {place + 1} and {place + 2} changed places",
            cause,
            "".join(text),
            "swapped",
        )
    for first, second in ((8, 50), (10, 28), (29, 55), (35, 60), (20, 21), (1, 4)):
        text = list(base)
        text[first], text[second] = text[second], text[first]
        assert "".join(text) != base, f"characters {first} and {second} are equal"
        cause = cause_of("".join(text).encode())
        v.invalid(
            f"characters {first + 1} and {second + 1} changed places",
            cause,
            "".join(text),
            "swapped",
        )
    prefix, kind, digits = base.split("_")
    v.invalid("kind in front of the prefix", "kind", f"{kind}_{prefix}_{digits}", "swapped")
    v.invalid(
        "secret in front of the id",
        cause_of(f"{prefix}_{kind}_{digits[22:49]}{digits[:22]}{digits[49:]}".encode()),
        f"{prefix}_{kind}_{digits[22:49]}{digits[:22]}{digits[49:]}",
        "swapped",
    )
    v.invalid(
        "checksum in front of the id",
        cause_of(f"{prefix}_{kind}_{digits[49:]}{digits[:49]}".encode()),
        f"{prefix}_{kind}_{digits[49:]}{digits[:49]}",
        "swapped",
    )


def add_ids(v):
    secret = encode(hashed("secret", 3_000) % 62**27, 27)
    for comment, number in (
        ("id 2^128, the first that does not fit", 2**128),
        ("id 2^128 + 1", 2**128 + 1),
        (
            "id 2^128 plus a UUIDv7, equal to it modulo 2^128",
            2**128 + uuid7(NEW_YEAR_2026_MS, 3_000),
        ),
        ("id 2 * 2^128, zero modulo 2^128", 2 * 2**128),
        ("id 2^129 - 1", 2**129 - 1),
        ("id 2^130", 2**130),
        ("id 8 * 62^21, the first digit too great", 8 * 62**21),
        ("id 62^22 - 2", 62**22 - 2),
        ("id 62^22 - 1, all digits z", 62**22 - 1),
    ):
        text = key(0, identifier=encode(number, 22), secret=secret)
        v.invalid(comment, "id", text, "id", "right_checksum")


def add_checksums(v):
    base = key(4_000)
    checksum = decode(base[-6:])
    body = base[:-6]
    v.invalid(
        "checksum plus 2^32, equal to it modulo 2^32",
        "checksum",
        body + encode(checksum + 2**32, 6),
        "checksum",
        "checksum_overflow",
    )
    v.invalid(
        "checksum plus 2 * 2^32",
        "checksum",
        body + encode(checksum + 2 * 2**32, 6),
        "checksum",
        "checksum_overflow",
    )
    v.invalid(
        "checksum plus 12 * 2^32",
        "checksum",
        body + encode(checksum + 12 * 2**32, 6),
        "checksum",
        "checksum_overflow",
    )
    v.invalid(
        "checksum 2^32 - 1, the greatest that fits",
        "checksum",
        body + encode(2**32 - 1, 6),
        "checksum",
    )
    v.invalid(
        "checksum 2^32, the first that does not fit",
        "checksum",
        body + encode(2**32, 6),
        "checksum",
        "checksum_overflow",
    )
    v.invalid("checksum zzzzzz", "checksum", body + "zzzzzz", "checksum", "checksum_overflow")
    v.invalid("checksum 000000", "checksum", body + "000000", "checksum")
    v.invalid("checksum plus 1", "checksum", body + encode(checksum + 1, 6), "checksum")
    v.invalid("checksum minus 1", "checksum", body + encode(checksum - 1, 6), "checksum")
    v.invalid(
        "all bits of the checksum inverted",
        "checksum",
        body + encode(checksum ^ 0xFFFFFFFF, 6),
        "checksum",
    )
    swapped = int.from_bytes(checksum.to_bytes(4, "big"), "little")
    v.invalid(
        "bytes of the checksum in the other order",
        "checksum",
        body + encode(swapped, 6),
        "checksum",
    )
    v.invalid(
        "checksum of the digits without prefix and kind",
        "checksum",
        body + encode(zlib.crc32(body[7:].encode()), 6),
        "checksum",
    )
    v.invalid(
        "checksum of the secret alone",
        "checksum",
        body + encode(zlib.crc32(body[29:].encode()), 6),
        "checksum",
    )
    v.invalid(
        "Adler-32 instead of CRC-32",
        "checksum",
        body + encode(zlib.adler32(body.encode()), 6),
        "checksum",
    )
    castagnoli = 0xFFFFFFFF
    for byte in body.encode():
        castagnoli ^= byte
        for _ in range(8):
            castagnoli = castagnoli >> 1 ^ (0x82F63B78 if castagnoli & 1 else 0)
    v.invalid(
        "CRC-32C instead of CRC-32",
        "checksum",
        body + encode(castagnoli ^ 0xFFFFFFFF, 6),
        "checksum",
    )
    v.invalid("checksum in hexadecimal", "shape", body + f"{checksum:08x}", "checksum", "shape")
    v.invalid("checksum with the digits in reverse", "checksum", body + base[:-7:-1], "checksum")
    small = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    other = "".join(small[DIGITS.index(digit)] for digit in base[-6:])
    v.invalid(
        "checksum with small letters before capitals",
        cause_of((body + other).encode()),
        body + other,
        "checksum",
    )
    number = 4_001
    while decode(key(number)[-6:]) >= 62**5:
        number += 1
    text = key(number)
    v.invalid(
        "checksum without the zero in front", "shape", text[:-6] + text[-5:], "checksum", "missing"
    )
    v.invalid(
        "checksum with one more zero in front",
        "shape",
        text[:-6] + "0" + text[-6:],
        "checksum",
        "added",
    )


def add_prefixes(v):
    tail = key(5_000)[len("kw_usk_") : -6]
    for comment, prefix in (
        ("25 bytes", "a" * 25),
        ("64 bytes", "a" * 64),
        ("68 bytes, the whole text has 128", "a" * 68),
        ("starts with a figure", "9kw"),
        ("starts with an underscore", "_kw"),
        ("ends with an underscore", "kw_"),
        ("two underscores side by side", "acme__test"),
        ("an underscore alone", "_"),
        ("two underscores alone", "__"),
        ("upper case", "KW"),
        ("first letter upper case", "Kw"),
        ("one letter upper case in a later part", "acme_Test"),
        ("a kind alone", "usk"),
        ("another kind alone", "tpk"),
        ("a kind as the last part", "kw_usk"),
        ("a kind as the first part", "tsk_kw"),
        ("a kind as a part in the middle", "a_upk_b"),
        ("25 bytes with an underscore", "a" * 12 + "_" + "b" * 12),
    ):
        text = sign(f"{prefix}_usk_{tail}")
        v.invalid(f"prefix: {comment}", "prefix", text, "prefix", "right_checksum")
    v.invalid(
        "prefix: none, the text starts with an underscore",
        "prefix",
        sign(f"_usk_{tail}"),
        "prefix",
        "separator",
        "right_checksum",
    )
    v.invalid(
        "prefix: none, the text starts with the kind",
        "shape",
        sign(f"usk_{tail}"),
        "prefix",
        "shape",
        "right_checksum",
    )
    v.invalid(
        "prefix: a hyphen in it",
        "alphabet",
        sign(f"ac-me_usk_{tail}"),
        "prefix",
        "alphabet",
        "right_checksum",
    )
    v.invalid(
        "prefix: a full stop in it",
        "alphabet",
        sign(f"acme.test_usk_{tail}"),
        "prefix",
        "alphabet",
        "right_checksum",
    )


def add_kinds(v):
    tail = key(6_000)[len("kw_usk_") : -6]
    for kind in (
        "USK",
        "Usk",
        "usK",
        "xsk",
        "sk",
        "pk",
        "uskk",
        "us",
        "u",
        "usp",
        "ssk",
        "uks",
        "kw",
        "123",
        "spk",
        "live",
    ):
        v.invalid(
            f"kind {kind}",
            "kind",
            sign(f"kw_{kind}_{tail}"),
            "kind",
            "right_checksum",
            *(["case"] if kind.lower() in KINDS else []),
        )
    v.invalid(
        "kind: none, two underscores side by side",
        "kind",
        sign(f"kw__{tail}"),
        "kind",
        "separator",
        "right_checksum",
    )
    v.invalid(
        "kind: none, one underscore", "shape", sign(f"kw_{tail}"), "kind", "shape", "right_checksum"
    )
    v.invalid(
        "kind and prefix without an underscore between them",
        "shape",
        sign(f"kwusk_{tail}"),
        "kind",
        "separator",
        "right_checksum",
    )
    v.invalid(
        "kind and digits without an underscore between them",
        "shape",
        sign(f"kw_usk{tail}"),
        "kind",
        "separator",
        "right_checksum",
    )
    v.invalid("no underscore at all", "shape", sign(f"kwusk{tail}"), "separator", "right_checksum")
    v.invalid(
        "two underscores behind the kind",
        "kind",
        sign(f"kw_usk__{tail}"),
        "separator",
        "right_checksum",
    )
    v.invalid(
        "two underscores in front of the kind",
        "prefix",
        sign(f"kw__usk_{tail}"),
        "separator",
        "right_checksum",
    )
    v.invalid("the kind twice", "prefix", sign(f"kw_usk_usk_{tail}"), "kind", "right_checksum")
    v.invalid("two kinds", "prefix", sign(f"kw_usk_tsk_{tail}"), "kind", "right_checksum")
    body, secret = tail[:22], tail[22:]
    v.invalid(
        "an underscore between id and secret",
        "shape",
        sign(f"kw_usk_{body}_{secret}"),
        "separator",
        "right_checksum",
    )
    signed = sign(f"kw_usk_{tail}_")
    v.invalid(
        "an underscore in front of the checksum", "shape", signed, "separator", "right_checksum"
    )


def add_lengths(v):
    base = key(7_000)
    tail = base[len("kw_usk_") : -6]
    for length in (61, 60, 59, 56, 55, 54, 30, 7, 6, 3, 2, 1):
        cause = "shape"
        v.invalid(
            f"the first {length} characters of a key", cause, base[:length], "missing", "length"
        )
    for length in (61, 60, 59, 58, 56, 55, 6, 1):
        text = base[-length:]
        v.invalid(
            f"the last {length} characters of a key",
            cause_of(text.encode()),
            text,
            "missing",
            "length",
        )
    v.invalid_bytes("nothing", "empty", b"", "length", "missing")
    v.invalid("one underscore", "shape", "_", "length", "separator")
    v.invalid("two underscores", "shape", "__", "length", "separator")
    v.invalid("57 underscores", "shape", "_" * 57, "length", "separator")
    v.invalid(
        "the secret has 26 digits", "shape", sign(f"kw_usk_{tail[:-1]}"), "length", "right_checksum"
    )
    v.invalid(
        "the secret has 28 digits", "shape", sign(f"kw_usk_{tail}0"), "length", "right_checksum"
    )
    v.invalid(
        "the id has 21 digits", "shape", sign(f"kw_usk_{tail[1:]}"), "length", "right_checksum"
    )
    v.invalid(
        "the secret is missing", "shape", sign(f"kw_usk_{tail[:22]}"), "length", "right_checksum"
    )
    for length in (85, 127, 128):
        v.invalid(
            f"{length} bytes with a key at the end",
            "prefix",
            "a" * (length - 62) + base,
            "length",
            "added",
        )
    for length in (127, 128):
        v.invalid(f"{length} digits", "shape", "0" * length, "length")
        v.invalid(f"{length} spaces", "alphabet", " " * length, "length", "alphabet")
    v.invalid(
        "129 bytes with a key at the end", "too_long", "a" * (129 - 62) + base, "length", "added"
    )
    v.invalid(
        "129 bytes with a key at the start", "too_long", base + "a" * (129 - 62), "length", "added"
    )
    v.invalid("129 digits", "too_long", "0" * 129, "length")
    v.invalid(
        "129 spaces: the length is looked at before the alphabet",
        "too_long",
        " " * 129,
        "length",
        "alphabet",
    )
    v.invalid(
        "64 characters of two bytes each are 128 bytes",
        "alphabet",
        "\u00e9" * 64,
        "length",
        "non_ascii",
    )
    v.invalid(
        "65 characters of two bytes each are 130 bytes",
        "too_long",
        "\u00e9" * 65,
        "length",
        "non_ascii",
    )
    v.invalid("the key twice", "shape", base + base[:60], "length", "added")
    v.invalid("the key three times", "too_long", base * 3, "length", "added")
    v.invalid_repeat("1 MiB of letters", "too_long", "a", 2**20, "length")
    v.invalid_repeat("1 MiB of underscores", "too_long", "_", 2**20, "length", "separator")
    v.invalid_repeat("prefix and kind, again and again", "too_long", "kw_usk_", 150_000, "length")
    v.invalid_repeat("a valid key, again and again", "too_long", base, 10_000, "length")
    v.invalid_repeat(
        "1 MiB of characters that are no ASCII", "too_long", "\u00e9", 2**19, "length", "non_ascii"
    )
    v.invalid_repeat("64 MiB of letters", "too_long", "a", 2**26, "length")


def add_surroundings(v):
    base = key(8_000)
    for name, space in (
        ("space", " "),
        ("tab", "\t"),
        ("line feed", "\n"),
        ("carriage return", "\r"),
        ("CRLF", "\r\n"),
        ("vertical tab", "\v"),
        ("form feed", "\f"),
    ):
        v.invalid(f"{name} in front", "alphabet", space + base, "added", "whitespace")
        v.invalid(f"{name} behind", "alphabet", base + space, "added", "whitespace")
    v.invalid("space within", "alphabet", base[:30] + " " + base[30:], "added", "whitespace")
    v.invalid(
        "line feed within, as when a long line is wrapped",
        "alphabet",
        base[:30] + "\n" + base[30:],
        "added",
        "whitespace",
    )
    v.invalid("a space alone", "alphabet", " ", "whitespace")
    v.invalid("a line feed alone", "alphabet", "\n", "whitespace")
    v.invalid(
        "space in the place of a digit of the id",
        "alphabet",
        base[:7] + " " + base[8:],
        "changed",
        "whitespace",
    )
    for name, space in (
        ("no-break space", "\u00a0"),
        ("zero-width space", "\u200b"),
        ("byte order mark", "\ufeff"),
        ("ideographic space", "\u3000"),
        ("line separator", "\u2028"),
        ("next line", "\u0085"),
    ):
        v.invalid(f"{name} in front", "alphabet", space + base, "added", "whitespace", "non_ascii")
        v.invalid(f"{name} behind", "alphabet", base + space, "added", "whitespace", "non_ascii")
    for word in (
        "Bearer ",
        "bearer ",
        "Basic ",
        "X-Api-Key: ",
        "key=",
        '"',
        "'",
        "<",
        "(",
        "https://",
    ):
        v.invalid(f"{word.strip()} in front", "alphabet", word + base, "added", "foreign")
    for word in ('"', "'", ",", ";", ".", ">", "\\n", "=", "\\"):
        v.invalid(f"{word} behind", "alphabet", base + word, "added")
    v.invalid("in double quotes", "alphabet", f'"{base}"', "added")
    v.invalid("two keys and a comma", "alphabet", f"{base},{base[:50]}", "added")
    v.invalid("one digit in front of the prefix", "prefix", "0" + base, "added")
    v.invalid("one letter in front of the prefix", "checksum", "a" + base, "added")
    v.invalid("an underscore in front of the prefix", "prefix", "_" + base, "added", "separator")
    v.invalid("another part in front of the prefix", "checksum", "acme_" + base, "added")
    v.invalid("one digit behind", "shape", base + "0", "added")
    v.invalid("an underscore behind", "shape", base + "_", "added", "separator")
    v.invalid("one digit more in the id", "shape", base[:10] + "0" + base[10:], "added")
    v.invalid("one digit less in the secret", "shape", base[:40] + base[41:], "missing")


def add_bytes(v):
    base = key(9_000).encode()
    v.invalid_bytes("a NUL alone", "alphabet", b"\0", "nul")
    v.invalid_bytes("a NUL in front", "alphabet", b"\0" + base, "nul", "added")
    v.invalid_bytes("a NUL behind", "alphabet", base + b"\0", "nul", "added")
    v.invalid_bytes("a NUL behind, then more", "alphabet", base + b"\0junk", "nul", "added")
    v.invalid_bytes(
        "a NUL in the place of the first digit of the secret",
        "alphabet",
        base[:29] + b"\0" + base[30:],
        "nul",
        "changed",
    )
    v.invalid_bytes("62 NULs", "alphabet", b"\0" * 62, "nul")
    v.invalid_bytes(
        "a NUL in the place of an underscore",
        "alphabet",
        base.replace(b"_", b"\0", 1),
        "nul",
        "changed",
        "separator",
    )
    for byte in (0x01, 0x1B, 0x7F):
        v.invalid_bytes(
            f"control character {byte:#04x} in the secret",
            "alphabet",
            base[:40] + bytes([byte]) + base[41:],
            "alphabet",
            "changed",
        )
    for byte in (0x80, 0xC0, 0xF8, 0xFF):
        v.invalid_bytes(
            f"byte {byte:#04x}, which is no UTF-8, in the secret",
            "alphabet",
            base[:40] + bytes([byte]) + base[41:],
            "not_utf8",
            "changed",
        )
    v.invalid_bytes(
        "an over-long underscore, C1 9F",
        "alphabet",
        base.replace(b"_", b"\xc1\x9f", 1),
        "not_utf8",
        "separator",
    )
    v.invalid_bytes(
        "half a surrogate pair in UTF-8",
        "alphabet",
        base[:40] + b"\xed\xa0\x80" + base[43:],
        "not_utf8",
        "changed",
    )
    v.invalid_bytes(
        "a character cut off at the end", "alphabet", base[:-1] + b"\xe2\x82", "not_utf8", "changed"
    )
    v.invalid_bytes(
        "a byte order mark of UTF-16 in front", "alphabet", b"\xff\xfe" + base, "not_utf8", "added"
    )
    v.invalid_bytes(
        "the highest bit set in one digit",
        "alphabet",
        base[:40] + bytes([base[40] | 0x80]) + base[41:],
        "not_utf8",
        "changed",
    )
    v.invalid_bytes(
        "the highest bit set in every byte",
        "alphabet",
        bytes(byte | 0x80 for byte in base),
        "not_utf8",
        "changed",
    )
    v.invalid_bytes(
        "the key in UTF-16", "alphabet", base.decode().encode("utf-16-le")[:128], "nul", "changed"
    )
    v.invalid_bytes("129 bytes that are no UTF-8", "too_long", b"\xff" * 129, "not_utf8", "length")


def add_non_ascii(v):
    base = key(9_500)
    digits = base[7:]
    full_width = "".join(chr(ord(character) + 0xFEE0) for character in digits[:5])
    v.invalid(
        "full-width digits in the id",
        "alphabet",
        f"kw_usk_{full_width}{digits[5:]}",
        "non_ascii",
        "changed",
    )
    v.invalid(
        "a full-width underscore",
        "alphabet",
        base.replace("_", "\uff3f", 1),
        "non_ascii",
        "changed",
        "separator",
    )
    v.invalid(
        "Arabic-Indic figures in the id",
        "alphabet",
        f"kw_usk_\u0660\u0663{digits[2:]}",
        "non_ascii",
        "changed",
    )
    v.invalid(
        "a Cyrillic s in the kind",
        "alphabet",
        base.replace("usk", "u\u0455k"),
        "non_ascii",
        "changed",
        "kind",
    )
    v.invalid(
        "a Cyrillic k in the prefix",
        "alphabet",
        base.replace("kw", "\u043aw"),
        "non_ascii",
        "changed",
        "prefix",
    )
    v.invalid(
        "a Greek omicron in the secret",
        "alphabet",
        base[:40] + "\u03bf" + base[41:],
        "non_ascii",
        "changed",
    )
    v.invalid(
        "the Kelvin sign, which is k in lower case",
        "alphabet",
        base.replace("kw", "\u212aw"),
        "non_ascii",
        "case",
    )
    v.invalid(
        "the long s, which is S in upper case",
        "alphabet",
        base.replace("usk", "u\u017fk"),
        "non_ascii",
        "case",
    )
    v.invalid(
        "a dotless i in the secret",
        "alphabet",
        base[:40] + "\u0131" + base[41:],
        "non_ascii",
        "case",
    )
    v.invalid(
        "a combining accent behind a letter",
        "alphabet",
        base[:40] + "\u0301" + base[40:],
        "non_ascii",
        "added",
    )
    v.invalid(
        "superscript figures in the id",
        "alphabet",
        f"kw_usk_\u00b2\u00b3{digits[2:]}",
        "non_ascii",
        "changed",
    )
    v.invalid(
        "a soft hyphen within", "alphabet", base[:40] + "\u00ad" + base[40:], "non_ascii", "added"
    )
    v.invalid(
        "a mark that turns the direction of writing",
        "alphabet",
        "\u202e" + base,
        "non_ascii",
        "added",
    )
    v.invalid(
        "a key symbol from the astral planes",
        "alphabet",
        base[:40] + "\U0001f511" + base[41:],
        "non_ascii",
        "changed",
    )
    v.invalid(
        "mathematical bold letters as the prefix",
        "alphabet",
        "\U0001d424\U0001d430" + base[2:],
        "non_ascii",
        "changed",
        "prefix",
    )
    v.invalid(
        "a dash of another length instead of an underscore",
        "alphabet",
        base.replace("_", "\u2014", 1),
        "non_ascii",
        "separator",
    )


def add_cases(v):
    base = key(9_700)
    prefix, kind, digits = base.split("_")
    v.invalid("the whole key in upper case", "kind", base.upper(), "case")
    v.invalid("the whole key in lower case", cause_of(base.lower().encode()), base.lower(), "case")
    v.invalid("the prefix in upper case", "prefix", f"KW_{kind}_{digits}", "case", "prefix")
    v.invalid("the kind in upper case", "kind", f"{prefix}_USK_{digits}", "case", "kind")
    v.invalid("the case of every letter changed", "kind", base.swapcase(), "case")
    at = next(i for i in range(30, 56) if base[i].isalpha())
    v.invalid(
        "the case of one letter of the secret changed",
        "checksum",
        base[:at] + base[at].swapcase() + base[at + 1 :],
        "case",
        "changed",
    )


def add_foreign(v):
    def letters(number, length, alphabet=DIGITS):
        value, text = hashed("foreign", number), ""
        for _ in range(length):
            value, digit = divmod(value, len(alphabet))
            text += alphabet[digit]
        return text

    # Each is made up here in the form that the system uses. They are put together from parts, so
    # that no scanner takes this file for a leak.
    crockford = "0123456789abcdefghjkmnpqrstvwxyz"
    for comment, cause, text in (
        (
            "Stack Auth: a user's key",
            "shape",
            "sk_" + letters(1, 45, crockford) + "user" + letters(2, 32, "0123456789abcdef"),
        ),
        (
            "Stack Auth: a team's key",
            "shape",
            "sk_" + letters(3, 45, crockford) + "team" + letters(4, 32, "0123456789abcdef"),
        ),
        (
            "Stack Auth: a public key",
            "shape",
            "pk_" + letters(5, 45, crockford) + "user" + letters(6, 32, "0123456789abcdef"),
        ),
        ("Stripe: a live key", "shape", "sk" + "_live_" + letters(7, 24)),
        ("Stripe: a test key", "shape", "sk" + "_test_" + letters(8, 99)),
        ("GitHub: a classic token", "shape", "gh" + "p_" + letters(9, 36)),
        (
            "GitHub: a fine-grained token",
            "shape",
            "github" + "_pat_" + letters(10, 22) + "_" + letters(11, 59),
        ),
        ("a word, a kind that is none, and 55 digits", "kind", "acme_live_" + letters(12, 55)),
        ("a JWT", "alphabet", "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxMjM0NTY3ODkwIn0." + letters(13, 43)),
        ("a JWT without a signature", "alphabet", "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0."),
        (
            "a long JWT",
            "too_long",
            "eyJhbGciOiJub25lIn0." + letters(14, 40) * 4 + "." + letters(15, 43),
        ),
        ("a UUID", "alphabet", str(uuid.UUID(int=uuid7(NEW_YEAR_2026_MS, 16)))),
        ("a UUID without hyphens", "shape", uuid.UUID(int=uuid7(NEW_YEAR_2026_MS, 17)).hex),
        ("64 hexadecimal digits", "shape", letters(18, 64, "0123456789abcdef")),
        ("base64 of 32 bytes", "alphabet", letters(19, 42) + "8="),
        ("user and password", "alphabet", "alice:" + letters(20, 20)),
        ("a word", "shape", "secret"),
        ("null", "shape", "null"),
        ("undefined", "shape", "undefined"),
        ("the name of a variable that was not filled in", "alphabet", "${KEYWRIGHT_KEY}"),
        ("a placeholder", "alphabet", "<your key>"),
        ("the redacted form of a key", "alphabet", key(9_800)[:29] + "[redacted]"),
        ("an SQL injection", "alphabet", "' OR 1=1 --"),
        ("a path", "alphabet", "../../etc/passwd"),
        ("a percent-encoded key", "alphabet", key(9_801).replace("_", "%5F")),
        ("an opening brace", "alphabet", "{"),
    ):
        v.invalid(comment, cause, text, "foreign")


def build():
    v = Vectors()
    for add in (
        add_valid,
        add_changed,
        add_swapped,
        add_ids,
        add_checksums,
        add_prefixes,
        add_kinds,
        add_lengths,
        add_surroundings,
        add_bytes,
        add_non_ascii,
        add_cases,
        add_foreign,
    ):
        add(v)
    used = {flag for test in v.tests for flag in test["flags"]}
    assert used == set(NOTES), f"flags without a case or note: {used ^ set(NOTES)}"
    return (
        json.dumps({"schema": "token.schema.json", "notes": NOTES, "tests": v.tests}, indent=2)
        + "\n"
    )


def main():
    target = HERE / "token.json"
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
