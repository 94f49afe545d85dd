"""What comes back of rich texts, and how fast, beside other people's converters on the same corpus.

    python scripts/bench_richtext.py

The corpus: the recorded documents (TICKETR_ORACLES names where), 200 made from Atlassian's schema with fixed seeds, and
the examples of CommonMark and of GitHub's Markdown. Times are ratios to markdown-it-py's own parse in the same run. The
others run in .venv-oracles. Ends with 1 where a budget is missed.
"""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import sys
import tarfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
ORACLES = Path(os.environ.get("TICKETR_ORACLES", ROOT.parent / "shared" / "data"))
FOREIGN = ROOT / ".venv-oracles"
PEERS = ROOT / "scripts" / "richtext_peers.py"
GENERATED = 200
ROUNDS = 200
MEGABYTE = 1_000_000
MOST_GROWTH = 2.8
Row = tuple[str, int, int, int, float | None, float | None]
"""A converter: ADF that came back, Markdown that is stable, with all its words; milliseconds to parse and to render."""
EXAMPLE = re.compile(r"^`{32} example[^\n]*\n(.*?)^\.\n", re.MULTILINE | re.DOTALL)
WORD = re.compile(r"\w+")

DESCRIPTION = """\
## What happens

The import stops when a file has **more than 10,000 rows**; see [the report](https://example.com/r/7) and `import.py`.

It was _reported_ by three customers since the release of last week, each with another browser.

## Steps

1. Open the **Import** page
2. Choose a file with more rows
3. Press *Start*
   - wait for the message
   - look at the log

## What should happen

- All rows are imported
- The page shows how far it is
- Mistakes are listed:
  1. the number of the line
  2. its text

> Customers must not lose what they typed.

| Browser | Version | Result |
| --- | --- | --- |
| Firefox | 120 | fails |
| Chrome | 119 | works |
| Safari | 17 | fails |

```python
def rows(path):
    with open(path) as file:
        for line in file:
            yield line.rstrip()
```

- [ ] write a test
- [x] find the cause

The rest is plain text: a paragraph of some length, in which nothing is marked but for ~~two words~~ that were struck.

It was written by somebody in a hurry, who did not read it again; most descriptions have one of that kind.

Another paragraph says who was told, when, and what they answered; nobody has looked at the numbers since.

The file itself is attached, and a copy of it lies on the share of the team, where it will be found.

Nobody has tried it with a smaller file yet; whoever does so first should write down here what he or she has seen.
"""


def recorded() -> list[Any]:
    """The answers of real sites."""
    found = []
    for path in sorted((ORACLES / "recorded").glob("**/*.json")):
        try:
            found.append(json.loads(path.read_text("utf-8")))
        except ValueError:
            continue
    return found


def documents(value: Any) -> Iterator[Any]:
    """Every ADF document in the value."""
    if isinstance(value, dict) and value.get("type") == "doc" and "content" in value:
        yield value
    for item in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        yield from documents(item)


def markups(value: Any) -> Iterator[str]:
    """Every description and comment that is wiki markup."""
    if isinstance(value, dict):
        yield from (
            value[key] for key in ("description", "body") if isinstance(value.get(key), str)
        )
    for item in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        yield from markups(item)


def examples() -> list[str]:
    """The Markdown of the examples in both specifications, each once."""
    (archive,) = (FOREIGN / "specs").glob("marko-*.tar.gz")
    found: dict[str, None] = {}
    with tarfile.open(archive) as files:
        for member in files.getmembers():
            if re.search(r"tests/spec/(commonmark|gfm)\.txt$", member.name):
                text = files.extractfile(member).read().decode()  # type: ignore[union-attr]
                found |= dict.fromkeys(
                    source.replace("\u2192", "\t") for source in EXAMPLE.findall(text)
                )
    return list(found)


def same(one: Any, other: Any) -> bool:
    """Whether two documents are the same to Jira."""
    from tests.unit.richtext import exact

    return bool(exact.same(one, other))  # type: ignore[no-untyped-call]


def corpus() -> dict[str, Any]:
    """Everything that is converted."""
    from tests.unit.richtext.generated import of_seed
    from tests.unit.richtext.wiki.markups import BLOCKS

    from ticketr.richtext.adf.parse import parse

    schema = json.loads((ORACLES / "adf" / "full.json").read_text("utf-8"))
    answers = recorded()
    made: list[Any] = [of_seed(schema, seed) for seed in range(GENERATED)]  # type: ignore[no-untyped-call]
    return {
        "adf": [*documents(answers), *made],
        "markdown": examples(),
        "wiki": [*dict.fromkeys([*markups(answers), *BLOCKS])],
        "description": [DESCRIPTION, parse(DESCRIPTION)],
    }


