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
OPERATORS: dict[str, frozenset[str]] = {
    "choice": EQUAL | EMPTY,
    "rank": EQUAL | EMPTY | ORDER,
    "issue": EQUAL | EMPTY | ORDER,
    "moment": EQUAL | EMPTY | ORDER,
    "day": EQUAL | EMPTY | ORDER,
    "number": EQUAL | EMPTY | ORDER,
    "words": WORDS | EMPTY,
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
    where the values stand in `issue_index` under `field_id`.
    """

    name: str
    kind: str
    column: str
    field_id: str = ""
    sort: str = ""


RANK = "coalesce((SELECT r.rank FROM ranks r WHERE r.issue = i.id), i.id)"
PROJECT_KEY = "rtrim(i.key, '0123456789')"
MARKED = "(SELECT count(*) FROM marks m WHERE m.kind = '{}' AND m.issue = i.id)"
TRACKED = "(i.\"values\" ->> '$.timetracking.{}')"
SYSTEM = (
    Subject("project", "choice", "i.project", sort=PROJECT_KEY),
    Subject("key", "issue", "i.id", sort="i.number"),
    Subject("parent", "issue", "i.parent", sort="i.parent"),
    Subject("issuetype", "choice", "i.type", sort="i.type"),
    Subject("status", "choice", "i.status", sort="i.status"),
    Subject("statuscategory", "choice", "i.status", sort="i.status"),
    Subject("priority", "rank", "i.priority", sort="i.priority"),
    Subject("resolution", "choice", "i.resolution", sort="i.resolution"),
    Subject("assignee", "choice", "i.assignee", sort="i.assignee"),
    Subject("reporter", "choice", "i.reporter", sort="i.reporter"),
    Subject("creator", "choice", "i.creator", sort="i.creator"),
    Subject("created", "moment", "i.created", sort="i.created"),
    Subject("updated", "moment", "i.updated", sort="i.updated"),
    Subject("resolved", "moment", "i.resolved", sort="i.resolved"),
    Subject("statuscategorychangeddate", "moment", "i.status_changed", sort="i.status_changed"),
    Subject("summary", "words", "i.summary", sort="i.summary COLLATE NOCASE"),
    Subject("text", "words", ""),
    Subject("watcher", "marked", "", "watch"),
    Subject("voter", "marked", "", "vote"),
    Subject("watchers", "number", f"{MARKED.format('watch')}", sort=MARKED.format("watch")),
    Subject("votes", "number", f"{MARKED.format('vote')}", sort=MARKED.format("vote")),
    Subject("timespent", "number", TRACKED.format("spent"), sort=TRACKED.format("spent")),
    Subject(
        "timeestimate", "number", TRACKED.format("remaining"), sort=TRACKED.format("remaining")
    ),
    Subject(
        "timeoriginalestimate",
        "number",
        TRACKED.format("original"),
        sort=TRACKED.format("original"),
    ),
    Subject("worklogauthor", "logged", "", "author"),
    Subject("worklogdate", "logday", "", "started"),
    Subject("attachments", "present", "", "attachments"),
    Subject("issuelinktype", "linktype", ""),
    Subject("status category changed", "moment", "i.status_changed", sort="i.status_changed"),
    Subject("comment", "words", ""),
)
NAMES = {
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
    "remainingestimate": "timeestimate",
    "originalestimate": "timeoriginalestimate",
}
KINDS = {
    "labels": "listed",
    "components": "listed",
    "versions": "listed",
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
    """The subject that a query names: a system field, a custom field's name or `cf[id]`."""
    wanted = name.lower()
    wanted = NAMES.get(wanted, wanted)
    for subject in SYSTEM:
        if subject.name == wanted:
            return _ranked(catalogue, subject) if wanted == "priority" else subject
    for spec in catalogue.fields:
        if wanted in {clause.lower() for clause in spec.clauses} or wanted == spec.id.lower():
            return _of(spec)
    return None


def _ranked(catalogue: Catalogue, subject: Subject) -> Subject:
    """Priorities sort by their place in the site's list, not by id."""
    whens = " ".join(f"WHEN {p.id} THEN {i}" for i, p in enumerate(catalogue.priorities))
    return replace(subject, sort=f"CASE i.priority {whens} END")


def _of(spec: FieldSpec) -> Subject | None:
    if spec.kind == "fixed" and "rank" in spec.custom:
        return Subject(spec.name, "rank", "i.id", sort=RANK)
    kind = KINDS.get(spec.kind)
    if kind is None:
        return None
    if kind == "issue":
        return Subject(spec.name, kind, "i.parent", sort="i.parent")
    value = "number" if kind in ("number", "moment") else "text"
    order = (
        f"(SELECT min(x.{value}) FROM issue_index x"  # noqa: S608  names of ours
        f" WHERE x.issue = i.id AND x.field = '{spec.id}')"
    )
    return Subject(spec.clauses[0] if not spec.custom else spec.name, kind, "", spec.id, order)
