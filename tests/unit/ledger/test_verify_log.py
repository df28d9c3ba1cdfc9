"""Verification of a log (``ledger-and-security`` 7.12)."""

import msgspec
import pytest

from checklist.errors import LedgerError
from checklist.ledger.proof import frontier_hashes
from checklist.ledger.report import Verdict
from checklist.ledger.signing import LogKey
from checklist.ledger.tree import Frontier
from checklist.ledger.verify import verify


def first(report):
    return report.verdict, report.findings[0].seq


def spoiled(entries, at, **change):
    return [*entries[:at], msgspec.structs.replace(entries[at], **change), *entries[at + 1 :]]


def test_honest_log(tiny):
    """An unchanged log is OK-UNANCHORED, and the report counts what was checked."""
    report = verify(tiny.entries(), tiny.trust())
    assert (report.verdict, report.good, report.findings) == (Verdict.OK_UNANCHORED, True, ())
    assert (report.entries, report.payloads, report.size, report.unanchored) == (20, 20, 20, 20)
    assert report.fingerprint == tiny.key.vkey.fingerprint


def test_anchor_at_the_end(tiny):
    """An outside anchor at the final size makes it OK."""
    report = verify(tiny.entries(), tiny.trust(anchors=(tiny.ledger.checkpoints()[1][1],)))
    assert (report.verdict, report.anchored, report.unanchored) == (Verdict.OK, 20, 0)


def test_anchor_before_the_end(tiny):
    """V6 Entries after the newest anchor are counted as unanchored."""
    report = verify(tiny.entries(), tiny.trust(anchors=(tiny.ledger.checkpoints()[0][1],)))
    assert (report.verdict, report.anchored, report.unanchored) == (Verdict.OK_UNANCHORED, 10, 10)


def test_stale_anchor(tiny, stamp):
    """V6 An anchor more than seven days older than the newest checkpoint is STALE."""
    late = msgspec.structs.replace(stamp, at=stamp.at + 8 * 24 * 3600 * 1000, mono=9_000_000_000)
    tiny.put(stamp=late)
    tiny.sign()
    report = verify(tiny.entries(), tiny.trust(anchors=(tiny.ledger.checkpoints()[1][1],)))
    assert (report.verdict, report.good) == (Verdict.STALE, True)


def test_fork(tiny, blank):
    """V5 An anchor with another root for a size of this log is FORK."""
    for _ in range(10):
        blank.put(d={"other": "history"})
    report = verify(tiny.entries(), tiny.trust(anchors=(blank.sign(),)))
    assert first(report) == (Verdict.FORK, 10)


def test_two_roots_for_one_size(tiny, blank):
    """Two checkpoints of one size with different roots are FORK."""
    for _ in range(10):
        blank.put(d={"other": "history"})
    other, trust = blank.sign(), tiny.trust()
    report = verify(tiny.entries(), tiny.trust(notes=(trust.notes[0], other, trust.notes[1])))
    assert first(report) == (Verdict.FORK, 10)


def test_anchor_beyond_the_log(tiny):
    """V5 A log shorter than an anchor is TRUNCATED."""
    entries = tiny.entries()
    tiny.put()
    beyond = tiny.sign()
    report = verify(entries, tiny.trust(notes=tiny.trust().notes[:2], anchors=(beyond,)))
    assert first(report) == (Verdict.TRUNCATED, 20)


def test_cut_log(tiny):
    """A log cut off before its newest checkpoint is TRUNCATED at the first missing entry."""
    assert first(verify(tiny.entries()[:15], tiny.trust())) == (Verdict.TRUNCATED, 15)


@pytest.mark.parametrize("keep", [(), (0,)])
def test_checkpoints_removed(tiny, keep):
    """6.3 Entries that no checkpoint covers are not believed, and nothing to check is a failure."""
    notes = tuple(tiny.trust().notes[at] for at in keep)
    assert first(verify(tiny.entries(), tiny.trust(notes=notes))) == (Verdict.BADSIG, 10 * len(keep))


def test_empty_log(blank):
    """6.3 A log without entries and checkpoints is a failure."""
    assert not verify([], blank.trust()).good


def test_deleted_entry(tiny):
    """A deleted entry is GAP at its position."""
    entries = tiny.entries()
    del entries[13]
    assert first(verify(entries, tiny.trust())) == (Verdict.GAP, 13)


def test_swapped_entries(tiny):
    """Two entries that changed places are found at the first of them."""
    entries = tiny.entries()
    entries[4], entries[5] = entries[5], entries[4]
    assert first(verify(entries, tiny.trust())) == (Verdict.GAP, 4)


