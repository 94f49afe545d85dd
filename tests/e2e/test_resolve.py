"""Conflicts at a terminal and in an editor, as users meet them; whole outputs."""

import os
import re
import sys
from pathlib import Path

import pytest

from tests.helpers.place import words
from tests.helpers.terminal import Terminal
from tests.integration.sync.desk import as_document

EXPECTED = Path(__file__).parent / "expected"
UPDATE = "UPDATE_EXPECTED" in os.environ

TEXT = """\
# TICKET: One

## Description
First paragraph.

Second paragraph.

## Fields
- Type: Story
- Priority: High
"""
QUESTION = "[l]ocal, [r]emote, [e]dit, [s]kip?"


@pytest.fixture
def disputed(desk):
    """A desk with a ticket whose priority and first paragraph are in conflict."""
    desk.write("b.md", TEXT)
    assert desk.run("push", "b.md").code == 0
    text = desk.read("b.md").replace("High", "Low").replace("First", "My first")
    desk.write("b.md", text)
    theirs = as_document(["Their first paragraph.", "Second paragraph."])
    desk.change("PROJ-1", priority={"name": "Highest"}, description=theirs)
    assert desk.run("pull").code == 3
    return desk


def steady(text):
    text = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "2026-05-01 12:00", text)
    text = re.sub(r"\d{4}-\d\d-\d\dT[\d:.+]+", "2026-05-01T12:00:00+00:00", text)
    text = re.sub(r"[0-9a-f]{32}", "ID", text)
    text = re.sub(r'"duration_ms": \d+', '"duration_ms": 9', text)
    # The line is told only where the file was read again, which a file saved just now always is.
    text = re.sub(r"(b\.md):\d+:\d+", r"\1", text)
    return re.sub(r"http://127\.0\.0\.1:\d+", "http://127.0.0.1:PORT", text)


def compare(name, text):
    path = EXPECTED / f"{name}.txt"
    if UPDATE:
        path.write_text(steady(text), "utf-8")
    assert steady(text) == path.read_text("utf-8")


def editor(desk, script):
    """An editor that is a Python program: `path` is the file's, `text` what stands in it."""
    code = (
        f"import pathlib, sys; path = pathlib.Path(sys.argv[1]); text = path.read_text(); {script}"
    )
    program = desk.folder / "editor.py"
    program.write_text(code)
    desk.environ["EDITOR"] = f"{sys.executable} {program}"


def test_from_a_list_to_a_settled_conflict(disputed):
    session = []
    for words_typed in (
        "conflicts",
        "conflicts PROJ-1",
        "conflicts --json",
        "resolve PROJ-1",
        "diff",
        "resolve PROJ-1 --field Priority=local",
        "resolve --all --strategy remote-wins --json",
        "conflicts",
        "diff",
        "diff --json",
        "push",
    ):
        done = disputed.run(*words_typed.split())
        session.append(f"$ ticketr {words_typed}\n{done!r}")
    compare("resolve-session", "\n".join(session))
    assert disputed.remote("PROJ-1")["priority"]["name"] == "Low"


def test_at_a_terminal_each_conflict_is_asked_about(disputed):
    terminal = Terminal(
        [sys.executable, "-m", "ticketr", "resolve"], disputed.environ, disputed.folder
    )
    terminal.wait_for(QUESTION)
    assert "base  High\n      here  Low\n      Jira  Highest\n" in terminal.seen
    terminal.answer(QUESTION, "what?")
    terminal.wait_for("Answer l, r, e or s.")
    terminal.answer(QUESTION, "r")
    terminal.wait_for(QUESTION)
    assert "+My first paragraph." in terminal.seen
    terminal.answer(QUESTION, "s")
    assert terminal.end() == 3, terminal.seen
    assert "resolve: 1 settled, 1 left" in terminal.seen
    assert "- Priority: Highest" in disputed.read("b.md")
    assert "My first paragraph." in disputed.read("b.md")


def test_the_end_of_input_leaves_the_rest(disputed):
    terminal = Terminal(
        [sys.executable, "-m", "ticketr", "resolve"], disputed.environ, disputed.folder
    )
    terminal.answer(QUESTION, "\x04")
    assert terminal.end() == 3
    assert "2 left" in terminal.seen


def test_an_editor_gets_marks_and_gives_a_text(disputed):
    marks = r"r'<<<<<<< here\n(.*?)\n\|{7} base\n.*?\n=======\n(.*?)\n>>>>>>> Jira'"
    join = f"import re; text = re.sub({marks}, r'\\1 \\2', text, flags=re.DOTALL)"
    label = "text = 'Medium' if 'Priority' in path.name else text"
    editor(disputed, f"{join}; {label}; path.write_text(text)")
    done = disputed.run("resolve", "PROJ-1", "--edit")
    compare("resolve-edit", repr(done))
    ours = "My first paragraph. Their first paragraph.\n\nSecond paragraph.\n"
    assert f"## Description\n{ours}" in disputed.read("b.md")
    assert "- Priority: Medium\n" in disputed.read("b.md")
    assert disputed.run("push").code == 0
    assert words(disputed.remote("PROJ-1")["description"]).startswith("My first paragraph. Their")
    assert list((disputed.folder / "tmp").rglob("*.md")) == []


