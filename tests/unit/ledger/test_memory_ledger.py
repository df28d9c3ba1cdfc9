"""Preparing batches, and the ledger in memory."""

import msgspec
import pytest

from checklist.errors import LedgerError
from checklist.ledger.batch import Head, prepare
from checklist.ledger.memory import MemoryLedger
from checklist.ledger.port import KeyPub, Row
from checklist.ledger.tree import root_of

ORIGIN = "chairside.example/clinic-7/ws-03/1"


@pytest.fixture
def ledger():
    return MemoryLedger(ORIGIN)


def batch(ledger, draft, stamp, count):
    drafts = [msgspec.structs.replace(draft, n=ledger.head().size + i) for i in range(count)]
    return prepare(ledger.head(), drafts, stamp, [b"s" * 32] * count, ws="w", app="1")


def test_append(ledger, draft, stamp):
    """What was appended is read back by range, by position and by session; the head moves on."""
    ledger.append(batch(ledger, draft, stamp, 3), [Row("t", (("k", 1),), (("v", "x"),))])
    ledger.append(batch(ledger, draft, stamp, 2), [Row("t", (("k", 1),), (("v", "y"),))])
    entries = list(ledger.entries())
    assert [entry.seq for entry in entries] == [0, 1, 2, 3, 4]
    assert list(ledger.entries(1, 3)) == entries[1:3]
    assert ledger.entry(4) == entries[4]
    assert ledger.session_entries("s-42") == tuple(entries)
    assert ledger.session_entries("s-1") == ()
    assert ledger.head().root == root_of(entry.leaf for entry in entries)
    assert ledger.rows == {("t", (("k", 1),)): (("v", "y"),)}


def test_stale_head(ledger, draft, stamp):
    """A batch that was prepared for another head is refused and nothing of it is kept."""
    old = batch(ledger, draft, stamp, 1)
    ledger.append(old)
    with pytest.raises(LedgerError, match=r"store\.stale-head"):
        ledger.append(old)
    assert ledger.head().size == 1


def test_nodes(ledger, draft, stamp):
    """Nodes are there as soon as they are complete; level 0 is the leaves."""
    ledger.append(batch(ledger, draft, stamp, 5))
    leaves = [entry.leaf for entry in ledger.entries()]
    assert ledger.node(0, 4) == leaves[4]
    assert ledger.node(0, 5) is None
    assert ledger.node(2, 0) == root_of(leaves[:4])
    assert ledger.node(1, 2) is None


def test_no_entry(ledger):
    """Asking for an entry that is not there is an error with a code."""
    with pytest.raises(LedgerError, match=r"store\.no-entry"):
        ledger.entry(0)


def test_checkpoints(ledger, draft, stamp):
    """One note is kept for each size, never beyond the log, never a second one."""
    ledger.append(batch(ledger, draft, stamp, 2))
    ledger.add_checkpoint(2, "two")
    ledger.add_checkpoint(1, "one")
    ledger.add_checkpoint(2, "two")
    assert ledger.checkpoints() == ((1, "one"), (2, "two"))
    with pytest.raises(LedgerError, match=r"store\.fork"):
        ledger.add_checkpoint(2, "other")
    with pytest.raises(LedgerError, match=r"store\.stale-head"):
        ledger.add_checkpoint(3, "three")


def test_keys(ledger):
    """Keys are kept in order, each once."""
    ledger.add_key_pub(KeyPub("k0", 0))
    ledger.add_key_pub(KeyPub("k1", 5))
    ledger.add_key_pub(KeyPub("k0", 0))
    assert ledger.key_pubs() == (KeyPub("k0", 0), KeyPub("k1", 5))


def test_batch_needs_drafts_and_salts(draft, stamp):
    """A batch without drafts, or with another number of salts, is refused."""
    for drafts, salts in (([], []), ([draft], [])):
        with pytest.raises(LedgerError, match=r"entry\.malformed"):
            prepare(Head(ORIGIN), drafts, stamp, salts, ws="w", app="1")
