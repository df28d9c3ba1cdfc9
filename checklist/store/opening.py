"""A data folder made, opened and closed: the only door to this package.

Files of a folder: ``chairside.db`` (encrypted), ``chairside.keys.json`` (its key, wrapped),
``checkpoints.txt`` (signed notes), ``lock``. Invariant: ``chairside.db`` is only ever a complete database. It
is made under another name and renamed last, so that a creation that was killed is simply begun again.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import msgspec
from sqlalchemy import select, text

from checklist.errors import LedgerError
from checklist.service.ports import KeyStore
from checklist.store import database, durable_file, folder, key_slots, schema, statements
from checklist.store.checkpoint_file import FileCheckpoints
from checklist.store.database import Database
from checklist.store.lock import FolderLock
from checklist.store.projections import Projections
from checklist.store.sql_index import SqlDrafts, SqlIndex, SqlSecrets
from checklist.store.sql_ledger import SqlLedger

DATABASE = "chairside.db"
KEYS = "chairside.keys.json"
CHECKPOINTS = "checkpoints.txt"

_BEGIN_LOG = statements.insert(schema.log)
_BEGIN_FRONTIER = statements.insert(schema.frontier)
_CURRENT = statements.text_of(select(schema.log.c.origin).where(schema.log.c.current == text("1")))


class Reader(msgspec.Struct, frozen=True):
    """An open data folder that is only read, beside whoever writes it: for verification and export."""

    ledger: SqlLedger
    index: SqlIndex
    projections: Projections
    checkpoint_file: FileCheckpoints
    database: Database

    def close(self) -> None:
        """Close its connections."""
        self.database.close()


class Store(msgspec.Struct, frozen=True):
    """An open data folder; this program holds its lock until ``close``."""

    ledger: SqlLedger
    index: SqlIndex
    secrets: SqlSecrets
    drafts: SqlDrafts
    projections: Projections
    checkpoint_file: FileCheckpoints
    database: Database
    lock: FolderLock

    def tidy(self) -> None:
        """Do what can wait for an idle moment; on the writer's thread."""
        self.database.tidy()

    def reopen(self) -> None:
        """Give up all connections and open the database anew with all checks (``ledger-and-security`` 9.4).

        Raises:
            LedgerError: It cannot be used; nothing can be written until this succeeds.
        """
        self.database.reopen()

    def close(self) -> None:
        """Close the database and give the folder back."""
        try:
            self.database.close()
        finally:
            self.lock.release()


def exists(place: Path) -> bool:
    """Whether a folder holds a store."""
    return (place / DATABASE).exists()


def create_store(place: Path, keystore: KeyStore, origin: str) -> Store:
    """Make a store with one empty log, and open it. What a killed creation left is taken up.

    Args:
        place: The data folder; made if need be.
        keystore: Gets the device secret that opens the database.
        origin: Name of the log, ``<domain>/<clinic>/<workstation>/<epoch>``.

    Raises:
        LedgerError: ``store.exists``, ``store.network-folder``, ``store.synced-folder``, ``store.in-use``,
            ``store.key``, ``store.io``, ``store.full``, ``keystore.*``.
    """
    folder.refuse_unfit(place)
    try:
        durable_file.make_folder(place)
    except OSError as error:
        raise LedgerError("store.io", "the folder cannot be made", errno=error.errno or 0) from error
    lock = FolderLock(place)
    try:
        if exists(place):
            raise LedgerError("store.exists", "the folder holds a store already")
        key = key_slots.create(place / KEYS, keystore)
        _make_database(place / DATABASE, key, origin)
        return _store(place, key, lock)
    except LedgerError:
        lock.release()
        raise


def open_store(place: Path, keystore: KeyStore) -> Store:
    """Open a store for reading and writing.

    Raises:
        LedgerError: ``store.absent``, ``store.network-folder``, ``store.synced-folder``, ``store.in-use``,
            ``store.no-key-file``, ``store.key``, ``store.foreign``, ``store.newer``, ``store.corrupt``,
            ``store.io``, ``keystore.*``.
    """
    _refuse_absent(place)
    folder.refuse_unfit(place)
    lock = FolderLock(place)
    try:
        return _store(place, key_slots.unlock(place / KEYS, keystore), lock)
    except LedgerError:
        lock.release()
        raise


def open_reader(place: Path, keystore: KeyStore) -> Reader:
    """Open a store for reading only, without its lock: for one thread or process of its own.

    Raises:
        LedgerError: As ``open_store``, but never ``store.in-use``.
    """
    _refuse_absent(place)
    opened, origin = _open(place, key_slots.unlock(place / KEYS, keystore), writable=False)
    ledger = SqlLedger(opened, origin)
    return Reader(
        ledger=ledger,
        index=SqlIndex(opened, origin),
        projections=Projections(opened, ledger, origin),
        checkpoint_file=FileCheckpoints(place / CHECKPOINTS),
        database=opened,
    )


def _refuse_absent(place: Path) -> None:
    if not exists(place):
        raise LedgerError("store.absent", "there is no store in this folder")


def _store(place: Path, key: bytes, lock: FolderLock) -> Store:
    opened, origin = _open(place, key, writable=True)
    ledger = SqlLedger(opened, origin)
    return Store(
        ledger=ledger,
        index=SqlIndex(opened, origin),
        secrets=SqlSecrets(opened),
        drafts=SqlDrafts(opened),
        projections=Projections(opened, ledger, origin),
        checkpoint_file=FileCheckpoints(place / CHECKPOINTS),
        database=opened,
        lock=lock,
    )


def _make_database(path: Path, key: bytes, origin: str) -> None:
    fresh = path.with_name(path.name + ".new")
    try:
        for suffix in ("", "-wal", "-shm", "-journal"):
            with contextlib.suppress(FileNotFoundError):
                fresh.with_name(fresh.name + suffix).unlink()
        os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, durable_file.OWNER_ONLY))
        database.create(fresh, key)
        _begin_log(fresh, key, origin)
        fresh.replace(path)
        durable_file.sync_folder(path.parent)
    except OSError as error:
        raise LedgerError("store.io", "the database cannot be made", errno=error.errno or 0) from error


def _begin_log(path: Path, key: bytes, origin: str) -> None:
    made = Database(path, key)
    try:
        with made.writing() as cursor:
            cursor.execute(_BEGIN_LOG, (origin, 1))
            cursor.execute(_BEGIN_FRONTIER, (origin, 0, b""))
    finally:
        made.close()


def _open(place: Path, key: bytes, *, writable: bool) -> tuple[Database, str]:
    opened = Database(place / DATABASE, key, writable=writable)
    try:
        return opened, _current_origin(opened)
    except LedgerError:
        opened.close()
        raise


def _current_origin(opened: Database) -> str:
    with opened.reading() as cursor:
        found = cursor.execute(_CURRENT).fetchall()
    if len(found) != 1:
        raise LedgerError("store.corrupt", "the database does not name one log")
    return str(found[0][0])
