"""The stores that are measured are what they are said to be, and the scripts work. Nothing is timed here."""

import json
import subprocess
import sys

import pytest

from tests.house.tree import ROOT
from tests.performance.load.fill import Backlog, fill, ticket_id
from tests.performance.load.texts import COMMON, Texts
from tests.performance.processes import TICKETR, environment, peak, sql_of, timed
from tests.performance.questions import WHOLE
from ticketr.adapters.sqlite.store import SqliteStore
from ticketr.domain.query import TicketFilter

COUNT = 120


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    path = tmp_path_factory.mktemp("load") / "120.db"
    said: list[str] = []
    fill(path, COUNT, full=True, say=said.append)
    assert said == ["PROJ-120 of 120\n"]
    return path


def test_a_store_is_whole(made):
    store = SqliteStore(made)
    try:
        assert store.check() == []
        assert store.tickets.count(TicketFilter("bench")) == COUNT
        epic = store.tickets.get(ticket_id(51))
        assert (epic.type, epic.jira_id) == ("Epic", "PROJ-51")
        assert 20 < len(epic.children) < 50
        assert set(store.bases.get(epic.id)) >= {"title", "description", "status"}
        entries, read = store.changelogs.get(epic.id)
        assert (len(entries), read and read.complete) == (3, True)
        assert store.facts.stamps(epic.id).sprints == ("18",)
    finally:
        store.close()
    assert [path.name for path in made.parent.iterdir()] == ["120.db"]


def test_the_same_every_time():
    def texts():
        made = Texts(3, 300, 100)
        return [made.title() for _ in range(5)] + [made.text(8) for _ in range(50)]

    assert texts() == texts()
    assert sum(COMMON in text for text in texts()) > 30
    assert [len(piece) for piece in Backlog(21).pieces(10)] == [10, 10, 1]


def test_processes_are_measured(made, hermetic):
    env = environment(hermetic, TICKETR_STORE=str(made))
    taken = timed((*TICKETR, "list"), env)
    assert taken.cpu > 0
    assert taken.wall > 0
    assert 5 < peak((*TICKETR, "list"), env) < 200
    found = sql_of(("list", "--limit", "7"), env)
    assert any("FROM tickets" in sql and "LIMIT 7" in sql for sql in found)
    with pytest.raises(SystemExit, match="failed"):
        timed((*TICKETR, "show", "NOTHING-1"), env)


def test_every_question_can_be_asked(made, hermetic):
    names = [question.name for question in WHOLE]
    assert len(names) == len(set(names))
    env = environment(hermetic, TICKETR_STORE=str(made))
    asked = [question for question in WHOLE if question.known and "jql" in question.name]
    assert asked
    for question in asked:
        done = subprocess.run(
            (*TICKETR, *question.words, "--json"), env=env, capture_output=True, check=True
        )
        assert json.loads(done.stdout)["total"] >= 0


def test_the_script_prints_its_table(tmp_path):
    words = ("--counts", "60", "--rounds", "1", "--folder", str(tmp_path), "--only", "my open")
    done = subprocess.run(
        (sys.executable, str(ROOT / "scripts" / "bench_queries.py"), *words),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in {0, 1}, done.stderr
    lines = done.stdout.splitlines()
    assert any(line.startswith("60 tickets, ") for line in lines), done.stdout
    assert any(line.startswith("list --jql, my open tickets ") for line in lines)
    assert any(line.startswith("  query of 1,000 ") for line in lines)
