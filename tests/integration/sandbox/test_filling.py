"""Sites from files, many issues at once, and the command line that does it."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest

from jira_sandbox import Sandbox, adf
from jira_sandbox.__main__ import made, main
from jira_sandbox.generating import Shape, generate
from jira_sandbox.options import parser
from jira_sandbox.seed import SeedError, read
from tests.integration.sandbox.client import Client

YAML = """
projects:
  - key: OWN
    name: Ours
users:
  - {name: Kim, email: kim@example.com, token: t}
issues:
  - {project: OWN, type: Task, summary: First, duedate: 2026-05-01, description: "words"}
"""


def run(*words):
    return subprocess.run(
        [sys.executable, "-m", "jira_sandbox", *words], capture_output=True, text=True, check=False
    )


def test_a_site_from_yaml(tmp_path):
    file = tmp_path / "site.yaml"
    file.write_text(YAML, "utf-8")
    with Sandbox(file) as jira, (call := Client(jira)).pool:
        assert jira.projects == ["OWN"]
        assert call.fields("OWN-1")["duedate"] == "2026-05-01"
    file.write_text("a: [", "utf-8")
    with pytest.raises(SeedError, match=r"site\.yaml"):
        read(file)
    file.write_text("a: !!set {x}", "utf-8")
    with pytest.raises(SeedError, match="means nothing"):
        read(file)


@pytest.fixture(scope="module")
def full():
    with Sandbox() as jira:
        call = Client(jira)
        answer = call("POST", "/_sandbox/generate", {"issues": 600, "seed": 4})
        assert (answer.status, answer.body) == (201, {"issues": 600})
        yield call
        call.pool.close()


def count(call, jql):
    return call("POST", "search/approximate-count", {"jql": jql}).body["count"]


def test_generated_issues_have_realistic_shapes(full):
    assert count(full, "created <= now()") == 600
    assert count(full, "project = DEMO") > count(full, "project = FRONT") > 30
    assert 5 < count(full, "issuetype = Epic") < 60
    assert 40 < count(full, "issuetype = Sub-task") < 140
    assert count(full, "issuetype = Sub-task AND parent IS EMPTY") == 0
    assert count(full, "statusCategory = Done AND resolution IS EMPTY") == 0
    assert 100 < count(full, "status = Done") < 500
    assert 60 < count(full, "assignee IS EMPTY") < 300
    assert count(full, "labels = urgent") > 5
    assert count(full, "sprint IS NOT EMPTY") > 50
    assert count(full, '"Story Points" >= 5') > 50
    assert count(full, "text ~ pipeline") > 20
    assert count(full, "status CHANGED TO Done") == count(full, "status = Done")
    assert 0 < count(full, "created >= -30d") < 100


def test_a_generated_issue_is_an_issue_like_any_other(full):
    (key,) = full.find(
        "description IS NOT EMPTY AND status = Done AND project = DEMO ORDER BY key", maxResults=1
    )
    shown = full("GET", f"issue/{key}?expand=changelog").body
    assert shown["fields"]["description"]["type"] == "doc"
    assert shown["fields"]["resolution"]["name"] == "Done"
    assert shown["changelog"]["total"] >= 1
    assert shown["fields"]["watches"]["watchCount"] == 1
    document = shown["fields"]["description"]
    assert (
        full("PUT", f"issue/{key}", {"fields": {"description": document, "summary": "x"}}).status
        == 204
    )
    made = full.create("Next")
    assert int(made.partition("-")[2]) == count(full, "project = DEMO")


def test_generating_again_goes_on(full):
    before = count(full, "project = BACK")
    full("POST", "/_sandbox/generate", {"issues": 10, "projects": ["BACK"], "seed": 5})
    assert count(full, "project = BACK") == before + 10
    assert full("POST", "/_sandbox/generate", {"issues": 1, "projects": ["NOPE"]}).status == 400
    assert full("POST", "/_sandbox/generate", {"issues": -1}).status == 400


def test_the_same_seed_makes_the_same_issues():
    def made():
        jira = Sandbox()
        jira.site.clock.freeze(1_767_268_800_000)
        generate(jira.site, Shape(80, seed=9))
        sql = "SELECT key, summary, status, assignee, created, updated FROM issues ORDER BY id"
        rows = list(jira.site.store.database.run(sql))
        jira.stop()
        return rows

    assert made() == made()


def test_what_is_made_is_such_as_people_write(full):
    """Every text is a valid document; there are links, work, mentions, assignments and watchers."""
    texts = 0
    kinds: set[str] = set()
    items: set[str] = set()
    for issue in every(full, "project = DEMO ORDER BY key ASC"):
        fields = issue["fields"]
        bodies = [c["body"] for c in fields["comment"]["comments"]]
        for text in filter(None, [fields["description"], *bodies]):
            adf.accept("description", text)
            texts, kinds = texts + 1, kinds | set(nodes(text))
        items |= {i["field"] for h in issue["changelog"]["histories"] for i in h["items"]}
    assert texts > 100
    assert kinds >= {
        "panel",
        "table",
        "mention",
        "codeBlock",
        "taskList",
        "heading",
        "orderedList",
    }
    assert items >= {"status", "assignee", "priority"}
    assert count(full, "issueLinkType IS NOT EMPTY") > 10
    assert count(full, "timeSpent > 0 AND worklogAuthor IS NOT EMPTY") > 10
    assert count(full, "watchers > 1") > 10
    assert count(full, "created > now() OR updated > now()") == 0


def every(call, jql):
    asked = {"jql": jql, "fields": ["*all"], "expand": "changelog", "maxResults": 100}
    while True:
        page = call("POST", "search/jql", asked).body
        yield from page["issues"]
        if page["isLast"]:
            return
        asked["nextPageToken"] = page["nextPageToken"]


def nodes(node):
    yield node["type"]
    for child in node.get("content", []):
        yield from nodes(child)


def test_many_issues_are_made_quickly():
    jira = Sandbox()
    started = time.perf_counter()
    generate(jira.site, Shape(5000))
    # it takes a twentieth of that; this is for machines that do other things too
    assert time.perf_counter() - started < 10
    jira.stop()


def test_another_site_in_a_running_sandbox(jira, call, tmp_path):
    file = tmp_path / "site.yaml"
    file.write_text(YAML, "utf-8")
    done = run("seed", "--url", jira.url, "--seed", str(file), "--issues", "3", "--project", "own")
    assert (done.returncode, done.stderr) == (0, "")
    assert jira.projects == ["OWN"]
    assert jira.token == "t"
    with (kim := Client(jira)).pool:
        assert len(kim.find("project = OWN")) == 4
    refused = call("POST", "/_sandbox/seed", {"issues": [{"project": "NOPE", "type": "Task"}]})
    assert refused.status == 400
    assert jira.projects == ["OWN"]
    assert call("POST", "/_sandbox/seed", {"site": {"edition": "datacenter"}}).status == 400


def test_filling_a_file(tmp_path):
    kept = str(tmp_path / "big.db")
    done = run(
        "seed", "--storage", kept, "--issues", "50", "--random", "2", "--edition", "datacenter"
    )
    assert done.stdout.startswith("50 issues made in ")
    with Sandbox(storage=kept) as jira:
        assert jira.edition == "datacenter"
        assert jira.site.store.issues.count("1", []) == 50


def test_faults_and_reset_by_the_command_line(jira, call):
    assert run("faults", "--url", jira.url).stdout == "No faults.\n"
    told = run("faults", "--url", jira.url, "--set", '[{"kind": "429", "endpoint": "/issue$"}]')
    assert told.stdout == "429           any    /issue$  0 of 0\n"
    assert json.loads(run("faults", "--url", jira.url, "--json").stdout)[0]["kind"] == "429"
    assert run("faults", "--url", jira.url, "--clear").stdout == "No faults.\n"
    call.create()
    assert run("reset", "--url", f"{jira.url}/jira").returncode == 0
    assert call.find("project = DEMO") == []


@pytest.mark.parametrize(
    ("words", "says", "hint"),
    [
        (
            ["reset", "--url", "http://127.0.0.1:1"],
            "nothing answers at http://127.0.0.1:1",
            "--url",
        ),
        (["reset", "--url", "nowhere"], "'nowhere' is no address of a sandbox", "--url"),
        (["reset"], "required: --url", "reset --help"),
        (
            ["faults", "--url", "http://127.0.0.1:1", "--set", "{"],
            "--set: '{' cannot be read",
            "@rules.json",
        ),
        (
            ["faults", "--url", "http://127.0.0.1:1", "--set", "@no.json"],
            "No such file",
            "@rules.json",
        ),
        (["seed", "--storage", ":memory:", "--seed", "nothing.yaml"], "nothing.yaml", ""),
        (
            ["seed", "--storage", ":memory:", "--count", "1", "--project", "NOPE"],
            "there is no project NOPE; there are DEMO, PROJ, BACK, FRONT",
            "",
        ),
        (["seed", "--storage", ":memory:", "--count", "-5"], "argument --count", "seed --help"),
        (["seed", "--url", "http://127.0.0.1:1"], "there is nothing to do", "--count"),
        (
            ["serve", "--lag", "soon"],
            "'soon' is not milliseconds, from 0 to an hour",
            "serve --help",
        ),
        (["serve", "--vanish", "2"], "'2' is not a chance, from 0 to 1", "serve --help"),
        (["serve", "--port", "70000"], "'70000' is no port", "serve --help"),
        (
            ["serve", "--faults", "x"],
            "--faults: 'x' cannot be read as a list of faults",
            "@rules.json",
        ),
        (
            ["serve", "--faults", '[{"kind": "429", "count": "2"}]'],
            "count of the fault '429' must be",
            "",
        ),
        (["serve", "--faults", '[{"kind": "forbid", "project": "NO"}]'], "no project 'NO'", ""),
    ],
)
def test_what_cannot_be_done_is_said_with_what_to_do(capsys, words, says, hint):
    assert main(["--called", "ticketr sandbox", *words]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    message, *hints = told.err.splitlines()
    assert message.startswith("ticketr sandbox: ")
    assert says in message
    assert [line.startswith("hint: ") and hint in line for line in hints] == [True] * bool(hint)


def test_rules_come_from_a_file_and_searches_lag_on_request(jira, call, tmp_path, capsys):
    rules = tmp_path / "rules.json"
    rules.write_text('[{"kind": "drip", "ms": 1}]', "utf-8")
    assert main(["faults", "--url", jira.url, "--set", f"@{rules}", "--lag", "60000"]) == 0
    assert capsys.readouterr().out.startswith("drip ")
    key = call.create()
    assert call.find("project = DEMO") == []
    assert main(["faults", "--url", jira.url, "--clear"]) == 0
    assert call.find("project = DEMO") == [key]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["--realistic"], (500, 0.1, 0.1)),
        (["--realistic", "--lag", "20"], (20, 0.1, 0.1)),
        (["--lag", "20"], (20, 0, 0)),
        (["--vanish", "0.5"], (500, 0.5, 0)),
        ([], (0, 0, 0)),
    ],
)
def test_a_realistic_index(words, found):
    jira = made(parser().parse_args(["serve", *words]))
    index = jira.site.index
    jira.stop()
    assert (index.lag_ms, index.vanish, index.short) == found


def test_rules_that_are_refused(jira):
    done = run("faults", "--url", jira.url, "--set", '[{"kind": "nope"}]')
    assert (done.returncode, "a fault needs a kind" in done.stderr) == (2, True)
