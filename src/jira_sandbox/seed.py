"""From a seed (a TOML or JSON file, or a dict) to the configuration of a site.

`docs/sandbox.md` describes the format; what a seed leaves out comes from `jira_sandbox.defaults`.
"""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jira_sandbox.defaults import DEFAULTS, ON_DATA_CENTER
from jira_sandbox.dialect import CLOUD, DATA_CENTER, EDITIONS
from jira_sandbox.seed_parts import check
from jira_sandbox.sowing import SeedError, catalogue

if TYPE_CHECKING:
    from jira_sandbox.catalogue import Catalogue
    from jira_sandbox.people import Person

__all__ = ["Seed", "SeedError", "build", "read"]


@dataclass(frozen=True, slots=True)
class Seed:
    """A site to be: its configuration, its zones, its first issues."""

    title: str
    zone: str
    server_zone: str
    catalogue: Catalogue
    issues: tuple[dict[str, Any], ...]
    edition: str
    context: str
    basic: bool
    document: dict[str, Any]

    @property
    def account(self) -> Person:
        """The account that is handed out: the first user."""
        return next(iter(self.catalogue.people))


def read(path: str | Path) -> dict[str, Any]:
    """The document in a seed file: YAML or TOML by its suffix, else JSON. Raises SeedError."""
    file = Path(path)
    try:
        text = file.read_text("utf-8")
        found = _parsed(text, file.suffix.lower())
    except (OSError, ValueError) as error:
        raise SeedError(f"{file}: {error}") from error
    if not isinstance(found, dict):
        raise SeedError(f"{file}: a seed is a table of tables")
    return found


def _parsed(text: str, suffix: str) -> Any:
    if suffix == ".toml":
        import tomllib

        return _bare(tomllib.loads(text))
    if suffix not in (".yaml", ".yml"):
        return json.loads(text)
    import yaml

    try:
        return _bare(yaml.safe_load(text))
    except yaml.YAMLError as error:
        raise ValueError(" ".join(str(error).split())) from None


def _bare(document: Any) -> Any:
    """The document as JSON could hold it: dates become text."""
    return json.loads(json.dumps(document, default=_date))


def _date(value: Any) -> str:
    if not isinstance(value, date):
        raise ValueError(f"{value!r} means nothing here")  # noqa: TRY004  a fault of the file
    return value.isoformat()


def build(document: dict[str, Any] | None = None) -> Seed:
    """The seed of a document. Raises SeedError."""
    given = document or {}
    unknown = sorted(set(given) - set(DEFAULTS))
    if unknown:
        raise SeedError(f"no such part of a seed: {', '.join(unknown)}")
    edition = given.get("site", {}).get("edition", CLOUD)
    if edition not in EDITIONS:
        raise SeedError(f"no such edition: {edition!r}; there are {' and '.join(EDITIONS)}")
    check(given)
    own = ON_DATA_CENTER if edition == DATA_CENTER else {}
    whole = copy.deepcopy({**DEFAULTS, **own, **given})
    whole["site"] = {**DEFAULTS["site"], **given.get("site", {})}
    try:
        return _build(whole)
    except (KeyError, TypeError, AttributeError, StopIteration) as error:
        raise SeedError(f"the seed is incomplete: {error!r}") from error


def _build(whole: dict[str, Any]) -> Seed:
    site = whole["site"]
    if not whole["users"] or not whole["users"][0].get("token"):
        raise SeedError("the first user is the account that is handed out: it needs a token")
    return Seed(
        title=str(site["title"]),
        zone=str(site["zone"]),
        server_zone=str(site["server_zone"]),
        catalogue=catalogue(whole),
        issues=tuple(whole["issues"]),
        edition=site["edition"],
        context=_context(str(site["context"])),
        basic=bool(site["basic"]),
        document=whole,
    )


def _context(path: str) -> str:
    bare = path.strip("/")
    return f"/{bare}" if bare else ""
