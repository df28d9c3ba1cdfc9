"""The log in the database: the ``Ledger`` port of ``ledger``.

Imports database, schema, statements and ``ledger``. Invariants (``ledger-and-security`` 7.11): one command is
one transaction; the stored frontier is compared before anything is written; what ``append`` returned from is
on the disk. Every read goes through another connection than the writer's, so ``entry`` is the read-back of
7.11 step 7.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec
from sqlalchemy import bindparam, select, update

from checklist.errors import LedgerError
from checklist.ledger.batch import Batch, Head
from checklist.ledger.entry import Entry
from checklist.ledger.port import KeyPub, Row
from checklist.ledger.tree import Frontier
from checklist.store import schema, statements
from checklist.store.database import Database
from checklist.store.driver import Cursor, Param

_BLOCK = 512
_HASH_BYTES = 32

_entry, _node, _frontier, _index = schema.entry.c, schema.node.c, schema.frontier.c, schema.idx_entry.c
_stored = (_entry.seq, _entry.header, _entry.salt, _entry.payload)

_ADD_ENTRY = statements.insert(schema.entry)
_ADD_NODE = statements.insert(schema.node)
_ADD_INDEX = statements.insert(schema.idx_entry)
_ADD_CHECKPOINT = statements.insert(schema.checkpoint)
_ADD_KEY = statements.insert(schema.key_pub)
_MOVE_FRONTIER = statements.text_of(
    update(schema.frontier)
    .values(size=bindparam("size_after"), hashes=bindparam("hashes_after"))
    .where(
        _frontier.origin == bindparam("log_name"),
        _frontier.size == bindparam("size_before"),
        _frontier.hashes == bindparam("hashes_before"),
    )
)
_HEAD = statements.text_of(select(_frontier.size, _frontier.hashes).where(_frontier.origin == bindparam("log")))
_ENTRY = statements.text_of(select(*_stored).where(_entry.origin == bindparam("log"), _entry.seq == bindparam("at")))
_BLOCK_OF_ENTRIES = statements.text_of(
    select(*_stored)
    .where(_entry.origin == bindparam("log"), _entry.seq >= bindparam("first"), _entry.seq < bindparam("stop"))
    .order_by(_entry.seq)
)
_SESSION = statements.text_of(
    select(*_stored)
    .join(schema.idx_entry, (_entry.origin == _index.origin) & (_entry.seq == _index.seq))
    .where(_index.sess == bindparam("sess"), _index.origin == bindparam("log"))
    .order_by(_index.n)
)
_FAMILY = statements.text_of(
    select(*_stored)
    .join(schema.idx_entry, (_entry.origin == _index.origin) & (_entry.seq == _index.seq))
    .where(_index.sess.is_(None), _index.type > bindparam("dot"), _index.type < bindparam("slash"))
    .where(_index.origin == bindparam("log"))
    .order_by(_index.seq)
)
_LEAVES = statements.text_of(
    select(_index.seq, _index.leaf)
    .where(_index.origin == bindparam("log"), _index.seq >= bindparam("first"), _index.seq < bindparam("stop"))
    .order_by(_index.seq)
)
_NODE = statements.text_of(
    select(_node.hash).where(
        _node.origin == bindparam("log"), _node.level == bindparam("height"), _node.idx == bindparam("at")
    )
)
_CHECKPOINTS = statements.text_of(
    select(schema.checkpoint.c.size, schema.checkpoint.c.note)
    .where(schema.checkpoint.c.origin == bindparam("log"))
    .order_by(schema.checkpoint.c.size)
)
_CHECKPOINT = statements.text_of(
    select(schema.checkpoint.c.note).where(
        schema.checkpoint.c.origin == bindparam("log"), schema.checkpoint.c.size == bindparam("at")
    )
)
_KEYS = statements.text_of(
    select(schema.key_pub.c.vkey, schema.key_pub.c.first_size)
    .where(schema.key_pub.c.origin == bindparam("log"))
    .order_by(schema.key_pub.c.first_size)
)


class IndexCells(NamedTuple):
    """One row of ``idx_entry``, in the order of its columns."""

    origin: str
    seq: int
    type: str
    at: int
    actor: str
    sess: str | None
    n: int | None
    pt: str | None
    item: str | None
    leaf: bytes


class _Detail(msgspec.Struct, frozen=True):
    item: object = None


class _Indexed(msgspec.Struct, frozen=True):
    """The header fields that are indexed; the header itself was checked when it was sealed."""

    type: str
    at: int
    actor: str
    sess: str | None
    n: int | None
    pt: str | None
    d: _Detail = _Detail()


_indexed = msgspec.json.Decoder(_Indexed)


def index_cells(origin: str, entry: Entry) -> IndexCells:
    """Return what ``idx_entry`` holds for an entry.

    Raises:
        LedgerError: ``store.corrupt``: the header cannot be read.
    """
    try:
        header = _indexed.decode(entry.header)
    except msgspec.DecodeError as error:
        raise LedgerError("store.corrupt", "a stored header cannot be read", seq=entry.seq) from error
    item = header.d.item if isinstance(header.d.item, str) else None
    sess, n = header.sess, header.n
    return IndexCells(origin, entry.seq, header.type, header.at, header.actor, sess, n, header.pt, item, entry.leaf)


class SqlLedger:
    """See ``ledger.port.Ledger``.

    Args:
        database: Where the log is.
        origin: Name of a log that was begun there.
    """

    def __init__(self, database: Database, origin: str) -> None:
        self._database = database
        self._origin = origin

    def head(self) -> Head:
        """Return where the log stands, as stored; raises ``store.corrupt`` where that makes no sense."""
        with self._database.reading() as cursor:
            return _head(self._origin, cursor.execute(_HEAD, (self._origin,)).fetchone())

    def append(self, batch: Batch, rows: Sequence[Row] = ()) -> None:
        """Store a batch and its projection rows in one transaction; durable when this returns.

        Raises:
            LedgerError: Nothing was stored. ``store.stale-head``: ``batch.before`` is not the stored head;
                ``store.halted``: an earlier write failed; ``store.full``, ``store.io``, ``store.busy``...
        """
        origin, before, after = self._origin, batch.before.frontier, batch.after.frontier
        with self._database.writing() as cursor:
            moved = cursor.execute(
                _MOVE_FRONTIER,
                (
                    after.size,
                    b"".join(after.hashes),
                    batch.before.origin,
                    before.size,
                    b"".join(before.hashes),
                ),
            ).rowcount
            if moved != 1 or batch.before.origin != origin:
                raise LedgerError("store.stale-head", "the batch was prepared for another head")
            for entry in batch.entries:
                cursor.execute(_ADD_ENTRY, (origin, entry.seq, entry.header, entry.salt, entry.payload))
                cursor.execute(_ADD_INDEX, index_cells(origin, entry))
            for level, index, digest in batch.nodes:
                cursor.execute(_ADD_NODE, (origin, level, index, digest))
            write_rows(cursor, rows)

    def entries(self, first: int = 0, stop: int | None = None) -> Iterator[Entry]:
        """Yield entries with ``first <= seq < stop`` in order, block by block; None: to the end of now."""
        end = self.head().size
        end = end if stop is None else min(stop, end)
        for start in range(max(first, 0), end, _BLOCK):
            span = (self._origin, start, min(start + _BLOCK, end))
            with self._database.reading() as cursor:
                block = cursor.execute(_BLOCK_OF_ENTRIES, span).fetchall()
            for cells in block:
                yield _entry_of(cells)

    def entry(self, seq: int) -> Entry:
        """Return one entry as the disk gives it back; raises ``store.no-entry``."""
        with self._database.reading() as cursor:
            cells = cursor.execute(_ENTRY, (self._origin, seq)).fetchone()
        if cells is None:
            raise LedgerError("store.no-entry", "there is no such entry", seq=seq)
        return _entry_of(cells)

    def session_entries(self, sess: str) -> tuple[Entry, ...]:
        """Return all entries of a session in the order of ``n``; empty where the session is unknown."""
        with self._database.reading() as cursor:
            found = cursor.execute(_SESSION, (sess, self._origin)).fetchall()
        return tuple(_entry_of(cells) for cells in found)

    def family_entries(self, family: str) -> tuple[Entry, ...]:
        """Return the entries outside sessions whose type begins with ``family`` and a dot, in order of ``seq``."""
        with self._database.reading() as cursor:
            found = cursor.execute(_FAMILY, (f"{family}.", f"{family}/", self._origin)).fetchall()
        return tuple(_entry_of(cells) for cells in found)

    def leaves(self, stop: int | None = None) -> Iterator[bytes]:
        """Yield the leaf hashes as they were when the entries were written: a hint, kept beside them."""
        first = 0
        while stop is None or first < stop:
            with self._database.reading() as cursor:
                block = cursor.execute(_LEAVES, (self._origin, first, first + _BLOCK)).fetchall()
            if not block:
                return
            for seq, leaf in block:
                if stop is not None and _number(seq) >= stop:
                    return
                yield _raw(leaf) or b""
            first = _number(block[-1][0]) + 1

    def node(self, level: int, index: int) -> bytes | None:
        """Return the hash of a perfect subtree, None while it is incomplete; level 0 is an entry's leaf."""
        if level == 0:
            try:
                return self.entry(index).leaf
            except LedgerError as error:
                if error.code == "store.no-entry":
                    return None
                raise
        with self._database.reading() as cursor:
            cells = cursor.execute(_NODE, (self._origin, level, index)).fetchone()
        return None if cells is None else _blob(cells[0])

    def add_checkpoint(self, size: int, note: str) -> None:
        """Keep a signed note; raises ``store.fork`` or ``store.stale-head``, else as ``append``."""
        with self._database.writing() as cursor:
            if size > _head(self._origin, cursor.execute(_HEAD, (self._origin,)).fetchone()).size:
                raise LedgerError("store.stale-head", "the log is shorter than the checkpoint", size=size)
            kept = cursor.execute(_CHECKPOINT, (self._origin, size)).fetchone()
            if kept is None:
                cursor.execute(_ADD_CHECKPOINT, (self._origin, size, note))
            elif kept != (note,):
                raise LedgerError("store.fork", "another note is kept for this size", size=size)

    def checkpoints(self) -> tuple[tuple[int, str], ...]:
        """Return all (size, signed note), smallest first."""
        with self._database.reading() as cursor:
            found = cursor.execute(_CHECKPOINTS, (self._origin,)).fetchall()
        return tuple((_number(size), str(note)) for size, note in found)

    def add_key_pub(self, key: KeyPub) -> None:
        """Keep the public half of a log key; the same one again changes nothing."""
        with self._database.writing() as cursor:
            if (key.vkey, key.first_size) not in cursor.execute(_KEYS, (self._origin,)).fetchall():
                cursor.execute(_ADD_KEY, (self._origin, key.vkey, key.first_size))

    def key_pubs(self) -> tuple[KeyPub, ...]:
        """Return all keys, in the order they came into force."""
        with self._database.reading() as cursor:
            found = cursor.execute(_KEYS, (self._origin,)).fetchall()
        return tuple(KeyPub(str(vkey), _number(first)) for vkey, first in found)


