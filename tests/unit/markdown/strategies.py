"""Tickets, texts and files as people and other programs might write them."""

import re

from hypothesis import strategies as st

from ticketr.markdown.render import TicketText, render_many

LINES = (
    "# TICKET: Log in", "# TICKET: [PROJ-1] Log in", "# ticket: [PROJ-2] x", "#TICKET:tight", "# STORY: old", "# TICKET:",
    "## Description", "## Fields", "## Acceptance Criteria", "## Tasks", "## description:", "## Notes", "### Fields",
    "#### Description", "#### Fields", "# Comment", "Text.", "- [X-1] y", "- [ ] box", "- [x] [AB-7] done", "* star", "1. one",
    "- ### Title", "- ### [PROJ-9] Title", "-", "---", "***", "- - -", "```", "```python", "~~~", "````", "<!-- open", "<!-- c -->", "-->",
    "Type: Story", "- Type: Bug", "**Priority:** High", "- **Team**: A", "* Labels: [a, b]", "Type:", "- Empty:", "https://x.example",
    "\\# TICKET: x", "\\\\# TICKET: x", "\\\\\\## Fields", "\\\\---", "\\```", "\\\\```", "\\[AB-1] t", "", "", " ", "\t", "\\",
    "- [PROJ-] no key", "[EPIC] x", "[AB-1](http://x) y", "\u00a0", "\x0c", "\u2028x", "é",
)  # fmt: skip
INDENTS = ("", "", "", " ", "  ", "  ", "   ", "    ", "      ", "\t", " \t")

line = st.one_of(
    st.sampled_from(LINES), st.text(alphabet=st.characters(exclude_characters="\r\n"), max_size=12)
)
indented_line = st.builds(str.__add__, st.sampled_from(INDENTS), line)
newline = st.sampled_from(("\n", "\n", "\n", "\r\n", "\r"))
texts = st.one_of(
    st.lists(indented_line, max_size=8).map("\n".join),
    st.lists(st.builds(str.__add__, indented_line, newline), max_size=8).map("".join),
    st.text(max_size=30),
)
keys = st.from_regex(r"[A-Z][A-Z0-9_]{1,3}-[1-9][0-9]{0,2}", fullmatch=True)
titles = texts.filter(lambda text: re.sub(r"[\r\n]", " ", text).strip())
optional = st.one_of(st.none(), texts)


@st.composite
def field_lists(draw):
    pairs = draw(st.lists(st.tuples(titles, texts), max_size=4))
    seen = set()
    unique = []
    for name, value in pairs:
        folded = " ".join(name.casefold().split())
        if folded not in seen:
            seen.add(folded)
            unique.append((name, value))
    return tuple(unique)


def plain_tickets(tasks):
    return st.builds(
        TicketText,
        title=titles,
        key=st.one_of(st.none(), keys),
        fields=field_lists(),
        description=optional,
        criteria=optional,
        tasks=tasks,
    )


task_texts = plain_tickets(st.just(()))
ticket_texts = plain_tickets(st.lists(task_texts, max_size=3).map(tuple))

SAMPLES = (
    (
        "# TICKET: A\n\n## Description\nText.\n\n## Fields\nType: Story\nPriority: High\n\n## Acceptance Criteria\n- a\n- b\n\n"
        "## Tasks\n- T\n  ## Description\n  D\n  \n  ## Fields\n  Priority: Low\n\n- [PROJ-4] U"
    ),
    "prose\n\n# TICKET: [PROJ-1] A\n\n## Tasks\n- ### T\n  #### Fields\n  - Priority: Critical\n  - Labels: [a, b]\n\n- ### U\n  # inherits\n\n---\n\n# TICKET: B\nlead text\n",
    "\ufeff# TICKET: A\r\n\r\n## Description\r\n```\r\n# TICKET: no\r\n```\r\n\r\n## Fields\r\n* **Type:** Bug\r\n",
    "# TICKET: A\n## Tasks\n* [ ] T\n\t## Description\n\tD\n\t~~~\n\tx\n\t~~~\n* [x] [PROJ-3] U\n\t## Fields\n\tNotes:\n\t  a\n\t  b\n",
)


@st.composite
def mutated(draw):
    rendered = st.lists(ticket_texts, min_size=1, max_size=2).map(render_many)
    lines = draw(st.one_of(st.sampled_from(SAMPLES), rendered)).splitlines(keepends=True)
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, max(len(lines) - 1, 0)))
        match draw(st.sampled_from(("delete", "insert", "indent", "dedent", "ending"))):
            case "delete":
                lines[at : at + 1] = []
            case "insert":
                lines.insert(at, draw(indented_line) + "\n")
            case "indent":
                lines[at : at + 1] = [
                    draw(st.sampled_from(INDENTS)) + one for one in lines[at : at + 1]
                ]
            case "dedent":
                lines[at : at + 1] = [one.lstrip(" ") for one in lines[at : at + 1]]
            case _:
                lines[at : at + 1] = [one.rstrip("\r\n") + "\r\n" for one in lines[at : at + 1]]
    return "".join(lines)


wild = st.lists(st.builds(str.__add__, indented_line, newline), max_size=16).map("".join)
files = st.one_of(
    mutated(), wild, wild.map(lambda text: f"# TICKET: first\n{text}"), st.text(max_size=60)
)
