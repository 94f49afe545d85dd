"""What any index of tickets finds, and in which order."""

# mypy: disable-error-code="arg-type"
from dataclasses import replace

import pytest

from tests.builders import TicketBuilder, WorkspaceBuilder
from tests.helpers.clock import START
from ticketr.domain.schema import FieldKind, JiraField, JiraSchema
from ticketr.domain.search import KeyPart, key_part
from ticketr.jql.text import text_of

SCHEMA = JiraSchema(
    "PROJ",
    (
        JiraField("customfield_1", "Customer", FieldKind.TEXT),
        JiraField("customfield_2", "Team", FieldKind.OPTION),
        JiraField("customfield_3", "Platforms", FieldKind.OPTIONS),
    ),
)
TICKETS = [
    ("old", "Login fails", "The token expires after an hour", "- shows an error", {}),
    ("new", "Other", "login again 4040", None, {"customfield_1": "Acme Größe"}),
    ("sets", "Sets", None, None, {"labels": ("auth",), "customfield_3": ("Android",)}),
    ("cjk", "日本語の設定", None, "- 한국어를 배우다", {"environment": "東京"}),
    ("quiet", "Quiet", "nothing", None, {"customfield_2": "Android", "assignee": "auth"}),
]


@pytest.fixture
def store(store):
    store.schemas.put("w", SCHEMA, START, START)
    for number, (name, title, text, criteria, fields) in enumerate(TICKETS, 1):
        made = TicketBuilder().with_id(name).with_title(title).with_fields(**fields)
        ticket = made.with_key(f"PROJ-{number}").build()
        store.tickets.create(replace(ticket, description=text, criteria=criteria))
    store.tickets.create(
        TicketBuilder("other")
        .with_id("far")
        .with_title("Login elsewhere")
        .with_key("PROJ-1")
        .build()
    )
    return store


def ids(found):
    return " ".join(hit.row.id for hit in found.hits)


def find(store, text, workspace="w", **page):
    return store.search.find(text_of(text), workspace, **{"limit": 20, **page})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("login", "old new"),
        ("LOGIN token", "old"),
        ("login OR nothing", "old quiet new"),
        ("login NOT token", "new"),
        ("login -again", "old"),
        ('"login fails"', "old"),
        ('"fails login"', ""),
        ("log*", "old new"),
        ('"token expires after"', "old"),
        ("error", "old"),
        ("acme", "new"),
        ("größe", "new"),
        ("große", "new"),
        ("auth", "sets"),
        ("android", "sets"),
        ("日本", "cjk"),
        ("本語", "cjk"),
        ("語本", ""),
        ("한국", "cjk"),
        ("東", "cjk"),
        ("日本 東京", "cjk"),
        ("zzz*", ""),
    ],
)
def test_what_is_found(store, text, found):
    shown = find(store, text)
    assert sorted(ids(shown).split()) == sorted(found.split())
    assert shown.total == len(found.split())
    assert not shown.more


def test_titles_come_first(store):
    assert ids(find(store, "login")) == "old new"


def test_pages(store):
    everything = ids(find(store, "login OR nothing OR android OR 日本"))
    pages = [
        find(store, "login OR nothing OR android OR 日本", limit=2, offset=at) for at in (0, 2, 4)
    ]
    assert " ".join(map(ids, pages)).split() == everything.split()
    assert {page.total for page in pages} == {5}


def test_what_is_named_is_left_out(store):
    found = find(store, "login", without=["old", "nowhere"])
    assert (ids(found), found.total) == ("new", 1)


def test_a_workspace_or_all(store):
    assert ids(find(store, "login", "other")) == "far"
    assert ids(find(store, "login", "nowhere")) == ""
    everywhere = find(store, "login", None)
    assert sorted((hit.row.id, hit.workspace) for hit in everywhere.hits) == [
        ("far", "workspace other"),
        ("new", "workspace w"),
        ("old", "workspace w"),
    ]


def test_what_was_changed_is_found_by_what_it_says_now(store):
    old = store.tickets.get("old")
    store.tickets.update(replace(old, title="Sign-in", description="the cookie"))
    assert ids(find(store, "login")) == "new"
    assert ids(find(store, "cookie")) == "old"
    assert ids(find(store, "cook*")) == "old"
    store.tickets.delete("old")
    assert ids(find(store, "cookie")) == ""


def test_hits_say_where(store):
    [hit] = find(store, "token").hits
    assert (hit.row.jira_id, hit.row.title, hit.title.text, hit.field) == (
        "PROJ-1",
        "Login fails",
        "Login fails",
        "description",
    )
    assert hit.excerpt.text == "The token expires after an hour"
    [hit] = find(store, "fails").hits
    assert (hit.excerpt, hit.field) == (None, "")
    [hit] = find(store, "東京").hits
    assert "東京" in hit.excerpt.text


def keys(store, text, workspace="w", limit=20):
    part = key_part(text)
    return " ".join(hit.row.id for hit in store.search.keys(part, workspace, limit))


def test_keys_and_beginnings_of_keys(store):
    for number in (10, 12, 100, 2000):
        ticket = TicketBuilder().with_id(f"n{number}").with_key(f"PROJ-{number}").build()
        store.tickets.create(ticket)
    assert keys(store, "PROJ-1") == "old n10 n12 n100"
    assert keys(store, "proj-1", limit=2) == "old n10"
    assert keys(store, "2") == "new n2000"
    assert keys(store, "PROJ-20") == "n2000"
    assert keys(store, "PROJ-") == "old new sets cjk quiet n10 n12 n100 n2000"
    assert keys(store, "ELSE-1") == keys(store, "7") == ""
    assert keys(store, "9" * 40) == ""
    assert sorted(keys(store, "1", None).split()) == ["far", "n10", "n100", "n12", "old"]


def test_a_key_that_a_ticket_had_before_it_moved(store):
    store.tickets.update(replace(store.tickets.get("old"), jira_id="DEMO-7"))
    assert keys(store, "PROJ-1") == keys(store, "1") == keys(store, "DEMO-7") == "old"
    assert keys(store, "PROJ-1", "other") == "far"
    assert keys(store, "PROJ-2") == "new"


def test_a_number_alone_is_of_the_workspaces_project(store):
    config = WorkspaceBuilder("third").with_name("third").with_config(project_key="OPS").build()
    store.workspaces.create(config)
    ticket = TicketBuilder("third").with_id("ops").with_key("OPS-1").build()
    store.tickets.create(ticket)
    assert keys(store, "1", "third") == "ops"
    assert [hit.row.id for hit in store.search.keys(KeyPart("PROJ", "1"), "third", 9)] == []


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("login", ["login"]),
        ("lgoin", ["login"]),
        ("logn", ["login"]),
        ("loginn", ["login"]),
        ("Togin", ["login"]),
        ("expi", ["expires"]),
        ("elsewehrr", ["elsewhere"]),
        ("grosse", []),
        ("日本", ["日本"]),
        ("zzzz", []),
        ("xy", []),
        ("4041", []),
        ("login fials", ["login fails"]),
        ("login zzzzz", []),
    ],
)
def test_words_that_were_meant(store, word, near):
    assert list(store.search.near(word)) == near
