"""Completion knows the options that the parsers take. UPDATE_EXPECTED=1 writes the table anew."""

import os
from pathlib import Path

from ticketr.cli.completing import table as written

from .option_table import table

PLACE = Path(written.__file__)


def test_the_table_is_what_the_parsers_say():
    expected = table()
    if os.environ.get("UPDATE_EXPECTED"):
        PLACE.write_text(expected, "utf-8")
    written_anew = "UPDATE_EXPECTED=1 with this test writes it anew"
    assert PLACE.read_text("utf-8") == expected, written_anew
