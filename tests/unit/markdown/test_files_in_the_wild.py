import os
import re
from pathlib import Path

import pytest

from ticketr.errors import ErrorCode
from ticketr.markdown.parse import parse
from ticketr.markdown.patch import SetKey, patch
from ticketr.markdown.render import TicketText, ticket_text

ORACLES = Path(
    os.environ.get("TICKETR_ORACLES", Path(__file__).parents[3].parent / "shared" / "data")
)
TICKETS = ORACLES / "tickets"
pytestmark = [
    pytest.mark.oracle,
    pytest.mark.skipif(not TICKETS.is_dir(), reason=f"no ticket files at {TICKETS}"),
]
T = TicketText


def read(name):
    return (TICKETS / name).read_bytes().decode("utf-8")


def tasks(*titles):
    return tuple(T(title) for title in titles)


STORY_FIELDS = (("Type", "Story"), ("Project", "PROJ"), ("Priority", "High"), ("Sprint", "10"))
MEANT = {
    "examples/quick-story.md": [
        T(
            "Quick Bug Fix",
            description="Fix the navigation menu not closing on mobile devices.",
            tasks=tasks("Investigate the issue", "Fix event handler", "Test on multiple devices"),
        )
    ],
    "testdata/ticket_simple.md": [
        T(
            "Create user authentication system",
            fields=STORY_FIELDS,
            description="Implement a complete user authentication system with login, logout, and session management capabilities.",
            criteria="- Users can register with email and password\n- Users can login with valid credentials\n- Sessions persist across browser restarts",
        )
    ],
    "testdata/ticket_with_tasks.md": [
        T(
            "Build payment processing system",
            fields=STORY_FIELDS,
            description="Create a complete payment processing system that handles multiple payment methods.",
            criteria="- System supports credit card payments\n- System supports PayPal integration\n- All transactions are logged",
            tasks=(
                T(
                    "Create payment gateway interface",
                    fields=(("Priority", "Low"),),
                    description="Define the interface for all payment gateways",
                    criteria="- Interface defined in code\n- Documentation complete",
                ),
                T(
                    "Implement Stripe integration",
                    fields=(("Priority", "Critical"), ("Assignee", "John Doe")),
                    description="Integrate Stripe as the primary payment processor",
                    criteria="- Stripe SDK integrated\n- Test transactions working",
                ),
            ),
        )
    ],
    "examples/epic-template.md": [
        T(
            "[EPIC] E-commerce Platform Redesign",
            description="Complete redesign of the e-commerce platform to improve user experience, \nincrease conversion rates, and modernize the technology stack.",
            criteria="- New design implemented across all pages\n- Page load time improved by 50%\n- Conversion rate increased by at least 15%\n- Mobile-first responsive design\n- Accessibility WCAG 2.1 AA compliant",
            tasks=tasks(
                "Conduct user research and surveys",
                "Create wireframes and mockups",
                "Design system and component library",
                "Frontend architecture planning",
                "Implement product catalog pages",
                "Redesign shopping cart flow",
                "Optimize checkout process",
                "Payment gateway integration",
                "Order management system",
                "Customer account dashboard",
                "Search and filtering improvements",
                "Performance optimization",
                "SEO improvements",
                "Analytics and tracking setup",
                "A/B testing framework",
                "Migration plan for existing data",
                "Staff training materials",
                "Launch plan and rollback strategy",
            ),
        )
    ],
    "examples/sprint-template.md": [
        T(
            "Sprint 23 - Authentication & User Management",
            description="Complete the authentication system and basic user management features for the Q1 release.",
            criteria="- All authentication endpoints secure and tested\n- User management CRUD operations complete\n- Integration tests passing with >80% coverage",
            tasks=tasks(
                "Database schema for users and sessions",
                "Password hashing and validation service",
                "JWT token generation and validation",
                "Login endpoint with rate limiting",
                "Logout and session management",
                "User registration with email verification",
                "Password reset flow",
                "User profile management endpoints",
                "Admin user management interface",
                "Integration tests for all endpoints",
            ),
        ),
        T(
            "Performance Optimization",
            description="As a system administrator, I need the application to handle 10,000 concurrent users\nso that we can support our expected growth.",
            criteria="- Response time < 200ms for 95% of requests\n- System handles 10,000 concurrent connections\n- Database queries optimized with proper indexing",
            tasks=tasks(
                "Profile current performance bottlenecks",
                "Optimize database queries and add indexes",
                "Implement connection pooling",
                "Add Redis caching layer",
                "Configure load balancer",
                "Performance testing and benchmarking",
            ),
        ),
    ],
    "examples/field-inheritance-example.md": [],
    "examples/pull-with-subtasks-example.md": [],
}


