"""Compares what each language offers with `api.toml`: an operation too few fails, and one too many.

The surfaces are read from the sources that people see: the core, the Python package, the TypeScript, Kotlin and Swift halves.
`--print` shows what was read.
"""

from __future__ import annotations

import ast
import pathlib
import re
import sys
from collections.abc import Iterable

try:
    import tomllib
except ModuleNotFoundError:  # CPython 3.10
    print("NOT COMPARED  tests/parity needs CPython 3.11 or newer")
    sys.exit(0)

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent

# What some languages hang on the type and others on the module.
WITHOUT_A_STORE = {"open", "open_in_memory", "migrate", "parse", "redact", "generate_master_key", "open_for_tests"}

# What is asked on: the handle itself, a user, a team, a key, a verdict, an error, the clock of a store for tests, and nothing at all.
Surface = dict[str, set[str]]


def camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()


def texts(folder: str, pattern: str) -> Iterable[str]:
    for path in sorted((ROOT / folder).rglob(pattern)):
        yield path.read_text(encoding="utf-8")


def blocks(text: str, head: re.Pattern[str]) -> Iterable[tuple[str, str]]:
    """The bodies of blocks that begin with a line of this form and end with a `}` that is indented as far."""
    lines = text.split("\n")
    for at, line in enumerate(lines):
        found = head.match(line)
        if found is None:
            continue
        indent = len(line) - len(line.lstrip())
        end = next((to for to in range(at + 1, len(lines)) if lines[to].startswith(" " * indent + "}")), len(lines))
        yield found.group("name"), "\n".join(lines[at + 1 : end])


def of_rust() -> Surface:
    types = {
        "Keywright": "keywright",
        "UserHandle": "user",
        "TeamHandle": "team",
        "ApiKeyHandle": "api_key",
        "ApiKey": "record",
        "Verdict": "verdict",
        "Error": "error",
        "TestClock": "clock",
    }
    surface: Surface = {}
    head = re.compile(r"^impl (?P<name>\w+) \{$")
    for text in texts("core/src", "*.rs"):
        for name, body in blocks(text, head):
            if name in types:
                found = re.findall(r"^    pub (?:const )?fn (\w+)", body, re.MULTILINE)
                surface.setdefault(types[name], set()).update(found)
    library = (ROOT / "core/src/lib.rs").read_text(encoding="utf-8")
    exported = {name for line in re.findall(r"pub use [^;]+;", library) for name in re.findall(r"\b[a-z_]+\b", line)}
    surface["module"] = exported & {"parse", "redact"}
    surface["module"] |= {"open_for_tests"} & set(re.findall(r"^pub fn (\w+)", (ROOT / "core/src/testing.rs").read_text(), re.M))
    for text in texts("core/src", "*.rs"):
        for name, body in blocks(text, head):
            if name == "OpenOptions":
                surface["module"] |= {"migrate"} & set(re.findall(r"^    pub fn (\w+)", body, re.MULTILINE))
            if name == "MasterKey" and re.search(r"^    pub fn generate\(", body, re.MULTILINE):
                surface["module"].add("generate_master_key")
    return surface


def of_python() -> Surface:
    folder = ROOT / "bindings-python/python/keywright"
    classes: dict[str, tuple[list[str], set[str]]] = {}

    def is_operation(item: ast.stmt) -> bool:
        if not isinstance(item, ast.FunctionDef) or item.name.startswith("_"):
            return False
        return not any(isinstance(one, ast.Name) and "property" in one.id for one in item.decorator_list)

    for path in [folder / "_keywright.pyi", *sorted(folder.glob("*.py"))]:
        if path.name == "aio.py":
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.ClassDef):
                continue
            bases = []
            for base in node.bases:
                base = base.value if isinstance(base, ast.Subscript) else base
                if isinstance(base, ast.Name):
                    bases.append(base.id)
                elif isinstance(base, ast.Attribute):
                    bases.append(f"native.{base.attr}")
            name = f"native.{node.name}" if path.suffix == ".pyi" else node.name
            classes[name] = (bases, {item.name for item in node.body if is_operation(item)})

    def methods(name: str) -> set[str]:
        bases, names = classes.get(name, ([], set()))
        return names.union(*map(methods, bases))

    types = {
        "Keywright": "keywright",
        "UserHandle": "user",
        "TeamHandle": "team",
        "ApiKeyHandle": "api_key",
        "native.Verdict": "verdict",
        "KeywrightError": "error",
        "Clock": "clock",
    }
    surface = {kind: methods(name) for name, kind in types.items()}
    surface["record"] = classes["ApiKey"][1]
    text = (folder / "__init__.py").read_text(encoding="utf-8")
    exported = set(re.findall(r'^    "([a-z]\w*)",$', text, re.MULTILINE))
    surface["module"] = exported | (WITHOUT_A_STORE & set(re.findall(r"^def (\w+)", (folder / "testing.py").read_text(), re.M)))
    return surface


def of_classes(
    folder: str, pattern: str, head: re.Pattern[str], method: re.Pattern[str], types: dict[str, list[str]]
) -> Surface:
    surface: Surface = {}
    for text in texts(folder, pattern):
        for name, body in blocks(text, head):
            for kind in types.get(name, []):
                surface.setdefault(kind, set()).update(snake(found) for found in method.findall(body))
    return surface


