import io
from dataclasses import replace
from typing import Any

import pytest

from ticketr.app import App
from ticketr.cli.console import Console
from ticketr.cli.main import main
from ticketr.domain.digest import digest
from ticketr.domain.ticket import SyncStatus, TicketID, TicketState

from .standin import SCHEMA, TICKET, WHEN, WORK, StandIn


class Terminal(io.StringIO):
    """A text stream that says it is a terminal."""

    def isatty(self):
        return True


class Run:
    """What one command left: exit code, stdout, stderr."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    def __repr__(self):
        return f"exit {self.code}\n--- stdout\n{self.out}--- stderr\n{self.err}"


@pytest.fixture
def store_of_ten(hermetic):
    """A home whose store holds a workspace with ten tickets; gives its path."""
    app = App({"HOME": str(hermetic)})
    try:
        app.store.workspaces.create(WORK)
        app.store.workspaces.set_default(WORK.id)
        app.store.schemas.put(WORK.id, SCHEMA, WHEN, WHEN)
        base = {"title": "Ten", "priority": "High"}
        state = TicketState(digest(base), digest(base), SyncStatus.SYNCED, WHEN)
        for number in range(10):
            ticket = replace(
                TICKET, id=TicketID(f"t{number}"), jira_id=f"PROJ-{number}", state=state
            )
            app.store.tickets.create(ticket)
    finally:
        app.close()
    return hermetic


@pytest.fixture
def ticketr():
    def run(*argv, app=None, environ=None, stdin="", terminal=False):
        stream = Terminal if terminal else io.StringIO
        out, err, into = stream(), stream(), stream(stdin)
        console = Console({"COLUMNS": "80", **(environ or {})}, out, err, into)
        make_app: Any = lambda environ, command, verbose: app or StandIn()  # noqa: E731
        code = main(argv, console, make_app)
        return Run(code, out.getvalue(), err.getvalue())

    return run
