"""What other tools got wrong, P1 to P28: none of it happens here."""

from __future__ import annotations

import pytest

from tests.helpers.place import counts, document, words
from tests.integration.mistakes.test_predecessor import ONE
from tests.integration.sync.desk import Machine, Meddled, PatientApp
from ticketr.errors import SyncStopped, TicketValidation
from ticketr.ports.external import JiraIssue

IMAGE = {
    "type": "mediaSingle",
    "attrs": {"layout": "wide"},
    "content": [
        {"type": "media", "attrs": {"type": "file", "id": "f1", "collection": "c", "alt": "a.png"}}
    ],
}
PANEL = {
    "type": "panel",
    "attrs": {"panelType": "info", "localId": "p1"},
    "content": document("Careful.")["content"],
}
CARD = {
    "type": "paragraph",
    "content": [{"type": "inlineCard", "attrs": {"url": "https://example.com/x"}}],
}


def doc(*blocks):
    return {"type": "doc", "version": 1, "content": list(blocks)}


def paragraph(*content):
    return {"type": "paragraph", "content": list(content)}


@pytest.fixture
def pushed(place):
    place.write("b.md", ONE)
    place.push("b.md")
    place.sent()
    return place


@pytest.fixture
def rich(pushed):
    """The ticket's description as somebody made it in Jira: a panel, a smart link, an image, two paragraphs."""
    blocks = [PANEL, CARD, IMAGE, *document("One.")["content"], *document("Two.")["content"]]
    pushed.change("PROJ-1", description=doc(*blocks))
    pushed.pull()
    return pushed


def make(place, count):
    """Tickets that somebody else makes in Jira."""
    fields = {"project": {"key": "PROJ"}, "issuetype": {"name": "Task"}}
    for start in range(0, count, 50):
        numbers = range(start, min(start + 50, count))
        body = [{"fields": {**fields, "summary": f"Number {number}"}} for number in numbers]
        place.call("POST", "/rest/api/3/issue/bulk", {"issueUpdates": body})


def test_p01_a_rewritten_description_does_not_take_its_images(rich):
    before = rich.remote("PROJ-1")["description"]
    head = rich.read("b.md").split("## Description")[0]
    rich.write("b.md", f"{head}## Description\nWritten anew.\n")
    result = rich.push("b.md")
    assert [item.error["code"] for item in result.failures] == ["7004"]
    assert rich.remote("PROJ-1")["description"] == before


def test_p02_p03_an_edit_changes_only_the_block_that_was_edited(rich):
    before = rich.remote("PROJ-1")["description"]["content"]
    rich.edit("b.md", ("One.", "One, edited."))
    rich.push("b.md")
    after = rich.remote("PROJ-1")["description"]["content"]
    assert after == [*before[:3], *document("One, edited.")["content"], before[4]]


def test_p04_line_ends_survive_both_ways(pushed):
    broken = paragraph(
        {"type": "text", "text": "first"},
        {"type": "hardBreak"},
        {"type": "text", "text": "second"},
    )
    pushed.change("PROJ-1", description=doc(broken, *document("Last.")["content"]))
    pushed.pull()
    pushed.edit("b.md", ("Last.", "Last, edited."))
    pushed.push("b.md")
    content = pushed.remote("PROJ-1")["description"]["content"]
    assert content == [broken, *document("Last, edited.")["content"]]
    crlf = pushed.read("b.md").replace("\n", "\r\n").replace("Last, edited.", "Last.")
    pushed.write("b.md", crlf)
    assert counts(pushed.push("b.md")) == {"updated": 1}
    assert pushed.remote("PROJ-1")["description"]["content"][0] == broken
    assert pushed.read("b.md") == crlf


def test_p06_no_markdown_is_sent_as_text(place):
    place.write(
        "b.md", "# TICKET: One\n\n## Description\n### Head\n- item with `code`\n\n1. one\n"
    )
    place.push("b.md")
    description = place.remote("PROJ-1")["description"]
    assert [node["type"] for node in description["content"]] == [
        "heading",
        "bulletList",
        "orderedList",
    ]
    assert words(description) == "Headitem with codeone"


class Reticent(Meddled):
    """Jira that does not tell descriptions."""

    def search_all(self, jql, *, tokens=False):
        return map(without_text, super().search_all(jql, tokens=tokens))

    def bulk_fetch(self, ids):
        return {name: without_text(issue) for name, issue in super().bulk_fetch(ids).items()}


class ReticentApp(PatientApp):
    client = Reticent


class Partial(Machine):
    """A machine to which Jira tells tickets without their descriptions."""

    def start(self):
        app = super().start()
        return ReticentApp(self.environ) if self.reticent else app

    reticent = False


