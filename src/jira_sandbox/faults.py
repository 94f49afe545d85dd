"""Faults on request: rules that say which requests go wrong, and how; repeatable by seed."""

from __future__ import annotations

import math
import random
import re
import threading
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

KINDS = frozenset(
    {"latency", "status", "429", "html_429", "refuse", "hang_up", "drop_reply", "cut", "revoke"}
    | {"expire", "drip", "content_type", "forbid", "write_limit"}
)
# Writes to one issue: at most so many in so many seconds.
WRITES = ((20, 2.0), (100, 30.0))
LONGEST = 3_600_000
REASONS = {
    "burst": "jira-burst-based",
    "per-issue": "jira-per-issue-on-write",
    "quota": "jira-quota-global-based",
    "tenant": "jira-quota-tenant-based",
    "cost": "jira-cost-based",
    "gateway": "",
}


class FaultError(ValueError):
    """A rule that cannot be read."""


@dataclass(slots=True)
class Rule:
    """One rule.

    `endpoint` is a regular expression searched in the path, `method` empty for all; the first
    `skip` matches pass unharmed, then `count` of them (0 for all that come) go wrong, each with
    `probability`, drawn from `seed`, the method, the path and how often that path was asked: so
    the order in which several threads come does not matter. `status`, `retry_after` (seconds,
    None for no header), `reason`, `ms`, `project` and `content_type` refine the kind.
    """

    kind: str
    endpoint: str = ""
    method: str = ""
    count: int = 0
    probability: float = 1.0
    seed: int = 0
    skip: int = 0
    status: int = 503
    retry_after: float | None = 1
    reason: str = "burst"
    ms: float = 0
    project: str = ""
    content_type: str = "text/html;charset=UTF-8"
    seen: int = 0
    done: int = 0
    _writes: dict[int, list[float]] = field(default_factory=dict, repr=False, compare=False)
    _asked: Counter[str] = field(default_factory=Counter, repr=False, compare=False)

    def strikes(self, method: str, path: str, written: Collection[int]) -> bool:
        """Whether a request goes wrong by this rule; counts it. `written`: the issues it writes to."""
        if (self.method and self.method != method) or not re.search(self.endpoint, path):
            return False
        self.seen += 1
        drawn = self._draw(f"{method} {path}")
        if self.kind == "write_limit" and not self._too_many(written):
            return False
        if self.seen <= self.skip or (self.count and self.done >= self.count):
            return False
        if drawn >= self.probability:
            return False
        self.done += 1
        return True

    def _draw(self, request: str) -> float:
        """A number from 0 to 1, the same for the same request for the same time."""
        self._asked[request] += 1
        return random.Random(f"{self.seed} {request} {self._asked[request]}").random()  # noqa: S311

    def _too_many(self, written: Collection[int]) -> bool:
        now = time.monotonic()
        each = [self._writes.setdefault(issue, []) for issue in written]
        for times in each:
            times[:] = [at for at in times if at > now - WRITES[-1][1]]
        if any(
            sum(at > now - span for at in times) >= most for times in each for most, span in WRITES
        ):
            return True
        for times in each:
            times.append(now)
        return False

    def document(self) -> dict[str, Any]:
        """The rule with its counts, as JSON."""
        return {k: v for k, v in asdict(self).items() if not k.startswith("_")}


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _number(value: Any) -> bool:
    return _whole(value) or (isinstance(value, float) and math.isfinite(value))


CHECKS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "endpoint": (lambda x: isinstance(x, str), "text, a regular expression"),
    "method": (lambda x: isinstance(x, str) and not x.strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), "text"),
    "count": (lambda x: _whole(x) and x >= 0, "a whole number from 0"),
    "skip": (lambda x: _whole(x) and x >= 0, "a whole number from 0"),
    "seed": (_whole, "a whole number"),
    "probability": (lambda x: _number(x) and 0 <= x <= 1, "a number from 0 to 1"),
    "status": (lambda x: _whole(x) and 400 <= x <= 599, "a whole number from 400 to 599"),
    "retry_after": (lambda x: x is None or (_number(x) and x >= 0), "seconds from 0, or null"),
    "reason": (lambda x: isinstance(x, str) and x in REASONS, f"one of {', '.join(REASONS)}"),
    "ms": (lambda x: _number(x) and 0 <= x <= LONGEST, "milliseconds from 0 to an hour"),
    "project": (lambda x: isinstance(x, str), "the key of a project"),
    "content_type": (
        lambda x: isinstance(x, str) and x.isprintable() and x != "",
        "text on one line",
    ),
}
"""What each part of a rule can be: a test, and words."""


def read(row: Any) -> Rule:
    """A rule from JSON. Raises FaultError."""
    kind = row.get("kind") if isinstance(row, dict) else None
    if not isinstance(kind, str) or kind not in KINDS:
        raise FaultError(f"a fault needs a kind out of {', '.join(sorted(KINDS))}")
    unknown = sorted(map(str, row.keys() - CHECKS.keys() - {"kind"}))
    if unknown:
        raise FaultError(f"no such part of a fault: {', '.join(unknown)}")
    given = dict(row)
    if isinstance(given.get("method"), str):
        given["method"] = given["method"].upper()
    for name, value in given.items():
        right, words = CHECKS.get(name, (bool, ""))
        if not right(value):
            raise FaultError(f"{name} of the fault {kind!r} must be {words}, not {value!r}")
    try:
        re.compile(given.get("endpoint", ""))
    except re.error as error:
        raise FaultError(f"endpoint of the fault {kind!r}: {error}") from error
    return Rule(**given)


class Faults:
    """The rules in force, asked in order; all that strike apply.

    `known` says whether there is a project of a key.
    """

    def __init__(self, known: Callable[[str], bool] = bool) -> None:
        self._known = known
        self._lock = threading.Lock()
        self._rules: list[Rule] = []

    def replace(self, rows: Any) -> None:
        """Put other rules in force. Raises FaultError, and then nothing has changed."""
        rules = self._read(rows)
        with self._lock:
            self._rules = rules

    def add(self, rows: Any) -> None:
        """Put more rules in force. Raises FaultError."""
        rules = self._read(rows)
        with self._lock:
            self._rules = self._rules + rules

    def _read(self, rows: Any) -> list[Rule]:
        if not isinstance(rows, list):
            raise FaultError("faults are a list of rules")
        rules = [read(row) for row in rows]
        for rule in rules:
            if rule.project and not self._known(rule.project):
                raise FaultError(f"there is no project {rule.project!r}")
        return rules

    def strike(
        self, method: str, path: str, written: Callable[[], Collection[int]] = tuple
    ) -> list[Rule]:
        """The rules that strike a request: any `latency`, and the first of another kind.

        `written` gives the ids of the issues that it writes to.
        """
        struck: list[Rule] = []
        # Asked before the lock is taken: who looks for issues may have to wait for another lock.
        limited = any(rule.kind == "write_limit" for rule in self._rules)
        issues = written() if limited else ()
        with self._lock:
            for rule in self._rules:
                taken = any(r.kind != "latency" for r in struck)
                if (rule.kind == "latency" or not taken) and rule.strikes(method, path, issues):
                    struck.append(rule)
        return struck

    def document(self) -> list[dict[str, Any]]:
        """The rules with their counts."""
        with self._lock:
            return [rule.document() for rule in self._rules]
