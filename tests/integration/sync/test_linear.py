"""A page of a pull costs the same however many tickets are here already: counted in steps of SQLite, not by the clock."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.helpers.place import on_both
from ticketr.application.commands import PullTicketsCommand
from ticketr.domain.events import Progress

ISSUES = 600
NOISE = 1.15
"""How much more a page may cost than another: one has longer texts, another more comments."""


def pages(place, **more):
    """Hundreds of steps of SQLite that each page of a pull took, but for the first."""
    session = place.app.store._db._pool.take()
    counted, marks = [], []

    def step():
        counted.append(1)
        return False

    session.connection.set_progress_handler(step, 100)
    try:
        told = place.app.sync(
            lambda event: marks.append(len(counted)) if isinstance(event, Progress) else None
        )
        told.pull(PullTicketsCommand(place.workspace.id, **more))
    finally:
        session.connection.set_progress_handler(None, 0)
        place.app.store._db._pool.give_back(session)
    return [after - before for before, after in pairwise(marks)]


@pytest.mark.slow
@on_both
def test_a_page_costs_the_same_however_many_tickets_are_here(place):
    place.call("POST", "/_sandbox/generate", {"projects": ["PROJ"], "issues": ISSUES})
    for more in ({}, {"full": True}):
        costs = pages(place, **more)
        assert len(costs) >= ISSUES // 100 - 1
        assert sum(costs[-3:]) <= NOISE * sum(costs[:3]), costs
