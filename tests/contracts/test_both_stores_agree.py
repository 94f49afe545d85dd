"""The same random operations on both stores give the same answers and the same errors."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.builders import TicketBuilder, WorkspaceBuilder, synced_state
from tests.contracts.strategies import criteria, texts, values, views
from tests.fakes.store import MemoryStore
from tests.helpers.clock import START, SetClock
from ticketr.adapters.sqlite.store import SqliteStore
from ticketr.domain.cursor import Cursor, Moment, Run
from ticketr.domain.events import TicketDeletedEvent
from ticketr.domain.query import SORT_FIELDS, Pagination, TicketFilter
from ticketr.errors import TicketrError
from ticketr.ports.records import BaseField, ConflictRecord, DocumentRecord, ShownTicket, Tombstone

IDS = st.sampled_from(["t1", "t2", "t3", "t4", "t5"])
WORKSPACES = st.sampled_from(["w1", "w2"])
KEYS = st.none() | st.sampled_from(["P-1", "P-2", "P-10", "Q-3"])
HASHES = st.none() | st.sampled_from(["h1", "h2"])
TITLES = st.text("abcXYZäß ", max_size=6)


class Undo(Exception):
    pass


class Stores(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.folder = tempfile.mkdtemp()
        self.clock = SetClock()
        self.stores = (
            SqliteStore(f"{self.folder}/a.db", now=self.clock),
            MemoryStore(now=self.clock),
        )
        self.blocks = []

    def teardown(self):
        while self.blocks:
            self.blocks.pop().close()
        self.stores[0].close()
        shutil.rmtree(self.folder)

    def both(self, call):
        self.clock.move(milliseconds=700)
        answers = []
        for store in self.stores:
            try:
                answers.append(("gives", call(store)))
            except TicketrError as error:
                answers.append(("raises", type(error)))
        assert answers[0] == answers[1]
        return answers[1]

    @precondition(lambda self: len(self.blocks) < 3)
    @rule()
    def begin(self):
        block = ExitStack()
        for store in self.stores:
            block.enter_context(store.transaction())
        self.blocks.append(block)

    @precondition(lambda self: self.blocks)
    @rule(keep=st.booleans())
    def end(self, keep):
        block = self.blocks.pop()
        if keep:
            block.close()
            return
        with pytest.raises(Undo), block:
            raise Undo

    @rule(workspace=WORKSPACES, name=st.sampled_from(["one", "two"]), default=st.booleans())
    def create_workspace(self, workspace, name, default):
        item = replace(WorkspaceBuilder(workspace).with_name(name).build(), is_default=default)
        self.both(lambda store: store.workspaces.create(item))

    @rule(workspace=WORKSPACES, name=st.sampled_from(["one", "two", "three"]))
    def rename_workspace(self, workspace, name):
        item = WorkspaceBuilder(workspace).with_name(name).build()
        self.both(lambda store: store.workspaces.update(item))

    @rule(workspace=WORKSPACES)
    def set_default(self, workspace):
        self.both(lambda store: store.workspaces.set_default(workspace))

    @rule(workspace=WORKSPACES, really=st.integers(0, 4))
    def delete_workspace(self, workspace, really):
        if not really:
            self.both(lambda store: store.workspaces.delete(workspace))

    @rule(
        id_=IDS,
        workspace=WORKSPACES,
        key=KEYS,
        parent=st.none() | IDS,
        title=TITLES,
        text=criteria,
    )
    def create_ticket(self, id_, workspace, key, parent, title, text):
        ticket = TicketBuilder(workspace).with_id(id_).with_key(key).with_title(title).build()
        ticket = replace(ticket, parent=parent, criteria=text)
        self.both(lambda store: store.tickets.create(ticket))

    @rule(
        id_=IDS, key=KEYS, parent=st.none() | IDS, title=TITLES, digest=HASHES, view=views, named=KEYS,
        old=st.booleans(), synced=st.booleans(), status=st.sampled_from(["To Do", "DONE", None]),
    )  # fmt: skip
    def update_ticket(  # noqa: PLR0917 - one argument a choice
        self, id_, key, parent, title, digest, view, named, old, synced, status
    ):
        def change(store):
            read = store.tickets.get(id_)
            state = replace(read.state, local_hash=digest)
            if synced:
                state = synced_state(digest, (read.state.last_synced or START) + timedelta(1))
            new = replace(
                read, jira_id=key, parent=parent, title=title, state=state,
                fields={**view, "status": status, "parent": named}, version=read.version - old,
            )  # fmt: skip
            store.tickets.update(new)

        self.both(change)

    @rule(id_=IDS)
    def delete_ticket(self, id_):
        self.both(lambda store: store.tickets.delete(id_))

    @rule(id_=IDS, digest=HASHES)
    def sync_state(self, id_, digest):
        self.both(lambda store: store.tickets.update_sync_state(id_, synced_state(digest, START)))

    @rule(ids=st.lists(IDS, max_size=4), workspace=WORKSPACES, chain=st.booleans())
    def bulk_create(self, ids, workspace, chain):
        several = [TicketBuilder(workspace).with_id(id_).build() for id_ in ids]
        if chain:
            several = list({ticket.id: ticket for ticket in several}.values())
            ids = [ticket.id for ticket in several]
            parents = [*ids[1:], None]
            several = [replace(t, parent=p) for t, p in zip(several, parents, strict=False)]
            several = [t for t in several if t.parent != t.id]
        self.both(lambda store: store.tickets.bulk_create(several))

    @rule(id_=IDS, name=texts, value=values)
    def put_base(self, id_, name, value):
        raw = list(value) if isinstance(value, tuple) else [value]
        self.both(lambda store: store.bases.put(id_, {name: BaseField(raw, value)}))

    @rule(id_=IDS, workspace=WORKSPACES, name=st.sampled_from(["f", "g"]), value=values)
    def put_conflict(self, id_, workspace, name, value):
        record = ConflictRecord(workspace, id_, name, None, value, None, START)
        self.both(lambda store: store.conflicts.put([record]))

    @rule(
        document=st.sampled_from(["d", "e"]), workspace=WORKSPACES,
        path=st.sampled_from(["/x", "/y"]), ids=st.lists(IDS, max_size=3),
    )  # fmt: skip
    def put_document(self, document, workspace, path, ids):
        shown = [ShownTicket(id_, n, "t", None, None, {}) for n, id_ in enumerate(ids)]
        record = DocumentRecord(document, workspace, path, "x", 1, 2)
        self.both(lambda store: store.documents.put(record, shown))

    @rule(id_=IDS, workspace=WORKSPACES)
    def put_tombstone(self, id_, workspace):
        self.both(lambda store: store.tombstones.put(Tombstone(workspace, id_, "P-1", START)))

    @rule(workspace=WORKSPACES, minutes=st.none() | st.integers(0, 9), run=st.booleans())
    def put_cursor(self, workspace, minutes, run):
        at = None if minutes is None else START + timedelta(minutes=minutes)
        moment = at and Moment(at, START)
        cursor = Cursor("f", moment, at, ("1",), Run(Moment(START, START), at) if run else None)
        self.both(lambda store: store.cursors.put(workspace, cursor))

    @rule(id_=IDS)
    def append_event(self, id_):
        self.both(lambda store: store.events.append(TicketDeletedEvent(id_, "x", START)))

    @rule(key=st.sampled_from("ab"), value=values)
    def set_preference(self, key, value):
        self.both(lambda store: store.preferences.set(key, value))

    @rule(
        workspace=st.none() | WORKSPACES, sort=st.sampled_from(SORT_FIELDS), down=st.booleans(),
        offset=st.integers(0, 3), limit=st.none() | st.integers(0, 3),
        status=st.lists(st.sampled_from(["new", "synced", "to do", "Done"]), max_size=2),
        parent=st.none() | IDS,
    )  # fmt: skip
    def look(self, workspace, sort, down, offset, limit, status, parent):
        wanted = TicketFilter(workspace, status=status, parent_id=parent)
        page = Pagination(offset, limit, sort, "desc" if down else "asc")

        def answer(store):
            rows = store.tickets.rows(wanted, page)
            shown = [tuple(getattr(row, name) for name in row.__slots__) for row in rows]
            return shown, store.tickets.find(wanted, page), store.tickets.count(wanted)

        self.both(answer)

    @invariant()
    def all_is_the_same(self):
        def everything(store):
            found = store.workspaces.list(), store.tickets.find(TicketFilter())
            ids = ["t1", "t2", "t3", "t4", "t5"]
            per_workspace = [
                (
                    store.conflicts.list(name),
                    store.documents.list(name),
                    store.tickets.get_modified_since(name, START),
                    list(store.tickets.refs(name)),
                    store.tickets.orphans(name),
                    store.cursors.get(name),
                )
                for name in ("w1", "w2")
            ]
            return (
                found,
                store.bases.get_many(ids),
                per_workspace,
                [store.documents.where(id_) for id_ in ids],
                [store.documents.shown(name) for name in "de"],
                list(store.events.get_event_stream(START)),
                [store.events.get_events(id_, 2) for id_ in ids],
                [store.preferences.get(key) for key in "ab"],
            )

        self.both(everything)
        assert self.stores[0].check() == []


Stores.TestCase.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
TestBothStoresAgree = Stores.TestCase
