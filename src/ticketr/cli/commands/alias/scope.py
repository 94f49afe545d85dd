"""Where an alias is kept, and how it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ticketr.cli.call import Call
    from ticketr.cli.options import Parser
    from ticketr.domain.query import WorkspaceRow
    from ticketr.ports.aliases import Alias


def add_scope(parser: Parser) -> None:
    """The option that says: for all workspaces."""
    parser.add_argument(
        "--global",
        dest="for_all",
        action="store_true",
        help="for all workspaces (default: for this one)",
    )


def scope(call: Call, workspace: WorkspaceRow) -> str | None:
    """The workspace whose alias it is, None for one of all."""
    return None if call.options.for_all else workspace.id


def document(alias: Alias, scope: str) -> dict[str, object]:
    """The alias as `--json` prints it."""
    return {
        "name": alias.name,
        "query": alias.query,
        "description": alias.description,
        "scope": scope,
    }


def plain(name: str) -> str:
    """The name without the @ that queries write before it."""
    return name.removeprefix("@")
