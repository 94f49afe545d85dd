"""The table of others' mistakes is complete, and every test that it names exists."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| ([TP]\d+) \| .+ \| (.+) \|$", re.MULTILINE)
TEST = re.compile(r"^def (test_\w+)", re.MULTILINE)


def rows():
    return dict(ROW.findall((ROOT / "docs" / "mistakes.md").read_text("utf-8")))


def known():
    return {
        name
        for path in ROOT.glob("tests/**/test_*.py")
        for name in TEST.findall(path.read_text("utf-8"))
    }


def test_all_43_are_answered():
    assert list(rows()) == [f"T{n}" for n in range(1, 16)] + [f"P{n}" for n in range(1, 29)]


def test_every_test_that_is_named_exists():
    named = [name for answer in rows().values() for name in re.findall(r"`(test_\w+)`", answer)]
    assert len(named) >= 40
    assert set(named) - known() == set()


def test_every_named_regression_is_in_the_table():
    named = {name for name in known() if re.match(r"test_[tp]\d\d_", name)}
    text = (ROOT / "docs" / "mistakes.md").read_text("utf-8")
    assert [name for name in sorted(named) if name not in text] == []
