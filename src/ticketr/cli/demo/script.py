"""The demo, step by step: each says what it shows, and runs the command that a user would type."""

from __future__ import annotations

import shlex
from textwrap import wrap
from typing import TYPE_CHECKING

from ticketr.cli.demo.backlog import NAME, Backlog
from ticketr.cli.demo.colleague import Colleague
from ticketr.cli.demo.stage import PROJECT
from ticketr.errors import ExitCode, SyncIncomplete

if TYPE_CHECKING:
    from collections.abc import Callable

    from ticketr.cli.console import Console
    from ticketr.cli.demo.stage import Stage

    Runner = Callable[[list[str]], int]

WIDTH = 78

DONE = ExitCode.DONE
CONFLICTS = ExitCode.CONFLICTS

GUEST = "Pay as a guest"
ACCOUNT = "Turn a guest order into an account"
CENT = "The total is wrong by a cent"
SERIES = "Show the books of a series in order"
ROTA = "Say who is called when the shop is down"


class Script:
    """The steps. `run` takes the words of a command line and gives its exit code."""

    def __init__(self, stage: Stage, console: Console, run: Runner) -> None:
        self._stage = stage
        self._console = console
        self._run = run
        self._backlog = Backlog(stage.folder)
        self._colleague = Colleague(stage.site)
        self._step = 0

    def play(self) -> None:
        """All of it, in order. Raises SyncIncomplete where a command does not end as it should."""
        self.connect()
        self.push_epics()
        self.push_stories()
        self.push_again()
        self.edit_both_sides()
        self.bring_together()
        self.settle()
        self.take_back()

    def connect(self) -> None:
        """A workspace."""
        site = self._stage.site
        self._heading("A Jira to try things on")
        self._tell(f"A Jira sandbox answers at {site.url}, on this machine only.")
        self._tell(
            "A workspace is a Jira project under a name. Its login comes from the environment here "
            "(TICKETR_TOKEN), and from your keychain in daily use."
        )
        command = f"workspace create demo --url {site.url} --project {PROJECT}"
        self._type([*shlex.split(command), "--username", site.email])

    def push_epics(self) -> None:
        """Keys in the file."""
        self._heading("From a Markdown file to Jira")
        self._backlog.write_epics()
        self._tell(f"{NAME} holds three epics. It starts like this:")
        self._show(self._backlog.lines(11))
        self._type(["push", NAME])
        self._tell("Jira's keys now stand in the file, and nothing else of it has changed:")
        self._show(self._backlog.headings(0, 3))

    def push_stories(self) -> None:
        """Three levels."""
        self._heading("Three levels: epics, stories, sub-tasks")
        self._backlog.add_stories()
        self._tell(
            "Ten stories are added to the file, each under its epic (`- Parent: DEMO-1`), with "
            "seventeen tasks that take over their story's fields."
        )
        self._type(["push", NAME])
        self._show(self._backlog.headings(3, 6))

    def push_again(self) -> None:
        """Nothing."""
        self._heading("A second push sends nothing")
        self._type(["push", NAME])
        self._type(["list", "--limit", "6"])

    def edit_both_sides(self) -> None:
        """Edits here and in Jira."""
        self._heading("Edits on both sides")
        self._tell("In the file, with any editor:")
        self._edit_here()
        self._tell("Meanwhile somebody edits the same tickets in Jira:")
        self._edit_in_jira()
        self._type(["status"])

    def _edit_here(self) -> None:
        edit = self._backlog.replace
        edit(CENT, "- Priority: High", "- Priority: Critical")
        edit(GUEST, "Nothing is stored before", "Nothing is kept before")
        edit(SERIES, "- Labels: search, catalogue", "- Labels: search, catalogue, shelf")
        edit(ROTA, "- Priority: Medium", "- Priority: High")
        self._edited(CENT, "Priority: High -> Critical")
        self._edited(GUEST, "a word in the middle of the description")
        self._edited(SERIES, "one more label: shelf")
        self._edited(ROTA, "Priority: Medium -> High")

    def _edit_in_jira(self) -> None:
        jira, key = self._colleague, self._backlog.key
        jira.sets(key(CENT), summary="The total of an order is wrong by a cent")
        jira.rewrites(key(GUEST), "keeps what was typed", "keeps all that was typed")
        jira.adds_label(key(SERIES), "covers")
        jira.sets(key(ROTA), priority={"name": "Low"})
        jira.takes_step(key(ACCOUNT), "In Progress")
        self._edited(CENT, "another title")
        self._edited(GUEST, "the last line of the description")
        self._edited(SERIES, "one more label: covers")
        self._edited(ROTA, "Priority: Medium -> Low")
        self._edited(ACCOUNT, "To Do -> In Progress")

    def _edited(self, title: str, change: str) -> None:
        self._console.print(f"  {self._backlog.key(title):<8} {change}")

    def bring_together(self) -> None:
        """Merge, skip, conflict."""
        self._heading("Pull and push bring them together")
        self._tell(
            "Different fields, different lines of a text and labels of both sides are merged. The same "
            "field with two values is a conflict: nobody's edit is lost, and everything else goes on."
        )
        self._type(["pull", "--diff"], CONFLICTS)
        self._type(["push", NAME], CONFLICTS)

    def settle(self) -> None:
        """The conflict."""
        self._heading("The conflict is settled by saying which side wins")
        self._tell(
            "At a terminal, `ticketr resolve` asks for each one. The value that loses is kept."
        )
        self._type(["resolve", self._backlog.key(ROTA), "--strategy", "local-wins"])
        self._type(["sync", NAME])

    def take_back(self) -> None:
        """Undo."""
        self._heading("What was done can be taken back")
        self._tell(
            "Every operation knows what it changed. An undo puts it back in Jira, in the store and in the "
            "file, unless somebody has changed it since."
        )
        self._type(["undo"])
        self._type(["sync", NAME])

    def _heading(self, text: str) -> None:
        self._step += 1
        self._console.print()
        self._console.print(self._console.style(f"{self._step}. {text}", "bold"))

    def _tell(self, text: str) -> None:
        """A paragraph."""
        self._console.print()
        for line in wrap(text, WIDTH):
            self._console.print(line)

    def _show(self, lines: list[str]) -> None:
        self._console.print()
        for line in lines:
            self._console.print(f"  | {line}".rstrip())

    def _type(self, words: list[str], expected: int = DONE) -> None:
        self._console.print()
        for line in _typed(words):
            self._console.print(self._console.style(line, "cyan"))
        self._console.flush()
        code = self._run(words)
        if code == ExitCode.INTERRUPTED:
            raise SystemExit(int(code))  # the command has said so already
        if code != expected:
            raise SyncIncomplete(
                f"The demo stopped: `ticketr {words[0]}` ended with {code} where {expected} was expected.",
                hint="This is a mistake in ticketr or its sandbox; please report it.",
            )


def _typed(words: list[str]) -> list[str]:
    """A command as it is typed, broken with backslashes where it is too long."""
    lines = ["$ ticketr"]
    for word in words:
        if len(lines[-1]) + len(shlex.quote(word)) > WIDTH - 3 and word.startswith("--"):
            lines[-1] += " \\"
            lines.append("     ")
        lines[-1] += f" {shlex.quote(word)}"
    return lines
