"""What is to be said of tickets: kept here at once, sent by the next push."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.errors import Usage
from ticketr.ports.drafts import CHANGED, COMMENT, NEW, REMOVED, Draft
from ticketr.ports.records import AtticEntry

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from ticketr.domain.ticket import Ticket
    from ticketr.domain.workspace import WorkspaceID
    from ticketr.ports.comment import Comment
    from ticketr.ports.repositories import Store

SHORT = 8
"""Letters of a draft's id that people are shown."""


class CommentService:
    """Drafts of comments: all of it works offline."""

    def __init__(
        self, store: Store, now: Callable[[], datetime], new_id: Callable[[], str]
    ) -> None:
        self._store = store
        self._now = now
        self._new_id = new_id

    def drafts(self, workspace_id: WorkspaceID) -> list[tuple[Draft, Ticket]]:
        """What is to be sent, oldest first, each with its ticket."""
        found = self._store.drafts.list(workspace_id)
        return [(draft, self._store.tickets.get(draft.ticket_id)) for draft in found]

    def say(self, ticket: Ticket, text: str) -> Draft:
        """A new comment. Raises Usage where it says nothing."""
        return self._put(ticket, NEW, text)

    def change(self, ticket: Ticket, comment_id: str, text: str) -> Draft:
        """Another text for a comment that is in Jira. Raises Usage where it is not here, or says nothing."""
        return self._put(ticket, CHANGED, text, self.text_of(ticket, comment_id))

    def remove(self, ticket: Ticket, comment_id: str) -> Draft:
        """The removal of a comment in Jira. Raises Usage where it is not here."""
        return self._put(ticket, REMOVED, "", self.text_of(ticket, comment_id))

    def text_of(self, ticket: Ticket, comment_id: str) -> Comment:
        """The comment as it was read last. Raises Usage."""
        said = self._store.comments.get(ticket.id)
        for comment in said:
            if comment.id == comment_id:
                return comment
        known = ", ".join(item.id for item in said[-5:])
        raise Usage(
            f"{ticket.label} has no comment {comment_id} here.",
            hint=f"`ticketr show {ticket.label}` lists them with their numbers"
            + (f": {known}." if known else "; `ticketr pull` brings new ones."),
        )

    def begun(self, ticket: Ticket, comment_id: str) -> str:
        """What somebody who changes the comment begins with: an earlier change of the same text, else that text.

        Raises Usage where the comment is not here.
        """
        there = self.text_of(ticket, comment_id)
        earlier = self._earlier(ticket, there)
        again = earlier is not None and earlier.kind == CHANGED and earlier.base == there.body
        return earlier.text if earlier is not None and again else there.body

    def drop(self, workspace_id: WorkspaceID, name: str) -> Draft:
        """Forget a draft, named by the beginning of its id. Raises Usage."""
        found = [x for x in self._store.drafts.list(workspace_id) if x.id.startswith(name)]
        if len(found) != 1:
            many = "Several drafts begin" if found else "No draft begins"
            raise Usage(f"{many} with {name}.", hint="`ticketr comment` lists them.")
        if found[0].tried:
            raise Usage(
                "This comment may be in Jira already.",
                hint="`ticketr push` finds out; then it can be removed with --remove.",
            )
        self._store.drafts.remove(found[0].id)
        return found[0]

    def _put(self, ticket: Ticket, kind: str, text: str, there: Comment | None = None) -> Draft:
        said = text.strip("\n")
        if kind != REMOVED and not said.strip():
            raise Usage("A comment that says nothing is not kept.", hint="Give it a text.")
        earlier = self._earlier(ticket, there) if there else None
        draft = Draft(
            earlier.id if earlier else self._new_id(),
            ticket.workspace_id,
            ticket.id,
            kind,
            said,
            self._now(),
            there.id if there else "",
            there.body if there else "",
        )
        with self._store.transaction():
            if earlier is not None and earlier.base != draft.base:
                self._put_aside(ticket, earlier)
            self._store.drafts.put(draft)
        return draft

    def _put_aside(self, ticket: Ticket, draft: Draft) -> None:
        """A change of a text that Jira does not have any more makes room for one of the text that it has."""
        if draft.kind == CHANGED:
            now, why = self._now(), "another change was written after a pull"
            lost = AtticEntry(
                ticket.workspace_id,
                ticket.id,
                ticket.jira_id,
                COMMENT,
                "local",
                draft.text,
                why,
                now,
            )
            self._store.attic.add(lost)

    def _earlier(self, ticket: Ticket, there: Comment) -> Draft | None:
        """What was decided about the comment before, and is not sent yet."""
        known = self._store.drafts.list(ticket.workspace_id)
        return next(
            (x for x in known if (x.ticket_id, x.comment_id) == (ticket.id, there.id)), None
        )
