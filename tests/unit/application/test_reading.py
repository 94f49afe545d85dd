from textwrap import dedent

from tests.schemas import POINTS, SPRINT, TEAM, project_schema
from ticketr.application.fields import FieldBook
from ticketr.application.sync.reading import Reader, missing_fields
from ticketr.domain.workspace import WorkspaceConfig
from ticketr.markdown.parse import parse

CONFIG = WorkspaceConfig("https://example.atlassian.net", "PROJ")


def read(text, config=CONFIG, schema=None, types=None):
    book = FieldBook(schema or project_schema())
    reader = Reader(book, config, (types or {}).get)
    return reader.read(parse(dedent(text).lstrip(), "b.md")), book


def problems(entries):
    return [f"{p} {p.hint}" for entry in entries for p in entry.problems]


def test_tasks_inherit_and_override():
    entries, _ = read(
        """
        # TICKET: Upgrade

        ## Fields
        - Type: Story
        - Priority: High
        - Sprint: 23
        - Team: Platform
        - Story Points: 13

        ## Tasks
        - Plain
        - Own
          ## Fields
          - Priority: Critical
          - Team:
        """
    )
    assert [entry.type_name for entry in entries] == ["Story", "Sub-task", "Sub-task"]
    plain, own = entries[1].values, entries[2].values
    assert plain == {"title": "Plain", "priority": "High", TEAM: "Platform"}
    assert own == {"title": "Own", "priority": "Critical", TEAM: None}
    assert entries[1].own == frozenset()
    assert entries[2].own == {"priority", TEAM}
    assert entries[0].values[SPRINT] == "Sprint 23"
    assert entries[0].values[POINTS] == 13


def test_the_type_comes_from_the_place():
    entries, _ = read(
        """
        # TICKET: An epic

        ## Fields
        Type: epic

        ## Tasks
        - A story of it

        # TICKET: Plain
        ## Tasks
        - A part
        """
    )
    assert [entry.type_name for entry in entries] == ["Epic", "Task", "Task", "Sub-task"]


def test_the_workspace_says_what_is_usual():
    config = WorkspaceConfig("https://x", "PROJ", default_type="Bug", task_type="Sub-task")
    entries, _ = read("# TICKET: A\n", config)
    assert entries[0].type_name == "Bug"


def test_a_ticket_that_is_here_keeps_its_type():
    entries, _ = read("# TICKET: [PROJ-7] A\n", types={"PROJ-7": "Bug"})
    assert entries[0].type_name == "Bug"


def test_every_mistake_is_reported_with_its_place():
    entries, _ = read(
        """
        # TICKET: [OTHER-3] A

        ## Fields
        - Type: Stroy
        - Piority: High
        - Project: OTHER

        # TICKET: B
        ## Fields
        - Story Points: many
        ## Tasks
        - Part
          ## Fields
          - Story Points: 3
          - Parent: PROJ-9
        """
    )
    assert problems(entries) == [
        'b.md:5:3: There is no field "Piority". Did you mean "Priority"?',
        'b.md:4:3: PROJ has no type "Stroy". Did you mean "Story"?',
        (
            "b.md:6:3: This ticket belongs to project OTHER, and this workspace to PROJ. "
            "Choose the workspace of that project with `--workspace`, or correct the line."
        ),
        'b.md:10:3: Story Points must be a number, not "many". Write it like 5 or 2.5.',
        (
            "b.md:14:5: Sub-task has no field Story Points in this project. "
            "Take the line out, or ask the administrator to put the field on the screen."
        ),
        (
            "b.md:15:5: A task's parent is the ticket it stands under, not PROJ-9. "
            "Take the line out, or move the task."
        ),
    ]


def test_a_ticket_of_another_project_is_foreign_and_so_is_what_stands_under_it():
    entries, _ = read("# TICKET: [OTHER-3] A\n## Tasks\n- Part\n\n# TICKET: B\n")
    assert [entry.foreign for entry in entries] == [True, True, False]
    assert [str(entry.stray) for entry in entries if entry.stray] == [
        "b.md:1:1: OTHER-3 is a ticket of another project than PROJ."
    ]
    assert problems(entries) == []


def test_a_title_that_jira_would_refuse():
    entries, _ = read("# TICKET: " + "x" * 256 + "\n")
    assert "256 characters" in problems(entries)[0]


def test_required_fields_of_a_new_ticket():
    schema = project_schema(required=(TEAM, "description"))
    entries, book = read("# TICKET: A\n## Fields\nType: Story\n", schema=schema)
    assert [str(p) for p in missing_fields(entries[0], book)] == [
        "b.md:1:1: Story needs the field Description.",
        "b.md:1:1: Story needs the field Team.",
    ]
    entries, book = read(
        "# TICKET: A\n## Description\nx\n## Fields\nType: Story\nTeam: product\n", schema=schema
    )
    assert list(missing_fields(entries[0], book)) == []


def test_mentioned_as_empty_is_not_unmentioned():
    entries, _ = read("# TICKET: A\n\n## Description\n\n## Fields\n- Labels:\n")
    assert entries[0].values == {"title": "A", "description": "", "labels": None}
