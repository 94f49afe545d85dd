"""Faults of every kind: from a seed the same again, by the control endpoint and by the command lines."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
import urllib3

from jira_sandbox import Sandbox
from jira_sandbox.__main__ import main
from jira_sandbox.faults import KINDS
from tests.integration.sandbox.client import Client

ONCE = ("revoke", "expire", "forbid")


def struck(kind, seed, *, edition="cloud"):
    """Which of thirty requests went wrong, by the log."""
    rule = {
        "kind": kind,
        "probability": 0.4,
        "seed": seed,
        "skip": 3,
        "ms": 1,
        "endpoint": "myself",
    }
    with Sandbox(edition=edition, faults=[rule]) as jira, (call := Client(jira)).pool:
        api = "/rest/api/2" if edition == "datacenter" else "/rest/api/3"
        for _ in range(30):
            try:
                call("GET", f"{api}/myself")
            except urllib3.exceptions.HTTPError:
                continue
        return [entry.fault for entry in jira.requests]


@pytest.mark.parametrize("kind", sorted(KINDS - {"write_limit"}))
def test_the_same_requests_go_wrong_from_the_same_seed(kind):
    first = struck(kind, 11)
    assert len(first) == 30
    assert first[:3] == ["", "", ""]
    assert 5 < first.count(kind) < 20
    assert first == struck(kind, 11)
    assert first != struck(kind, 12)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_rule_counts_what_it_lets_pass_and_what_it_hits(kind):
    rule = {
        "kind": kind,
        "endpoint": "/issue/.*/properties",
        "method": "PUT",
        "skip": 2,
        "count": 1,
        "ms": 1,
    }
    with Sandbox() as jira, (call := Client(jira)).pool:
        key = call.create()
        assert call("POST", "/_sandbox/faults", [rule]).status == 200
        for n in range(24):
            try:
                call("PUT", f"issue/{key}/properties/p", n)
            except urllib3.exceptions.HTTPError:
                continue
        (told,) = call("GET", "/_sandbox/faults").body["faults"]
        assert (told["seen"], told["done"]) == (24, 1)
        hit = [n for n, entry in enumerate(jira.requests[1:]) if entry.fault]
        assert hit == ([20] if kind == "write_limit" else [2])


def test_tokens_that_expire_in_mid_run(jira, call):
    key = call.create()
    jira.fault("expire", f"/issue/{key}", skip=1, count=1)
    assert call("GET", f"issue/{key}").status == 200
    assert call("GET", f"issue/{key}").status == 404
    found = call("POST", "search/jql", {"jql": "project = DEMO"})
    assert (found.status, found.body["issues"]) == (200, [])
    assert found.headers["X-Seraph-LoginReason"] == "AUTHENTICATED_FAILED"
    assert call("GET", "myself").status == 401
    call("POST", "/_sandbox/tokens", {"restore": jira.token})
    assert call("GET", f"issue/{key}").status == 200


def every_kind():
    return json.dumps([{"kind": kind, "endpoint": f"/{kind}$"} for kind in sorted(KINDS)])


def test_the_sandboxs_own_command_sets_every_kind(jira, call, capsys):
    assert main(["faults", "--url", jira.url, "--set", every_kind()]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == sorted(KINDS)
    assert main(["faults", "--url", jira.url, "--json"]) == 0
    assert {rule["kind"] for rule in json.loads(capsys.readouterr().out)} == KINDS
    assert main(["faults", "--url", jira.url, "--set", '[{"kind": "nope"}]']) == 2
    assert "a fault needs a kind out of" in capsys.readouterr().err
    assert len(call("GET", "/_sandbox/faults").body["faults"]) == len(KINDS)
    assert main(["faults", "--url", jira.url, "--clear"]) == 0
    assert capsys.readouterr().out == "No faults.\n"


def test_ticketr_sandbox_faults_sets_every_kind(jira, call):
    command = [sys.executable, "-m", "ticketr", "sandbox", "faults", "--url", jira.url]
    done = subprocess.run(
        [*command, "--set", every_kind(), "--json"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert {rule["kind"] for rule in json.loads(done.stdout)} == KINDS
    assert len(call("GET", "/_sandbox/faults").body["faults"]) == len(KINDS)
