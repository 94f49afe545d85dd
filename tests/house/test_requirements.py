"""Every dependency has its reason, and every requirement its hash."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.house.tree import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
REASONS = (ROOT / "docs/decisions/0003-dependencies.md").read_text("utf-8")


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def named_in(text):
    return {
        normal(match.group())
        for line in text.splitlines()
        if (match := re.match(r"[A-Za-z][\w.-]*", line.strip()))
    }


def wanted(name):
    return named_in((ROOT / "requirements" / f"{name}.in").read_text("utf-8"))


RUNTIME = {
    normal(re.split(r"[<>=~!\[; ]", item)[0]) for item in PROJECT["project"]["dependencies"]
}


def test_the_runtime_requirements_are_those_of_the_project():
    assert wanted("run") == RUNTIME


@pytest.mark.parametrize("name", sorted(wanted("oracles") | wanted("specs")))
def test_every_foreign_program_has_its_line(name):
    reasons = (ROOT / "docs/decisions/0054-oracles.md").read_text("utf-8")
    assert re.search(rf"^\| `{re.escape(name)}` \|", reasons, re.MULTILINE)


@pytest.mark.parametrize("name", sorted(RUNTIME | wanted("dev") | wanted("build")))
def test_every_dependency_has_its_line(name):
    assert re.search(rf"^\| `?{re.escape(name)}`? \|", REASONS, re.MULTILINE | re.IGNORECASE)


@pytest.mark.parametrize("name", ["build", "run", "dev", "oracles", "specs"])
def test_every_requirement_is_pinned_with_hashes(name):
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    assert lines
    for line in lines:
        assert re.match(r"[\w.-]+==[\w.!+]+( ;[^-]+| )* *--hash=sha256:[0-9a-f]{64}", line), line[
            :80
        ]
    assert wanted(name) <= named_in("\n".join(lines))
