"""How an edition of Jira keeps rich text: a document of nodes on Cloud, wiki markup on Data Center."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CRITERIA_TITLE = "Acceptance Criteria"

Doc = dict[str, Any]
Nodes = list[Any]


class Cut(NamedTuple):
    """What is before the heading of the criteria, the heading (None: there is none), and what is after it."""

    before: Any
    heading: Any
    after: Any


class TextForm(Protocol):
    """One form of rich text.

    `raw` is what Jira's JSON has. A part is a piece of such a text; an empty one is false. Losses are told in
    plain words.
    """

    def holds(self, raw: object) -> bool:
        """Whether this is a text of this form, and not something that cannot be spliced into."""
        ...

    def markdown(self, raw: object) -> str:
        """The text as Markdown; empty where there is none."""
        ...

    def made(self, text: str) -> object:
        """The raw text that Markdown stands for, None for nothing."""
        ...

    def cut(self, raw: object) -> Cut:
        """The text in parts, at its last heading of acceptance criteria; all of it is before where there is none."""
        ...

    def part(self, raw: object) -> Any:
        """All of the text as one part."""
        ...

    def shown(self, part: Any) -> str:
        """The part as Markdown."""
        ...

    def woven(
        self, part: Any, text: str, whole: object, others: Sequence[object]
    ) -> tuple[Any, list[str]]:
        """The part with an edit of its Markdown in it, and what cannot be made.

        `whole` is the text that the part is of, `others` are texts of other tickets: their placeholders may stand
        here too.
        """
        ...

    def gone(self, before: Sequence[Any], after: Sequence[Any]) -> list[str]:
        """What the parts before hold and those after do not, and that cannot be made here again."""
        ...

    def joined(self, first: Any, heading: Any, second: Any) -> object:
        """The parts as one text, with a heading between them that is new where it is None and needed."""
        ...

    def length(self, raw: object) -> int:
        """Characters, as Jira counts them."""
        ...


def is_criteria_title(text: str) -> bool:
    """Whether a heading is that of the criteria, in any case, with or without a colon."""
    return " ".join(text.split()).rstrip(":").casefold() == CRITERIA_TITLE.casefold()


class AdfText:
    """Jira Cloud's documents (ADF); a part is a list of top-level nodes."""

    def holds(self, raw: object) -> bool:
        """A document, or nothing yet."""
        return raw is None or isinstance(raw, dict)

    def markdown(self, raw: object) -> str:
        """The document rendered."""
        from ticketr.richtext.adf.render import render

        return raw if isinstance(raw, str) else render(raw)

    def made(self, text: str) -> object:
        """A new document."""
        from ticketr.richtext.adf.parse import parse

        return parse(text) if text.strip() else None

    def cut(self, raw: object) -> Cut:
        """Between top-level nodes."""
        content = self.part(raw)
        for at in range(len(content) - 1, -1, -1):
            if _is_criteria_heading(content[at]):
                return Cut(content[:at], content[at], content[at + 1 :])
        return Cut(content, None, [])

    def part(self, raw: object) -> Nodes:
        """The top-level nodes."""
        content = raw.get("content") if isinstance(raw, dict) else None
        return content if isinstance(content, list) else []

    def shown(self, part: Nodes) -> str:
        """The nodes rendered."""
        return self.markdown(document(part)) if part else ""

    def woven(
        self, part: Nodes, text: str, whole: object, others: Sequence[object]
    ) -> tuple[Nodes, list[str]]:
        """Spliced node by node; what is gone is told by `gone`, which sees all parts."""
        from ticketr.richtext.adf.lost import GONE
        from ticketr.richtext.adf.splice import splice

        whole = whole if isinstance(whole, dict) else None
        found = splice(
            document(part), text, whole, [doc for doc in others if isinstance(doc, dict)]
        )
        content: Nodes = found.doc["content"]
        return content, [str(loss) for loss in found.lost if loss.why != GONE]

    def gone(self, before: Sequence[Nodes], after: Sequence[Nodes]) -> list[str]:
        """Media and unknown nodes."""
        from ticketr.richtext.adf.lost import gone

        return [str(loss) for loss in gone(_flat(before), _flat(after))]

    def joined(self, first: Nodes, heading: Doc | None, second: Nodes) -> Doc:
        """One document."""
        if second or heading is not None:
            return document([*first, heading or _new_heading(), *second])
        return document(first)

    def length(self, raw: object) -> int:
        """Without any markup."""
        from ticketr.richtext.adf.size import length

        return length(raw)


