"""What a command must not load: the guard of its start-up time, where a clock would be noise."""

import json
import os
import subprocess
import sys

import pytest

from ticketr.app import App
from ticketr.domain.ticket import TicketID
from ticketr.ports.comment import Comment
from ticketr.ports.records import DocumentRecord, ShownTicket

from .standin import WHEN, WORK

HEAVY = {
    "urllib3",
    "keyring",
    "markdown_it",
    "jsonschema_rs",
    "rich",
    "textual",
    "ssl",
    "http",
    "asyncio",
    "logging",
    "jira_sandbox",
    "urllib.request",
    "email",
    "subprocess",
}
HOT = {
    "dataclasses",
    "typing",
    "pathlib",
    "json",
    "datetime",
    "inspect",
    "tempfile",
    "shutil",
    "unicodedata",
    "argparse",
    "gettext",
    "locale",
    "ticketr.errors",
}
"""What the commands that are typed all day do without; errors are imported where one is raised."""

WATCH = """
import os
import sys
sys.argv = ["ticketr", *sys.argv[1:]]
sys.modules.setdefault("coverage", sys)  # something is pending, so the process ends the long way
before = set(sys.modules)
real_exit = os._exit
def leave(code):
    sys.stdout.flush()
    sys.stderr.write("\\nloaded " + " ".join(sorted(set(sys.modules) - before)) + "\\n")
    sys.stderr.flush()
    real_exit(code)
os._exit = leave
from ticketr.__main__ import run
leave(run())
"""


def loaded(home, *argv):
    """The modules that a command line loads in a fresh interpreter, and its exit code."""
    done = subprocess.run(
        [
            sys.executable,
            "-I",
            "-c",
            f"import sys; sys.path[:0] = {sys.path!r}\n{WATCH}",
            *argv,
        ],
        env={"HOME": str(home), "PATH": os.environ["PATH"], "COLUMNS": "80"},
        capture_output=True,
        text=True,
        check=False,
    )
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("loaded "), done.stderr
    return set(last.split()[1:]), done


@pytest.mark.parametrize("argv", [["--version"], ["--help"], ["workspace", "--help"]])
def test_the_menu_loads_no_command_and_nothing_heavy(hermetic, argv):
    modules, done = loaded(hermetic, *argv)
    assert done.returncode == 0
    assert modules & (HEAVY | HOT) == set()
    assert [name for name in modules if name.startswith("ticketr.cli.commands")] == []
    assert "argparse" not in modules


def test_the_version_loads_nothing_but_itself(hermetic):
    modules, _ = loaded(hermetic, "--version")
    assert modules == {"ticketr", "ticketr.__main__"}


def test_list_loads_nothing_heavy(store_of_ten):
    modules, done = loaded(store_of_ten, "list")
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 11), done.stderr
    assert modules & (HEAVY | HOT | {"difflib"}) == set()


def test_list_as_json_loads_json_only(store_of_ten):
    modules, done = loaded(store_of_ten, "list", "--json")
    assert json.loads(done.stdout)["total"] == 10
    assert modules & (HEAVY | HOT) == {"json"}


@pytest.mark.parametrize("more", [[], ["--json"], ["--columns", "key,assignee,status"]])
def test_show_loads_nothing_heavy(store_of_ten, more):
    modules, done = loaded(store_of_ten, "show", "PROJ-1", *more)
    assert done.returncode == 0, done.stderr
    assert modules & (HEAVY | HOT) - {"datetime"} <= {"json"}
    assert "datetime" not in modules or "--json" in more


def test_show_of_what_was_said_loads_nothing_heavy(store_of_ten):
    app = App({"HOME": str(store_of_ten)})
    app.store.comments.put(TicketID("t1"), [Comment("1", "a", "Ada", "So.", WHEN, WHEN)], WHEN)
    app.close()
    modules, done = loaded(store_of_ten, "show", "PROJ-1")
    assert "Comment 1 of Ada" in done.stdout, done
    assert modules & (HEAVY | HOT) <= {"json", "datetime"}


def test_show_of_a_written_ticket_loads_nothing_heavy(store_of_ten):
    path = store_of_ten / "b.md"
    path.write_text("# [PROJ-1] One\n", "utf-8")
    app = App({"HOME": str(store_of_ten)})
    record = DocumentRecord("d1", WORK.id, str(path), "", 0, 0)
    app.store.documents.put(record, [ShownTicket(TicketID("t1"), 0, "One", "PROJ-1", None, {})])
    app.close()
    modules, done = loaded(store_of_ten, "show", "PROJ-1")
    assert f"  File      {path}:1" in done.stdout, done
    assert modules & (HEAVY | HOT) == {"json", "ticketr.errors"}


@pytest.mark.parametrize(
    ("form", "more"),
    [("csv", {"csv"}), ("markdown", {"re"}), ("jsonl", {"json"}), ("keys", set())],
)
def test_a_form_loads_only_what_it_writes_with(store_of_ten, form, more):
    modules, done = loaded(store_of_ten, "list", "--format", form)
    assert done.returncode == 0, done.stderr
    assert modules & (HEAVY | HOT) == more & HOT
    others = {"csv", "jsonl", "markdown", "keys", "table"} - {form}
    assert modules.isdisjoint(f"ticketr.cli.forms.{name}" for name in others)
    assert more <= modules


def test_chosen_columns_load_nothing_heavy(store_of_ten):
    modules, done = loaded(store_of_ten, "list", "--columns", "key,assignee,priority")
    assert done.returncode == 0, done.stderr
    assert modules & (HEAVY | HOT) == set()


@pytest.mark.parametrize(
    "words",
    [["ten"], ["PROJ-1"], ['"ten" OR "x y"'], ["te*"], ["none-of-them"], ["Tne", "NOT", "x"]],
)
def test_search_loads_nothing_heavy(store_of_ten, words):
    modules, done = loaded(store_of_ten, "search", *words)
    assert done.returncode == 0, done.stderr
    assert modules & (HEAVY | HOT) == set()


def test_search_loads_as_much_as_list(store_of_ten):
    listed, _ = loaded(store_of_ten, "list")
    found, _ = loaded(store_of_ten, "search", "ten")
    assert {name for name in found - listed if not name.startswith("ticketr.")} <= {"itertools"}
    assert len(found) <= len(listed) + 15


def test_status_loads_no_network(store_of_ten):
    modules, done = loaded(store_of_ten, "status")
    assert done.returncode == 0, done.stderr
    assert modules & HEAVY == set()
    assert modules.isdisjoint({"pickle", "difflib", "zoneinfo", "hashlib", "threading"})
    assert modules.isdisjoint({"ticketr.cli.planned", "ticketr.cli.outcome", "ticketr.cli.report"})
    unread = {name for name in modules if name.startswith("ticketr.markdown")}
    assert unread == set()  # no document has changed


@pytest.mark.parametrize(
    ("jql", "more"),
    [
        ("priority = High AND text ~ shop ORDER BY key", set()),
        ("assignee = currentUser() OR labels IS EMPTY", set()),
        ("created > 2020-01-01", {"datetime"}),
        ("@mine", set()),
        ("status WAS Done AND assignee CHANGED", set()),
    ],
)
def test_a_query_loads_nothing_heavy(store_of_ten, jql, more):
    modules, done = loaded(store_of_ten, "list", "--jql", jql)
    if "currentUser" in jql or "@" in jql or "WAS" in jql:
        assert "[8002]" in done.stderr
    else:
        assert done.returncode == 0, done.stderr
        assert "ticketr.errors" not in modules
    assert modules & (HEAVY | HOT) - {"pathlib", "ticketr.errors"} == more
