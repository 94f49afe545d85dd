"""Jira pushes back, over real HTTP and in real time: its own log says who sent what, when, and how many at once."""

from __future__ import annotations

import random
import time

import pytest

from jira_sandbox import Sandbox
from tests.integration.jira.scripted import Answer, ScriptedServer
from ticketr.adapters.jira.client import Bounds, HttpClient, Repeat
from ticketr.adapters.jira.cloud import CloudJira
from ticketr.adapters.jira.parallel import all_of
from ticketr.adapters.jira.retry import Pace
from ticketr.domain.events import Pause
from ticketr.domain.schema import JiraSchema
from ticketr.domain.workspace import Credentials
from ticketr.errors import JiraRateLimit, TicketrError
from ticketr.limits import MAX_CONCURRENT_JIRA_REQUESTS
from ticketr.ports.external import JiraIssue, JiraUpdate

MOST = MAX_CONCURRENT_JIRA_REQUESTS
PAUSE = 0.6
ON_THE_WAY = 0.3
"""Seconds in which what had passed the gate before the refusal was heard has arrived."""
EARLY = 0.01
"""Seconds by which two clocks of one machine may differ."""


@pytest.fixture
def sandbox():
    with Sandbox() as running:
        yield running


def http(url, heard=None, **more):
    pace = Pace(time.sleep, random.Random(1).random, time.time, time.monotonic)
    tell = (lambda _: None) if heard is None else heard.append
    return HttpClient(url, pace=pace, environ={}, tell=tell, **more)


def ready(sandbox, heard=None, count=30):
    """The adapter with this many tickets, and the edits of them."""
    remote = CloudJira(http(sandbox.url, heard))
    remote.authenticate(Credentials(sandbox.email, sandbox.token))
    fields, types = remote.get_fields(), remote.get_issue_types("PROJ")
    remote.use_schema(JiraSchema("PROJ", tuple(fields), tuple(types)))
    made = remote.bulk_create([JiraIssue({"title": "x", "type": "Task"})] * count, "PROJ")
    sandbox.site.latency = 0.02
    sandbox.forget()
    return remote, [JiraUpdate(item.key, {"title": f"n{item.key}"}) for item in made]


def all_done(results):
    return [result for result in results if isinstance(result, TicketrError)] == []


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "429", "reason": "burst", "retry_after": PAUSE},
        {"kind": "429", "reason": "quota", "retry_after": PAUSE},
        {"kind": "429", "reason": "tenant", "retry_after": PAUSE},
        {"kind": "429", "reason": "cost", "retry_after": PAUSE},
        {"kind": "html_429", "retry_after": PAUSE},
        {"kind": "status", "status": 503, "retry_after": PAUSE},
    ],
    ids=lambda fault: fault.get("reason", fault["kind"]),
)
def test_nobody_sends_before_the_end_of_a_pause(sandbox, fault):
    heard = list[Pause]()
    remote, updates = ready(sandbox, heard)
    sandbox.fault(**fault, method="PUT", skip=10, count=1)
    assert all_done(remote.bulk_update(updates))
    log = sandbox.requests
    [refused] = [entry for entry in log if entry.status in {429, 503}]
    later = [entry for entry in log if entry.started > refused.ended + ON_THE_WAY]
    assert len(log) == len(updates) + 1
    assert len(log) - len(later) < 10 + 2 * MOST
    assert min(entry.started for entry in later) > refused.ended + PAUSE - EARLY
    assert max(entry.in_flight for entry in later[:2]) <= 2
    assert [str(pause) for pause in heard] == ["127.0.0.1 asks us to wait 1 s"]


def test_the_width_shrinks_and_grows_back(sandbox):
    remote, updates = ready(sandbox, count=60)
    sandbox.fault("429", method="PUT", skip=10, count=1, retry_after=PAUSE)
    assert all_done(remote.bulk_update(updates))
    log = sandbox.requests
    [refused] = [entry for entry in log if entry.status == 429]
    assert max(entry.in_flight for entry in log if entry.started < refused.ended) == MOST
    later = [entry for entry in log if entry.started > refused.ended + ON_THE_WAY]
    # Three answers at a width of two, then three, then four at the most.
    assert max(entry.in_flight for entry in later[:2]) <= 2
    assert max(entry.in_flight for entry in later[:5]) <= 3
    assert max(entry.in_flight for entry in later[:9]) <= 4
    assert max(entry.in_flight for entry in later[-20:]) == MOST
    assert sandbox.most_in_flight == MOST


def test_a_limit_of_one_issue_holds_up_no_other(sandbox):
    remote, updates = ready(sandbox)
    slow = updates[0].key
    sandbox.fault("429", f"/{slow}$", method="PUT", count=1, reason="per-issue", retry_after=PAUSE)
    started = time.monotonic()
    done: dict[int, float] = {}
    results = remote.bulk_update(updates, lambda at, _: done.update({at: time.monotonic()}))
    assert all_done(results)
    others = max(at for index, at in done.items() if index) - started
    assert others < PAUSE < done[0] - started
    first, second = [entry for entry in sandbox.requests if entry.path.endswith(slow)]
    assert (first.status, second.status) == (429, 200)
    assert second.started - first.ended >= PAUSE - EARLY
    assert sandbox.most_in_flight == MOST


def test_jiras_own_limit_of_writes_to_one_issue(sandbox):
    """Thirty edits of one issue in two seconds are ten too many; all are done, and other work goes on."""
    remote, updates = ready(sandbox, count=2)
    sandbox.site.latency = 0.0
    sandbox.fault("write_limit", retry_after=0.7)
    one = [JiraUpdate(updates[0].key, {"title": f"t{at}"}) for at in range(30)]
    assert all_done(remote.bulk_update(one))
    assert {entry.status for entry in sandbox.requests} == {200, 429}
    sent = [entry.body["fields"]["summary"] for entry in sandbox.requests if entry.status == 200]
    assert sorted(sent) == sorted(f"t{at}" for at in range(30))


def test_a_pause_too_long_stops_everybody_at_once(sandbox):
    heard = list[Pause]()
    remote, updates = ready(sandbox, heard)
    sandbox.fault("429", method="PUT", skip=10, count=1, retry_after=600)
    results = remote.bulk_update(updates)
    failed = [result for result in results if isinstance(result, JiraRateLimit)]
    done = [result for result in results if not isinstance(result, TicketrError)]
    assert len(failed) + len(done) == len(updates)
    [refused] = [item for item in sandbox.requests if item.status == 429]
    assert [item for item in sandbox.requests if item.started > refused.ended + 0.5] == []
    assert failed
    assert not any(error.context.get("unknown") for error in failed)
    assert all(590 < float(str(error.context["retry_after"])) <= 600 for error in failed)
    assert len(sandbox.requests) == len(done) + 1
    assert heard == []


def test_answers_that_do_not_come_narrow_it():
    silent, quick = Answer(200, {}, delay=0.6), Answer(200, {}, delay=0.02)
    heard = list[Pause]()
    with ScriptedServer(*[silent] * 5, always=quick) as server:
        remote = http(server.url, heard, timeout=0.2, bounds=Bounds(waiting=30))
        all_of(lambda at: remote.send("POST", f"/{at}", body={}, repeat=Repeat.READ), range(5))
        assert remote._gate._width.round > 0
        all_of(lambda at: remote.get(f"/{at}"), range(30))
        assert remote._gate._width.now == MOST
    assert all(not pause.asked and pause.seconds >= 0.5 for pause in heard)
