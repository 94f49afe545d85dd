"""Completion in real shells, as somebody types. What the shell then runs prints its words, so its quoting is judged."""

import os
import shutil
import sys
from dataclasses import replace

import pytest

from tests.helpers.terminal import Terminal
from tests.unit.cli.standin import SCHEMA, TICKET, WHEN, WORK
from ticketr.app import App
from ticketr.domain.ticket import TicketID

READY = "ready> "
STARTS = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--no-config", "-i"],
}
LOADS = {
    "bash": f"PS1='{READY}'; bind 'set bell-style none'; source <(ticketr completion bash)",
    "zsh": f"PS1='{READY}'; unsetopt beep prompt_sp; source <(ticketr completion zsh)",
    "fish": f"function fish_prompt; echo -n '{READY}'; end; ticketr completion fish | source",
}
PROGRAM = """\
#!/bin/sh
case "$1" in
__complete | completion) exec {python} -m ticketr "$@" ;;
esac
printf 'given'
printf '<%s>' "$@"
echo
"""
TITLES = {1: "Log in\x1b[31m\twith a key", 12: "日本語 $(touch harm) `touch harm`"}


@pytest.fixture
def home(hermetic):
    app = App({"HOME": str(hermetic)})
    app.store.workspaces.create(WORK)
    app.store.workspaces.set_default(WORK.id)
    app.store.schemas.put(WORK.id, SCHEMA, WHEN, WHEN)
    for number, title in TITLES.items():
        fields = {"status": "In Progress" if number == 1 else "Won't do"}
        ticket = replace(TICKET, id=TicketID(f"t{number}"), title=title, fields=fields)
        app.store.tickets.create(replace(ticket, jira_id=f"PROJ-{number}"))
    app.close()
    return hermetic


@pytest.fixture
def shell(home, tmp_path):
    """Starts a shell at a terminal, with completion loaded, in an empty folder."""
    started = []
    programs, folder = tmp_path / "programs", tmp_path / "folder"
    programs.mkdir()
    folder.mkdir()
    (programs / "ticketr").write_text(PROGRAM.format(python=sys.executable), "utf-8")
    (programs / "ticketr").chmod(0o755)

    def start(name):
        if shutil.which(name) is None:
            pytest.skip(f"{name} is not installed")
        environ = {
            "HOME": str(home),
            "PATH": os.pathsep.join([str(programs), os.environ["PATH"]]),
            "TERM": "xterm",
            "LC_ALL": "C.UTF-8",
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        terminal = Terminal(STARTS[name], environ, folder, columns=160, lines=40)
        started.append(terminal)
        terminal.press(f"{LOADS[name]}\n")
        terminal.press("echo lo''aded\n")
        terminal.wait_for("loaded")
        return terminal

    yield start
    for terminal in started:
        terminal.press("\x15exit\n")
        terminal.end()
    assert list(folder.iterdir()) == []  # nothing that stood in a title was run


SHELLS = [
    "bash",
    pytest.param("zsh", marks=pytest.mark.terminal),
    pytest.param("fish", marks=pytest.mark.terminal),
]
TYPED = {
    "a command": ("ticketr sho\t--json", "<show><--json>"),
    "an option": ("ticketr list --all-w\t", "<list><--all-workspaces>"),
    "a key": ("ticketr show proj-12\t", "<show><PROJ-12>"),
    "a form": ("ticketr list --format md\b\bmark\t", "<list><--format><markdown>"),
    "a status of two words": ("ticketr list --status In\t", "<list><--status><In Progress>"),
    "a status with a quote": ("ticketr list --status Wo\t", "<list><--status><Won't do>"),
    "a workspace": ("ticketr -w w\tlist", "<-w><work><list>"),
    "an alias": ("ticketr list --alias mi\t", "<list><--alias><mine>"),
    "a field": ("ticketr list --columns key,prio\t", "<list><--columns><key,priority>"),
}


@pytest.mark.parametrize("name", SHELLS)
def test_what_is_completed_is_what_runs(shell, name):
    terminal = shell(name)
    for typed, given in TYPED.values():
        terminal.seen = ""
        terminal.press(f"{typed}\n")
        terminal.wait_for(f"given{given}")


QUERIES = {
    "a field": ("'prio\t = High'", "<priority = High>"),
    "a value": ("'status = In\t'", '<status = "In Progress">'),
    "a value in double quotes": ('"status = In\t"', "<status = 'In Progress'>"),
    "an alias": ("'@mi\t ORDER BY key'", "<@mine ORDER BY key>"),
}


@pytest.mark.parametrize("name", SHELLS)
def test_a_query_is_completed_inside_its_quotes(shell, name):
    terminal = shell(name)
    for typed, given in QUERIES.values():
        terminal.seen = ""
        ended = name == "fish" and "status" in typed  # what is not only made longer, fish ends
        terminal.press(f"ticketr list --jql {typed[:-1] if ended else typed}\n")
        terminal.wait_for(f"given<list><--jql>{given}")


TABS = {"bash": "\t\t\t", "zsh": "\t\t", "fish": "\t"}
"""As many as it takes from the common beginning to the list."""


@pytest.mark.parametrize("name", SHELLS)
def test_keys_are_listed_with_their_titles(shell, name):
    terminal = shell(name)
    terminal.seen = ""
    terminal.press(f"ticketr show PROJ-{TABS[name]}")
    terminal.wait_for("Log in<1b>[31m with a key")
    terminal.wait_for("日本語 $(touch harm)")
