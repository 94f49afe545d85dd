import re
from pathlib import Path

import pytest

from ticketr.markdown.parse import parse
from ticketr.markdown.render import TicketText, ticket_text

PAGE = Path(__file__).parents[2] / "docs" / "ticket-file.md"
EXAMPLES = dict(
    re.findall(
        r"<!-- example: (\w+) -->\n````markdown\n(.*?)````", PAGE.read_text("utf-8"), re.DOTALL
    )
)
TASK = TicketText
MEANT = {
    "full": TicketText(
        "New authentication flow",
        "PROJ-123",
        (("Type", "Story"), ("Priority", "High"), ("Labels", "auth, login")),
        "Free Markdown, with headings of level 3 and below, lists and code.\n\n## Notes\n"
        "A heading of level 2 that is no section of the format belongs to the text it stands in.",
        "- Sessions expire after 24 hours",
        (
            TASK(
                "Set up the middleware",
                "PROJ-124",
                (("Priority", "Critical"),),
                "Indented by two.",
            ),
            TASK("Write the login endpoint"),
        ),
    ),
    "fields": TicketText(
        "Ways to write a field",
        fields=(
            ("Type", "Story"),
            ("Priority", "High"),
            ("Team", "Platform"),
            ("Release notes", "First line.\nSecond line."),
        ),
    ),
    "links": TicketText(
        "Ship the release",
        fields=(("Linked Issues", "is blocked by PROJ-12, relates to PROJ-34"),),
    ),
    "tasks": TicketText(
        "Styles of tasks",
        tasks=(
            TASK("Add rate limits", fields=(("Priority", "Critical"),)),
            TASK("Write the docs", "PROJ-7"),
            TASK("Plain", description="This text is the task's description."),
        ),
    ),
    "escapes": TicketText(
        "A description with a heading named Fields",
        description="## Fields\nThe word `Fields` above is a heading of this text.\n```\n# TICKET: not a ticket\n```",
    ),
}


def test_every_example_has_its_meaning_here():
    assert set(EXAMPLES) == set(MEANT)


@pytest.mark.parametrize("name", MEANT)
def test_example(name):
    document = parse(EXAMPLES[name])
    assert (document.problems, document.notes) == ((), ())
    assert [ticket_text(block) for block in document.blocks] == [MEANT[name]]
