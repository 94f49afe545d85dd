from __future__ import annotations

from ticketr.domain.query import DEFAULT_PAGE, Pagination, TicketFilter, TicketRow, WorkspaceRow
from ticketr.domain.workspace import Credentials, Workspace, WorkspaceConfig, WorkspaceID


def test_a_login_does_not_show_its_token():
    assert "s3cret" not in repr(Credentials("ann@example.com", "s3cret"))


def test_a_filter_without_conditions_takes_everything():
    empty = TicketFilter()
    assert (empty.workspace_id, empty.jql, empty.parent_id, empty.modified_after) == (None,) * 4
    assert (empty.status, empty.type) == ((), ())


def test_a_filter_keeps_its_conditions():
    narrow = TicketFilter("w1", jql="x = 1", status=["new"], type=["Bug"], parent_id="t1")
    assert (narrow.workspace_id, narrow.jql, narrow.status) == ("w1", "x = 1", ("new",))
    assert (narrow.type, narrow.parent_id) == (("Bug",), "t1")


def test_the_first_page():
    page = Pagination()
    assert (page.offset, page.limit, page.sort_by, page.order) == (
        0,
        DEFAULT_PAGE,
        "",
        "asc",
    )


def test_rows_hold_what_a_list_shows():
    row = TicketRow("t1", None, "Task", "Title", "new", None, "{}", "2026-01-02T03:04:05.678Z")
    assert (row.id, row.jira_id, row.type, row.title, row.sync_status) == (
        "t1",
        None,
        "Task",
        "Title",
        "new",
    )
    assert (row.parent_id, row.fields, row.updated_at) == (None, "{}", "2026-01-02T03:04:05.678Z")
    place = WorkspaceRow("w1", "work", "http://jira.example", "PROJ")
    assert (place.id, place.name, place.jira_url, place.project_key) == (
        "w1",
        "work",
        "http://jira.example",
        "PROJ",
    )


def test_a_new_workspace_is_empty_and_not_the_default():
    work = Workspace(WorkspaceID("w1"), "work", WorkspaceConfig("http://jira.example", "PROJ"))
    assert (work.is_default, work.credentials, work.statistics.total) == (False, None, 0)
