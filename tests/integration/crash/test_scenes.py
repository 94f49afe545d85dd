"""Some points of each further scene, on both editions; all of them in `make crash-test`."""

from __future__ import annotations

import pytest

from tests.integration.crash.desk import Server
from tests.integration.crash.scenes import MORE, play

DEATHS = 2


@pytest.fixture(scope="module", params=["cloud", "datacenter"])
def jira(request):
    server = Server(request.param)
    yield server
    server.stop()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
@pytest.mark.parametrize("scene", MORE)
def test_killed_anywhere_the_same_command_finishes(jira, scene):
    whole = play(jira, scene).points
    for number in range(DEATHS):
        at = 1 + (2 * number + 1) * whole // (2 * DEATHS)
        assert play(jira, scene, at).killed
