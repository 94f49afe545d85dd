"""Judges records of the sandbox by Atlassian's descriptions: python -m tests.oracles.judge FOLDER...

Each distinct (operation, status, shape of the answer) is judged once, and each distinct request of ticketr.
Ends with status 1 where there is a complaint that no allowed deviation covers.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jira_sandbox.record import kind_of, shape
from tests.conftest import oracle_folder
from tests.oracles.description import Complaint, Description, Operation
from tests.oracles.deviations import EXPECTED, Deviation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


PLATFORM = "jira-cloud-platform-v3.clean.json"
SOFTWARE = "jira-cloud-software-agile.2026-06-10.json"
DATA_CENTER = "jira-dc-10.3.24-v2.json"
REST = re.compile(r".*?(?=/rest/)")
OURS = "ticketr/"
EDITIONS = ("cloud", "datacenter")
UNDESCRIBED = {
    r"\w+ /rest/webhooks/1.0/webhook(/\*)? \d+": "the webhooks of administrators are in no description",
    r"DELETE /rest/api/2/version/\* 204": "servers before 10 have it, and the usual programs delete versions so",
    r"GET /rest/api/2/\*/view/type/\S+ \d+": "the addresses of all pictures lead there",
    r"POST /rest/api/2/issue/bulkfetch 404": "what ticketr asks Cloud for, asked of a Data Center to see that it has it not",
}
"""What no description has, and why the sandbox has it: method, kind of path and status (matched)."""
FLOORS = {"answers": 1400, "requests": 190, "cloud": 178, "datacenter": 124}
"""The least that the record of the whole test suite holds: a run that judges less has lost something."""


@dataclass
class Verdict:
    """What was judged, what was complained of, and what lies outside of the descriptions."""

    answers: int = 0
    requests: int = 0
    operations: set[tuple[str, str]] = field(default_factory=set)
    complaints: Counter[Complaint] = field(default_factory=Counter)
    allowed: Counter[Deviation] = field(default_factory=Counter)
    undescribed: Counter[str] = field(default_factory=Counter)

    def unexpected(self) -> list[str]:
        """What lies outside of the descriptions, and nobody said that it may."""
        named = [re.compile(pattern) for pattern in UNDESCRIBED]
        return [
            name for name in sorted(self.undescribed) if not any(p.fullmatch(name) for p in named)
        ]

    def size(self) -> dict[str, int]:
        """How much was judged: answers, requests of ticketr, and operations of each edition."""
        of = Counter(name.partition(" ")[0] for _, name in self.operations)
        return {"answers": self.answers, "requests": self.requests, **{e: of[e] for e in EDITIONS}}

    def shortfalls(self) -> list[str]:
        """What the record of a whole run lacks: too little judged, and allowances that nothing needed."""
        size = self.size()
        found = [
            f"{name}: {size[name]}, and never less than {least}"
            for name, least in FLOORS.items()
            if size[name] < least
        ]
        return found + [
            f"nothing needs the allowance for {one.operation or 'all'} {one.what}"
            for one in EXPECTED
            if not self.allowed[one]
        ]

    def lines(self) -> Iterator[str]:
        """The verdict, for people."""
        size = self.size()
        yield (
            f"judged {self.answers} distinct answers of {len(self.operations)} operations"
            f" ({', '.join(f'{size[edition]} of {edition}' for edition in EDITIONS)})"
            f" and {self.requests} distinct requests of ticketr"
        )
        for deviation, count in self.allowed.most_common():
            yield f"  allowed {count:4}  {deviation.edition} {deviation.operation} {deviation.what}: {deviation.reason}"
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
        self._data_center = Description(folder / DATA_CENTER, "/rest")
        self._seen: set[str] = set()
        self.verdict = Verdict()

    def hear(self, lines: Iterable[dict[str, Any]]) -> Verdict:
        """Judge them; gives the verdict so far."""
        for line in lines:
            self._one(line)
        return self.verdict

    def _one(self, line: dict[str, Any]) -> None:
        # A context path, or that of the gateway, stands before; no description knows it.
        path = REST.sub("", line["path"], count=1)
        if not path.startswith("/rest/") or _unknown(line):
            return
        cloud = line["edition"] == "cloud"
        description = self._description(path) if cloud else self._data_center
        operation = description.operation(line["method"], _described(path, cloud=cloud))
        if operation is None:
            self.verdict.undescribed[f"{line['method']} {kind_of(path)} {line['status']}"] += 1
            return
        name = f"{line['edition']} {operation.template}"
        self.verdict.operations.add((operation.method, name))
        if self._new("answer", operation.method, name, line["status"], shape(line["response"])):
            self.verdict.answers += 1
            self._note(
                line, [*description.of_response(operation, line), *_unlike_jira(operation, line)]
            )
        mark = ("request", operation.method, name, sorted(line["query"]), shape(line["request"]))
        if line["agent"].startswith(OURS) and self._new(*mark):
            self.verdict.requests += 1
            self._note(line, description.of_request(operation, line))

    def _description(self, path: str) -> Description:
        agile = path.startswith(("/rest/agile/", "/rest/software/"))
        return self._software if agile else self._platform

    def _new(self, *parts: Any) -> bool:
        mark = json.dumps(parts, sort_keys=True)
        new = mark not in self._seen
        self._seen.add(mark)
        return new

    def _note(self, line: dict[str, Any], complaints: Iterable[Complaint]) -> None:
        for complaint in complaints:
            covering = next((d for d in EXPECTED if d.covers(line["edition"], complaint)), None)
            if covering is None:
                self.verdict.complaints[complaint] += 1
            else:
                self.verdict.allowed[covering] += 1


def _unlike_jira(operation: Operation, line: dict[str, Any]) -> Iterator[Complaint]:
    """What a refusal lacks that every refusal of Jira has; the descriptions seldom say what it looks like."""
    status, told = line["status"], line["response"]
    if status < 400 or (status in (401, 403, 416) and "json" not in line["kind"]):
        return
    usual = isinstance(told, dict) and {"errorMessages", "errors"} <= told.keys()
    queued = isinstance(told, dict) and "/bulk/" in operation.template and "errors" in told
    some = (
        isinstance(told, dict) and "issues" in told and operation.template.endswith("/issue/bulk")
    )
    if not (usual or queued or some):
        yield Complaint(
            operation.method, operation.template, status, "a refusal of no known shape"
        )
    elif usual and not (told["errorMessages"] or told["errors"]):
        yield Complaint(operation.method, operation.template, status, "a refusal without a word")


def _described(path: str, *, cloud: bool) -> str:
    """The path as the description of the edition has it: that of Cloud's version 3 serves for 2 as well."""
    version = "3" if cloud else "2"
    return re.sub(r"^/rest/api/(2|3|latest)/", f"/rest/api/{version}/", path)


def _unknown(line: dict[str, Any]) -> bool:
    """Whether the sandbox says that it does not serve the path or the method: no answer of Jira."""
    told = line["response"]
    unknown = isinstance(told, dict) and "null for uri" in str(told.get("message"))
    return unknown or line["status"] == 405


def read(folder: Path) -> Iterator[dict[str, Any]]:
    """The lines of all records in a folder and those inside of it."""
    for path in sorted(folder.rglob("*.jsonl")):
        with path.open(encoding="utf-8") as file:
            yield from map(json.loads, file)


def main(folders: list[str]) -> int:
    """Judge the folders, the record of a whole run; 0 where nothing is wrong, lacking or unheard of."""
    judge = Judge(oracle_folder())
    for folder in folders:
        judge.hear(read(Path(folder)))
    verdict = judge.verdict
    short = [f"  LACKING {text}" for text in verdict.shortfalls()]
    short += [f"  UNHEARD OF {name}" for name in verdict.unexpected()]
    sys.stdout.write("\n".join([*verdict.lines(), *short]) + "\n")
    return 1 if verdict.complaints or short else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
