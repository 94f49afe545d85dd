"""Judges records of the sandbox by Atlassian's descriptions: python -m tests.oracles.judge FOLDER...

Each distinct (operation, status, shape of the answer) is judged once, and each distinct request of ticketr.
Ends with status 1 where there is a complaint that no allowed deviation covers.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jira_sandbox.record import shape
from tests.conftest import oracle_folder
from tests.oracles.description import Complaint, Description
from tests.oracles.deviations import ALLOWED, Deviation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.oracles.description import Operation

PLATFORM = "jira-cloud-platform-v3.clean.json"
SOFTWARE = "jira-cloud-software-agile.2026-06-10.json"
OURS = "ticketr/"


@dataclass
class Verdict:
    """What was judged, what was complained of, and what lies outside of the descriptions."""

    answers: int = 0
    requests: int = 0
    operations: set[tuple[str, str]] = field(default_factory=set)
    complaints: Counter[Complaint] = field(default_factory=Counter)
    allowed: Counter[Deviation] = field(default_factory=Counter)
    undescribed: Counter[str] = field(default_factory=Counter)

    def lines(self) -> Iterator[str]:
        """The verdict, for people."""
        yield (
            f"judged {self.answers} distinct answers of {len(self.operations)} operations"
            f" and {self.requests} distinct requests of ticketr"
        )
        for deviation, count in self.allowed.most_common():
            yield f"  allowed {count:4}  {deviation.template} {deviation.what}: {deviation.reason}"
        for name, count in sorted(self.undescribed.items()):
            yield f"  undescribed {count:4}  {name}"
        for complaint, count in sorted(self.complaints.items(), key=lambda pair: str(pair[0])):
            yield f"  WRONG {count:4}  {complaint}"


class Judge:
    """Judges lines of records, each distinct one once."""

    def __init__(self, data: Path) -> None:
        folder = data / "openapi"
        self._platform = Description(folder / PLATFORM)
        self._software = Description(folder / SOFTWARE)
        self._seen: set[str] = set()
        self.verdict = Verdict()

    def hear(self, lines: Iterable[dict[str, Any]]) -> Verdict:
        """Judge them; gives the verdict so far."""
        for line in lines:
            self._one(line)
        return self.verdict

    def _one(self, line: dict[str, Any]) -> None:
        path = line["path"]
        if not path.startswith("/rest/") or _unknown(line):
            return
        description = self._description(path)
        operation = description.operation(line["method"], path) if description else None
        if description is None or operation is None:
            self.verdict.undescribed[f"{line['method']} {path} {line['status']}"] += 1
            return
        self.verdict.operations.add((operation.method, operation.template))
        if self._new("answer", operation, line["status"], shape(line["response"])):
            self.verdict.answers += 1
            self._note(description.of_response(operation, line))
        ours = line["agent"].startswith(OURS) and line["status"] < 400
        if ours and self._new("request", operation, sorted(line["query"]), shape(line["request"])):
            self.verdict.requests += 1
            self._note(description.of_request(operation, line))

    def _description(self, path: str) -> Description | None:
        if path.startswith("/rest/api/3/"):
            return self._platform
        return self._software if path.startswith(("/rest/agile/", "/rest/software/")) else None

    def _new(self, kind: str, operation: Operation, *more: Any) -> bool:
        mark = json.dumps([kind, operation.method, operation.template, *more], sort_keys=True)
        new = mark not in self._seen
        self._seen.add(mark)
        return new

    def _note(self, complaints: Iterable[Complaint]) -> None:
        for complaint in complaints:
            covering = next((d for d in ALLOWED if d.covers(complaint)), None)
            if covering is None:
                self.verdict.complaints[complaint] += 1
            else:
                self.verdict.allowed[covering] += 1


def _unknown(line: dict[str, Any]) -> bool:
    """Whether the sandbox says that it does not serve the path or the method: no answer of Jira."""
    told = line["response"]
    unknown = isinstance(told, dict) and "null for uri" in str(told.get("message"))
    return unknown or line["status"] == 405


def read(folder: Path) -> Iterator[dict[str, Any]]:
    """The lines of all records in a folder."""
    for path in sorted(folder.glob("*.jsonl")):
        with path.open(encoding="utf-8") as file:
            yield from map(json.loads, file)


def main(folders: list[str]) -> int:
    """Judge the folders; 0 where nothing is wrong."""
    judge = Judge(oracle_folder())
    for folder in folders:
        judge.hear(read(Path(folder)))
    sys.stdout.write("\n".join(judge.verdict.lines()) + "\n")
    return 1 if judge.verdict.complaints or not judge.verdict.answers else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
