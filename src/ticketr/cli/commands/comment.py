"""`ticketr comment`: what is to be said of a ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.application.comments import SHORT
from ticketr.cli.text import clock, plural, printable
from ticketr.cli.values import shown
from ticketr.domain.workspace import WorkspaceID
from ticketr.errors import Usage

if TYPE_CHECKING:
    from collections.abc import Callable

    from ticketr.cli.call import Call
    from ticketr.cli.options import Parser
    from ticketr.domain.ticket import Ticket
    from ticketr.ports.drafts import Draft

DESCRIPTION = """\
Say something of a ticket, change what was said, or take it away. It is kept here at once and sent by the next push;
what somebody else changed in Jira meanwhile is merged, and never overwritten.

The text is Markdown: given as TEXT, read from standard input where TEXT is -, else written in your editor.
Without KEY, what is still to be sent is listed."""

EXAMPLES = """\
ticketr comment PROJ-12 "Works on my machine, **not** on yours."
git log -1 --format=%B | ticketr comment PROJ-12 -
ticketr comment PROJ-12 --change 10042
ticketr comment PROJ-12 --remove 10042
ticketr comment --drop 4f2a"""


def options(parser: Parser) -> None:
    """Of which ticket, and what."""
    parser.intermixed = True
    add = parser.add_argument
    add("key", nargs="?", metavar="KEY", help="the ticket, by key or local id")
    add("text", nargs="?", metavar="TEXT", help="what is said; - reads standard input")
    add("--change", metavar="NUMBER", help="give this comment another text")
    add("--remove", metavar="NUMBER", help="remove this comment; its text is kept in the attic")
    add("--drop", metavar="DRAFT", help="forget what was to be sent")


def run(call: Call) -> None:
    """Keep what is to be said, or list it."""
    asked = call.options
    workspace_id = WorkspaceID(call.workspace().id)
    if asked.drop:
        _refuse_more(call)
        draft = call.app.comments.drop(workspace_id, asked.drop)
        _tell(call, draft, call.app.tickets.get(draft.ticket_id), "forgotten")
    elif asked.key is None:
        _list(call, workspace_id)
    else:
        ticket = call.app.tickets.get(asked.key, workspace_id)
        _tell(call, _decided(call, ticket), ticket, "kept")


def _refuse_more(call: Call) -> None:
    asked = call.options
    if asked.key or asked.change or asked.remove:
        raise Usage("--drop goes alone.", hint="`ticketr comment` lists what can be dropped.")


def _decided(call: Call, ticket: Ticket) -> Draft:
    asked, comments = call.options, call.app.comments
    if asked.remove:
        if asked.change or asked.text:
            raise Usage("--remove goes with a key alone.", hint="Leave the text out.")
        return comments.remove(ticket, asked.remove)
    before = comments.begun(ticket, asked.change) if asked.change else ""
    text, kept = _text(call, ticket, before)
    changed = asked.change
    draft = comments.change(ticket, changed, text) if changed else comments.say(ticket, text)
    kept()
    return draft


def _text(call: Call, ticket: Ticket, before: str) -> tuple[str, Callable[[], None]]:
    """What is said, and what to do once it is kept."""
    asked = call.options.text
    if asked is not None:
        return call.console.stdin.read() if asked == "-" else str(asked), lambda: None
    if not call.console.interactive():
        raise Usage(
            "There is no text.", hint="Give it as an argument, or - to read standard input."
        )
    from ticketr.cli.editor import Desk

    desk = Desk(call.app.environ)
    text = desk.compose(f"{ticket.jira_id or ticket.id}-comment", before)
    if text is None or not text.strip():
        desk.clear()
        raise Usage("Nothing was written, so nothing is kept.", hint="Save a text in the editor.")
    return text, desk.clear


def _tell(call: Call, draft: Draft, ticket: Ticket, word: str) -> None:
    if call.console.json:
        call.console.document(_document(draft, ticket))
        return
    call.console.print(draft.id[:SHORT])
    more = "; the next push sends it" if word == "kept" else ""
    call.console.say(f"{word}: {_what(draft)} of {printable(ticket.label)}{more}")


def _what(draft: Draft) -> str:
    words = {"new": "a comment", "changed": f"another text for comment {draft.comment_id}"}
    return words.get(draft.kind, f"the removal of comment {draft.comment_id}")


def _list(call: Call, workspace_id: WorkspaceID) -> None:
    found = call.app.comments.drafts(workspace_id)
    if call.console.json:
        call.console.document({"drafts": [_document(*pair) for pair in found]})
        return
    if not found:
        call.console.say("no comments to send")
        return
    header = ("Draft", "When", "Ticket", "What", "Text")
    rows = [
        (x.id[:SHORT], clock(x.created_at), ticket.label, x.kind, shown(x.text or x.base))
        for x, ticket in found
    ]
    call.console.table(header, rows, flexible=4)
    call.console.say(f"{plural(len(found), 'comment')} to send")


def _document(draft: Draft, ticket: Ticket) -> dict[str, object]:
    return {
        "draft_id": draft.id,
        "ticket_id": draft.ticket_id,
        "key": ticket.jira_id,
        "kind": draft.kind,
        "comment_id": draft.comment_id or None,
        "text": draft.text,
        "base": draft.base,
        "created_at": draft.created_at.isoformat(),
    }
