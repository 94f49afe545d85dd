"""Other people's converters, driven in an environment of their own: JSON on stdin, JSON on stdout.

    .venv-oracles/bin/python scripts/richtext_peers.py < corpus.json

The corpus has `adf` and `markdown` documents, `wiki` markup and one `description`. What a converter raises on is null.
"""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 50


def peers() -> dict[str, tuple[Callable[[Any], str], Callable[[str], Any]]]:
    """Each converter as ADF to Markdown and Markdown to ADF."""
    import marklas  # type: ignore[import-not-found]
    import md_adf  # type: ignore[import-not-found]
    import pyadf  # type: ignore[import-not-found]

    return {
        "marklas": (marklas.to_md, marklas.to_adf),
        "md-adf": (
            lambda adf: md_adf.adf_to_markdown(adf).value,
            lambda source: md_adf.markdown_to_adf(source).value,
        ),
        "pyadf": (lambda adf: pyadf.Document(adf).to_markdown(), pyadf.markdown_to_adf),
    }


def tried(convert: Callable[[Any], Any], value: Any) -> Any:
    """What the converter makes of the value; None where it raises, or of None."""
    try:
        return None if value is None else convert(value)
    except BaseException as error:  # Rust's panics are no Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise
        return None


def best(convert: Callable[[Any], Any], value: Any) -> float | None:
    """Milliseconds of the quickest of many runs; None where it raises."""
    if tried(convert, value) is None:
        return None
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        convert(value)
        times.append(time.perf_counter() - start)
    return min(times) * 1000


def judged(
    render: Callable[[Any], str], parse: Callable[[str], Any], corpus: dict[str, Any]
) -> dict[str, Any]:
    """What comes back of each document of the corpus, and how long the description takes."""
    once = [tried(render, tried(parse, source)) for source in corpus["markdown"]]
    text, doc = corpus["description"]
    return {
        "adf": [tried(parse, tried(render, doc)) for doc in corpus["adf"]],
        "once": once,
        "twice": [tried(render, tried(parse, source)) for source in once],
        "back": tried(parse, tried(render, doc)),
        "parse": best(parse, text),
        "render": best(render, doc),
    }


def pandoc(source: str, reader: str, writer: str) -> str:
    """One text from one notation into another."""
    import pypandoc  # type: ignore[import-not-found]

    return str(
        pypandoc.convert_text(source, writer, format=reader, extra_args=["--wrap=preserve"])
    )


def wiki(corpus: dict[str, Any]) -> dict[str, Any]:
    """Wiki markup that comes back by pandoc alone, and by jira2markdown and pandoc together."""
    from jira2markdown import convert  # type: ignore[import-not-found]

    def by_pandoc(source: str) -> str:
        return pandoc(pandoc(source, "jira", "gfm"), "gfm", "jira")

    def by_both(source: str) -> str:
        return pandoc(convert(source), "gfm", "jira")

    return {
        "pandoc": [tried(by_pandoc, source) for source in corpus["wiki"]],
        "jira2markdown, back by pandoc": [tried(by_both, source) for source in corpus["wiki"]],
    }


def main() -> None:
    """Judge everything on the corpus."""
    corpus = json.load(sys.stdin)
    found = {name: judged(*both, corpus) for name, both in peers().items()}
    json.dump({"adf": found, "wiki": wiki(corpus)}, sys.stdout)


if __name__ == "__main__":
    main()
