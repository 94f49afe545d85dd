from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from ticketr import errors
from ticketr.errors import (
    ErrorCode,
    ExitCode,
    Place,
    Problem,
    TicketHierarchy,
    TicketrError,
    TicketValidation,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


def kinds(root: type[TicketrError] = TicketrError) -> Iterator[type[TicketrError]]:
    for kind in root.__subclasses__():
        yield kind
        yield from kinds(kind)


KINDS = sorted(kinds(), key=lambda kind: str(kind.code))

# The specification's appendix "Error Codes": number, name there, and the class that is raised here.
SPECIFICATION: dict[str, tuple[str, type[TicketrError]]] = {
    "1001": ("ErrDBConnection", errors.DatabaseConnection),
    "1002": ("ErrDBQuery", errors.DatabaseQuery),
    "1003": ("ErrDBTransaction", errors.DatabaseTransaction),
    "1004": ("ErrDBMigration", errors.DatabaseMigration),
    "2001": ("ErrWorkspaceNotFound", errors.WorkspaceNotFound),
    "2002": ("ErrWorkspaceDuplicate", errors.WorkspaceDuplicate),
    "2003": ("ErrWorkspaceNoDefault", errors.WorkspaceNoDefault),
    "3001": ("ErrTicketNotFound", errors.TicketNotFound),
    "3002": ("ErrTicketValidation", errors.TicketValidation),
    "3003": ("ErrTicketConflict", errors.TicketConflict),
    "3004": ("ErrTicketHierarchy", errors.TicketHierarchy),
    "4001": ("ErrJiraAuth", errors.JiraAuth),
    "4002": ("ErrJiraConnection", errors.JiraConnection),
    "4003": ("ErrJiraRateLimit", errors.JiraRateLimit),
    "4004": ("ErrJiraPermission", errors.JiraPermission),
    "4005": ("ErrJiraNotFound", errors.JiraNotFound),
    "5001": ("ErrCredentialNotFound", errors.CredentialNotFound),
    "5002": ("ErrCredentialInvalid", errors.CredentialInvalid),
    "5003": ("ErrKeychainAccess", errors.KeychainAccess),
}


def test_the_nineteen_codes_of_the_specification_mean_what_it_says():
    assert len(SPECIFICATION) == 19
    for code, (name, kind) in SPECIFICATION.items():
        assert kind.code == code
        member = ErrorCode(code).name.replace("_", "")
        assert f"err{member}".casefold() == name.casefold()


def test_every_code_has_one_class_and_every_class_one_code():
    assert [kind.code for kind in KINDS] == sorted(ErrorCode)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_error_has_a_message_a_hint_and_a_context(kind):
    error = kind("It went wrong.", workspace="work", line=3)
    shown = json.loads(json.dumps(error.as_dict()))
    assert shown["code"] == str(kind.code)
    assert shown["message"] == str(error) == error.message == "It went wrong."
    assert shown["context"] == {"workspace": "work", "line": 3}
    assert shown["hint"] == kind.hint
    assert kind.hint.endswith((".", "`"))
    assert kind("x", hint="Do this.").hint == "Do this."


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_an_error_s_exit_code_is_a_failure(kind):
    assert kind.exit_code in set(ExitCode) - {ExitCode.DONE}


def test_exit_codes_are_those_of_the_documentation():
    assert {code.name: int(code) for code in ExitCode} == {
        "DONE": 0,
        "FAILED": 1,
        "USAGE": 2,
        "CONFLICTS": 3,
        "LOGIN": 4,
        "NETWORK": 5,
        "VALIDATION": 6,
        "INTERRUPTED": 130,
    }


def test_a_validation_error_lists_its_problems():
    problem = Problem(Place("b.md", 3, 7), "No such type.", "Use Task.")
    error = TicketValidation("1 problem", [problem], path="b.md")
    assert error.problems == (problem,)
    assert error.as_dict()["problems"] == [
        {
            "code": "3002",
            "path": "b.md",
            "line": 3,
            "column": 7,
            "message": "No such type.",
            "hint": "Use Task.",
        }
    ]
    assert TicketHierarchy("x").as_dict()["problems"] == []


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place("b.md"), "b.md"),
        (Place("b.md", 3), "b.md:3"),
        (Place("b.md", 3, 7), "b.md:3:7"),
    ],
)
def test_a_place_prints_as_editors_read_it(place, text):
    assert str(place) == text
    assert repr(place) == f"Place({text!r})"


def test_places_are_values():
    assert Place("b.md", 3) == Place("b.md", 3)
    assert hash(Place("b.md", 3)) == hash(Place("b.md", 3))
    assert Place("b.md:3") != Place("b.md", 3)
    assert Place("b.md") != "b.md"


def test_problems_are_values():
    one, other = (Problem(Place("b.md", 3), "Wrong.", "Right.") for _ in range(2))
    assert one == other
    assert hash(one) == hash(other)
    assert one != Problem(Place("b.md", 3), "Wrong.", "Other.")
    assert one != "b.md:3: Wrong."
    assert str(one) == "b.md:3: Wrong."
    assert repr(one) == "Problem('b.md:3: Wrong.')"
