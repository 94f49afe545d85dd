"""The arithmetic of clocks by which a pull asks for changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketr.domain.cursor import (
    OVERLAP,
    SCAN_ALWAYS,
    Cursor,
    Moment,
    Run,
    jql_time,
    next_run,
    since,
)

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
spans = st.timedeltas(timedelta(0), timedelta(days=40))
shifts = st.timedeltas(timedelta(days=-2), timedelta(days=2))
moments = st.integers(0, 20_000_000).map(lambda n: NOON + timedelta(minutes=n - 10_000_000.25))
ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kathmandu",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "Australia/Lord_Howe",
    "America/St_Johns",
    "Africa/Casablanca",
]


def at(server, machine=None):
    return Moment(server, machine or server)


@given(passed=spans, change=spans, jump=shifts, before=st.booleans(), skew=shifts, lag=spans)
def test_no_change_is_missed_whichever_clock_is_set(passed, change, jump, before, skew, lag):
    """Time passes; Jira's clock is set once, before or after a change is made and stamped."""
    change, lag = min(change, passed), min(lag, OVERLAP)
    read = at(NOON, NOON + skew)
    now = at(NOON + passed + jump, NOON + skew + passed)
    stamped = NOON + change + (jump if before else timedelta(0))
    assert since(read, now) <= stamped
    hidden = NOON - lag
    assert since(read, now) <= hidden


@given(passed=spans, jump=shifts)
def test_a_machine_whose_clock_is_set_only_asks_for_more(passed, jump):
    read, right = at(NOON), at(NOON + passed)
    wrong = replace(right, machine=right.machine + jump)
    assert since(read, wrong) <= since(read, right) == NOON - OVERLAP
    assert since(read, right) - since(read, wrong) == abs(jump)


@pytest.mark.parametrize("name", ZONES)
@given(moment=moments)
def test_a_query_never_asks_from_a_later_moment(name, moment):
    zone = ZoneInfo(name)
    told = datetime.fromisoformat(jql_time(moment, zone))
    readings = [told.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)]
    assert max(readings) <= moment
    assert min(readings) > moment - timedelta(hours=3)


@pytest.mark.parametrize("name", ZONES)
@given(moment=moments)
def test_without_a_zone_it_is_early_enough_in_every_zone(name, moment):
    told = datetime.fromisoformat(jql_time(moment, None))
    assert told.replace(tzinfo=ZoneInfo(name)).astimezone(UTC) <= moment


def test_the_hour_that_comes_twice():
    berlin = ZoneInfo("Europe/Berlin")
    first = datetime(2026, 10, 25, 0, 30, 59, tzinfo=UTC)
    assert jql_time(first, berlin) == "2026-10-25 01:30"
    assert jql_time(first + HOUR, berlin) == "2026-10-25 02:30"
    assert jql_time(first + 2 * HOUR, berlin) == "2026-10-25 03:30"
    assert jql_time(datetime(2026, 3, 29, 1, 15, tzinfo=UTC), berlin) == "2026-03-29 03:15"


def test_the_first_pull_reads_everything_and_the_next_what_changed():
    first = next_run(Cursor("f"), at(NOON), full=False)
    assert first == Run(at(NOON))
    cursor = Cursor("f", scanned=NOON).begun(first).reached(NOON - HOUR)
    assert cursor.scanned is None
    assert cursor.run == Run(at(NOON), None, NOON - HOUR)
    cursor = cursor.ended()
    assert (cursor.read, cursor.run) == (at(NOON), None)
    assert cursor.ended() == cursor
    later = at(NOON + HOUR)
    assert next_run(cursor, later, full=False) == Run(later, NOON - OVERLAP)
    assert next_run(cursor, later, full=True) == Run(later)


def test_an_interrupted_pull_goes_on_and_counts_from_its_beginning():
    cursor = Cursor("f", at(NOON), NOON).begun(Run(at(NOON + HOUR), NOON - OVERLAP))
    assert cursor.scanned == NOON
    cursor = cursor.reached(NOON).reached(NOON - HOUR)
    again = next_run(cursor, at(NOON + 5 * HOUR), full=False)
    assert again == Run(at(NOON + HOUR), NOON - OVERLAP, NOON)
    assert cursor.ended().read == at(NOON + HOUR)
    assert next_run(cursor, at(NOON + 5 * HOUR), full=True).reached is None
    assert Cursor("f").reached(NOON) == Cursor("f")


def test_ids_are_compared_always_or_once_a_day():
    cursor = Cursor("f", scanned=NOON)
    soon, late = at(NOON + HOUR), at(NOON + 24 * HOUR)
    assert cursor.scan_due(soon, SCAN_ALWAYS)
    assert not cursor.scan_due(soon, SCAN_ALWAYS + 1)
    assert cursor.scan_due(late, SCAN_ALWAYS + 1)
    assert cursor.scan_due(at(NOON - 24 * HOUR), SCAN_ALWAYS + 1)
    assert Cursor("f").scan_due(soon, SCAN_ALWAYS + 1)
