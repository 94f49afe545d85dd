import io
from typing import Any

import pytest

from ticketr.cli.console import Console
from ticketr.cli.main import main

from .standin import StandIn


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
def ticketr():
    def run(*argv, app=None, environ=None, stdin="", terminal=False):
        stream = Terminal if terminal else io.StringIO
        out, err, into = stream(), stream(), stream(stdin)
        console = Console({"COLUMNS": "80", **(environ or {})}, out, err, into)
        make_app: Any = lambda environ, command, verbose: app or StandIn()  # noqa: E731
        code = main(argv, console, make_app)
        return Run(code, out.getvalue(), err.getvalue())

    return run
