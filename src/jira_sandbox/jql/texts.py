# ruff: noqa: S608  values are bound; what is put into the text are names of ours
"""`~` and `!~`: words sought in a field, in the comments, everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox.jql.subjects import NEGATIVE
from jira_sandbox.jql.tree import JqlError, Value
from jira_sandbox.words import hint

if TYPE_CHECKING:
    from collections.abc import Callable

    from jira_sandbox.jql.subjects import Subject
    from jira_sandbox.jql.tree import Clause
    from jira_sandbox.site import Site


class Texts:
    """Writes conditions on texts; `bind` takes their values, `empty` says that a field has none."""

    def __init__(
        self, site: Site, bind: Callable[[Any], str], empty: Callable[[Subject], str]
    ) -> None:
        self._site = site
        self._bind = bind
        self._empty = empty

    def of(self, subject: Subject, operator: str, clause: Clause) -> str:
        """The condition that a text holds words, or does not. Raises JqlError."""
        if not isinstance(clause.operand, Value):
            raise JqlError(
                f"The operator '{operator}' is not supported by the '{clause.field}' field."
            )
        text = clause.operand.text
        if not text.strip():
            raise JqlError(
                f"The field '{clause.field}' does not support searching for an empty string."
            )
        if text.lstrip()[0] in "*?":
            raise JqlError(
                f"The text query '{text}' for field '{clause.field}' is not allowed to start with"
                f" '{text.lstrip()[0]}'."
            )
        found = self._holding(subject, text)
        if operator not in NEGATIVE:
            return found
        return (
            f"(NOT {self._empty(subject)} AND NOT {found})"
            if subject.name != "text"
            else f"NOT {found}"
        )

    def _holding(self, subject: Subject, text: str) -> str:
        if subject.column:
            return self._matches(subject.column, text)
        if subject.name == "comment":
            return self._in_comments(text)
        if subject.name != "text":
            return self._indexed(f"= '{subject.field_id}'", text)
        inside = self._matches("i.summary", text)
        rich = ",".join(
            f"'{f.id}'" for f in self._site.catalogue.fields if f.kind in ("rich", "text")
        )
        indexed = self._indexed(f"IN ({rich})", text)
        return f"({inside} OR {indexed} OR {self._in_comments(text)})"

    def _indexed(self, fields: str, text: str) -> str:
        own = f"x.issue = i.id AND +x.field {fields}"
        return (
            f"EXISTS (SELECT 1 FROM issue_index x WHERE {own} AND {self._matches('x.text', text)})"
        )

    def _in_comments(self, text: str) -> str:
        return (
            "EXISTS (SELECT 1 FROM comments x WHERE x.issue = i.id"
            f" AND {self._matches('x.text', text)})"
        )

    def _matches(self, column: str, text: str) -> str:
        """That a text holds the words. A look for letters comes first: it is a hundred times quicker."""
        letters = hint(text)
        if not letters:
            return f"matches({column}, {self._bind(text)})"
        seen = f"instr(lower({column}), {self._bind(letters)})"
        return f"({seen} AND matches({column}, {self._bind(text)}))"
