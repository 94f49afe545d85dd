"""The same questions beside other people's programs, against one Jira sandbox: my open tickets, one ticket, a word.

    python scripts/query_peers.py [--count N] [--latency MS] [--rounds N]

Ours answers from its store, which a pull filled before (its time is printed). `jiratui` is its own command line,
`jira` (pycontribs) and `spectryn` are scripts of a few lines, as their documentation shows them. Whole processes,
interleaved, the sandbox answering after the latency given. `make foreign` installs the others.
"""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.performance.processes import BARE, TICKETR, Taken, environment, timed  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

BIN = ROOT / ".venv-oracles" / "bin"
MINE = "assignee = currentUser() AND statusCategory != Done ORDER BY updated DESC"
LIBRARY = """
import sys
from jira import JIRA
url, email, token, what, value = sys.argv[1:]
jira = JIRA(url, basic_auth=(email, token), options={"rest_api_version": "3"})
found = [jira.issue(value)] if what == "show" else jira.enhanced_search_issues(value, maxResults=50)
assert found, value
for issue in found:
    print(issue.key, issue.fields.status, issue.fields.summary)
"""
SPECTRYN = """
import sys
from spectryn.adapters.jira.adapter import JiraAdapter
from spectryn.core.ports.config_provider import TrackerConfig
url, email, token, what, value = sys.argv[1:]
tracker = JiraAdapter(TrackerConfig(url, email, token))
found = [tracker.get_issue(value)] if what == "show" else tracker.search_issues(value, 50)
assert found, value
for issue in found:
    print(issue.key, issue.status, issue.summary)
"""
QUESTIONS = ("my open tickets", "show one ticket", "search a word")


