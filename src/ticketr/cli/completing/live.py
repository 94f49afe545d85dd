"""Values out of the store: keys with titles, aliases, workspaces, fields, what fields hold, and queries."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ticketr.cli.completing.line import Word
    from ticketr.jql.known import Catalogue
    from ticketr.ports.glimpse import Glimpse

    Choice = tuple[str, str]

WORKSPACE = ("-w", "--workspace")


def values(kind: str, word: Word, before: Sequence[str]) -> Iterable[Choice]:
    """What may stand there; nothing where there is no store, or nothing in it."""
    from ticketr.app import App

    glimpse: Glimpse = App(os.environ, start=os.getcwd()).glimpse
    if kind == "workspace":
        return _begin(word.text, glimpse.workspaces())
    workspace = glimpse.workspace(_named(before) or os.environ.get("TICKETR_WORKSPACE") or None)
    if workspace is None:
        return []
    if kind in {"key", "key file"}:
        return glimpse.keys(workspace.id, word.text)
    if kind == "alias":
        return _aliases(glimpse, workspace.id, word.text)
    catalogue = glimpse.catalogue(workspace.id)
    if kind == "query":
        from ticketr.cli.completing.query import at_the_end

        names = _aliases(glimpse, workspace.id, "@")
        keys = lambda start: glimpse.keys(workspace.id, start)  # noqa: E731
        return at_the_end(word.text, word.quote, catalogue, names, keys)
    return _listed(word.text, _members(kind, catalogue))


def _named(before: Sequence[str]) -> str:
    """The workspace that the line names."""
    for at, option in enumerate(before[:-1]):
        if option in WORKSPACE:
            return before[at + 1]
    joined = [each for each in before if each.startswith("--workspace=")]
    return joined[-1].partition("=")[2] if joined else ""


def _begin(start: str, choices: Iterable[Choice]) -> list[Choice]:
    folded = start.casefold()
    return [each for each in choices if each[0].casefold().startswith(folded)]


def _aliases(glimpse: Glimpse, workspace_id: str, start: str) -> list[Choice]:
    """Aliases by name; with an @ in front where the word begins so."""
    from ticketr.domain.alias import BUILT_IN

    found = {item.name: item.description or item.query for item in glimpse.aliases(workspace_id)}
    known = {**BUILT_IN, **found}
    sign = "@" if start.startswith("@") else ""
    return _begin(start, [(f"{sign}{name}", known[name]) for name in sorted(known)])


def _members(kind: str, catalogue: Catalogue) -> list[Choice]:
    if kind == "columns":
        from ticketr.cli.columns import OWN
        from ticketr.jql.fields import names

        found = [*sorted(OWN), "acceptance criteria", *names(catalogue)]
        unique = {name.casefold(): name for name in reversed(found)}
        return [(unique[folded], "") for folded in dict.fromkeys(map(str.casefold, found))]
    known = [(value.name, value.state) for value in catalogue.values(kind)]
    if kind == "status":
        known = [(name, about or "status") for name, about in known]
        return [*known, *((each, "here") for each in ("new", "synced", "modified", "conflict"))]
    return known


def _listed(start: str, choices: list[Choice]) -> list[Choice]:
    """Choices for the last name of a list with commas; those that stand there already are left out."""
    head, comma, last = start.rpartition(",")
    taken = {each.strip().casefold() for each in head.split(",")}
    left = [each for each in choices if each[0].casefold() not in taken]
    blank = last[: len(last) - len(last.lstrip())]
    return [(f"{head}{comma}{blank}{text}", about) for text, about in _begin(last.lstrip(), left)]
