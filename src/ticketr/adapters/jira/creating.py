"""New tickets into Jira. A create is sent once: what may have been done is never sent again."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

from ticketr.adapters.jira.client import Repeat
from ticketr.adapters.jira.parallel import all_of
from ticketr.adapters.jira.replies import error_of, words_of
from ticketr.errors import JiraAuth, JiraConnection, TicketrError, TicketValidation
from ticketr.limits import MAX_TICKETS_PER_BATCH
from ticketr.ports.external import Created

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ticketr.adapters.jira.client import HttpClient
    from ticketr.adapters.jira.replies import Reply
    from ticketr.adapters.jira.sending import Sender
    from ticketr.ports.external import JiraIssue

LOST = "The answer of {} is lost or damaged; the ticket may have been created."


class Creator:
    """Creates tickets below `api`; `names` are field names by id, for messages."""

    def __init__(
        self, client: HttpClient, api: str, sender: Sender, names: Mapping[str, str]
    ) -> None:
        self._client = client
        self._api = api
        self._sender = sender
        self._names = names

    def one(self, issue: JiraIssue, project_key: str) -> Created:
        """Create one ticket; gives its id and key."""
        body = self._sender.creation(issue, project_key)
        reply = self._client.send("POST", f"{self._api}/issue", body=body, names=self._names)
        data = _json(reply)
        if not isinstance(data, dict) or not data.get("key"):
            raise self._lost()
        return Created(str(data.get("id") or ""), str(data["key"]))

    def many(self, issues: Sequence[JiraIssue], project_key: str) -> list[Created]:
        """Create many; one result per ticket, in order. Raises JiraAuth where the login failed for all."""
        fates: dict[int, Created] = {}
        bodies: list[tuple[int, dict[str, Any]]] = []
        for index, issue in enumerate(issues):
            try:
                bodies.append((index, self._sender.creation(issue, project_key)))
            except TicketValidation as error:
                fates[index] = Created(error=error)
        size = MAX_TICKETS_PER_BATCH
        parts = [bodies[at : at + size] for at in range(0, len(bodies), size)]
        for part in all_of(self._batch, parts):
            fates |= part
        _raise_failed_login(fates.values())
        return [fates[index] for index in range(len(issues))]

    def _batch(self, part: list[tuple[int, dict[str, Any]]]) -> dict[int, Created]:
        results = self._send([body for _, body in part])
        return {index: result for (index, _), result in zip(part, results, strict=True)}

    def _send(self, bodies: list[dict[str, Any]]) -> list[Created]:
        try:
            reply = self._client.exchange(
                "POST",
                f"{self._api}/issue/bulk",
                body={"issueUpdates": bodies},
                repeat=Repeat.WRITE,
            )
        except TicketrError as error:
            unknown = error.context.get("unknown") is True
            return [Created(error=copy(error), unknown=unknown) for _ in bodies]
        return self._fates(reply, len(bodies))

    def _fates(self, reply: Reply, count: int) -> list[Created]:
        data = _json(reply)
        if reply.status in {200, 201, 400} and _is_result(data, count):
            return self._matched(data, count)
        error = error_of(reply, self._names)
        if error is None or reply.status >= 500:
            return [Created(error=self._lost(), unknown=True) for _ in range(count)]
        scrubbed = self._client.scrubbed(error)
        return [Created(error=copy(scrubbed)) for _ in range(count)]

    def _matched(self, data: dict[str, Any], count: int) -> list[Created]:
        failed = {item["failedElementNumber"]: item for item in data.get("errors") or []}
        made = iter(data["issues"])
        return [
            Created(error=self._refusal(failed[at])) if at in failed else _created(next(made))
            for at in range(count)
        ]

    def _refusal(self, item: Mapping[str, Any]) -> TicketrError:
        words = words_of(item.get("elementErrors"), self._names)
        return self._client.scrubbed(TicketValidation(words or "Jira refuses the ticket."))

    def _lost(self) -> TicketrError:
        return JiraConnection(LOST.format(self._client.host), unknown=True)


def _json(reply: Reply) -> Any:
    """The reply's JSON, None where it is none."""
    try:
        return reply.json()
    except JiraConnection:
        return None


def _is_result(data: Any, count: int) -> bool:
    """Whether the reply tells the fate of each element, so that it can be matched by position."""
    if not isinstance(data, dict) or not isinstance(data.get("issues"), list):
        return False
    errors = data.get("errors") or []
    if not isinstance(errors, list) or not all(isinstance(item, dict) for item in errors):
        return False
    numbers = {item.get("failedElementNumber") for item in errors}
    known = numbers <= set(range(count)) and len(numbers) == len(errors)
    return known and len(data["issues"]) + len(numbers) == count


def _created(item: Mapping[str, Any]) -> Created:
    return Created(str(item["id"]), str(item["key"]))


def _raise_failed_login(fates: Any) -> None:
    errors = [fate.error for fate in fates if isinstance(fate.error, JiraAuth)]
    if errors and not any(fate.key or fate.unknown for fate in fates):
        raise errors[0]
