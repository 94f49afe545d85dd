"""What changed since somebody looked last: in Jira, and here where a pull met it. Asks nobody."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ticketr.application.history import COMMENT, Happening, Moved, changed, saved
from ticketr.domain.cursor import OVERLAP
from ticketr.errors import TicketNotFound
from ticketr.ports.history import WHOLE
from ticketr.ports.news import Mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from ticketr.application.fields import FieldBook
    from ticketr.domain.ticket import TicketID
    from ticketr.domain.workspace import WorkspaceID
    from ticketr.ports.history import ChangeRecord
    from ticketr.ports.repositories import Store

USUAL = timedelta(days=7)
"""What is news to somebody who never looked."""
MOST = 5000
"""Entries that are told of each sort."""


@dataclass(slots=True)
class TicketNews:
    """What happened to one ticket, oldest first. `key` and `title` are those of today; `fresh`: it is new here."""

    ticket_id: TicketID
    key: str | None
    title: str
    fresh: bool = False
    happenings: list[Happening] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class News:
    """The news of one workspace, the ticket that something happened to last at the end.

    `since` is the moment from which it is told; `looked`: somebody looked then. `pulled` is up to when Jira was
    read, None where it never was. `own` counts what was left out, for the user did it. `cut`: there was more.
    `heard` are the ids of the comments that the next pulls will meet again.
    """

    tickets: tuple[TicketNews, ...]
    since: datetime
    looked: bool
    pulled: datetime | None
    own: int
    cut: bool
    mark: Mark
    heard: tuple[str, ...] = ()


class NewsService:
    """Tells news, and remembers that they were told.

    `now` gives the time in UTC; `most` entries of each sort are told, the newest.
    """

    def __init__(self, store: Store, now: Callable[[], datetime], *, most: int = MOST) -> None:
        self._store = store
        self._now = now
        self._most = most

    def of(
        self,
        workspace_id: WorkspaceID,
        book: FieldBook,
        since: datetime | None = None,
        *,
        mine: bool = False,
    ) -> News:
        """What changed since the last look, or since a moment; `mine`: also what the user did."""
        mark = self._store.news.mark()
        seen = None if since is not None else self._seen(workspace_id)
        cursor = self._store.cursors.get(workspace_id)
        pulled = cursor.read.server if cursor and cursor.read else None
        if seen is None:
            seen = _Seen(Mark(), since or self._now() - USUAL, None)
        account = self._store.facts.account(workspace_id)
        reading = _Reading(self._store, workspace_id, book, seen, self._most)
        reading.read(me=None if mine or account is None else account.account)
        tickets = sorted(reading.tickets.values(), key=lambda item: item.happenings[-1].at)
        looked = since is None and seen.jira is not None
        heard = self._heard(workspace_id, pulled)
        return News(tuple(tickets), seen.at, looked, pulled, reading.own, reading.cut, mark, heard)

    def told(self, workspace_id: WorkspaceID, news: News) -> None:
        """Remember that these news were told."""
        mark = news.mark
        self._store.preferences.set(
            _key(workspace_id),
            {
                "changes": mark.changes,
                "saves": mark.saves,
                "tickets": mark.tickets,
                "at": self._now().isoformat(),
                "jira": (news.pulled or self._now()).isoformat(),
                "heard": list(news.heard),
            },
        )

    def _seen(self, workspace_id: WorkspaceID) -> _Seen | None:
        found = self._store.preferences.get(_key(workspace_id))
        if not isinstance(found, dict):
            return None
        try:
            mark = Mark(*(int(found[name]) for name in ("changes", "saves", "tickets")))
            at, jira = (datetime.fromisoformat(found[name]) for name in ("at", "jira"))
            heard = frozenset(map(str, found["heard"]))
        except (KeyError, TypeError, ValueError):
            return None
        return _Seen(mark, at, jira, heard)

    def _heard(self, workspace_id: WorkspaceID, pulled: datetime | None) -> tuple[str, ...]:
        since = (pulled or self._now()) - OVERLAP
        found = self._store.news.comments(workspace_id, since, self._most)
        return tuple(comment.id for _, comment in found)


def _key(workspace_id: WorkspaceID) -> str:
    return f"news_seen:{workspace_id}"


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was seen already: up to which rows, when, and up to when Jira had been read then (None: never looked).

    `heard` are the ids of the comments that were here and are younger than `saved`.
    """

    mark: Mark
    at: datetime
    jira: datetime | None
    heard: frozenset[str] = frozenset()

    @property
    def saved(self) -> datetime:
        """From when on a save in Jira is news: what was read late was made before the look."""
        return self.at if self.jira is None else self.jira - OVERLAP


