"""Comments: those on their way, and those that a Jira in memory has."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tests.fakes.state import cut
from ticketr.errors import JiraNotFound, TicketNotFound, TicketrError, TicketValidation
from ticketr.ports.comment import Comment
from ticketr.ports.drafts import JiraComment
from ticketr.ports.records import AtticEntry

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fakes.state import Memory, State
    from ticketr.ports.external import JiraIssue
    from ticketr.ports.records import User

TIME = datetime(2026, 1, 1, tzinfo=UTC)


class MemoryDrafts:
    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def put(self, draft):
        with self._memory.writing() as state:
            if draft.ticket_id not in state.tickets:
                raise TicketNotFound("The ticket of the comment is not here.")
            kept = state.drafts.get(draft.id, draft)
            made = cut(kept.created_at)
            state.drafts[draft.id] = replace(
                draft, ticket_id=kept.ticket_id, workspace_id=kept.workspace_id, created_at=made
            )

    def list(self, workspace_id):
        with self._memory.reading() as state:
            own = [draft for draft in state.drafts.values() if draft.workspace_id == workspace_id]
            return sorted(own, key=lambda draft: draft.created_at)

    def remove(self, draft_id):
        with self._memory.writing() as state:
            return state.drafts.pop(draft_id, None) is not None


def drop_drafts(state: State, ticket_id: str, now: Callable[[], object]) -> None:
    """A ticket goes: what was to be said of it is kept aside, where its workspace stays."""
    for draft in [item for item in state.drafts.values() if item.ticket_id == ticket_id]:
        del state.drafts[draft.id]
        if draft.kind != "removed" and draft.workspace_id in state.workspaces:
            key = state.tickets[ticket_id].jira_id
            why = "its ticket was taken out before it was sent"
            entry = AtticEntry(
                draft.workspace_id, ticket_id, key, "comment", "local", draft.text, why, now()
            )
            state.attic.append(entry)


class MemoryComments:
    """A `CommentClient` over a dictionary. `enter` is what every call does first; `find` gives a ticket by its key."""

    def __init__(
        self,
        author: User,
        enter: Callable[[str], None],
        find: Callable[[str], JiraIssue],
        lose: Callable[[], TicketrError | None],
    ) -> None:
        self._author = author
        self._enter = enter
        self._find = find
        self._lose = lose
        self.said: dict[str, tuple[str, str, JiraComment]] = {}
        """Ticket's id, token and comment, by the comment's id."""

    def _of(self, key: str, comment_id: str) -> JiraComment:
        number, _, comment = self.said.get(comment_id, ("", "", None))
        if comment is None or number != self._find(key).id:
            raise JiraNotFound(f"Can not find a comment for the id: {comment_id}.")
        return comment

    def get(self, key: str, comment_id: str) -> JiraComment:
        self._enter("get_comment")
        return self._of(key, comment_id)

    def add(self, key: str, text: str, token: str) -> JiraComment:
        self._enter("add_comment")
        issue, said = self._find(key), _said(text)
        number, author = str(10000 + len(self.said)), self._author
        told = Comment(number, author.account, author.name, said, TIME, TIME)
        made = JiraComment(told, said)
        self.said[number] = (issue.id, token, made)
        lost = self._lose()
        if lost is not None:
            raise lost
        return made

    def change(
        self, key: str, comment: JiraComment, text: str, *, allow_loss: bool = False
    ) -> JiraComment:
        self._enter("change_comment")
        there, said = self._of(key, comment.id), _said(text)
        number, token, _ = self.said[comment.id]
        old = there.said
        times = (old.created_at, old.updated_at)
        changed = JiraComment(Comment(old.id, old.author, old.author_name, said, *times), said)
        self.said[comment.id] = (number, token, changed)
        return changed

    def remove(self, key: str, comment_id: str) -> None:
        self._enter("remove_comment")
        self._of(key, comment_id)
        self.said[comment_id] = ("", "", self.said[comment_id][2])

    def sent(self, key: str, token: str) -> JiraComment | None:
        self._enter("sent_comment")
        number = self._find(key).id
        return next((c for i, t, c in self.said.values() if (i, t) == (number, token)), None)


def _said(text: str) -> str:
    if not text.strip():
        raise TicketValidation("A comment says nothing.")
    return text.strip()
