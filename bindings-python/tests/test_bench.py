"""The program that measures: that it runs, not what it measures."""

import subprocess
import sys

import pytest
from support import ROOT

FIGURES = ROOT / "bindings-python" / "bench" / "figures.py"


def test_the_program_that_measures_runs():
    pytest.importorskip("fastapi")
    pytest.importorskip("uvicorn")
    few = ["--rounds", "1", "--keys", "300", "--checks", "512", "--growth", "5120"]
    answer = subprocess.run([sys.executable, FIGURES, *few], capture_output=True, text=True, check=False, timeout=300)
    assert answer.returncode == 0, answer.stderr
    lines = answer.stdout.splitlines()
    assert sum(line.startswith("| verify, ") for line in lines) >= 4
    assert any(line.startswith("| memory after 5,120 checks ") for line in lines)
    is_peer_there = any("djangorestframework-api-key" in line and line.startswith("|") for line in lines)
    assert is_peer_there or any(line.startswith("NOT RUN") for line in lines), "what could not be measured is named"