def test_doubled_entry(tiny):
    """An entry that stands twice is ORDER at the second."""
    entries = tiny.entries()
    assert first(verify([*entries[:6], entries[5], *entries[6:]], tiny.trust())) == (Verdict.ORDER, 6)


def test_altered_header_without_list(tiny):
    """Without a leaf list an altered entry is named by the two checkpoints it lies between."""
    entries = tiny.entries()
    changed = entries[14].header.replace(b'"u-7"', b'"u-8"')
    report = verify(spoiled(entries, 14, header=changed), tiny.trust())
    assert first(report) == (Verdict.ALTERED, 10)
    assert report.findings[0].between == (10, 20)


def test_altered_header_with_list(tiny):
    """With a leaf list the altered entry itself is named."""
    entries = tiny.entries()
    leaves = [entry.leaf for entry in entries]
    changed = entries[14].header.replace(b'"u-7"', b'"u-8"')
    trust = tiny.trust(leaves=lambda: iter(leaves))
    assert first(verify(spoiled(entries, 14, header=changed), trust)) == (Verdict.ALTERED, 14)


def test_unreadable_header(tiny):
    """An entry whose bytes cannot be read any more is named without a list."""
    report = verify(spoiled(tiny.entries(), 14, header=b"\x00"), tiny.trust())
    assert first(report) == (Verdict.ALTERED, 14)


def test_false_leaf_list(tiny):
    """A leaf list that does not fit entries that are right is MALFORMED, and does not shake the entries."""
    leaves = [entry.leaf for entry in tiny.entries()]
    leaves[3] = b"x" * 32
    assert first(verify(tiny.entries(), tiny.trust(leaves=lambda: iter(leaves)))) == (Verdict.MALFORMED, 3)


def test_altered_payload(tiny):
    """V3 A changed payload is ALTERED, though no header changed."""
    report = verify(spoiled(tiny.entries(), 7, payload=b'{"value":"9"}'), tiny.trust())
    assert first(report) == (Verdict.ALTERED, 7)


def test_altered_salt(tiny):
    """V3 A changed salt is ALTERED."""
    assert first(verify(spoiled(tiny.entries(), 7, salt=b"x" * 32), tiny.trust())) == (Verdict.ALTERED, 7)


def test_missing_payload(tiny):
    """V3 A payload that is gone without a purge is PAYLOAD-MISSING; a scope that leaves it out is content."""
    entries = spoiled(tiny.entries(), 7, salt=None, payload=None)
    assert first(verify(entries, tiny.trust())) == (Verdict.PAYLOAD_MISSING, 7)
    assert verify(entries, tiny.trust(), needs_payload=lambda header: header.seq != 7).good


def test_salt_without_payload(tiny):
    """A salt that stands alone is MALFORMED."""
    assert first(verify(spoiled(tiny.entries(), 7, payload=None), tiny.trust())) == (Verdict.MALFORMED, 7)


def test_purged_payload(tiny):
    """SEC-003 A payload that a purge entry covers may be gone; all proofs still hold."""
    tiny.put(type="purge.done", d={"ranges": [[5, 8]]})
    tiny.sign()
    entries = spoiled(tiny.entries(), 7, salt=None, payload=None)
    assert verify(entries, tiny.trust()).good
    entries = spoiled(entries, 8, salt=None, payload=None)
    assert first(verify(entries, tiny.trust())) == (Verdict.PAYLOAD_MISSING, 8)


def test_wrong_key(tiny):
    """V1 The key decides, not the file: another key is BADKEY."""
    other = LogKey(tiny.key.vkey.name, b"k" * 32).vkey.text
    assert verify(tiny.entries(), tiny.trust(vkey=other)).verdict is Verdict.BADKEY
    assert verify(tiny.entries(), tiny.trust(vkey="nonsense")).verdict is Verdict.BADKEY


def test_wrong_signature(tiny):
    """V4 A checkpoint whose text was changed is BADSIG with the size it claims."""
    note = tiny.trust().notes[1].replace("\n20\n", "\n19\n")
    assert first(verify(tiny.entries(), tiny.trust(notes=(tiny.trust().notes[0], note)))) == (Verdict.BADSIG, 19)


def test_checkpoints_out_of_order(tiny):
    """Checkpoints out of order are MALFORMED."""
    assert verify(tiny.entries(), tiny.trust(notes=tiny.trust().notes[::-1])).verdict is Verdict.MALFORMED


def test_session_close(blank):
    """7.9 A session with its right count and root passes, entries after the close go on counting."""
    blank.put_session("s-1", 5)
    blank.put(type="amend", sess="s-1", n=6)
    blank.sign()
    assert verify(blank.entries(), blank.trust()).good


