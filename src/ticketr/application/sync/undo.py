"""Undo: an operation is taken back, field by field, where nobody has changed the value since."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ticketr.application.results import UndoResult, UndoStep
from ticketr.application.sync.backwards import Backwards, spans
from ticketr.application.sync.deleting import delete_there
from ticketr.application.sync.intake import take_in
from ticketr.application.sync.journal import recover
from ticketr.application.sync.look import FETCH_BATCH
from ticketr.application.sync.publish import Publisher
from ticketr.application.sync.session import base_view
from ticketr.application.sync.settle import restate
from ticketr.application.sync.state import apply_values
from ticketr.application.sync.updates import Change, Updating
from ticketr.domain.events import TicketUpdatedEvent
from ticketr.domain.merge import Absent, Outcome, merge_field, plain
from ticketr.domain.plan import Action, ActionKind
from ticketr.domain.ticket import SyncStatus
from ticketr.errors import TicketNotFound, TicketrError, Usage
from ticketr.ports.records import BaseField, ConflictRecord

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ticketr.application.commands import UndoCommand
    from ticketr.application.results import TicketResult
    from ticketr.application.sync.backwards import Span
    from ticketr.application.sync.session import Session
    from ticketr.domain.plan import FieldAction
    from ticketr.domain.ticket import Ticket, TicketID
    from ticketr.ports.external import JiraIssue
    from ticketr.ports.history import ChangeRecord
    from ticketr.ports.records import Operation

LOOK_BACK = 1000
"""Operations among which an undo without a number looks for one."""


def operation_to_undo(session: Session, number: int | None) -> Operation:
    """The operation of that number, or the newest that changed something and was not taken back.

    Raises Usage where there is none.
    """
    operations = session.store.operations
    if number is not None:
        found = operations.get(number)
        if found is None or found.workspace_id != session.workspace.id:
            raise Usage(
                f"There is no operation {number} in this workspace.",
                hint="`ticketr log` lists the operations with their numbers.",
            )
        return found
    known = operations.list(session.workspace.id, LOOK_BACK)
    counts = session.store.changes.counts(x.id for x in known if x.id is not None)
    for item in known:
        if item.operation != "undo" and counts.get(item.id or 0) and not _undone(session, item):
            return item
    raise Usage("There is nothing to undo.", hint="`ticketr log` lists what was done.")


def _undone(session: Session, operation: Operation) -> bool:
    """Whether an undo of it stands: one that came to its end, took something back, and was not undone itself."""
    undo = session.store.operations.last_undo(operation.id or 0)
    if undo is None or undo.completed_at is None or undo.error_details:
        return False
    if not session.store.changes.tickets_of(undo.id or 0):
        return False
    return not _undone(session, undo)


class Undo:
    """One undo. `target` is the operation that is taken back."""

    def __init__(self, session: Session, command: UndoCommand, target: Operation) -> None:
        self._session = session
        self._command = command
        self._target = target
        self._publisher = Publisher(session)
        self._steps: list[UndoStep] = []
        self._failures: list[TicketResult] = []
        self._notes: list[str] = []
        self._created: list[tuple[Ticket, JiraIssue | None]] = []

    def run(self) -> UndoResult:
        """Look, decide, take back, write the documents.

        Raises the 4xxx errors where Jira is needed and does not answer; an operation that only changed things here
        is taken back without it.
        """
        session = self._session
        number = self._target.id or 0
        ids = session.store.changes.tickets_of(number)
        self._notes += take_in(session)
        for start in range(0, len(ids), FETCH_BATCH):
            self._batch(session.store.changes.of(number, ids[start : start + FETCH_BATCH]))
        self._creates()
        if not self._command.dry_run:
            self._publisher.publish()
        return UndoResult(
            self._target,
            self._command.dry_run,
            tuple(self._steps),
            tuple(self._failures),
            tuple(self._publisher.written),
            tuple(self._notes),
            self._publisher.unwritten,
        )

    def _batch(self, records: Sequence[ChangeRecord]) -> None:
        by_ticket: dict[TicketID, list[ChangeRecord]] = {}
        for record in records:
            by_ticket.setdefault(record.ticket_id, []).append(record)
        tickets = [ticket for i, items in by_ticket.items() if (ticket := self._find(i, items))]
        sent = {record.ticket_id for record in records if record.side == "remote"}
        issues = self._look([ticket for ticket in tickets if ticket.id in sent])
        plans = [
            (ticket, Backwards(self._session, ticket, issue, spans(by_ticket[ticket.id])), issue)
            for ticket in tickets
            for issue in [issues.get(ticket.jira_id or "")]
        ]
        for ticket, plan, issue in plans:
            self._steps += plan.steps
            if plan.created:
                self._created.append((ticket, issue))
        if not self._command.dry_run:
            self._send([(t, p.remote, issue) for t, p, issue in plans if p.remote and issue])
            for ticket, plan, _ in plans:
                self._take_back(ticket.id, plan.local)

    def _find(self, ticket_id: TicketID, records: list[ChangeRecord]) -> Ticket | None:
        try:
            return self._session.store.tickets.get(ticket_id)
        except TicketNotFound:
            name = next((item.key for item in records if item.key), None) or "A ticket"
            self._notes.append(f"{name} is not here any more; nothing of it was taken back.")
            return None

    def _look(self, tickets: Sequence[Ticket]) -> dict[str, JiraIssue]:
        if not tickets:
            return {}
        if not self._command.dry_run:
            recover(self._session)
        issues = self._session.client.bulk_fetch([ticket.jira_id or "" for ticket in tickets])
        self._session.learn(issues.values())
        return issues

    def _send(self, work: Sequence[tuple[Ticket, list[FieldAction], JiraIssue]]) -> None:
        session = self._session
        changes = [
            Change(
                ticket,
                Action(ActionKind.UPDATE, ticket.id, ticket.jira_id, ticket.title, tuple(fields)),
                issue,
            )
            for ticket, fields, issue in work
        ]
        updating = Updating(session, session.operation or 0, session.policy(None))
        for fate, (ticket, fields, _) in zip(updating.run(changes), work, strict=True):
            self._publisher.changed[ticket.id] = frozenset(item.field for item in fields)
            if fate.kind == "failed":
                self._failures.append(fate)
                self._steps = [_failed(step, fate) for step in self._steps]

    def _take_back(self, ticket_id: TicketID, work: Sequence[tuple[FieldAction, Span]]) -> None:
        """The local view and the base go back; where they conflict with Jira again, so they do."""
        if not work:
            return
        session = self._session
        ticket = session.store.tickets.get(ticket_id)
        values = {item.field: item.value for item, _ in work}
        bases = {
            way.field: BaseField(None, way.base_before)
            for _, way in work
            if not isinstance(way.base_before, Absent)
        }
        with session.store.transaction():
            after = {**(base_view(session.store.bases.get(ticket.id)) or {})}
            after |= {name: item.value for name, item in bases.items()}
            session.scribe().taken(ticket, [item for item, _ in work], after)
            session.store.bases.put(ticket.id, bases)
            ticket = apply_values(session, ticket, values)
            ticket = self._dispute(ticket, [way for _, way in work])
            restate(session, ticket)
            event = TicketUpdatedEvent(ticket.id, tuple(values), session.world.now())
            session.store.events.append(event)
            self._ask_again(ticket)
        self._publisher.changed[ticket.id] = frozenset(values)

    def _dispute(self, ticket: Ticket, ways: Sequence[Span]) -> Ticket:
        session, policy = self._session, self._session.policy(None)
        found = [
            _conflict(ticket, way, session.world.now())
            for way in ways
            if not isinstance(way.base_after, Absent)
            and merge_field(
                policy.kind(way.field), way.base_before, way.before, way.base_after
            ).outcome
            is Outcome.CONFLICT
        ]
        if not found:
            return ticket
        session.store.conflicts.put(found)
        return replace(ticket, state=replace(ticket.state, status=SyncStatus.CONFLICT))

    def _ask_again(self, ticket: Ticket) -> None:
        """What is taken back here still stands in Jira: the next pull reads the ticket, whenever it changed."""
        cursors = self._session.store.cursors
        cursor = cursors.get(ticket.workspace_id)
        if cursor is not None and ticket.remote_id and ticket.remote_id not in cursor.retry:
            cursors.put(
                ticket.workspace_id, replace(cursor, retry=(*cursor.retry, ticket.remote_id))
            )

    def _creates(self) -> None:
        """Tickets that the operation created, children before their parents."""
        for ticket, issue in reversed(self._created):
            self._steps.append(self._delete(ticket, issue))

    def _delete(self, ticket: Ticket, issue: JiraIssue | None) -> UndoStep:
        step = UndoStep("created", ticket.id, ticket.jira_id, ticket.title, "remote")
        if issue is None:
            return replace(step, kind="already", reason="the ticket is gone in Jira")
        if not self._command.delete:
            return replace(step, reason="it stays; `--delete` deletes it in Jira")
        if self._command.dry_run:
            return replace(step, kind="deleted")
        try:
            delete_there(self._session, ticket, issue)
        except TicketrError as error:
            return replace(step, kind="failed", reason=error.message)
        return replace(step, kind="deleted")


def _conflict(ticket: Ticket, way: Span, now: datetime) -> ConflictRecord:
    return ConflictRecord(
        ticket.workspace_id,
        ticket.id,
        way.field,
        plain(way.base_before),
        plain(way.before),
        plain(way.base_after),
        now,
        isinstance(way.base_before, Absent),
    )


def _failed(step: UndoStep, fate: TicketResult) -> UndoStep:
    if step.ticket_id != fate.ticket_id or (step.kind, step.side) != ("back", "remote"):
        return step
    return replace(step, kind="failed", reason=str((fate.error or {}).get("message", "")))
