"""What the fields of a query are: where their values stand and which operators fit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jira_sandbox.catalogue import Catalogue, FieldSpec

EQUAL = frozenset({"=", "!=", "in", "not in"})
EMPTY = frozenset({"is", "is not"})
ORDER = frozenset({"<", "<=", ">", ">="})
WORDS = frozenset({"~", "!~"})
NEGATIVE = frozenset({"!=", "not in", "is not", "!~"})
OPERATORS: dict[str, frozenset[str]] = {
    "choice": EQUAL | EMPTY,
    "rank": EQUAL | EMPTY | ORDER,
    "sequence": EQUAL | EMPTY | ORDER,
    "level": EQUAL | ORDER,
    "key": EQUAL | ORDER,
    "issue": EQUAL | EMPTY,
    "moment": EQUAL | EMPTY | ORDER,
    "day": EQUAL | EMPTY | ORDER,
    "number": EQUAL | EMPTY | ORDER,
    "count": EQUAL | ORDER,
    "span": EQUAL | EMPTY | ORDER,
    "version": EQUAL | EMPTY | ORDER,
    "words": WORDS | EMPTY,
    "everywhere": WORDS,
    "listed": EQUAL | EMPTY,
    "marked": EQUAL | EMPTY,
    "logged": EQUAL | EMPTY,
    "logday": EQUAL | ORDER,
    "present": EMPTY,
    "linktype": EQUAL | EMPTY,
}


@dataclass(frozen=True, slots=True)
class Subject:
    """A field of a query.

    `kind` decides the meaning of values and operators; `column` is an SQL expression, or empty
    where the values stand in `issue_index` under `field_id`. `said` is the name in the query. Without a direction
    it sorts downwards where `falls`. `always` has a value: no sorting of empty ones.
    """

    name: str
    kind: str
    column: str
    field_id: str = ""
    sort: str = ""
    said: str = ""
    falls: bool = False
    always: bool = False


RANK = "coalesce((SELECT r.rank FROM ranks r WHERE r.issue = i.id), i.id)"
PROJECT_KEY = "rtrim(i.key, '0123456789')"
MARKED = "(SELECT count(*) FROM marks m WHERE m.kind = '{}' AND m.issue = i.id)"
TRACKED = "(i.\"values\" ->> '$.timetracking.{}')"
RATIO = f"({TRACKED.format('spent')} * 100 / nullif({TRACKED.format('original')}, 0))"


def _tracked(name: str, part: str) -> Subject:
    return Subject(name, "span", TRACKED.format(part), sort=TRACKED.format(part), falls=True)


SYSTEM = (
    Subject("project", "choice", "i.project", sort="i.project", always=True),
    Subject("key", "key", "i.id", sort="i.number", always=True),
    Subject("parent", "issue", "i.parent", sort="i.parent"),
    Subject("issuetype", "choice", "i.type", sort="i.type", falls=True, always=True),
    Subject("status", "choice", "i.status", sort="i.status", falls=True, always=True),
    Subject("statuscategory", "choice", "i.status", sort="i.status", always=True),
    Subject("priority", "rank", "i.priority", sort="i.priority", falls=True),
    Subject("resolution", "sequence", "i.resolution", sort="i.resolution"),
    Subject("assignee", "choice", "i.assignee", sort="i.assignee"),
    Subject("reporter", "choice", "i.reporter", sort="i.reporter"),
    Subject("creator", "choice", "i.creator", sort="i.creator"),
    Subject("created", "moment", "i.created", sort="i.created", falls=True, always=True),
    Subject("updated", "moment", "i.updated", sort="i.updated", falls=True, always=True),
    Subject("resolved", "moment", "i.resolved", sort="i.resolved", falls=True),
    Subject("lastviewed", "moment", "NULL", sort="NULL", falls=True),
    Subject(
        "statuscategorychangeddate",
        "moment",
        "i.status_changed",
        sort="i.status_changed",
        falls=True,
        always=True,
    ),
    Subject("summary", "words", "i.summary", sort="i.summary COLLATE NOCASE", always=True),
    Subject("text", "everywhere", ""),
    Subject("comment", "everywhere", ""),
    Subject("watcher", "marked", "", "watch"),
    Subject("voter", "marked", "", "vote"),
    Subject("watchers", "count", MARKED.format("watch"), sort=MARKED.format("watch"), falls=True),
    Subject("votes", "count", MARKED.format("vote"), sort=MARKED.format("vote"), falls=True),
    _tracked("timespent", "spent"),
    _tracked("timeestimate", "remaining"),
    _tracked("timeoriginalestimate", "original"),
    Subject("workratio", "number", RATIO, sort=RATIO),
    Subject("worklogauthor", "logged", "", "author"),
    Subject("worklogdate", "logday", "", "started"),
    Subject("attachments", "present", "", "attachments"),
    Subject("issuelinktype", "linktype", ""),
    Subject("hierarchylevel", "level", "i.type"),
    Subject("projecttype", "choice", "i.project"),
    # What a site may have, and this one has none of.
    Subject("category", "choice", "NULL"),
    Subject("level", "choice", "NULL", sort="NULL"),
    Subject("filter", "choice", "NULL"),
)
NAMES = {
    "textfields": "text",
    "id": "key",
    "issue": "key",
    "issuekey": "key",
    "workitem": "key",
    "workitemkey": "key",
    "space": "project",
    "type": "issuetype",
    "worktype": "issuetype",
    "createddate": "created",
    "updateddate": "updated",
    "resolutiondate": "resolved",
    "status category changed": "statuscategorychangeddate",
    "statuscategorychangedate": "statuscategorychangeddate",
    "savedfilter": "filter",
    "searchrequest": "filter",
    "request": "filter",
    "remainingestimate": "timeestimate",
    "originalestimate": "timeoriginalestimate",
}
# What Cloud writes in brackets behind the name of a custom field.
BRACKETS = {
    "text": "Short text",
    "rich": "Paragraph",
    "number": "Number",
    "date": "Date",
    "datetime": "Time stamp",
    "select": "Dropdown",
    "multiselect": "Checkboxes",
    "labels": "Labels",
    "user": "User Picker (single user)",
}
KINDS = {
    "labels": "listed",
    "components": "listed",
    "versions": "version",
    "sprint": "listed",
    "select": "listed",
    "multiselect": "listed",
    "user": "listed",
    "rich": "words",
    "text": "words",
    "number": "number",
    "date": "day",
    "datetime": "moment",
    "epiclink": "issue",
}


def find(catalogue: Catalogue, name: str) -> Subject | None:
    """The subject that a query names: a system field, a custom field's name, `Name[Type]` or `cf[id]`."""
    wanted = name.lower()
    wanted = NAMES.get(wanted, wanted)
    for subject in SYSTEM:
        if subject.name == wanted:
            return replace(_sorted(catalogue, subject), said=name)
    for spec in catalogue.fields:
        clauses = {clause.lower() for clause in (*spec.clauses, spec.id, _typed(spec))}
        if wanted in clauses:
            found = _of(spec)
            return replace(found, said=name) if found else None
    return None


