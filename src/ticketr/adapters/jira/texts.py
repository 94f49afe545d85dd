"""How an edition of Jira keeps rich text: a document of nodes on Cloud, wiki markup on Data Center."""

from __future__ import annotations

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
    """Data Center's wiki markup; a part is a piece of the markup, and the parts together are all of it."""

    def holds(self, raw: object) -> bool:
        """Markup, or nothing yet."""
        return raw is None or isinstance(raw, str)

    def markdown(self, raw: object) -> str:
        """The markup rendered."""
        return self.shown(self.part(raw))

    def made(self, text: str) -> object:
        """New markup."""
        from ticketr.richtext.wiki.parse import parse

        return parse(text) if text.strip() else None

    def cut(self, raw: object) -> Cut:
        """Around the line of a heading that stands in nothing else."""
        from ticketr.richtext.wiki.read import read

        markup = self.part(raw)
        source = read(markup)
        for node in reversed(source.blocks):
            place = source.place(node)
            if place is not None and _is_criteria_heading(node):
                end = _after_line(markup, place.end)
                return Cut(markup[: place.start], markup[place.start : end], markup[end:])
        return Cut(markup, None, "")

    def part(self, raw: object) -> str:
        """All of the markup."""
        return raw if isinstance(raw, str) else ""

    def shown(self, part: str) -> str:
        """The markup rendered."""
        from ticketr.richtext.wiki.render import render

        return render(part)

    def woven(
        self, part: str, text: str, whole: object, others: Sequence[object]
    ) -> tuple[str, list[str]]:
        """Spliced block by block; what is gone is told by `gone`, which sees all parts."""
        from ticketr.richtext.adf.lost import GONE
        from ticketr.richtext.wiki.splice import splice

        whole = whole if isinstance(whole, str) else None
        found = splice(part, text, whole, [raw for raw in others if isinstance(raw, str)])
        return found.doc, [str(loss) for loss in found.lost if loss.why != GONE]

    def gone(self, before: Sequence[str], after: Sequence[str]) -> list[str]:
        """Files, images and macros."""
        from ticketr.richtext.wiki.lost import gone

        return [str(loss) for loss in gone("\n\n".join(before), "\n\n".join(after))]

    def joined(self, first: str, heading: str | None, second: str) -> str:
        """One markup, with blank lines where parts meet that did not before."""
        if heading is None and not second:
            return first
        newline = "\r\n" if "\r\n" in first + second else "\n"
        heading = heading or f"h2. {CRITERIA_TITLE}{newline}"
        return _apart(_apart(first, heading, newline), second, newline)

    def length(self, raw: object) -> int:
        """Markup included."""
        from ticketr.richtext.wiki.size import length

        return length(self.part(raw))


def _after_line(text: str, at: int) -> int:
    """The place after the line's end, where nothing but spaces is left of it."""
    end = text.find("\n", at) + 1 or len(text)
    return at if text[at:end].strip() else end


def _apart(first: str, second: str, newline: str) -> str:
    if not first or not second or first.endswith("\n"):
        return first + second
    return first + 2 * newline + second


ADF = AdfText()
WIKI = WikiText()
