"""Many tickets at once: the plan of a dry run is what is sent, successes stay, and all of it can be taken back."""

from __future__ import annotations

import pytest

from tests.helpers.place import counts, on_both
from tests.integration.sync.desk import Machine
from ticketr.domain.events import Progress
from ticketr.domain.merge import Outcome
from ticketr.errors import QueryInvalid, TicketNotFound, TicketValidation, Usage

BACKLOG = "".join(
    f"# TICKET: Title {n}\n\n## Fields\n- Type: Story\n- Priority: Medium\n- Labels: born{n}\n\n"
    for n in range(4)
)


@pytest.fixture
def place(jira, tmp_path):
    place = Machine(jira, tmp_path)
    place.write("b.md", BACKLOG)
    place.push("b.md")
    place.pull()
    jira.forget()
    yield place
    place.close()


def planned(result):
    """What a plan sends: key, field and value."""
    sent = (Outcome.PUSH, Outcome.MERGE)
    return [(a.key, f.field, f.value) for a in result.plan.actions for f in a.having(*sent)]


def values(place, name):
    fields = [place.remote(key)[name] for key in place.all_keys()]
    return [item["name"] if isinstance(item, dict) else item for item in fields]


@on_both
def test_a_dry_run_plans_what_is_sent_and_writes_nothing(place):
    before, text = place.stored(), place.read("b.md")
    dry = place.bulk("Priority=High", "Labels=a, b", jql="key > PROJ-2", dry_run=True)
    assert planned(dry) == [
        (key, name, value)
        for key in ("PROJ-3", "PROJ-4")
        for name, value in (("priority", "High"), ("labels", ("a", "b")))
    ]
    assert place.written() == []
    assert (place.stored(), place.read("b.md")) == (before, text)
    done = place.bulk("Priority=High", "Labels=a, b", jql="key > PROJ-2")
    assert planned(done) == planned(dry)
    assert counts(done) == {"updated": 2}
    assert values(place, "priority") == ["Medium", "Medium", "High", "High"]
    assert values(place, "labels")[2:] == [["a", "b"], ["a", "b"]]
    assert place.read("b.md").count("- Priority: High\n- Labels: a, b\n") == 2
    place.sent()
    assert counts(place.bulk("Priority=High", "Labels=b,a", jql="key > PROJ-2")) == {"skipped": 2}
    assert counts(place.push("b.md")) == {"skipped": 4}
    assert place.written() == []


@on_both
def test_it_is_one_operation_that_is_taken_back_as_one(place):
    text = place.read("b.md")
    place.bulk("Priority=High", "Labels=", keys=("PROJ-1", "proj-2"))
    assert values(place, "labels")[:2] == [[], []]
    operation = place.app.store.operations.list(place.workspace.id)[0]
    assert (operation.operation, operation.ticket_count) == ("bulk", 2)
    place.undo()
    assert values(place, "priority") == ["Medium"] * 4
    assert values(place, "labels") == [[f"born{n}"] for n in range(4)]
    assert place.read("b.md") == text
    assert place.status().changed == ()


@on_both
def test_a_status_is_reached_by_a_step(place):
    result = place.bulk("Status=In Progress", jql="project = PROJ")
    assert counts(result) == {"updated": 4}
    assert values(place, "status") == ["In Progress"] * 4
    assert sum(line.endswith("/transitions") for line in place.written()) == 4
    with pytest.raises(TicketValidation) as refused:
        place.bulk("Status=", jql="project = PROJ")
    assert refused.value.problems[0].message == "A ticket always has a status."


@on_both
def test_one_that_jira_refuses_stops_no_other(place):
    place.jira.fault("status", status=400, method="PUT", endpoint="PROJ-2", count=1)
    result = place.bulk("Priority=Low", jql="project = PROJ")
    assert counts(result) == {"updated": 3, "failed": 1}
    assert values(place, "priority") == ["Low", "Medium", "Low", "Low"]
    assert [item.key for item in place.status().changed] == ["PROJ-2"]
    place.sent()
    again = place.bulk("Priority=Low", jql="project = PROJ")
    assert counts(again) == {"updated": 1, "skipped": 3}
    assert len(place.written()) == 1
    assert values(place, "priority") == ["Low"] * 4


def test_what_was_refused_is_taken_back_with_the_rest(place):
    place.jira.fault("status", status=400, method="PUT", endpoint="PROJ-2", count=1)
    place.bulk("Priority=Low", jql="project = PROJ")
    place.undo()
    assert values(place, "priority") == ["Medium"] * 4
    assert place.status().changed == ()


