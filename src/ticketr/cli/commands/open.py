"""`ticketr open KEY`: a ticket in the browser."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from ticketr.cli.call import Call
    from ticketr.cli.options import Parser

DESCRIPTION = """\
Open a ticket in the browser, on its page in Jira. Where there is no browser to open, its address is printed."""

EXAMPLES = """\
ticketr open PROJ-12
ticketr open PROJ-12 --print"""


def options(parser: Parser) -> None:
    """Which ticket."""
    parser.add_argument("key", metavar="KEY", help="the ticket's key, or its local id")
    parser.add_argument("--print", action="store_true", help="print its address, open nothing")


def run(call: Call) -> None:
    """Open the page, or print where it is. Raises TicketNotFound, TicketValidation."""
    workspace = call.workspace()
    ticket = call.app.tickets.detail(call.options.key, workspace.id)  # type: ignore[arg-type]
    if ticket.jira_id is None:
        from ticketr.errors import TicketValidation

        raise TicketValidation(
            f'"{ticket.title}" is not in Jira yet, so it has no page there.',
            hint="`ticketr push` sends it.",
        )
    site = workspace.jira_url
    if ticket.workspace_id != workspace.id:
        site = call.app.store.workspaces.get(ticket.workspace_id).config.jira_url  # type: ignore[arg-type]
    url = f"{site}/browse/{ticket.jira_id}"
    opened = not call.options.print and _open(url, call.console.environ)
    if call.console.json:
        call.console.document({"key": ticket.jira_id, "url": url, "opened": opened})
    elif opened:
        call.console.say(f"Opened {url}")
    else:
        call.console.print(url)


def _open(url: str, environ: Mapping[str, str]) -> bool:
    """Whether a browser took the address; none is tried where nobody would see it."""
    seen = sys.platform in {"darwin", "win32"} or any(
        environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    )
    if not seen:
        return False
    import webbrowser

    try:
        return webbrowser.open(url)
    except (OSError, webbrowser.Error):
        return False
