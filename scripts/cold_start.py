"""What each import costs at start-up, as ratios to a bare interpreter in the same run.

    python scripts/cold_start.py [MODULE…]

Runs are interleaved, so that a busy machine slows all of them alike; median and best of ROUNDS are printed.
"""

from __future__ import annotations

import subprocess
import sys
import time
from statistics import median

ROUNDS = 25
MODULES = (
    "argparse",
    "dataclasses",
    "typing",
    "json",
    "pathlib",
    "logging",
    "sqlite3",
    "apsw",
    "ssl",
    "urllib3",
    "keyring",
    "markdown_it",
    "asyncio",
)


def once(code: str) -> float:
    """Milliseconds of one interpreter that runs this."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return (time.perf_counter() - start) * 1000


def measure(codes: dict[str, str], rounds: int) -> dict[str, list[float]]:
    """Milliseconds by name, one of each a round."""
    for code in codes.values():
        once(code)
    times: dict[str, list[float]] = {name: [] for name in codes}
    for _ in range(rounds):
        for name, code in codes.items():
            times[name].append(once(code))
    return times


def main(modules: list[str]) -> None:
    """Print the table."""
    names = modules or list(MODULES)
    codes = {"(bare interpreter)": "pass", **{name: f"import {name}" for name in names}}
    times = measure(codes, ROUNDS)
    bare = median(times["(bare interpreter)"])
    print(f"{'import':20} {'median ms':>9} {'best ms':>8} {'ratio':>6} {'adds ms':>8}")
    for name, taken in times.items():
        middle = median(taken)
        print(
            f"{name:20} {middle:9.1f} {min(taken):8.1f} {middle / bare:5.2f}x {middle - bare:8.1f}"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
