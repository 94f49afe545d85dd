"""The query that `--jql` and `--alias` ask for. On the hot path of `list`: nothing heavy is imported."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ticketr.cli.call import Call


def asked_jql(call: Call, workspace_id: str) -> str | None:
    """The query of `--jql` and `--alias` together, without aliases in it. Raises AliasNotFound, AliasInvalid."""
    asked = call.options
    jql, alias = asked.jql, asked.alias and f"@{asked.alias.removeprefix('@')}"
    if jql is not None and alias:
        from ticketr.domain.alias import split_order

        condition, order = split_order(jql)
        jql = f"{f'({condition}) AND ' if condition else ''}{alias} {order}"
    elif alias:
        jql = alias
    return call.app.aliases.expand(workspace_id, jql) if jql and "@" in jql else jql