def _typed(spec: FieldSpec) -> str:
    """A custom field's name with its type, as Cloud suggests it."""
    return (
        f"{spec.name}[{BRACKETS[spec.kind]}]" if spec.custom and spec.kind in BRACKETS else spec.id
    )


def _sorted(catalogue: Catalogue, subject: Subject) -> Subject:
    """Priorities sort by their place in the site's list, accounts and projects by their names."""
    match subject.name:
        case "priority":
            places = {p.id: str(i) for i, p in enumerate(reversed(catalogue.priorities))}
        case "assignee" | "reporter" | "creator":
            places = {_text(p.account_id): _text(p.name.lower()) for p in catalogue.people}
        case "project":
            places = {_text(p.id): _text(p.name.lower()) for p in catalogue.projects}
        case _:
            return subject
    whens = " ".join(f"WHEN {key} THEN {place}" for key, place in places.items())
    return replace(subject, sort=f"CASE {subject.column} {whens} END")


def _text(value: str) -> str:
    """A text as it stands in SQL."""
    return "'" + value.replace("'", "''") + "'"


def _of(spec: FieldSpec) -> Subject | None:
    if spec.kind == "fixed" and "rank" in spec.custom:
        return Subject(spec.name, "rank", "i.id", sort=RANK, always=True)
    kind = KINDS.get(spec.kind)
    if kind is None:
        return None
    falls = not spec.custom and kind == "day"
    if kind == "issue":
        return Subject(spec.name, kind, "i.parent", sort="i.parent")
    value = "number" if kind in ("number", "moment") else "text"
    order = (
        f"(SELECT min(x.{value}) FROM issue_index x"  # noqa: S608  names of ours
        f" WHERE x.issue = i.id AND x.field = '{spec.id}')"
    )
    name = spec.clauses[0] if not spec.custom else spec.name
    return Subject(name, kind, "", spec.id, order, falls=falls)
