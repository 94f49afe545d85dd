"""`ticketr search`, whole outputs, on a real store."""

import json
from dataclasses import replace

import pytest

from tests.builders import TicketBuilder, WorkspaceBuilder
from ticketr.app import App
from ticketr.ports.comment import Comment

from .standin import SCHEMA, WHEN

TICKETS = [
    (
        "Payment fails on Safari",
        "The payment page times out after a long wait",
        {"status": "To Do"},
    ),
    ("Login", "Users pay twice when the configuration is wrong", {}),
    ("日本語の設定", "説明\n日本語のテスト", {}),
    ("Configuration of universities", None, {"labels": ("payment",)}),
]


@pytest.fixture
def app(hermetic):
    app = App({"HOME": str(hermetic)}, now=lambda: WHEN)
    app.store.workspaces.create(WorkspaceBuilder("w").with_name("work").as_default().build())
    app.store.workspaces.create(WorkspaceBuilder("o").with_name("other").build())
    app.store.schemas.put("w", SCHEMA, WHEN, WHEN)
    for number, (title, text, fields) in enumerate(TICKETS, 1):
        made = TicketBuilder().with_id(f"t{number}").with_title(title).with_fields(**fields)
        ticket = made.with_key(f"PROJ-{number}").build()
        app.store.tickets.create(replace(ticket, description=text))
    other = TicketBuilder("o").with_id("o1").with_title("Payments elsewhere").build()
    app.store.tickets.create(other)
    yield app
    app.close()


CASES = {
    "payment": """\
PROJ-1  Task  To Do  Payment fails on Safari
    description: The *payment* page times out after a long wait
PROJ-4  Task         Configuration of universities
    labels: *payment*
--- stderr
2 tickets
""",
    "--limit 1 payment": """\
PROJ-1  Task  To Do  Payment fails on Safari
    description: The *payment* page times out after a long wait
--- stderr
1 of 2 tickets; `--limit 0` shows all
""",
    "--limit 0 --offset 1 payment": """\
PROJ-4  Task    Configuration of universities
    labels: *payment*
--- stderr
1 of 2 tickets
""",
    "configurat*": """\
PROJ-4  Task    Configuration of universities
PROJ-2  Task    Login
    description: Users pay twice when the *configuration* is wrong
--- stderr
2 tickets
""",
    "日本": """\
PROJ-3  Task    日本語の設定
    description: 説明 *日本*語のテスト
--- stderr
1 ticket
""",
    "proj-2": """\
PROJ-2  Task    Login
--- stderr
1 ticket
""",
    "paymnet page": """\
PROJ-1  Task  To Do  Payment fails on Safari
    description: The *payment* *page* times out after a long wait
--- stderr
note: no ticket holds "paymnet"; looked for "payment"
1 ticket
""",
    "nothing of that": """\
--- stderr
No tickets hold "nothing of that".
""",
    "payment --all-workspaces": """\
work   PROJ-1  Task  To Do  Payment fails on Safari
    description: The *payment* page times out after a long wait
work   PROJ-4  Task         Configuration of universities
    labels: *payment*
other  -       Task         Payments elsewhere
--- stderr
3 tickets
""",
    "payment --all-workspaces --format csv --columns key,Labels": """\
workspace,key,Labels
work,PROJ-1,
work,PROJ-4,payment
other,,
--- stderr
3 tickets
""",
    "payment --format keys": """\
PROJ-1
PROJ-4
--- stderr
2 tickets
""",
}


@pytest.mark.parametrize("words", CASES)
def test_what_is_shown(ticketr, app, words):
    done = ticketr("search", *words.split(), app=app)
    out, err = CASES[words].split("--- stderr\n")
    lines = sorted(done.out.splitlines()) if "--all" in words else done.out.splitlines()
    wanted = sorted(out.splitlines()) if "--all" in words else out.splitlines()
    assert (done.code, lines, done.err) == (0, wanted, err)


def test_what_was_found_is_bold_on_a_terminal(ticketr, app):
    done = ticketr("search", "payment", "--no-pager", app=app, terminal=True)
    assert "\x1b[1mPayment\x1b[0m fails" in done.out
    assert "The \x1b[1mpayment\x1b[0m page" in done.out
    assert "*" not in done.out


def test_a_narrow_line_cuts_what_it_shows(ticketr, app):
    done = ticketr("search", "payment", app=app, environ={"COLUMNS": "40"})
    assert done.out.splitlines() == [
        "PROJ-1  Task  To Do  Payment fails on S…",
        "    description: The *payment* page tim…",
        "PROJ-4  Task         Configuration of u…",
        "    labels: *payment*",
    ]


def test_what_cannot_be_printed_is_spelled_out(ticketr, app):
    ticket = TicketBuilder().with_id("bad").with_title("red\x1b[31m alert").build()
    app.store.tickets.create(replace(ticket, description="\x07 alert \x9b"))
    done = ticketr("search", "alert", app=app)
    assert done.out.splitlines() == [
        "-  Task    red<1b>[31m alert",
        "    description: <07> alert <9b>",
    ]


def test_json_says_where_the_words_stand(ticketr, app):
    done = ticketr("search", "paymnet", "page", "--json", app=app)
    found = json.loads(done.out)
    [ticket] = found.pop("tickets")
    assert found == {
        "query": "paymnet page",
        "total": 1,
        "more": False,
        "instead": {"paymnet": ["payment"]},
    }
    start, end = ticket["excerpt_marks"][0]
    assert (ticket["key"], ticket["workspace"], ticket["found_in"]) == (
        "PROJ-1",
        "work",
        "description",
    )
    assert ticket["excerpt"][start:end] == "payment"
    assert ticket["title_marks"] == [[0, 7]]


@pytest.mark.parametrize("words", [[], [" "], ["NOT"], ["a*b"]])
def test_nothing_to_look_for_is_a_mistake(ticketr, app, words):
    done = ticketr("search", *words, app=app)
    assert (done.code, done.out) == (2, "")
    assert "[8001]" in done.err


def test_what_was_said_is_shown_and_found(ticketr, app, hermetic):
    said = Comment("7", "acc", "Ada\x07", "The *certificate*\nexpired", WHEN, WHEN)
    nobody = Comment("8", "", "", "renewed", WHEN, WHEN)
    app.store.comments.put("t2", [said, nobody], WHEN)
    done = ticketr("search", "certificate", app=app)
    assert done.out.splitlines()[1] == "    comments: The **certificate** expired renewed"
    done = ticketr("show", "PROJ-2", "--no-pager", app=app)
    when = WHEN.astimezone().strftime("%Y-%m-%d %H:%M")
    assert done.out.splitlines()[-7:] == [
        "",
        f"Comment 7 of Ada<07>, {when}",
        "  The *certificate*",
        "  expired",
        "",
        f"Comment 8 of Somebody, {when}",
        "  renewed",
    ]
    done = ticketr("show", "PROJ-2", "--json", app=App({"HOME": str(hermetic)}))
    assert done.code == 0, done
    told = json.loads(done.out)["comments"]
    assert [(x["id"], x["author"], x["body"]) for x in told] == [
        ("7", "acc", "The *certificate*\nexpired"),
        ("8", "", "renewed"),
    ]
