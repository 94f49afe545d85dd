import pytest

from ticketr.richtext.wiki.lost import gone
from ticketr.richtext.wiki.parse import parse
from ticketr.richtext.wiki.render import render
from ticketr.richtext.wiki.size import LIMIT, length
from ticketr.richtext.wiki.splice import splice

READ = [
    ("|a\n|b|", "| a |\n| --- |\n| b |"),
    ("|a\n\nb", "| a |\n| --- |\n\nb"),
    ("h2. Title", "## Title"),
    ("h3.no space", "### no space"),
    ("*bold* _it_ -del- +ins+ ^up^ ~low~ ??cite?? {{mono}}", "**bold** _it_ ~~del~~ [ins]{underline} [up]{sup} [low]{sub} [cite]{mark ^tlimmw} `mono`"),
    ("x{*}b{*}y {_}i{_} {-}d{-}", "x**b**y _i_ ~~d~~"),
    ("a*b*c snake_case_name 2-3-4", "a\\*b\\*c snake_case_name 2-3-4"),
    ("*a _b* c_", "**a \\_b** c\\_"),
    ("*a\nb*", "\\*a\nb\\*"),
    ("** not*", "- - not\\*"),
    ("{*}{*}", "{\\*}{\\*}"),
    ("{{{}m{}}}x a{{b}}", "`m`x a{{b}}"),
    ("{{a\\}\\}b}}", "`a}}b`"),
    ("{{*x*}}", "`*x*`"),
    ("[text|http://a.b]", "[text](http://a.b)"),
    ("[http://a.b]", "<http://a.b>"),
    ("[a|http://b|tip]", '[a](http://b "tip")'),
    ("[*x*|http://b]", "[**x**](http://b)"),
    ("[~ann]", "[@ann]{mention ann}"),
    ("[Ann|~ann]", "[Ann](~ann)"),
    ("[^f.txt]", "[f.txt]{file ^b2l4wt}"),
    ("[doc|^f.txt]", "[doc](^f.txt)"),
    ("[#top]", "[#top](#top)"),
    ("[KEY-1]", "[KEY-1](KEY-1)"),
    ("[not a link]", "\\[not a link]"),
    ("[ |http://b]", "<http://b>"),
    ("[|x]", "[x](x)"),
    ("[mailto:a@b.c]", "[mailto:a@b.c](mailto:a@b.c)"),
    ("!a.png!", "[a.png]{file ^chkqge}"),
    ("!a.png|thumbnail,width=3!", "[a.png]{file ^gqxnnl}"),
    ("no!image!", "no!image\\!"),
    ("http://a.b/x_y_z, and", "http://a.b/x_y_z, and"),
    ("(x) :) f(x) :D:D", "[(x)]{emoji} [:)]{emoji} f[(x)]{emoji} [:D]{emoji}:D"),
    ("a -- b --- c--d", "a \u2013 b \u2014 c--d"),
    ("-- x", "\u2013 x"),
    ("C:\\temp \\\\srv\\x a\\\\b\\\\ c", "C:\\temp \\\\\\srv\\x a\\\\\\b\\\nc"),
    ("\\* \\{ \\a &amp; &#65; &#x42; &bogus; &#99999999; &#x999999;", "\\* { \\a & A B \\&bogus; \\&#99999999; \\&#x999999;"),
    ("a\\\\", "a<br>"),
    ("{color:red}x{color} {color:#00ff00}y{color} {color}z{color}", "[x]{color ^sgnd63} [y]{color #00ff00} [z]{color ^t73guu}"),
    ("{color:red}a\n\nb{color}", ":::macro-body ^fig6gn\na\n\nb\n:::"),
    ("{foo} {foo:a}b{foo} {toc}", "[extension {foo}]{macro ^6tfmwp} [extension {foo:a}b{foo}]{macro ^mwmv46} [extension {toc}]{macro ^m5w6c4}"),
    ("{foo:a}\nb\n{foo}", "[extension {foo:a} b {foo}]{block-macro ^h64h6n}"),
    ("{quote}\na\n\nb\n{quote}", "> a\n>\n> b"),
    ("{quote}open", "{quote}open"),
    ("a {quote}b{quote} c", "a\n\n> b\n\nc"),
    ("{quote}{quote}", "> &nbsp;"),
    ("{panel}\na\n{panel}", ":::panel info\na\n:::"),
    ("{panel:title=T|bgColor=#deebff}a{panel}", ":::panel ^woc5kk\na\n:::"),
    ("{panel:bgColor=#ffebe6}a{panel}", ":::panel error\na\n:::"),
    ("{tip}a{tip}", ":::panel tip ^vwb7g5\na\n:::"),
    ("{code}\nx\n{code}", "```\nx\n```"),
    ("{code:java}\nx\n{code}", "```java\nx\n```"),
    ("{code:java|title=a}\nx\n{code}", "```java {^pkd6un}\nx\n```"),
    ("{code:title=a}x{code}", "```{^jgqrdt}\nx\n```"),
    ("{code}x", "{code}x"),
    ("{noformat}\n\nx\n\n{noformat}", "```\n\nx\n\n```"),
    ("{code}{code}", "```\n```"),
    ("----", "---"),
    ("-----", "---"),
    ("------", "\\------"),
    ("---", "\u2014"),
    ("* a\n* b", "- a\n- b"),
    ("- a\n- b", "- a\n- b"),
    ("# a\n## b\n# c", "1. a\n   1. b\n2. c"),
    ("* a\n# b\n#* c", "- a\n\n1. b\n   - c"),
    ("*** deep\n* up", "- - - deep\n- up"),
    ("* a\n*** b", "- a\n  - - b"),
    ("* a\nmore\n* b", "- a\n  more\n- b"),
    ("* a\n\n* b", "- a\n\n* b"),
    ("* a\nh1. T", "- a\n\n# T"),
    ("* a {code}x{code} more\n* b", "- a\n\n  ```\n  x\n  ```\n\n  more\n\n- b"),
    ("* \n* x", "- &nbsp;\n- x"),
    ("* [ ] a\n* [x] b\n** [X] c", "- [ ] a\n- [x] b\n  - [x] c"),
    ("* [ ] a\n* b", "- \\[ ] a\n- b"),
    ("* [ ] a\n# x", "- [ ] a\n\n1. x"),
    ("* [ ] a {quote}b{quote}", "- \\[ ] a\n\n  > b"),
    ("*a\n-", "\\*a\n\\-"),
    ("||A||B||\n|a|b|", "| A | B |\n| --- | --- |\n| a | b |"),
    ("|a|\n|b|c|", ":::::table\n::::row\n:::cell\na\n:::\n::::\n\n::::row\n:::cell\nb\n:::\n\n:::cell\nc\n:::\n::::\n:::::"),
    ("|a\nb|c|", "| a<br>b | c |\n| --- | --- |"),
    ("|", "|  |\n| --- |"),
    ("| a", "| a |\n| --- |"),
    ("|a|*b*|[x|http://y]|{{a|b}}|\\||", "| a | **b** | [x](http://y) | `a\\|b` | \\| |\n| --- | --- | --- | --- | --- |"),
    ("||A|\n|* a\n* b|", ":::::table\n::::row\n:::header\nA\n:::\n::::\n\n::::row\n:::cell\n- a\n- b\n:::\n::::\n:::::"),
    ("|{color:red}a|b{color}|", "| [a\\|b]{color ^sgnd63} |\n| --- |"),
    ("text\n|a|\nafter", "text\n\n| a |\n| --- |\n\nafter"),
    ("bq. a *b*", "> a **b**"),
    ("bq. a {code}x{code} b", "> a\n\n```\nx\n```\n\nb"),
    ("h1. a {code}x{code} b", "# a\n\n```\nx\n```\n\nb"),
    ("&nbsp;", "&nbsp;"),
    ("", ""),
    ("  \r\n ", ""),
    ("a\r\nb\rc", "a\nb\nc"),
    ("a  \n   b", "a\nb"),
    ("{panel:title=a}{panel:title=b}x{panel}{panel}", '::::expand "a"\n:::expand "b"\nx\n:::\n::::'),
    ("{quote}{panel}x{quote}{panel}", "> {panel}x\n\n{panel}"),
    ("\\{quote}x{quote}", "{quote}x{quote}"),
    ("\\\\{quote}x{quote}", "<br>\n\n> x"),
    ("{{a}} {{b", "`a` {{b"),
    ("{color:red}{quote}x{quote}{color}", ":::macro-body ^fig6gn\n> x\n:::"),
    ("|a|{quote}b|c{quote}|", ":::::table\n::::row\n:::cell\na\n:::\n\n:::cell\n> b|c\n:::\n::::\n:::::"),
    ("a [^f] {x}", "a [f]{file ^lupmfn} [extension {x}]{macro ^423gcp}"),
    ("{anchor:a}", "[extension {anchor:a}]{macro ^24ohb5}"),
]  # fmt: skip
"""Wiki markup, and the Markdown that it is shown as."""

