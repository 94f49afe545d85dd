"""Variables of the environment that begin as ours do, and that nothing reads. On the way of every command."""

from __future__ import annotations

from ticketr.settings.project import VARIABLE
from ticketr.settings.table import SETTINGS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PREFIX = "TICKETR_"
OTHERS = (
    VARIABLE,
    "TICKETR_HOME",
    "TICKETR_TOKEN",
    "TICKETR_USERNAME",
    "TICKETR_WORKSPACE",
    "TICKETR_NO_SKIPS",
    "TICKETR_ORACLES",
)
"""What is read beside the settings; the last two by the project's own tests."""


def known() -> frozenset[str]:
    """Every variable that begins with the prefix and is read."""
    return frozenset((*OTHERS, *(setting.variable for setting in SETTINGS)))


def told_unknown(environ: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each variable that is set, begins with the prefix and is not known: mostly a slip of the pen."""
    ours = [name for name, value in environ.items() if value and name[: len(PREFIX)] == PREFIX]
    names = known() if ours else frozenset()
    for name in sorted(set(ours) - names):
        yield f"{name} in the environment is not read; {_hint(name, names)}"


def _hint(name: str, names: frozenset[str]) -> str:
    from difflib import get_close_matches

    rest = {known.removeprefix(PREFIX): known for known in sorted(names)}
    near = get_close_matches(name.removeprefix(PREFIX).upper(), rest, n=1)
    return f"did you mean {rest[near[0]]}?" if near else "docs/settings.md lists what is."
