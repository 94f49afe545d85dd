"""What of one ticket can go back to what it was before an operation, and what somebody has changed since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ticketr.application.results import UndoStep
from ticketr.application.sync.look import remote_view
from ticketr.application.sync.session import base_view
from ticketr.domain.digest import same
from ticketr.domain.merge import ABSENT, Absent, Outcome, plain
from ticketr.domain.plan import FieldAction
from ticketr.ports.history import WHOLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ticketr.application.sync.session import Session
    from ticketr.domain.ticket import FieldValue, Ticket, View
    from ticketr.ports.external import JiraIssue
    from ticketr.ports.history import ChangeRecord

    Side = FieldValue | Absent


@dataclass(frozen=True, slots=True)
class Span:
    """One field's way through an operation: where it was before its first change, and after its last."""

    field: str
    side: str
    before: Side
    after: Side
    base_before: Side
    base_after: Side


def spans(records: Iterable[ChangeRecord]) -> list[Span]:
    """The ways of one ticket's fields, those in Jira first: they take the local ones along."""
    found: dict[tuple[str, str], list[ChangeRecord]] = {}
    for record in records:
        found.setdefault((record.side, record.field), []).append(record)
    ways = [
        Span(
            field,
            side,
            items[0].before,
            items[-1].after,
            items[0].base_before,
            items[-1].base_after,
        )
        for (side, field), items in found.items()
    ]
    sent = {way.field for way in ways if way.side == "remote"}
    mine = [way for way in ways if way.side == "local" and way.field not in sent]
    return [way for way in ways if way.side == "remote"] + mine


class Backwards:
    """Plans one ticket's way back. `remote` and `local` are what can be done; `steps` all there is to tell."""

    def __init__(
        self,
        session: Session,
        ticket: Ticket,
        issue: JiraIssue | None,
        ways: Iterable[Span],
    ) -> None:
        self._session = session
        self._ticket = ticket
        self._base: View = base_view(session.store.bases.get(ticket.id)) or {}
        self._local: View = session.view(ticket)
        self._remote = self._seen(issue)
        self.created = False
        self.remote: list[FieldAction] = []
        self.local: list[tuple[FieldAction, Span]] = []
        self.steps: list[UndoStep] = []
        for way in ways:
            if way.field == WHOLE:
                self._whole(way)
            elif way.side == "remote":
                self._back_in_jira(way)
            else:
                self._back_here(way)

    def _seen(self, issue: JiraIssue | None) -> Mapping[str, FieldValue] | None:
        if issue is None:
            return None
        base = self._session.store.bases.get(self._ticket.id)
        return remote_view(self._session, issue, base, self._local)

    def _whole(self, way: Span) -> None:
        self.created = way.before is None
        if way.before is not None:
            self._tell(
                "left",
                way,
                ABSENT,
                "what was deleted in Jira cannot be brought back; see the attic",
            )

    def _back_in_jira(self, way: Span) -> None:
        if self._remote is None:
            self._tell("left", way, ABSENT, "the ticket is gone in Jira")
            return
        now = self._remote.get(way.field, ABSENT)
        if isinstance(way.before, Absent):
            self._tell("left", way, now, "what Jira had is not known")
        elif _equal(now, way.before):
            self._tell("already", way, now)
        elif not _equal(now, way.after):
            self._tell("left", way, now, "Jira has another value by now")
        else:
            edited = not _equal(self._local.get(way.field, ABSENT), way.after)
            self.remote.append(self._action(way, now, edited=edited))
            self._tell("back", way, now, "the edit made here since stays" if edited else "")

    def _action(self, way: Span, now: Side, *, edited: bool) -> FieldAction:
        """Both sides get the value; an edit made here since stays, and is one against it."""
        outcome = Outcome.PUSH if edited else Outcome.MERGE
        base, local = self._base.get(way.field, ABSENT), self._local.get(way.field, ABSENT)
        return FieldAction(way.field, outcome, base, local, now, plain(way.before))

    def _back_here(self, way: Span) -> None:
        local, base = self._local.get(way.field, ABSENT), self._base.get(way.field, ABSENT)
        as_left = isinstance(way.base_after, Absent) or _equal(base, way.base_after)
        was = isinstance(way.base_before, Absent) or _equal(base, way.base_before)
        if isinstance(way.before, Absent):
            self._tell("left", way, local, "it was not known here before")
        elif _equal(local, way.before) and was:
            self._tell("already", way, local)
        elif not _equal(local, way.after):
            self._tell("left", way, local, "it was changed here since")
        elif not as_left:
            self._tell("left", way, local, "it was synced since; undo that first")
        else:
            action = FieldAction(
                way.field, Outcome.PULL, base, local, way.base_after, plain(way.before)
            )
            self.local.append((action, way))
            self._tell("back", way, local)

    def _tell(self, kind: str, way: Span, now: Side, reason: str = "") -> None:
        book, ticket = self._session.book, self._ticket
        here, before = (book.text(way.field, plain(side)) for side in (now, way.before))
        self.steps.append(
            UndoStep(
                kind,
                ticket.id,
                ticket.jira_id,
                ticket.title,
                way.side,
                way.field,
                book.label(way.field),
                here,
                before,
                reason,
            )
        )


def _equal(one: Side, other: Side) -> bool:
    if isinstance(one, Absent) or isinstance(other, Absent):
        return isinstance(one, Absent) and isinstance(other, Absent)
    return same(one, other)
