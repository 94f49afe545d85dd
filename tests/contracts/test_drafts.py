# mypy: disable-error-code="arg-type"
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings

from tests.builders import TicketBuilder
from tests.contracts.strategies import texts
from tests.helpers.clock import START
from ticketr.errors import TicketNotFound
from ticketr.ports.drafts import Draft

NEW = Draft("d1", "w", "a", "new", "Hello", START)


@pytest.fixture
def store(store):
    store.tickets.create(TicketBuilder().with_id("a").build())
    return store


def test_drafts_come_back_oldest_first(store):
    later = Draft("d0", "w", "a", "changed", "More", START + timedelta(minutes=1), "7", "Less")
    store.drafts.put(later)
    store.drafts.put(NEW)
    assert store.drafts.list("w") == [NEW, later]
    assert store.drafts.list("other") == []
    store.drafts.put(replace(NEW, tried=True))
    assert store.drafts.list("w")[0].tried
    assert store.drafts.remove("d1")
    assert not store.drafts.remove("d1")
    assert store.drafts.list("w") == [later]


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30
)
@given(said=texts, base=texts)
def test_any_text_comes_back_exactly(store, said, base):
    store.drafts.put(replace(NEW, text=said, base=base))
    assert store.drafts.list("w") == [replace(NEW, text=said, base=base)]


def test_a_ticket_that_is_not_here_has_none(store):
    with pytest.raises(TicketNotFound):
        store.drafts.put(replace(NEW, ticket_id="nowhere"))


def test_what_was_to_be_said_is_not_lost_with_its_ticket(store):
    store.drafts.put(replace(NEW, text='Say "this" \ud800'))
    store.drafts.put(Draft("d2", "w", "a", "removed", "", START, "7", "Gone"))
    store.tickets.delete("a")
    assert store.drafts.list("w") == []
    [kept] = store.attic.list("w")
    assert (kept.ticket_id, kept.field, kept.side) == ("a", "comment", "local")
    assert kept.value == 'Say "this" \ud800'


def test_drafts_go_with_their_workspace(store):
    store.drafts.put(NEW)
    store.workspaces.delete("w")
    assert store.drafts.list("w") == []
