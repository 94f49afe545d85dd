# ruff: noqa: PTH116, PTH208 - what the system sees
import os
import stat
import subprocess
import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING

import apsw
import pytest

from ticketr.adapters.sqlite.database import APPLICATION_ID, SCHEMA_VERSION
from ticketr.adapters.sqlite.migrate import load_steps, make_file, migrate
from ticketr.adapters.sqlite.store import SqliteStore
from ticketr.app import App
from ticketr.domain.ticket import TicketID
from ticketr.errors import DatabaseConnection, DatabaseMigration
from ticketr.jql.text import text_of
from ticketr.ports.records import BaseField

if TYPE_CHECKING:
    from ticketr.domain.events import Progress

SCHEMA = "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name"

SPECIFIED = {
    "table": {
        "schema_migrations", "workspaces", "tickets", "events", "sync_operations", "templates",
        "preferences", "jira_schema_cache", "tickets_fts",
    },
    "view": {"pending_sync", "ticket_hierarchy"},
    "trigger": {
        "update_workspace_timestamp", "update_ticket_timestamp", "increment_ticket_version",
        "tickets_fts_insert", "tickets_fts_update", "tickets_fts_delete",
    },
    "index": {
        "idx_workspace_name", "idx_default_workspace", "idx_ticket_workspace", "idx_ticket_jira",
        "idx_ticket_parent", "idx_ticket_status", "idx_ticket_modified", "idx_event_aggregate",
        "idx_event_timestamp", "idx_sync_workspace", "idx_sync_timestamp",
    },
}  # fmt: skip


def schema(path):
    connection = apsw.Connection(str(path))
    try:
        return connection.execute(SCHEMA).fetchall(), connection.pragma("user_version")
    finally:
        connection.close()


def make(path, steps):
    """A database as an older program left it, with a workspace and a ticket in it."""
    make_file(str(path))
    connection = apsw.Connection(str(path))
    migrate(connection, str(path), 1, steps)
    connection.execute(
        "INSERT INTO workspaces (id, name, jira_url, project_key) VALUES ('w', 'work', 'u', 'P');"
        "INSERT INTO tickets (id, workspace_id, issue_type, title, acceptance_criteria)"
        """ VALUES ('t', 'w', 'Task', 'Old title', '["first thing","second"]')"""
    )
    connection.close()


def opened(path, **options):
    store = SqliteStore(path, **options)
    try:
        store.preferences.get("x")
        return store.check(), store.workspaces.list()
    finally:
        store.close()


def test_the_newest_step_is_the_programs_schema():
    steps = load_steps()
    numbers = [number for number, _, _ in steps]
    assert numbers == sorted(set(numbers))
    assert numbers[-1] == SCHEMA_VERSION
    assert [name for _, name, _ in steps][:3] == ["initial", "full_text", "sync"]


def test_everything_the_specification_names_is_there(tmp_path):
    opened(tmp_path / "a.db")
    rows, version = schema(tmp_path / "a.db")
    assert version == SCHEMA_VERSION
    for kind, names in SPECIFIED.items():
        assert names <= {name for type_, name, _ in rows if type_ == kind}


def test_no_column_turns_json_into_numbers(tmp_path):
    opened(tmp_path / "a.db")
    connection = apsw.Connection(str(tmp_path / "a.db"))
    columns = connection.execute(
        "SELECT m.name || '.' || c.name, c.type FROM sqlite_schema m, pragma_table_info(m.name) c"
        " WHERE m.type = 'table' AND c.type LIKE '%JSON%'"
    ).fetchall()
    connection.close()
    assert len(columns) > 15
    assert {type_ for _, type_ in columns} == {"JSON TEXT"}


@pytest.mark.parametrize("count", range(1, len(load_steps()) + 1))
def test_every_older_version_comes_up_with_what_is_in_it(tmp_path, count):
    make(tmp_path / "old.db", load_steps()[:count])
    problems, workspaces = opened(tmp_path / "old.db")
    assert problems == []
    assert [item.name for item in workspaces] == ["work"]
    opened(tmp_path / "new.db")
    assert schema(tmp_path / "old.db") == schema(tmp_path / "new.db")
    connection = apsw.Connection(str(tmp_path / "old.db"))
    found = connection.execute("SELECT rowid FROM tickets_fts('second AND old')").fetchall()
    records = connection.execute("SELECT version, name FROM schema_migrations").fetchall()
    connection.close()
    assert found == [(1,)]
    assert records == [(number, name) for number, name, _ in load_steps()]


def test_a_newer_database_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "a.db"
    make(path, load_steps())
    connection = apsw.Connection(str(path))
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.close()
    before = path.read_bytes(), sorted(os.listdir(tmp_path))
    with pytest.raises(DatabaseMigration) as caught:
        opened(path)
    assert caught.value.code == "1004"
    said = f"has schema {SCHEMA_VERSION + 1}; this ticketr knows {SCHEMA_VERSION}."
    assert caught.value.message == f"The store {path} {said}"
    assert (path.read_bytes(), sorted(os.listdir(tmp_path))) == before


