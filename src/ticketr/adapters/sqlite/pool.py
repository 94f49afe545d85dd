"""At most MaxSQLiteConnections, each lent to one thread at a time. On the hot path: no heavy import."""

from __future__ import annotations

from _thread import allocate_lock, get_ident

from ticketr.limits import MAX_SQLITE_CONNECTIONS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from _thread import LockType
    from collections.abc import Callable

    import apsw

LONGEST_WAIT = 60.0
"""Seconds a thread waits for a connection before that counts as an error."""


class Session:
    """A connection in the hands of one thread: how deep it is in calls and in transactions.

    `words` are those that the open transaction has met, with the number of their tickets; they are written when it
    ends.
    """

    __slots__ = ("calls", "connection", "durable", "level", "words")

    def __init__(self, connection: apsw.Connection) -> None:
        self.connection = connection
        self.calls = 0
        self.level = 0
        self.durable: bool | None = None
        self.words: dict[str, int] = {}

    def make_durable(self, *, wanted: bool) -> None:
        """Whether what is committed from now on is on the disk when the commit returns."""
        if self.durable is not wanted:
            mode = "FULL" if wanted else "NORMAL"
            self.connection.execute(f"PRAGMA synchronous = {mode}")
            self.durable = wanted


class Pool:
    """Connections to one file.

    A thread keeps the one it has taken until it has given it back as often as it took it; a thread beyond the
    limit waits in line.
    """

    def __init__(
        self,
        path: str,
        connect: Callable[[], apsw.Connection],
        limit: int = MAX_SQLITE_CONNECTIONS,
        patience: float = LONGEST_WAIT,
    ) -> None:
        self._path = path
        self._connect = connect
        self._free_slots = limit
        self._patience = patience
        self._lock = allocate_lock()
        self._idle: list[Session] = []
        self._lent: dict[int, Session] = {}
        self._waiting: list[LockType] = []
        self._closed = False

    @property
    def open_connections(self) -> int:
        """How many connections there are now."""
        return len(self._idle) + len(self._lent)

    def take(self) -> Session:
        """The connection of this thread. Raises DatabaseConnection."""
        session = self._lent.get(get_ident())
        if session is None:
            session = self._lend()
        session.calls += 1
        return session

    def give_back(self, session: Session) -> None:
        """Undo one `take`."""
        session.calls -= 1
        if session.calls:
            return
        with self._lock:
            self._lent.pop(get_ident(), None)
            if self._closed:
                session.connection.close()
                return
            self._idle.append(session)
            self._call_next()

    def close(self) -> None:
        """Close what is idle and what this thread holds, and what others hold as soon as they give it back.

        What this thread has not committed is undone: an interrupt may have kept its block from ending.
        """
        with self._lock:
            self._closed = True
            sessions, self._idle = self._idle, []
            if get_ident() in self._lent:
                sessions.append(self._lent.pop(get_ident()))
            while self._waiting:
                self._call_next()
        for session in sessions:
            session.connection.close()

    def _lend(self) -> Session:
        while True:
            with self._lock:
                if self._closed:
                    self._refuse("the store is closed")
                if self._idle:
                    return self._lent.setdefault(get_ident(), self._idle.pop())
                if self._free_slots:
                    self._free_slots -= 1
                    break
                turn = allocate_lock()
                turn.acquire()
                self._waiting.append(turn)
            self._wait(turn)
        return self._open()

    def _wait(self, turn: LockType) -> None:
        called = False
        try:
            called = turn.acquire(timeout=self._patience)
        finally:
            if not called:
                self._leave(turn)
        if not called:
            self._refuse("all its connections are in use")

    def _leave(self, turn: LockType) -> None:
        """Give up waiting; a call that came all the same goes to the next in line."""
        with self._lock:
            if turn in self._waiting:
                self._waiting.remove(turn)
            else:
                self._call_next()

    def _open(self) -> Session:
        try:
            session = Session(self._connect())
        except BaseException:
            with self._lock:
                self._free_slots += 1
                self._call_next()
            raise
        self._lent[get_ident()] = session
        return session

    def _call_next(self) -> None:
        if self._waiting:
            self._waiting.pop(0).release()

    def _refuse(self, why: str) -> None:
        from ticketr.errors import DatabaseConnection

        message = f"The store {self._path} cannot be used: {why}."
        raise DatabaseConnection(message, path=self._path)
