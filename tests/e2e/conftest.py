"""A sandbox and a machine of one's own; commands run as processes, as users run them."""

import json
import os
import signal
import subprocess
import sys

import pytest

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

    def start(self, *argv, merged=False, **more):
        process = subprocess.Popen(
            [sys.executable, "-m", "ticketr", *argv],
            cwd=self.folder,
            env={**self.environ, **more},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if merged else subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self._started.append(process)
        return process

    def end(self):
        """End what a test left running."""
        for process in self._started:
            with process:
                if process.poll() is None:
                    process.kill()

    def run(self, *argv, stdin="", merged=False, **more):
        """Run one command; gives exit code, stdout, stderr."""
        process = self.start(*argv, merged=merged, **more)
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
