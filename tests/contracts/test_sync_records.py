# mypy: disable-error-code="arg-type"
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import TicketBuilder
from tests.contracts.strategies import raw_json, texts, times, values, views
from tests.helpers.clock import START
from ticketr.domain.cursor import Cursor, Moment, Run
from ticketr.errors import DatabaseQuery, TicketNotFound, WorkspaceNotFound
from ticketr.ports.records import (
    AtticEntry,
    BaseField,
    ConflictRecord,
    DocumentRecord,
    Intent,
    Operation,
    ShownTicket,
    Tombstone,
    User,
    Written,
)

SHARED = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def store(store):
    for name in ("a", "b"):
        store.tickets.create(TicketBuilder().with_id(name).build())
    return store


@SHARED
@given(first=st.dictionaries(texts, st.builds(BaseField, raw_json, values), max_size=4))
def test_any_base_comes_back_exactly(store, first):
    store.bases.put("a", first)
    assert store.bases.get("a") == first
    assert store.bases.get_many(["b", "a", "nowhere"]) == {"b": {}, "a": first, "nowhere": {}}
    store.bases.forget("b", first)
    store.bases.forget("a", [*list(first)[:1], "never put"])
    assert store.bases.get("a") == {name: first[name] for name in list(first)[1:]}
    store.bases.delete("a")
    assert store.bases.get("a") == {}


def test_a_base_is_put_field_by_field(store):
    store.bases.put("a", {"x": BaseField(1, 1), "y": BaseField({"k": [1.0]}, ("n",))})
    store.bases.put("a", {"x": BaseField(None, None)})
    assert store.bases.get("a") == {
        "x": BaseField(None, None),
        "y": BaseField({"k": [1.0]}, ("n",)),
    }
    assert type(store.bases.get("a")["y"].raw["k"][0]) is float


def test_a_base_goes_with_its_ticket(store):
    store.bases.put("a", {"x": BaseField(1, 1)})
    store.tickets.delete("a")
    assert store.bases.get("a") == {}
    with pytest.raises(TicketNotFound):
        store.bases.put("a", {"x": BaseField(1, 1)})


def operation(**changes):
    return replace(Operation("w", "workspace w", "push", "local_to_remote", START), **changes)


def test_operations(store):
    one = store.operations.start(operation())
    two = store.operations.start(operation(operation="pull", direction="remote_to_local"))
    assert store.operations.list("w") == [
        operation(id=two, operation="pull", direction="remote_to_local"),
        operation(id=one),
    ]
    ended = operation(
        completed_at=START + MINUTE,
        ticket_count=4,
        success_count=2,
        failure_count=1,
        conflict_count=1,
        duration_ms=60000,
        error_details=({"key": "PROJ-1", "lines": [1, 2]},),
    )
    store.operations.finish(one, ended)
    assert store.operations.list("w")[1] == replace(ended, id=one)
    assert [item.id for item in store.operations.list("w", limit=1)] == [two]
    assert store.operations.list("other") == []


@pytest.mark.parametrize(
    "changes", [{"operation": "dance"}, {"direction": "up"}, {"workspace_id": "nowhere"}]
)
def test_an_operation_that_makes_no_sense_is_refused(store, changes):
    with pytest.raises(DatabaseQuery):
        store.operations.start(operation(**changes))
    assert store.operations.list("w") == []


def test_finishing_what_was_not_started_is_refused(store):
    with pytest.raises(DatabaseQuery):
        store.operations.finish(7, operation())


def test_the_audit_outlives_the_workspace(store):
    number = store.operations.start(operation())
    store.attic.add(AtticEntry("w", "a", None, "title", "local", "mine", "remote-wins", START))
    store.workspaces.delete("w")
    assert store.operations.list("w") == []
    assert store.operations.start(operation(workspace_id="other")) == number + 1
    assert [entry.value for entry in store.attic.list("w")] == ["mine"]


def intent(number, token, **changes):
    return replace(Intent(token, number, "w", "a", "create", {}, START), **changes)


@SHARED
@given(fields=views, before=views, note=texts)
def test_any_intent_comes_back_exactly(store, fields, before, note):
    number = store.operations.start(operation())
    written = intent(number, f"token-{number}", fields=fields, before=before, note=note)
    store.journal.add([written])
    assert store.journal.of(number) == [written]


def test_the_journal_keeps_what_is_open_apart(store):
    number = store.operations.start(operation())
    tokens = ["one", "two", "three", "four"]
    store.journal.add([intent(number, token) for token in tokens])
    store.journal.settle("one", "done")
    store.journal.settle("two", "failed", "Jira said no")
    store.journal.settle("three", "unknown")
    assert [(i.token, i.state) for i in store.journal.open("w")] == [
        ("three", "unknown"),
        ("four", "sent"),
    ]
    assert [(i.token, i.state, i.note) for i in store.journal.of(number)] == [
        ("one", "done", ""),
        ("two", "failed", "Jira said no"),
        ("three", "unknown", ""),
        ("four", "sent", ""),
    ]
    assert store.journal.open("other") == []
    store.tickets.delete("a")
    assert len(store.journal.of(number)) == 4


