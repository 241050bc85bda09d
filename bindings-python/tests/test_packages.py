"""What people install: the files of the wheel and of the source distribution, and what they say about themselves."""

import email
import subprocess
import tarfile
import zipfile

import keywright
import pytest
from support import ROOT

#: Where `scripts/test-python` builds them before it runs the tests.
BUILT = ROOT / "target" / "wheels-of-tests"
INFO = f"keywright-{keywright.__version__}.dist-info"


def one(pattern):
    found = list(BUILT.glob(pattern))
    if not found:
        pytest.skip("scripts/test-python builds it")
    assert len(found) == 1
    return found[0]


@pytest.fixture(params=["keywright-*.whl", "from-sdist/keywright-*.whl"], ids=["wheel", "wheel of the sdist"])
def wheel(request):
    with zipfile.ZipFile(one(request.param)) as archive:
        yield archive


def in_git(folder):
    listed = subprocess.run(["git", "ls-files", folder], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("this is no clone")
    return set(listed.stdout.split())


def test_the_wheel_holds_the_package_and_nothing_else(wheel):
    ours = {path.removeprefix("bindings-python/python/") for path in in_git("bindings-python/python")}
    info = {"METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE-APACHE", "licenses/LICENSE-MIT"}
    expected = ours | {"keywright/_keywright.abi3.so"} | {f"{INFO}/{name}" for name in info}
    listed = set(wheel.namelist())
    # A list of what is inside may be added by the builder.
    assert {name for name in listed if not name.startswith(f"{INFO}/sboms/")} == expected


def test_the_wheel_carries_both_licences(wheel):
    for name in ("LICENSE-APACHE", "LICENSE-MIT"):
        assert wheel.read(f"{INFO}/licenses/{name}") == (ROOT / name).read_bytes()
    metadata = email.message_from_bytes(wheel.read(f"{INFO}/METADATA"))
    assert metadata["License-Expression"] == "Apache-2.0 OR MIT"
    assert set(metadata.get_all("License-File")) == {"LICENSE-APACHE", "LICENSE-MIT"}


def test_the_wheel_needs_nothing_but_what_an_integration_asks_for(wheel):
    metadata = email.message_from_bytes(wheel.read(f"{INFO}/METADATA"))
    assert set(metadata.get_all("Provides-Extra")) == {"django", "djangorestframework", "fastapi", "flask"}
    assert all("extra ==" in requirement for requirement in metadata.get_all("Requires-Dist"))
    assert metadata["Requires-Python"] == ">=3.10"
    assert "# Keywright for Python" in metadata.get_payload()


def test_the_source_distribution_holds_what_a_build_needs():
    with tarfile.open(one("keywright-*.tar.gz")) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
        for name in ("LICENSE-APACHE", "LICENSE-MIT"):
            text = archive.extractfile(f"keywright-{keywright.__version__}/{name}").read()
            assert text == (ROOT / name).read_bytes()
    for folder in ("bindings-python/src", "core/src", "core/migrations", "core/migrations_usage", "cli/src"):
        assert in_git(folder) <= names, folder
    python = {path.removeprefix("bindings-python/") for path in in_git("bindings-python/python")}
    assert python <= names
    assert {"Cargo.lock", "Cargo.toml", "pyproject.toml", "README.md", "PKG-INFO"} <= names
    strays = [name for name in names if name.endswith((".so", ".db", ".pyc")) or name.startswith(("target", ".venv"))]
    assert strays == []
