"""The journey of PyPI `jira` (pycontribs): python pycontribs.py URL EMAIL TOKEN PROJECT EDITION VERSION."""

from __future__ import annotations

import io
import sys

from jira import JIRA, JIRAError
from steps import Journey

url, email, token, project, edition, version = sys.argv[1:7]
cloud = edition == "cloud"
login = {"basic_auth": (email, token)} if cloud else {"token_auth": token}
jira = JIRA(url, options={"rest_api_version": version}, max_retries=0, **login)
step = Journey()
known = step.known


def text(words):
    """Rich text as this version of the interface takes it."""
    if version == "2":
        return words
    paragraph = {"type": "paragraph", "content": [{"type": "text", "text": words}]}
    return {"type": "doc", "version": 1, "content": [paragraph]}


def values(summary, name="Task", **more):
    return {"project": project, "issuetype": {"name": name}, "summary": summary, **more}


def found(jql, **more):
    if cloud:
        return jira.enhanced_search_issues(jql, **more)
    return jira.search_issues(jql, **more)


@step
def server_info():
    assert jira.server_info()["deploymentType"] == ("Cloud" if cloud else "Server")
    assert jira._is_cloud is cloud


@step
def myself():
    me = jira.myself()
    known.me = me["accountId"] if cloud else me["name"]
    known.name = me["displayName"] if cloud else me["name"]
    assert jira.current_user()


@step
def fields():
    assert {"summary", "description"} <= {field["id"] for field in jira.fields()}


@step
def configuration():
    assert jira.priorities()
    assert jira.resolutions()
    assert jira.statuses()
    assert jira.issue_types()
    assert jira.issue_link_types()


@step
def single_priority_and_status():
    assert jira.priority(jira.priorities()[0].id).name
    assert jira.status(jira.statuses()[0].id).name
    assert jira.resolution(jira.resolutions()[0].id).name


@step
def status_categories():
    assert {"new", "indeterminate", "done"} <= {item.key for item in jira.statuscategories()}


@step
def projects():
    assert project in {item.key for item in jira.projects()}
    assert jira.project(project).name
    assert jira.project_components(project) is not None
    assert jira.project_versions(project) is not None


@step
def createmeta():
    if cloud:
        # It knows the newer endpoints as Data Center's only.
        found = jira.createmeta(projectKeys=project, expand="projects.issuetypes.fields")
        types = {item["name"]: item for item in found["projects"][0]["issuetypes"]}
        assert types["Task"]["fields"]["summary"]["required"]
        return
    types = {item.name: item for item in jira.project_issue_types(project, maxResults=50)}
    fields = jira.project_issue_fields(project, types["Task"].id, maxResults=200)
    assert "summary" in {field.fieldId for field in fields}


@step
def users():
    query = {"query": "ada"} if cloud else {"user": "ada"}
    assert jira.search_users(**query)
    assert jira.search_assignable_users_for_issues(
        project=project, **({"query": "ada"} if cloud else {"username": "ada"})
    )


@step
def user():
    assert jira.user(known.me).displayName


@step
def create():
    known.one = jira.create_issue(
        fields=values("One", description=text("Some words"), labels=["x"])
    )
    assert known.one.fields.summary == "One"
    assert known.one.key.startswith(project)


@step
def create_refused():
    try:
        jira.create_issue(fields=values(""))
    except JIRAError as error:
        assert error.status_code == 400
        assert "summary" in error.text
    else:
        raise AssertionError("an empty summary is accepted")


@step
def create_many():
    made = jira.create_issues([values("Two"), values("")])
    assert made[0]["status"] == "Success"
    assert made[1]["error"]
    known.two = made[0]["issue"]


@step
def subtask():
    known.child = jira.create_issue(
        fields=values("Child", "Sub-task", parent={"key": known.one.key})
    )


@step
def get():
    issue = jira.issue(known.one.key, expand="changelog,names,transitions")
    assert issue.fields.status.name
    assert issue.fields.creator.displayName
    assert [item.key for item in issue.fields.subtasks] == [known.child.key]
    assert jira.issue(known.one.id, fields="summary").fields.summary == "One"


@step
def get_nothing():
    try:
        jira.issue(f"{project}-99999")
    except JIRAError as error:
        assert error.status_code == 404
    else:
        raise AssertionError("found what is not there")


@step
def edit():
    known.one.update(fields={"summary": "New", "labels": ["x", "y"]})
    assert known.one.fields.summary == "New"
    known.one.update(update={"labels": [{"remove": "x"}]})
    assert jira.issue(known.one.key).fields.labels == ["y"]
    known.one.add_field_value("labels", "z")


@step
def editmeta():
    assert "summary" in jira.editmeta(known.one.key)["fields"]


@step
def assign():
    assert jira.assign_issue(known.one.key, known.name)
    assert jira.issue(known.one.key).fields.assignee.displayName
    assert jira.assign_issue(known.one.key, None)


@step
def transition():
    steps = jira.transitions(known.one.key, expand="transitions.fields")
    jira.transition_issue(known.one.key, steps[0]["id"])
    assert jira.issue(known.one.key).fields.status.name == steps[0]["to"]["name"]
    jira.transition_issue(known.one.key, jira.transitions(known.one.key)[0]["name"])


@step
def history():
    changelog = jira.issue(known.one.key, expand="changelog").changelog
    assert {"summary", "status"} <= {i.field for h in changelog.histories for i in h.items}


@step
def comments():
    comment = jira.add_comment(known.one.key, text("Hello"))
    assert jira.comment(known.one.key, comment.id).author.displayName
    comment.update(body=text("Bye"))
    assert comment.id in [item.id for item in jira.comments(known.one.key)]
    comment.delete()
    assert jira.comments(known.one.key) == []


