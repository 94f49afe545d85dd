"""Aliases: named queries of a workspace or of all, beside the ones built in. On the way of `list --alias`."""

from __future__ import annotations

from ticketr.domain.alias import BUILT_IN, DESCRIPTIONS, check_name, expand
from ticketr.errors import AliasInvalid, AliasNotFound
from ticketr.ports.aliases import Alias

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ticketr.ports.repositories import Store

WORKSPACE, GLOBAL, BUILT_IN_SCOPE = "workspace", "global", "built in"


class AliasService:
    """Use cases around aliases."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def expand(self, workspace_id: str, query: str) -> str:
        """The query with every `@name` replaced. Raises AliasNotFound, AliasInvalid."""
        if "@" not in query:
            return query
        return expand(
            query, lambda name: self._query(name, workspace_id), self._names(workspace_id)
        )

    def _query(self, name: str, workspace_id: str) -> str | None:
        found = self._store.aliases.find(name, workspace_id)
        return found.query if found else BUILT_IN.get(name)

    def _names(self, workspace_id: str) -> list[str]:
        return [*(item.name for item in self._store.aliases.list(workspace_id)), *BUILT_IN]

    def list(self, workspace_id: str) -> list[tuple[Alias, str]]:
        """Every alias that the workspace knows, by name, with its scope; what another hides is left out."""
        found: dict[str, tuple[Alias, str]] = {}
        for item in self._store.aliases.list(workspace_id):
            found.setdefault(item.name, (item, scope_of(item)))
        for name, query in BUILT_IN.items():
            alias = Alias(name, query, None, DESCRIPTIONS[name])
            found.setdefault(name, (alias, BUILT_IN_SCOPE))
        return [found[name] for name in sorted(found)]

    def get(self, workspace_id: str, name: str) -> tuple[Alias, str]:
        """The alias as the workspace knows it, with its scope. Raises AliasNotFound."""
        wanted = name.removeprefix("@")
        for alias, scope in self.list(workspace_id):
            if alias.name == wanted:
                return alias, scope
        expand(f"@{wanted}", lambda _: None, self._names(workspace_id))
        raise AliasNotFound(f'There is no alias "{name}".', alias=name)

    def create(self, alias: Alias, workspace_id: str) -> None:
        """Keep a new one; `workspace_id` is where its query is checked.

        Raises AliasInvalid for its name, where it exists in its scope, or where it would name itself by way of
        others; AliasNotFound; QueryInvalid.
        """
        check_name(alias.name)
        if self._store.aliases.get(alias.name, alias.workspace_id) is not None:
            raise AliasInvalid(
                f'There is an alias "{alias.name}" already.',
                hint="`ticketr alias update NAME QUERY` changes it.",
                alias=alias.name,
            )
        self._put(alias, workspace_id)

    def update(self, alias: Alias, workspace_id: str) -> None:
        """Change the query, and the description where one is given. Raises as `create`, and AliasNotFound."""
        old = self._own(alias.name, alias.workspace_id)
        alias.description = alias.description or old.description
        self._put(alias, workspace_id)

    def delete(self, name: str, workspace_id: str | None) -> Alias:
        """Forget it; what it hid is known again. Raises AliasNotFound; AliasInvalid for one that is built in."""
        old = self._own(name, workspace_id)
        self._store.aliases.delete(name, workspace_id)
        return old

    def _own(self, name: str, workspace_id: str | None) -> Alias:
        found = self._store.aliases.get(name, workspace_id)
        if found is not None:
            return found
        if name in BUILT_IN:
            raise AliasInvalid(
                f"@{name} is built in.",
                hint="`ticketr alias create` makes one of your own under its name, which hides it.",
                alias=name,
            )
        where = "for all workspaces" if workspace_id is None else "in this workspace"
        raise AliasNotFound(f'There is no alias "{name}" {where}.', alias=name)

    def _put(self, alias: Alias, workspace_id: str) -> None:
        from ticketr.jql.parse import parse

        def find(name: str) -> str | None:
            return alias.query if name == alias.name else self._query(name, workspace_id)

        parse(expand(f"@{alias.name}", find, self._names(workspace_id)))
        self._store.aliases.put(alias)


def scope_of(alias: Alias) -> str:
    """Where an alias of the store is known."""
    return GLOBAL if alias.workspace_id is None else WORKSPACE
