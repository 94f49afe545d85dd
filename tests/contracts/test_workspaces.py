from dataclasses import replace

import pytest

from tests.builders import TicketBuilder, WorkspaceBuilder
from tests.helpers.clock import START
from ticketr.domain.workspace import CredentialRef, WorkspaceStats
from ticketr.errors import WorkspaceDuplicate, WorkspaceNotFound


def test_what_is_created_comes_back_whole(bare_store):
    workspace = replace(
        WorkspaceBuilder("w").with_config(default_type="Story", task_type="Sub-Aufgabe ü").build(),
        credentials=CredentialRef("ref"),
        created_at=START,
        updated_at=START,
    )
    bare_store.workspaces.create(workspace)
    assert bare_store.workspaces.get(workspace.id) == workspace
    assert bare_store.workspaces.get_by_name(workspace.name) == workspace
    assert bare_store.workspaces.list() == [workspace]


def test_times_come_from_the_clock_where_none_are_given(bare_store, clock):
    bare_store.workspaces.create(WorkspaceBuilder("w").build())
    assert bare_store.workspaces.get("w").created_at == clock.time
    assert bare_store.workspaces.get("w").updated_at == clock.time


@pytest.mark.parametrize("call", ["get", "get_by_name", "delete", "set_default"])
def test_an_unknown_workspace_is_not_found(store, call):
    with pytest.raises(WorkspaceNotFound) as caught:
        getattr(store.workspaces, call)("nowhere")
    assert "nowhere" in caught.value.message


def test_updating_an_unknown_workspace_fails(store):
    with pytest.raises(WorkspaceNotFound):
        store.workspaces.update(WorkspaceBuilder("nowhere").build())


def test_a_name_is_taken_once(store):
    with pytest.raises(WorkspaceDuplicate):
        store.workspaces.create(WorkspaceBuilder("third").with_name("workspace w").build())
    with pytest.raises(WorkspaceDuplicate):
        store.workspaces.create(WorkspaceBuilder("w").with_name("another").build())
    with pytest.raises(WorkspaceDuplicate):
        store.workspaces.update(WorkspaceBuilder("other").with_name("workspace w").build())
    assert [item.name for item in store.workspaces.list()] == ["workspace other", "workspace w"]


def test_update_replaces_name_configuration_and_credentials_only(store, clock):
    old = store.workspaces.get("w")
    new = WorkspaceBuilder("w").with_name("new").with_config(jira_url="https://x").as_default()
    store.workspaces.update(replace(new.build(), credentials=CredentialRef("other")))
    found = store.workspaces.get("w")
    assert found == replace(
        old,
        name="new",
        config=new.build().config,
        credentials=CredentialRef("other"),
        updated_at=clock.time,
    )


def test_at_most_one_is_the_default(store):
    store.workspaces.set_default("w")
    store.workspaces.set_default("other")
    assert [item.id for item in store.workspaces.list() if item.is_default] == ["other"]
    store.workspaces.create(WorkspaceBuilder("third").as_default().build())
    assert [item.id for item in store.workspaces.list() if item.is_default] == ["third"]


def test_an_unknown_default_leaves_the_old_one(store):
    store.workspaces.set_default("w")
    with pytest.raises(WorkspaceNotFound):
        store.workspaces.set_default("nowhere")
    assert store.workspaces.get("w").is_default


def picked(store, name=None):
    row = store.workspaces.pick(name)
    return row and (row.id, row.name, row.jira_url, row.project_key)


def test_pick_takes_the_name_else_the_current_else_the_default(store):
    one, other = store.workspaces.get("w"), store.workspaces.get("other")
    assert picked(store, one.name) == ("w", one.name, one.config.jira_url, one.config.project_key)
    assert picked(store, "nowhere") is None
    assert picked(store) is None
    store.workspaces.set_default("other")
    assert picked(store)[1] == other.name
    store.preferences.set("current_workspace", one.name)
    assert picked(store)[1] == one.name
    assert picked(store, other.name)[1] == other.name
    store.preferences.set("current_workspace", "deleted since")
    assert picked(store)[1] == other.name


def test_statistics_count_by_sync_status(store):
    for status in ["new", "new", "modified", "conflict", "synced"]:
        store.tickets.create(TicketBuilder().with_status(status).build())
    store.tickets.create(TicketBuilder("other").build())
    expected = WorkspaceStats(total=5, new=2, modified=1, conflict=1)
    assert store.workspaces.get("w").statistics == expected
    assert store.workspaces.get("other").statistics == WorkspaceStats(total=1, new=1)


def test_deleting_takes_its_tickets_and_leaves_the_others(store):
    parent = TicketBuilder().with_id("parent").build()
    child = TicketBuilder().with_id("child").with_parent("parent").build()
    stays = TicketBuilder("other").with_id("stays").build()
    store.tickets.bulk_create([parent, child, stays])
    store.workspaces.delete("w")
    assert [item.id for item in store.workspaces.list()] == ["other"]
    assert store.tickets.find_by_workspace("w") == []
    assert [item.id for item in store.tickets.find_by_workspace("other")] == ["stays"]
