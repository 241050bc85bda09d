"""Permissions against `tests/vectors/permission.json`. The file says itself how a test is run."""

import keywright
import pytest
from support import vectors

CASES = vectors("permission")["tests"]

STEPS = {
    "define": lambda kw, step: kw.define_permission(step["id"], contains=step["contains"]),
    "rename": lambda kw, step: kw.rename_permission(step["id"], step["new_id"]),
    "delete": lambda kw, permission: kw.delete_permission(permission),
    "create_team": lambda kw, creator: kw.create_team("Acme", id="acme", creator=creator),
    "join": lambda kw, user: kw.team("acme").add_member(user),
    "leave": lambda kw, user: kw.team("acme").remove_member(user),
    "set_member": lambda kw, step: kw.team("acme").add_member(step["user"], permissions=step["permissions"]),
    "grant": lambda kw, step: kw.team("acme").grant_permission(step["user"], step["permission"]),
    "ungrant": lambda kw, step: kw.team("acme").revoke_permission(step["user"], step["permission"]),
    "settings": lambda kw, step: kw.update_settings(**step),
}


def take(kw, step):
    [(verb, value)] = [(name, value) for name, value in step.items() if name != "refused"]
    if "refused" not in step:
        STEPS[verb](kw, value)
        return
    before = kw.events(limit=10_000)
    with pytest.raises(keywright.KeywrightError) as refused:
        STEPS[verb](kw, value)
    assert refused.value.code == step["refused"]
    assert kw.events(limit=10_000) == before


def ask(kw, question):
    user = question["user"]
    stated = {"acme": question["stated"]} if "stated" in question else None
    if "refused" in question:
        with pytest.raises(keywright.KeywrightError) as refused:
            kw.acting_as(user, team_permissions=stated)
        assert refused.value.code == question["refused"]
        return
    acting = kw.acting_as(user, team_permissions=stated)
    for surface in [acting] if stated else [acting, kw]:
        team = surface.team("acme")
        assert team.list_permissions(user) == question["holds"]
        assert all(team.has_permission(user, permission) for permission in question["holds"])
        assert not any(team.has_permission(user, permission) for permission in question["lacks"])
    if question["manages_keys"]:
        assert acting.team("acme").list_api_keys() == []
    else:
        with pytest.raises(keywright.NotFoundError):
            acting.team("acme").list_api_keys()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['id']}")
def test_every_question_is_answered_as_expected(kw, case):
    for step in case["steps"]:
        take(kw, step)
    for question in case["ask"]:
        ask(kw, question)
