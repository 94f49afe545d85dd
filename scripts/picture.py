"""Makes docs/terminal.svg from a real run, and puts it into README.md.

    python scripts/picture.py [COMMAND…]

Without a command it runs `ticketr demo` in an empty home. What the program printed is drawn as it came, cut after
LINES lines; nothing is written by hand.
"""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "terminal.svg"
README = ROOT / "README.md"
LINES = 44
COLUMNS = 92
LEADING = 19
ADVANCE = 8.4
COLOURS = {
    "31": "#f47067",
    "32": "#8ddb8c",
    "33": "#daaa3f",
    "34": "#6cb6ff",
    "35": "#dcbdfb",
    "36": "#76e3ea",
    "90": "#8b949e",
    "2": "#8b949e",
}
ESCAPE = re.compile(r"\x1b\[([0-9;]*)([A-Za-z])")
BLOCK = re.compile(r"(<!-- picture: .*? -->\n).*?(<!-- end of picture -->)", re.DOTALL)


def run(command: list[str]) -> str:
    """What the command prints, both streams in order, in an empty home and with colours."""
    with tempfile.TemporaryDirectory() as home:
        kept = {name: value for name, value in os.environ.items() if name in {"PATH", "LANG"}}
        env = {
            **kept,
            "HOME": home,
            "COLUMNS": str(COLUMNS),
            "FORCE_COLOR": "1",
            "TERM": "xterm-256color",
        }
        done = subprocess.run(
            command,
            env=env,
            cwd=home,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    if done.returncode not in {0, 3}:
        sys.exit(f"{' '.join(command)} failed ({done.returncode}):\n{done.stdout}")
    return done.stdout.replace(home, "~")


def visible(text: str) -> list[str]:
    """The lines as a terminal leaves them: of a line that was drawn over, the last drawing."""
    lines = [line.split("\r")[-1] for line in text.replace("\r\n", "\n").rstrip().split("\n")]
    return [*lines[:LINES], "…"] if len(lines) > LINES else lines


def spans(line: str) -> str:
    """One line as SVG text spans, its colours kept."""
    parts: list[str] = []
    style = ""
    at = 0
    for match in [*ESCAPE.finditer(line), None]:
        words = html.escape(line[at : match.start() if match else len(line)])
        if words:
            parts.append(f"<tspan{style}>{words}</tspan>" if style else words)
        if match is None:
            break
        at = match.end()
        if match[2] == "m":
            style = _style(match[1].split(";"))
    return "".join(parts)


def _style(codes: list[str]) -> str:
    colour = next((COLOURS[code] for code in codes if code in COLOURS), "")
    return (f' fill="{colour}"' if colour else "") + (
        ' font-weight="bold"' if "1" in codes else ""
    )


def drawn(lines: list[str]) -> str:
    """The picture."""
    width, height = round(COLUMNS * ADVANCE) + 40, len(lines) * LEADING + 40
    rows = "\n".join(
        f'<text x="20" y="{30 + number * LEADING}" xml:space="preserve">{spans(line)}</text>'
        for number, line in enumerate(lines)
    )
    return f"""<!-- made by scripts/picture.py -->
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"
 font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14" fill="#d1d7e0">
<rect width="{width}" height="{height}" rx="8" fill="#151b23"/>
{rows}
</svg>
"""


def main(words: list[str]) -> None:
    """Draw, and point README.md at the picture."""
    command = words or ["ticketr", "demo"]
    program = (
        [sys.executable, "-m", "ticketr", *command[1:]] if command[0] == "ticketr" else command
    )
    lines = [f"\x1b[90m$\x1b[0m {' '.join(command)}", *visible(run(program))]
    PICTURE.write_text(drawn(lines), "utf-8")
    image = f"![`{' '.join(command)}` in a terminal](docs/terminal.svg)\n"
    README.write_text(BLOCK.sub(rf"\g<1>{image}\g<2>", README.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
