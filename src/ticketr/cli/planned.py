"""A plan and what came of it, as text: one line per ticket, its fields below. Dry run and real run look alike."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from ticketr.cli.text import nearby, printable
from ticketr.cli.values import Wording, difference, is_long
from ticketr.domain.merge import Absent, Outcome
from ticketr.domain.plan import ActionKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ticketr.application.fields import FieldBook
    from ticketr.application.results import CommentResult, Conflict, SyncResult, TicketResult
    from ticketr.cli.console import Console
    from ticketr.domain.plan import Action, FieldAction
    from ticketr.domain.ticket import FieldValue, TicketID

    Side = FieldValue | Absent
    Sides = tuple[Side, Side, Side]

_TAKEN = (Outcome.PULL, Outcome.MERGE)

SIGNS = {
    "create": ("+", "green"),
    "update": ("~", "yellow"),
    "merge": ("*", "yellow"),
    "pull": ("<", "cyan"),
    "agree": ("=", "dim"),
    "conflict": ("!", "red"),
    "gone": ("-", "red"),
    "failed": ("x", "red"),
    "recovered": ("+", "green"),
}


SAID = {
    "said": ("+", "green"),
    "say": ("+", "green"),
    "recovered": ("+", "green"),
    "removed": ("-", "red"),
    "remove": ("-", "red"),
    "agreed": ("=", "dim"),
    "kept": ("<", "cyan"),
    "conflict": ("!", "red"),
    "failed": ("x", "red"),
}


class PlanPrinter:
    """Prints plans to a console, with names from the project's `book`; `diff` shows texts line by line."""

    def __init__(self, console: Console, book: FieldBook | None, *, diff: bool = False) -> None:
        self._console = console
        self._book = book
        self._words = Wording(book)
        self._diff = diff
        self._pulling = False
        self._told: set[tuple[TicketID, str, str]] = set()

    def print(self, result: SyncResult) -> None:
        """The actions of the plan, each with what came of it; then what is left that was not planned."""
        actions, more = _readable(result)
        actions = [action for action in actions if not self._is_told(action)]
        fates = _fates(result)
        self._words = Wording(self._book, {item.ticket_id: item.title for item in actions})
        self._pulling = result.operation == "pull"
        for action in actions:
            self._action(action, fates.pop(action.ticket_id, None), result.operation)
        for fate in fates.values():
            if fate.kind in {"recovered", "failed", "gone"}:
                self._line(fate.kind, fate.type, fate.key, fate.title, fate)
                self._failure(fate)
        told = {(a.ticket_id, f.field) for a in actions for f in a.fields}
        told |= {(ticket_id, field) for ticket_id, field, _ in self._told}
        self._told |= {
            _mark(a, f) for a in actions for f in a.fields if f.outcome is Outcome.CONFLICT
        }
        for said in result.comments:
            self._comment(said)
        self.conflicts(
            item for item in result.conflicts if (item.ticket_id, item.field) not in told
        )
        if more:
            words = "more tickets are" if more > 1 else "more ticket is"
            self._console.say(f"{more} {words} not listed here; `--json` lists everything.")

    def _is_told(self, action: Action) -> bool:
        """Whether the action is conflicts alone, all of which a plan before this one had, as after a sync's pull."""
        changes = [x for x in action.fields if x.outcome not in {Outcome.SKIP, Outcome.AGREE}]
        return action.kind is ActionKind.CONFLICT and all(
            x.outcome is Outcome.CONFLICT and _mark(action, x) in self._told for x in changes
        )

    def conflicts(self, conflicts: Iterable[Conflict]) -> None:
        """Each conflict with its three sides."""
        for item in conflicts:
            self._line("conflict", "", item.key, item.title, None)
            self._sides(item.field, (item.base, item.local, item.remote), item.where)

    def _comment(self, item: CommentResult) -> None:
        sign, colour = SAID.get(item.kind, ("~", "yellow"))
        head = self._console.style(f"{sign} comment  ", colour)
        first = item.text.strip().split("\n")[0][:60]
        key = self._console.link(item.key or "", item.url)
        words = [head, key or printable(item.title), f'"{printable(first)}"', f"({item.kind})"]
        self._console.print(" ".join(words))
        self._failure(item)

    def _action(self, action: Action, fate: TicketResult | None, operation: str) -> None:
        key = (fate and fate.key) or action.key
        self._line(word_of(action, operation), type_of(action, fate), key, action.title, fate)
        for change in [] if self._arrives(action) else action.fields:
            for line in self._change(action, change):
                self._console.print(line)
        if fate is not None:
            self._failure(fate)

    def _line(
        self, word: str, kind: str, key: str | None, title: str, fate: TicketResult | None
    ) -> None:
        sign, colour = SIGNS[word]
        head = self._console.style(f"{sign} {word:<9}", colour)
        linked = self._console.link(key or "", fate.url if fate else "")
        words = [head, linked, kind, printable(title)]
        if fate is not None and fate.place and word in {"create", "failed"}:
            words.append(self._console.style(f"({printable(nearby(fate.place))})", "dim"))
        self._console.print(" ".join(word for word in words if word))
        if fate is not None and fate.url and self._console.verbose:
            self._console.print(f"    {printable(fate.url)}")

    def _arrives(self, action: Action) -> bool:
        """Whether the ticket is new here: all of it comes, so its fields are told only by a dry run with --diff."""
        new = all(isinstance(change.local, Absent) for change in action.fields)
        return self._pulling and new and not self._diff

    def _failure(self, fate: TicketResult | CommentResult) -> None:
        if fate.error is None:
            return
        said = f"failed: {fate.error['message']} [{fate.error['code']}]"
        self._console.print(f"    {self._console.style(printable(said), 'red')}")
        if fate.error.get("hint"):
            self._console.print(f"    hint: {printable(str(fate.error['hint']))}")

    def _change(self, action: Action, change: FieldAction) -> Iterator[str]:
        match change.outcome:
            case Outcome.SKIP | Outcome.AGREE:
                return
            case Outcome.CONFLICT:
                self._sides(change.field, (change.base, change.local, change.remote), "jira")
            case _ if action.kind is ActionKind.CREATE:
                if self._diff and change.field not in {"title", "type"}:
                    yield from self._value(change)
            case _ if change.value is None and isinstance(change.local, Absent):
                return  # a field that is empty on both sides
            case _:
                yield from self._arrow(change)

    def _arrow(self, change: FieldAction) -> Iterator[str]:
        name = self._words.name(change.field)
        pushed = change.outcome is Outcome.PUSH
        merged = change.outcome is Outcome.MERGE
        old = change.remote if pushed or (merged and not self._pulling) else change.local
        note = " (both sides merged)" if merged else ""
        if pushed and self._pulling:
            note = " (kept for the next push)"
        if self._diff and (is_long(old) or is_long(change.value)):
            yield f"    {name}:{note}"
            yield from (f"      {self._coloured(line)}" for line in difference(old, change.value))
        else:
            before, after = (self._words.value(change.field, v) for v in (old, change.value))
            yield f"    {name}: {before} -> {after}{note}"

    def _value(self, change: FieldAction) -> Iterator[str]:
        name = self._words.name(change.field)
        if is_long(change.value):
            yield f"    {name}:"
            yield from (f"      {self._coloured(line)}" for line in difference(None, change.value))
        else:
            yield f"    {name}: {self._words.value(change.field, change.value)}"

    def _sides(self, field: str, sides: Sides, where: str) -> None:
        labels = ("base", "here", "Jira" if where == "jira" else printable(nearby(where)))
        self._console.print(f"    {self._words.name(field)}:")
        wide = max(map(len, labels))
        for label, side in zip(labels, sides, strict=True):
            self._console.print(f"      {label:<{wide}}  {self._words.value(field, side)}")
        if self._diff and any(map(is_long, sides)):
            for line in difference(sides[2], sides[1]):
                self._console.print(f"      {self._coloured(line)}")

    def _coloured(self, line: str) -> str:
        colour = {"+": "green", "-": "red", "@": "cyan"}.get(line[:1])
        return self._console.style(line, colour) if colour else line


