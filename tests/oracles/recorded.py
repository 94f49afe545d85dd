"""Recorded answers and ours, compared by their keys and types; and a site on which recorded requests make sense."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.integration.sandbox.client import Client

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jira_sandbox import Sandbox

SEED = {
    "projects": [
        {
            "key": key,
            "name": key,
            "types": ["Epic", "Story", "Task", "Bug", "Sub-task"],
            "components": ["Backend"],
            "sprints": [
                {"number": 1, "name": "Sprint 1", "state": "future"},
                {"number": 2, "name": "Sprint 2", "state": "future"},
            ],
        }
        for key in ("NTEST", "TEST")
    ]
}
# Of the site that was recorded, not of Jira: custom fields; what team-managed projects have (issuerestriction,
# entityId); the avatar of a type, which one with a picture of its own has not.
SITE = re.compile(r"customfield_\d+|issuerestriction|entityId|avatarId")
# What stands on a create screen is the project's choice.
SCREEN = re.compile(r"issuetypes\[\]\.fields\.\w+: (missing|unknown)")


def differences(real: Any, mine: Any, at: str = "", *, more: bool = False) -> Iterator[str]:
    """Where the keys or the types differ. Null tells no type; with `more` ours may have other keys too."""
    if real is None or mine is None:
        return
    if isinstance(real, dict) and isinstance(mine, dict):
        yield from _of_tables(real, mine, at, more=more)
    elif isinstance(real, list) and isinstance(mine, list):
        for one, two in _pairs(real, mine):
            yield from differences(one, two, f"{at}[]", more=more)
    elif _kind(real) != _kind(mine):
        yield f"{at}: {_kind(real)} there, {_kind(mine)} here"


def _pairs(real: list[Any], mine: list[Any]) -> list[tuple[Any, Any]]:
    """What of two lists is comparable: rows of the same id, else of the same name, else the first of each."""
    for mark in ("id", "name"):
        here = {row[mark]: row for row in mine if isinstance(row, dict) and mark in row}
        here = {name: row for name, row in here.items() if not SITE.fullmatch(str(name))}
        rows = [row for row in real if isinstance(row, dict) and row.get(mark) in here]
        if rows:
            return [(row, here[row[mark]]) for row in rows]
    return list(zip(real[:1], mine[:1], strict=False))


def _of_tables(
    real: dict[str, Any], mine: dict[str, Any], at: str, *, more: bool
) -> Iterator[str]:
    there, here = ({key for key in table if not SITE.fullmatch(key)} for table in (real, mine))
    yield from (f"{at}.{key}: missing here" for key in sorted(there - here))
    yield from (f"{at}.{key}: unknown there" for key in sorted(here - there) if not more)
    for key in sorted(there & here):
        yield from differences(real[key], mine[key], f"{at}.{key}", more=more)


def _kind(value: Any) -> str:
    return "number" if type(value) in {int, float} else type(value).__name__


@dataclass
class Stage:
    """A site on which the recorded requests find what they are about."""

    call: Client
    made: dict[str, str]

    def place(self, path: str, project: str) -> str:
        """The path with our issue in place of the recorded one, made when first asked for."""
        found = re.search(r"/(?:issue|epic)/([A-Z]+-\d+|\d{4,})(?=/|$)", path)
        if found is None:
            return path
        name = found.group(1)
        if name not in self.made:
            kind = "Epic" if "/epic/" in path else "Task"
            fields = {"project": {"key": project}, "issuetype": {"name": kind}, "summary": "x"}
            self.made[name] = self.call("POST", "issue", {"fields": fields}).body["id"]
        return path.replace(f"/{name}", f"/{self.made[name]}")


def staged(jira: Sandbox, headers: dict[str, str]) -> Stage:
    return Stage(Client(jira, headers, "/rest/api/2"), {})
