"""One database file: connections, statements, transactions. On the hot path: apsw and no heavy import."""

from __future__ import annotations

import os

import apsw

from ticketr.adapters.sqlite.functions import register
from ticketr.adapters.sqlite.pool import Pool

TYPE_CHECKING = False
if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Iterable
    from contextlib import AbstractContextManager
    from types import TracebackType
    from typing import Any, NoReturn

    from ticketr.adapters.sqlite.pool import Session
    from ticketr.domain.events import Progress

    Params = tuple[Any, ...] | dict[str, Any]
    Row = tuple[Any, ...]
    Upgrading = Callable[[], AbstractContextManager[Callable[[Progress], object]]]

SCHEMA_VERSION = 20
"""The number of the newest file in `migrations`."""

APPLICATION_ID = 0x746B7472
"""`tktr` in the file's header, by which our own files are told from other programs'."""

CACHE = 8000
"""Kilobytes of pages that a connection keeps: the upper pages of all indexes of 100,000 tickets, and some more."""
OPEN_FLAGS = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
VERSION_SQL = "SELECT user_version, application_id FROM pragma_user_version, pragma_application_id"


class Database:
    """Statements and transactions on one file, opened at the first of them.

    `timeout` is how many seconds a statement waits while another program writes; what `upgrading` gives hears how
    far it is to bring an older file to this program's schema. Every method raises the 1xxx errors.
    """

    def __init__(self, path: str, timeout: float, upgrading: Upgrading | None = None) -> None:
        self.path = os.path.abspath(path)
        self.timeout = timeout
        self._upgrading = upgrading or _unheard
        self._pool = Pool(self.path, self._connect)

    def query(self, sql: str, params: Params = ()) -> list[Row]:
        """All rows of a reading statement."""
        session = self._pool.take()
        try:
            return _rows(session, sql, params)
        except apsw.Error as error:
            self._fail(error)
        finally:
            self._pool.give_back(session)

    def numbers(self, sql: str, params: Params = ()) -> array[int]:
        """The numbers in the first column of all rows, eight bytes each."""
        from array import array

        session = self._pool.take()
        try:
            return array("q", (row[0] for row in _execute(session, sql, params)))
        except apsw.Error as error:
            self._fail(error)
        finally:
            self._pool.give_back(session)

    def one(self, sql: str, params: Params = ()) -> Row | None:
        """The first row, None where there is none."""
        rows = self.query(sql, params)
        return rows[0] if rows else None

    def run(self, sql: str, params: Params = ()) -> int:
        """Carry out a writing statement; gives the number of rows it changed.

        Raises apsw.ConstraintError as it is: only the caller knows what the constraint means.
        """
        session = self._pool.take()
        try:
            if not session.level:
                session.make_durable(wanted=True)
            _execute(session, sql, params)
            return session.connection.changes()
        except apsw.ConstraintError:
            raise
        except apsw.Error as error:
            self._fail(error)
        finally:
            self._pool.give_back(session)

    def many(self, sql: str, rows: Iterable[Params]) -> None:
        """Carry out a writing statement once per row, all or none; raises as `run`."""
        session = self._pool.take()
        try:
            with self.transaction():
                _execute_many(session, sql, list(rows))
        except apsw.ConstraintError:
            raise
        except apsw.Error as error:
            self._fail(error)
        finally:
            self._pool.give_back(session)

    def learn(self, counts: dict[str, int]) -> None:
        """Know these words, each of so many tickets, when the open transaction ends; by itself where none is open."""
        from ticketr.adapters.sqlite.words import add

        session = self._pool.take()
        try:
            if session.level:
                add(session, counts)
            else:
                with self.transaction():
                    add(session, counts)
        except apsw.Error as error:
            self._fail(error)
        finally:
            self._pool.give_back(session)

    def last_id(self) -> int:
        """The rowid of the row this thread added last in the open transaction."""
        session = self._pool.take()
        try:
            return session.connection.last_insert_rowid()
        finally:
            self._pool.give_back(session)

    def transaction(self, *, durable: bool = True) -> Transaction:
        """All or nothing; a nested block joins the outer one, and undoes only itself when it fails.

        What a durable one commits survives power loss; what another commits may be taken back by it, as a
        whole and in order.
        """
        return Transaction(self._pool, self._fail, durable=durable)

    def close(self) -> None:
        """Release all connections."""
        self._pool.close()

    def _connect(self) -> apsw.Connection:
        connection = None
        try:
            if not os.path.exists(self.path):
                from ticketr.adapters.sqlite.migrate import make_file

                make_file(self.path)
            connection = apsw.Connection(self.path, OPEN_FLAGS)
            self._prepare(connection)
        except (apsw.Error, OSError) as error:
            if connection is not None:
                connection.close()
            from ticketr.adapters.sqlite.failures import opening

            raise opening(error, self.path, self.timeout) from error
        except BaseException:
            if connection is not None:
                connection.close()
            raise
        return connection

    def _prepare(self, connection: apsw.Connection) -> None:
        connection.set_busy_timeout(int(self.timeout * 1000))
        if connection.execute(VERSION_SQL).fetchone() != (SCHEMA_VERSION, APPLICATION_ID):
            from ticketr.adapters.sqlite.migrate import migrate

            with self._upgrading() as notify:
                migrate(connection, self.path, self.timeout, notify=notify)
        connection.execute(f"PRAGMA foreign_keys = ON; PRAGMA cache_size = -{CACHE}")
        register(connection)

    def _fail(self, error: apsw.Error) -> NoReturn:
        from ticketr.adapters.sqlite.failures import working

        raise working(error, self.path, self.timeout) from error


