"""The journey of PyPI `jiratui`, its controller and its screens: python tui.py URL EMAIL TOKEN PROJECT EDITION VERSION."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from datetime import UTC, datetime

url, email, token, project, edition, version = sys.argv[1:7]
cloud = edition == "cloud"
# Its settings come from the environment, as they do for its users; no file of theirs is read.
os.environ["JIRA_TUI_CONFIG_FILE"] = os.devnull

from jiratui.api_controller.controller import APIController  # noqa: E402
from jiratui.app import JiraApp  # noqa: E402
from jiratui.config import CONFIGURATION, ApplicationConfiguration  # noqa: E402
from steps import Journey  # noqa: E402

# Where it logs a refusal it fails itself (its `extra` overwrites parts of the record), so it is not to log.
logging.disable(logging.CRITICAL)
settings = ApplicationConfiguration(
    jira_api_username=email,
    jira_api_token=token,
    jira_api_base_url=url,
    jira_api_version=int(version),
    cloud=cloud,
    use_bearer_authentication=not cloud,
    ignore_users_without_email=False,
    default_project_key_or_id=project,
    search_on_startup=True,
    on_start_up_only_fetch_projects=False,
    log_file="",
)
CONFIGURATION.set(settings)
step = Journey()
known = step.known


def ask(name, *arguments, **more):
    """A method of the controller, which must succeed; gives its result."""

    async def call():
        controller = APIController(settings)
        found = getattr(controller, name)(*arguments, **more)
        return await found if asyncio.iscoroutine(found) else found

    answer = asyncio.run(call())
    assert answer.success, f"{name}: {answer.error}"
    return answer.result


@step
def server_info():
    assert ask("server_info").version


@step
def myself():
    known.me = ask("myself").account_id


@step
def projects():
    assert ask("get_project", project).key == project
    assert project in {item.key for item in ask("search_projects")}


@step
def statuses():
    assert ask("get_project_statuses", project)
    assert ask("status")


@step
def types():
    types = {item.name: item for item in ask("get_issue_types_for_project", project)}
    known.task = types["Task"]
    assert ask("get_issue_types")


@step
def users():
    assert ask("search_users", "ada")
    assert ask("search_users_assignable_to_projects", [project])


@step
def fields():
    assert ask("get_fields")


@step
def create_metadata():
    assert ask("get_issue_create_metadata", project, known.task.id)


@step
def create():
    data = {
        "project_key": project,
        "issue_type_id": known.task.id,
        "summary": "One",
        "description": "Some words",
        "assignee_account_id": known.me,
    }
    known.one = ask("create_work_item", data).key
    known.two = ask("create_work_item", {**data, "summary": "Two"}).key


@step
def get():
    known.issue = ask("get_issue", known.one).issues[0]
    assert known.issue.summary == "One"
    assert known.issue.get_description().strip() == "Some words"


@step
def search():
    found = ask("search_issues", project_key=project)
    assert {known.one, known.two} <= {item.key for item in found.issues}
    # It counts on Cloud alone.
    assert ask("count_issues", project_key=project) >= (2 if cloud else 0)


@step
def assignable_to_an_issue():
    assert ask("search_users_assignable_to_issue", known.one)


@step
def update():
    known.issue.edit_meta = ask_plain("get_edit_metadata_for_issue", known.one)
    ask("update_issue", known.issue, {"summary": "New", "labels": ["x"]})
    assert ask("get_issue", known.one).issues[0].summary == "New"


def ask_plain(name, *arguments):
    async def call():
        return await getattr(APIController(settings), name)(*arguments)

    return asyncio.run(call())


@step
def transition():
    first = ask("transitions", known.one)[0]
    ask("transition_issue_status", known.one, str(first.to_state.id))
    assert ask("get_issue", known.one).issues[0].status.name == first.to_state.name


@step
def comments():
    made = ask("add_comment", known.one, "Hello")
    assert ask("get_comment", known.one, made.id).id == made.id
    assert len(ask("get_comments", known.one)) == 1
    ask("delete_comment", known.one, made.id)


@step
def links():
    kind = ask("issue_link_types")[0]
    ask("link_work_items", known.one, known.two, kind.inward, kind.id)
    [link] = ask("get_issue", known.one).issues[0].related_issues
    ask("delete_issue_link", link.id)


@step
def worklogs():
    ask("add_work_item_worklog", known.one, datetime.now(UTC), "1h 30m")
    logs = ask("get_work_item_worklog", known.one).logs
    assert logs[0].time_spent_seconds == 5400
    ask("remove_worklog", known.one, logs[0].id)


@step
def attachments():
    with open("note.txt", "w") as file:  # noqa: PTH123
        file.write("some bytes")
    made = ask("add_attachment", known.one, "note.txt")
    if cloud:  # on Data Center it joins two addresses
        assert ask("get_attachment_content", made.id)
    ask("delete_attachment", made.id)


@step
def remote_links():
    assert ask("get_issue_remote_links", known.one) == []


@step
def global_settings():
    assert ask("global_settings")


@step
def the_screens():
    """The program itself, without a terminal: it starts, searches and shows the work items."""

    async def run():
        app = JiraApp(settings, project_key=project)
        async with app.run_test(size=(160, 50)) as pilot:
            table = app.screen.query("DataTable").first()
            for _ in range(100):
                await pilot.pause(0.1)
                if table.row_count:
                    break
            cells = [str(cell) for row in range(table.row_count) for cell in table.get_row_at(row)]
        assert any(known.two in cell for cell in cells), cells

    asyncio.run(run())


step.run()