@step
def properties():
    jira.add_issue_property(known.one.key, "journey", {"n": 1})
    assert jira.issue_property(known.one.key, "journey").value.n == 1
    assert [item.key for item in jira.issue_properties(known.one.key)] == ["journey"]
    jira.issue_property(known.one.key, "journey").delete()


@step
def links():
    jira.create_issue_link("Blocks", known.one.key, known.two.key)
    link = jira.issue(known.one.key).fields.issuelinks[0]
    assert jira.issue_link(link.id).type.name == "Blocks"
    jira.delete_issue_link(link.id)


@step
def search():
    issues = found(f"project = {project} ORDER BY key", maxResults=1)
    assert len(issues) == 1
    everything = found(f"project = {project} ORDER BY key", maxResults=False)
    assert {known.one.key, known.two.key, known.child.key} <= {i.key for i in everything}
    raw = found(f"key = {known.one.key}", fields="summary", json_result=True)
    assert set(raw["issues"][0]["fields"]) == {"summary"}


@step
def search_refused():
    try:
        found("project = ")
    except JIRAError as error:
        assert error.status_code == 400
    else:
        raise AssertionError("a broken query is accepted")


@step
def count():
    if cloud:
        assert jira.approximate_issue_count(f"project = {project}") >= 3
    else:
        assert jira.search_issues(f"project = {project}").total >= 3


@step
def worklogs():
    log = jira.add_worklog(
        known.one.key, timeSpent="1h 30m", comment=text("Work") if version == "2" else None
    )
    assert jira.worklog(known.one.key, log.id).timeSpentSeconds == 5400
    assert [item.id for item in jira.worklogs(known.one.key)] == [log.id]
    log.update(timeSpent="2h")
    log.delete()


@step
def attachments():
    made = jira.add_attachment(known.one.key, io.BytesIO(b"some bytes"), filename="a.txt")
    assert jira.attachment(made.id).get() == b"some bytes"
    assert [item.filename for item in jira.issue(known.one.key).fields.attachment] == ["a.txt"]
    jira.delete_attachment(made.id)
    assert jira.attachment_meta()["enabled"]


@step
def watchers_and_votes():
    assert jira.watchers(known.one.key).watchCount >= 0
    assert jira.votes(known.one.key).votes == 0


@step
def remote_links():
    assert jira.remote_links(known.one.key) == []


@step
def versions():
    known.version = jira.create_version("9.9.8", project)
    known.version.update(description="Said")
    assert jira.version(known.version.id).name == "9.9.8"
    assert jira.get_project_version_by_name(project, "9.9.8").id == known.version.id


@step
def components():
    component = jira.create_component("Pycontribs", project)
    assert jira.component(component.id).name == "Pycontribs"
    jira.delete_component(component.id)


@step
def boards():
    known.board = next(b for b in jira.boards(projectKeyOrID=project) if b.type == "scrum")


@step
def sprints():
    known.sprint = jira.sprints(known.board.id, state="active")[0]
    assert jira.sprint(known.sprint.id).name == known.sprint.name


@step
def sprint_work():
    own = jira.create_sprint("Pycontribs", known.board.id)
    jira.update_sprint(own.id, goal="To arrive")
    jira.add_issues_to_sprint(own.id, [known.one.key])
    jira.move_to_backlog([known.one.key])
    jira.sprint(own.id).delete()


@step
def pages():
    made = jira.create_issues([values(f"Page {n}", labels=["paged"]) for n in range(5)])
    wanted = [item["issue"].key for item in made]
    jql = f"project = {project} AND labels = paged ORDER BY key ASC"
    if cloud:
        first = jira.enhanced_search_issues(jql, maxResults=2, fields="summary")
        second = jira.enhanced_search_issues(
            jql, maxResults=2, fields="summary", nextPageToken=first.nextPageToken
        )
        assert [item.key for item in (*first, *second)] == wanted[:4]
        assert [item.key for item in jira.enhanced_search_issues(jql, maxResults=0)] == wanted
        return
    page = jira.search_issues(jql, startAt=2, maxResults=2, fields="summary")
    assert ([item.key for item in page], page.total, page.startAt) == (wanted[2:4], 5, 2)
    jira._options["default_batch_size"] = {type(page[0]): 2}
    assert [item.key for item in jira.search_issues(jql, maxResults=False)] == wanted


@step
def watching():
    jira.remove_watcher(known.two.key, known.name)
    assert not jira.watchers(known.two.key).isWatching
    jira.add_watcher(known.two.key, known.name)
    assert jira.watchers(known.two.key).isWatching


@step
def simple_link():
    jira.add_simple_link(known.two.key, {"url": "https://example.com", "title": "There"})
    (link,) = jira.remote_links(known.two.key)
    assert link.object.title == "There"
    link.delete()


@step
def epic_and_rank():
    name = {} if cloud else {"customfield_10011": "Big"}
    epic = jira.create_issue(fields=values("Big", "Epic", **name))
    jira.add_issues_to_epic(epic.key, [known.two.key])
    found = jira.issue(known.two.key)
    assert (found.fields.parent.key if cloud else found.fields.customfield_10014) == epic.key
    jira.rank(known.two.key, next_issue=known.one.key)


@step
def permissions():
    assert jira.my_permissions(permissions="BROWSE_PROJECTS" if cloud else None)["permissions"]


@step
def delete():
    known.one.delete(deleteSubtasks=True)
    try:
        jira.issue(known.child.key)
    except JIRAError as error:
        assert error.status_code == 404
    else:
        raise AssertionError("the sub-task is still there")


step.run()
