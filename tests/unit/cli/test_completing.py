"""What completion offers, without a shell."""

import io
import os
import sqlite3
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.jql.known import Known
from ticketr.cli import menu
from ticketr.cli.completing.answer import FILES, complete, offered
from ticketr.cli.completing.line import Word, split, written
from ticketr.cli.completing.query import at_the_end

from .test_imports import HEAVY, loaded


def words(*before, word="", quote=""):
    return [text for text, _ in offered(before, Word(word, quote))]


def test_commands_and_their_second_words():
    assert set(words()) == {name.split()[0] for name in menu.names()}
    assert words(word="sho") == ["show"]
    assert set(words("workspace")) == {
        n.split()[1] for n in menu.names() if n.startswith("workspace ")
    }
    assert words("workspace", word="sw") == ["switch"]
    assert words("nonsense") == words("nonsense", "more") == []


def test_options_of_a_command_and_of_all():
    assert "--jql" in words("list", word="--")
    assert words("list", word="--all-w") == ["--all-workspaces"]
    assert "--workspace" in words(word="-")
    assert words("list", "--", word="--") == []
    assert words("list", "--format") == ["table", "json", "jsonl", "csv", "markdown", "keys"]
    assert words("list", word="--format=j") == ["--format=json", "--format=jsonl"]
    assert words("list", "--limit") == []


def test_files_are_left_to_the_shell():
    assert words("push") == words("push", "a.md") == words("sync", "--dry-run") == [FILES]


@given(st.lists(st.text(min_size=1), min_size=1), st.sampled_from(["", "'", '"']))
def test_what_is_written_is_read_again(texts, quote):
    line = " ".join(f"{quote}{written(text, quote)}{quote}" for text in texts if "\n" not in text)
    found, _ = split(f"{line} ")
    assert found == [text for text in texts if "\n" not in text]


@pytest.mark.parametrize(
    ("line", "before", "text", "quote", "kept"),
    [
        ("ticketr ", ["ticketr"], "", "", 0),
        ("ticketr li", ["ticketr"], "li", "", 0),
        ("t --jql 'a = \"b", ["t", "--jql"], 'a = "b', "'", 0),
        ('t --jql="a \\" b', ["t"], '--jql=a " b', '"', 6),
        ("t --format=cs", ["t"], "--format=cs", "", 9),
        ("t a\\ b c\\", ["t", "a b"], "c\\", "", 0),
        ("t '' x", ["t", ""], "x", "", 0),
    ],
)
def test_a_line_is_cut_as_the_shell_cuts_it(line, before, text, quote, kept):
    found, word = split(line, "=:")
    assert (found, word.text, word.quote, word.kept) == (before, text, quote, kept)


ALIASES = [("@mine", "assignee = currentUser()")]


def ends(text, quote="'"):
    keys = lambda start: [(f"PROJ-{n}", "") for n in (1, 2)]  # noqa: E731
    return [found for found, _ in at_the_end(text, quote, Known(), ALIASES, keys)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("stat", ["status", "statusCategory"]),
        ("story", ['"Story Points"']),
        ('"story', ['"Story Points"']),
        ("@", ["@mine"]),
        ("NOT prio", ["NOT priority"]),
        ("(prio", ["(priority"]),
        (
            "status ",
            [f"status {each}" for each in ("=", "!=", "IN", "NOT IN", "IS EMPTY", "IS NOT EMPTY")],
        ),
        ("summary ", [f"summary {each}" for each in ("~", "!~", "IS EMPTY", "IS NOT EMPTY")]),
        ("due I", ["due IN", "due IS EMPTY", "due IS NOT EMPTY"]),
        ("status NOT ", ["status NOT IN"]),
        ("status = d", ["status = Done", "status = Doing"]),
        ("status=d", ["status=Done", "status=Doing"]),
        ("status = 'to", ["status = 'To Do'", "status = 'TO DO'"]),
        ("status IN (Done, to", ['status IN (Done, "To Do"', 'status IN (Done, "TO DO"']),
        ("status IN ", ["status IN ("]),
        ("priority IN (High", ["priority IN (High"]),
        ("assignee = r", ['assignee = "Robin Sander"']),
        ("assignee = cur", ["assignee = currentUser()"]),
        ("sprint IN (open", ["sprint IN (openSprints()"]),
        ("sprint IN (openSprints(), T", ["sprint IN (openSprints(), Two"]),
        ("due < -", ["due < -1d", "due < -1w", "due < -30d"]),
        ("due < startOfW", ["due < startOfWeek()"]),
        (
            "due < startOfWeek() ",
            ["due < startOfWeek() AND", "due < startOfWeek() OR", "due < startOfWeek() ORDER BY"],
        ),
        ("parent = proj-1", ["parent = PROJ-1"]),
        ("project = ", ["project = PROJ"]),
        ("statusCategory = d", ["statusCategory = Done"]),
        ("summary ~ x", []),
        ("status = Done ", ["status = Done AND", "status = Done OR", "status = Done ORDER BY"]),
        ("@mine a", ["@mine AND"]),
        ("status = Done or prio", ["status = Done or priority"]),
        ("(status = Done) o", ["(status = Done) OR", "(status = Done) ORDER BY"]),
        ("status IN (Done) a", ["status IN (Done) AND"]),
        ("labels IS ", ["labels IS EMPTY", "labels IS NOT EMPTY"]),
        ("labels IS NOT ", ["labels IS NOT EMPTY"]),
        ("labels IS NOT EMPTY a", ["labels IS NOT EMPTY AND"]),
        ("order ", ["order BY"]),
        ("status = Done ORDER BY prio", ["status = Done ORDER BY priority"]),
        ("ORDER BY key ", ["ORDER BY key ASC", "ORDER BY key DESC"]),
        ("ORDER BY key DESC, upd", ["ORDER BY key DESC, updated"]),
        ("status Done ", []),
        ("nonesuch = ", []),
    ],
)
def test_what_may_stand_at_the_end_of_a_query(text, found):
    assert ends(text) == found


