"""Queries and search on stores of 1,000 to 1,000,000 tickets: milliseconds, ratios, memory, size.

    python scripts/bench_queries.py [--counts 1000,10000] [--rounds N] [--only TEXT] [--folder DIR]

Stores are made once (`tests/performance/load/fill.py`) and kept in the folder; those of up to 10,000 tickets with
bases and histories, larger ones with tickets alone. Every row is a whole process, interleaved round by round with a
bare interpreter and with the same SQL in the `sqlite3` shell. `ratio` and `sqlite3` compare best runs, `cpu` compares
processor time to the bare interpreter's, which a loaded machine hardly changes: ratios are judged by it. `cold` asks
the system to forget the store before each run. Rows in one process come last. 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import compileall
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.performance.load.fill import SHAPE, fill  # noqa: E402
from tests.performance.processes import (  # noqa: E402
    BARE,
    TICKETR,
    Taken,
    environment,
    forget,
    peak,
    sql_of,
    timed,
)
from tests.performance.questions import HUNGRY, WHOLE, Question  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

COUNTS = "1000,10000,100000,1000000"
FULL = 10_000
"""Stores up to here have bases and histories."""
MEASURED = 100_000
"""Memory is looked at up to here."""
MEMORY_MB, SIZE_MB = 100, 100
SHELL = shutil.which("sqlite3")


@dataclass
class Row:
    """One question's times: warm, cold, and of the same SQL in the shell."""

    question: Question
    warm: list[Taken] = field(default_factory=list)
    cold: list[Taken] = field(default_factory=list)
    shell: list[Taken] = field(default_factory=list)
    script: Path | None = None

    def line(self, bare: list[Taken]) -> str:
        """The row as printed."""
        beside = f"{best(self.warm) / best(self.shell):8.1f}x" if self.shell else f"{'-':>9}"
        cold = f"{median(item.wall for item in self.cold):9.1f}" if self.cold else f"{'-':>9}"
        return (
            f"{self.question.name:36}{median(item.wall for item in self.warm):9.1f}"
            f"{best(self.warm):9.1f}{best(self.warm) / best(bare):8.2f}x{self.ratio(bare):8.2f}x"
            f"{beside}{cold}  {self.verdict(bare)}"
        ).rstrip()

    def ratio(self, bare: list[Taken]) -> float:
        """To the bare interpreter, in processor time."""
        return median(item.cpu for item in self.warm) / median(item.cpu for item in bare)

    def verdict(self, bare: list[Taken]) -> str:
        """Whether the ratio is kept, by processor time."""
        ratio = self.question.ratio
        if ratio is None:
            return ""
        return f"{'kept' if self.ratio(bare) <= ratio else 'MISSED'} ({ratio:g}x)"


def best(times: list[Taken]) -> float:
    """The shortest of them by the clock."""
    return min(item.wall for item in times)


def made(folder: Path, count: int) -> Path:
    """The store of that many tickets, from the folder or new."""
    path = folder / f"{count}-{SHAPE}.db"
    if not path.exists():
        start = time.perf_counter()
        fill(path, count, full=count <= FULL, say=sys.stderr.write)
        print(f"{count:,} tickets were put in within {time.perf_counter() - start:.0f} s")
    return path


def rows_of(count: int, env: dict[str, str], folder: Path, only: str) -> list[Row]:
    """The questions that can be asked, each with its SQL as a script for the shell, where it runs there."""
    rows = []
    for number, question in enumerate(WHOLE):
        asked = question.least <= count <= question.most and only in question.name
        if not question.known or not asked:
            continue
        row = Row(question)
        if SHELL and not question.words[0].startswith("--"):
            row.script = script_of(question, env, folder / f"{number}.sql")
        rows.append(row)
    return rows


def script_of(question: Question, env: dict[str, str], path: Path) -> Path | None:
    """The question's SQL as a script; None where the shell does not run it (functions of ours, newer syntax)."""
    path.write_text(";\n".join([*sql_of(question.words, env), ""]), "utf-8")
    done = subprocess.run(
        (str(SHELL), env["TICKETR_STORE"], f".read {path}"), capture_output=True, check=False
    )
    return None if done.returncode or done.stderr or not path.stat().st_size else path


def asked_in_turns(rows: list[Row], store: Path, env: dict[str, str], rounds: int) -> list[Taken]:
    """Fill the rows, round by round; gives the bare interpreter's times."""
    bare = []
    for _ in range(rounds):
        bare.append(timed(BARE, env))
        for row in rows:
            row.warm.append(timed((*TICKETR, *row.question.words), env))
            if row.script and SHELL:
                row.shell.append(timed((SHELL, str(store), f".read {row.script}"), env))
    for row in rows:
        for _ in range(rounds if row.question.cold else 0):
            forget(store)
            row.cold.append(timed((*TICKETR, *row.question.words), env))
    return bare


