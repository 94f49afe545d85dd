import json

import pytest

from ticketr import __version__
from ticketr.cli import menu
from ticketr.errors import JiraAuth

from .standin import StandIn, row

WORK = [row(1, "One")]


def test_without_words_the_menu_is_shown(ticketr):
    done = ticketr()
    assert (done.code, done.err) == (0, "")
    for name, summary in menu.commands():
        assert f"  {name:<21}  {summary}" in done.out
    assert max(map(len, done.out.splitlines())) <= 80


@pytest.mark.parametrize("words", [("--help",), ("-h",), ("--json", "--help")])
def test_help_is_the_menu(ticketr, words):
    assert ticketr(*words).out == ticketr().out


def test_help_of_a_group(ticketr):
    done = ticketr("workspace", "--help")
    assert done.code == 0
    assert "workspace set-default" in done.out
    assert "push" not in done.out


@pytest.mark.parametrize("name", menu.names())
def test_every_command_has_help_with_examples(ticketr, name):
    done = ticketr(*name.split(), "--help")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"usage: ticketr {name}")
    assert f"\n  ticketr {name}" in done.out.split("examples:")[1]
    assert max(len(line) for line in done.out.split("examples:")[0].splitlines()) <= 80
    assert ticketr("--help", *name.split()).out == done.out


def test_version(ticketr):
    assert ticketr("--version").out == f"ticketr {__version__}\n"
    assert json.loads(ticketr("--version", "--json").out) == {"version": __version__}


@pytest.mark.parametrize(
    "words",
    [
        ("--json", "-w", "work", "list"),
        ("list", "--json", "-w", "work"),
        ("-w", "work", "list", "--json"),
        ("--workspace=work", "--json", "list"),
        ("list", "-wwork", "--json"),
    ],
)
def test_global_options_stand_before_or_after(ticketr, words):
    done = ticketr(*words, app=StandIn(WORK))
    assert done.code == 0
    assert json.loads(done.out)["workspace"] == "work"


def test_global_options_between_the_words_of_a_command(ticketr):
    done = ticketr("workspace", "--json", "current")
    assert json.loads(done.out)["name"] == "work"


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        (["lst"], 'There is no command "lst".', "`ticketr list`"),
        (
            ["workspace", "swich"],
            'There is no command "workspace swich".',
            "`ticketr workspace switch`",
        ),
        (["list", "--lmit", "3"], "`ticketr list` has no option --lmit.", "--limit"),
        (["list", "--limit", "x"], '--limit: "x" is not a whole number from 0.', "--help"),
        (["list", "--limit"], "--limit needs a value.", "--help"),
        (["list", "--json=yes"], "--json: ignored explicit argument", "--help"),
        (["list", "extra"], '"extra" is one argument too many for `ticketr list`.', "--help"),
        (["list", "--sort", "age"], '"age" is not one of created', "--help"),
        (["show"], "The following arguments are required: KEY.", "--help"),
        (["workspace"], "`ticketr workspace` needs one more word", "--help"),
        (["-w", "work"], "No command was given.", "--help"),
        (["push", "--dry"], "`ticketr push` has no option --dry.", "--help"),
    ],
)
def test_wrong_usage(ticketr, words, message, hint):
    done = ticketr(*words)
    assert (done.code, done.out) == (2, "")
    first, second = done.err.splitlines()
    assert first.startswith("error: ")
    assert message in first
    assert first.endswith("[9001]")
    assert second.startswith("hint: ")
    assert hint in second


def test_wrong_usage_as_json(ticketr):
    done = ticketr("list", "--lmit", "3", "--json")
    assert (done.code, done.out) == (2, "")
    assert json.loads(done.err)["error"]["code"] == "9001"


def test_an_error_closes_the_application(ticketr):
    app = StandIn(error=JiraAuth("Jira says no."))
    done = ticketr("list", app=app)
    assert done.code == 4
    assert app.closed


def test_the_workspace_is_chosen_by_its_name(ticketr):
    done = ticketr("-w", "wrok", "list")
    assert done.code == 2
    assert done.err == (
        'error: There is no workspace "wrok". [2001]\n'
        "hint: `ticketr workspace list` shows the names.\n"
    )