def without_text(issue):
    hidden = ("description", "acceptance_criteria")
    fields = {name: value for name, value in issue.fields.items() if name not in hidden}
    raw = {name: value for name, value in issue.raw.items() if name not in hidden}
    more = {"properties": issue.properties, "users": issue.users, "updated": issue.updated}
    return JiraIssue(fields, issue.id, issue.key, raw, **more)


def test_p07_what_jira_did_not_tell_is_not_blanked(jira, tmp_path):
    place = Partial(jira, tmp_path)
    place.write("b.md", ONE)
    place.push("b.md")
    place.reticent = True
    place.restart()
    place.change("PROJ-1", summary="Theirs")
    assert counts(place.pull()) == {"pulled": 1}
    assert place.read("b.md").startswith("# TICKET: [PROJ-1] Theirs\n\n## Description\nText.\n")
    place.edit("b.md", ("High", "Low"))
    place.push("b.md")
    assert words(place.remote("PROJ-1")["description"]) == "Text."
    place.close()


def test_p09_sets_are_sent_as_additions_and_removals(pushed):
    pushed.edit("b.md", ("- Labels: b, a", "- Labels: b, c"))
    pushed.jira.forget()
    pushed.push("b.md")
    [edit] = [item.body for item in pushed.jira.requests if item.method == "PUT"]
    assert edit == {"update": {"labels": [{"add": "c"}, {"remove": "a"}]}}


def test_p10_a_pull_does_not_turn_a_local_description_back(pushed):
    pushed.edit("b.md", ("Text.", "Text, mine."))
    pushed.change("PROJ-1", summary="Theirs")
    pushed.pull()
    assert "Text, mine." in pushed.read("b.md")
    assert "Theirs" in pushed.read("b.md")


def test_p11_short_pages_are_not_the_last(place):
    make(place, 120)
    place.call("POST", "/_sandbox/lag", {"ms": 0, "short": 0.7, "seed": 3})
    assert counts(place.pull()) == {"pulled": 120}


def test_p13_a_search_that_was_removed_is_never_asked(pushed):
    pushed.pull()
    assert {item.path for item in pushed.jira.requests if "/search" in item.path} == {
        "/rest/api/3/search/jql"
    }


def test_p14_what_the_index_sees_late_is_pulled_later(pushed):
    pushed.pull()
    pushed.call("POST", "/_sandbox/lag", {"ms": 90_000})
    pushed.change("PROJ-1", summary="Late")
    make(pushed, 1)
    pushed.pull()
    make(pushed, 1)
    pushed.call("POST", "/_sandbox/clock", {"shift": 120_000})
    pushed.pull()
    found = pushed.app.store.tickets.find_by_workspace(pushed.workspace.id)
    assert sorted(ticket.title for ticket in found) == ["Late", "Number 0", "Number 0"]


@pytest.mark.parametrize("hours", [-1, 0, 1])
def test_p15_the_cursor_is_the_servers_in_the_accounts_zone(pushed, hours):
    pushed.call("POST", "/_sandbox/clock", {"shift": hours * 3_600_000})
    for number in range(3):
        pushed.pull()
        pushed.change("PROJ-1", summary=f"Change {number}")
        assert counts(pushed.pull()) == {"pulled": 1}


@pytest.mark.parametrize("kind", ["drop_reply", "cut"])
def test_p16_a_create_whose_answer_is_lost_makes_one_ticket(place, kind):
    place.write("b.md", ONE)
    place.jira.fault(kind, "/issue/bulk$", count=1)
    place.push("b.md")
    place.push("b.md")
    assert place.all_keys() == ["PROJ-1"]
    assert place.read("b.md").startswith("# TICKET: [PROJ-1] One\n")


def test_p18_an_empty_answer_removes_nothing(place):
    place.write("b.md", "".join(f"# TICKET: T{n}\n\n" for n in range(6)))
    place.push("b.md")
    before = place.read("b.md")
    for key in place.all_keys():
        place.call("DELETE", f"/rest/api/3/issue/{key}")
    with pytest.raises(SyncStopped):
        place.pull()
    assert place.read("b.md") == before


def test_p19_deleted_there_and_edited_here_is_kept_and_told(pushed):
    pushed.edit("b.md", ("Text.", "Text, mine."))
    pushed.call("DELETE", "/rest/api/3/issue/PROJ-1")
    assert counts(pushed.push("b.md")) == {"gone": 1}
    assert "Text, mine." in pushed.read("b.md")
    assert pushed.all_keys() == []


def test_p19_taken_out_here_and_edited_there_is_kept_in_both(pushed):
    pushed.write("b.md", "# TICKET: Another\n")
    pushed.change("PROJ-1", summary="Theirs")
    pushed.push("b.md")
    pushed.pull()
    assert pushed.remote("PROJ-1")["summary"] == "Theirs"
    found = pushed.app.store.tickets.find_by_jira_id(pushed.workspace.id, "PROJ-1")
    assert found is not None
    assert found.title == "Theirs"


