"""Ctrl-C at any moment leaves no half transaction and a store that goes on working."""

import contextlib
import signal
import threading

import pytest

from tests.builders import TicketBuilder
from tests.helpers.clock import START
from ticketr.adapters.sqlite.store import SqliteStore
from ticketr.domain.events import TicketDeletedEvent
from ticketr.domain.query import TicketFilter

pytestmark = pytest.mark.skipif(
    not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread(),
    reason="needs timers in the main thread",
)


@pytest.fixture
def alarm():
    def ring(*_):
        raise KeyboardInterrupt

    old = signal.signal(signal.SIGALRM, ring)
    yield lambda seconds: signal.setitimer(signal.ITIMER_REAL, seconds)
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, old)


def write_on(store):
    """Some seconds of writing: an interrupt that falls into a callback is swallowed by the interpreter."""
    for _ in range(400):
        with store.transaction(durable=False):
            ticket = TicketBuilder().build()
            store.tickets.create(ticket)
            with store.transaction():
                store.events.append(TicketDeletedEvent(ticket.id, "x", START))


def test_interrupted_at_many_moments(store, alarm):
    """The interrupted store is closed, as the program does; what is left is whole and free."""
    for step in range(40):
        interrupted = SqliteStore(store.path)
        with contextlib.suppress(KeyboardInterrupt):
            alarm(0.0005 + 0.00013 * step)
            write_on(interrupted)
        alarm(0)
        interrupted.close()
        tickets = [ticket.id for ticket in store.tickets.find(TicketFilter())]
        events = [event.ticket_id for event in store.events.get_event_stream(START)]
        assert tickets == events
        store.preferences.set("step", step)
        assert store.preferences.get("step") == step
    assert store.check() == []


def test_closing_undoes_a_block_that_never_ended(store):
    other = SqliteStore(store.path)
    other.transaction().__enter__()
    other.tickets.create(TicketBuilder().build())
    other.close()
    store.preferences.set("free", True)
    assert store.tickets.count(TicketFilter()) == 0
