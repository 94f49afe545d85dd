"""What `ticketr list` asks of the store must not import what it does not need."""

import json
import subprocess
import sys

import pytest

from tests.builders import TicketBuilder
from tests.helpers.database import setup_test_db

HEAVY = {
    "dataclasses", "typing", "pathlib", "json", "datetime", "logging", "inspect", "re", "asyncio", "ssl",
    "hashlib", "contextlib", "threading", "importlib.resources", "decimal", "uuid", "enum",
    "ticketr.errors", "ticketr.domain.ticket", "ticketr.domain.workspace", "ticketr.ports.records",
    "ticketr.ports.repositories", "ticketr.adapters.sqlite.codec", "ticketr.adapters.sqlite.migrate",
}  # fmt: skip

SCRIPT = """
import sys
before = set(sys.modules)
from ticketr.adapters.sqlite.store import SqliteStore
from ticketr.domain.query import Pagination, TicketFilter
store = SqliteStore(sys.argv[1])
workspace_id = store.workspaces.pick(None).id
rows = store.tickets.rows(TicketFilter(workspace_id, status=["new"]), Pagination(0, 50))
count = store.tickets.count(TicketFilter(workspace_id))
store.close()
loaded = sorted(set(sys.modules) - before)
import json
print(json.dumps([[row.title for row in rows], count, loaded]))
"""


@pytest.fixture
def database(tmp_path):
    with setup_test_db(tmp_path, "w") as store:
        store.preferences.set("current_workspace", "workspace w")
        store.tickets.create(TicketBuilder().with_title("Hello").build())
        return store.path


def test_listing_imports_no_heavy_module(database):
    done = subprocess.run(
        [
            sys.executable,
            "-I",
            "-S",
            "-c",
            f"import sys; sys.path[:0] = {sys.path!r}\n{SCRIPT}",
            database,
        ],
        capture_output=True,
        check=True,
        text=True,
    )
    titles, count, loaded = json.loads(done.stdout)
    assert (titles, count) == (["Hello"], 1)
    assert "apsw" in loaded
    assert HEAVY & set(loaded) == set()