def write_rows(cursor: Cursor, rows: Sequence[Row]) -> None:
    """Insert projection rows, or change those columns of existing ones that differ, inside a transaction.

    Columns that stay as they are are left out, because a column that is written costs the indexes it stands in.

    Raises:
        LedgerError: ``store.fault``: a row names a table or column that no projection has.
    """
    for row in rows:
        try:
            _write_row(cursor, row)
        except KeyError as error:
            raise LedgerError("store.fault", "a row does not fit its projection", table=row.table) from error


def _write_row(cursor: Cursor, row: Row) -> None:
    key, values = dict(row.key), dict(row.values)
    found = cursor.execute(statements.read_row(row.table, (*key,), (*values,)), (*key.values(),)).fetchone()
    if found is None:
        sql, order = statements.add_row(row.table, (*key, *values))
    else:
        changed = tuple(name for name, old in zip(values, found, strict=True) if values[name] != old)
        if not changed:
            return
        sql, order = statements.change_row(row.table, (*key,), changed)
    cells = key | values
    cursor.execute(sql, [cells[name] for name in order])


def _head(origin: str, cells: tuple[Param, ...] | None) -> Head:
    if cells is None:
        raise LedgerError("store.corrupt", "the log has no head")
    size, joined = _number(cells[0]), _blob(cells[1])
    frontier = Frontier(size, tuple(joined[at : at + _HASH_BYTES] for at in range(0, len(joined), _HASH_BYTES)))
    if not frontier.sound:
        raise LedgerError("store.corrupt", "the head of the log makes no sense")
    return Head(origin, frontier)


def _entry_of(cells: tuple[Param, ...]) -> Entry:
    """Return the stored bytes; a cell of another type was put there by somebody else, and verification names it."""
    seq, header, salt, payload = cells
    return Entry(_number(seq), _raw(header) or b"", _raw(salt), _raw(payload))


def _raw(cell: Param) -> bytes | None:
    return cell if cell is None or isinstance(cell, bytes) else str(cell).encode()


def _blob(cell: Param) -> bytes:
    if not isinstance(cell, bytes):
        raise LedgerError("store.corrupt", "a stored hash is no bytes")
    return cell


def _number(cell: Param) -> int:
    if not isinstance(cell, int):
        raise LedgerError("store.corrupt", "a stored number is no number")
    return cell
