"""Comments, as users say them; whole outputs."""

import json
import re
import sys

from tests.e2e.test_resolve import compare, editor
from tests.helpers.terminal import Terminal


def hidden(text):
    """Without what differs each time: the ids of drafts, and when they were made."""
    text = re.sub(r"\b[0-9a-f]{32}\b", "ID", text)
    text = re.sub(r"^[0-9a-f]{8}\b", "DRAFT   ", text, flags=re.MULTILINE)
    text = re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00", "TIME", text)
    return re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "2026-01-01 00:00", text)


def test_a_session(desk):
    desk.write("b.md", "# TICKET: One\n")
    desk.run("push", "b.md")
    number = desk.call(
        "POST",
        "/rest/api/3/issue/PROJ-1/comment",
        {
            "body": {
                "type": "doc",
                "version": 1,
                "content": [
                    {"type": "paragraph", "content": [{"type": "text", "text": "Theirs"}]}
                ],
            }
        },
    )["id"]
    session = []

    def run(*typed, stdin=""):
        done = desk.run(*typed, stdin=stdin)
        session.append(hidden(f"$ ticketr {' '.join(typed)}\n{done!r}"))
        return done

    run("pull")
    run("comment")
    run("comment", "PROJ-1", "Works **here**.")
    run("comment", "PROJ-1", "-", "--json", stdin="From a pipe\n")
    run("comment", "PROJ-1", "--change", number, "Ours")
    run("comment", "PROJ-1", "--change", "99", "Ours")
    run("comment", "PROJ-1")
    run("comment", "PROJ-9", "Nobody")
    run("comment", "PROJ-1", "--remove", number, "text")
    run("comment", "--drop", "zz")
    run("comment", "PROJ-1", "x", "--drop", "zz")
    run("comment")
    run("status")
    run("push", "--dry-run")
    run("push")
    run("show", "PROJ-1")
    run("search", "pipe")
    run("comment", "PROJ-1", "--remove", number)
    run("push", "--json")
    run("attic")
    run("comment")
    compare("comment-session", "\n".join(session))


def test_a_comment_is_written_in_the_editor(desk):
    desk.write("b.md", "# TICKET: One\n")
    desk.run("push", "b.md")
    editor(desk, "path.write_text('Written by hand\\n')")
    command = [sys.executable, "-m", "ticketr", "comment", "PROJ-1"]
    terminal = Terminal(command, desk.environ, desk.folder)
    assert terminal.end() == 0
    told = json.loads(desk.run("comment", "--json").out)["drafts"]
    assert [item["text"] for item in told] == ["Written by hand"]
    assert desk.run("push").code == 0
    assert list((desk.folder / "tmp").iterdir()) == []
    desk.environ["EDITOR"] = "true"
    terminal = Terminal(command, desk.environ, desk.folder)
    assert terminal.end() == 2
    assert "Nothing was written" in terminal.seen
