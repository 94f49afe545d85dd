"""Worklogs, made: with what they do to the estimates of their issue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox import durations, rich
from jira_sandbox.clock import read_stamp
from jira_sandbox.exchange import JiraError, invalid
from jira_sandbox.issues.changes import save
from jira_sandbox.issues.events import note, plain
from jira_sandbox.issues.logged import KIND, show
from jira_sandbox.issues.places import place_of
from jira_sandbox.issues.seen import visibility

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jira_sandbox.people import Person
    from jira_sandbox.site import Site
    from jira_sandbox.storage.issues import Issue
    from jira_sandbox.storage.rows import Row

BAD_TIME = "You must indicate the time spent working."
ESTIMATE = ("adjustEstimate", "newEstimate", "reduceBy", "increaseBy")


def fresh(site: Site, asked: dict[str, Any]) -> dict[str, Any]:
    """A worklog to be added. Raises JiraError 400."""
    body = accept(site, asked, {})
    if "seconds" not in body:
        raise invalid("timeLogged", BAD_TIME)
    return body


def add(
    site: Site, author: Person, issue: Issue, body: dict[str, Any], estimate: Mapping[str, Any]
) -> Row:
    """Add one to an issue, as `fresh` gave it; `estimate` says what is to become of the estimate."""
    now = site.clock.now()
    whole = {"comment": None, "started": now, **body, "created": now, "updated": now}
    whole |= {"author": author.account_id, "editor": author.account_id}
    row = site.store.rows.add(KIND, issue.id, whole)
    track(site, author, issue, body["seconds"], estimate)
    note(
        site, "worklog_created", author.account_id, issue, more={"worklog": show(plain(site), row)}
    )
    return row


def accept(site: Site, asked: dict[str, Any], old: dict[str, Any]) -> dict[str, Any]:
    """The parts of a worklog that a request names. Raises JiraError 400."""
    taken: dict[str, Any] = {}
    seconds = _seconds(asked)
    if seconds is not None:
        taken["seconds"] = seconds
    if asked.get("started") is not None:
        taken["started"] = _started(asked["started"])
    if asked.get("comment") is not None:
        known = old.get("comment")
        taken["comment"] = rich.accept(site.dialect, "comment", asked["comment"], known)
    taken["visibility"] = visibility(asked, old.get("visibility"))
    return taken


def _started(text: Any) -> int:
    try:
        return read_stamp(text)
    except (TypeError, ValueError):
        raise JiraError(400, f"Error parsing date string: {text}") from None


def _seconds(asked: dict[str, Any]) -> int | None:
    seconds, text = asked.get("timeSpentSeconds"), asked.get("timeSpent")
    if isinstance(text, str):
        seconds = durations.read(text)
        if seconds is None:
            raise invalid("timeLogged", f"Invalid time duration entered: '{text}'.")
    if seconds is None:
        return None
    if isinstance(seconds, bool) or not isinstance(seconds, int) or not 0 < seconds < 2**40:
        raise invalid("timeLogged", BAD_TIME)
    return seconds - seconds % 60 or 60


def track(site: Site, author: Person, issue: Issue, spent: int, asked: Mapping[str, Any]) -> None:
    """Add to the time spent, take from what remains as `adjustEstimate` says."""
    old = dict(issue.values.get("timetracking", {}))
    new = {**old, "spent": max(0, old.get("spent", 0) + spent)}
    left = _remaining(asked, old.get("remaining"), spent)
    if left is not None:
        new["remaining"] = max(0, left)
    values = {**issue.values, "timetracking": new}
    save(place_of(site, issue), author, issue, values)
    site.store.issues.touch(issue.id, site.clock.now())


def _remaining(asked: Mapping[str, Any], old: int | None, spent: int) -> int | None:
    way = asked.get("adjustEstimate", "auto")
    if way == "leave":
        return old
    if way == "new":
        return _asked(asked, "newEstimate")
    if way == "manual":
        less, more = asked.get("reduceBy"), asked.get("increaseBy")
        step = _asked(asked, "reduceBy") if less else -_asked(asked, "increaseBy") if more else 0
        return (old or 0) - step
    return None if old is None else old - spent


def _asked(asked: Mapping[str, Any], name: str) -> int:
    seconds = durations.read(str(asked.get(name) or ""))
    if seconds is None:
        raise invalid("adjustEstimate", f"You must supply a valid {name}.")
    return seconds
