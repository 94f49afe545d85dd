"""A Jira in memory that passes the contract suite of `JiraClient`."""

from __future__ import annotations

import re
from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.fakes.drafts import MemoryComments
from tests.fakes.histories import Past
from ticketr.domain.schema import (
    SET_KINDS,
    FieldKind,
    FieldRule,
    JiraField,
    JiraSchema,
    Option,
    TypeSchema,
)
from ticketr.domain.ticket import (
    CRITERIA,
    DESCRIPTION,
    LINKS,
    NOT_CREATED,
    PARENT,
    STATUS,
    TITLE,
    TYPE,
)
from ticketr.errors import (
    JiraAuth,
    JiraConnection,
    JiraNotFound,
    TicketrError,
    TicketValidation,
)
from ticketr.ports.external import (
    Created,
    JiraIssue,
    Project,
    SearchPage,
    ServerInfo,
    Transition,
)
from ticketr.ports.records import User

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ticketr.domain.ticket import FieldValue, View
    from ticketr.domain.workspace import Credentials
    from ticketr.ports.comment import Comment
    from ticketr.ports.external import JiraUpdate
    from ticketr.ports.history import TicketLog

STEPS = {
    "To Do": ("In Progress", "Done"),
    "In Progress": ("To Do", "In Review", "Done"),
    "In Review": ("In Progress", "Done"),
    "Done": ("To Do",),
}
ROBIN = User("712020:robin", "Robin Sander", "robin@example.com")
ADA = User("712020:ada", "Ada Moreau", "ada@example.com")
TOKEN = "memory-token"
PAGE = 50

FIELDS = (
    JiraField("summary", "Summary", FieldKind.TEXT),
    JiraField("issuetype", "Issue Type", FieldKind.TYPE),
    JiraField("parent", "Parent", FieldKind.PARENT),
    JiraField("description", "Description", FieldKind.RICH),
    JiraField("status", "Status", FieldKind.STATUS),
    JiraField("priority", "Priority", FieldKind.OPTION),
    JiraField("labels", "Labels", FieldKind.LABELS),
    JiraField("components", "Components", FieldKind.OPTIONS),
    JiraField("assignee", "Assignee", FieldKind.USER),
    JiraField("issuelinks", "Linked Issues", FieldKind.LINKS),
    JiraField("duedate", "Due date", FieldKind.DATE),
    JiraField("customfield_10016", "Story Points", FieldKind.NUMBER, "float"),
    JiraField("customfield_10020", "Sprint", FieldKind.SPRINT, "gh-sprint"),
)
_VALUES = [field.id for field in FIELDS if field.id not in {"summary", "issuetype", "description"}]


OTHER_WAY = {
    "blocks": "is blocked by",
    "is blocked by": "blocks",
    "clones": "is cloned by",
    "is cloned by": "clones",
    "relates to": "relates to",
}
"""What a ticket does to another, and what the other says of that."""


def _linked(value: FieldValue) -> set[tuple[str, str]]:
    pairs = (text.rpartition(" ") for text in value) if isinstance(value, tuple) else ()
    return {(words, key) for words, _, key in pairs}


def _options(*names: str) -> tuple[Option, ...]:
    return tuple(Option(str(at), name) for at, name in enumerate(names, 1))


RULES = {
    "summary": FieldRule(required=True),
    "issuetype": FieldRule(required=True),
    "parent": FieldRule(),
    "description": FieldRule(),
    "priority": FieldRule(
        options=_options("Highest", "Critical", "High", "Medium", "Low", "Lowest")
    ),
    "labels": FieldRule(),
    "components": FieldRule(options=_options("API", "Backend", "Frontend")),
    "assignee": FieldRule(),
    "duedate": FieldRule(),
    "customfield_10016": FieldRule(),
    "customfield_10020": FieldRule(),
    LINKS: FieldRule(options=_options(*OTHER_WAY)),
}
LEVELS = {"Epic": 1, "Story": 0, "Task": 0, "Bug": 0, "Sub-task": -1}


def type_schemas() -> tuple[TypeSchema, ...]:
    """The usual types; a sub-task needs its parent."""
    return tuple(
        TypeSchema(
            str(10000 + at),
            name,
            level,
            {**RULES, "parent": FieldRule(required=True)} if level < 0 else RULES,
        )
        for at, (name, level) in enumerate(LEVELS.items())
    )


def schema(project_key: str = "PROJ") -> JiraSchema:
    """The project as `get_fields` and `get_issue_types` tell it."""
    return JiraSchema(project_key, FIELDS, type_schemas())


