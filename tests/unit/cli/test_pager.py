"""The pager, at a real terminal of 80 columns and 24 lines."""

import os
import sys
from dataclasses import replace

import pytest

from tests.helpers.terminal import Terminal
from ticketr.app import App
from ticketr.cli.console import Console
from ticketr.cli.pager import command
from ticketr.domain.ticket import TicketID

from .standin import TICKET, WORK


@pytest.fixture
def at_terminal(hermetic, tmp_path):
    """Runs `ticketr list` at a terminal, with 60 tickets; PAGER keeps what it reads in a file."""
    app = App({"HOME": str(hermetic)})
    app.store.workspaces.create(WORK)
    app.store.workspaces.set_default(WORK.id)
    app.store.tickets.bulk_create(
        [replace(TICKET, id=TicketID(f"t{n}"), jira_id=f"PROJ-{n}") for n in range(60)]
    )
    app.close()
    reader = tmp_path / "reader"
    reader.write_text(f"#!/bin/sh\ncat > {tmp_path}/read\necho the reader was here\n", "utf-8")
    reader.chmod(0o755)

    def run(*argv, **environ):
        given = {"HOME": str(hermetic), "PATH": os.environ["PATH"], "TERM": "xterm"}
        given |= {"PAGER": str(reader), "PYTHONPATH": os.pathsep.join(sys.path), **environ}
        shown = Terminal([sys.executable, "-m", "ticketr", "list", *argv], given, tmp_path)
        code = shown.end()
        read = tmp_path / "read"
        return code, shown.seen, read.read_text("utf-8") if read.exists() else None

    return run


def test_what_is_longer_than_the_screen_is_read_in_the_pager(at_terminal):
    code, seen, read = at_terminal("--limit", "0")
    assert code == 0
    assert len(read.splitlines()) == 61
    assert "PROJ-59" in read
    assert seen == "the reader was here\n60 tickets\n"
    assert "\x1b[1mKEY" in read  # it shows what the terminal would show


@pytest.mark.parametrize("limit", ["5", "0"])
def test_notes_come_behind_the_table(at_terminal, limit):
    code, seen, _ = at_terminal("--limit", limit, COLUMNS="30", PAGER="sed s/^/paged:/")
    assert code == 0
    *table, note, count = seen.splitlines()
    assert (note, count.split()[0]) == (
        "note: no room for SYNC",
        limit if limit != "0" else "60",
    )
    assert len(table) == (61 if limit == "0" else 6)
    assert all(line.startswith("paged:") == (limit == "0") for line in table)


@pytest.mark.parametrize("argv", [["--limit", "5"], ["--no-pager"], ["--json"]])
def test_what_fits_or_is_for_programs_is_not(at_terminal, argv):
    code, seen, read = at_terminal(*argv)
    assert (code, read) == (0, None)
    assert "PROJ-1" in seen


def test_a_terminal_that_can_only_print_has_no_pager(at_terminal):
    assert at_terminal(TERM="dumb")[2] is None
    assert at_terminal(PAGER="")[2] is None


def test_a_pager_that_is_left_early_is_no_error(at_terminal):
    code, seen, _ = at_terminal("--limit", "0", PAGER="head -n 1")
    assert code == 0
    assert seen.splitlines()[0].startswith("KEY")
    assert seen.count("PROJ-") == 0


def test_a_pager_that_is_not_there_is_told_and_nothing_is_lost(at_terminal):
    code, seen, _ = at_terminal("--limit", "0", PAGER="no-such-program --fast")
    assert code == 0
    assert "note: the pager no-such-program cannot be started: No such file" in seen
    assert seen.count("PROJ-") == 60


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({"PAGER": "less -S"}, ["less", "-S"]),
        ({"PAGER": "cat"}, []),
        ({"PAGER": " "}, []),
        ({"PAGER": "unclosed '"}, []),
    ],
)
def test_which_pager(environ, words):
    assert command(Console(environ)) == words
