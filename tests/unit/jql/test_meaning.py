import pytest

from ticketr.errors import QueryInvalid, QueryOffline
from ticketr.jql.checked import (
    AllOf,
    Always,
    Among,
    AnyOf,
    Checked,
    Column,
    Compare,
    Has,
    InSprint,
    KeyCompare,
    Opposite,
    Says,
    Under,
)
from ticketr.jql.meaning import check
from ticketr.jql.parse import parse
from ticketr.jql.text import Term, Text

from .known import Known

STATUS = Column("status", "status")
LABELS = Column("set", "labels")
ASSIGNEE = Column("user", "assignee")
POINTS = Column("number", "customfield_1")
SPRINT = Column("sprint", "customfield_2")
TWINS = [Column("number", "customfield_5"), Column("number", "customfield_6")]
TYPE = Column("type", "type")
PRIORITY = Column("ranked", "priority", ("High", "Medium", "Low"))
RESOLUTION = Column("choice", "resolution")
CREATED, DUE = Column("time", "created"), Column("date", "duedate")
KEY = Column("key", "key")
PARENT = Column("parent", "parent")
FIX = Column("set", "fixVersions")


def meant(text, known=None):
    return check(parse(text), text, known or Known())


def without(column, found):
    return AllOf((Has(column), Opposite(found)))


def says(*columns):
    text = Text((((Term("x"),), ()),))
    return Says(tuple(text_column(name) for name in columns), text)


def text_column(name):
    return Column("said" if name == "comment" else "text", name)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Always(true=True)),
        ("status = done", Among(STATUS, ("Done",))),
        ("status = 10", Among(STATUS, ("Done",))),
        ('status = "to do"', Among(STATUS, ("To Do", "TO DO"))),
        ("status != Done", Opposite(Among(STATUS, ("Done",)))),
        ("labels != x", without(LABELS, Among(LABELS, ("x",)))),
        ("labels NOT IN (x, Y)", without(LABELS, Among(LABELS, ("x", "Y")))),
        ("labels IN (x, EMPTY)", AnyOf((Among(LABELS, ("x",)), Opposite(Has(LABELS))))),
        ("labels IN (EMPTY)", AnyOf((Always(true=False), Opposite(Has(LABELS))))),
        ("labels NOT IN (EMPTY)", without(LABELS, Always(true=False))),
        ("labels IN ((x, y), z)", Among(LABELS, ("x", "y", "z"))),
        ("labels IS EMPTY", Opposite(Has(LABELS))),
        ("labels != NULL", Has(LABELS)),
        ("NOT labels = x", without(LABELS, Among(LABELS, ("x",)))),
        ("NOT NOT labels = x", Among(LABELS, ("x",))),
        (
            "NOT (labels = x OR labels IS EMPTY)",
            AllOf((without(LABELS, Among(LABELS, ("x",))), Has(LABELS))),
        ),
        (
            "NOT (labels = x AND labels = y)",
            AnyOf(
                (without(LABELS, Among(LABELS, ("x",))), without(LABELS, Among(LABELS, ("y",))))
            ),
        ),
        ("NOT due < 2026-01-02", Compare(DUE, ">=", "2026-01-02")),
        ("assignee = currentUser()", Among(ASSIGNEE, ("acc-1",))),
        ("assignee IN (currentUser(), 'ada moreau')", Among(ASSIGNEE, ("acc-2", "acc-1"))),
        ("assignee = ACC-2", Among(ASSIGNEE, ("acc-2",))),
        ("Reviewers = 'Ada Moreau'", Among(Column("users", "customfield_4"), ("acc-2",))),
        ('"Story Points" >= 2.5', Compare(POINTS, ">=", 2.5)),
        ("cf[1] IN (1, 2)", Among(POINTS, (1.0, 2.0))),
        ('"Story Points[Number]" = 1', Among(POINTS, (1.0,))),
        ("customfield_1 < -3", Compare(POINTS, "<", -3.0)),
        ("Twin = 1", AnyOf(tuple(Among(column, (1.0,)) for column in TWINS))),
        ("Twin IS NOT EMPTY", AllOf(tuple(Has(column) for column in TWINS))),
        ("created >= -1d", Compare(CREATED, ">=", "2026-03-24T14:30:00.000Z")),
        ("created = now()", Among(CREATED, ("2026-03-25T14:30:00.000Z",))),
        ("due = startOfDay()", Among(DUE, ("2026-03-25",))),
        (
            "Go-live > now()",
            Compare(Column("time", "customfield_9"), ">", "2026-03-25T14:30:00.000Z"),
        ),
        ("key = proj-007", Among(KEY, ("PROJ-7",))),
        ("key IN (10001, PROJ-7)", Among(KEY, ("10001", "PROJ-7"))),
        ("key > PROJ-9", KeyCompare(">", "PROJ", 9)),
        ('key IN childIssuesOf("PROJ-1")', Under(("PROJ-1",), deep=True)),
        ("parent = PROJ-1", Under(("PROJ-1",))),
        ("parent IS EMPTY", Opposite(Has(PARENT))),
        ("parent != PROJ-1", without(PARENT, Under(("PROJ-1",)))),
        ('"Epic Link" = PROJ-1', Under(("PROJ-1",), epics=("Epic",))),
        ('"Epic Link" IS EMPTY', Opposite(Under((), epics=("Epic",)))),
        ("project = PROJ", Among(Column("project", "project"), ("PROJ",))),
        ("type = story", Among(TYPE, ("Story",))),
        ("type IN standardIssueTypes()", Among(TYPE, ("Epic", "Story"))),
        (
            "type IN (Story, subTaskIssueTypes())",
            AnyOf((Among(TYPE, ("Story",)), Among(TYPE, ("Sub-task",)))),
        ),
        ("hierarchyLevel = 1", Among(TYPE, ("Epic",))),
        ("hierarchyLevel < 1", Among(TYPE, ("Story", "Sub-task"))),
        ("hierarchyLevel <= -1", Among(TYPE, ("Sub-task",))),
        ("hierarchyLevel > 0", Among(TYPE, ("Epic",))),
        ("priority > Medium", Among(PRIORITY, ("High",))),
        ("priority <= 2", Among(PRIORITY, ("Medium", "Low"))),
        ("priority > Low", Among(PRIORITY, ("High", "Medium"))),
        ("hierarchyLevel >= 0", Among(TYPE, ("Epic", "Story"))),
        ("priority < High", Among(PRIORITY, ("Medium", "Low"))),
        ("priority < Nope", Always(true=False)),
        ("resolution = Unresolved", Opposite(Has(RESOLUTION))),
        (
            "resolution IN (Unresolved, Done)",
            AnyOf((Opposite(Has(RESOLUTION)), Among(RESOLUTION, ("Done",)))),
        ),
        ("statusCategory = Done", Among(STATUS, ("Done",))),
        ("statusCategory IN (new, 4)", Among(STATUS, ("To Do", "Doing"))),
        ("fixVersion IN releasedVersions()", Among(FIX, ("1.0",))),
        ("fixVersion IN unreleasedVersions(proj)", Among(FIX, ("2.0",))),
        ('"Fix versions" = 1.0', Among(FIX, ("1.0",))),
        ("sprint = One", InSprint(SPRINT, (), ("11",), ())),
        ("sprint = Two", InSprint(SPRINT, ("12", "13"), (), ("Two",))),
        ("sprint = 12", InSprint(SPRINT, ("12",), (), ("Two",))),
        ("sprint = Three", InSprint(SPRINT, (), (), ("Three",))),
        ("sprint IN openSprints()", InSprint(SPRINT, ("12",), (), ("Two",))),
        ("sprint IN closedSprints()", InSprint(SPRINT, (), ("11",), ())),
        ("summary ~ x", says("title")),
        ("summary !~ x", without(Column("text", "title"), says("title"))),
        ("text ~ x", says("title", "description", "environment", "customfield_8", "comment")),
        ("comment ~ x", says("comment")),
        ("comment !~ x", without(text_column("comment"), says("comment"))),
        (
            "text IS EMPTY",
            Opposite(
                AnyOf(
                    tuple(
                        Has(text_column(n))
                        for n in (
                            "title",
                            "description",
                            "environment",
                            "customfield_8",
                            "comment",
                        )
                    )
                )
            ),
        ),
        ("Odd IS EMPTY", Opposite(Has(Column("other", "customfield_7")))),
    ],
)
def test_conditions(text, expected):
    assert meant(text).where == expected


