"""Queries, aliases and pages, as users type them."""

import json

import pytest

BACKLOG = """\
# TICKET: Checkout is slow
## Fields
- Type: Story
- Priority: High
- Labels: shop

# TICKET: Refund by hand
## Fields
- Type: Bug
- Priority: Low
- Labels: shop, blocked

# TICKET: Clean up
## Fields
- Type: Task
"""


@pytest.fixture
def desk(desk):
    desk.write("b.md", BACKLOG)
    assert desk.run("push", "b.md").code == 0
    assert desk.run("pull").code == 0
    return desk


def keys(done):
    assert done.code == 0, done
    return [line.split()[0] for line in done.out.splitlines()[1:]]


def test_a_query_is_answered_without_asking_jira(desk):
    desk.jira.forget()
    assert keys(desk.run("list", "--jql", "priority >= Medium ORDER BY key DESC")) == [
        "PROJ-3",
        "PROJ-1",
    ]
    assert keys(desk.run("list", "--jql", "labels = SHOP AND summary ~ refunds")) == ["PROJ-2"]
    assert keys(desk.run("list", "--jql", "key > PROJ-1", "--sort", "key", "--desc")) == [
        "PROJ-3",
        "PROJ-2",
    ]
    assert keys(desk.run("list", "--jql", "reporter = currentUser()", "--type", "Bug")) == [
        "PROJ-2"
    ]
    assert desk.jira.requests == []


def test_a_value_that_nothing_has_is_noted(desk):
    done = desk.run("list", "--jql", 'status = "To Doo"')
    assert (done.code, done.out) == (0, "")
    assert done.err == (
        'note: No ticket here has "To Doo" as its status. Did you mean To Do?\n'
        'No tickets match in workspace "work".\n'
    )


def test_a_mistake_is_shown_at_its_place(desk):
    done = desk.run("list", "--jql", "priority = High AND asignee = me")
    assert done.err.splitlines() == [
        'error: There is no field "asignee". [8001]',
        "  priority = High AND asignee = me",
        "                      ^",
        "hint: Did you mean assignee?",
    ]
    error = desk.fails("list", "--jql", "a = 1 AND\n(b = 2", code="8001", status=2)
    assert (error["context"]["line"], error["context"]["column"]) == (2, 1)


def test_what_only_jira_knows_is_said(desk):
    error = desk.fails("list", "--jql", "votes > 3", code="8002", status=2)
    assert "--remote" in error["hint"]


def test_the_past_is_known_once_it_was_read(desk):
    error = desk.fails("list", "--jql", "status WAS Done", code="8002", status=2)
    assert "`ticketr pull --histories`" in error["message"]
    desk.run("pull", "--histories")
    done = desk.run("list", "--jql", 'status WAS "To Do" ORDER BY key DESC')
    assert keys(done) == ["PROJ-3", "PROJ-2", "PROJ-1"]
    assert done.err == "3 tickets\n"


def test_jira_answers_where_it_is_asked(desk):
    done = desk.run(
        "list", "--remote", "--jql", "status WAS 'To Do' ORDER BY key DESC", "--limit", "2"
    )
    assert keys(done) == ["PROJ-3", "PROJ-2"]
    assert "(status WAS 'To Do') ORDER BY key DESC" in done.err
    found = json.loads(desk.run("list", "--remote", "--alias", "blocked", "--json").out)
    assert [ticket["key"] for ticket in found["tickets"]] == ["PROJ-2"]
    assert found["tickets"][0]["fields"]["labels"] == ["blocked", "shop"]
    asked = ["list", "--remote", "--type", "Bug", "--sort", "title", "--desc", "--offset", "0"]
    assert keys(desk.run(*asked)) == ["PROJ-2"]
    desk.fails("list", "--remote", "--status", "modified", code="9001", status=2)
    desk.fails("list", "--remote", "--jql", "nonesuch = 3", code="3002", status=6)


def test_pages_go_on_from_each_other(desk):
    first = json.loads(
        desk.run("list", "--jql", "ORDER BY priority DESC", "--limit", "2", "--json").out
    )
    assert [ticket["key"] for ticket in first["tickets"]] == ["PROJ-1", "PROJ-3"]
    asked = [
        "list",
        "--jql",
        "ORDER BY priority DESC",
        "--limit",
        "2",
        "--json",
        "--after",
        first["next"],
    ]
    second = json.loads(desk.run(*asked).out)
    assert [ticket["key"] for ticket in second["tickets"]] == ["PROJ-2"]
    assert (second["next"], second["total"], second["notes"]) == (None, 3, [])
    desk.fails("list", "--after", "xyz", code="9001", status=2)