def inside(store: Path, rounds: int) -> list[tuple[str, list[Taken], float | None]]:
    """Questions in one process: name, milliseconds, target."""
    from ticketr.adapters.sqlite.store import SqliteStore
    from ticketr.application.queries import GetTicketsQuery
    from ticketr.application.search import SearchQuery, SearchService
    from ticketr.application.tickets import TicketService
    from ticketr.domain.query import Pagination

    opened = SqliteStore(store)
    service = TicketService(opened, opened._now, str)  # noqa: SLF001 - the store's own clock

    def page(**more: object) -> Callable[[], object]:
        return lambda: service.rows(GetTicketsQuery("bench", None, Pagination(**more)))  # type: ignore[arg-type]

    def searched(text: str) -> Callable[[], object]:
        return lambda: SearchService(opened).find(SearchQuery(text, "bench"))

    rows = service.rows(GetTicketsQuery("bench", None, Pagination(0, 50_000)))
    cases: list[tuple[str, Callable[[], object], float | None]] = [
        ("query of 100", page(limit=100), None),
        ("query of 1,000", page(limit=1000), 10),
        ("query of 10,000", page(limit=10_000), 80),
        ("page 1 of 50", page(limit=50), None),
        (
            f"page {len(rows) // 50:,} of 50, behind a place",
            page(limit=50, after=rows[-51].place),
            None,
        ),
        (
            f"page {len(rows) // 50:,} of 50, by offset",
            page(limit=50, offset=len(rows) - 50),
            None,
        ),
        ("switch of the workspace", switching(opened), 10),
        *(
            (question.name, searched(question.words[1]), question.ms)
            for question in WHOLE
            if question.words[0] == "search"
        ),
    ]
    found = [(name, [clocked(call) for _ in range(rounds)], most) for name, call, most in cases]
    opened.close()
    return found


def switching(opened: object) -> Callable[[], object]:
    """Makes another workspace the current one, and picks it, as the next command would."""
    from tests.performance.load.fill import OTHER_WORKSPACES

    names = [f"other-{n}" for n in range(OTHER_WORKSPACES)]

    def switch() -> object:
        names.append(names.pop(0))
        opened.preferences.set("current_workspace", names[0])  # type: ignore[attr-defined]
        picked = opened.workspaces.pick(None)  # type: ignore[attr-defined]
        opened.preferences.delete("current_workspace")  # type: ignore[attr-defined]
        return picked

    return switch


def clocked(call: Callable[[], object]) -> Taken:
    """What one call took."""
    start, used = time.perf_counter(), time.process_time()
    call()
    return Taken((time.perf_counter() - start) * 1000, (time.process_time() - used) * 1000)


def memory(env: dict[str, str], only: str) -> bool:
    """Print the most memory of each hungry command; whether all keep the limit."""
    kept = True
    for words in HUNGRY:
        if not Question("", words).known or only not in " ".join(words):
            continue
        most = peak((*TICKETR, *words), env)
        over = most > MEMORY_MB
        kept = kept and not over
        print(f"  {' '.join(words)[:58]:60}{most:7.0f} MB{'  MISSED' if over else ''}")
    return kept


def bench(store: Path, count: int, rounds: int, only: str) -> bool:
    """Print everything about one store; whether all targets are kept."""
    with tempfile.TemporaryDirectory(prefix="ticketr-bench-") as name:
        home = Path(name)
        env = environment(home, TICKETR_STORE=str(store))
        rows = rows_of(count, env, home, only)
        for row in rows:
            timed((*TICKETR, *row.question.words), env)
        bare = asked_in_turns(rows, store, env, rounds)
        size = store.stat().st_size / 1e6
        print(
            f"\n{count:,} tickets, {size:,.0f} MB; load {os.getloadavg()[0]:.1f}, {rounds} rounds"
        )
        print(f"{'':36}{'median':>9}{'best':>9}{'ratio':>9}{'cpu':>9}{'sqlite3':>9}{'cold':>9}")
        print(Row(Question("bare interpreter", ()), bare).line(bare))
        kept = size <= SIZE_MB or count > 10_000
        for row in rows:
            print(row.line(bare))
            kept = kept and "MISSED" not in row.verdict(bare)
        print("in one process, milliseconds (cpu: of the best run, by which targets are judged):")
        for label, times, most in inside(store, max(rounds, 5)):
            cpu = min(item.cpu for item in times)
            missed = most is not None and cpu > most
            kept = kept and not missed
            told = "" if most is None else f"  {'MISSED' if missed else 'kept'} ({most:g} ms)"
            middle = median(item.wall for item in times)
            print(f"  {label:34}{middle:9.2f}{best(times):9.2f}{'':9}{cpu:9.2f}{told}")
        if count > MEASURED:
            return kept
        print("the most memory of a process:")
        return memory(env, only) and kept


def main() -> int:
    """What the module says."""
    parser = argparse.ArgumentParser(description="Figures of queries at four sizes.")
    parser.add_argument("--counts", default=COUNTS, help=f"sizes, with commas ({COUNTS})")
    parser.add_argument("--rounds", type=int, default=9, help="of each row (9)")
    parser.add_argument("--only", default="", help="rows with this in their name")
    parser.add_argument(
        "--folder",
        type=Path,
        default=Path.home() / ".cache" / "ticketr-bench",
        help="where stores are kept (~/.cache/ticketr-bench)",
    )
    asked = parser.parse_args()
    compileall.compile_dir(ROOT / "src", quiet=1)
    if not SHELL:
        print("No sqlite3 shell is here: its column stays empty.")
    kept = True
    for count in map(int, asked.counts.split(",")):
        kept = bench(made(asked.folder, count), count, asked.rounds, asked.only) and kept
    return int(not kept)


if __name__ == "__main__":
    sys.exit(main())
