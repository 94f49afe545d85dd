"""The same on Data Center, where texts are wiki markup: mentions, placeholders of other tickets, fields of texts."""

from __future__ import annotations

import json
from urllib.request import Request, urlopen

import pytest

from jira_sandbox import Sandbox
from tests.helpers.place import Place, counts
from ticketr.errors import TicketValidation

ROBIN = "Robin Sander"
FIRST = "{panel:title=T|borderStyle=dashed}\none *two*\n{panel}\n\n!plan.png|width=300!\n\nLast."


class Server(Place):
    """A machine beside Jira Data Center."""

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        head = {"Authorization": f"Bearer {self.jira.token}", "Content-Type": "application/json"}
        with urlopen(Request(self.jira.url + path, data, head, method=method)) as reply:
            text = reply.read()
        return json.loads(text) if text else None

    def remote(self, key):
        return self.call("GET", f"/rest/api/2/issue/{key}")["fields"]

    def change(self, key, **fields):
        self.call("PUT", f"/rest/api/2/issue/{key}", {"fields": fields})


@pytest.fixture
def rich(tmp_path):
    with Sandbox(edition="datacenter") as jira:
        place = Server(jira, tmp_path)
        place.write(
            "b.md",
            "# TICKET: One\n\n## Description\nFirst.\n\n## Fields\n- Assignee: robin@example.com\n",
        )
        place.push("b.md")
        place.change("PROJ-1", description=FIRST)
        place.pull()
        yield place
        place.close()


def block(text, start):
    """The lines of the document from the one that starts so to the blank line behind them."""
    found = text[text.index(start) :]
    return found[: found.index("\n\n")]


def test_a_name_that_one_person_has_is_a_mention_from_then_on(rich):
    rich.edit("b.md", ("Last.", "Ask @Robin Sander and @robin@example.com, not @Nobody."))
    result = rich.push("b.md")
    assert counts(result) == {"updated": 1}
    assert result.notes == (
        "PROJ-1: @Nobody stays text, for not exactly one person known here is called so.",
    )
    fields = rich.remote("PROJ-1")
    name = fields["assignee"]["name"]
    assert fields["description"] == FIRST.replace(
        "Last.", f"Ask [~{name}] and [~{name}], not @Nobody."
    )
    assert f"Ask [@{name}]{{mention {name}}} and" in rich.read("b.md")
    assert counts(rich.pull()) == {"skipped": 1}
    rich.edit("b.md", ("not @Nobody", "never @Nobody"))
    assert counts(rich.push("b.md")) == {"updated": 1}
    assert f"Ask [~{name}] and [~{name}], never" in rich.remote("PROJ-1")["description"]


def test_what_was_text_in_jira_stays_text(rich):
    rich.change("PROJ-1", description=f"cc @{ROBIN}")
    rich.pull()
    rich.edit("b.md", (f"cc @{ROBIN}", f"CC @{ROBIN}"))
    assert counts(rich.push("b.md")) == {"updated": 1}
    assert rich.remote("PROJ-1")["description"] == f"CC @{ROBIN}"


def test_a_mention_in_a_new_ticket(rich):
    rich.write("n.md", f"# TICKET: New\n\n## Description\n- [ ] for @{ROBIN}\n")
    assert counts(rich.push("n.md")) == {"created": 1}
    name = rich.remote("PROJ-1")["assignee"]["name"]
    assert rich.remote("PROJ-2")["description"] == f"* [ ] for [~{name}]"
    assert f"- [ ] for [@{name}]{{mention {name}}}" in rich.read("n.md")
    assert counts(rich.pull()) == {"skipped": 2}


def test_a_panel_of_another_ticket_is_copied(rich):
    panel = block(rich.read("b.md"), ":::panel ^")
    rich.write("n.md", f"# TICKET: New\n\n## Description\nSee:\n\n{panel}\n")
    assert counts(rich.push("n.md")) == {"created": 1}
    copied = "See:\n\n{panel:title=T|borderStyle=dashed}\none *two*\n{panel}"
    assert rich.remote("PROJ-2")["description"] == copied
    rich.edit("n.md", ("See:", "Look:"))
    assert counts(rich.push("n.md")) == {"updated": 1}
    assert rich.remote("PROJ-2")["description"] == copied.replace("See", "Look")
    rich.write("m.md", "# TICKET: Third\n\n## Description\nText.\n")
    rich.push("m.md")
    rich.edit("m.md", ("Text.", f"Text.\n\n{panel}"))
    assert counts(rich.push("m.md")) == {"updated": 1}
    assert rich.remote("PROJ-3")["description"] == copied.replace("See:", "Text.")
    assert counts(rich.pull()) == {"skipped": 3}


def test_an_image_of_the_web_is_copied(rich):
    rich.change("PROJ-1", description="!https://a.example/p.png|width=3!")
    rich.pull()
    image = rich.read("b.md").partition("## Description\n")[2].partition("\n")[0]
    rich.write("n.md", f"# TICKET: New\n\n## Description\n{image}\n")
    assert counts(rich.push("n.md")) == {"created": 1}
    assert rich.remote("PROJ-2")["description"] == "!https://a.example/p.png|width=3!"


def test_a_placeholder_that_leads_nowhere_stops_a_new_ticket_before_anything_is_sent(rich):
    image = block(rich.read("b.md"), "[plan.png]")
    rich.write(
        "n.md", f"# TICKET: New\n\n## Description\nSee:\n\n{image}\n\n[x]{{macro ^aaaaaa}}\n"
    )
    rich.sent()
    with pytest.raises(TicketValidation) as caught:
        rich.push("n.md")
    assert [problem.message for problem in caught.value.problems] == [
        f"Description: {image} in line 3 is a file of another ticket; attach it to this one.",
        "Description: [x]{macro ^aaaaaa} in line 5 stands for something in another text.",
    ]
    assert not [line for line in rich.sent() if line.startswith("POST /rest/api/2/issue")]
