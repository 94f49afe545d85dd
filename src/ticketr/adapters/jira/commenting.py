"""Comments: read, said, changed and removed by requests of their own."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from ticketr.adapters.jira import body
from ticketr.adapters.jira.client import segment
from ticketr.adapters.jira.comments import comments_of
from ticketr.adapters.jira.discovery import table
from ticketr.adapters.jira.paging import numbered
from ticketr.errors import JiraConnection, JiraNotFound, SyncReadOnly, TicketValidation
from ticketr.ports.drafts import JiraComment
from ticketr.ports.external import CREATION_PROPERTY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ticketr.adapters.jira.client import HttpClient
    from ticketr.adapters.jira.dialect import Dialect

PAGE = 100
LOOKED_AT = 200
"""The newest comments of a ticket, among which one that was sent is looked for."""


class Commenter:
    """CommentClient over REST."""

    def __init__(self, client: HttpClient, dialect: Dialect) -> None:
        self._client = client
        self._dialect = dialect

    def get(self, key: str, comment_id: str) -> JiraComment:
        """One comment. Raises JiraNotFound."""
        return self._read(table(self._client, self._client.get(self._path(key, comment_id))))

    def add(self, key: str, text: str, token: str) -> JiraComment:
        """Say it, with the token as a property."""
        made = self._made(key, text, None, [])
        properties = [{"key": CREATION_PROPERTY, "value": {"token": token}}]
        asked = {"body": made, "properties": properties}
        reply = self._client.send("POST", self._path(key), body=asked)
        try:
            return self._read(table(self._client, reply.json()))
        except JiraConnection as error:
            error.context["unknown"] = True
            raise

    def change(
        self, key: str, comment: JiraComment, text: str, *, allow_loss: bool = False
    ) -> JiraComment:
        """Give it another text, spliced into what it has. Raises SyncReadOnly, JiraNotFound."""
        lost: list[str] = []
        made = self._made(key, text, comment.raw, lost)
        if lost and not allow_loss:
            told = "; ".join(dict.fromkeys(lost))
            raise SyncReadOnly(f"A comment of {key} was not changed: {told}.", key=key)
        reply = self._client.send("PUT", self._path(key, comment.id), body={"body": made})
        return self._read(table(self._client, reply.json()))

    def remove(self, key: str, comment_id: str) -> None:
        """Remove it. Raises JiraNotFound."""
        self._client.send("DELETE", self._path(key, comment_id))

    def sent(self, key: str, token: str) -> JiraComment | None:
        """The comment that was added with the token; each candidate is asked for its property."""
        newest = numbered(self._client, self._path(key), {"orderBy": "-created"}, PAGE)
        for data in islice(newest, LOOKED_AT):
            if self._token(str(data.get("id"))) == token:
                return self._read(data)
        return None

    def _token(self, comment_id: str) -> str | None:
        path = f"{self._dialect.api}/comment/{segment(comment_id)}/properties/{CREATION_PROPERTY}"
        try:
            value = table(self._client, self._client.get(path)).get("value")
        except JiraNotFound:
            return None
        return str(value.get("token")) if isinstance(value, dict) else None

    def _path(self, key: str, comment_id: str = "") -> str:
        path = f"{self._dialect.api}/issue/{segment(key)}/comment"
        return f"{path}/{segment(comment_id)}" if comment_id else path

    def _made(self, key: str, text: str, base: object, lost: list[str]) -> object:
        form = self._dialect.text
        made = body.spliced(text, base, lost, form)
        if not made:
            raise TicketValidation(f"A comment of {key} says nothing.", key=key)
        body.check_length(key, "A comment", made, form)
        return made

    def _read(self, data: Mapping[str, Any]) -> JiraComment:
        found = comments_of([data], self._dialect)
        if not found:
            raise JiraConnection(f"{self._client.host} answered with a comment that is none.")
        return JiraComment(found[0], data.get("body"))