def document(blocks: Nodes) -> Doc:
    """The blocks as a document."""
    return {"type": "doc", "version": 1, "content": blocks}


def _new_heading() -> Doc:
    text = [{"type": "text", "text": CRITERIA_TITLE}]
    return {"type": "heading", "attrs": {"level": 2}, "content": text}


def _flat(parts: Sequence[Nodes]) -> Nodes:
    return [node for part in parts for node in part]


def _is_criteria_heading(node: object) -> bool:
    if not isinstance(node, dict) or node.get("type") != "heading":
        return False
    return is_criteria_title("".join(_texts(node.get("content") or ())))


def _texts(nodes: Iterable[Any]) -> Iterable[str]:
    """The heading's text; any node that is not text makes it another heading."""
    for node in nodes:
        yield str(node.get("text")) if node.get("type") == "text" else "\0"


class WikiText:
    """Data Center's wiki markup, as it stands in Jira; a part is a piece of the markup, whole lines of it."""

    def holds(self, raw: object) -> bool:
        """Markup, or nothing yet."""
        return raw is None or isinstance(raw, str)

    def markdown(self, raw: object) -> str:
        """The markup."""
        return self.part(raw)

    def made(self, text: str) -> object:
        """The text."""
        return text if text.strip() else None

    def cut(self, raw: object) -> Cut:
        """Between lines, outside of blocks that hold lines of their own."""
        markup = self.part(raw)
        found = None
        for at, end, line in _top_lines(markup):
            heading = _HEADING.match(line)
            if heading and is_criteria_title(heading[1].strip("*_+ ")):
                found = at, end
        if found is None:
            return Cut(markup, None, "")
        at, end = found
        return Cut(markup[:at], markup[at:end], markup[end:])

    def part(self, raw: object) -> str:
        """All of the markup."""
        return raw if isinstance(raw, str) else ""

    def shown(self, part: str) -> str:
        """The markup."""
        return self.markdown(part)

    def woven(
        self,
        part: str,
        text: str,
        whole: object,  # noqa: ARG002 - one form's need
        others: Sequence[object],  # noqa: ARG002 - the same
    ) -> tuple[str, list[str]]:
        """The text."""
        return text if text != part else part, []

    def gone(self, before: Sequence[str], after: Sequence[str]) -> list[str]:  # noqa: ARG002 - one form's need
        """Nothing: markup stands here as it does in Jira."""
        return []

    def joined(self, first: str, heading: str | None, second: str) -> str:
        """One text; parts that were not changed keep the line ends between them."""
        if second and heading is None:
            heading = f"h2. {CRITERIA_TITLE}\n"
        if heading is None:
            return first
        return _after_blank(_after_blank(first, heading), second)

    def length(self, raw: object) -> int:
        """Markup included."""
        return len(self.part(raw))


_HEADING = re.compile(r"[ \t]*h[1-6]\.[ \t]+(.*?)[ \t]*\r?\n?\Z")
_FENCE = re.compile(r"\{(code|noformat|quote|panel|color)(?::[^}\n]*)?\}")


def _top_lines(markup: str) -> Iterable[tuple[int, int, str]]:
    """Lines that stand in no block: where each begins and ends, and the line."""
    inside, at = "", 0
    for line in markup.splitlines(keepends=True):
        end = at + len(line)
        if not inside:
            yield at, end, line
        for fence in _FENCE.finditer(line):
            if not inside:
                inside = fence[1]
            elif fence[1] == inside:
                inside = ""
        at = end


def _after_blank(first: str, second: str) -> str:
    """The second after the first, on a line of its own."""
    if not first or not second or first.endswith("\n"):
        return first + second
    return f"{first}\n\n{second}"


ADF = AdfText()
WIKI = WikiText()
