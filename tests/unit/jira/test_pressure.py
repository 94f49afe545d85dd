"""How many requests at once, and who waits until when: laws of the two small machines behind every request."""

from __future__ import annotations

import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.pace import NOW, Idle
from ticketr.adapters.jira.gate import Gate, written_issue
from ticketr.adapters.jira.pressure import Pauses, Width
from ticketr.adapters.jira.retry import MOST_TRIES, Pace, Patience, asked_pause
from ticketr.domain.events import Pause, lasting
from ticketr.errors import JiraRateLimit
from ticketr.limits import MAX_CONCURRENT_JIRA_REQUESTS

MOST = MAX_CONCURRENT_JIRA_REQUESTS
ANSWERS = st.lists(st.tuples(st.sampled_from(["eased", "pressed", "silent"]), st.integers(0, 4)))


def told(width, answers):
    """The answers, each of a request that was sent so many rounds ago; the widths after each."""
    widths = []
    for answer, age in answers:
        getattr(width, answer)(max(0, width.round - age))
        widths.append(width.now)
    return widths


@given(st.integers(1, 20), ANSWERS)
def test_the_width_is_never_below_one_nor_above_the_most(most, answers):
    width = Width(most)
    assert width.now == most
    assert all(1 <= now <= most for now in told(width, answers))


@given(st.integers(1, 20), ANSWERS)
def test_the_width_always_recovers(most, answers):
    width = Width(most)
    told(width, answers)
    needed = sum(range(width.now, most))
    told(width, [("eased", 0)] * needed)
    assert width.now == most


