"""What is asked of a store, with what may be taken for it (issue texts and the specification's SLA table)."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.performance.load.fill import ME, PROJECT
from tests.performance.load.texts import CJK, COMMON, PHRASE, SELDOM
from ticketr.cli.menu import MENU

KNOWN = {name.split()[0] for commands in MENU.values() for name in commands}
MINE = f"assignee = {ME} AND statusCategory != Done ORDER BY updated DESC"
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Question:
    """A command line; `ratio` to a bare interpreter it may take, and `ms` in one process, at any size.

    `least` and `most` are the numbers of tickets between which it is asked, `cold` whether of a cold store too.
    """

    name: str
    words: tuple[str, ...]
    ratio: float | None = None
    ms: float | None = None
    least: int = 0
    most: int = MILLION
    cold: bool = False
    needs: str = field(default="")

    @property
    def known(self) -> bool:
        """Whether this version has the command."""
        return (self.needs or self.words[0]) in KNOWN or self.words[0].startswith("--")


def listed(*words: str) -> tuple[str, ...]:
    """A list of 100."""
    return ("list", "--limit", "100", *words)


COMPLETE = ("__complete", "2", "ticketr", "show")
WHOLE = (
    Question("ticketr --version", ("--version",)),
    Question("ticketr --help", ("--help",)),
    Question("list of 100", listed(), ratio=3, cold=True),
    Question("list of 100, by title", listed("--sort", "title"), ratio=3),
    Question("list of 100, by status, last first", listed("--sort", "status", "--desc"), ratio=3),
    Question("list of 100, --status done", listed("--status", "done"), ratio=3),
    Question(
        "list of 100, page 1,000 of 50", ("list", "--offset", "49950"), ratio=3, least=50_000
    ),
    Question("list --jql, my open tickets", listed("--jql", MINE), cold=True),
    Question("list --jql, a seldom label", listed("--jql", "labels = label-321")),
    Question("list --jql, text ~ a word", listed("--jql", f"text ~ {SELDOM}")),
    Question("list of all, as JSON", ("list", "--limit", "0", "--json"), most=10_000),
    Question("show", ("show", f"{PROJECT}-7")),
    Question("status", ("status",)),
    Question("search a word", ("search", SELDOM), ratio=3, ms=50, cold=True),
    Question("search a word in 9 of 10", ("search", COMMON), ratio=3, ms=50),
    Question("search a prefix", ("search", f"{SELDOM[:4]}*"), ratio=3, ms=50),
    Question("search a key", ("search", f"{PROJECT}-777"), ratio=3, ms=50),
    Question("search a phrase", ("search", f'"{PHRASE}"'), ms=200),
    Question("search a misspelt word", ("search", "invocie"), ms=200),
    Question("search Japanese", ("search", CJK[:3])),
    Question("completion of a command", (*COMPLETE[:3], "li"), ratio=3, needs="completion"),
    Question("completion of a key", (*COMPLETE, f"{PROJECT}-77"), ratio=3, needs="completion"),
    Question("stats", ("stats",), most=10_000),
    Question("tree of an epic", ("tree", f"{PROJECT}-51")),
    Question("news", ("news",)),
)

HUNGRY = (
    *(("list", *words) for words in ((), ("--limit", "0"), ("--limit", "0", "--json"))),
    ("list", "--limit", "0", "--sort", "title", "--desc"),
    ("list", "--limit", "0", "--jql", f"text ~ {COMMON} ORDER BY priority"),
    ("list", "--limit", "0", "--all-workspaces"),
    ("list", "--limit", "0", "--all-workspaces", "--json"),
    ("show", f"{PROJECT}-51"),
    ("status",),
    ("log",),
    ("history", f"{PROJECT}-7"),
    ("conflicts",),
    ("attic",),
    ("search", COMMON),
    ("search", COMMON, "--json"),
    ("search", COMMON, "--all-workspaces"),
    ("stats",),
    ("tree", f"{PROJECT}-51"),
    ("news",),
)
"""Commands whose memory must not grow with the store; it is looked at up to 100,000 tickets."""
