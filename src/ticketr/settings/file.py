"""Reading `config.toml`; imported only where there is one."""

from __future__ import annotations

import difflib
import os
import re
import stat
import tomllib

from ticketr.errors import Place, SettingsInvalid
from ticketr.settings.table import (
    FIELDS_SECTION,
    SETTINGS,
    STRATEGIES,
    Setting,
    check,
    check_choice,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ticketr.settings.folders import Folders

_MAX_SIZE = 1 << 20
_HEADER = re.compile(r"\s*\[\s*([^\[\]#]+?)\s*\]")
_KEY = re.compile(r"""\s*("[^"]*"|'[^']*'|[A-Za-z0-9_.-]+)\s*(?:=|\.)""")
_SECTIONS = {setting.section for setting in SETTINGS}


class _File:
    """The text of a settings file, to find the line that a key stands in."""

    __slots__ = ("folders", "path", "text")

    def __init__(self, path: str, text: str, folders: Folders) -> None:
        self.path = path
        self.text = text
        self.folders = folders

    def line(self, section: str, key: str = "") -> int:
        """The number of the line, from 1; 0 where it cannot be told."""
        current = ""
        for number, line in enumerate(self.text.splitlines(), 1):
            if header := _HEADER.match(line):
                current = _unquoted(header[1])
                if not key and current.partition(".")[0] == section.partition(".")[0]:
                    return number
            elif found := _KEY.match(line):
                name = _unquoted(found[1])
                full = f"{current}.{name}" if current else name
                if full in (section, f"{section}.{key}") or (key and full == key):
                    return number
        return 0

    def error(self, line: int, message: str, hint: str = "", column: int = 0) -> SettingsInvalid:
        place = Place(self.path, line, column)
        return SettingsInvalid(f"{place}: {message}", hint=hint, path=self.path, line=line)


def read_settings(path: str, folders: Folders, allowed: tuple[str, ...] = ()) -> dict[str, object]:
    """The values by attribute of `Settings`; relative paths start at the file's folder, `~` at the user's.

    `allowed` names the sections that may stand there, all without it: a file that comes with a repository must
    not lead a login elsewhere. Raises SettingsInvalid with file and line.
    """
    file = _File(path, _read(path), folders)
    try:
        content = tomllib.loads(file.text)
    except tomllib.TOMLDecodeError as error:
        raise _syntax(file, str(error)) from None
    values: dict[str, object] = {}
    for section, table in content.items():
        if section not in _SECTIONS:
            raise file.error(file.line(section), *_unknown("section", section, _SECTIONS))
        if not isinstance(table, dict):
            raise file.error(file.line(section), f"[{section}] must be a section.")
        if allowed and section not in allowed:
            raise file.error(
                file.line(section),
                f"[{section}] cannot be set by a project.",
                f"Move it to {folders.settings_file()}.",
            )
        values.update(_section(file, section, table))
    return values


def _section(file: _File, section: str, table: dict[str, object]) -> dict[str, object]:
    known = {setting.key: setting for setting in SETTINGS if setting.section == section}
    values: dict[str, object] = {}
    for key, value in table.items():
        if f"{section}.{key}" == FIELDS_SECTION:
            values["strategies"] = _strategies(file, value)
            continue
        if key not in known:
            raise file.error(file.line(section, key), *_unknown("setting", key, set(known)))
        values[known[key].attribute] = _value(file, known[key], value)
    return values


def _value(file: _File, setting: Setting, value: object) -> object:
    try:
        good = check(setting, value)
    except ValueError as error:
        line = file.line(setting.section, setting.key)
        raise file.error(line, f"{setting.name} {error}.") from None
    if setting.kind == "path" and isinstance(good, str) and good:
        return os.path.join(os.path.dirname(file.path), file.folders.expand(good))
    return good


def _strategies(file: _File, table: object) -> dict[str, str]:
    if not isinstance(table, dict):
        raise file.error(file.line("sync", "fields"), f"[{FIELDS_SECTION}] must be a section.")
    strategies: dict[str, str] = {}
    for name, value in table.items():
        try:
            strategies[name] = check_choice(value, STRATEGIES)
        except ValueError as error:
            line = file.line(FIELDS_SECTION, name)
            raise file.error(line, f'{FIELDS_SECTION}."{name}" {error}.') from None
    return strategies


def _read(path: str) -> str:
    try:
        return _read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SettingsInvalid(f"{path}:{line}: not UTF-8.", path=path, line=line) from None
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise SettingsInvalid(f"{path} cannot be read: {reason}.", path=path) from error


def _read_bytes(path: str) -> bytes:
    found = os.stat(path)
    if not stat.S_ISREG(found.st_mode):
        raise SettingsInvalid(f"{path} is not a file.", path=path)
    if found.st_size > _MAX_SIZE:
        raise SettingsInvalid(f"{path} is larger than 1 MB.", path=path)
    with open(path, "rb") as file:
        return file.read()


def _syntax(file: _File, message: str) -> SettingsInvalid:
    found = re.search(r" \(at line (\d+), column (\d+)\)$", message)
    if not found:
        last = file.text.count("\n") + 1
        return file.error(last, f"{message.removesuffix(' (at end of document)')}.")
    return file.error(int(found[1]), f"{message[: found.start()]}.", column=int(found[2]))


def _unknown(what: str, name: str, known: set[str]) -> tuple[str, str]:
    """Message and hint for a name that is none."""
    near = difflib.get_close_matches(name, sorted(known), n=1)
    if near:
        return f"Unknown {what} “{name}”.", f"Did you mean “{near[0]}”?"
    return f"Unknown {what} “{name}”.", f"Known here: {', '.join(sorted(known))}."


def _unquoted(name: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in name.split("."))
