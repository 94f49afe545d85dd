import json
from argparse import Namespace
from typing import Any

import pytest

from ticketr.application.commands import PullTicketsCommand, PushTicketsCommand
from ticketr.application.results import SyncResult, TicketResult
from ticketr.cli.commands.pull import query
from ticketr.cli.commands.sandbox import faults, reset, seed, serve
from ticketr.cli.commands.workspace.create import token_kind
from ticketr.cli.options import build
from ticketr.domain.plan import Action, ActionKind, Plan, Strategy
from ticketr.domain.schema import FieldKind, JiraField, JiraSchema
from ticketr.domain.ticket import TicketID
from ticketr.domain.workspace import Credentials, Edition, WorkspaceConfig, WorkspaceID
from ticketr.errors import JiraConnection, Usage, WorkspaceNotFound

from . import results
from .standin import StandIn

CREATE = ["workspace", "create", "new", "--url", "https://j.example", "--project", "NEW"]
LOGIN = [*CREATE, "--username", "ada@example.com"]


def test_push_asks_for_what_the_options_say(ticketr):
    app = StandIn(results=[results.NOTHING])
    done = ticketr(
        "push",
        "a.md",
        "b.md",
        "--strategy",
        "merge",
        "--force",
        "--partial",
        "--only",
        "P-1,P-2",
        app=app,
    )
    assert done.code == 0
    assert app.commands == [
        PushTicketsCommand(
            WorkspaceID("w1"),
            ("a.md", "b.md"),
            force=True,
            strategy=Strategy.MERGE,
            partial=True,
            only=("P-1", "P-2"),
        )
    ]


def test_pull_asks_for_what_the_options_say(ticketr):
    app = StandIn(results=[results.PULLED])
    ticketr("pull", "--epic", "PROJ-1", "-o", "x.md", "--dry-run", "--allow-empty", app=app)
    assert app.commands == [
        PullTicketsCommand(
            WorkspaceID("w1"),
            jql="(key = PROJ-1 OR parent = PROJ-1)",
            output="x.md",
            dry_run=True,
            allow_empty=True,
        )
    ]


def test_sync_pulls_first(ticketr):
    app = StandIn(results=[results.PULLED, results.NOTHING])
    done = ticketr("sync", "a.md", "--strategy", "remote-wins", app=app)
    assert done.code == 0
    pulled, pushed = app.commands
    assert pulled == PullTicketsCommand(WorkspaceID("w1"), strategy=Strategy.REMOTE_WINS)
    assert pushed == PushTicketsCommand(
        WorkspaceID("w1"), ("a.md",), strategy=Strategy.REMOTE_WINS
    )


def test_an_epic_joins_the_query():
    assert (
        query("a = 1 OR b = 2", "PROJ-1", JiraSchema(""))
        == "(a = 1 OR b = 2) AND (key = PROJ-1 OR parent = PROJ-1)"
    )
    assert query("a = 1", None, JiraSchema("")) == "a = 1"
    assert query(None, None, JiraSchema("")) is None


def test_an_epic_of_data_center_holds_tickets_by_a_link():
    linked = JiraSchema("P", (JiraField("parent", "Parent", FieldKind.PARENT, "l", "f_7"),))
    assert query(None, "P-1", linked) == "(key = P-1 OR (parent = P-1 OR cf[7] = P-1))"
    assert linked.epic_link == "f_7"


@pytest.mark.parametrize("epic", ["PROJ", "PROJ-", "-1", "P-1 OR 1=1", "PROJ-x", ""])
def test_an_epic_that_is_no_key_never_reaches_jira(epic):
    with pytest.raises(Usage):
        query(None, epic, JiraSchema(""))


@pytest.mark.parametrize(
    ("extra", "environ", "stdin", "terminal", "token", "keep"),
    [
        (["--token-stdin"], {"TICKETR_TOKEN": "no"}, "tok-en\nrest", False, "tok-en", True),
        ([], {"TICKETR_TOKEN": "one", "JIRA_API_TOKEN": "two"}, "", False, "one", False),
        ([], {"JIRA_API_TOKEN": "two", "JIRA_API_KEY": "three"}, "", False, "two", False),
        ([], {"JIRA_API_KEY": "three"}, "", True, "three", False),
    ],
)
def test_where_the_token_comes_from(ticketr, extra, environ, stdin, terminal, token, keep):
    app = StandIn()
    done = ticketr(*LOGIN, *extra, app=app, environ=environ, stdin=stdin, terminal=terminal)
    assert done.code == 0
    assert app.workspaces.calls == [
        (
            "new",
            WorkspaceConfig("https://j.example", "NEW", "ada@example.com", edition=Edition.CLOUD),
            Credentials("ada@example.com", token),
            keep,
        )
    ]
    assert token not in done.out + done.err