def _unheard() -> AbstractContextManager[Callable[[Progress], object]]:
    from contextlib import nullcontext

    return nullcontext(lambda _: None)


def _execute(session: Session, sql: str, params: Params) -> apsw.Cursor:
    if session.level and session.connection.get_autocommit():
        raise apsw.AbortError("the transaction was undone by an earlier error")
    try:
        return session.connection.execute(sql, params)
    except UnicodeEncodeError:
        return session.connection.execute(sql, _storable(params))


def _rows(session: Session, sql: str, params: Params) -> list[Row]:
    try:
        return _execute(session, sql, params).fetchall()
    except UnicodeDecodeError:
        from ticketr.adapters.sqlite.surrogates import rows

        return rows(lambda *again: _execute(session, *again), sql, params)


def _execute_many(session: Session, sql: str, rows: list[Params]) -> None:
    if session.connection.get_autocommit():
        raise apsw.AbortError("the transaction was undone by an earlier error")
    try:
        session.connection.executemany(sql, rows)
    except UnicodeEncodeError:
        session.connection.executemany(sql, [_storable(row) for row in rows])


def _storable(params: Params) -> Params:
    if isinstance(params, dict):
        return {name: _bytes(value) for name, value in params.items()}
    return tuple(_bytes(value) for value in params)


def _bytes(value: Any) -> Any:
    try:
        if isinstance(value, str):
            value.encode()
    except UnicodeEncodeError:
        return value.encode("utf-8", "surrogatepass")
    return value


def text(value: str | bytes) -> str:
    """A text as it was written; one with lone surrogates, which SQLite's text cannot hold, lies as bytes."""
    return value if isinstance(value, str) else value.decode("utf-8", "surrogatepass")


class Transaction:
    """The block of `Database.transaction`."""

    __slots__ = ("_durable", "_fail", "_pool", "_session")

    def __init__(self, pool: Pool, fail: Any, *, durable: bool) -> None:
        self._pool = pool
        self._fail = fail
        self._durable = durable

    def __enter__(self) -> None:
        self._session = session = self._pool.take()
        level = session.level
        try:
            if level:
                _execute(session, f"SAVEPOINT level{level}", ())
            else:
                session.make_durable(wanted=self._durable)
                session.connection.execute("BEGIN IMMEDIATE")
            session.level = level + 1
        except BaseException as error:
            session.level = level
            if not level:
                _undo(session)
            self._pool.give_back(session)
            if isinstance(error, apsw.Error):
                self._fail(error)
            raise

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        session = self._session
        session.level -= 1
        try:
            if kind is None:
                _finish(session)
            else:
                _undo(session)
        except BaseException as trouble:
            _undo(session)
            if isinstance(trouble, apsw.Error):
                self._fail(trouble)
            raise
        finally:
            self._pool.give_back(session)


def _finish(session: Session) -> None:
    if session.connection.get_autocommit():
        raise apsw.AbortError("the transaction was undone by an earlier error")
    if session.words and not session.level:
        from ticketr.adapters.sqlite.words import write

        write(session)
    session.connection.execute(
        f"RELEASE level{session.level}" if session.level else "COMMIT",
    )


def _undo(session: Session) -> None:
    if not session.level:
        session.words.clear()
    if session.connection.get_autocommit():
        return
    if session.level:
        name = f"level{session.level}"
        try:
            session.connection.execute(f"ROLLBACK TO {name}; RELEASE {name}")
        except apsw.SQLError:
            return  # an interrupt came just after its release: the outer block has it now
    else:
        session.connection.execute("ROLLBACK")
