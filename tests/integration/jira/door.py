"""A door in front of a server: shut, slammed at the first who knock, then open."""

from __future__ import annotations

import contextlib
import select
import socket
import struct
import threading

RESET = struct.pack("ii", 1, 0)


def pass_on(one: socket.socket, other: socket.socket) -> None:
    """Hand on what either says to the other, until one has no more to say."""
    ends = {one: other, other: one}
    while True:
        for end in select.select(list(ends), [], [])[0]:
            data = end.recv(65536)
            if not data:
                return
            ends[end].sendall(data)


class Door:
    """A port that refuses connections until it is opened, resets the first `slams` of them, and passes on the others.

    `reads`: something of what is said is heard before the reset.
    """

    def __init__(self, url: str, *, slams: int = 0, reads: bool = False) -> None:
        scheme, _, place = url.partition("://")
        self._behind = int(place.rpartition(":")[2])
        self._slams = slams
        self._reads = reads
        self.slammed = 0
        self._listening = socket.socket()
        self._listening.bind(("127.0.0.1", 0))
        self.url = f"{scheme}://127.0.0.1:{self._listening.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def open(self) -> None:
        """Let who knocks in from now on."""
        if not self._thread.is_alive():
            self._listening.listen()
            self._thread.start()

    def opens_with_a_wait(self) -> list[float]:
        """A list of waits; the first that is written down opens the door."""
        door = self

        class Waits(list[float]):
            def append(self, seconds: float) -> None:
                super().append(seconds)
                door.open()

        return Waits()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                knocking, _ = self._listening.accept()
                threading.Thread(target=self._meet, args=(knocking,), daemon=True).start()

    def _meet(self, knocking: socket.socket) -> None:
        with knocking:
            if self.slammed < self._slams:
                self.slammed += 1
                if self._reads:
                    knocking.recv(65536)
                knocking.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                return
            behind = socket.create_connection(("127.0.0.1", self._behind))
            with behind, contextlib.suppress(OSError):
                pass_on(knocking, behind)

    def __enter__(self):
        return self

    def __exit__(self, *_exc: object) -> None:
        self._listening.close()
