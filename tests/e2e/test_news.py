"""What changed since the user looked, out of what pulls brought."""

import json
import os
import re
from typing import Any

import pytest

from tests.e2e.test_queries import BACKLOG
from tests.helpers.place import Remote, document

STAMP = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}")


@pytest.fixture
def desk(desk):
    desk.write("b.md", BACKLOG)
    assert desk.run("push", "b.md").code == 0
    assert desk.run("pull").code == 0
    return desk


def news(desk, *argv):
    """What `news` prints, without its times."""
    done = desk.run("news", *argv)
    assert done.code == 0, done
    return STAMP.sub("T", done.out), STAMP.sub("T", done.err)


class Ada(Remote):
    """Somebody else at the same Jira."""

    def __init__(self, desk):
        self.jira: Any = self
        self.url, self.edition = desk.jira.url, "cloud"
        self.email, self.token = "ada@example.com", "ada-token"


def by_ada(desk, key, **fields):
    """A change by somebody else."""
    Ada(desk).change(key, **fields)


NOTHING = "nothing new since you looked, T\nJira as of T\n"


def test_nothing_is_told_twice(desk):
    assert news(desk) == (
        "",
        "nothing new since T\n3 changes of yours left out; `--mine` shows them\nJira as of T\n",
    )
    by_ada(desk, "PROJ-1", priority={"name": "Low"}, summary="Checkout is very slow")
    assert news(desk) == ("", NOTHING)
    desk.run("pull")
    told = (
        "PROJ-1 Checkout is very slow\n"
        "    T  in Jira, by Ada Moreau\n"
        "        Priority: High -> Low\n"
        "        Title: Checkout is slow -> Checkout is very slow\n"
    )
    some = "news of 1 ticket since you looked, T\nJira as of T\n"
    assert news(desk, "--keep") == (told, some)
    assert news(desk) == (told, some)
    assert news(desk) == ("", NOTHING)
    out, err = news(desk, "--since", "2020-01-01")
    assert out == told
    assert err.startswith("news of 1 ticket since T\n")
    assert "Refund by hand" in news(desk, "--since", "2020-01-01", "--mine")[0]


def test_new_tickets_and_conflicts_and_tickets_that_are_gone(desk):
    news(desk)
    made = {"project": {"key": "PROJ"}, "issuetype": {"name": "Bug"}, "summary": "Ada's"}
    Ada(desk).call("POST", "/rest/api/3/issue", {"fields": made})
    by_ada(desk, "PROJ-1", priority={"name": "Lowest"})
    desk.write("b.md", desk.read("b.md").replace("- Priority: High", "- Priority: Medium"))
    desk.call("DELETE", "/rest/api/3/issue/PROJ-3")
    desk.run("pull")
    out, _ = news(desk)
    blocks = re.split(r"\n(?=\S)", out.rstrip())
    disputed = (
        "PROJ-1 Checkout is slow\n    T  in Jira, by Ada Moreau\n"
        "        Priority: High -> Lowest\n    T  in conflict\n        Priority"
    )
    assert sorted(blocks) == [
        disputed,
        "PROJ-3 Clean up\n    T  gone in Jira",
        "PROJ-4 Ada's\n    T  new, by Ada Moreau",
    ]
    assert news(desk)[0] == ""


def test_what_was_said_is_news_once(desk):
    news(desk)
    for who, text in ((Ada(desk), "Slow? It is."), (desk, "Mine")):
        body = {"body": document(text)}
        who.call("POST", "/rest/api/3/issue/PROJ-1/comment", body)
    desk.run("pull")
    out, err = news(desk)
    assert out == "PROJ-1 Checkout is slow\n    T  comment, by Ada Moreau\n        Slow? It is.\n"
    assert "1 change of yours left out" in err
    Ada(desk).call("POST", "/rest/api/3/issue/PROJ-1/comment", {"body": document("x" * 200)})
    desk.run("pull")
    out, _ = news(desk)
    assert out.splitlines()[2:] == [" " * 8 + "x" * 99 + "…"]
    assert news(desk)[0] == ""


def test_without_histories_a_pull_tells_what_it_took(desk):
    news(desk)
    by_ada(desk, "PROJ-2", priority={"name": "High"})
    desk.run("pull", TICKETR_SYNC_HISTORY="never")
    out, _ = news(desk)
    assert re.sub(r"operation \d+", "operation N", out) == (
        "PROJ-2 Refund by hand\n    T  pulled (operation N)\n        Priority: Low -> High\n"
    )


def test_what_was_not_read_is_told_again(desk):
    news(desk)
    by_ada(desk, "PROJ-2", priority={"name": "High"})
    desk.run("pull")
    process = desk.start("news", preexec_fn=without_a_reader)
    process.communicate()
    assert "PROJ-2" in news(desk)[0]


def without_a_reader():
    """Standard output is a pipe that nobody reads."""
    reader, writer = os.pipe()
    os.close(reader)
    os.dup2(writer, 1)


def test_forms(desk):
    news(desk)
    by_ada(desk, "PROJ-2", priority={"name": "High"}, labels=["x"])
    desk.run("pull")
    [workspace] = json.loads(desk.run("news", "--keep", "--json").out)["workspaces"]
    assert (workspace["workspace"], workspace["looked"], workspace["left_out"]) == (
        "work",
        True,
        0,
    )
    [ticket] = workspace["tickets"]
    assert (ticket["key"], ticket["new"]) == ("PROJ-2", False)
    [happening] = ticket["happenings"]
    assert (happening["what"], happening["who"]) == ("jira", "Ada Moreau")
    assert desk.run("news", "--keep", "--format", "keys").out == "PROJ-2\n"
    lines = desk.run("news", "--format", "csv", "--all-workspaces").out.splitlines()
    assert lines[0] == "workspace,key,title,at,what,who,field,before,after"
    assert len(lines) == 3
    assert {line.split(",")[6] for line in lines[1:]} == {"Priority", "Labels"}
    assert news(desk, "--all-workspaces")[1] == (
        '"work": nothing new since you looked, T\n"work": Jira as of T\n'
    )


def test_a_time_that_is_none(desk):
    error = desk.fails("news", "--since", "soon", code="9001", status=2)
    assert error["hint"] == "Write it like 2026-05-01 or 2026-05-01T14:30."