def _mark(action: Action, change: FieldAction) -> tuple[TicketID, str, str]:
    return action.ticket_id, change.field, repr((change.local, change.remote))


LISTED = 1000
"""Tickets that a pull lists at most as text."""


def _readable(result: SyncResult) -> tuple[list[Action], int]:
    """The actions to list in the order they are carried out, and how many more there are.

    Those of a pull, where the order does not matter, come by key, and LISTED at most: they may be the whole of Jira.
    """
    operation = result.operation
    told = (item for item in result.plan.actions if word_of(item, operation) != ActionKind.SKIP)
    if operation != "pull":
        return list(told), 0
    listed = sorted(islice(told, LISTED), key=_place_of)
    return listed, sum(1 for _ in told)


def _fates(result: SyncResult) -> dict[str, TicketResult]:
    """What came of the tickets that are listed, by ticket, or by key where it is not here; gone and failed ones too."""
    if result.operation != "pull":
        return {item.ticket_id: item for item in result.results}
    counts = result.counts()
    aside = [counts.get(kind, 0) for kind in ("recovered", "failed")]
    first = islice(result.results, LISTED + sum(aside))
    late = result.of("failed", "gone") if aside[1] or counts.get("gone") else ()
    return {item.ticket_id or item.key or "": item for item in (*first, *late)}


def _place_of(action: Action) -> tuple[str, int]:
    project, _, number = (action.key or "").rpartition("-")
    return project, int(number) if number.isdecimal() else 0


def word_of(action: Action, operation: str) -> str:
    """The word for an action; an update that brings both sides together is a merge.

    A pull leaves alone what is only to be pushed.
    """
    if operation == "pull" and action.kind is ActionKind.UPDATE and not action.having(*_TAKEN):
        return str(ActionKind.SKIP)
    merges = action.having(Outcome.MERGE) or (
        action.having(Outcome.PUSH) and action.having(Outcome.PULL)
    )
    if action.kind is ActionKind.UPDATE and merges:
        return "merge"
    return str(action.kind)


def type_of(action: Action, fate: TicketResult | None) -> str:
    """The type of a ticket that is created; others are known by their keys."""
    if action.kind is not ActionKind.CREATE:
        return ""
    named = next((item.value for item in action.fields if item.field == "type"), None)
    return printable(str(named or (fate.type if fate else "")))
