"""Jira's history by field: filled from what was read, by this program or an older one, and asked by queries."""

import json

import apsw
import pytest

from tests.builders import TicketBuilder, WorkspaceBuilder
from tests.helpers.clock import START
from ticketr.adapters.sqlite.migrate import load_steps, make_file, migrate
from ticketr.adapters.sqlite.store import SqliteStore
from ticketr.application.queries import GetTicketsQuery
from ticketr.application.tickets import TicketService
from ticketr.domain.query import Pagination, TicketFilter
from ticketr.domain.ticket import SyncStatus
from ticketr.ports.history import LogEntry, LogItem, LogRead
from ticketr.ports.records import BaseField, SiteValue, Stamps, User

from .test_plans import plans

WHOLE = LogRead(START, complete=True)
OLD = """
INSERT INTO workspaces (id, name, jira_url, project_key) VALUES ('w', 'work', 'u', 'P');
INSERT INTO tickets (id, workspace_id, issue_type, title, jira_id, remote_id, jira_updated, fields)
    VALUES ('t', 'w', 'Task', 'T', 'P-1', '1', '2026-03-01T00:00:00.000Z', '{"status":"Done"}'),
        ('u', 'w', 'Task', 'U', 'P-2', '2', '2026-03-01T00:00:00.000Z', '{"status":"Done"}'),
        ('v', 'w', 'Task', 'V', 'P-3', '3', '2026-03-03T00:00:00.000Z', '{"status":"Done"}');
INSERT INTO users (workspace_id, account, name) VALUES ('w', 'acc', 'Ada');
INSERT INTO changelog_reads VALUES ('t', TRUE, '2026-03-02T00:00:00.000Z'),
    ('u', FALSE, '2026-03-02T00:00:00.000Z'), ('v', TRUE, '2026-03-02T00:00:00.000Z');
"""
SAVES = [
    ("9", [["status", "status", "To Do", "Doing"]], "2026-02-01T00:00:00.000Z"),
    (
        "10",
        [["status", "status", "Doing", "Done"], ["", "Fix Version", "", "1.0"]],
        "2026-02-01T00:00:00.000Z",
    ),
    ("11", [["assignee", "assignee", "", "Ada"]], "2026-02-02T00:00:00.000Z"),
    ("12", [["description", "description", "x" * 600, "y" * 600]], "2026-02-03T00:00:00.000Z"),
]


@pytest.fixture
def old(tmp_path):
    """A store that an older program left, with histories in it."""
    path = tmp_path / "old.db"
    make_file(str(path))
    connection = apsw.Connection(str(path))
    migrate(connection, str(path), 1, [step for step in load_steps() if step[0] <= 8])
    connection.execute(OLD)
    connection.executemany(
        "INSERT INTO changelog VALUES ('w', 't', ?, 'acc', 'Ada', ?, ?)",
        [(number, json.dumps(items), at) for number, items, at in SAVES],
    )
    connection.close()
    store = SqliteStore(path)
    yield store
    store.close()


def found(store, jql, wanted=None):
    query = GetTicketsQuery("w", wanted or TicketFilter(jql=jql), Pagination(limit=None))
    service = TicketService(store, lambda: START, lambda: "x")
    return "".join(row.id for row in service.rows(query)), query.notes


def test_an_older_store_brings_its_histories_along(old):
    rows = old.preferences and old._db.query(
        "SELECT field, n, from_text, to_text, created_at, until FROM changelog_items ORDER BY 1, 2"
    )
    assert rows == [
        ("assignee", 1, "", "Ada", "2026-02-02T00:00:00.000Z", None),
        ("fixVersions", 1, "", "1.0", "2026-02-01T00:00:00.000Z", None),
        ("status", 1, "To Do", "Doing", "2026-02-01T00:00:00.000Z", "2026-02-01T00:00:00.000Z"),
        ("status", 2, "Doing", "Done", "2026-02-01T00:00:00.000Z", None),
    ]
    assert dict(old.changelogs.missing("w")) == {"2": "u", "3": "v"}
    assert found(old, "status WAS doing")[0] == "t"
    assert found(old, "status WAS NOT doing")[0] == ""
    assert found(old, 'assignee WAS "Ada" AND fixVersion CHANGED TO "1.0"')[0] == "t"
    [note] = found(old, "status WAS Done")[1]
    assert note.startswith("2 of 3 tickets were left out")


def test_what_an_older_store_holds_is_what_a_new_one_would_make_of_it(old):
    select = "SELECT * FROM changelog_items ORDER BY ticket, field, n"
    before = old._db.query(select)
    entries, _ = old.changelogs.get("t")
    old.changelogs.put("w", "t", entries, WHOLE)
    assert old._db.query(select) == before


@pytest.fixture
def store(tmp_path):
    store = SqliteStore(tmp_path / "a.db", now=lambda: START)
    store.workspaces.create(WorkspaceBuilder("w").build())
    store.users.put("w", [User("ada", "Ada"), User("twin", "Ada"), User("kim", "Kim")])
    store.facts.put_values("w", [SiteValue("status", "1", "Open", "new")])
    yield store
    store.close()