@pytest.mark.parametrize("name", MEANT)
def test_a_file_is_read_as_its_author_meant(name):
    document = parse(read(name))
    assert [ticket_text(block) for block in document.blocks] == MEANT[name]
    assert (document.problems, document.notes) == ((), ())


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("testdata/unsupported_story/simple_story.md", ["f.md:1:1"]),
        ("testdata/unsupported_story/multiple_stories.md", ["f.md:1:1", "f.md:6:1"]),
    ],
)
def test_a_story_is_refused_with_line_and_remedy(name, places):
    document = parse(read(name), "f.md")
    assert document.blocks == ()
    assert [str(one.place) for one in document.problems] == places
    assert {one.code for one in document.problems} == {ErrorCode.FILE_FORMAT}
    assert all("`# TICKET:`" in one.hint for one in document.problems)


@pytest.mark.parametrize("name", MEANT)
def test_keys_go_into_their_lines(name):
    text = read(name)
    document = parse(text)
    blocks = [one for block in document.blocks for one in (block, *block.tasks)]
    edits = [SetKey(block, f"PROJ-{at}") for at, block in enumerate(blocks, 1)]
    after = patch(document, edits)
    assert re.sub(r"\[PROJ-\d+\] ", "", after) == text
    found = [one.key for block in parse(after).blocks for one in (block, *block.tasks)]
    assert found == [edit.key for edit in edits]


def fenced(name):
    return re.findall(r"^```markdown\n(.*?)^```$", read(name), re.DOTALL | re.MULTILINE)


def test_the_inheritance_tutorial_says_what_it_teaches():
    documents = [parse(text) for text in fenced("examples/field-inheritance-example.md")]
    assert [(d.problems, d.notes) for d in documents] == [((), ())] * 4
    found = [
        [(task.title, {f.name: f.value for f in task.fields}) for task in d.blocks[0].tasks]
        for d in documents
    ]
    assert found == [
        [("Upgrade database schema", {}), ("Implement caching layer", {}), ("Optimize API endpoints", {}), ("Update frontend components", {})],
        [
            ("Implement rate limiting", {"Priority": "Critical", "Assignee": "security-team@company.com"}),
            ("Add MFA support", {"Story Points": "8", "Labels": "[security, mfa]"}),
            ("Update session management", {}),
        ],
        [
            ("Set up Stripe API integration", {"Priority": "Critical", "Assignee": "backend-team@company.com", "Story Points": "8"}),
            ("Implement webhook handlers", {"Component": "Infrastructure", "Labels": "[webhooks, async]"}),
            ("Add subscription management UI", {"Component": "Frontend", "Assignee": "frontend-team@company.com", "Story Points": "5"}),
            ("Write integration tests", {}),
        ],
        [
            ("Design dashboard wireframes", {"Priority": "High", "Assignee": "design-team@company.com", "Story Points": "5"}),
            ("Implement dashboard API", {"Component": "Backend", "Assignee": "backend-dev@company.com", "Story Points": "8"}),
            ("Build widget framework", {"Assignee": "frontend-dev@company.com", "Labels": "[framework, reusable]", "Story Points": "8"}),
            ("Add analytics integration", {"Component": "Analytics", "Priority": "Low", "Story Points": "3"}),
        ],
    ]  # fmt: skip
    texts = [task.description for d in documents for task in d.blocks[0].tasks]
    assert [text.text for text in texts if text] == [
        "Create wireframes for all dashboard layouts and widget types.",
        "Build RESTful API endpoints for dashboard data.",
        "Create reusable widget framework with drag-and-drop support.",
        "Integrate Google Analytics and custom event tracking.",
    ]


def test_the_pull_tutorial_says_what_it_teaches():
    (text,) = fenced("examples/pull-with-subtasks-example.md")
    document = parse(text)
    assert (document.problems, document.notes) == ((), ())
    first, second = document.blocks
    assert [(t.key, t.fields[1].value) for t in first.tasks] == [
        ("DEMO-101", "5"),
        ("DEMO-102", "3"),
        ("DEMO-103", "5"),
    ]
    assert [(t.key, t.criteria) for t in ticket_text(second).tasks] == [
        ("DEMO-111", "- Uses Redis INCR with TTL\n- Configurable limits via environment variables"),
        ("DEMO-112", "- Tests verify 100 req/min limit\n- Tests verify 429 response\n- Tests verify rate limit headers"),
    ]  # fmt: skip
    assert ticket_text(first.tasks[0]) == T(
        "Configure PostgreSQL database",
        "DEMO-101",
        (("Type", "Sub-task"), ("Story Points", "5"), ("Assignee", "Jane Developer")),
        "Setup PostgreSQL container with initial schema and migrations.",
        "- Database initializes with schema.sql\n- Connection pooling configured",
    )
