"""What can be set, from the settings file and the environment. On the way of every command: imports next to nothing.

Precedence: environment, then the project's `config.toml`, then the user's, then the default. Every setting is
described in docs/settings.md.
"""

from __future__ import annotations

import os
import sys

from ticketr.settings.folders import Folders
from ticketr.settings.project import FOLDER, check_known, find
from ticketr.settings.table import DEFAULTS, SETTINGS, parse_variable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Folders", "Settings", "load_settings"]


class Settings:
    """The settings of one run.

    Times are in seconds. `ignore` holds patterns with commas between. `strategies` holds, by name of the field, what
    overrides `strategy`. `ca_bundle` and `proxy` are "" where the system's are to be used, `client_cert` and
    `client_key` where there are none; `proxy` is "none" for a direct connection.
    """

    __slots__ = (
        "_log_dir",
        "_store",
        "ca_bundle",
        "client_cert",
        "client_key",
        "color",
        "comments",
        "connect_timeout",
        "folders",
        "history",
        "ignore",
        "index_lag",
        "keychain_timeout",
        "lock_wait",
        "log_backups",
        "max_wait",
        "proxy",
        "read_timeout",
        "strategies",
        "strategy",
    )
    connect_timeout: float
    read_timeout: float
    max_wait: float
    index_lag: float
    ca_bundle: str
    client_cert: str
    client_key: str
    proxy: str
    keychain_timeout: float
    lock_wait: float
    log_backups: int
    strategy: str
    history: str
    comments: str
    ignore: str
    strategies: Mapping[str, str]
    color: str
    _store: str
    _log_dir: str

    def __init__(self, folders: Folders, **values: object) -> None:
        self.folders = folders
        for name, value in {**DEFAULTS, **values}.items():
            setattr(self, "_" + name if name in ("store", "log_dir") else name, value)

    @property
    def root(self) -> str:
        """The root of the project, "" where the store is the machine's."""
        return os.path.dirname(self.folders.project)

    @property
    def ignored(self) -> tuple[str, ...]:
        """The patterns of files that are not looked for tickets by themselves."""
        return tuple(text for pattern in self.ignore.split(",") if (text := pattern.strip()))

    @property
    def store(self) -> str:
        """The path of the SQLite store. Raises SettingsInvalid where it depends on a HOME that is not set."""
        return self._store or os.path.join(self.folders.data(), "ticketr.db")

    @property
    def log_dir(self) -> str:
        """The folder of the log files. Raises SettingsInvalid as `store` does."""
        return self._log_dir or self.folders.logs()

    @property
    def lock_dir(self) -> str:
        """The folder of the lock files: beside the store they protect."""
        return os.path.join(os.path.dirname(self.store), "locks")


def load_settings(
    environ: Mapping[str, str], platform: str = sys.platform, start: str | None = None
) -> Settings:
    """The settings for this environment; `platform` as in `sys.platform`.

    `start` is the folder from which a project is looked for, upwards; None for none. Raises SettingsInvalid,
    with the file and line or the variable that is wrong.
    """
    root = "" if start is None else find(environ, start)
    folders = Folders(environ, platform, os.path.join(root, FOLDER) if root else "")
    if root:
        check_known(root, folders.config())
    return settings_of(environ, folders)


def settings_of(environ: Mapping[str, str], folders: Folders) -> Settings:
    """The settings for these folders. Raises SettingsInvalid."""
    values = _from_files(folders)
    for setting in SETTINGS:
        if text := environ.get(setting.variable, ""):
            values[setting.attribute] = parse_variable(setting, text)
    if environ.get("NO_COLOR") and values.get("color", "auto") == "auto":
        values["color"] = "never"
    return Settings(folders, **values)


def _from_files(folders: Folders) -> dict[str, object]:
    values: dict[str, object] = {}
    path = folders.settings_file()
    if path and os.path.lexists(path):
        from ticketr.settings.file import read_settings

        values = read_settings(path, folders)
    if folders.project:
        path = os.path.join(folders.project, "config.toml")
        if os.path.lexists(path):
            from ticketr.settings.file import read_settings

            shared = read_settings(path, folders, allowed=("sync",))
            values.update(shared)
    return values
