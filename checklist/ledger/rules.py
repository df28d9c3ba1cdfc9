"""Rules over entries in order: each in its place, payloads as committed, sessions complete, time going on.

Imports canonical, entry, tree and report. Of the entry types of ``ledger-and-security`` 7.4 it knows three:
``session.close`` (7.9), ``clock.jump`` (7.15) and ``purge.done`` (7.19, ``d.ranges`` a list of [first,
stop]). Memory grows with the number of sessions, and of payloads that are missing, only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from checklist.errors import TamperError
from checklist.ledger import canonical
from checklist.ledger.checkpoint import Checkpoint
from checklist.ledger.entry import Entry, Header, commitment
from checklist.ledger.report import Finding, Findings, Report, Stage, Verdict
from checklist.ledger.tree import Builder

SESSION_CLOSE = "session.close"
CLOCK_JUMP = "clock.jump"
PURGE_DONE = "purge.done"

ANCHOR_AGE_MS = 7 * 24 * 3600 * 1000
"""Oldest that the newest anchor may be when the newest checkpoint is made (7.12, V6)."""


_PAYLOAD_DETAIL = {
    Verdict.ALTERED: "is not what its header commits to",
    Verdict.MALFORMED: "is malformed, or its header commits to none",
    Verdict.PAYLOAD_MISSING: "is missing",
}


class PlaceRules:
    """V2: an entry names its log and its position.

    Args:
        origin: Name of the log.
        findings: Where findings go.
    """

    def __init__(self, origin: str, findings: Findings) -> None:
        self._origin = origin
        self._findings = findings

    def see(self, header: Header, entry: Entry, _leaf: bytes) -> None:
        """Check the next entry, whose ``seq`` is its position."""
        if header.log != self._origin:
            detail = f"entry {entry.seq} belongs to another log"
            self._findings.add(Stage.HEADER, Finding(Verdict.MALFORMED, entry.seq, detail))
        if header.seq != entry.seq:
            code = Verdict.GAP if header.seq > entry.seq else Verdict.ORDER
            detail = f"entry {header.seq} stands at position {entry.seq}"
            self._findings.add(Stage.HEADER, Finding(code, entry.seq, detail))


class PayloadRules:
    """V3: a payload is what its header committed to, and is there unless purged or out of scope.

    Args:
        findings: Where findings go.
        needed: Whether the payload of an entry that committed to one must be there.

    Attributes:
        checked: Number of payloads found right so far.
    """

    def __init__(self, findings: Findings, needed: Callable[[Header], bool]) -> None:
        self.checked = 0
        self._findings = findings
        self._needed = needed
        self._wrong: dict[int, Verdict] = {}
        self._missing: list[int] = []
        self._purged: list[tuple[int, int]] = []

    def see(self, header: Header, entry: Entry, _leaf: bytes) -> None:
        """Check the next entry."""
        seq, salt, payload = entry.seq, entry.salt, entry.payload
        if header.type == PURGE_DONE:
            self._purged += _ranges(header.d.get("ranges"))
        if salt is not None and payload is not None:
            code = _judge(header, salt, payload)
            if code is None:
                self.checked += 1
            else:
                self._wrong[seq] = code
        elif (salt, payload) != (None, None):
            self._wrong[seq] = Verdict.MALFORMED
        elif header.pc is not None and self._needed(header):
            self._missing.append(seq)

    def finish(self) -> None:
        """Note what is wrong, lowest position first; what a purge entry covers is not missing."""
        for seq in self._missing:
            if not any(first <= seq < stop for first, stop in self._purged):
                self._wrong[seq] = Verdict.PAYLOAD_MISSING
        for seq, code in sorted(self._wrong.items()):
            detail = f"the payload of entry {seq} {_PAYLOAD_DETAIL[code]}"
            self._findings.add(Stage.PAYLOAD, Finding(code, seq, detail))


class SessionRules:
    """V8: numbering without gaps, and at the close its count and root.

    Args:
        findings: Where findings go.
        partial: True when earlier entries are not shown, so that a session may be met in its middle.
    """

    def __init__(self, findings: Findings, *, partial: bool) -> None:
        self._findings = findings
        self._partial = partial
        self._next: dict[str, int] = {}
        self._trees: dict[str, Builder] = {}

    def see(self, header: Header, _entry: Entry, leaf: bytes) -> None:
        """Check the next entry; entries outside sessions pass."""
        if header.sess is None or header.n is None:
            return
        sess, expected = header.sess, self._next.get(header.sess)
        if expected is None:
            expected = header.n if self._partial else 0
            if header.n == 0:
                self._trees[sess] = Builder()
        if header.n != expected:
            code = Verdict.GAP if header.n > expected else Verdict.ORDER
            self._note(code, header.seq, f"session {sess}: number {header.n} where {expected} was due")
            self._trees.pop(sess, None)
        elif header.type == SESSION_CLOSE and sess in self._trees:
            self._close(header, self._trees.pop(sess))
        elif sess in self._trees:
            self._trees[sess].add(leaf)
        self._next[sess] = header.n + 1

    def _close(self, header: Header, tree: Builder) -> None:
        if header.d.get("count") != tree.size:
            self._note(Verdict.GAP, header.seq, f"session {header.sess}: the close counts other entries")
        elif header.d.get("sroot") != tree.root.hex():
            self._note(Verdict.ALTERED, header.seq, f"session {header.sess}: the close has another root")

    def _note(self, code: Verdict, seq: int, detail: str) -> None:
        self._findings.add(Stage.SESSION, Finding(code, seq, detail))


class ClockRules:
    """V7: wall time does not decrease but at a ``clock.jump``; monotonic time does not within a boot.

    Args:
        findings: Where findings go.
    """

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._last: Header | None = None

    def see(self, header: Header, _entry: Entry, _leaf: bytes) -> None:
        """Check the next entry."""
        last, self._last = self._last, header
        if last is None:
            return
        if header.at < last.at and header.type != CLOCK_JUMP:
            self._note(header.seq, "the wall clock runs back without a clock.jump")
        elif header.boot == last.boot and header.mono < last.mono:
            self._note(header.seq, "the monotonic clock runs back within one boot")

    def _note(self, seq: int, detail: str) -> None:
        self._findings.add(Stage.CLOCK, Finding(Verdict.CLOCK, seq, detail))


class AnchorRules:
    """V5 and V6: outside anchors agree, and the newest is not old.

    Args:
        anchors: Checkpoints that came by another way, in any order.
        tree: The tree the entries grow, before the first of them.
        findings: Where findings go.
    """

    def __init__(self, anchors: Sequence[Checkpoint], tree: Builder, findings: Findings) -> None:
        self._by_size: dict[int, list[bytes]] = {}
        for anchor in anchors:
            self._by_size.setdefault(anchor.size, []).append(anchor.root)
        self._tree, self._findings = tree, findings
        self._newest: int | None = None
        self._newest_at = self._last_at = 0
        self._meet()

    def see(self, header: Header | None) -> None:
        """Look at the tree after the next entry."""
        if header is not None:
            self._last_at = header.at
            # An anchor at the very start is as old as the entry after it, as far as can be seen from here.
            self._newest_at = self._newest_at or header.at
        if self._tree.size in self._by_size:
            self._meet()

    def finish(self, report: Report) -> Report:
        """Return the report with the verdict the anchors allow."""
        for size in sorted(self._by_size):
            if size > self._tree.size:
                detail = f"an anchor has {size} entries, this log has {self._tree.size}"
                self._findings.add(Stage.ANCHOR, Finding(Verdict.TRUNCATED, self._tree.size, detail))
        verdict = Verdict.OK_UNANCHORED
        if self._newest == report.size:
            verdict = Verdict.OK
        elif self._newest is not None and self._last_at - self._newest_at > ANCHOR_AGE_MS:
            verdict = Verdict.STALE
        return msgspec.structs.replace(report, verdict=verdict, anchored=self._newest)

    def _meet(self) -> None:
        size = self._tree.size
        roots = self._by_size.get(size, [])
        if any(root != self._tree.root for root in roots):
            detail = f"an anchor has another root for size {size}"
            self._findings.add(Stage.ANCHOR, Finding(Verdict.FORK, size, detail))
        elif roots and size:
            self._newest, self._newest_at = size, self._last_at


def _judge(header: Header, salt: bytes, payload: bytes) -> Verdict | None:
    if header.pc is None:
        return Verdict.MALFORMED
    if commitment(salt, payload).hex() != header.pc:
        return Verdict.ALTERED
    try:
        return None if isinstance(canonical.decode(payload), dict) else Verdict.MALFORMED
    except TamperError:
        return Verdict.MALFORMED


def _ranges(value: canonical.Value) -> list[tuple[int, int]]:
    try:
        return msgspec.convert(value, list[tuple[int, int]])
    except msgspec.ValidationError:
        return []
