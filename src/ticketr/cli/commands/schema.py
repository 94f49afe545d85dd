"""`ticketr schema`: what the project allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.cli.text import printable
from ticketr.domain.schema import EPIC_LEVEL, STANDARD_LEVEL, SUBTASK_LEVEL
from ticketr.domain.workspace import WorkspaceID

if TYPE_CHECKING:
    from ticketr.cli.call import Call
    from ticketr.cli.console import Console
    from ticketr.cli.options import Parser
    from ticketr.domain.schema import JiraField, JiraSchema, TypeSchema

DESCRIPTION = """\
Show what the workspace's project allows: types of tickets with their levels and required fields, and
fields with their kinds and allowed values. Nothing is written."""

EXAMPLES = """\
ticketr schema
ticketr schema --refresh --json"""

_LEVELS = {EPIC_LEVEL: "epic", STANDARD_LEVEL: "standard", SUBTASK_LEVEL: "sub-task"}


def options(parser: Parser) -> None:
    """Whether Jira is asked."""
    parser.add_argument(
        "--refresh", action="store_true", help="ask Jira even where the last answer is fresh"
    )


def run(call: Call) -> None:
    """Show types and fields."""
    workspace = call.workspace()
    report = call.app.workspaces.schema(WorkspaceID(workspace.id), refresh=call.options.refresh)
    if call.console.json:
        stamp = {"cached_at": report.cached_at.isoformat(), "stale": report.stale}
        call.console.document({**_document(report.schema), **stamp})
        return
    _types(call.console, report.schema)
    call.console.print()
    _fields(call.console, report.schema)
    if report.stale:
        call.console.say(
            f"Jira could not be asked; this is what it said at {report.cached_at:%Y-%m-%d %H:%M} UTC."
        )


def _types(console: Console, schema: JiraSchema) -> None:
    rows = [
        (item.name, _level(item), ", ".join(_name(schema, name) for name in item.required))
        for item in sorted(schema.types, key=lambda item: -item.level)
    ]
    console.table(("TYPE", "LEVEL", "REQUIRED"), rows, flexible=2)


def _level(item: TypeSchema) -> str:
    return _LEVELS.get(item.level, str(item.level))


def _name(schema: JiraSchema, field_id: str) -> str:
    found = schema.field(field_id)
    return printable(found.name if found else field_id)


def _fields(console: Console, schema: JiraSchema) -> None:
    used = {name for item in schema.types for name in item.fields}
    rows = [
        (item.name, str(item.kind), item.id, ", ".join(_allowed(schema, item)))
        for item in sorted(schema.fields, key=lambda item: item.name.casefold())
        if item.id in used
    ]
    console.table(("FIELD", "KIND", "ID", "ALLOWED VALUES"), rows, flexible=3)


def _allowed(schema: JiraSchema, item: JiraField) -> list[str]:
    """The values of a field that any type allows, in Jira's order."""
    rules = (kind.fields.get(item.id) for kind in schema.types)
    return list(dict.fromkeys(o.name for rule in rules if rule for o in rule.options))


def _document(schema: JiraSchema) -> dict[str, object]:
    return {
        "project": schema.project_key,
        "types": [
            {
                "id": item.id,
                "name": item.name,
                "level": item.level,
                "required": list(item.required),
                "fields": list(item.fields),
            }
            for item in schema.types
        ],
        "fields": [
            {
                "id": item.id,
                "name": item.name,
                "kind": str(item.kind),
                "allowed": _allowed(schema, item),
            }
            for item in schema.fields
        ],
    }
