"""Many issues at once, of realistic shapes, written to the tables in bulk; repeatable by seed."""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jira_sandbox import phrases
from jira_sandbox.issues.hierarchy import sprint_field
from jira_sandbox.phrases import LABELS, LINES, PLACES, THINGS, VERBS
from jira_sandbox.storage.bulk import BulkWriter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jira_sandbox.catalogue import IssueType, Project, Status
    from jira_sandbox.site import Site

# Out of a hundred issues, by level: epics, standard issues, sub-tasks.
EPICS, SUBTASKS = 4, 14
TEXTS = 200
DAY = 86_400_000
YEARS = 2 * 365 * DAY
FAMILY = 60


# Who changed what, when.
Change = tuple[str, int, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Shape:
    """What is asked for: how many issues, in which projects (all, if none), drawn from `seed`."""

    issues: int
    projects: tuple[str, ...] = ()
    seed: int = 0


def generate(site: Site, shape: Shape) -> int:
    """Write the issues, oldest first; gives their number. Keys go on where they stood."""
    projects = [
        project
        for project in site.catalogue.projects
        if not shape.projects or project.key in shape.projects
    ]
    unknown = sorted(set(shape.projects) - {project.key for project in projects})
    if unknown:
        known = ", ".join(project.key for project in site.catalogue.projects)
        raise ValueError(f"there is no project {', '.join(unknown)}; there are {known}")
    if shape.issues < 0:
        raise ValueError(f"the number of issues must be from 0, not {shape.issues}")
    with site.store.database.transaction():
        writer = BulkWriter(site.store.database)
        maker = _Maker(site, projects, shape)
        writer.write(maker.rows())
    return shape.issues


class _Maker:
    def __init__(self, site: Site, projects: list[Project], shape: Shape) -> None:
        self._site = site
        self._shape = shape
        self._random = random.Random(shape.seed)  # noqa: S311  repeatable on purpose
        self._projects = projects
        self._weights = list(itertools.accumulate(1 / (n + 1) for n in range(len(projects))))
        active = [p for p in site.catalogue.people if p.active]
        self._people = [p.account_id for p in active]
        self._texts = [phrases.description(n, active, self._random) for n in range(TEXTS)]
        self._remarks = [
            (phrases.remark(LINES[n % len(LINES)], active, self._random), LINES[n % len(LINES)])
            for n in range(TEXTS)
        ]
        self._end = site.clock.now()
        self._family: dict[tuple[str, int], list[int]] = {}
        self._sprint = sprint_field(site)
        self._points = next((f.id for f in site.catalogue.fields if f.name == "Story Points"), "")
        self._open_path, self._done = self._paths()

    def _paths(self) -> tuple[list[Status], Status | None]:
        statuses = self._site.catalogue.workflow.statuses
        done = next((s for s in statuses if s.category.key == "done"), None)
        return [s for s in statuses if s.category.key != "done"], done

    def rows(self) -> Iterator[dict[str, Any]]:
        """The issues, each with its history, comments and rows of the index."""
        total = max(self._shape.issues, 1)
        for number in range(self._shape.issues):
            created = self._end - YEARS + YEARS * number // total
            yield self._issue(number, created)

    def _issue(self, number: int, created: int) -> dict[str, Any]:
        draw = self._random
        project = draw.choices(self._projects, cum_weights=self._weights)[0]
        kind = self._kind(project, number)
        values: dict[str, Any] = {"issuetype": kind.id, "summary": self._summary()}
        values |= self._parent(project, kind)
        values |= self._people_of(project)
        values |= self._details(project, kind)
        status, changes = self._life(created)
        changes, moved = self._revised(values, changes, created), changes
        work = self._work(kind, created)
        values |= self._tracked(work)
        values["status"] = status.id
        if status is self._done:
            values["resolution"] = self._site.catalogue.resolutions[0].id
        return {
            "project": project,
            "kind": kind,
            "values": values,
            "created": created,
            "changes": changes,
            "moved": moved[-1][1] if moved else created,
            "comments": self._comments(created),
            "resolved": moved[-1][1] if status is self._done and moved else None,
            "remember": self._remember,
            "work": work,
            "links": self._links(project),
            "fans": self._fans(),
        }

    def _kind(self, project: Project, number: int) -> IssueType:
        by_level: dict[int, list[IssueType]] = {}
        for kind in project.types:
            by_level.setdefault(kind.level, []).append(kind)
        drawn = self._random.random() * 100
        wanted = 1 if drawn < EPICS or number == 0 else -1 if drawn > 100 - SUBTASKS else 0
        if wanted == -1 and not self._family.get((project.id, 0)):
            wanted = 0
        kinds = by_level.get(wanted) or by_level.get(0) or list(project.types)
        return self._random.choice(kinds)

    def _remember(self, project: Project, kind: IssueType, issue: int) -> None:
        family = self._family.setdefault((project.id, kind.level), [])
        family.append(issue)
        if len(family) > FAMILY:
            del family[0]

    def _summary(self) -> str:
        draw = self._random
        words = [draw.choice(VERBS), draw.choice(THINGS), draw.choice(THINGS)]
        return (
            f"{' '.join(words)} {draw.choice(PLACES)}" if draw.random() < 0.7 else " ".join(words)
        )

    def _parent(self, project: Project, kind: IssueType) -> dict[str, Any]:
        above = self._family.get((project.id, kind.level + 1))
        if above and (kind.subtask or (kind.level == 0 and self._random.random() < 0.6)):
            return {"parent": self._random.choice(above)}
        return {}

    def _people_of(self, project: Project) -> dict[str, Any]:
        draw, people = self._random, self._people
        found = {"reporter": draw.choice(people) if draw.random() < 0.8 else project.lead}
        return {**found, "assignee": draw.choice(people)} if draw.random() < 0.7 else found

    def _details(self, project: Project, kind: IssueType) -> dict[str, Any]:
        draw = self._random
        found: dict[str, Any] = {}
        ranks = self._site.catalogue.priorities
        found["priority"] = ranks[min(int(abs(draw.gauss(len(ranks) / 2, 1))), len(ranks) - 1)].id
        if draw.random() < 0.8:
            found["description"] = draw.choice(self._texts)
        if draw.random() < 0.5:
            count = min(1 + int(draw.expovariate(1)), 4)
            found["labels"] = list(dict.fromkeys(draw.choices(LABELS, k=count)))
        if project.components and draw.random() < 0.5:
            found["components"] = [draw.choice(project.components).id]
        if project.versions and draw.random() < 0.3:
            found["fixVersions"] = [draw.choice(project.versions).id]
        if kind.level == 0:
            found |= self._agile(project)
        return found

    def _agile(self, project: Project) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if self._points and self._random.random() < 0.6:
            found[self._points] = float(self._random.choice((1, 2, 3, 5, 8, 13)))
        if self._sprint and project.sprints and self._random.random() < 0.4:
            found[self._sprint] = [self._random.choice(project.sprints).id]
        return found

    def _life(self, created: int) -> tuple[Status, list[Change]]:
        draw, path, age = self._random, list(self._open_path), self._end - created
        stay = min(int(draw.expovariate(1 / (20 * DAY))), max(age - 1, 0))
        if self._done is not None and draw.random() < age / YEARS + 0.2:
            path.append(self._done)
        else:
            del path[draw.randint(1, len(path)) :]
        pairs = list(itertools.pairwise(path))
        changes = [
            (
                draw.choice(self._people),
                created + stay * (n + 1) // len(path),
                _item("status", (before.id, before.name), (after.id, after.name)),
            )
            for n, (before, after) in enumerate(pairs)
        ]
        return path[-1], changes

    def _revised(self, values: dict[str, Any], moved: list[Change], created: int) -> list[Change]:
        """The moves, and now and then an assignment or another priority before the first of them."""
        draw, found = self._random, list(moved)
        first = moved[0][1] if moved else min(created + DAY, self._end)
        at = (created + first) // 2
        people = self._site.catalogue.people
        if values.get("assignee") and draw.random() < 0.4:
            person = people.get(values["assignee"])
            if person is not None:
                mark = person.called(self._site.dialect)
                change = _item("assignee", (None, None), (mark, person.name))
                found.insert(0, (draw.choice(self._people), at, change))
        if draw.random() < 0.15:
            ranks = self._site.catalogue.priorities
            now = next(rank for rank in ranks if rank.id == values["priority"])
            old = draw.choice([rank for rank in ranks if rank is not now] or [now])
            change = _item("priority", (old.id, old.name), (now.id, now.name))
            found.insert(0, (draw.choice(self._people), at, change))
        return found

    def _comments(self, created: int) -> list[tuple[str, int, dict[str, Any], str]]:
        draw = self._random
        count = max(0, int(draw.expovariate(1) - 0.4))
        found = []
        for n in range(min(count, 6)):
            body, line = draw.choice(self._remarks)
            at = min(created + n * 3_600_000, self._end)
            found.append((draw.choice(self._people), at, body, line))
        return found

    def _work(self, kind: IssueType, created: int) -> list[tuple[str, int, int]]:
        """Who worked when, and for how many seconds: at one issue in eight."""
        draw = self._random
        if kind.level == 1 or draw.random() > 0.125:
            return []
        return [
            (
                draw.choice(self._people),
                min(created + n * DAY, self._end),
                1800 * draw.randint(1, 12),
            )
            for n in range(1 + int(draw.expovariate(1)) % 3)
        ]

    def _tracked(self, work: list[tuple[str, int, int]]) -> dict[str, Any]:
        if not work:
            return {}
        spent = sum(seconds for _, _, seconds in work)
        original = 3600 * self._random.choice((2, 4, 8, 16))
        left = max(0, original - spent)
        return {"timetracking": {"original": original, "remaining": left, "spent": spent}}

    def _links(self, project: Project) -> list[tuple[str, int]]:
        """The types and the ends of links to earlier issues: from one issue in twelve."""
        draw, kinds = self._random, self._site.catalogue.link_types
        known = self._family.get((project.id, 0))
        if not known or not kinds or draw.random() > 1 / 12:
            return []
        return [(draw.choice(kinds).id, draw.choice(known))]

    def _fans(self) -> list[str]:
        """Who watches beside the reporter."""
        draw = self._random
        return draw.sample(self._people, min(2, len(self._people))) if draw.random() < 0.1 else []


def _item(
    field: str, old: tuple[str | None, str | None], new: tuple[str | None, str | None]
) -> dict[str, Any]:
    ends = {"from": old[0], "fromString": old[1], "to": new[0], "toString": new[1]}
    return {"field": field, "fieldtype": "jira", "fieldId": field, **ends}
