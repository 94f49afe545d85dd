import json

import pytest

from ticketr.cli.report import exit_code_of
from ticketr.errors import (
    ErrorCode,
    FileWrite,
    JiraConnection,
    Place,
    Problem,
    TicketHierarchy,
    TicketValidation,
)

from .standin import StandIn

PROBLEMS = [
    Problem(Place("backlog.md", 12, 3), 'There is no type "Storie".', "Did you mean Story?"),
    Problem(Place("backlog.md", 20), "The title is empty."),
]


def test_problems_come_one_per_line_before_the_summary(ticketr):
    error = TicketValidation("2 tickets cannot be sent; nothing was sent.", PROBLEMS)
    done = ticketr("list", app=StandIn(error=error))
    assert done.code == 6
    assert done.err == (
        'backlog.md:12:3: There is no type "Storie".\n'
        "  hint: Did you mean Story?\n"
        "backlog.md:20: The title is empty.\n"
        "error: 2 tickets cannot be sent; nothing was sent. (2 problems) [3002]\n"
        "hint: Correct the places listed and run it again; `--partial` sends the tickets without problems.\n"
    )


def test_problems_in_json(ticketr):
    error = TicketHierarchy("No.", PROBLEMS)
    done = ticketr("list", "--json", app=StandIn(error=error))
    found = json.loads(done.err)["error"]
    assert found["code"] == "3004"
    assert [each["line"] for each in found["problems"]] == [12, 20]


def test_facts_that_the_message_leaves_out_are_shown(ticketr):
    error = FileWrite("backlog.md cannot be written.", path="backlog.md", free_bytes=0, x=None)
    done = ticketr("list", app=StandIn(error=error))
    assert done.err.splitlines()[1:2] == ["  free bytes: 0"]
    assert "path" not in done.err


def test_an_unforeseen_error_is_one_line_and_a_hint(ticketr):
    done = ticketr("list", app=StandIn(error=ZeroDivisionError("by\x1bzero")))
    assert done.code == 1
    assert done.err == (
        "error: Something unforeseen happened: ZeroDivisionError: by<1b>zero [9002]\n"
        "hint: This is a mistake in ticketr. Please report it with the output of `--verbose`.\n"
    )


def test_verbose_shows_where_it_happened(ticketr):
    done = ticketr("list", "--verbose", app=StandIn(error=RecursionError()))
    assert "Traceback" in done.err
    assert "RecursionError [9002]" in done.err


def test_memory_runs_out(ticketr):
    done = ticketr("list", app=StandIn(error=MemoryError()))
    assert done.code == 1
    assert "MemoryError [9002]" in done.err


def test_ctrl_c(ticketr):
    done = ticketr("list", "--verbose", app=StandIn(error=KeyboardInterrupt()))
    assert done.code == 130
    assert done.err == (
        "interrupted: stopped; finished steps are kept, and the next run goes on from there.\n"
    )


def test_secrets_are_hidden_wherever_they_turn_up(ticketr):
    error = JiraConnection("GET https://x/?token=s3cr3t-token failed.", cause="s3cr3t-token")
    done = ticketr(
        "list", "--verbose", app=StandIn(error=error), environ={"TICKETR_TOKEN": "s3cr3t-token"}
    )
    assert done.code == 5
    assert "s3cr3t" not in done.err
    assert "[REDACTED]" in done.err
    done = ticketr(
        "list", "--json", app=StandIn(error=error), environ={"JIRA_API_KEY": "s3cr3t-token"}
    )
    assert "s3cr3t" not in done.err
    json.loads(done.err)


@pytest.mark.parametrize(
    ("code", "exit_code"),
    [("4001", 4), ("4002", 5), ("3002", 6), ("3003", 3), ("2001", 2), ("1001", 1), ("", 1)],
)
def test_exit_codes_by_error_code(code, exit_code):
    assert exit_code_of(code) == exit_code


def test_every_code_has_its_class():
    from ticketr import errors
    from ticketr.cli.report import _kinds

    assert {kind.code for kind in _kinds(errors.TicketrError)} == set(ErrorCode)
