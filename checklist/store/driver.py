"""The SQLite driver, and the only module that knows it: keyed connections, settings, what errors mean.

Imports schema (for the file's marks) and ``errors``. Invariants: every connection handed out has the settings
of ``ledger-and-security`` 9.1, read back and found to hold; the key stands in no URL, name or message; every
driver error leaves the store as a ``LedgerError``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, TypeAlias
from urllib.parse import quote

import sqlalchemy.exc
from sqlcipher3 import dbapi2

from checklist.errors import LedgerError
from checklist.service.search import fold
from checklist.store.schema import APPLICATION_ID, SCHEMA_VERSION

MODULE = dbapi2
"""The DB-API module, for ``create_engine``."""

Param: TypeAlias = str | int | bytes | None

_OLDEST_ENGINE = (3, 51, 3)  # the first without the WAL-reset fault (sqlite.org, "Write-Ahead Logging")
_PAGE_BYTES = 4096
_PLAIN_MAGIC = b"SQLite format 3\x00"

# name, value asked for, word that must come back; fullfsync acts on macOS only and is harmless elsewhere
SETTINGS: tuple[tuple[str, str, str | int], ...] = (
    ("cipher_memory_security", "ON", "1"),
    ("busy_timeout", "5000", 5000),
    ("synchronous", "FULL", 2),
    ("fullfsync", "ON", 1),
    ("checkpoint_fullfsync", "ON", 1),
    ("wal_autocheckpoint", "1000", 1000),
    ("locking_mode", "NORMAL", "normal"),
    ("foreign_keys", "ON", 1),
    ("recursive_triggers", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("secure_delete", "ON", 1),
    ("mmap_size", "0", 0),
)
"""Settings of every connection (``ledger-and-security`` 9.1)."""

_CODES = {
    5: "store.busy",
    6: "store.locked",
    8: "store.readonly",
    10: "store.io",
    11: "store.corrupt",
    13: "store.full",
    14: "store.io",
    19: "store.refused",
    26: "store.corrupt",
}
"""Primary result codes of SQLite (sqlite.org, "Result and Error Codes")."""


class Cursor(Protocol):
    """What is used of a DB-API cursor."""

    rowcount: int

    def execute(self, sql: str, parameters: Sequence[Param] = (), /) -> Cursor:
        """Run one statement."""
        ...

    def fetchone(self) -> tuple[Param, ...] | None:
        """Return the next row, or None."""
        ...

    def fetchall(self) -> list[tuple[Param, ...]]:
        """Return the rows that are left."""
        ...


class Connection(Protocol):
    """What is used of a DB-API connection."""

    in_transaction: bool

    def cursor(self) -> Cursor:
        """Return a new cursor."""
        ...

    def execute(self, sql: str, /) -> Cursor:
        """Run one statement on a new cursor."""
        ...

    def create_function(self, name: str, narg: int, function: Callable[[str], str], /) -> None:
        """Make a function known to SQL."""
        ...

    def rollback(self) -> None:
        """Undo the open transaction."""
        ...

    def close(self) -> None:
        """Close the connection."""
        ...


@contextmanager
def translated() -> Iterator[None]:
    """Turn errors of the driver and of SQLAlchemy into ``LedgerError``; the only place that does."""
    try:
        yield
    except dbapi2.Error as error:
        raise _ledger_error(error) from error
    except sqlalchemy.exc.DBAPIError as error:
        raise _ledger_error(error.orig) from error
    except sqlalchemy.exc.TimeoutError as error:
        raise LedgerError("store.busy", "no connection became free in time") from error


def _ledger_error(error: BaseException | None) -> LedgerError:
    number = getattr(error, "sqlite_errorcode", None) or 0
    name = getattr(error, "sqlite_errorname", None) or type(error).__name__
    return LedgerError(_CODES.get(number & 0xFF, "store.fault"), str(name), sqlite=number)


def connect(path: Path, key: bytes, *, writable: bool) -> Connection:
    """Open an existing database of ours.

    Args:
        path: The file.
        key: 32 bytes.
        writable: False gives a connection that refuses to write.

    Raises:
        LedgerError: ``store.absent``, ``store.engine``, ``store.key``, ``store.foreign``, ``store.newer``,
            ``store.setting`` (a setting did not take), or an error of the disk.
    """
    connection = connect_unmarked(path, key, writable=writable)
    try:
        with translated():
            _check_marks(connection)
    except LedgerError:
        connection.close()
        raise
    return connection


def connect_unmarked(path: Path, key: bytes, *, writable: bool) -> Connection:
    """Open a database without looking at its marks, for a file that is being made; else as ``connect``."""
    if dbapi2.sqlite_version_info < _OLDEST_ENGINE:
        raise LedgerError("store.engine", "the SQLite engine is too old", engine=dbapi2.sqlite_version)
    if not path.is_file():
        raise LedgerError("store.absent", "there is no database in this folder")
    with translated():
        connection: Connection = dbapi2.connect(
            f"file:{quote(path.resolve().as_posix())}?mode=rw",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
        )
    try:
        _unlock(connection, path, key)
        with translated():
            _settle(connection, writable=writable)
    except LedgerError:
        connection.close()
        raise
    return connection


def _unlock(connection: Connection, path: Path, key: bytes) -> None:
    try:
        with translated():
            connection.execute("PRAGMA cipher_log_level=NONE")
            connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except LedgerError as error:
        if error.code != "store.corrupt":
            raise
        raise _unreadable(path) from error


def _unreadable(path: Path) -> LedgerError:
    with path.open("rb") as file:
        is_plain = file.read(len(_PLAIN_MAGIC)) == _PLAIN_MAGIC
    if is_plain or path.stat().st_size % _PAGE_BYTES:
        return LedgerError("store.foreign", "the file is not a database of this program")
    return LedgerError("store.key", "the key does not open this database")


def _settle(connection: Connection, *, writable: bool) -> None:
    for name, value, _ in SETTINGS:
        connection.execute(f"PRAGMA {name}={value}")
    connection.create_function("fold", 1, fold)
    connection.execute(f"PRAGMA query_only={'OFF' if writable else 'ON'}")
    mode = connection.execute("PRAGMA journal_mode" + ("=WAL" if writable else "")).fetchone()
    if mode != ("wal",):
        raise LedgerError("store.setting", "the database cannot be kept in WAL mode", name="journal_mode")
    wanted = ((name, word) for name, _, word in SETTINGS)
    for name, word in (*wanted, ("query_only", 0 if writable else 1)):
        if connection.execute(f"PRAGMA {name}").fetchone() != (word,):
            raise LedgerError("store.setting", "a setting of the database did not take", name=name)


def _check_marks(connection: Connection) -> None:
    if connection.execute("PRAGMA application_id").fetchone() != (APPLICATION_ID,):
        raise LedgerError("store.foreign", "the file is not a database of this program")
    row = connection.execute("PRAGMA user_version").fetchone()
    version = row[0] if row else None
    if not isinstance(version, int) or version > SCHEMA_VERSION:
        raise LedgerError("store.newer", "a newer version of this program wrote the file", version=str(version))
