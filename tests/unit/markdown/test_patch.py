from pathlib import Path

import pytest

from ticketr.errors import ErrorCode, FileFormat
from ticketr.markdown.parse import parse
from ticketr.markdown.patch import (
    AddTask,
    AddTicket,
    MoveTask,
    RemoveField,
    SetField,
    SetKey,
    SetSection,
    SetTitle,
    patch,
)
from ticketr.markdown.render import TicketText, render


def patched(text, *make):
    document = parse(text)
    return patch(document, [one(document.blocks[0]) for one in make])


def task_edit(edit, at=0, **values):
    return lambda block: edit(block.tasks[at], **values)


WILD = "\ufeffprose\r\n\r\n# TICKET: A\r\n\r\n## Fields\r\n* **Type:** Bug\r\n\r\n## Tasks\r\n* [x] ### Done\r\n\t#### Fields\r\n\tTeam: X\r\n\r\n* [ ] ### Open"


def test_many_edits_keep_the_style_of_the_file():
    assert patched(
        WILD,
        lambda b: SetKey(b, "PROJ-1"),
        lambda b: SetSection(b, "description", "one\ntwo"),
        lambda b: SetField(b, "Priority", "High"),
        task_edit(SetField, name="team", value="Y"),
        task_edit(SetField, name="Size", value="1\n2"),
        task_edit(SetSection, 1, name="criteria", text="- c"),
        task_edit(SetKey, 1, key="PROJ-2"),
        lambda b: AddTask(b, TicketText("New", description="d", fields=(("Size", "3"),))),
        lambda _: AddTicket(TicketText("B")),
    ) == (
        "\ufeffprose\r\n\r\n# TICKET: [PROJ-1] A\r\n\r\n## Description\r\none\r\ntwo\r\n\r\n## Fields\r\n* **Type:** Bug\r\n"
        "* **Priority:** High\r\n\r\n## Tasks\r\n* [x] ### Done\r\n\t#### Fields\r\n\tTeam: Y\r\n\tSize:\r\n\t    1\r\n\t    2\r\n\r\n"
        "* [ ] ### [PROJ-2] Open\r\n\t#### Acceptance Criteria\r\n\t- c\r\n\r\n* [ ] ### New\r\n\t#### Description\r\n\td\r\n\r\n"
        "\t#### Fields\r\n\tSize: 3\r\n\r\n---\r\n\r\n# TICKET: B"
    )


BODY = "# TICKET: A\n## Description\n  a \r\nb\nc\n## Tasks\n1. [PROJ-2]T\n2. U\n"


@pytest.mark.parametrize(
    ("edit", "after"),
    [
        (lambda b: SetSection(b, "description", "  a \nX\nc"), BODY.replace("b\n", "X\n", 1)),
        (
            lambda b: SetSection(b, "description", "  a \nc"),
            BODY.replace("  a \r\nb\nc", "  a \nc"),
        ),
        (
            lambda b: SetSection(b, "description", ""),
            "# TICKET: A\n## Description\n## Tasks\n1. [PROJ-2]T\n2. U\n",
        ),
        (lambda b: SetKey(b.tasks[0], "PROJ-3"), BODY.replace("PROJ-2", "PROJ-3")),
        (lambda b: SetKey(b.tasks[0], None), BODY.replace("[PROJ-2]", "")),
        (lambda b: SetTitle(b.tasks[0], "[PROJ-9] x"), BODY.replace("]T", "] \\[PROJ-9] x")),
        (lambda b: AddTask(b, TicketText("V")), BODY.replace("U\n", "U\n3. V\n")),
        (
            lambda b: SetField(b, "Type", "Bug"),
            BODY.replace("## Tasks", "\n## Fields\n- Type: Bug\n## Tasks").replace(
                "c\n\n", "c\r\n\r\n", 0
            ),
        ),
    ],
)
def test_one_edit(edit, after):
    body = BODY.replace("\r\n", "\n")
    assert patched(body, edit) == after.replace("\r\n", "\n")


def test_unchanged_lines_keep_their_own_line_ends():
    after = patched(BODY, lambda b: SetSection(b, "description", "  a \nX\nc"))
    assert after == BODY.replace("b\n", "X\n", 1)


