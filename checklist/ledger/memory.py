"""A ledger that lives in memory: for tests, and for trying things out without a store.

Imports port and below. Keeps every promise of the port but durability: it forgets when the program ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from checklist.errors import LedgerError
from checklist.ledger.batch import Batch, Head
from checklist.ledger.entry import Entry, read_header
from checklist.ledger.port import Cell, KeyPub, Row


class MemoryLedger:
    """See ``port.Ledger``.

    Args:
        origin: Name of the new, empty log.

    Attributes:
        rows: Projection rows by table and key, for tests to look at.
    """

    def __init__(self, origin: str) -> None:
        self.rows: dict[tuple[str, tuple[tuple[str, Cell], ...]], tuple[tuple[str, Cell], ...]] = {}
        self._head = Head(origin)
        self._entries: list[Entry] = []
        self._leaves: list[bytes] = []
        self._nodes: dict[tuple[int, int], bytes] = {}
        self._checkpoints: dict[int, str] = {}
        self._keys: list[KeyPub] = []
        self._sessions: dict[str, list[int]] = {}

    def head(self) -> Head:
        """Return where the log stands."""
        return self._head

    def append(self, batch: Batch, rows: Sequence[Row] = ()) -> None:
        """Keep a batch and its rows; raises ``store.stale-head`` when it was prepared for another head."""
        if batch.before != self._head:
            raise LedgerError("store.stale-head", "the batch was prepared for another head")
        self._entries.extend(batch.entries)
        self._leaves.extend(entry.leaf for entry in batch.entries)
        for entry in batch.entries:
            sess = read_header(entry.header).sess
            if sess is not None:
                self._sessions.setdefault(sess, []).append(entry.seq)
        for level, index, node in batch.nodes:
            self._nodes[level, index] = node
        for row in rows:
            self.rows[row.table, row.key] = row.values
        self._head = batch.after

    def entries(self, first: int = 0, stop: int | None = None) -> Iterator[Entry]:
        """Yield entries with ``first <= seq < stop`` in order."""
        return islice(self._entries, first, stop)

    def entry(self, seq: int) -> Entry:
        """Return one entry, or raise ``store.no-entry``."""
        if not 0 <= seq < len(self._entries):
            raise LedgerError("store.no-entry", "there is no such entry", seq=seq)
        return self._entries[seq]

    def session_entries(self, sess: str) -> tuple[Entry, ...]:
        """Return all entries of a session in order."""
        return tuple(self._entries[seq] for seq in self._sessions.get(sess, ()))

    def family_entries(self, family: str) -> tuple[Entry, ...]:
        """Return the entries outside sessions of one family of types, in order."""
        headers = ((entry, read_header(entry.header)) for entry in self._entries)
        return tuple(entry for entry, header in headers if header.sess is None and header.type.startswith(f"{family}."))

    def leaves(self, stop: int | None = None) -> Iterator[bytes]:
        """Yield the leaf hashes kept when the entries were written."""
        return islice(self._leaves, 0, stop)

    def node(self, level: int, index: int) -> bytes | None:
        """Return the hash of a perfect subtree, None while it is not complete."""
        if level == 0:
            return self._entries[index].leaf if index < len(self._entries) else None
        return self._nodes.get((level, index))

    def add_checkpoint(self, size: int, note: str) -> None:
        """Keep a signed note; raises ``store.fork`` or ``store.stale-head``."""
        if size > len(self._entries):
            raise LedgerError("store.stale-head", "the log is shorter than the checkpoint", size=size)
        if self._checkpoints.setdefault(size, note) != note:
            raise LedgerError("store.fork", "another note is kept for this size", size=size)

    def checkpoints(self) -> tuple[tuple[int, str], ...]:
        """Return all (size, signed note), smallest first."""
        return tuple(sorted(self._checkpoints.items()))

    def add_key_pub(self, key: KeyPub) -> None:
        """Keep the public half of a log key."""
        if key not in self._keys:
            self._keys.append(key)

    def key_pubs(self) -> tuple[KeyPub, ...]:
        """Return all keys, in the order they came."""
        return tuple(self._keys)
