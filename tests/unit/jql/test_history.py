"""WAS, CHANGED and updatedBy()."""

import pytest

from ticketr.errors import QueryInvalid, QueryOffline
from ticketr.jql.checked import (
    AllOf,
    Among,
    AnyOf,
    Changed,
    Column,
    Has,
    Held,
    Opposite,
    Recorded,
    Updated,
    Was,
    When,
)
from ticketr.jql.comparing import NO_COMMENTS
from ticketr.jql.meaning import check
from ticketr.jql.parse import parse

from .known import Known

STATUS = Column("status", "status")
ASSIGNEE = Column("user", "assignee")
RESOLUTION = Column("choice", "resolution")
FIX = Column("set", "fixVersions")
DONE, TO_DO = Held(("10",), ("Done",), empty=False), Held(("9",), ("To Do", "TO DO"), empty=False)
NOBODY = Held((), (), empty=True)
ALWAYS = When()


def meant(text, known=None):
    return check(parse(text), text, known or Known()).where


def recorded(part):
    return AllOf((Recorded(), part))


def was_done(when=ALWAYS):
    return Was(STATUS, DONE, AnyOf((Among(STATUS, ("Done",)),)), when)


def changed(before=None, after=None, column=STATUS, when=ALWAYS):
    return recorded(Changed(column, before, after, when))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("status WAS done", recorded(was_done())),
        ("status WAS 10", recorded(was_done())),
        ("status WAS IN (Done)", recorded(was_done())),
        ("status WAS NOT Done", recorded(Opposite(was_done()))),
        ("NOT status WAS Done", recorded(Opposite(was_done()))),
        ("NOT status WAS NOT IN (Done)", recorded(was_done())),
        (
            "assignee WAS IN (currentUser(), EMPTY)",
            recorded(
                Was(
                    ASSIGNEE,
                    Held(("acc-1",), ("Robin Sander",), empty=True),
                    AnyOf((Among(ASSIGNEE, ("acc-1",)), Opposite(Has(ASSIGNEE)))),
                    ALWAYS,
                )
            ),
        ),
        (
            "resolution WAS Unresolved",
            recorded(Was(RESOLUTION, NOBODY, AnyOf((Opposite(Has(RESOLUTION)),)), ALWAYS)),
        ),
        (
            "fixVersion WAS IN releasedVersions()",
            recorded(
                Was(
                    FIX,
                    Held(("7",), ("1.0",), empty=False),
                    AnyOf((Among(FIX, ("1.0",)),)),
                    ALWAYS,
                )
            ),
        ),
        ("status CHANGED", changed()),
        ("NOT status CHANGED", recorded(Opposite(Changed(STATUS, None, None, ALWAYS)))),
        ("NOT NOT status CHANGED", changed()),
        ('status CHANGED FROM "To Do" TO Done', changed(TO_DO, DONE)),
        ("assignee CHANGED TO EMPTY", changed(None, NOBODY, ASSIGNEE)),
        ("status CHANGED FROM Gone", changed(Held((), ("Gone",), empty=False))),
        (
            'key IN updatedBy("Ada Moreau")',
            recorded(Updated(("acc-2",), "0000", "9999-12-31T23:59:59.999Z")),
        ),
        (
            "key NOT IN updatedBy(acc-2, 2026-03-01)",
            recorded(
                Opposite(
                    recorded(
                        Updated(("acc-2",), "2026-03-01T05:00:00.000Z", "9999-12-31T23:59:59.999Z")
                    )
                )
            ),
        ),
    ],
)
def test_what_a_question_about_the_past_means(text, expected):
    assert meant(text) == expected


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("AFTER 2026-03-01", When(None, (("after", "2026-03-01T05:00:00.000Z"),))),
        ("BEFORE -1d", When(None, (("before", "2026-03-24T14:30:00.000Z"),))),
        (
            "ON 2026-03-07",
            When(None, (("within", "2026-03-07T05:00:00.000Z", "2026-03-08T05:00:00.000Z"),)),
        ),
        (
            "ON 2026-03-08",  # clocks change
            When(None, (("within", "2026-03-08T05:00:00.000Z", "2026-03-09T04:00:00.000Z"),)),
        ),
        (
            "DURING (2026-03-01, startOfDay()) BY (acc-2, currentUser(), acc-2)",
            When(
                ("acc-2", "acc-1"),
                (("within", "2026-03-01T05:00:00.000Z", "2026-03-25T04:00:00.000Z"),),
            ),
        ),
        ("BY acc-2 BY acc-1", When(("acc-2", "acc-1"))),
    ],
)
def test_by_whom_and_when(text, when):
    assert meant(f"status WAS Done {text}") == recorded(was_done(when))
    assert meant(f"status CHANGED {text}") == changed(when=when)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("summary WAS x", '"summary" does not take the operator WAS.'),
        ("statusCategory WAS NOT Done", '"statusCategory" does not take the operator WAS NOT.'),
        ("labels CHANGED", '"labels" does not take the operator CHANGED.'),
        ("nonesuch CHANGED", 'There is no field "nonesuch".'),
        ("status WAS Done FROM x", "WAS does not take FROM."),
        ("status CHANGED BY EMPTY", "BY needs a person."),
        ("status CHANGED ON (2026-03-01, 2026-03-02)", "ON needs one date."),
        ("status CHANGED DURING 2026-03-01", "DURING needs two dates in parentheses."),
        ("status CHANGED AFTER soon", '"soon" is not a date.'),
        ("status CHANGED ON 9999-12-31", "ON needs a day."),
        ("status CHANGED BY now()", "now() does not go with this field."),
        ("key IN updatedBy()", "updatedBy() takes a person, and a first and a last date."),
        (
            "key IN updatedBy(x, 1, 2, 3)",
            "updatedBy() takes a person, and a first and a last date.",
        ),
        ("key IN updatedBy(x, soon)", '"soon" is not a date.'),
        ("key = updatedBy(x)", "updatedBy() stands for a list, which = does not take."),
    ],
)
def test_mistakes(text, message):
    with pytest.raises(QueryInvalid) as caught:
        meant(text)
    assert type(caught.value) is QueryInvalid
    assert caught.value.message == message


def notes(text, recorded):
    known = Known()
    known.recorded = recorded
    return check(parse(text), text, known).notes


@pytest.mark.parametrize("text", ["status WAS Done", "status CHANGED", "key IN updatedBy(acc-1)"])
def test_the_user_hears_of_tickets_whose_past_is_not_here(text):
    assert notes(text, (1200, 0)) == notes(text, (0, 0)) == ()
    [note] = notes(f"{text} OR {text}", (1200, 1100))
    assert note == (
        "1,100 of 1,200 tickets were left out, for their history is not all here:"
        " `ticketr pull --histories` reads it, `--remote` asks Jira."
    )
    with pytest.raises(QueryOffline, match="No ticket's history is here yet") as caught:
        notes(f"status = Done AND {text}", (5, 5))
    assert caught.value.code == "8002"


def test_the_user_hears_of_comments_that_are_not_here():
    known = Known()
    known.unheard = True
    assert check(parse("key IN updatedBy(acc-1)"), "", known).notes == (NO_COMMENTS,)
    assert check(parse("status WAS Done"), "", known).notes == ()


def test_the_user_hears_of_values_that_are_nowhere():
    assert notes("status WAS Doone", (5, 0)) == (
        'No ticket here has "Doone" as its status. Did you mean Done?',
    )
