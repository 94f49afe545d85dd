"""A pull asks for what changed, misses nothing whatever clocks say, and goes on where it stopped."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.helpers.clock import SetClock
from tests.helpers.place import Place, counts
from ticketr.app import App
from ticketr.domain.events import Progress
from ticketr.errors import SyncStopped
from ticketr.ports.records import Tombstone

START = datetime(2026, 3, 1, 9, 0, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


class TimedPlace(Place):
    """A machine with a clock of its own, beside a Jira whose clock is set, too."""

    def start(self) -> App:
        self.clock = getattr(self, "clock", SetClock(START))
        return App(self.environ, now=self.clock)

    def set_jira(self, by: timedelta) -> None:
        self.jira.site.clock.shift(round(by.total_seconds() * 1000))

    def passes(self, time: timedelta) -> None:
        self.clock.move(seconds=time.total_seconds())
        self.set_jira(time)

    def asked(self) -> list[str]:
        """The different queries since the last call; those for ids alone are marked so."""
        found = [item.body for item in self.jira.requests if item.path.endswith("/search/jql")]
        self.jira.forget()
        short = [body["jql"].replace(" ORDER BY created ASC, key ASC", "") for body in found]
        ids = [body.get("fields") == ["id"] for body in found]
        asked = [f"ids of {q}" if x else q for q, x in zip(short, ids, strict=True)]
        return list(dict.fromkeys(asked))

    def titles(self) -> dict[str | None, str]:
        found = self.app.store.tickets.find_by_workspace(self.workspace.id)
        return {ticket.jira_id: ticket.title for ticket in found}

    def make(self, *titles: str) -> None:
        for title in titles:
            fields = {"project": {"key": "PROJ"}, "issuetype": {"name": "Task"}, "summary": title}
            self.call("POST", "/rest/api/3/issue", {"fields": fields})


@pytest.fixture
def place(jira, tmp_path):
    jira.site.clock.freeze(round(START.timestamp() * 1000))
    place = TimedPlace(jira, tmp_path)
    place.make("one", "two", "three")
    place.passes(HOUR)
    jira.forget()
    yield place
    place.close()


ALL = 'project = "PROJ"'
IDS = f"ids of {ALL}"


def test_the_second_pull_asks_for_what_changed_in_the_accounts_zone(place):
    result = place.pull()
    assert (counts(result), result.since) == ({"pulled": 3}, None)
    assert place.asked() == [ALL]
    place.passes(HOUR)
    place.change("PROJ-2", summary="two, later")
    result = place.pull()
    assert counts(result) == {"pulled": 1}
    assert result.since == START + HOUR - timedelta(minutes=15)
    assert place.titles()["PROJ-2"] == "two, later"
    # 09:45:30 UTC, told to the minute in New York
    assert place.asked() == [f'{ALL} AND updated >= "2026-03-01 04:45"', IDS]
    place.passes(HOUR)
    assert counts(place.pull()) == {"skipped": 1}
    place.passes(HOUR)
    result = place.pull()
    assert counts(result) == {}
    assert result.since == START + 3 * HOUR - timedelta(minutes=15)


def test_a_full_pull_reads_everything_and_sees_what_is_gone(place):
    place.pull()
    place.call("DELETE", "/rest/api/3/issue/PROJ-2")
    place.passes(HOUR)
    place.asked()
    result = place.pull(full=True)
    assert (counts(result), result.since) == ({"skipped": 2, "gone": 1}, None)
    assert place.asked() == [ALL]
    assert counts(place.pull()) == {}


def test_a_pull_of_changes_sees_by_ids_what_is_gone_and_what_came_in_sight(place):
    place.pull()
    place.call("DELETE", "/rest/api/3/issue/PROJ-2")
    store = place.app.store
    one = store.tickets.find_by_jira_id(place.workspace.id, "PROJ-1")
    store.tombstones.put(Tombstone(place.workspace.id, one.id, "PROJ-1", START))
    store.tickets.delete(store.tickets.find_by_jira_id(place.workspace.id, "PROJ-3").id)
    place.passes(HOUR)
    assert counts(place.pull()) == {"pulled": 1, "skipped": 1, "gone": 1}
    assert [item.key for item in store.tombstones.list(place.workspace.id)] == ["PROJ-2"]
    assert set(place.titles()) == {"PROJ-1", "PROJ-2", "PROJ-3"}


JUMPS = [timedelta(0), HOUR, -HOUR]


@pytest.mark.parametrize("before", [True, False], ids=["then changed", "changed before"])
@pytest.mark.parametrize("machine", JUMPS, ids=["right", "ahead", "behind"])
@pytest.mark.parametrize("server", JUMPS, ids=["right", "ahead", "behind"])
@pytest.mark.parametrize("passed", [timedelta(minutes=3), 2 * HOUR], ids=["soon", "late"])
def test_a_clock_that_is_set_loses_no_change(place, passed, server, machine, before):
    if server and machine:
        machine = machine / 2
    place.pull()
    place.passes(passed / 2)
    if not before:
        place.change("PROJ-1", summary="changed")
    place.set_jira(server)
    place.clock.move(seconds=machine.total_seconds())
    if before:
        place.change("PROJ-1", summary="changed")
    place.passes(passed / 2)
    place.pull()
    assert place.titles()["PROJ-1"] == "changed"


def test_a_machine_an_hour_off_from_the_start_loses_nothing(place):
    for by in (HOUR, -2 * HOUR):
        place.clock.move(seconds=by.total_seconds())
        place.pull()
        place.passes(timedelta(minutes=30))
        place.change("PROJ-1", summary=f"changed {by}")
        place.passes(timedelta(minutes=30))
        place.pull()
        assert place.titles()["PROJ-1"] == f"changed {by}"


def test_what_the_index_shows_late_is_taken_by_a_later_pull(place):
    place.pull()
    place.call("POST", "/_sandbox/lag", {"ms": 600_000, "vanish": 0.5, "seed": 1})
    place.change("PROJ-1", summary="changed")
    place.make("new")
    assert counts(place.pull()) == {}
    for _ in range(5):
        place.passes(timedelta(minutes=4))
        place.pull()
    assert place.titles() == {
        "PROJ-1": "changed",
        "PROJ-2": "two",
        "PROJ-3": "three",
        "PROJ-4": "new",
    }


def test_a_narrow_pull_does_not_move_the_cursor(place):
    place.pull()
    place.passes(HOUR)
    place.change("PROJ-1", summary="changed")
    place.change("PROJ-2", summary="changed")
    place.passes(HOUR)
    assert counts(place.pull(jql="key = PROJ-1")) == {"pulled": 1}
    place.passes(HOUR)
    assert counts(place.pull()) == {"pulled": 1, "skipped": 1}
    assert place.titles()["PROJ-2"] == "changed"


def test_a_dry_run_moves_nothing(place):
    assert counts(place.pull(dry_run=True)) == {"pulled": 3}
    assert place.titles() == {}
    place.pull()
    place.passes(HOUR)
    place.change("PROJ-1", summary="changed")
    for dry in (True, True, False):
        place.passes(HOUR)
        assert counts(place.pull(dry_run=dry)) == {"pulled": 1}
    assert counts(place.pull()) == {}


class Stop(BaseException):
    """Somebody presses Ctrl-C."""


class Hearing(list[object]):
    """Raises Stop at the n-th page."""

    def __init__(self, pages: int) -> None:
        super().__init__()
        self.left = pages

    def append(self, event: object) -> None:
        self.left -= isinstance(event, Progress)
        if not self.left:
            raise Stop


KEYS = [f"PROJ-{number}" for number in range(1, 351)]


@pytest.fixture
def many(place):
    """A Jira of 350 tickets."""
    for at in range(347):
        place.passes(timedelta(seconds=9))
        place.make(f"t{at}")
    place.passes(timedelta(minutes=8))
    return place


def stopped(place: TimedPlace, pages: int) -> None:
    before, place.told = place.told, Hearing(pages)
    with pytest.raises(Stop):
        place.pull()
    place.told = before


def test_an_interrupted_pull_goes_on_where_it_stopped(many):
    stopped(many, 2)
    assert len(many.titles()) == 200
    many.restart()
    many.asked()
    many.passes(HOUR)
    many.change("PROJ-1", summary="changed meanwhile")
    many.make("made meanwhile")
    many.passes(HOUR)
    result = many.pull()
    first, second, *rest = many.asked()
    assert first.startswith(f'{ALL} AND created >= "2026-03-01 0')
    assert second == f'{ALL} AND updated >= "2026-03-01 05:45"'
    assert rest == [IDS]
    assert result.since is not None
    assert many.titles()["PROJ-1"] == "changed meanwhile"
    assert set(many.titles()) == {*KEYS, "PROJ-351"}
    many.passes(HOUR)
    many.pull()
    assert many.asked()[0] == f'{ALL} AND updated >= "2026-03-01 07:45"'


def test_an_interrupted_pull_of_changes_goes_on_too(many):
    many.pull()
    many.passes(HOUR)
    for key in KEYS:
        many.change(key, summary=f"{key} changed")
    stopped(many, 1)
    many.passes(HOUR)
    many.asked()
    many.pull()
    first, second, *_ = many.asked()
    assert first.startswith(
        f'{ALL} AND updated >= "2026-03-01 05:45" AND created >= "2026-03-01 0'
    )
    assert second == f'{ALL} AND updated >= "2026-03-01 06:45"'
    assert [key for key, title in many.titles().items() if title != f"{key} changed"] == []


def test_a_full_pull_starts_anew(many):
    stopped(many, 2)
    many.asked()
    assert counts(many.pull(full=True)) == {"pulled": 150, "skipped": 200}
    assert set(many.asked()) == {ALL}


def test_a_stop_leaves_the_cursor_where_it_was(place):
    place.make("four", "five", "six")
    place.passes(HOUR)
    place.pull()
    place.passes(HOUR)
    place.change("PROJ-1", summary="changed")
    for key in place.all_keys()[1:]:
        place.call("DELETE", f"/rest/api/3/issue/{key}")
    for _ in range(2):
        place.passes(HOUR)
        with pytest.raises(SyncStopped):
            place.pull()
    assert place.titles()["PROJ-1"] == "changed"
    assert place.app.store.cursors.get(place.workspace.id).read.server == START + 2 * HOUR
    assert counts(place.pull(allow_empty=True))["gone"] == 5


def test_a_conflict_of_long_ago_is_settled_by_a_pull_of_changes(place):
    place.write("b.md", "# TICKET: Mine\n\n## Fields\n- Priority: High\n")
    place.push("b.md")
    place.edit("b.md", ("Priority: High", "Priority: Low"))
    place.change("PROJ-4", priority={"name": "Highest"})
    assert counts(place.pull())["conflict"] == 1
    for _ in range(3):
        place.passes(HOUR)
        assert counts(place.pull()) == {"conflict": 1}
    place.passes(HOUR)
    assert counts(place.pull(strategy="remote-wins")) == {"pulled": 1}
    assert "Priority: Highest" in place.read("b.md")


def test_a_key_written_by_hand_is_looked_at_though_it_did_not_change(place):
    place.pull()
    store = place.app.store
    store.tickets.delete(store.tickets.find_by_jira_id(place.workspace.id, "PROJ-1").id)
    place.passes(HOUR)
    place.write("b.md", "# TICKET: [PROJ-1] one\n\n## Fields\n- Type: Task\n")
    assert counts(place.pull()) == {"pulled": 1}
    assert place.status().changed == ()


def test_another_set_of_fields_reads_everything_again(place):
    place.pull()
    place.passes(HOUR)
    cursors, workspace = place.app.store.cursors, place.workspace.id
    cursors.put(workspace, replace(cursors.get(workspace), fingerprint="of another program"))
    place.asked()
    assert counts(place.pull()) == {"skipped": 3}
    assert place.asked() == [ALL]


def test_a_ticket_that_the_store_refuses_is_told_and_tried_again(place):
    place.pull()
    store = place.app.store
    one, two = (
        store.tickets.find_by_jira_id(place.workspace.id, key) for key in ("PROJ-1", "PROJ-2")
    )
    store.tickets.update(replace(one, jira_id="PROJ-99"))
    store.tickets.update(replace(two, jira_id="PROJ-1"))
    place.change("PROJ-1", summary="changed")
    place.change("PROJ-3", summary="changed")
    place.passes(HOUR)
    result = place.pull()
    assert counts(result) == {"failed": 1, "pulled": 1}
    assert result.failures[0].key == "PROJ-1"
    assert result.failures[0].error["code"] == "3003"
    two = store.tickets.get(two.id)
    store.tickets.update(replace(two, jira_id="PROJ-2"))
    place.passes(HOUR)
    assert counts(place.pull()) == {"pulled": 1}
    assert place.titles() == {"PROJ-1": "changed", "PROJ-2": "two", "PROJ-3": "changed"}
    assert store.cursors.get(place.workspace.id).retry == ()