def test_another_programs_database_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "other.db"
    connection = apsw.Connection(str(path))
    connection.execute(f"CREATE TABLE tickets (x); PRAGMA user_version = {SCHEMA_VERSION}")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(DatabaseConnection, match="another program"):
        opened(path)
    assert path.read_bytes() == before


def test_a_step_that_fails_leaves_the_database_as_it_was(tmp_path):
    path = tmp_path / "a.db"
    steps = load_steps()
    make(path, steps[:2])
    before = schema(path)
    bad = (3, "bad", "CREATE TABLE half (x); INSERT INTO half VALUES (1); SELECT nonsense;")
    connection = apsw.Connection(str(path))
    with pytest.raises(DatabaseMigration, match=r"Migration 3 \(bad\)"):
        migrate(connection, str(path), 1, [*steps[:2], bad])
    connection.close()
    assert schema(path) == before
    assert opened(path)[0] == []


KILLED = """
import os, sys
import apsw
from ticketr.adapters.sqlite.migrate import load_steps, migrate

connection = apsw.Connection(sys.argv[1])
connection.create_scalar_function("die", lambda: os.kill(os.getpid(), 9), 0)
steps = load_steps()
migrate(connection, sys.argv[1], 1, [*steps[:2], (3, "sync", steps[2][2] + "; SELECT die();")])
"""


def test_a_step_killed_half_way_is_done_again(tmp_path):
    path = tmp_path / "a.db"
    make(path, load_steps()[:2])
    before = schema(path)
    done = subprocess.run([sys.executable, "-c", KILLED, path], check=False)
    assert done.returncode == -9
    assert schema(path) == before
    problems, workspaces = opened(path)
    assert problems == []
    assert len(workspaces) == 1


RACER = """
import sys, time
from ticketr.adapters.sqlite.store import SqliteStore
while time.time() < float(sys.argv[2]):
    pass
store = SqliteStore(sys.argv[1])
store.preferences.set(sys.argv[3], 1)
store.close()
"""


def test_many_processes_may_create_it_at_once(tmp_path):
    import time

    start = str(time.time() + 0.7)
    path = tmp_path / "new" / "a.db"
    racers = [
        subprocess.Popen([sys.executable, "-c", RACER, path, start, f"racer{n}"]) for n in range(5)
    ]
    assert [racer.wait() for racer in racers] == [0] * 5
    store = SqliteStore(path)
    assert [store.preferences.get(f"racer{n}") for n in range(5)] == [1] * 5
    assert store.check() == []
    store.close()
    assert len(schema(path)[0]) > 40


def test_the_folder_and_the_file_are_the_owners_alone(tmp_path):
    opened(tmp_path / "new" / "folder" / "a.db")
    assert stat.S_IMODE(os.stat(tmp_path / "new" / "folder" / "a.db").st_mode) == 0o600
    assert stat.S_IMODE(os.stat(tmp_path / "new" / "folder").st_mode) == 0o700


def test_nothing_is_made_before_it_is_needed(tmp_path):
    SqliteStore(tmp_path / "new" / "a.db").close()
    assert os.listdir(tmp_path) == []


