"""What two people do by hand: one in Markdown files, one in Jira. Every value they write is a word of its own."""

from __future__ import annotations

import os
import re
import warnings
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.helpers.pace import Idle
from tests.helpers.place import Place, document, words
from tests.integration.crash.shim import install
from ticketr.adapters.jira.client import HttpClient
from ticketr.adapters.jira.cloud import CloudJira
from ticketr.adapters.jira.datacenter import DataCenterJira
from ticketr.adapters.jira.rest import RestJira
from ticketr.app import App, utc_now
from ticketr.application.commands import PullTicketsCommand, PushTicketsCommand
from ticketr.domain.ticket import TicketID
from ticketr.domain.workspace import Edition

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

WORD = re.compile(r"word\d{4}")
HEADING = re.compile(r"^# TICKET: (?:\[([A-Z]+-\d+)\] )?(.*?)\r?$", re.MULTILINE)
TASK = re.compile(r"^- (?:\[([A-Z]+-\d+)\] )?(word\d{4}.*?)\r?$", re.MULTILINE)
SECTIONS = {"Description": "description", "Acceptance Criteria": "customfield_10033"}
PRIORITIES = ("Highest", "High", "Medium", "Low", "Lowest")
STATUSES = ("To Do", "In Progress")
"""Between these the workflow leads both ways."""
COUNTED = (
    "progress",
    "aggregateprogress",
    "timespent",
    "timeestimate",
    "timeoriginalestimate",
    "aggregatetimespent",
    "aggregatetimeestimate",
    "aggregatetimeoriginalestimate",
    "workratio",
    "watches",
    "votes",
)
"""Fields that Jira reckons itself, and nobody writes a word in."""


class Quick(RestJira):
    """Jira where somebody else is quick: `meddle` runs between the last look and the write, with the updates."""

    meddle: Callable[[Any], None]

    def bulk_update(self, updates: Any, done: Any = None) -> Any:
        self.meddle(updates)
        return super().bulk_update(updates, done)


class Meddled(Quick, CloudJira):
    """The same on Cloud."""


class MeddledDataCenter(Quick, DataCenterJira):
    """The same on Data Center."""


class PatientApp(App):
    """The program, with waits of no length; `client` is what speaks to Jira Cloud."""

    client: type[Quick] = Meddled
    meddle: Callable[[Any], None] = staticmethod(lambda _: None)
    passing: Callable[[float], None] = staticmethod(lambda _: None)

    def wait(self, seconds: float) -> None:
        self.passing(seconds)

    def connect(self, config: Any, credentials: Any) -> Quick:
        pace = Idle().pace()
        kind = MeddledDataCenter if config.edition is Edition.DATA_CENTER else self.client
        client = kind(HttpClient(config.jira_url, pace=pace, environ=self.environ, timeout=5))
        client.meddle = self.meddle
        client.authenticate(credentials)
        return client


