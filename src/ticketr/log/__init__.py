"""The log: one rotating file, readable lines in UTC, without secrets. `logging` is imported only when it is set up."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import logging
    from typing import TextIO

    from ticketr.log.redact import Redactor

NAME = "ticketr"


def setup(
    folder: str,
    redactor: Redactor,
    *,
    verbose: bool = False,
    backups: int = 2,
    stream: TextIO | None = None,
) -> logging.Logger:
    """The logger `ticketr`, writing to `ticketr.log` in `folder` and, with `verbose`, to `stream` as well.

    Every record passes `redactor` first. The file holds what is INFO and above, with `verbose` everything;
    `backups` older files are kept. A log that cannot be written never stops the work: it is only missing. May
    be called again; the last call counts.
    """
    import logging

    from ticketr.log.file import LogFile, LogLine, RedactionFilter

    close()
    logger = logging.getLogger(NAME)
    handlers: list[logging.Handler] = [LogFile(folder, backups=backups)]
    if verbose and stream is not None:
        handlers.append(logging.StreamHandler(stream))
    for handler in handlers:
        handler.addFilter(RedactionFilter(redactor))
        handler.setFormatter(LogLine())
        logger.addHandler(handler)
    logger.setLevel(logging.DEBUG if verbose else logging.INFO)
    logger.propagate = False
    return logger


def close() -> None:
    """Close the log file; what is logged afterwards goes nowhere."""
    import logging

    logger = logging.getLogger(NAME)
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
        handler.close()
    logger.addHandler(logging.NullHandler())
