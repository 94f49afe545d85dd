"""An edit of a word in any kind of block, table, list or macro: the characters of all other blocks stay."""

from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.unit.richtext.edits import law
from tests.unit.richtext.wiki.markups import BLOCKS
from ticketr.richtext.wiki.render import render
from ticketr.richtext.wiki.splice import splice

MORE = ["|a|[x|http://y?a=1|tip]|\n|b|c|", "||h||\n|[a|b]|", "* a\n* a\n* a", "* a\n* b\n\n* a\n* c", "{panel}one{panel}",
        "{panel}two{panel}", "{quote}one{quote}", "{code:title=Foo.java|borderStyle=solid}\nint one;\n{code}",
        "{panel:title=A|bgColor=#deebff}\none\n{code}\nx\n{code}\n{panel}", "|| a ||\n|one|", "|| a ||\n|two|", "#* one\n#* two",
        "* one\n** one\n* two", "|{code}x|y{code}|one|", "!x.png|thumbnail! one", "one [~ann] [^f|g.txt]", "{color:red}*one*{color}",
        "bq. one", "h2. one", "* {quote}one{quote}", "|!a.png|width=3!|one|", "one\\\\two\\\\ one"]  # fmt: skip
WORDS = ["one", "two", "a", "b", "word", "Title", "text", "red", "in panel", "quoted"]


@law(100, share=4)
@given(st.integers(0, 2**32))
def test_an_edit_inside_a_block_leaves_the_characters_of_the_others(seed):
    chance = Random(seed)
    newline = chance.choice(["\n", "\n", "\r\n"])
    blocks = [chance.choice(BLOCKS + MORE) for _ in range(chance.randint(2, 5))]
    blocks = [block.replace("\n", newline) for block in blocks]
    gap = f"{newline}{newline}between{newline}{newline}"
    shown = [render(block) for block in blocks]
    at = chance.randrange(len(blocks))
    word = chance.choice([word for word in WORDS if word in shown[at]] or [""])
    assume(word and render(gap.join(blocks)) == "\n\nbetween\n\n".join(shown))
    shown[at] = shown[at].replace(word, chance.choice(["one", "two", "EDIT", "*", "|", "x y"]), 1)
    edited = splice(gap.join(blocks), "\n\nbetween\n\n".join(shown)).doc
    before = "".join(block + gap for block in blocks[:at])
    after = "".join(gap + block for block in blocks[at + 1 :])
    assert edited.startswith(before)
    assert edited.endswith(after)
    assert len(edited) >= len(before) + len(after)
