"""Documents of ticketr 2 become known: what its state file proves is agreed on, the rest is asked."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from ticketr.application.results import SyncResult
from ticketr.application.sync.look import FETCH_BATCH, base_of, remote_view
from ticketr.application.sync.outcome import open_conflicts
from ticketr.application.sync.push import mistaken, note_places, refusal
from ticketr.application.sync.session import base_view
from ticketr.application.sync.settle import restate
from ticketr.application.sync.snapshot import read_documents
from ticketr.application.sync.state import apply_values
from ticketr.application.sync.taking import take
from ticketr.domain.criteria import criteria_list
from ticketr.domain.digest import same
from ticketr.domain.plan import Plan, Views, plan_ticket
from ticketr.domain.predecessor import Part, fingerprints
from ticketr.domain.schema import FieldKind
from ticketr.errors import FileFormat, Place, Problem
from ticketr.ports.records import BaseField

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ticketr.application.commands import ImportCommand
    from ticketr.application.sync.session import Session
    from ticketr.application.sync.snapshot import Reading
    from ticketr.domain.plan import Action
    from ticketr.domain.ticket import Ticket, TicketID
    from ticketr.markdown.document import Block
    from ticketr.ports.external import JiraIssue

Known = dict[str, tuple[str, str]]
"""What the state file says, by key: the hash of the ticket here and of that in Jira."""


class Import:
    """One import into one workspace. Nothing is sent, and no document is written."""

    def __init__(self, session: Session, command: ImportCommand) -> None:
        self._session = session
        self._command = command
        self._policy = session.policy(None)

    def run(self) -> SyncResult:
        """Read, look, remember what is agreed on; the plan is that of the next sync.

        Raises TicketValidation or TicketHierarchy with every mistake, the 4xxx and 6xxx errors.
        """
        session = self._session
        state = read_state(session, self._command.state) if self._command.state else {}
        paths = [session.world.documents.resolve(path) for path in self._command.file_paths]
        readings = read_documents(session, paths)
        problems = [problem for reading in readings for problem in reading.problems]
        if problems and not self._command.partial:
            raise refusal(problems)
        unchanged = {key for reading in readings for key in _unchanged(reading, state)}
        taken = take(session, readings)
        note_places(session, readings)
        ids = [i for i in taken if i not in mistaken(readings)]
        actions = [
            action for batch in self._looked(ids) for action in self._know(batch, unchanged)
        ]
        return SyncResult(
            "import",
            dry_run=True,
            plan=Plan(tuple(actions)),
            conflicts=open_conflicts(session),
            problems=tuple(problems),
        )

    def _looked(self, ids: Sequence[TicketID]) -> Iterator[list[tuple[Ticket, JiraIssue | None]]]:
        session = self._session
        for start in range(0, len(ids), FETCH_BATCH):
            tickets = [session.store.tickets.get(i) for i in ids[start : start + FETCH_BATCH]]
            keys = [ticket.jira_id for ticket in tickets if ticket.jira_id]
            found = session.client.bulk_fetch(keys) if keys else {}
            session.learn(found.values())
            yield [(ticket, found.get(ticket.jira_id or "")) for ticket in tickets]

    def _know(
        self, batch: list[tuple[Ticket, JiraIssue | None]], unchanged: set[str]
    ) -> list[Action]:
        actions = []
        with self._session.store.transaction():
            for ticket, issue in batch:
                if issue is not None and issue.error is None:
                    actions.append(self._agree(ticket, issue, trusted=ticket.jira_id in unchanged))
                else:
                    actions.append(self._planned(ticket, {}, None))
        return actions

    def _agree(self, ticket: Ticket, issue: JiraIssue, *, trusted: bool) -> Action:
        """What is equal is agreed on, and so is what no file mentions.

        Of a ticket that was not edited since its last sync, what differs is Jira's news. A rich text is not: what
        ticketr 2 made of Markdown in Jira is not what was written.
        """
        session = self._session
        base = session.store.bases.get(ticket.id)
        local = session.view(ticket)
        view = remote_view(session, issue, base, local)
        fresh = [name for name in view if name not in base]
        filled = {name: view[name] for name in fresh if name not in local}
        equal = [name for name in fresh if name in filled or same(view[name], local[name])]
        news = [name for name in fresh if name not in equal and trusted]
        agreed = base_of(issue, view, equal) | {
            name: BaseField(None, local[name])
            for name in news
            if session.book.kind(name) is not FieldKind.RICH
        }
        session.store.bases.put(ticket.id, agreed)
        known = apply_values(session, ticket, filled)
        known = replace(known, jira_id=issue.key, remote_id=issue.id)
        known = restate(session, known, {**base, **agreed})
        return self._planned(known, {**base, **agreed}, view)

    def _planned(
        self, ticket: Ticket, base: Mapping[str, BaseField], view: Mapping[str, object] | None
    ) -> Action:
        local = self._session.view(ticket)
        agreed = base_view(base) or ({} if ticket.jira_id else None)
        views = Views(ticket.id, ticket.jira_id, ticket.title, agreed, local, view)  # type: ignore[arg-type]
        return plan_ticket(views, self._policy)


def read_state(session: Session, path: str) -> Known:
    """The hashes of a `.ticketr.state`. Raises FileNotFound, FileUnreadable, FileFormat."""
    name = session.world.path_name(path)
    text = session.world.documents.read(path).text
    try:
        content = json.loads(text)
        return {
            key: (str(entry["local_hash"]), str(entry["remote_hash"]))
            for key, entry in content.items()
        }
    except json.JSONDecodeError as error:
        place = Place(name, error.lineno, error.colno)
        problem = Problem(place, f"This is no JSON: {error.msg}.", "Import without --state.")
    except (AttributeError, KeyError, TypeError):
        place = Place(name, 1, 1)
        problem = Problem(place, "This is no state file of ticketr 2.", "Import without --state.")
    raise FileFormat(f"{name} cannot be read as a state file.", [problem], path=name)


def _unchanged(reading: Reading, state: Known) -> Iterator[str]:
    """The keys of tickets, and of their tasks, that stand in the file as they were last synced."""
    for block in reading.document.blocks:
        here, there = state.get(block.key or "", ("", "-"))
        if here == there and here in fingerprints(_part(block), [_part(x) for x in block.tasks]):
            yield from (each.key for each in (block, *block.tasks) if each.key)


def _part(block: Block) -> Part:
    return Part(
        block.title,
        block.description.text if block.description else "",
        criteria_list(block.criteria.text) if block.criteria else (),
        tuple((line.name, line.value) for line in block.fields),
    )
