"""Figures for the budgets, as ratios to a bare interpreter measured in the same run.

    python scripts/bench.py [--rounds N] [--pushes N] [--latency MS]

Start-up commands are interleaved round by round with a bare interpreter. A push is a whole process, against the
sandbox (a process of its own) at the latency given; each push gets new tickets in a workspace of its own, or the
tickets of the push before, changed.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = Path(sys.executable).with_name("ticketr")
TICKETR = (str(SCRIPT),) if SCRIPT.exists() else (sys.executable, "-m", "ticketr")
"""As users start it: by the script that the installation made."""
STORED = 1000


@dataclass(frozen=True)
class Figure:
    """One line of the table: milliseconds of each run, and the budget in milliseconds or as a ratio."""

    name: str
    times: list[float]
    budget_ms: float | None = None
    budget_ratio: float | None = None

    def line(self, bare: float) -> str:
        """The figure as printed; `bare` is the bare interpreter's median."""
        middle = median(self.times)
        return (
            f"{self.name:34} {middle:9.1f} {min(self.times):9.1f} {middle / bare:7.2f}x"
            f" {self._budget():>10}  {self.verdict(bare)}"
        ).rstrip()

    def _budget(self) -> str:
        if self.budget_ratio is not None:
            return f"{self.budget_ratio:.1f}x"
        return f"{self.budget_ms:.0f} ms" if self.budget_ms is not None else "-"

    def verdict(self, bare: float) -> str:
        """Whether the median keeps the budget."""
        middle = median(self.times)
        if self.budget_ratio is not None:
            return "kept" if middle / bare <= self.budget_ratio else "MISSED"
        if self.budget_ms is not None:
            return "kept" if middle <= self.budget_ms else "MISSED"
        return ""


def timed(command: tuple[str, ...], env: dict[str, str], cwd: Path) -> float:
    """Milliseconds of one process, which must succeed."""
    start = time.perf_counter()
    done = subprocess.run(command, env=env, cwd=cwd, capture_output=True, text=True, check=False)
    taken = (time.perf_counter() - start) * 1000
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed ({done.returncode}):\n{done.stdout}{done.stderr}")
    return taken


