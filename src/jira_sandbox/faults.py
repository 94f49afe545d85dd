"""Faults on request: rules that say which requests go wrong, and how; repeatable by seed."""

from __future__ import annotations

import random
import re
import threading
import time
from dataclasses import asdict, dataclass, field
from typing import Any

KINDS = frozenset(
    {"latency", "status", "429", "html_429", "refuse", "drop_reply", "cut", "revoke", "expire"}
    | {"drip", "content_type", "forbid", "write_limit"}
)
# Writes to one issue: at most so many in so many seconds.
WRITES = ((20, 2.0), (100, 30.0))
WRITTEN = re.compile(r"/issue/([^/]+)")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
NO_ISSUE = frozenset({"bulk", "bulkfetch", "createmeta", "picker", "rank"})
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
    `probability` drawn from `seed`. `status`, `retry_after` (seconds, None for no header),
    `reason`, `ms`, `project` and `content_type` refine the kind.
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
    _writes: dict[str, list[float]] = field(default_factory=dict, repr=False, compare=False)
    _random: random.Random = field(default_factory=random.Random, repr=False, compare=False)

    def __post_init__(self) -> None:
        re.compile(self.endpoint)
        self.method = self.method.upper()
        self._random = random.Random(self.seed)  # noqa: S311  repeatable on purpose

    def strikes(self, method: str, path: str) -> bool:
        """Whether a request goes wrong by this rule; counts it."""
        if (self.method and self.method != method) or not re.search(self.endpoint, path):
            return False
        self.seen += 1
        if self.kind == "write_limit" and not self._too_many(method, path):
            return False
        if self.seen <= self.skip or (self.count and self.done >= self.count):
            return False
        if self._random.random() >= self.probability:
            return False
        self.done += 1
        return True

    def _too_many(self, method: str, path: str) -> bool:
        written = WRITTEN.search(path)
        if method in SAFE or written is None or written.group(1) in NO_ISSUE:
            return False
        now = time.monotonic()
        times = self._writes.setdefault(written.group(1).upper(), [])
        times[:] = [at for at in times if at > now - WRITES[-1][1]]
        if any(sum(at > now - span for at in times) >= most for most, span in WRITES):
            return True
        times.append(now)
        return False

    def document(self) -> dict[str, Any]:
        """The rule with its counts, as JSON."""
        return {k: v for k, v in asdict(self).items() if not k.startswith("_")}


def read(row: Any) -> Rule:
    """A rule from JSON. Raises FaultError."""
    if not isinstance(row, dict) or row.get("kind") not in KINDS:
        raise FaultError(f"a fault needs a kind out of {', '.join(sorted(KINDS))}")
    known = set(Rule.__dataclass_fields__) - {"seen", "done", "_random", "_writes"}
    unknown = sorted(set(row) - known)
    if unknown:
        raise FaultError(f"no such part of a fault: {', '.join(unknown)}")
    try:
        return Rule(**row)
    except (TypeError, AttributeError, re.error) as error:
        raise FaultError(str(error)) from error


class Faults:
    """The rules in force, asked in order; all that strike apply."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rules: list[Rule] = []

    def replace(self, rows: Any) -> None:
        """Put other rules in force. Raises FaultError, and then nothing has changed."""
        if not isinstance(rows, list):
            raise FaultError("faults are a list of rules")
        rules = [read(row) for row in rows]
        with self._lock:
            self._rules = rules

    def add(self, rows: Any) -> None:
        """Put more rules in force. Raises FaultError."""
        rules = [read(row) for row in rows]
        with self._lock:
            self._rules += rules

    def strike(self, method: str, path: str) -> list[Rule]:
        """The rules that strike a request: any `latency`, and the first of another kind."""
        struck: list[Rule] = []
        with self._lock:
            for rule in self._rules:
                taken = any(r.kind != "latency" for r in struck)
                if (rule.kind == "latency" or not taken) and rule.strikes(method, path):
                    struck.append(rule)
        return struck

    def document(self) -> list[dict[str, Any]]:
        """The rules with their counts."""
        with self._lock:
            return [rule.document() for rule in self._rules]
