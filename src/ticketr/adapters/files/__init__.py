"""Markdown files, byte for byte: `MarkdownFiles` is the DocumentStore of a real disk."""

from __future__ import annotations

import os

from ticketr.adapters.files.raw import decoded, read
from ticketr.errors import FileNotFound, FileUnreadable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ticketr.ports.external import DocumentText, Stamp


class MarkdownFiles:
    """A DocumentStore over the file system.

    Paths may be relative to the working directory; a symbolic link stands for what it leads to, so a file has
    one identity whatever it is called.
    """

    def __init__(self) -> None:
        self._tidied: set[str] = set()

    def resolve(self, path: str) -> str:
        """The absolute path without links. Raises FileNotFound, FileUnreadable for names that cannot be kept."""
        try:
            real = os.path.realpath(path)
            real.encode()
        except UnicodeEncodeError as error:
            shown = os.fsencode(path).decode(errors="replace")
            raise FileUnreadable(
                f"The name of {shown} is not UTF-8.", hint="Rename the file.", path=shown
            ) from error
        except ValueError as error:
            raise FileNotFound("A path cannot hold a NUL character.") from error
        return real

    def stamp(self, path: str) -> Stamp | None:
        """The file's modification time and size; None where there is no file."""
        from ticketr.adapters.files.reading import stamp_of

        return stamp_of(self.resolve(path), path)

    def read(self, path: str) -> DocumentText:
        """The whole file, line ends and byte order mark included.

        Raises FileNotFound (missing, a folder) and FileUnreadable (not UTF-8, over MAX_DOCUMENT_SIZE, no
        permission, a pipe or device).
        """
        from ticketr.adapters.files.reading import read_document

        return read_document(self.resolve(path), path)

    def text(self, path: str) -> str:
        """The text alone, for a look at it. Raises as `read`."""
        return decoded(read(self.resolve(path), path)[0], path)

    def find(self, folder: str, *, deep: bool, ignored: Sequence[str] = ()) -> Iterator[str]:
        """The Markdown files in the folder, by path; `deep`: those below it, too, except what is `ignored`."""
        from ticketr.adapters.files.finding import find

        return find(self.resolve(folder), deep=deep, ignored=ignored)

    def write(self, path: str, text: str, expected: str | None) -> DocumentText:
        """Replace the file atomically; `expected` is the SHA-256 its bytes must have, None where it must not exist.

        Raises FileChanged and FileWrite; the file is then as it was.
        """
        from ticketr.adapters.files.writing import Place, write_document

        place = Place(self.resolve(path), path)
        document = write_document(place, text, expected, tidy=place.folder not in self._tidied)
        self._tidied.add(place.folder)
        return document