def test_the_journal_tells_what_was_written_last(store):
    number = store.operations.start(operation())
    tokens = [f"t{at}" for at in range(60)]
    store.journal.add([intent(number, token) for token in tokens])
    store.journal.settle("t58", "done")
    last = store.journal.recent("w", limit=3)
    assert [(item.token, item.state) for item in last] == [
        ("t59", "sent"),
        ("t58", "done"),
        ("t57", "sent"),
    ]
    assert [item.token for item in store.journal.recent("w")] == tokens[:-51:-1]
    assert store.journal.recent("other") == []


def test_the_journal_adds_all_or_none(store):
    number = store.operations.start(operation())
    for bad in (
        intent(number, "one"),
        intent(number, "x", kind="dance"),
        intent(number, "x", state="lost"),
        intent(999, "x"),
        intent(number, "x", workspace_id="nowhere"),
    ):
        with pytest.raises(DatabaseQuery):
            store.journal.add([intent(number, "one"), bad])
    assert store.journal.of(number) == []


def test_settling_needs_a_known_token_and_state(store):
    number = store.operations.start(operation())
    store.journal.add([intent(number, "one")])
    with pytest.raises(DatabaseQuery):
        store.journal.settle("nowhere", "done")
    with pytest.raises(DatabaseQuery):
        store.journal.settle("one", "dancing")
    assert [i.state for i in store.journal.open("w")] == ["sent"]


def conflict(ticket, field, **changes):
    record = ConflictRecord("w", ticket, field, "base", "local", "remote", START)
    return replace(record, **changes)


@SHARED
@given(base=values, local=values, remote=values, no_base=st.booleans(), field=texts)
def test_any_conflict_comes_back_exactly(store, base, local, remote, no_base, field):
    record = conflict("a", field, base=base, local=local, remote=remote, no_base=no_base)
    store.conflicts.put([record])
    assert store.conflicts.list("w") == [record]
    store.conflicts.clear("a", [field])
    assert store.conflicts.list("w") == []


def test_conflicts_are_one_per_ticket_and_field(store):
    later = conflict("a", "title", detected_at=START + MINUTE)
    store.conflicts.put([later, conflict("b", "title"), conflict("a", "labels")])
    store.conflicts.put([replace(later, local="newer")])
    found = [(c.ticket_id, c.field, c.local) for c in store.conflicts.list("w")]
    assert found == [("b", "title", "local"), ("a", "labels", "local"), ("a", "title", "newer")]
    store.conflicts.clear("a", ["labels", "nothing"])
    assert [c.ticket_id for c in store.conflicts.list("w")] == ["b", "a"]
    store.conflicts.clear("a")
    assert [c.ticket_id for c in store.conflicts.list("w")] == ["b"]
    store.tickets.delete("b")
    assert store.conflicts.list("w") == []


def test_conflicts_name_a_ticket_that_is_here(store):
    with pytest.raises(TicketNotFound):
        store.conflicts.put([conflict("a", "title"), conflict("nowhere", "title")])
    assert store.conflicts.list("w") == []


@SHARED
@given(value=values, reason=texts)
def test_the_attic_keeps_any_value(store, value, reason):
    entry = AtticEntry("w", "a", "PROJ-1", "title", "remote", value, reason, START)
    store.attic.add(entry)
    assert entry in store.attic.list("w")


def test_the_attic_shows_the_newest_first_and_outlives_the_ticket(store):
    for number, when in enumerate([START, START + MINUTE, START, START + MINUTE]):
        store.attic.add(AtticEntry("w", "a", None, "f", "local", number, "r", when))
    store.tickets.delete("a")
    assert [entry.value for entry in store.attic.list("w")] == [3, 1, 2, 0]
    assert store.attic.list("other") == []
    with pytest.raises(DatabaseQuery):
        store.attic.add(AtticEntry("w", "a", None, "f", "middle", 1, "r", START))


def test_tombstones(store):
    store.tombstones.put(Tombstone("w", "a", "PROJ-1", START + MINUTE))
    store.tombstones.put(Tombstone("w", "b", "PROJ-2", START))
    store.tombstones.put(Tombstone("w", "a", "PROJ-9", START + MINUTE))
    assert store.tombstones.list("w") == [
        Tombstone("w", "b", "PROJ-2", START),
        Tombstone("w", "a", "PROJ-9", START + MINUTE),
    ]
    store.tombstones.clear("b")
    store.tombstones.clear("nowhere")
    assert [mark.ticket_id for mark in store.tombstones.list("w")] == ["a"]
    assert store.tombstones.list("other") == []
    with pytest.raises(WorkspaceNotFound):
        store.tombstones.put(Tombstone("nowhere", "a", "PROJ-1", START))


def document(name, path, **changes):
    return replace(
        DocumentRecord(name, "w", path, "digest", 1_700_000_000_123_456_789, 5), **changes
    )


def shown(ticket, ordinal=0, **values_):
    return ShownTicket(ticket, ordinal, "Title", None, None, values_)


