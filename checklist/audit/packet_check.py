"""Checking a packet: strict reading, then the same stages as ``resources/verify`` goes through.

May import the ledger and the ``packet_`` modules. Invariant: whatever the bytes, the answer is a ``Report``;
the two scripts give the same verdict and name the same first bad entry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from checklist.audit import packet_format as form
from checklist.audit.bundle import payload_filter
from checklist.audit.packet_file import Packet, open_packet
from checklist.audit.packet_format import RangeScope, Scope
from checklist.audit.packet_sessions import check_sessions
from checklist.errors import TamperError
from checklist.ledger.checkpoint import read_checkpoint, read_note, split_notes
from checklist.ledger.entry import HEADER_LIMIT, Entry, Header, read_header
from checklist.ledger.proof import verify_consistency
from checklist.ledger.report import Finding, Findings, Progress, Report, Stage, Verdict, go_on, step
from checklist.ledger.tree import Frontier
from checklist.ledger.verify import STRIDE, Trust, check, conclude


def verify_packet(
    path: Path, *, vkey: str | None = None, anchors: Sequence[str] = (), progress: Progress = go_on
) -> Report:
    """Check a packet.

    Args:
        path: The ZIP file, or the folder it was unpacked into.
        vkey: The log's verifier key as the checker holds it; None takes the packet's own, whose fingerprint
            must then be compared with the paper from the first start.
        anchors: Signed checkpoints that the checker kept elsewhere.
        progress: Told the number of steps done, now and then.

    Raises:
        LedgerError: ``packet.unreadable``: there is no such file; ``work.stopped``.
    """
    findings = Findings()
    try:
        with open_packet(path) as packet:
            return _check(packet, vkey, tuple(anchors), findings, progress)
    except TamperError as problem:
        line = problem.params.get("entry")
        seq = line if isinstance(line, int) else None
        findings.add(Stage.SHAPE, Finding(Verdict.MALFORMED, seq, problem.detail))
        return conclude(findings, Report(verdict=Verdict.MALFORMED))


def _check(
    packet: Packet, vkey: str | None, anchors: tuple[str, ...], findings: Findings, progress: Progress
) -> Report:
    by_session = form.EXPORT_PROOF in packet.names
    start = form.read_frontier(packet.text(form.FRONTIER)) if form.FRONTIER in packet.names else Frontier()
    last = _check_shape(packet, None if by_session else start.size, progress)
    growth = form.read_growth(packet.text(form.CONSISTENCY)) if form.CONSISTENCY in packet.names else None
    notes = split_notes(packet.long_text(form.CHECKPOINTS))
    keys = [line.decode("ascii", "replace") for line in packet.lines(form.KEYS)]
    if len(keys) != 1 or vkey not in {None, keys[0]}:
        findings.add(Stage.KEY, Finding(Verdict.BADKEY, None, "keys.txt does not hold the log's key"))
        return conclude(findings, Report(verdict=Verdict.BADKEY))
    end = _claimed_size(notes[-1]) if notes else 0
    trust = Trust(
        keys[0],
        notes,
        tuple(note for note in anchors if _claimed_size(note) <= end),
        start,
        lambda: (form.read_leaf_line(line)[1] for line in packet.lines(form.LEAVES)),
    )
    if by_session:
        report = check_sessions(packet, trust, findings, progress)
    else:
        report = _check_range(packet, trust, last, findings, progress)
    if growth is not None and not findings.any_before(Stage.ANCHOR):
        report = _check_growth(growth, report, trust, findings)
    if not findings.any_before(Stage.FILES):
        _check_files(packet, findings, progress)
    return conclude(findings, report)


def _check_range(packet: Packet, trust: Trust, last: bytes, findings: Findings, progress: Progress) -> Report:
    scope = _scope(last)
    export = trust.start.size + sum(1 for _ in packet.lines(form.ENTRIES)) - 1
    needed: Callable[[Header], bool] = payload_filter(scope) if scope else lambda _header: False
    entries = _entries(packet, trust.start.size, findings)
    report = check(entries, trust, findings, lambda header: header.seq != export and needed(header), progress)
    if not isinstance(scope, RangeScope):
        detail = "the packet does not end with the entry of its own export"
        findings.add(Stage.SCOPE, Finding(Verdict.GAP, export + 1, detail))
        return report
    if scope.first != trust.start.size:
        detail = f"the packet should begin at entry {scope.first}"
        findings.add(Stage.SCOPE, Finding(Verdict.GAP, scope.first, detail))
    return msgspec.structs.replace(report, scope="range", practice=scope.practice)


def _scope(line: bytes) -> Scope | None:
    try:
        header = read_header(line)
        return form.read_scope(header.d) if header.type == form.EXPORT else None
    except TamperError:
        return None


def _entries(packet: Packet, first: int, findings: Findings) -> Iterator[Entry]:
    """Yield the entries with their payloads; a payload without its entry is a finding."""
    payloads = packet.lines(form.PAYLOADS) if form.PAYLOADS in packet.names else iter(())
    waiting = next(payloads, None)
    for place, line in enumerate(packet.lines(form.ENTRIES), first):
        seq, salt, payload = form.read_payload_line(waiting) if waiting is not None else (-1, b"", b"")
        if seq == place:
            waiting = next(payloads, None)
            yield Entry(place, line, salt, payload)
        else:
            yield Entry(place, line, None, None)
    if waiting is not None:
        seq = form.read_payload_line(waiting)[0]
        findings.add(Stage.FILES, Finding(Verdict.MALFORMED, seq, f"a payload stands alone, for entry {seq}"))


def _check_shape(packet: Packet, first: int | None, progress: Progress) -> bytes:
    """Check the form of the long files; return the last line of ``entries.jsonl``, empty without one."""
    last = b""
    try:
        for place, line in enumerate(packet.lines(form.ENTRIES)):
            last = line
            if len(line) > HEADER_LIMIT:
                raise TamperError("packet.form", "an entry is too long", line=place)
            if place % STRIDE == 0:
                step(progress, place)
    except TamperError as problem:
        line_number = problem.params.get("line")
        if first is None or not isinstance(line_number, int):
            raise
        raise TamperError("packet.form", problem.detail, entry=first + line_number) from problem
    for place, line in enumerate(packet.lines(form.LEAVES)):
        seq, _leaf = form.read_leaf_line(line)
        if first is not None and seq != first + place:
            raise TamperError("packet.form", f"leaves.txt, line {place + 1}: another position")
    for name in (form.PAYLOADS, form.CHECKPOINTS, form.KEYS):
        for line in packet.lines(name) if name in packet.names else ():
            if name == form.PAYLOADS:
                form.read_payload_line(line)
    return last


def _check_growth(growth: form.Growth, report: Report, trust: Trust, findings: Findings) -> Report:
    """Check the proof from the earlier packet; an anchor of exactly its size then confirms that much."""
    try:
        if growth.new != report.size:
            raise TamperError("proof.consistency")
        verify_consistency(growth.old, growth.old_root, growth.new, report.root, growth.path)
    except TamperError:
        detail = f"the log is not shown to have grown from the earlier packet of size {growth.old}"
        findings.add(Stage.ANCHOR, Finding(Verdict.FORK, growth.old, detail))
        return report
    for anchor in (read_checkpoint(read_note(note).text) for note in trust.anchors):
        if anchor.size == growth.old and anchor.root != growth.old_root:
            detail = f"an anchor has another root for size {anchor.size}"
            findings.add(Stage.ANCHOR, Finding(Verdict.FORK, anchor.size, detail))
        elif anchor.size == growth.old and report.anchored is None:
            report = msgspec.structs.replace(report, anchored=anchor.size)
    return report


def _check_files(packet: Packet, findings: Findings, progress: Progress) -> None:
    for done, member in enumerate(packet.manifest.files):
        step(progress, done)
        if packet.digest(member.name) != (member.sha256, member.size):
            detail = f"{member.name} is not the file the manifest lists"
            findings.add(Stage.FILES, Finding(Verdict.MALFORMED, None, detail))


def _claimed_size(note: str) -> int:
    """Return the size a note speaks of, its signature unseen; 0 where it is no checkpoint."""
    try:
        return read_checkpoint(read_note(note).text).size
    except TamperError:
        return 0