def environment(home: Path, **more: str) -> dict[str, str]:
    """An environment in which ticketr knows nothing but `home`."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("TICKETR_", "JIRA_", "XDG_"))
    }
    return {**kept, "HOME": str(home), "TICKETR_HOME": str(home), **more}


def backlog(path: Path, count: int, stem: str) -> Path:
    """A document with that many new tickets."""
    path.write_text(
        "\n".join(
            f"# TICKET: {stem} {number}\n\n## Description\nText of *{stem}* {number}.\n\n"
            f"## Fields\n- Type: Task\n- Labels: bench\n"
            for number in range(count)
        ),
        "utf-8",
    )
    return path


@contextmanager
def sandbox(latency: float) -> Iterator[dict[str, object]]:
    """A Jira that answers after `latency` milliseconds; gives url, email, token and projects."""
    command = [sys.executable, "-m", "jira_sandbox", "serve", "--port", "0", "--json"]
    with subprocess.Popen(
        [*command, "--latency", str(latency)], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            yield json.loads(process.stdout.readline())
        finally:
            process.send_signal(signal.SIGTERM)


def workspace(home: Path, jira: dict[str, object]) -> dict[str, str]:
    """Creates a workspace on that Jira; gives the environment to work in it."""
    env = environment(home, TICKETR_USERNAME=str(jira["email"]), TICKETR_TOKEN=str(jira["token"]))
    project = jira["projects"][0]  # type: ignore[index]
    key = project["key"] if isinstance(project, dict) else str(project)
    words = ("--url", str(jira["url"]), "--project", key, "--username", str(jira["email"]))
    timed((*TICKETR, "workspace", "create", "bench", *words), env, home)
    return env


def fill(env: dict[str, str], count: int) -> None:
    """Puts tickets into the store, as a pull would have."""
    from ticketr.app import App
    from ticketr.domain.ticket import IssueType, Ticket, TicketID

    store = App(env).store
    (work,) = store.workspaces.list()
    store.tickets.bulk_create(
        [
            Ticket(
                TicketID(f"bench-{number}"),
                work.id,
                IssueType("Task"),
                f"Stored ticket {number}",
                jira_id=f"{work.config.project_key}-{100_000 + number}",
                fields={"status": "To Do", "priority": "Medium", "labels": ("bench",)},
            )
            for number in range(count)
        ]
    )
    store.close()


def start_up(home: Path, env: dict[str, str], rounds: int) -> tuple[list[float], list[Figure]]:
    """The bare interpreter's times, and the figures of commands that use no network."""
    commands = {
        "bare": (sys.executable, "-c", "pass"),
        "version": (*TICKETR, "--version"),
        "list": (*TICKETR, "list", "--limit", str(STORED)),
        "page": (*TICKETR, "list"),
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for command in commands.values():
        timed(command, env, home)
    for _ in range(rounds):
        for name, command in commands.items():
            times[name].append(timed(command, env, home))
    return times["bare"], [
        Figure("ticketr --version", times["version"]),
        Figure(f"ticketr list ({STORED:,} stored)", times["page"], budget_ratio=3.0),
        Figure(f"ticketr list, all {STORED:,} shown", times["list"]),
    ]


def pushes(jira: dict[str, object], count: int, rounds: int) -> list[float]:
    """Milliseconds of pushes of `count` new tickets, each in a fresh workspace."""
    times = []
    for number in range(rounds):
        with tempfile.TemporaryDirectory(prefix="ticketr-bench-") as folder:
            home = Path(folder)
            env = workspace(home, jira)
            document = backlog(home / "backlog.md", count, f"push {count} {number}")
            times.append(timed((*TICKETR, "push", document.name), env, home))
            if document.read_text("utf-8").count("# TICKET: [") != count:
                sys.exit(f"not every one of {count} tickets got its key")
    return times


def changes(jira: dict[str, object], count: int, rounds: int) -> list[float]:
    """Milliseconds of pushes of `count` tickets whose text and labels were changed, and of nothing else."""
    times = []
    with tempfile.TemporaryDirectory(prefix="ticketr-bench-") as folder:
        home = Path(folder)
        env = workspace(home, jira)
        document = backlog(home / "backlog.md", count, f"change {count}")
        timed((*TICKETR, "push", document.name), env, home)
        for number in range(rounds):
            text = document.read_text("utf-8")
            edited = re.sub(r"^Text of .*", rf"Text {number} of it.", text, flags=re.MULTILINE)
            edited = re.sub(
                r"^- Labels: .*", f"- Labels: bench{number}", edited, flags=re.MULTILINE
            )
            document.write_text(edited, "utf-8")
            times.append(timed((*TICKETR, "push", document.name), env, home))
            nothing = timed((*TICKETR, "push", document.name), env, home)
            if nothing > times[-1]:
                sys.exit(f"after {count} changes, a push of nothing took {nothing:.0f} ms")
    return times


def options() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description="Figures for the budgets.")
    parser.add_argument("--rounds", type=int, default=20, help="of each start-up command (20)")
    parser.add_argument("--pushes", type=int, default=5, help="of each size (5)")
    parser.add_argument("--latency", type=float, default=50, help="of the sandbox, in ms (50)")
    return parser.parse_args()


def main() -> int:
    """Print the table; 1 where a budget is missed."""
    asked = options()
    compileall.compile_dir(ROOT / "src", quiet=1)
    with (
        tempfile.TemporaryDirectory(prefix="ticketr-bench-") as folder,
        sandbox(asked.latency) as jira,
    ):
        home = Path(folder)
        env = workspace(home, jira)
        fill(env, STORED)
        bare, figures = start_up(home, env, asked.rounds)
        for count, budget in ((10, 500), (100, 2000)):
            name = f"ticketr push, {count} new, {asked.latency:.0f} ms latency"
            figures.append(Figure(name, pushes(jira, count, asked.pushes), budget_ms=budget))
        for count, budget in ((10, 500), (100, 2000)):
            name = f"ticketr push, {count} changed, {asked.latency:.0f} ms"
            figures.append(Figure(name, changes(jira, count, asked.pushes), budget_ms=budget))
    middle = median(bare)
    print(f"started as `{' '.join([Path(TICKETR[0]).name, *TICKETR[1:]])}`, {asked.rounds} rounds")
    print(f"{'':34} {'median ms':>9} {'best ms':>9} {'ratio':>8} {'budget':>10}")
    for figure in (Figure("bare interpreter", bare), *figures):
        print(figure.line(middle))
    return int(any(figure.verdict(middle) == "MISSED" for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
