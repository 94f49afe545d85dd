"""What a pull asks the store without reading tickets."""

from __future__ import annotations

from tests.builders import TicketBuilder, synced_state
from tests.helpers.clock import START
from ticketr.domain.ticket import SyncStatus
from ticketr.ports.records import DocumentRecord, ShownTicket, TicketRef, Tombstone


def add(store, name, key=None, remote_id=None, workspace="w", **fields):
    builder = TicketBuilder(workspace).with_id(name).with_fields(**fields)
    store.tickets.create((builder.with_key(key, remote_id) if key else builder).build())


def test_a_ref_says_where_a_ticket_stands(store):
    add(store, "unsent")
    add(store, "far", "Q-1", "9", workspace="other")
    for at, name in enumerate("abcd", 1):
        add(store, name, f"P-{at}", str(at) if name != "d" else None)
    store.tickets.update_sync_state("b", synced_state("h", START))
    shown = ShownTicket("a", 1, "t", None, None, {})
    store.documents.put(DocumentRecord("doc", "w", "/x", "x", 1, 2), [shown])
    store.tombstones.put(Tombstone("w", "c", "P-3", START))
    assert list(store.tickets.refs("w")) == [
        TicketRef("a", "P-1", "1", SyncStatus.NEW, shown=True),
        TicketRef("b", "P-2", "2", SyncStatus.SYNCED),
        TicketRef("c", "P-3", "3", SyncStatus.NEW, gone=True),
        TicketRef("d", "P-4", None, SyncStatus.NEW),
    ]


def test_refs_go_on_while_tickets_change(store):
    with store.transaction():
        for at in range(1, 2501):
            add(store, f"t{at}", f"P-{at}", str(at))
    seen = []
    for ref in store.tickets.refs("w"):
        seen.append(ref.id)
        store.tickets.update_sync_state(ref.id, synced_state("h", START))
    assert seen == [f"t{at}" for at in range(1, 2501)]


def test_an_orphan_names_a_parent_that_is_here(store):
    add(store, "child", "P-2", parent="P-1")
    add(store, "self", "P-3", parent="P-3")
    add(store, "far", "P-4", parent="Q-1")
    add(store, "q", "Q-1", workspace="other")
    assert store.tickets.orphans("w") == []
    add(store, "parent", "P-1")
    assert store.tickets.orphans("w") == ["child"]
    ticket = TicketBuilder().with_id("kid").with_fields(parent="P-1").with_parent("self")
    store.tickets.create(ticket.build())
    assert store.tickets.orphans("w") == ["child"]
    assert store.tickets.orphans("other") == []