@on_both
def test_what_jira_changed_meanwhile_is_a_conflict_of_that_ticket(place):
    place.change("PROJ-2", priority={"name": "Highest"})
    result = place.bulk("Priority=Low", jql="project = PROJ")
    assert counts(result) == {"updated": 3, "conflict": 1}
    assert [(x.key, x.local, x.remote) for x in result.conflicts] == [("PROJ-2", "Low", "Highest")]
    assert values(place, "priority") == ["Low", "Highest", "Low", "Low"]
    assert counts(place.bulk("Priority=Low", keys=("PROJ-2",), strategy="local-wins")) == {
        "updated": 1
    }
    assert values(place, "priority")[1] == "Low"


def test_an_interrupted_one_goes_on_where_it_ended(jira, tmp_path):
    place = Machine(jira, tmp_path)
    place.write("b.md", "".join(f"# TICKET: T{n}\n\n" for n in range(120)))
    place.push("b.md")

    place.told = Stopping()
    with pytest.raises(Enough):
        place.bulk("Priority=Low", jql="project = PROJ")
    place.told = []
    place.restart()
    place.sent()
    again = place.bulk("Priority=Low", jql="project = PROJ")
    assert counts(again) == {"updated": 70, "skipped": 50}
    assert len([x for x in place.written() if x.startswith("PUT")]) == 70
    assert set(values(place, "priority")) == {"Low"}
    place.close()


class Enough(BaseException):
    """Somebody ends the program."""


class Stopping(list):
    """Hears events, and ends the program when the second batch is done."""

    def append(self, event):
        if isinstance(event, Progress) and (event.step, event.done) == ("changing", 50):
            raise Enough


@on_both
def test_tickets_are_put_under_another_parent(place):
    place.write("e.md", "# TICKET: Above\n\n## Fields\n- Type: Epic\n")
    place.push("e.md")
    result = place.bulk("Parent=PROJ-5", keys=("PROJ-1", "PROJ-3"))
    assert counts(result) == {"updated": 2}
    above = [(place.remote(key).get("parent") or {}).get("key") for key in place.all_keys()]
    assert above == ["PROJ-5", None, "PROJ-5", None, None]
    place.bulk("Parent=", keys=("PROJ-1",))
    assert not place.remote("PROJ-1").get("parent")
    for wrong in ("PROJ-5", "PROJ-2"):
        with pytest.raises(TicketValidation):
            place.bulk(f"Parent={wrong}", jql="project = PROJ")
    assert counts(place.bulk("Parent=PROJ-5", jql="project = PROJ", partial=True)) == {
        "updated": 3,
        "skipped": 1,
    }
    with pytest.raises(TicketNotFound):
        place.bulk("Parent=PROJ-77", keys=("PROJ-1",))


def test_every_mistake_is_told_before_anything_is_sent(place):
    for said, message in (
        ("Priority=Urgent", "Urgent"),
        ("Mood=Good", 'There is no field "Mood".'),
        ("Assignee=Nobody at all", "Nobody who can be assigned"),
    ):
        with pytest.raises(TicketValidation) as refused:
            place.bulk(said, jql="project = PROJ")
        assert len(refused.value.problems) == 4
        assert message in refused.value.problems[0].message
    assert place.written() == []
    assert place.status().changed == ()


@on_both
def test_a_person_is_found_by_name(place):
    person = place.call(
        "GET", "/rest/api/3/user/assignable/search?project=PROJ&query=&username=."
    )[0]["displayName"]
    place.bulk(f"Assignee={person}", keys=("PROJ-1",))
    assert place.remote("PROJ-1")["assignee"]["displayName"] == person


def test_what_is_not_in_jira_is_left_out_and_said_so(place):
    place.write("new.md", "# TICKET: New\n")
    place.push("new.md", dry_run=True)
    place.call("DELETE", "/rest/api/3/issue/PROJ-4")
    place.pull()
    result = place.bulk("Priority=Low", jql="project = PROJ")
    assert counts(result) == {"updated": 3}
    assert result.notes == (
        "PROJ-4 is gone in Jira; it is left out",
        '"New" was never sent; it is left out',
    )


def test_a_query_that_finds_nothing_or_is_none(place):
    with pytest.raises(Usage, match="finds no ticket"):
        place.bulk("Priority=Low", jql="key = PROJ-77")
    with pytest.raises(QueryInvalid):
        place.bulk("Priority=Low", jql="key ==")
    with pytest.raises(TicketNotFound):
        place.bulk("Priority=Low", keys=("PROJ-77",))


