"""Large texts are converted without looking for garbage on the way, of which they make next to none."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_LARGE: Final = 50_000
"""Characters from which on the collector takes as long as the work itself."""


@contextmanager
def unswept(size: int) -> Iterator[None]:
    """Cyclic garbage is left until afterwards while a text of that many characters is worked on."""
    pausing = size > _LARGE and gc.isenabled()
    if pausing:
        gc.disable()
    try:
        yield
    finally:
        if pausing:
            gc.enable()
