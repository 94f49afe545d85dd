"""A Jira that runs on your own machine, for trying things out and for tests.

`with Sandbox() as jira:` serves one inside of this process; `python -m
jira_sandbox serve` in its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jira_sandbox.sandbox import Sandbox

__all__ = ["Sandbox"]


def __getattr__(name: str) -> Any:
    if name == "Sandbox":
        from jira_sandbox.sandbox import Sandbox

        return Sandbox
    raise AttributeError(name)
