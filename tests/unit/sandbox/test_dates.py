from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jira_sandbox.clock import Clock, read_stamp, stamp, zone
from jira_sandbox.jql import dates

NOW = datetime(2026, 11, 25, 14, 35, 59, 5, ZoneInfo("Europe/Berlin"))  # a Wednesday


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("-15m", "2026-11-25 14:20"),
        ("15m", "2026-11-25 14:50"),
        ("+1d", "2026-11-26 14:35"),
        ("-1w 2d", "2026-11-16 14:35"),
        ("4w2d 1h", "2026-12-25 15:35"),
        ("2026-01-02", "2026-01-02 00:00"),
        ("2026/01/02 03:04", "2026-01-02 03:04"),
        ("2026-1-2", "2026-01-02 00:00"),
        ("2026-02-30", None),
        ("-99999999999w", None),
        ("-9999999w", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates(text, wanted):
    found = dates.read(text, NOW)
    assert (f"{found:%Y-%m-%d %H:%M}" if found else None) == wanted


@pytest.mark.parametrize(
    ("name", "shift", "wanted"),
    [
        ("startofday", "", "2026-11-25 00:00:00.000"),
        ("endofday", "", "2026-11-25 23:59:59.999"),
        ("startofday", "-1", "2026-11-24 00:00:00.000"),
        ("startofday", "+2h", "2026-11-25 02:00:00.000"),
        ("startofweek", "", "2026-11-22 00:00:00.000"),
        ("endofweek", "1", "2026-12-05 23:59:59.999"),
        ("startofmonth", "", "2026-11-01 00:00:00.000"),
        ("endofmonth", "+1", "2026-12-31 23:59:59.999"),
        ("startofyear", "-1", "2025-01-01 00:00:00.000"),
        ("endofyear", "", "2026-12-31 23:59:59.999"),
        ("startofmonth", "-1M", "2026-10-01 00:00:00.000"),
        ("startofday", "x", None),
        ("startofcentury", "", None),
    ],
)
def test_bounds(name, shift, wanted):
    found = dates.bound(name, shift, NOW)
    assert (f"{found:%Y-%m-%d %H:%M:%S.%f}"[:-3] if found else None) == wanted


@given(
    ms=st.integers(0, 4_000_000_000_000),
    name=st.sampled_from(["Etc/UTC", "Europe/Berlin", "Asia/Kolkata"]),
)
def test_a_stamp_is_read_back(ms, name):
    text = stamp(ms, name)
    assert read_stamp(text) == ms
    assert text[-5] in "+-"
    assert text[-6].isdigit()


def test_a_stamp_needs_an_offset():
    with pytest.raises(ValueError, match="2026"):
        read_stamp("2026-01-01T00:00:00")


def test_an_unknown_zone_is_an_hour_east():
    assert zone("Nowhere/Else").utcoffset(None) == timedelta(hours=1)
    assert zone("Etc/UTC") is UTC


def test_the_clock():
    clock = Clock()
    clock.freeze(1000)
    clock.shift(5)
    assert clock.now() == 1005
    clock.freeze(None)
    clock.shift(1_000_000)
    moved = clock.now()
    clock.restore()
    assert 900_000 < moved - clock.now() < 1_100_000
