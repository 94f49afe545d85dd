"""The site that starts when no seed is given; a seed replaces any of these top-level entries."""

from __future__ import annotations

from typing import Any

FIELD_TYPES = "com.atlassian.jira.plugin.system.customfieldtypes"
AGILE = "com.pyxis.greenhopper.jira"
STEPS = {
    "To Do": ["In Progress", "Done"],
    "In Progress": ["To Do", "In Review", "Done"],
    "In Review": ["In Progress", "Done"],
    "Done": ["To Do"],
}
SPRINTS = [
    {"number": 9, "name": "Sprint 9", "state": "closed"},
    {"number": 10, "name": "Sprint 10", "state": "active"},
    {"number": 23, "name": "Sprint 23", "state": "active"},
    {"number": 24, "name": "Sprint 24", "state": "future"},
    {"number": 25, "name": "Sprint 25", "state": "future"},
    {"number": 26, "name": "Sprint 26", "state": "future"},
]
COMPONENTS = ["Backend", "Frontend", "Infrastructure", "Security", "API", "Mobile", "Analytics"]
VERSIONS = [
    {"name": "1.0.0", "released": True},
    {"name": "1.1.0"},
    {"name": "2.0.0"},
]
TEAMS = [
    "Platform",
    "Backend",
    "Frontend",
    "Mobile",
    "Security",
    "Infrastructure",
    "Product",
    "Data",
]

DEFAULTS: dict[str, Any] = {
    "site": {
        "title": "Jira",
        "zone": "Europe/Berlin",
        "server_zone": "Etc/UTC",
        "edition": "cloud",
        "context": "",
        "basic": True,
    },
    "users": [
        {
            "name": "Robin Sander",
            "email": "robin@example.com",
            "token": "sandbox-token",
            "scoped_token": "sandbox-scoped-token",
            "zone": "America/New_York",
            "admin": True,
        },
        {
            "name": "Ada Moreau",
            "email": "ada@example.com",
            "token": "ada-token",
            "zone": "Europe/Berlin",
        },
        {"name": "Kim Nguyen", "email": "kim@example.com", "zone": "Asia/Tokyo"},
        {"name": "Luis Ortega", "email": "luis@example.com", "zone": "Europe/Madrid"},
        {
            "name": "Security Team",
            "email": "security-team@company.com",
            "zone": "Europe/Berlin",
        },
        {
            "name": "Backend Team",
            "email": "backend-team@company.com",
            "zone": "Europe/Berlin",
        },
        {
            "name": "Frontend Team",
            "email": "frontend-team@company.com",
            "zone": "Europe/Berlin",
        },
        {
            "name": "Frontend Developer",
            "email": "frontend-dev@company.com",
            "zone": "Europe/Berlin",
        },
        {
            "name": "Design Team",
            "email": "design-team@company.com",
            "zone": "Europe/Berlin",
        },
        {
            "name": "Sam Gone",
            "email": "sam@example.com",
            "zone": "Etc/UTC",
            "active": False,
        },
    ],
    "types": [
        {"name": "Epic", "level": 1, "description": "A collection of related work."},
        {"name": "Story", "level": 0, "description": "Functionality expressed as a user goal."},
        {"name": "Task", "level": 0, "description": "A small, distinct piece of work."},
        {"name": "Sub-task", "level": -1, "description": "A small piece of a larger task."},
        {"name": "Bug", "level": 0, "description": "A problem or error."},
        {"name": "Spike", "level": 0, "description": "A question to be answered."},
        {"name": "Improvement", "level": 0, "description": "Something made better."},
    ],
    "statuses": [
        {"name": "To Do", "category": "new"},
        {"name": "In Progress", "category": "indeterminate"},
        {"name": "In Review", "category": "indeterminate"},
        {"name": "Done", "category": "done"},
    ],
    "workflow": STEPS,
    "priorities": ["Highest", "Critical", "High", "Medium", "Low", "Lowest"],
    "default_priority": "Medium",
    "resolutions": ["Done", "Won't Do", "Duplicate", "Cannot Reproduce"],
    "links": [
        {"name": "Blocks", "inward": "is blocked by", "outward": "blocks"},
        {"name": "Cloners", "inward": "is cloned by", "outward": "clones"},
        {"name": "Duplicate", "inward": "is duplicated by", "outward": "duplicates"},
        {"name": "Relates", "inward": "relates to", "outward": "relates to"},
    ],
    "fields": [
        {"id": 10011, "name": "Epic Name", "type": "text", "custom": f"{AGILE}:gh-epic-label"},
        {"id": 10014, "name": "Epic Link", "type": "epiclink", "custom": f"{AGILE}:gh-epic-link"},
        {"id": 10015, "name": "Start date", "type": "date"},
        {"id": 10016, "name": "Story Points", "type": "number"},
        {"id": 10019, "name": "Rank", "type": "fixed", "custom": f"{AGILE}:gh-lexo-rank"},
        {"id": 10020, "name": "Sprint", "type": "sprint", "custom": f"{AGILE}:gh-sprint"},
        {"id": 10031, "name": "Team", "type": "select", "options": TEAMS},
        {
            "id": 10032,
            "name": "Platforms",
            "type": "multiselect",
            "options": ["Web", "iOS", "Android", "API"],
        },
        {"id": 10033, "name": "Acceptance Criteria", "type": "rich"},
        {"id": 10034, "name": "Customer", "type": "text"},
        {"id": 10035, "name": "Reviewer", "type": "user"},
        {"id": 10036, "name": "Go-live", "type": "datetime"},
    ],
    "required": {},
    "hidden": {"Epic": ["Epic Link"], "Sub-task": ["Epic Link", "Epic Name"]},
    "projects": [
        {"key": "DEMO", "name": "Demo"},
        {"key": "PROJ", "name": "Project"},
        {"key": "BACK", "name": "Backend"},
        {"key": "FRONT", "name": "Frontend"},
    ],
    "issues": [],
}