WRITTEN = [
    ("-5 and -7, ~3, 2^3 a^ and \\*", "-5 and -7, ~3, 2^3 a^ and *"),
    ("a -b- !c !", "a \\-b\\- \\!c !"),
    (":D x :P", "&#58;D x &#58;P"),
    (":::task DONE\n```\n```\n:::", "\\[x]&#32;"),
    ("[x](<http://a/{b}|c>)", "[x|http://a/%7Bb%7D%7Cc]"),
    (":::::table\nx\n:::::", "|x|"),
    (":::::table\n::::row\nx\n::::\n:::::", "|x|"),
    ("**a** _b_ ~~c~~ `d` [x](http://y) <http://z.w>", "*a* _b_ -c- {{d}} [x|http://y] [http://z.w]"),
    ("**a**b", "{*}a{*}b"),
    ("a**b**c", "a{*}b{*}c"),
    ("*a*", "_a_"),
    ("**a b\nc d**", "*a b*\n*c d*"),
    ("- a\n  - b\n\n    c\n- d", "* a\n** b\nc\n* d"),
    ("1. a\n   - b", "# a\n#* b"),
    ("- [ ] a\n- [x] b\n  - [ ] c", "* [ ] a\n* [x] b\n** [ ] c"),
    ("- a\n\n  ```py\n  x\n  ```\n\n  after", "* a\n{code:py}\nx\n{code}\nafter"),
    ("- # T\n- > q\n- ---", "* *T*\n* {quote}\nq\n{quote}\n\n----"),
    ("> a\n>\n> > b", "{quote}\na\n\nb\n{quote}"),
    ("```\n{code}\n```", "{noformat}\n{code}\n{noformat}"),
    ("```java\n{code} {noformat}\n```", "{{&#123;code&#125; &#123;noformat&#125;}}"),
    ("| a | b |\n|---|---|\n| c \\| d | <br>x<br>y |", "||a||b||\n|c \\| d|\\\\ x\\\\ y|"),
    ("![alt](http://i/x.png)", "[alt|http://i/x.png]"),
    ('[a](<b|c]d> "t|t")', "[a|b&#124;c&#93;d|t&#124;t]"),
    ("[*a*b](x)", "[{_}a{_}b|x]"),
    ("a\\\nb", "a\nb"),
    ("a\nb", "a\nb"),
    ("a  \n\nb", "a\n\nb"),
    ("[Done]{status green} [2024-02-29]{date} [https://a.b]{card} [@Ann]{mention ann} [:)]{emoji} [:smile:]{emoji} [Fill]{placeholder}", "*Done* 2024-02-29 [https://a.b] [~ann] :) :smile: Fill"),
    ("[x]{color #ff0000} [y]{underline} [z]{sup}", "{color:#ff0000}x{color} +y+ ^z^"),
    ("[x]{align center}", "x"),
    (":::panel info\na\n\n- b\n:::", "{panel:bgColor=#deebff}\na\n\n* b\n{panel}"),
    (':::expand "More {x}"\na\n:::', "{panel:title=More x}\na\n{panel}"),
    ("::::layout\n:::column 50\na\n:::\n\n:::column 50\nb\n:::\n::::", "a\n\nb"),
    ("::::panel info\n:::panel note\nx\n:::\n::::", "{panel:bgColor=#deebff}\nx\n{panel}"),
    ("# *a* `b`", "h1. _a_ {{b}}"),
    ("&nbsp;", "&nbsp;"),
    ("&#32;a&#32;", "&#32;a&#32;"),
    ("*&#32;a&#32;*", "&#32;_a_&#32;"),
    ("\\* a\n\\# b\n\\- c", "\\* a\n\\# b\n\\- c"),
    ("h1. x", "h1&#46; x"),
    ("bq. x", "bq&#46; x"),
    ("|x|", "\\|x|"),
    ("`{{a}}`", "{{&#123;&#123;a&#125;&#125;}}"),
    ("`a b*c*`", "{{a b*c\\*}}"),
    ("x`a`y", "x{{{}a{}}}y"),
    (":::decisions\n- a\n:::", "* a"),
    (":::::table\n::::row\n:::header\n# h\n:::\n\n:::cell\n- a\n- b\n\npara\n:::\n::::\n:::::", "||*h*|* a\n* b\npara|"),
    ("[https://a.b]{block-card}", "[https://a.b]"),
    ("[gone]{image ^aaaaaa}", "\\[gone]\\{image ^aaaaaa}"),
    ("[x](http://a/{b}|c d)", "\\[x](http://a/\\{b}|c d)"),
    ("[http://a.b](http://a.b)", "[http://a.b]"),
    ("[mailto:a@b.c](mailto:a@b.c)", "[mailto:a@b.c]"),
    ("**[x](http://y) z**", "*[x|http://y] z*"),
    ("[**x**](http://y)", "[*x*|http://y]"),
    ("C:\\\\temp\\\\x \\\\\\\\srv\\\\y", "C:\\temp\\x &#92;\\srv\\y"),
    ("{quote} [x] ~user", "\\{quote} \\[x] ~user"),
    ("https://a.b/c_d*e*", "https://a.b/c_d{_}e{_}"),
    ("a&amp;nbsp;b", "a&#38;nbsp;b"),
    ("***a** b*", "_*a* b_"),
    ("- | a | b |\n  |---|---|\n  | c | d |", "* a | b\nc | d"),
    (":::tasks\nx\n:::", "* x"),
    (":::block-task TODO\nx\n:::", "x"),
    ("::::tasks\n:::block-task TODO\none\n:::\n::::", "* \\[ ] one"),
    (":::files\nx\n:::", "x"),
    ("- \n- x", "* &nbsp;\n* x"),
    ('[a](b "c")', "[a|b|c]"),
    ("[ a ](b)", "[&#32;a&#32;|b]"),
    ("[a\nb](c)", "[a|c]\n[b|c]"),
    ("!a.png! x!", "\\!a.png! x!"),
    ("a? b?? c", "a? b?? c"),
    ("**a**?? **?b?**", "*a*\\?\\? *\\?b?*"),
    ("[x]{comment 1}", "x"),
]  # fmt: skip
"""Markdown, and the wiki markup that it is sent as."""


