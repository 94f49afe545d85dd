"""What a look at Jira tells for queries: stamps of tickets and states of values."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticketr.application.sync.session import Session
    from ticketr.ports.external import JiraIssue


def note_facts(session: Session, issues: Iterable[JiraIssue]) -> None:
    """Keep the stamps of tickets that are here, and what their values tell of the site."""
    issues = list(issues)
    facts, workspace = session.store.facts, session.workspace.id
    facts.put_stamps(workspace, {item.id: item.stamps for item in issues if item.stamps})
    facts.put_values(workspace, {value for item in issues for value in item.seen})