# On Data Center epics are named by a field of their own, which their screens demand.
ON_DATA_CENTER: dict[str, Any] = {"required": {"Epic": ["Epic Name"]}}
CLOUD_FIELDS = frozenset({"statusCategory", "statuscategorychangedate"})

# (id, name, kind, clause names, on the create and edit screens)
SYSTEM_FIELDS: list[tuple[str, str, str, tuple[str, ...], bool]] = [
    ("summary", "Summary", "summary", ("summary",), True),
    ("issuetype", "Issue Type", "issuetype", ("issuetype", "type"), True),
    ("project", "Project", "project", ("project",), True),
    ("parent", "Parent", "parent", ("parent",), True),
    ("description", "Description", "rich", ("description",), True),
    ("environment", "Environment", "rich", ("environment",), True),
    ("priority", "Priority", "priority", ("priority",), True),
    ("labels", "Labels", "labels", ("labels",), True),
    ("components", "Components", "components", ("component",), True),
    ("fixVersions", "Fix versions", "versions", ("fixVersion",), True),
    ("versions", "Affects versions", "versions", ("affectedVersion",), True),
    ("assignee", "Assignee", "user", ("assignee",), True),
    ("reporter", "Reporter", "user", ("reporter",), True),
    ("duedate", "Due date", "date", ("due", "duedate"), True),
    ("resolution", "Resolution", "resolution", ("resolution",), False),
    ("status", "Status", "fixed", ("status",), False),
    ("statusCategory", "Status Category", "fixed", ("statusCategory",), False),
    ("creator", "Creator", "fixed", ("creator",), False),
    ("created", "Created", "fixed", ("created", "createdDate"), False),
    ("updated", "Updated", "fixed", ("updated", "updatedDate"), False),
    ("resolutiondate", "Resolved", "fixed", ("resolutiondate", "resolved"), False),
    (
        "statuscategorychangedate",
        "Status Category Changed",
        "fixed",
        ("statusCategoryChangedDate",),
        False,
    ),
    ("lastViewed", "Last Viewed", "fixed", ("lastViewed",), False),
    ("workratio", "Work Ratio", "fixed", ("workratio",), False),
    ("watches", "Watchers", "fixed", ("watchers",), False),
    ("votes", "Votes", "fixed", ("votes",), False),
    ("comment", "Comment", "fixed", ("comment",), False),
    ("issuelinks", "Linked Issues", "fixed", ("issueLink", "workItemLink"), False),
    ("subtasks", "Sub-tasks", "fixed", ("subtasks",), False),
    ("attachment", "Attachment", "fixed", ("attachments",), False),
    ("security", "Security Level", "fixed", ("level",), False),
    ("worklog", "Log Work", "fixed", (), False),
    ("progress", "Progress", "fixed", ("progress",), False),
    ("aggregateprogress", "Σ Progress", "fixed", (), False),
    ("timetracking", "Time tracking", "timetracking", (), True),
    ("timespent", "Time Spent", "fixed", ("timespent",), False),
    ("timeestimate", "Remaining Estimate", "fixed", ("remainingEstimate", "timeestimate"), False),
    (
        "timeoriginalestimate",
        "Original estimate",
        "fixed",
        ("originalEstimate", "timeoriginalestimate"),
        False,
    ),
    ("aggregatetimespent", "Σ Time Spent", "fixed", (), False),
    ("aggregatetimeestimate", "Σ Remaining Estimate", "fixed", (), False),
    ("aggregatetimeoriginalestimate", "Σ Original Estimate", "fixed", (), False),
]
