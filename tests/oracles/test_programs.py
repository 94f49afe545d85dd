"""Programs that others made for Jira walk over the sandbox, unchanged; what it answers is judged."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from jira_sandbox import Sandbox
from jira_sandbox.tables import CLOUD_TABLE, TABLE
from tests.oracles.conftest import HERE, journey

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jira_sandbox.journal import Entry

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
    routes = {f"{method} {template}" for method, template, _ in (*CLOUD_TABLE, *TABLE)}
    assert routes - walked(jira.requests) == NO_FUNCTION.keys()


NO_FUNCTION = {
    **dict.fromkeys(
        [
            "GET /rest/api/3/issue/createmeta",
            "GET /rest/api/3/issuetype/project",
            "GET /rest/api/3/priority",
            "GET /rest/api/3/project",
            "GET /rest/api/3/resolution",
            "GET /rest/api/3/search",
            "POST /rest/api/3/search",
            "GET /rest/api/3/user/bulk",
            "DELETE /rest/api/3/version/{id}",
            "GET /rest/agile/1.0/board/{board}/backlog",
            "GET /rest/agile/1.0/board/{board}/epic/none/issue",
            "GET /rest/agile/1.0/board/{board}/epic/{epic}/issue",
            "GET /rest/agile/1.0/board/{board}/issue",
            "GET /rest/agile/1.0/board/{board}/sprint/{sprint}/issue",
            "GET /rest/agile/1.0/epic/none/issue",
            "GET /rest/agile/1.0/epic/{epic}/issue",
            "GET /rest/agile/1.0/sprint/{sprint}/issue",
        ],
        "deprecated, or taken up by another: jira.js 6 left its function out",
    ),
    **dict.fromkeys(
        [
            *(f"{method} /rest/webhooks/1.0/webhook" for method in ("GET", "POST")),
            *(
                f"{method} /rest/webhooks/1.0/webhook/{{id}}"
                for method in ("GET", "PUT", "DELETE")
            ),
            "GET /_edge/tenant_info",
            "GET /secure/attachment/{id}/{name}",
            "GET /images/icons/{kind}/{name}",
        ],
        "in no description of Atlassian's, of which jira.js is made",
    ),
}
"""Where jira.js 6 has no function, and why."""


def walked(requests: Iterable[Entry]) -> set[str]:
    """The routes of Cloud that the requests were answered by, as method and template."""
    rows = sorted((*CLOUD_TABLE, *TABLE), key=lambda row: row[1].count("{"))
    patterns = [
        (method, template, re.compile(re.sub(r"\{\w+\}", "[^/]+", template)))
        for method, template, _ in rows
    ]
    found = set()
    for request in requests:
        path = re.sub("^/rest/api/(2|latest)/", "/rest/api/3/", request.path)
        found.add(
            next(
                f"{method} {template}"
                for method, template, pattern in patterns
                if method == request.method and pattern.fullmatch(path)
            )
        )
    return found


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
