"""The package as a whole: nothing missing, nothing by accident, everything documented."""

import doctest
import importlib
import inspect
import re
import subprocess
import sys

import keywright
import pytest
from keywright import _keywright as native
from keywright.testing import open_for_tests
from support import ROOT

MODULES = [
    importlib.import_module(f"keywright.{name}")
    for name in (
        "_api_key",
        "_open",
        "_owner",
        "_records",
        "_settings",
        "_store",
        "_upkeep",
        "aio",
        "exceptions",
        "fastapi",
        "flask",
        "testing",
    )
]


def public_names():
    for name in keywright.__all__:
        yield name, getattr(keywright, name)


def test_every_public_name_is_documented():
    for name, value in public_names():
        if not inspect.isclass(value) and not inspect.isfunction(value):
            continue
        assert value.__doc__, name
        for method, function in inspect.getmembers(value, callable):
            if not method.startswith("_") and not hasattr(object, method) and not issubclass_of_text(value):
                assert function.__doc__, f"{name}.{method}"


def issubclass_of_text(value):
    return inspect.isclass(value) and issubclass(value, (str, tuple, BaseException))


def test_every_operation_of_the_design_is_there():
    wanted = {
        keywright.Keywright: """close settings update_settings status warm backup user team get_user get_team create_team
            define_permission rename_permission delete_permission list_permission_definitions page_api_keys revoke_all
            get_api_key verify require_valid authenticate extract_api_key explain acting_as events signals flush
            last_used check_integrity preview_restore restore export import_ seal seal_status rotate_master_key rekey""",
        keywright.UserHandle: "update delete list_teams suspend resume create_api_key create_api_keys list_api_keys",
        keywright.TeamHandle: """update delete list_members add_member remove_member set_members grant_permission
            revoke_permission has_permission list_permissions suspend resume create_api_key create_api_keys
            list_api_keys preview_remove_member""",
        keywright.ApiKey: "update suspend resume revoke rotate purge usage is_valid why_invalid to_dict",
        keywright.User: "update delete list_teams to_dict",
        keywright.Team: "update delete list_members to_dict",
    }
    for owner, names in wanted.items():
        for name in names.split():
            assert callable(getattr(owner, name)), f"{owner.__name__}.{name}"
    for name in ["open", "open_in_memory", "migrate", "parse", "redact", "generate_master_key"]:
        assert callable(getattr(keywright, name)), name


def test_importing_the_package_imports_no_framework_and_no_test_tool():
    program = "import sys, keywright, keywright.aio; print(*sorted(sys.modules))"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = set(answer.stdout.split())
    others = {"pytest", "fastapi", "starlette", "django", "rest_framework", "flask", "werkzeug", "pydantic", "sqlite3"}
    assert not loaded & others


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
@pytest.mark.filterwarnings("ignore:Implicitly cleaning up:ResourceWarning")
def test_every_example_of_the_documentation_runs(module):
    results = doctest.testmod(module)
    assert results.failed == 0
    assert results.attempted > 0 or not re.search(r">>> ", inspect.getsource(module))


@pytest.mark.parametrize("owner", [native.Keywright, native.Verdict], ids=lambda owner: owner.__name__)
def test_every_example_of_the_native_half_runs(owner):
    found = [
        example
        for name, value in inspect.getmembers(owner)
        if not name.startswith("_") and ">>>" in (getattr(value, "__doc__", None) or "")
        for example in doctest.DocTestFinder(recurse=False).find(value, name, module=False, globs={})
    ]
    assert found
    for example in found:
        assert doctest.DocTestRunner().run(example).failed == 0, example.name


def test_the_stub_says_of_the_native_half_what_is_there():
    stub = (ROOT / "bindings-python" / "python" / "keywright" / "_keywright.pyi").read_text(encoding="utf-8")
    for name in ("Keywright", "UserHandle", "TeamHandle", "ApiKeyHandle", "Verdict", "TestClock"):
        body = re.search(rf"^class {name}:\n(.*?)(?=^\S|\Z)", stub, re.MULTILINE | re.DOTALL).group(1)
        told = set(re.findall(r"^    def (\w+)\(", body, re.MULTILINE))
        there = {method for method in vars(getattr(native, name)) if not method.startswith("__")}
        assert {method for method in told if not method.startswith("__")} == there, name


@pytest.mark.parametrize(("document", "fewest"), [("README.md", 1), ("bindings-python/README.md", 10)])
def test_every_snippet_of_the_readmes_runs(document, fewest, tmp_path, monkeypatch):
    pytest.importorskip("fastapi")
    pytest.importorskip("flask")
    pytest.importorskip("rest_framework")
    importlib.import_module("django_project")  # configures Django, for the snippets that import it
    monkeypatch.chdir(tmp_path)
    text = (ROOT / document).read_text(encoding="utf-8")
    snippets = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert len(snippets) >= fewest
    for snippet in snippets:
        # What the settings of a project of Django have before one adds to them.
        lists = {name: [] for name in ("INSTALLED_APPS", "MIDDLEWARE", "AUTHENTICATION_BACKENDS")}
        names = {"BASE_DIR": tmp_path, **lists}
        exec(compile(snippet, document, "exec"), names)  # noqa: S102 - our own document
        for name, value in list(names.items()):
            if name.startswith("test_"):
                with open_for_tests() as store:
                    value(store)
            if isinstance(value, keywright.Keywright):
                value.close()
