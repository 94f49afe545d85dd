"""Links between tickets: a field of the file, merged as a set, made and removed in Jira one by one."""

from __future__ import annotations

import pytest

from tests.helpers.place import counts, on_both
from ticketr.errors import TicketValidation

TWO = "# TICKET: One\n\n# TICKET: Two\n\n# TICKET: Three\n"
BLOCKS = "\n## Fields\n- Linked Issues: "


def linked(place, key):
    """The links that Jira shows at the ticket."""
    return sorted(
        f"{item['type'][way]} {item[end]['key']}"
        for item in place.remote(key)["issuelinks"]
        for way, end in (("outward", "outwardIssue"), ("inward", "inwardIssue"))
        if end in item
    )


def link(place, source, target, kind="Blocks"):
    body = {
        "type": {"name": kind},
        "inwardIssue": {"key": source},
        "outwardIssue": {"key": target},
    }
    place.call("POST", "/rest/api/3/issueLink", body)


def unlink(place, key):
    for item in place.remote(key)["issuelinks"]:
        place.call("DELETE", f"/rest/api/3/issueLink/{item['id']}")


@pytest.fixture
def three(place):
    """PROJ-1 to PROJ-3 in b.md, known on both sides."""
    place.write("b.md", TWO)
    place.push("b.md")
    return place


def say(place, number, links):
    title = ("One", "Two", "Three")[number - 1]
    place.edit(
        "b.md", (f"[PROJ-{number}] {title}\n", f"[PROJ-{number}] {title}\n{BLOCKS}{links}\n")
    )


@on_both
def test_links_travel_both_ways(three):
    say(three, 1, "blocks PROJ-2, relates to [proj-3]")
    before = three.read("b.md")
    assert counts(three.push("b.md")) == {"updated": 1, "skipped": 2}
    assert linked(three, "PROJ-1") == ["blocks PROJ-2", "relates to PROJ-3"]
    assert linked(three, "PROJ-2") == ["is blocked by PROJ-1"]
    three.pull()
    assert three.read("b.md") == before
    assert counts(three.push("b.md")) == {"skipped": 3}
    three.edit("b.md", ("blocks PROJ-2, relates to [proj-3]", "is blocked by PROJ-2"))
    three.push("b.md")
    assert linked(three, "PROJ-1") == ["is blocked by PROJ-2"]
    unlink(three, "PROJ-1")
    link(three, "PROJ-1", "PROJ-3")
    three.pull()
    assert "- Linked Issues: blocks PROJ-3\n" in three.read("b.md")


@on_both
def test_a_new_ticket_has_its_links(three):
    three.write("n.md", f"# TICKET: New\n{BLOCKS}blocks PROJ-1\n")
    assert counts(three.push("n.md")) == {"created": 1}
    assert linked(three, "PROJ-4") == ["blocks PROJ-1"]
    assert counts(three.push("n.md")) == {"skipped": 1}


def test_links_of_both_sides_are_kept(three):
    say(three, 1, "blocks PROJ-2")
    three.push("b.md")
    three.edit("b.md", ("blocks PROJ-2", "blocks PROJ-2, relates to PROJ-3"))
    unlink(three, "PROJ-1")
    link(three, "PROJ-3", "PROJ-1", "Duplicate")
    three.push("b.md")
    assert linked(three, "PROJ-1") == ["is duplicated by PROJ-3", "relates to PROJ-3"]
    three.pull()
    assert "- Linked Issues: relates to PROJ-3, is duplicated by PROJ-3\n" in three.read("b.md")


def test_the_same_link_said_at_both_ends_is_made_once_and_removed_once(three):
    say(three, 1, "blocks PROJ-2")
    say(three, 2, "is blocked by PROJ-1")
    three.push("b.md")
    assert len(three.remote("PROJ-1")["issuelinks"]) == 1
    three.edit(
        "b.md", ("Issues: blocks PROJ-2", "Issues:"), ("Issues: is blocked by PROJ-1", "Issues:")
    )
    assert "failed" not in counts(three.push("b.md"))
    assert three.remote("PROJ-2")["issuelinks"] == []
    three.pull()
    assert counts(three.push("b.md")) == {"skipped": 3}


def test_a_line_that_is_no_link_is_a_mistake_of_the_file(three):
    for said, told in [
        ("devours PROJ-2", 'Linked Issues cannot be "devours"'),
        ("blocks", '"blocks" is not a link'),
        ("blocks PROJ-2 and PROJ-3 too", '"blocks PROJ-2 and PROJ-3 too" is not a link'),
    ]:
        three.write("n.md", f"# TICKET: New\n{BLOCKS}{said}\n")
        with pytest.raises(TicketValidation) as caught:
            three.push("n.md")
        assert told in str(caught.value.problems[0])
        assert str(caught.value.problems[0].place).endswith("n.md:4:3")


