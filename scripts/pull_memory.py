"""The memory and the time that a pull takes, of few tickets and of many.

    python scripts/pull_memory.py [--streamed N] [--issues N] [--limit MB] [--growth MB] [--bend X]

Makes sandboxes of a thousand and of many issues (each a process of its own), Cloud and Data Center, and reads all of
it: N issues (100,000) as a stream through the adapter alone, on both; on Cloud `--issues` (as many) with `ticketr pull`
into a fresh workspace, once more (what changed), and with `--full`. Prints the largest resident set of each process
and its time on the wall and on the processor. Every one of them must stay below the limit, whatever the size, and
need no more than the growth beyond what it needs for a thousand. Time on the processor must be in proportion to the
size: from a quarter of the issues to all of them, each further one may take no more than BEND times what each took
from a thousand to that quarter.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

FEW = 1000
PARTS = 4
"""The middle size is the largest, divided by this."""
EDITIONS = {"cloud": "CloudJira", "datacenter": "DataCenterJira"}
STREAM = """\
import importlib, os, sys
from ticketr.adapters.jira.client import HttpClient
from ticketr.domain.schema import JiraSchema
from ticketr.domain.workspace import Credentials
url, edition, name, number = sys.argv[1:]
client = HttpClient(url)
jira = getattr(importlib.import_module("ticketr.adapters.jira." + edition), name)(client)
email = os.environ["TICKETR_USERNAME"] if edition == "cloud" else ""
jira.authenticate(Credentials(email, os.environ["TICKETR_TOKEN"]))
jira.use_schema(JiraSchema("PROJ", tuple(jira.get_fields()), tuple(jira.get_issue_types("PROJ"))))
seen = sum(1 for _ in jira.search_all("project = PROJ ORDER BY created ASC, key ASC"))
assert seen == int(number), seen
print(seen)
"""


@dataclass(frozen=True)
class Cost:
    """What a process took: its largest resident set in MB, seconds on the processor."""

    memory: float
    cpu: float


@contextmanager
def sandbox(issues: int, edition: str) -> Iterator[dict[str, Any]]:
    """A Jira of so many issues in a process of its own; gives url, email and token."""
    with tempfile.TemporaryDirectory() as folder:
        storage = str(Path(folder) / "jira.db")
        fill = ["seed", "--storage", storage, "--issues", str(issues), "--project", "PROJ"]
        fill += ["--edition", edition]
        subprocess.run([sys.executable, "-m", "jira_sandbox", *fill], check=True)
        with serving(storage) as jira:
            yield jira


@contextmanager
def serving(storage: str) -> Iterator[dict[str, Any]]:
    """The site in that file."""
    command = [sys.executable, "-m", "jira_sandbox", "serve", "--port", "0", "--json"]
    command += ["--storage", storage]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield json.loads(process.stdout.readline())
        finally:
            process.send_signal(signal.SIGTERM)


def measured(what: str, command: list[str], env: dict[str, str], cwd: Path) -> Cost:
    """Runs a process, which must succeed, prints what it took, and gives it."""
    started = time.monotonic()
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(
            command, env=env, cwd=cwd, stdout=output, stderr=subprocess.STDOUT
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read().strip()
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{text[-3000:]}")
    memory, cpu = usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime
    last = text.splitlines()[-1][:60] if text else ""
    took = f"{time.monotonic() - started:7.1f} s {cpu:7.1f} s of CPU"
    print(f"  {what:16} {memory:7.1f} MB {took}   {last}", flush=True)
    return Cost(memory, cpu)


def environment(home: Path, jira: dict[str, Any]) -> dict[str, str]:
    """An environment in which ticketr knows nothing but `home` and the login."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("TICKETR_", "JIRA_", "XDG_"))}
    login = {"TICKETR_USERNAME": str(jira["email"]), "TICKETR_TOKEN": str(jira["token"])}
    return {**kept, **login, "HOME": str(home), "TICKETR_HOME": str(home)}


