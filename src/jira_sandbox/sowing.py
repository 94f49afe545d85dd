"""The parts of a seed to the configuration of a site."""

from __future__ import annotations

import hashlib
from typing import Any

from jira_sandbox import catalogue as c
from jira_sandbox.defaults import (
    CLOUD_FIELDS,
    COMPONENTS,
    FIELD_TYPES,
    SPRINTS,
    SYSTEM_FIELDS,
    VERSIONS,
)
from jira_sandbox.dialect import CLOUD
from jira_sandbox.people import People, Person

CATEGORIES = {
    "new": c.Category(2, "new", "To Do", "blue-gray"),
    "indeterminate": c.Category(4, "indeterminate", "In Progress", "yellow"),
    "done": c.Category(3, "done", "Done", "green"),
}
AVATARS = {
    "Epic": 10307,
    "Story": 10315,
    "Task": 10318,
    "Sub-task": 10316,
    "Bug": 10303,
}
COLORS = ["#d04437", "#f15C75", "#f79232", "#707070", "#999999", "#d04437"]
PRIORITY_IDS = {"Highest": "1", "High": "2", "Medium": "3", "Low": "4", "Lowest": "5"}
CUSTOM = {
    "text": "textfield",
    "rich": "textarea",
    "number": "float",
    "date": "datepicker",
    "datetime": "datetime",
    "select": "select",
    "multiselect": "multiselect",
    "user": "userpicker",
    "labels": "labels",
}


class SeedError(ValueError):
    """A seed that cannot be read, or that contradicts itself."""


def catalogue(whole: dict[str, Any]) -> c.Catalogue:
    """The configuration that the parts of a seed describe. Raises SeedError."""
    types = _types(whole["types"])
    priorities = _priorities(whole["priorities"])
    people = People(_people(whole["users"]))
    fields = (*_system_fields(whole["site"]["edition"]), *_custom_fields(whole["fields"]))
    return c.Catalogue(
        people=people,
        types=types,
        workflow=_workflow(whole["statuses"], whole["workflow"]),
        priorities=priorities,
        default_priority=_named(priorities, whole["default_priority"], "priority"),
        resolutions=tuple(
            c.Named(str(10000 + i), name) for i, name in enumerate(whole["resolutions"])
        ),
        link_types=tuple(
            c.LinkType(str(10000 + i), **link) for i, link in enumerate(whole["links"])
        ),
        fields=fields,
        projects=tuple(_projects(whole["projects"], types, people)),
        rules=c.Rules(_rules(whole["required"], fields), _rules(whole["hidden"], fields)),
        parents_everywhere=whole["site"]["edition"] == CLOUD,
    )


def _named(things: tuple[Any, ...], name: str, what: str) -> Any:
    found = c.by_name(things, name)
    if found is None:
        raise SeedError(f"no {what} is named {name!r}")
    return found


def _people(rows: list[dict[str, Any]]) -> list[Person]:
    return [
        Person(
            account_id=row.get("account_id") or _account_id(row["email"]),
            name=row["name"],
            email=row["email"],
            zone=row.get("zone", "Etc/UTC"),
            token=row.get("token", ""),
            active=row.get("active", True),
            admin=row.get("admin", False),
            username=row.get("username") or row["email"].partition("@")[0],
            key=row.get("key") or f"JIRAUSER{10100 + i}",
            scoped_token=row.get("scoped_token", ""),
        )
        for i, row in enumerate(rows)
    ]


def _account_id(email: str) -> str:
    digest = hashlib.sha256(email.lower().encode()).hexdigest()
    return f"712020:{digest[:8]}-{digest[8:12]}-4{digest[13:16]}-b{digest[17:20]}-{digest[20:32]}"


def _types(rows: list[dict[str, Any]]) -> tuple[c.IssueType, ...]:
    return tuple(
        c.IssueType(
            id=str(10000 + i),
            name=row["name"],
            level=int(row["level"]),
            description=row.get("description", ""),
            avatar=AVATARS.get(row["name"], 10300),
        )
        for i, row in enumerate(rows)
    )


