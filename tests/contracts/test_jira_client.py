"""What every JiraClient does, run on the adapters over HTTP, with and without trouble on the way, and on the fake."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from jira_sandbox import Sandbox
from tests.fakes.jira import TOKEN, MemoryJira
from tests.helpers.pace import Idle
from ticketr.adapters.jira.client import HttpClient
from ticketr.adapters.jira.cloud import CloudJira
from ticketr.adapters.jira.datacenter import DataCenterJira
from ticketr.domain.schema import FieldKind, JiraSchema
from ticketr.domain.workspace import Credentials
from ticketr.errors import JiraAuth, JiraConnection, JiraNotFound, TicketValidation
from ticketr.ports.external import CREATION_PROPERTY, JiraIssue, JiraUpdate

if TYPE_CHECKING:
    from ticketr.domain.ticket import FieldValue
    from ticketr.ports.history import LogEntry

PROJECT = "PROJ"
POINTS, SPRINT = "customfield_10016", "customfield_10020"


def ready(client, email, token):
    client.authenticate(Credentials(email, token))
    client.use_schema(
        JiraSchema(PROJECT, tuple(client.get_fields()), tuple(client.get_issue_types(PROJECT)))
    )
    return client


READS = r"/search(/jql)?$|/bulkfetch$"
TROUBLE: list[dict[str, object]] = [
    {"kind": "latency", "ms": 5, "count": 0, "probability": 0.2},
    {"kind": "429", "retry_after": 1, "count": 3},
    {"kind": "429", "method": "PUT", "retry_after": 1},
    {"kind": "429", "method": "POST", "retry_after": 1, "count": 2},
    {"kind": "status", "status": 503, "method": "GET"},
    {"kind": "status", "status": 502, "endpoint": READS},
    {"kind": "cut", "method": "GET"},
    {"kind": "cut", "method": "POST", "endpoint": READS},
    {"kind": "drop_reply", "method": "GET"},
    {"kind": "hang_up", "method": "GET"},
    {"kind": "hang_up", "method": "POST", "endpoint": READS},
    {"kind": "html_429", "retry_after": 1},
    {"kind": "drip", "ms": 1, "count": 3},
    {"kind": "status", "status": 504, "method": "GET"},
]
"""What goes wrong on the way, a few times each: reads in all ways, writes only by a refusal that says so."""


class Reopening(Idle):
    """Waiting takes no time, and is what it takes for a door that is shut to be open again."""

    def __init__(self, site):
        super().__init__()
        self._site = site

    def sleep(self, seconds):
        super().sleep(seconds)
        self._site.admit()


EDITIONS = {"memory": "Cloud", "cloud": "Cloud", "datacenter": "Server"}


@pytest.fixture(params=["memory", "cloud", "cloud, faults", "datacenter", "datacenter, faults"])
def kind(request):
    return request.param.partition(",")[0], "faults" in request.param


@pytest.fixture
def site(kind):
    edition, troubled = kind
    if edition == "memory":
        yield None
        return
    faults = [
        {"count": 1, "probability": 0.1, "seed": seed, **rule} for seed, rule in enumerate(TROUBLE)
    ]
    with Sandbox(edition=edition, faults=faults if troubled else []) as sandbox:
        yield sandbox


@pytest.fixture
def jira(site):
    if site is None:
        yield ready(MemoryJira(PROJECT), "robin@example.com", TOKEN)
        return
    http, on_cloud = (
        HttpClient(site.url, pace=Reopening(site).pace(), environ={}),
        site.edition == "cloud",
    )
    made = CloudJira(http) if on_cloud else DataCenterJira(http)
    yield ready(made, site.email if on_cloud else "", site.token)
    made.close()


def test_the_trouble_comes(site, jira, kind):
    for at in range(20):
        jira.create_issue(issue(f"{at}"), PROJECT)
        list(jira.search_all(f"project = {PROJECT}"))
        jira.update_issue(JiraUpdate(f"{PROJECT}-{at + 1}", {"title": f"{at} again"}))
        jira.server_info()
    if site is not None:
        statuses = {entry.status for entry in site.requests}
        assert ({429, 502, 503, 504} <= statuses) == kind[1]
        struck = set(",".join(entry.fault for entry in site.requests).split(",")) - {""}
        assert struck == ({str(rule["kind"]) for rule in TROUBLE} if kind[1] else set())
    assert len(list(jira.search_all(f"project = {PROJECT}"))) == 20


def test_what_is_not_jiras_answer_is_not_taken_for_one(site, jira):
    """A page of a proxy says nothing of Jira: no read is empty because of it, and no create is known to have failed."""
    if site is None:
        return
    key = made(jira)
    site.site.faults.replace([{"kind": "content_type"}])
    reads = (
        lambda: jira.get_issue(key),
        lambda: list(jira.search_all(f"project = {PROJECT}")),
        lambda: jira.bulk_fetch([key]),
        jira.validate_connection,
        jira.get_projects,
    )
    for read in reads:
        with pytest.raises(JiraConnection, match="a web page"):
            read()
    [created] = jira.bulk_create([issue()], PROJECT)
    assert created.unknown
    site.calm()
    assert len(list(jira.search_all(f"project = {PROJECT}"))) == 2


def test_a_door_that_is_shut(site, jira):
    """Reads wait until it is open again, and so does a write that never left, which is made once."""
    if site is None:
        return
    shut = [{"kind": "refuse", "ms": 600_000, "count": 1}]
    for read in (lambda: list(jira.search_all(f"project = {PROJECT}")), jira.get_projects):
        site.site.faults.replace(shut)
        jira.validate_connection()
        read()
    site.site.faults.replace(shut)
    jira.validate_connection()
    [created] = jira.bulk_create([issue()], PROJECT)
    assert (created.error, created.unknown) == (None, False)
    site.calm()
    assert [item.key for item in jira.search_all(f"project = {PROJECT}")] == [created.key]


def issue(title="A ticket", type_="Story", **fields):
    return JiraIssue({"title": title, "type": type_, **fields})


def made(jira, **fields):
    return jira.create_issue(issue(**fields), PROJECT)


def test_the_login_is_told(jira):
    user = jira.validate_connection()
    assert (user.name, user.email, user.active) == ("Robin Sander", "robin@example.com", True)
    assert user.account
    assert user.zone == "America/New_York"


def test_a_wrong_login_is_refused(jira):
    jira.authenticate(Credentials("robin@example.com", "wrong"))
    with pytest.raises(JiraAuth):
        jira.validate_connection()
    with pytest.raises(JiraAuth):
        jira.bulk_create([issue()], PROJECT)
    with pytest.raises(JiraAuth):
        list(jira.search_all(f"project = {PROJECT}"))


def test_the_server_says_its_edition(jira, kind):
    info = jira.server_info()
    assert info.deployment == EDITIONS[kind[0]]
    assert info.version
    assert info.time


def test_a_created_ticket_has_what_was_given(jira):
    given: dict[str, FieldValue] = {
        "title": "Log in",
        "type": "Story",
        "description": "First *this*.\n\n- then\n- that".replace("*", "_"),
        "acceptance_criteria": "- It works\n- It stays",
        "priority": "High",
        "labels": ("auth", "login"),
        "components": ("API", "Backend"),
        POINTS: 5,
        SPRINT: "Sprint 24",
        "duedate": "2026-12-24",
    }
    key = jira.create_issue(JiraIssue(given), PROJECT)
    there = jira.get_issue(key)
    assert {name: there.fields[name] for name in given} == given
    assert there.fields["status"] == "To Do"
    assert there.fields["parent"] is None
    assert there.key == key
    assert there.updated
    assert there.created
    assert jira.get_issue(there.id) == there


def test_a_ticket_without_text_has_none(jira):
    there = jira.get_issue(made(jira))
    assert there.fields["description"] is None
    assert there.fields["acceptance_criteria"] is None
    assert there.fields["labels"] is None


def test_what_is_wrong_with_a_ticket_is_said(jira):
    with pytest.raises(TicketValidation, match="ummary"):
        jira.create_issue(JiraIssue({"title": "", "type": "Story"}), PROJECT)
    with pytest.raises(TicketValidation):
        made(jira, type_="Nonsense")


def test_many_are_created_in_order_with_their_properties(jira):
    issues = [
        JiraIssue(
            {"title": f"Number {at}", "type": "Task"},
            properties={CREATION_PROPERTY: {"token": f"t{at}"}},
        )
        for at in range(120)
    ]
    created = jira.bulk_create(issues, PROJECT)
    assert [item.error for item in created] == [None] * 120
    assert len({item.key for item in created}) == 120
    there = jira.bulk_fetch([item.key for item in created])
    for at, item in enumerate(created):
        assert there[item.key].fields["title"] == f"Number {at}"
        assert there[item.key].id == item.id
    tokens = {CREATION_PROPERTY: {"token": "t7"}}
    assert jira.get_issue(created[7].key).properties == tokens
    query = f"project = {PROJECT} ORDER BY created DESC, key DESC"
    found = {item.key: item.properties for item in jira.search_all(query, tokens=True)}
    assert found == {
        item.key: {CREATION_PROPERTY: {"token": f"t{at}"}} for at, item in enumerate(created)
    }


def test_one_bad_ticket_does_not_stop_the_others(jira):
    issues = [issue("a"), issue(""), issue("c"), issue("d", "Nonsense"), issue("e")]
    created = jira.bulk_create(issues, PROJECT)
    assert [bool(item.key) for item in created] == [True, False, True, False, True]
    assert all(isinstance(created[at].error, TicketValidation) for at in (1, 3))
    assert not any(item.unknown for item in created)
    titles = [jira.get_issue(created[at].key).fields["title"] for at in (0, 2, 4)]
    assert titles == ["a", "c", "e"]


def test_all_bad(jira):
    created = jira.bulk_create([issue(""), issue("")], PROJECT)
    assert [(item.key, item.unknown) for item in created] == [("", False)] * 2


def test_nothing_to_do_is_done(jira):
    assert jira.bulk_create([], PROJECT) == []
    assert jira.bulk_update([]) == []
    assert jira.bulk_fetch([]) == {}


def test_only_the_given_fields_change(jira):
    key = made(jira, priority="High", labels=("a",), description="Text")
    before = jira.get_issue(key)
    after = jira.update_issue(JiraUpdate(key, {"title": "Other"}))
    assert after.fields == {**before.fields, "title": "Other"}
    assert jira.get_issue(key).fields == after.fields


def test_sets_are_changed_and_not_replaced(jira):
    key = made(jira, labels=("base", "gone"), components=("API",))
    jira.update_issue(JiraUpdate(key, {"labels": ("base", "gone", "theirs")}))
    update = JiraUpdate(
        key,
        {"labels": ("base", "mine"), "components": ("Backend",)},
        {"labels": ("base", "gone"), "components": ("API",)},
    )
    after = jira.update_issue(update)
    assert after.fields["labels"] == ("base", "mine", "theirs")
    assert after.fields["components"] == ("Backend",)


def test_values_are_set_to_nothing(jira):
    key = made(
        jira, labels=("a",), duedate="2026-12-24", description="x", acceptance_criteria="- y"
    )
    before = jira.get_issue(key)
    nothing = dict.fromkeys(("labels", "duedate", "description", "acceptance_criteria"))
    after = jira.update_issue(JiraUpdate(key, nothing, before.fields, before.raw))
    assert {name: after.fields[name] for name in nothing} == nothing


def test_description_and_criteria_change_apart(jira):
    key = made(jira, description="One\n\nTwo", acceptance_criteria="- a")
    before = jira.get_issue(key)
    fields = {"description": "One\n\nThree", "acceptance_criteria": "- a\n- b"}
    after = jira.update_issue(JiraUpdate(key, fields, before.fields, before.raw))
    assert {name: after.fields[name] for name in fields} == fields


def test_a_parent_is_set_and_taken_away(jira):
    epic = made(jira, type_="Epic")
    key = made(jira, parent=epic)
    assert jira.get_issue(key).fields["parent"] == epic
    after = jira.update_issue(JiraUpdate(key, {"parent": None}, {"parent": epic}))
    assert after.fields["parent"] is None
    assert jira.update_issue(JiraUpdate(key, {"parent": epic})).fields["parent"] == epic


def test_links_are_made_and_removed_at_either_end(jira):
    one, two, three = (made(jira) for _ in range(3))
    both = (f"blocks {two}", f"relates to {three}")
    update = JiraUpdate(one, {"issuelinks": both, "title": "Linked"}, {"issuelinks": None})
    after = jira.update_issue(update)
    assert (after.fields["issuelinks"], after.fields["title"]) == (both, "Linked")
    there = jira.get_issue(two)
    assert there.fields["issuelinks"] == (f"is blocked by {one}",)
    assert jira.update_issue(update).fields["issuelinks"] == both
    gone = JiraUpdate(two, {"issuelinks": None}, there.fields, there.raw)
    assert jira.update_issue(gone).fields["issuelinks"] is None
    assert jira.get_issue(one).fields["issuelinks"] == (f"relates to {three}",)
    back = JiraUpdate(two, {"issuelinks": (f"is blocked by {one}",)}, {"issuelinks": None})
    jira.update_issue(back)
    assert jira.get_issue(one).fields["issuelinks"] == both


def test_a_link_that_jira_does_not_know_is_refused_before_anything_is_sent(jira):
    one, two = made(jira, title="Before"), made(jira)
    for links in (f"devours {two}", two):
        update = JiraUpdate(one, {"issuelinks": (links,), "title": "After"})
        with pytest.raises(TicketValidation):
            jira.update_issue(update)
        with pytest.raises(TicketValidation):
            jira.check(update)
    assert jira.get_issue(one).fields["title"] == "Before"


def test_a_status_is_reached_by_the_workflow(jira):
    key = made(jira)
    after = jira.update_issue(JiraUpdate(key, {"status": "In Progress", "title": "Begun"}))
    assert (after.fields["status"], after.fields["title"]) == ("In Progress", "Begun")
    again = jira.update_issue(JiraUpdate(key, {"status": "In Progress"}))
    assert again.fields["status"] == "In Progress"


def test_a_status_out_of_reach_is_refused_before_anything_is_sent(jira):
    key = made(jira, title="Before")
    with pytest.raises(TicketValidation) as caught:
        jira.update_issue(JiraUpdate(key, {"status": "In Review", "title": "After"}))
    assert caught.value.hint == "The workflow leads to: In Progress, Done."
    assert jira.get_issue(key).fields["title"] == "Before"


def test_many_updates_report_one_by_one(jira):
    keys = [item.key for item in jira.bulk_create([issue(f"{at}") for at in range(12)], PROJECT)]
    updates = [JiraUpdate(key, {"title": f"New {key}"}) for key in keys]
    updates.insert(3, JiraUpdate(f"{PROJECT}-99999", {"title": "Nobody"}))
    seen = {}
    results = jira.bulk_update(updates, lambda index, result: seen.update({index: result}))
    assert isinstance(results[3], JiraNotFound)
    del results[3]
    assert [result.fields["title"] for result in results] == [f"New {key}" for key in keys]
    assert sorted(seen) == list(range(13))


def test_an_edit_that_changes_nothing_keeps_the_stamp(jira):
    key = made(jira, title="Same")
    before = jira.get_issue(key)
    assert jira.update_issue(JiraUpdate(key, {"title": "Same"})).updated == before.updated


def test_fetching_leaves_out_what_is_not_there(jira):
    key = made(jira)
    there = jira.get_issue(key)
    found = jira.bulk_fetch([key, f"{PROJECT}-99999", there.id])
    assert found == {key: there, there.id: there}


def test_a_missing_ticket_is_not_found(jira):
    with pytest.raises(JiraNotFound):
        jira.get_issue(f"{PROJECT}-99999")
    with pytest.raises(JiraNotFound):
        jira.update_issue(JiraUpdate(f"{PROJECT}-99999", {"title": "x"}))


def test_a_search_goes_to_its_end(jira):
    created = jira.bulk_create([issue(f"{at}") for at in range(230)], PROJECT)
    found = list(jira.search_all(f"project = {PROJECT} ORDER BY created ASC"))
    assert len(found) == 230
    assert {item.key for item in found} == {item.key for item in created}
    assert all(item.fields["title"] for item in found)
    assert set(jira.search_ids(f"project = {PROJECT}")) == {item.id for item in created}


def test_what_was_written_lately_can_be_told(jira):
    there = jira.get_issue(made(jira))
    jira.reconcile([there.id, *(str(number) for number in range(1, 100)), "nonsense"])
    jira.reconcile([there.id])
    assert there.key in {item.key for item in jira.search_all(f"project = {PROJECT}")}


def test_pages_follow_each_other(jira):
    keys = {item.key for item in jira.bulk_create([issue("x")] * 230, PROJECT)}
    page = jira.search(f"project = {PROJECT}")
    assert page.next is not None
    while page.next is not None:
        keys -= {item.key for item in page.issues}
        page = jira.search(f"project = {PROJECT}", page.next)
    assert keys == {item.key for item in page.issues}


def test_a_query_that_means_nothing_is_refused(jira):
    with pytest.raises(TicketValidation):
        jira.search("nonsense = ")
    with pytest.raises(TicketValidation):
        list(jira.search_all("nonsense = "))


def test_children_and_deletion(jira):
    story = made(jira)
    child = made(jira, title="child", type_="Sub-task", parent=story)
    assert [item.key for item in jira.get_subtasks(story)] == [child]
    with pytest.raises(TicketValidation):
        jira.delete_issue(story)
    jira.delete_issue(story, subtasks=True)
    assert jira.bulk_fetch([story, child]) == {}
    with pytest.raises(JiraNotFound):
        jira.delete_issue(story)


def test_fields_and_types(jira):
    kinds = {field.id: field.kind for field in jira.get_fields()}
    assert kinds["parent"] is FieldKind.PARENT
    assert kinds["labels"] is FieldKind.LABELS
    assert kinds[SPRINT] is FieldKind.SPRINT
    types = {item.name: item for item in jira.get_issue_types(PROJECT)}
    levels = {name: types[name].level for name in ("Epic", "Story", "Sub-task")}
    assert levels == {"Epic": 1, "Story": 0, "Sub-task": -1}
    assert "parent" in types["Sub-task"].required
    assert "summary" in types["Story"].required
    options = [option.name for option in types["Story"].fields["priority"].options]
    assert options[:3] == ["Highest", "Critical", "High"]
    ways = {option.name for option in types["Epic"].fields["issuelinks"].options}
    assert {"blocks", "is blocked by", "relates to"} <= ways
    with pytest.raises(JiraNotFound):
        jira.get_issue_types("NOWHERE")


def test_projects(jira):
    assert PROJECT in {project.key for project in jira.get_projects()}


def test_people(jira):
    [ada] = jira.find_users(PROJECT, "ada")
    assert (ada.name, ada.email) == ("Ada Moreau", "ada@example.com")
    key = made(jira, assignee=ada.account)
    there = jira.get_issue(key)
    assert there.fields["assignee"] == ada.account
    assert ada.account in {user.account for user in there.users}
    after = jira.update_issue(JiraUpdate(key, {"assignee": None}))
    assert after.fields["assignee"] is None


def test_steps_of_the_workflow(jira):
    key = made(jira)
    steps = jira.get_transitions(key)
    assert [step.to_status for step in steps] == ["In Progress", "Done"]
    jira.transition(key, steps[0].id)
    assert jira.get_issue(key).fields["status"] == "In Progress"
    with pytest.raises(TicketValidation):
        jira.transition(key, "99999")


def test_what_was_changed_is_told(jira, site, kind):
    key, still = made(jira, priority="High"), made(jira)
    number, quiet = jira.get_issue(key).id, jira.get_issue(still).id
    jira.update_issue(JiraUpdate(key, {"priority": "Low"}))
    jira.update_issue(JiraUpdate(key, {"title": "Another", "priority": "Lowest"}))
    parts = list(jira.get_histories([key, still, "PROJ-99"]))
    told: dict[str, list[LogEntry]] = {part.id: [] for part in parts}
    for part in parts:
        told[part.id] += part.entries
    assert told.get(quiet, []) == []
    assert set(told) <= {number, quiet}
    assert all(part.complete for part in parts)
    entries = told[number]
    assert entries == sorted(entries, key=lambda x: x.created_at)
    assert len({x.id for x in entries}) == 2
    assert {x.author_name for x in entries} == {"Robin Sander"}
    moves = [sorted((i.name.lower(), i.before, i.after) for i in x.items) for x in entries]
    assert moves[0] == [("priority", "High", "Low")]
    assert ("priority", "Low", "Lowest") in moves[1]
    assert len(moves[1]) == 2


def test_comments_are_said_changed_and_removed(jira):
    key, other = made(jira), made(jira)
    said = jira.comments.add(key, "First _this_.\n\n- then", "t1")
    assert (said.text, said.said.author_name) == ("First _this_.\n\n- then", "Robin Sander")
    assert said.said.author
    assert said.said.created_at
    assert jira.comments.get(key, said.id) == said
    jira.comments.add(key, "Second", "t2")
    assert jira.comments.sent(key, "t1") == said
    assert jira.comments.sent(key, "t3") is None
    assert jira.comments.sent(other, "t1") is None
    changed = jira.comments.change(key, said, "First _that_.\n\n- then")
    assert changed.text == "First _that_.\n\n- then"
    assert jira.comments.sent(key, "t1").text == changed.text
    with pytest.raises(JiraNotFound):
        jira.comments.get(other, said.id)
    jira.comments.remove(key, said.id)
    for gone in (jira.comments.get, jira.comments.remove):
        with pytest.raises(JiraNotFound):
            gone(key, said.id)
    with pytest.raises(TicketValidation):
        jira.comments.add(key, " \n", "t4")
