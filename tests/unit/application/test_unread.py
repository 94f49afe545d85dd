"""Ticket files that this machine never read: of a clone, and of a folder without a project."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.desktop import Desktop
from ticketr.application.sync.unread import may_hold_tickets, sentence
from ticketr.domain.plan import Strategy

ONE = "# TICKET: One\n## Description\nText.\n## Fields\n- Type: Story\n- Priority: High\n"
TWO = "# TICKET: Two\n## Fields\n- Type: Story\n- Labels: a, b\n"
ROOT = "/documents"


@pytest.fixture
def other():
    """A machine that wrote two tickets, and sent them."""
    desktop = Desktop()
    desktop.write("backlog.md", f"{ONE}\n{TWO}")
    desktop.push("backlog.md")
    return desktop


@pytest.fixture
def clone(other):
    """Another one with a clone of the same repository, which is a project."""
    desktop = Desktop()
    desktop.jira, desktop.root = other.jira, ROOT
    desktop.connect()
    desktop.write("backlog.md", other.read("backlog.md"))
    return desktop


def told(report):
    return [sentence(item) for item in report.unread]


FIRST = "backlog.md was read for the first time: 2 tickets, 2 with a key."


def test_a_clone_reads_its_files_and_the_first_pull_matches_them(clone):
    before = clone.read("backlog.md")
    report = clone.status()
    assert report.notes == (f"{ROOT}/{FIRST}",)
    assert [(item.kind, item.key) for item in report.changed] == [
        ("unmatched", "PROJ-1"),
        ("unmatched", "PROJ-2"),
    ]
    assert clone.status().notes == ()
    result = clone.pull()
    assert (result.counts(), result.conflicts, result.notes) == ({"pulled": 2}, (), ())
    assert [action.fields for action in result.plan.actions] == [
        tuple(x for x in action.fields if x.outcome != "pull") for action in result.plan.actions
    ]
    assert clone.status_kinds() == []
    assert clone.read("backlog.md") == before
    clone.write("backlog.md", before.replace("Text.", "Text, edited."))
    assert clone.push().counts() == {"updated": 1}
    assert clone.jira.get_issue("PROJ-1").fields["description"] == "Text, edited."


@pytest.mark.parametrize("first", ["push", "pull", "status"])
def test_whatever_comes_first_reads_them_and_sends_nothing_that_differs(clone, first):
    clone.write("backlog.md", clone.read("backlog.md").replace("High", "Lowest"))
    getattr(clone, first)()
    result = clone.push()
    assert [(x.key, x.name, x.no_base, x.local, x.remote) for x in result.conflicts] == [
        ("PROJ-1", "Priority", True, "Lowest", "High")
    ]
    assert clone.jira.get_issue("PROJ-1").fields["priority"] == "High"
    assert "Lowest" in clone.read("backlog.md")
    assert clone.pull(strategy=Strategy.REMOTE_WINS).conflicts == ()
    assert [(x.field, x.side, x.value) for x in clone.store.attic.list(clone.workspace.id)] == [
        ("priority", "local", "Lowest")
    ]
    assert "High" in clone.read("backlog.md")


@pytest.mark.parametrize(
    ("labels", "there", "here"),
    [("a", "a, b", "a"), ("", "a, b", ""), ("a, b, c", "a, b", "a, b, c")],
)
def test_a_file_that_came_after_its_tickets_is_in_conflict_where_it_differs(
    clone, labels, there, here
):
    text = clone.read("backlog.md")
    del clone.documents.files[f"{ROOT}/backlog.md"]
    assert clone.pull().counts() == {"pulled": 2}
    clone.write("more.md", text.replace("Labels: a, b", f"Labels: {labels}"))
    assert clone.status_kinds() == ["conflict"]
    assert clone.pull().notes == ()
    [conflict] = clone.push().conflicts
    assert (conflict.key, conflict.name, conflict.no_base) == ("PROJ-2", "Labels", True)
    assert (conflict.local, conflict.remote) == (here, there)
    assert clone.jira.get_issue("PROJ-2").fields["labels"] == ("a", "b")


def test_a_text_in_another_style_of_markdown_is_the_same(clone):
    clone.jira.edit("PROJ-1", description="- one\n- two")
    text = clone.read("backlog.md").replace("Text.", "* one\n* two")
    del clone.documents.files[f"{ROOT}/backlog.md"]
    clone.pull()
    clone.write("backlog.md", text)
    assert clone.status_kinds() == []
    assert (clone.pull().conflicts, clone.push().counts()) == ((), {})
    assert clone.read("backlog.md") == text


@pytest.mark.parametrize(("said", "sent"), [("High", "Lowest"), ("Medium", "High")])
def test_an_edit_that_was_made_here_meanwhile_is_not_lost_either(clone, said, sent):
    text = clone.read("backlog.md")
    del clone.documents.files[f"{ROOT}/backlog.md"]
    clone.pull()
    one = clone.store.tickets.find_by_jira_id(clone.workspace.id, "PROJ-1")
    clone.tickets().update(one.id, {"priority": "Lowest"})
    clone.write("backlog.md", text.replace("High", said))
    result = clone.push()
    assert [(x.name, x.local, x.remote) for x in result.conflicts] == (
        [] if said == "High" else [("Priority", "Medium", "High")]
    )
    assert clone.jira.get_issue("PROJ-1").fields["priority"] == sent
    attic = [x.value for x in clone.store.attic.list(clone.workspace.id)]
    assert attic == ([] if said == "High" else ["Lowest"])
    assert ("Lowest" if said == "High" else "Medium") in clone.read("backlog.md")


def test_a_new_ticket_in_a_file_with_keys_is_sent_by_the_next_push(clone):
    clone.write("backlog.md", clone.read("backlog.md") + "\n# TICKET: Three\n")
    assert clone.status_kinds() == ["unmatched", "unmatched", "new"]
    assert clone.push().counts() == {"created": 1, "skipped": 2}
    assert clone.titles() == ["One", "Three", "Two"]


def test_drafts_and_copies_are_named_and_not_read(clone):
    text = clone.read("backlog.md")
    clone.write("backlog.md", text)
    clone.documents.folders.add(f"{ROOT}/old")
    clone.write("draft.md", "# TICKET: Draft\n## Tasks\n- Part\n")
    clone.write("notes.md", "```\n# TICKET: an example\n```\n")
    clone.write("theirs.md", "# TICKET: [OTHER-1] Theirs\n")
    clone.write("mixed.md", "# TICKET: [OTHER-1] Theirs\n\n# TICKET: Ours?\n")
    expected = [
        (
            f"{ROOT}/draft.md, with 2 tickets, was not read: no key stands in it; "
            f"`ticketr push {ROOT}/draft.md` sends it."
        )
    ]
    assert told(clone.status()) == expected
    clone.push()
    assert clone.pull().notes == (*expected,)
    clone.write("old/copy.md", text)
    copy = (
        f"{ROOT}/old/copy.md, with 2 tickets, was not read: PROJ-1 stands in "
        f"{ROOT}/backlog.md, too; keep it in one file."
    )
    assert told(clone.status()) == [*expected, copy]
    assert clone.push().notes == (*expected, copy)
    assert clone.titles() == ["One", "Two"]
    clone.ignored = ("old", "draft.md")
    assert clone.push().notes == ()


def test_two_copies_are_both_left_until_one_is_gone(clone):
    clone.write("copy.md", clone.read("backlog.md"))
    assert [item.path for item in clone.status().unread] == [
        f"{ROOT}/backlog.md",
        f"{ROOT}/copy.md",
    ]
    del clone.documents.files[f"{ROOT}/copy.md"]
    assert clone.status().notes == (f"{ROOT}/{FIRST}",)


def test_a_block_that_went_to_a_file_which_came_with_it_is_followed(clone):
    clone.pull()
    one, mark, two = clone.read("backlog.md").partition("\n# TICKET: [PROJ-2]")
    clone.write("backlog.md", one)
    clone.write("second.md", (mark + two).lstrip())
    result = clone.push()
    assert result.notes == (
        f"{ROOT}/second.md was read for the first time: 1 ticket, 1 with a key.",
    )
    assert (result.conflicts, result.counts()) == ((), {})
    assert clone.status_kinds() == []


def test_a_file_that_was_renamed_is_followed_without_a_word(clone):
    clone.pull()
    text = clone.read("backlog.md")
    del clone.documents.files[f"{ROOT}/backlog.md"]
    clone.write("renamed.md", text.replace("Text.", "Edited."))
    result = clone.push()
    assert (result.counts(), result.notes) == ({"updated": 1}, ())


def test_a_file_that_cannot_be_read_as_tickets_is_named_with_the_line(clone):
    clone.write("old.md", "# TICKET: [PROJ-7] One\n\n# STORY: Two\n")
    [item] = clone.status().unread
    assert item.path == f"{ROOT}/old.md"
    assert item.reason.startswith("line 3: ")
    clone.documents.put("bad.md", b"# TICKET: \xff\n")
    assert clone.pull().conflicts == ()


def test_of_many_files_some_are_named(clone):
    for number in range(8):
        clone.write(f"draft{number}.md", "# TICKET: Draft\n")
    notes = clone.pull().notes
    assert len([note for note in notes if "was not read" in note]) == 5
    assert notes[-1] == "3 more files with tickets were not read; `ticketr status` names them."
    assert len(clone.status().unread) == 8


def test_without_a_project_nothing_is_read_by_itself_and_all_is_named(clone):
    clone.root, clone.here = "", ROOT
    told_once = (
        (
            f"{ROOT}/backlog.md, with 2 tickets, was not read: no command has named it; "
            f"`ticketr diff {ROOT}/backlog.md` compares it with Jira."
        ),
    )
    clone.write("deep/below.md", ONE)
    assert tuple(told(clone.status())) == told_once
    assert clone.push().notes == told_once
    assert clone.pull().notes[-1:] == told_once
    assert clone.push("backlog.md", dry_run=True).notes == ()
    clone.here = ""
    clone.write("second.md", ONE)
    assert [item.path for item in clone.status().unread] == [f"{ROOT}/second.md"]


def test_a_pull_into_a_file_that_was_never_read_reads_it_once(clone):
    before = clone.read("backlog.md")
    result = clone.pull(output="backlog.md")
    assert (result.counts(), result.notes) == ({"pulled": 2}, (f"{ROOT}/{FIRST}",))
    assert clone.read("backlog.md") == before


def test_without_a_project_it_does_so_too_and_says_nothing_of_it(clone):
    clone.root, clone.here = "", ROOT
    assert clone.pull(output="backlog.md").notes == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# TICKET: One", True),
        ("\ufeff  #ticket: One", True),
        ("text\n\n# TICKET: One", True),
        ("```\n# TICKET: One\n```\n", False),
        ("~~~~\n```\n# TICKET: One\n~~~~\n", False),
        ("```\n```\n# TICKET: One\n", True),
        ("```\nnever closed, so a parser decides", True),
        ("# TICKET : One", True),
        ("# Ticketr: a tool", False),
        ("## TICKET: One", False),
        ("", False),
    ],
)
def test_a_look_at_the_lines_says_what_may_hold_tickets(text, expected):
    assert may_hold_tickets(text) is expected


PRIORITIES = ("Highest", "High", "Low")
LABELS = ("", "a", "a, b", "c")
TEXTS = ("Text.", "Other.\n\nLines.", "")
sides = st.tuples(*(st.sampled_from(each) for each in (PRIORITIES, LABELS, TEXTS)))
orders = st.lists(st.sampled_from(("push", "pull", "status")), min_size=1, max_size=4)


def file_of(key, side):
    priority, labels, text = side
    fields = f"- Type: Story\n- Priority: {priority}\n- Labels: {labels}\n"
    return f"# TICKET: [{key}] One\n## Description\n{text}\n## Fields\n{fields}"


def values_of(fields):
    labels, text = fields.get("labels") or (), fields.get("description") or ""
    return fields["priority"], ", ".join(labels), text


@settings(max_examples=40, deadline=None)
@given(here=sides, there=sides, order=orders, pulled=st.booleans())
def test_what_was_never_compared_overwrites_nothing_on_either_side(here, there, order, pulled):
    desktop = Desktop()
    desktop.root = ROOT
    desktop.write("seed.md", "# TICKET: One\n## Fields\n- Type: Story\n")
    desktop.push("seed.md")
    jira = desktop.jira
    priority, labels, text = there
    names = tuple(filter(None, labels.split(", "))) or None
    jira.edit("PROJ-1", priority=priority, labels=names, description=text or None)
    clone = Desktop()
    clone.jira, clone.root = jira, ROOT
    clone.connect()
    if pulled:
        clone.pull()
    clone.write("backlog.md", file_of("PROJ-1", here))
    for step in order:
        getattr(clone, step)()
    assert values_of(jira.get_issue("PROJ-1").fields) == there
    assert clone.read("backlog.md") == file_of("PROJ-1", here)
    if set(order) != {"status"} or pulled:
        found = {x.name for x in clone.sync().conflicts(clone.workspace.id)}
        names = ("Priority", "Labels", "Description")
        assert found == {
            n for n, one, other in zip(names, here, there, strict=True) if one != other
        }
