"""Nothing is mocked: fakes are real classes that pass the contract suites."""

from __future__ import annotations

import ast

from tests.house.tree import python_files, shown, syntax_of

MOCKING = {
    "unittest.mock",
    "mock",
    "pytest_mock",
    "responses",
    "requests_mock",
    "respx",
    "freezegun",
}
NAMES = {"MagicMock", "AsyncMock", "Mock", "create_autospec", "mocker"}


def line_of(node):
    return getattr(node, "lineno", 0)


def imported(node):
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names}
    if isinstance(node, ast.ImportFrom) and node.module:
        return {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return set()


def words(node):
    if isinstance(node, ast.Name):
        return {node.id}
    return {node.attr} if isinstance(node, ast.Attribute) else set()


def test_no_test_imports_a_mocking_library():
    found = [
        f"{shown(path)}:{line_of(node)}"
        for path in python_files("tests", "src", "scripts")
        for node in ast.walk(syntax_of(path))
        if imported(node) & MOCKING or words(node) & NAMES
    ]
    assert found == []


def ours(path):
    """The names in a module that stand for something of ticketr or of its sandbox."""
    return {
        (alias.asname or alias.name).split(".")[0]
        for node in ast.walk(syntax_of(path))
        if isinstance(node, ast.ImportFrom | ast.Import)
        and any(name.split(".")[0] in {"ticketr", "jira_sandbox"} for name in imported(node))
        for alias in node.names
    }


def patches(node, names):
    """Whether the call replaces something of ours: monkeypatch.setattr(ticketr…) or a "ticketr.…" path."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
        return False
    if node.func.attr not in {"setattr", "delattr", "setitem", "delitem"}:
        return False
    target = node.args[0]
    while isinstance(target, ast.Attribute):
        target = target.value
    if isinstance(target, ast.Constant):
        return str(target.value).startswith(("ticketr", "jira_sandbox"))
    return isinstance(target, ast.Name) and target.id in names


def patched_in(path):
    names = ours(path)
    return [
        f"{shown(path)}:{line_of(node)}"
        for node in ast.walk(syntax_of(path))
        if patches(node, names)
    ]


def test_no_test_replaces_a_part_of_the_product():
    assert [found for path in python_files("tests") for found in patched_in(path)] == []


def test_the_check_sees_a_patch():
    module = ast.parse(
        'from ticketr import app\nmonkeypatch.setattr(app.x, "y", 1)\nm.setattr("ticketr.a", 1)'
    )
    assert [patches(node, {"app"}) for node in ast.walk(module)].count(True) == 2
