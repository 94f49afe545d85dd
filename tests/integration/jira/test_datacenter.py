"""Jira Data Center's adapter over HTTP: what the contract suite leaves open."""

from __future__ import annotations

import pytest

from jira_sandbox import Sandbox
from tests.integration.jira.scripted import Answer, ScriptedServer
from tests.integration.jira.world import client
from ticketr.adapters.jira.client import HttpClient
from ticketr.adapters.jira.datacenter import DataCenterJira
from ticketr.adapters.jira.discovery import edition_at
from ticketr.domain.schema import JiraSchema
from ticketr.domain.workspace import Credentials, Edition
from ticketr.errors import JiraAuth, JiraConnection, JiraNotFound, TicketValidation
from ticketr.ports.external import JiraIssue, JiraUpdate

EPIC_LINK, EPIC_NAME, SPRINT = "customfield_10014", "customfield_10011", "customfield_10020"


def ready(sandbox, username="", token=""):
    remote = DataCenterJira(client(sandbox.url))
    remote.authenticate(Credentials(username, token or sandbox.token))
    fields, types = remote.get_fields(), remote.get_issue_types("PROJ")
    remote.use_schema(JiraSchema("PROJ", tuple(fields), tuple(types)))
    sandbox.forget()
    return remote


@pytest.fixture
def sandbox():
    with Sandbox(edition="datacenter", context="/jira") as running:
        yield running


def ticket(title="A ticket", **fields):
    return JiraIssue({"title": title, "type": "Story", **fields})


def bodies(sandbox, method):
    return [entry.body for entry in sandbox.requests if entry.method == method]


# --- logins


def test_a_password_goes_with_a_user_name_where_the_site_takes_it(sandbox):
    assert ready(sandbox, "robin").validate_connection().account == "robin"


def test_a_password_is_refused_where_the_site_does_not():
    with Sandbox(edition="datacenter", basic=False) as closed:
        assert ready(closed).validate_connection().account == "robin"
        with pytest.raises(JiraAuth):
            ready(closed, "robin")


def test_a_token_of_any_signs_is_a_header(sandbox):
    remote = DataCenterJira(client(sandbox.url))
    remote.authenticate(Credentials("", "tökén☃"))
    with pytest.raises(JiraAuth) as caught:
        remote.validate_connection()
    assert "tökén" not in str(caught.value)


@pytest.mark.parametrize("edition", list(Edition))
def test_the_edition_is_what_the_site_says(edition):
    with Sandbox(edition=str(edition)) as site:
        assert edition_at(HttpClient(site.url), site.url) is edition


@pytest.mark.parametrize(
    ("url", "edition"),
    [
        ("https://you.atlassian.net", Edition.CLOUD),
        ("https://api.atlassian.com/ex/jira/1-2", Edition.CLOUD),
        ("https://jira.example.com/jira", Edition.DATA_CENTER),
    ],
)
def test_a_site_that_says_nothing_to_strangers_is_known_by_its_address(url, edition):
    with ScriptedServer(Answer(401)) as server:
        assert edition_at(client(server.url), url) is edition


def test_where_no_jira_answers_the_path_is_asked_for(sandbox):
    outside = sandbox.url.removesuffix("/jira")
    with pytest.raises(JiraNotFound, match="no Jira at") as caught:
        edition_at(client(outside), outside)
    assert "/jira" in caught.value.hint


# --- epics


def test_an_epic_is_named_by_its_title_unless_it_has_a_name(sandbox):
    remote = ready(sandbox)
    remote.bulk_create([JiraIssue({"title": "Pay", "type": "Epic"})], "PROJ")
    named = {"title": "Pay", "type": "Epic", EPIC_NAME: "Money"}
    remote.create_issue(JiraIssue(named), "PROJ")
    names = [remote.get_issue(f"PROJ-{number}").fields[EPIC_NAME] for number in (1, 2)]
    assert names == ["Pay", "Money"]