class Machine(Place):
    """A user's machine whose waits have no length: they move its clock, and Jira's, instead."""

    gone: timedelta = timedelta()
    """How much time has passed, beside that of the real clock."""
    seen: tuple[int, list[dict[str, Any]]] = -1, []
    """What Jira had when it was looked at last, and how much had been written into it by then."""

    def start(self) -> PatientApp:
        self.environ["TICKETR_JIRA_INDEX_LAG"] = "60"
        app = PatientApp(self.environ, now=self.now)
        app.passing = self.wait
        return app

    def now(self) -> datetime:
        return utc_now() + self.gone

    def wait(self, seconds: float) -> None:
        self.gone += timedelta(seconds=seconds)
        self.jira.site.clock.shift(round(seconds * 1000))

    @contextmanager
    def meddling(self, meddle: Callable[[Any], None]) -> Iterator[None]:
        """Inside the block somebody is quick: `meddle` is called with the updates about to be sent."""
        assert isinstance(self.app, PatientApp)
        self.app.meddle = meddle
        try:
            yield
        finally:
            self.app.meddle = PatientApp.meddle

    def stored(self) -> str:
        """Everything that the store keeps of tickets: local view, base, conflicts, attic, what is to be said."""
        db = self.app.store._db  # type: ignore[attr-defined]
        tables = ("tickets", "conflicts", "attic", "drafts")
        rows = [repr(db.query(f"SELECT * FROM {name}", ())) for name in tables]
        ids = [TicketID(row[0]) for row in db.query("SELECT id FROM tickets", ())]
        return "\n".join([*rows, repr(self.app.store.bases.get_many(ids))])

    def heard(
        self, told: Callable[[object], None], names: list[str], *, pull: bool = False
    ) -> None:
        """A pull or push whose events are told as they happen."""
        sync = self.app.sync(told)
        paths = tuple(str(self.folder / name) for name in names)
        if pull:
            sync.pull(PullTicketsCommand(self.workspace.id))
        else:
            sync.push(PushTicketsCommand(self.workspace.id, paths))

    def killed(self, at: int, work: Callable[[], object]) -> bool:
        """Do the work in a process that is killed at the point of that number (`tests.integration.crash`), if it lives.

        Gives whether it was killed. No store is carried over into another process: ours is closed meanwhile.
        """
        self.app.close()
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", DeprecationWarning
            )  # the sandbox's threads wait for requests
            said, says = os.pipe()
            heard, answers = os.pipe()
            child = os.fork()
        if not child:
            try:
                install(at)
                self.app = self.start()
                self.app.passing = lambda seconds: self._wait_elsewhere(seconds, says, heard)
                work()
            finally:
                os._exit(0)
        os.close(says)
        with os.fdopen(said) as waits:
            for seconds in waits:
                self.wait(float(seconds))
                os.write(answers, b".")
        for end in (heard, answers):
            os.close(end)
        _, status = os.waitpid(child, 0)
        self.app = self.start()
        return os.WIFSIGNALED(status)

    def _wait_elsewhere(self, seconds: float, says: int, heard: int) -> None:
        """A wait of the process that may die: the clocks are those of the process that goes on."""
        self.gone += timedelta(seconds=seconds)
        os.write(says, f"{seconds}\n".encode())
        os.read(heard, 1)

    def in_jira(self) -> list[dict[str, Any]]:
        """Every ticket of the project, and those that were moved away, as Jira has it."""
        body = {
            "jql": f"project in ({self.project}, DEMO)",
            "maxResults": 5000,
            "fields": ["*all", *(f"-{name}" for name in COUNTED)],
        }
        with self.jira.site.lock:  # a request whose reply is lost may still be at work
            changes = self.jira.site.store.database._connection.total_changes()
            if self.seen[0] != changes:
                with self.jira.site.index.up_to_date():
                    found = self.look("POST", "/rest/api/3/search/jql", body)["issues"]
                self.seen = changes, found
            return self.seen[1]