def test_without_a_token_and_nobody_to_ask(ticketr):
    done = ticketr(*LOGIN)
    assert done.code == 2
    assert "There is no token, and nobody to ask for it. [9001]" in done.err
    assert "--token-stdin" in done.err


def test_an_empty_token(ticketr):
    done = ticketr(*LOGIN, "--token-stdin", stdin="\n")
    assert done.code == 2
    assert "The token is empty in standard input." in done.err


def test_the_environment_stands_in_for_options(ticketr):
    app = StandIn()
    environ = {
        "JIRA_URL": "https://e.example",
        "JIRA_PROJECT_KEY": "ENV",
        "JIRA_EMAIL": "env@example.com",
        "TICKETR_TOKEN": "t",
    }
    done = ticketr("workspace", "create", "env", "--json", app=app, environ=environ)
    assert json.loads(done.out)["project"] == "ENV"
    assert app.workspaces.calls[0][1] == WorkspaceConfig(
        "https://e.example", "ENV", "env@example.com", edition=Edition.CLOUD
    )


def test_data_center_needs_no_user_name(ticketr):
    app = StandIn()
    app.workspaces.answers = Edition.DATA_CENTER
    done = ticketr(*CREATE, "--token-stdin", app=app, stdin="pat\n")
    assert done.code == 0
    config = WorkspaceConfig("https://j.example", "NEW", edition=Edition.DATA_CENTER)
    assert app.workspaces.calls == [("new", config, Credentials("", "pat"), True)]


def test_cloud_needs_a_user_name(ticketr):
    done = ticketr(*CREATE, "--token-stdin", stdin="t\n")
    assert done.code == 2
    assert "--username is missing." in done.err


@pytest.mark.parametrize(
    ("edition", "username", "called"),
    [
        (Edition.CLOUD, "a@b", "API token"),
        (Edition.DATA_CENTER, "", "Personal access token"),
        (Edition.DATA_CENTER, "ada", "Personal access token, or password of ada"),
    ],
)
def test_a_token_is_asked_for_by_its_name(edition, username, called):
    assert token_kind(edition, username) == called


@pytest.mark.parametrize(("answer", "code", "calls"), [("y\n", 0, 1), ("n\n", 1, 0)])
def test_deleting_asks_on_a_terminal(ticketr, answer, code, calls):
    app = StandIn()
    done = ticketr("workspace", "delete", "work", app=app, stdin=answer, terminal=True)
    assert done.code == code
    assert len(app.workspaces.calls) == calls


@pytest.mark.parametrize(("option", "force"), [("--yes", False), ("--force", True)])
def test_deleting_without_a_question(ticketr, option, force):
    app = StandIn()
    assert ticketr("workspace", "delete", "work", option, app=app).code == 0
    assert app.workspaces.calls == [("delete", "work", force)]


def test_show_says_where_the_ticket_stands(ticketr, tmp_path):
    document = tmp_path / "backlog.md"
    document.write_text("See [PROJ-1].\n\n# TICKET: [PROJ-1] One\n")
    app = StandIn()
    app.store.paths = [str(document), str(tmp_path / "gone.md")]
    done = ticketr("show", "PROJ-1", app=app)
    assert f"File      {document}:3\n" in done.out
    assert f"File      {tmp_path / 'gone.md'} (cannot be read now)\n" in done.out
    found = json.loads(ticketr("show", "PROJ-1", "--json", app=app).out)
    assert found["documents"][0] == f"{document}:3"


def test_a_stale_schema_says_so(ticketr):
    app = StandIn()
    app.workspaces.stale = True
    done = ticketr("schema", app=app)
    assert done.err == "Jira could not be asked; this is what it said at 2026-05-01 12:00 UTC.\n"


def test_list_of_no_workspaces(ticketr):
    app = StandIn()
    app.workspaces.known = {}
    done = ticketr("workspace", "list", app=app)
    assert (done.code, done.out) == (0, "")
    assert "workspace create --help" in done.err


def test_colours_follow_the_terminal(ticketr):
    app = StandIn(results=[results.DONE])
    done = ticketr("push", app=app, terminal=True)
    assert "\x1b[32m+ create" in done.out
    link = f"\x1b]8;;{results.URL}PROJ-9\x1b\\PROJ-9\x1b]8;;\x1b\\"
    assert f" {link} Bug Lost and found\n" in done.out
    plain = ticketr(
        "push", app=StandIn(results=[results.DONE]), terminal=True, environ={"NO_COLOR": "1"}
    )
    assert "\x1b" not in plain.out


