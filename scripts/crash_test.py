"""kill -9 between every two system calls that matter, and at random moments of larger runs: `make crash-test`.

Every point of each scene with a few tickets, then RANDOM deaths in pushes and pulls of many. After each death the
same command is run again, and everything is looked at: nothing twice, nothing lost, nothing left to do. Exit status
1 where it does not hold; the line says how to repeat it.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.integration.crash.desk import Server


def main() -> int:
    """Play every scene."""
    from tests.integration.crash.desk import SCENES, Server
    from tests.integration.crash.scenes import MORE

    asked = _parser().parse_args()
    failed = 0
    jira = Server(asked.edition)
    try:
        for scene in [*SCENES, *MORE] if asked.scene == "all" else [asked.scene]:
            if scene in MORE:
                failed += _play_more(jira, scene, asked)
                continue
            if asked.at:
                failed += _play(jira, scene, asked.tickets, asked.at, power=asked.power)
                continue
            whole = _points(jira, scene, asked.small)
            failed += _play(
                jira, scene, asked.small, range(1, whole + 1, asked.every), power=asked.power
            )
            whole = _points(jira, scene, asked.tickets)
            chance = random.Random(f"{asked.seed} {scene}")
            deaths = asked.random // len(SCENES)
            failed += _play(
                jira, scene, asked.tickets, (chance.randint(1, whole) for _ in range(deaths))
            )
    finally:
        jira.stop()
    print("all held" if not failed else f"{failed} did not hold")
    return bool(failed)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--scene", default="all")
    add("--edition", choices=("cloud", "datacenter"), default="cloud")
    add("--small", type=int, default=4, help="tickets where every point is tried (4)")
    add("--every", type=int, default=1, help="try every n-th point only (1)")
    add("--tickets", type=int, default=200, help="tickets of the random deaths (200)")
    add("--random", type=int, default=300, help="random deaths, over all scenes (300)")
    add(
        "--power",
        action="store_true",
        help="the machine loses its power: unsynced writes are lost",
    )
    add("--seed", type=int, default=1)
    add("--at", type=int, nargs="*", help="these points of --scene with --tickets only")
    return parser


def _play_more(jira: Server, scene: str, asked: argparse.Namespace) -> int:
    """Die at points of one of the further scenes, each time in a place of its own; gives how many did not hold."""
    from tests.integration.crash.scenes import play

    begun = time.monotonic()
    whole = play(jira, scene).points
    tried, failed = 0, 0
    for at in asked.at or range(1, whole + 1, asked.every):
        tried += 1
        try:
            play(jira, scene, at, at if asked.power else None)
        except AssertionError:
            failed += 1
            print(
                f"does not hold: --scene '{scene}' --edition {asked.edition} --at {at}", flush=True
            )
            traceback.print_exc()
    print(
        f"{scene}: {whole} points, killed {tried} times, did not hold {failed} times, "
        f"{time.monotonic() - begun:.0f} s",
        flush=True,
    )
    return failed


def _points(jira: Server, scene: str, count: int) -> int:
    from tests.integration.crash.desk import place_for, points

    with tempfile.TemporaryDirectory() as folder:
        done = points(place_for(scene, jira, Path(folder) / "whole", count), scene)
    kinds = Counter[str]()
    for kind, number in done.kinds.items():
        kinds[kind.split()[0]] += number
    told = ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items()))
    print(f"{scene}, {count} tickets: {done.points} points ({told})", flush=True)
    return done.points


def _play(
    jira: Server, scene: str, count: int, deaths: Iterable[int], *, power: bool = False
) -> int:
    """Die at each of the points; gives how many did not hold."""
    from tests.integration.crash.desk import crash, place_for

    begun, killed, whole, failed = time.monotonic(), 0, 0, 0
    with tempfile.TemporaryDirectory() as box:
        folder = Path(box) / "place"
        place = None
        for at in deaths:
            if place is None or scene == "push of new tickets":
                shutil.rmtree(folder, ignore_errors=True)
                place = place_for(scene, jira, folder, count)
            try:
                died = crash(place, scene, at, at if power else None)
            except AssertionError:
                failed += 1
                place = None
                print(f"does not hold: --scene '{scene}' --tickets {count} --at {at}", flush=True)
                traceback.print_exc()
            else:
                killed += died.killed
                whole += not died.killed
    took = time.monotonic() - begun
    print(
        f"{scene}, {count} tickets: killed {killed} times, ended before the point {whole} times, "
        f"did not hold {failed} times, {took:.0f} s",
        flush=True,
    )
    return failed


if __name__ == "__main__":
    sys.exit(main())
