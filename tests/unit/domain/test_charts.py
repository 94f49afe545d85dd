from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ticketr.domain.charts import STATES, Bar, Level, Move, bars, ideal, levels

START = datetime(2026, 3, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAYS = [(date(2026, 3, n), START + n * 24 * HOUR) for n in range(1, 11)]

lives = st.lists(
    st.tuples(
        st.lists(st.integers(0, 300), min_size=1, max_size=5).map(sorted),
        st.lists(st.sampled_from(STATES), min_size=5, max_size=5),
        st.sampled_from([0.0, 1.0, 2.5]),
    ),
    max_size=8,
)


def moves_of(hours, states, points):
    """The moves of one ticket: born at the first hour, then on from state to state."""
    before = [None, *states]
    return [
        Move(START + hour * HOUR, old, new, 1, points)
        for hour, old, new in zip(hours, before, states, strict=False)
    ]


def state_at(hours, states, moment):
    """The state that one ticket had just before a moment."""
    passed = sum(START + hour * HOUR < moment for hour in hours)
    return states[passed - 1] if passed else None


@given(lives)
def test_every_day_every_ticket_stands_where_it_stood(tickets):
    moves = [move for ticket in tickets for move in moves_of(*ticket)]
    found = levels(moves, DAYS)
    assert [level.day for level in found] == [day for day, _ in DAYS]
    for level, (_, end) in zip(found, DAYS, strict=True):
        stood = [(state_at(hours, states, end), points) for hours, states, points in tickets]
        for at, state in enumerate(STATES):
            own = [points for one, points in stood if one == state]
            assert level.tickets[at] == len(own)
            assert level.points[at] == sum(own)
        assert level.open_tickets == sum(one in STATES[:2] for one, _ in stood)
        assert level.open_points == sum(points for one, points in stood if one in STATES[:2])


def test_without_days_there_is_nothing():
    assert levels([Move(START, None, "new", 1, 0)], []) == []
    assert levels([], DAYS[:1]) == [Level(DAYS[0][0], (0, 0, 0), (0.0, 0.0, 0.0))]


def test_an_even_pace_ends_at_nothing():
    assert ideal(8, 5) == [8, 6, 4, 2, 0]
    assert ideal(8, 1) == [0]
    assert ideal(8, 0) == []


groups = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(1, 9), st.sampled_from([0.0, 0.5, 3.0]))
)


@given(groups)
def test_bars_hold_everything_the_longest_first(some):
    found = bars(some)
    assert sum(bar.tickets for bar in found) == sum(tickets for _, tickets, _ in some)
    assert sum(bar.points for bar in found) == sum(points for _, _, points in some)
    assert sorted(bar.name for bar in found) == sorted({name for name, _, _ in some})
    assert [bar.tickets for bar in found] == sorted((bar.tickets for bar in found), reverse=True)


def test_bars_of_statuses_are_in_the_order_of_work():
    states = {"Open": "new", "Doing": "indeterminate", "Closed": "done"}
    some = [("Closed", 9, 0.0), ("Odd", 99, 0.0), ("Doing", 2, 1.0), ("Open", 1, 0.0)]
    assert bars([*some, ("Doing", 1, 0.5)], lambda name: states.get(name, "")) == [
        Bar("Open", 1, 0.0, "new"),
        Bar("Doing", 3, 1.5, "indeterminate"),
        Bar("Closed", 9, 0.0, "done"),
        Bar("Odd", 99, 0.0),
    ]
