"""Each of the specification's nineteen error codes, provoked through the product: code -> how."""

import json
import os
from contextlib import contextmanager
from pathlib import Path

import apsw
import pytest

from tests.conftest import ROOT
from ticketr.errors import ErrorCode

GOOD = "# TICKET: S\n## Fields\n- Type: Story\n"


def damaged_store(desk):
    Path(desk.store).write_bytes(b"not a database" * 1000)
    return desk.fails("push", "b.md", code="1001", status=1)


def store_without_its_tables(desk):
    other = apsw.Connection(desk.store)
    other.execute("PRAGMA foreign_keys = OFF; DROP TABLE ticket_bases; DROP TABLE journal")
    other.close()
    return desk.fails("push", "b.md", code="1002", status=1)


@contextmanager
def writing(path):
    """Another program in the middle of a write."""
    other = apsw.Connection(path)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


def locked_store(desk):
    with writing(desk.store):
        done = desk.run("push", "b.md", "--json")
        assert (done.code, done.out) == (1, "")
        assert desk.run("workspace", "list").code == 0, "reading goes on"
    assert desk.jira.requests == []
    assert desk.run("push", "b.md").code == 0
    assert desk.titles() == ["S"]
    error = json.loads(done.err)["error"]
    assert "is locked by another program" in error["message"]
    return error


def newer_store(desk):
    other = apsw.Connection(desk.store)
    other.execute("PRAGMA user_version = 99")
    other.close()
    return desk.fails("list", code="1004", status=1)


def unknown_workspace(desk):
    return desk.fails("push", "b.md", "--workspace", "wrok", code="2001", status=2)


def workspace_twice(desk):
    words = ["workspace", "create", "work", "--url", desk.jira.url, "--project", "PROJ"]
    return desk.fails(*words, code="2002", status=2)


def no_workspace(desk):
    home = str(desk.folder / "tmp" / "elsewhere")
    desk.run("workspace", "list", TICKETR_HOME=home)
    return desk.fails("push", "b.md", code="2003", status=2, TICKETR_HOME=home)


def ticket_that_is_not_here(desk):
    return desk.fails("show", "PROJ-99", code="3001", status=1)


def unknown_field(desk):
    desk.write("b.md", GOOD + "- Colour: red\n")
    return desk.fails("push", "b.md", code="3002", status=6)


def failed(done):
    """The error of the one ticket that failed."""
    [result] = [item for item in json.loads(done.out)["results"] if item["kind"] == "failed"]
    return result["error"]


def changed_under_the_edit(desk):
    assert desk.run("push", "b.md").code == 0
    desk.write("b.md", desk.read("b.md").replace("S\n", "Better\n", 1))
    desk.jira.fault("status", "issue/PROJ-1$", method="PUT", status=409)
    done = desk.run("push", "b.md", "--json")
    assert done.code == 3, done
    return failed(done)


def sub_task_at_the_top(desk):
    desk.write("b.md", "# TICKET: S\n## Fields\n- Type: Sub-task\n")
    return desk.fails("push", "b.md", code="3004", status=6)


def wrong_token(desk):
    return desk.fails("push", "b.md", code="4001", status=4, TICKETR_TOKEN="wrong")


def nobody_answers(desk):
    desk.jira.stop()
    return desk.fails("pull", code="4002", status=5)


def long_pause(desk):
    desk.jira.fault("429", "search/jql", retry_after=600)
    return desk.fails("pull", code="4003", status=5)


def lost_permission(desk):
    desk.jira.fault("status", "issue/bulk$", status=403)
    done = desk.run("push", "b.md", "--json")
    assert done.code == 4, done
    return failed(done)


def unknown_project(desk):
    words = ["workspace", "create", "w2", "--url", desk.jira.url, "--project", "NOPE"]
    return desk.fails(*words, code="4005", status=1)


def keychain(desk, name):
    path = os.pathsep.join(filter(None, [str(ROOT), desk.environ.get("PYTHONPATH")]))
    return {
        "PYTHON_KEYRING_BACKEND": f"tests.e2e.keychains.{name}",
        "PYTHONPATH": path,
        "TICKETR_TOKEN": "",
        "TICKETR_USERNAME": "",
    }


def empty_keychain(desk):
    return desk.fails("push", "b.md", code="5001", status=4, **keychain(desk, "Empty"))


def spoilt_keychain(desk):
    return desk.fails("push", "b.md", code="5002", status=4, **keychain(desk, "Spoilt"))


def no_keychain(desk):
    return desk.fails("push", "b.md", code="5003", status=4, TICKETR_TOKEN="")


PROVOKED = {
    "1001": damaged_store,
    "1002": store_without_its_tables,
    "1003": locked_store,
    "1004": newer_store,
    "2001": unknown_workspace,
    "2002": workspace_twice,
    "2003": no_workspace,
    "3001": ticket_that_is_not_here,
    "3002": unknown_field,
    "3003": changed_under_the_edit,
    "3004": sub_task_at_the_top,
    "4001": wrong_token,
    "4002": nobody_answers,
    "4003": long_pause,
    "4004": lost_permission,
    "4005": unknown_project,
    "5001": empty_keychain,
    "5002": spoilt_keychain,
    "5003": no_keychain,
}


def test_the_table_has_every_code_of_the_specification():
    assert sorted(PROVOKED) == sorted(code for code in ErrorCode if code[0] in "12345")
    assert len(PROVOKED) == 19


@pytest.mark.parametrize(("code", "provoke"), PROVOKED.items(), ids=PROVOKED)
def test_the_code_is_reached(desk, code, provoke):
    desk.write("b.md", GOOD)
    error = provoke(desk)
    assert error["code"] == code
    assert error["message"].endswith(".")
    assert error["hint"]
    assert isinstance(error["context"], dict)