def test_required_names_of_epics_are_made(sandbox):
    types = {item.name: item for item in ready(sandbox).get_issue_types("PROJ")}
    assert EPIC_NAME in types["Epic"].fields
    assert EPIC_NAME not in types["Epic"].required
    assert "parent" in types["Story"].fields
    assert EPIC_LINK not in types["Story"].fields


def test_the_parent_is_the_epic_or_the_ticket_above(sandbox):
    remote = ready(sandbox)
    epic = remote.create_issue(JiraIssue({"title": "Pay", "type": "Epic"}), "PROJ")
    story = remote.create_issue(ticket(parent=epic), "PROJ")
    task = remote.create_issue(
        JiraIssue({"title": "t", "type": "Sub-task", "parent": story}), "PROJ"
    )
    assert [body["fields"].get(EPIC_LINK) for body in bodies(sandbox, "POST")] == [
        None,
        epic,
        None,
    ]
    there = remote.bulk_fetch([epic, story, task])
    assert [there[key].fields["parent"] for key in (epic, story, task)] == [None, epic, story]
    assert [item.key for item in remote.get_subtasks(epic)] == [story]
    assert [item.key for item in remote.get_subtasks(story)] == [task]
    after = remote.update_issue(JiraUpdate(story, {"parent": None}, {"parent": epic}))
    assert after.fields["parent"] is None
    assert bodies(sandbox, "PUT") == [{"fields": {EPIC_LINK: None}}]


def test_without_epics_only_sub_tasks_have_a_parent(sandbox):
    remote = ready(sandbox)
    remote.use_schema(JiraSchema("PROJ"))
    with pytest.raises(TicketValidation, match="no epics"):
        remote.create_issue(ticket(parent="PROJ-1"), "PROJ")


# --- texts, sprints


def test_a_text_is_markup_and_an_edit_leaves_the_rest_of_it(sandbox):
    remote = ready(sandbox)
    key = remote.create_issue(ticket(), "PROJ")
    markup = "{color:red}Red{color} and *bold*\r\n\r\nSecond.\r\n\r\nh3. Acceptance criteria:\r\n* a\r\n* b"
    raw = remote._client.send(
        "PUT", f"/rest/api/2/issue/{key}", body={"fields": {"description": markup}}
    )
    assert raw.status == 204
    before = remote.get_issue(key)
    assert before.fields["acceptance_criteria"] == "- a\n- b"
    assert before.raw["description"] == markup
    texts = {name: before.fields[name] for name in ("description", "acceptance_criteria")}
    fields = {**texts, "description": texts["description"].replace("Second.", "Third.")}
    after = remote.update_issue(JiraUpdate(key, fields, before.fields, before.raw))
    assert after.raw["description"] == markup.replace("Second.", "Third.")


def test_the_print_of_a_sprint_is_its_name_and_is_the_same_each_day(sandbox):
    remote = ready(sandbox)
    key = remote.create_issue(ticket(**{SPRINT: "Sprint 24"}), "PROJ")
    there = remote.get_issue(key)
    assert there.fields[SPRINT] == "Sprint 24"
    [raw] = there.raw[SPRINT]
    assert (raw["name"], raw["state"]) == ("Sprint 24", "future")


# --- many


def test_few_are_read_fresh_and_many_by_one_query(sandbox):
    remote = ready(sandbox)
    keys = [item.key for item in remote.bulk_create([ticket(f"{at}") for at in range(60)], "PROJ")]
    sandbox.forget()
    assert set(remote.bulk_fetch(keys[:25])) == set(keys[:25])
    assert {entry.method for entry in sandbox.requests} == {"GET"}
    sandbox.forget()
    names = [*keys, "PROJ-9999", "not a key", "10005"]
    assert set(remote.bulk_fetch(names)) == {*keys, "10005"}
    asked = sandbox.requests
    assert [entry.body["validateQuery"] for entry in asked if entry.method == "POST"] == [
        False
    ] * 2
    assert sum(entry.method == "GET" for entry in asked) == 2


def page(ids, start, total):
    issues = [{"id": str(n), "key": f"P-{n}", "fields": {}} for n in ids]
    return Answer(200, {"issues": issues, "startAt": start, "maxResults": 200, "total": total})


