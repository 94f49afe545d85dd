import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.schemas import ANNA, JOHN, OTHER_JOHN, POINTS, SPRINT, project_schema
from ticketr.application.fields import FieldBook, rule_for
from ticketr.application.values import BadValue, suggestion
from ticketr.domain.schema import FieldKind


@pytest.fixture
def book():
    return FieldBook(project_schema(), [ANNA])


def value(book, name, text, kind="Story"):
    type_schema = book.schema.type(kind)
    field = book.find(name, type_schema)
    return book.value(field, text, rule_for(type_schema, field.id))


@pytest.mark.parametrize(
    ("name", "field_id"),
    [
        ("Priority", "priority"),
        ("PRIORITY ", "priority"),
        ("Type", "issuetype"),
        ("Component", "components"),
        ("Epic Link", "parent"),
        ("Due", "duedate"),
        ("story points", POINTS),
        (POINTS, POINTS),
        ("Affects Version", None),
        ("Summary", None),
    ],
)
def test_names_in_the_wild(book, name, field_id):
    if field_id is None:
        with pytest.raises(BadValue):
            book.find(name)
    else:
        assert book.find(name).id == field_id


def test_a_misspelt_name_is_answered_with_the_nearest(book):
    with pytest.raises(BadValue) as caught:
        book.find("Piority")
    assert (caught.value.message, caught.value.hint) == (
        'There is no field "Piority".',
        'Did you mean "Priority"?',
    )


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Priority", "high", "High"),
        ("Priority", "2", "High"),
        ("Story Points", "5", 5),
        ("Story Points", "2.5", 2.5),
        ("Labels", "[auth, login]", ("auth", "login")),
        ("Labels", "auth,, login , auth", ("auth", "login")),
        ("Labels", "", None),
        ("Labels", "[]", None),
        ("Components", "backend, Frontend", ("Backend", "Frontend")),
        ("Sprint", "10", "Sprint 10"),
        ("Sprint", "sprint 23", "Sprint 23"),
        ("Due", "2026-03-31", "2026-03-31"),
        ("Assignee", "anna ek", ANNA.account),
        ("Assignee", "ANNA@example.com", ANNA.account),
        ("Assignee", "John Doe", "John Doe"),
        ("Assignee", "Unassigned", None),
        ("Assignee", "", None),
        ("Parent", "[proj-12]", "PROJ-12"),
    ],
)
def test_what_a_text_means(book, name, text, expected):
    assert value(book, name, text) == expected


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("Priority", "Hihg", 'Priority cannot be "Hihg".'),
        ("Story Points", "five", 'Story Points must be a number, not "five".'),
        ("Story Points", "nan", 'Story Points must be a number, not "nan".'),
        ("Story Points", "1_0", 'Story Points must be a number, not "1_0".'),
        ("Labels", "two words", 'The label "two words" has a space in it.'),
        ("Due", "31.3.2026", 'Due date must be a date, not "31.3.2026".'),
        ("Parent", "the epic", '"the epic" is not a key.'),
        ("Watchers", "me", "Watchers cannot be set from a file."),
    ],
)
def test_what_a_field_cannot_be(book, name, text, message):
    with pytest.raises(BadValue) as caught:
        value(book, name, text)
    assert caught.value.message == message
    assert caught.value.hint


def test_two_people_of_one_name_are_told_apart_by_mail():
    book = FieldBook(project_schema(), [JOHN, OTHER_JOHN])
    with pytest.raises(BadValue, match="Several people"):
        value(book, "Assignee", "John Doe")
    assert book.text("assignee", JOHN.account) == "john@example.com"


@given(st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_a_number_is_read_as_it_is_written(number):
    book = FieldBook(project_schema())
    text = book.text(POINTS, number)
    assert value(book, "Story Points", text) == number


@given(st.lists(st.from_regex(r"[A-Za-z0-9_-]{1,12}", fullmatch=True), unique=True, min_size=1))
def test_labels_are_read_as_they_are_written(labels):
    book = FieldBook(project_schema())
    text = book.text("labels", tuple(labels))
    assert value(book, "Labels", text) == tuple(labels)


@pytest.mark.parametrize("user", [ANNA, JOHN])
def test_a_person_is_read_as_written(user):
    book = FieldBook(project_schema(), [ANNA, JOHN])
    assert value(book, "Assignee", book.text("assignee", user.account)) == user.account


def test_labels_of_the_view(book):
    names = [book.label(name) for name in ("title", "type", SPRINT, "customfield_1")]
    assert names == ["Title", "Type", "Sprint", "customfield_1"]
    assert book.kind("description") is FieldKind.RICH
    assert book.kind("type") is FieldKind.TYPE


def test_no_suggestion_is_made_up():
    assert suggestion("xyzzy", ["Priority"]) == ""
