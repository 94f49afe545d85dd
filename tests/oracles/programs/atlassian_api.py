"""The journey of PyPI `atlassian-python-api`: python atlassian_api.py URL EMAIL TOKEN PROJECT EDITION VERSION."""

from __future__ import annotations

import io
import sys

from atlassian.jira import Jira, JiraCloud
from requests import HTTPError
from steps import Journey

url, email, token, project, edition, version = sys.argv[1:7]
cloud = edition == "cloud"
login = {"username": email, "password": token} if cloud else {"token": token}
jira = Jira(url, cloud=cloud, api_version=version, **login)
generated = JiraCloud(url, api_version=version, **login) if cloud else None
step = Journey()
known = step.known


def text(words):
    if version == "2":
        return words
    paragraph = {"type": "paragraph", "content": [{"type": "text", "text": words}]}
    return {"type": "doc", "version": 1, "content": [paragraph]}


def values(summary, name="Task", **more):
    return {"project": {"key": project}, "issuetype": {"name": name}, "summary": summary, **more}


@step
def server_info():
    assert jira.get_server_info()["version"]


@step
def myself():
    known.me = jira.myself()
    assert known.me["displayName"]


@step
def fields():
    assert "summary" in {field["id"] for field in jira.get_all_fields()}


@step
def configuration():
    assert jira.get_issue_types()
    assert jira.get_all_priorities()
    assert jira.get_all_resolutions()
    assert jira.get_all_statuses()
    assert jira.get_issue_link_types_names()
    assert jira.get_status_id_from_name("In Progress")


@step
def projects():
    assert project in {item["key"] for item in jira.projects()}
    assert jira.project(project)["key"] == project
    assert jira.get_status_for_project(project)
    assert jira.get_project_components(project) is not None
    assert jira.get_project_versions(project) is not None


@step
def createmeta():
    found = jira.issue_createmeta_issuetypes(project)
    rows = found["issueTypes" if cloud else "values"]
    task = next(row for row in rows if row["name"] == "Task")
    found = jira.issue_createmeta_fieldtypes(project, task["id"])
    assert "summary" in {row["fieldId"] for row in found["fields" if cloud else "values"]}


@step
def users():
    assert jira.user_find_by_user_string(**({"query": "ada"} if cloud else {"username": "ada"}))
    assert jira.get_all_assignable_users_for_project(project)


@step
def create():
    known.one = jira.create_issue(values("One", description=text("Some words")))["key"]
    assert jira.issue_field_value(known.one, "summary") == "One"
    assert jira.issue_exists(known.one)
    assert not jira.issue_exists(f"{project}-99999")


@step
def create_refused():
    try:
        jira.create_issue(values(""))
    except HTTPError as error:
        assert error.response.status_code == 400
    else:
        raise AssertionError("an empty summary is accepted")


@step
def create_many():
    made = jira.create_issues([{"fields": values("Two")}, {"fields": values("Three")}])
    known.two = made["issues"][0]["key"]


@step
def get():
    issue = jira.issue(known.one, expand="names,changelog")
    assert issue["fields"]["summary"] == "One"
    assert jira.get_issue(known.one, fields="summary")["fields"] == {"summary": "One"}
    assert jira.bulk_issue([known.one, known.two])[0]["issues"]


@step
def edit():
    jira.update_issue_field(known.one, {"summary": "New"})
    jira.issue_update(known.one, {"labels": ["x"]})
    jira.edit_issue(known.one, {"labels": [{"add": "y"}]})
    assert jira.get_issue_labels(known.one) == ["x", "y"]
    assert jira.issue_editmeta(known.one)["fields"]


@step
def assign():
    jira.assign_issue(known.one, known.me["accountId"] if cloud else known.me["name"])


@step
def transition():
    first = jira.get_issue_transitions(known.one)[0]
    jira.set_issue_status(known.one, first["to"])
    assert jira.get_issue_status(known.one) == first["to"]
    assert jira.get_issue_status_changelog(known.one)


@step
def history():
    if cloud:
        assert jira.get_issue_changelog(known.one)[
            "histories" if version == "latest" else "values"
        ]
    else:
        assert jira.issue(known.one, expand="changelog")["changelog"]["histories"]


@step
def comments():
    made = jira.issue_add_comment(known.one, text("Hello"))
    jira.issue_edit_comment(known.one, made["id"], text("Bye"))
    assert jira.issue_get_comment(known.one, made["id"])["id"] == made["id"]
    assert jira.issue_get_comments(known.one)["total"] == 1


