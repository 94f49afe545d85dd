"""Links between tickets: Jira makes and removes each by a request of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ticketr.adapters.jira.client import segment
from ticketr.adapters.jira.discovery import rows, table
from ticketr.adapters.jira.values import link_of, members
from ticketr.domain.schema import FieldRule, Option
from ticketr.domain.ticket import LINKS
from ticketr.errors import JiraNotFound, TicketValidation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ticketr.adapters.jira.client import HttpClient
    from ticketr.adapters.jira.dialect import Dialect
    from ticketr.domain.schema import JiraSchema, TypeSchema
    from ticketr.ports.external import JiraUpdate

OUTWARD, INWARD = ">", "<"
"""Ends of an option's id: the ticket is the one that blocks, or the one that is blocked."""


def link_rule(client: HttpClient, dialect: Dialect) -> FieldRule | None:
    """What a ticket can do to another, both ways of each type of link; None where links are switched off."""
    try:
        data = table(client, client.get(f"{dialect.api}/issueLinkType"))
    except JiraNotFound:
        return None
    found: dict[str, Option] = {}
    for item in rows(client, data.get("issueLinkTypes")):
        for way, sign in (("outward", OUTWARD), ("inward", INWARD)):
            words = " ".join(str(item.get(way) or item.get("name")).split())
            found.setdefault(words.casefold(), Option(f"{item['id']}{sign}", words))
    return FieldRule(options=tuple(found.values()))


def with_links(kind: TypeSchema, rule: FieldRule | None) -> TypeSchema:
    """The type with links among its fields, whatever its create screen says: they are made apart."""
    fields = {name: item for name, item in kind.fields.items() if name != LINKS}
    return replace(kind, fields={**fields, LINKS: rule} if rule else fields)


@dataclass(frozen=True, slots=True)
class Step:
    """One request: a link to make, as Jira's JSON, or the number of one to remove; `text` is what people write."""

    text: str
    make: dict[str, Any] | None = None
    remove: str = ""


class Linker:
    """Brings a ticket's links to what is wanted."""

    def __init__(self, client: HttpClient, dialect: Dialect, schema: JiraSchema) -> None:
        self._client = client
        self._dialect = dialect
        self._ways = {
            option.name.casefold(): option.id
            for kind in schema.types
            if (rule := kind.fields.get(LINKS)) is not None
            for option in rule.options
        }

    def steps(self, update: JiraUpdate) -> list[Step]:
        """What is to be made and removed. Raises TicketValidation where no type of link has the words."""
        if LINKS not in update.fields:
            return []
        wanted, there = (set(members(side)) for side in _sides(update))
        made = [Step(text, self._made(update.key, text)) for text in sorted(wanted - there)]
        return made + list(_removals(update, there - wanted))

    def _made(self, key: str, text: str) -> dict[str, Any]:
        words, _, other = text.rpartition(" ")
        way = self._ways.get(words.casefold())
        if way is None:
            raise TicketValidation(
                f'{key} has a link that this Jira does not know: "{text}".',
                hint="`ticketr schema` lists what a ticket can do to another.",
                key=key,
            )
        source, target = (key, other) if way.endswith(OUTWARD) else (other, key)
        return {
            "type": {"id": way[:-1]},
            "inwardIssue": {"key": source},
            "outwardIssue": {"key": target},
        }

    def take(self, step: Step) -> None:
        """Carry it out. To make a link that is there, or remove one that is gone, changes nothing."""
        path = f"{self._dialect.api}/issueLink"
        try:
            if step.make is None:
                self._client.send("DELETE", f"{path}/{segment(step.remove)}")
            else:
                self._client.send("POST", path, body=step.make)
        except JiraNotFound as error:
            if step.make is None:
                return
            raise TicketValidation(
                f'The link "{step.text}" cannot be made: {error.message}',
                hint="Correct the key, or take the link out of the line.",
            ) from error


def _sides(update: JiraUpdate) -> tuple[Any, Any]:
    return update.fields[LINKS], update.before.get(LINKS)


def _removals(update: JiraUpdate, gone: set[str]) -> Iterator[Step]:
    seen = update.raw.get(LINKS)
    for item in seen if isinstance(seen, list) else ():
        if link_of(item) in gone and item.get("id"):
            yield Step(str(link_of(item)), remove=str(item["id"]))
