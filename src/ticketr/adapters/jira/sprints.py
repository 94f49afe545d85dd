"""Sprints by name. Jira's tickets take a sprint by its number only."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from ticketr.adapters.jira.client import segment
from ticketr.adapters.jira.paging import numbered
from ticketr.errors import TicketValidation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ticketr.adapters.jira.client import HttpClient
    from ticketr.domain.schema import JiraField

AGILE = "/rest/agile/1.0"


class Sprints:
    """The open sprints on the boards of one project, read when first needed and again for an unknown name."""

    def __init__(self, client: HttpClient, project_key: str) -> None:
        self._client = client
        self._project = project_key
        self._numbers: dict[str, set[str]] = {}
        self._reading = threading.Lock()

    def number(self, field: JiraField, name: str) -> str:
        """The number of the open sprint of that name; digits are a number already.

        Raises TicketValidation where no sprint or several have the name.
        """
        if name.isascii() and name.isdigit():
            return name
        wanted = name.strip().casefold()
        with self._reading:
            if wanted not in self._numbers:
                self._numbers = self._read()
        found = self._numbers.get(wanted, set())
        if len(found) == 1:
            return next(iter(found))
        what = "Several open sprints are" if found else "No open sprint is"
        raise TicketValidation(
            f'{field.name}: {what} called "{name}".',
            hint="Write the sprint's number instead: " + ", ".join(sorted(found))
            if found
            else "Sprints that are closed take no tickets; `ticketr list` shows the names in use.",
        )

    def _read(self) -> dict[str, set[str]]:
        numbers: dict[str, set[str]] = {}
        query = {"projectKeyOrId": self._project}
        for board in numbered(self._client, f"{AGILE}/board", query, 50):
            for sprint in self._of_board(str(board["id"])):
                numbers.setdefault(str(sprint["name"]).casefold(), set()).add(str(sprint["id"]))
        return numbers

    def _of_board(self, board: str) -> Iterator[dict[str, Any]]:
        path = f"{AGILE}/board/{segment(board)}/sprint"
        try:
            yield from numbered(self._client, path, {"state": "active,future"}, 50)
        except TicketValidation:
            return  # Jira refuses the question for a board without sprints
