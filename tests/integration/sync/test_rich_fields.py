"""Texts in fields of their own: the system's Environment and one that the site added, on both editions."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from jira_sandbox import Sandbox
from jira_sandbox.defaults import DEFAULTS as SEED
from tests.helpers.place import Place, counts, document
from tests.integration.sync.test_pull import IMAGE, PANEL
from tests.integration.sync.test_rich_texts_datacenter import Server
from tests.unit.richtext.catalogue import ALL
from tests.unit.richtext.wiki.markups import BLOCKS

NOTES = "customfield_10077"
FIELDS = ["environment", NOTES]
MARKUP = "{panel:title=T|borderStyle=dashed}\none *two*\n{panel}\n\n!plan.png|width=300!\n\n"


def texts(edition, last):
    """A panel, an image and a line, as Jira has them."""
    if edition == "datacenter":
        return MARKUP + last
    content = [PANEL, IMAGE, *document(last)["content"]]
    return {"type": "doc", "version": 1, "content": content}


@pytest.fixture(params=["cloud", "datacenter"])
def edition(request):
    return request.param


@pytest.fixture
def place(edition, tmp_path):
    seed = copy.deepcopy(SEED)
    seed["fields"].append({"id": 10077, "name": "Release notes", "type": "rich"})
    with Sandbox(seed, edition=edition) as jira:
        found = (Server if edition == "datacenter" else Place)(jira, tmp_path)
        found.write(
            "b.md",
            "# TICKET: One\n\n## Description\nText.\n\n## Fields\n- Environment: one line\n"
            "- Priority: High\n- Release notes: another\n",
        )
        assert counts(found.push("b.md")) == {"created": 1}
        yield found
        found.close()


def only_pulled_once(place):
    """Whatever was sent or written, nothing is left to say."""
    assert counts(place.push("b.md")) == {"skipped": 1}
    assert counts(place.pull()) == {"skipped": 1}


@pytest.mark.parametrize("field", FIELDS)
def test_a_line_that_gets_many_lines_in_jira_keeps_the_nodes(place, edition, field):
    only_pulled_once(place)
    place.change("PROJ-1", **{field: texts(edition, "Last: word.")})
    assert counts(place.pull()) == {"pulled": 1}
    written = place.read("b.md")
    label = "Environment" if field == "environment" else "Release notes"
    assert f"- {label}:\n    :::panel " in written
    only_pulled_once(place)
    assert place.read("b.md") == written
    assert place.remote("PROJ-1")[field] == texts(edition, "Last: word.")
    place.edit("b.md", ("Last: word.", "Last: more."))
    assert counts(place.push("b.md")) == {"updated": 1}
    assert place.remote("PROJ-1")[field] == texts(edition, "Last: more.")
    only_pulled_once(place)
    assert place.read("b.md") == written.replace("word", "more")


@pytest.mark.parametrize("field", FIELDS)
def test_text_that_looks_like_a_ticket_file_stays_in_its_field(place, edition, field):
    last = "- Priority: Low" if edition == "datacenter" else "Priority: Low"
    place.change("PROJ-1", **{field: texts(edition, last)})
    place.pull()
    only_pulled_once(place)
    fields = place.remote("PROJ-1")
    assert fields["priority"]["name"] == "High"
    assert fields[field] == texts(edition, last)
    place.edit("b.md", ("Priority: Low", "Priority: none"))
    assert counts(place.push("b.md")) == {"updated": 1}
    assert place.remote("PROJ-1")["priority"]["name"] == "High"
    assert place.remote("PROJ-1")[field] == texts(edition, last.replace("Low", "none"))


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_goes_back_to_one_line_and_to_none(place, edition, field):
    place.change("PROJ-1", **{field: texts(edition, "Last.")})
    place.pull()
    short = "short" if edition == "datacenter" else document("short")
    place.change("PROJ-1", **{field: short})
    assert counts(place.pull()) == {"pulled": 1}
    only_pulled_once(place)
    place.change("PROJ-1", **{field: None})
    assert counts(place.pull()) == {"pulled": 1}
    only_pulled_once(place)
    place.change("PROJ-1", **{field: texts(edition, "Last.")})
    assert counts(place.pull()) == {"pulled": 1}
    only_pulled_once(place)


@pytest.mark.parametrize("field", FIELDS)
def test_both_sides_change_other_lines(place, edition, field):
    place.change("PROJ-1", **{field: texts(edition, "Last.")})
    place.pull()
    place.edit("b.md", ("Last.", "Last.\n\n    Mine."))
    title = "Another title"
    place.change("PROJ-1", summary=title)
    assert counts(place.pull()) == {"pulled": 1}
    assert counts(place.push("b.md")) == {"updated": 1}
    found = place.remote("PROJ-1")[field]
    if edition == "datacenter":
        assert found == texts(edition, "Last.\n\nMine.")
    else:
        assert found["content"][:3] == texts(edition, "Last.")["content"]
    assert place.remote("PROJ-1")["summary"] == title
    only_pulled_once(place)


def test_every_kind_of_node_stands_in_a_field(place, edition):
    """One ticket for each: what stands beside an edit is what it was, and no line becomes another field."""
    raws: list[Any]
    if edition == "datacenter":
        raws = [f"{markup}\n\nLast." for markup in BLOCKS]
    else:
        last = document("Last.")["content"]
        raws = [{**document(""), "content": [one.block, *last]} for one in ALL]
    tickets = "".join(
        f"# TICKET: {at}\n\n## Fields\n- Environment: one\n- Priority: High\n\n"
        for at in range(len(raws))
    )
    place.write("all.md", tickets)
    assert counts(place.push("all.md")) == {"created": len(raws)}
    for at, raw in enumerate(raws):
        place.change(f"PROJ-{at + 2}", environment=raw)
    before = [place.remote(f"PROJ-{at + 2}")["environment"] for at in range(len(raws))]
    place.pull()
    assert counts(place.push("all.md")) == {"skipped": len(raws)}
    written = place.read("all.md")
    assert written.count("Last.") == len(raws)
    place.write("all.md", written.replace("Last.", "More."))
    assert counts(place.push("all.md")) == {"updated": len(raws)}
    for at, raw in enumerate(before):
        found = place.remote(f"PROJ-{at + 2}")
        assert found["priority"]["name"] == "High"
        if edition == "datacenter":
            assert found["environment"] == raw.replace("Last.", "More.")
        else:
            assert found["environment"]["content"][:-1] == raw["content"][:-1]
    assert counts(place.pull()) == {"skipped": len(raws) + 1}
    assert place.read("all.md") == written.replace("Last.", "More.")