@given(st.integers(1, 20), ANSWERS, st.integers(1, 20))
def test_what_was_sent_together_halves_it_once(most, answers, together):
    width = Width(most)
    told(width, answers)
    before, sent_in = width.now, width.round
    for _ in range(together):
        width.pressed(sent_in)
    assert width.now == max(1, before // 2)


@given(st.integers(2, 20), ANSWERS)
def test_it_grows_by_one_after_as_many_answers_as_are_allowed_at_once(most, answers):
    width = Width(most)
    told(width, answers)
    width.pressed(width.round)
    before = width.now
    told(width, [("eased", 0)] * (before - 1))
    assert width.now == before
    width.eased(width.round)
    assert width.now == before + 1


def test_answers_to_what_was_sent_before_a_halving_do_not_widen_it():
    width = Width(MOST)
    width.pressed(0)
    told(width, [("eased", 1)] * 100)
    assert width.now == 2


def test_one_silence_says_little_and_two_in_a_row_halve_it():
    width = Width(MOST)
    assert told(width, [("silent", 0), ("eased", 0), ("silent", 0)]) == [5, 5, 5]
    assert told(width, [("silent", 0), ("silent", 0), ("silent", 0)]) == [2, 2, 1]


ASKED = st.lists(
    st.tuples(st.sampled_from(["", "P-1", "P-2"]), st.floats(0, 100), st.floats(0, 50))
)


@given(ASKED)
def test_a_pause_is_kept_to_its_end_and_only_by_whom_it_is_for(asked):
    """Each entry: who is to pause, for how long, and how much later somebody asks again."""
    pauses, now = Pauses(), 0.0
    ends = {"": 0.0, "P-1": 0.0, "P-2": 0.0}
    for issue, seconds, later in asked:
        pauses.ask(issue, seconds, now)
        ends[issue] = max(ends[issue], now + seconds)
        now += later
        for name in ("", "P-1", "P-2", "P-3"):
            until = max(ends[""], ends.get(name, 0.0))
            assert pauses.left(name, now) == max(0.0, until - now)


@pytest.mark.parametrize(
    ("method", "path", "issue"),
    [
        ("PUT", "/rest/api/3/issue/PROJ-1", "PROJ-1"),
        ("POST", "/rest/api/3/issue/10001/transitions", "10001"),
        ("DELETE", "/rest/api/2/issue/PROJ-1", "PROJ-1"),
        ("GET", "/rest/api/3/issue/PROJ-1", ""),
        ("POST", "/rest/api/3/issue", ""),
        ("POST", "/rest/api/3/issue/bulk", ""),
        ("POST", "/rest/api/3/issue/bulkfetch", ""),
        ("PUT", "/rest/agile/1.0/issue/rank", ""),
        ("POST", "/rest/api/3/search/jql", ""),
    ],
)
def test_which_issue_a_request_writes(method, path, issue):
    assert written_issue(method, path) == issue


DATE = {"date": "Fri, 15 Jan 2027 09:00:00 GMT"}
"""An hour ahead of our clock."""


@pytest.mark.parametrize(
    ("status", "headers", "seconds"),
    [
        (429, {"retry-after": "1"}, 1.0),
        (503, {"retry-after": "0.5"}, 0.5),
        (429, {"retry-after": " 7 "}, 7.0),
        (429, {"retry-after": "9" * 400}, 366 * 86_400.0),
        (429, {"retry-after": "Fri, 15 Jan 2027 08:00:40 GMT"}, 40.0),
        (429, {"retry-after": "Fri, 15 Jan 2027 07:00:40 GMT"}, 0.0),
        (429, {"retry-after": "Fri, 15 Jan 2027 09:00:40 GMT", **DATE}, 40.0),
        (429, {"retry-after": "-1"}, None),
        (429, {"retry-after": "²"}, None),
        (429, {"retry-after": "."}, None),
        (429, {"retry-after": ""}, None),
        (429, {"retry-after": "Thu, 99 Foo"}, None),
        (429, {}, None),
        (429, {"x-ratelimit-reset": "2027-01-15T08:00:30Z"}, 30.0),
        (429, {"x-ratelimit-reset": "2027-01-15T08:01Z"}, 60.0),
        (429, {"x-ratelimit-reset": "2027-01-15T08:01:30.5"}, 90.5),
        (429, {"x-ratelimit-reset": "2027-01-15T09:00:30.000+01:00"}, 30.0),
        (429, {"x-ratelimit-reset": "2027-01-15T09:00:12Z", **DATE}, 12.0),
        (429, {"x-ratelimit-reset": f"{NOW + 5:.0f}"}, 5.0),
        (429, {"x-ratelimit-reset": "2027-01-15T07:59:00Z"}, 0.0),
        (429, {"x-ratelimit-reset": "soon"}, None),
        (429, {"x-ratelimit-reset": "60"}, None),
        (503, {"x-ratelimit-reset": "2027-01-15T08:00:30Z"}, None),
        (429, {"retry-after": "3", "x-ratelimit-reset": "2027-01-15T08:00:30Z"}, 3.0),
        (429, {"retry-after": "soon", "x-ratelimit-reset": "2027-01-15T08:00:30Z"}, 30.0),
    ],
)
def test_how_long_the_server_asks_us_to_wait(status, headers, seconds):
    assert asked_pause(status, headers, NOW) == seconds


@given(st.floats(0, 1, exclude_max=True), st.floats(0, 300))
def test_backing_off_is_full_jitter_and_ends(draw, most):
    idle = Idle(draw=draw)
    patience = Patience(idle.pace(), "jira", most)
    while patience.back_off():
        pass
    assert len(idle.waits) < MOST_TRIES
    assert idle.waits == [draw * (0.5 * 2**at) for at in range(len(idle.waits))]
    assert sum(idle.waits) <= most


@given(st.lists(st.floats(0.01, 50)), st.floats(0, 1, exclude_max=True), st.floats(0, 100))
def test_all_pauses_of_a_request_are_bounded_and_none_is_cut_short(asked, draw, most):
    idle = Idle(draw=draw)
    patience = Patience(idle.pace(), "jira", most)
    for seconds in asked:
        if idle.at + seconds > most:
            with pytest.raises(JiraRateLimit) as caught:
                patience.sit_out(seconds)
            assert caught.value.context["retry_after"] == round(seconds, 3)
            break
        patience.sit_out(seconds)
        assert seconds <= idle.waits[-1] <= seconds + min(1.0, 0.3 * seconds)
    assert idle.at <= most + 1e-9


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.6, "1 s"), (2.4, "2 s"), (60, "1 min 0 s"), (1847, "30 min 47 s"), (93_900, "26 h 5 min")],
)
def test_a_length_of_time_in_words(seconds, text):
    assert lasting(seconds) == text


