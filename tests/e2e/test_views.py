"""Trees, pages in the browser, and forms, as users type them."""

import json

import pytest

EPIC = "# TICKET: The epic\n## Fields\n- Type: Epic\n"
STORY = "# TICKET: {}\n## Fields\n- Type: Story\n- Parent: PROJ-1\n"


@pytest.fixture
def desk(desk):
    desk.write("a.md", EPIC)
    assert desk.run("push", "a.md").code == 0
    desk.write("b.md", "\n".join(STORY.format(name) for name in ("Second", "Third")))
    desk.write("c.md", "# TICKET: Alone\n## Fields\n- Type: Bug\n")
    assert desk.run("push", "b.md", "c.md").code == 0
    desk.jira.forget()
    return desk


TREE = """\
KEY        TYPE   STATUS   TITLE     SYNC
PROJ-1     Epic   To Do    The epic  synced
├─ PROJ-2  Story  To Do    Second    synced
└─ PROJ-3  Story  To Do    Third     synced
"""


def squeezed(text):
    return [" ".join(line.split()) for line in text.splitlines()]


def test_a_tree_is_drawn(desk):
    done = desk.run("tree", "proj-1")
    assert (done.code, done.err) == (0, "3 tickets\n"), done
    assert [line.replace("Backlog", "To Do") for line in squeezed(done.out)] == squeezed(TREE)
    assert desk.jira.requests == []


def test_a_tree_begins_with_what_a_query_finds_or_with_all(desk):
    keys = ["tree", "--format", "keys"]
    assert desk.run(*keys).out.split() == ["PROJ-1", "PROJ-2", "PROJ-3", "PROJ-4"]
    assert desk.run(*keys, "--jql", "type = Story").out.split() == ["PROJ-2", "PROJ-3"]
    assert desk.run(*keys, "--jql", "key <= PROJ-2 ORDER BY key DESC").out.split() == [
        "PROJ-1",
        "PROJ-2",
        "PROJ-3",
    ]
    assert desk.run(*keys, "--depth", "0", "--limit", "1").out.split() == ["PROJ-1"]
    assert desk.run(*keys, "--jql", "key = PROJ-99").err == "No tickets match.\n"


def test_a_tree_for_programs_has_its_depths(desk):
    found = json.loads(desk.run("tree", "PROJ-1", "--json").out)
    assert [(item["depth"], item["key"]) for item in found["tickets"]] == [
        (0, "PROJ-1"),
        (1, "PROJ-2"),
        (1, "PROJ-3"),
    ]
    done = desk.run("tree", "PROJ-1", "--columns", "title,key", "--format", "csv")
    assert done.out == "depth,title,key\n0,The epic,PROJ-1\n1,Second,PROJ-2\n1,Third,PROJ-3\n"
    shown = desk.run("tree", "PROJ-1", "--columns", "title,key").out
    assert shown.splitlines()[2] == "├─ Second  PROJ-2"


def test_a_tree_that_cannot_be(desk):
    desk.fails("tree", "PROJ-99", code="3001", status=1)
    desk.fails("tree", "PROJ-1", "--jql", "key = PROJ-2", code="9001", status=2)


def test_a_ticket_is_opened_in_the_browser(desk):
    browser = desk.folder / "browser"
    browser.write_text('#!/bin/sh\nprintf %s "$1" > opened\n', "utf-8")
    browser.chmod(0o755)
    url = f"{desk.jira.url}/browse/PROJ-2"
    done = desk.run("open", "PROJ-2", BROWSER=str(browser))
    assert (done.code, done.out, done.err) == (0, "", f"Opened {url}\n")
    assert (desk.folder / "opened").read_text() == url


@pytest.mark.parametrize("more", [{}, {"BROWSER": "/no/such/browser", "PATH": "/nowhere"}])
def test_without_a_browser_the_address_is_printed(desk, more):
    done = desk.run("open", "proj-2", **more)
    assert (done.code, done.out) == (0, f"{desk.jira.url}/browse/PROJ-2\n"), done
    printed = desk.run("open", "PROJ-2", "--print", "--json", DISPLAY=":0", **more)
    assert json.loads(printed.out) == {
        "key": "PROJ-2",
        "url": f"{desk.jira.url}/browse/PROJ-2",
        "opened": False,
    }


def test_a_ticket_that_is_not_in_jira_has_no_page(desk):
    desk.write("d.md", "# TICKET: New\n## Fields\n- Type: Bug\n")
    assert desk.run("import", "d.md").code == 0
    new = json.loads(desk.run("list", "--status", "new", "--json").out)["tickets"][0]["id"]
    error = desk.fails("open", new, code="3002", status=6)
    assert "not in Jira yet" in error["message"]
    desk.fails("open", "PROJ-99", code="3001", status=1)
