"""Jira Cloud's adapter against the sandbox, over HTTP: what the contract suite leaves open."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from jira_sandbox import Sandbox
from tests.integration.jira.scripted import Answer, ScriptedServer
from tests.integration.jira.world import client, jira
from ticketr.adapters.jira.cloud import CloudJira
from ticketr.domain.schema import FieldKind, JiraField, JiraSchema
from ticketr.domain.workspace import Credentials
from ticketr.errors import JiraConnection, TicketrError, TicketValidation
from ticketr.ports.external import CREATION_PROPERTY, JiraIssue, JiraUpdate

SPRINT = "customfield_10020"
SPRINT_FIELD = JiraField(SPRINT, "Sprint", FieldKind.SPRINT, "gh-sprint")


def ready(sandbox, waits=None):
    remote = CloudJira(client(sandbox.url, waits))
    remote.authenticate(Credentials(sandbox.email, sandbox.token))
    fields, types = remote.get_fields(), remote.get_issue_types("PROJ")
    remote.use_schema(JiraSchema("PROJ", tuple(fields), tuple(types)))
    sandbox.forget()
    return remote


@pytest.fixture
def sandbox():
    with Sandbox() as running:
        yield running


def ticket(title="A ticket", **fields):
    return JiraIssue({"title": title, "type": "Story", **fields})


def paths(sandbox, method=None):
    return [entry.path for entry in sandbox.requests if method in {None, entry.method}]


def test_creates_go_in_batches_of_fifty_at_once(sandbox):
    remote = ready(sandbox)
    sandbox.site.latency = 0.03
    created = remote.bulk_create([ticket(f"{at}") for at in range(330)], "PROJ")
    assert len({item.key for item in created}) == 330
    sizes = [len(entry.body["issueUpdates"]) for entry in sandbox.requests]
    assert sorted(sizes) == [30, 50, 50, 50, 50, 50, 50]
    assert sandbox.most_in_flight == 5


def test_updates_run_five_at_once_and_send_only_what_changes(sandbox):
    remote = ready(sandbox)
    created = remote.bulk_create([ticket("x", labels=("a",)) for _ in range(15)], "PROJ")
    sandbox.forget()
    sandbox.site.latency = 0.02
    updates = [JiraUpdate(i.key, {"labels": ("b",)}, {"labels": ("a",)}) for i in created]
    results = remote.bulk_update(updates)
    assert [result.fields["labels"] for result in results] == [("b",)] * 15
    assert sandbox.most_in_flight == 5
    assert len(sandbox.requests) == 15
    verbs = [{"add": "b"}, {"remove": "a"}]
    assert all(entry.body == {"update": {"labels": verbs}} for entry in sandbox.requests)


def test_fetches_go_in_batches_of_a_hundred(sandbox):
    remote = ready(sandbox)
    created = remote.bulk_create([ticket(f"{at}") for at in range(230)], "PROJ")
    sandbox.forget()
    found = remote.bulk_fetch([item.key for item in created] + ["PROJ-9999"])
    assert len(found) == 230
    sizes = [len(entry.body["issueIdsOrKeys"]) for entry in sandbox.requests]
    assert sorted(sizes) == [31, 100, 100]
    assert all(entry.body["properties"] == [CREATION_PROPERTY] for entry in sandbox.requests)


def test_a_sprint_goes_by_name_and_comes_back_by_name(sandbox):
    remote = ready(sandbox)
    key = remote.create_issue(ticket(**{SPRINT: "sprint 24"}), "PROJ")
    there = remote.get_issue(key)
    assert there.fields[SPRINT] == "Sprint 24"
    number = str(there.raw[SPRINT][0]["id"])
    moved = remote.update_issue(JiraUpdate(key, {SPRINT: "Sprint 25"}))
    assert moved.fields[SPRINT] == "Sprint 25"
    assert remote.update_issue(JiraUpdate(key, {SPRINT: number})).fields[SPRINT] == "Sprint 24"
    assert remote.update_issue(JiraUpdate(key, {SPRINT: None})).fields[SPRINT] is None
    assert paths(sandbox).count("/rest/agile/1.0/board") == 1


def test_a_sprint_that_is_not_open_is_refused(sandbox):
    remote = ready(sandbox)
    for name in ("Sprint 9", "Sprint 999"):
        [created] = remote.bulk_create([ticket(**{SPRINT: name})], "PROJ")
        assert isinstance(created.error, TicketValidation)
        assert str(created.error) == f'Sprint: No open sprint is called "{name}".'
    assert "/rest/api/3/issue/bulk" not in paths(sandbox)


def test_sprints_of_several_boards():
    def rows(*items):
        return Answer(200, {"values": list(items), "isLast": True})

    boards = rows(
        {"id": 1, "name": "Scrum"}, {"id": 2, "name": "Kanban"}, {"id": 3, "name": "Other"}
    )
    refused = Answer(400, {"errorMessages": ["The board does not support sprints"]})
    one = rows({"id": 5, "name": "Now", "state": "active"}, {"id": 6, "name": "Twin"})
    two = rows({"id": 5, "name": "Now", "state": "active"}, {"id": 7, "name": "Twin"})
    schema = JiraSchema("PROJ", (SPRINT_FIELD,))
    answers = [boards, one, refused, two]
    with ScriptedServer(*answers, always=Answer(201, {"id": "1", "key": "PROJ-1"})) as server:
        remote = jira(server.url)
        remote.use_schema(schema)
        with pytest.raises(TicketValidation, match='Several open sprints are called "Twin"') as e:
            remote.create_issue(JiraIssue({"title": "x", SPRINT: "Twin"}), "PROJ")
        assert e.value.hint.endswith("6, 7")
        remote.create_issue(JiraIssue({"title": "x", SPRINT: "now"}), "PROJ")
        assert server.seen[-1].body["fields"][SPRINT] == 5
        assert server.seen[1].path.endswith(
            "/board/1/sprint?state=active%2Cfuture&startAt=0&maxResults=50"
        )


def test_a_status_comes_after_the_other_fields(sandbox):
    remote = ready(sandbox)
    key = remote.create_issue(ticket(), "PROJ")
    sandbox.forget()
    remote.update_issue(JiraUpdate(key, {"title": "New", "status": "done"}))
    assert [(entry.method, entry.path.rsplit("/", 1)[1]) for entry in sandbox.requests] == [
        ("GET", "transitions"),
        ("PUT", key),
        ("POST", "transitions"),
        ("GET", key),
    ]


def test_a_query_without_bounds_is_refused(sandbox):
    with pytest.raises(TicketValidation, match="Unbounded") as caught:
        ready(sandbox).search("ORDER BY created")
    assert "query" in caught.value.hint


def test_a_moved_ticket_is_found_by_its_old_key():
    issue = {"id": "10", "key": "NEW-1", "fields": {"summary": "moved"}}
    fetched = Answer(
        200, {"issues": [issue], "issueErrors": [{"id": "P-2", "errorMessage": "no"}]}
    )
    with ScriptedServer(fetched, Answer(200, issue)) as server:
        found = jira(server.url).bulk_fetch(["OLD-1", "P-2"])
        assert {name: item.key for name, item in found.items()} == {"OLD-1": "NEW-1"}
        assert [seen.path.split("?")[0] for seen in server.seen] == [
            "/rest/api/3/issue/bulkfetch",
            "/rest/api/3/issue/OLD-1",
        ]


def test_many_fields_do_not_make_a_long_address():
    fields = tuple(
        JiraField(f"customfield_{at}", f"F{at}", FieldKind.TEXT, "textfield") for at in range(500)
    )
    issue = Answer(200, {"id": "10", "key": "P-1", "fields": {"summary": "x"}})
    with ScriptedServer(issue, issue) as server:
        remote = jira(server.url)
        remote.get_issue("a/b c")
        remote.use_schema(JiraSchema("P", fields))
        remote.get_issue("P-1")
        assert server.seen[0].path.startswith("/rest/api/3/issue/a%2Fb%20c?fields=summary%2C")
        assert server.seen[1].path == "/rest/api/3/issue/P-1?fields=%2Aall&properties=ticketr"


def test_an_edit_that_is_answered_without_the_ticket_is_read_back():
    issue = Answer(200, {"id": "10", "key": "P-1", "fields": {"summary": "there"}})
    with ScriptedServer(Answer(204), issue) as server:
        after = jira(server.url).update_issue(JiraUpdate("P-1", {"title": "there"}))
        assert after.fields["title"] == "there"
        assert server.seen[0].path == "/rest/api/3/issue/P-1?returnIssue=true"
        assert server.seen[0].body == {"fields": {"summary": "there"}}


def test_messages_name_fields_as_people_do(sandbox):
    remote = ready(sandbox)
    with pytest.raises(TicketValidation, match=r"^Assignee: "):
        remote.create_issue(ticket(assignee="nobody-knows"), "PROJ")


def lagging(sandbox):
    """The index is an hour behind, and pages are short."""
    sandbox.site.index.arrange(3_600_000, short=0.5)


def searches(sandbox):
    return [e.body.get("reconcileIssues") for e in sandbox.requests if e.path.endswith("jql")]


def test_a_search_shows_what_was_written_before_the_index_does(sandbox):
    remote = ready(sandbox)
    old = remote.create_issue(ticket("old"), "PROJ")
    lagging(sandbox)
    made = [item.key for item in remote.bulk_create([ticket(f"t{n}") for n in range(20)], "PROJ")]
    remote.update_issue(JiraUpdate(old, {"title": "new"}))
    remote.bulk_update([JiraUpdate(made[0], {"title": "edited"})])
    one = remote.create_issue(ticket("single"), "PROJ")
    sandbox.forget()
    found = {item.key: item.fields["title"] for item in remote.search_all("project = PROJ")}
    assert set(found) == {old, one, *made}
    assert (found[old], found[made[0]], found[one]) == ("new", "edited", "single")
    assert set(remote.search_ids("project = PROJ")) == {
        item.id for item in remote.bulk_fetch(list(found)).values()
    }
    assert len(searches(sandbox)) >= 2
    assert all(sorted(ids) == sorted(searches(sandbox)[0]) for ids in searches(sandbox))
    assert len(searches(sandbox)[0]) == 22


def test_every_page_of_a_search_names_the_same_tickets(sandbox):
    remote = ready(sandbox)
    remote.bulk_create([ticket(f"t{n}") for n in range(130)], "PROJ")
    sandbox.forget()
    first = remote.search("project = PROJ")
    pages = remote.search_all("project = PROJ ORDER BY key")
    next(pages)
    remote.create_issue(ticket("meanwhile"), "PROJ")
    remote.search("project = PROJ", first.next)
    list(pages)
    numbered = searches(sandbox)
    assert len(numbered) == 4
    assert all(ids == numbered[0] and len(ids) == 50 for ids in numbered)


def test_what_an_earlier_process_wrote_is_shown_where_it_is_told(sandbox):
    key = ready(sandbox).create_issue(ticket("old"), "PROJ")
    lagging(sandbox)
    remote = ready(sandbox)
    written = remote.get_issue(key)
    ready(sandbox).update_issue(JiraUpdate(key, {"title": "new"}))
    assert [item.fields["title"] for item in remote.search_all("project = PROJ")] == ["old"]
    remote.reconcile([written.id, "PROJ-1", ""])
    assert [item.fields["title"] for item in remote.search_all("project = PROJ")] == ["new"]


def test_a_lost_reply_of_a_batch_leaves_tickets_that_the_property_finds(sandbox):
    remote = ready(sandbox)
    sandbox.fault("drop_reply", "/issue/bulk", count=1)
    issues = [
        JiraIssue(
            {"title": "x", "type": "Task"}, properties={CREATION_PROPERTY: {"token": f"{at}"}}
        )
        for at in range(3)
    ]
    created = remote.bulk_create(issues, "PROJ")
    assert [item.unknown for item in created] == [True] * 3
    found = remote.search_all("project = PROJ")
    tokens = sorted(item.properties[CREATION_PROPERTY]["token"] for item in found)
    assert tokens == ["0", "1", "2"]


def test_a_storm_of_faults_does_everything_once(sandbox):
    waits: list[float] = []
    remote = ready(sandbox, waits)
    sandbox.fault("429", probability=0.2, seed=1)
    sandbox.fault("status", method="GET", status=502, probability=0.1, seed=2)
    sandbox.fault("cut", endpoint="search|bulkfetch", probability=0.1, seed=3)
    created = remote.bulk_create([ticket(f"{at}") for at in range(400)], "PROJ")
    assert [item.error for item in created] == [None] * 400
    results = remote.bulk_update([JiraUpdate(i.key, {"title": f"n{i.key}"}) for i in created[:40]])
    assert not any(isinstance(result, TicketrError) for result in results)
    found = {item.key: item.fields["title"] for item in remote.search_all("project = PROJ")}
    assert len(found) == 400
    assert all(found[item.key] == f"n{item.key}" for item in created[:40])
    assert waits


def test_a_login_that_ends_in_the_middle_of_a_search(sandbox):
    remote = ready(sandbox)
    remote.bulk_create([ticket(f"{at}") for at in range(450)], "PROJ")
    sandbox.fault("revoke", "search/jql", skip=1)
    got: list[str] = []
    with pytest.raises(TicketrError) as caught:
        got.extend(item.key for item in remote.search_all("project = PROJ"))
    assert caught.value.code == "4001"


def test_closing_twice_and_going_on(sandbox):
    remote = ready(sandbox)
    remote.close()
    remote.close()
    assert remote.validate_connection().name == "Robin Sander"


STUCK = """
import sys
from ticketr.adapters.jira.client import HttpClient
from ticketr.adapters.jira.cloud import CloudJira
from ticketr.ports.external import JiraUpdate
print("go", flush=True)
try:
    updates = [JiraUpdate(f"P-{at}", {"title": "x"}) for at in range(int(sys.argv[2]))]
    CloudJira(HttpClient(sys.argv[1])).bulk_update(updates)