@step
def properties():
    jira.set_issue_property(known.one, "journey", {"n": 1})
    assert jira.get_issue_property(known.one, "journey")["value"] == {"n": 1}
    assert len(jira.get_issue_property_keys(known.one)["keys"]) == 1
    jira.delete_issue_property(known.one, "journey")


@step
def links():
    jira.create_issue_link(
        {
            "type": {"name": "Blocks"},
            "inwardIssue": {"key": known.one},
            "outwardIssue": {"key": known.two},
        }
    )
    link = jira.issue_field_value(known.one, "issuelinks")[0]["id"]
    assert jira.get_issue_link(link)["type"]["name"] == "Blocks"
    jira.remove_issue_link(link)


@step
def search():
    jql = f"project = {project} ORDER BY key"
    if cloud:
        assert jira.enhanced_jql(jql, limit=1)["issues"]
        found = jira.enhanced_jql_get_list_of_tickets(jql)
        assert jira.approximate_issue_count(jql)["count"] >= 3
    else:
        assert jira.jql(jql, limit=1)["total"] >= 3
        found = jira.jql_get_list_of_tickets(jql)
    assert {known.one, known.two} <= {item["key"] for item in found}


@step
def generated_client():
    if generated is None:
        return
    assert generated.get_server_info()["deploymentType"] == "Cloud"
    assert generated.enhanced_jql_get_list_of_tickets(f"project = {project}")
    assert generated.get_issue(known.one)["key"] == known.one
    assert generated.search_projects()["values"]
    assert generated.get_project_versions(project) is not None


@step
def worklogs():
    jira.issue_worklog(known.one, "2026-03-02T09:00:00.000+0000", 5400)
    assert jira.issue_get_worklog(known.one)["worklogs"][0]["timeSpentSeconds"] == 5400
    assert jira.get_updated_worklogs(0)["values"]


@step
def attachments():
    made = jira.add_attachment_object(known.one, io.BytesIO(b"some bytes"))
    assert jira.get_attachment(made[0]["id"])["size"] == 10
    assert jira.get_attachments_ids_from_issue(known.one)
    jira.remove_attachment(made[0]["id"])


@step
def watchers():
    assert jira.issue_get_watchers(known.one)["watchCount"] >= 0


@step
def autocomplete():
    assert jira.get_autocomplete_data()["visibleFieldNames"]


@step
def boards():
    found = jira.get_all_agile_boards(project_key=project)
    known.board = next(board for board in found["values"] if board["type"] == "scrum")
    assert jira.get_agile_board(known.board["id"])["name"]


@step
def sprints():
    known.sprint = jira.get_all_sprints_from_board(known.board["id"], state="active")["values"][0]
    assert jira.get_sprint(known.sprint["id"])["state"] == "active"


@step
def sprint_work():
    own = jira.create_sprint("Atlassian", known.board["id"])
    jira.update_partially_sprint(own["id"], {"name": "Renamed"})
    jira.add_issues_to_sprint(own["id"], [known.one])
    assert jira.get_sprint_issues(own["id"], 0, 10)["issues"]
    jira.move_issues_to_backlog([known.one])
    jira.delete_sprint(own["id"])


@step
def by_name():
    jira.issue_transition(known.two, "In Progress")
    assert jira.get_issue_status(known.two) == "In Progress"
    assert project in {item["key"] for item in jira.get_all_projects(expand="lead,description")}
    assert jira.get_project_issues_count(project) >= 2


@step
def versions_and_components():
    version = jira.add_version(project, int(jira.project(project)["id"]), "3.9.9")
    assert version["name"] == "3.9.9"
    made = jira.create_component({"name": "Atlassian", "project": project})
    assert jira.component(made["id"])["name"] == "Atlassian"
    jira.delete_component(made["id"])


@step
def boards_in_detail():
    board = known.board["id"]
    assert jira.get_agile_board_configuration(board)["columnConfig"]["columns"]
    assert jira.get_issues_for_board(board, jql=f"key = {known.one}")["issues"]
    assert "issues" in jira.get_issues_for_backlog(board)
    assert jira.get_epics(board) is not None


@step
def delete():
    jira.delete_issue(known.one)
    assert not jira.issue_exists(known.one)


step.run()
