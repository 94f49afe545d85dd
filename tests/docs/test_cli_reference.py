"""docs/cli.md says what the parsers say. UPDATE_EXPECTED=1 writes its second half anew."""

import os
from pathlib import Path

import pytest

from ticketr.cli import menu
from ticketr.cli.options import build
from ticketr.errors import ExitCode

from .cli_reference import MARK, examples, reference

PAGE = Path(__file__).resolve().parents[2] / "docs/cli.md"
UPDATE = "UPDATE_EXPECTED" in os.environ


def halves():
    head, _, rest = PAGE.read_text("utf-8").partition(MARK)
    line, _, body = rest.partition("\n\n")
    return f"{head}{MARK}{line}\n\n", body


def test_the_reference_is_what_the_parsers_say():
    head, body = halves()
    if UPDATE:
        PAGE.write_text(head + reference(), "utf-8")
        body = reference()
    assert body == reference()


@pytest.mark.parametrize("code", list(ExitCode))
def test_every_exit_code_is_explained(code):
    assert f"\n| {int(code)} | " in halves()[0]


@pytest.mark.parametrize("name", menu.names())
def test_every_example_is_a_command_line_that_the_parser_takes(name):
    found = examples(name)
    assert found
    parser = build(name, menu.load(name))
    for words in found:
        front, command, rest = menu.split(words)
        assert " ".join(command) == name
        parser.take([*front, *rest])


@pytest.mark.parametrize("name", menu.names())
def test_every_option_is_explained(name):
    parser = build(name, menu.load(name)).grammar()
    actions = [*parser.positionals(), *parser.switches("options"), *parser.switches("everywhere")]
    assert [action.dest for action in actions if not action.help] == []
