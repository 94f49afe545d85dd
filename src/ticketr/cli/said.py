"""Comments of a ticket, for people and as JSON."""

from __future__ import annotations

from ticketr.cli.text import clock, printable, printable_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticketr.cli.console import Console
    from ticketr.ports.comment import Comment


def tell(console: Console, comments: Iterable[Comment]) -> None:
    """Print who said what and when, the oldest first."""
    for comment in comments:
        who = printable(comment.author_name or comment.author or "Somebody")
        console.print()
        console.print(
            console.style(f"Comment {comment.id} of {who}, {clock(comment.created_at)}", "bold")
        )
        for line in printable_lines(comment.body.strip("\n")):
            console.print(f"  {line}".rstrip())


def records(comments: Iterable[Comment]) -> list[dict[str, str]]:
    """The comments of a JSON document."""
    return [
        {
            "id": comment.id,
            "author": comment.author,
            "author_name": comment.author_name,
            "created_at": comment.created_at.isoformat(),
            "updated_at": comment.updated_at.isoformat(),
            "body": comment.body,
        }
        for comment in comments
    ]
