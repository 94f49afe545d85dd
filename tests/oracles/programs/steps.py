"""The steps of a journey: run in order, each told in a line of JSON on stdout.

A line is {"step", "ok": true} or {"step", "ok": false, "served", "error"}. `served` is false where the
sandbox has no such endpoint, or where the step needs what an earlier step did not learn.
"""

from __future__ import annotations

import json
import sys
import traceback
from types import SimpleNamespace

UNKNOWN_PATH = "null for uri"
NO_WORD = "Client error '404 Not Found' for url"
"""What JiraTUI says of a 404 in which Jira names no error."""


class Missing(Exception):
    """An earlier step did not learn this."""


class Known(SimpleNamespace):
    """What one step has learned for the next."""

    def __getattr__(self, name):
        raise Missing(name)


class Journey:
    """Collects steps by decorator; `run` runs them."""

    def __init__(self):
        self.known = Known()
        self._steps = []

    def __call__(self, run):
        self._steps.append(run)
        return run

    def run(self):
        for step in self._steps:
            name = step.__name__.replace("_", " ").strip()
            sys.stdout.write(json.dumps({"step": name, **self._outcome(step)}) + "\n")
            sys.stdout.flush()

    def _outcome(self, step):
        try:
            step()
        except Missing as error:
            return {"ok": False, "served": False, "error": f"needs {error}"}
        except Exception as error:  # noqa: BLE001 - whatever a foreign program raises is its verdict
            told = f"{error}\n{getattr(getattr(error, 'response', None), 'text', '')}"
            text = "".join(traceback.format_exception(error))[-1800:]
            return {"ok": False, "served": _served(told), "error": f"{text}\n{told[:800]}"}
        return {"ok": True}


def _served(told):
    return UNKNOWN_PATH not in told and NO_WORD not in told