@pytest.mark.parametrize(("markup", "markdown"), READ)
def test_markup_is_shown(markup, markdown):
    assert render(markup) == markdown
    assert splice(markup, markdown).doc == markup


@pytest.mark.parametrize(("markdown", "markup"), WRITTEN)
def test_markdown_is_sent(markdown, markup):
    assert parse(markdown) == markup


EDITS = [
    ("a -- {*}b{*}c  x\n  two", "two", "2", "a -- {*}b{*}c  x\n  2", []),
    ("a -- b", "b", "*b*", "a -- _b_", []),
    ("h2.T -- x", "x", "y", "h2.T -- y", []),
    ("* [ ] a -- b", "a", "c", "* [ ] c -- b", []),
    ("* [ ] a", "[ ]", "[x]", "* [x] a", []),
    ("{code:java|title=T}\nx\n{code}", "x", "y", "{code:java|title=T}\ny\n{code}", []),
    ("{code:java|title=T}\nx\n{code}", "java", "go", "{code:go|title=T}\nx\n{code}", []),
    ("{code}x{code}", "x", "y\\z", "{code}\ny\\z\n{code}", []),
    ("{code}\r\nx\r\n{code}\r\n", "x", "x\ny", "{code}\r\nx\r\ny\r\n{code}\r\n", []),
    ("{noformat}\nx\n{noformat}", "x", "{noformat}", "{code}\n{noformat}\n{code}", []),
    ("{code:java}\nx\n{code}", "x", "{code} {noformat}", "{{&#123;code&#125; &#123;noformat&#125;}}", []),
    ("{panel:title=T|x=y}\na\n{panel}", "panel", "panel warning", "{panel:title=T|x=y|bgColor=#fffae6}\na\n{panel}", []),
    ("{panel:title=T}\na\n{panel}", '"T"', '"New {t}"', "{panel:title=New t}\na\n{panel}", []),
    ("{tip:title=T}a{tip}", "panel tip", "panel note", "{panel:title=T|bgColor=#eae6ff}\na\n{panel}", []),
    ("{tip}a{tip}", "panel tip", "panel error", "{panel:bgColor=#ffebe6}\na\n{panel}", []),
    ("{panel:bgColor=#ffebe6}\na\n{panel}", "error", "info", "{panel:bgColor=#deebff}\na\n{panel}", []),
    ("{quote}a{quote}", "a", "a\n>\n> b", "{quote}a\n\nb{quote}", []),
    ("bq. a", "a", "b", "bq. b", []),
    ("bq. a", "a", "a\n> b", "{quote}\na\nb\n{quote}", []),
    ("bq. a", "a", "a\n>\n> b", "{quote}\na\n\nb\n{quote}", []),
    ("!a.png|width=3!", "[a.png]", "[map | x]", '!a.png|width=3|alt="map x"!', []),
    ("!a.png|alt=q!", "[a.png]", "[map]", '!a.png|alt="map"!', []),
    ("[^a.txt]", "[a.txt]", "[the file]", "[the file|^a.txt]", []),
    ("|a|\n|b -- c|", "b", "d", "|a|\n|d -- c|", []),
    ("|a|b", "b", "c", "|a|c", []),
    ("||A||\n|a|", "| a |", "| a |\n| b |", "||A||\n|a|\n|b|", []),
    ("|a|b|\n|c|d|", "| c | d |", "| d | c |", "|a|b|\n|d|c|", []),
    ("|* a\n* b|", "- a", "- x|y", "|* x\\|y\n* b|", []),
    ("|a\nb|", "<br>b", "<br>c", "|a\nc|", []),
    ("* a\n* b\n* c", "- b\n", "", "* a\n* c", []),
    ("* a\n** b\n* c", "- a\n  - b", "- b", "* b\n* c", []),
    ("a\n\nb\n\nc", "b\n\n", "", "a\n\nc", []),
    ("h1. a\nb\n* c\n----\nd", "b", "x", "h1. a\nx\n* c\n----\nd", []),
    ("h1. a\nb\n* c", "# a\n\n", "", "b\n* c", []),
    ("h1. a\nb\n* c", "- c", "", "h1. a\nb", []),
    ("a {quote}x{quote} b\n\nc", "c", "c\n\n> x", "a {quote}x{quote} b\n\nc\n\n{quote}x{quote}", []),
    ("{quote}open\n\nx", "x", "> y", "\\{quote}open\n\n{quote}\ny\n{quote}", []),
    ("{code}open\n\nx", "x", "```\ny\n```", "{code}open\n\n{noformat}\ny\n{noformat}", []),
    ("{quote}open\n\n* i -- {color} j\n\nx", "x", "> y", "\\{quote}open\n\n* i \u2013 \\{color} j\n\n{quote}\ny\n{quote}", []),
    ("{foo:a}b{foo} tail", "tail", "y", "{foo:a}b{foo} y", []),
    ("{foo}\nb\n{foo}\n\ntail", "tail", "y", "{foo}\nb\n{foo}\n\ny", []),
    ("a\n\n{foo}\nb\n{foo}", "a\n\n[extension {foo} b {foo}]", "[extension {foo} b {foo}]", "{foo}\nb\n{foo}", []),
    ("{foo}", "[extension {foo}]", "[other]", "{foo}", ["extension {foo} cannot be changed here"]),
    ("{color:red}a{color}", "a", "b", "{color:red}b{color}", []),
    ("{color:red}\none\n\nb\n{color}", "one", "x", "{color:red}\nx\n\nb\n{color}", []),
    ("{color:red}a{color}", "color", "background", "a", ["{background ^sgnd63} in line 1 stands for something in another text"]),
    ("a\\\\b \\* -- c", "c", "d", "a\\\\b \\* -- d", []),
    ("a -- a -- a", "a \u2013 a \u2013 a", "a \u2013 b \u2013 a", "a -- b -- a", []),
    ("a -- b", "a \u2013 b", "{color:red}x{color}", "\\{color:red}x\\{color}", []),
    ("a -- b", "a \u2013 b", "a -- b", "a \\-\\- b", []),
    ("[KEY-1] -- x", "x", "y", "[KEY-1] -- y", []),
    ("", "", "new", "new", []),
    ("  \n", "", "new", "new", []),
    ("a", "a", "", "", []),
    ("* a\n", "- a", "- a\n- b", "* a\n* b\n", []),
    ("a\r\n\r\nb", "b", "b\n\n- c\n- d", "a\r\n\r\nb\r\n\r\n* c\r\n* d", []),
    ("- a\n- b", "- b", "- b\n- c", "- a\n- b\n- c", []),
    ("{quote}\n* a\n{quote}", "- a", "- a\n> - b", "{quote}\n* a\n* b\n{quote}", []),
    ("{quote}{quote}", "&nbsp;", "x", "{quote}x{quote}", []),
    ("* a\n{code}\nx\n{code}\n* b", "b", "c", "* a\n{code}\nx\n{code}\n* c", []),
    ("* ", "&nbsp;", "x", "* x", []),
    ("# a", "1. a", "- a", "* a", []),
    ("h1. a", "# a", "## a", "h2. a", []),
    ("*** a\n* b", "a", "c", "*** c\n* b", []),
    ("* a {code}x{code} # b", "# b", "- b", "* a {code}x{code} - b", []),
    ("a {code}x{code} * b\n\nc", "\\* b", "\\* c", "a {code}x{code} * c\n\nc", []),
    ("!a.png! and [^b.txt] {toc} {toc}", " and [b.txt]", "", "!a.png!\\{file \\^ouqezf} {toc} {toc}", ['media "b.txt" is no longer in the text']),
    ("[x|^b.txt] y", "y", "z", "[x|^b.txt] z", []),
    ("a {toc} b {toc}", "a ", " ", "{toc} b {toc}", []),
    ("{quote}a{quote}", "> a", "```\nx\n```", "{noformat}\nx\n{noformat}", []),
    ("|a|", "a", "> q", "|> q|", []),
    ("a", "a", "[b]{mark ^aaaaaa}", "b", ["{mark ^aaaaaa} in line 1 stands for something in another text"]),
    ("{panel}one{panel}", "one", "b", "{panel}b{panel}", []),
    ("* a\n* b", "- a", "- ```\n  x\n  ```", "* {noformat}\nx\n{noformat}\n* b", []),
    ("a\n\n|b|", "a", "a\n\n- [ ] t", "a\n\n* [ ] t\n\n|b|", []),
    ("", "", ":::panel\nx\n:::", ":::panel\nx\n:::", []),
    ("", "", ":::panel tip\nx\n:::", "{panel:bgColor=#e3fcef}\nx\n{panel}", []),
]  # fmt: skip
"""Wiki markup, what is replaced by what in its Markdown, the markup then, and what is lost."""