@pytest.mark.parametrize(
    ("closing", "code"),
    [({"count": 4}, Verdict.GAP), ({"sroot": "00" * 32}, Verdict.ALTERED), ({"count": None}, Verdict.GAP)],
)
def test_false_close(blank, closing, code):
    """V8 A close that counts other entries is GAP, one with another root ALTERED."""
    blank.put_session("s-1", 5, **closing)
    blank.sign()
    assert first(verify(blank.entries(), blank.trust())) == (code, 5)


@pytest.mark.parametrize(("numbers", "code"), [((0, 2), Verdict.GAP), ((0, 1, 1), Verdict.ORDER), ((1,), Verdict.GAP)])
def test_session_numbers(blank, numbers, code):
    """SEC-016 Numbers within a session have no gap and never repeat."""
    for n in numbers:
        blank.put(sess="s-1", n=n)
    blank.sign()
    assert first(verify(blank.entries(), blank.trust())) == (code, len(numbers) - 1)


def test_clock_runs_back(blank, stamp):
    """V7 Wall time that runs back is CLOCK, unless the entry is the clock.jump itself."""
    blank.put()
    back = msgspec.structs.replace(stamp, at=stamp.at - 5000, mono=stamp.mono + 1)
    blank.put(type="clock.jump", stamp=back)
    blank.sign()
    assert verify(blank.entries(), blank.trust()).good
    blank.put(stamp=msgspec.structs.replace(back, at=back.at - 1))
    blank.sign()
    assert first(verify(blank.entries(), blank.trust())) == (Verdict.CLOCK, 2)


def test_monotonic_clock(blank, stamp):
    """V7 Monotonic time that runs back within a boot is CLOCK; after a boot it may begin anew."""
    blank.put()
    blank.put(stamp=msgspec.structs.replace(stamp, mono=1, boot="c0de"))
    blank.sign()
    assert verify(blank.entries(), blank.trust()).good
    blank.put(stamp=msgspec.structs.replace(stamp, mono=0, boot="c0de"))
    blank.sign()
    assert first(verify(blank.entries(), blank.trust())) == (Verdict.CLOCK, 2)


def test_from_the_middle(tiny):
    """A range is checked from the frontier before it; another frontier is found."""
    start = Frontier(10, frontier_hashes(tiny.ledger.node, 10))
    rest = list(tiny.ledger.entries(10))
    report = verify(rest, tiny.trust(start=start))
    assert (report.good, report.first, report.entries) == (True, 10, 10)
    false = Frontier(10, (start.hashes[1], start.hashes[0]))
    assert first(verify(rest, tiny.trust(start=false))) == (Verdict.ALTERED, 10)


def test_anchor_at_the_beginning_of_a_range(tiny):
    """An anchor at the size where a range begins is compared with the frontier."""
    start = Frontier(10, frontier_hashes(tiny.ledger.node, 10))
    trust = tiny.trust(start=start, anchors=(tiny.trust().notes[0],))
    report = verify(list(tiny.ledger.entries(10)), trust)
    assert (report.verdict, report.anchored) == (Verdict.OK_UNANCHORED, 10)


def test_progress_and_stop(tiny):
    """UX-13 A check tells how far it is, and stops when asked to."""
    seen = []
    verify(tiny.entries(), tiny.trust(), progress=lambda done: not seen.append(done))
    assert seen[-1] == 20
    with pytest.raises(LedgerError, match=r"work\.stopped"):
        verify(tiny.entries(), tiny.trust(), progress=lambda _done: False)


def test_entry_of_another_log(tiny, draft, stamp):
    """V2 An entry that names another log is MALFORMED even under a right root."""
    fake = type(tiny)(draft, stamp)
    fake.put()
    header = fake.entries()[0].header.replace(b"ws-03/1", b"ws-03/2")
    entry = msgspec.structs.replace(fake.entries()[0], header=header)
    size_one = Frontier(1, (entry.leaf,))
    note = tiny.key.sign(msgspec.structs.replace(fake.ledger.head(), frontier=size_one))
    assert first(verify([entry], tiny.trust(notes=(note,)))) == (Verdict.MALFORMED, 0)


def test_findings_are_bounded(tiny):
    """A log with very many wrong payloads gives a bounded number of findings."""
    for _ in range(120):
        tiny.put()
    tiny.sign()
    entries = [msgspec.structs.replace(entry, salt=b"x" * 32) for entry in tiny.entries()]
    report = verify(entries, tiny.trust())
    assert len(report.findings) == 100
    assert first(report) == (Verdict.ALTERED, 0)
