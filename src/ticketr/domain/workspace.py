"""Workspaces: a Jira site, a project and a login, under a name."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from datetime import datetime

WorkspaceID = NewType("WorkspaceID", str)
CredentialRef = NewType("CredentialRef", str)


class Edition(StrEnum):
    """Which Jira: Atlassian's own sites, or one that an organisation runs itself."""

    CLOUD = "cloud"
    DATA_CENTER = "datacenter"


@dataclass(frozen=True, slots=True)
class WorkspaceConfig:
    """What a workspace connects to, and how its files are read.

    `jira_url` is the base address, context path included; `edition` is what answers there, None while nobody
    has asked. `username` is empty where a personal access token alone is the login. `default_type` and
    `task_type` name the types of tickets and of tasks that state none; empty means the project's own (Task, and
    its first sub-task type).
    """

    jira_url: str
    project_key: str
    username: str = ""
    default_type: str = ""
    task_type: str = ""
    edition: Edition | None = None


@dataclass(frozen=True, slots=True)
class WorkspaceStats:
    """How many tickets a workspace holds, by sync status."""

    total: int = 0
    new: int = 0
    modified: int = 0
    conflict: int = 0


@dataclass(frozen=True, slots=True)
class Workspace:
    """Aggregate root: a named connection with its own tickets."""

    id: WorkspaceID
    name: str
    config: WorkspaceConfig
    credentials: CredentialRef | None = None
    is_default: bool = False
    statistics: WorkspaceStats = field(default_factory=WorkspaceStats)
    created_at: datetime | None = None
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Credentials:
    """A login; without a user name the token alone is one. The token never appears in its repr."""

    username: str
    token: str = field(repr=False)
