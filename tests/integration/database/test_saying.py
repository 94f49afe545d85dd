"""`~` on SQLite: long prefixes, scripts without spaces, fields that share a column of the index."""

from dataclasses import replace

import pytest

from tests.builders import TicketBuilder
from tests.helpers.clock import START
from tests.integration.database.test_plans import plans
from ticketr.application.queries import GetTicketsQuery
from ticketr.application.tickets import TicketService
from ticketr.domain.query import Pagination, TicketFilter
from ticketr.domain.schema import FieldKind, JiraField, JiraSchema

SCHEMA = JiraSchema(
    "PROJ",
    (
        JiraField("summary", "Summary", FieldKind.TEXT),
        JiraField("description", "Description", FieldKind.RICH),
        JiraField("environment", "Environment", FieldKind.RICH),
        JiraField("customfield_1", "Customer", FieldKind.TEXT),
        JiraField("customfield_2", "Notes", FieldKind.RICH),
        JiraField("labels", "Labels", FieldKind.LABELS),
    ),
)
TICKETS = {
    "conf": ("Configuration of universities", "hoping", None, {}),
    "title": ("日本語の設定", None, None, {}),
    "mixed": ("API日本 login", "中文 text", "- 한국어를 배우다\n- Größe", {}),
    "fields": (
        "Fields",
        None,
        None,
        {
            "customfield_1": "Acme corporation",
            "customfield_2": "red 東京都",
            "environment": "blue",
        },
    ),
    "apart": (
        "Apart",
        None,
        None,
        {"customfield_1": "red", "customfield_2": "blue", "labels": ("tag",)},
    ),
    "broken": ("half \ud800 日本", "\udfff", None, {"environment": "\ud800 x 東"}),
}


def built(name, title, description, criteria, fields):
    made = TicketBuilder().with_id(name).with_title(title).with_fields(**fields).build()
    return replace(made, description=description, criteria=criteria)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    from tests.helpers.database import setup_test_db

    with setup_test_db(tmp_path_factory.mktemp("saying"), "w", "other") as store:
        store.schemas.put("w", SCHEMA, START, START)
        for name, values in TICKETS.items():
            store.tickets.create(built(name, *values))
        yield store


def ask(store, jql):
    query = GetTicketsQuery("w", TicketFilter("w", jql=jql), Pagination(limit=None))
    service = TicketService(store, lambda: START, lambda: "new")
    rows = service.rows(query)
    assert len(rows) == service.count(query)
    return " ".join(row.id for row in rows)


@pytest.mark.parametrize(
    ("jql", "found"),
    [
        ('summary ~ "configurat*"', "conf"),
        ('summary ~ "universit*"', "conf"),
        ('summary ~ "universitie*"', "conf"),
        ('summary ~ "universitx*"', ""),
        ('description ~ "hope*"', ""),
        ('description ~ "hopi*"', "conf"),
        ('text ~ "CONFIGURAT*"', "conf"),
        ('text ~ "configurat* -universit*"', ""),
        ('Customer ~ "corporat*"', "fields"),
        ("Customer ~ corporations", "fields"),
        ("Notes ~ red", "fields"),
        ("environment ~ blue", "fields"),
        ("text ~ blue", "fields apart"),
        ('text ~ "red blue"', ""),
        ('text ~ "\\"acme corp\\""', ""),
        ('text ~ "\\"acme corporation\\""', "fields"),
        ("text ~ tag", ""),
        ("text ~ 日本", "title mixed broken"),
        ("text ~ 本語", "title"),
        ("text ~ 設定", "title"),
        ("text ~ 日語", ""),
        ("text ~ 本login", ""),
        ("summary ~ 日本", "title mixed broken"),
        ('summary ~ "日本*"', "title mixed broken"),
        ('summary ~ "日本 login"', "mixed"),
        ('summary ~ "\\"日本 login\\""', "mixed"),
        ('summary ~ "\\"login 日本\\""', ""),
        ("summary ~ 中文", ""),
        ("description ~ 中文", "mixed"),
        ("description ~ 한국", "mixed"),
        ('description ~ "\\"größe\\""', "mixed"),
        ("description ~ 日本", ""),
        ("Notes ~ 東京", "fields"),
        ("Notes ~ 京都", "fields"),
        ("Customer ~ 東京", ""),
        ("environment ~ 東", "broken"),
        ("summary !~ 日本", "conf fields apart"),
        ('summary ~ "日本 -login"', "title broken"),
    ],
)
def test_what_is_found(store, jql, found):
    assert ask(store, jql) == found


def test_a_field_that_becomes_a_text_is_searched_in_what_is_here(store):
    later = TicketBuilder().with_id("later").with_fields(customfield_3="violet").build()
    store.tickets.create(later)
    schema = replace(
        SCHEMA, fields=(*SCHEMA.fields, JiraField("customfield_3", "Extra", FieldKind.TEXT))
    )
    assert ask(store, "text ~ violet") == ""
    store.schemas.put("w", schema, START, START)
    assert ask(store, "text ~ violet") == "later"
    assert ask(store, "Extra ~ violet") == "later"
    assert ask(store, 'text ~ "viol*"') == "later"
    store.tickets.delete("later")
    store.schemas.put("w", SCHEMA, START, START)
    assert store.check() == []


@pytest.mark.parametrize(
    "jql", ["text ~ blue", "Customer ~ acme", 'text ~ "red blue"', "text ~ 日本"]
)
def test_the_index_drives(store, jql):
    """No row is looked at that the index has not found."""
    found = plans(store, lambda s: ask(s, jql))
    steps = [
        step
        for sql, lines in found.items()
        if "tickets_fts" in sql
        for step in lines
        if " tickets" in step and "VIRTUAL" not in step
    ]
    assert steps
    assert all("rowid=?" in step for step in steps), steps
