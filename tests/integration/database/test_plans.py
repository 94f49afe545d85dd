"""No shipped query reads a whole table to find a few rows."""

from datetime import UTC, datetime

import apsw
import pytest

from tests.builders import TicketBuilder
from tests.helpers.clock import START
from ticketr.adapters.sqlite.functions import register
from ticketr.domain.query import SORT_FIELDS, Pagination, TicketFilter
from ticketr.domain.ticket import TicketState
from ticketr.jql.checked import Column
from ticketr.ports.news import Mark
from ticketr.ports.records import BaseField


def page_by(name):
    return lambda store: store.tickets.rows(TicketFilter("w"), Pagination(0, 50, name))


LOOK_UPS = {
    "get": lambda s: s.tickets.get("t"),
    "find_by_title": lambda s: s.tickets.find_by_title("w", "One"),
    "find_by_jira_id": lambda s: s.tickets.find_by_jira_id("w", "P-1"),
    "find_by_remote_id": lambda s: s.tickets.find_by_remote_id("w", "1"),
    "find_children": lambda s: s.tickets.find_children("t"),
    "find_by_workspace": lambda s: s.tickets.find_by_workspace("w"),
    "get_modified_since": lambda s: s.tickets.get_modified_since("w", START),
    "refs": lambda s: list(s.tickets.refs("w")),
    "orphans": lambda s: s.tickets.orphans("w"),
    "tree": lambda s: list(s.tickets.below(["t"], 9)),
    "tops": lambda s: s.tickets.tops("w", 50),
    "detail": lambda s: s.tickets.detail("P-1", "w"),
    "columns": lambda s: s.tickets.values(
        ["t"], [Column("user", "assignee"), Column("parent", "parent")]
    ),
    "cursor": lambda s: s.cursors.get("w"),
    "update": lambda s: s.tickets.update(s.tickets.get("t")),
    "update_sync_state": lambda s: s.tickets.update_sync_state("t", TicketState()),
    "count": lambda s: s.tickets.count(TicketFilter("w")),
    "by sync status": lambda s: s.tickets.count(TicketFilter("w", status=["new"])),
    "by Jira's status": lambda s: s.tickets.count(TicketFilter("w", status=["Done"])),
    "by type": lambda s: s.tickets.count(TicketFilter("w", type=["bug"])),
    "what is to be told": lambda s: s.tickets.find(
        TicketFilter("w", status=["new", "modified", "conflict"])
    ),
    "by parent": lambda s: s.tickets.count(TicketFilter("w", parent_id="t")),
    "modified": lambda s: s.tickets.count(TicketFilter("w", modified_after=datetime.now(UTC))),
    "bases": lambda s: s.bases.get_many(["t"]),
    "put base": lambda s: s.bases.put("t", {"f": BaseField(1, 1)}),
    "open intents": lambda s: s.journal.open("w"),
    "intents": lambda s: s.journal.of(1),
    "conflicts": lambda s: s.conflicts.list("w"),
    "attic": lambda s: s.attic.list("w"),
    "tombstones": lambda s: s.tombstones.list("w"),
    "document": lambda s: s.documents.get("w", "/x"),
    "shown": lambda s: s.documents.shown("d"),
    "where": lambda s: s.documents.where("t"),
    "operations": lambda s: s.operations.list("w"),
    "operation": lambda s: s.operations.get(1),
    "last undo": lambda s: s.operations.last_undo(1),
    "changes of an operation": lambda s: s.changes.of(1, ["t"]),
    "tickets of an operation": lambda s: s.changes.tickets_of(1),
    "changes of a ticket": lambda s: s.changes.of_ticket("t"),
    "counts of changes": lambda s: s.changes.counts([1]),
    "mark of the news": lambda s: s.news.mark(),
    "saves that are news": lambda s: s.news.saves("w", Mark(), START, 9),
    "changes that are news": lambda s: s.news.changes("w", Mark(), START, 9),
    "comments that are news": lambda s: s.news.comments("w", START, 9),
    "tickets that are new": lambda s: s.news.arrivals("w", Mark(), None, 9),
    "tickets that were born": lambda s: s.news.arrivals("w", Mark(), START, 9),
    "sums by group": lambda s: s.counts.groups(TicketFilter("w"), "points"),
    "sums by points": lambda s: s.counts.sizes(TicketFilter("w"), "points"),
    "sums by step": lambda s: s.counts.steps(TicketFilter("w"), "points", START),
    "sums by span": lambda s: s.counts.spans(TicketFilter("w"), "points", START),
    "tickets without a history": lambda s: list(s.changelogs.missing("w")),
    "tickets whose history went on": lambda s: s.changelogs.stale("w", ["1"]),
    "tickets whose comments went on": lambda s: s.comments.stale("w", ["1"]),
    "history of a ticket": lambda s: s.changelogs.get("t"),
    "users": lambda s: s.users.list("w"),
    "preference": lambda s: s.preferences.get("x"),
    "events": lambda s: s.events.get_events("t"),
    "schema": lambda s: s.schemas.get("w"),
    "workspace": lambda s: s.workspaces.get_by_name("workspace w"),
    "default workspace": lambda s: s.workspaces.pick(None),
    **{f"page by {name}": page_by(name) for name in SORT_FIELDS},
}