def streamed(issues: int, edition: str) -> dict[str, Cost]:
    """Reads that many issues through the adapter alone; gives what it took."""
    print(f"{issues} issues, {edition}", flush=True)
    with sandbox(issues, edition) as jira, tempfile.TemporaryDirectory() as name:
        home = Path(name)
        command = [
            sys.executable,
            "-c",
            STREAM,
            jira["url"],
            edition,
            EDITIONS[edition],
            str(issues),
        ]
        most = measured("adapter alone", command, environment(home, jira), home)
    return {f"adapter alone, {edition}": most}


def pulled(issues: int) -> dict[str, Cost]:
    """Pulls a Jira Cloud of so many issues in every way; gives what each took."""
    print(f"{issues} issues, pulled", flush=True)
    with sandbox(issues, "cloud") as jira, tempfile.TemporaryDirectory() as name:
        home = Path(name)
        env = environment(home, jira)
        ticketr = [sys.executable, "-m", "ticketr"]
        words = ["--url", jira["url"], "--project", "PROJ", "--username", jira["email"]]
        steps = (
            ("workspace create", [*ticketr, "workspace", "create", "big", *words]),
            ("pull", [*ticketr, "pull"]),
            ("pull again", [*ticketr, "pull"]),
            ("pull --full", [*ticketr, "pull", "--full"]),
        )
        return {what: measured(what, command, env, home) for what, command in steps}


def main() -> int:
    """Measure; 1 above the limit."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("--streamed", type=int, default=100_000)
    parser.add_argument("--issues", type=int, default=100_000, help="to pull; 0 for none")
    parser.add_argument("--limit", type=float, default=100.0, help="MB")
    parser.add_argument("--growth", type=float, default=8.0, help="MB beyond those for a thousand")
    parser.add_argument("--bend", type=float, default=2.0, help="how far time may leave the line")
    asked = parser.parse_args()
    if any(0 < size <= FEW * PARTS for size in (asked.streamed, asked.issues)):
        parser.error(f"many are more than {FEW * PARTS}")
    measured("bare Python", [sys.executable, "-c", "pass"], dict(os.environ), Path.cwd())
    failed = 0
    for edition in EDITIONS:
        sizes = (FEW, asked.streamed // PARTS, asked.streamed)
        failed += told(sizes, [streamed(size, edition) for size in sizes], asked)
    if asked.issues:
        sizes = (FEW, asked.issues // PARTS, asked.issues)
        failed += told(sizes, [pulled(size) for size in sizes], asked)
    return int(failed > 0)


def told(
    sizes: tuple[int, int, int], found: list[dict[str, Cost]], asked: argparse.Namespace
) -> int:
    """Prints what is above the limit, what grows, and what bends; gives how much of it is."""
    failed = 0
    for what in found[0]:
        few, middle, many = (cost[what] for cost in found)
        most = max(few.memory, middle.memory, many.memory)
        failed += verdict(f"{what}: {most:.1f} of {asked.limit:.0f} MB", most <= asked.limit)
        growth = many.memory - few.memory
        words = f"{what}: {growth:+.1f} MB for the many, of {asked.growth:.0f}"
        failed += verdict(words, growth <= asked.growth)
        first = (middle.cpu - few.cpu) / (sizes[1] - sizes[0])
        then = (many.cpu - middle.cpu) / (sizes[2] - sizes[1])
        words = f"{what}: {1e6 * first:.0f} us of CPU an issue, then {1e6 * then:.0f}"
        if "create" not in what and "again" not in what:
            failed += verdict(words, then <= asked.bend * first)
    return failed


def verdict(words: str, kept: bool) -> int:  # noqa: FBT001 - one line of a table
    """Prints the line; gives 1 where it is not kept."""
    print(f"{'kept' if kept else 'MISSED'}: {words}", flush=True)
    return int(not kept)


if __name__ == "__main__":
    sys.exit(main())