@pytest.mark.parametrize(
    ("text", "value", "after"),
    [
        ("- T: a\n", "b", "- T: b\n"),
        ("T:a\n", "b", "T:b\n"),
        ("T:a\n", "//b", "T: //b\n"),
        ("- T:\n", "b", "- T: b\n"),
        ("- T: a\n", "", "- T: \n"),
        ("- T: a\n", "b\nc", "- T:\n    b\n    c\n"),
        ("- T:\n  - a\n  - b\n- U: v\n", "c", "- T: c\n- U: v\n"),
    ],
)
def test_a_field_is_set_in_place(text, value, after):
    head = "# TICKET: A\n## Fields\n"
    assert patched(head + text, lambda b: SetField(b, "t", value)) == head + after


def test_fields_are_taken_out_and_others_come_in():
    text = "# TICKET: A\n## Fields\n- A: 1\n- B: 2"
    assert patched(text, lambda b: RemoveField(b, "b")) == "# TICKET: A\n## Fields\n- A: 1"
    assert (
        patched(
            text,
            lambda b: RemoveField(b, "a"),
            lambda b: RemoveField(b, "b"),
            lambda b: SetField(b, "C", "3"),
        )
        == "# TICKET: A\n## Fields\n- C: 3"
    )
    tight = "# TICKET: A\n## Fields\nA:1\n"
    assert patched(tight, lambda b: SetField(b, "B", "2")) == tight + "B:2\n"


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("# TICKET: A\n## Tasks\n", "# TICKET: A\n## Tasks\n- V\n  ## Description\n  d\n"),
        ("# TICKET: A", "# TICKET: A\n\n## Tasks\n- V\n  ## Description\n  d"),
        (
            "# TICKET: A\n## Tasks\n- ### T\n",
            "# TICKET: A\n## Tasks\n- ### T\n- ### V\n  #### Description\n  d\n",
        ),
        (
            "# TICKET: A\n## Tasks\nIntro\n## Notes\n- n\n",
            "# TICKET: A\n## Tasks\nIntro\n- V\n  ## Description\n  d\n## Notes\n- n\n",
        ),
    ],
)
def test_a_task_goes_behind_the_last(text, after):
    if "Intro" in text:
        after = text.replace("Intro\n", "Intro\n- V\n  ## Description\n  d\n")
    assert patched(text, lambda b: AddTask(b, TicketText("V", description="d"))) == after


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("", "# TICKET: N\n"),
        ("# TICKET: A\n", "# TICKET: A\n\n---\n\n# TICKET: N\n"),
        ("# TICKET: A\n\n# TICKET: B", "# TICKET: A\n\n# TICKET: B\n\n# TICKET: N"),
        (
            "# TICKET: A\n\n---\n# TICKET: B\n---\n",
            "# TICKET: A\n\n---\n# TICKET: B\n---\n\n# TICKET: N\n",
        ),
        ("prose\n", "prose\n\n# TICKET: N\n"),
    ],
)
def test_a_ticket_goes_to_the_end(text, after):
    assert patch(parse(text), [AddTicket(TicketText("N"))]) == after


@pytest.mark.parametrize("ends", ["", "\n", "\n\n## Tasks\n- T\n"])
def test_a_section_that_is_empty_is_filled_below_its_heading(ends):
    text = "# TICKET: A\n\n## Description" + ends
    filled = patched(text, lambda b: SetSection(b, "description", "one\ntwo"))
    assert filled.startswith("# TICKET: A\n\n## Description\none\ntwo")
    [block] = parse(filled).blocks
    assert block.description is not None
    assert (block.description.text, len(block.tasks)) == ("one\ntwo", ends.count("- T"))


def test_a_description_without_heading_stays_one_while_it_can():
    text = "# TICKET: A\n## Tasks\n- T\n  old\n"
    assert patched(text, task_edit(SetSection, name="description", text="new")) == text.replace(
        "old", "new"
    )
    after = patched(text, task_edit(SetSection, name="description", text="# new"))
    assert after == text.replace("old", "## Description\n  # new")
    assert (
        patched(text, task_edit(SetField, name="F", value="v"))
        == text + "\n  ## Fields\n  - F: v\n".removesuffix("\n") + "\n"
    )


