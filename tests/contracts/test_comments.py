# mypy: disable-error-code="arg-type"
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import TicketBuilder
from tests.contracts.strategies import texts
from tests.contracts.test_search import find, ids
from tests.contracts.test_sync_records import SHARED
from tests.helpers.clock import START
from ticketr.errors import TicketNotFound
from ticketr.ports.comment import Comment
from ticketr.ports.records import Stamps

MINUTE = timedelta(minutes=1)


@pytest.fixture
def store(store):
    for name, number in (("a", "1"), ("b", "2")):
        store.tickets.create(
            TicketBuilder().with_id(name).with_key(f"PROJ-{number}", number).build()
        )
    return store


def comment(number, body="said", *, updated_at=None):
    when = START + number * MINUTE
    return Comment(str(number), "acc", "Ada", body, when, updated_at or when)


@SHARED
@given(body=texts, name=texts, author=texts, later=st.integers(0, 10**6))
def test_any_comment_comes_back_exactly(store, body, name, author, later):
    given_ = Comment("7", author, name, body, START, START + later * timedelta(milliseconds=1))
    store.comments.put("a", [given_], START)
    assert store.comments.get("a") == [given_]
    assert store.check() == []


def test_comments_are_kept_once_each_in_order(store):
    store.comments.put("a", [comment(10), comment(2), comment(10)], START)
    assert store.comments.get("a") == [comment(2), comment(10)]
    assert store.comments.get("b") == store.comments.get("nowhere") == []
    store.comments.put("a", [comment(2, "edited")], START)
    assert store.comments.get("a") == [comment(2, "edited")]


def test_comments_go_with_their_ticket(store):
    store.comments.put("a", [comment(1)], START)
    store.tickets.delete("a")
    assert store.comments.get("a") == []
    with pytest.raises(TicketNotFound):
        store.comments.put("a", [comment(1)], START)
    store.workspaces.delete("w")
    assert store.check() == []


def test_comments_are_read_again_where_the_ticket_changed(store):
    store.facts.put_stamps("w", {"1": Stamps(updated=START), "2": Stamps(updated=START)})
    assert store.comments.are_missing("w")
    assert store.comments.stale("w", ["1", "2", "99"]) == {"1": "a", "2": "b"}
    store.comments.put("a", [], START)
    assert store.comments.stale("w", ["1", "2"]) == {"2": "b"}
    assert store.comments.are_missing("w")
    store.comments.put("b", [], START)
    assert not store.comments.are_missing("w")
    store.facts.put_stamps("w", {"1": Stamps(updated=START + MINUTE)})
    assert store.comments.stale("w", ["1", "2"]) == {"1": "a"}
    assert store.comments.stale("other", ["1"]) == {}
    assert store.comments.stale("w", []) == {}


def test_what_is_said_is_searched(store):
    store.comments.put("a", [comment(1, "the certificate expired"), comment(2, "東京都で")], START)
    [hit] = find(store, "certificate").hits
    assert (hit.row.id, hit.field) == ("a", "comments")
    assert ids(find(store, "certif*")) == "a"
    assert ids(find(store, "東京")) == "a"
    assert ids(find(store, "certificate NOT expired")) == ""
    assert list(store.search.near("certifcate")) == ["certificate"]
    store.comments.put("a", [comment(1, "renewed")], START)
    assert ids(find(store, "certificate")) == ""
    assert ids(find(store, "renewed")) == "a"


def test_a_ticket_that_changes_keeps_what_was_said(store):
    store.comments.put("a", [comment(1, "certificate")], START)
    store.tickets.update(replace(store.tickets.get("a"), title="Other", description="text"))
    assert ids(find(store, "certificate")) == "a"
    assert store.check() == []
