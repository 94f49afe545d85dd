import time

import pytest

from tests.unit.richtext.wiki.markups import BLOCKS, SIGNS
from ticketr.richtext.wiki.parse import parse
from ticketr.richtext.wiki.read import read
from ticketr.richtext.wiki.render import render
from ticketr.richtext.wiki.splice import splice

OPENINGS = [*SIGNS, "* ", "** ", "*a ", "{quote}\n", "{panel:x}", "{color:x}{quote}", "{foo:a}", "[a|", "!a", "{{a ", "a\\\\b",
            "http://:", "|a", "* a\n", "# a\n#* b\n", "*a* _b_ ", "_*", "[~a]", "??a ", "- -", "{code}\n", "{code:a}\n", "&#",
            "* [ ] a\n", "** [ ] a\n", "{quote}{panel}{color:red}{info}{note}{tip}{foo}", "|{quote}", "* {quote}"]  # fmt: skip


@pytest.mark.parametrize("opening", OPENINGS)
def test_thousands_of_openings_are_read_in_a_moment(opening):
    markup = opening * 2000 + "bottom"
    started = time.process_time()
    source = read(markup)
    assert time.process_time() - started < 5
    assert source.blocks


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


def test_the_time_grows_with_the_length():
    text = "\n\n".join(BLOCKS)
    short, long = text * 10, text * 80

    def taken(markup):
        started = time.process_time()
        read(markup)
        return time.process_time() - started

    assert taken(long) < 8 * 4 * max(taken(short), 0.005)


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
