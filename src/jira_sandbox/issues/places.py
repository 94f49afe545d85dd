"""Where an issue stands: its project and type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jira_sandbox.fields.kind import Place

if TYPE_CHECKING:
    from jira_sandbox.site import Site
    from jira_sandbox.storage.issues import Issue


def place_of(site: Site, issue: Issue) -> Place:
    """Where an existing issue stands."""
    project = site.catalogue.project(issue.project)
    assert project is not None  # noqa: S101  projects never go away while the site runs
    return Place(site, project, site.catalogue.type(issue.type), issue)
