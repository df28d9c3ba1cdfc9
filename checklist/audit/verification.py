"""Checks of a whole store: the quick one at each start, one session's, and the full one.

The ledger proves its own bytes (``ledger.verify``); here the checks that need more are added: that the tail agrees
with the signed checkpoints within a time a start can afford, that a session replays under its protocol, and that the
projections are what the entries say (V11). Pure: reads through the port.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from checklist.audit.projections import rebuild_rows, rows_since
from checklist.audit.replay import Library, replay
from checklist.errors import ChecklistError, LedgerError, TamperError
from checklist.ledger.checkpoint import read_checkpoint, read_note
from checklist.ledger.entry import read_header
from checklist.ledger.port import Cell, Ledger, Row
from checklist.ledger.proof import frontier_hashes, make_inclusion, verify_inclusion
from checklist.ledger.report import Finding, Progress, Report, Verdict, go_on
from checklist.ledger.tree import Builder, Frontier, session_root
from checklist.ledger.verify import Trust, verify

UNSIGNED_MS = 10 * 60 * 1000
"""Most time that entries beyond the newest checkpoint may span: the five minutes of 7.7, and as much again."""

QUICK_TAIL = 5_000
"""Newest entries that the check at each start hashes again (``ledger-and-security`` 7.12)."""


def quick_check(ledger: Ledger, vkey: str) -> Report:
    """Hash the newest entries again and hold them against the stored tree and the newest signed checkpoint.

    The range starts at a checkpoint at or before the tail, so that its signature is checked too.
    """
    head = ledger.head()
    notes = ledger.checkpoints()
    wanted = max(0, head.size - QUICK_TAIL)
    start = max((size for size, _ in notes if size <= wanted), default=0)
    try:
        frontier = Frontier(start, frontier_hashes(ledger.node, start)) if start else Frontier()
        builder = Builder(frontier)
        for entry in ledger.entries(start):
            builder.add(entry.leaf)
    except LedgerError as error:
        return _bad(Verdict.MALFORMED, None, error.detail)
    if builder.frontier != head.frontier:
        return _bad(Verdict.ALTERED, None, "the newest entries are not those of the stored tree", (start, head.size))
    newest = notes[-1][0] if notes else 0
    trust = Trust(vkey, tuple(note for size, note in notes if size > start), start=frontier)
    if newest <= start:
        return Report(verdict=Verdict.OK_UNANCHORED, first=start, size=newest, entries=head.size - start)
    return verify(ledger.entries(start, newest), trust)


def session_check(ledger: Ledger, vkey: str, session_id: str, library: Library) -> Report:
    """Prove each entry of a session to be in the tree of the newest checkpoint, and replay the session.

    Raises:
        LedgerError: The store cannot be read.
    """
    entries = ledger.session_entries(session_id)
    size, note = ledger.checkpoints()[-1]
    signed = verify((), Trust(vkey, (note,), start=Frontier(size - 1, frontier_hashes(ledger.node, size - 1))))
    if signed.findings and signed.findings[0].code in {Verdict.BADKEY, Verdict.BADSIG, Verdict.MALFORMED}:
        return signed
    root = read_checkpoint(read_note(note).text).root
    for entry in entries:
        if entry.seq >= size:
            continue
        try:
            verify_inclusion(entry.leaf, entry.seq, size, make_inclusion(ledger.node, entry.seq, size), root)
        except TamperError:
            return _bad(Verdict.ALTERED, entry.seq, f"entry {entry.seq} is not what was signed")
        except LedgerError as error:
            return _bad(Verdict.MALFORMED, entry.seq, error.detail)
    try:
        replayed = replay(entries, library)
    except ChecklistError as error:
        return _bad(Verdict.MALFORMED, entries[0].seq if entries else None, error.detail or error.code)
    closing = next((r for r in replayed.recorded if r.header.type == "session.close"), None)
    if closing is not None:
        before = [r.entry.leaf for r in replayed.recorded if r.mark.n < closing.mark.n]
        if closing.header.d.get("sroot") != session_root(before).hex():
            return _bad(Verdict.ALTERED, closing.entry.seq, "the session root is another one")
    return Report(verdict=Verdict.OK_UNANCHORED, size=size, root=root, entries=len(entries), scope="sessions")


def signed_stop(ledger: Ledger) -> int | None:
    """Return where a check of a store at rest may stop: behind the newest checkpoint.

    A program that was killed leaves what it wrote since its last signature, five minutes at most, unsigned until the
    next start signs it. None where the unsigned entries span more than that: then they must answer for themselves.
    """
    size = ledger.head().size
    newest = max((signed for signed, _ in ledger.checkpoints()), default=0)
    if newest in {0, size}:
        return None
    first, last = (read_header(ledger.entry(seq).header).at for seq in (newest, size - 1))
    return newest if last - first <= UNSIGNED_MS else None


def full_check(
    ledger: Ledger,
    vkey: str,
    library: Library,
    stored: Callable[[], Iterable[Row]] | None = None,
    progress: Progress = go_on,
    stop: int | None = None,
) -> Report:
    """Check every entry (V1 to V8), then every session's replay and every projection row (V11).

    Args:
        ledger: The log.
        vkey: Its verifier key, as held outside it.
        library: Protocols by digest.
        stored: Reads the stored projection rows; None leaves them unchecked.
        progress: Told the number of entries done; False stops with LedgerError ``work.stopped``.
        stop: Check the entries before this position, which was just signed; None: all there are. While somebody
            writes, what came after it is signed by no checkpoint yet.
    """
    notes = tuple(note for size, note in ledger.checkpoints() if stop is None or size <= stop)
    first = ledger.head().size if stop is None else stop
    trust = Trust(vkey, notes, leaves=lambda: ledger.leaves(stop))
    report = verify(ledger.entries(0, first), trust, progress=progress)
    if not report.good or stored is None:
        return report
    try:
        due = {_key(row): dict(row.values) for row in rebuild_rows(ledger, library)}
    except LedgerError as error:
        return _bad(Verdict.MALFORMED, None, error.detail or error.code)
    held = {_key(row): dict(row.values) for row in stored()}
    # A row that changed while it was being looked at says nothing; the next check looks at it again.
    moved = rows_since(ledger, first)
    for table, key in sorted(due.keys() | held.keys()):
        if (table, key) in moved or due.get((table, key)) == held.get((table, key)):
            continue
        missing = (table, key) not in held
        fault = f"a row of {table} is missing that the entries call for"
        return _bad(
            Verdict.PROJECTION, None, fault if missing else f"a stored row of {table} is not what the entries say"
        )
    return report


def _key(row: Row) -> tuple[str, tuple[tuple[str, Cell], ...]]:
    return row.table, row.key


def _bad(verdict: Verdict, seq: int | None, detail: str, between: tuple[int, int] | None = None) -> Report:
    return Report(verdict=verdict, findings=(Finding(verdict, seq, detail, between),))
