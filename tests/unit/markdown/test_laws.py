from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.markdown.strategies import files, keys, task_texts, texts, ticket_texts, titles
from ticketr.errors import FileFormat
from ticketr.markdown.expect import with_field
from ticketr.markdown.parse import parse
from ticketr.markdown.patch import (
    AddTask,
    AddTicket,
    Edit,
    MoveTask,
    RemoveField,
    SetField,
    SetKey,
    SetSection,
    SetTitle,
    patch,
)
from ticketr.markdown.render import normal, normal_value, render, render_many, ticket_text
from ticketr.markdown.source import LINE_END

laws = settings(max_examples=80, deadline=None)


def values(text):
    return [normal(ticket_text(block)) for block in parse(text).blocks]


def blocks_of(document):
    return [one for block in document.blocks for one in (block, *block.tasks)]


@laws
@given(files)
def test_without_edits_every_character_stays(text):
    assert patch(parse(text), []) == text


@laws
@given(ticket_texts)
def test_a_rendered_ticket_is_read_back(ticket):
    document = parse(render(ticket))
    assert [ticket_text(block) for block in document.blocks] == [normal(ticket)]
    assert document.notes == ()
    assert [one for one in document.problems if "twice" not in one.message] == []


@settings(max_examples=25, deadline=None)
@given(st.lists(ticket_texts, max_size=2))
def test_rendered_tickets_are_read_back(tickets):
    assert values(render_many(tickets)) == [normal(ticket) for ticket in tickets]


@laws
@given(files, keys, st.data())
def test_a_key_changes_only_its_heading(text, key, data):
    document = parse(text)
    blocks = blocks_of(document)
    if not blocks:
        return
    block = data.draw(st.sampled_from(blocks))
    after = patch(document, [SetKey(block, key)])
    old, new = LINE_END.split(text), LINE_END.split(after)
    changed = [n for n, (one, other) in enumerate(zip(old, new, strict=True)) if one != other]
    assert changed in ([], [block.line - 1])
    assert LINE_END.findall(after) == LINE_END.findall(text)
    expected = [replace(ticket_text(one), tasks=()) for one in blocks]
    at = blocks.index(block)
    expected[at] = replace(expected[at], key=key)
    assert [replace(ticket_text(one), tasks=()) for one in blocks_of(parse(after))] == expected
    again = parse(after)
    assert patch(again, [SetKey(blocks_of(again)[at], block.key)]) == text or block.key is None


@pytest.mark.parametrize(
    "blank", ["\f", "\u00a0", " \u2003"], ids=["form feed", "no break", "em space"]
)
def test_a_key_is_read_behind_the_blank_that_stood_before_the_title(blank):
    text = f"# TICKET:{blank}One\n\n## Tasks\n- {blank}Part\n"
    [block] = blocks_of(parse(text))[:1]
    after = patch(parse(text), [SetKey(x, f"PROJ-{x.line}") for x in (block, *block.tasks)])
    [again] = blocks_of(parse(after))[:1]
    assert [(x.key, x.title) for x in (again, *again.tasks)] == [
        ("PROJ-1", "One"),
        ("PROJ-4", "Part"),
    ]
    assert patch(parse(after), [SetKey(x, None) for x in (again, *again.tasks)]).count("PROJ") == 0


def same_value_edits(block):
    yield SetTitle(block, block.title)
    yield SetKey(block, block.key)
    if block.description:
        yield SetSection(block, "description", block.description.text)
    if block.criteria:
        yield SetSection(block, "criteria", block.criteria.text)
    for field in block.fields:
        yield SetField(block, field.name, field.value)
    yield RemoveField(block, "no such field")


@laws
@given(files)
def test_values_that_are_there_already_change_nothing(text):
    document = parse(text)
    assert (
        patch(
            document, [edit for block in blocks_of(document) for edit in same_value_edits(block)]
        )
        == text
    )


@st.composite
def edits_of(draw, document):
    edits: list[Edit] = []
    blocks = blocks_of(document)
    for _ in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(("title", "section", "field", "remove", "task", "ticket")))
        if kind == "ticket" or not blocks:
            edits.append(AddTicket(draw(ticket_texts)))
            continue
        block = draw(st.sampled_from(blocks))
        names = [field.name for field in block.fields]
        name = draw(st.one_of(titles, st.sampled_from([*names, "Type"])))
        if kind == "title":
            edits.append(SetTitle(block, draw(titles)))
        elif kind == "section":
            edits.append(
                SetSection(block, draw(st.sampled_from(("description", "criteria"))), draw(texts))
            )
        elif kind == "field":
            edits.append(SetField(block, name, draw(texts)))
        elif kind == "remove":
            edits.append(RemoveField(block, name))
        elif block.kind == "ticket":
            edits.append(AddTask(block, draw(task_texts)))
    return edits


