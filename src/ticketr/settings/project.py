"""Project mode: a `.ticketr` folder in a repository that holds the store of what is below it.

On the way of every command: imports next to nothing.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = ".ticketr"
MARKER = "project.toml"
VARIABLE = "TICKETR_PROJECT"
NONE = "none"
KNOWN = "projects"
"""The file, beside the user's own settings, that lists the roots of projects which this user has made or taken over."""


def find(environ: Mapping[str, str], start: str) -> str:
    """The root of the project that `start` lies in; "" without one.

    TICKETR_PROJECT names a root, or "none" for the machine-wide store; TICKETR_HOME means the latter too.
    """
    named = environ.get(VARIABLE, "")
    if named == NONE or (environ.get("TICKETR_HOME") and not named):
        return ""
    if named:
        root = os.path.realpath(named)
        if not is_project(root):
            from ticketr.errors import SettingsInvalid

            raise SettingsInvalid(
                f"{VARIABLE} names {named}, which is no project.",
                hint=f"`ticketr init` makes one; {VARIABLE}={NONE} means the machine-wide store.",
                variable=VARIABLE,
            )
        return root
    return _above(start)


def _above(start: str) -> str:
    root = start
    while not is_project(root):
        parent = os.path.dirname(root)
        if parent == root:
            return ""
        root = parent
    return root


def is_project(root: str) -> bool:
    """Whether the folder is the root of a project."""
    return os.path.isfile(os.path.join(root, FOLDER, MARKER))


def check_known(root: str, config: str) -> None:
    """Nothing where the user made this project or took it over; `config` is the folder of the user's settings.

    A repository may come from anybody, with a store in it that leads to anybody's Jira. Raises SettingsInvalid.
    """
    if root in known(config):
        return
    folder = os.path.join(root, FOLDER)
    from ticketr.errors import SettingsInvalid

    raise SettingsInvalid(
        f"{folder} was not made on this machine, so it is not used.",
        hint=f"If you trust where it comes from, `ticketr init` in {root} takes it over; "
        f"{VARIABLE}={NONE} ignores it.",
        path=folder,
    )


def known(config: str) -> list[str]:
    """The roots of the projects that this user has made or taken over."""
    try:
        with open(os.path.join(config, KNOWN), encoding="utf-8") as file:
            return file.read().splitlines()
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        path = os.path.join(config, KNOWN)
        from ticketr.errors import SettingsInvalid

        raise SettingsInvalid(f"{path} cannot be read.", path=path) from error
