from __future__ import annotations

import pytest

from ticketr.markdown.unmerged import unmerged

CONFLICT = "<<<<<<< HEAD\nmine\n||||||| base\nold\n=======\ntheirs\n>>>>>>> branch\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("# TICKET: A\n\nText.\n", []),
        (CONFLICT, [(1, 7, "<<<<<<< HEAD")]),
        (f"# TICKET: A\n{CONFLICT}text\n{CONFLICT}", [(2, 8), (10, 16)]),
        (CONFLICT.replace("\n", "\r\n"), [(1, 7)]),
        ("\ufeff" + CONFLICT, [(1, 7)]),
        (f"```\n{CONFLICT}```\n", []),
        (f"<!--\n{CONFLICT}-->\n", []),
        (f"```\n{CONFLICT}", [(2, 8)]),
        ("text\n>>>>>>> branch\n", [(2, 2, ">>>>>>> branch")]),
        ("<<<<<<< HEAD\ntext\n", [(1, 1)]),
        ("<<<<<<<\n>>>>>>>", [(1, 2)]),
        ("||||||| base\n>>>>>>> branch\n", [(1, 1), (2, 2)]),
        ("<<<<<<< a\n<<<<<<< b\n>>>>>>> b\n", [(1, 1), (2, 3)]),
        ("<<<<<<<< eight\n>>>>>>>tight\n \\>>>>>>> told\n  <<<<<<< indented\n", []),
    ],
)
def test_conflicts_of_version_control(text, found):
    assert [
        item[: len(wanted)] for item, wanted in zip(unmerged(text), found, strict=True)
    ] == found
