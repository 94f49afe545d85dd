"""Bad files and bad words in them: one clear error each, nothing sent, nothing written."""

import pytest

from jira_sandbox import Sandbox
from tests.e2e.conftest import Desk
from tests.helpers.place import words

STORY = "# TICKET: S\n## Fields\n- Type: Story\n"


def problem(place, message, code="3002"):
    path, line, column = place.split(":")
    return (path, int(line), int(column), message, code)


def problems(error):
    return [
        (item["path"], item["line"], item["column"], item["message"], item["code"])
        for item in error["problems"]
    ]


def refused(desk, text, *, code="3002", argv=("push", "b.md"), offline=True):
    """Push a document that must be refused without a request to Jira; gives its problems."""
    desk.write("b.md", text)
    error = desk.fails(*argv, code=code, status=6)
    if offline:
        assert desk.jira.requests == []
    return problems(error)


def test_a_missing_file(desk):
    error = desk.fails("push", "nowhere.md", code="6001", status=2)
    assert error["message"] == f"{desk.folder}/nowhere.md does not exist."
    assert error["context"] == {"path": f"{desk.folder}/nowhere.md"}


def test_a_folder(desk):
    error = desk.fails("push", "tmp", code="6001", status=2)
    assert error["message"].endswith("/tmp is a folder, not a file.")


def test_a_missing_file_beside_a_good_one_holds_both_back(desk):
    desk.write("b.md", STORY)
    desk.fails("push", "b.md", "nowhere.md", code="6001", status=2)
    assert desk.titles() == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("# TICKET: Änderung\n".encode("latin-1"), "1:11"),
        ("# TICKET: a\n\nschön".encode() + b"\xff", "3:6"),
        ("# TICKET: a\n".encode("utf-16"), "1:1"),
    ],
)
def test_not_utf_8(desk, text, place):
    desk.write("b.md", text)
    error = desk.fails("push", "b.md", code="6002", status=1)
    assert error["message"].startswith(f"{desk.folder}/b.md:{place}: not UTF-8: ")
    assert f"{error['context']['line']}:{error['context']['column']}" == place
    assert desk.jira.requests == []


def test_a_hundred_megabytes(desk):
    with desk.write("b.md", STORY).open("r+b") as file:
        file.truncate(100 << 20)
    error = desk.fails("push", "b.md", code="6002", status=1)
    assert error["message"].endswith("b.md is larger than 50 MB.")
    assert error["hint"] == "Split it into several files."


@pytest.mark.parametrize(
    "text",
    ["", "\n \n", "\ufeff", "# Notes\n\nNothing.\n", "```markdown\n# TICKET: In a fence\n```\n"],
)
def test_no_tickets(desk, text):
    desk.write("b.md", text)
    error = desk.fails("push", "b.md", code="6004", status=6)
    assert error["message"] == "b.md holds no tickets."
    assert error["hint"].startswith("A ticket starts with a line `# TICKET: title`")


def test_a_key_twice_in_one_file(desk):
    text = "# TICKET: [PROJ-1] a\n\n# TICKET: [PROJ-1] b\n"
    assert refused(desk, text) == [
        problem("b.md:3:12", "The key PROJ-1 stands in this file twice, first on line 1.")
    ]


def test_a_key_in_two_files_of_one_push(desk):
    desk.write("a.md", "# TICKET: [PROJ-1] a\n")
    found = refused(desk, "\n# TICKET: [PROJ-1] b\n", argv=("push", "a.md", "b.md"))
    assert found == [problem("b.md:2:1", "PROJ-1 stands in a.md:1:1 too.")]


def test_a_key_in_a_file_that_was_pushed_before(desk):
    desk.write("a.md", STORY)
    assert desk.run("push", "a.md").code == 0
    desk.jira.forget()
    found = refused(desk, desk.read("a.md"), offline=True)
    assert found == [problem("b.md:1:1", "PROJ-1 stands in a.md too.")]


def test_a_key_of_another_project(desk):
    assert refused(desk, "# TICKET: [DEMO-1] a\n") == [
        problem("b.md:1:1", "DEMO-1 is a ticket of another project than PROJ.")
    ]


