"""A few plain threads, so that requests run beside each other and Ctrl-C ends the program at once."""

from __future__ import annotations

import queue
import threading
from collections import deque
from typing import TYPE_CHECKING, TypeAlias, TypeVar, cast

from ticketr.limits import MAX_CONCURRENT_JIRA_REQUESTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

In = TypeVar("In")
Out = TypeVar("Out")
Outcome: TypeAlias = "tuple[int, Out | None, BaseException | None]"

GLANCE = 0.5
"""Seconds after which a wait looks up, so that Ctrl-C is seen on every system."""


def each(
    work: Callable[[In], Out], items: Sequence[In], width: int = MAX_CONCURRENT_JIRA_REQUESTS
) -> Iterator[tuple[int, Out]]:
    """Do the work on all items, at most `width` at once; results with their index as they come in.

    The first exception of the work is raised here, and no new item is begun after it or after the caller
    stops listening. Threads are daemons: none keeps the program alive.
    """
    if len(items) == 1:
        yield 0, work(items[0])
        return
    waiting = deque(enumerate(items))
    results: queue.SimpleQueue[Outcome[Out]] = queue.SimpleQueue()
    for _ in range(min(width, len(items))):
        threading.Thread(target=_run, args=(work, waiting, results), daemon=True).start()
    try:
        for _ in items:
            index, result, error = _next(results)
            if error is not None:
                raise error
            yield index, cast(Out, result)
    finally:
        waiting.clear()


def _run(
    work: Callable[[In], Out],
    waiting: deque[tuple[int, In]],
    results: queue.SimpleQueue[Outcome[Out]],
) -> None:
    while True:
        try:
            index, item = waiting.popleft()
        except IndexError:
            return
        try:
            results.put((index, work(item), None))
        except BaseException as error:  # noqa: BLE001 - it is raised in the caller's thread
            waiting.clear()
            results.put((index, None, error))


def _next(results: queue.SimpleQueue[Out]) -> Out:
    while True:
        try:
            return results.get(timeout=GLANCE)
        except queue.Empty:
            continue


def all_of(work: Callable[[In], Out], items: Sequence[In]) -> list[Out]:
    """The results of `each`, in the order of the items."""
    found = dict(each(work, items))
    return [found[index] for index in range(len(items))]