def _misfits(fields: View, kind: TypeSchema | None) -> Iterator[str]:
    if not fields.get(TITLE):
        yield "Summary: You must specify a summary of the issue."
    if kind is None:
        yield "Issue Type: Specify a valid issue type"
    for name in fields:
        if name not in {TITLE, TYPE, DESCRIPTION, CRITERIA, *_VALUES}:
            yield f'The project has no field "{name}".'
    for name, rule in (kind.fields if kind else {}).items():
        names = {option.name for option in rule.options}
        value = fields.get(name)
        given = value if isinstance(value, tuple) else (value,) if value else ()
        if name == LINKS:
            given = tuple(words for words, _ in _linked(value))
        if names and not names.issuperset(given):
            yield f"{name}: Option is not valid"


def _told(issue: JiraIssue) -> JiraIssue:
    return JiraIssue({}, issue.id, issue.key, error=issue.error) if issue.error else issue


class MemoryJira:
    """A `JiraClient` over dictionaries.

    Of a query it understands `project = X`, `parent = X` and `key in (…)`; the rest is true. `fail(method,
    error)` makes the next call of a method raise; `lose_creates(n)` does the next n creates and loses their
    replies. `edit` and `remove` are what others do in Jira meanwhile.
    """

    def __init__(
        self, project_key: str = "PROJ", token: str = TOKEN, types: Sequence[TypeSchema] = ()
    ) -> None:
        self.project_key = project_key
        self.issues: dict[str, JiraIssue] = {}
        self.calls: list[str] = []
        self._types = tuple(types) or type_schemas()
        self._token = token
        self._login: str | None = None
        self._number = 0
        self._clock = 0
        self._failures: dict[str, list[TicketrError]] = {}
        self._lost = 0
        self._past = Past()
        self.comments = MemoryComments(ROBIN, self._enter, self._find, self._lose)
        self.said: dict[str, list[Comment]] = {}
        self.time = "2026-01-01T00:00:00.000+0000"

    def fail(self, method: str, error: TicketrError, times: int = 1) -> None:
        """The next calls of the method raise the error."""
        self._failures.setdefault(method, []).extend([error] * times)

    def lose_creates(self, count: int = 1) -> None:
        """The next creates are done, and their replies lost."""
        self._lost += count

    def _lose(self) -> TicketrError | None:
        """What a create raises that is done, and whose reply is lost."""
        if not self._lost:
            return None
        self._lost -= 1
        return JiraConnection("The answer is lost.", unknown=True)

    def edit(self, key: str, **values: FieldValue) -> None:
        """Someone else changes values in Jira."""
        issue = self._find(key)
        fields = {**issue.fields, **{name: self._plain(name, v) for name, v in values.items()}}
        if fields != issue.fields:
            self._keep(replace(issue, fields=fields))

    def remove(self, key: str) -> None:
        """Someone else deletes the ticket in Jira."""
        del self.issues[self._find(key).id]

    def spoil(self, key: str, error: TicketrError | None) -> None:
        """From now on the ticket cannot be read (None: it can again)."""
        issue = self._find(key)
        self.issues[issue.id] = replace(issue, error=error)

    def _enter(self, method: str) -> None:
        self.calls.append(method)
        if self._failures.get(method):
            raise self._failures[method].pop(0)
        if self._login != self._token:
            raise JiraAuth("memory does not accept the login.")

    def _find(self, name: str) -> JiraIssue:
        for issue in self.issues.values():
            if name in {issue.id, issue.key}:
                return issue
        raise JiraNotFound("Issue does not exist or you do not have permission to see it.")

    def _keep(self, issue: JiraIssue) -> JiraIssue:
        self._clock += 1
        stamp = f"2026-01-01T{self._clock // 3600:02}:{self._clock // 60 % 60:02}:{self._clock % 60:02}.000+0000"
        raw = dict(issue.fields)
        accounts = {user.account: user for user in (ROBIN, ADA)}
        named = issue.fields.get("assignee")
        users = (accounts[named],) if isinstance(named, str) and named in accounts else ()
        kept = replace(issue, raw=raw, updated=stamp, created=issue.created or stamp, users=users)
        self._past.keep(self.issues.get(kept.id), kept, ROBIN)
        self.issues[kept.id] = kept
        return kept

    def _plain(self, name: str, value: FieldValue) -> FieldValue:
        kind = next((field.kind for field in FIELDS if field.id == name), None)
        if kind in SET_KINDS:
            names = value if isinstance(value, tuple) else (str(value),) if value else ()
            return tuple(sorted(set(names))) or None
        return None if value == "" else value

    def _check(self, fields: View) -> None:
        kind = next((item for item in self._types if item.name == fields.get(TYPE)), None)
        problems = list(_misfits(fields, kind))
        parent = fields.get(PARENT)
        if kind is not None and kind.level < 0 and not parent:
            problems.append("Parent: Issue type is a sub-task but parent issue key is missing.")
        if parent and not any(issue.key == parent for issue in self.issues.values()):
            problems.append("Parent: Given parent work item does not belong to the project.")
        if problems:
            raise TicketValidation(" ".join(problems))

    def authenticate(self, credentials: Credentials) -> None:
        self._login = credentials.token

    def validate_connection(self) -> User:
        self._enter("validate_connection")
        return replace(ROBIN, zone="America/New_York")

    def server_info(self) -> ServerInfo:
        self._enter("server_info")
        return ServerInfo("Cloud", "1001.0.0", self.time)

    def use_schema(self, schema: JiraSchema) -> None:
        self.schema = schema

    def reconcile(self, ids: Sequence[str]) -> None:
        """Nothing to do: a search here knows everything at once."""

    def _create(self, issue: JiraIssue, project_key: str) -> JiraIssue:
        if project_key != self.project_key:
            raise TicketValidation("Project: valid project is required")
        given = {n: self._plain(n, v) for n, v in issue.fields.items() if n not in NOT_CREATED}
        given = {name: value for name, value in given.items() if value is not None}
        self._check(given)
        self._number += 1
        fields = {DESCRIPTION: None, CRITERIA: None, **dict.fromkeys(_VALUES)}
        fields |= {STATUS: "To Do", "priority": "Medium", **given}
        number, key = str(10000 + self._number), f"{project_key}-{self._number}"
        return self._keep(JiraIssue(fields, number, key, properties=dict(issue.properties)))

    def create_issue(self, issue: JiraIssue, project_key: str) -> str:
        self._enter("create_issue")
        made = self._create(issue, project_key)
        lost = self._lose()
        if lost is not None:
            raise lost
        return made.key

    def check(self, update: JiraUpdate) -> None:
        self._check({**self._find(update.key).fields, **update.fields})

    def update_issue(self, update: JiraUpdate) -> JiraIssue | None:
        self._enter("update_issue")
        return self._update(update)

    def _update(self, update: JiraUpdate) -> JiraIssue:
        issue = self._find(update.key)
        fields = dict(issue.fields)
        for name, value in update.fields.items():
            if name == STATUS:
                self._check_step(issue, str(value))
            fields[name] = self._merged(name, value, update, issue)
        self._check(fields)
        self._link(issue, fields)
        return issue if fields == issue.fields else self._keep(replace(issue, fields=fields))

    def _link(self, issue: JiraIssue, fields: View) -> None:
        """What a ticket does to others, they say the other way round."""
        old, new = _linked(issue.fields.get(LINKS)), _linked(fields.get(LINKS))
        for words, key in old ^ new:
            other = self._find(key)
            said = _linked(other.fields.get(LINKS)) ^ {(OTHER_WAY[words], issue.key)}
            texts = tuple(sorted(f"{words} {key}" for words, key in said)) or None
            self._keep(replace(other, fields={**other.fields, LINKS: texts}))

    def _merged(
        self, name: str, value: FieldValue, update: JiraUpdate, issue: JiraIssue
    ) -> FieldValue:
        new, now = self._plain(name, value), issue.fields.get(name)
        before = self._plain(name, update.before.get(name))
        is_set = any(field.id == name and field.kind in SET_KINDS for field in FIELDS)
        if not is_set or name not in update.before:
            return new
        old, wanted, there = (
            set(v) if isinstance(v, tuple) else set() for v in (before, new, now)
        )
        return tuple(sorted((there - (old - wanted)) | (wanted - old))) or None

    def _check_step(self, issue: JiraIssue, status: str) -> None:
        here = str(issue.fields[STATUS])
        if status not in {here, *STEPS[here]}:
            raise TicketValidation(
                f'{issue.key} cannot go to "{status}" from where it is.',
                hint=f"The workflow leads to: {', '.join(STEPS[here])}.",
            )

    def get_issue(self, id: str) -> JiraIssue:  # noqa: A002
        self._enter("get_issue")
        return self._find(id)

    def delete_issue(self, id: str, *, subtasks: bool = False) -> None:  # noqa: A002
        self._enter("delete_issue")
        issue = self._find(id)
        children = [
            item
            for item in self.issues.values()
            if item.fields.get(PARENT) == issue.key and LEVELS[str(item.fields[TYPE])] < 0
        ]
        if children and not subtasks:
            raise TicketValidation("The issue has subtasks.")
        for item in [*children, issue]:
            del self.issues[item.id]

    def bulk_create(self, issues: Sequence[JiraIssue], project_key: str) -> list[Created]:
        self._enter("bulk_create")
        return [self._created(issue, project_key) for issue in issues]

    def _created(self, issue: JiraIssue, project_key: str) -> Created:
        try:
            made = self._create(issue, project_key)
        except TicketValidation as error:
            return Created(error=error)
        if self._lost:
            self._lost -= 1
            return Created(error=JiraConnection("The answer is lost."), unknown=True)
        return Created(made.id, made.key)

    def bulk_update(
        self,
        updates: Sequence[JiraUpdate],
        done: Callable[[int, JiraIssue | TicketrError], None] | None = None,
    ) -> list[JiraIssue | TicketrError]:
        self._enter("bulk_update")
        results: list[JiraIssue | TicketrError] = []
        for index, update in enumerate(updates):
            try:
                results.append(self._update(update))
            except TicketrError as error:
                results.append(copy(error))
            if done is not None:
                done(index, results[index])
        return results

    def bulk_fetch(self, ids: Sequence[str]) -> dict[str, JiraIssue]:
        self._enter("bulk_fetch")
        found = {}
        for name in ids:
            try:
                found[name] = _told(self._find(name))
            except JiraNotFound:
                continue
        return found

    def _matching(self, jql: str) -> list[JiraIssue]:
        if not re.search(r"(?i)\b(project|parent|key|creator)\b\s*(=|in\b)", jql):
            raise TicketValidation("Unbounded JQL queries are not allowed here.")
        project = re.search(r'(?i)\bproject\s*=\s*"?(\w+)"?', jql)
        parent = re.search(r'(?i)\bparent\s*=\s*"?([\w-]+)"?', jql)
        keys = re.search(r"(?i)\bkey\s+in\s*\(([^)]*)\)", jql)
        named = {key.strip(' "') for key in keys[1].split(",")} if keys else None
        return [
            issue
            for issue in self.issues.values()
            if (not project or issue.key.startswith(f"{project[1]}-"))
            and (not parent or issue.fields.get(PARENT) == parent[1])
            and (named is None or issue.key in named)
        ]

    def search(self, jql: str, page: str | None = None) -> SearchPage:
        self._enter("search")
        found, start = self._matching(jql), int(page or 0)
        end = start + PAGE
        return SearchPage(tuple(found[start:end]), str(end) if end < len(found) else None)

    def search_all(self, jql: str, *, tokens: bool = False) -> Iterator[JiraIssue]:
        self._enter("search_all")
        yield from map(_told, self._matching(jql))

    def search_ids(self, jql: str) -> Iterator[str]:
        self._enter("search_ids")
        yield from (issue.id for issue in self._matching(jql))

    def get_subtasks(self, parent_id: str) -> list[JiraIssue]:
        return list(self.search_all(f"parent = {parent_id}"))

    def get_fields(self) -> list[JiraField]:
        self._enter("get_fields")
        return list(FIELDS)

    def get_issue_types(self, project_key: str) -> list[TypeSchema]:
        self._enter("get_issue_types")
        if project_key != self.project_key:
            raise JiraNotFound("No project could be found with that key.")
        return list(self._types)

    def get_projects(self) -> list[Project]:
        self._enter("get_projects")
        return [Project("10000", self.project_key, "Project")]

    def find_users(self, project_key: str, text: str) -> list[User]:
        self._enter("find_users")
        wanted = text.casefold()
        return [u for u in (ROBIN, ADA) if wanted in u.name.casefold() or wanted in u.email]

    def get_transitions(self, key: str) -> list[Transition]:
        self._enter("get_transitions")
        here = str(self._find(key).fields[STATUS])
        return [Transition(f"{here}>{name}", name, name) for name in STEPS[here]]

    def transition(self, key: str, transition_id: str) -> None:
        self._enter("transition")
        issue = self._find(key)
        here, _, there = transition_id.partition(">")
        if here != issue.fields[STATUS] or there not in STEPS[here]:
            raise TicketValidation(f"Transition id '{transition_id}' is not valid for this issue.")
        self._keep(replace(issue, fields={**issue.fields, STATUS: there}))

    def get_histories(self, ids: Sequence[str]) -> Iterator[TicketLog]:
        self._enter("get_histories")
        yield from (self._past.of(issue.id) for issue in self.bulk_fetch(ids).values())

    def get_comments(self, name: str) -> tuple[Comment, ...]:
        self._enter("get_comments")
        return tuple(self.said.get(self.get_issue(name).id, ()))

    def close(self) -> None:
        self._login = self._login