def test_what_cannot_be_written_is_refused():
    text = "# TICKET: A\n## Description\n```\nnever closed\n"
    with pytest.raises(FileFormat) as caught:
        patched(text, lambda b: SetSection(b, "criteria", "```\nx\n```"))
    assert caught.value.code == ErrorCode.FILE_FORMAT
    other = parse("# TICKET: B\n").blocks[0]
    with pytest.raises(ValueError, match="another document"):
        patch(parse(text), [SetKey(other, "PROJ-1")])
    with pytest.raises(ValueError, match="not a key"):
        patched(text, lambda b: SetKey(b, "x"))
    with pytest.raises(ValueError, match="tasks of its own"):
        render(TicketText("a", tasks=(TicketText("b", tasks=(TicketText("c"),)),)))
    nested = parse("# TICKET: A\n## Tasks\n- T\n")
    with pytest.raises(ValueError, match="tasks of its own"):
        patch(nested, [AddTask(nested.blocks[0].tasks[0], TicketText("x"))])


def test_new_sections_of_a_task_come_in_order():
    assert (
        patched(
            "# TICKET: A\n## Tasks\n- T\n- U\n",
            task_edit(SetField, name="F", value="v"),
            task_edit(SetSection, name="criteria", text="c"),
        )
        == "# TICKET: A\n## Tasks\n- T\n  ## Fields\n  - F: v\n\n  ## Acceptance Criteria\n  c\n- U\n"
    )


@pytest.mark.parametrize("name", ["ticket_with_tasks.md", "sprint-template.md"])
def test_a_key_is_all_that_changes_in_a_whole_file(name):
    text = (Path(__file__).parents[2] / "fixtures" / "tickets" / name).read_bytes().decode()
    document = parse(text)
    last = document.blocks[-1].tasks[-1]
    lines = text.splitlines(keepends=True)
    lines[last.line - 1] = lines[last.line - 1].replace("- ", "- [PROJ-9] ")
    assert patch(document, [SetKey(last, "PROJ-9")]) == "".join(lines)
    assert lines != text.splitlines(keepends=True)


def moved(text, at, to):
    """The text after the first ticket's task moved to another ticket."""
    document = parse(text)
    return patch(document, [MoveTask(document.blocks[0].tasks[at], document.blocks[to])])


TWO = (
    "# TICKET: A\n## Tasks\n- one\n  Text.\n\n  ## Fields\n  Size: 3\n- two\n<!-- c -->\n\n"
    "# TICKET: B\n## Tasks\n- three\n\n# TICKET: C\nText.\n"
)


@pytest.mark.parametrize(
    ("at", "to", "after"),
    [
        (
            0,
            1,
            (
                "# TICKET: A\n## Tasks\n- two\n<!-- c -->\n\n# TICKET: B\n## Tasks\n- three\n"
                "- one\n  Text.\n\n  ## Fields\n  Size: 3\n\n# TICKET: C\nText.\n"
            ),
        ),
        (
            1,
            2,
            (
                "# TICKET: A\n## Tasks\n- one\n  Text.\n\n  ## Fields\n  Size: 3\n<!-- c -->\n\n"
                "# TICKET: B\n## Tasks\n- three\n\n# TICKET: C\nText.\n\n## Tasks\n- two\n"
            ),
        ),
        (
            1,
            0,
            (
                "# TICKET: A\n## Tasks\n- one\n  Text.\n\n  ## Fields\n  Size: 3\n- two\n<!-- c -->\n\n"
                "# TICKET: B\n## Tasks\n- three\n\n# TICKET: C\nText.\n"
            ),
        ),
    ],
)
def test_a_task_moves_with_all_that_is_written_of_it(at, to, after):
    assert moved(TWO, at, to) == after


def test_the_only_tasks_move_together_and_leave_the_heading():
    text = "\ufeff# TICKET: A\r\n## Tasks\r\n* a\r\n* b\r\n\r\n# TICKET: B\r\n## Tasks\r\n* c"
    document = parse(text)
    one, other = document.blocks
    assert patch(document, [MoveTask(task, other) for task in one.tasks]) == (
        "\ufeff# TICKET: A\r\n## Tasks\r\n\r\n# TICKET: B\r\n## Tasks\r\n* c\r\n* a\r\n* b"
    )


def test_a_task_that_would_be_read_otherwise_there_stays():
    text = "# TICKET: A\n## Tasks\n  - deep\n\n# TICKET: B\n## Tasks\n- flat\n"
    with pytest.raises(FileFormat):
        moved(text, 0, 1)


def test_only_tasks_move_and_only_to_tickets():
    document = parse(TWO)
    one, other, _ = document.blocks
    with pytest.raises(ValueError, match="only a task"):
        patch(document, [MoveTask(one, other)])
    with pytest.raises(ValueError, match="tasks of its own"):
        patch(document, [MoveTask(one.tasks[0], one.tasks[1])])
