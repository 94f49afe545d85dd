"""Whole processes: how long they take, how much memory, and which SQL they run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

SCRIPT = Path(sys.executable).with_name("ticketr")
TICKETR = (str(SCRIPT),) if SCRIPT.exists() else (sys.executable, "-m", "ticketr")
"""As users start it: by the script that the installation made."""
BARE = (sys.executable, "-c", "pass")

# A child counts what its parent held when it was started, so the one that is asked is small itself.
_PEAK = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL)
print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""

# Commands end their process at once where nothing is pending; here something is.
_TRACE = """
import json, sys
import apsw
found = []
def remember(cursor, sql, bindings):
    if cursor.connection.filename:
        found.append(cursor.expanded_sql)
    return True
apsw.connection_hooks.append(lambda connection: setattr(connection, "exec_trace", remember))
target, *sys.argv[1:] = sys.argv[1:]
sys.argv[0] = "ticketr"
sys.modules.setdefault("coverage", sys)
from ticketr.__main__ import run
code = run()
with open(target, "w") as file:
    json.dump(found, file)
sys.exit(code)
"""


def environment(home: Path, **more: str) -> dict[str, str]:
    """An environment in which ticketr knows nothing but `home`."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("TICKETR_", "JIRA_", "XDG_"))
    }
    return {**kept, "HOME": str(home), "TICKETR_HOME": str(home), "COLUMNS": "100", **more}


@dataclass(frozen=True, slots=True)
class Taken:
    """Milliseconds of one process: by the clock, and of a processor, which other programs hardly change."""

    wall: float
    cpu: float


def timed(command: tuple[str, ...], env: dict[str, str]) -> Taken:
    """What one process took, which must succeed. What it prints is thrown away."""
    start = time.perf_counter()
    with subprocess.Popen(
        command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed ({process.returncode}):\n{said.decode()}")
    return Taken(wall * 1000, (used.ru_utime + used.ru_stime) * 1000)


def peak(command: tuple[str, ...], env: dict[str, str]) -> float:
    """The most memory that the process held, in MB."""
    done = subprocess.run(
        (sys.executable, "-c", _PEAK, *command),
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    code, kilobytes = map(int, done.stdout.split())
    if code:
        sys.exit(f"{' '.join(command)} failed ({code}):\n{done.stderr}")
    return kilobytes / 1024


def sql_of(words: tuple[str, ...], env: dict[str, str]) -> list[str]:
    """The reading statements that a command runs on its store, with their values in them.

    None of a completion: its process ends before it can tell.
    """
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "sql")
        subprocess.run(
            (sys.executable, "-c", _TRACE, str(target), *words),
            env=env,
            capture_output=True,
            check=True,
        )
        found = json.loads(target.read_text("utf-8")) if target.exists() else []
    return [sql for sql in found if sql.lstrip().startswith(("SELECT", "WITH"))]


def forget(store: Path) -> None:
    """Ask the system to drop the store's pages from its memory, as far as it listens."""
    for path in (store, store.with_name(f"{store.name}-wal")):
        if path.exists():
            with path.open("rb") as file:
                os.fsync(file.fileno())
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
