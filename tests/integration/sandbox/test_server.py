"""The wire: who may call, what goes wrong on request, the log, the process."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import urllib3

from jira_sandbox import Sandbox
from jira_sandbox.seed import SeedError
from tests.integration.sandbox.client import Client, basic, issue


def test_wrong_credentials_are_401_everywhere(jira):
    for headers in (
        basic(jira.email, "wrong"),
        basic("nobody@example.com", jira.token),
        basic("kim@example.com", ""),
        {"Authorization": "Basic !!"},
        {"Authorization": "Bearer x"},
    ):
        with (client := Client(jira, headers)).pool:
            for path in ("myself", "project/search", "serverInfo"):
                answer = client("GET", path)
                assert answer.status == 401
                assert answer.headers["X-Seraph-LoginReason"] == "AUTHENTICATED_FAILED"


def test_anonymous_calls_see_nothing(jira, call):
    key = call.create()
    client = Client(jira, {})
    assert client("GET", "myself").status == 401
    assert client("GET", "serverInfo").status == 200
    assert client("GET", "project/search").body["values"] == []
    assert client("GET", "project").body == []
    found = client("POST", "search/jql", {"jql": "project = DEMO"})
    assert (found.status, found.body) == (200, {"issues": [], "isLast": True})
    assert client("GET", f"issue/{key}").status == 404
    assert client("POST", "issue", issue()).status == 401
    assert client("PUT", f"issue/{key}", {"fields": {"summary": "x"}}).status == 401
    assert client("DELETE", f"issue/{key}").status == 401
    client.pool.close()


def test_a_token_can_be_revoked(jira, call):
    call("POST", "/_sandbox/tokens", {"revoke": jira.token})
    assert call("GET", "myself").status == 401
    call("POST", "/_sandbox/tokens", {"restore": jira.token})
    assert call("GET", "myself").status == 200


def test_headers_of_a_reply(call):
    answer = call("GET", "myself")
    assert answer.headers["Server"] == "AtlassianEdge"
    assert answer.headers["Content-Type"] == "application/json;charset=UTF-8"
    assert len(answer.headers["X-Arequestid"]) == 32
    assert answer.headers["X-Aaccountid"].startswith("712020%3A")


def test_unknown_paths_and_methods(call):
    assert call("GET", "nothing/here").status == 404
    assert call("GET", "/rest/api/3").status == 404
    assert call("PATCH", "myself").status == 405


def test_the_log_tells_every_request(jira, call):
    call("GET", "search/jql?jql=project=DEMO&fields=a&fields=b")
    call("POST", "issue", issue("Logged"))
    search, create = jira.requests
    assert (search.method, search.path, search.status) == ("GET", "/rest/api/3/search/jql", 200)
    assert search.query == {"jql": ["project=DEMO"], "fields": ["a", "b"]}
    assert (create.status, create.body["fields"]["summary"]) == (201, "Logged")
    assert create.account == jira.email
    assert create.started <= create.ended
    told = call("GET", "/_sandbox/requests").body
    assert [r["path"] for r in told["requests"]] == ["/rest/api/3/search/jql", "/rest/api/3/issue"]
    assert call("DELETE", "/_sandbox/requests").status == 204
    assert jira.requests == []


def test_five_clients_at_once(jira, call):
    jira.site.latency = 0.02

    def work(number):
        client = Client(jira)
        with client.pool:
            return [client.create(f"{number}-{i}") for i in range(5)]

    with ThreadPoolExecutor(5) as pool:
        keys = [key for made in pool.map(work, range(5)) for key in made]
    assert sorted(keys, key=lambda k: int(k[5:])) == [f"DEMO-{i}" for i in range(1, 26)]
    assert 2 <= jira.most_in_flight <= 5
    jira.forget()
    assert jira.most_in_flight == 0


def test_latency(jira, call):
    call("POST", "/_sandbox/latency", {"ms": 60})
    started = time.perf_counter()
    call("GET", "myself")
    assert time.perf_counter() - started >= 0.06
    assert call("POST", "/_sandbox/latency", {"ms": "x"}).status == 400


def test_a_429_of_each_kind(jira, call):
    for reason, told in (("burst", "jira-burst-based"), ("per-issue", "jira-per-issue-on-write")):
        jira.fault("429", "myself", count=1, retry_after=2, reason=reason)
        answer = call("GET", "myself")
        assert (answer.status, answer.headers["Retry-After"]) == (429, "2")
        assert answer.headers["RateLimit-Reason"] == told
        assert answer.body["status"] == 429
    jira.fault("429", count=1, retry_after=None)
    assert "Retry-After" not in call("GET", "myself").headers
    jira.fault("html_429", count=1)
    page = call("GET", "myself")
    assert (page.status, page.headers["Content-Type"]) == (429, "text/html;charset=UTF-8")
    assert b"Rate limit exceeded" in page.body
    assert call("GET", "myself").status == 200


def test_faults_hit_what_they_name(jira, call):
    rules = [
        {
            "kind": "status",
            "endpoint": "/issue$",
            "method": "post",
            "status": 503,
            "count": 2,
            "skip": 1,
        }
    ]
    assert call("POST", "/_sandbox/faults", {"faults": rules}).status == 200
    statuses = [call("POST", "issue", issue()).status for _ in range(4)]
    assert statuses == [201, 503, 503, 201]
    assert call("GET", "myself").status == 200
    (rule,) = call("GET", "/_sandbox/faults").body["faults"]
    assert (rule["seen"], rule["done"]) == (4, 2)
    assert call.find("project = DEMO ORDER BY key ASC") == ["DEMO-1", "DEMO-2"]
    assert [e.fault for e in jira.requests[:2]] == ["", "status"]
    jira.calm()
    jira.fault("status", status=409, count=1)
    assert call("PUT", "issue/DEMO-1", {"fields": {"summary": "x"}}).status == 409


def test_faults_repeat_by_seed():
    def run():
        rules = [{"kind": "status", "probability": 0.5, "seed": 7}]
        with Sandbox(faults=rules) as jira, (client := Client(jira)).pool:
            return [client("GET", "myself").status for _ in range(30)]

    first = run()
    assert set(first) == {200, 503}
    assert first == run()


def test_a_reply_dropped_after_the_work_is_done(jira, call):
    jira.fault("drop_reply", "/issue$", count=1)
    with pytest.raises(urllib3.exceptions.ProtocolError):
        call("POST", "issue", issue("Made anyway"))
    assert call.find("project = DEMO") == ["DEMO-1"]
    assert (jira.requests[0].status, jira.requests[0].fault) == (0, "drop_reply")


def test_a_connection_closed_before_the_work(jira, call):
    jira.fault("hang_up", "/issue$", count=1)
    with pytest.raises(urllib3.exceptions.ProtocolError):
        call("POST", "issue", issue("Never made"))
    assert call.find("project = DEMO") == []


def test_a_reply_cut_in_the_middle(jira, call):
    jira.fault("cut", "myself", count=1)
    with pytest.raises(urllib3.exceptions.ProtocolError):
        call("GET", "myself")
    assert call("GET", "myself").status == 200


def test_a_token_that_expires_in_mid_run(jira, call):
    jira.fault("revoke", "/issue$", skip=1, count=1)
    assert call("POST", "issue", issue()).status == 201
    assert call("POST", "issue", issue()).status == 401
    assert call("GET", "myself").status == 401


def test_bad_faults_change_nothing(jira, call):
    jira.fault("latency", ms=1)
    for rules in (
        [{"kind": "nope"}],
        [{"kind": "429", "more": 1}],
        [{"kind": "429", "endpoint": "("}],
        {"faults": 5},
        [{"kind": "429", "method": 5}],
    ):
        assert call("POST", "/_sandbox/faults", rules).status == 400
    assert [r["kind"] for r in call("GET", "/_sandbox/faults").body["faults"]] == ["latency"]
    assert call("DELETE", "/_sandbox/faults").status == 204
    assert call("GET", "/_sandbox/faults").body == {"faults": []}


def test_the_clock_moves_on_request(jira, call):
    frozen = 1_750_000_000_123
    assert call("POST", "/_sandbox/clock", {"freeze": frozen}).body == {"now": frozen}
    key = call.create()
    assert call.fields(key, "created")["created"].startswith("2025-06-15T17:06:40.123")
    first = call.fields(key, "updated")["updated"]
    call("PUT", f"issue/{key}", {"fields": {"summary": "B"}})
    assert call.fields(key, "updated")["updated"] > first
    assert call("POST", "/_sandbox/clock", {"shift": 1000}).body == {"now": frozen + 1000}
    call("POST", "/_sandbox/clock", {"freeze": None})
    shifted = call("POST", "/_sandbox/clock", {"shift": 3_600_000}).body["now"]
    assert shifted > time.time() * 1000 + 3_500_000


def test_reset_starts_afresh(jira, call):
    call.create()
    jira.fault("status", "/never")
    assert call("POST", "/_sandbox/reset").status == 204
    assert jira.requests == []
    assert call("GET", "/_sandbox/faults").body == {"faults": []}
    assert call.create() == "DEMO-1"


def test_a_file_keeps_issues_and_site(tmp_path):
    kept = str(tmp_path / "jira.db")
    seed = {
        "projects": [{"key": "KEEP", "name": "Kept"}],
        "issues": [{"project": "KEEP", "type": "Task", "summary": "First"}],
    }
    with Sandbox(seed, storage=kept) as jira, (client := Client(jira)).pool:
        assert client.create(project="KEEP") == "KEEP-2"
        assert client("DELETE", "issue/KEEP-2").status == 204
    with Sandbox(storage=kept) as jira, (client := Client(jira)).pool:
        assert jira.projects == ["KEEP"]
        assert client.find("project = KEEP") == ["KEEP-1"]
        assert client.create(project="KEEP") == "KEEP-3"
    with Sandbox(seed, storage=kept) as jira:
        assert jira.projects == ["KEEP"]
    with pytest.raises(SeedError, match="another seed"):
        Sandbox({"projects": [{"key": "OTHER"}]}, storage=kept)


def test_chunked_bodies_are_read(jira, call):
    parts = [b'{"jql": ', b'"project = DEMO"}']
    reply = call.pool.urlopen(
        "POST",
        "/rest/api/3/search/approximate-count",
        body=iter(parts),
        headers=call.headers,
        chunked=True,
    )
    assert json.loads(reply.data) == {"count": 0}


def test_stopping_ends_open_connections():
    jira = Sandbox().start()
    client = Client(jira)
    client("GET", "myself")
    started = time.perf_counter()
    jira.stop()
    assert time.perf_counter() - started < 1
    assert not [t for t in threading.enumerate() if t.name == "jira-sandbox"]
    client.pool.close()


def _serve(*options):
    return subprocess.Popen(
        [sys.executable, "-m", "jira_sandbox", "serve", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_the_process_tells_its_address_and_ends_cleanly(number, status):
    started = time.perf_counter()
    with _serve("--port", "0", "--json") as process:
        told = json.loads(process.stdout.readline())
        # half a second is five times what it takes
        assert time.perf_counter() - started < 5
        assert list(told) == ["url", "email", "token", "projects"]
        assert told["projects"] == ["DEMO", "PROJ", "BACK", "FRONT"]
        with urllib3.PoolManager() as pool:
            reply = pool.request(
                "GET",
                told["url"] + "/rest/api/3/myself",
                headers=basic(told["email"], told["token"]),
            )
        assert reply.status == 200
        process.send_signal(number)
        rest, errors = process.communicate(timeout=5)
        assert (process.returncode, rest, errors) == (status, "", "")


def test_the_process_in_words_and_with_a_seed_file(tmp_path):
    seed = tmp_path / "site.toml"
    seed.write_text('[[projects]]\nkey = "OWN"\n', "utf-8")
    with _serve(
        "--seed", str(seed), "--latency", "1", "--faults", '[{"kind": "429", "endpoint": "x"}]'
    ) as process:
        lines = [process.stdout.readline() for _ in range(5)]
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=5)
    assert lines[0].startswith("Jira sandbox at http://127.0.0.1:")
    assert lines[3] == "  projects  OWN\n"


def test_it_says_why_it_cannot_start(tmp_path, jira):
    bad = tmp_path / "bad.json"
    bad.write_text("{", "utf-8")
    port = jira.url.rpartition(":")[2]
    for options, says in (
        (["--seed", str(bad)], f"{bad}: "),
        (["--port", port], f"port {port} of 127.0.0.1 is taken by another program\nhint: Choose "),
        (["--faults", "[{}]"], "a fault needs a kind out of "),
    ):
        with _serve(*options) as process:
            out, errors = process.communicate(timeout=20)
        assert (process.returncode, out) == (2, "")
        assert errors.startswith(f"python -m jira_sandbox: cannot start: {says}")


def test_help_has_examples():
    done = subprocess.run(
        [sys.executable, "-m", "jira_sandbox", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "python -m jira_sandbox serve --port 0 --json" in done.stdout
