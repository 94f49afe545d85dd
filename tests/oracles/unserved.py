"""Steps of the journeys that ask for what the sandbox does not serve (docs/sandbox.md); it says so in Jira's shape.

The tests compare these sets exactly: what comes to be served leaves them.
"""

from __future__ import annotations

UNSERVED: dict[object, set[str]] = {}
