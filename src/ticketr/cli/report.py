"""Errors become text or JSON, and an exit code: here and nowhere else."""

from __future__ import annotations

from ticketr.cli.text import nearby, plural, printable
from ticketr.errors import Internal, Interrupted, QueryInvalid, TicketrError, TicketValidation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ticketr.cli.console import Console
    from ticketr.errors import Problem


INTERNAL = frozenset({"lock"})
"""Facts of an error that only programs want."""


def report(error: BaseException, console: Console) -> int:
    """Tell the error on stderr; gives the exit code.

    With --json one document `{"error": {code, message, context, hint[, problems]}}`; stdout stays empty.
    """
    typed = as_ticketr_error(error)
    if console.verbose and typed is not error and not isinstance(typed, Interrupted):
        _traceback(error, console)
    if console.json:
        _json(typed, console)
    elif isinstance(typed, Interrupted):
        console.complain(f"interrupted: {_lower(typed.message)}")
    else:
        _text(typed, console)
    return int(typed.exit_code)


def as_ticketr_error(error: BaseException) -> TicketrError:
    """The error as one of ours; what we did not foresee is Internal (9002)."""
    if isinstance(error, TicketrError):
        return error
    if isinstance(error, KeyboardInterrupt):
        return Interrupted(
            "Stopped; finished steps are kept, and the next run goes on from there."
        )
    name = type(error).__name__
    said = printable(str(error))
    return Internal(
        f"Something unforeseen happened: {name}{': ' if said else ''}{said}", kind=name
    )


def _json(error: TicketrError, console: Console) -> None:
    from json import dumps

    console.complain(dumps({"error": error.as_dict()}, indent=2, ensure_ascii=True))


def _text(error: TicketrError, console: Console) -> None:
    count = ""
    if isinstance(error, TicketValidation) and error.problems:
        tell_problems(error.problems, console)
        count = f" ({plural(len(error.problems), 'problem')})"
    _say(console, "error:", "red", f"{nearby(error.message)}{count} [{error.code}]")
    drawn = isinstance(error, QueryInvalid) and _draw(error, console)
    for name, value in () if drawn else error.context.items():
        if value is not None and name not in INTERNAL and str(value) not in error.message:
            console.complain(f"  {name.replace('_', ' ')}: {printable(str(value))}")
    if error.hint:
        _say(console, "hint:", "cyan", error.hint)


def _draw(error: QueryInvalid, console: Console) -> bool:
    """The line of the query, and a caret under the place that is wrong."""
    picture = error.picture()
    for line in picture or ():
        console.complain(f"  {printable(line)}".rstrip())
    return picture is not None


def tell_error(told: Mapping[str, object], console: Console) -> None:
    """An error that did not stop the command, as `TicketrError.as_dict` gives it, on stderr."""
    _say(console, "error:", "red", f"{nearby(str(told['message']))} [{told['code']}]")
    if told["hint"]:
        _say(console, "hint:", "cyan", str(told["hint"]))


def _say(console: Console, word: str, color: str, text: str) -> None:
    console.complain(f"{console.style(word, color, console.err)} {printable(text)}")


def tell_problems(problems: Iterable[Problem], console: Console) -> None:
    """Each problem on stderr as `file:line:column: message`, its remedy below it."""
    for problem in problems:
        console.complain(printable(nearby(str(problem))))
        if problem.hint:
            console.complain(
                f"  {console.style('hint:', 'cyan', console.err)} {printable(problem.hint)}"
            )


def _traceback(error: BaseException, console: Console) -> None:
    from traceback import format_exception

    console.complain("".join(format_exception(error)).rstrip())


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def exit_code_of(code: str) -> int:
    """The exit code that goes with an error code."""
    return next((int(kind.exit_code) for kind in _kinds(TicketrError) if kind.code == code), 1)


def _kinds(kind: type[TicketrError]) -> Iterable[type[TicketrError]]:
    for child in kind.__subclasses__():
        yield child
        yield from _kinds(child)