def statements(store, call):
    """Every statement the call runs, with its parameters."""
    session = store._db._pool.take()
    found = []

    def remember(_, *statement):
        found.append(statement)
        return True

    session.connection.exec_trace = remember
    try:
        call(store)
    finally:
        session.connection.exec_trace = None
        store._db._pool.give_back(session)
    return found


def plans(store, call):
    """The plan of every statement the call runs."""
    other = apsw.Connection(store.path)
    register(other)
    found = {}
    for sql, params in statements(store, call):
        if sql.lstrip().upper().startswith(("SELECT", "WITH", "UPDATE", "DELETE", "INSERT")):
            rows = other.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            found[sql] = [row[3] for row in rows]
    other.close()
    return found


@pytest.fixture
def filled(store):
    store.tickets.create(TicketBuilder().with_id("t").with_key("P-1", "1").build())
    store.workspaces.set_default("w")
    return store


COMMON = {"SCAN tree", "SCAN up", "SCAN found", "SCAN chosen"}
"""Reading what a WITH has gathered."""


@pytest.mark.parametrize("name", LOOK_UPS)
def test_no_table_is_read_whole(filled, name):
    found = plans(filled, LOOK_UPS[name])
    assert found
    scans = [
        (sql, step)
        for sql, steps in found.items()
        for step in steps
        if step.startswith("SCAN")
        and "json_each" not in step
        and "CONSTANT" not in step
        and "subquery" not in step
        and "FALSE" not in sql
        and step not in COMMON
    ]
    assert [
        (sql, step) for sql, step in scans if "VIRTUAL" not in step and "pragma" not in step
    ] == []


INDEX_OF = {
    "tree": "idx_ticket_parent (parent_id=?)",
    "tops": "idx_ticket_key (workspace_id=?",
    "detail": "(workspace_id=? AND jira_id=?)",
    "columns": "(id=?)",
    "get": "(id=?)",
    "find_by_title": "idx_ticket_title (workspace_id=? AND title=?)",
    "find_by_jira_id": "(workspace_id=? AND jira_id=?)",
    "find_by_remote_id": "(workspace_id=? AND remote_id=?)",
    "find_children": "idx_ticket_parent (parent_id=?)",
    "get_modified_since": "idx_ticket_local_modified (workspace_id=? AND local_modified_at>?)",
    "refs": "idx_ticket_workspace (workspace_id=? AND rowid>?)",
    "orphans": "idx_ticket_orphan (workspace_id=?)",
    "by sync status": "idx_ticket_status (workspace_id=? AND sync_status=?)",
    "what is to be told": "idx_ticket_status (workspace_id=? AND sync_status=?)",
    "by Jira's status": "idx_ticket_jira_status (workspace_id=? AND <expr>=?)",
    "by type": "idx_ticket_type (workspace_id=? AND issue_type=?)",
    "by parent": "idx_ticket_parent (parent_id=?)",
    "page by created": "idx_ticket_workspace (workspace_id=?)",
    "page by updated": "idx_ticket_modified (workspace_id=?)",
    "page by key": "idx_ticket_key (workspace_id=?)",
    "page by title": "idx_ticket_title (workspace_id=?)",
    "page by type": "idx_ticket_type_name (workspace_id=?)",
    "page by status": "idx_ticket_status_name (workspace_id=?)",
    "page by sync": "idx_ticket_status (workspace_id=?)",
    "open intents": "idx_journal_open (workspace_id=?)",
    "conflicts": "idx_conflict_workspace (workspace_id=?)",
    "attic": "idx_attic_workspace (workspace_id=?)",
    "tombstones": "idx_tombstone_workspace (workspace_id=?)",
    "tickets without a history": "idx_ticket_unrecorded (workspace_id=? AND rowid>?)",
    **dict.fromkeys(
        ("sums by group", "sums by points", "sums by step", "sums by span"),
        "idx_ticket_workspace (workspace_id=?)",
    ),
    "tickets whose history went on": "(workspace_id=? AND remote_id=?)",
    "tickets whose comments went on": "(workspace_id=? AND remote_id=?)",
    "saves that are news": "idx_changelog_workspace (workspace_id=? AND created_at>?)",
    "changes that are news": "idx_change_workspace (workspace_id=? AND seq>?)",
    "comments that are news": "idx_comment_time (created_at>?)",
    "tickets that are new": "idx_ticket_workspace (workspace_id=? AND rowid>?)",
    "tickets that were born": "idx_ticket_jira_created (workspace_id=? AND <expr>>?)",
    "changes of an operation": "idx_change_operation (operation_id=?)",
    "changes of a ticket": "idx_change_ticket (ticket_id=?)",
    "shown": "idx_shown_document (document_id=?)",
    "where": "idx_shown_ticket (ticket_id=?)",
}
"""The index that must serve, with what of it is held fast: reading all of a workspace is no look-up."""


@pytest.mark.parametrize("name", INDEX_OF)
def test_the_index_that_is_meant_serves(filled, name):
    filled.tickets.create(
        TicketBuilder().with_type("Bug").with_fields(status="Done").with_parent("t").build()
    )
    *_, (sql, steps) = plans(filled, LOOK_UPS[name]).items()
    assert any(INDEX_OF[name] in step for step in steps), (sql, steps)
    if name.startswith("page"):
        assert len(steps) == 1, (sql, steps)


def test_the_first_page_needs_no_sorting(filled):
    (steps,) = plans(filled, LOOK_UPS["page by created"]).values()
    assert steps == ["SEARCH tickets USING INDEX idx_ticket_workspace (workspace_id=?)"]
