"""Writes `python/keywright/aio.py`: the methods of the handles, for programs with an event loop.

The methods are read from the classes themselves, so that none is forgotten and none has another signature. Run by
`make gen`; with `--check` it compares, and `make check` fails with the remedy.
"""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from pathlib import Path

PACKAGE = Path(__file__).parent / "python" / "keywright"

#: What does no input or output, and so needs no thread and no `await`.
FREE = {"acting_as", "by", "now", "user", "team", "api_key"}

#: What a check does: it answers at once if memory has the answer, and on a thread if not.
CHECKS = {
    "verify": "return await self._answer(Question.of_key(value, owner_type, accept, scopes, ip))",
    "require_valid": (
        "return (await self._answer(Question.of_key(value, owner_type, accept, scopes, ip)))._require_valid()"
    ),
    "authenticate": ("return await self._answer(Question.of_headers(headers, owner_type, accept, scopes, ip, optional))"),
}

#: Asynchronous class, the class whose methods it has, and what its constructor takes.
CLASSES = [
    ("AsyncUser", "UserHandle", ["OwnerMethods", "UserMethods"]),
    ("AsyncTeam", "TeamHandle", ["OwnerMethods", "TeamMethods"]),
    ("AsyncApiKey", "ApiKeyHandle", ["ApiKeyMethods"]),
    ("AsyncKeywright", "Keywright", ["Keywright", "SettingsMethods", "UpkeepMethods"]),
]

#: How a free method answers: with another asynchronous handle.
WRAPPED = {
    "Keywright": "AsyncKeywright",
    "UserHandle": "AsyncUser",
    "TeamHandle": "AsyncTeam",
    "ApiKeyHandle": "AsyncApiKey",
}

LONGEST_LINE = 125

HEADER = '''\
"""Keywright in programs with an event loop: the same store, with methods to `await`.

Written by `generate_aio.py` from the classes whose methods these are. Do not edit.

`kw.aio` is this view of a handle; `keywright.aio.open(…)` is for those who use nothing else. A check answers on the event
loop when memory has the answer. Where the store must be read it runs on a thread, as everything else does. What is awaited
and cancelled goes on to its end on that thread: a change then happens or not, never half. Records have methods that block;
`kw.aio.api_key(key.id)` has those to await.

Example:
    >>> import asyncio, keywright.aio, tempfile
    >>> async def main(path):
    ...     async with keywright.aio.open(path) as kw:
    ...         created = await kw.user("alice").create_api_key("laptop")
    ...         return (await kw.verify(created.value)).user_id
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     asyncio.run(main(f"{folder}/keys.db"))
    'alice'
"""
'''

OPENING = '''

class Opening:
    """A store that is being opened: for `async with`, which closes it, or for `await`."""

    __slots__ = ("_keywright", "_open")

    def __init__(self, opened: Callable[[], Keywright]) -> None:
        self._open = opened
        self._keywright: AsyncKeywright | None = None

    async def _opened(self) -> AsyncKeywright:
        return AsyncKeywright(await asyncio.to_thread(self._open))

    def __await__(self) -> Generator[Any, None, AsyncKeywright]:
        return self._opened().__await__()

    async def __aenter__(self) -> AsyncKeywright:
        self._keywright = await self._opened()
        return self._keywright

    async def __aexit__(self, *_error: object) -> None:
        if self._keywright is not None:
            await self._keywright.close()


def open(
    path: StorePath,
    *,
    existing: bool = False,
    any_file_system: bool = False,
    prefix: str | None = None,
    busy_time_out: timedelta | None = None,
    memory_limit: int | None = None,
    resident: bool = False,
    master_keys: Iterable[str] = (),
    accept_unsealed: bool = False,
) -> Opening:
    """Opens a store, as `keywright.open`.

    Returns:
        Something for `async with` or `await`.
    """
    return Opening(
        lambda: open_store(
            path,
            existing=existing,
            any_file_system=any_file_system,
            prefix=prefix,
            busy_time_out=busy_time_out,
            memory_limit=memory_limit,
            resident=resident,
            master_keys=master_keys,
            accept_unsealed=accept_unsealed,
        )
    )
'''