@pytest.mark.parametrize(
    ("words", "handed_on"),
    [
        ([], ["--port", "0"]),
        (["--port", "80", "--json"], ["--port", "80", "--json"]),
        (
            ["--latency", "50", "--storage", "x.db"],
            ["--port", "0", "--storage", "x.db", "--latency", "50"],
        ),
        (["--seed", "site.toml", "-w", "x"], ["--port", "0", "--seed", "site.toml"]),
        (
            ["--lag", "50", "--realistic", "--no-basic", "--faults", "@f"],
            ["--port", "0", "--faults", "@f", "--lag", "50", "--no-basic", "--realistic"],
        ),
    ],
)
def test_what_the_sandbox_is_started_with(words, handed_on):
    parser = build("sandbox serve", serve)
    call: Any = Namespace(options=parser.take(words))
    assert serve.arguments(call) == handed_on


@pytest.mark.parametrize(
    ("module", "words", "handed_on"),
    [
        (reset, ["--url", "http://x"], ["reset", "--url", "http://x"]),
        (faults, ["--url", "http://x", "--json"], ["faults", "--url", "http://x", "--json"]),
        (faults, ["--url", "u", "--set", "[]"], ["faults", "--url", "u", "--set", "[]"]),
        (faults, ["--url", "u", "--clear"], ["faults", "--url", "u", "--clear"]),
        (
            seed,
            ["--storage", "x.db", "--count", "5", "--project", "A", "--project", "B"],
            ["seed", "--storage", "x.db", "--count", "5", "--project", "A", "--project", "B"],
        ),
        (faults, ["--url", "u", "--lag", "5"], ["faults", "--url", "u", "--lag", "5"]),
    ],
)
def test_what_the_other_commands_of_the_sandbox_hand_on(module, words, handed_on):
    parser = build(f"sandbox {handed_on[0]}", module)
    call: Any = Namespace(options=parser.take(words))
    assert module.arguments(call) == handed_on


def test_switching_as_json(ticketr):
    assert json.loads(ticketr("workspace", "switch", "work", "--json").out) == {"name": "work"}


def test_the_answer_of_a_change_as_json(ticketr):
    done = ticketr("workspace", "update", "work", "--username", "kim@example.com", "--json")
    assert json.loads(done.out)["username"] == "kim@example.com"
    assert json.loads(ticketr("workspace", "delete", "work", "--yes", "--json").out) == {
        "deleted": "work"
    }


def test_an_unknown_workspace_is_no_current_one(ticketr):
    app = StandIn(error=WorkspaceNotFound("There is none."))
    done = ticketr("workspace", "list", app=app)
    assert done.code == 0
    assert "*" not in done.out


def test_a_pull_of_very_many_lists_a_thousand_and_says_so(ticketr):
    actions = [
        Action(ActionKind.PULL, TicketID(f"t{n}"), f"PROJ-{n}", "Title") for n in range(1, 1501)
    ]
    fates = [
        TicketResult("pulled", TicketID(f"t{n}"), f"PROJ-{n}", "Title") for n in range(1, 1501)
    ]
    error = JiraConnection("What Jira sends of PROJ-9 cannot be read.").as_dict()
    fates += [TicketResult("failed", TicketID(""), "PROJ-1501", "", error=error)]
    fates += [TicketResult("gone", TicketID("g"), "PROJ-1502", "Old", "Bug")]
    counts = {"pulled": 1500, "failed": 1, "gone": 1}
    result = SyncResult("pull", plan=Plan(actions), results=fates, tallied=counts)
    done = ticketr("pull", app=StandIn(results=[result]))
    lines = done.out.splitlines()
    assert lines[0] == "< pull      PROJ-1 Title"
    assert lines[999] == "< pull      PROJ-1000 Title"
    assert lines[1000] == "x failed    PROJ-1501"
    assert lines[1001].startswith("    failed: What Jira sends")
    assert lines[-1] == "- gone      PROJ-1502 Bug Old"
    assert "500 more tickets are not listed here; `--json` lists everything.\n" in done.err
    assert done.err.endswith("pull: 1500 pulled, 1 gone in Jira, 1 failed\n")
    whole = ticketr("pull", "--json", app=StandIn(results=[result]))
    assert len(json.loads(whole.out)["results"]) == 1502


def test_a_full_pull_is_of_the_whole_project(ticketr):
    done = ticketr("pull", "--full", "--jql", "x = 1", app=StandIn())
    assert done.code == 2
    assert "--full reads the whole project" in done.err
    app = StandIn(results=[results.ONLY_CONFLICT])
    ticketr("pull", "--full", app=app)
    assert app.commands == [PullTicketsCommand(WorkspaceID("w1"), full=True)]