def test_a_moved_ticket_is_found_by_its_old_key():
    names = [f"OLD-{number}" for number in range(1, 27)]
    found = [{"id": str(n), "key": name, "fields": {}} for n, name in enumerate(names[1:], 2)]
    answers = (
        Answer(200, {"issues": found, "total": 25, "startAt": 0}),
        Answer(200, {"id": "1", "key": "NEW-1", "fields": {}}),
    )
    with ScriptedServer(*answers) as server:
        there = DataCenterJira(client(server.url)).bulk_fetch(names)
    assert there["OLD-1"].key == "NEW-1"
    assert len(there) == 26


# --- searches that change while they are read


def searched(*answers):
    with ScriptedServer(*answers) as server:
        remote = DataCenterJira(client(server.url))
        ids = list(remote.search_ids("project = P"))
        starts = [seen.body["startAt"] for seen in server.seen]
    return ids, starts


def test_pages_follow_each_other_by_their_last_row():
    ids, starts = searched(page([1, 2, 3], 0, 5), page([3, 4, 5], 2, 5))
    assert ids == ["1", "2", "3", "4", "5"]
    assert starts == [0, 2]


def test_what_moves_up_while_it_is_read_is_not_missed():
    """Ticket 1 is deleted after the first page: 4 now stands where 3 stood."""
    ids, starts = searched(
        page([1, 2, 3], 0, 6), page([4, 5, 6], 2, 5), page([2, 3, 4, 5, 6], 0, 5)
    )
    assert ids == ["1", "2", "3", "4", "5", "6"]
    assert starts == [0, 2, 0]


def test_from_where_it_went_back_to_it_goes_on():
    shifted = [page([4, 5], 2, 5), page([2, 3], 0, 5), page([3, 4, 5, 6], 1, 5)]
    ids, starts = searched(page([1, 2, 3], 0, 6), *shifted)
    assert ids == ["1", "2", "3", "4", "5", "6"]
    assert starts == [0, 2, 0, 1]


def test_it_goes_back_no_further_than_it_must():
    first = [page(range(1, 101), 0, 150), page(range(100, 141), 99, 150)]
    shifted = [page([150], 139, 140), page([149], 135, 140), page(range(131, 151), 119, 140)]
    ids, starts = searched(*first, *shifted)
    assert ids == [str(number) for number in range(1, 151)]
    assert starts == [0, 99, 139, 136, 124]


def test_an_answer_that_shrinks_below_its_place_is_read_again():
    ids, starts = searched(page([1, 2, 3], 0, 6), page([], 2, 2), page([2, 6], 0, 2))
    assert ids == ["1", "2", "3", "6"]
    assert starts == [0, 2, 0]


def test_what_comes_in_before_is_told_once():
    ids, _ = searched(page([1, 2, 3], 0, 5), page([2, 3, 4, 5], 2, 6))
    assert ids == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    "answers",
    [
        [page([1, 2], 0, 5), page([2], 1, 5)],
        [page([], 0, 5)],
        [Answer(200, {"issues": []})],
        [page([1, 2], 0, 5), Answer(400, {"errorMessages": ["no"]})],
    ],
    ids=["stuck", "empty", "no total", "refused"],
)
def test_a_search_that_cannot_be_completed_is_an_error(answers):
    with pytest.raises((JiraConnection, TicketValidation)):
        searched(*answers)


def test_a_search_that_does_not_hold_still_is_given_up():
    restless = [page([100 + n, 200 + n], 0, 10**6) for n in range(60)]
    with pytest.raises(JiraConnection, match="changes faster"):
        searched(page(list(range(1, 50)), 0, 10**6), *restless)


def test_an_order_is_given_where_there_is_none(sandbox):
    remote = ready(sandbox)
    list(remote.search_ids('summary ~ "order by" AND project = PROJ'))
    list(remote.search_ids("project = PROJ order by updated"))
    asked = [body["jql"] for body in bodies(sandbox, "POST")]
    assert asked[0].endswith(" ORDER BY created ASC, key ASC")
    assert asked[1] == "project = PROJ order by updated"
