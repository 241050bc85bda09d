"""The exemplar store in Python: writes it, and checks what another language wrote. See `expected.json`."""

from __future__ import annotations

import json
import pathlib
import sys
from datetime import datetime, timedelta
from typing import Any

import keywright


def end_of(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text.replace("Z", "+00:00"))


def write(kw: keywright.Keywright, expected: dict[str, Any]) -> dict[str, str]:
    settings = expected["settings"]
    kw.update_settings(
        api_key_header=settings["api_key_header"], max_api_keys_per_team=settings["max_api_keys_per_team"]
    )
    for permission in expected["permissions"]:
        kw.define_permission(
            permission["id"], contains=permission["contains"], description=permission["description"]
        )
    for user in expected["users"]:
        changes = {name: user[name] for name in ("display_name", "primary_email") if user[name] is not None}
        kw.user(user["id"]).update(metadata=user["metadata"], **changes)
    for team in expected["teams"]:
        handle = kw.create_team(team["display_name"], id=team["id"])
        handle.update(metadata=team["metadata"])
        handle.set_members(team["members"])
    values = {}
    for key in expected["keys"]:
        owner = kw.user(key["owner"]["id"]) if key["owner"]["type"] == "user" else kw.team(key["owner"]["id"])
        created = owner.create_api_key(
            key["description"],
            is_public=key["is_public"],
            scopes=key["scopes"],
            metadata=key["metadata"],
            ip_allow_list=key["ip_allow_list"],
            expires_at=end_of(key["expires_at"]),
        )
        values[key["name"]] = created.value
        match key["ends"]:
            case "revoked":
                created.api_key.revoke(reason=key["reason"])
            case "suspended":
                created.api_key.suspend(reason=key["reason"])
            case "rotated" | "retired" as ends:
                grace = timedelta(hours=1) if ends == "rotated" else "now"
                values[key["name"] + "/first"] = created.value
                values[key["name"]] = created.api_key.rotate(grace=grace).value
    return values


def same(found: object, wanted: object, what: str) -> None:
    if found != wanted:
        sys.exit(f"{what}: found {found!r}, not {wanted!r}")


def check(kw: keywright.Keywright, expected: dict[str, Any], values: dict[str, str]) -> None:
    settings = kw.settings()
    same(settings.prefixes[0], expected["settings"]["prefix"], "prefix")
    for name in ("api_key_header", "max_api_keys_per_team"):
        same(getattr(settings, name), expected["settings"][name], name)
    definitions = {definition.id: definition for definition in kw.list_permission_definitions()}
    for permission in expected["permissions"]:
        found = definitions[permission["id"]]
        same((found.description, list(found.contains)), (permission["description"], permission["contains"]), found.id)
    for user in expected["users"]:
        found = kw.get_user(user["id"])
        for name in ("display_name", "primary_email", "metadata"):
            same(getattr(found, name), user[name], name)
    for team in expected["teams"]:
        found = kw.get_team(team["id"])
        same((found.display_name, found.metadata), (team["display_name"], team["metadata"]), found.id)
        members = {member.user_id: sorted(member.permissions) for member in found.list_members()}
        same(members, {user: sorted(permissions) for user, permissions in team["members"].items()}, "members")
    for question in expected["holds"]:
        answer = kw.team(question["team"]).has_permission(question["user"], question["permission"])
        same(answer, question["answer"], "has_permission")
    for key in expected["keys"]:
        check_key(kw, key, values)


def check_key(kw: keywright.Keywright, key: dict[str, Any], values: dict[str, str]) -> None:
    name, ends = key["name"], key["ends"]
    asked = {} if key["ip"] is None else {"ip": key["ip"]}
    verdict = kw.verify(values[name], **asked)
    same(verdict.reason, ends if ends in ("revoked", "suspended") else None, name)
    if ends in ("rotated", "retired"):
        first = kw.verify(values[name + "/first"], **asked)
        same(first.reason, "rotated" if ends == "retired" else None, name)
    found = kw.get_api_key(verdict.api_key_id)
    if verdict.valid:
        same(verdict.api_key.id, found.id, name)
    same((found.type, found.user_id or found.team_id), (key["owner"]["type"], key["owner"]["id"]), name)
    for field in ("description", "is_public", "metadata"):
        same(getattr(found, field), key[field], f"{name}: {field}")
    for field in ("scopes", "ip_allow_list"):
        same(sorted(getattr(found, field)), sorted(key[field]), f"{name}: {field}")
    same(found.expires_at, end_of(key["expires_at"]), f"{name}: expires_at")
    same(found.created_by, "server", f"{name}: created_by")
    same(found.last_four, values[name][-4:], f"{name}: last_four")
    same(found.status, ends if ends in ("revoked", "suspended") else "active", f"{name}: status")
    same(found.revoke_reason or found.suspend_reason, key["reason"], f"{name}: reason")
    generations = 2 if ends in ("rotated", "retired") else 1
    same((found.generation, len(found.generations)), (generations, generations), f"{name}: generations")


def main() -> None:
    verb, store, expected_path, values_path = sys.argv[1:]
    expected = json.loads(pathlib.Path(expected_path).read_text(encoding="utf-8"))
    values = pathlib.Path(values_path)
    if verb == "write":
        with keywright.open(store, prefix=expected["settings"]["prefix"]) as kw:
            values.write_text(json.dumps(write(kw, expected)), encoding="utf-8")
    else:
        with keywright.open(store, existing=True) as kw:
            check(kw, expected, json.loads(values.read_text(encoding="utf-8")))


if __name__ == "__main__":
    main()
