"""Three requests of ten go wrong, in every way there is: nothing is done twice, nothing is lost unsaid."""

from __future__ import annotations

import random
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from jira_sandbox import Sandbox
from tests.integration.sandbox.client import Client
from ticketr.adapters.jira.client import HttpClient
from ticketr.adapters.jira.cloud import CloudJira
from ticketr.adapters.jira.retry import Pace
from ticketr.domain.schema import JiraSchema
from ticketr.domain.workspace import Credentials
from ticketr.errors import JiraNotFound, TicketrError
from ticketr.ports.external import CREATION_PROPERTY, JiraIssue, JiraUpdate

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [pytest.mark.oracle, pytest.mark.slow]

SEED = 2026
OPERATIONS = 2000
SHARE = 0.3
FAULTS: list[dict[str, Any]] = [
    {"kind": "429", "reason": "burst", "retry_after": 1},
    {"kind": "429", "reason": "per-issue", "retry_after": 2},
    {"kind": "429", "reason": "quota", "retry_after": None},
    {"kind": "html_429"},
    {"kind": "status", "status": 503, "retry_after": 1},
    {"kind": "status", "status": 500},
    {"kind": "status", "status": 502},
    {"kind": "status", "status": 504},
    {"kind": "status", "status": 409},
    {"kind": "refuse"},
    {"kind": "cut"},
    {"kind": "drop_reply"},
]


def storm() -> list[dict[str, Any]]:
    """A rule for each kind of fault, that together strike `SHARE` of the requests; and some waits."""
    # The rules are asked in turn until one strikes.
    each = 1 - (1 - SHARE) ** (1 / len(FAULTS))
    rules = [{**rule, "probability": each, "seed": SEED + at} for at, rule in enumerate(FAULTS)]
    return [*rules, {"kind": "latency", "ms": 5, "probability": 0.1, "seed": SEED}]


@dataclass
class Ledger:
    """What each operation was told: done, failed (nothing happened) or unknown."""

    creates: dict[str, str] = field(default_factory=dict)
    """The fate by token."""
    titles: dict[str, set[str]] = field(default_factory=dict)
    """The titles that a ticket may have now, by key."""
    edits: dict[str, list[str]] = field(default_factory=dict)
    """Every title that was ever sent to a ticket, by key."""
    deleted: dict[str, str] = field(default_factory=dict)
    """The fate by key."""
    fates: Counter[tuple[str, str]] = field(default_factory=Counter)

    def note(self, what: str, fate: str) -> str:
        self.fates[what, fate] += 1
        return fate


def fate_of(error: TicketrError | None) -> str:
    if error is None:
        return "done"
    return "unknown" if error.context.get("unknown") else "failed"


def attempt(run: Callable[[], Any]) -> TicketrError | None:
    try:
        run()
    except TicketrError as error:
        return error
    return None


class Sailor:
    """Makes random operations through the adapter and writes down what it is told."""

    def __init__(self, remote: CloudJira, ledger: Ledger) -> None:
        self.remote = remote
        self.ledger = ledger
        self.dice = random.Random(SEED)
        self.keys: list[str] = []
        self.count = 0

    def sail(self, operations: int) -> None:
        """That many operations."""
        while self.count < operations:
            room = operations - self.count
            doing = self.dice.choices(
                [self.create, self.create_many, self.edit_many, self.delete, self.read],
                [6, 3, 4, 2, 5],
            )[0]
            doing(room)

    def ticket(self) -> tuple[str, JiraIssue]:
        self.count += 1
        token = f"t{self.count}"
        properties = {CREATION_PROPERTY: {"token": token}}
        return token, JiraIssue({"title": token, "type": "Task"}, properties=properties)

    def create(self, _room: int) -> None:
        token, ticket = self.ticket()
        made: list[str] = []
        error = attempt(lambda: made.append(self.remote.create_issue(ticket, "PROJ")))
        self.created(token, made[0] if made else "", error)

    def create_many(self, room: int) -> None:
        tickets = [self.ticket() for _ in range(min(room, self.dice.randint(1, 60)))]
        results = self.remote.bulk_create([ticket for _, ticket in tickets], "PROJ")
        for (token, _), result in zip(tickets, results, strict=True):
            assert result.unknown == (fate_of(result.error) == "unknown")
            self.created(token, result.key, result.error)

    def created(self, token: str, key: str, error: TicketrError | None) -> None:
        self.ledger.creates[token] = self.ledger.note("create", fate_of(error))
        if key:
            self.keys.append(key)
            self.ledger.titles[key] = {token}
            self.ledger.edits[key] = [token]

    def edit_many(self, room: int) -> None:
        keys = self.dice.sample(self.keys, min(room, len(self.keys), self.dice.randint(1, 20)))
        updates = []
        for key in keys:
            self.count += 1
            updates.append(JiraUpdate(key, {"title": f"e{self.count}"}))
        results = self.remote.bulk_update(updates)
        for update, result in zip(updates, results, strict=True):
            error = result if isinstance(result, TicketrError) else None
            self.edited(update.key, str(update.fields["title"]), error)

    def edited(self, key: str, title: str, error: TicketrError | None) -> None:
        fate = self.ledger.note("edit", fate_of(error))
        self.ledger.edits[key].append(title)
        if fate == "done":
            self.ledger.titles[key] = {title}
        elif fate == "unknown":
            self.ledger.titles[key].add(title)

    def delete(self, _room: int) -> None:
        if len(self.keys) < 50:
            return
        self.count += 1
        key = self.keys.pop(self.dice.randrange(len(self.keys)))
        error = attempt(lambda: self.remote.delete_issue(key))
        self.ledger.deleted[key] = self.ledger.note("delete", fate_of(error))

    def read(self, _room: int) -> None:
        if not self.keys:
            return
        self.count += 1
        key = self.dice.choice(self.keys)
        seen: list[JiraIssue] = []
        error = attempt(lambda: seen.append(self.remote.get_issue(key)))
        assert not isinstance(error, JiraNotFound)
        self.ledger.note("read", "done" if error is None else "failed")
        if seen:
            assert seen[0].fields["title"] in self.ledger.titles[key]


