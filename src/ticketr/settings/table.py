"""The table of all settings: section, key, kind, default. docs/settings.md describes each one."""

from __future__ import annotations

import os

STRATEGIES = ("ask", "local-wins", "remote-wins", "merge")
HISTORIES = ("changed", "all", "never")
COMMENTS = ("always", "never")
COLORS = ("auto", "never", "always")


class Setting:
    """One setting: its place in the file, its attribute in `Settings`, its variable, its kind and default.

    `kind` is path, proxy, patterns, seconds, wait (seconds, 0 allowed), count or choice; `choices` belong to the last.
    """

    __slots__ = ("attribute", "choices", "default", "key", "kind", "section", "variable")

    def __init__(  # noqa: PLR0913 - the columns of the table
        self,
        section: str,
        key: str,
        kind: str,
        default: object,
        *,
        attribute: str = "",
        variable: str = "",
        choices: tuple[str, ...] = (),
    ) -> None:
        self.section = section
        self.key = key
        self.kind = kind
        self.default = default
        self.attribute = attribute or key
        self.variable = variable or f"TICKETR_{section}_{key}".upper()
        self.choices = choices

    @property
    def name(self) -> str:
        """The setting as it is named in texts: `section.key`."""
        return f"{self.section}.{self.key}"


SETTINGS = (
    Setting("paths", "store", "path", "", variable="TICKETR_STORE"),
    Setting("paths", "log_dir", "path", "", variable="TICKETR_LOG_DIR"),
    Setting("jira", "connect_timeout", "seconds", 10.0),
    Setting("jira", "read_timeout", "seconds", 60.0),
    Setting("jira", "max_wait", "wait", 120.0),
    Setting("jira", "index_lag", "wait", 60.0),
    Setting("jira", "ca_bundle", "path", ""),
    Setting("jira", "client_cert", "path", ""),
    Setting("jira", "client_key", "path", ""),
    Setting("jira", "proxy", "proxy", ""),
    Setting("keychain", "timeout", "seconds", 3.0, attribute="keychain_timeout"),
    Setting("sync", "strategy", "choice", "ask", choices=STRATEGIES),
    Setting("sync", "history", "choice", "changed", choices=HISTORIES),
    Setting("sync", "comments", "choice", "always", choices=COMMENTS),
    Setting("sync", "ignore", "patterns", ""),
    Setting("sync", "lock_wait", "wait", 0.0),
    Setting("output", "color", "choice", "auto", choices=COLORS),
    Setting("log", "backups", "count", 2, attribute="log_backups"),
)
FIELDS_SECTION = "sync.fields"
"""The table of strategies by the name of a field."""
DEFAULTS: dict[str, object] = {setting.attribute: setting.default for setting in SETTINGS}
DEFAULTS["strategies"] = {}


def check(setting: Setting, value: object) -> object:
    """The value in its own type. Raises ValueError with what the setting must be."""
    match setting.kind:
        case "choice":
            return check_choice(value, setting.choices)
        case "seconds" | "wait":
            return _seconds(value, zero=setting.kind == "wait")
        case "count":
            return _count(value)
        case "patterns":
            return _patterns(value)
        case "proxy":
            if isinstance(value, str) and _is_proxy(value):
                return value
            raise ValueError('must be an address like "http://host:3128", or "none"')
        case _:
            if isinstance(value, str) and "\0" not in value:
                return value
            raise ValueError("must be a path in quotes")


def check_choice(value: object, choices: tuple[str, ...]) -> str:
    """The value, if it is one of the choices. Raises ValueError."""
    if isinstance(value, str) and value in choices:
        return value
    raise ValueError("must be one of " + ", ".join(f'"{choice}"' for choice in choices))


def parse_variable(setting: Setting, text: str) -> object:
    """The value of a variable of the environment. Raises SettingsInvalid."""
    value: object = text
    try:
        if setting.kind in ("seconds", "wait"):
            value = float(text)
        elif setting.kind == "count":
            value = int(text)
    except ValueError:
        value = text  # refused below, in the words of the setting
    try:
        good = check(setting, value)
    except ValueError as error:
        shown = "" if setting.kind == "proxy" else f", not “{text}”"
        from ticketr.errors import SettingsInvalid

        raise SettingsInvalid(
            f"{setting.variable} {error}{shown}.", variable=setting.variable
        ) from None
    return os.path.abspath(text) if setting.kind == "path" else good


def _count(value: object) -> int:
    if type(value) is int and 1 <= value <= 3:
        return value
    raise ValueError("must be a whole number from 1 to 3")


def _patterns(value: object) -> str:
    if isinstance(value, str):
        return value
    raise ValueError("must be a text in quotes, with commas between patterns")


def _seconds(value: object, *, zero: bool) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        seconds = float(value)
        if 0 < seconds <= 86400 or (zero and seconds == 0):
            return seconds
    least = "0 or more" if zero else "more than 0"
    raise ValueError(f"must be a number of seconds, {least} and at most 86400")


def _is_proxy(value: str) -> bool:
    return value in ("", "none") or value.startswith(("http://", "https://"))
