"""The demo, step by step: each says what it shows, and runs the command that a user would type."""

from __future__ import annotations

import shlex
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

DONE = ExitCode.DONE
CONFLICTS = ExitCode.CONFLICTS

GUEST = "Pay as a guest"
ACCOUNT = "Turn a guest order into an account"
VOUCHER = "Pay with a voucher"
AUTHOR = "Find a book by its author"
LOAD = "Test the shop at twice last year's load"


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

    def connect(self) -> None:
        """A workspace."""
        site = self._stage.site
        self._heading("A Jira to try things on")
        self._tell(f"A Jira sandbox answers at {site.url}, on this machine only.")
        self._tell("A workspace is a Jira project under a name; the login comes from the")
        self._tell("environment here (TICKETR_TOKEN), and from your keychain in daily use.")
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
        self._tell("Ten stories are added to the file, each under its epic (`- Parent: DEMO-1`),")
        self._tell("with seventeen tasks that take over their story's fields.")
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
        edit(AUTHOR, "- Priority: High", "- Priority: Critical")
        edit(GUEST, "Nothing is stored before", "Nothing is kept before")
        edit(VOUCHER, "- Labels: checkout, payment", "- Labels: checkout, payment, till")
        edit(LOAD, "- Priority: High", "- Priority: Highest")
        key = self._backlog.key
        self._tell(f"  {key(AUTHOR)}  Priority: High -> Critical")
        self._tell(f"  {key(GUEST)}  a word in the middle of the description")
        self._tell(f"  {key(VOUCHER)}  one more label: till")
        self._tell(f"  {key(LOAD)}  Priority: High -> Highest")

    def _edit_in_jira(self) -> None:
        jira, key = self._colleague, self._backlog.key
        jira.sets(key(AUTHOR), summary=f"{AUTHOR} or its series")
        jira.rewrites(
            key(GUEST), "The form keeps what was typed", "The page keeps all that was typed"
        )
        jira.adds_label(key(VOUCHER), "gift")
        jira.sets(key(LOAD), priority={"name": "Low"})
        jira.takes_step(key(ACCOUNT), "In Progress")
        self._tell(f"  {key(AUTHOR)}  another title")
        self._tell(f"  {key(GUEST)}  the last line of the description")
        self._tell(f"  {key(VOUCHER)}  one more label: gift")
        self._tell(f"  {key(LOAD)}  Priority: High -> Low")
        self._tell(f"  {key(ACCOUNT)}  In Progress")

    def bring_together(self) -> None:
        """Merge, skip, conflict."""
        self._heading("Pull and push bring them together")
        self._tell("Different fields, different lines of a text and labels of both sides are")
        self._tell("merged. The same field with two values is a conflict: nobody's edit is lost,")
        self._tell("and everything else goes on.")
        self._type(["pull", "--diff"], CONFLICTS)
        self._type(["push", NAME], CONFLICTS)

    def settle(self) -> None:
        """The conflict."""
        self._heading("The conflict is settled by saying which side wins")
        self._type(["push", NAME, "--strategy", "local-wins"])
        self._type(["sync", NAME])

    def _heading(self, text: str) -> None:
        self._step += 1
        self._console.print()
        self._console.print(self._console.style(f"{self._step}. {text}", "bold"))

    def _tell(self, text: str) -> None:
        self._console.print(text)

    def _show(self, lines: list[str]) -> None:
        self._console.print()
        for line in lines:
            self._console.print(f"  | {line}".rstrip())

    def _type(self, words: list[str], expected: int = DONE) -> None:
        self._console.print()
        self._console.print(self._console.style(f"$ ticketr {shlex.join(words)}", "cyan"))
        self._console.flush()
        code = self._run(words)
        if code != expected:
            raise SyncIncomplete(
                f"The demo stopped: `ticketr {words[0]}` ended with {code} where {expected} was expected.",
                hint="This is a mistake in ticketr or its sandbox; please report it.",
            )