def test_aliases(desk):
    made = desk.run("alias", "create", "shop", "labels = shop ORDER BY key DESC")
    assert made.err == "@shop is kept. `ticketr list --alias shop` uses it.\n"
    assert keys(desk.run("list", "--alias", "shop")) == ["PROJ-2", "PROJ-1"]
    assert keys(desk.run("list", "--jql", "@shop AND NOT @blocked")) == ["PROJ-1"]
    assert keys(desk.run("list", "--alias", "shop", "--jql", "type = Bug ORDER BY key")) == [
        "PROJ-2"
    ]
    assert desk.run("alias", "create", "urgent", "@shop AND priority = High", "--global").code == 0
    shown = desk.run("alias", "show", "@urgent")
    assert shown.out.splitlines() == [
        "Name      urgent",
        "Scope     global",
        "Query     @shop AND priority = High",
        "Expanded  (labels = shop) AND priority = High",
    ]
    found = json.loads(desk.run("alias", "list", "--json").out)["aliases"]
    assert [(item["name"], item["scope"]) for item in found] == [
        ("blocked", "built in"),
        ("mine", "built in"),
        ("shop", "workspace"),
        ("sprint", "built in"),
        ("urgent", "global"),
    ]
    desk.fails("alias", "update", "shop", "@urgent", code="8004", status=2)
    assert desk.run("alias", "update", "shop", "labels = blocked").code == 0
    assert keys(desk.run("list", "--alias", "shop")) == ["PROJ-2"]
    assert desk.run("pull", "--alias", "shop").code == 0
    desk.fails("alias", "delete", "urgent", code="8003", status=2)
    deleted = desk.run("alias", "delete", "urgent", "--global")
    assert deleted.err == "@urgent was forgotten. It stood for: @shop AND priority = High\n"


def test_an_own_alias_hides_a_built_in_one(desk):
    assert desk.run("alias", "create", "mine", "type = Task", "--global").code == 0
    assert keys(desk.run("list", "--alias", "mine")) == ["PROJ-3"]
    assert desk.run("alias", "create", "mine", "type = Bug").code == 0
    assert keys(desk.run("list", "--alias", "mine")) == ["PROJ-2"]
    assert desk.run("alias", "delete", "mine").code == 0
    assert keys(desk.run("list", "--alias", "mine")) == ["PROJ-3"]
    assert desk.run("alias", "delete", "mine", "--global").code == 0
    assert "assignee = currentUser()" in desk.run("alias", "show", "mine").out


def test_aliases_that_cannot_be_kept(desk):
    desk.fails("alias", "create", "a b", "x = 1", code="8004", status=2)
    desk.fails("alias", "create", "me", "@me OR type = Bug", code="8004", status=2)
    desk.fails("alias", "create", "x", "labels = = 3", code="8001", status=2)
    desk.fails("alias", "create", "x", "@nonesuch", code="8003", status=2)
    desk.fails("alias", "delete", "mine", code="8004", status=2)
    desk.fails("alias", "show", "nonesuch", code="8003", status=2)
    desk.fails("list", "--jql", "@nonesuch", code="8003", status=2)
    desk.fails("pull", "--jql", "key = PROJ-1", "--alias", "mine", code="9001", status=2)
    assert desk.run("alias", "create", "x", "type = Bug").code == 0
    desk.fails("alias", "create", "x", "type = Bug", code="8004", status=2)


def test_all_workspaces(desk):
    desk.connect("other", "BACK")
    desk.write("c.md", "# TICKET: Checkout of the other\n## Fields\n- Type: Story\n")
    assert desk.run("push", "c.md", "-w", "other").code == 0
    done = desk.run("list", "--all-workspaces", "--jql", "summary ~ checkout")
    assert [line.split()[:2] for line in done.out.splitlines()] == [
        ["WORKSPACE", "KEY"],
        ["work", "PROJ-1"],
        ["other", "BACK-1"],
    ]
    for order, found in (
        (["--sort", "title"], ["PROJ-1", "BACK-1", "PROJ-3", "PROJ-2"]),
        (["--sort", "key", "--desc"], ["PROJ-3", "PROJ-2", "PROJ-1", "BACK-1"]),
        (
            ["--jql", "ORDER BY type, summary", "--limit", "3", "--offset", "1"],
            ["PROJ-3", "PROJ-1", "BACK-1"],
        ),
    ):
        done = desk.run("list", "--all-workspaces", "--format", "keys", *order)
        assert done.out.split() == found, done
    assert desk.run("alias", "create", "shop", "labels = shop", "-w", "work").code == 0
    done = desk.run("list", "--all-workspaces", "--alias", "shop", "--limit", "1", "--offset", "1")
    assert [line.split()[1] for line in done.out.splitlines()[1:]] == ["PROJ-2"]
    note = 'note: workspace "other" was left out: There is no alias "shop".\n'
    assert done.err == f"{note}1 of 2 tickets; `--limit 0` shows all\n"
    found = json.loads(desk.run("list", "--all-workspaces", "--json").out)
    assert [(t["workspace"], t["key"]) for t in found["tickets"]][2:] == [
        ("work", "PROJ-3"),
        ("other", "BACK-1"),
    ]
    assert (found["total"], found["errors"]) == (4, {})
    desk.fails("list", "--all-workspaces", "--alias", "nonesuch", code="8003", status=2)
    desk.fails("list", "--all-workspaces", "--remote", code="9001", status=2)
