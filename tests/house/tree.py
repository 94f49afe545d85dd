"""The tracked files, read once."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


GENERATED = frozenset({".venv", "__pycache__", "build", "dist", "node_modules"})


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that is tracked or would be, by path; in an unpacked archive, every file that is not generated."""
    names = _listed() if (ROOT / ".git").exists() else _walked()
    return tuple(ROOT / name for name in sorted(names) if (ROOT / name).is_file())


def _listed() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return [name for name in listed.split("\0") if name]


def _walked() -> list[str]:
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*"))
    return [
        str(path)
        for path in found
        if not GENERATED & set(path.parts) and not path.parts[0].endswith(("_cache", ".egg-info"))
    ]


def python_files(*folders: str) -> tuple[Path, ...]:
    """The Python files in these folders of the tree."""
    roots = [ROOT / folder for folder in folders]
    return tuple(
        path
        for path in tracked()
        if path.suffix == ".py" and any(path.is_relative_to(root) for root in roots)
    )


@cache
def text_of(path: Path) -> str:
    """The file's text; empty where it is not text."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return ""


@cache
def syntax_of(path: Path) -> ast.Module:
    """The file's syntax tree."""
    return ast.parse(text_of(path), str(path))


def shown(path: Path) -> str:
    """The path as messages name it."""
    return str(path.relative_to(ROOT))
