"""Three requests of ten go wrong, in every way there is: each operation is done once or reported failed.

What is told to be unknown is looked for, as the product does, and then it is one or the other. In the end all is
held against the sandbox's own storage.
"""

from __future__ import annotations

import importlib
import json
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest

from jira_sandbox import Sandbox
from jira_sandbox.faults import KINDS, REASONS
from ticketr.adapters.jira.client import HttpClient
from ticketr.adapters.jira.retry import Pace
from ticketr.domain.schema import JiraSchema
from ticketr.domain.workspace import Credentials
from ticketr.errors import JiraAuth, JiraNotFound, TicketrError
from ticketr.ports.external import CREATION_PROPERTY, JiraIssue, JiraUpdate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ticketr.ports.external import JiraClient

pytestmark = [pytest.mark.oracle, pytest.mark.slow, pytest.mark.no_cover]

SEED = 2026
OPERATIONS = 2000
SHARE = 0.3
HURRY = 100
"""How much faster waits pass."""
ADAPTERS = {"cloud": "CloudJira", "datacenter": "DataCenterJira"}
MID_RUN = {"revoke", "expire", "forbid"}
"""These strike once and stay: each has a part of the storm for itself."""
ALONGSIDE = [
    {"kind": "latency", "ms": 5, "probability": 0.1},
    {"kind": "write_limit", "retry_after": 0.5},
    {"kind": "refuse", "ms": 5, "probability": 0.01},
]
FAULTS: list[dict[str, Any]] = [
    *({"kind": "429", "reason": reason, "retry_after": 1} for reason in REASONS),
    {"kind": "429", "reason": "burst", "retry_after": None},
    {"kind": "429", "reason": "gateway", "retry_after": None},
    {"kind": "html_429"},
    {"kind": "status", "status": 503, "retry_after": 1},
    {"kind": "status", "status": 503, "retry_after": None},
    {"kind": "status", "status": 500},
    {"kind": "status", "status": 502},
    {"kind": "status", "status": 504},
    {"kind": "status", "status": 409},
    {"kind": "hang_up"},
    {"kind": "cut"},
    {"kind": "drop_reply"},
    {"kind": "drip", "ms": 1},
    {"kind": "content_type"},
]


def storm() -> list[dict[str, Any]]:
    """A rule for each kind of fault, that together strike `SHARE` of the requests; and some beside them."""
    # The rules are asked in turn until one strikes.
    each = 1 - (1 - SHARE) ** (1 / len(FAULTS))
    rules = [{**rule, "probability": each, "seed": SEED + at} for at, rule in enumerate(FAULTS)]
    return [*({"seed": SEED, **rule} for rule in ALONGSIDE), *rules]


@dataclass
class Ledger:
    """What each operation was told: done or failed, once what was unknown has been looked for."""

    creates: dict[str, str] = field(default_factory=dict)
    """The fate by token."""
    titles: dict[str, str] = field(default_factory=dict)
    """The title that a ticket has now, by key."""
    edits: dict[str, list[str]] = field(default_factory=dict)
    """Every title that a ticket has had, by key."""
    deleted: set[str] = field(default_factory=set)
    fates: Counter[tuple[str, str]] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)

    def note(self, what: str, error: TicketrError | None, *, looked: bool = False) -> str:
        """Count the fate that was told: done, failed, or found (done or not) by looking."""
        fate = "done" if error is None else "failed"
        self.fates[what, "looked for" if looked else fate] += 1
        if error is not None:
            self.codes[str(error.code)] += 1
        return fate


def unknown(error: TicketrError | None) -> bool:
    return error is not None and error.context.get("unknown") is True


def attempt(run: Callable[[], Any]) -> TicketrError | None:
    try:
        run()
    except TicketrError as error:
        return error
    return None


def insist(look: Callable[[], Any]) -> Any:
    """What there is to see, however often it takes; a ticket that is not there is an answer."""
    for _ in range(50):
        try:
            return look()
        except JiraNotFound:
            return None
        except TicketrError:
            continue
    raise AssertionError("nothing is seen in this storm")


