import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.richtext.catalogue import node, para, text
from ticketr.richtext.adf.mentions import resolved, unknown
from ticketr.richtext.adf.parse import parse
from ticketr.richtext.adf.render import render
from ticketr.richtext.adf.splice import splice
from ticketr.richtext.people import NOBODY, People, Person

PEOPLE = People(
    Person(name, account, shown)
    for account, shown, email in (
        ("5a", "Ann Lee", "ann@example.com"),
        ("5b", "Ann", ""),
        ("5c", "Bo Ek", "bo@example.com"),
        ("5d", "Bo Ek", "bo.ek@example.com"),
        ("5e", "Jürgen Groß", ""),
        ("5f", "Cy", ""),
        ("no account", "Odd One", ""),
    )
    for name in (shown, email)
)


def doc(*blocks):
    return {"type": "doc", "version": 1, "content": list(blocks)}


def said(markdown, people=PEOPLE):
    """The text of the only paragraph, mentions as `<account>`."""
    (block,) = parse(markdown, people)["content"]
    return "".join(
        f"<{one['attrs']['id']}>" if one["type"] == "mention" else one["text"]
        for one in block["content"]
    )


@pytest.mark.parametrize(
    ("markdown", "found"),
    [
        ("@Ann Lee, look", "<5a>, look"),
        ("ask @ann lee", "ask <5a>"),
        ("(@ann@example.com)", "(<5a>)"),
        ("@Ann's idea", "<5b>'s idea"),
        ("@Ann Leeds", "<5b> Leeds"),
        ("@Anna", "@Anna"),
        ("@Ann-Marie", "@Ann-Marie"),
        ("@ann@example.com.au", "@ann@example.com.au"),
        ("@Bo Ek", "@Bo Ek"),
        ("@bo.ek@example.com.", "<5d>."),
        ("**@Jürgen Groß**", "<5e>"),
        (r"\@Ann", "@Ann"),
        ("`@Ann`", "@Ann"),
        ("[@Ann](https://a.b)", "@Ann"),
        ("me@Ann", "me@Ann"),
        ("a/@Ann", "a/@Ann"),
        ("@Odd One", "@Odd One"),
        ("@", "@"),
        ("@ Ann", "@ Ann"),
        ("@Ann @Ann Lee", "<5b> <5a>"),
    ],
)
def test_a_name_that_one_person_has_is_a_mention(markdown, found):
    assert said(markdown) == found
    assert said(resolved(markdown, PEOPLE), NOBODY) == found


def test_without_people_a_name_is_text():
    assert said("@Ann Lee", NOBODY) == "@Ann Lee"
    assert not NOBODY
    assert PEOPLE


def test_a_mention_shows_the_name_and_comes_back():
    document = parse("- for @ANN@example.com", PEOPLE)
    markdown = render(document)
    assert markdown == "- for [@Ann Lee]{mention 5a}"
    assert parse(markdown, PEOPLE) == document
    assert parse(markdown) == document


PIECES = ["@Ann", "@Ann Lee", " ", "**", "\\", "`", "[", "](x)", "\n", "x", "@", "- ", "    "]
MARKDOWN = st.lists(st.sampled_from(PIECES)).map("".join)


@given(MARKDOWN)
def test_what_is_resolved_means_the_same(markdown):
    told = resolved(markdown, PEOPLE)
    assert parse(told, PEOPLE) == parse(markdown, PEOPLE)
    assert resolved(told, PEOPLE) == told
    assert resolved(markdown, NOBODY) == markdown


@given(MARKDOWN)
def test_what_was_made_with_people_is_stable_without_them(markdown):
    document = parse(markdown, PEOPLE)
    again = render(document)
    assert render(parse(again)) == again
    assert splice(document, again).doc is document


def test_text_of_the_original_never_becomes_a_mention():
    ann = node("mention", id="5b", text="@Ann")
    document = doc(para(text("cc @Ann Lee and "), ann), para(text("x")))
    before = render(document)
    edited = before.replace("cc", "CC").replace("x", "x @Cy @Ann Lee @Ann")
    told = resolved(edited, PEOPLE.without(before))
    first, second = splice(document, told).doc["content"]
    assert first["content"] == [text("CC @Ann Lee and "), ann]
    assert first["content"][1] is ann
    cy = node("mention", id="5f", text="@Cy")
    assert second["content"] == [text("x "), cy, text(" @Ann Lee @Ann")]


def test_names_that_stay_text_are_told_once():
    markdown = "@Ann @Bo Ek and @zed, @zed. `@code` a@b \\@no [@link](x)\n\n    @block\n\n- @list"
    assert unknown(markdown, PEOPLE) == ("@Bo", "@zed", "@list")
    assert unknown("nobody", PEOPLE) == ()
    assert unknown("a @x", NOBODY) == ("@x",)
    assert unknown("@Ann", PEOPLE) == ()
