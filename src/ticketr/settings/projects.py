"""Making a project, or taking over one that came with a repository; imported by `ticketr init` alone."""

from __future__ import annotations

import os
import shutil
import tomllib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ticketr.errors import SettingsInvalid, Usage
from ticketr.settings.project import FOLDER, KNOWN, MARKER, VARIABLE, find, known

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

IGNORED = """\
# The store and the logs are of this machine; these are for everybody.
*
!.gitignore
!project.toml
!config.toml
"""
KEYS = ("workspace", "url", "project", "default_type")


def described(root: str) -> dict[str, str]:
    """What `project.toml` says of the workspace, by KEYS; empty without one. Raises SettingsInvalid."""
    path = os.path.join(root, FOLDER, MARKER)
    try:
        with open(path, "rb") as file:
            content = tomllib.load(file)
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsInvalid(f"{path}: {error}", path=path) from error
    for name, value in content.items():
        if name not in KEYS or not isinstance(value, str):
            raise SettingsInvalid(
                f"{path}: “{name}” is no setting of a project, or no text.",
                hint=f"It may say {', '.join(KEYS)}.",
                path=path,
            )
    return content


def refuse_nested(environ: Mapping[str, str], root: str) -> None:
    """Nothing where a project can begin in this folder. Raises Usage where it lies in another project."""
    if environ.get("TICKETR_HOME") or environ.get(VARIABLE):
        name = VARIABLE if environ.get(VARIABLE) else "TICKETR_HOME"
        raise Usage(
            f"{name} is set, so a project made here would not be used.",
            hint=f"Unset {name}, then run `ticketr init` again.",
        )
    outer = find(environ, root)
    if outer and outer != root:
        raise Usage(
            f"This folder belongs to the project at {outer} already.",
            hint="Run commands from here; they find it.",
        )


@contextmanager
def begun(root: str, config: str, said: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Make the project around the block, which fills its store; when that fails, leave all as it was.

    What the block puts into the dictionary goes into `project.toml` (`said` is what stands there already),
    `root` into the list of known projects in `config`.
    """
    folder = os.path.join(root, FOLDER)
    fresh = not os.path.lexists(folder)
    try:
        os.makedirs(folder, exist_ok=True)
        _write(os.path.join(folder, ".gitignore"), IGNORED)
        saying = dict(said)
        yield saying
        _write(os.path.join(folder, MARKER), _toml(saying))
        _remember(root, config)
    except OSError as error:
        _undo(folder, fresh=fresh)
        raise SettingsInvalid(
            f"{error.filename or folder} cannot be written: {(error.strerror or 'unknown reason').lower()}.",
            path=str(error.filename or folder),
        ) from error
    except BaseException:
        _undo(folder, fresh=fresh)
        raise


def _undo(folder: str, *, fresh: bool) -> None:
    if fresh:
        shutil.rmtree(folder, ignore_errors=True)


def _write(path: str, text: str) -> None:
    if os.path.lexists(path):
        return
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def _toml(said: Mapping[str, str]) -> str:
    import json

    head = "# What this project's tickets belong to; `ticketr init` reads it in a fresh clone.\n"
    return head + "".join(
        f"{name} = {json.dumps(said[name])}\n" for name in KEYS if said.get(name)
    )


def _remember(root: str, config: str) -> None:
    roots = known(config)
    if root in roots:
        return
    os.makedirs(config, mode=0o700, exist_ok=True)
    path = os.path.join(config, KNOWN)
    with open(f"{path}.new", "w", encoding="utf-8") as file:
        file.write("".join(f"{each}\n" for each in [*roots, root]))
    os.replace(f"{path}.new", path)