@SHARED
@given(
    path=texts.map("/{}".format),
    title=texts,
    shown_values=views,
    written=st.dictionaries(texts, texts),
    past=views,
)
def test_any_document_comes_back_exactly(store, path, title, shown_values, written, past):
    record = document("d", path)
    before = {name: (Written(1, value), Written(7, None)) for name, value in past.items()}
    item = ShownTicket("a", 3, title, "PROJ-1", "b", shown_values, written, before)
    store.documents.put(record, [item])
    assert store.documents.get("w", path) == record
    assert store.documents.list("w") == [record]
    assert store.documents.shown("d") == [item]
    assert store.documents.where("a") == [path]


def test_documents_are_replaced_whole(store):
    store.documents.put(document("d", "/x.md"), [shown("b", 1), shown("a", 0)])
    assert [item.ticket_id for item in store.documents.shown("d")] == ["a", "b"]
    store.documents.put(document("d", "/x.md", digest="new"), [shown("b")])
    assert [item.ticket_id for item in store.documents.shown("d")] == ["b"]
    assert store.documents.get("w", "/x.md").digest == "new"
    assert store.documents.where("a") == []


def test_a_path_belongs_to_one_document(store):
    store.documents.put(document("d", "/x.md"), [shown("a")])
    store.documents.put(document("e", "/x.md"), [])
    assert [item.id for item in store.documents.list("w")] == ["e"]
    assert store.documents.shown("d") == []
    store.documents.put(document("e", "/moved.md"), [])
    assert store.documents.get("w", "/x.md") is None


def test_a_ticket_may_stand_in_many_documents(store):
    for name in ("z", "m", "a"):
        store.documents.put(document(name, f"/{name}.md"), [shown("a"), shown("b", 1)])
    assert store.documents.where("a") == ["/a.md", "/m.md", "/z.md"]
    store.documents.forget("m")
    store.documents.forget("nowhere")
    assert store.documents.where("a") == ["/a.md", "/z.md"]
    assert [item.path for item in store.documents.list("w")] == ["/a.md", "/z.md"]
    store.tickets.delete("a")
    assert store.documents.where("a") == []
    assert [item.ticket_id for item in store.documents.shown("z")] == ["b"]


def test_a_document_shows_tickets_that_are_here(store):
    store.documents.put(document("d", "/x.md"), [shown("a")])
    with pytest.raises(TicketNotFound):
        store.documents.put(document("d", "/y.md"), [shown("nowhere")])
    with pytest.raises(TicketNotFound):
        store.documents.put(document("e", "/z.md", workspace_id="nowhere"), [])
    assert [item.path for item in store.documents.list("w")] == ["/x.md"]
    assert [item.ticket_id for item in store.documents.shown("d")] == ["a"]


@SHARED
@given(people=st.dictionaries(texts, st.tuples(texts, texts, st.booleans()), max_size=4))
def test_any_accounts_come_back(store, people):
    users = [User(account, *rest) for account, rest in people.items()]
    store.users.put("w", users)
    assert all(user in store.users.list("w") for user in users)


moments = st.builds(Moment, times, times)


@SHARED
@given(
    cursor=st.builds(
        Cursor,
        texts,
        st.none() | moments,
        st.none() | times,
        st.lists(texts).map(tuple),
        st.none() | st.builds(Run, moments, st.none() | times, st.none() | times),
    )
)
def test_any_cursor_comes_back(store, cursor):
    store.cursors.put("w", cursor)
    assert store.cursors.get("w") == cursor


def test_a_cursor_goes_with_its_workspace(store):
    assert store.cursors.get("w") is None
    store.cursors.put("w", Cursor("f"))
    assert store.cursors.get("other") is None
    with pytest.raises(WorkspaceNotFound):
        store.cursors.put("nowhere", Cursor("f"))
    store.workspaces.delete("w")
    assert store.cursors.get("w") is None


def test_accounts_are_brought_up_to_date_and_sorted(store):
    store.users.put("w", [User("2", "Zoe"), User("1", "Ann", "ann@example.com", zone="X")])
    store.users.put("w", iter([User("2", "Bea", active=False)]))
    assert store.users.list("w") == [
        User("1", "Ann", "ann@example.com"),
        User("2", "Bea", "", False),
    ]
    assert store.users.list("other") == []
    with pytest.raises(WorkspaceNotFound):
        store.users.put("nowhere", [User("1", "Ann")])


def test_everything_of_a_workspace_goes_with_it(store):
    number = store.operations.start(operation())
    store.journal.add([intent(number, "one")])
    store.documents.put(document("d", "/x.md"), [shown("a")])
    store.conflicts.put([conflict("a", "title")])
    store.tombstones.put(Tombstone("w", "a", "PROJ-1", START))
    store.users.put("w", [User("1", "Ann")])
    store.workspaces.delete("w")
    assert store.journal.of(number) == []
    assert store.journal.open("w") == []
    assert store.documents.list("w") == []
    assert store.documents.shown("d") == []
    assert store.conflicts.list("w") == []
    assert store.tombstones.list("w") == []
    assert store.users.list("w") == []
    assert store.check() == []
