import pytest

from ticketr.markdown.parse import parse
from ticketr.markdown.render import TicketText, ticket_text

T = TicketText


def read(text):
    document = parse(text, "f.md")
    return [ticket_text(block) for block in document.blocks]


def said(text):
    document = parse(text, "f.md")
    return [str(one) for one in document.problems], [str(one) for one in document.notes]


@pytest.mark.parametrize(
    ("text", "ticket"),
    [
        ("# TICKET: [PROJ-] x", T("[PROJ-] x")),
        ("#ticket:[PROJ-1]x", T("x", "PROJ-1")),
        ("# TICKET: [AB-1](http://x) y", T("[AB-1](http://x) y")),
        ("# TICKET: \\[AB-1] y", T("[AB-1] y")),
        ("# TICKET: a\n# comment\n<!-- c -->\n\nlead", T("a", description="lead")),
        ("# TICKET: a\n<!-- c\n# TICKET: b\n-->", T("a")),
        ("# TICKET: a\n## Description\n## Fields", T("a", description="")),
        ("# TICKET: a\n## description : ##\nx\n# Title\n## Notes\n### Fields\n    ## Tasks\n", T("a", description="x\n# Title\n## Notes\n### Fields\n    ## Tasks")),
        ("# TICKET: a\n## Description\nx\n---\ny\n---\n\n# TICKET: b", T("a", description="x\n---\ny")),
        ("# TICKET: a\n## Description\n~~~~\n~~~\n## Fields\n~~~~~ \ny", T("a", description="~~~~\n~~~\n## Fields\n~~~~~ \ny")),
        ("# TICKET: a\n## Description\n\\## Fields\n\\\\## Fields\n\\\\\\## Fields\n\\\\x", T("a", description="\\## Fields\n## Fields\n\\\\## Fields\n\\\\x")),
        ("# TICKET: a\n## Fields\n- A\\:b: c\n**D**: e\n* **F:** g\n# comment\n---\n<!--\nX: y\n-->\nH:\n  - i\n\n  ```\n  j: k\n  ```\nL: m\n   n\n   o: p\n", T("a", fields=(("A:b", "c"), ("D", "e"), ("F", "g"), ("H", "- i\n\n```\nj: k\n```"), ("L", "m\nn"), ("o", "p")))),
        ("# TICKET: a\n## Tasks\n- x\n# TICKET: b", T("a", tasks=(T("x"),))),
        ("# TICKET: a\n## Tasks\n+ x\n 2) y\n- - -\n", T("a", tasks=(T("x"), T("y")))),
        ("# TICKET: a\n## Tasks\n- x\nlazy\n\n- y\n```\n# TICKET: no\n```\n", T("a", tasks=(T("x", description="lazy"), T("y")))),
        ("# TICKET: a\n## Tasks\n- x\n  ## Description\n  d\n  #### Fields\n  e\n      ## Fields\n  f\n  ## fields:\n  A: b\n  # c\n", T("a", tasks=(T("x", description="d\n#### Fields\ne\n    ## Fields\nf", fields=(("A", "b"),)),))),
        ("# TICKET: a\n## Tasks\n- x\n  ```\n- code\n- y\n", T("a", tasks=(T("x", description="```"), T("code"), T("y")))),
        ("# TICKET: a\n## Tasks\n- x\n  ~~~\nunindented\n  ~~~\n- y\n", T("a", tasks=(T("x", description="~~~\nunindented\n~~~"), T("y")))),
        ("# TICKET: a\n## Tasks\n- x\n\t## Description\n\t\tcode\n  two\n", T("a", tasks=(T("x", description="\tcode\ntwo"),))),
    ],
)  # fmt: skip
def test_first_ticket(text, ticket):
    assert read(text)[0] == ticket


