"""The project's own check is one thing, called the same everywhere."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib

from tests.house.tree import ROOT, text_of

MAKEFILE = text_of(ROOT / "Makefile")
TARGETS = set(re.findall(r"^([a-z][a-z-]*):", MAKEFILE, re.MULTILINE))


def test_targets_that_documents_name_exist():
    texts = [
        path.read_text("utf-8") for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    ]
    named = {name for text in texts for name in re.findall(r"`make ([a-z-]+)", text)}
    assert named <= TARGETS
    assert {"demo", "test", "check", "bench"} <= named


def test_commit_hooks_call_make_and_nothing_from_elsewhere():
    text = text_of(ROOT / ".pre-commit-config.yaml")
    assert re.findall(r"repo: (.+)", text) == ["local"]
    entries = re.findall(r"entry: (.+)", text)
    assert entries
    for entry in entries:
        assert entry.startswith("make ")
        assert entry.removeprefix("make ") in TARGETS


def test_the_check_asks_for_everything():
    prerequisites = re.search(r"^check: ([a-z -]+?) ##", MAKEFILE, re.MULTILINE)
    assert prerequisites
    assert {"format-check", "lint", "types", "imports", "test"} <= set(prerequisites[1].split())


def test_ci_runs_the_same_check_and_lets_nothing_skip():
    script = text_of(ROOT / ".ci/run")
    assert "make check" in script
    assert "TICKETR_NO_SKIPS=1" in script
    subprocess.run(["bash", "-n", ".ci/run"], cwd=ROOT, check=True)


def test_supported_pythons_are_the_documented_ones():
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]
    named = re.findall(r"Python :: (3\.\d+)", "\n".join(project["classifiers"]))
    assert named == ["3.11", "3.12", "3.13"]
    assert project["requires-python"] == f">={named[0]}"


def test_scripts_may_be_run():
    scripts = [path for path in (ROOT / ".ci").iterdir() if path.is_file()]
    assert all(os.access(path, os.X_OK) for path in scripts)