def test_pauses_in_words():
    assert str(Pause("jira.example", 12)) == "jira.example asks us to wait 12 s"
    about = "jira.example asks us to wait 2 s before PROJ-1 is written again"
    assert str(Pause("jira.example", 2, key="PROJ-1")) == about
    in_trouble = "jira.example is in trouble; trying again in 4 s"
    assert str(Pause("jira.example", 4, asked=False)) == in_trouble


def pass_through(gate, pace, issue="", most=60.0):
    with gate.turn(issue, Patience(pace, "jira", most)) as turn:
        return turn


def test_a_pause_is_told_once_and_kept_by_all():
    idle, heard = Idle(), list[Pause]()
    pace = idle.pace()
    gate = Gate("jira", MOST, pace.clock, heard.append)
    turns = [pass_through(gate, pace) for _ in range(MOST)]
    for turn in turns:
        gate.pressed(turn, 12.0, only_issue=False)
    assert heard == []
    pass_through(gate, pace)
    pass_through(gate, pace)
    assert (idle.waits, heard) == ([12.5], [Pause("jira", 12.0)])


def test_a_pause_longer_than_a_request_waits_lets_nobody_through():
    idle, heard = Idle(), list[Pause]()
    pace = idle.pace()
    gate = Gate("jira", MOST, pace.clock, heard.append)
    gate.pressed(pass_through(gate, pace), 100.0, only_issue=False)
    with pytest.raises(JiraRateLimit, match="pause of 1 min 40 s"):
        pass_through(gate, pace)
    assert (idle.waits, heard) == ([], [])


def test_a_pause_for_one_issue_holds_up_no_other():
    idle, heard = Idle(), list[Pause]()
    pace = idle.pace()
    gate = Gate("jira", MOST, pace.clock, heard.append)
    gate.pressed(pass_through(gate, pace, "PROJ-1"), 2.0, only_issue=True)
    for other in ("", "PROJ-2"):
        assert pass_through(gate, pace, other).round == 0
    assert idle.waits == []
    pass_through(gate, pace, "PROJ-1")
    assert idle.waits == [2.3]
    assert heard == [Pause("jira", 2.0, key="PROJ-1")]


def test_where_no_issue_is_named_its_limit_holds_up_all():
    idle = Idle()
    pace = idle.pace()
    gate = Gate("jira", MOST, pace.clock, lambda _: None)
    gate.pressed(pass_through(gate, pace), 2.0, only_issue=True)
    assert pass_through(gate, pace).round == 1
    assert idle.waits == [2.3]


def test_threads_keep_to_the_width_as_it_shrinks_and_grows():
    pace = Pace(time.sleep, lambda: 0.0, time.time, time.monotonic)
    gate = Gate("jira", MOST, pace.clock, lambda _: None)
    guard, inside, seen = threading.Lock(), set[int](), list[tuple[int, int]]()

    def work(number):
        for at in range(20):
            with gate.turn("", Patience(pace, "jira")) as turn:
                with guard:
                    inside.add(number)
                    seen.append((turn.round, len(inside)))
                time.sleep(0.001)
                with guard:
                    inside.discard(number)
            if number == 0 and at in {5, 6}:
                gate.pressed(turn, 0.0, only_issue=False)
            elif number > 8:
                gate.silent(turn)
            else:
                gate.eased(turn)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert not any(thread.is_alive() for thread in threads)
    assert len(seen) == 200
    assert max(count for _, count in seen) == MOST
    assert max(sent_in for sent_in, _ in seen) >= 2
