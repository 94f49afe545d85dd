"""Mentions, placeholders of other tickets, losses told beforehand, and texts in fields of their own."""

from __future__ import annotations

import pytest

from tests.helpers.place import counts, document, words
from tests.integration.sync.test_pull import IMAGE, PANEL
from ticketr.errors import TicketValidation

CRITERIA = "customfield_10033"
ROBIN = "Robin Sander"


@pytest.fixture
def rich(place):
    """A place that knows Robin, with a ticket that has a panel and an image as Jira has them."""
    place.write(
        "b.md",
        "# TICKET: One\n\n## Description\nFirst.\n\n## Fields\n- Assignee: robin@example.com\n",
    )
    place.push("b.md")
    content = [PANEL, IMAGE, *document("Last.")["content"]]
    place.change("PROJ-1", description={"type": "doc", "version": 1, "content": content})
    place.pull()
    return place


def inline(place, key):
    """The inline nodes of the description's last paragraph, in Jira."""
    return place.remote(key)["description"]["content"][-1]["content"]


def test_a_name_that_one_person_has_is_a_mention_from_then_on(rich):
    rich.edit(
        "b.md", ("Last.", "Ask @Robin Sander and @robin@example.com, not @Nobody or @robin.")
    )
    before = rich.read("b.md")
    plan = rich.push("b.md", dry_run=True)
    assert plan.notes == (
        "PROJ-1: @Nobody stays text, for not exactly one person known here is called so.",
        "PROJ-1: @robin stays text, for not exactly one person known here is called so.",
    )
    assert rich.read("b.md") == before
    result = rich.push("b.md")
    assert counts(result) == {"updated": 1}
    account = rich.remote("PROJ-1")["assignee"]["accountId"]
    mention = {"type": "mention", "attrs": {"id": account, "text": f"@{ROBIN}"}}
    assert inline(rich, "PROJ-1") == [
        {"type": "text", "text": "Ask "},
        mention,
        {"type": "text", "text": " and "},
        mention,
        {"type": "text", "text": ", not @Nobody or @robin."},
    ]
    told = f"Ask [@{ROBIN}]{{mention {account}}} and [@{ROBIN}]{{mention {account}}}, not @Nobody"
    assert told in rich.read("b.md")
    assert counts(rich.pull()) == {"skipped": 1}
    rich.edit("b.md", ("not @Nobody", "never @Nobody"))
    result = rich.push("b.md")
    assert counts(result) == {"updated": 1}
    assert result.notes == ()
    assert inline(rich, "PROJ-1")[1] == mention


def test_what_was_text_in_jira_stays_text(rich):
    rich.change("PROJ-1", description=document(f"cc @{ROBIN}"))
    rich.pull()
    rich.edit("b.md", (f"cc @{ROBIN}", f"CC @{ROBIN}"))
    assert counts(rich.push("b.md")) == {"updated": 1}
    assert inline(rich, "PROJ-1") == [{"type": "text", "text": f"CC @{ROBIN}"}]


def test_a_mention_in_a_new_ticket(rich):
    rich.write("n.md", f"# TICKET: New\n\n## Description\n- [ ] for @{ROBIN}\n")
    assert counts(rich.push("n.md")) == {"created": 1}
    (item,) = rich.remote("PROJ-2")["description"]["content"][0]["content"]
    assert [node["type"] for node in item["content"]] == ["text", "mention"]
    assert f"- [ ] for [@{ROBIN}]{{mention " in rich.read("n.md")
    assert counts(rich.pull()) == {"skipped": 2}


def block(text, start):
    """The lines of the document from the one that starts so to the blank line behind them."""
    found = text[text.index(start) :]
    return found[: found.index("\n\n")]


def test_a_panel_of_another_ticket_is_copied_into_a_new_one(rich):
    panel = block(rich.read("b.md"), ":::panel info ^")
    rich.write("n.md", f"# TICKET: New\n\n## Description\nSee:\n\n{panel}\n")
    assert counts(rich.push("n.md")) == {"created": 1}
    _, copied = rich.remote("PROJ-2")["description"]["content"]
    assert copied["attrs"] == PANEL["attrs"]
    assert copied["content"] == PANEL["content"]
    rich.edit("n.md", ("See:", "Look:"))
    assert counts(rich.push("n.md")) == {"updated": 1}
    assert rich.remote("PROJ-2")["description"]["content"][1] == copied


def test_a_placeholder_that_leads_nowhere_stops_a_new_ticket_before_anything_is_sent(rich):
    image = block(rich.read("b.md"), "[plan.png]")
    text = f"# TICKET: New\n\n## Description\nSee:\n\n{image}\n\n[x]{{macro ^aaaaaa}}\n"
    rich.write("n.md", text)
    rich.sent()
    with pytest.raises(TicketValidation) as caught:
        rich.push("n.md")
    ref = image.rpartition("^")[2].rstrip("}")
    assert [problem.message for problem in caught.value.problems] == [
        f"Description: [plan.png]{{image ^{ref}}} in line 3 is a file of another ticket; attach it to this one.",
        "Description: [x]{macro ^aaaaaa} in line 5 stands for something in another text.",
    ]
    assert [str(problem.place) for problem in caught.value.problems] == [
        f"{rich.folder}/n.md:1:1"
    ] * 2
    assert not [line for line in rich.sent() if line.startswith("POST /rest/api/3/issue")]
    rich.write("n.md", text.replace("[x]", "\\[x]").replace(image, ""))
    assert counts(rich.push("n.md")) == {"created": 1}
    assert words(rich.remote("PROJ-2")["description"]) == "See:[x]{macro ^aaaaaa}"


def test_a_dry_run_tells_what_would_be_lost(rich):
    lines = rich.read("b.md").splitlines(keepends=True)
    rich.write("b.md", "".join(line for line in lines if "plan.png" not in line))
    before = rich.remote("PROJ-1")
    result = rich.push("b.md", dry_run=True)
    (failure,) = result.failures
    assert failure.error["code"] == "7004"
    assert failure.error["message"] == (
        'PROJ-1 was not sent: media "plan.png" is no longer in the text.'
    )
    assert len(result.plan.actions) == 1
    assert rich.push("b.md", dry_run=True, allow_loss=True).failures == ()
    assert rich.remote("PROJ-1") == before


def test_a_text_in_a_field_of_its_own_keeps_what_stands_beside_an_edit(rich):
    content = [PANEL, *document("Works.")["content"]]
    rich.change("PROJ-1", **{CRITERIA: {"type": "doc", "version": 1, "content": content}})
    rich.pull()
    assert "## Acceptance Criteria\n:::panel info ^" in rich.read("b.md")
    rich.edit("b.md", ("Works.", "Works well."))
    assert counts(rich.push("b.md")) == {"updated": 1}
    after = rich.remote("PROJ-1")[CRITERIA]["content"]
    assert after == [PANEL, *document("Works well.")["content"]]