@pytest.mark.parametrize(("before", "line"), [("", 1), ("# TICKET: Good\n\n", 3)])
def test_the_old_story_format(desk, before, line):
    found = refused(desk, before + "# STORY: a\n", code="6004")
    assert found == [
        problem(f"b.md:{line}:1", "This says `# STORY:`, which is no ticket.", "6004")
    ]


MISTAKES = """\
# TICKET: A
## Fields
- Type: Storyy
- Story Pionts: 3

# TICKET: B
## Fields
- Priority: Urgent
- Story Points: many
- Due date: tomorrow
- Labels: two words
- Components: Nowhere
- Parent: that one
- Project: DEMO
- Priority: High

# TICKET:
"""


def test_every_wrong_type_field_and_value_at_once(desk):
    assert refused(desk, MISTAKES) == [
        problem("b.md:3:3", 'PROJ has no type "Storyy".'),
        problem("b.md:4:3", 'There is no field "Story Pionts".'),
        problem("b.md:8:3", 'Priority cannot be "Urgent".'),
        problem("b.md:9:3", 'Story Points must be a number, not "many".'),
        problem("b.md:10:3", 'Due date must be a date, not "tomorrow".'),
        problem("b.md:11:3", 'The label "two words" has a space in it.'),
        problem("b.md:12:3", 'Components cannot be "Nowhere".'),
        problem("b.md:13:3", '"that one" is not a key.'),
        problem("b.md:14:3", "This ticket belongs to project DEMO, and this workspace to PROJ."),
        problem("b.md:15:3", "The field Priority stands twice, first on line 8."),
        problem("b.md:17:1", "This ticket has no title."),
    ]


def test_partial_sends_the_rest(desk):
    desk.write("b.md", MISTAKES.replace("# TICKET:\n", "# TICKET: Good\n"))
    done = desk.run("push", "b.md", "--partial")
    assert done.code == 0, done
    assert done.err.endswith("push: 1 created, 10 problems left out\n")
    assert desk.titles() == ["Good"]
    assert desk.read("b.md") == MISTAKES.replace("# TICKET:\n", "# TICKET: [PROJ-1] Good\n")


def test_somebody_nobody_knows(desk):
    found = refused(desk, STORY + "- Assignee: Nobody Here\n", offline=False)
    assert found == [
        problem("b.md:1:1", 'Nobody who can be assigned in PROJ is called "Nobody Here".')
    ]
    assert desk.titles() == []


def test_a_status_that_does_not_exist(desk):
    desk.write("b.md", STORY + "- Status: Flying\n")
    done = desk.run("push", "b.md")
    assert (done.code, done.err) == (6, "wrote b.md\npush: 1 failed\n")
    assert done.out.startswith("+ create    PROJ-1 Story S (b.md:1:1)\n    failed: ")
    assert "Flying" in done.out
    again = desk.run("push", "b.md", "--json")
    assert again.code == 6
    assert desk.titles() == ["S"]


def test_a_sprint_nobody_knows(desk):
    desk.write("b.md", STORY + "- Sprint: Sprint 99999\n")
    done = desk.run("push", "b.md")
    assert (done.code, done.err) == (6, "push: 1 failed\n")
    assert 'No open sprint is called "Sprint 99999". [3002]' in done.out
    assert desk.titles() == []


def test_parents_in_a_circle_among_keyed_tickets(desk):
    text = (
        "# TICKET: [PROJ-1] a\n## Fields\n- Type: Sub-task\n- Parent: PROJ-2\n\n"
        "# TICKET: [PROJ-2] b\n## Fields\n- Type: Story\n- Parent: PROJ-1\n"
    )
    assert refused(desk, text, code="3004") == [
        problem("b.md:1:1", 'Parents run in a circle: "a" -> "b" -> "a".', "3004"),
        problem("b.md:6:1", 'Parents run in a circle: "b" -> "a" -> "b".', "3004"),
    ]


def test_a_ticket_that_is_its_own_parent(desk):
    found = refused(desk, "# TICKET: [PROJ-1] a\n## Fields\n- Parent: PROJ-1\n", code="3004")
    assert found == [problem("b.md:1:1", 'Parents run in a circle: "a" -> "a".', "3004")]


