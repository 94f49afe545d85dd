"""Changes of tickets into Jira."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ticketr.adapters.jira import discovery
from ticketr.adapters.jira.client import segment
from ticketr.adapters.jira.linking import Linker
from ticketr.adapters.jira.mapping import issue_of
from ticketr.adapters.jira.parallel import each
from ticketr.domain.ticket import STATUS
from ticketr.errors import JiraConnection, TicketrError, TicketValidation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ticketr.adapters.jira.client import HttpClient
    from ticketr.adapters.jira.dialect import Dialect
    from ticketr.adapters.jira.linking import Step
    from ticketr.adapters.jira.reading import Reader
    from ticketr.adapters.jira.sending import Sender
    from ticketr.domain.schema import JiraSchema
    from ticketr.ports.external import JiraIssue, JiraUpdate

    Done = Callable[[int, JiraIssue | TicketrError], None]


@contextmanager
def _once_written(written: object) -> Iterator[None]:
    """What goes wrong inside does so when something was `written`: not all of it is known to have failed."""
    try:
        yield
    except TicketrError as error:
        if written:
            error.context["unknown"] = True
        raise


class Editor:
    """Edits tickets; a status is reached by a step of the workflow, after the other fields."""

    def __init__(
        self,
        client: HttpClient,
        dialect: Dialect,
        schema: JiraSchema,
        sender: Sender,
        reader: Reader,
    ) -> None:
        self._client = client
        self._dialect = dialect
        self._schema = schema
        self._sender = sender
        self._reader = reader
        self._linker = Linker(client, dialect, schema)
        self._names: Mapping[str, str] = {field.id: field.name for field in schema.fields}

    def one(self, update: JiraUpdate) -> JiraIssue:
        """Send what changes; gives the ticket as it is afterwards.

        The step of the workflow is chosen first, and every link, so that nothing is sent where there is none. An
        error has `unknown` True in its context where something of the edit was done, or may have been.
        """
        body = self._sender.edit(update)
        links = self._linker.steps(update)
        step = self._step(update)
        after = self._put(update.key, body, quiet=update.quiet) if body else None
        if after is not None and step is None and not links:
            return after
        with _once_written(body):
            if step is not None:
                self.transition(update.key, step)
        self._link(links, written=body or step)
        with _once_written(body or step or links):
            return self._reader.one(update.key)

    def _link(self, links: Sequence[Step], *, written: object) -> None:
        for link in links:
            with _once_written(written):
                self._linker.take(link)
            written = True

    def check(self, update: JiraUpdate) -> None:
        """Raise what `one` would where the edit itself cannot be sent."""
        self._sender.edit(update)
        self._linker.steps(update)

    def many(
        self, updates: Sequence[JiraUpdate], done: Done | None = None
    ) -> list[JiraIssue | TicketrError]:
        """Send many side by side; results in order, each told to `done` as it comes in."""
        results: dict[int, JiraIssue | TicketrError] = {}
        for index, result in each(self._tried, updates):
            results[index] = result
            if done is not None:
                done(index, result)
        return [results[index] for index in range(len(updates))]

    def _tried(self, update: JiraUpdate) -> JiraIssue | TicketrError:
        try:
            return self.one(update)
        except TicketrError as error:
            return error

    def _put(self, key: str, body: dict[str, Any], *, quiet: bool) -> JiraIssue | None:
        """Send an edit; gives the ticket afterwards where Jira answers with it."""
        query = {"returnIssue": "true"} if self._dialect.returns_edits else {}
        query |= {"notifyUsers": "false"} if quiet else {}
        reply = self._client.send(
            "PUT", self._path(key), query=query, body=body, names=self._names
        )
        try:
            data = reply.json() if self._dialect.returns_edits else None
        except JiraConnection:
            return None  # it was done; what it led to is read
        return issue_of(self._schema, data, self._dialect) if isinstance(data, dict) else None

    def _path(self, key: str) -> str:
        return f"{self._dialect.api}/issue/{segment(key)}"

    def _step(self, update: JiraUpdate) -> str | None:
        """The transition that leads to the status, None where it is not changed or reached already."""
        wanted = update.fields.get(STATUS)
        if wanted is None:
            return None
        steps = discovery.transitions(self._client, self._dialect, update.key)
        name = str(wanted).casefold()
        found = next((step.id for step in steps if step.to_status.casefold() == name), None)
        if found is not None or self._is_in(update.key, name):
            return found
        there = ", ".join(dict.fromkeys(step.to_status for step in steps)) or "none"
        raise TicketValidation(
            f'{update.key} cannot go to "{wanted}" from where it is.',
            hint=f"The workflow leads to: {there}.",
            key=update.key,
        )

    def _is_in(self, key: str, name: str) -> bool:
        return str(self._reader.one(key).fields.get(STATUS)).casefold() == name

    def transition(self, key: str, transition_id: str) -> None:
        """Take a step of the workflow."""
        body = {"transition": {"id": transition_id}}
        path = f"{self._path(key)}/transitions"
        self._client.send("POST", path, body=body, names=self._names)
