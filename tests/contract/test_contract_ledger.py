"""What every ``Ledger`` must do."""

from __future__ import annotations

import pytest

from checklist.errors import LedgerError
from checklist.ledger.port import KeyPub, Row
from checklist.ledger.tree import root_of


def test_empty(ports, build):
    """A new log has size 0, no entries, no checkpoints and no keys."""
    ledger = ports.ledger
    assert (ledger.head().size, list(ledger.entries()), ledger.checkpoints(), ledger.key_pubs()) == (
        0,
        [],
        (),
        (),
    )


def test_bytes_come_back(ports, build):
    """D3 Header, salt and payload come back byte for byte, and the stored head is the batch's."""
    batch = build.batch(ports.ledger.head(), 3)
    ports.ledger.append(batch)
    assert tuple(ports.ledger.entries()) == batch.entries
    assert ports.ledger.entry(1) == batch.entries[1]
    assert ports.ledger.head() == batch.after
    assert ports.ledger.head().root == root_of(entry.leaf for entry in batch.entries)


def test_stale_head(ports, build):
    """A batch prepared for another head is refused and leaves nothing behind."""
    first = build.batch(ports.ledger.head(), 2)
    ports.ledger.append(first)
    with pytest.raises(LedgerError) as caught:
        ports.ledger.append(first, [build.person("u-9", "Zoe")])
    assert caught.value.code == "store.stale-head"
    assert ports.ledger.head() == first.after
    assert len(list(ports.ledger.entries())) == 2
    assert ports.index.people() == ()


def test_foreign_origin(ports, build):
    """SEC-033 A batch prepared for another log is refused."""
    from checklist.ledger.batch import Head

    with pytest.raises(LedgerError) as caught:
        ports.ledger.append(build.batch(Head("chairside.example/clinic-7/ws-04/1")))
    assert caught.value.code == "store.stale-head"
    assert ports.ledger.head().size == 0


def test_spans(ports, build):
    """Entries are read by half-open spans, across the blocks in which they are fetched."""
    for step in range(3):
        ports.ledger.append(build.batch(ports.ledger.head(), 400, start=400 * step))
    assert [entry.seq for entry in ports.ledger.entries(510, 515)] == list(range(510, 515))
    assert [entry.seq for entry in ports.ledger.entries(1190)] == list(range(1190, 1200))
    assert [entry.seq for entry in ports.ledger.entries(5, 5)] == []
    assert sum(1 for _ in ports.ledger.entries()) == 1200


def test_no_entry(ports, build):
    """Asking for an entry that is not there is an error with a code of its own."""
    for seq in (0, -1):
        with pytest.raises(LedgerError) as caught:
            ports.ledger.entry(seq)
        assert caught.value.code == "store.no-entry"


def test_session_entries(ports, build):
    """The entries of a session are found in the order of n, and those of others are not among them."""
    for step in range(4):
        sess = "s-a" if step % 2 else "s-b"
        ports.ledger.append(build.batch(ports.ledger.head(), 2, sess=sess, start=2 * (step // 2)))
    ports.ledger.append(build.batch(ports.ledger.head(), 1, sess=None))
    assert [entry.seq for entry in ports.ledger.session_entries("s-a")] == [2, 3, 6, 7]
    assert ports.ledger.session_entries("s-c") == ()


def test_family_entries(ports, build):
    """Entries outside sessions are found by the family of their type, in order; those of sessions are not."""
    for sess in (None, "s-a", None):
        ports.ledger.append(build.batch(ports.ledger.head(), 2, sess=sess))
    assert [entry.seq for entry in ports.ledger.family_entries("item")] == [0, 1, 4, 5]
    assert ports.ledger.family_entries("ite") == ()
    assert ports.ledger.family_entries("in") == ()


def test_nodes(ports, build):
    """Perfect subtrees are kept as they complete, and an incomplete one is None."""
    batch = build.batch(ports.ledger.head(), 5)
    ports.ledger.append(batch)
    leaves = [entry.leaf for entry in batch.entries]
    assert ports.ledger.node(0, 4) == leaves[4]
    assert ports.ledger.node(1, 1) == root_of(leaves[2:4])
    assert ports.ledger.node(2, 0) == root_of(leaves[:4])
    assert (ports.ledger.node(0, 5), ports.ledger.node(1, 2), ports.ledger.node(3, 0)) == (None, None, None)


def test_checkpoints(ports, build):
    """A note is kept once for its size; the same again changes nothing, another one is a fork."""
    ports.ledger.append(build.batch(ports.ledger.head(), 3))
    for size, note in ((3, "three\n"), (1, "one\n"), (3, "three\n")):
        ports.ledger.add_checkpoint(size, note)
    assert ports.ledger.checkpoints() == ((1, "one\n"), (3, "three\n"))
    with pytest.raises(LedgerError) as caught:
        ports.ledger.add_checkpoint(3, "another\n")
    assert caught.value.code == "store.fork"
    with pytest.raises(LedgerError) as caught:
        ports.ledger.add_checkpoint(4, "four\n")
    assert caught.value.code == "store.stale-head"
    assert len(ports.ledger.checkpoints()) == 2


def test_keys(ports, build):
    """Public keys are kept in the order they came into force, each once."""
    keys = (KeyPub("log+00000001+AAAA", 1), KeyPub("log+00000002+BBBB", 7))
    for key in (*keys, keys[0]):
        ports.ledger.add_key_pub(key)
    assert ports.ledger.key_pubs() == keys


def test_rows_with_the_batch(ports, build):
    """SEC-004 Projection rows are written with their batch, and a later row replaces the earlier one."""
    for name in ("Ann", "Bea"):
        ports.ledger.append(build.batch(ports.ledger.head(), sess=None), [build.person("u-1", name)])
    assert [person.name for person in ports.index.people()] == ["Bea"]


def test_clinic_row(ports, build):
    """The clinic is read back as it was set up, and is None before."""
    assert ports.index.clinic() is None
    values = (("name", "Hill"), ("workstation", "ws-03"), ("chairs", 3), ("practice", 1), ("pin_length", 6))
    origin = ports.ledger.head().origin
    ports.ledger.append(build.batch(ports.ledger.head(), sess=None), [Row("clinic", (("origin", origin),), values)])
    clinic = ports.index.clinic()
    assert clinic is not None
    assert (clinic.name, clinic.chairs, clinic.practice) == ("Hill", 3, True)