def test_a_link_to_a_ticket_that_is_not_there_fails_alone(three):
    say(three, 1, "blocks PROJ-99")
    say(three, 3, "blocks PROJ-2")
    result = three.push("b.md")
    assert counts(result) == {"failed": 1, "skipped": 1, "updated": 1}
    [failed] = [item for item in result.results if item.kind == "failed"]
    assert 'The link "blocks PROJ-99" cannot be made' in str(failed.error["message"])
    three.edit("b.md", ("PROJ-99", "PROJ-3"))
    assert counts(three.push("b.md"))["updated"] == 1


def test_links_of_pulled_tickets_stand_in_the_document(three):
    link(three, "PROJ-1", "PROJ-2")
    (three.folder / "b.md").unlink()
    three.app.close()
    three.environ["TICKETR_HOME"] += "2"
    three.restart()
    three.workspace = three.create("main", "PROJ")
    three.pull(output="c.md")
    assert "- Linked Issues: blocks PROJ-2\n" in three.read("c.md")
    assert "- Linked Issues: is blocked by PROJ-1\n" in three.read("c.md")
    assert counts(three.push("c.md")) == {"skipped": 3}


def test_links_are_taken_back(three):
    say(three, 1, "blocks PROJ-2")
    three.push("b.md")
    three.undo()
    assert linked(three, "PROJ-1") == []
    assert "Linked Issues: blocks" not in three.read("b.md")
    link(three, "PROJ-2", "PROJ-3")
    three.pull()
    assert counts(three.push("b.md")) == {"skipped": 3}


def move(place, key):
    """The ticket gets another key in Jira, which keeps its links."""
    place.call("POST", "/_sandbox/move", {"issue": key, "project": "DEMO"})


def link_to_moved(three, links):
    """The first ticket has links to the second, which then gets another key."""
    say(three, 1, links)
    three.push("b.md")
    move(three, "PROJ-2")


@on_both
@pytest.mark.parametrize("seen", ["by the push", "by a pull"])
@pytest.mark.parametrize("rest", ["", ", relates to PROJ-3"])
def test_a_link_that_goes_here_while_its_other_ticket_gets_another_key_is_gone(three, rest, seen):
    link_to_moved(three, f"blocks PROJ-2{rest}")
    three.edit("b.md", (f"Issues: blocks PROJ-2{rest}", f"Issues: {rest[2:]}"))
    if seen == "by a pull":
        three.pull()
        link(three, "PROJ-3", "PROJ-1", "Duplicate")
    assert "failed" not in counts(three.push("b.md"))
    three.pull()
    more = ["is duplicated by PROJ-3"] * (seen == "by a pull")
    assert linked(three, "PROJ-1") == [*more, *(["relates to PROJ-3"] if rest else [])]
    assert "DEMO-1" not in three.read("b.md").split("# TICKET: ")[1]
    assert counts(three.push("b.md")) == {"skipped": 3}


@on_both
def test_a_link_that_stays_gets_the_new_key_of_its_other_ticket(three):
    link_to_moved(three, "blocks PROJ-2")
    three.edit("b.md", ("blocks PROJ-2", "blocks PROJ-2, relates to PROJ-3"))
    assert "failed" not in counts(three.push("b.md"))
    assert linked(three, "PROJ-1") == ["blocks DEMO-1", "relates to PROJ-3"]
    three.pull()
    assert "Issues: relates to PROJ-3, blocks DEMO-1\n" in three.read("b.md")


@on_both
def test_a_link_whose_new_key_was_written_by_hand_is_the_same_link(three):
    link_to_moved(three, "blocks PROJ-2")
    three.edit("b.md", ("blocks PROJ-2", "blocks DEMO-1"))
    assert counts(three.push("b.md")) == {"skipped": 3}
    three.pull()
    assert linked(three, "PROJ-1") == ["blocks DEMO-1"]
    assert "Issues: blocks DEMO-1\n" in three.read("b.md")


def test_of_two_links_to_a_ticket_that_got_another_key_both_go(three):
    say(three, 1, "blocks PROJ-2, relates to PROJ-2")
    three.push("b.md")
    [newest] = [x for x in three.remote("PROJ-1")["issuelinks"] if x["type"]["name"] == "Relates"]
    three.call("DELETE", f"/rest/api/3/issueLink/{newest['id']}")
    move(three, "PROJ-2")
    three.edit("b.md", ("Issues: blocks PROJ-2, relates to PROJ-2", "Issues:"))
    assert "failed" not in counts(three.push("b.md"))
    assert linked(three, "PROJ-1") == []
