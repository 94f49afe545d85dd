import pytest

from tests.unit.richtext.test_endless import calls
from tests.unit.richtext.wiki.markups import BLOCKS, SIGNS
from ticketr.richtext.wiki.parse import parse
from ticketr.richtext.wiki.read import read
from ticketr.richtext.wiki.render import render
from ticketr.richtext.wiki.splice import splice

OPENINGS = [*SIGNS, "* ", "** ", "*a ", "{quote}\n", "{panel:x}", "{color:x}{quote}", "{foo:a}", "[a|", "!a", "{{a ", "a\\\\b",
            "http://:", "|a", "* a\n", "# a\n#* b\n", "*a* _b_ ", "_*", "[~a]", "??a ", "- -", "{code}\n", "{code:a}\n", "&#",
            "* [ ] a\n", "** [ ] a\n", "{quote}{panel}{color:red}{info}{note}{tip}{foo}", "|{quote}", "* {quote}"]  # fmt: skip


@pytest.mark.parametrize("opening", OPENINGS)
def test_thousands_of_openings_are_read_with_work_that_grows_as_they_do(opening):
    short, long = (opening * count + "bottom" for count in (500, 2000))
    assert read(long).blocks
    assert calls(lambda: read(long)) < 4 * 2 * calls(lambda: read(short))


@pytest.mark.parametrize(
    "opening",
    [
        "* ",
        "** a\n",
        "{quote}",
        "{panel:a}",
        "|",
        "[",
        "{color:x}a\n\n",
        "{foo}\n",
        "*",
        "* [ ] a\n*",
    ],
)
def test_deep_markup_comes_back(opening):
    markup = opening * 400 + "bottom"
    assert splice(markup, render(markup)).doc == markup
    assert "bottom" in parse(render(markup))


def test_the_work_grows_with_the_length():
    text = "\n\n".join(BLOCKS)
    assert calls(lambda: read(text * 40)) < 8 * 1.5 * calls(lambda: read(text * 5))


@pytest.mark.parametrize(
    "char", [*map(chr, range(32)), "\x7f", "\x85", "\ud800", "\ufeff", "\u2029"]
)
def test_no_character_is_a_surprise(char):
    for markup in (
        char,
        f"a{char}b",
        f"* a{char}",
        f"|{char}|",
        f"{{code}}{char}{{code}}",
        f"[a{char}|http://b{char}]",
    ):
        assert splice(markup, render(markup)).doc == markup
        assert render(parse(render(markup))) == render(parse(render(parse(render(markup)))))
