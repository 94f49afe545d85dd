"""The guide says what is true: its seed starts a site, its table names every route."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from jira_sandbox import Sandbox
from jira_sandbox.faults import KINDS
from jira_sandbox.routes import TABLE
from tests.integration.sandbox.client import Client

GUIDE = (Path(__file__).parents[3] / "docs" / "sandbox.md").read_text("utf-8")


def test_the_seed_of_the_guide():
    text = re.search(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    assert text
    with Sandbox(tomllib.loads(text.group(1))) as jira, (call := Client(jira)).pool:
        shown = call.fields("DEMO-2")
        assert shown["parent"]["key"] == "DEMO-1"
        assert shown["customfield_10016"] == 5
        assert call.find('status = "In Progress"') == ["DEMO-1"]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_fault_is_in_the_guide(kind):
    assert f"| `{kind}` |" in GUIDE


def test_every_route_is_in_the_guide():
    for _, template, _ in TABLE:
        last = [part for part in template.split("/") if part and not part.startswith("{")][-1]
        assert last in GUIDE, template
