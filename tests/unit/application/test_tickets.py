"""Single tickets, offline."""

from __future__ import annotations

import pytest

from tests.fakes.desktop import Desktop
from ticketr.application.commands import CreateTicketCommand
from ticketr.application.details import describe
from ticketr.application.queries import GetTicketsQuery
from ticketr.application.tickets import TicketService, field_book
from ticketr.domain.query import Pagination
from ticketr.errors import TicketHierarchy, TicketNotFound, TicketValidation
from ticketr.jql.known import KnownField
from ticketr.ports.records import BaseField


@pytest.fixture
def desktop():
    desktop = Desktop()
    desktop._workspaces().schema(desktop.workspace.id)
    return desktop


@pytest.fixture
def tickets(desktop):
    return TicketService(desktop.store, desktop.clock, desktop._new_id)


def command(desktop, title="One", **more):
    return CreateTicketCommand(desktop.workspace.id, title, **more)


def test_a_new_ticket_takes_the_default_type_and_is_found_by_id_and_key(desktop, tickets):
    made = tickets.create(command(desktop, " One ", fields={"priority": "High"}))
    assert (made.title, made.type, made.state.status) == ("One", "Task", "new")
    assert tickets.get(made.id) == made
    desktop.push()
    assert tickets.get("proj-1", desktop.workspace.id).title == "One"
    with pytest.raises(TicketNotFound, match="PROJ-9 is not here"):
        tickets.get("PROJ-9", desktop.workspace.id)


def test_the_page_of_a_query_is_rows_tickets_and_their_count(desktop, tickets):
    for title in ("One", "Two"):
        tickets.create(command(desktop, title))
    query = GetTicketsQuery(desktop.workspace.id, pagination=Pagination(limit=1))
    assert [row.title for row in tickets.rows(query)] == [t.title for t in tickets.find(query)]
    assert tickets.count(query) == 2


@pytest.mark.parametrize("title", ["", "  ", "two\nlines"])
def test_a_title_is_one_line(desktop, tickets, title):
    with pytest.raises(TicketValidation, match="title of one line"):
        tickets.create(command(desktop, title))


def test_a_type_that_the_project_does_not_have_is_refused(desktop, tickets):
    with pytest.raises(TicketValidation, match='no type "Saga"'):
        tickets.create(command(desktop, type="Saga"))


def test_a_parent_must_be_able_to_hold_the_ticket(desktop, tickets):
    epic = tickets.create(command(desktop, type="Epic"))
    story = tickets.create(command(desktop, "Story", type="Story", parent_id=epic.id))
    assert story.parent == epic.id
    with pytest.raises(TicketHierarchy):
        tickets.create(command(desktop, "Epic below", type="Epic", parent_id=story.id))
    with pytest.raises(TicketHierarchy):
        tickets.update(epic.id, {"parent": story.id, "type": "Epic"})


def test_an_edit_is_marked_and_one_that_takes_it_back_is_not(desktop, tickets):
    made = tickets.create(command(desktop))
    desktop.push()
    assert tickets.update(made.id, {"priority": "Low"}).state.status == "modified"
    base = desktop.store.bases.get(made.id)
    assert isinstance(base["priority"], BaseField)
    again = tickets.update(made.id, {"priority": base["priority"].value})
    assert again.state.status == "synced"
    with pytest.raises(TicketValidation, match="needs a title"):
        tickets.update(made.id, {"title": " "})


def test_a_ticket_that_jira_does_not_have_is_deleted_with_its_text_kept(desktop, tickets):
    made = tickets.create(command(desktop, description="Text."))
    tickets.delete(made.id)
    kept = {x.field: x.value for x in desktop.store.attic.list(desktop.workspace.id)}
    assert kept == {"title": "One", "type": "Task", "description": "Text."}
    other = tickets.create(command(desktop, "Two"))
    desktop.push()
    with pytest.raises(TicketValidation, match="is in Jira"):
        tickets.delete(other.id)


class Known:
    """A catalogue of four fields and three people."""

    def fields(self):
        named = [("priority", "option"), ("labels", "labels"), ("assignee", "user")]
        return [
            KnownField(name, name.title(), kind) for name, kind in [*named, ("reporter", "user")]
        ]

    def people(self):
        twins = [(f"acc-{n}", ("Sam", f"sam{n}@example.com")) for n in (1, 2)]
        alone = [("acc-5", ("x@y.example",)), ("acc-6", ("Ada Moreau",)), ("acc-7", ())]
        return [*twins, ("acc-3", ("Lee",)), ("acc-4", ("Lee",)), *alone]


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"labels": ["a", "b"], "priority": "High"}, [("Priority", "High"), ("Labels", "a, b")]),
        ({"priority": None, "labels": [], "customfield_9": 5.0}, [("customfield_9", "5")]),
        ({"customfield_9": 2.5, "labels": ["a"]}, [("Labels", "a"), ("customfield_9", "2.5")]),
        ({"assignee": "acc-6"}, [("Assignee", "Ada Moreau")]),
        (
            {"assignee": "acc-2", "reporter": "acc-4"},
            [("Assignee", "sam2@example.com"), ("Reporter", "acc-4")],
        ),
        (
            {"assignee": "acc-5", "reporter": "acc-9"},
            [("Assignee", "x@y.example"), ("Reporter", "acc-9")],
        ),
    ],
)
def test_fields_are_described_in_the_order_of_the_project(fields, shown):
    assert describe(fields, Known()) == shown


def test_without_a_schema_any_type_is_taken():
    desktop = Desktop()
    tickets = TicketService(desktop.store, desktop.clock, desktop._new_id)
    assert tickets.create(command(desktop, type="Saga")).type == "Saga"
    assert field_book(desktop.store, desktop.workspace.id).label("labels") == "labels"