class Source:
    """The files whose classes are read."""

    def __init__(self) -> None:
        self.classes: dict[str, tuple[ast.ClassDef, str]] = {}
        self.modules: dict[str, str] = {}
        for file in ("_api_key.py", "_owner.py", "_store.py", "_settings.py", "_upkeep.py", "_keywright.pyi"):
            path = PACKAGE / file
            text = path.read_text(encoding="utf-8")
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.ClassDef) and not (path.suffix == ".pyi" and node.name != "Keywright"):
                    name = f"native.{node.name}" if path.suffix == ".pyi" else node.name
                    self.classes[name] = (node, text)
                if isinstance(node, ast.ImportFrom) and node.module:
                    self.modules.update({alias.name: node.module for alias in node.names})
        self.modules["Owner"] = "keywright._owner"
        for module in ("_api_key", "_owner", "_records", "_records_of_keys"):
            for node in ast.parse((PACKAGE / f"{module}.py").read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef):
                    self.modules[node.name] = f"keywright.{module}"
        self.modules |= {
            "Verdict": "keywright._keywright",
            "Check": "keywright._keywright",
            "Question": "keywright._keywright",
            "Keywright": "keywright._store",
        }
        del self.modules["AsyncKeywright"]

    def methods(self, names: list[str]) -> list[tuple[ast.FunctionDef, str, bool]]:
        """Returns the public methods of these classes, each with its source and whether it is a check."""
        found = []
        for name in names:
            if name == "Keywright":
                found += self._methods_of("native.Keywright", is_check=True)
            found += self._methods_of(name, is_check=False)
        return found

    def _methods_of(self, name: str, *, is_check: bool) -> list[tuple[ast.FunctionDef, str, bool]]:
        node, text = self.classes[name]
        return [
            (method, text, is_check)
            for method in node.body
            if isinstance(method, ast.FunctionDef) and not method.name.startswith("_") and not method.decorator_list
        ]


def parameters(method: ast.FunctionDef, text: str) -> tuple[list[str], list[str]]:
    """Returns the parameters as they are declared, and as they are passed on."""
    declared, passed = ["self"], []

    def add(argument: ast.arg, default: ast.expr | None, *, by_name: bool) -> None:
        annotation = " ".join((ast.get_source_segment(text, argument.annotation) or "").split())
        value = "" if default is None else f" = {ast.get_source_segment(text, default)}"
        declared.append(f"{argument.arg}: {annotation}{value}")
        passed.append(f"{argument.arg}={argument.arg}" if by_name else argument.arg)

    plain = method.args.args[1:]
    defaults = [None] * (len(plain) - len(method.args.defaults)) + list(method.args.defaults)
    for argument, default in zip(plain, defaults, strict=True):
        add(argument, default, by_name=False)
    if method.args.kwonlyargs:
        declared.append("*")
    for argument, default in zip(method.args.kwonlyargs, method.args.kw_defaults, strict=True):
        add(argument, default, by_name=True)
    return declared, passed


def written(method: ast.FunctionDef, text: str, owner: str, *, is_check: bool) -> str:
    """Writes one method."""
    declared, passed = parameters(method, text)
    returns = ast.get_source_segment(text, method.returns) if method.returns else "None"
    summary = (ast.get_docstring(method) or "").splitlines()[0]
    arguments = ", ".join(passed)
    is_free = method.name in FREE
    if is_free and returns in WRAPPED:
        body, returns = f"return {WRAPPED[returns]}(self._sync.{method.name}({arguments}))", WRAPPED[returns]
    elif is_check:
        body = CHECKS[method.name]
    elif is_free:
        body = f"return self._sync.{method.name}({arguments})"
    else:
        call = ", ".join([f"self._sync.{method.name}", *passed])
        body = f"{'' if returns == 'None' else 'return '}await asyncio.to_thread({call})"
    head = f"    {'def' if is_free else 'async def'} {method.name}("
    one_line = f"{head}{', '.join(declared)}) -> {returns}:"
    lines = [one_line] if len(declared) == 1 else [head, *(f"        {part}," for part in declared), f"    ) -> {returns}:"]
    if lines[1:] and declared[-1] == "*":
        raise SystemExit(f"{owner}.{method.name}: a star without options")
    lines = [line.replace("*,,", "*,") for line in lines]
    lines += [f'        """{summary}', "", f"        As `{owner}.{method.name}`.", '        """']
    lines.append(f"        {body}")
    return "\n".join(lines)


