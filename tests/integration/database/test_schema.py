"""Triggers and views, seen by whoever opens the file with plain SQL."""

import sqlite3

import apsw
import pytest

from tests.builders import TicketBuilder, WorkspaceBuilder
from tests.helpers.clock import START
from ticketr.adapters.sqlite.store import SqliteStore
from ticketr.ports.comment import Comment
from ticketr.ports.records import DocumentRecord


@pytest.fixture
def sql(store):
    store.tickets.create(TicketBuilder().with_id("p").with_title("Parent").build())
    store.tickets.create(TicketBuilder().with_id("c").with_parent("p").with_title("Child").build())
    connection = apsw.Connection(store.path)
    connection.execute("PRAGMA foreign_keys = ON")
    yield lambda text, *params: connection.execute(text, params).fetchall()
    connection.close()


STAMPS = "SELECT version, updated_at FROM tickets WHERE id = 'p'"
BEFORE = START.strftime("%Y-%m-%dT%H")


def test_an_edit_in_plain_sql_gets_a_stamp(sql):
    assert sql(STAMPS)[0][1].startswith(BEFORE)
    sql("UPDATE tickets SET title = 'new' WHERE id = 'p'")
    ((version, updated),) = sql(STAMPS)
    assert version == 1
    assert not updated.startswith(BEFORE)
    assert len(updated) == len("2026-03-01T09:00:00.000Z")


@pytest.mark.skipif(sqlite3.sqlite_version_info < (3, 38), reason="`->>` came with 3.38")
def test_pythons_own_sqlite_reads_the_store_and_what_is_searched(store, sql):
    """It is older than the one that comes with ticketr, as are the shells of distributions."""
    said = Comment("1", "ada", "Ada", "an invoice", START, START)
    store.comments.put("p", [said, Comment("2", "ada", "Ada", "東京", START, START)], START)
    other = sqlite3.connect(store.path)
    (found,) = other.execute("SELECT comments FROM tickets_text WHERE title = 'Parent'").fetchall()
    other.execute("UPDATE tickets SET title = 'Elsewhere' WHERE id = 'p'")
    other.commit()
    other.close()
    assert found == ("an invoice\n東京\n東 京",)
    assert store.check() == []


def test_what_the_sync_keeps_moves_only_the_version(sql):
    sql("UPDATE tickets SET local_hash = 'x', last_synced = 'now', sync_status = 'synced'")
    ((version, updated),) = sql(STAMPS)
    assert version == 2
    assert updated.startswith(BEFORE)
    sql("UPDATE tickets SET local_hash = 'x'")
    assert sql(STAMPS)[0][0] == 2
    sql("UPDATE tickets SET local_hash = NULL")
    assert sql(STAMPS)[0][0] == 3


def test_a_workspace_edited_in_plain_sql_gets_a_stamp(sql):
    sql("UPDATE workspaces SET project_key = 'NEW'")
    assert not sql("SELECT updated_at FROM workspaces")[0][0].startswith(BEFORE)


def test_pending_sync_shows_what_is_to_be_sent(sql):
    sql("UPDATE tickets SET sync_status = 'synced' WHERE id = 'p'")
    assert sql("SELECT id, workspace_name FROM pending_sync") == [("c", "workspace w")]


def test_ticket_hierarchy_counts_levels(sql):
    assert sql("SELECT id, level FROM ticket_hierarchy ORDER BY level") == [("p", 0), ("c", 1)]


@pytest.mark.parametrize(
    "text",
    [
        "DELETE FROM tickets WHERE id = 'p'",
        "UPDATE tickets SET sync_status = 'gone'",
        "UPDATE tickets SET parent_id = 'c' WHERE id = 'c'",
        "INSERT INTO sync_operations (workspace_name, operation, started_at) VALUES ('w', 'x', 'y')",
        "INSERT INTO workspaces VALUES (7, 'a', 'a', 'u', 'P', '', '', 1, '', ''),(8, 'b', 'b', 'u', 'P', '', '', 1, '', '')",
        "INSERT INTO templates (id, name, template_type, structure) VALUES ('a', 'a', 'x', '{}')",
    ],
)
def test_what_makes_no_sense_is_refused(sql, text):
    with pytest.raises(apsw.ConstraintError):
        sql(text)


def test_the_audit_keeps_the_name_of_a_workspace_that_is_gone(sql):
    sql(
        "INSERT INTO sync_operations (workspace_id, workspace_name, operation, started_at)"
        " VALUES ('w', 'workspace w', 'push', '2026')"
    )
    sql("DELETE FROM workspaces")
    assert sql("SELECT workspace_id, workspace_name FROM sync_operations") == [
        (None, "workspace w")
    ]
    assert sql("SELECT count(*) FROM tickets") == [(0,)]


def test_documents_move_with_the_root_of_a_project(tmp_path):
    path = tmp_path / "ticketr.db"
    before = SqliteStore(path, root="/old")
    before.workspaces.create(WorkspaceBuilder("w").build())
    for id_, name in (("in", "/old/docs/a.md"), ("out", "/other/b.md"), ("near", "/older/c.md")):
        before.documents.put(DocumentRecord(id_, "w", name, "digest", 1, 2), [])
    before.close()
    after = SqliteStore(path, root="/new/place")
    assert [each.path for each in after.documents.list("w")] == [
        "/new/place/docs/a.md",
        "/older/c.md",
        "/other/b.md",
    ]
    found = after.documents.get("w", "/new/place/docs/a.md")
    assert found is not None
    assert found.id == "in"
    after.close()
