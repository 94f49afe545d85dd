"""Where things are kept on this platform, worked out by hand (docs/decisions/0040)."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from ticketr.errors import SettingsInvalid

NAME = "ticketr"
_XDG = {
    "config": ("XDG_CONFIG_HOME", (".config",)),
    "data": ("XDG_DATA_HOME", (".local", "share")),
    "state": ("XDG_STATE_HOME", (".local", "state")),
}


def _invalid() -> type[SettingsInvalid]:
    from ticketr.errors import SettingsInvalid

    return SettingsInvalid


class Folders:
    """The folders of this user. TICKETR_HOME puts all of them into one; in a project they are `project`.

    Nothing is created, and a variable that is missing matters only when a folder that needs it is asked for.
    """

    __slots__ = ("_environ", "_platform", "project")

    def __init__(self, environ: Mapping[str, str], platform: str, project: str = "") -> None:
        self._environ = environ
        self._platform = platform
        self.project = project

    def config(self) -> str:
        """The folder of `config.toml`. Raises SettingsInvalid where the environment does not say."""
        return self._folder("config", "APPDATA")

    def data(self) -> str:
        """The folder of the store. Raises SettingsInvalid."""
        return self.project or self._folder("data", "LOCALAPPDATA")

    def state(self) -> str:
        """The folder of what can be lost without harm. Raises SettingsInvalid."""
        return self.project or self._folder("state", "LOCALAPPDATA")

    def logs(self) -> str:
        """The folder of the log files. Raises SettingsInvalid."""
        if self._platform == "darwin" and not (self.project or self._own_home()):
            return os.path.join(self._home(), "Library", "Logs", NAME)
        return os.path.join(self.state(), "logs")

    def settings_file(self) -> str:
        """The path of `config.toml`, "" where the environment does not say where that would be."""
        try:
            return os.path.join(self.config(), "config.toml")
        except _invalid():
            return ""

    def expand(self, path: str) -> str:
        """The path with a leading `~` replaced by the user's folder. Raises SettingsInvalid."""
        return self._home() + path[1:] if path == "~" or path.startswith("~/") else path

    def _folder(self, kind: str, windows_variable: str) -> str:
        if own := self._own_home():
            return own
        if self._platform == "win32":
            return os.path.join(self._absolute(windows_variable), NAME)
        if self._platform == "darwin":
            return os.path.join(self._home(), "Library", "Application Support", NAME)
        variable, parts = _XDG[kind]
        base = self._environ.get(variable, "")
        if not os.path.isabs(base):  # the XDG specification: relative paths are ignored
            base = os.path.join(self._home(), *parts)
        return os.path.join(base, NAME)

    def _own_home(self) -> str:
        own = self._environ.get("TICKETR_HOME", "")
        return os.path.abspath(self.expand(own)) if own else ""

    def _home(self) -> str:
        return self._absolute("USERPROFILE" if self._platform == "win32" else "HOME")

    def _absolute(self, variable: str) -> str:
        value = self._environ.get(variable, "")
        if os.path.isabs(value) or (self._platform == "win32" and value):
            return value
        what = f"is “{value}”, which is not an absolute path" if value else "is not set"
        from ticketr.errors import SettingsInvalid

        raise SettingsInvalid(
            f"{variable} {what}, so ticketr does not know where to keep its files.",
            hint=f"Set {variable}, or set TICKETR_HOME to the folder that ticketr may use.",
            variable=variable,
        )
