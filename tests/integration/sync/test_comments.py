"""Comments, as pulls bring them: on real SQLite and HTTP, from both editions of Jira."""

from __future__ import annotations

import pytest

from jira_sandbox import Sandbox
from tests.helpers.place import Place, counts, document
from tests.integration.sync.desk import Machine
from ticketr.application.search import SearchQuery, SearchService

TEXT = "".join(f"# TICKET: T{number}\n\n## Fields\n- Priority: High\n\n" for number in range(3))


@pytest.fixture(params=["cloud", "datacenter"])
def place(request, tmp_path):
    with Sandbox(edition=request.param) as jira:
        place = Machine(jira, tmp_path)
        place.write("b.md", TEXT)
        place.push("b.md")
        place.pull()
        jira.forget()
        yield place
        place.close()


def say(place, key, text):
    """Somebody says something; gives the comment's id."""
    body = document(text) if place.jira.edition == "cloud" else text
    api = "/rest/api/3" if place.jira.edition == "cloud" else "/rest/api/2"
    return place.call("POST", f"{api}/issue/{key}/comment", {"body": body})["id"]


def said(place, key):
    ticket = place.app.store.tickets.find_by_jira_id(place.workspace.id, key)
    return [comment.body for comment in place.app.store.comments.get(ticket.id)]


def found(place, text):
    hits = SearchService(place.app.store).find(SearchQuery(text, place.workspace.id)).hits
    return [hit.row.jira_id for hit in hits]


def test_a_pull_brings_what_was_said_with_the_tickets(place):
    say(place, "PROJ-1", "The certificate expired")
    say(place, "PROJ-1", "It was renewed")
    place.jira.forget()
    place.pull()
    assert said(place, "PROJ-1") == ["The certificate expired", "It was renewed"]
    assert found(place, "certificate") == ["PROJ-1"]
    assert [line for line in place.sent() if "/comment" in line] == []


def test_what_is_edited_or_deleted_there_is_so_here(place):
    first, second = (say(place, "PROJ-2", text) for text in ("one", "two"))
    place.pull()
    api = "/rest/api/3" if place.jira.edition == "cloud" else "/rest/api/2"
    body = document("uno") if place.jira.edition == "cloud" else "uno"
    place.call("PUT", f"{api}/issue/PROJ-2/comment/{first}", {"body": body})
    place.pull()
    assert said(place, "PROJ-2") == ["uno", "two"]
    place.call("DELETE", f"{api}/issue/PROJ-2/comment/{second}")
    place.pull()
    assert said(place, "PROJ-2") == ["uno"]
    assert found(place, "two") == []


def test_more_than_jira_sends_with_a_ticket_are_asked_for(place):
    for number in range(25):
        say(place, "PROJ-3", f"remark{number}")
    place.jira.forget()
    place.pull()
    assert said(place, "PROJ-3") == [f"remark{number}" for number in range(25)]
    assert found(place, "remark24") == ["PROJ-3"]
    place.jira.forget()
    place.pull()
    assert [line for line in place.sent() if "/comment" in line] == []


def test_a_first_pull_brings_them_too(place):
    say(place, "PROJ-1", "certificate")
    place.workspace = place.create("other", place.project)
    assert counts(place.pull()) == {"pulled": 3}
    assert said(place, "PROJ-1") == ["certificate"]


def test_comments_that_jira_does_not_give_stop_no_pull(place):
    for number in range(25):
        say(place, "PROJ-3", f"remark{number}")
    place.jira.fault("status", "/comment", status=403)
    place.change("PROJ-3", summary="Renamed")
    place.pull()
    assert said(place, "PROJ-3") == []
    assert "Renamed" in place.read("b.md")
    place.jira.calm()
    place.pull()
    assert len(said(place, "PROJ-3")) == 25


def test_the_settings_switch_it_off(tmp_path):
    with Sandbox() as jira:
        place = Place(jira, tmp_path)
        place.write("b.md", TEXT)
        place.push("b.md")
        place.app.settings.comments = "never"
        say(place, "PROJ-1", "certificate")
        place.pull()
        assert said(place, "PROJ-1") == []
        assert place.app.store.comments.are_missing(place.workspace.id)
        place.app.settings.comments = "always"
        place.pull(full=True)
        assert said(place, "PROJ-1") == ["certificate"]
        assert not place.app.store.comments.are_missing(place.workspace.id)
        place.close()


def test_a_dry_run_keeps_nothing(place):
    say(place, "PROJ-1", "certificate")
    place.pull(dry_run=True)
    assert said(place, "PROJ-1") == []
