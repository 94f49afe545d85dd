"""Whole outputs, one file each in `expected/`. UPDATE_EXPECTED=1 writes them anew."""

import os
import shlex
from pathlib import Path

import pytest

from . import results
from .standin import StandIn, row

EXPECTED = Path(__file__).parent / "expected"

CASES = {
    "push-dry-run": ("push backlog.md --dry-run", [results.PLANNED]),
    "push-dry-run-diff": ("push --dry-run --diff", [results.PLANNED]),
    "push-dry-run-json": ("push --dry-run --json", [results.PLANNED]),
    "push": ("push", [results.DONE]),
    "push-verbose": ("push --verbose", [results.DONE]),
    "push-json": ("push --json", [results.DONE]),
    "push-nothing": ("push", [results.NOTHING]),
    "pull-conflicts": ("pull", [results.ONLY_CONFLICT]),
    "sync": ("sync backlog.md", [results.PULLED, results.DONE]),
    "sync-json": ("sync --json", [results.PULLED, results.NOTHING]),
    "status": ("status", [results.STATUS]),
    "status-clean": ("status", [results.CLEAN]),
    "status-json": ("status --json", [results.STATUS]),
    "list": ("list --limit 2", []),
    "show": ("show PROJ-1", []),
    "show-json": ("show PROJ-1 --json", []),
    "show-unknown": ("show PROJ-99", []),
    "schema": ("schema --refresh", []),
    "schema-json": ("schema --json", []),
    "workspace-list": ("workspace list", []),
    "workspace-list-json": ("workspace list --json", []),
    "workspace-current": ("workspace current", []),
    "workspace-switch": ("workspace switch work", []),
    "workspace-set-default-json": ("workspace set-default work --json", []),
    "workspace-update": ("workspace update work --url https://new.example", []),
    "workspace-update-nothing": ("workspace update work", []),
    "workspace-delete-unasked": ("workspace delete work", []),
    "workspace-delete": ("workspace delete work --yes", []),
    "workspace-create-incomplete": ("workspace create other", []),
    "help": ("--help", []),
    "help-workspace": ("workspace --help", []),
    "help-push": ("push --help", []),
}


@pytest.mark.parametrize("name", CASES)
def test_transcript(ticketr, name):
    command, given = CASES[name]
    rows = [row(1, "One"), row(2, "Two", "modified"), row(3, "Three")]
    done = ticketr(*shlex.split(command), app=StandIn(rows, given))
    text = f"$ ticketr {command}\n{done!r}"
    path = EXPECTED / f"{name}.txt"
    if os.environ.get("UPDATE_EXPECTED"):
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


def test_no_transcript_is_left_over():
    assert {path.stem for path in EXPECTED.glob("*.txt")} == set(CASES)
