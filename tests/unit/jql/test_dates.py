from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketr.jql import dates
from ticketr.jql.dates import BadDate
from ticketr.jql.reading import DATE_FUNCTIONS

from .known import Known


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-31", "2026-03-31T04:00:00.000Z"),
        ("2026/3/1", "2026-03-01T05:00:00.000Z"),
        ("2026-03-31 14:30", "2026-03-31T18:30:00.000Z"),
        ("2026/03/31 4:05", "2026-03-31T08:05:00.000Z"),
        ("-1w", "2026-03-18T14:30:00.000Z"),
        ("1w", "2026-04-01T14:30:00.000Z"),
        ("+2d", "2026-03-27T14:30:00.000Z"),
        ("-1w 2d 3h 4m", "2026-03-16T11:26:00.000Z"),
        ("0", "1970-01-01T00:00:00.000Z"),
        ("1774449000000", "2026-03-25T14:30:00.000Z"),
        ("-1", "1969-12-31T23:59:59.999Z"),
    ],
)
def test_dates_written_out(text, expected):
    assert dates.stamp(dates.moment(text, Known())) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "today",
        "2026-02-30",
        "2026-13-01",
        "2026-01-01 25:00",
        "1 w",
        "w",
        "--1d",
        "-1x",
        "1d2",
        "-1d 5",
        "9" * 30,
        "9999999w",
        "2026-01-01T10:00",
        "2026-1-1 10:00:00",
        "١٢-1-1",
    ],
)
def test_no_dates(text):
    with pytest.raises(BadDate):
        dates.moment(text, Known())


@pytest.mark.parametrize(
    ("name", "argument", "expected"),
    [
        ("now", None, "2026-03-25T14:30:00.000Z"),
        ("startOfDay", None, "2026-03-25T04:00:00.000Z"),
        ("endOfDay", None, "2026-03-26T03:59:59.999Z"),
        ("startOfDay", "-1d", "2026-03-24T04:00:00.000Z"),
        ("startOfDay", "-1", "2026-03-24T04:00:00.000Z"),
        ("startOfDay", "+5h", "2026-03-25T09:00:00.000Z"),
        ("startOfDay", "30m", "2026-03-25T04:30:00.000Z"),
        ("startOfWeek", None, "2026-03-22T04:00:00.000Z"),
        ("endOfWeek", "+1", "2026-04-05T03:59:59.999Z"),
        ("startOfWeek", "1d", "2026-03-23T04:00:00.000Z"),
        ("startOfMonth", None, "2026-03-01T05:00:00.000Z"),
        ("endOfMonth", None, "2026-04-01T03:59:59.999Z"),
        ("endOfMonth", "-1", "2026-03-01T04:59:59.999Z"),
        ("endOfMonth", "+15d", "2026-04-16T03:59:59.999Z"),
        ("startOfMonth", "+14d", "2026-03-15T04:00:00.000Z"),
        ("startOfYear", None, "2026-01-01T05:00:00.000Z"),
        ("endOfYear", "-1y", "2026-01-01T04:59:59.999Z"),
        ("startOfYear", "1M", "2026-02-01T05:00:00.000Z"),
    ],
)
def test_functions(name, argument, expected):
    arguments = [] if argument is None else [argument]
    assert dates.stamp(dates.computed(name, arguments, Known())) == expected


def test_a_week_begins_where_the_account_says():
    assert (
        dates.stamp(dates.computed("startOfWeek", [], Known(first=0)))
        == "2026-03-23T04:00:00.000Z"
    )


def test_days_when_clocks_change():
    spring = Known("2026-03-29T12:00:00+00:00", "Europe/Berlin")
    assert dates.stamp(dates.computed("startOfDay", [], spring)) == "2026-03-28T23:00:00.000Z"
    assert dates.stamp(dates.computed("endOfDay", [], spring)) == "2026-03-29T21:59:59.999Z"
    autumn = Known("2026-10-25T12:00:00+00:00", "Europe/Berlin")
    assert dates.stamp(dates.computed("startOfDay", [], autumn)) == "2026-10-24T22:00:00.000Z"
    assert dates.stamp(dates.computed("endOfDay", [], autumn)) == "2026-10-25T22:59:59.999Z"
    assert dates.stamp(dates.computed("startOfDay", ["-1"], autumn)) == "2026-10-23T22:00:00.000Z"


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("now", ["1"]),
        ("startOfDay", ["1", "2"]),
        ("startOfDay", ["x"]),
        ("startOfDay", [""]),
        ("startOfYear", ["-9999"]),
        ("startOfDay", ["999999999"]),
        ("startOfYear", ["99999"]),
        ("endOfYear", ["99999"]),
        ("startOfDay", ["99999999h"]),
    ],
)
def test_no_shifts(name, arguments):
    with pytest.raises(BadDate):
        dates.computed(name, arguments, Known())


@given(
    name=st.sampled_from(DATE_FUNCTIONS[1:]),
    amount=st.integers(-100_000, 100_000),
    unit=st.sampled_from(["", "y", "M", "w", "d", "h", "m"]),
    zone=st.sampled_from(
        ["America/New_York", "Europe/Berlin", "Asia/Kolkata", "Pacific/Apia", "America/Sao_Paulo"]
    ),
)
def test_any_shift_is_a_time_or_no_date(name, amount, unit, zone):
    try:
        found = dates.computed(name, [f"{amount}{unit}"], Known(zone=zone))
    except BadDate:
        return
    assert found.utcoffset() == timedelta(0)


def test_days_of_the_account():
    assert dates.day(dates.moment("2026-03-31", Known()), Known()) == "2026-03-31"
    assert dates.day(dates.moment("2026-03-31 23:59", Known()), Known()) == "2026-03-31"
    edge = Known("9999-12-31T23:59:59+00:00", "Pacific/Kiritimati")
    assert dates.day(edge.now(), edge) == "9999-12-31"