class Desk:
    """The files. `files` are their names; `live` the words that nobody has replaced on purpose.

    `elsewhere` are the words that were not written in files; `past` is what the files were when the program ran,
    `opened` what they were when an editor opened them that does not look again.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: list[str] = []
        self.live: set[str] = set()
        self.kept: dict[str, str] = {}
        self.elsewhere: set[str] = set()
        self.past: dict[str, list[str]] = {}
        self.opened: dict[str, str] = {}
        self.count = 0

    def word(self, *, elsewhere: bool = False) -> str:
        """A word that was never written before."""
        self.count += 1
        if elsewhere:
            self.elsewhere.add(f"word{self.count:04}")
        self.live.add(f"word{self.count:04}")
        return f"word{self.count:04}"

    def replaced(self, text: str) -> None:
        """Somebody saw this text and put something else in its place."""
        self.live -= set(WORD.findall(text))

    def read(self, name: str) -> str:
        return (self.folder / name).read_bytes().decode()

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_bytes(text.encode())

    def named(self) -> list[str]:
        """The files that hold tickets: a push that names another is refused."""
        return [name for name in self.files if HEADING.search(self.read(name))]

    def remember(self) -> None:
        """Keep the files as they are now, as the buffer of an editor would."""
        for name in self.files:
            olds, text = self.past.setdefault(name, []), self.read(name)
            if not olds or olds[-1] != text:
                self.past[name] = [*olds, text][-6:]

    def forget(self) -> None:
        """Nobody has a file any more as it was."""
        self.past.clear()
        self.opened.clear()

    def epic(self) -> str:
        """A new epic's text, with two stories under it."""
        lines = [f"# TICKET: {self.word()} title", "", "## Fields", "- Type: Epic"]
        lines += [f"- Labels: born{self.count}", "", "## Tasks"]
        for _ in range(2):
            head, *fields = self.task()
            lines += [head, fields[0], "  - Type: Story", *fields[1:]]
        return "\n".join([*lines, "", ""])

    def new_file(self, ends: str, kind: str = "file") -> str:
        name = f"{kind}{len(self.files)}-{self.count}.md"
        self.count += 1
        prose = f"Prose number {self.count}.  \n\n<!-- mine -->\n\n".replace("\n", ends)
        self.kept[name] = prose
        self.files.append(name)
        self.write(name, prose)
        return name

    def block(self, *, task: bool, priority: int, status: int) -> str:
        """A new ticket's text."""
        lines = [
            f"# TICKET: {self.word()} title",
            f"<!-- kept {self.count} -->",
            "",
            *self.text(),
            "",
            "## Fields",
            "- Type: Story",
            f"- Priority: {PRIORITIES[priority % 5]}",
            f"- Labels: born{self.count}",
        ]
        lines += [f"- Status: {STATUSES[status % 2]}"] if status else []
        lines += ["", "## Tasks", *self.task()] if task else []
        return "\n".join([*lines, "", ""])

    def text(self) -> list[str]:
        """A new ticket's description and criteria, of one shape or another by turns."""
        turn = self.count % 4
        lines = ["## Description"]
        lines += [*self._quoted(), ""] if turn == 3 else []
        lines += [*self._listed(), ""] if turn >= 2 else []
        if turn < 3:
            lines += [f"{self.word()} one", "", f"{self.word()} two", "", f"{self.word()} three"]
        if turn % 2:
            lines += ["", "## Acceptance Criteria"]
            lines += [f"- **{self.word()}** shall" for _ in range(2)]
        return lines

    def _listed(self) -> list[str]:
        first, second, deep = self.word(), self.word(), self.word()
        return [f"- **{first}** item", f"- **{second}** item", f"  1. _{deep}_ deep"]

    def _quoted(self) -> list[str]:
        lines = [f"> {self.word()} quoted", "", "| A | B |", "| --- | --- |"]
        lines += [f"| {self.word()} cell | {self.word()} cell |", ""]
        return [*lines, "```python", f"{self.word()} = code", "```"]

    def task(self) -> list[str]:
        title = self.word()
        return [f"- {title} part", "  ## Fields", f"  - Labels: born{self.count}"]

    def add(self, name: str, text: str) -> None:
        ends = "\r\n" if "\r\n" in self.read(name) else "\n"
        self.write(name, self.read(name) + text.replace("\n", ends))

    def substitute(self, pattern: str, pick: int, new: Callable[[re.Match[str]], str]) -> bool:
        """Replace one of the places where the pattern stands, in any file."""
        found = [
            (name, match)
            for name in self.files
            for match in re.finditer(pattern, self.read(name), re.MULTILINE)
        ]
        if not found:
            return False
        name, match = found[pick % len(found)]
        text = self.read(name)
        written = new(match)
        self.live -= {*WORD.findall(match.group())} - {*WORD.findall(written)}
        self.write(name, text[: match.start()] + written + text[match.end() :])
        return True

    def blocks(self) -> list[tuple[str, int, int, str | None]]:
        """Where each ticket stands: file, from, to, key."""
        found = []
        for name in self.files:
            text = self.read(name)
            heads = list(HEADING.finditer(text))
            ends = [*(head.start() for head in heads[1:]), len(text)][: len(heads)]
            found += [(name, h.start(), end, h[1]) for h, end in zip(heads, ends, strict=True)]
        return found

    def cut(self, name: str, start: int, end: int) -> str:
        """Take a ticket's text out of its file."""
        text = self.read(name)
        self.write(name, text[:start] + text[end:])
        return text[start:end]


def shown_in(text: str) -> Iterator[dict[str, Any]]:
    """What each ticket and task with a key says in a file, read without the product's parser."""
    text = text.replace("\r\n", "\n")
    heads = [(m.start(), m[1], m[2], "") for m in HEADING.finditer(text)]
    heads += [(m.start(), m[1], m[2], "  ") for m in TASK.finditer(text)]
    heads.sort()
    for at, (start, key, title, indent) in enumerate(heads):
        end = heads[at + 1][0] if at + 1 < len(heads) else len(text)
        body = text[start:end]
        fields = dict(re.findall(rf"^{indent}- ([\w ]+):(?: (.*))?$", body, re.MULTILINE))
        sections = re.findall(
            rf"^{indent}## (Description|Acceptance Criteria)\n(.*?)(?=^ *## |\Z)",
            body,
            re.MULTILINE | re.DOTALL,
        )
        if key:
            texts = {SECTIONS[name]: WORD.findall(text) for name, text in sections}
            yield {"key": key, "title": title, "fields": fields, "texts": texts}


def paragraphs(adf: Any) -> list[str]:
    """The text of each block of a Jira document, or of markup."""
    if isinstance(adf, str):
        return adf.replace("\r\n", "\n").split("\n\n")
    return [words(block) for block in (adf or {}).get("content", [])]


def blocks_of(text: Any) -> list[Any]:
    """The blocks of a Jira document, or of markup; one empty paragraph where there is nothing."""
    return (text["content"] if isinstance(text, dict) else (text or "").split("\n\n")) or [""]


def as_document(blocks: list[Any]) -> dict[str, Any]:
    """A Jira document of these blocks; a text becomes a paragraph."""
    content = [document(x)["content"][0] if isinstance(x, str) else x for x in blocks]
    return {"type": "doc", "version": 1, "content": content}
