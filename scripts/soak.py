"""The state machine of two people, seed after seed: `make soak SEEDS=0-99`.

Each seed is RUNS runs of at most STEPS steps, the EDITIONS of Jira in turn. Seeds that were done before are left
out and their figures added up, so a soak can be interrupted, resumed and spread over machines; `--figures FILE` is
where they stand. A seed that fails prints what to do again, and the soak goes on. Exit status 1 where any failed.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
import traceback
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
EDITIONS = ("cloud", "datacenter")
RUNS = 10
STEPS = 50


def main() -> int:
    """Run the seeds that are asked for."""
    asked = _parser().parse_args()
    first, _, last = asked.seeds.partition("-")
    os.environ |= {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    sys.path.insert(0, str(ROOT))
    figures = _load(asked.figures)
    for seed in range(int(first), int(last or first) + 1):
        if str(seed) not in figures:
            figures[str(seed)] = _one(seed, asked)
            _save(asked.figures, figures)
            print(_line(seed, figures[str(seed)]), flush=True)
        if asked.minutes and time.monotonic() > STARTED + 60 * asked.minutes:
            print("the time is over; the same command goes on from here")
            break
    print(_sum(figures))
    return any(each["failed"] for each in figures.values())


STARTED = time.monotonic()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("seeds", help="one seed, or FIRST-LAST")
    add("--runs", type=int, default=RUNS, help=f"runs of each seed ({RUNS})")
    add("--steps", type=int, default=STEPS, help=f"steps of each run at most ({STEPS})")
    add("--minutes", type=float, default=0, help="begin no seed after so long (no end)")
    add("--no-shrink", action="store_true", help="leave a failure as long as it was found")
    add("--figures", type=Path, default=ROOT / ".soak.json", help="what was done so far")
    return parser


def counted(kind: str) -> Any:
    """The machine, which also counts its runs and steps."""
    from hypothesis.stateful import invariant
    from tests.integration.sync.test_machine import TwoPeople, TwoPeopleOnDataCenter

    class Counted(TwoPeople if kind == "cloud" else TwoPeopleOnDataCenter):  # type: ignore[misc]
        finished = steps = 0

        @invariant()
        def step(self) -> None:
            type(self).steps += 1

        def teardown(self) -> None:
            super().teardown()
            type(self).finished += 1

    return Counted


def _one(seed: int, asked: argparse.Namespace) -> dict[str, Any]:
    from hypothesis import HealthCheck, Phase, settings
    from hypothesis import seed as seeded
    from hypothesis.stateful import get_state_machine_test

    edition = EDITIONS[seed % len(EDITIONS)]
    made = counted(edition)
    tried = settings(
        max_examples=asked.runs,
        stateful_step_count=asked.steps,
        deadline=None,
        database=None,
        phases=[Phase.generate] if asked.no_shrink else [Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    begun = time.monotonic()
    failed = ""
    try:
        seeded(seed)(get_state_machine_test(made, settings=tried))()
    except Exception:  # noqa: BLE001 - whatever it is, it is told and the soak goes on
        failed = traceback.format_exc()
        print(failed, file=sys.stderr)
    took = time.monotonic() - begun
    return {
        "edition": edition,
        "runs": made.finished,
        "steps": made.steps,
        "seconds": round(took, 1),
        "failed": failed,
    }


def _load(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def _save(path: Path, figures: dict[str, Any]) -> None:
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    fresh.replace(path)


def _line(seed: int, one: dict[str, Any]) -> str:
    state = "FAILED" if one["failed"] else "held"
    return (
        f"seed {seed:5}  {one['edition']:10}  {one['runs']:4} runs  {one['steps']:6} steps"
        f"  {one['seconds']:7.1f} s  {state}"
    )


def _sum(figures: dict[str, Any]) -> str:
    def total(name: str) -> float:
        return float(sum(each[name] for each in figures.values()))

    failed = [seed for seed, each in figures.items() if each["failed"]]
    return (
        f"{len(figures)} seeds, {total('runs'):,.0f} runs, {total('steps'):,.0f} steps, "
        f"{total('seconds') / 60:.1f} minutes; failed: {', '.join(failed) or 'none'}"
    )


if __name__ == "__main__":
    sys.exit(main())
