"""Faults of every kind: from a seed the same again, by the control endpoint and by the command lines."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
import urllib3

from jira_sandbox import Sandbox
from jira_sandbox.__main__ import main
from jira_sandbox.faults import KINDS, REASONS, FaultError
from tests.integration.sandbox.client import Client, basic, bearer, issue

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
        while len(jira.requests) < 30:
            # Whoever was refused left no trace, and comes again.
            with suppress(urllib3.exceptions.HTTPError):
                call("GET", f"{api}/myself")
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
        while len(jira.requests) < 25:
            with suppress(urllib3.exceptions.HTTPError):
                call("PUT", f"issue/{key}/properties/p", len(jira.requests))
        with suppress(urllib3.exceptions.HTTPError):
            call("GET", "myself")
        (told,) = jira.site.faults.document()
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


PATHS = [f"/rest/api/3/priority/{n}" for n in range(1, 5)] + ["/rest/api/3/myself"]


def struck_of_each(seed, threads):
    """Which of twelve requests of each path went wrong, asked by so many threads."""
    faults = [
        {"kind": "status", "probability": 0.3, "seed": seed},
        {"kind": "429", "probability": 0.3, "seed": seed + 1},
    ]
    with Sandbox(faults=faults) as jira, (call := Client(jira)).pool:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(lambda path: [call("GET", path) for _ in range(12)], PATHS))
        return {path: [e.fault for e in jira.requests if e.path == path] for path in PATHS}


def test_the_order_of_several_threads_changes_nothing():
    alone = struck_of_each(3, 1)
    assert alone == struck_of_each(3, 5)
    assert len({tuple(faults) for faults in alone.values()}) == len(PATHS)
    assert alone != struck_of_each(4, 1)


def test_whoever_comes_while_the_door_is_shut_is_refused(jira, call):
    parts = (call.pool.host, call.pool.port)
    idle = socket.create_connection(parts)
    jira.fault("refuse", "myself", count=1, ms=600_000)
    assert call("GET", "myself").status == 200
    with idle:
        assert idle.recv(1) == b"", "a connection at which nothing is under way is ended"
    for _ in range(3):
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(parts)
    with pytest.raises(urllib3.exceptions.NewConnectionError):
        call("POST", "issue", issue("Never made"))
    jira.calm()
    assert call.find("project = DEMO") == []
    assert [(e.path, e.fault) for e in jira.requests][:-1] == [("/rest/api/3/myself", "refuse")]


def test_the_door_opens_by_itself(jira, call):
    jira.fault("refuse", "myself", count=2, ms=30)
    until = time.monotonic() + 30
    answered = 0
    while answered < 3 and time.monotonic() < until:
        with suppress(urllib3.exceptions.NewConnectionError):
            answered += call("GET", "myself").status == 200
    assert answered == 3


def test_a_sandbox_ends_behind_its_shut_door():
    with Sandbox() as jira, (call := Client(jira)).pool:
        jira.fault("refuse", ms=600_000)
        assert call("GET", "myself").status == 200
        started = time.monotonic()
    assert time.monotonic() - started < 30


def head(jira, path):
    """The lines of the head of a reply, as they come over the wire."""
    own = basic(jira.email, jira.token) if jira.edition == "cloud" else bearer(jira.token)
    lines = [f"GET {path} HTTP/1.1", "Host: x", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in own.items()]
    host, _, port = jira.url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port))) as wire:
        wire.sendall("\r\n".join([*lines, "", ""]).encode())
        text = b"".join(iter(lambda: wire.recv(65536), b""))
    return text.partition(b"\r\n\r\n")[0].decode().split("\r\n")[1:]


@pytest.mark.parametrize("edition", ["cloud", "datacenter"])
def test_no_header_stands_twice(edition):
    rules = [
        *({"kind": kind} for kind in KINDS - {"hang_up", "drop_reply", "cut", "refuse"}),
        *({"kind": "429", "reason": reason} for reason in REASONS),
        {"kind": "429", "retry_after": None},
        {"kind": "status", "status": 409},
        {"kind": "latency"},
    ]
    with Sandbox(edition=edition) as jira:
        for rule in rules:
            jira.site.faults.replace([{"count": 1, "ms": 1, **rule}])
            names = [line.partition(":")[0].lower() for line in head(jira, "/rest/api/2/myself")]
            assert len(names) == len(set(names)), rule
        jira.site.faults.replace([{"kind": "429"}])
        limits = [x for x in head(jira, "/rest/api/2/myself") if "ratelimit-rem" in x.lower()]
        assert [line.partition(": ")[2] for line in limits] == ["0"]


def test_an_issue_has_one_limit_whatever_it_is_called(jira, call):
    key, other = call.create(), call.create()
    number = call("GET", f"issue/{key}").body["id"]
    moved = call("POST", "/_sandbox/move", {"issue": key, "project": "PROJ"}).body["key"]
    jira.fault("write_limit")
    names = [key, number, moved, key, "link"]
    for n in range(20):
        name = names[n % len(names)]
        if name == "link":
            ends = {"inwardIssue": {"key": other}, "outwardIssue": {"id": number}}
            answer = call("POST", "issueLink", {"type": {"name": "Blocks"}, **ends})
        else:
            answer = call("PUT", f"issue/{name}/properties/p{n}", n)
        assert answer.status in (201, 200), answer
    for name in (key, number, moved):
        refused = call("PUT", f"issue/{name}", {"fields": {"labels": ["a"]}})
        assert refused.status == 429
        assert refused.headers["RateLimit-Reason"] == "jira-per-issue-on-write"
    ranked = call(
        "PUT", "/rest/agile/1.0/issue/rank", {"issues": [moved], "rankBeforeIssue": other}
    )
    assert ranked.status == 429
    assert call("PUT", f"issue/{other}", {"fields": {"labels": ["a"]}}).status == 204
    assert call("GET", f"issue/{key}").status == 200


@pytest.mark.parametrize(
    ("part", "values"),
    [
        ("endpoint", [5, None, "(", ["/issue"]]),
        ("method", [5, None, "GET /"]),
        ("count", ["2", -1, 1.5, True, None]),
        ("skip", ["2", -1, 1.5, None]),
        ("seed", ["2", 1.5, None]),
        ("probability", ["often", -0.1, 1.1, True, None, float("nan")]),
        ("status", ["500", 204, 302, 600, 399, 500.5, None]),
        ("retry_after", ["1", -1, True, float("inf")]),
        ("reason", ["nope", 5, None, ["burst"]]),
        ("ms", ["50", -1, None, 1e12, float("nan")]),
        ("project", [5, None, "NOWHERE"]),
        ("content_type", [5, None, "", "text/html\r\nX-More: 1"]),
        ("kind", [5, None, "nope", ["429"]]),
    ],
)
def test_a_fault_that_makes_no_sense_is_refused(jira, call, part, values):
    for value in values:
        with pytest.raises(FaultError, match=part if value != "NOWHERE" else "no project"):
            jira.site.faults.add([{"kind": "forbid", part: value}])
    if part not in ("kind", "project"):
        answer = call("POST", "/_sandbox/faults", [{"kind": "429", part: values[0]}])
        assert answer.status == 400
        assert answer.body["errorMessages"][0].startswith(f"{part} of the fault '429' must be ")
    assert jira.site.faults.document() == []
    assert call("GET", "myself").status == 200