def adapter(jira: Sandbox, waits: list[float]) -> CloudJira:
    """The adapter, whose waiting is written down and takes a hundredth of the time."""

    def wait(seconds: float) -> None:
        waits.append(seconds)
        time.sleep(seconds / 100)

    pace = Pace(wait, random.Random(SEED).random, time.time, lambda: time.monotonic() * 100)
    client = HttpClient(jira.url, pace=pace, environ={})
    client.authenticate(Credentials(jira.email, jira.token))
    return CloudJira(client)


def test_a_storm(capsys):
    ledger, waits = Ledger(), list[float]()
    with Sandbox() as jira:
        remote = adapter(jira, waits)
        fields, types = remote.get_fields(), remote.get_issue_types("PROJ")
        remote.use_schema(JiraSchema("PROJ", tuple(fields), tuple(types)))
        jira.forget()
        jira.site.faults.replace(storm())
        started = time.monotonic()
        Sailor(remote, ledger).sail(OPERATIONS)
        taken = time.monotonic() - started
        struck = sum(bool(e.fault.replace("latency", "").strip(",")) for e in jira.requests)
        asked = len(jira.requests)
        jira.calm()
        check(remote, ledger)
        with (call := Client(jira)).pool:
            check_histories(call, ledger)
        remote.close()
    with capsys.disabled():
        print(f"\n{asked} requests, {struck} of them struck, {len(waits)} waits, {taken:.1f} s")
        for (what, fate), count in sorted(ledger.fates.items()):
            print(f"  {what:8} {fate:8} {count:5}")
    assert sum(ledger.fates.values()) == OPERATIONS
    assert 0.25 < struck / asked < 0.35
    assert {fate for _, fate in ledger.fates} == {"done", "failed", "unknown"}
    assert ledger.fates["create", "done"] > 100
    assert ledger.fates["edit", "done"] > 100


def check(remote: CloudJira, ledger: Ledger) -> None:
    """What Jira has, against what was told."""
    there = {issue.key: issue for issue in remote.search_all("project = PROJ")}
    made = Counter(token_of(issue) for issue in there.values())
    gone = Counter(ledger.edits[key][0] for key in ledger.deleted if key not in there)
    allowed = {"done": {1}, "failed": {0}, "unknown": {0, 1}}
    for token, fate in ledger.creates.items():
        assert made[token] + gone[token] in allowed[fate], f"{token} {fate}"
    for key, titles in ledger.titles.items():
        if key in there:
            assert there[key].fields["title"] in titles, key
        else:
            assert ledger.deleted.get(key) in {"done", "unknown"}, key
    assert not [key for key, fate in ledger.deleted.items() if fate == "done" and key in there]


def check_histories(call: Client, ledger: Ledger) -> None:
    """No ticket was given a title twice, and none that it was not sent."""
    for key in ledger.titles.keys() - ledger.deleted.keys():
        found = call("GET", f"issue/{key}/changelog?maxResults=100").body["values"]
        given = Counter(item["toString"] for entry in found for item in entry["items"])
        assert set(given) <= set(ledger.edits[key]), key
        assert set(given.values()) <= {1}, key


def token_of(issue: JiraIssue) -> str:
    found = issue.properties[CREATION_PROPERTY]
    assert isinstance(found, dict)
    return str(found["token"])