class Site:
    """A sandbox that answers: where it is, its login, its project, a key and a word in it."""

    def __init__(self, told: dict[str, object]) -> None:
        self.url, self.email, self.token = (str(told[name]) for name in ("url", "email", "token"))
        project = told["projects"][0]  # type: ignore[index]
        self.project = str(project["key"] if isinstance(project, dict) else project)
        self.key = self.word = self.account = ""

    def commands(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """By program, its command line for each question; one that it cannot answer is left out."""
        text = f'project = {self.project} AND text ~ "{self.word}"'
        asked = {
            QUESTIONS[0]: ("jql", f"project = {self.project} AND {MINE}"),
            QUESTIONS[1]: ("show", self.key),
            QUESTIONS[2]: ("jql", text),
        }
        login = (self.url, self.email, self.token)
        tui = (str(BIN / "jiratui"), "issues", "search")
        own = ("search", self.word) if searches() else ("list", "--jql", f'text ~ "{self.word}"')
        return {
            "ticketr": {
                QUESTIONS[0]: (*TICKETR, "list", "--jql", MINE),
                QUESTIONS[1]: (*TICKETR, "show", self.key),
                QUESTIONS[2]: (*TICKETR, *own),
            },
            "jiratui issues search": {
                QUESTIONS[0]: (*tui, "-p", self.project, "-u", self.account),
                QUESTIONS[1]: (*tui, "-k", self.key),
            },
            "jira (script)": {name: self._script(LIBRARY, login, q) for name, q in asked.items()},
            "spectryn (script)": {
                name: self._script(SPECTRYN, login, q) for name, q in asked.items()
            },
        }

    def _script(
        self, text: str, login: tuple[str, ...], question: tuple[str, str]
    ) -> tuple[str, ...]:
        return (str(BIN / "python"), "-c", text, *login, *question)

    def environment(self, home: Path) -> dict[str, str]:
        """What the programs find around them; `jiratui` reads its settings from a file."""
        settings = home / "jiratui.yaml"
        values = {
            "jira_api_username": self.email,
            "jira_api_token": self.token,
            "jira_api_base_url": self.url,
            "ignore_users_without_email": False,
        }
        settings.write_text(json.dumps(values), "utf-8")
        own = {"TICKETR_USERNAME": self.email, "TICKETR_TOKEN": self.token}
        return environment(home, JIRA_TUI_CONFIG_FILE=str(settings), **own)


def searches() -> bool:
    """Whether this version has `ticketr search`."""
    from tests.performance.questions import KNOWN

    return "search" in KNOWN


@contextmanager
def sandbox(storage: Path, count: int, latency: float) -> Iterator[Site]:
    """A Jira of that many tickets, in a process of its own."""
    jira = (sys.executable, "-m", "jira_sandbox")
    seed = (*jira, "seed", "--storage", str(storage), "--count", str(count))
    subprocess.run(seed, stdout=subprocess.DEVNULL, check=True)
    words = (
        "serve",
        "--storage",
        str(storage),
        "--port",
        "0",
        "--json",
        "--latency",
        str(latency),
    )
    with subprocess.Popen((*jira, *words), stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield Site(json.loads(process.stdout.readline()))
        finally:
            process.send_signal(signal.SIGTERM)


def settle(site: Site, env: dict[str, str]) -> Taken:
    """A workspace with everything pulled, and what to ask for; gives what the pull took."""
    named = ("--url", site.url, "--project", site.project, "--username", site.email)
    timed((*TICKETR, "workspace", "create", "peers", *named), env)
    taken = timed((*TICKETR, "pull"), env)
    words = ("list", "--json", "--limit", "1", "--jql", MINE)
    done = subprocess.run((*TICKETR, *words), env=env, capture_output=True, check=True)
    ticket = json.loads(done.stdout)["tickets"][0]
    site.key, site.account = ticket["key"], ticket["fields"]["assignee"]
    site.word = max(ticket["title"].split(), key=len)
    return taken


def compare(site: Site, env: dict[str, str], rounds: int) -> None:
    """Print each program's best and median times, in turns."""
    times: dict[tuple[str, str], list[Taken]] = {}
    bare: list[Taken] = []
    for at in range(rounds + 1):
        bare.append(timed(BARE, env))
        for program, questions in site.commands().items():
            for name, command in questions.items():
                taken = timed(command, env)
                if at:  # what is asked first warms the caches
                    times.setdefault((program, name), []).append(taken)
    print(f"{'':26}{'':20}{'median ms':>10}{'best ms':>10}{'ratio':>9}{'cpu ms':>9}")
    least = min(item.wall for item in bare)
    print(f"{'bare interpreter':46}{median(i.wall for i in bare):10.1f}{least:10.1f}{1:8.1f}x")
    for program, questions in site.commands().items():
        for name in QUESTIONS:
            if name not in questions:
                print(f"{program:26}{name:20}{'cannot':>10}")
                continue
            rows = times[program, name]
            best = min(item.wall for item in rows)
            middle, cpu = median(i.wall for i in rows), median(i.cpu for i in rows)
            print(f"{program:26}{name:20}{middle:10.1f}{best:10.1f}{best / least:8.1f}x{cpu:9.1f}")


def main() -> int:
    """What the module says."""
    parser = argparse.ArgumentParser(description="The same questions beside other programs.")
    parser.add_argument(
        "--count", type=int, default=10_000, help="tickets in the sandbox (10,000)"
    )
    parser.add_argument("--latency", type=float, default=0, help="of the sandbox, in ms (0)")
    parser.add_argument("--rounds", type=int, default=5, help="of each question (5)")
    asked = parser.parse_args()
    if not (BIN / "jiratui").exists():
        sys.exit("The other programs are not here: `make foreign` installs them.")
    with tempfile.TemporaryDirectory(prefix="ticketr-peers-") as name:
        home = Path(name)
        with sandbox(home / "jira.db", asked.count, asked.latency) as site:
            env = site.environment(home)
            pull = settle(site, env)
            size = (home / "ticketr.db").stat().st_size / 1e6
            print(f"{asked.count:,} tickets, {asked.latency:g} ms latency, {asked.rounds} rounds")
            print(
                f"the pull before: {pull.wall / 1000:.1f} s ({pull.cpu / 1000:.1f} s cpu); store {size:.0f} MB"
            )
            compare(site, env, asked.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