def test_marks_that_are_left_are_refused_and_the_text_is_kept(disputed):
    editor(disputed, "path.write_text(text.replace('<<<<<<< here', 'No mark any more'))")
    before = disputed.read("b.md")
    done = disputed.run("resolve", "PROJ-1", "--edit")
    assert done.code == 6
    assert "conflict marks are left" in done.err
    [kept] = (disputed.folder / "tmp").rglob("*.md")
    assert str(kept) in done.err
    assert "No mark any more" in kept.read_text()
    assert disputed.read("b.md") == before
    assert disputed.run("conflicts").code == 3


@pytest.mark.parametrize(
    "script", ["pass", "import os; os.utime(path, ns=(0, 0)); os.utime(path)"]
)
def test_an_editor_that_leaves_the_marks_or_saves_nothing_changes_nothing(disputed, script):
    editor(disputed, script)
    before = disputed.read("b.md")
    done = disputed.run("resolve", "PROJ-1", "--edit")
    assert done.code in {3, 6}
    assert disputed.read("b.md") == before
    assert len(disputed.run("conflicts", "--json").out.split('"ticket_id"')) == 3


def test_an_editor_that_fails_changes_nothing(disputed):
    editor(disputed, "sys.exit(7)")
    before = disputed.read("b.md")
    done = disputed.run("resolve", "PROJ-1", "--edit")
    assert (done.code, "ended with 7" in done.err, "[9004]" in done.err) == (1, True, True)
    disputed.environ["EDITOR"] = "no-such-editor-here"
    done = disputed.run("resolve", "PROJ-1", "--edit")
    assert (done.code, "cannot be started" in done.err) == (1, True)
    assert disputed.read("b.md") == before


def test_what_makes_no_sense_is_told(desk):
    for argv, said in (
        (["resolve"], "Name the tickets, or settle all conflicts with `--all`."),
        (["resolve", "PROJ-1", "--all"], "`--all` is for all conflicts"),
        (["resolve", "--all", "--field", "a=b"], "`--field` settles a field of one ticket"),
        (["resolve", "PROJ-1", "--edit", "--json"], "`--edit` needs somebody"),
    ):
        done = desk.run(*argv)
        assert (done.code, said in done.err) == (2, True), done


def test_a_field_choice_without_a_sign_is_told(disputed):
    done = disputed.run("resolve", "PROJ-1", "--field", "Priority")
    assert (done.code, "`--field` needs NAME=local" in done.err) == (2, True)


def test_what_is_coming_is_shown_without_being_taken(disputed):
    disputed.change("PROJ-1", summary="Theirs")
    before = disputed.read("b.md")
    done = disputed.run("diff", "PROJ-1", "--incoming")
    assert "    Title: One -> Theirs\n" in done.out
    assert disputed.run("diff", "b.md", "--incoming").out == done.out
    assert disputed.run("diff", "c.md", "--incoming").code == 2
    assert disputed.read("b.md") == before


def test_dry_runs_of_resolve_and_sync_change_nothing(disputed):
    before = disputed.read("b.md"), disputed.run("conflicts").out
    done = disputed.run("resolve", "--all", "--strategy", "remote-wins", "--dry-run")
    assert done.code == 0, done
    assert done.err.splitlines()[-1].startswith("resolve (dry run): ")
    assert " to settle" in done.err
    assert disputed.run("resolve", "PROJ-1", "--edit", "--dry-run").code == 2
    disputed.jira.forget()
    done = disputed.run("sync", "--dry-run", "--strategy", "local-wins", "-o", "new.md")
    heads = [line.partition(":")[0] for line in done.err.splitlines() if "(dry run)" in line]
    assert heads == ["pull (dry run)", "push (dry run)"], done
    assert {item.method for item in disputed.jira.requests} <= {"GET", "POST"}
    assert (disputed.read("b.md"), disputed.run("conflicts").out) == before
    assert list(disputed.files()) == ["b.md"]


def test_a_sync_reads_everything_and_writes_what_no_file_shows(desk):
    desk.call("POST", "/rest/api/3/issue", {"fields": FRESH})
    assert desk.run("sync", "--full", "-o", "new.md").code == 0
    assert desk.read("new.md").startswith("# TICKET: [PROJ-1] Theirs\n")


FRESH = {"project": {"key": "PROJ"}, "issuetype": {"name": "Story"}, "summary": "Theirs"}
