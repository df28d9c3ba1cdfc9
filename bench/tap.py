"""From tap to durable: one command appended to the encrypted log, beside plainer ways to make the same bytes durable.

``uv run bench/tap.py [--taps 150] [--rounds 9]``. Every contestant writes the same header, salt and payload a tap and
is durable (WAL, ``synchronous=FULL``, or ``fdatasync``) before the next; all run in turn in each round on one disk.
``cipher_memory_security`` is one switch for the whole process: our store turns it on for the raw contestants too.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from _rounds import report, rounds
from sqlalchemy import insert
from sqlcipher3 import dbapi2

from checklist.ledger.batch import Head, prepare
from checklist.ledger.entry import Draft, Entry, Stamp
from checklist.ledger.port import Cell, Row
from checklist.service.memory_ports import MemoryKeyStore
from checklist.store import opening, schema

ORIGIN = "chairside.example/clinic-7/ws-03/1"
SEED = 7
KEY = "ab" * 32
NOTE = "calm, eyes open, talks; "


def draft_of(seq: int) -> Draft:
    """Return the draft of one tap: vital signs of about 80 bytes."""
    return Draft(
        type="item.value",
        actor="u-7",
        role="nurse",
        auth="cont",
        sess=f"s-{seq // 150}",
        n=seq % 150,
        pt="p-9f3c",
        payload={"line": "mon.vitals", "sbp": str(110 + seq % 40), "dbp": "71", "hr": "84", "unit": "mm[Hg]"},
        d={"item": "mon.vitals"},
    )


def row_of(seq: int) -> Row:
    """Return the session's row as the service writes it with each tap."""
    values: dict[str, Cell] = {
        "patient": "p-9f3c",
        "chair": 1,
        "nurse": "u-7",
        "status": "in-progress",
        "protocol": "ketamine-iv 1",
        "visit": 1,
        "opened_ms": 1_795_000_000_000,
        "tz_min": 0,
        "ended_ms": None,
        "last_ms": 1_795_000_000_000 + seq,
        "entries": seq % 150 + 1,
        "flags": "open",
        "words": NOTE * 6,
    }
    return Row("session", (("id", f"s-{seq // 150}"),), tuple(values.items()))


def salt_of(seq: int) -> bytes:
    """Return 32 bytes that no two entries share."""
    return hashlib.sha256(f"{SEED} {seq}".encode()).digest()


def sealed(count: int) -> list[Entry]:
    """Return the entries of ``count`` taps, for contestants that only write."""
    head = Head(ORIGIN)
    drafts = [draft_of(seq) for seq in range(count)]
    return list(
        prepare(head, drafts, _stamp(0), [salt_of(seq) for seq in range(count)], ws="ws-03", app="1.0.0").entries
    )


def _stamp(seq: int) -> Stamp:
    return Stamp(1_795_000_000_000 + seq, 0, seq, "b7e1", "ntp")


class Ours:
    """The store: canonical bytes, commitment, tree, index, projection row, one commit.

    Args:
        folder: Where the store is made.
        rows: Whether the session's row is written too.
    """

    def __init__(self, folder: Path, *, rows: bool) -> None:
        self._store = opening.create_store(folder, MemoryKeyStore(), ORIGIN)
        self._head = self._store.ledger.head()
        self._rows = rows

    def tap(self) -> None:
        """Make one tap durable."""
        seq = self._head.size
        batch = prepare(self._head, [draft_of(seq)], _stamp(seq), [salt_of(seq)], ws="ws-03", app="1.0.0")
        self._store.ledger.append(batch, [row_of(seq)] if self._rows else [])
        self._head = batch.after


class Raw:
    """The driver alone: one INSERT of the same bytes, one commit."""

    def __init__(self, path: Path, entries: list[Entry], *, encrypted: bool) -> None:
        self._connection = dbapi2.connect(str(path), isolation_level=None)
        if encrypted:
            self._connection.execute(f"PRAGMA key=\"x'{KEY}'\"")
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=FULL")
        self._connection.execute("CREATE TABLE entry (seq INTEGER PRIMARY KEY, header BLOB, salt BLOB, payload BLOB)")
        self._entries = entries
        self._seq = 0

    def tap(self) -> None:
        """Make one tap durable."""
        entry = self._entries[self._seq % len(self._entries)]
        self._connection.execute("BEGIN IMMEDIATE")
        cells = (self._seq, entry.header, entry.salt, entry.payload)
        self._connection.execute("INSERT INTO entry VALUES (?,?,?,?)", cells)
        self._connection.execute("COMMIT")
        self._seq += 1


class Appended:
    """The floor: the same bytes at the end of a file, and ``fdatasync``."""

    def __init__(self, path: Path, entries: list[Entry]) -> None:
        self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._lines = [entry.header + (entry.salt or b"") + (entry.payload or b"") + b"\n" for entry in entries]
        self._seq = 0

    def tap(self) -> None:
        """Make one tap durable."""
        os.write(self._handle, self._lines[self._seq % len(self._lines)])
        os.fdatasync(self._handle)
        self._seq += 1


class ThroughCore:
    """SQLAlchemy Core as it is usually used: ``engine.begin()`` for each tap, on our own encrypted writer engine."""

    def __init__(self, folder: Path, entries: list[Entry]) -> None:
        store = opening.create_store(folder, MemoryKeyStore(), ORIGIN)
        store.database._kept.close()
        self._engine = store.database._writers
        self._entries = entries
        self._seq = 0

    def tap(self) -> None:
        """Make one tap durable."""
        entry = self._entries[self._seq % len(self._entries)]
        cells = {"origin": ORIGIN, "seq": self._seq, "header": entry.header, "salt": entry.salt}
        with self._engine.begin() as connection:
            connection.execute(insert(schema.entry).values(**cells, payload=entry.payload))
        self._seq += 1


def many(tap: Callable[[], None], count: int) -> Callable[[], float]:
    """Return a contestant: the median of ``count`` taps in seconds."""

    def run() -> float:
        times = []
        for _ in range(count):
            start = perf_counter()
            tap()
            times.append(perf_counter() - start)
        return sorted(times)[count // 2]

    return run


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--taps", type=int, default=150)
    parser.add_argument("--rounds", type=int, default=9)
    args = parser.parse_args()
    if sys.platform == "win32":
        print("skipped: there is no fdatasync")
        return
    entries = sealed(2000)
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name:
        folder = Path(name)
        taps = {
            "append + fdatasync": Appended(folder / "lines", entries).tap,
            "raw INSERT, not encrypted": Raw(folder / "plain.db", entries, encrypted=False).tap,
            "raw INSERT, encrypted": Raw(folder / "raw.db", entries, encrypted=True).tap,
            "SQLAlchemy Core INSERT, encrypted": ThroughCore(folder / "core", entries).tap,
            "ours, entry only": Ours(folder / "bare", rows=False).tap,
            "ours, whole tap": Ours(folder / "whole", rows=True).tap,
        }
        times = rounds({name: many(tap, args.taps) for name, tap in taps.items()}, args.rounds, SEED)
    print(f"p50 of {args.taps} taps, {args.rounds} rounds, seed {SEED}; WAL grown by the warm-up")
    report(times, "append + fdatasync", {"ours, whole tap": 1.6})
    report({name: times[name] for name in times if name != "append + fdatasync"}, "raw INSERT, encrypted", {})


if __name__ == "__main__":
    main()
