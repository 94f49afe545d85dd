"""Conflicts as text: all three sides of each, and how each was settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from ticketr.cli.report import tell_error, tell_problems
from ticketr.cli.text import nearby, plural, printable
from ticketr.cli.values import difference, is_long, shown
from ticketr.errors import ErrorCode, ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ticketr.application.results import Conflict, ResolveResult, Settlement
    from ticketr.cli.call import Call
    from ticketr.cli.console import Console
    from ticketr.domain.ticket import FieldValue

WORDS = {
    "local": "what is here stays",
    "remote": "Jira's value is taken",
    "merged": "both sides merged",
    "value": "another value",
    "over": "no conflict any more",
}


def sides(console: Console, item: Conflict) -> Iterator[str]:
    """Base, here and Jira, one line each; for texts what either side did to the base, line by line."""
    yield f"    {printable(item.name)}:"
    base = "(never agreed on)" if item.no_base else shown(item.base)
    yield f"      base  {base}"
    if not any(map(is_long, (item.base, item.local, item.remote))):
        yield f"      here  {shown(item.local)}"
        yield f"      Jira  {shown(item.remote)}"
        return
    for label, value in (("here", item.local), ("Jira", item.remote)):
        yield f"      {label}  {shown(value)}"
        yield from (f"        {coloured(console, line)}" for line in _changed(item.base, value))


def _changed(base: FieldValue, value: FieldValue) -> list[str]:
    return difference(base, value) or ["(as it was)"]


def coloured(console: Console, line: str) -> str:
    """A line of a diff."""
    colour = {"+": "green", "-": "red", "@": "cyan"}.get(line[:1])
    return console.style(line, colour) if colour else line


def tell_settled(call: Call, result: ResolveResult) -> int:
    """Print what was settled and what is left; gives the exit code."""
    console = call.console
    if console.json:
        console.document(document(result))
        return exit_code(result)
    for told in grouped(result.settled):
        word = "settle" if result.dry_run else "settled"
        head = console.style(f"= {word:<9}", "green")
        console.print(f"{head} {told[0].key} {printable(told[0].title)}")
        for item in told:
            for line in _settlement(console, item):
                console.print(line)
    for fate in result.results:
        console.print(f"- gone      {fate.key} {printable(fate.title)}")
    tell_conflicts(console, result.conflicts)
    _narrate(console, result)
    return exit_code(result)


def _settlement(console: Console, item: Settlement) -> Iterator[str]:
    yield f"    {printable(item.name)}: {WORDS[item.how]}"
    if is_long(item.value) and item.how != "over":
        yield from (
            f"      {coloured(console, line)}" for line in difference(item.local, item.value)
        )
    elif item.how != "over":
        yield f"      {shown(item.value)}"
    for lost in item.kept:
        yield f"      in the attic: {shown(lost)}"
    if item.moved:
        yield "      Jira has changed it again since the conflict was found; this is its newest value"


def _narrate(console: Console, result: ResolveResult) -> None:
    tell_problems(result.problems, console)
    for note in result.notes:
        console.say(printable(note))
    for item in result.stale:
        console.say(
            f"{item.key} {printable(item.name)}: Jira has changed it since you looked; nothing was settled"
        )
    for path in result.documents:
        console.say(f"wrote {printable(nearby(path))}")
    for told in result.unwritten:
        tell_error(told, console)
    console.say(summary(result))
    if result.conflicts:
        console.say(
            f"{console.style('hint:', 'cyan', console.err)} `--strategy local-wins`, `--field NAME=remote` "
            "or `--edit` settles what is left."
        )


def summary(result: ResolveResult) -> str:
    """The counts in one line, and what is to be done next."""
    word = "to settle" if result.dry_run else "settled"
    parts = [f"{len(result.settled)} {word}"] if result.settled else []
    parts += [f"{len(result.conflicts)} left"] if result.conflicts else []
    head = "resolve (dry run)" if result.dry_run else "resolve"
    line = f"{head}: {', '.join(parts) or 'no conflicts'}"
    local = sum(item.how in {"local", "merged", "value"} for item in result.settled)
    if local and not result.dry_run:
        line += f"; `ticketr push` sends {plural(local, 'value')}"
    return line


def exit_code(result: ResolveResult) -> int:
    """3 while conflicts are left; a document that could not be written has its own."""
    if result.unwritten:
        from ticketr.cli.report import exit_code_of

        return exit_code_of(str(result.unwritten[0].get("code", ErrorCode.FILE_WRITE)))
    return int(ExitCode.CONFLICTS if result.conflicts else ExitCode.DONE)


def document(result: ResolveResult) -> dict[str, object]:
    """The result as `--json` prints it."""
    from ticketr.cli.outcome import conflict_documents, ticket_document

    return {
        "operation": "resolve",
        "dry_run": result.dry_run,
        "settled": [_settled_document(item) for item in result.settled],
        "conflicts": conflict_documents(result.conflicts),
        "stale": conflict_documents(result.stale),
        "results": [ticket_document(item) for item in result.results],
        "documents": list(result.documents),
        "notes": list(result.notes),
        "unwritten": [dict(error) for error in result.unwritten],
    }


def _settled_document(item: Settlement) -> dict[str, object]:
    return {
        "ticket_id": item.ticket_id,
        "key": item.key,
        "title": item.title,
        "field": item.field,
        "name": item.name,
        "how": item.how,
        "base": item.base,
        "local": item.local,
        "remote": item.remote,
        "value": item.value,
        "kept": list(item.kept),
        "moved": item.moved,
    }


def tell_conflicts(console: Console, conflicts: Iterable[Conflict]) -> None:
    """Print the conflicts with their sides, ticket by ticket."""
    for found in grouped(conflicts):
        head = console.style("! conflict ", "red")
        console.print(f"{head} {found[0].key} {printable(found[0].title)}")
        for item in found:
            for line in sides(console, item):
                console.print(line)


OfTicket = TypeVar("OfTicket", "Conflict", "Settlement")


def grouped(items: Iterable[OfTicket]) -> list[list[OfTicket]]:
    """The items, those of one ticket together, in the order of the first of each."""
    groups: dict[str, list[OfTicket]] = {}
    for item in items:
        groups.setdefault(item.ticket_id, []).append(item)
    return list(groups.values())
