"""Where the demo happens: a folder of its own, a Jira sandbox as a process of its own, an environment to match."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from ticketr.errors import Internal

if TYPE_CHECKING:
    from collections.abc import Mapping

PROJECT = "DEMO"

_OURS = ("TICKETR_", "JIRA_")


@dataclass(frozen=True, slots=True)
class Site:
    """A running sandbox: its process, address and login."""

    process: subprocess.Popen[str]
    url: str
    email: str
    token: str


class Stage:
    """Set up on entry; on exit nothing is left, unless `keep`.

    `environ` is the environment that commands run in: the caller's without its own ticketr and Jira
    variables, with a home and a login of the demo.
    """

    def __init__(self, environ: Mapping[str, str], *, keep: bool = False) -> None:
        self.keep = keep
        self._caller = environ
        self.folder = Path()
        self.environ: dict[str, str] = {}
        self._site: Site | None = None
        self._came_from = Path()

    def __enter__(self) -> Self:
        self._came_from = Path.cwd()
        self.folder = Path(tempfile.mkdtemp(prefix="ticketr-demo-")).resolve()
        try:
            self._site = start_sandbox(self.folder / "sandbox.log")
            self.environ = {**self._inherited(), **self.variables()}
            os.chdir(self.folder)
        except BaseException:
            self._clear()
            raise
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        os.chdir(self._came_from)
        if kind is not None or not self.keep:
            self._clear()

    @property
    def site(self) -> Site:
        """The sandbox. Only while it runs."""
        if self._site is None:
            raise Internal("The demo's sandbox is not running.")
        return self._site

    def variables(self) -> dict[str, str]:
        """What sets this playground apart from the rest of the machine."""
        return {
            "TICKETR_HOME": str(self.folder / "home"),
            "TICKETR_USERNAME": self.site.email,
            "TICKETR_TOKEN": self.site.token,
            "NO_PROXY": "127.0.0.1,localhost",
            "no_proxy": "127.0.0.1,localhost",
        }

    def _inherited(self) -> dict[str, str]:
        return {name: value for name, value in self._caller.items() if not name.startswith(_OURS)}

    def _clear(self) -> None:
        """Take everything away; a Ctrl-C or SIGTERM that comes now does not stop it half-way."""
        numbers = (signal.SIGINT, signal.SIGTERM)
        before = [signal.signal(number, signal.SIG_IGN) for number in numbers]
        try:
            self._remove()
        finally:
            for number, handler in zip(numbers, before, strict=True):
                signal.signal(number, handler)

    def _remove(self) -> None:
        if self._site is not None:
            stop(self._site.process)
            self._site = None
        shutil.rmtree(self.folder, ignore_errors=True)


def start_sandbox(log: Path) -> Site:
    """A sandbox on a free port, in a session of its own so that Ctrl-C reaches only us. Raises Internal."""
    with log.open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "jira_sandbox", "serve", "--port", "0", "--json"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            start_new_session=True,
        )
    try:
        told = json.loads(_first_line(process))
        return Site(process, told["url"], told["email"], told["token"])
    except (ValueError, KeyError):
        stop(process)
        raise Internal(
            "The Jira sandbox did not start.", said=log.read_text("utf-8").strip()[-400:]
        ) from None
    except BaseException:
        stop(process)
        raise


def _first_line(process: subprocess.Popen[str]) -> str:
    if process.stdout is None:
        return ""
    line = process.stdout.readline()
    process.stdout.close()
    return line


def stop(process: subprocess.Popen[str]) -> None:
    """End a process that we started; by force after three seconds."""
    process.terminate()
    try:
        process.wait(3)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
