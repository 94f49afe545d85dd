"""Comments go to Jira: each once, and none over what somebody else wrote meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ticketr.application.results import CommentResult
from ticketr.application.sync.texts import resolved_names
from ticketr.domain.digest import same
from ticketr.domain.events import TicketSyncedEvent
from ticketr.domain.merge import merge_text
from ticketr.domain.plan import Strategy
from ticketr.errors import JiraNotFound, TicketConflict, TicketrError
from ticketr.ports.drafts import CHANGED, COMMENT, NEW, REMOVED
from ticketr.ports.records import AtticEntry

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ticketr.application.sync.session import Session
    from ticketr.domain.ticket import Ticket, TicketID
    from ticketr.ports.drafts import Draft, JiraComment

PLANNED = {NEW: "say", CHANGED: "change", REMOVED: "remove"}


@dataclass(frozen=True, slots=True)
class Manner:
    """How drafts are sent: whose text wins where both changed one, and whether media may go from it."""

    strategy: Strategy = Strategy.ASK
    allow_loss: bool = False
    dry_run: bool = False


class Saying:
    """Sends drafts of comments, or only tells them."""

    def __init__(self, session: Session, manner: Manner) -> None:
        self._session = session
        self._manner = manner

    def run(self, ids: Collection[TicketID] | None) -> tuple[CommentResult, ...]:
        """The drafts of these tickets (None: of all) that Jira has, oldest first; one result each."""
        return tuple(self._results(None if ids is None else set(ids)))

    def _results(self, ids: set[TicketID] | None) -> Iterator[CommentResult]:
        session = self._session
        gone = {mark.ticket_id for mark in session.store.tombstones.list(session.workspace.id)}
        for draft in session.store.drafts.list(session.workspace.id):
            if (ids is not None and draft.ticket_id not in ids) or draft.ticket_id in gone:
                continue
            ticket = session.store.tickets.get(draft.ticket_id)
            if self._manner.dry_run:
                yield self._result(PLANNED[draft.kind], ticket, draft)
            elif ticket.jira_id is not None:
                yield self._tried(ticket, draft)

    def _tried(self, ticket: Ticket, draft: Draft) -> CommentResult:
        try:
            if draft.kind == NEW:
                return self._say(ticket, draft)
            return self._touch(ticket, draft)
        except TicketConflict as error:
            return self._result("conflict", ticket, draft, error)
        except TicketrError as error:
            return self._result("failed", ticket, draft, error)

    def _say(self, ticket: Ticket, draft: Draft) -> CommentResult:
        """A comment that may have been sent is looked for by its token, and sent only where it is not there."""
        session, key = self._session, ticket.jira_id or ""
        comments = session.client.comments
        found = comments.sent(key, draft.id) if draft.tried else None
        if found is not None:
            return self._done("recovered", ticket, draft, found)
        session.store.drafts.put(replace(draft, tried=True))
        try:
            made = comments.add(key, resolved_names(session, draft.text), draft.id)
        except TicketrError as error:
            if error.context.get("unknown") is not True:
                session.store.drafts.put(replace(draft, tried=False))
            raise
        return self._done("said", ticket, draft, made)

    def _touch(self, ticket: Ticket, draft: Draft) -> CommentResult:
        """Change or remove a comment, after a look at what it says now."""
        comments, key = self._session.client.comments, ticket.jira_id or ""
        try:
            there = comments.get(key, draft.comment_id)
        except JiraNotFound as error:
            if draft.kind == REMOVED:
                return self._done("removed", ticket, draft, None)
            raise TicketConflict(
                f"Comment {draft.comment_id} of {key} was removed in Jira.",
                hint=f"`ticketr comment --drop {draft.id[:8]}` forgets the change.",
            ) from error
        text = self._wanted(ticket, draft, there)
        if text is None:
            return self._done("kept", ticket, draft, there)
        if draft.kind == REMOVED:
            self._keep(ticket, "remote", there.text, "it was removed")
            comments.remove(key, there.id)
            return self._done("removed", ticket, draft, None)
        if same(text, there.text):
            return self._done("agreed", ticket, draft, there)
        text = resolved_names(self._session, text, there.text)
        after = comments.change(key, there, text, allow_loss=self._manner.allow_loss)
        return self._done("changed", ticket, draft, after)

    def _wanted(self, ticket: Ticket, draft: Draft, there: JiraComment) -> str | None:
        """The text that the comment is to have (empty: none), None where Jira's stays. Raises TicketConflict."""
        if same(there.text, draft.base) or same(there.text, draft.text):
            return draft.text
        merged = None
        if draft.kind == CHANGED:
            merged = merge_text(draft.base, draft.text, there.text)
        if merged is not None:
            return merged
        match self._manner.strategy:
            case Strategy.LOCAL_WINS:
                self._keep(ticket, "remote", there.text, "local-wins")
                return draft.text
            case Strategy.REMOTE_WINS:
                if draft.kind == CHANGED:
                    self._keep(ticket, "local", draft.text, "remote-wins")
                return None
        raise TicketConflict(
            f"Comment {there.id} of {ticket.jira_id} was changed in Jira, too.",
            hint=f"Jira has: {there.text.strip()[:200]!r}. `--strategy local-wins` or `remote-wins` settles it; "
            f"`ticketr comment {ticket.jira_id} --change {there.id}` after a pull writes it anew.",
        )

    def _keep(self, ticket: Ticket, side: str, text: str, why: str) -> None:
        now = self._session.world.now()
        entry = AtticEntry(
            ticket.workspace_id, ticket.id, ticket.jira_id, COMMENT, side, text, why, now
        )
        self._session.store.attic.add(entry)

    def _done(
        self, kind: str, ticket: Ticket, draft: Draft, there: JiraComment | None
    ) -> CommentResult:
        session = self._session
        event = TicketSyncedEvent(
            ticket.id, ticket.jira_id or "", session.world.now(), "commented", (COMMENT,)
        )
        with session.store.transaction():
            session.store.drafts.remove(draft.id)
            self._remember(ticket, draft, there)
            session.store.events.append(event)
        session.world.notify(event)
        told = replace(draft, comment_id=there.id) if there else draft
        return self._result(kind, ticket, told)

    def _remember(self, ticket: Ticket, draft: Draft, there: JiraComment | None) -> None:
        """What is here of the ticket's comments, with this one as it is now; a pull reads all of them again."""
        comments = self._session.store.comments
        number = there.id if there else draft.comment_id
        others = [item for item in comments.get(ticket.id) if item.id != number]
        comments.put(ticket.id, [*others, *([there.said] if there else [])], None)

    def _result(
        self, kind: str, ticket: Ticket, draft: Draft, error: TicketrError | None = None
    ) -> CommentResult:
        return CommentResult(
            kind,
            draft.id,
            ticket.id,
            ticket.jira_id,
            ticket.title,
            draft.text or draft.base,
            draft.comment_id,
            self._session.url(ticket.jira_id),
            error.as_dict() if error else None,
        )
