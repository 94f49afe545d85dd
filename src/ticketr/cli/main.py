"""From the words of a command line to an exit code."""

from __future__ import annotations

import sys

from ticketr.cli import menu
from ticketr.cli.console import Console

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import TextIO

    from ticketr.app import App
    from ticketr.cli.call import Call
    from ticketr.cli.options import Parser

    AppFactory = Callable[[Mapping[str, str], str, bool], App]


def main(
    argv: Sequence[str],
    console: Console | None = None,
    make_app: AppFactory | None = None,
) -> int:
    """Run one command; gives the exit code. Nothing escapes but SystemExit."""
    console = console or _own_console()
    console.json = _asks(argv, "--json") or _asks_format(argv)
    console.verbose = _asks(argv, "--verbose")
    console.plain = console.plain or _asks(argv, "--no-color")
    try:
        code = _dispatch(argv, console, make_app or _app)
        console.flush()
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the one place that catches all
        from ticketr.cli.report import report

        code = report(error, console)
        console.flush()
    return code


def _own_console() -> Console:
    import os

    sys.stdout, sys.stderr = _open(sys.stdout), _open(sys.stderr)
    return Console(os.environ)


def _open(stream: TextIO | None) -> TextIO:
    """The stream, taking any text; one that leads nowhere where the process was started without it."""
    if stream is None:
        import os

        stream = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - for good
    stream.reconfigure(errors="backslashreplace")  # type: ignore[attr-defined]
    return stream


def _asks(argv: Sequence[str], option: str) -> bool:
    """Whether the option is there, in front of any `--`; known before the command line is understood."""
    return option in (argv[: argv.index("--")] if "--" in argv else argv)


def _asks_format(argv: Sequence[str]) -> bool:
    """Whether `--format json` is there, in either spelling."""
    if not _asks(argv, "--format"):
        return _asks(argv, "--format=json")
    return argv[argv.index("--format") + 1 :][:1] in (["json"], ("json",))


def _app(environ: Mapping[str, str], command: str, verbose: bool) -> App:  # noqa: FBT001
    from ticketr.app import App

    return App(environ, command=command, verbose=verbose, start=_folder())


def _folder() -> str | None:
    """The working folder, None where it is gone."""
    import os

    try:
        return os.getcwd()
    except OSError:
        return None


def _dispatch(argv: Sequence[str], console: Console, make_app: AppFactory) -> int:
    front, words, rest = menu.split(argv)
    name = " ".join(words)
    if name in menu.names():
        return _command(name, [*front, *rest], console, make_app)
    if not words and "--version" in front:
        return _version(console)
    return _overview(front, words, rest, console)


def _version(console: Console) -> int:
    from ticketr import __version__

    if console.json:
        console.document({"version": __version__})
    else:
        console.print(f"ticketr {__version__}")
    return 0


HELP = frozenset({"-h", "--help"})


def _overview(front: list[str], words: list[str], rest: list[str], console: Console) -> int:
    """The menu, where it is asked for; an error that names it, where it is not."""
    asked = HELP & {*front, *words[1:], *rest}
    group = words[0] if words and words[0] in menu.groups() else ""
    if not (words or front) or (asked and (group or not words)):
        console.print(menu.overview(group))
        return 0
    if not words:
        from ticketr.errors import Usage

        raise Usage("No command was given.")
    raise menu.unknown(words)


def _command(name: str, argv: list[str], console: Console, make_app: AppFactory) -> int:
    from ticketr.cli.call import Call
    from ticketr.cli.options import build, wants_help

    module = menu.load(name)
    parser: Parser = build(name, module, min(console.width() or 80, 100))
    if wants_help(argv):
        console.print(parser.grammar().format_help().rstrip())
        return 0
    options = parser.take(argv)
    call = Call(options, console, lambda: make_app(console.environ, name, console.verbose))
    return _run(module.run, call)


def _run(run: Callable[[Call], int | None], call: Call) -> int:
    try:
        return int(run(call) or 0)
    except BaseException as error:
        call.failed(error)
        raise
    finally:
        call.close()
