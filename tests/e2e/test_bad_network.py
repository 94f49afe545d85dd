"""Jira that is away, refuses, or talks nonsense: one clear error each, and the next run goes on."""

import json
import socket

import pytest

from tests.integration.jira.scripted import Answer, ScriptedServer

BACKLOG = "# TICKET: S\n"
BULK = "issue/bulk$"
SEARCH = "search/jql"


@pytest.fixture
def backlog(desk):
    desk.write("b.md", BACKLOG)
    return desk


def fate(desk, *, code, status, says):
    """A push of one ticket that fails for the ticket; the same facts as text and in JSON."""
    done = desk.run("push", "b.md", "--json")
    assert (done.code, done.err) == (status, ""), done
    [result] = json.loads(done.out)["results"]
    assert result["error"]["code"] == code
    assert says in result["error"]["message"]
    assert result["error"]["hint"]
    assert desk.jira.token not in done.out
    assert desk.read("b.md") == BACKLOG
    return result["error"]


def mended(desk):
    """The next push creates the ticket, once."""
    desk.jira.calm()
    desk.jira.site.revoked.clear()
    done = desk.run("push", "b.md")
    assert done.code == 0, done
    assert desk.titles() == ["S"]
    assert desk.read("b.md") == "# TICKET: [PROJ-1] S\n"


def test_a_wrong_token(backlog):
    error = backlog.fails("push", "b.md", code="4001", status=4, TICKETR_TOKEN="wrong-token")
    assert error["message"] == "127.0.0.1 does not accept the login."
    mended(backlog)


def test_a_token_that_expires_between_two_waves(desk):
    """250 tickets are created and their keys written; then the login ends."""
    text = "".join(f"# TICKET: T{n}\n\n" for n in range(300))
    desk.write("b.md", text)
    desk.jira.fault("revoke", BULK, method="POST", skip=5, count=1)
    done = desk.run("push", "b.md")
    assert done.code == 4, done
    assert done.err.splitlines()[-2].endswith("does not accept the login. [4001]")
    assert desk.read("b.md").count("# TICKET: [PROJ-") == 250
    desk.jira.calm()
    desk.jira.site.revoked.clear()
    assert len(desk.titles()) == 250
    assert desk.run("push", "b.md").code == 0
    assert sorted(desk.titles()) == sorted(f"T{n}" for n in range(300))
    assert desk.read("b.md").count("# TICKET: [PROJ-") == 300


def test_a_token_that_expires_before_the_reading_back(backlog):
    backlog.jira.fault("revoke", "bulkfetch", count=1)
    done = backlog.run("push", "b.md")
    assert done.code == 4, done
    assert "[4001]" in done.err
    assert backlog.read("b.md") == "# TICKET: [PROJ-1] S\n", "the key is not lost"
    mended(backlog)


def away(desk):
    """The workspace's Jira is at a port where nobody listens."""
    desk.jira.stop()


def test_nobody_answers(backlog):
    away(backlog)
    error = fate(backlog, code="4002", status=5, says="127.0.0.1")
    assert error["message"].startswith("127.0.0.1 refuses the connection")
    assert backlog.run("list").code == 0


def test_nobody_answers_a_pull(desk):
    away(desk)
    error = desk.fails("pull", code="4002", status=5)
    assert error["message"].startswith("127.0.0.1 refuses the connection")


def test_an_unknown_host(machine):
    words = ["workspace", "create", "w", "--url", "http://no-such-host.invalid", "--project", "P1"]
    done = machine.run(*words, "--username", "me@example.com", TICKETR_TOKEN="t")
    assert done.code == 5, done
    assert "[4002]" in done.err


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (Answer(200, "<html>Welcome</html>", {"Content-Type": "text/html"}), "a web page"),
        (Answer(200, b"{garbage", {"Content-Type": "application/json"}), "not JSON"),
        (Answer(200, [1, 2], {"Content-Type": "application/json"}), ""),
    ],
)
def test_something_else_than_jira_answers(machine, answer, says):
    words = ["workspace", "create", "w", "--project", "PROJ", "--username", "me@example.com"]
    with ScriptedServer(*[answer] * 8) as server:
        done = machine.run(*words, "--url", server.url, "--json", TICKETR_TOKEN="t")
    assert done.code in {4, 5}, done
    error = json.loads(done.err)["error"]
    assert error["code"] in {"4001", "4002"}
    assert says in error["message"]
    assert machine.run("workspace", "list").err.startswith("There are no workspaces yet.")


