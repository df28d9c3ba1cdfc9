"""Any change of a log is found."""

import hashlib

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from checklist.ledger.batch import Head, prepare
from checklist.ledger.entry import Draft, Stamp
from checklist.ledger.proof import frontier_hashes
from checklist.ledger.signing import LogKey
from checklist.ledger.tree import Frontier, leaf_hash
from checklist.ledger.verify import Trust, verify

ORIGIN = "a.example/c/w/1"
KEY = LogKey(ORIGIN, b"k" * 32)
SIZE = 24


def _build():
    head, entries, notes, nodes = Head(ORIGIN), [], [], {}
    for i in range(SIZE):
        payload = {"value": str(i)} if i % 3 else None
        draft = Draft(
            type="item.value", actor="u-1", role="nurse", auth="pin", sess="s-1", n=i, pt="p-1", payload=payload
        )
        salt = hashlib.sha256(bytes([i])).digest()
        batch = prepare(head, [draft], Stamp(1000 + i, 0, i, "b", "ntp"), [salt], ws="w", app="1")
        head = batch.after
        entries += batch.entries
        nodes |= {(level, index): node for level, index, node in batch.nodes}
        nodes[0, i] = batch.entries[0].leaf
        if i % 7 == 6 or i == SIZE - 1:
            notes.append(KEY.sign(head))
    return entries, tuple(notes), nodes


ENTRIES, NOTES, NODES = _build()
LEAVES = [entry.leaf for entry in ENTRIES]
hints = st.sampled_from([None, lambda: iter(LEAVES)])
places = st.integers(0, SIZE - 1)


def _check(entries, leaves, start=0):
    numbered = [msgspec.structs.replace(entry, seq=start + at) for at, entry in enumerate(entries)]
    frontier = Frontier(start, frontier_hashes(lambda level, index: NODES.get((level, index)), start))
    return verify(numbered, Trust(KEY.vkey.text, NOTES, start=frontier, leaves=leaves))


@given(places, hints)
def test_nothing_changed(start, leaves):
    """12.5 An unchanged log raises no false alarm, from wherever it is read."""
    rest = None if leaves is None else lambda: iter(LEAVES[start:])
    assert _check(ENTRIES[start:], rest, start).good


@given(places, st.data(), hints)
def test_changed_byte(place, data, leaves):
    """12.5 A changed byte of a header, payload or salt is found; with a leaf list, exactly there."""
    entry = ENTRIES[place]
    field = data.draw(st.sampled_from(["header", "payload", "salt"] if entry.payload else ["header"]))
    old = getattr(entry, field)
    at = data.draw(st.integers(0, len(old) - 1))
    new = old[:at] + bytes([old[at] ^ data.draw(st.integers(1, 255))]) + old[at + 1 :]
    report = _check([*ENTRIES[:place], msgspec.structs.replace(entry, **{field: new}), *ENTRIES[place + 1 :]], leaves)
    assert not report.good
    if leaves is not None or field != "header":
        assert report.findings[0].seq == place


@given(places, hints)
def test_removed(place, leaves):
    """12.5 A removed entry is found at its place."""
    report = _check([*ENTRIES[:place], *ENTRIES[place + 1 :]], leaves)
    assert not report.good
    assert report.findings[0].seq == place


@given(places, places, hints)
def test_swapped(one, other, leaves):
    """12.5 Two entries that changed places are found at the first of them."""
    if one == other:
        return
    entries = list(ENTRIES)
    entries[one], entries[other] = entries[other], entries[one]
    report = _check(entries, leaves)
    assert not report.good
    assert report.findings[0].seq == min(one, other)


@given(st.integers(0, SIZE), places, hints)
def test_inserted(place, which, leaves):
    """12.5 An inserted entry is found no later than where it stands, one that repeats another too."""
    report = _check([*ENTRIES[:place], ENTRIES[which], *ENTRIES[place:]], leaves)
    assert not report.good
    assert report.findings[0].seq <= place + 1


@given(st.integers(0, SIZE - 1), hints)
def test_cut(length, leaves):
    """12.5 A log that was cut is found at its first missing entry."""
    report = _check(ENTRIES[:length], leaves)
    assert not report.good
    assert report.findings[0].seq == length


@given(places)
def test_rewritten_list_too(place):
    """7.12 When the leaf list was rewritten as well, the two checkpoints around the change are named."""
    changed = msgspec.structs.replace(ENTRIES[place], header=ENTRIES[place].header.replace(b"u-1", b"u-2"))
    entries = [*ENTRIES[:place], changed, *ENTRIES[place + 1 :]]
    report = _check(entries, lambda: iter([leaf_hash(entry.header) for entry in entries]))
    low, high = report.findings[0].between
    assert low <= place < high
    assert not report.good
