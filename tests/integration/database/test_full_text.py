"""The search index says what the tickets say, whatever happens to them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import TicketBuilder
from tests.contracts.strategies import tickets
from tests.helpers.clock import START
from ticketr.ports.comment import Comment

AGREES = "INSERT INTO tickets_fts(tickets_fts, rank) VALUES ('integrity-check', 1)"

SHARED = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40
)


STEPS = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from("cudsm"), tickets()),
    max_size=12,
    unique_by=lambda step: step[2].id,
)


def _comment(number, body):
    when = START + timedelta(minutes=number % 2)
    return Comment(str(number), "acc", "Ada", body, when, when)


def hits(store, query):
    rows = store._db.query(
        "SELECT t.id FROM tickets_fts f JOIN tickets t ON t.seq = f.rowid"
        " WHERE tickets_fts MATCH ? ORDER BY t.seq",
        (query,),
    )
    return [id_ for (id_,) in rows]


@SHARED
@given(steps=STEPS)
def test_the_index_agrees_after_any_changes(store, steps):
    for item in store.tickets.find_by_workspace("w"):
        store.tickets.delete(item.id)
    for slot, step, ticket in steps:
        ids = [item.id for item in store.tickets.find_by_workspace("w")]
        if step == "c" or not ids:
            store.tickets.create(ticket)
            continue
        old = store.tickets.get(ids[slot % len(ids)])
        if step == "u":
            store.tickets.update(replace(ticket, id=old.id, version=old.version))
        elif step == "d":
            store.tickets.delete(old.id)
        elif step == "m":
            said = [ticket.title, ticket.description or "", "東京 said"][: slot + 1]
            store.comments.put(old.id, [_comment(*each) for each in enumerate(said)], START)
        else:
            store.tickets.update_sync_state(old.id, ticket.state)
        store._db.run(AGREES)
    store._db.run(AGREES)


@pytest.fixture
def words(store):
    for name, title, text, criteria in [
        ("a", "Login fails", "The *token* expires", "- shows an error\n- keeps the Größe"),
        ("b", "Logout", None, "free text\nover lines"),
        ("c", "Other", "nothing", None),
    ]:
        ticket = TicketBuilder().with_id(name).with_title(title).build()
        store.tickets.create(replace(ticket, description=text, criteria=criteria))
    return store


def test_titles_descriptions_and_criteria_are_found(words):
    assert hits(words, "login") == ["a"]
    assert hits(words, "log*") == ["a", "b"]
    assert hits(words, "token") == ["a"]
    assert hits(words, "grosse OR größe") == ["a"]
    assert hits(words, "over") == ["b"]
    assert hits(words, "acceptance_criteria: error") == ["a"]
    assert hits(words, "nover OR nkeeps") == []


def test_what_was_changed_is_not_found_any_more(words):
    read = words.tickets.get("a")
    words.tickets.update(replace(read, title="Sign-in", criteria="- new"))
    assert hits(words, "login OR error") == []
    assert hits(words, "sign AND new AND token") == ["a"]
    words.tickets.delete("a")
    assert hits(words, "sign OR token") == []


def test_the_index_survives_vacuum(words):
    words.tickets.delete("a")
    words._db.run("VACUUM")
    words._db.run(AGREES)
    assert hits(words, "over") == ["b"]
    assert hits(words, "nothing") == ["c"]


def test_a_state_of_sync_does_not_touch_the_index(words):
    before = words._db.query("SELECT block FROM tickets_fts_data ORDER BY id")
    read = words.tickets.get("a")
    words.tickets.update_sync_state("a", replace(read.state, local_hash="x"))
    words.tickets.update(replace(words.tickets.get("a"), fields={"priority": "High"}))
    assert words._db.query("SELECT block FROM tickets_fts_data ORDER BY id") == before
