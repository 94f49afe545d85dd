"""Editors whose buffers are older than the files: what they save puts back what was written since."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.integration.sync.desk import HEADING, TASK, WORD

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.integration.sync.desk import Desk, Machine

PICK = st.integers(0, 11)
LINE = re.compile(r"^word\d{4} (?=one|two|three)", re.MULTILINE)


class Buffers:
    """Rules for the state machine. What was written in a file since goes on purpose.

    A block without a key that got another title since is left to tests of its own: it may be another ticket.
    """

    desk: Desk
    here: Machine
    moved: set[str]
    _run: Callable[..., None]
    put_right: Callable[[], None]
    forget_links: Callable[..., None]
    nobody_knows_values: Callable[..., None]

    @rule(pick=PICK, back=PICK)
    def save_an_old_buffer(self, pick: int, back: int) -> None:
        """An editor has the file as it was some time ago, and saves it."""
        name = self.desk.files[pick % len(self.desk.files)]
        now = self.desk.read(name)
        olds = [old for old in self.desk.past.get(name, []) if _may_be_saved(old, now)]
        if olds:
            self._save(name, olds[-1 - back % len(olds)], back)

    @rule(pick=PICK)
    def open_in_an_editor(self, pick: int) -> None:
        """From now on an editor has the file as it is now, and does not look at it again."""
        name = self.desk.files[pick % len(self.desk.files)]
        self.desk.opened[name] = self.desk.read(name)

    @rule(pick=PICK, back=PICK, edit=st.booleans())
    def save_in_the_editor(self, pick: int, back: int, edit: bool) -> None:
        """Once more, perhaps with a line that was written in the buffer meanwhile."""
        desk = self.desk
        if not desk.opened:
            return
        name = sorted(desk.opened)[pick % len(desk.opened)]
        text = desk.opened[name]
        if not _may_be_saved(text, desk.read(name)):
            return
        found = list(LINE.finditer(text)) if edit else []
        if found:
            match = found[back % len(found)]
            desk.replaced(match[0])
            text = text[: match.start()] + f"{desk.word()} " + text[match.end() :]
            desk.opened[name] = text
        self._save(name, text, back)

    def _save(self, name: str, old: str, back: int) -> None:
        desk, now = self.desk, self.desk.read(name)
        desk.live -= set(WORD.findall(now)) - set(WORD.findall(old)) - desk.elsewhere
        for kind in (TASK, HEADING):
            self.moved |= {match[1] for match in kind.finditer(old + now) if match[1]}
        desk.write(name, old)
        self.forget_links(old, now)
        self.nobody_knows_values(old, now)
        self._run((self.here.status, self.here.pull, self.here.push)[back % 3])
        if back % 4 == 0:
            self.put_right()


def _may_be_saved(old: str, now: str) -> bool:
    return _titles(old, keyless=True) <= _titles(now)


def _titles(text: str, *, keyless: bool = False) -> set[str]:
    """The words that are titles in a file: all of them, or those without a key."""
    found = re.findall(r"^(?:# TICKET: |- )(\[[A-Z]+-\d+\] )?(word\d{4})", text, re.MULTILINE)
    return {word for key, word in found if not (key and keyless)}
