"""SyncService: push, pull, conflicts and status, each under the workspace's lock and in the history."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from ticketr.application.fields import FieldBook
from ticketr.application.results import (
    Conflict,
    DeleteResult,
    ResolveResult,
    StatusReport,
    SyncResult,
    UndoResult,
)
from ticketr.application.sync.outcome import open_conflicts, result
from ticketr.application.sync.session import Session, World, base_view
from ticketr.application.sync.state import changed_fields
from ticketr.application.sync.unread import unread
from ticketr.domain.plan import Strategy
from ticketr.domain.query import TicketFilter
from ticketr.domain.schema import JiraSchema
from ticketr.errors import (
    FileFormat,
    FileUnreadable,
    JiraNotFound,
    Place,
    Problem,
    SyncLocked,
)
from ticketr.ports.records import Operation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ticketr.application.commands import (
        BulkCommand,
        DeleteTicketsCommand,
        ImportCommand,
        PullTicketsCommand,
        PushTicketsCommand,
        ResolveCommand,
        UndoCommand,
    )
    from ticketr.application.results import TicketResult
    from ticketr.domain.ticket import Ticket, TicketID
    from ticketr.domain.workspace import WorkspaceID
    from ticketr.ports.external import Locks

Outcome = TypeVar("Outcome", SyncResult, ResolveResult, UndoResult, DeleteResult)

DIRECTIONS = {
    "push": "local_to_remote",
    "pull": "remote_to_local",
    "resolve": "bidirectional",
    "bulk": "local_to_remote",
    "undo": "bidirectional",
}


class SyncService:
    """Use cases of syncing one workspace with Jira (specification, "SyncService")."""

    def __init__(self, world: World, locks: Locks) -> None:
        self._world = world
        self._locks = locks

    def push(self, command: PushTicketsCommand) -> SyncResult:
        """Documents and store to Jira. Raises TicketValidation, SyncLocked, the 4xxx and 6xxx errors."""
        from ticketr.application.sync.push import Push

        with (
            self._locks.hold(command.workspace_id),
            self._session(command.workspace_id) as session,
        ):
            if command.dry_run:
                return Push(session, command, 0).run()
            return self._recorded(
                session, "push", lambda number: Push(session, command, number).run()
            )

    def pull(self, command: PullTicketsCommand) -> SyncResult:
        """Jira to store and documents. Raises SyncStopped, SyncLocked, the 4xxx errors."""
        from ticketr.application.sync.pull import Pull

        with (
            self._locks.hold(command.workspace_id),
            self._session(command.workspace_id) as session,
        ):
            if command.dry_run:
                return Pull(session, command).run()
            return self._recorded(session, "pull", lambda _: Pull(session, command).run())

    def take_in(self, command: ImportCommand) -> SyncResult:
        """Make documents of ticketr 2 known. Raises TicketValidation, SyncLocked, the 4xxx and 6xxx errors."""
        from ticketr.application.sync.importing import Import

        with (
            self._locks.hold(command.workspace_id),
            self._session(command.workspace_id) as session,
        ):
            return Import(session, command).run()

    def resolve(self, command: ResolveCommand) -> ResolveResult:
        """Settle conflicts by a fresh look at Jira. Raises TicketNotFound, TicketValidation, Usage, the 4xxx errors."""
        from ticketr.application.sync.resolve import Resolve

        with (
            self._locks.hold(command.workspace_id),
            self._session(command.workspace_id) as session,
        ):
            if command.dry_run or self._only_looks(command):
                return Resolve(session, command).run()
            return self._recorded(session, "resolve", lambda _: Resolve(session, command).run())

    def _only_looks(self, command: ResolveCommand) -> bool:
        """Whether nothing says how a conflict is to be settled: then there is no operation to tell of."""
        world = self._world
        strategy = command.strategy or world.strategy
        return strategy is Strategy.ASK and not (command.choices or world.strategies)

    def undo(self, command: UndoCommand) -> UndoResult:
        """Take an operation back, where nobody has changed the values since. Raises Usage, the 4xxx errors."""
        from ticketr.application.sync.undo import Undo, operation_to_undo

        with (
            self._locks.hold(command.workspace_id),
            self._session(command.workspace_id, online=False) as session,
        ):
            target = operation_to_undo(session, command.operation)
            if command.dry_run:
                return Undo(session, command, target).run()
            return self._recorded(
                session,
                "undo",
                lambda _: Undo(session, command, target).run(),
                undoes=target.id,
            )

    def bulk(self, command: BulkCommand) -> SyncResult:
        """Give many tickets values and send them. Raises TicketNotFound, TicketValidation, the 4xxx and 8xxx errors."""
        from ticketr.application.sync.bulk import Bulk

        with (
            self._locks.hold(command.workspace_id),
            self._session(command.workspace_id) as session,
        ):
            if command.dry_run:
                return Bulk(session, command, 0).run()
            return self._recorded(
                session, "bulk", lambda number: Bulk(session, command, number).run()
            )

    def delete(self, command: DeleteTicketsCommand) -> DeleteResult:
        """Delete tickets in Jira. Raises TicketNotFound, the 4xxx errors."""
        from ticketr.application.sync.deleting import Deleting

        with (
            self._locks.hold(command.workspace_id),
            self._session(command.workspace_id) as session,
        ):
            if command.dry_run:
                return Deleting(session, command).run()
            return self._recorded(session, "bulk", lambda _: Deleting(session, command).run())

    def resolve_conflict(self, ticket_id: TicketID, strategy: Strategy) -> ResolveResult:
        """Settle all conflicts of one ticket by one strategy (the specification's form of `resolve`)."""
        from ticketr.application.commands import ResolveCommand

        workspace_id = self._world.store.tickets.get(ticket_id).workspace_id
        return self.resolve(ResolveCommand(workspace_id, (ticket_id,), strategy))

    def conflicts(self, workspace_id: WorkspaceID, name: str | None = None) -> list[Conflict]:
        """The open conflicts, oldest first, or those of the ticket with that key or local id; asks nobody.

        Raises TicketNotFound.
        """
        from ticketr.application.sync.resolve import ticket_named

        with self._session(workspace_id, online=False, asks=False) as session:
            self._snapshot(session)
            found = list(open_conflicts(session))
            if name is None:
                return found
            wanted = ticket_named(session, name).id
            return [item for item in found if item.ticket_id == wanted]

    def fetch_history(self, workspace_id: WorkspaceID, ticket_id: TicketID) -> None:
        """Ask Jira for all that it tells of one ticket's past. Raises TicketNotFound, the 4xxx errors."""
        from ticketr.application.sync.histories import read_histories

        with self._session(workspace_id, online=False) as session:
            ticket = session.store.tickets.get(ticket_id)
            if ticket.remote_id is None:
                raise JiraNotFound(
                    f"{ticket.label} is not in Jira yet, so it has no history there."
                )
            read_histories(session, {ticket.remote_id: ticket.id})

    def detect_conflicts(self, workspace_id: WorkspaceID) -> list[Conflict]:
        """Look at Jira without changing anything there or here, and give the fields that conflict."""
        from ticketr.application.sync.detect import detect

        with self._session(workspace_id) as session:
            return detect(session)

    def status(self, workspace_id: WorkspaceID) -> StatusReport:
        """What is new, changed or in conflict here; asks nobody."""
        with self._session(workspace_id, online=False, asks=False) as session:
            problems = self._snapshot(session)
            return self._report(session, problems)

    @contextmanager
    def _session(
        self, workspace_id: WorkspaceID, *, online: bool = True, asks: bool = True
    ) -> Iterator[Session]:
        """A session; `online`: with a schema that is fresh, `asks`: Jira may be asked where none is cached."""
        world = self._world
        workspace = world.store.workspaces.get(workspace_id)
        known = None if online else world.workspaces.cached_schema(workspace_id)
        if known or asks:
            schema = (known or world.workspaces.schema(workspace_id)).schema
        else:
            schema = JiraSchema(workspace.config.project_key)
        book = FieldBook(schema, world.store.users.list(workspace_id))
        session = Session(world, workspace, book)
        try:
            yield session
        finally:
            session.close()

    def _recorded(
        self,
        session: Session,
        kind: str,
        run: Callable[[int], Outcome],
        *,
        undoes: int | None = None,
    ) -> Outcome:
        started = self._world.now()
        store, workspace = session.store, session.workspace
        record = Operation(
            workspace.id, workspace.name, kind, DIRECTIONS[kind], started, undoes=undoes
        )
        number = session.operation = store.operations.start(record)
        try:
            outcome = run(number)
        except BaseException as error:
            ended = self._ended(record, error_details=({"error": _name(error)},))
            store.operations.finish(number, ended)
            raise
        store.operations.finish(number, self._ended(record, **_counts(outcome)))
        return outcome

    def _ended(self, record: Operation, **facts: object) -> Operation:
        now = self._world.now()
        took = int((now - record.started_at).total_seconds() * 1000)
        return replace(record, completed_at=now, duration_ms=took, **facts)  # type: ignore[arg-type]

    def _snapshot(self, session: Session) -> list[Problem]:
        """Read changed documents in, unless another command is at work on the workspace."""
        from ticketr.application.sync.suspects import changed_paths

        suspects = changed_paths(session)
        if not suspects or not session.book.schema.types:
            return _unread(session, suspects)
        from ticketr.application.sync.push import note_places
        from ticketr.application.sync.snapshot import read_documents
        from ticketr.application.sync.taking import take

        try:
            with self._locks.hold(session.workspace.id):
                readings = read_documents(session, changed_paths(session))
                take(session, readings)
        except SyncLocked:
            return []
        except (FileFormat, FileUnreadable) as error:
            return list(getattr(error, "problems", ()))
        note_places(session, readings)
        return [problem for reading in readings for problem in reading.problems]

    def _report(self, session: Session, problems: list[Problem]) -> StatusReport:
        store, workspace = session.store, session.workspace
        dirty = TicketFilter(workspace.id, status=("new", "modified", "conflict"))
        gone = [store.tickets.get(item.ticket_id) for item in store.tombstones.list(workspace.id)]
        lost = {ticket.id for ticket in gone}
        found = [ticket for ticket in store.tickets.find(dirty) if ticket.id not in lost]
        changed = [_changed(session, ticket) for ticket in found]
        changed += [result(session, "gone", ticket) for ticket in gone]
        return StatusReport(
            workspace.name,
            store.tickets.count(TicketFilter(workspace.id)),
            tuple(changed),
            open_conflicts(session),
            tuple(
                record.path
                for record in store.documents.list(workspace.id)
                if session.world.documents.stamp(record.path) is not None
            ),
            tuple(problems),
            len(store.journal.open(workspace.id)),
            len(store.drafts.list(workspace.id)),
            tuple(session.notes),
            unread(session).left,
        )


def _changed(session: Session, ticket: Ticket) -> TicketResult:
    base = base_view(session.store.bases.get(ticket.id))
    fields = changed_fields(session.view(ticket), base) if base else ()
    unmatched = base is None and ticket.jira_id is not None
    return result(session, "unmatched" if unmatched else str(ticket.state.status), ticket, fields)


def _unread(session: Session, paths: Sequence[str]) -> list[Problem]:
    """Documents that nothing can be made of before the project's types and fields were asked for."""
    message = "It was not read: the project's fields are not known on this machine."
    hint = "`ticketr schema --refresh` asks Jira for them."
    return [Problem(Place(session.world.path_name(path)), message, hint) for path in paths]


def _counts(
    outcome: SyncResult | ResolveResult | UndoResult | DeleteResult,
) -> Mapping[str, object]:
    if isinstance(outcome, DeleteResult):
        return _deleted_counts(outcome)
    if isinstance(outcome, ResolveResult):
        return _settled_counts(outcome)
    if isinstance(outcome, UndoResult):
        return _undone_counts(outcome)
    failures = outcome.failures
    count = len(outcome.results) + outcome.unchanged
    return {
        "ticket_count": count,
        "success_count": count - len(failures),
        "failure_count": len(failures),
        "conflict_count": len(outcome.conflicts),
        "error_details": tuple(item.error or {} for item in failures),
    }


def _settled_counts(outcome: ResolveResult) -> Mapping[str, object]:
    settled = len({item.ticket_id for item in outcome.settled})
    left = len({item.ticket_id for item in outcome.conflicts})
    return {"ticket_count": settled + left, "success_count": settled, "conflict_count": left}


def _undone_counts(outcome: UndoResult) -> Mapping[str, object]:
    done = len({item.ticket_id for item in outcome.of("back", "deleted")})
    failed = len({item.ticket_id for item in outcome.of("failed")})
    return {"ticket_count": done + failed, "success_count": done, "failure_count": failed}


def _deleted_counts(outcome: DeleteResult) -> Mapping[str, object]:
    done, failed = len(outcome.of("deleted", "dropped")), len(outcome.of("failed"))
    return {"ticket_count": done + failed, "success_count": done, "failure_count": failed}


def _name(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"
