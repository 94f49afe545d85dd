"""Queries on a store of 10,000 tickets, beside the specification's table "Response Time SLAs".

    python scripts/bench_store.py [--tickets N]

Milliseconds of the best of five calls in this process, and the ratio to one indexed look-up by key.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from ticketr.adapters.sqlite.store import SqliteStore  # noqa: E402 - the tree's own sources
from ticketr.domain.query import Pagination, TicketFilter  # noqa: E402
from ticketr.domain.ticket import IssueType, Ticket, TicketID  # noqa: E402
from ticketr.domain.workspace import Workspace, WorkspaceConfig, WorkspaceID  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

WORKSPACE = WorkspaceID("w")
TEXT = "As somebody who looks after a backlog I want the words to be many and the rows long. " * 5


def ticket(number: int) -> Ticket:
    """One realistic ticket."""
    return Ticket(
        TicketID(f"t{number}"),
        WORKSPACE,
        IssueType.TASK,
        f"Ticket number {number}",
        jira_id=f"PROJ-{number}",
        description=TEXT,
        criteria="- works\n- works well",
        fields={"status": "To Do", "labels": ("one", "two"), "priority": "High", "points": 3.0},
    )


def best(call: Callable[[], object], rounds: int = 5) -> float:
    """Milliseconds of the quickest of these calls."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times) * 1000


def main() -> None:
    """Fill a store, ask it, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, default=10_000)
    count = parser.parse_args().tickets
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(f"{folder}/ticketr.db")
        config = WorkspaceConfig("https://jira.example.com", "PROJ")
        store.workspaces.create(Workspace(WORKSPACE, "w", config))
        tickets = [ticket(number) for number in range(1, count + 1)]
        start = time.perf_counter()
        store.tickets.bulk_create(tickets)
        print(f"{count} tickets stored in {(time.perf_counter() - start) * 1000:.0f} ms")
        report(store, count)
        store.close()


def report(store: SqliteStore, count: int) -> None:
    """Print one line a query, with the specification's maximum."""
    everything = TicketFilter(WORKSPACE)
    some = TicketFilter(WORKSPACE, status=["to do"], type=["task"])
    look_up = best(lambda: store.tickets.find_by_jira_id(WORKSPACE, f"PROJ-{count}"))
    queries: list[tuple[str, float | None, Callable[[], object]]] = [
        (f"rows, {n}", limit, lambda n=n: store.tickets.rows(everything, Pagination(0, n)))  # type: ignore[misc]
        for n, limit in ((100, 100.0), (1_000, 200.0), (10_000, 1000.0))
    ]
    queries += [
        (
            f"50 rows, filtered, by {name}",
            100.0,
            lambda name=name: store.tickets.rows(some, Pagination(0, 50, name)),  # type: ignore[misc]
        )
        for name in ("key", "title", "status", "updated")
    ]
    queries.append(
        ("whole tickets, all", 1000.0, lambda: store.tickets.find_by_workspace(WORKSPACE))
    )
    print(f"{'query':32} {'ms':>9} {'maximum':>9} {'ratio':>9}")
    print(f"{'one ticket by key':32} {look_up:9.2f} {'-':>9} {1.0:8.1f}x")
    for name, limit, call in queries:
        took = best(call)
        print(f"{name:32} {took:9.2f} {limit or 0:9.0f} {took / look_up:8.1f}x")


if __name__ == "__main__":
    main()