def ours(corpus: dict[str, Any]) -> dict[str, Any]:
    """The same of our own: `adf` by the text alone, `spliced` as a push does it."""
    from ticketr.richtext.adf.parse import parse
    from ticketr.richtext.adf.render import render
    from ticketr.richtext.adf.splice import splice

    once = [render(parse(source)) for source in corpus["markdown"]]
    text, doc = corpus["description"]
    return {
        "adf": [parse(render(doc)) for doc in corpus["adf"]],
        "spliced": [splice(doc, render(doc)).doc for doc in corpus["adf"]],
        "once": once,
        "twice": [render(parse(source)) for source in once],
        "back": parse(render(doc)),
        "parse": best(lambda: parse(text)),
        "render": best(lambda: render(doc)),
    }


def best(work: Callable[[], object]) -> float:
    """Milliseconds of the quickest of many runs."""
    work()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times) * 1000


def yardstick() -> float:
    """Milliseconds of markdown-it-py's own parse of the description, with the same extensions."""
    from markdown_it import MarkdownIt

    bare = MarkdownIt("commonmark").enable(["strikethrough", "table"])
    return best(lambda: bare.parse(DESCRIPTION))


def words(source: object) -> set[str]:
    """The words of a Markdown text, with those that only mark it up."""
    return set(WORD.findall(html.unescape(str(source)).replace("_", " ")))


def visible(source: str) -> set[str]:
    """The words that a reader of the Markdown sees, by markdown-it-py's own HTML."""
    from markdown_it import MarkdownIt

    shown = MarkdownIt("commonmark").enable(["strikethrough", "table"]).render(source)
    return words(re.sub(r"<[^>]*>", " ", shown))


def shown(once: str | None) -> set[str]:
    """The words of what a converter gave: as it is written, and as a reader sees it; none where it gave nothing."""
    return words(once) | visible(once) if once is not None else set()


def compared(name: str, found: dict[str, Any], corpus: dict[str, Any]) -> Row:
    """One line of the table."""
    adf = sum(
        same(after, before) for after, before in zip(found["adf"], corpus["adf"], strict=True)
    )
    pairs = list(zip(corpus["markdown"], found["once"], found["twice"], strict=True))
    stable = sum(once is not None and once == twice for _, once, twice in pairs)
    kept = sum(visible(source) <= shown(once) for source, once, _ in pairs)
    return name, adf, stable, kept, found["parse"], found["render"]


def wiki(corpus: dict[str, Any], found: dict[str, list[str | None]]) -> dict[str, int]:
    """Markup that comes back as it was, but for space at the end of lines; ours as a push does it, and by the text."""
    from ticketr.richtext.wiki.parse import parse
    from ticketr.richtext.wiki.render import render
    from ticketr.richtext.wiki.splice import splice

    sources = corpus["wiki"]
    mine: dict[str, list[str | None]] = {
        "ticketr": [splice(source, render(source)).doc for source in sources],
        "ticketr, text alone": [parse(render(source)) for source in sources],
    }
    return {
        name: sum(
            trimmed(after) == trimmed(source) for after, source in zip(row, sources, strict=True)
        )
        for name, row in {**mine, **found}.items()
    }


def trimmed(source: str | None) -> list[str] | None:
    """The lines without space at their ends, and without empty ones at the end of all."""
    return None if source is None else [line.rstrip() for line in source.rstrip().splitlines()]