class _Reading:
    """One answer in the making."""

    def __init__(
        self,
        store: Store,
        workspace_id: WorkspaceID,
        book: FieldBook,
        seen: _Seen,
        most: int,
    ) -> None:
        self._store = store
        self._workspace = workspace_id
        self._book = book
        self._seen = seen
        self._most = most
        self._names = {user.account: user.name for user in store.users.list(workspace_id)}
        self.tickets: dict[TicketID, TicketNews] = {}
        self.own = 0
        self.cut = False

    def read(self, me: str | None) -> None:
        """Everything, but for what `me` did in Jira."""
        self._arrivals(me)
        self._saves(me)
        self._comments(me)
        self._changes()
        self._losses()
        for item in self.tickets.values():
            item.happenings.sort(key=lambda each: each.at)

    def _arrivals(self, me: str | None) -> None:
        since = None if self._seen.jira is not None else self._seen.at
        found = self._store.news.arrivals(self._workspace, self._seen.mark, since, self._most)
        self.cut |= len(found) == self._most
        for arrival in found:
            if arrival.creator is not None and arrival.creator == me:
                self.own += 1
                continue
            who = self._names.get(arrival.creator or "", arrival.creator or "")
            self._add(arrival.ticket_id, Happening(arrival.created, "new", who), fresh=True)

    def _saves(self, me: str | None) -> None:
        found = self._store.news.saves(
            self._workspace, self._seen.mark, self._seen.saved, self._most
        )
        self.cut |= len(found) == self._most
        for ticket_id, entry in found:
            if entry.author and entry.author == me:
                self.own += 1
            else:
                self._add(ticket_id, saved(entry, self._book))

    def _comments(self, me: str | None) -> None:
        found = self._store.news.comments(self._workspace, self._seen.saved, self._most)
        self.cut |= len(found) == self._most
        for ticket_id, comment in found:
            if comment.id in self._seen.heard:
                continue
            if comment.author and comment.author == me:
                self.own += 1
                continue
            said = (Moved(COMMENT, "Comment", "", comment.body),)
            who = comment.author_name or comment.author
            self._add(ticket_id, Happening(comment.created_at, "comment", who, moved=said))

    def _changes(self) -> None:
        """What a pull or sync took, of tickets whose history in Jira told nothing of it."""
        found = self._store.news.changes(
            self._workspace, self._seen.mark, self._seen.at, self._most
        )
        self.cut |= len(found) == self._most
        groups: dict[tuple[TicketID, datetime], list[ChangeRecord]] = {}
        for record in found:
            if record.side == "local" and record.field != WHOLE and self._untold(record.ticket_id):
                groups.setdefault((record.ticket_id, record.changed_at), []).append(record)
        for (ticket_id, _), records in groups.items():
            happening = changed(self._store, records, self._book)
            if happening.what in ("pulled", "synced"):
                self._add(ticket_id, happening)

    def _untold(self, ticket_id: TicketID) -> bool:
        """Jira's history of the ticket is not here, so it cannot have told of a change."""
        return self._store.changelogs.get(ticket_id)[1] is None

    def _losses(self) -> None:
        for mark in self._store.tombstones.list(self._workspace):
            if mark.noticed_at > self._seen.at:
                self._add(mark.ticket_id, Happening(mark.noticed_at, "gone"), mark.key)
        for item in self._store.conflicts.list(self._workspace):
            if item.detected_at > self._seen.at:
                told = Moved(item.field, self._book.label(item.field), "", "")
                self._add(item.ticket_id, Happening(item.detected_at, "conflict", moved=(told,)))

    def _add(
        self, ticket_id: TicketID, happening: Happening, key: str = "", *, fresh: bool = False
    ) -> None:
        if ticket_id not in self.tickets:
            try:
                ticket = self._store.tickets.get(ticket_id)
            except TicketNotFound:
                self.tickets[ticket_id] = TicketNews(ticket_id, key or None, "")
            else:
                self.tickets[ticket_id] = TicketNews(
                    ticket_id, ticket.jira_id, ticket.title, fresh
                )
        self.tickets[ticket_id].happenings.append(happening)