class Sailor:
    """Makes random operations through the adapter and writes down what it is told."""

    def __init__(self, remote: JiraClient, ledger: Ledger) -> None:
        self.remote = remote
        self.ledger = ledger
        self.dice = random.Random(SEED)
        self.keys: list[str] = []
        self.count = 0

    def sail(self, operations: int) -> None:
        """That many operations more."""
        until = self.count + operations
        while self.count < until:
            room = until - self.count
            work = {
                self.create: 6.0,
                self.create_many: 3.0,
                self.edit_many: 4.0,
                self.edit_one_often: 0.2,
                self.delete: 2.0,
                self.read: 5.0,
            }
            self.dice.choices(list(work), list(work.values()))[0](room)

    def ticket(self) -> tuple[str, JiraIssue]:
        self.count += 1
        token = f"t{self.count}"
        properties = {CREATION_PROPERTY: {"token": token}}
        return token, JiraIssue({"title": token, "type": "Task"}, properties=properties)

    def create(self, _room: int) -> None:
        token, ticket = self.ticket()
        made: list[str] = []
        error = attempt(lambda: made.append(self.remote.create_issue(ticket, "PROJ")))
        self.created([(token, made[0] if made else "", error)])

    def create_many(self, room: int) -> None:
        tickets = [self.ticket() for _ in range(min(room, self.dice.randint(1, 60)))]
        try:
            results = self.remote.bulk_create([ticket for _, ticket in tickets], "PROJ")
        except JiraAuth as error:
            self.created([(token, "", error) for token, _ in tickets])
            return
        assert all(result.unknown == unknown(result.error) for result in results)
        pairs = zip(tickets, results, strict=True)
        self.created([(token, result.key, result.error) for (token, _), result in pairs])

    def created(self, told: list[tuple[str, str, TicketrError | None]]) -> None:
        lost = {token for token, _, error in told if unknown(error)}
        found = insist(lambda: self.newest(lost)) if lost else {}
        for token, told_key, error in told:
            fate = self.ledger.note("create", error, looked=token in lost)
            key = found.get(token, "") if token in lost else told_key
            assert bool(key) == (fate == "done") or token in lost
            self.ledger.creates[token] = "done" if key else "failed"
            if key:
                self.keys.append(key)
                self.ledger.titles[key] = token
                self.ledger.edits[key] = [token]

    def newest(self, tokens: Iterable[str]) -> dict[str, str]:
        """The keys of these creates, among the tickets that were made last: nobody has edited them."""
        query = "project = PROJ ORDER BY created DESC, key DESC"
        last = islice(self.remote.search_all(query), 150)
        found = {str(item.fields["title"]): item.key for item in last}
        return {token: found[token] for token in tokens if token in found}

    def edit_many(self, room: int) -> None:
        self.edit(self.dice.sample(self.keys, min(room, len(self.keys), self.dice.randint(1, 20))))

    def edit_one_often(self, room: int) -> None:
        """More writes of one issue than Jira takes."""
        if self.keys:
            key = self.dice.choice(self.keys)
            for _ in range(min(room, 25)):
                self.edit([key])

    def edit(self, keys: list[str], looking: Callable[[], object] = lambda: None) -> list[object]:
        """One edit of each; `looking` makes it possible to look for what is unknown. Gives what was told."""
        updates = []
        for key in keys:
            self.count += 1
            updates.append(JiraUpdate(key, {"title": f"e{self.count}"}))
        results = self.remote.bulk_update(updates)
        looking()
        for update, result in zip(updates, results, strict=True):
            error = result if isinstance(result, TicketrError) else None
            self.edited(update.key, str(update.fields["title"]), error)
        return list(results)

    def edited(self, key: str, title: str, error: TicketrError | None) -> None:
        self.ledger.note("edit", error, looked=unknown(error))
        happened = self.had(key, title) if unknown(error) else error is None
        if happened:
            self.ledger.titles[key] = title
            self.ledger.edits[key].append(title)

    def had(self, key: str, title: str) -> bool:
        there = insist(lambda: self.remote.get_issue(key))
        return bool(there.fields["title"] == title)

    def delete(self, _room: int) -> None:
        if len(self.keys) < 50:
            return
        self.count += 1
        key = self.dice.choice(self.keys)
        error = attempt(lambda: self.remote.delete_issue(key))
        self.ledger.note("delete", error, looked=unknown(error))
        lost = unknown(error) and insist(lambda: self.remote.get_issue(key)) is None
        if error is None or lost:
            self.keys.remove(key)
            self.ledger.deleted.add(key)

    def read(self, _room: int) -> None:
        if not self.keys:
            return
        self.count += 1
        key = self.dice.choice(self.keys)
        seen: list[JiraIssue] = []
        error = attempt(lambda: seen.append(self.remote.get_issue(key)))
        self.ledger.note("read", error)
        if seen:
            assert seen[0].fields["title"] == self.ledger.titles[key]


def adapter(jira: Sandbox, waits: list[float]) -> JiraClient:
    """The adapter, whose waiting is written down and takes a hundredth of the time."""

    def wait(seconds: float) -> None:
        waits.append(seconds)
        time.sleep(seconds / HURRY)

    clock = lambda: time.monotonic() * HURRY  # noqa: E731 - a line of a table
    pace = Pace(wait, random.Random(SEED).random, time.time, clock)
    module = importlib.import_module(f"ticketr.adapters.jira.{jira.edition}")
    remote: JiraClient = getattr(module, ADAPTERS[jira.edition])(
        HttpClient(jira.url, pace=pace, environ={})
    )
    remote.authenticate(login(jira))
    fields, types = remote.get_fields(), remote.get_issue_types("PROJ")
    remote.use_schema(JiraSchema("PROJ", tuple(fields), tuple(types)))
    return remote


def login(jira: Sandbox) -> Credentials:
    return Credentials(jira.email if jira.edition == "cloud" else "", jira.token)


