"""What several tests need."""

import json
from pathlib import Path

ROOT = Path(__file__).parents[2]


def vectors(name):
    """Reads the vectors that all languages share."""
    return json.loads((ROOT / "tests" / "vectors" / f"{name}.json").read_text(encoding="utf-8"))
