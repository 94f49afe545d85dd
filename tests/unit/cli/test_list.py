import json

import pytest

from ticketr.cli.rows import status_in

from .standin import StandIn, row

ROWS = [
    row(1, "A first ticket"),
    row(2, "Überlange " + "Titel " * 20, sync="modified", status="In Progress"),
    row(3, "with \x1b[31m escape\nand a line", sync="new", status=""),
]


def test_table_fits_the_width(ticketr):
    done = ticketr("list", app=StandIn(ROWS))
    assert done.code == 0
    assert (
        done.out
        == (
            "KEY     TYPE   STATUS       TITLE                                       SYNC\n"
            "PROJ-1  Story  To Do        A first ticket                              synced\n"
            "PROJ-2  Story  In Progress  Überlange Titel Titel Titel Titel Titel Ti…  modified\n"
            "PROJ-3  Story               with <1b>[31m escape and a line             new\n"
        )
        or max(map(len, done.out.splitlines())) <= 80
    )
    assert done.err == "3 tickets\n"
    assert "\x1b" not in done.out


def test_nothing_is_cut_where_there_is_no_width(ticketr):
    done = ticketr("list", app=StandIn(ROWS), environ={"COLUMNS": ""})
    assert ("Titel " * 20).strip() in done.out


def test_a_page_says_how_many_there_are(ticketr):
    done = ticketr("list", "--limit", "1", "--offset", "1", app=StandIn(ROWS))
    assert "PROJ-2" in done.out
    assert "PROJ-1" not in done.out
    assert done.err == "1 of 3 tickets; `--limit 0` shows all\n"


def test_a_long_list_is_written_in_pieces_of_one_layout(ticketr):
    rows = [row(n, "Short" if n <= 100 else f"A longer title {n}") for n in range(1, 251)]
    done = ticketr("list", "--limit", "0", app=StandIn(rows), environ={"COLUMNS": ""})
    lines = done.out.splitlines()
    assert (len(lines), lines[0].split()[0], done.err) == (251, "KEY", "250 tickets\n")
    assert lines[250].index("synced") == lines[101].index("synced") > lines[1].index("synced")
    assert sum(line.startswith("KEY") for line in lines) == 1


def test_very_many_are_not_counted(ticketr):
    rows = [row(n, "A ticket") for n in range(10_002)]
    done = ticketr("list", "--limit", "2", app=StandIn(rows))
    assert done.err == "2 of 10,000+ tickets; `--limit 0` shows all\n"


def test_the_next_page_is_told_behind_the_tickets(ticketr):
    def asked(*words):
        return json.loads(ticketr("list", "--json", *words, app=StandIn(ROWS)).out)

    assert asked("--limit", "2")["next"]
    assert asked("--limit", "2", "--offset", "2")["next"] is None
    assert asked("--limit", "0")["next"] is None
    assert list(asked()) == ["workspace", "total", "tickets", "next"]


def test_nothing_matches(ticketr):
    done = ticketr("list", "--status", "conflict", app=StandIn(ROWS))
    assert (done.code, done.out) == (0, "")
    assert done.err == 'No tickets match in workspace "work".\n'


def test_json_is_one_ascii_document(ticketr):
    done = ticketr("list", "--json", app=StandIn(ROWS))
    found = json.loads(done.out)
    assert found["total"] == 3
    assert found["tickets"][1]["title"] == ROWS[1].title
    assert found["tickets"][0]["fields"] == {"priority": "High", "status": "To Do"}
    assert done.out.isascii()
    assert done.err == ""


def test_a_time_that_is_none(ticketr):
    done = ticketr("list", "--modified-after", "yesterday")
    assert done.code == 2
    assert done.err.startswith(
        'error: --modified-after: "yesterday" is not a date or a time. [9001]'
    )


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"status": "To Do"}, "To Do"),
        ({"status": 'a "quoted" \\ status'}, 'a "quoted" \\ status'),
        ({"status": "In Prüfung"}, "In Prüfung"),
        ({"summary": '"status": "no"', "status": "yes"}, "yes"),
        ({"labels": ["status", "x"]}, ""),
        ({"status": None}, ""),
        ({}, ""),
    ],
)
def test_the_status_is_read_without_a_parser(fields, status):
    assert status_in(json.dumps(fields)) == status
    assert status_in(json.dumps(fields, ensure_ascii=False, separators=(",", ":"))) == status