@pytest.mark.parametrize(
    ("text", "problems", "notes"),
    [
        ("# STORY: x\n", ["f.md:1:1: This says `# STORY:`, which is no ticket."], []),
        ("# TICKET:\n## Tasks\n- \n", ["f.md:1:1: This ticket has no title.", "f.md:3:1: This task has no title."], []),
        (
            "# TICKET: [AB-1] x\n## Tasks\n- [AB-1] y\n\n# TICKET: [AB-1] z",
            ["f.md:3:4: The key AB-1 stands in this file twice, first on line 1.", "f.md:5:12: The key AB-1 stands in this file twice, first on line 1."],
            [],
        ),
        (
            "# TICKET: x\n## Fields\nA: b\n- a: c\n## Fields\nD: e\n",
            ["f.md:4:3: The field a stands twice, first on line 3.", "f.md:5:1: This section stands twice in one ticket or task, first on line 2."],
            [],
        ),
        ("# TICKET: x\n## Tasks\n- y\n  ## Tasks\n  - z\n", ["f.md:4:3: A task cannot hold tasks of its own."], []),
        ("# TICKET: x\n## Tasks\n- y\n  text\n  ```\n  - [AB-1] no\n  ```\n  - [AB-2] z\n", ["f.md:8:3: A task cannot hold tasks of its own."], []),
        ("# TICKET: x\n## Tasks\n- ### y\n#### Fields\n- A: b\n", ["f.md:4:1: This section is not indented under its task."], []),
        (
            "# TICKET: x\nlead\n## Description\nd\n## Fields\nprose\n```\nA: b\n```\n https://x.example\n: v\n## Notes\nB: c\n",
            [],
            [
                "f.md:2:1: This text stands above the Description; it stays here and is not sent.",
                "f.md:6:1: This line is no field; it stays here and is not sent.",
                "f.md:10:2: This line is no field; it stays here and is not sent.",
                "f.md:11:1: This line is no field; it stays here and is not sent.",
                "f.md:12:1: This heading ends the list above it; what follows stays here and is not sent.",
            ],
        ),
        (
            "# TICKET: x\n## Tasks\nintro\n- y\n  ## Fields\n  A: b\n  ## Notes\n  C: d\n\noutro\n\n# Later\n- z\n",
            [],
            [
                "f.md:3:1: This text belongs to no task; it stays here and is not sent.",
                "f.md:7:3: This heading ends the list above it; what follows stays here and is not sent.",
                "f.md:10:1: This text belongs to no task; it stays here and is not sent.",
                "f.md:12:1: This heading ends the list above it; what follows stays here and is not sent.",
            ],
        ),
        ("# TICKET: x\n```\n<!--\n````\n# TICKET: y\n", [], []),
        ("# TICKET: x\n```a\n<!--\n# TICKET: y\n", [], ["f.md:2:1: What is opened here is never closed; it is read as plain text.", "f.md:3:1: What is opened here is never closed; it is read as plain text."]),
    ],
)  # fmt: skip
def test_what_is_reported(text, problems, notes):
    assert said(text) == (problems, notes)


def test_a_fields_section_that_is_empty_is_not_one_that_is_missing():
    empty, missing = parse("# TICKET: a\n## Fields\n\n# TICKET: b\n").blocks
    assert empty.fields_section is not None
    assert missing.fields_section is None
    assert empty.fields == missing.fields == ()


@pytest.mark.parametrize(
    "text",
    [
        "# TICKET: a\n## Tasks\n- b\n" + "  ```x\n" * 20_000,
        "# TICKET: a\n" + "".join("`" * (400 - i) + "x\n" for i in range(390)) + "x\n" * 20_000,
        "# TICKET: a\n## Fields\n" + " " * 200_000 + "x\n" + "## Tasks" + " " * 200_000 + "x\n",
        "# TICKET: a\n## Tasks\n" + "".join(" " * i + "- x\n" for i in range(1_000)),
        "# TICKET: a\n## Fields\n" + "- A:\n\n\n" * 10_000,
    ],
)
def test_hostile_files_are_read_in_linear_time(text):
    # Quadratic reading of any of these takes minutes: the run's own time limit is the clock.
    assert len(parse(text).blocks) == 1
