"""Some of the points of each scene; all of them, and 300 in pushes and pulls of 200 tickets, in `make crash-test`."""

from __future__ import annotations

import pytest

from tests.integration.crash.desk import SCENES, Server, crash, place_for, points

DEATHS = 6


@pytest.fixture(scope="module")
def jira():
    server = Server()
    yield server
    server.stop()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("power", [False, True], ids=["killed", "power lost"])
def test_killed_anywhere_the_next_run_finishes(jira, tmp_path, scene, power):
    whole = points(place_for(scene, jira, tmp_path / "whole", 6), scene)
    assert {kind.split()[0] for kind in whole.kinds} == {"sqlite", "file", "http"}
    place = place_for(scene, jira, tmp_path / "killed", 6)
    for number in range(DEATHS):
        at = 1 + (2 * number + 1) * whole.points // (2 * DEATHS)
        if scene == "push of new tickets":
            place = place_for(scene, jira, tmp_path / f"killed-{number}", 6)
        assert crash(place, scene, at, number if power else None).killed or at > whole.points * 0.9
