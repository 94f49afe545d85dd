import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketr.cli.console import Console
from ticketr.cli.progress import ProgressLine
from ticketr.cli.text import Layout, columns, cut, nearby, printable
from ticketr.domain.events import Pause

from .conftest import Terminal


def console(environ=None, *, terminal=True, **streams):
    kind = Terminal if terminal else io.StringIO
    streams = {"out": kind(), "err": kind(), "stdin": kind(), **streams}
    return Console({"COLUMNS": "40", **(environ or {})}, **streams)


def test_colour_only_where_it_is_wanted():
    assert console().style("x", "red") == "\x1b[31mx\x1b[0m"
    for quiet in (
        console({"NO_COLOR": "1"}),
        console({"TERM": "dumb"}),
        console(terminal=False),
    ):
        assert quiet.style("x", "red") == "x"
    assert console({"NO_COLOR": ""}).style("x", "red") != "x"


def test_no_color_option(ticketr):
    assert "\x1b" in ticketr("nonsense", terminal=True).err
    assert "\x1b" not in ticketr("--no-color", "nonsense", terminal=True).err


class Gone(io.StringIO):
    """A pipe whose reader has gone."""

    def __init__(self, path):
        super().__init__()
        self.file = path.open("w")

    def write(self, text):
        raise BrokenPipeError

    def fileno(self):
        return self.file.fileno()


def test_a_reader_that_goes_away_is_no_error(tmp_path):
    out = Gone(tmp_path / "pipe")
    screen = console(out=out)
    screen.print("one")
    screen.print("two")
    screen.flush()
    out.file.close()


def test_the_setting_of_colours_is_followed():
    forced, quiet = console(terminal=False), console()
    forced.follow("always")
    quiet.follow("never")
    assert forced.style("x", "red") == "\x1b[31mx\x1b[0m"
    assert quiet.style("x", "red") == "x"
    plain = console({"NO_COLOR": "1"})
    plain.follow("always")
    assert plain.style("x", "red") == "x"


def test_what_stands_where_text_was_cut():
    class Latin(Terminal):
        encoding = "iso-8859-1"

    assert console().mark == "…"
    assert console(out=Latin()).mark == "..."


def test_a_path_below_here_is_shown_from_here():
    assert nearby(f"{Path.cwd()}/a/b.md:3") == "a/b.md:3"
    assert nearby("/elsewhere/b.md") == "/elsewhere/b.md"


def test_progress_waits_draws_and_clears():
    now = [0.0]
    screen = console()
    with ProgressLine(screen, lambda: now[0]) as notify:
        notify("too early")
        now[0] = 0.6
        notify("creating 1/30")
        notify("too soon after the last")
        now[0] = 0.7
        notify("creating " + "9" * 60)
    assert screen.err.getvalue() == (f"\rcreating 1/30\x1b[K\rcreating {'9' * 29}…\x1b[K\r\x1b[K")
    assert screen.out.getvalue() == ""


@pytest.mark.parametrize("environ", [{"TERM": "dumb"}, {}])
def test_progress_is_silent_elsewhere(environ):
    screen = console(environ, terminal=bool(environ))
    with ProgressLine(screen, iter([0.0, 9.0, 9.0]).__next__) as notify:
        notify("creating")
    assert screen.err.getvalue() == ""


def test_progress_with_verbose_is_a_line_each():
    screen = console(terminal=False)
    screen.verbose = True
    with screen.progress() as notify:
        notify("one")
        notify("two")
    assert screen.err.getvalue() == "one\ntwo\n"


def test_a_pause_is_shown_at_once_on_a_terminal_and_told_elsewhere():
    pause = Pause("jira.example", 12)
    screen = console()
    with ProgressLine(screen, lambda: 0.0) as notify:
        notify("too early")
        notify(pause)
    notify(pause)
    assert screen.err.getvalue() == "\rjira.example asks us to wait 12 s\x1b[K\r\x1b[K"
    plain = console(terminal=False)
    with plain.progress() as notify:
        notify("creating")
        notify(pause)
    notify(pause)
    assert plain.err.getvalue() == "jira.example asks us to wait 12 s\n"


def test_confirm_takes_only_yes():
    for answer, meant in (
        ("y\n", True),
        ("Yes\n", True),
        ("\n", False),
        ("", False),
        ("ye\n", False),
    ):
        screen = console(stdin=Terminal(answer))
        assert screen.confirm("Sure?") is meant
        assert screen.err.getvalue() == "Sure? [y/N] "


@given(st.text())
def test_printable_is_one_line_without_controls(text):
    shown = printable(text)
    assert all(char.isprintable() or char in "\u200c\u200d" for char in shown)
    assert printable(shown) == shown


@given(st.text().map(printable), st.integers(1, 40))
def test_cut_fits_and_keeps_a_prefix(text, width):
    shown = cut(text, width)
    assert columns(shown) <= width
    assert shown == text or text.startswith(shown.removesuffix("…"))


cells = st.tuples(*[st.text(max_size=30).map(printable)] * 4)


@given(
    st.lists(cells, min_size=1, max_size=5), st.integers(4, 100), st.integers(0, 3), st.booleans()
)
def test_a_table_fits_the_width(rows, width, flexible, more):
    table = Layout(rows, width, flexible, more=more)
    for row in rows:
        assert columns(table.line(row)) <= width
    assert {0, flexible}.isdisjoint(table.left_out)
    assert len(table.cells(rows[0])) == 4 - len(table.left_out)


@given(st.lists(cells, min_size=1, max_size=5), st.integers(0, 3), st.integers(0, 9))
def test_a_table_that_has_room_is_whole(rows, flexible, spare):
    widest = sum(max(map(columns, column)) for column in zip(*rows, strict=True)) + 6
    narrow, wide = Layout(rows, widest + spare, flexible), Layout(rows, None, flexible)
    assert [narrow.line(row) for row in rows] == [wide.line(row) for row in rows]


@given(st.lists(cells, min_size=1, max_size=5))
def test_a_table_without_a_width_cuts_nothing(rows):
    table = Layout(rows, None, 2)
    shown = [table.cells(row) for row in rows]
    assert [[cell.rstrip() for cell in row] for row in shown] == [
        [cell.rstrip() for cell in row] for row in rows
    ]
    for column in list(zip(*shown, strict=True))[:-1]:
        assert len({columns(cell) for cell in column}) == 1
    assert table.line(("x" * 99, *rows[0][1:])).startswith("x" * 99)


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (60, "PROJ-1  Story  In Progress  A rather long title  modified"),
        (50, "PROJ-1  Story  In Progress  A rather lo…  modified"),
        (45, "PROJ-1  Story  In Progress  A rather long ti…"),
        (38, "PROJ-1  Story  In Progre…  A rather l…"),
        (20, "PROJ-1  A rather lo…"),
        (12, "PROJ-1  A r…"),
        (8, "P…  A r…"),
    ],
)
def test_a_narrow_table_leaves_columns_out(width, shown):
    row = ("PROJ-1", "Story", "In Progress", "A rather long title", "modified")
    assert Layout([row], width, 3).line(row) == shown