def after_edit(ticket, edit):
    match edit:
        case SetTitle(title=title):
            return replace(ticket, title=title)
        case SetSection(name=name, text=text):
            return replace(ticket, **{name: text})
        case SetField(name=name, value=value):
            return replace(ticket, fields=with_field(ticket.fields, name, value))
        case RemoveField(name=name):
            folded = " ".join(name.casefold().split())
            kept = [
                pair for pair in ticket.fields if " ".join(pair[0].casefold().split()) != folded
            ]
            return replace(ticket, fields=tuple(kept))
        case AddTask(task=task):
            return replace(ticket, tasks=(*ticket.tasks, task))


def is_orderly(document):
    return not document.notes and not document.problems


@pytest.mark.parametrize("orderly", [True, False])
@laws
@given(st.data())
def test_after_edits_the_file_says_what_was_asked_and_nothing_else(orderly, data):
    text = data.draw(ticket_texts.map(render) if orderly else files)
    document = parse(text)
    edits = data.draw(edits_of(document))
    try:
        after = patch(document, edits)
    except FileFormat:
        assert not is_orderly(document)
        return
    expected = []
    for block in document.blocks:
        tasks = []
        for task in block.tasks:
            value = ticket_text(task)
            for edit in edits:
                if not isinstance(edit, AddTicket) and edit.block is task:
                    value = after_edit(value, edit)
            tasks.append(value)
        value = replace(ticket_text(block), tasks=tuple(tasks))
        for edit in edits:
            if not isinstance(edit, AddTicket) and edit.block is block:
                value = after_edit(value, edit)
        expected.append(normal(value))
    expected += [normal(edit.ticket) for edit in edits if isinstance(edit, AddTicket)]
    assert values(after) == expected


@laws
@given(files, st.text(max_size=5))
def test_problems_and_notes_point_into_the_file(text, path):
    document = parse(text, path)
    lines = LINE_END.split(text.removeprefix("\ufeff"))
    for problem in (*document.problems, *document.notes):
        assert problem.place.path == path
        assert 1 <= problem.place.line <= len(lines)
        assert 1 <= problem.place.column <= len(lines[problem.place.line - 1]) + 1
        assert problem.message


@laws
@given(files)
def test_spans_hold_what_the_values_say(text):
    document = parse(text)
    for block in blocks_of(document):
        assert text[block.title_span.start : block.title_span.end].endswith(block.title)
        if block.key_span:
            assert text[block.key_span.start : block.key_span.end] == f"[{block.key}]"
        assert document.text.count("\n", 0, block.heading_span.start) <= block.line - 1
        for field in block.fields:
            assert (
                field.span.start
                <= field.name_span.start
                <= field.name_span.end
                <= field.value_span.start
            )
            written = text[field.value_span.start : field.value_span.end]
            assert (
                "\n" in field.value
                or normal_value(written) == field.value
                or "\\\\" in written
                or len(LINE_END.split(written)) > 1
            )


@laws
@given(st.lists(files, min_size=1, max_size=2), st.data())
def test_a_task_moves_as_it_is_written_or_not_at_all(parts, data):
    text = "\n".join(parts)
    document = parse(text)
    homes = [block for block in document.blocks if block.tasks]
    if not homes:
        return
    home, to = data.draw(st.sampled_from(homes)), data.draw(st.sampled_from(document.blocks))
    task = data.draw(st.sampled_from(home.tasks))
    try:
        after = patch(document, [MoveTask(task, to)])
    except FileFormat:
        return
    written = text[task.heading_span.start : task.end]
    assert written in after
    left = LINE_END.split(after.replace(written, "", 1))
    kept = LINE_END.split(text.replace(written, "", 1))
    added = [line for line in left if line.strip() and line not in kept]
    assert added in ([], ["## Tasks"])
    assert [line for line in kept if line.strip() and line not in left] == []
    [moved] = list(parse(after).blocks[document.blocks.index(to)].tasks[-1:])
    assert normal(ticket_text(moved)) == normal(ticket_text(task))
