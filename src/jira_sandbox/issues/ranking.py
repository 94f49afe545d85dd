"""The order that people give to issues by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jira_sandbox.site import Site
    from jira_sandbox.storage.issues import Issue

# The rank of an issue in SQL; one that was never moved stands where it was made.
TERM = "coalesce((SELECT r.rank FROM ranks r WHERE r.issue = i.id), i.id)"


def order(site: Site) -> str:
    """What to sort by for the order by hand; the order of making, quick to sort by, where nobody moved anything."""
    moved = site.store.database.value("SELECT 1 FROM ranks LIMIT 1")
    return f"{TERM}, i.id" if moved else "i.id"


def rank_of(site: Site, issue: Issue) -> float:
    """The rank of an issue."""
    sql = f"SELECT {TERM} FROM issues i WHERE i.id = ?"  # noqa: S608  a constant
    return float(site.store.database.value(sql, (issue.id,)))


def place(site: Site, issues: Sequence[Issue], anchor: Issue, *, before: bool) -> None:
    """Put issues, in their order, directly before or after another one."""
    at = rank_of(site, anchor)
    side, edge = ("<", "max") if before else (">", "min")
    moved = ",".join(str(issue.id) for issue in issues)
    sql = (
        f"SELECT {edge}(k) FROM (SELECT {TERM} AS k, i.id AS own FROM issues i)"  # noqa: S608
        f" WHERE k {side} ? AND own NOT IN ({moved})"
    )
    found = site.store.database.value(sql, (at,))
    next_to = float(found) if found is not None else at + (-1 if before else 1)
    low, high = sorted((at, next_to))
    step = (high - low) / (len(issues) + 1)
    rows = [(issue.id, low + step * (n + 1)) for n, issue in enumerate(issues)]
    site.store.database.many("INSERT OR REPLACE INTO ranks VALUES (?, ?)", rows)


def shown(site: Site, issue: Issue) -> str:
    """The rank as the field shows it: text that sorts as ranks do."""
    return f"0|i{round(rank_of(site, issue) * 1024):012x}:"
