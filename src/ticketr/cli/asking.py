"""Questions about conflicts, one by one: what is here, what Jira has, a text of one's own, or later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.application.commands import Choice
from ticketr.cli.disputes import sides
from ticketr.cli.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticketr.application.results import Conflict
    from ticketr.cli.console import Console
    from ticketr.cli.editor import Desk

QUESTION = "    [l]ocal, [r]emote, [e]dit, [s]kip?"
SIDES = {"l": "local", "local": "local", "r": "remote", "remote": "remote"}
EDIT = frozenset({"e", "edit"})
SKIP = frozenset({"s", "skip", ""})


def ask_all(console: Console, conflicts: Iterable[Conflict], desk: Desk) -> list[Choice]:
    """What somebody at the terminal decides; a conflict without a decision is left out."""
    choices: list[Choice] = []
    title = ""
    for item in conflicts:
        if title != item.ticket_id:
            title = item.ticket_id
            console.say(f"{console.style('! conflict ', 'red', console.err)} {_head(item)}")
        for line in sides(console, item):
            console.say(line)
        choice = _ask(console, item, desk)
        if choice is _ENOUGH:
            break
        if isinstance(choice, Choice):
            choices.append(choice)
    return choices


_ENOUGH = object()


def _ask(console: Console, item: Conflict, desk: Desk) -> object:
    while True:
        answer = console.ask(QUESTION)
        if answer is None:
            console.say("")
            return _ENOUGH
        word = answer.casefold()
        if word in SIDES:
            return chosen(item, SIDES[word])
        if word in SKIP:
            return None
        if word in EDIT:
            text = desk.edit(item)
            return None if text is None else chosen(item, "value", text)
        console.say("    Answer l, r, e or s.")


def chosen(item: Conflict, side: str, text: str = "") -> Choice:
    """The decision for the conflict, as it was seen."""
    return Choice(item.ticket_id, item.field, side, text, seen=str(item.remote or ""))


def _head(item: Conflict) -> str:
    return f"{item.key} {printable(item.title)}"
