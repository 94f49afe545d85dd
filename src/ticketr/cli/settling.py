"""Conflicts are settled with somebody at the terminal: looked at, decided, and looked at again before it counts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ticketr.cli.asking import ask_all, chosen
from ticketr.cli.editor import Desk
from ticketr.domain.plan import Strategy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticketr.application.commands import Choice, ResolveCommand
    from ticketr.application.results import Conflict, ResolveResult
    from ticketr.cli.call import Call


def resolve(call: Call, command: ResolveCommand) -> ResolveResult:
    """Carry out the command, with a line that says how far it is."""
    with call.console.progress() as notify:
        return call.app.sync(notify).resolve(command)


def in_person(
    call: Call, command: ResolveCommand, first: ResolveResult, *, edit: bool = False
) -> ResolveResult:
    """What became of the conflicts that `first` left: each is asked about, or (edit) opened in an editor."""
    desk = Desk(call.console.environ)
    ask = _edited if edit else lambda found, at: ask_all(call.console, found, at)
    choices = ask(first.conflicts, desk)
    if not choices:
        return first
    second = resolve(call, replace(command, strategy=Strategy.ASK, choices=tuple(choices)))
    desk.clear()
    return replace(
        second, settled=first.settled + second.settled, notes=first.notes + second.notes
    )


def _edited(conflicts: Sequence[Conflict], desk: Desk) -> list[Choice]:
    texts = [(item, desk.edit(item)) for item in conflicts]
    return [chosen(item, "value", text) for item, text in texts if text is not None]
