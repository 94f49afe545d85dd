"""The fields that JQL knows by itself, by the names it knows them under."""

from __future__ import annotations

from ticketr.jql.checked import Column

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ticketr.jql.known import Catalogue, KnownField

SYSTEM: dict[tuple[str, ...], tuple[str, str]] = {
    ("key", "issuekey", "issue", "id"): ("key", "key"),
    ("project",): ("project", "project"),
    ("summary",): ("text", "title"),
    ("description",): ("text", "description"),
    ("environment",): ("text", "environment"),
    ("text",): ("text", "text"),
    ("comment",): ("said", "comment"),
    ("status",): ("status", "status"),
    ("statuscategory",): ("category", "status"),
    ("type", "issuetype"): ("type", "type"),
    ("hierarchylevel",): ("level", "type"),
    ("priority",): ("ranked", "priority"),
    ("resolution",): ("choice", "resolution"),
    ("assignee",): ("user", "assignee"),
    ("reporter",): ("user", "reporter"),
    ("creator",): ("user", "creator"),
    ("labels",): ("set", "labels"),
    ("component",): ("set", "components"),
    ("fixversion",): ("set", "fixVersions"),
    ("affectedversion",): ("set", "versions"),
    ("created", "createddate"): ("time", "created"),
    ("updated", "updateddate"): ("time", "updated"),
    ("resolved", "resolutiondate"): ("time", "resolved"),
    ("due", "duedate"): ("date", "duedate"),
    ("sprint",): ("sprint", "sprint"),
    ("parent",): ("parent", "parent"),
    ("epic link",): ("epic", "parent"),
}
"""Names in lower case -> how the field is compared, and its id."""

NAMES = {name: (*meant, names[0]) for names, meant in SYSTEM.items() for name in names}
BY_ID = {
    "issuetype": "type",
    "components": "component",
    "fixVersions": "fixversion",
    "versions": "affectedversion",
}
"""Ids of Jira's own fields that JQL calls otherwise."""

SHOWN = [
    *[
        "affectedVersion",
        "assignee",
        "comment",
        "component",
        "created",
        "creator",
        "description",
        "due",
    ],
    *["environment", "fixVersion", "hierarchyLevel", "key", "labels", "parent", "priority"],
    *["project", "reporter", "resolution", "resolved", "sprint", "status", "statusCategory"],
    *["summary", "text", "type", "updated", "Epic Link"],
]
"""What a misspelt name is compared with."""

OFFLINE = frozenset(
    """
    approvals attachments category development filter issuelink issuelinktype lastviewed level
    linkedissue organizations originalestimate parentepic parentproject projecttype rank remainingestimate
    request savedfilter searchrequest statuscategorychangeddate timeestimate timeoriginalestimate timespent
    voter votes watcher watchers worklogauthor worklogcomment worklogdate workratio
    """.split()  # noqa: SIM905 - a list of one name a line would be longer
)
"""Fields of Jira's that the store does not keep."""

KINDS = {
    "text": "text",
    "rich": "text",
    "number": "number",
    "date": "date",
    "datetime": "time",
    "option": "choice",
    "options": "set",
    "labels": "set",
    "user": "user",
    "users": "users",
    "sprint": "sprint",
    "status": "status",
    "type": "type",
    "parent": "parent",
    "rank": "rank",
}
"""`FieldKind` -> how a field of the project is compared."""


def columns(name: str, catalogue: Catalogue) -> list[Column]:
    """The fields that people call `name`: one of JQL's own, else all of the project's with that name."""
    found = NAMES.get(name.casefold())
    if found is not None:
        return [system(found[0], found[1], catalogue)]
    return [column(field, catalogue) for field in _named(name, catalogue.fields())]


def system(kind: str, id: str, catalogue: Catalogue) -> Column:  # noqa: A002 - Jira's name
    """One of JQL's own fields."""
    if kind == "sprint":
        ids = [field.id for field in catalogue.fields() if field.kind == "sprint"]
        return Column(kind, ids[0] if ids else id)
    if kind == "ranked":
        return Column(kind, id, tuple(value.name for value in catalogue.values(id)))
    return Column(kind, id)


def column(field: KnownField, catalogue: Catalogue) -> Column:
    """One of the project's fields."""
    found = NAMES.get(BY_ID.get(field.id, field.id).casefold())
    if found is not None:
        return system(found[0], found[1], catalogue)
    return Column(KINDS.get(field.kind, "other"), field.id)


def _named(name: str, fields: Iterable[KnownField]) -> list[KnownField]:
    """By number, by id, by name; `Points[Number]`, as Jira's editor writes it, is the name before the bracket."""
    wanted = name.casefold()
    known = list(fields)
    if wanted.startswith("cf["):
        return [field for field in known if field.id == f"customfield_{wanted[3:-1]}"]
    found = [field for field in known if wanted in (field.id.casefold(), field.name.casefold())]
    if not found and wanted.endswith("]"):
        bare = wanted.rpartition("[")[0].strip()
        found = [field for field in known if field.name.casefold() == bare]
    return found


def names(catalogue: Catalogue) -> Sequence[str]:
    """Every name that a misspelt one may have meant."""
    return [*SHOWN, *(field.name for field in catalogue.fields())]
