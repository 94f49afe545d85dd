"""Programs that others made for Jira walk over the sandbox, unchanged; what it answers is judged."""

from __future__ import annotations

import pytest

from tests.oracles.conftest import HERE, journey
from tests.oracles.unserved import UNSERVED

pytestmark = [pytest.mark.oracle, pytest.mark.slow]

SITES = [("cloud", "3")]
PROGRAMS = ("pycontribs", "atlassian_api", "tui")


def wrong(steps):
    return [
        f"{item['step']}: {item['error']}" for item in steps if not item["ok"] and item["served"]
    ]


def unserved(steps):
    return {item["step"] for item in steps if not item["ok"] and not item["served"]}


def told(capsys, name, steps, verdict):
    """The outcome, in the log of the run."""
    done = sum(item["ok"] for item in steps)
    with capsys.disabled():
        print(f"\n{name}: {done} of {len(steps)} steps; {next(verdict.lines())}")


def test_jira_js(jira, node, judged, tmp_path, capsys):
    command = [node, HERE / "js" / "journey.mjs", jira.url, jira.email, jira.token, "PROJ"]
    steps = journey(command, tmp_path)
    assert wrong(steps) == []
    assert unserved(steps) == UNSERVED["jira.js"]
    verdict = judged()
    assert list(map(str, verdict.complaints)) == []
    told(capsys, "jira.js", steps, verdict)


@pytest.mark.parametrize(("edition", "version"), SITES)
@pytest.mark.parametrize("program", PROGRAMS)
def test_programs_in_python(
    jira, foreign_python, judged, tmp_path, capsys, program, edition, version
):
    script = HERE / "programs" / f"{program}.py"
    account = [jira.url, jira.email, jira.token, "PROJ", edition, version]
    steps = journey([foreign_python, script, *account], tmp_path)
    assert wrong(steps) == []
    assert unserved(steps) == UNSERVED[program, edition, version]
    verdict = judged()
    assert list(map(str, verdict.complaints)) == []
    told(capsys, f"{program} on {edition} v{version}", steps, verdict)
