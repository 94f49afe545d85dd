"""`ticketr status`: what is new, modified or conflicting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.cli.text import nearby, plural, printable
from ticketr.domain.workspace import WorkspaceID
from ticketr.errors import ExitCode

if TYPE_CHECKING:
    from ticketr.application.fields import FieldBook
    from ticketr.application.results import StatusReport, TicketResult
    from ticketr.cli.call import Call
    from ticketr.cli.console import Console
    from ticketr.cli.options import Parser

DESCRIPTION = """\
Show how the tickets here stand to what was last agreed with Jira: new, modified, conflicting, gone.
Ticket files that were never read are named, with what to do. Jira is not asked. Ends with exit code 3 while
there are conflicts."""

EXAMPLES = """\
ticketr status
ticketr status --json"""


def options(parser: Parser) -> None:
    """Only what every command has."""


def run(call: Call) -> int:
    """Show the state of the workspace."""
    workspace = call.workspace()
    with call.console.progress() as notify:
        report = call.app.sync(notify).status(WorkspaceID(workspace.id))
    if call.console.json:
        call.console.document(_document(report))
    else:
        _tell(report, call.console, call.app.book(WorkspaceID(workspace.id)))
    return int(ExitCode.CONFLICTS if report.conflicts else ExitCode.DONE)


_COLOURS = {"conflict": "red", "gone": "red", "new": "green", "created": "green"}


def _tell(report: StatusReport, console: Console, book: FieldBook | None) -> None:
    explained = {item.ticket_id for item in report.conflicts}
    for item in report.changed:
        if item.ticket_id not in explained and item.kind != "unmatched":
            _line(item, console)
    _tell_trouble(report, console, book)
    _tell_unread(report, console)
    if report.pending:
        console.say(
            f"{plural(report.pending, 'write')} to Jira without a known outcome; "
            "the next push looks them up first"
        )
    if report.drafts:
        console.say(f"{plural(report.drafts, 'comment')} to send; `ticketr comment` lists them")
    console.say(_summary(report))


def _tell_trouble(report: StatusReport, console: Console, book: FieldBook | None) -> None:
    if report.conflicts:
        from ticketr.cli.planned import PlanPrinter

        PlanPrinter(console, book).conflicts(report.conflicts)
    if report.problems:
        from ticketr.cli.report import tell_problems

        tell_problems(report.problems, console)


def _tell_unread(report: StatusReport, console: Console) -> None:
    """What was read for the first time, what was not read, and what Jira was not asked about."""
    from ticketr.application.sync.unread import sentence

    for note in (*report.notes, *map(sentence, report.unread)):
        console.say(printable(note))
    count = sum(item.kind == "unmatched" for item in report.changed)
    if count:
        console.say(
            f"{plural(count, 'ticket')} with a key not compared with Jira yet; "
            "`ticketr pull` does it"
        )


def _line(item: TicketResult, console: Console) -> None:
    word = console.style(f"{item.kind:<9}", _COLOURS.get(item.kind, "yellow"))
    words = [word, console.link(item.key or "", item.url), item.type, printable(item.title)]
    if item.fields:
        words.append(f"[{printable(', '.join(item.fields))}]")
    if item.place:
        words.append(console.style(f"({printable(nearby(item.place))})", "dim"))
    console.print(" ".join(word for word in words if word))


def _summary(report: StatusReport) -> str:
    known = f"{plural(report.total, 'ticket')} in {plural(len(report.documents), 'document')}"
    nothing = "nothing else to sync" if report.drafts else "nothing to sync"
    changes = f"{len(report.changed)} to look at" if report.changed else nothing
    return f"{report.workspace}: {known}, {changes}"


def _document(report: StatusReport) -> dict[str, object]:
    from ticketr.cli.outcome import conflict_documents, ticket_document, unread_document

    return {
        "workspace": report.workspace,
        "total": report.total,
        "changed": [ticket_document(item) for item in report.changed],
        "conflicts": conflict_documents(report.conflicts),
        "documents": list(report.documents),
        "problems": [problem.as_dict() for problem in report.problems],
        "pending": report.pending,
        "drafts": report.drafts,
        "notes": list(report.notes),
        "unread": [unread_document(item) for item in report.unread],
    }
