"""The memory and the time that a pull takes, of few tickets and of many.

    python scripts/pull_memory.py [--issues N] [--limit MB]

Makes sandboxes of a thousand and of N issues (each a process of its own) and reads all of it: as a stream through the
adapter alone, with `ticketr pull` into a fresh workspace, once more (what changed), and with `--full`. Prints the
largest resident set of each process and its time on the wall and on the processor. Every one of them must stay below
the limit, whatever the size.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

FEW = 1000
STREAM = """\
import os, sys
from ticketr.adapters.jira.client import HttpClient
from ticketr.adapters.jira.cloud import CloudJira
from ticketr.domain.schema import JiraSchema
from ticketr.domain.workspace import Credentials
client = HttpClient(sys.argv[1])
client.authenticate(Credentials(os.environ["TICKETR_USERNAME"], os.environ["TICKETR_TOKEN"]))
jira = CloudJira(client)
jira.use_schema(JiraSchema("PROJ", tuple(jira.get_fields()), tuple(jira.get_issue_types("PROJ"))))
print(sum(1 for _ in jira.search_all("project = PROJ ORDER BY created ASC, key ASC")))
"""


@contextmanager
def sandbox(issues: int) -> Iterator[dict[str, Any]]:
    """A Jira of so many issues in a process of its own; gives url, email and token."""
    with tempfile.TemporaryDirectory() as folder:
        storage = str(Path(folder) / "jira.db")
        fill = ["seed", "--storage", storage, "--issues", str(issues), "--project", "PROJ"]
        subprocess.run([sys.executable, "-m", "jira_sandbox", *fill], check=True)
        with serving(storage) as jira:
            yield jira


@contextmanager
def serving(storage: str) -> Iterator[dict[str, Any]]:
    """The site in that file."""
    command = [sys.executable, "-m", "jira_sandbox", "serve", "--port", "0", "--json"]
    command += ["--storage", storage]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield json.loads(process.stdout.readline())
        finally:
            process.send_signal(signal.SIGTERM)


def measured(what: str, command: list[str], env: dict[str, str], cwd: Path) -> float:
    """Runs a process, which must succeed, and prints what it took; gives its largest resident set in MB."""
    started = time.monotonic()
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(
            command, env=env, cwd=cwd, stdout=output, stderr=subprocess.STDOUT
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read().strip()
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{text[-3000:]}")
    memory, cpu = usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime
    last = text.splitlines()[-1][:60] if text else ""
    took = f"{time.monotonic() - started:7.1f} s {cpu:7.1f} s of CPU"
    print(f"  {what:16} {memory:7.1f} MB {took}   {last}", flush=True)
    return memory


def environment(home: Path, jira: dict[str, Any]) -> dict[str, str]:
    """An environment in which ticketr knows nothing but `home` and the login."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("TICKETR_", "JIRA_", "XDG_"))}
    login = {"TICKETR_USERNAME": str(jira["email"]), "TICKETR_TOKEN": str(jira["token"])}
    return {**kept, **login, "HOME": str(home), "TICKETR_HOME": str(home)}


def pulls(issues: int) -> float:
    """Reads a Jira of so many issues in every way; gives the most memory that one took, in MB."""
    print(f"{issues} issues", flush=True)
    with sandbox(issues) as jira, tempfile.TemporaryDirectory() as name:
        home = Path(name)
        env = environment(home, jira)
        ticketr = [sys.executable, "-m", "ticketr"]
        words = ["--url", jira["url"], "--project", "PROJ", "--username", jira["email"]]
        steps = (
            ("adapter alone", [sys.executable, "-c", STREAM, jira["url"]]),
            ("workspace create", [*ticketr, "workspace", "create", "big", *words]),
            ("pull", [*ticketr, "pull"]),
            ("pull again", [*ticketr, "pull"]),
            ("pull --full", [*ticketr, "pull", "--full"]),
        )
        return max(measured(what, command, env, home) for what, command in steps)


def main() -> int:
    """Measure; 1 above the limit."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("--issues", type=int, default=100_000)
    parser.add_argument("--limit", type=float, default=100.0, help="MB")
    asked = parser.parse_args()
    measured("bare Python", [sys.executable, "-c", "pass"], dict(os.environ), Path.cwd())
    most = max(pulls(issues) for issues in (FEW, asked.issues))
    print(f"{'kept' if most <= asked.limit else 'MISSED'}: {most:.1f} of {asked.limit:.0f} MB")
    return int(most > asked.limit)


if __name__ == "__main__":
    sys.exit(main())
