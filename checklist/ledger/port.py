"""The port behind which a log is kept: what ``store`` and ``memory`` both are.

Imports entry and batch. Invariants of every implementation: what ``append`` returned from is durable and
survives a crash whole; entries, checkpoints and keys are never changed or removed; bytes come back exactly
as given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeAlias

import msgspec

from checklist.ledger.batch import Batch, Head
from checklist.ledger.entry import Entry

Cell: TypeAlias = str | int | bytes | None


class Row(msgspec.Struct, frozen=True):
    """A projection row to insert or replace in the transaction of a batch; its meaning is the caller's.

    Attributes:
        table: Name of a projection table.
        key: (column, value) pairs that identify the row.
        values: The other (column, value) pairs.
    """

    table: str
    key: tuple[tuple[str, Cell], ...]
    values: tuple[tuple[str, Cell], ...]


class KeyPub(msgspec.Struct, frozen=True):
    """The public half of a log key.

    Attributes:
        vkey: C2SP verifier key text.
        first_size: Size of the first checkpoint it may sign.
    """

    vkey: str
    first_size: int


class Ledger(Protocol):
    """One log of one workstation and epoch."""

    def head(self) -> Head:
        """Return where the log stands, as stored."""
        ...

    def append(self, batch: Batch, rows: Sequence[Row] = ()) -> None:
        """Store a batch and its projection rows in one transaction; durable when this returns.

        Raises:
            LedgerError: Nothing was stored. ``store.stale-head``: ``batch.before`` is not the stored head;
                ``store.full``, ``store.io``, ``store.locked``, ``store.readonly``: as they say.
        """
        ...

    def entries(self, first: int = 0, stop: int | None = None) -> Iterator[Entry]:
        """Yield entries with ``first <= seq < stop`` in order, in constant memory (None: to the end)."""
        ...

    def entry(self, seq: int) -> Entry:
        """Return one entry.

        Raises:
            LedgerError: ``store.no-entry``: there is none at ``seq``.
        """
        ...

    def session_entries(self, sess: str) -> tuple[Entry, ...]:
        """Return all entries of a session in the order of ``n``; empty where the session is unknown."""
        ...

    def family_entries(self, family: str) -> tuple[Entry, ...]:
        """Return the entries outside sessions whose type begins with ``family`` and a dot, in order of ``seq``."""
        ...

    def leaves(self, stop: int | None = None) -> Iterator[bytes]:
        """Yield the leaf hashes kept when the entries were written, ``0 <= seq < stop`` (None: all).

        A hint that helps to name a bad entry; verification believes it only where signed roots prove it.
        """
        ...

    def node(self, level: int, index: int) -> bytes | None:
        """Return the hash of a perfect subtree, None while incomplete; level 0 is the leaf of an entry."""
        ...

    def add_checkpoint(self, size: int, note: str) -> None:
        """Keep a signed note; the same one again changes nothing.

        Raises:
            LedgerError: ``store.fork``: another note is kept for this size; ``store.stale-head``: the log is
                shorter than ``size``; else as ``append``.
        """
        ...

    def checkpoints(self) -> tuple[tuple[int, str], ...]:
        """Return all (size, signed note), smallest first."""
        ...

    def add_key_pub(self, key: KeyPub) -> None:
        """Keep the public half of a log key; the same one again changes nothing.

        Raises:
            LedgerError: As ``append``.
        """
        ...

    def key_pubs(self) -> tuple[KeyPub, ...]:
        """Return all keys, in the order they came into force."""
        ...