@on_both
def test_nobody_is_mailed_where_the_login_may_say_so(place):
    place.bulk("Priority=Low", keys=("PROJ-1",), quiet=True)
    place.edit("b.md", ("Labels: born1", "Labels: mine"))
    assert counts(place.push("b.md", quiet=True))["updated"] == 1
    puts = [item for item in place.jira.requests if item.method == "PUT"]
    assert [item.query.get("notifyUsers") for item in puts] == [["false"], ["false"]]
    assert (values(place, "priority")[0], values(place, "labels")[1]) == ("Low", ["mine"])


@on_both
def test_a_login_that_may_not_say_so_is_told_and_nothing_is_sent(place):
    place.environ["TICKETR_TOKEN"] = "ada-token"
    place.environ["TICKETR_USERNAME"] = "ada@example.com" if place.email else ""
    place.restart()
    result = place.bulk("Priority=Low", jql="project = PROJ", quiet=True)
    assert counts(result) == {"failed": 4}
    assert "project admin permissions are required" in str(result.failures[0].error)
    assert values(place, "priority") == ["Medium"] * 4
    assert counts(place.bulk("Priority=Low", jql="project = PROJ")) == {"updated": 4}


@on_both
def test_lists_gain_and_lose_values_and_keep_the_others(place):
    place.bulk("Labels=a, b", "Components=API", keys=("PROJ-1",))
    place.bulk("Labels=b, c", keys=("PROJ-2",))
    text = place.read("b.md")
    place.change("PROJ-2", labels=["b", "c", "theirs"])
    said = ("+Labels=x, b", "-Labels=a,c", "+Components=Backend", "+Components=API")
    more = {"keys": ("PROJ-1", "PROJ-2", "PROJ-3")}
    dry = place.bulk(*said, **more, dry_run=True)
    assert planned(dry)[:2] == [
        ("PROJ-1", "labels", ("b", "x")),
        ("PROJ-1", "components", ("API", "Backend")),
    ]
    assert (place.read("b.md"), dry.notes) == (text, ())
    done = place.bulk(*said, **more)
    assert planned(done) == planned(dry)
    assert [sorted(names) for names in values(place, "labels")] == [
        ["b", "x"],
        ["b", "theirs", "x"],
        ["b", "born2", "x"],
        ["born3"],
    ]
    components = [sorted(x["name"] for x in each) for each in values(place, "components")]
    assert components == [["API", "Backend"]] * 3 + [[]]
    place.pull()
    assert counts(place.bulk(*said, **more)) == {"skipped": 3}
    place.undo(place.app.store.operations.list(place.workspace.id)[2].id)
    assert sorted(values(place, "labels")[0]) == ["a", "b"]


@on_both
def test_the_last_value_of_a_list_leaves_it_empty_and_links_come_and_go(place):
    place.bulk(
        "-Labels=born0", "+Linked Issues=blocks PROJ-2, relates to proj-3", keys=("PROJ-1",)
    )
    assert values(place, "labels")[0] == []
    place.bulk("-Linked Issues=blocks PROJ-2", keys=("PROJ-1",))
    links = place.remote("PROJ-1")["issuelinks"]
    assert [link["type"]["name"] for link in links] == ["Relates"]


def test_what_no_ticket_has_is_told_and_a_field_of_one_value_is_refused(place):
    done = place.bulk("-Labels=born0, brn1", keys=("PROJ-1", "PROJ-2"))
    assert done.notes == ('None of the tickets has "brn1" in Labels.',)
    assert counts(done) == {"updated": 1, "skipped": 1}
    done = place.bulk("-Components=Chekout", keys=("PROJ-1",))
    assert done.notes == ('None of the tickets has "Chekout" in Components.',)
    for wrong, why in (
        ("+Priority=High", "Priority holds one value"),
        ("-Parent=PROJ-4", "Parent holds one value"),
        ("+Components=Chekout", "Components cannot be"),
        ("-Linked Issues=nonsense", "is not a link"),
        ("+Lables=x", 'There is no field "Lables"'),
    ):
        with pytest.raises(TicketValidation) as caught:
            place.bulk(wrong, keys=("PROJ-1",))
        assert why in str(caught.value.problems[0]), wrong
    for both in (("Labels=a", "+labels=b"), ("+Labels=a", "-labels=a")):
        with pytest.raises(Usage, match="at once"):
            place.bulk(*both, keys=("PROJ-1",))
