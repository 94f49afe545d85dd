"""Values of the product are made by `ticketr.dataclass` (docs/decisions/0092)."""

from __future__ import annotations

import ast

from tests.house.tree import python_files, shown, syntax_of


def test_no_module_imports_dataclasses():
    """Inside of a function it may."""
    found = [
        f"{shown(path)}:{node.lineno}"
        for path in python_files("src/ticketr")
        for node in syntax_of(path).body
        if (isinstance(node, ast.ImportFrom) and node.module == "dataclasses")
        or (isinstance(node, ast.Import) and node.names[0].name == "dataclasses")
    ]
    assert found == []
