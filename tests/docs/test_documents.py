"""What the documents claim about the tree is true."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from functools import cache

import pytest

from tests.house.tree import ROOT, shown, text_of, tracked
from ticketr.cli import menu
from ticketr.errors import ErrorCode, TicketrError

DOCUMENTS = [path for path in tracked() if path.suffix == ".md" and "fixtures" not in path.parts]
FENCE = re.compile(r"^( *)```(\w*)[^\n]*\n(.*?)^\1```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]\n]+\]\(([^)\s]+)\)|src=\"([^\"]+)\"")
INLINE = re.compile(r"(?<!`)`(ticketr(?: [^`\n]*)?)`(?!`)")


def fences(text, *languages):
    return [match[3] for match in FENCE.finditer(text) if match[2] in languages]


def prose(text):
    return FENCE.sub("", text)


def slug(heading):
    words = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return words.replace(" ", "-")


def broken(path):
    for target in (one or two for one, two in LINK.findall(prose(text_of(path)))):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        there = (path.parent / name).resolve() if name else path
        headings = (
            re.findall(r"^#+ (.+)$", prose(text_of(there)), re.MULTILINE)
            if there.is_file()
            else []
        )
        if not there.exists() or (anchor and anchor not in map(slug, headings)):
            yield f"{shown(path)} -> {target}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=shown)
def test_links_lead_somewhere(path):
    assert list(broken(path)) == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=shown)
def test_python_in_documents_compiles(path):
    for code in fences(text_of(path), "python", "py"):
        compile(code, shown(path), "exec")


def examples():
    """Command lines that documents and hints show, with where."""
    for path in DOCUMENTS:
        text = text_of(path)
        found = list(INLINE.findall(prose(text)))
        for block in fences(text, "console", "sh", "bash"):
            found += re.findall(r"^\$ (ticketr\b[^#\n]*)", block, re.MULTILINE)
        for line in found:
            yield shown(path), line.strip()
    for kind in TicketrError.__subclasses__():
        for line in INLINE.findall(kind.hint):
            yield f"hint of {kind.__name__}", line


@cache
def helped(command):
    """The help of one command, as users read it."""
    done = subprocess.run(
        [sys.executable, "-m", "ticketr", *command.split(), "--help"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


GLOBAL_OPTIONS = {
    "--help",
    "-h",
    "--version",
    "--json",
    "--verbose",
    "--no-color",
    "--workspace",
    "-w",
}
PLACEHOLDERS = {"COMMAND"}


@pytest.mark.parametrize(("where", "line"), sorted(set(examples())))
def test_examples_name_commands_and_options_that_exist(where, line):
    _, words, rest = menu.split(shlex.split(line)[1:])
    if not words or words[0] in PLACEHOLDERS:
        return
    command = " ".join(words)
    if command in menu.groups():
        return
    assert command in menu.names(), f"{where}: {line}"
    options = {word.split("=")[0] for word in rest if word.startswith("-")} - GLOBAL_OPTIONS
    assert {option for option in options if option not in helped(command)} == set(), (
        f"{where}: {line}"
    )


def error_rows():
    rows = re.findall(
        r"^\| (\d{4}) \| (\w+) \|.*\| (\d+) \|$", text_of(ROOT / "docs/errors.md"), re.MULTILINE
    )
    return {code: (name, int(exit_code)) for code, name, exit_code in rows}


def kinds(root):
    for kind in root.__subclasses__():
        yield kind
        yield from kinds(kind)


def test_every_error_is_documented_as_it_is():
    assert error_rows() == {
        str(kind.code): (kind.__name__, int(kind.exit_code)) for kind in kinds(TicketrError)
    }
    assert len(error_rows()) == len(ErrorCode)


def folders_named_in(document):
    return re.findall(r"`((?:src|tests)/[\w/]*/)`", text_of(ROOT / document))


@pytest.mark.parametrize("document", ["docs/ARCHITECTURE.md", "docs/contributing.md"])
def test_the_folders_that_documents_name_exist(document):
    named = folders_named_in(document)
    assert named
    assert [name for name in named if not (ROOT / name).is_dir()] == []


def test_every_room_is_named_in_a_document():
    named = {*folders_named_in("docs/ARCHITECTURE.md"), *folders_named_in("docs/contributing.md")}
    roots = [ROOT / "src/ticketr", ROOT / "tests"]
    there = {
        f"{path.parent.relative_to(ROOT)}/" for path in tracked() if path.parent.parent in roots
    }
    assert there - {"tests/unit/"} <= named


def test_decisions_have_numbers_of_their_own():
    pages = sorted((ROOT / "docs/decisions").glob("*.md"))
    for page in pages:
        assert re.match(rf"# {page.name[:4]}\. ", text_of(page)), page.name
    assert len({page.name[:4] for page in pages}) == len(pages)


def test_the_picture_was_made_by_the_script():
    picture = ROOT / "docs/terminal.svg"
    assert "made by scripts/picture.py" in text_of(picture)
    assert "docs/terminal.svg" in text_of(ROOT / "README.md")
