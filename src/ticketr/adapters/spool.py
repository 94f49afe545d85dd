"""Values that are told later: the first ones in memory, the rest in a file without a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar
from weakref import finalize

from ticketr.errors import FileWrite

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

T = TypeVar("T")

HEAD = 1000
"""Values that are kept in memory."""


class DiskSpool(Generic[T]):
    """A `Spool` whose memory does not grow. Its file is gone with it, however the program ends."""

    def __init__(self) -> None:
        self._head: list[T] = []
        self._file: IO[bytes] | None = None
        self._end = 0
        self._count = 0

    def append(self, item: T) -> None:
        """Put it at the end. Raises FileWrite where there is no room in the folder for temporary files."""
        if self._count < HEAD:
            self._head.append(item)
        else:
            import pickle

            try:
                self._write(pickle.dumps(item, pickle.HIGHEST_PROTOCOL))
            except OSError as error:
                raise FileWrite(
                    f"The report does not fit into the folder for temporary files: {error.strerror}.",
                    hint="Free disk space, or name another folder in TMPDIR; what was taken stays.",
                ) from error
        self._count += 1

    def _write(self, data: bytes) -> None:
        if self._file is None:
            from tempfile import TemporaryFile

            self._file = TemporaryFile(prefix="ticketr-")  # noqa: SIM115 - it lives as long as we do
            finalize(self, self._file.close)
        self._file.seek(self._end)
        self._file.write(data)
        self._end += len(data)

    def __iter__(self) -> Iterator[T]:
        import pickle

        yield from self._head
        at = 0
        while self._file is not None and at < self._end:
            self._file.seek(at)
            item: T = pickle.load(self._file)  # noqa: S301 - we wrote it, and nobody else can
            at = self._file.tell()
            yield item

    def __len__(self) -> int:
        return self._count

    def __contains__(self, item: object) -> bool:
        return any(item == each for each in self)
