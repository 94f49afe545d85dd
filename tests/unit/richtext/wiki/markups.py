"""Wiki markup to test with: out of its own signs, and as people write it."""

from hypothesis import strategies as st

SIGNS = ["word", "a", "x1", "*", "_", "-", "+", "^", "~", "??", "{{", "}}", "{code}", "{code:java}", "{code:sql|title=q}",
         "{noformat}", "{quote}", "{panel}", "{panel:title=x}", "{panel:bgColor=#deebff}", "{info}", "{color:red}",
         "{color:#ff0000}", "{color}", "{foo}", "{foo:a=b}", "{toc}", "{anchor:x}", "\n", "\n\n", "\r\n", "\r", "\n* ", "\n# ",
         "\n- ", "\n** ", "\n#* ", "\n*** ", "\nh1. ", "\nh3.", "\nbq. ", "\n----\n", "\n-- ", "|", "||", "| ", "\n|", "\n||", " |\n",
         "[", "]", "[a|http://b]", "[*a*|http://b|tip]", "[http://b.c]", "[~ann]", "[^f.txt]", "[#top]", "[KEY-1]", "[x", "!x.png!",
         "!x.png|thumbnail!", "!", "\\", "\\\\", "\\*", "\\{", "&", "&nbsp;", "&#10;", "&#x41;", "&copy;", ":)", ":D", "(x)", "(*y)", " ",
         "  ", "\t", "--", " -- ", " --- ", "http://a.b/c_d_e", "[ ] ", "[x] ", "{", "}", "(", ")", "ü", "中", "\u00a0", "\x00", "\x0b",
         "\u2028", "\ud800", "1. ", "# ", ">", "`", "<br>", "{*}", "{_}", "{??}", "{{{}", "{}}}", "\n:::panel info\n", "]{mark}", "C:\\temp",
         "\\\\srv\\x", ".", ",", "10|20"]  # fmt: skip

MARKUP = st.lists(st.sampled_from(SIGNS), max_size=25).map("".join)
TEXT = st.one_of(
    st.text(min_size=1, max_size=8),
    st.lists(st.sampled_from(SIGNS), min_size=1, max_size=8).map("".join),
)

BLOCKS = [
    "h1. Title *bold*",
    "Some _em_, *strong*, {{mono}}, -del-, +ins+, 2^nd^, ??cite??.\nSecond line\\\\ broken",
    "See [text|http://a.b], [http://x.y], http://bare.url/a_b, [~ann], [^f.txt], !x.png|width=300! and PROJ-1",
    "{color:red}red *x*{color} and {color:#00ff00}green{color} :) (/) -- dash",
    "* one\n** two\n*** deep\n* three\n{code:java|title=X}\nint x = 1;\n\n* not\n{code}\n* four",
    "# a\n#* b\n#* c\n# d",
    "- dash\n- dash two\ncontinued",
    "* [ ] todo\n* [x] done\n** [ ] below",
    "|| A || B ||\n| 1 | [x|http://y] |\n| 2 | {{a|b}} |",
    "|| A | b |\n| multi\nline | * a\n* b |\n| {panel}in{panel} | {code}x | y{code} |",
    "{quote}\nquoted *text*\n\n* l\n** m\n{quote}",
    "bq. short quote",
    "{panel:title=Hi|bgColor=#fff}\nin panel\n\n# one\n{panel}",
    "{panel:bgColor=#deebff}\ninfo\n{panel}",
    "{info:title=T}text{info}",
    "{foo:bar}x y{foo} and {toc} {anchor:x}",
    "{chart:a=1}\n|| x || y ||\n| 1 | 2 |\n{chart}",
    "----",
    "{noformat}\nraw *x*\n{noformat}",
    "{color:red}\npara\n\n* item\n{color}",
    "text {code}inline{code} after",
    "last {*}b{*}old\u00a0word",
]  # fmt: skip
"""Blocks as people write them, each one alone in its lines."""

DOCUMENT = st.lists(st.sampled_from(BLOCKS), min_size=1, max_size=8)
NEWLINES = st.sampled_from(["\n", "\r\n"])
