"""Columns by the names of fields, on a real store."""

import json

import pytest

from ticketr.app import App


@pytest.fixture
def listed(ticketr, store_of_ten):
    def run(*argv):
        return ticketr("list", *argv, app=App({"HOME": str(store_of_ten)}))

    return run


@pytest.mark.parametrize(
    ("names", "values"),
    [
        ("key,Priority,LABELS", 'PROJ-0,High,"a, b"'),
        ("summary,issuetype,status", "One,Story,"),
        ("Status,Assignee,sync", ",acc-1,synced"),
        ("Acceptance Criteria,id", "'- It works,t0"),
        ("environment,resolution,Epic Link", ",,"),
    ],
)
def test_names_in_any_case_and_of_any_field(listed, names, values):
    done = listed("--columns", names, "--limit", "1", "--format", "csv")
    assert (done.code, done.out) == (0, f"{names}\n{values}\n"), done


def test_several_options_add_up(listed):
    done = listed("--columns", "key", "--columns", "labels", "--limit", "1", "--json")
    assert json.loads(done.out)["tickets"] == [{"key": "PROJ-0", "labels": ["a", "b"]}]


def test_a_time_is_by_the_clock_in_a_table_and_exact_elsewhere(listed):
    exact = listed("--columns", "created", "--limit", "1", "--format", "csv").out.split()[1]
    shown = listed("--columns", "created", "--limit", "1").out.splitlines()[1]
    assert (len(exact), exact[-1]) == (24, "Z")
    assert len(shown) == len("2026-05-01 12:00")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("asignee", 'Did you mean "Assignee"? `ticketr schema` lists the fields of the project.'),
        ("statusCategory", "lists the fields of the project."),
        ("'; DROP TABLE tickets", "`ticketr schema` lists the fields of the project."),
    ],
)
def test_a_name_that_nothing_has(listed, name, hint):
    done = listed("--columns", name)
    assert done.code == 2
    assert f'error: --columns: there is no field "{name}". [9001]' in done.err
    assert hint in done.err


def test_everywhere_a_column_that_one_project_lacks_is_empty(listed):
    done = listed("--all-workspaces", "--columns", "key,priority", "--limit", "1")
    assert done.out == "WORKSPACE  KEY     PRIORITY\nwork       PROJ-0  High\n"
    assert 'there is no field "nothing"' in listed("--all-workspaces", "--columns", "nothing").err
