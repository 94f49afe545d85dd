"""The memory that a pull takes, beside that of a bare interpreter and of a pull of few tickets.

    python scripts/pull_memory.py [--issues N] [--limit MB]

Fills a sandbox (a process of its own) and reads all of it: as a stream through the adapter alone, and with
`ticketr pull` into a fresh workspace. Prints the largest resident set of each process. The stream must stay below
the limit; the command also keeps a plan and a result for each ticket, and is shown beside it.
"""

from __future__ import annotations

import argparse
import base64
import http.client
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
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

FEW = 500
BATCH = 50
TEXT = "Some words of a description, as long as they often are. " * 8
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
def sandbox() -> Iterator[dict[str, Any]]:
    """A Jira in a process of its own; gives url, email and token."""
    command = [sys.executable, "-m", "jira_sandbox", "serve", "--port", "0", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield json.loads(process.stdout.readline())
        finally:
            process.send_signal(signal.SIGTERM)


def fill(jira: dict[str, Any], start: int, end: int) -> None:
    """Creates tickets until there are `end` of them."""
    parts = urlsplit(str(jira["url"]))
    login = base64.b64encode(f"{jira['email']}:{jira['token']}".encode()).decode()
    headers = {"Authorization": f"Basic {login}", "Content-Type": "application/json"}
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=60)
    for first in range(start, end, BATCH):
        rows = [issue(number) for number in range(first, min(first + BATCH, end))]
        body = json.dumps({"issueUpdates": rows})
        connection.request("POST", "/rest/api/3/issue/bulk", body, headers)
        reply = connection.getresponse()
        assert reply.status == 201, reply.read()
        reply.read()
    connection.close()


def issue(number: int) -> dict[str, Any]:
    """A ticket with some words."""
    paragraph = {"type": "paragraph", "content": [{"type": "text", "text": TEXT}]}
    fields = {
        "project": {"key": "PROJ"},
        "issuetype": {"name": "Task"},
        "summary": f"Ticket {number}",
        "labels": ["bench", f"n{number % 100}"],
        "description": {"type": "doc", "version": 1, "content": [paragraph]},
    }
    return {"fields": fields}


def measured(command: list[str], env: dict[str, str], cwd: Path) -> tuple[float, float, str]:
    """Largest resident set in MB, seconds and the last line of output of a process, which must succeed."""
    started = time.monotonic()
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(
            command, env=env, cwd=cwd, stdout=output, stderr=subprocess.STDOUT
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read()
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{text[-3000:]}")
    last = text.strip().splitlines()[-1] if text.strip() else ""
    return usage.ru_maxrss / 1024, time.monotonic() - started, last


def environment(home: Path, jira: dict[str, Any]) -> dict[str, str]:
    """An environment in which ticketr knows nothing but `home` and the login."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("TICKETR_", "JIRA_", "XDG_"))}
    login = {"TICKETR_USERNAME": str(jira["email"]), "TICKETR_TOKEN": str(jira["token"])}
    return {**kept, **login, "HOME": str(home), "TICKETR_HOME": str(home)}


def pulls(jira: dict[str, Any], count: int) -> float:
    """Pulls both ways and prints what they took; gives the memory of the stream in MB."""
    taken: list[float] = []
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        env = environment(home, jira)
        words = ["--url", jira["url"], "--project", "PROJ", "--username", jira["email"]]
        ticketr = [sys.executable, "-m", "ticketr"]
        measured([*ticketr, "workspace", "create", "big", *words], env, home)
        for what, command in (
            ("adapter alone", [sys.executable, "-c", STREAM, jira["url"]]),
            ("ticketr pull", [*ticketr, "pull"]),
        ):
            memory, seconds, last = measured(command, env, home)
            taken.append(memory)
            print(f"{what:15} {count:7} tickets {memory:7.1f} MB {seconds:7.1f} s   {last[:60]}")
            sys.stdout.flush()
    return taken[0]


def main() -> int:
    """Measure; 1 above the limit."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("--issues", type=int, default=100_000)
    parser.add_argument("--limit", type=float, default=100.0, help="MB")
    asked = parser.parse_args()
    bare, _, _ = measured([sys.executable, "-c", "pass"], dict(os.environ), Path.cwd())
    print(f"{'bare Python':15} {'':7}         {bare:7.1f} MB")
    with sandbox() as jira:
        fill(jira, 0, FEW)
        pulls(jira, FEW)
        started = time.monotonic()
        fill(jira, FEW, asked.issues)
        print(f"{asked.issues} tickets made in {time.monotonic() - started:.1f} s")
        stream = pulls(jira, asked.issues)
    print(f"{'kept' if stream <= asked.limit else 'MISSED'}: {stream:.1f} of {asked.limit:.0f} MB")
    return int(stream > asked.limit)


if __name__ == "__main__":
    sys.exit(main())
