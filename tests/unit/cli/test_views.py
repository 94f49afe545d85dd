"""The forms of a listing, whole outputs."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketr.cli.forms import csv as sheet
from ticketr.cli.forms import markdown
from ticketr.cli.options import FORMS

from .standin import StandIn, row

ROWS = [
    row(1, "A | pipe, and *stars*"),
    row(2, "=1+1", sync="modified", status="In Progress"),
    row(3, "with \x1b[31m escape\nand a line", sync="new", status=""),
]
ROWS[2].jira_id = None


def listed(ticketr, *argv):
    done = ticketr("list", *argv, app=StandIn(ROWS))
    assert done.code == 0, done
    return done


def test_table(ticketr):
    assert listed(ticketr).out == (
        "KEY     TYPE   STATUS       TITLE                            SYNC\n"
        "PROJ-1  Story  To Do        A | pipe, and *stars*            synced\n"
        "PROJ-2  Story  In Progress  =1+1                             modified\n"
        "-       Story  -            with <1b>[31m escape and a line  new\n"
    )


def test_csv(ticketr):
    assert listed(ticketr, "--format", "csv").out == (
        "key,type,status,title,sync\n"
        'PROJ-1,Story,To Do,"A | pipe, and *stars*",synced\n'
        "PROJ-2,Story,In Progress,'=1+1,modified\n"
        ',Story,,"with <1b>[31m escape\nand a line",new\n'
    )


def test_markdown(ticketr):
    assert listed(ticketr, "--format", "markdown").out == (
        "| key | type | status | title | sync |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| PROJ-1 | Story | To Do | A \\| pipe, and \\*stars\\* | synced |\n"
        "| PROJ-2 | Story | In Progress | =1+1 | modified |\n"
        "|  | Story |  | with \\<1b\\>\\[31m escape<br>and a line | new |\n"
    )


def test_keys(ticketr):
    done = listed(ticketr, "--format", "keys")
    assert done.out == "PROJ-1\nPROJ-2\n"
    assert done.err == "note: 1 ticket has no key yet\n3 tickets\n"


def test_json_lines_are_the_tickets_of_the_json_document(ticketr):
    lines = listed(ticketr, "--format", "jsonl").out.splitlines()
    whole = json.loads(listed(ticketr, "--json").out)
    assert [json.loads(line) for line in lines] == whole["tickets"]
    assert all(line.isascii() for line in lines)


@pytest.mark.parametrize("spelling", [["--format", "json"], ["--format=json"]])
def test_format_json_is_json(ticketr, spelling):
    assert repr(listed(ticketr, *spelling)) == repr(listed(ticketr, "--json"))


def test_an_error_is_json_too_where_the_form_is(ticketr):
    done = ticketr("list", "--format", "json", "--nonsense")
    assert json.loads(done.err)["error"]["code"] == "9001"


def test_chosen_columns_in_every_form(ticketr):
    asked = ["--columns", "title, Key", "--limit", "1"]
    assert (
        listed(ticketr, *asked).out
        == "TITLE                  KEY\nA | pipe, and *stars*  PROJ-1\n"
    )
    assert json.loads(listed(ticketr, *asked, "--json").out)["tickets"] == [
        {"title": "A | pipe, and *stars*", "Key": "PROJ-1"}
    ]
    assert listed(ticketr, *asked, "--format", "jsonl").out == (
        '{"title": "A | pipe, and *stars*", "Key": "PROJ-1"}\n'
    )
    assert listed(ticketr, *asked, "--format", "csv").out == (
        'title,Key\n"A | pipe, and *stars*",PROJ-1\n'
    )


def test_two_forms_are_one_too_many(ticketr):
    done = ticketr("list", "--json", "--format", "csv")
    assert done.code == 2
    assert "--json and --format csv exclude each other." in done.err


def test_an_unknown_form_names_those_there_are(ticketr):
    done = ticketr("list", "--format", "yaml")
    assert f'"yaml" is not one of {", ".join(FORMS)}' in done.err


@pytest.mark.parametrize("form", FORMS)
def test_nothing_found_is_a_whole_document(ticketr, form):
    done = ticketr("list", "--format", form, "--status", "conflict", app=StandIn(ROWS))
    first = {
        "csv": "key,type,status,title,sync\n",
        "markdown": "| key | type | status | title | sync |\n| --- | --- | --- | --- | --- |\n",
    }
    if form == "json":
        assert json.loads(done.out)["tickets"] == []
    else:
        assert done.out == first.get(form, "")


@pytest.mark.parametrize("form", FORMS)
def test_a_narrow_terminal_cuts_the_table_alone(ticketr, form):
    done = ticketr("list", "--format", form, app=StandIn(ROWS), environ={"COLUMNS": "20"})
    if form == "table":
        assert done.out == (
            "KEY     TITLE\nPROJ-1  A | pipe, a…\nPROJ-2  =1+1\n-       with <1b>[3…\n"
        )
        assert done.err == "note: no room for TYPE, STATUS, SYNC\n3 tickets\n"
    else:
        assert done.out == listed(ticketr, "--format", form).out


values = st.none() | st.text() | st.integers() | st.floats(allow_nan=False) | st.lists(st.text())


@given(st.lists(st.tuples(values, values), max_size=5))
def test_csv_comes_back_without_a_formula(rows):
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerows(tuple(map(sheet.cell, row)) for row in rows)
    back = list(csv.reader(io.StringIO(text.getvalue(), newline="")))
    assert back == [[sheet.cell(value) for value in row] for row in rows]
    for value, cell in (
        (v, c) for r, b in zip(rows, back, strict=True) for v, c in zip(r, b, strict=True)
    ):
        assert not cell.startswith(sheet.FORMULA) or isinstance(value, int | float)
        assert all(char.isprintable() or char in "\n\t" for char in cell)


@given(values)
def test_a_markdown_cell_never_ends_early(value):
    from markdown_it import MarkdownIt

    cell = markdown.cell(value)
    assert "\n" not in cell
    html = MarkdownIt("gfm-like", {"linkify": False}).render(
        f"| a | b |\n|---|---|\n| {cell} | end |\n"
    )
    assert html.count("<td") == 2
    assert "<td>end</td>" in html