@pytest.mark.parametrize("edition", ADAPTERS)
def test_a_storm(edition, capsys):
    ledger, waits = Ledger(), list[float]()
    with Sandbox(edition=edition) as jira:
        remote = adapter(jira, waits)
        jira.forget()
        jira.site.faults.replace(storm())
        started = time.monotonic()
        sailor = Sailor(remote, ledger)
        sailor.sail(OPERATIONS - 270)
        sailor.edit_one_often(25)
        kinds = [set(entry.fault.split(",")) - {"", "latency"} for entry in jira.requests]
        asked = sum("write_limit" not in kind for kind in kinds)
        struck = sum(bool(kind - {"write_limit"}) for kind in kinds)
        lose_the_permission(jira, sailor)
        lose_the_login(jira, sailor)
        jira.site.faults.replace(storm())
        sailor.sail(OPERATIONS - sailor.count)
        taken = time.monotonic() - started
        jira.calm()
        check(jira, ledger)
        most = jira.most_in_flight
        remote.close()
    with capsys.disabled():
        print(
            f"\n{edition}: {asked} requests, {struck} of them struck, {len(waits)} waits,", end=""
        )
        print(f" {taken:.1f} s; {dict(sorted(ledger.codes.items()))}")
        for (what, fate), count in sorted(ledger.fates.items()):
            print(f"  {what:8} {fate:10} {count:5}")
    assert sum(ledger.fates.values()) == OPERATIONS
    assert 0.25 < struck / asked < 0.35
    assert set().union(*kinds) >= KINDS - MID_RUN - {"latency", "write_limit"}
    assert most <= 5
    assert {fate for _, fate in ledger.fates} == {"done", "failed", "looked for"}
    assert ledger.fates["create", "done"] > 100
    assert ledger.fates["edit", "done"] > 100


def lose_the_permission(jira: Sandbox, sailor: Sailor) -> None:
    """From some request on nobody sees the project: edits before are done, those after reported failed."""
    hidden, before = jira.site.hidden, sailor.ledger.fates.copy()
    jira.site.faults.replace([{"kind": "forbid", "project": "PROJ", "skip": 10, "count": 1}])
    lost: set[str] = set()

    def restore() -> None:
        lost.update(hidden)
        hidden.clear()

    sailor.edit(sailor.keys[:60], looking=restore)
    told = sailor.ledger.fates - before
    assert 50 <= told["edit", "failed"] + told["edit", "looked for"] < 60
    assert told["edit", "looked for"] <= 5
    hidden.update(lost)
    sailor.create(1)
    sailor.create_many(60)
    hidden.clear()
    assert (sailor.ledger.fates - before)["create", "done"] == 0
    assert sailor.ledger.codes["4005"] >= 45


def lose_the_login(jira: Sandbox, sailor: Sailor) -> None:
    """A token that is revoked, and one that expires, between two edits: a clear error for all that come after."""
    site = jira.site
    tokens = {person.token for person in site.catalogue.people}
    for kind, lost in (("revoke", site.revoked), ("expire", site.expired)):
        jira.calm()
        jira.fault(kind, skip=10, count=1)
        seen = sailor.edit(sailor.keys[:50], lost.clear)
        failed = [result for result in seen if isinstance(result, TicketrError)]
        assert len(seen) == 50
        assert 35 <= len(failed) <= 49
        assert all(isinstance(error, JiraAuth) for error in failed)
        assert sum(map(unknown, failed)) <= 5, "those that were under way"
        lost.update(tokens)
        before = sailor.ledger.fates.copy()
        sailor.create(1)
        sailor.create_many(3)
        assert (sailor.ledger.fates - before)["create", "failed"] >= 2
        lost.clear()


def check(jira: Sandbox, ledger: Ledger) -> None:
    """What the sandbox's storage has, against what was told: everything once, and nothing else."""
    store = jira.site.store
    there = store.issues.many(store.issues.select("1", [], "i.id", -1))
    tokens = [json.loads(store.properties.get(item.id, CREATION_PROPERTY) or "") for item in there]
    made = Counter(found["token"] for found in tokens)
    gone = Counter(ledger.edits[key][0] for key in ledger.deleted)
    for token, fate in ledger.creates.items():
        assert made[token] + gone[token] == (fate == "done"), f"{token} {fate}"
    assert sum(made.values()) + len(gone) == sum(
        fate == "done" for fate in ledger.creates.values()
    )
    alive = {key: title for key, title in ledger.titles.items() if key not in ledger.deleted}
    assert {item.key: item.summary for item in there} == alive
    for item in there:
        given = [change["toString"] for c in store.history.of(item.id) for change in c.items]
        assert sorted(given) == sorted(ledger.edits[item.key][1:]), item.key


def test_every_kind_of_fault_has_its_place_in_the_storm():
    kinds = {rule["kind"] for rule in (*FAULTS, *ALONGSIDE)}
    assert kinds | MID_RUN == KINDS
    assert {rule.get("reason") for rule in FAULTS} >= set(REASONS)