@pytest.mark.parametrize(("markup", "old", "new", "expected", "lost"), EDITS)
def test_an_edit_touches_what_it_edits(markup, old, new, expected, lost):
    markdown = render(markup)
    assert markdown.count(old) == 1
    spliced = splice(markup, markdown.replace(old, new) if old else new)
    assert spliced.doc == expected
    assert [str(one) for one in spliced.lost] == lost


def test_a_very_long_line_is_written_anew():
    markup = "x " * 12_000 + "-- y"
    assert splice(markup, render(markup).replace("y", "z")).doc == "x " * 12_000 + "\u2013 z"


def test_placeholders_of_a_known_text_may_stand_here():
    whole = "a\n\n!x.png!\n\n{quote}\n{foo}\nb\n{foo}\n{quote}\n\n{panel:title=T}\np\n{panel}\n\n{color:red}\nc\n\nd\n{color}"
    shown = render(whole).removeprefix("a\n\n")
    spliced = splice("a", f"a\n\n{shown}", whole)
    assert spliced.lost == ()
    assert spliced.doc == whole
    assert [str(one) for one in splice("a", f"a\n\n{shown}").lost] != []


def test_placeholders_of_other_tickets_may_stand_here_but_for_their_files():
    other = "{panel:title=T|x=y}\np\n{panel}\n\n!x.png!"
    spliced = splice("a", "a\n\n" + render(other), others=[other])
    assert spliced.doc.startswith("a\n\n{panel:title=T|x=y}\np\n{panel}")
    assert len(spliced.lost) == 1


def test_what_is_gone_is_named():
    assert [str(one) for one in gone("!a.png! [^b] {toc} {toc}", "[text|^b] {toc}")] == [
        'media "a.png" is no longer in the text',
        'extension "{toc}" is no longer in the text',
    ]
    assert gone("[text|^b]", "[^b]") == ()


def test_length_is_counted_as_java_does():
    assert length("a\U0001f600") == 3
    assert LIMIT == 32_767