def test_types_are_epics_by_name_where_levels_are_not_known():
    known = Known()
    known.without_types = True
    assert meant('"Epic Link" = PROJ-1', known).where == Under(("PROJ-1",), epics=("Epic",))


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("ORDER BY key", ((KEY, False),)),
        ("ORDER BY created", ((CREATED, True),)),
        ("ORDER BY created ASC, due DESC", ((CREATED, False), (DUE, True))),
        ("ORDER BY priority", ((PRIORITY, True),)),
        (
            "ORDER BY status ASC",
            ((Column("ranked", "status", ("Done", "TO DO", "Doing", "To Do")), False),),
        ),
        (
            "ORDER BY type DESC",
            ((Column("ranked", "type", ("Dream", "Sub-task", "Story", "Epic")), True),),
        ),
        ("ORDER BY Rank", ((Column("rank", "customfield_11"), False),)),
        ("ORDER BY cf[11] DESC", ((Column("rank", "customfield_11"), True),)),
        ("ORDER BY summary", ((Column("text", "title"), False),)),
        ("ORDER BY Twin", ((TWINS[0], False),)),
    ],
)
def test_orders(text, order):
    assert meant(text).order == order


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("status = Dnoe", 'No ticket here has "Dnoe" as its status. Did you mean Done?'),
        ("type = Whatever", 'No ticket here has "Whatever" as its type.'),
        (
            "assignee = 'Ada Moro'",
            'No ticket here names a person "Ada Moro". Did you mean Ada Moreau?',
        ),
        ("sprint = Three", 'No ticket here has "Three" as its sprint.'),
        ("priority > Nope", 'No priority is called "Nope".'),
    ],
)
def test_unknown_values_are_told(text, note):
    (said,) = meant(text).notes
    assert said.startswith(note)


