"""The vectors of ``ledger-and-security`` 7.20, and a small log to try the verifier on."""

from __future__ import annotations

import hashlib
from types import SimpleNamespace

import msgspec
import pytest

from checklist.ledger.batch import Head, prepare
from checklist.ledger.entry import Draft, Stamp
from checklist.ledger.memory import MemoryLedger
from checklist.ledger.signing import LogKey
from checklist.ledger.tree import session_root
from checklist.ledger.verify import Trust

ORIGIN = "chairside.example/clinic-7/ws-03/1"


@pytest.fixture
def stamp():
    return Stamp(1_763_813_927_000, -300, 5000, "b7e1", "ntp")


@pytest.fixture
def draft():
    return Draft(type="item.done", actor="u-7", role="rn", auth="pin", sess="s-42", n=0, pt="p-9f3c")


@pytest.fixture
def vectors(draft, stamp):
    """The eight sample entries, the head after each, the log key and the witness seed."""
    head = Head(ORIGIN)
    entries, heads = [], [head]
    for i in range(8):
        payload = {"note": 'calm, "eyes open" – 50µg', "unit": "mm[Hg]", "value": str(110 + i)}
        batch = prepare(
            head,
            [msgspec.structs.replace(draft, n=i, payload=payload)],
            msgspec.structs.replace(stamp, at=stamp.at + 1000 * i, mono=stamp.mono + 1000 * i),
            [hashlib.sha256(f"salt {i}".encode()).digest()],
            ws="ws-03",
            app="1.0.0",
        )
        head = batch.after
        entries += batch.entries
        heads.append(head)
    key = LogKey(ORIGIN, hashlib.sha256(b"chairside test key 1").digest())
    witness = hashlib.sha256(b"chairside test witness 1").digest()
    return SimpleNamespace(entries=entries, heads=heads, key=key, witness_seed=witness)


class TinyLog:
    """A log that a test can write, and spoil, entry by entry."""

    def __init__(self, draft, stamp):
        self.ledger = MemoryLedger(ORIGIN)
        self.key = LogKey(ORIGIN, hashlib.sha256(b"chairside test key 1").digest())
        self._draft, self._stamp = draft, stamp

    def put(self, *, stamp=None, **fields):
        size = self.ledger.head().size
        values = {"sess": None, "n": None, "pt": None, "payload": {"value": str(size)}} | fields
        drafts = [msgspec.structs.replace(self._draft, **values)]
        when = msgspec.structs.replace(
            self._stamp, at=self._stamp.at + 60_000 * size, mono=self._stamp.mono + 60_000 * size
        )
        salt = hashlib.sha256(f"salt {size}".encode()).digest()
        self.ledger.append(prepare(self.ledger.head(), drafts, stamp or when, [salt], ws="ws-03", app="1.0.0"))

    def put_session(self, sess, length, **closing):
        for n in range(length):
            self.put(sess=sess, n=n)
        leaves = [entry.leaf for entry in self.ledger.session_entries(sess)]
        said = {"count": length, "sroot": session_root(leaves).hex()} | closing
        self.put(type="session.close", sess=sess, n=length, d=said)

    def sign(self):
        head = self.ledger.head()
        self.ledger.add_checkpoint(head.size, self.key.sign(head))
        return self.key.sign(head)

    def entries(self):
        return list(self.ledger.entries())

    def trust(self, **more):
        notes = tuple(note for _size, note in self.ledger.checkpoints())
        return msgspec.structs.replace(Trust(self.key.vkey.text, notes), **more)


@pytest.fixture
def tiny(draft, stamp):
    """Twenty entries, a checkpoint after 10 and after 20."""
    log = TinyLog(draft, stamp)
    for _ in range(2):
        for _ in range(10):
            log.put()
        log.sign()
    return log


@pytest.fixture
def blank(draft, stamp):
    return TinyLog(draft, stamp)
