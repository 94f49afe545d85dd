"""A variable that begins as ours do and is none is told, with the nearest that is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ticketr.settings.variables import known, told_unknown

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("name", sorted(known()))
def test_what_is_read_is_not_told(name):
    assert list(told_unknown({name: "x", "HOME": "/h", "PATH": "/bin"})) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("TICKETR_WORKSPCE", "TICKETR_WORKSPACE"),
        ("TICKETR_TOKN", "TICKETR_TOKEN"),
        ("TICKETR_READ_TIMEOUT", "TICKETR_JIRA_READ_TIMEOUT"),
        ("TICKETR_USER", "TICKETR_USERNAME"),
        ("TICKETR_workspace", "TICKETR_WORKSPACE"),
    ],
)
def test_a_slip_is_told_with_what_is_meant(typed, meant):
    [said] = told_unknown({typed: "x", "TICKETR_HOME": "/h"})
    assert said == f"{typed} in the environment is not read; did you mean {meant}?"


def test_what_is_near_to_nothing_is_told_with_the_page():
    environ = {
        "TICKETR_ZZZZZZ": "x",
        "TICKETR_AAA_BBB_CCC": "x",
        "TICKETR_EMPTY": "",
        "TICKETRX": "x",
    }
    assert list(told_unknown(environ)) == [
        "TICKETR_AAA_BBB_CCC in the environment is not read; docs/settings.md lists what is.",
        "TICKETR_ZZZZZZ in the environment is not read; docs/settings.md lists what is.",
    ]


def test_every_variable_that_the_sources_name_is_known():
    folders = ("src/ticketr", "tests", "docs")
    texts = [
        p.read_text("utf-8")
        for f in folders
        for p in (ROOT / f).rglob("*.*")
        if p.suffix in {".py", ".md"}
    ]
    named = {name for text in texts for name in re.findall(r"\bTICKETR_[A-Z_]*[A-Z]\b", text)}
    own = Path(__file__).read_text("utf-8")
    assert {name for name in named - known() if name not in own} == set()