def generate() -> str:
    """Writes the file."""
    source = Source()
    parts = []
    for name, owner, bases in CLASSES:
        kind = {"Keywright": "store", "UserHandle": "user", "TeamHandle": "team", "ApiKeyHandle": "key"}[owner]
        methods = [written(method, text, owner, is_check=check) for method, text, check in source.methods(bases)]
        if owner == "Keywright":
            identity = (
                "    @property\n    def is_closed(self) -> bool:\n"
                '        """Whether the store was closed."""\n        return self._sync.is_closed\n\n'
                "    @property\n    def actor(self) -> str:\n"
                '        """Who acts through this handle: `server`, `server:<name>` or `user:<id>`."""\n'
                "        return self._sync.actor\n\n"
                "    @property\n    def sync(self) -> Keywright:\n"
                '        """The handle that this is a view of."""\n        return self._sync\n\n'
                "    async def _authenticate_request(\n"
                "        self, check: Check, headers: Headers, host: str | None\n    ) -> Verdict:\n"
                "        answer = self._sync._ask_about_request(check, headers, host)\n"
                "        if isinstance(answer, Question):\n"
                "            return await asyncio.to_thread(self._sync._answer, answer)\n"
                "        return answer\n\n"
                "    async def _answer(self, question: Question) -> Verdict:\n"
                "        verdict = self._sync._answer_at_once(question)\n"
                "        if verdict is None:\n"
                "            # The store must be read, or something else may take its time: not on the event loop.\n"
                "            verdict = await asyncio.to_thread(self._sync._answer, question)\n"
                "        return verdict\n\n"
                "    async def __aenter__(self) -> AsyncKeywright:\n        return self\n\n"
                "    async def __aexit__(self, *_error: object) -> None:\n        await self.close()"
            )
        else:
            kind_of_id = "UUID" if owner == "ApiKeyHandle" else "str"
            identity = (
                f'    @property\n    def id(self) -> {kind_of_id}:\n        """The id."""\n        return self._sync.id'
            )
        parts.append(
            f'class {name}:\n    """A {kind}, with methods to `await`."""\n\n    __slots__ = ("_sync",)\n\n'
            f"    def __init__(self, sync: {owner}) -> None:\n        self._sync = sync\n\n"
            f'    def __repr__(self) -> str:\n        return repr(self._sync).replace("<", "<async ", 1)\n\n'
            f"{identity}\n\n" + "\n\n".join(methods)
        )
    body = "\n\n\n".join(parts) + "\n" + OPENING
    return HEADER + imports(source, body) + "\n\n" + body


def imports(source: Source, body: str) -> str:
    """Writes the import lines of the names that the body uses."""
    used = {node.id for node in ast.walk(ast.parse(body)) if isinstance(node, ast.Name)}
    by_module: dict[str, set[str]] = defaultdict(set)
    for name in used:
        if name in source.modules:
            by_module[source.modules[name]].add(name)
    by_module["collections.abc"] |= {"Callable", "Generator"}
    # Defaults are needed at run time; types are not.
    defaults = by_module["keywright._enums"] & {"UNSET", "TeamKeys", "UsageStep"}
    by_module["keywright._enums"] -= defaults
    by_module["keywright._keywright"] -= {"Question"}
    by_module["typing"] -= {"TYPE_CHECKING"}
    by_module["typing"].add("Any")

    def line(module: str, names: set[str], indent: str) -> str:
        # Constants first, then classes, as ruff sorts them.
        ordered = sorted(names, key=lambda name: (not name.isupper(), name))
        text = f"{indent}from {module} import {', '.join(ordered)}"
        if len(text) > LONGEST_LINE:
            inside = "".join(f"{indent}    {name},\n" for name in ordered)
            text = f"{indent}from {module} import (\n{inside}{indent})"
        return text

    standard = sorted(module for module, names in by_module.items() if names and not module.startswith("keywright"))
    own = sorted(module for module, names in by_module.items() if names and module.startswith("keywright"))
    checked = [line(module, by_module[module], "    ") for module in standard]
    checked_own = [line(module, by_module[module], "    ") for module in own]
    return "\n".join(
        [
            "\nfrom __future__ import annotations\n",
            "import asyncio",
            "from typing import TYPE_CHECKING\n",
            line("keywright._enums", defaults, ""),
            "from keywright._keywright import Question",
            "from keywright._open import open as open_store\n",
            "if TYPE_CHECKING:",
            *checked,
            "",
            *checked_own,
        ]
    )


def main() -> int:
    """Writes the file, or compares it."""
    path, text = PACKAGE / "aio.py", generate()
    if "--check" not in sys.argv[1:]:
        path.write_text(text, encoding="utf-8")
        return 0
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return 0
    sys.stderr.write(f"{path} is out of date: run make gen\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
