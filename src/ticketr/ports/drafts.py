"""Comments on their way to Jira: what is to be said, kept here until it is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from ticketr.domain.ticket import TicketID
    from ticketr.domain.workspace import WorkspaceID
    from ticketr.ports.comment import Comment

COMMENT = "comment"
"""What the attic calls a comment, where it has the names of fields."""
NEW, CHANGED, REMOVED = "new", "changed", "removed"
"""What a draft is: a new comment, another text for one in Jira, the removal of one."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A comment that is to be sent.

    `id` is unique and travels with a new comment as its property; `kind` is new, changed or removed; `text` is
    Markdown. `comment_id` is Jira's, empty for a new one; `base` the text that Jira had when the change or removal
    was decided on. `tried`: a new comment may have been sent.
    """

    id: str
    workspace_id: WorkspaceID
    ticket_id: TicketID
    kind: str
    text: str
    created_at: datetime
    comment_id: str = ""
    base: str = ""
    tried: bool = False


class DraftRepository(Protocol):
    """Drafts of comments. What is left of them when their ticket is taken out goes to the attic."""

    def put(self, draft: Draft) -> None:
        """Keep it, replacing the one with its id. Raises TicketNotFound."""
        ...

    def list(self, workspace_id: WorkspaceID) -> list[Draft]:
        """All drafts of the workspace, oldest first."""
        ...

    def remove(self, draft_id: str) -> bool:
        """It is said, or not to be said any more; gives whether it was there."""
        ...


@dataclass(frozen=True, slots=True)
class JiraComment:
    """A comment as Jira has it: what is said, and `raw`, Jira's own form of its text."""

    said: Comment
    raw: object = None

    @property
    def id(self) -> str:
        """Jira's number of it."""
        return self.said.id

    @property
    def text(self) -> str:
        """What it says, in Markdown."""
        return self.said.body


class CommentClient(Protocol):
    """Comments in Jira, whichever edition. Raises as `JiraClient` does."""

    def get(self, key: str, comment_id: str) -> JiraComment:
        """One comment. Raises JiraNotFound."""
        ...

    def add(self, key: str, text: str, token: str) -> JiraComment:
        """Say it, with the token as a property of the comment; never sent again blindly.

        Raises JiraConnection with `unknown` True in its context where it may have been said.
        """
        ...

    def change(
        self, key: str, comment: JiraComment, text: str, *, allow_loss: bool = False
    ) -> JiraComment:
        """Give it another text, spliced into what it has. Raises SyncReadOnly where that would take media from it."""
        ...

    def remove(self, key: str, comment_id: str) -> None:
        """Remove it. Raises JiraNotFound."""
        ...

    def sent(self, key: str, token: str) -> JiraComment | None:
        """The comment that was added with the token, if there is one; asks for the newest first."""
        ...
