"""What turns a backlog over: files that are removed, keys taken out, tickets with other parents and projects."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.helpers.place import EPIC_LINK, told
from tests.integration.sync.desk import HEADING, WORD
from tests.integration.sync.values import TYPES
from ticketr.errors import TicketValidation

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.integration.sync.desk import Desk, Machine

PICK = st.integers(0, 11)
TASK = re.compile(r"^- (?:\[([A-Z]+-\d+)\] )?word\d{4}.*?(?=^\S|\Z)", re.MULTILINE | re.DOTALL)
KEY = re.compile(r"\b[A-Z]+-\d+\b")
HEAD_WITH_KEY = re.compile(r"^(?:# TICKET: |- )(\[[A-Z]+-\d+\] )(?=word)", re.MULTILINE)
TAKEN_OUT = re.compile(r"was taken out: it is ([A-Z]+-\d+)")
TWICE = re.compile(r"stands in .* too|stands in this file twice")


class Upheaval:
    """Rules for the state machine. `moved` are the keys of tickets whose blocks got another place by hand."""

    desk: Desk
    here: Machine
    edition: str
    moved: set[str]
    _run: Callable[..., None]
    numbers: dict[str, str]
    count_numbers: Callable[[], None]
    forget_unsent_links: Callable[[], None]
    nobody_knows_values: Callable[..., None]

    # --- files

    @rule(pick=PICK)
    def remove_file(self, pick: int) -> None:
        """A ticket that stands in another file, too, stands where that one says from now on."""
        desk = self.desk
        if len(desk.files) < 2:
            return
        name = desk.files[pick % len(desk.files)]
        gone, known = desk.read(name), repr(self.here.in_jira())
        desk.live = {word for word in desk.live if word not in gone or word in known}
        desk.files.remove(name)
        self.moved |= {
            key for key in KEY.findall(gone) if any(key in desk.read(x) for x in desk.files)
        }
        desk.kept.pop(name)
        desk.forget()
        (desk.folder / name).unlink()
        self.forget_unsent_links()
        self.nobody_knows_values(gone)

    @rule(pick=PICK, look=PICK)
    def take_a_key_out(self, pick: int, look: int) -> None:
        """Somebody loses a key, runs something once or twice, and writes it back. All else was read before."""
        if self.here.status().problems or not self._all_is_known():
            return
        there = {item["key"] for item in self.here.in_jira()}

        def without_key(found: re.Match[str]) -> str:
            # Of one that is gone, a new ticket is made, and its tasks go below that.
            if found[1].strip(" []") not in there:
                self.moved |= set(KEY.findall(found.string))
            return found[0].replace(found[1], "")

        self.desk.substitute(HEAD_WITH_KEY.pattern, pick, without_key)
        runs = (self.here.push, self.here.pull, self.here.status, self.here.resolve)
        for run in (runs[look % 4], runs[look % 3])[: 1 + look // 6]:
            self._run(run)
        self.put_right()

    def _all_is_known(self) -> bool:
        """Whether the program ever read each file that has tickets, under the name that it has."""
        known = self.here.app.store.documents.list(self.here.workspace.id)
        names = {record.path.rpartition("/")[2] for record in known}
        return set(self.desk.named()) <= names

    # --- parents

    @rule()
    def write_epic(self) -> None:
        desk = self.desk
        if len([x for x in desk.files if x.startswith("epics")]) < 2:
            name = desk.new_file("\n", "epics")
            for _ in range(2):
                desk.add(name, desk.epic())

    def _kids(self) -> list[tuple[str, re.Match[str]]]:
        """The tasks of epics, each with its file."""
        return [
            (name, match)
            for name, start, end in self._epics()
            for match in TASK.finditer(self.desk.read(name), start, end)
        ]

    def _epics(self) -> list[tuple[str, int, int]]:
        """Where epics stand: file, from, to."""
        found = [(name, start, end) for name, start, end, _ in self.desk.blocks()]
        return [x for x in found if "- Type: Epic" in self.desk.read(x[0])[x[1] : x[2]]]

    def _cut(self, name: str, match: re.Match[str]) -> str:
        word = WORD.search(match[0])[0]  # type: ignore[index]
        titles = {x["key"]: x["fields"]["summary"] for x in self.here.in_jira()}
        self.moved |= {key for key, title in titles.items() if word in title} | {match[1] or ""}
        self.desk.forget()
        self.nobody_knows_values(match[0])
        return self.desk.cut(name, match.start(), match.end())

    @rule(pick=PICK, to=PICK)
    def nest_elsewhere_here(self, pick: int, to: int) -> None:
        kids = self._kids()
        if not kids:
            return
        name, match = kids[pick % len(kids)]
        lines = self._cut(name, match)
        text = self.desk.read(name)
        tasks = re.compile(r"^## Tasks\r?\n", re.MULTILINE)
        places = [
            found.end()
            for where, start, end in self._epics()
            if where == name and (found := tasks.search(text, start, end))
        ]
        at = places[to % len(places)]
        self.desk.write(name, text[:at] + lines.rstrip("\n") + "\n" + text[at:])

    @rule(pick=PICK)
    def lift_here(self, pick: int) -> None:
        kids = self._kids()
        if kids:
            self._lift(*kids[pick % len(kids)])

    def _lift(self, name: str, match: re.Match[str]) -> None:
        lines = self._cut(name, match).splitlines()
        text = "\n".join(line.removeprefix("  ") for line in lines).removeprefix("- ")
        self.desk.add(name, f"\n# TICKET: {text}\n")

    @rule(pick=PICK, to=PICK, clear=st.booleans())
    def give_another_parent_there(self, pick: int, to: int, clear: bool) -> None:
        found = [item for item in self.here.in_jira() if item["key"].startswith("PROJ-")]
        epics = [item["key"] for item in found if item["fields"]["issuetype"]["name"] == "Epic"]
        plain = [x["key"] for x in found if x["fields"]["issuetype"]["name"] in TYPES]
        if not plain or not epics:
            return
        key = plain[pick % len(plain)]
        epic = None if clear else epics[to % len(epics)]
        if self.edition == "cloud":
            self.here.change(key, parent=epic and {"key": epic})
        else:
            self.here.change(key, **{EPIC_LINK: epic})

    @staticmethod
    def parents(there: list[dict[str, Any]]) -> dict[str, str | None]:
        """What Jira says each ticket stands under."""
        return {
            item["key"]: (told(item["fields"]).get("parent") or {}).get("key") for item in there
        }

    def only_the_moved_have_other_parents(
        self, before: dict[str, str | None], after: dict[str, str | None]
    ) -> None:
        """The program gives a ticket another parent only where somebody moved its block.

        A block that was moved again before its file was read counts as moved until Jira has it where it stands.
        """
        changed = {key for key, parent in before.items() if after.get(key, parent) != parent}
        assert {k: (before[k], after[k]) for k in changed - self.moved} == {}
        stands = self._stands_under()
        self.moved -= {key for key in changed if after.get(key) == stands.get(key, after.get(key))}

    def _stands_under(self) -> dict[str | None, str | None]:
        """The key of the ticket that each block stands under in the files."""
        found: dict[str | None, str | None] = {}
        for name, start, end, key in self.desk.blocks():
            found[key] = None
            found |= {x[1]: key for x in TASK.finditer(self.desk.read(name), start, end)}
        return found

    # --- projects, deletions

    @rule(pick=PICK)
    def move_to_another_project_there(self, pick: int) -> None:
        found = [x for x in self.here.in_jira() if x["fields"]["issuetype"]["name"] in TYPES]
        alone = [x for x in found if not x["fields"]["subtasks"] and not _parent(x)]
        alone = [x for x in alone if x["key"].startswith("PROJ-")]
        if len(found) > 3 and alone:
            key = alone[pick % len(alone)]["key"]
            self.here.call("POST", "/_sandbox/move", {"issue": key, "project": "DEMO"})

    def take_out_tasks_of_the_moved(self) -> None:
        """Jira makes no sub-task of a ticket in another project: somebody takes the new ones out."""
        self.count_numbers()
        there = {item["id"]: item["key"] for item in self.here.in_jira()}
        for name, start, end, key in reversed(self.desk.blocks()):
            if there.get(self.numbers.get(key or "", ""), "").startswith("DEMO-"):
                found = list(TASK.finditer(self.desk.read(name), start, end))
                for task in reversed([task for task in found if not task[1]]):
                    self._take_out(name, task.start())

    def lift_from_the_gone(self) -> None:
        """What stands under an epic that is gone cannot be sent as it stands: somebody puts it elsewhere."""
        there = {item["key"] for item in self.here.in_jira()}
        for _ in range(20):
            blocks = self.desk.blocks()
            gone = [
                (name, start, end) for name, start, end, key in blocks if key and key not in there
            ]
            kids = [
                (name, kid)
                for name, kid in self._kids()
                if any(name == n and start <= kid.start() < end for n, start, end in gone)
            ]
            if not kids:
                return
            self._lift(*kids[0])

    # --- mistakes that somebody puts right

    def put_right(self) -> None:
        """Write back the keys that files lost, and take out what stands twice, until a push finds no mistake."""
        for _ in range(20):
            try:
                self.here.push(*self.desk.named(), dry_run=True)
            except TicketValidation as error:
                for problem in reversed(error.problems):
                    self._put_right(problem)
            else:
                return
        raise AssertionError("mistakes that cannot be put right")

    def _put_right(self, problem: Any) -> None:
        name = problem.place.path.rpartition("/")[2]
        lines = self.desk.read(name).splitlines(keepends=True)
        at = problem.place.line - 1
        if found := TAKEN_OUT.search(problem.message):
            lines[at] = re.sub(r"^(# TICKET: |- )", rf"\1[{found[1]}] ", lines[at])
            self.desk.write(name, "".join(lines))
        elif TWICE.search(problem.message):
            self._take_out(name, sum(map(len, lines[:at])))
        else:
            raise AssertionError(str(problem))

    def _take_out(self, name: str, start: int) -> None:
        text = self.desk.read(name)
        if text.startswith("- ", start):
            end = TASK.match(text, start).end()  # type: ignore[union-attr]
        else:
            after = HEADING.search(text, start + 1)
            end = after.start() if after else len(text)
        known = repr(self.here.in_jira())
        gone = self.desk.cut(name, start, end)
        self.desk.live = {w for w in self.desk.live if w not in gone or w in known}
        self.forget_unsent_links()
        self.nobody_knows_values(gone)

    @staticmethod
    def is_excused(error: TicketValidation) -> bool:
        """Whether these are the mistakes that an old buffer makes."""
        return all(TAKEN_OUT.search(x.message) or TWICE.search(x.message) for x in error.problems)


def _parent(item: dict[str, Any]) -> Any:
    return told(item["fields"]).get("parent")
