"""Two people, one backlog: whatever they do in whatever order, nothing they wrote is lost or made twice."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from jira_sandbox import Sandbox
from jira_sandbox.defaults import DEFAULTS
from tests.integration.sync.buffers import Buffers
from tests.integration.sync.desk import (
    WORD,
    Desk,
    Machine,
    as_document,
    blocks_of,
    shown_in,
)
from tests.integration.sync.disputes import Disputes
from tests.integration.sync.going import Going
from tests.integration.sync.linking import Linking, linked
from tests.integration.sync.shapes import Shapes
from tests.integration.sync.talk import Talk
from tests.integration.sync.upheaval import Upheaval
from tests.integration.sync.values import Values, disagreements
from ticketr.errors import SyncStopped, TicketrError, TicketValidation, Usage

if TYPE_CHECKING:
    import re

PICK = st.integers(0, 11)
STRATEGY = st.sampled_from([None, None, None, "local-wins", "remote-wins", "merge"])
FAULTS = st.sampled_from(["hang_up", "drop_reply", "cut", "status", "429", "429", "html_429"])
REASONS = st.sampled_from(["burst", "per-issue", "gateway"])
"""Why Jira refuses: the second kind holds for the writes of one ticket, the third comes without any time to wait."""
TIMES = st.sampled_from([1, 1, 1, 12])

DESCRIPTION, CRITERIA = TEXTS = "description", "customfield_10033"

LONG = 120
"""Seconds after which Jira's index shows everything, however it lags: more than its lag and our overlap together."""


class Killed(BaseException):
    """The process dies."""