def test_strange_names_are_only_names(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in (":memory:", "file:x?mode=memory", "ü %20.db"):
        opened(name)
    assert {":memory:", "file:x?mode=memory", "ü %20.db"} <= set(os.listdir(tmp_path))
    assert APPLICATION_ID.to_bytes(4, "big") == b"tktr"


OLD_TEXTS = """
INSERT INTO workspaces (id, name, jira_url, project_key) VALUES ('w', 'work', 'u', 'P');
INSERT INTO jira_schema_cache (workspace_id, project_key, fields, issue_types, expires_at) VALUES ('w', 'P',
    '[["customfield_1","Customer","text","",""],["customfield_2","Sizes","options","",""],["priority","P","option","",""]]',
    '[]', '2026-01-01T00:00:00.000Z');
INSERT INTO tickets (id, workspace_id, issue_type, title, description, acceptance_criteria, fields) VALUES
    ('t', 'w', 'Task', '日本語の設定', 'Configuration of universities', '["東京"]',
     '{"environment":"Linux","customfield_1":"Acme 한국어","labels":["auth"],"customfield_2":["Huge"],"priority":"High"}'),
    ('odd', 'w', 'Task', x'EDA080', NULL, NULL, '{"environment":"half \\ud800"}');
"""


def test_what_an_older_store_says_is_searched(tmp_path):
    from ticketr.application.search import SearchQuery, SearchService

    steps = [step for step in load_steps() if step[0] < 10]
    make_file(str(tmp_path / "old.db"))
    connection = apsw.Connection(str(tmp_path / "old.db"))
    migrate(connection, str(tmp_path / "old.db"), 1, steps)
    connection.execute(OLD_TEXTS)
    connection.close()
    store = SqliteStore(tmp_path / "old.db")

    def found(text):
        query = SearchQuery(text, "w")
        return " ".join(hit.row.id for hit in SearchService(store).find(query).hits)

    said = [
        "日本",
        "東",
        "configurat*",
        "universit*",
        "Linux",
        "acme",
        "국어",
        "huge",
        "auth",
        "univrsities",
    ]
    assert {text: found(text) for text in said} == dict.fromkeys(said, "t")
    assert found("half") == "odd"
    assert found("High") == ""
    before = store._db.query("SELECT others, labels, cjk FROM tickets WHERE id = 't'")
    store.tickets.update(store.tickets.get("t"))
    assert store._db.query("SELECT others, labels, cjk FROM tickets WHERE id = 't'") == before
    assert store.check() == []
    store.close()


BEFORE_18 = """
INSERT INTO workspaces (id, name, jira_url, project_key) VALUES ('w', 'work', 'u', 'P');
INSERT INTO tickets (id, workspace_id, issue_type, title, comments) VALUES
    ('t', 'w', 'Task', 'One', 'the invoice' || char(10) || '日本語の設定' || char(10) || '日 本 語 の 設 定'),
    ('u', 'w', 'Task', 'Two', NULL);
INSERT INTO comments (ticket_id, comment_id, author, author_name, body, created_at, updated_at) VALUES
    ('t', '2', 'a', 'Ada', 'the invoice', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'),
    ('t', '10', 'a', 'Ada', '日本語の設定', '2026-01-02T00:00:00.000Z', '2026-01-02T00:00:00.000Z');
INSERT INTO ticket_bases (ticket_id, field, raw, value) VALUES
    ('t', 'title', '"One"', '"One"'), ('u', 'title', '"Two"', '"Two"'),
    ('t', 'labels', '["b","a"]', '["a","b"]'), ('t', x'6EEDA080', 'null', '"half \\ud800"'),
    ('t', 'assignee', '{"name":"NaN"}', 'NaN'), ('t', 'customfield_1', '1e400', '12345678901234567890.0');
"""


def test_bases_and_comments_of_an_older_store_are_all_there(tmp_path):
    path = tmp_path / "old.db"
    make_file(str(path))
    connection = apsw.Connection(str(path))
    heard: list[Progress] = []
    steps = [step for step in load_steps() if step[0] < 18]
    migrate(connection, str(path), 1, steps, notify=heard.append)
    assert [event.done for event in heard][:3] == [1, 2, 3]
    assert {event.total for event in heard} == {steps[-1][0]}
    connection.execute(BEFORE_18)
    connection.close()
    store = SqliteStore(path)
    base = store.bases.get(TicketID("t"))
    assert [*base] == ["title", "labels", "n\ud800", "assignee", "customfield_1"]
    assert (base["labels"].raw, base["labels"].value) == (["b", "a"], ("a", "b"))
    assert base["n\ud800"].value == "half \ud800"
    assert str(base["assignee"].value) == "nan"
    assert base["customfield_1"] == BaseField(float("inf"), 12345678901234567890.0)
    assert store.bases.get(TicketID("u")) == {"title": BaseField("Two", "Two")}
    said = [comment.body for comment in store.comments.get(TicketID("t"))]
    assert said == ["the invoice", "日本語の設定"]
    found = [store.search.find(text_of(word), "w", limit=9).total for word in ("invoice", "本語")]
    assert (found, store.check()) == ([1, 1], [])
    store.close()


def test_a_long_step_shows_that_it_is_at_work(tmp_path):
    path = tmp_path / "old.db"
    make_file(str(path))
    long = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 400000) SELECT sum(x) FROM n"
    connection = apsw.Connection(str(path))
    heard = []
    steps = [*load_steps()[:2], (3, "long", long)]
    migrate(connection, str(path), 1, steps, notify=lambda event: heard.append(event.done))
    connection.execute(long)
    connection.close()
    assert heard.count(3) > 5
    assert heard == sorted(heard)


def test_a_command_shows_how_far_an_older_store_is(tmp_path):
    make(tmp_path / "old.db", load_steps()[:2])
    app = App({"TICKETR_STORE": str(tmp_path / "old.db"), "HOME": str(tmp_path)})
    heard: list[object] = []
    app.upgrading = lambda: nullcontext(heard.append)
    assert [row.name for row in app.store.workspaces.list()] == ["work"]
    app.close()
    assert (
        str(heard[-1]) == f"bringing the store up to date, step {SCHEMA_VERSION}/{SCHEMA_VERSION}"
    )
