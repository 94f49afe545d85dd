"""schemathesis asks the sandbox what Atlassian's description allows, and what it forbids."""

from __future__ import annotations

import json
import os
import re
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from jira_sandbox import Sandbox
from jira_sandbox.tables import CLOUD_TABLE, DATA_CENTER_TABLE, TABLE
from tests.integration.sandbox.client import Client, adf, basic, bearer
from tests.oracles.deviations import STATUSES

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.oracle, pytest.mark.slow, pytest.mark.no_cover]

# Version 2 by the gateway, with a scoped token; no description but that of version 3.
GATEWAY = "platform, version 2"
DESCRIPTIONS = {
    "platform": "jira-cloud-platform-v3.clean.json",
    "software": "jira-cloud-software-agile.2026-06-10.json",
    "datacenter": "jira-dc-10.3.24-v2.json",
    GATEWAY: "jira-cloud-platform-v3.clean.json",
}
# Of each operation; those of version 2 are the same operations once more.
EXAMPLES = {"platform": 10, "software": 10, "datacenter": 10, GATEWAY: 2}
PHASES = {GATEWAY: "examples,fuzzing"}
SEED = 7
LONGEST = 240
# What a path may name, so that not every request is about nothing.
NAMES = {
    "issueIdOrKey": ["PROJ-1", "PROJ-2", "10000", "PROJ-999"],
    "projectIdOrKey": ["PROJ", "10001", "NOPE"],
    "issueTypeId": ["10000", "10003", "99"],
    "boardId": [1, 2, 99],
    "sprintId": [23, 24, 9999],
    "propertyKey": ["p", "other"],
    "commentId": ["10000", "99999"],
    "linkId": ["10000", "99999"],
}


def served(document: dict[str, Any], edition: str) -> dict[str, Any]:
    """The description of what the sandbox serves, with the statuses that it lacks."""
    own = CLOUD_TABLE if edition == "cloud" else DATA_CENTER_TABLE
    ours = {(method, shape_of(template)) for method, template, _ in (*own, *TABLE)}
    paths: dict[str, Any] = {}
    for template, item in document["paths"].items():
        kept = {
            key: told(template, key, value)
            for key, value in item.items()
            if (key.upper(), shape_of(template)) in ours
        }
        if kept:
            paths[template] = kept
    return {**document, "paths": paths}


def shape_of(template: str) -> str:
    """The template as the sandbox's table has it: whole, of version 3, without names."""
    whole = template if template.startswith(("/rest/", "/_")) else f"/rest{template}"
    return re.sub(r"\{\w+\}", "{}", whole.replace("/rest/api/2/", "/rest/api/3/"))


def told(template: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    name = f"{method.upper()} {template}"
    more = {
        str(status): {"description": reason}
        for pattern, status, reason in STATUSES
        if re.search(pattern, name)
    }
    parameters = [
        {**row, "schema": {**row["schema"], "enum": NAMES[row["name"]]}} if named(row) else row
        for row in operation.get("parameters", [])
    ]
    return {**operation, "parameters": parameters, "responses": {**more, **operation["responses"]}}


def named(row: dict[str, Any]) -> bool:
    return row.get("in") == "path" and row["name"] in NAMES


def furnished(jira: Sandbox) -> None:
    """Issues with parts, for the requests to be about."""
    cloud = jira.site.cloud
    login, api = (basic(jira.email, jira.token), 3) if cloud else (bearer(jira.token), 2)
    with (call := Client(jira, login, f"/rest/api/{api}")).pool:
        for summary in ("One", "Two"):
            text = adf("text") if cloud else "text"
            key = call.create(summary, project="PROJ", description=text)
            call("POST", f"issue/{key}/comment", {"body": text})
            call("PUT", f"issue/{key}/properties/p", {"a": 1})


@pytest.mark.parametrize("name", sorted(DESCRIPTIONS))
def test_no_server_error_and_no_undocumented_status(
    foreign_python, oracle_data, tmp_path, capsys, name
):
    whole = json.loads((oracle_data / "openapi" / DESCRIPTIONS[name]).read_text("utf-8"))
    edition = "datacenter" if name == "datacenter" else "cloud"
    text = json.dumps(served(whole, edition))
    if name == GATEWAY:
        text = text.replace('"/rest/api/3/', '"/rest/api/2/')
    (tmp_path / "served.json").write_text(text, "utf-8")
    with Sandbox(edition=edition) as jira:
        furnished(jira)
        done = run(foreign_python, jira, tmp_path, name)
        asked = [entry.status for entry in jira.requests]
    with capsys.disabled():
        print(f"\nschemathesis, {name}: {summary_of(done.stdout)}; {len(asked)} requests logged")
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert [status for status in asked if status >= 500] == []
    assert len(asked) > 100


def reached(jira: Sandbox, name: str) -> tuple[str, dict[str, str]]:
    """The base address of a description, and a login that is good there."""
    if name == GATEWAY:
        scoped = jira.site.seed.account.scoped_token
        return f"{jira.url}/ex/jira/{jira.site.cloud_id}", basic(jira.email, scoped)
    if jira.site.cloud:
        return jira.url, basic(jira.email, jira.token)
    return f"{jira.url}/rest", bearer(jira.token)


def run(python: Path, jira: Sandbox, folder: Path, name: str) -> subprocess.CompletedProcess[str]:
    base, login = reached(jira, name)
    command = [str(python.with_name("schemathesis")), "run", "served.json", "--url", base]
    command += ["--header", f"Authorization: {login['Authorization']}", "--no-color"]
    command += ["--checks", "not_a_server_error,status_code_conformance"]
    command += [
        "--phases",
        PHASES.get(name, "examples,coverage,fuzzing"),
        "--max-examples",
        str(EXAMPLES[name]),
    ]
    command += ["--seed", str(SEED), "--no-shrink", "--continue-on-failure", "--warnings", "off"]
    command += ["--suppress-health-check", "all", "--workers", "1", "--request-timeout", "20"]
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )


def summary_of(output: str) -> str:
    found = re.findall(
        r"(\d+ generated[^\n]*|Test cases:[^\n]*|\d+ (?:passed|failed)[^\n]*)", output
    )
    return "; ".join(dict.fromkeys(part.strip() for part in found)) or output[-200:]
