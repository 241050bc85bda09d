"""The same store, with methods to await."""

import asyncio
import importlib.util
import inspect
import threading

import keywright
import pytest
from keywright import aio
from support import ROOT

PAIRS = [
    (aio.AsyncKeywright, keywright.Keywright),
    (aio.AsyncUser, keywright.UserHandle),
    (aio.AsyncTeam, keywright.TeamHandle),
    (aio.AsyncApiKey, keywright.ApiKeyHandle),
]


def public(owner):
    return {name for name in dir(owner) if not name.startswith("_")}


@pytest.mark.parametrize(("view", "owner"), PAIRS, ids=lambda owner: owner.__name__)
def test_every_method_is_there_with_the_same_parameters(view, owner):
    assert public(view) - {"sync"} == public(owner) - {"aio", "owner_type"}
    for name in public(view) - {"sync", "id", "actor", "is_closed"}:
        here, there = (list(inspect.signature(getattr(one, name)).parameters.values())[1:] for one in (view, owner))
        assert [(p.name, p.kind) for p in here] == [(p.name, p.kind) for p in there], name


def test_a_program_with_an_event_loop_needs_nothing_else(path):
    async def program():
        async with aio.open(path) as kw:
            created = await kw.user("alice").create_api_key("laptop")
            assert (await kw.verify(created.value)).user_id == "alice"
            assert (await kw.authenticate({"X-Api-Key": created.value})).valid
            await kw.api_key(created.api_key.id).revoke(reason="lost")
            with pytest.raises(keywright.DeniedError):
                await kw.require_valid(created.value)
            await kw.team("acme").add_member("alice", permissions=["team_admin"])
            alice = kw.acting_as("alice")
            assert alice.actor == "user:alice"
            assert [team.id for team in await alice.user("alice").list_teams()] == ["acme"]
            assert len(await asyncio.gather(*(kw.user(n).create_api_key("CI") for n in range(20)))) == 20
        assert kw.is_closed
        opened = await aio.open(path, existing=True)
        assert len(await opened.list_api_keys()) == 21
        await opened.close()

    asyncio.run(program())


def test_the_view_is_of_the_same_handle(kw):
    async def program():
        created = await kw.aio.user("alice").create_api_key("CI")
        assert kw.verify(created.value)
        assert kw.aio.sync is kw
        kw.close()
        with pytest.raises(keywright.ClosedError):
            await kw.aio.settings()

    asyncio.run(program())


def test_a_change_runs_on_another_thread_and_a_check_on_this_one():
    seen = {}

    class Watched:
        def create_team(self, *_arguments, **_options):
            seen["change"] = threading.get_ident()

        def _answer_at_once(self, _question):
            seen["at once"] = threading.get_ident()
            return seen.get("answer")

        def _answer(self, _question):
            seen["waiting"] = threading.get_ident()
            return "from the store"

    async def program():
        view = aio.AsyncKeywright(Watched())
        await view.create_team("Acme")
        assert await view.verify("what memory does not know") == "from the store"
        assert await view.authenticate({"X-Api-Key": "what memory does not know"}) == "from the store"
        del seen["waiting"]
        seen["answer"] = False  # a denial is false, and an answer
        assert await view.verify("what memory knows") is False
        assert "waiting" not in seen

    asyncio.run(program())
    assert seen["at once"] == threading.get_ident() != seen["change"]


def test_what_is_asked_is_read_once_though_it_may_be_asked_twice(kw):
    created = kw.user("alice").create_api_key("CI")

    async def program():
        for _ in range(3):
            verdict = await kw.aio.verify(created.value, scopes=iter(["invoices:read"]))
            assert verdict.reason == "insufficient_scope"
            headers = iter([("X-Api-Key", created.value)])
            assert await kw.aio.authenticate(headers)
            kw.user("bob").update(display_name="Bob")  # now memory knows nothing

    asyncio.run(program())
    kw.flush()
    assert created.api_key.usage_of_last(1).total.total == 6, "what had to wait is counted once"


def test_the_file_is_what_its_generator_writes(capsys, monkeypatch):
    spec = importlib.util.spec_from_file_location("generate_aio", ROOT / "bindings-python" / "generate_aio.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr("sys.argv", ["generate_aio.py", "--check"])
    assert module.main() == 0, capsys.readouterr().err
