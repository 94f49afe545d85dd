"""A store of any number of tickets, through `TicketRepository.bulk_create` and what a pull writes beside it.

    python -m tests.performance.load.fill COUNT STORE [--full]

With --full the tickets have bases, comments, Jira's own history and everything else that a pull of them leaves behind:
3.3 comments a ticket, as in the 2.7 million issues of sixteen public Jiras (L. Montgomery, C. Lüders, W. Maalej, "An
Alternative Issue Tracking Dataset of Public Jira Repositories", 2022), most tickets having few of them and some many.
"""

from __future__ import annotations

import argparse
import random
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tests.performance.load.texts import Texts
from tests.schemas import POINTS, SPRINT, TEAM, project_schema
from ticketr.adapters.sqlite.store import SqliteStore
from ticketr.domain.ticket import (
    Hash,
    IssueType,
    SyncStatus,
    Ticket,
    TicketID,
    TicketState,
    view_of,
)
from ticketr.domain.workspace import Workspace, WorkspaceConfig, WorkspaceID
from ticketr.ports.comment import Comment
from ticketr.ports.history import LogEntry, LogItem, LogRead
from ticketr.ports.records import Account, BaseField, SiteValue, Stamps, User

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

START = datetime(2020, 1, 1, tzinfo=UTC)
SHAPE = 2
"""Raised when tickets come out in another form, so that stores that were kept are made anew."""
PIECE = 10_000
PROJECT = "PROJ"
ME = "account-0"
PEOPLE = [User(f"account-{n}", f"Person {n}", f"person{n}@example.com") for n in range(50)]
STATUSES = ("To Do", "In Progress", "In Review", "Done")
SPRINTS = 40
"""The last two are active, the one before the future; what is older is closed."""
OTHER_WORKSPACES = 10


COMMENTS = 3.8
"""The mean of what is rounded down to a ticket's number of comments, which comes to 3.3."""


def ticket_id(number: int) -> TicketID:
    """The local id of a ticket, as long as those that the program makes."""
    return TicketID(f"{number:032x}")


