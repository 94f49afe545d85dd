"""What of a ticket is searched beside its own texts: which fields, and their values as columns of the index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.adapters.sqlite.codec import load_view
from ticketr.adapters.sqlite.words import learn
from ticketr.domain.runs import runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ticketr.adapters.sqlite.database import Database
    from ticketr.domain.schema import JiraSchema
    from ticketr.domain.ticket import FieldValue, Ticket
    from ticketr.domain.workspace import WorkspaceID

KINDS = {"text": "others", "rich": "others", "labels": "labels", "options": "labels"}
"""Where values of a `FieldKind` are searched; of other kinds they are not."""
OWN = ("summary", "description")
"""Fields that the tickets hold themselves."""
ALWAYS = {
    "environment": "others",
    **dict.fromkeys(("labels", "components", "fixVersions", "versions"), "labels"),
}
"""Jira's own fields, which are searched before anything is known of the project."""
_KNOWN = "SELECT field, place FROM searched_fields WHERE workspace_id = ?"
_FORGET = "DELETE FROM searched_fields WHERE workspace_id = ?"
_PUT = "INSERT INTO searched_fields (workspace_id, field, place) VALUES (?, ?, ?)"
_ALL = "SELECT seq, fields FROM tickets WHERE workspace_id = ? AND seq > ? ORDER BY seq LIMIT 1000"
_REFRESH = "UPDATE tickets SET others = ?, labels = ? WHERE seq = ?"
_SAME = """
SELECT title IS :title AND description IS :description AND acceptance_criteria IS :acceptance_criteria
    AND others IS :others AND labels IS :labels
FROM tickets WHERE id = :id
"""


class Searched:
    """What is searched of the tickets of one workspace."""

    def __init__(self, db: Database, workspace_id: WorkspaceID) -> None:
        self._db = db
        self._workspace = workspace_id
        self._places: dict[str, str] | None = None

    @property
    def places(self) -> dict[str, str]:
        """The column of each field that is searched, by the field's id."""
        if self._places is None:
            self._places = {**ALWAYS, **self._known()}
        return self._places

    def _known(self) -> dict[str, str]:
        return dict(self._db.query(_KNOWN, (self._workspace,)))

    def columns(self, ticket: Ticket) -> dict[str, str | None]:
        """The columns of the index that are made of the ticket's values."""
        others, labels = self._values(ticket.fields)
        cjk = runs(ticket.title, ticket.description, ticket.criteria) or None
        return {"others": others, "labels": labels, "cjk": cjk}

    def _values(self, fields: Mapping[str, FieldValue]) -> tuple[str | None, str | None]:
        texts: dict[str, list[str]] = {"others": [], "labels": []}
        for field, place in self.places.items():
            value = fields.get(field)
            texts[place] += _texts(value)
        return with_runs(texts["others"]), with_runs(texts["labels"])

    def learn(self, tickets: Iterable[Ticket]) -> None:
        """Know the words of these tickets."""
        learn(self._db, map(self._whole, tickets))

    def learn_changes(self, ticket: Ticket) -> None:
        """Know the words of the ticket, if it is to say something else than it does."""
        from ticketr.adapters.sqlite.ticket_columns import criteria_column

        columns = {
            "id": ticket.id,
            "title": ticket.title,
            "description": ticket.description,
            "acceptance_criteria": criteria_column(ticket.criteria),
            **self.columns(ticket),
        }
        del columns["cjk"]
        if self._db.one(_SAME, columns) == (0,):
            self.learn([ticket])

    def _whole(self, ticket: Ticket) -> str:
        others, labels = self._values(ticket.fields)
        parts = (ticket.title, ticket.description, ticket.criteria, others, labels)
        return "\n".join(part for part in parts if part)

    def follow(self, schema: JiraSchema) -> None:
        """Search the fields of this schema; where they are others than before, in all tickets that are here."""
        wanted = {
            field.id: KINDS[field.kind]
            for field in schema.fields
            if field.kind in KINDS and field.id not in OWN
        }
        if wanted == self._known():
            return
        self._db.run(_FORGET, (self._workspace,))
        self._db.many(_PUT, [(self._workspace, *item) for item in sorted(wanted.items())])
        self._places = None
        self._refresh()

    def _refresh(self) -> None:
        last = 0
        while found := self._db.query(_ALL, (self._workspace, last)):
            last = found[-1][0]
            values = [(self._values(load_view(fields)), seq) for seq, fields in found]
            self._db.many(_REFRESH, [(*texts, seq) for texts, seq in values])
            learn(self._db, ["\n".join(filter(None, texts)) for texts, _ in values])


def with_runs(texts: Iterable[str]) -> str | None:
    """The texts as a column: one below the other, and last what they hold of scripts without spaces."""
    whole = "\n".join(text for text in texts if text)
    found = runs(whole)
    return f"{whole}\n{found}" if found else whole or None


def _texts(value: FieldValue) -> list[str]:
    if isinstance(value, str):
        return [value]
    return list(value) if isinstance(value, tuple) else []