except KeyboardInterrupt:
    print("stopped", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent in another way there")
@pytest.mark.parametrize("count", ["1", "20"])
def test_ctrl_c_ends_it_at_once(count):
    source = str(Path(__file__).parents[3] / "src")
    environ = {**os.environ, "PYTHONPATH": source}
    with ScriptedServer(always=Answer(delay=8)) as server:
        process = subprocess.Popen(
            [sys.executable, "-c", STUCK, server.url, count],
            stdout=subprocess.PIPE,
            text=True,
            env=environ,
        )
        deadline = time.monotonic() + 5
        while len(server.seen) < min(5, int(count)) and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        started = time.monotonic()
        out, _ = process.communicate(timeout=6)
        assert out.split() == ["go", "stopped"]
        assert process.returncode == 0
        assert time.monotonic() - started < 2


def test_importing_the_adapter_does_not_load_the_network():
    code = "import ticketr.adapters.jira.cloud, sys; print('urllib3' in sys.modules)"
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3] / "src")}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environ
    )
    assert done.stdout.split() == ["False"]


def test_a_site_that_says_something_else_than_jira():
    for answer in (Answer(200, []), Answer(200, "text", {"Content-Type": "application/json"})):
        with ScriptedServer(answer) as server, pytest.raises(JiraConnection):
            jira(server.url).server_info()
    with ScriptedServer(Answer(200, {"no": "list"})) as server, pytest.raises(JiraConnection):
        jira(server.url).get_fields()