def test_parents_in_a_circle_through_the_store(desk):
    desk.write("a.md", "# TICKET: E\n## Fields\n- Type: Epic\n## Tasks\n- S\n")
    assert desk.run("push", "a.md").code == 0
    desk.jira.forget()
    text = desk.read("a.md").replace("- Type: Epic\n", "- Type: Epic\n- Parent: PROJ-2\n")
    desk.write("a.md", text)
    error = desk.fails("push", "a.md", code="3004", status=6)
    assert [item[0:2] for item in problems(error)] == [("a.md", 1), ("a.md", 6)]
    assert all("circle" in item[3] for item in problems(error))
    assert desk.jira.requests == []


def test_parents_in_a_circle_over_two_files(desk):
    desk.write("a.md", "# TICKET: E\n## Fields\n- Type: Epic\n")
    desk.write("b.md", "# TICKET: S\n## Fields\n- Type: Story\n- Parent: PROJ-1\n")
    assert desk.run("push", "a.md").code == 0
    assert desk.run("push", "b.md").code == 0
    desk.jira.forget()
    text = desk.read("a.md").replace("- Type: Epic\n", "- Type: Epic\n- Parent: PROJ-2\n")
    desk.write("a.md", text)
    error = desk.fails("push", "a.md", code="3004", status=6)
    [found] = problems(error)
    assert (found[0], found[1]) == ("a.md", 1)
    assert desk.jira.requests == []


def test_a_parent_that_does_not_exist(desk):
    found = refused(desk, STORY + "- Parent: PROJ-999\n", code="3004", offline=False)
    assert [item[:3] for item in found] == [("b.md", 1, 1)]
    assert desk.titles() == []


def test_a_sub_task_at_the_top(desk):
    found = refused(desk, "# TICKET: a\n## Fields\n- Type: Sub-task\n", code="3004")
    message = 'Sub-task "a" needs a parent: Sub-task is a sub-task type.'
    assert found == [problem("b.md:1:1", message, "3004")]


def test_an_epic_under_a_story(desk):
    text = STORY + "## Tasks\n- T\n  ## Fields\n  - Type: Epic\n"
    [found] = refused(desk, text, code="3004")
    assert found[:3] == ("b.md", 5, 1)


def test_a_title_that_is_too_long(desk):
    [found] = refused(desk, f"# TICKET: {'x' * 256}\n")
    assert found[3] == "The title has 256 characters; Jira takes 255."


def test_a_key_that_jira_does_not_have(desk):
    desk.write("b.md", "# TICKET: [PROJ-77] a\n")
    done = desk.run("push", "b.md", "--json")
    assert done.code == 1
    assert '"code": "4005"' in done.out
    assert desk.read("b.md") == "# TICKET: [PROJ-77] a\n"


REQUIRING = {"required": {"Bug": ["Customer", "Description"], "Sub-task": ["Team"]}}


def test_required_fields_that_are_missing(hermetic, tmp_path):
    with Sandbox(REQUIRING) as site:
        desk = Desk(hermetic, tmp_path, site)
        text = (
            "# TICKET: A\n## Fields\n- Type: Bug\n- Customer:\n\n"
            "# TICKET: B\n## Fields\n- Type: Story\n## Tasks\n- T\n"
        )
        assert refused(desk, text) == [
            problem("b.md:1:1", "Bug needs the field Description."),
            problem("b.md:1:1", "Bug needs the field Customer."),
            problem("b.md:10:1", "Sub-task needs the field Team."),
        ]
        text = text.replace("- Customer:\n", "- Customer: Ada\n## Description\nIt breaks.\n")
        desk.write("b.md", text.replace("- T\n", "- T\n  ## Fields\n  - Team: Platform\n"))
        assert desk.run("push", "b.md").code == 0
        assert desk.titles() == ["A", "B", "T"]


def test_p08_what_a_script_pipes_in_is_no_description(desk):
    desk.write("a.md", "# TICKET: One\n\n## Description\nText.\n")
    assert desk.run("push", "a.md", stdin="piped by a script\n").code == 0
    text = desk.read("a.md").replace("One", "Renamed")
    desk.write("a.md", text)
    assert desk.run("push", "a.md", stdin="piped by a script\n").code == 0
    remote = desk.remote("PROJ-1")
    assert (remote["summary"], words(remote["description"])) == ("Renamed", "Text.")
    assert desk.read("a.md") == text