def _priorities(names: list[str]) -> tuple[c.Priority, ...]:
    return tuple(
        c.Priority(
            PRIORITY_IDS.get(name, str(10000 + i)), name, COLORS[i % len(COLORS)], name.lower()
        )
        for i, name in enumerate(names)
    )


def _workflow(rows: list[dict[str, str]], steps: dict[str, list[str]]) -> c.Workflow:
    statuses = tuple(
        c.Status(str(10000 + i), row["name"], CATEGORIES[row["category"]])
        for i, row in enumerate(rows)
    )
    transitions = []
    for i, status in enumerate(statuses):
        sources = frozenset(s.id for s in statuses if status.name in steps.get(s.name, []))
        if sources:
            transitions.append(c.Transition(str(11 + 10 * i), status.name, status, sources))
    return c.Workflow(statuses, tuple(transitions))


def _system_fields(edition: str) -> list[c.FieldSpec]:
    return [
        c.FieldSpec(field_id, name, kind, clauses, on_screen=on_screen)
        for field_id, name, kind, clauses, on_screen in SYSTEM_FIELDS
        if edition == CLOUD or field_id not in CLOUD_FIELDS
    ]


def _custom_fields(rows: list[dict[str, Any]]) -> list[c.FieldSpec]:
    return [_custom_field(row, 10100 + 100 * i) for i, row in enumerate(rows)]


def _custom_field(row: dict[str, Any], first_option: int) -> c.FieldSpec:
    kind = row["type"]
    if kind not in {*CUSTOM, "sprint", "epiclink", "fixed"}:
        raise SeedError(f"no such type of field: {kind!r}")
    return c.FieldSpec(
        id=f"customfield_{row['id']}",
        name=row["name"],
        kind=kind,
        clauses=(f"cf[{row['id']}]", row["name"]),
        custom=row.get("custom") or f"{FIELD_TYPES}:{CUSTOM[kind]}",
        options=tuple(
            c.Option(str(first_option + i), value)
            for i, value in enumerate(row.get("options", []))
        ),
        on_screen=kind != "fixed",
    )


def _projects(
    rows: list[dict[str, Any]], types: tuple[c.IssueType, ...], people: People
) -> list[c.Project]:
    return [_project(row, i, types, people) for i, row in enumerate(rows)]


def _project(
    row: dict[str, Any], i: int, types: tuple[c.IssueType, ...], people: People
) -> c.Project:
    base = 10000 + 100 * i
    lead = people.by_email(row["lead"]) if "lead" in row else next(iter(people))
    if lead is None:
        raise SeedError(f"no user has the e-mail {row['lead']!r}")
    names = row.get("types") or [kind.name for kind in types]
    return c.Project(
        id=str(10000 + i),
        key=row["key"].upper(),
        name=row.get("name", row["key"]),
        lead=lead.account_id,
        types=tuple(_named(types, name, "issue type") for name in names),
        components=tuple(
            c.Component(str(base + n), name)
            for n, name in enumerate(row.get("components", COMPONENTS))
        ),
        versions=tuple(
            c.Version(str(base + n), v["name"], v.get("released", False), v.get("archived", False))
            for n, v in enumerate(row.get("versions", VERSIONS))
        ),
        board_id=i + 1,
        sprints=tuple(
            c.Sprint(100 * i + s["number"], s["name"], s["state"], i + 1, s.get("goal", ""))
            for s in row.get("sprints", SPRINTS)
        ),
    )


def _rules(
    table: dict[str, list[str]], fields: tuple[c.FieldSpec, ...]
) -> dict[str, frozenset[str]]:
    return {key: frozenset(_field_id(name, fields) for name in row) for key, row in table.items()}


def _field_id(name: str, fields: tuple[c.FieldSpec, ...]) -> str:
    found = c.by_id(fields, name) or c.by_name(fields, name)
    if found is None:
        raise SeedError(f"no field is named {name!r}")
    return found.id
