"""Statistics, as users ask for them."""

import csv
import io
import json
from xml.etree import ElementTree as ET

import pytest

BACKLOG = """\
# TICKET: Checkout <is> & slow
## Fields
- Type: Story
- Story Points: 5

# TICKET: Refund by hand
## Fields
- Type: Bug
- Assignee: Ada Moreau
- Story Points: 2.5

# TICKET: Clean up
## Fields
- Type: Bug
"""


@pytest.fixture
def desk(desk):
    desk.write("b.md", BACKLOG)
    assert desk.run("push", "b.md").code == 0
    assert desk.run("pull", "--histories").code == 0
    desk.jira.forget()
    yield desk
    assert desk.jira.requests == []


def test_bars_in_the_terminal(desk):
    done = desk.run("stats", "type", "assignee", "points", "status", COLUMNS="50")
    assert done.code == 0
    assert done.out.splitlines() == [
        "3 tickets, 7.5 points",
        "",
        "By type",
        "  Bug    ██████████████████████████████  2  2.5 pt",
        "  Story  ███████████████                 1    5 pt",
        "",
        "By assignee",
        "  nobody      █████████████████████████  2    5 pt",
        "  Ada Moreau  ████████████▌              1  2.5 pt",
        "",
        "By points",
        "  2.5   ███████████████████████████████████████  1",
        "  5     ███████████████████████████████████████  1",
        "  none  ███████████████████████████████████████  1",
        "",
        "By status",
        "  To Do  ██████████████████████████████  3  7.5 pt",
    ]


def test_days_in_the_terminal(desk):
    done = desk.run("stats", "burndown", "flow", "--jql", "type = Bug")
    assert done.code == 0
    assert ": 2 left, 2.5 points" in done.out
    assert "\n  points that were not done\n" in done.out
    assert "\n  ░ to do   ▒ in progress   █ done\n" in done.out
    assert done.out.endswith("\nThe history of every ticket is here.\n")


def test_histories_that_are_missing_are_told_of(desk):
    desk.write("c.md", BACKLOG.replace("# TICKET: ", "# TICKET: New "))
    assert desk.run("push", "c.md").code == 0
    done = desk.run("stats", "flow")
    assert done.out.endswith(
        "The history of 3 of 6 tickets (50 %) is here; the others are drawn by what pulls"
        " noticed, and by when they were created and done.\n"
    )
    assert done.err == "note: `ticketr pull --histories` reads the histories that are not here\n"
    assert desk.run("stats", "type").err == ""
    desk.jira.forget()


def test_as_rows(desk):
    rows = list(csv.reader(io.StringIO(desk.run("stats", "flow", "type", "--format", "csv").out)))
    assert rows[0] == ["chart", "day", "name", "tickets", "points"]
    assert [(name, int(count)) for chart, _, name, count, _ in rows[-5:] if chart == "flow"] == [
        ("to do", 3),
        ("in progress", 0),
        ("done", 0),
    ]
    assert rows[-2:] == [["type", "", "Bug", "2", "2.5"], ["type", "", "Story", "1", "5"]]
    lines = desk.run("stats", "type", "--format", "jsonl").out.splitlines()
    assert json.loads(lines[0]) == {
        "chart": "type",
        "day": None,
        "name": "Bug",
        "tickets": 2,
        "points": 2.5,
    }


def test_as_json(desk):
    found = json.loads(desk.run("stats", "burndown", "points", "--json", "--alias", "mine").out)
    assert (found["tickets"], found["points"], found["recorded"]) == (0, 0, 0)
    found = json.loads(
        desk.run("stats", "--json", "--since", "2026-01-01", "--until", "2026-01-03").out
    )
    assert (found["tickets"], found["points"], found["recorded"]) == (3, 7.5, 3)
    assert [row["day"] for row in found["charts"]["burndown"]] == [
        "2026-01-01",
        "2026-01-02",
        "2026-01-03",
    ]
    assert found["charts"]["status"] == [{"name": "To Do", "tickets": 3, "points": 7.5}]


def test_as_a_picture(desk):
    done = desk.run("stats", "--svg", "b.svg", "--jql", 'summary ~ "slow" AND type = Story')
    assert (done.code, done.out, done.err) == (0, "", "wrote b.svg\n")
    root = ET.fromstring(desk.read("b.svg"))
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts[:2] == ['PROJ: summary ~ "slow" AND type = Story', "1 ticket, 5 points"]
    assert texts[-1] == "The history of every ticket is here."
    assert "By assignee" in texts
    again = desk.run("stats", "status", "--svg", "b.svg", "--format", "markdown")
    assert again.out.startswith("| chart | day | name | tickets | points |")
    ET.fromstring(desk.read("b.svg"))
    assert ET.fromstring(desk.run("stats", "--svg", "-").out) is not None


def test_mistakes(desk):
    desk.fails("stats", "nonsense", code="9001", status=2)
    desk.fails("stats", "--since", "soon", code="9001", status=2)
    desk.fails("stats", "--since", "2026-02-01", "--until", "2026-01-01", code="9001", status=2)
    error = desk.fails("stats", "--sprint", "Nowhere", code="9001", status=2)
    assert error["hint"] == "Known: none yet."
    desk.fails("stats", "--jql", "nonesuch = 1", code="8001", status=2)
    desk.fails("stats", "--svg", "nowhere/b.svg", code="6003", status=1)
    assert desk.run("stats", "--svg", "-", "--format", "csv").code == 2
