"""Faults on request: rules that say which requests go wrong, and how; repeatable by seed."""

from __future__ import annotations

import random
import re
import threading
from dataclasses import asdict, dataclass, field
from typing import Any

KINDS = frozenset(
    {"latency", "status", "429", "html_429", "refuse", "drop_reply", "cut", "revoke"}
)
REASONS = {
    "burst": "jira-burst-based",
    "per-issue": "jira-per-issue-on-write",
    "quota": "jira-quota-global-based",
}


class FaultError(ValueError):
    """A rule that cannot be read."""


@dataclass(slots=True)
class Rule:
    """One rule.

    `endpoint` is a regular expression searched in the path, `method` empty for all; the first
    `skip` matches pass unharmed, then `count` of them (0 for all that come) go wrong, each with
    `probability` drawn from `seed`. `status`, `retry_after` (seconds, None for no header),
    `reason` and `ms` refine the kind.
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
    seen: int = 0
    done: int = 0
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
        if self.seen <= self.skip or (self.count and self.done >= self.count):
            return False
        if self._random.random() >= self.probability:
            return False
        self.done += 1
        return True

    def document(self) -> dict[str, Any]:
        """The rule with its counts, as JSON."""
        return {k: v for k, v in asdict(self).items() if k != "_random"}


def read(row: Any) -> Rule:
    """A rule from JSON. Raises FaultError."""
    if not isinstance(row, dict) or row.get("kind") not in KINDS:
        raise FaultError(f"a fault needs a kind out of {', '.join(sorted(KINDS))}")
    known = set(Rule.__dataclass_fields__) - {"seen", "done", "_random"}
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
