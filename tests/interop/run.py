"""Has each language write the exemplar store, and each other one check it: all ordered pairs of those that can run here.

A language is a program of `programs/`. `--ready` says whether it can run; with `--all`, one that can not is a failure.
"""

from __future__ import annotations

import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
EXPECTED = HERE / "expected.json"


def main() -> int:
    programs = sorted(path for path in (HERE / "programs").iterdir() if path.is_file())
    ready = [path for path in programs if subprocess.run([path, "--ready"], check=False).returncode == 0]
    missing = [path.name for path in programs if path not in ready]
    if missing:
        print(f"not here: {', '.join(missing)}")
        if "--all" in sys.argv:
            return 1
    pairs = 0
    with tempfile.TemporaryDirectory(prefix="keywright-interop-") as name:
        folder = pathlib.Path(name)
        for writer in ready:
            written = folder / writer.name
            written.mkdir()
            subprocess.run(
                [writer, "write", written / "keys.sqlite3", EXPECTED, written / "values.json"], check=True
            )
            # Itself too: that a store is read as it was written at all comes first.
            for reader in ready:
                # A copy of its own, since a check counts in the store. Nobody has the files open.
                copy = folder / f"{writer.name}-{reader.name}"
                shutil.copytree(written, copy)
                done = subprocess.run(
                    [reader, "check", copy / "keys.sqlite3", EXPECTED, copy / "values.json"], check=False
                )
                if done.returncode != 0:
                    print(f"FAILED  {writer.name} wrote, {reader.name} read")
                    return 1
                pairs += 1
    print(f"{pairs} pairs of {', '.join(path.name for path in ready)}: each read what the other wrote")
    return 0


if __name__ == "__main__":
    sys.exit(main())
