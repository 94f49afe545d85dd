"""`ticketr demo`: the whole job on a sandbox, with nothing left behind."""

from __future__ import annotations

import io
import shlex
import signal
import sys
from pathlib import Path
from shutil import which
from time import monotonic
from typing import TYPE_CHECKING

from ticketr.cli.console import Console
from ticketr.cli.demo.script import Script
from ticketr.cli.demo.stage import Stage

if TYPE_CHECKING:
    from types import FrameType
    from typing import TextIO

    from ticketr.cli.call import Call
    from ticketr.cli.options import Parser

DESCRIPTION = """\
Show the whole job in under a minute: a Jira sandbox on this machine, a sample backlog of thirty tickets,
push, edits on both sides, a merge, a conflict and its resolution, an undo. Nothing has to be configured, and
nothing is left behind."""

EXAMPLES = """\
ticketr demo
ticketr demo --keep"""


def options(parser: Parser) -> None:
    """Whether something stays."""
    parser.add_argument(
        "--keep", action="store_true", help="leave the sandbox and the files to play with"
    )


def run(call: Call) -> None:
    """Play the demo; Ctrl-C and SIGTERM end it as tidily as its own end."""
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        _play(call)
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _play(call: Call) -> None:
    console = call.console
    started = monotonic()
    log: list[dict[str, object]] = []
    console.say("Starting the sandbox ...")
    with Stage(console.environ, keep=call.options.keep) as stage:
        console.hide(stage.site.token) if not stage.keep else None
        runner = Runner(stage, console, log)
        Script(stage, runner.told, runner.run).play()
        playground = _playground(stage) if stage.keep else None
    if console.json:
        console.document({"steps": log, "playground": playground})
        return
    console.print()
    if playground is None:
        console.print(
            f"Done in {monotonic() - started:.0f} s; the sandbox and its files are gone."
        )
        console.print("`ticketr demo --keep` leaves them to play with.")
    else:
        _tell_next(console, stage, playground)


class Runner:
    """Runs command lines in the demo's environment, to the console of the demo or (--json) into a log."""

    def __init__(self, stage: Stage, console: Console, log: list[dict[str, object]]) -> None:
        self._stage = stage
        self._console = console
        self._log = log
        self.told = console
        if console.json:
            self.told = Console(console.environ, io.StringIO(), io.StringIO())

    def run(self, words: list[str]) -> int:
        """Run one command line; gives its exit code."""
        from ticketr.cli.main import main

        console = self._console
        if not console.json:
            return main(words, self._inner(console.out, console.err))
        out, err = io.StringIO(), io.StringIO()
        code = main(words, self._inner(out, err))
        texts = {"stdout": out.getvalue(), "stderr": err.getvalue()}
        self._log.append({"command": f"ticketr {shlex.join(words)}", "exit_code": code, **texts})
        return code

    def _inner(self, out: TextIO, err: TextIO) -> Console:
        inner = Console(self._stage.environ, out, err, io.StringIO())
        inner.plain = self._console.plain
        return inner


def _playground(stage: Stage) -> dict[str, object]:
    """Leave a file that sets the environment of the playground; gives the facts."""
    exports = "".join(
        f"export {name}={shlex.quote(value)}\n" for name, value in stage.variables().items()
    )
    if which("ticketr") is None:
        exports += f"export PATH={shlex.quote(str(Path(sys.executable).parent))}:$PATH\n"
    (stage.folder / "env.sh").write_text(exports, encoding="utf-8")
    return {
        "folder": str(stage.folder),
        "url": stage.site.url,
        "email": stage.site.email,
        "token": stage.site.token,
        "pid": stage.site.process.pid,
    }


def _tell_next(console: Console, stage: Stage, playground: dict[str, object]) -> None:
    folder = shlex.quote(str(stage.folder))
    console.print(f"The sandbox goes on at {playground['url']}. To play with it, type:")
    console.print()
    for line in (
        f"cd {folder}",
        ". ./env.sh",
        "ticketr status",
        "${EDITOR:-vi} backlog.md",
        "ticketr push backlog.md --dry-run --diff",
        "ticketr push backlog.md",
    ):
        console.print(f"  {line}")
    console.print()
    console.print("And when you have seen enough:")
    console.print()
    console.print(f"  kill {playground['pid']}; cd; rm -r {folder}")
