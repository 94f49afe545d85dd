from datetime import UTC, datetime, timedelta, timezone

import pytest

from tests.builders import TicketBuilder
from ticketr.errors import TicketNotFound, WorkspaceNotFound
from ticketr.ports.aliases import Alias
from ticketr.ports.records import Account, SiteValue, Stamps

WHEN = datetime(2026, 3, 1, 9, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture
def store(store):
    store.tickets.create(TicketBuilder().with_id("a").with_key("PROJ-1", "1").build())
    store.tickets.create(TicketBuilder().with_id("b").with_key("PROJ-2").build())
    return store


def test_stamps_are_found_by_jiras_number_and_cut_to_the_millisecond(store):
    east = WHEN.astimezone(timezone(timedelta(hours=5)))
    given = Stamps(east, WHEN, None, "acc", ("7", "12"), "0|i0001:z")
    store.facts.put_stamps("w", {"1": given, "99": given})
    cut = WHEN.replace(microsecond=123000)
    assert store.facts.stamps("a") == Stamps(cut, cut, None, "acc", ("7", "12"), "0|i0001:z")
    assert store.facts.stamps("b") == Stamps()
    store.facts.put_stamps("w", {"1": Stamps()})
    assert store.facts.stamps("a") == Stamps()


def test_stamps_stay_in_their_workspace(store):
    store.facts.put_stamps("other", {"1": Stamps(WHEN)})
    assert store.facts.stamps("a") == Stamps()
    with pytest.raises(TicketNotFound):
        store.facts.stamps("nobody")


def test_stamps_do_not_count_as_an_edit(store):
    before = store.tickets.get("a")
    store.facts.put_stamps("w", {"1": Stamps(WHEN)})
    assert store.tickets.get("a") == before


def test_values_are_brought_up_to_date_by_field_and_id(store):
    store.facts.put_values(
        "w", [SiteValue("sprint", "1", "One", "active"), SiteValue("status", "1", "Done", "done")]
    )
    store.facts.put_values(
        "w", [SiteValue("sprint", "1", "One!", "closed"), SiteValue("sprint", "2", "A")]
    )
    found = store.facts.values("w", "sprint")
    assert found == [SiteValue("sprint", "2", "A"), SiteValue("sprint", "1", "One!", "closed")]
    assert store.facts.values("other", "sprint") == []
    with pytest.raises(WorkspaceNotFound):
        store.facts.put_values("nowhere", [SiteValue("sprint", "1", "One")])


def test_a_sprint_has_its_days(store):
    east = WHEN.astimezone(timezone(timedelta(hours=5)))
    store.facts.put_values("w", [SiteValue("sprint", "1", "One", "active", east)])
    store.facts.put_values("w", [SiteValue("sprint", "1", "One", "active", east, WHEN)])
    cut = WHEN.replace(microsecond=123000)
    assert store.facts.values("w", "sprint") == [
        SiteValue("sprint", "1", "One", "active", cut, cut)
    ]


def test_the_account_is_the_last_one_said(store):
    assert store.facts.account("w") is None
    store.facts.put_account("w", Account("a"))
    store.facts.put_account("w", Account("b", "Europe/Berlin", "de_DE"))
    assert store.facts.account("w") == Account("b", "Europe/Berlin", "de_DE")
    with pytest.raises(WorkspaceNotFound):
        store.facts.put_account("nowhere", Account("a"))


def test_facts_go_with_their_workspace(store):
    store.facts.put_account("w", Account("a"))
    store.facts.put_values("w", [SiteValue("sprint", "1", "One")])
    store.aliases.put(Alias("x", "a = b", "w"))
    for ticket in ("a", "b"):
        store.tickets.delete(ticket)
    store.workspaces.delete("w")
    assert store.facts.account("w") is None
    assert store.facts.values("w", "sprint") == []
    assert store.aliases.list("w") == []


def shown(aliases):
    return [(item.name, item.query, item.workspace_id, item.description) for item in aliases]


def test_aliases_of_a_workspace_stand_before_those_of_all(store):
    store.aliases.put(Alias("x", "a = 1", None, "all"))
    store.aliases.put(Alias("x", "a = 2", "w"))
    store.aliases.put(Alias("a", "a = 3"))
    assert shown(store.aliases.list("w")) == [
        ("a", "a = 3", None, ""),
        ("x", "a = 2", "w", ""),
        ("x", "a = 1", None, "all"),
    ]
    assert shown(store.aliases.list("other")) == [
        ("a", "a = 3", None, ""),
        ("x", "a = 1", None, "all"),
    ]
    assert store.aliases.find("x", "w").query == "a = 2"
    assert store.aliases.find("x", "other").query == "a = 1"
    assert store.aliases.find("nope", "w") is None
    assert store.aliases.get("a", "w") is None


def test_aliases_are_replaced_and_deleted_in_their_scope(store):
    store.aliases.put(Alias("x", "a = 1"))
    store.aliases.put(Alias("x", "a = 2"))
    assert store.aliases.get("x", None).query == "a = 2"
    assert store.aliases.delete("x", "w") is False
    assert store.aliases.delete("x", None) is True
    assert store.aliases.find("x", "w") is None
    with pytest.raises(WorkspaceNotFound):
        store.aliases.put(Alias("x", "a = 1", "nowhere"))