def put(store, name, *items, sync=SyncStatus.SYNCED, **fields):
    key = f"PROJ-{ord(name)}"
    made = TicketBuilder().with_id(name).with_key(key, key[5:]).with_fields(**fields)
    made = made.with_state(status=sync)
    store.tickets.create(made.build())
    saves = [LogEntry(str(n), "kim", "Kim", START, (item,)) for n, item in enumerate(items)]
    store.changelogs.put("w", name, saves, WHOLE)


def status(before, after, *ids):
    return LogItem("status", "status", before, after, *ids)


def test_a_value_goes_by_its_id_and_by_its_name_where_there_is_none(store):
    put(store, "a", status("New", "Open", "0", "1"), status("Open", "Done", "1", "3"))
    put(store, "b", status("Opened before", "Done", "1", "3"))
    put(store, "c", status("open", "Done", "", ""))
    put(store, "d", status("Open", "Done", "77", "3"))
    put(store, "e", status="Open")
    assert found(store, "status WAS Open")[0] == "abce"
    assert found(store, "status WAS Done")[0] == "abcd"
    assert found(store, "status WAS nEW")[0] == "a"
    assert found(store, "status WAS EMPTY")[0] == ""


def test_people_go_by_account_and_by_name_where_the_account_is_not_known(store):
    def assigned(who, account):
        return LogItem("assignee", "assignee", "", who, "", account)

    put(store, "a", assigned("Ada", "ada"))
    put(store, "b", assigned("Ada", "twin"))
    put(store, "c", assigned("Ada", "JIRAUSER10100"))
    put(store, "d", assignee="ada")
    assert found(store, "assignee WAS ada")[0] == "acd"
    assert found(store, "assignee WAS twin")[0] == "bc"
    assert found(store, "assignee CHANGED FROM EMPTY")[0] == "abc"
    assert found(store, "assignee WAS NOT EMPTY")[0] == "d"
    assert found(store, "assignee CHANGED BY kim AND assignee WAS NOT ada")[0] == "b"


def test_versions_stand_side_by_side(store):
    versions = LogItem("fixVersions", "Fix Version", "1.0, 1.1", "1.1", "10, 11", "11")
    put(store, "a", versions)
    put(store, "b", LogItem("fixVersions", "Fix Version", "", "11.0", "", "110"))
    put(store, "c", fixVersions=("1.0",))
    store.facts.put_values("w", [SiteValue("fixVersions", "11", "1.1", "released")])
    assert found(store, "fixVersion WAS 1.0")[0] == "ac"
    assert found(store, "fixVersion WAS 1.1")[0] == "a"
    assert found(store, "fixVersion WAS EMPTY")[0] == "b"
    assert found(store, "fixVersion WAS IN releasedVersions()")[0] == "a"
    assert found(store, "fixVersion WAS IN unreleasedVersions()")[0] == ""


def test_an_edit_that_was_not_pushed_is_no_past_of_jiras(store):
    put(store, "a", sync=SyncStatus.MODIFIED, priority="Low", fixVersions=None)
    for field, value in (("priority", "High"), ("fixVersions", ("1.0",)), ("assignee", None)):
        store.bases.put("a", {field: BaseField(None, value)})
    assert found(store, "priority WAS High")[0] == "a"
    assert found(store, "priority WAS Low")[0] == "a"
    assert found(store, "priority WAS Medium")[0] == ""
    assert found(store, "fixVersion WAS 1.0 AND assignee WAS EMPTY")[0] == "a"
    assert found(store, "priority CHANGED")[0] == ""


def test_a_ticket_that_jira_does_not_have_has_no_past_but_today(store):
    store.tickets.create(TicketBuilder().with_id("n").with_fields(assignee="kim").build())
    assert found(store, "assignee WAS kim") == ("n", ())
    assert found(store, "assignee WAS NOT ada")[0] == "n"


@pytest.mark.parametrize(
    "jql",
    [
        "status WAS Open",
        "status WAS NOT Open BEFORE -1d",
        "status CHANGED FROM Open TO Done",
        "assignee WAS ada BY kim",
        "key IN updatedBy(kim)",
    ],
)
def test_the_past_is_found_by_indexes(store, jql):
    put(store, "a", status("New", "Open", "0", "1"))
    for plan in plans(store, lambda held: found(held, jql)):
        assert not [
            line for line in plan if line.startswith("SCAN") and "json_each" not in line
        ], plan


def test_the_creator_and_every_author_updated_a_ticket(store):
    put(store, "a", status("New", "Open", "0", "1"))
    put(store, "b")
    store.facts.put_stamps("w", {"98": Stamps(created=START, updated=START, creator="ada")})
    store.changelogs.put("w", "b", [], WHOLE)
    assert found(store, "key IN updatedBy(kim)")[0] == "a"
    assert found(store, "key IN updatedBy(ada)")[0] == "b"
    assert found(store, "key NOT IN updatedBy(ada)")[0] == "a"
    assert found(store, "key IN updatedBy(ada, '2100-01-01')")[0] == ""
