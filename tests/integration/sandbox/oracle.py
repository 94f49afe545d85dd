"""Files of the oracle data, and the shape of what is recorded there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
HOMES = [Path(os.environ.get("TICKETR_ORACLES", "")), ROOT.parent / "shared" / "data"]


def data(name: str) -> Path:
    """A file of the oracle data; skips the test where there is none."""
    for home in HOMES:
        if str(home) != "." and (home / name).exists():
            return home / name
    pytest.skip(f"the oracle data is not here: {name} (set TICKETR_ORACLES)")


def shape(value: Any) -> Any:
    """A document's keys and types, without its values; a list by the shapes in it."""
    if isinstance(value, dict):
        return {key: shape(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return type(value).__name__