def of_node() -> Surface:
    types = {
        "Keywright": ["keywright"],
        "OwnerMethods": ["user", "team"],
        "UserMethods": ["user"],
        "TeamMethods": ["team"],
        "ApiKeyMethods": ["api_key"],
        "ApiKeyHandle": ["api_key"],
        "ApiKeyFields": ["record"],
        "Verdict": ["verdict"],
        "KeywrightError": ["error"],
        "Clock": ["clock"],
    }
    head = re.compile(r"^(?:export )?(?:abstract )?class (?P<name>\w+)\b.*\{$")
    method = re.compile(r"^  (?:async |static )*(?!constructor|if|for|static\b)([a-z]\w*)(?:<[^>]*>)?\(", re.MULTILINE)
    surface = of_classes("bindings-node/ts", "*.ts", head, method, types)
    exports = ["tools", "testing", "exit"]
    found: set[str] = set()
    for name in exports:
        text = (ROOT / f"bindings-node/ts/{name}.ts").read_text(encoding="utf-8")
        found |= {snake(one) for one in re.findall(r"^export (?:async )?function (\w+)", text, re.MULTILINE)}
    surface["module"] = found
    return surface


def of_kotlin() -> Surface:
    types = {
        "Keywright": ["keywright"],
        "OwnerOperations": ["user", "team"],
        "UserOperations": ["user"],
        "TeamOperations": ["team"],
        "ApiKeyOperations": ["api_key"],
        "ApiKeyHandle": ["api_key"],
        "ApiKey": ["record"],
        "Verdict": ["verdict"],
        "KeywrightException": ["error"],
        "Clock": ["clock"],
    }
    head = re.compile(r"^public (?:open |sealed |abstract )*class (?P<name>\w+)\b.*")
    method = re.compile(r"^ {4,8}(?:public |abstract |open )+(?:fun|val) (?:<[^>]*> )?(\w+)", re.MULTILINE)
    surface: Surface = {}
    for path in sorted((ROOT / "uniffi/kotlin/src/main/kotlin/keywright").rglob("*.kt")):
        if path.name == "NativeBindings.kt":
            continue
        text = path.read_text(encoding="utf-8")
        for name, body in blocks(text, head):
            for kind in types.get(name, []):
                found = {snake(one) for one in method.findall(body) if re.search(rf"fun (?:<[^>]*> )?{one}\(", body)}
                surface.setdefault(kind, set()).update(found)
        surface.setdefault("module", set()).update(
            snake(one) for one in re.findall(r"^public (?:suspend )?fun (?:<[^>]*> )?(?:\w+\.)?(\w+)", text, re.MULTILINE)
        )
    # `close` comes from AutoCloseable.
    keywright = (ROOT / "uniffi/kotlin/src/main/kotlin/keywright/Keywright.kt").read_text(encoding="utf-8")
    if re.search(r"override fun close\(", keywright):
        surface["keywright"].add("close")
    return surface


def of_swift() -> Surface | None:
    folder = ROOT / "uniffi/swift/Sources/Keywright"
    if not folder.is_dir():
        return None
    types = {
        "Keywright": ["keywright"],
        "OwnerMethods": ["user", "team"],
        "UserMethods": ["user"],
        "TeamMethods": ["team"],
        "ApiKeyMethods": ["api_key"],
        "ApiKeyHandle": ["api_key"],
        "ApiKey": ["record"],
        "Verdict": ["verdict"],
        "KeywrightError": ["error"],
    }
    head = re.compile(r"^(?:public |final |open )*(?:class|struct|extension|enum|protocol) (?P<name>\w+)\b.*\{$")
    method = re.compile(r"^    (?:public |static |final |open )*func `?(\w+)`?", re.MULTILINE)
    surface = of_classes("uniffi/swift/Sources/Keywright", "*.swift", head, method, types)
    testing = "uniffi/swift/Sources/KeywrightTesting"
    surface |= of_classes(testing, "*.swift", head, method, {"TestClock": ["clock"]})
    surface["module"] = {
        snake(name)
        for text in texts(testing, "*.swift")
        for name in re.findall(r"^public func (\w+)", text, re.MULTILINE)
    }
    return surface


def main() -> int:
    table = tomllib.loads((HERE / "api.toml").read_text(encoding="utf-8"))
    readers = {"rust": of_rust, "python": of_python, "node": of_node, "kotlin": of_kotlin, "swift": of_swift}
    kinds = table["operations"]
    problems = []
    compared = []
    for language, read in readers.items():
        surface = read()
        if surface is None:
            continue
        compared.append(language)
        surface.setdefault("module", set()).update(WITHOUT_A_STORE & surface["keywright"])
        surface["keywright"] -= WITHOUT_A_STORE
        if "--print" in sys.argv:
            for kind, names in surface.items():
                print(language, kind, *sorted(names))
        different = table.get(language, {})
        for kind, operations in kinds.items():
            wanted = set()
            for operation in operations:
                change = different.get(kind, {}).get(operation)
                if change is None:
                    wanted.add(operation)
                elif not change.get("reason"):
                    problems.append(f"{language}: {kind}.{operation} is written otherwise without a reason")
                else:
                    wanted.update(change["names"])
            more = set(different.get(kind, {}).get("more", {}))
            found = surface.get(kind, set())
            problems += [f"{language}: {kind}.{name} is missing" for name in sorted(wanted - found)]
            problems += [f"{language}: {kind}.{name} is in no table" for name in sorted(found - wanted - more)]
            problems += [f"{language}: {kind}.{name} is in the table and nowhere else" for name in sorted(more - found)]
            known = set(operations) | {"more"}
            problems += [
                f"{language}: {kind}.{name} is no operation" for name in sorted(set(different.get(kind, {})) - known)
            ]
    print(*problems, sep="\n", end="\n" if problems else "")
    if not problems:
        count = sum(map(len, kinds.values()))
        print(f"{count} operations have their names in {', '.join(compared)}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
