"""Push: documents into the store, then what is new or changed here into Jira."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.application.results import SyncResult
from ticketr.application.sync.creates import Creation
from ticketr.application.sync.forgotten import reclaim
from ticketr.application.sync.journal import recover
from ticketr.application.sync.look import FETCH_BATCH
from ticketr.application.sync.nesting import misplaced
from ticketr.application.sync.outcome import recovered
from ticketr.application.sync.parents import check_parents
from ticketr.application.sync.people import resolve_people
from ticketr.application.sync.publish import Publisher
from ticketr.application.sync.saying import Manner, Saying
from ticketr.application.sync.session import base_view
from ticketr.application.sync.snapshot import read_documents, told_strays
from ticketr.application.sync.state import changed_fields
from ticketr.application.sync.suspects import changed_paths
from ticketr.application.sync.taking import take
from ticketr.application.sync.texts import check_placeholders, resolve_mentions
from ticketr.application.sync.unread import notes_on_unread
from ticketr.application.sync.unsent import forgotten, homeless, told_homeless
from ticketr.application.sync.updates import Change, Updating
from ticketr.domain.plan import Plan, Strategy, Views, make_plan, parents_first, plan_ticket
from ticketr.domain.query import TicketFilter
from ticketr.errors import ErrorCode, FileFormat, TicketHierarchy, TicketNotFound, TicketValidation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ticketr.application.commands import PushTicketsCommand
    from ticketr.application.results import CommentResult, TicketResult
    from ticketr.application.sync.session import Session
    from ticketr.application.sync.snapshot import Reading
    from ticketr.domain.plan import Action, Policy
    from ticketr.domain.ticket import TicketID
    from ticketr.errors import Problem

DIRTY = ("new", "modified", "conflict")


class Push:
    """One push of one workspace."""

    def __init__(self, session: Session, command: PushTicketsCommand, operation_id: int) -> None:
        self._session = session
        self._command = command
        self._operation = operation_id
        self._publisher = Publisher(session)
        strategy = Strategy.LOCAL_WINS if command.force else command.strategy
        self._policy: Policy = session.policy(strategy)

    def run(self) -> SyncResult:
        """Read, look, plan, apply, report.

        Raises TicketValidation or TicketHierarchy with every mistake before anything is sent, unless the push
        is partial; the 4xxx errors where Jira cannot be worked with at all.
        """
        session = self._session
        adopted = recover(session)
        readings = read_documents(session, self._paths())
        self._refuse_empty(readings)
        problems = [problem for reading in readings for problem in self._problems(reading)]
        if problems and not self._command.partial:
            raise refusal(problems)
        taken = take(session, readings)
        if not self._command.dry_run:
            adopted += reclaim(session)
        note_places(session, readings)
        ids = self._scope(taken)
        lost = homeless(session, ids)
        ids = [ticket_id for ticket_id in ids if ticket_id not in lost]
        problems += resolve_people(session, ids) + check_parents(session, ids)
        problems += check_placeholders(session, ids)
        if problems and not self._command.partial:
            raise refusal(problems)
        left_out = mistaken(readings) | {
            i for i in ids if any(str(x.place) == session.places.get(i) for x in problems)
        }
        ids = [ticket_id for ticket_id in ids if ticket_id not in left_out]
        new, changed, same = self._sorted(ids)
        notes = [*session.notes, *told_strays(readings), *told_homeless(session, lost)]
        notes += [] if self._command.file_paths else notes_on_unread(session)
        notes += resolve_mentions(session, [*new, *changed])
        plan, results = (
            self._plan_only(new, changed) if self._command.dry_run else self._send(new, changed)
        )
        notes += misplaced(session, readings)
        return self._publisher.concluded(
            SyncResult(
                "push",
                self._command.dry_run,
                plan,
                (*recovered(session, adopted), *results),
                problems=tuple(problems),
                notes=tuple(notes),
                unchanged=len(same),
                comments=self._say(taken),
            )
        )

    def _say(self, taken: Sequence[TicketID]) -> tuple[CommentResult, ...]:
        """The comments of all tickets that were asked for, whether these have other changes or not."""
        asked, strategy = self._command, self._policy.strategy
        manner = Manner(strategy, allow_loss=asked.allow_loss, dry_run=asked.dry_run)
        named = self._named() if asked.only else taken if asked.file_paths else None
        return Saying(self._session, manner).run(named)

    def _paths(self) -> list[str]:
        if not self._command.file_paths:
            return changed_paths(self._session)
        return [self._session.world.documents.resolve(path) for path in self._command.file_paths]

    def _problems(self, reading: Reading) -> list[Problem]:
        """The mistakes; a document that is named, and holds nothing but other projects' tickets, is one as a whole."""
        only_strays = self._command.file_paths and not reading.ours
        return reading.strays if only_strays else reading.problems

    def _refuse_empty(self, readings: Iterable[Reading]) -> None:
        for reading in readings:
            if self._command.file_paths and not reading.entries:
                name = reading.document.path
                raise FileFormat(
                    f"{name} holds no tickets.",
                    hint="A ticket starts with a line `# TICKET: title`, outside of code blocks.",
                    path=name,
                )

    def _scope(self, taken: Sequence[TicketID]) -> list[TicketID]:
        session = self._session
        if self._command.file_paths:
            ids = list(taken)
        else:
            dirty = TicketFilter(session.workspace.id, status=DIRTY)
            gone = forgotten(session)
            ids = [x.id for x in session.store.tickets.find(dirty) if x.id not in gone]
        return self._only(ids) if self._command.only else ids

    def _only(self, ids: Sequence[TicketID]) -> list[TicketID]:
        here = set(ids)
        return [ticket_id for ticket_id in self._named() if ticket_id in here]

    def _named(self) -> list[TicketID]:
        session = self._session
        wanted = []
        for key in self._command.only:
            ticket = session.store.tickets.find_by_jira_id(session.workspace.id, key)
            if ticket is None:
                raise TicketNotFound(f"{key} is not here.", key=key)
            wanted.append(ticket.id)
        return wanted

    def _sorted(
        self, ids: Iterable[TicketID]
    ) -> tuple[list[TicketID], list[TicketID], list[TicketID]]:
        """The tickets to create, those to compare with Jira, and those with nothing to send."""
        session = self._session
        new: list[TicketID] = []
        changed: list[TicketID] = []
        same: list[TicketID] = []
        for ticket_id in ids:
            ticket = session.store.tickets.get(ticket_id)
            base = base_view(session.store.bases.get(ticket_id))
            if ticket.jira_id is None:
                new.append(ticket_id)
            elif changed_fields(session.view(ticket), base):
                changed.append(ticket_id)
            else:
                same.append(ticket_id)
        return self._parents_first(new), changed, same

    def _views(self, ticket_id: TicketID) -> Views:
        ticket = self._session.store.tickets.get(ticket_id)
        view = self._session.view(ticket)
        return Views(
            ticket_id, None, ticket.title, None, view, None, looked=False, parent=ticket.parent
        )

    def _parents_first(self, ids: Iterable[TicketID]) -> list[TicketID]:
        return [views.ticket_id for views in parents_first(self._views(i) for i in ids)]

    def _planned(self, new: Iterable[TicketID]) -> tuple[Action, ...]:
        return tuple(make_plan((self._views(i) for i in new), self._policy).actions)

    def _plan_only(
        self, new: list[TicketID], changed: list[TicketID]
    ) -> tuple[Plan, list[TicketResult]]:
        updating = Updating(
            self._session,
            self._operation,
            self._policy,
            allow_loss=self._command.allow_loss,
            quiet=self._command.quiet,
        )
        changes = [change for batch in updating.plan(changed) for change in batch]
        plan = Plan(self._planned(new) + tuple(change.action for change in changes))
        return plan, updating.refused(changes)

    def _send(
        self, new: list[TicketID], changed: list[TicketID]
    ) -> tuple[Plan, list[TicketResult]]:
        session = self._session
        actions = list(self._planned(new))
        try:
            results = Creation(session, self._operation, self._publisher.publish).run(new)
        finally:
            self._publisher.publish()
        updating = Updating(
            session,
            self._operation,
            self._policy,
            allow_loss=self._command.allow_loss,
            quiet=self._command.quiet,
        )
        results = self._finish_new(updating, new, results)
        for batch in updating.plan(changed):
            actions += [change.action for change in batch]
            results += updating.run(batch)
        self._publisher.publish()
        return Plan(tuple(actions)), results

    def _finish_new(
        self, updating: Updating, new: Iterable[TicketID], results: list[TicketResult]
    ) -> list[TicketResult]:
        """What a create cannot say (a status, links) is sent as the first change of the new ticket.

        Gives the results with the failures among these in place of the tickets' own.
        """
        changes = [change for ticket_id in new if (change := self._unsaid(ticket_id))]
        failures: dict[TicketID, TicketResult] = {}
        for start in range(0, len(changes), FETCH_BATCH):
            batch = updating.run(changes[start : start + FETCH_BATCH])
            failures |= {item.ticket_id: item for item in batch if item.kind == "failed"}
        return [failures.get(item.ticket_id, item) for item in results]

    def _unsaid(self, ticket_id: TicketID) -> Change | None:
        session = self._session
        ticket = session.store.tickets.get(ticket_id)
        base = base_view(session.store.bases.get(ticket_id))
        view = session.view(ticket)
        if ticket.jira_id is None or base is None or not changed_fields(view, base):
            return None
        views = Views(ticket_id, ticket.jira_id, ticket.title, base, view, looked=False)
        return Change(ticket, plan_ticket(views, self._policy), None)


def mistaken(readings: Iterable[Reading]) -> set[TicketID]:
    """The tickets whose blocks hold mistakes: a partial push leaves them out."""
    return {
        reading.tickets[entry.ordinal]
        for reading in readings
        for entry in reading.entries
        if entry.problems and entry.ordinal in reading.tickets
    }


def note_places(session: Session, readings: Iterable[Reading]) -> None:
    """Remember where each ticket stands, for the report."""
    for reading in readings:
        for entry in reading.entries:
            ticket_id = reading.tickets.get(entry.ordinal)
            if ticket_id is not None:
                session.places[ticket_id] = str(entry.place)


def refusal(problems: Sequence[Problem]) -> TicketValidation:
    """The error that lists these mistakes."""
    ordered = sorted(
        problems, key=lambda item: (item.place.path, item.place.line, item.place.column)
    )
    kind = TicketValidation
    if all(problem.code is ErrorCode.TICKET_HIERARCHY for problem in problems):
        kind = TicketHierarchy
    return kind("Nothing was sent, for there are mistakes to correct first.", ordered)
