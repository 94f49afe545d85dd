"""A sandbox and a machine of one's own; commands run as processes, as users run them."""

import json
import os
import signal
import subprocess
import sys

import pytest

from jira_sandbox import Sandbox
from tests.helpers.place import Remote
from ticketr.app import App
from ticketr.domain.workspace import Credentials, WorkspaceConfig

KEPT = ("PATH", "PYTHONPATH", "LANG", "COVERAGE_PROCESS_CONFIG", "COVERAGE_PROCESS_START")


class Machine:
    """A home, a folder to work in, and an environment with nothing else in it."""

    def __init__(self, home, folder):
        self.folder = folder
        self.environ = {name: os.environ[name] for name in KEPT if name in os.environ}
        self.environ |= {
            "HOME": str(home),
            "TMPDIR": str(folder / "tmp"),
            "COLUMNS": "80",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        }
        (folder / "tmp").mkdir()
        self._started = []

    def unmeasured(self):
        """Record no coverage: processes end, and write files, as a user's do."""
        for name in [name for name in self.environ if name.startswith("COVERAGE_")]:
            del self.environ[name]

    def start(self, *argv, merged=False, preexec_fn=None, **more):
        process = subprocess.Popen(
            [sys.executable, "-m", "ticketr", *argv],
            cwd=self.folder,
            env={**self.environ, **more},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if merged else subprocess.PIPE,
            text=True,
            encoding="utf-8",
            preexec_fn=preexec_fn,  # noqa: PLW1509 - a limit, set before anything runs
        )
        self._started.append(process)
        return process

    def end(self):
        """End what a test left running."""
        for process in self._started:
            with process:
                if process.poll() is None:
                    process.kill()

    def run(self, *argv, stdin="", **more):
        """Run one command; gives exit code, stdout, stderr."""
        process = self.start(*argv, **more)
        out, err = process.communicate(stdin, timeout=60)
        return Done(process.returncode, out, err or "")


class Done:
    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    def __repr__(self):
        return f"exit {self.code}\n--- stdout\n{self.out}--- stderr\n{self.err}"


@pytest.fixture
def machine(hermetic, tmp_path):
    made = Machine(hermetic, tmp_path)
    yield made
    made.end()


@pytest.fixture
def sandbox(machine):
    """A Jira sandbox, started by the product's own command."""
    process = machine.start("sandbox", "serve", "--port", "0", "--json")
    try:
        yield json.loads(process.stdout.readline())
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)


@pytest.fixture
def connected(machine, sandbox):
    """A machine with a workspace on the sandbox; the login is in its environment."""
    machine.environ |= {"TICKETR_TOKEN": sandbox["token"], "TICKETR_USERNAME": sandbox["email"]}
    done = machine.run("workspace", "create", "work", "--url", sandbox["url"], "--project", "PROJ")
    assert done.code == 0, done
    return machine


class Desk(Machine, Remote):
    """A machine with a workspace on a sandbox that runs inside of the test."""

    project = "PROJ"

    def __init__(self, home, folder, jira):
        super().__init__(home, folder)
        self.jira = jira
        self.home = home / "ticketr"
        self.environ |= {
            "TICKETR_HOME": str(self.home),
            "TICKETR_USERNAME": jira.email,
            "TICKETR_TOKEN": jira.token,
            "TICKETR_JIRA_INDEX_LAG": "1",
            "TICKETR_JIRA_MAX_WAIT": "0.2",
        }
        self.connect("work", "PROJ")

    def connect(self, name, project):
        """Another workspace, made without a process, for speed."""
        app = App(self.environ)
        config = WorkspaceConfig(self.jira.url, project, self.jira.email)
        login = Credentials(self.jira.email, self.jira.token)
        made = app.workspaces.create(name, config, login, keep=False)
        app.close()
        self.jira.forget()
        return made

    @property
    def store(self):
        """The store's file."""
        app = App(self.environ)
        return app.settings.store

    def write(self, name, text):
        data = text if isinstance(text, bytes) else text.encode()
        path = self.folder / name
        path.write_bytes(data)
        return path

    def read(self, name):
        return (self.folder / name).read_bytes().decode()

    def files(self):
        """Every file of the working folder with its bytes, temporary ones included."""
        found = [path for path in self.folder.rglob("*") if path.is_file()]
        return {str(path.relative_to(self.folder)): path.read_bytes() for path in found}

    def titles(self, jql="created is not EMPTY"):
        """The titles of all tickets of the project that a query finds, in order of their keys."""
        body = {
            "jql": f"project = {self.project} AND {jql}",
            "maxResults": 100,
            "fields": ["summary"],
        }
        found: list[dict] = []
        token = None
        while not found or token:
            asked = {**body, "nextPageToken": token} if token else body
            page = self.call("POST", "/rest/api/3/search/jql", asked)
            found += page["issues"]
            token = page.get("nextPageToken")
            if not found:
                return []
        found.sort(key=lambda item: int(item["key"].split("-")[1]))
        return [item["fields"]["summary"] for item in found]

    def fails(self, *argv, code, status, **more):
        """Run a command that must fail, as text and with --json; gives the error as JSON.

        Both tell the same facts, once each, with a hint; stdout stays empty; no file of the user's changes.
        """
        before = self.files()
        text = self.run(*argv, **more)
        told = self.run(*argv, "--json", **more)
        assert (text.code, told.code) == (status, status), (text, told)
        assert (text.out, told.out) == ("", ""), (text, told)
        error = json.loads(told.err)["error"]
        lines = text.err.splitlines()
        [line] = [line for line in lines if line.startswith("error: ")]
        message = error["message"].removeprefix(f"{self.folder}/")
        assert line.startswith(f"error: {message}"), (line, message)
        assert line.endswith(f"[{code}]"), line
        assert error["code"] == code
        assert error["hint"], error
        assert lines[-1] == f"hint: {error['hint']}"
        for problem in error.get("problems", ()):
            place = ":".join(str(problem[name]) for name in ("path", "line", "column"))
            assert f"{place}: {problem['message']}" in lines
            assert problem["hint"]
        assert self.jira.token not in text.err + told.err
        assert "Traceback" not in text.err
        assert self.files() == before
        return error


@pytest.fixture
def jira():
    with Sandbox() as site:
        yield site


@pytest.fixture
def desk(hermetic, tmp_path, jira):
    made = Desk(hermetic, tmp_path, jira)
    yield made
    made.end()