def test_a_connection_that_ends_before_the_answer(backlog):
    backlog.jira.fault("hang_up", BULK)
    fate(backlog, code="4002", status=5, says="ended the connection before it answered")
    mended(backlog)


@pytest.mark.parametrize("kind", ["drop_reply", "cut"])
def test_an_answer_that_is_lost_is_found_again(backlog, kind):
    backlog.jira.fault(kind, BULK, count=1)
    done = backlog.run("push", "b.md")
    assert (done.code, done.err) == (0, "wrote b.md\npush: 1 recovered\n")
    mended(backlog)


def test_a_pause_longer_than_we_wait(backlog):
    backlog.jira.fault("429", BULK, retry_after=30)
    fate(backlog, code="4003", status=5, says="asks for a pause of 30 s.")
    mended(backlog)


def test_a_pause_longer_than_we_wait_at_a_pull(desk):
    desk.jira.fault("429", SEARCH, retry_after=90)
    error = desk.fails("pull", code="4003", status=5)
    assert error["message"] == "127.0.0.1 asks for a pause of 1 min 30 s."
    assert error["context"]["retry_after"] == 90


def test_a_permission_that_was_lost(backlog):
    backlog.jira.fault("status", BULK, status=403)
    fate(backlog, code="4004", status=4, says="refused")
    mended(backlog)


def test_a_permission_that_was_lost_at_a_pull(desk):
    desk.jira.fault("status", SEARCH, status=403)
    desk.fails("pull", code="4004", status=4)


def test_a_project_that_does_not_exist(machine, jira):
    words = ["workspace", "create", "w", "--url", jira.url, "--project", "NOPE"]
    done = machine.run(*words, "--username", jira.email, TICKETR_TOKEN=jira.token)
    assert done.code == 1, done
    assert done.err.splitlines()[0] == (
        'error: The project "NOPE" does not exist, or this login does not see it. [4005]'
    )


def gone_project(desk):
    projects = desk.jira.site.catalogue.projects
    left = tuple(project for project in projects if project.key != "PROJ")
    object.__setattr__(desk.jira.site.catalogue, "projects", left)


def test_a_project_that_is_gone_at_a_push(backlog):
    gone_project(backlog)
    done = backlog.run("push", "b.md", "--json")
    assert done.code != 0, done
    assert backlog.read("b.md") == BACKLOG


def test_a_project_that_is_gone_at_a_pull(desk):
    desk.write("b.md", BACKLOG)
    assert desk.run("push", "b.md").code == 0
    gone_project(desk)
    error = desk.fails("pull", code="4005", status=1)
    assert "PROJ" in error["message"]
    assert desk.run("list").out.count("PROJ-1") == 1, "what is here stays"


def test_no_workspace(machine):
    done = machine.run("push", "b.md")
    assert done.code == 2
    assert done.err.splitlines() == [
        "error: No workspace was named, and none is current or default. [2003]",
        "hint: Name one with `--workspace NAME`, or choose one with `ticketr workspace switch NAME`.",
    ]


def test_an_unknown_workspace(backlog):
    error = backlog.fails("push", "b.md", "--workspace", "wrok", code="2001", status=2)
    assert error["context"] == {"workspace": "wrok", "source": "--workspace"}
    error = backlog.fails("list", code="2001", status=2, TICKETR_WORKSPACE="wrok")
    assert error["context"]["source"] == "TICKETR_WORKSPACE"


def test_a_workspace_twice(desk):
    words = ["workspace", "create", "work", "--url", desk.jira.url, "--project", "PROJ"]
    error = desk.fails(*words, code="2002", status=2)
    assert error["message"] == 'There is a workspace "work" already.'


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_proxy_that_is_away(machine):
    words = ["workspace", "create", "w", "--url", "http://jira.invalid", "--project", "PROJ"]
    proxy = f"http://127.0.0.1:{free_port()}"
    more = {"TICKETR_JIRA_PROXY": proxy, "TICKETR_TOKEN": "t"}
    done = machine.run(*words, "--username", "me@example.com", **more)
    assert done.code == 5, done
    assert "proxy" in done.err.splitlines()[0]
    assert "[4002]" in done.err
