"""Programs that others made for Jira walk over the sandbox, unchanged; what it answers is judged."""

from __future__ import annotations

import pytest

from jira_sandbox import Sandbox
from tests.oracles.conftest import HERE, journey

pytestmark = [pytest.mark.oracle, pytest.mark.slow]

SITES = [("cloud", "3"), ("cloud", "2"), ("datacenter", "2")]
PROGRAMS = ("pycontribs", "atlassian_api", "tui")


def wrong(steps):
    return [
        f"{item['step']}: {item['error']}" for item in steps if not item["ok"] and item["served"]
    ]


def unserved(steps):
    return {item["step"] for item in steps if not item["ok"] and not item["served"]}


def test_jira_js(record, node, judged, tmp_path, capsys):
    script = HERE / "js" / "journey.mjs"
    with Sandbox() as jira:
        steps = journey([node, script, jira.url, jira.email, jira.token, "PROJ"], tmp_path)
    accept(capsys, "jira.js", steps, judged())


def test_clients_of_jira_js(record, node, judged, tmp_path, capsys):
    script = HERE / "js" / "clients.mjs"
    with Sandbox() as jira:
        steps = journey([node, script, jira.url, jira.email, jira.token, "PROJ"], tmp_path)
    accept(capsys, "jira.js 5", steps, judged())


@pytest.mark.parametrize("edition", ["cloud", "datacenter"])
def test_jira_client(record, node, judged, tmp_path, capsys, edition):
    script = HERE / "js" / "jira-client.mjs"
    context = "/jira" if edition == "datacenter" else None
    with Sandbox(edition=edition, context=context) as jira:
        name = jira.email if edition == "cloud" else jira.username
        account = [jira.url, name, jira.token, "PROJ", edition]
        steps = journey([node, script, *account], tmp_path)
    accept(capsys, f"jira-client on {edition}", steps, judged())


@pytest.mark.parametrize(("edition", "version"), SITES)
@pytest.mark.parametrize("program", PROGRAMS)
def test_programs_in_python(
    record, foreign_python, judged, tmp_path, capsys, program, edition, version
):
    script = HERE / "programs" / f"{program}.py"
    context = "/jira" if edition == "datacenter" else None
    with Sandbox(edition=edition, context=context) as jira:
        account = [jira.url, jira.email, jira.token, "PROJ", edition, version]
        steps = journey([foreign_python, script, *account], tmp_path)
    name = f"{program} on {edition} v{version}"
    accept(capsys, name, steps, judged())


def accept(capsys, name, steps, verdict):
    """Every step done, no complaint; the outcome is told in the log of the run."""
    done = sum(item["ok"] for item in steps)
    with capsys.disabled():
        print(f"\n{name}: {done} of {len(steps)} steps; {next(verdict.lines())}")
    assert wrong(steps) == []
    assert list(map(str, verdict.complaints)) == []
    assert unserved(steps) == set()