class TwoPeople(
    Upheaval, Buffers, Talk, Linking, Values, Going, Shapes, Disputes, RuleBasedStateMachine
):
    """The real program on files, SQLite and HTTP, beside a model that remembers every word."""

    edition = "cloud"
    context: str | None = None

    @initialize(ends=st.sampled_from(["\n", "\r\n"]), apart=st.booleans())
    def begin(self, ends: str, apart: bool) -> None:
        """`apart`: Jira has a field of its own for the acceptance criteria."""
        self.box = tempfile.TemporaryDirectory()
        fields = [x for x in DEFAULTS["fields"] if apart or x["name"] != "Acceptance Criteria"]
        seed = {"fields": fields}
        self.jira = Sandbox(seed, edition=self.edition, context=self.context).start()
        self.here = Machine(self.jira, Path(self.box.name))
        self.desk = Desk(self.here.folder)
        self.moved, self.spoken, self.unsaid = set(), {}, {}
        self.wanted, self.cut, self.numbers = set(), set(), {}
        self.meant, self.unclear = {}, set()
        self.faulty = False
        self.people = self.here.call(
            "GET", "/rest/api/3/user/assignable/search?project=PROJ&query=&username=."
        )
        self.desk.add(self.desk.new_file(ends), self.desk.block(task=True, priority=1, status=0))
        self.write_epic()
        self.here.push(*self.desk.files)

    # --- in the files

    @rule(pick=PICK, task=st.booleans(), status=st.integers(0, 3), fresh=st.booleans())
    def write_ticket(self, pick: int, task: bool, status: int, fresh: bool) -> None:
        desk = self.desk
        name = desk.files[pick % len(desk.files)]
        if fresh and len(desk.files) < 4:
            name = desk.new_file("\n")
        desk.add(name, desk.block(task=task, priority=pick, status=status))

    @rule(pick=PICK)
    def add_task(self, pick: int) -> None:
        def under(found: re.Match[str]) -> str:
            return found[0] + "".join(line + found[1] for line in self.desk.task())

        self.desk.substitute(r"^## Tasks(\r?\n)", pick, under)

    @rule(pick=PICK)
    def retitle_here(self, pick: int) -> None:
        """A ticket of Jira's whose key was lost keeps its title: with another it may be another ticket."""
        titles = {item["fields"]["summary"] for item in self.here.in_jira()}

        def retitled(found: re.Match[str]) -> str:
            if found[2] or f"{found[3]} {found[4]}" not in titles:
                return f"{found[1]}{self.desk.word()} {found[4]}"
            return found[0]

        pattern = r"^((?:# TICKET: |- )(\[[A-Z]+-\d+\] )?)(word\d{4}) (title|part)"
        self.desk.substitute(pattern, pick, retitled)

    @rule(pick=PICK)
    def add_label_here(self, pick: int) -> None:
        self.desk.substitute(r"(?<=Labels: )", pick, lambda _: f"{self.desk.word()}, ")

    @rule(pick=PICK)
    def take_label_off_here(self, pick: int) -> None:
        self.desk.substitute(r"(?<=, )word\d{4}, |(?<=: )word\d{4}, ", pick, lambda _: "")

    @rule(pick=PICK)
    def rewrite_line_here(self, pick: int) -> None:
        self.desk.substitute(
            r"^word\d{4} (one|two|three)", pick, lambda m: f"{self.desk.word()} {m[1]}"
        )

    @rule(pick=PICK)
    def remove_ticket_here(self, pick: int) -> None:
        blocks = self.desk.blocks()
        if len(blocks) < 2:
            return
        name, start, end, key = blocks[pick % len(blocks)]
        # What has no key is taken back on purpose: the next new block may stand for its ticket.
        known = repr(self.here.in_jira()) + (self.here.stored() if key else "")
        self.desk.forget()
        gone = self.desk.cut(name, start, end)
        self.desk.live = {w for w in self.desk.live if w not in gone or w in known}
        self.forget_unsent_links()
        self.nobody_knows_values(gone)

    @rule(pick=PICK, to=PICK)
    def move_ticket(self, pick: int, to: int) -> None:
        blocks = self.desk.blocks()
        if not blocks:
            return
        name, start, end, _ = blocks[pick % len(blocks)]
        target = self.desk.files[to % len(self.desk.files)]
        if target != name:
            self.desk.forget()
            text = self.desk.cut(name, start, end).replace("\r\n", "\n")
            self.desk.add(target, text if text.endswith("\n") else text + "\n")

    @rule(pick=PICK)
    def rename_file(self, pick: int) -> None:
        desk = self.desk
        old = desk.files[pick % len(desk.files)]
        desk.count += 1
        new = f"renamed{desk.count}.md"
        (desk.folder / old).rename(desk.folder / new)
        desk.files[desk.files.index(old)] = new
        desk.kept[new] = desk.kept.pop(old)
        desk.past[new] = desk.past.pop(old, [])
        desk.opened.pop(old, None)

    # --- in the store

    @rule(pick=PICK, title=st.booleans())
    def edit_with_a_command(self, pick: int, title: bool) -> None:
        app = self.here.app
        found = app.store.tickets.find_by_workspace(self.here.workspace.id)
        if not found:
            return
        ticket = found[pick % len(found)]
        if title:
            self.desk.replaced(ticket.title)
            app.tickets.update(ticket.id, {"title": f"{self.desk.word(elsewhere=True)} title"})
        elif ticket.description:
            lines = ticket.description.split("\n\n")
            self.desk.replaced(lines[pick % len(lines)])
            lines[pick % len(lines)] = f"{self.desk.word(elsewhere=True)} stored"
            app.tickets.update(ticket.id, {"description": "\n\n".join(lines)})

    # --- in Jira

    def _remote(self, pick: int) -> dict[str, Any] | None:
        found = self.here.in_jira()
        return found[pick % len(found)] if found else None

    def _set(self, pick: int, **fields: Any) -> None:
        item = self._remote(pick)
        if item is not None:
            for name in fields:
                self.desk.replaced(repr(item["fields"].get(name)))
            self.here.change(item["key"], **fields)

    @rule(pick=PICK)
    def retitle_there(self, pick: int) -> None:
        self._set(pick, summary=f"{self.desk.word(elsewhere=True)} title")

    @rule(pick=PICK, off=st.booleans())
    def change_labels_there(self, pick: int, off: bool) -> None:
        item = self._remote(pick)
        if item is None:
            return
        labels = item["fields"]["labels"]
        extra = [label for label in labels if label.startswith("word")]
        if off and extra:
            self.desk.replaced(extra[0])
            self._set_labels(item["key"], {"remove": extra[0]})
        else:
            self._set_labels(item["key"], {"add": self.desk.word(elsewhere=True)})

    def _set_labels(self, key: str, verb: dict[str, str]) -> None:
        self.here.call("PUT", f"/rest/api/3/issue/{key}", {"update": {"labels": [verb]}})

    @rule(pick=PICK, at=PICK)
    def rewrite_paragraph_there(self, pick: int, at: int) -> None:
        item = self._remote(pick)
        if item is None:
            return
        blocks = blocks_of(item["fields"]["description"])
        self.desk.replaced(repr(blocks[at % len(blocks)]))
        blocks[at % len(blocks)] = f"{self.desk.word(elsewhere=True)} there"
        self.here.change(item["key"], description=as_document(blocks))

    @rule()
    def create_there(self) -> None:
        fields = {
            "project": {"key": "PROJ"},
            "summary": f"{self.desk.word(elsewhere=True)} title",
            "issuetype": {"name": "Story"},
            "description": as_document(
                [f"{self.desk.word(elsewhere=True)} one", f"{self.desk.word(elsewhere=True)} two"]
            ),
        }
        self.here.call("POST", "/rest/api/3/issue", {"fields": fields})

    @rule(pick=PICK)
    def delete_there(self, pick: int) -> None:
        found = self.here.in_jira()
        item = self._remote(pick)
        if item is None or len(found) < 4 or item["fields"].get("subtasks"):
            return
        kinds = [x["fields"]["issuetype"]["name"] for x in found]
        if item["fields"]["issuetype"]["name"] == "Epic" and kinds.count("Epic") < 2:
            return
        self.desk.replaced(repr(item["fields"]))
        self.here.call("DELETE", f"/rest/api/3/issue/{item['key']}")

    # --- Jira's index, and time

    @rule(
        seconds=st.sampled_from([0, 5, 20, 50]),
        vanish=st.sampled_from([0.0, 0.3]),
        short=st.sampled_from([0.0, 0.5]),
        chance=PICK,
    )
    def let_the_index_lag(self, seconds: int, vanish: float, short: float, chance: int) -> None:
        """From now on searches show things as they were; what is fresh may be missing, pages may be short."""
        self.jira.site.index.arrange(1000 * seconds, vanish, short, chance)

    @rule(seconds=st.sampled_from([1, 10, 30, 600]))
    def wait(self, seconds: int) -> None:
        self.here.wait(seconds)

    # --- the program

    def _run(self, work: Any, *, parents: bool = True) -> None:
        self.desk.remember()
        before = {} if self.faulty or not parents else self.parents(self.here.in_jira())
        try:
            work()
        except SyncStopped:
            pass
        except TicketrError as error:
            excused = isinstance(error, TicketValidation) and self.is_excused(error)
            # Data Center's count lags, too: an answer that falls short of it is refused.
            excused |= self.jira.site.index.lag_ms > 0 and "ends a search at" in error.message
            if not self.faulty and not excused:
                raise
        except Killed:
            self.here.restart()
        finally:
            if self.faulty:
                self.jira.calm()
                self.faulty = False
            self.here.told.clear()
        there = self._nothing_is_lost()
        if before:
            self.only_the_moved_have_other_parents(before, self.parents(there))

    @rule(all_files=st.booleans(), strategy=STRATEGY, partial=st.booleans(), dry=st.booleans())
    def push(self, all_files: bool, strategy: str | None, partial: bool, dry: bool) -> None:
        names = self.desk.named()[: None if all_files else 1]
        self._run(lambda: self.here.push(*names, strategy=strategy, partial=partial, dry_run=dry))

    @rule(strategy=STRATEGY, output=st.booleans())
    def pull(self, strategy: str | None, output: bool) -> None:
        more = {"output": self._output()} if output else {}
        self._run(lambda: self.here.pull(strategy=strategy, **more))

    def _output(self) -> str:
        if "pulled.md" not in self.desk.files:
            self.desk.kept["pulled.md"] = ""
            self.desk.files.append("pulled.md")
            self.desk.write("pulled.md", "")
        return "pulled.md"

    @rule()
    def push_what_changed(self) -> None:
        self._run(self.here.push)

    @rule(strategy=STRATEGY)
    def sync(self, strategy: str | None) -> None:
        def both() -> None:
            self.here.pull(strategy=strategy)
            self.here.push(*self.desk.named(), strategy=strategy)

        self._run(both)

    @rule(pick=PICK, newest=st.booleans(), dies=st.booleans(), at=st.integers(1, 900))
    def undo(self, pick: int, newest: bool, dies: bool, at: int) -> None:
        """What is taken back is replaced on purpose, but for the words that come back with it."""
        done = self.here.app.store.operations.list(self.here.workspace.id)
        number = None if newest or not done else done[pick % len(done)].id

        def take_back() -> None:
            for step in self.here.undo(number, dry_run=True).of("back"):
                self.desk.live -= set(WORD.findall(step.now)) - set(WORD.findall(step.back))
            if dies:
                self.here.killed(at, lambda: self.here.undo(number))
            else:
                self.here.undo(number)

        with suppress(Usage):  # there may be nothing to take back
            self._run(take_back, parents=False)
            self.forget_links()
            self.nobody_knows_any_value()

    @rule()
    def look(self) -> None:
        self._run(self.here.status)

    @rule()
    def restart(self) -> None:
        self.here.restart()

    @rule(kind=FAULTS, skip=st.integers(0, 4), back=st.booleans(), why=REASONS, times=TIMES)
    def push_in_trouble(self, kind: str, skip: int, back: bool, why: str, times: int) -> None:
        pause = 0 if back else None
        self.jira.fault(kind, count=times, skip=skip, retry_after=pause, reason=why)
        self.faulty = True
        self._run(lambda: self.here.push(*self.desk.named()))

    @rule(kind=FAULTS, skip=st.integers(0, 3), why=REASONS, times=TIMES)
    def pull_in_trouble(self, kind: str, skip: int, why: str, times: int) -> None:
        self.jira.fault(kind, count=times, skip=skip, reason=why)
        self.faulty = True
        self._run(self.here.pull)

    @rule(after=st.integers(0, 5), pull=st.booleans())
    def die(self, after: int, pull: bool) -> None:
        """The process ends at one of the moments when it tells what it does."""
        left = [after]

        def told(_: object) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise Killed

        self._run(lambda: self.here.heard(told, pull=pull, names=self.desk.named()))

    @rule(at=st.integers(1, 1200), pull=st.booleans())
    def be_killed(self, at: int, pull: bool) -> None:
        """kill -9 between two system calls, whatever step of the journal that is."""

        def work() -> None:
            if pull:
                self.here.pull()
            else:
                self.here.push(*self.desk.named())

        self._run(lambda: self.here.killed(at, work))

    @rule(pick=PICK)
    def write_while_it_runs(self, pick: int) -> None:
        """Somebody saves the file while a push runs."""
        left = [1]

        def told(_: object) -> None:
            left[0] -= 1
            if left[0] == 0:
                self.rewrite_line_here(pick)

        self._run(lambda: self.here.heard(told, names=self.desk.named()))

    @rule(pick=PICK, title=st.booleans())
    def meddle(self, pick: int, title: bool) -> None:
        """Somebody is faster: Jira changes between the look and the write, but not the same value."""

        def quick(updates: Any) -> None:
            update = updates[pick % len(updates)]
            if not title:
                self._set_labels(update.key, {"add": self.desk.word(elsewhere=True)})
            elif "title" not in update.fields:
                self.desk.replaced(self.here.remote(update.key)["summary"])
                self.here.change(update.key, summary=f"{self.desk.word(elsewhere=True)} title")

        with self.here.meddling(quick):
            self._run(lambda: self.here.push(*self.desk.named()))

    @rule(pick=PICK)
    def push_into_a_read_only_file(self, pick: int) -> None:
        path = self.desk.folder / self.desk.files[pick % len(self.desk.files)]
        path.chmod(0o444)
        try:
            self._run(lambda: self.here.push(*self.desk.named()))
        finally:
            path.chmod(0o644)

    # --- what always holds

    def _nothing_is_lost(self) -> list[dict[str, Any]]:
        """Gives what Jira has."""
        there = self.here.in_jira()
        files = "\n".join(self.desk.read(name) for name in self.desk.files)
        known = files + self.here.stored() + repr(there)
        assert sorted(word for word in self.desk.live if word not in known) == []
        born = Counter(x for item in there for x in item["fields"]["labels"] if x[:4] == "born")
        assert {name: n for name, n in born.items() if n > 1} == {}
        self.each_is_said_once(there)
        for name, prose in self.desk.kept.items():
            assert self.desk.read(name).startswith(prose)
        return there

    def _settle(self) -> None:
        """Syncs until nobody has a say left, each time after Jira's index had the time to show everything."""
        self.put_right()
        self.take_out_links_to_nowhere()
        self.take_out_tasks_of_the_moved()
        self.lift_from_the_gone()
        for strategy in (None, None, "local-wins"):
            self.here.wait(LONG)
            self.here.pull(strategy=strategy, allow_empty=True)
            more = {"strategy": strategy, "allow_loss": strategy is not None}
            self.here.push(*self.desk.named(), **more)
            self.here.push(**more)
            self._nothing_is_lost()
        self.here.wait(LONG)
        self.here.pull(allow_empty=True)

    def _views_agree(self) -> None:
        there = {item["key"]: item["fields"] for item in self.here.in_jira()}
        for name in self.desk.files:
            for shown in shown_in(self.desk.read(name)):
                fields = there.get(shown["key"])
                if fields is not None:
                    self._agrees(shown, fields)

    def _agrees(self, shown: dict[str, Any], fields: dict[str, Any]) -> None:
        assert shown["title"] == fields["summary"]
        said = shown["fields"]
        assert disagreements(said, fields) == []
        if "Labels" in said:
            assert sorted(filter(None, said["Labels"].split(", "))) == sorted(fields["labels"])
        if "Linked Issues" in said:
            assert sorted(filter(None, said["Linked Issues"].split(", "))) == linked(fields)
        there = {name: WORD.findall(json.dumps(fields.get(name))) for name in TEXTS}
        if CRITERIA in fields:
            assert shown["texts"] == {name: there[name] for name in shown["texts"]}
        elif shown["texts"]:
            assert [word for words in shown["texts"].values() for word in words] == there[
                DESCRIPTION
            ]

    def teardown(self) -> None:
        if not hasattr(self, "here"):
            return
        try:
            self._settle()
            self._views_agree()
            self.all_is_said()
            self.links_are_as_wanted()
            self.values_are_as_meant()
            files = {name: self.desk.read(name) for name in self.desk.files}
            self.here.sent()
            last = self.here.pull(), self.here.push(*self.desk.named()), self.here.push()
            assert self.here.written() == []
            assert {name: self.desk.read(name) for name in files} == files
            assert [item for result in last for item in result.conflicts] == []
        finally:
            self.here.close()
            self.jira.stop()
            self.box.cleanup()


class TwoPeopleOnDataCenter(TwoPeople):
    """The same on Data Center, below a path."""

    edition = "datacenter"
    context = "/jira"


SETTINGS = settings(
    max_examples=25,
    stateful_step_count=50,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TwoPeople.TestCase.settings = SETTINGS
TwoPeopleOnDataCenter.TestCase.settings = SETTINGS
TestTwoPeople = pytest.mark.slow(pytest.mark.no_cover(TwoPeople.TestCase))
TestTwoPeopleOnDataCenter = pytest.mark.slow(pytest.mark.no_cover(TwoPeopleOnDataCenter.TestCase))


@pytest.mark.parametrize("at", [150, 600, 100_000])
def test_who_is_killed_is_dead_and_the_next_run_finishes(tmp_path, at):
    with Sandbox() as jira:
        here = Machine(jira, tmp_path)
        here.write("b.md", "# TICKET: One\n\n# TICKET: Two\n")
        assert here.killed(at, lambda: here.push("b.md")) == (at < 100_000)
        here.push("b.md")
        assert len(here.all_keys()) == 2
        assert here.read("b.md").count("# TICKET: [PROJ-") == 2
        here.close()
