"""Single values that two people set: type, priority, status, assignee and sprint."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.integration.sync.desk import HEADING, PRIORITIES, STATUSES, TASK
from tests.integration.sync.lines import Line, lines_of, write_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tests.integration.sync.desk import Desk, Machine

PICK = st.integers(0, 11)
TYPES = ("Story", "Bug", "Task")
SPRINTS = ("Sprint 10", "Sprint 23", "Sprint 24", "")
SPRINT = "customfield_10020"
HERE, THERE = "here", "there"


class Values:
    """Rules for the state machine.

    `meant` is what one person alone set, by the ticket's number and the field: (who, value). `unclear` are the
    numbers of tickets of which nobody can say what is meant, for both set a value or a file was put back.
    """

    desk: Desk
    here: Machine
    edition: str
    people: list[dict[str, Any]]
    numbers: dict[str, str]
    meant: dict[tuple[str, str], tuple[str, str]]
    unclear: set[str]
    _run: Callable[..., None]
    _remote: Callable[[int], dict[str, Any] | None]
    count_numbers: Callable[[], None]

    # --- here

    @rule(pick=PICK, new=PICK)
    def set_priority_here(self, pick: int, new: int) -> None:
        self._say_value("Priority", pick, PRIORITIES[new % 5])

    @rule(pick=PICK, new=PICK)
    def set_status_here(self, pick: int, new: int) -> None:
        self._say_value("Status", pick, STATUSES[new % 2])

    @rule(pick=PICK, new=PICK)
    def set_type_here(self, pick: int, new: int) -> None:
        self._say_value("Type", pick, TYPES[new % 3])

    @rule(pick=PICK, new=PICK)
    def assign_here(self, pick: int, new: int) -> None:
        names = [*(person["displayName"] for person in self.people), ""]
        self._say_value("Assignee", pick, names[new % len(names)])

    @rule(pick=PICK, new=PICK)
    def plan_here(self, pick: int, new: int) -> None:
        self._say_value("Sprint", pick, SPRINTS[new % 4])

    @rule(pick=PICK, many=st.integers(1, 4), new=PICK, at=st.integers(1, 900), dies=st.booleans())
    def set_many_here(self, pick: int, many: int, new: int, at: int, dies: bool) -> None:
        """The same value for some tickets that both sides have, at once."""
        tickets = self.here.app.store.tickets.find_by_workspace(self.here.workspace.id)
        there = {item["id"] for item in self.here.in_jira()}
        known = [x for x in tickets if x.remote_id in there]
        chosen = [known[(pick + more) % len(known)] for more in range(min(many, len(known)))]
        if not chosen:
            return
        value, keys = PRIORITIES[new % 5], tuple(ticket.jira_id or "" for ticket in chosen)
        for ticket in chosen:
            self._means(HERE, ticket.remote_id or "", "Priority", value)
        if dies:
            self.unclear |= {ticket.remote_id or "" for ticket in chosen}

        def work() -> None:
            self.here.bulk(f"Priority={value}", keys=keys, partial=True)

        self._run((lambda: self.here.killed(at, work)) if dies else work)

    def _say_value(self, field: str, pick: int, value: str) -> None:
        lines = [line for line in lines_of(self.desk, field) if _takes(line)]
        if lines:
            line = lines[pick % len(lines)]
            write_line(self.desk, line, value)
            self.count_numbers()
            self._means(HERE, self.numbers.get(line.key, ""), field, value)
            if not line.indent:
                self._tasks_follow(line)

    def _tasks_follow(self, line: Line) -> None:
        """What a block says holds for its tasks, too, as far as they do not say otherwise."""
        for name, start, end, key in self.desk.blocks():
            if (name, key or "") == (line.name, line.key):
                text = self.desk.read(name)[start:end]
                self.nobody_knows_values(*(task[0] for task in TASK.finditer(text)))

    # --- in Jira

    @rule(pick=PICK, new=PICK)
    def set_priority_there(self, pick: int, new: int) -> None:
        name = PRIORITIES[new % 5]
        self._set_value(pick, "Priority", name, priority={"name": name})

    @rule(pick=PICK, new=PICK)
    def set_type_there(self, pick: int, new: int) -> None:
        name = TYPES[new % 3]
        self._set_value(pick, "Type", name, issuetype={"name": name})

    @rule(pick=PICK, new=PICK)
    def assign_there(self, pick: int, new: int) -> None:
        person = [*self.people, None][new % (len(self.people) + 1)]
        named = "accountId" if self.edition == "cloud" else "name"
        value = person and {named: person[named]}
        self._set_value(pick, "Assignee", person["displayName"] if person else "", assignee=value)

    @rule(pick=PICK, new=PICK)
    def plan_there(self, pick: int, new: int) -> None:
        name = SPRINTS[new % 4]
        number = int(name.rpartition(" ")[2]) if name else None
        self._set_value(pick, "Sprint", name, **{SPRINT: number})

    @rule(pick=PICK, at=PICK)
    def move_on_there(self, pick: int, at: int) -> None:
        item, name = self._remote(pick), STATUSES[at % 2]
        if item is None:
            return
        path = f"/rest/api/3/issue/{item['key']}/transitions"
        steps = self.here.call("GET", path)["transitions"]
        steps = [step for step in steps if step["to"]["name"] == name]
        if steps:
            self.here.call("POST", path, {"transition": {"id": steps[0]["id"]}})
            self._means(THERE, item["id"], "Status", name)

    def _set_value(self, pick: int, field: str, said: str, **fields: Any) -> None:
        item = self._remote(pick)
        plain = item is not None and item["fields"]["issuetype"]["name"] in TYPES
        if item is not None and (plain or field not in PLAIN):
            self.here.change(item["key"], **fields)
            self._means(THERE, item["id"], field, said)

    # --- what is remembered

    def _means(self, who: str, number: str, field: str, value: str) -> None:
        before, _ = self.meant.get((number, field), (who, ""))
        if number and before == who:
            self.meant[number, field] = (who, value)
        else:
            self.unclear.add(number)

    def nobody_knows_values(self, *texts: str) -> None:
        """These texts were put back, or taken out: what was said of their tickets may be meant or not."""
        self.count_numbers()
        heads = [x for text in texts for kind in (HEADING, TASK) for x in kind.finditer(text)]
        self.unclear |= {self.numbers.get(head[1] or "", "") for head in heads}
        # A ticket whose file has no key of it is known by its title.
        titles = {head[2] for head in heads if not head[1]}
        self.unclear |= {x["id"] for x in self.here.in_jira() if x["fields"]["summary"] in titles}

    def nobody_knows_any_value(self) -> None:
        self.count_numbers()
        self.unclear |= set(self.numbers.values())

    # --- what always holds

    def values_are_as_meant(self) -> None:
        """What one person alone set is what Jira has in the end."""
        there = {item["id"]: values(item["fields"]) for item in self.here.in_jira()}
        wrong = {
            (number, field): (who, value, there[number][field])
            for (number, field), (who, value) in self.meant.items()
            if number in there and number not in self.unclear and there[number][field] != value
        }
        assert wrong == {}


PLAIN = ("Type", "Sprint")
"""Fields that are set of plain tickets only: no epic has another type here, and no sub-task a sprint."""


def _takes(line: Line) -> bool:
    return line.field not in PLAIN or line.fields.get("Type") in TYPES


def values(fields: dict[str, Any]) -> dict[str, str]:
    """What a ticket's fields say, as files say it."""
    named = {"Type": "issuetype", "Priority": "priority", "Status": "status"}
    told = {name: fields[field]["name"] for name, field in named.items()}
    sprints = [_sprint(item) for item in fields.get(SPRINT) or ()]
    person = fields.get("assignee") or {"displayName": ""}
    return {**told, "Assignee": person["displayName"], "Sprint": "".join(sprints)}


def _sprint(told: Any) -> str:
    if isinstance(told, str):
        found = re.search(r"[\[,]name=([^,\]]*)", told)
        return found[1] if found else told
    return str(told["name"])


def disagreements(said: dict[str, str], fields: dict[str, Any]) -> Iterable[tuple[str, str, str]]:
    """The single values that a file and Jira say differently: name, here, there."""
    there = values(fields)
    return [
        (name, said[name], there[name])
        for name in there
        if said.get(name, there[name]) != there[name]
    ]