def test_known_values_are_not_told():
    assert meant("status = Done AND labels = new AND Team = whoever").notes == ()
    assert Checked(Always(true=True)) == meant("")


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("asignee = x", 'There is no field "asignee".', "Did you mean assignee?"),
        ("'Story Point' = x", 'There is no field "Story Point".', "Did you mean Story Points?"),
        ("xyzzy = 1", 'There is no field "xyzzy".', "ticketr schema"),
        ("cf[99] = 1", 'There is no field "cf[99]".', ""),
        ("status ~ x", '"status" does not take the operator ~.', "=, !=, IN, NOT IN, IS, IS NOT"),
        ("summary = x", '"summary" does not take the operator =.', "~, !~, IS, IS NOT"),
        ("labels > x", '"labels" does not take the operator >.', ""),
        ("status IS EMPTY", '"status" is never empty.', "Name a value"),
        ("status = (a, b)", "= compares with one value.", "IN"),
        ("created > (a)", "This operator compares with one value, not with a list.", ""),
        ("created > EMPTY", "This operator compares with one value, not with EMPTY.", ""),
        ("created > soon", '"soon" is not a date.', "2026-03-31"),
        ("created > startOfDay(x)", "startOfDay(…) is not a date.", "shift"),
        ("created > startOfDy()", "There is no function startOfDy().", "Did you mean startOfDay?"),
        ("created > currentUser()", "currentUser() does not go with this field.", ""),
        ("labels = currentUser()", "currentUser() does not go with this field.", ""),
        ("labels IN releasedVersions()", "releasedVersions() does not go with this field.", ""),
        ("cf[1] = many", '"many" is not a number.', "5 or 2.5"),
        ("cf[1] = 1_0", '"1_0" is not a number.', ""),
        ("cf[1] = nan", '"nan" is not a number.', ""),
        ("cf[1] > inf", '"inf" is not a number.', ""),
        ("key = nokey", '"nokey" is not a key.', "PROJ-123"),
        ("key > 5", '"5" is not a key.', ""),
        ("key IN childIssuesOf()", "childIssuesOf() takes one key.", ""),
        ("key > childIssuesOf(PROJ-1)", "childIssuesOf() cannot be compared like this.", ""),
        ("summary ~ '&'", "holds no letter", "phrase"),
        ("summary ~ ''", "It names no word to look for.", ""),
        ("statusCategory = Nearly", '"Nearly" is no category.', "There are To Do"),
        ("statusCategory = Don", '"Don" is no category.', "Did you mean Done?"),
        (
            "assignee IN currentUser()",
            "currentUser() stands for a value, which IN does not take.",
            "=",
        ),
        (
            "assignee NOT IN currentUser()",
            "currentUser() stands for a value, which NOT IN does not take.",
            "!=",
        ),
        (
            "sprint = openSprints()",
            "openSprints() stands for a list, which = does not take.",
            "IN",
        ),
        (
            "sprint != openSprints()",
            "openSprints() stands for a list, which != does not take.",
            "NOT IN",
        ),
        ("ORDER BY text", 'Tickets cannot be sorted by "text".', "key"),
        ("ORDER BY hierarchyLevel", 'Tickets cannot be sorted by "hierarchyLevel".', ""),
        ("ORDER BY nonesuch", 'There is no field "nonesuch".', ""),
    ],
)
def test_mistakes(text, message, hint):
    with pytest.raises(QueryInvalid) as caught:
        meant(text)
    assert type(caught.value) is QueryInvalid
    assert message in caught.value.message
    assert hint in caught.value.hint
    assert caught.value.picture()


@pytest.mark.parametrize(
    "text",
    [
        "votes > 3",
        "watcher = currentUser()",
        "worklogComment ~ x",
        "ORDER BY votes",
        "key IN linkedIssues(PROJ-1)",
        "assignee IN membersOf(x)",
        "fixVersion IN releasedVersions(OTHER)",
        "summary ~ 'te*t'",
        "Odd = 3",
        "Rank IS EMPTY",
        "cf[10] > 3",
    ],
)
def test_what_only_jira_can_answer(text):
    with pytest.raises(QueryOffline) as caught:
        meant(text)
    assert "--remote" in caught.value.hint
    assert caught.value.code == "8002"


def test_comments_that_were_never_read_are_told():
    known = Known()
    assert meant("comment ~ x", known).notes == ()
    known.unheard = True
    assert meant("text ~ x", known).notes == ()
    (said,) = meant("comment ~ x AND comment !~ y", known).notes
    assert "pull --full" in said


def test_ranks_that_are_missing_are_told():
    known = Known()
    assert meant("ORDER BY Rank", known).notes == ()
    known.unranked = True
    assert meant("ORDER BY key", known).notes == ()
    (said,) = meant("ORDER BY Rank", known).notes
    assert "pull --full" in said


def test_who_you_are_may_not_be_known():
    with pytest.raises(QueryOffline, match="Who you are"):
        meant("assignee = currentUser()", Known(me=None))
