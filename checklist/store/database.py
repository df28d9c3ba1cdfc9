"""One open database: a writer that is alone, and readers that cannot write.

Imports driver and schema. Invariants: one connection writes, each transaction begins with ``BEGIN IMMEDIATE``
and is committed here only; after any error of the disk the writer refuses to go on until ``reopen``
(``ledger-and-security`` 9.4), because the system may have dropped what it could not write, and a later
success says nothing about it.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection as CoreConnection
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import PoolProxiedConnection, QueuePool

from checklist.errors import LedgerError
from checklist.store import driver, schema
from checklist.store.driver import Connection, Cursor, translated

_PASSING = frozenset({"store.busy", "store.locked", "store.refused"})
"""Errors after which the writer is as sound as before: nothing reached the disk."""

_READERS = 4
_WAIT_S = 10


class Database:
    """Connections to one file.

    Args:
        path: An existing database of this program.
        key: 32 bytes.
        writable: False opens readers only.

    Raises:
        LedgerError: See ``driver.connect``.
    """

    def __init__(self, path: Path, key: bytes, *, writable: bool = True) -> None:
        self._path = path
        self._key = key
        self._writable = writable
        self._mutex = threading.Lock()
        self._halted: str | None = None
        self._open()

    def _open(self) -> None:
        path, key = self._path, self._key
        if self._writable:
            _renew_wal(path)
        self._readers = _engine(lambda: driver.connect(path, key, writable=False), _READERS, _begin)
        if not self._writable:
            with self.reading():
                return
        self._writers = _engine(lambda: driver.connect(path, key, writable=True), 1, _begin_immediate)
        with translated():
            self._kept: PoolProxiedConnection = self._writers.raw_connection()
        kept: Connection = self._kept.driver_connection  # type: ignore[assignment]  # untyped driver
        self._driver = kept
        self._cursor = kept.cursor()

    @contextmanager
    def writing(self) -> Iterator[Cursor]:
        """Give the writer's cursor inside one transaction: committed at the end, rolled back on any error.

        Raises:
            LedgerError: Nothing was stored. ``store.halted``: an earlier error of the disk; ``reopen`` first.
        """
        with self._mutex:
            if self._halted is not None:
                raise LedgerError("store.halted", "an earlier write failed", cause=self._halted)
            with self._halting(), translated(), self._transaction():
                yield self._cursor

    @contextmanager
    def _halting(self) -> Iterator[None]:
        try:
            yield
        except LedgerError as error:
            if error.params.get("sqlite") is not None and error.code not in _PASSING:
                self._halted = error.code
            raise

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._cursor.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._cursor.execute("COMMIT")
        finally:
            if self._driver.in_transaction:
                self._driver.rollback()

    @contextmanager
    def reading(self) -> Iterator[Cursor]:
        """Give the cursor of a read-only connection; each statement sees what is committed when it starts."""
        with translated():
            pooled = self._readers.raw_connection()
            try:
                yield pooled.cursor()  # type: ignore[misc]  # the DB-API type is wider than ours
            finally:
                pooled.close()

    @contextmanager
    def selecting(self) -> Iterator[CoreConnection]:
        """Give a read-only SQLAlchemy connection; all its statements see one moment."""
        with translated(), self._readers.begin() as connection:
            yield connection

    def tidy(self) -> None:
        """Copy what the WAL holds into the file, as far as no reader needs it; for idle moments."""
        with self._mutex, self._halting(), translated():
            if self._halted is None:
                self._cursor.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def reopen(self) -> None:
        """Give up every connection and open new ones, with all checks and a look at the structure.

        Raises:
            LedgerError: The database cannot be used; the writer stays halted.
        """
        with self._mutex:
            self._halted = self._halted or "asked"
            self._dispose()
            self._open()
            with translated():
                if self._cursor.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
                    raise LedgerError("store.corrupt", "the structure of the database is damaged")
            self._halted = None

    def close(self) -> None:
        """Empty the WAL where the writer is sound, and close every connection."""
        with self._mutex, translated():
            try:
                if self._writable and self._halted is None:
                    self._cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                self._halted = "closed"
                self._dispose()

    def _dispose(self) -> None:
        if self._writable:
            self._kept.close()
            self._writers.dispose()
        self._readers.dispose()


def _renew_wal(path: Path) -> None:
    """Write the WAL's bytes over themselves and sync them, before any connection of this program reads them.

    After a sync that failed, the system may show bytes that never reached the disk and will not try again. A program
    that dies then and is started anew would take them for committed and build on them.
    """
    try:
        with path.with_name(path.name + "-wal").open("r+b") as file:
            data = file.read()
            file.seek(0)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except FileNotFoundError:
        return
    except OSError as error:
        raise LedgerError("store.io", "the newest part of the database is not safe", errno=error.errno or 0) from error


def create(path: Path, key: bytes) -> None:
    """Make the tables in an empty file and close it whole: afterwards no WAL stands beside it.

    Raises:
        LedgerError: See ``driver.connect``.
    """
    engine = _engine(lambda: driver.connect_unmarked(path, key, writable=True), 1, _begin_immediate)
    with translated():
        with engine.begin() as connection:
            schema.metadata.create_all(connection)
            for trigger in schema.APPEND_ONLY:
                connection.exec_driver_sql(trigger)
            connection.exec_driver_sql(f"PRAGMA user_version={schema.SCHEMA_VERSION}")
            connection.exec_driver_sql(f"PRAGMA application_id={schema.APPLICATION_ID}")
        engine.dispose()


def _engine(creator: Callable[[], Connection], size: int, begin: Callable[[CoreConnection], None]) -> Engine:
    engine = create_engine(
        "sqlite://",
        module=driver.MODULE,
        creator=creator,
        hide_parameters=True,
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=0,
        pool_timeout=_WAIT_S,
    )
    event.listen(engine, "begin", begin)
    return engine


def _begin_immediate(connection: CoreConnection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin(connection: CoreConnection) -> None:
    connection.exec_driver_sql("BEGIN")