class Backlog:
    """Tickets by number, from 1. Every fiftieth is an epic, and most of those behind it stand under it."""

    def __init__(self, count: int, seed: int = 1) -> None:
        self.count = count
        few = min(count, 1000)
        self.texts = Texts(seed, few * 30, few * 20)
        self._random = random.Random(seed)
        self._state = TicketState(Hash("h"), Hash("h"), SyncStatus.SYNCED, START)

    def pieces(self, size: int = PIECE) -> Iterator[list[Ticket]]:
        """All tickets, so many at a time."""
        for first in range(1, self.count + 1, size):
            last = min(first + size, self.count + 1)
            yield [self._ticket(number) for number in range(first, last)]

    def _ticket(self, number: int) -> Ticket:
        epic = number % 50 == 1
        parent = None if epic or self._random.random() < 0.2 else (number - 1) // 50 * 50 + 1
        created = START + timedelta(minutes=number)
        return Ticket(
            ticket_id(number),
            WorkspaceID("bench"),
            IssueType("Epic" if epic else self._random.choice(("Story", "Task", "Bug"))),
            self.texts.title(),
            jira_id=f"{PROJECT}-{number}",
            remote_id=str(10_000 + number),
            description=self.texts.text(8),
            criteria="- It works\n- It is fast" if number % 4 == 0 else None,
            fields=self._fields(number),
            parent=ticket_id(parent) if parent else None,
            state=self._state,
            created_at=created,
            updated_at=created + timedelta(days=self._random.randint(0, 300)),
        )

    def _fields(self, number: int) -> dict[str, str | float | tuple[str, ...] | None]:
        chance = self._random
        labels = {f"label-{int(chance.paretovariate(0.6)) % 500}" for _ in range(2)}
        return {
            "status": chance.choice(STATUSES),
            "priority": chance.choices(("High", "Medium", "Low"), (2, 6, 2))[0],
            "assignee": chance.choice(PEOPLE).account if chance.random() < 0.8 else None,
            "reporter": chance.choice(PEOPLE).account,
            "labels": tuple(sorted(labels)),
            "components": (chance.choice(("Backend", "Frontend")),) if number % 3 else None,
            "duedate": f"2026-{chance.randint(1, 12):02}-15" if number % 5 == 0 else None,
            POINTS: float(chance.choice((1, 2, 3, 5, 8))),
            SPRINT: f"Sprint {self.sprint(number)}",
            TEAM: chance.choice(("Platform", "Product")),
        }

    def sprint(self, number: int) -> int:
        """The sprint of a ticket: they come one after the other, the backlog having no end."""
        return min(number * SPRINTS // max(self.count, 1) + 1, SPRINTS)

    def comments(self, ticket: Ticket) -> list[Comment]:
        """What was said of a ticket: two sentences and a half on average."""
        assert ticket.created_at is not None
        said = []
        for at in range(int(self._random.expovariate(1 / COMMENTS))):
            when = ticket.created_at + timedelta(days=at + 1)
            person = self._random.choice(PEOPLE)
            text = self.texts.text(2.5)
            name = f"{ticket.remote_id}{at:02}"
            said.append(Comment(name, person.account, person.name, text, when, when))
        return said

    def stamps(self, ticket: Ticket) -> Stamps:
        """What Jira says beside the ticket's values."""
        assert ticket.remote_id is not None
        done = ticket.updated_at if ticket.fields["status"] == "Done" else None
        number = int(ticket.remote_id) - 10_000
        return Stamps(ticket.created_at, ticket.updated_at, done, ME, (str(self.sprint(number)),))


def fill(
    path: Path, count: int, *, full: bool = False, say: Callable[[str], object] = str
) -> None:
    """Make the store; all of it or, where that is interrupted, nothing at that path. `say` hears how far it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unready = path.with_suffix(".unready")
    for old in path.parent.glob(f"{unready.name}*"):
        old.unlink()
    store = SqliteStore(unready)
    try:
        _project(store)
        backlog = Backlog(count)
        for piece in backlog.pieces():
            with store.transaction(durable=False):
                store.tickets.bulk_create(piece)
                stamps = {t.remote_id: backlog.stamps(t) for t in piece if t.remote_id}
                store.facts.put_stamps(WorkspaceID("bench"), stamps)
                if full:
                    _beside(store, backlog, piece)
            say(f"{piece[-1].jira_id} of {count:,}\n")
    finally:
        store.close()
    unready.rename(path)


def _project(store: SqliteStore) -> None:
    for name in ("bench", *(f"other-{n}" for n in range(OTHER_WORKSPACES))):
        config = WorkspaceConfig(
            "https://jira.example.com", PROJECT, username="person0@example.com"
        )
        store.workspaces.create(Workspace(WorkspaceID(name), name, config))
    work = WorkspaceID("bench")
    store.workspaces.set_default(work)
    store.schemas.put(work, project_schema(PROJECT), START, START)
    store.users.put(work, PEOPLE)
    store.facts.put_account(work, Account(ME, "Europe/Berlin", "de_DE"))
    states = dict(zip(STATUSES, ("new", "indeterminate", "indeterminate", "done"), strict=True))
    values = [SiteValue("status", str(n), name, states[name]) for n, name in enumerate(STATUSES)]
    for number in range(1, SPRINTS + 1):
        state = "active" if number > SPRINTS - 2 else "closed"
        values.append(SiteValue("sprint", str(number), f"Sprint {number}", state))
    store.facts.put_values(work, values)


def _beside(store: SqliteStore, backlog: Backlog, tickets: list[Ticket]) -> None:
    """What a pull leaves of each ticket: the base of each field with Jira's own JSON, comments, and its history."""
    for ticket in tickets:
        view = view_of(ticket, ticket.parent)
        base = {name: BaseField(_raw(name, value), value) for name, value in view.items()}
        store.bases.put(ticket.id, base)
        assert ticket.created_at is not None
        moves = [
            LogEntry(
                f"{ticket.remote_id}{at}",
                ME,
                "Person 0",
                ticket.created_at + timedelta(hours=at + 1),
                (LogItem("status", "status", *STATUSES[at : at + 2]),),
            )
            for at in range(3)
        ]
        read = LogRead(ticket.updated_at or START, complete=True)
        store.changelogs.put(ticket.workspace_id, ticket.id, moves, read)
        store.comments.put(ticket.id, backlog.comments(ticket), ticket.updated_at)


def _raw(name: str, value: object) -> object:
    """About what Jira's JSON of a value is: a document of a text, an object of a name."""
    if name == "description" and isinstance(value, str):
        content = [
            {"type": "paragraph", "content": [{"type": "text", "text": part}]}
            for part in value.split("\n\n")
        ]
        return {"type": "doc", "version": 1, "content": content}
    if name in {"status", "priority", "assignee", "reporter"} and isinstance(value, str):
        return {"self": f"https://jira.example.com/rest/{name}/{value}", "id": "1", "name": value}
    return list(value) if isinstance(value, tuple) else value


def main() -> int:
    """What the module says."""
    parser = argparse.ArgumentParser(description="A store of that many tickets.")
    parser.add_argument("count", type=int)
    parser.add_argument("store", type=Path)
    parser.add_argument("--full", action="store_true", help="with bases and Jira's history")
    asked = parser.parse_args()
    fill(asked.store, asked.count, full=asked.full, say=sys.stderr.write)
    return 0


if __name__ == "__main__":
    sys.exit(main())
