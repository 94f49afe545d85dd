"""Search as people use it: keys first, pages over both, and what was meant."""

# mypy: disable-error-code="arg-type"
import pytest

from tests.builders import TicketBuilder, WorkspaceBuilder
from tests.fakes.store import MemoryStore
from ticketr.application.search import SearchQuery, SearchService
from ticketr.errors import QueryInvalid


@pytest.fixture
def search():
    store = MemoryStore()
    store.workspaces.create(WorkspaceBuilder("w").build())
    for number, title in [
        (1, "Login fails"),
        (2, "After PROJ-1"),
        (10, "Payment"),
        (11, "Paying twice"),
    ]:
        made = TicketBuilder().with_id(f"t{number}").with_title(title)
        store.tickets.create(made.with_key(f"PROJ-{number}").build())

    def ask(text, **page):
        found = SearchService(store).find(SearchQuery(text, "w", **page))
        return " ".join(hit.row.id for hit in found.hits), found

    return ask


def test_keys_come_before_what_tickets_say(search):
    assert search("PROJ-1")[0] == "t1 t10 t11 t2"
    assert search("PROJ-1")[1].total == 4
    assert search("10")[0] == "t10"


def test_pages_go_over_keys_and_words(search):
    pages = [search("PROJ-1", limit=2, offset=at)[0] for at in (0, 2, 4)]
    assert pages == ["t1 t10", "t11 t2", ""]
    assert {search("PROJ-1", limit=2, offset=at)[1].total for at in (0, 2, 4)} == {4}


def test_a_misspelt_word_is_told(search):
    ids, found = search("lgoin fails")
    assert ids == "t1"
    assert found.instead == (("lgoin", ("login",)),)


def test_several_words_may_have_been_meant(search):
    ids, found = search("payi NOT fails")
    assert ids == "t11"
    assert found.instead == (("payi", ("paying",)),)
    assert search("pay twic")[1].instead == (
        ("pay", ("paying", "payment")),
        ("twic", ("twice",)),
    )


def test_where_nothing_was_meant_nothing_is_told(search):
    for text in ("login twice", "zzzz", "login zzzz"):
        ids, found = search(text)
        assert (ids, found.total, found.instead) == ("", 0, ())


@pytest.mark.parametrize("text", ["", "   ", "NOT login", "-", "a*b", "...", "OR", '""'])
def test_what_names_nothing_to_look_for_is_a_mistake(search, text):
    with pytest.raises(QueryInvalid) as caught:
        search(text)
    assert "phrase" in caught.value.hint