def test_p20_a_push_before_a_pull_does_not_overwrite_what_is_newer(pushed):
    pushed.edit("b.md", ("Text.", "Text, mine."))
    pushed.change("PROJ-1", description=document("Text, theirs."))
    assert counts(pushed.push("b.md")) == {"conflict": 1}
    assert words(pushed.remote("PROJ-1")["description"]) == "Text, theirs."
    assert "Text, mine." in pushed.read("b.md")


def test_p21_a_ticket_goes_to_its_own_project_only(pushed):
    pushed.workspace = pushed.create("second", "DEMO")
    before = pushed.read("b.md")
    pushed.sent()
    with pytest.raises(TicketValidation):
        pushed.push("b.md")
    assert [line for line in pushed.sent() if not line.startswith("GET")] == []
    assert pushed.read("b.md") == before


def test_p22_a_priority_is_sent_as_jira_knows_it_and_an_unknown_one_is_named(pushed):
    pushed.edit("b.md", ("High", "Lowest"))
    pushed.push("b.md")
    assert pushed.remote("PROJ-1")["priority"]["name"] == "Lowest"
    pushed.edit("b.md", ("Lowest", "Urgentissimo"))
    with pytest.raises(TicketValidation) as caught:
        pushed.push("b.md")
    assert "Urgentissimo" in str(caught.value.problems)


def test_p23_other_fields_changed_there_are_no_conflict(pushed):
    pushed.change("PROJ-1", summary="Theirs", labels=["x"])
    pushed.edit("b.md", ("High", "Low"))
    assert counts(pushed.push("b.md")) == {"updated": 1}
    remote = pushed.remote("PROJ-1")
    assert (remote["summary"], remote["labels"], remote["priority"]["name"]) == (
        "Theirs",
        ["x"],
        "Low",
    )


def test_p24_a_moved_ticket_is_followed_by_its_number(pushed):
    pushed.call("POST", "/_sandbox/move", {"issue": "PROJ-1", "project": "DEMO"})
    pushed.edit("b.md", ("High", "Low"))
    assert counts(pushed.push("b.md")) == {"updated": 1}
    assert pushed.remote("DEMO-1")["priority"]["name"] == "Low"
    assert pushed.read("b.md").startswith("# TICKET: [DEMO-1] One\n")
    assert len(pushed.app.store.tickets.find_by_workspace(pushed.workspace.id)) == 1


def test_p25_a_file_that_is_deleted_here_deletes_nothing_there(pushed):
    (pushed.folder / "b.md").unlink()
    pushed.sent()
    pushed.pull()
    pushed.push()
    assert [line for line in pushed.sent() if line.startswith(("DELETE", "PUT"))] == []
    assert pushed.all_keys() == ["PROJ-1"]


def test_p26_a_preview_sends_nothing(pushed):
    pushed.edit("b.md", ("High", "Low"))
    pushed.sent()
    pushed.push("b.md", dry_run=True)
    assert [line for line in pushed.sent() if line.startswith(("PUT", "DELETE"))] == []


def test_p27_what_is_saved_while_a_pull_runs_is_kept(pushed):
    make(pushed, 60)
    pushed.change("PROJ-1", summary="Theirs")
    before = pushed.read("b.md")
    saved: list[object] = []

    def save(_):
        if not saved:
            saved.append(pushed.write("b.md", before.replace("Text.", "Text, saved just now.")))

    pushed.heard(save, [], pull=True)
    assert saved
    assert "Text, saved just now." in pushed.read("b.md")
    pushed.pull()
    assert "Theirs" in pushed.read("b.md")
    assert "Text, saved just now." in pushed.read("b.md")
    pushed.push("b.md")
    assert words(pushed.remote("PROJ-1")["description"]) == "Text, saved just now."


def test_p12_a_ticket_that_comes_on_two_pages_is_told_once(place):
    make(place, 120)
    place.call("POST", "/_sandbox/lag", {"ms": 0, "vanish": 0.2, "short": 0.5, "seed": 1})
    place.pull()
    place.call("POST", "/_sandbox/lag", {"ms": 0, "vanish": 0, "short": 0, "seed": 1})
    place.pull()
    found = place.app.store.tickets.find_by_workspace(place.workspace.id)
    assert sorted(ticket.title for ticket in found) == sorted(f"Number {n}" for n in range(120))


def test_p28_a_login_in_the_environment_needs_no_keychain(pushed):
    pushed.restart()
    pushed.edit("b.md", ("High", "Low"))
    assert counts(pushed.push("b.md")) == {"updated": 1}