def test_names_are_quoted_otherwise_than_the_shell_quotes_the_query():
    assert ends("story", '"') == ["'Story Points'"]
    assert ends("story", "'") == ['"Story Points"']
    assert ends("story", "") == ['"Story Points"']


@given(st.text(max_size=30), st.sampled_from(["", "'", '"']))
def test_no_query_is_an_error(text, quote):
    complete(["zsh", f"{quote}{text}", "list", "--jql"])


@pytest.fixture
def asked(store_of_ten, monkeypatch):
    def run(*argv):
        out = io.StringIO()
        out.reconfigure = lambda **_: None  # type: ignore[attr-defined]
        monkeypatch.setattr(sys, "stdout", out)
        monkeypatch.setattr(os, "environ", {"HOME": str(store_of_ten)})
        complete(argv)
        return out.getvalue().splitlines()

    return run


def test_keys_come_newest_first_with_their_titles(asked):
    assert asked("zsh", "proj-", "show")[:2] == ["PROJ-9\tOne", "PROJ-8\tOne"]
    assert asked("zsh", "PROJ-3", "show") == ["PROJ-3\tOne"]
    assert asked("bash", "9", "=:", "ticketr show PROJ-3") == ["PROJ-3"]
    assert asked("bash", "63", "=:", "ticketr show PROJ-")[0] == "PROJ-9  -- One"
    assert asked("zsh", "x", "show") == []


def test_values_of_lists_go_on_behind_the_comma(asked):
    assert asked("zsh", "Story,Ep", "list", "--type") == ["Story,Epic\t1"]
    assert asked("zsh", "key, pri", "list", "--columns") == ["key, priority"]
    assert "modified" in asked("zsh", "mod", "list", "--status")[0]
    assert asked("zsh", "w", "-w") == ["work\tPROJ at https://jira.example"]
    assert asked("zsh", "mi", "list", "--alias")[0].startswith("mine\t")
    assert asked("zsh", "nothing", "-w", "nowhere", "show") == []


def test_an_unfinished_text_in_quotes_has_two_ends_in_bash(asked):
    line = "ticketr list --jql 'prio"
    assert asked("bash", "9", "=:", line) == ["priority", "priority "]


@pytest.mark.parametrize(
    "argv", [[], ["bash"], ["bash", "9", "="], ["fish"], ["zsh", "x", "show", "--"]]
)
def test_nonsense_is_answered_with_nothing(asked, argv):
    assert asked(*argv) == []


@pytest.mark.parametrize("argv", [("show", "PROJ-"), ("list", "--jql"), ("list", "--status")])
def test_a_tab_loads_nothing_heavy(store_of_ten, argv):
    *before, last = argv
    current, before = ("'prio", argv) if last.startswith("--") else (last, before)
    modules, done = loaded(store_of_ten, "__complete", "zsh", current, *before)
    assert done.stdout or last == "--status", done
    assert (
        modules & (HEAVY | {"argparse", "json", "typing", "dataclasses", "re", "inspect"}) == set()
    )


def test_no_store_is_made_and_none_is_changed(hermetic, store_of_ten):
    empty = store_of_ten / "empty"
    empty.mkdir()
    _, done = loaded(empty, "__complete", "zsh", "P", "show")
    assert (done.returncode, done.stdout) == (0, "")
    assert list(empty.iterdir()) == []
    [path] = store_of_ten.rglob("ticketr.db")
    with sqlite3.connect(path) as store:
        store.execute("PRAGMA user_version = 3")
    store.close()
    assert loaded(store_of_ten, "__complete", "zsh", "P", "show")[1].stdout == ""
    with sqlite3.connect(path) as store:
        assert store.execute("PRAGMA user_version").fetchone() == (3,)
    store.close()