def long(size: int) -> dict[str, float]:
    """Seconds of processor time for a text of that size: both ways, and an edit of one word put back."""
    from ticketr.richtext.adf.parse import parse
    from ticketr.richtext.adf.render import render
    from ticketr.richtext.adf.splice import splice
    from ticketr.richtext.wiki.parse import parse as to_wiki
    from ticketr.richtext.wiki.render import render as from_wiki
    from ticketr.richtext.wiki.splice import splice as splice_wiki

    source = (DESCRIPTION + "\n") * (size // len(DESCRIPTION) + 1)
    found: dict[str, float] = {}
    doc = timed(found, "parse", lambda: parse(source))
    text = timed(found, "render", lambda: render(doc))
    timed(found, "splice", lambda: splice(doc, edited(text)))
    markup = timed(found, "wiki parse", lambda: to_wiki(source))
    shown = timed(found, "wiki render", lambda: from_wiki(markup))
    timed(found, "wiki splice", lambda: splice_wiki(markup, edited(shown)))
    strangers = "\n\n".join(f"[x]{{image ^{letters(n)}}}" for n in range(size // 100))
    timed(found, "strangers", lambda: splice(None, strangers))
    marks = [{"type": "future", "attrs": {"n": n}} for n in range(size // 250)]
    line = {"type": "paragraph", "content": [{"type": "text", "text": "x", "marks": marks}]}
    timed(found, "marks", lambda: render({"type": "doc", "content": [line]}))
    return found


def timed(found: dict[str, float], name: str, work: Callable[[], Any]) -> Any:
    """The result of the work; its seconds, the better of two runs, are entered."""
    times = []
    result: Any = None
    for _ in range(2):
        start = time.process_time()
        result = work()
        times.append(time.process_time() - start)
    found[name] = min(times)
    return result


def edited(text: str) -> str:
    """The text with one word changed in its middle."""
    half = len(text) // 2
    return text[:half] + text[half:].replace("Customers must", "Customers may", 1)


def letters(number: int) -> str:
    """The number as an id that leads nowhere."""
    return "".join("abcdefghij"[int(digit)] for digit in f"{number:06}")


def others(everything: dict[str, Any]) -> dict[str, Any]:
    """What the other converters make of the corpus."""
    command = [str(FOREIGN / "bin" / "python"), str(PEERS)]
    sent = json.dumps(everything)
    done = subprocess.run(command, input=sent, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def table(rows: list[Row], back: int, everything: dict[str, Any], bare: float) -> None:
    """Print what came back, and the times as ratios."""
    markdown = len(everything["markdown"])
    print(f"{'':32}{'ADF back':>10}{'MD stable':>11}{'words kept':>12}{'parse':>9}{'render':>9}")
    print(f"{'of':32}{len(everything['adf']):>10}{markdown:>11}{markdown:>12}")
    print(f"{'ticketr, as a push does it':32}{back:>10}")
    for name, adf, stable, kept, *times in rows:
        ratios = "".join(f"{t / bare:>8.2f}x" if t else f"{'-':>9}" for t in times)
        print(f"{name:32}{adf:>10}{stable:>11}{kept:>12}{ratios}")


def main() -> int:
    """Print the tables and the budgets."""
    everything = corpus()
    theirs = others(everything)
    bare, mine = yardstick(), ours(everything)
    rows = [compared("ticketr, text alone", mine, everything)]
    rows += [compared(name, found, everything) for name, found in theirs["adf"].items()]
    pairs = zip(mine["spliced"], everything["adf"], strict=True)
    back = sum(after == before for after, before in pairs)
    table(rows, back, everything, bare)
    markups = wiki(everything, theirs["wiki"])
    print(f"\nwiki markup that comes back, of {len(everything['wiki'])}")
    for name, count in markups.items():
        print(f"{name:32}{count:>10}")
    doc = everything["description"][1]
    right = [x["render"] for x in theirs["adf"].values() if x["render"] and same(x["back"], doc)]
    once, twice = long(MEGABYTE), long(2 * MEGABYTE)
    growth = max(twice[name] / once[name] for name in once)
    print(f"\n{'seconds for':32}{'1 MB':>10}{'2 MB':>10}")
    for name in once:
        print(f"{name:32}{once[name]:>10.2f}{twice[name]:>10.2f}")
    budgets = {
        "every document comes back": back == len(everything["adf"]),
        "every wiki markup comes back": markups["ticketr"] == len(everything["wiki"]),
        "every Markdown is stable, and no word is lost": rows[0][2:4]
        == (len(everything["markdown"]),) * 2,
        f"parse at most 1.5 times markdown-it's ({mine['parse'] / bare:.2f})": mine["parse"]
        <= 1.5 * bare,
        f"render no slower than the fastest that is right ({len(right)} of them)": mine["render"]
        <= min(right, default=mine["render"]),
        f"a megabyte both ways under 2 s ({once['parse'] + once['render']:.2f})": once["parse"]
        + once["render"]
        < 2,
        f"an edit of a megabyte put back under 2 s ({once['splice']:.2f})": once["splice"] < 2,
        f"twice the text at most 2.8 times the time ({growth:.2f})": growth < MOST_GROWTH,
    }
    for name, good in budgets.items():
        print(f"{'kept' if good else 'MISSED':8}{name}")
    return 0 if all(budgets.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
