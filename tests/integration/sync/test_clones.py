"""A file with values of every kind that another machine wrote: what is the same in Jira is agreed on, byte for byte."""

from __future__ import annotations

import pytest

from tests.helpers.place import counts, on_both
from tests.integration.sync.desk import Machine

FILE = """\
# TICKET: Everything

## Description
* a list
* with *emphasis*, `code` and [a link](https://example.com)

1. one
2. two

| a | b |
|---|---|
| 1 | 2 |

## Fields
- Type: story
- Priority: high
- Assignee: {person}
- Labels: [beta, alpha]
- Components: Backend, API
- Due date: 2026-05-01
- Sprint: 10
- Status: In Progress

## Acceptance Criteria
* first
* second

## Tasks
- A part
  Its text.

  ## Fields
  - Priority: Low

# TICKET: Another

## Fields
- Type: Task
- Linked Issues: blocks {first}
"""


@pytest.fixture
def written(jira, tmp_path):
    """A machine that wrote the file, and sent it."""
    (tmp_path / "one").mkdir()
    place = Machine(jira, tmp_path / "one")
    person = "Robin Sander"
    text = FILE.format(person=person, first="PROJ-0").replace(
        "- Linked Issues: blocks PROJ-0\n", ""
    )
    place.write("b.md", text)
    place.push("b.md")
    first = next(k for k in place.all_keys() if place.remote(k)["summary"] == "Everything")
    place.write("b.md", place.read("b.md").rstrip() + f"\n- Linked Issues: blocks {first}\n")
    place.push("b.md")
    yield place
    place.close()


@pytest.fixture
def other(written, jira, tmp_path):
    (tmp_path / "two").mkdir()
    place = Machine(jira, tmp_path / "two")
    place.sent()
    yield place
    place.close()


@on_both
@pytest.mark.parametrize("pulled_first", [False, True])
def test_what_is_the_same_is_agreed_on_whatever_it_is(written, other, pulled_first):
    text = written.read("b.md")
    if pulled_first:
        other.pull()
    other.write("b.md", text)
    pushed = other.push("b.md")
    assert (pushed.conflicts, pushed.notes) == ((), ())
    assert other.pull().conflicts == ()
    assert counts(other.push("b.md")) == {"skipped": 3}
    assert other.written() == []
    assert other.read("b.md") == text
    assert other.status().changed == ()


@on_both
def test_a_file_that_is_read_first_and_pulled_then_agrees_as_well(written, other):
    text = written.read("b.md")
    other.write("b.md", text)
    assert [
        x.outcome for a in other.push("b.md", dry_run=True).plan.conflicts() for x in a.fields
    ] == []
    assert other.pull().conflicts == ()
    assert (other.written(), other.read("b.md")) == ([], text)
