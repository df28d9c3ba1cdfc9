"""Checking a packet of chosen sessions: proofs stand in for the entries that are not shown (7.9, D30).

May import the ledger, ``packet_format`` and ``packet_file``. The signed header of the packet's own export
says which sessions and how many entries; the signed header of each ``session.close`` says the root over the
entries before it; what came later is proved entry by entry.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from checklist.audit import packet_format as form
from checklist.audit.packet_file import Packet
from checklist.audit.packet_format import SessionsScope
from checklist.errors import TamperError
from checklist.ledger.checkpoint import Checkpoint
from checklist.ledger.entry import Entry, Header, read_header
from checklist.ledger.keycheck import in_order, opened, trusted_key
from checklist.ledger.proof import TlogProof, read_tlog_proof, verify_inclusion
from checklist.ledger.report import Finding, Findings, Progress, Report, Stage, Verdict, step
from checklist.ledger.rules import SESSION_CLOSE, PayloadRules
from checklist.ledger.tree import leaf_hash, session_root
from checklist.ledger.verify import Trust


class _Wrong(Exception):  # noqa: N818  # carries a finding, is not an error
    """Carries the one finding that ends the check of the tree."""

    def __init__(self, code: Verdict, seq: int | None, detail: str) -> None:
        super().__init__(detail)
        self.finding = Finding(code, seq, detail)


class _Close(msgspec.Struct, frozen=True):
    """What a proved ``session.close`` says: its own leaf, how many entries it follows, their root."""

    leaf: bytes
    count: int
    sroot: str


class _Session(msgspec.Struct, frozen=True):
    """A session of the scope: name, number of entries, proved close, proofs of single entries by ``n``."""

    sess: str
    count: int
    close: _Close | None
    singles: dict[int, TlogProof]


class _Claims(msgspec.Struct, frozen=True):
    """What the signed headers say: scope, sessions, leaf of the export; and the checkpoint."""

    scope: SessionsScope
    sessions: tuple[_Session, ...]
    export: bytes
    last: Checkpoint

    @property
    def total(self) -> int:
        return sum(one.count for one in self.sessions) + 1


def check_sessions(packet: Packet, trust: Trust, findings: Findings, progress: Progress) -> Report:
    """Check everything in a packet of sessions but its manifest; findings go into ``findings``.

    Raises:
        TamperError: ``packet.form`` or ``proof.form``: a part is malformed.
        LedgerError: ``work.stopped``.
    """
    names = [one.name for one in packet.manifest.files if one.name.endswith(".tlog-proof")]
    proofs = {name: read_tlog_proof(packet.text(name)) for name in names}
    vkey = trusted_key(trust.vkey, findings)
    if vkey is None:
        return Report(verdict=Verdict.BADKEY)
    report = Report(verdict=Verdict.OK, origin=vkey.name, fingerprint=vkey.fingerprint, scope="sessions")
    checkpoints = opened(trust.notes, vkey, findings, "checkpoint")
    in_order(checkpoints, findings)
    anchors = opened(trust.anchors, vkey, findings, "anchor")
    if not findings.ordered and not checkpoints:
        findings.add(Stage.SIGNATURE, Finding(Verdict.BADSIG, 0, "there is no checkpoint to check against"))
    if findings.ordered:
        return report
    last = checkpoints[-1]
    lines = list(packet.lines(form.ENTRIES))
    listed = [form.read_leaf_line(line) for line in packet.lines(form.LEAVES)]
    try:
        claims = _claims(proofs, trust.notes[-1], last)
        _prove(lines, listed, claims)
    except _Wrong as wrong:
        findings.add(Stage.TREE, wrong.finding)
        return report
    scope, headers = claims.scope, _check_headers(lines, listed, claims, findings)
    payloads = PayloadRules(findings, lambda header: scope.payloads and header.seq != last.size - 1)
    for done, (header, entry) in enumerate(_with_payloads(packet, headers, lines, findings)):
        step(progress, done)
        payloads.see(header, entry, b"")
    payloads.finish()
    report = msgspec.structs.replace(
        report,
        size=last.size,
        root=last.root,
        entries=len(lines),
        payloads=payloads.checked,
        practice=scope.practice,
    )
    return _anchored(report, anchors, last, findings)


def _claims(proofs: dict[str, TlogProof], note: str, last: Checkpoint) -> _Claims:
    """Return what the signed headers in the proofs say must be there."""
    if any(proof.note != note for proof in proofs.values()):
        raise _Wrong(Verdict.MALFORMED, None, "a proof leads to another checkpoint")
    proof = proofs[form.EXPORT_PROOF]
    export = _included(proof, last)
    try:
        scope = form.read_scope(export.d)
    except TamperError as problem:
        raise _Wrong(Verdict.GAP, export.seq, problem.detail) from problem
    if export.type != form.EXPORT or export.seq != last.size - 1 or not isinstance(scope, SessionsScope):
        raise _Wrong(Verdict.GAP, export.seq, "the packet does not end with the entry of its own export")
    sessions = tuple(_session(proofs, one, last) for one in scope.sessions)
    return _Claims(scope, sessions, leaf_hash(proof.extra), last)


def _session(proofs: dict[str, TlogProof], claimed: form.SessionCount, last: Checkpoint) -> _Session:
    sess, close, first = claimed.sess, None, 0
    proof = proofs.get(form.session_proof_name(sess))
    if proof is not None:
        header = _included(proof, last)
        if header.type != SESSION_CLOSE or header.sess != sess or header.n is None:
            raise _Wrong(Verdict.MALFORMED, proof.index, f"session {sess}: the proof is of another entry")
        sroot = header.d.get("sroot")
        if header.d.get("count") != header.n or header.n >= claimed.count or not isinstance(sroot, str):
            raise _Wrong(Verdict.GAP, proof.index, f"session {sess}: the close counts other entries")
        close, first = _Close(leaf_hash(proof.extra), header.n, sroot), header.n + 1
    singles = {n: proofs.get(form.entry_proof_name(sess, n)) for n in range(first, claimed.count)}
    found = {n: one for n, one in singles.items() if one is not None}
    if len(found) != len(singles):
        raise _Wrong(Verdict.GAP, None, f"session {sess}: the proof of an entry is missing")
    return _Session(sess, claimed.count, close, found)


def _included(proof: TlogProof, last: Checkpoint) -> Header:
    """Return the header a proof carries, once it is proved to stand where the proof says."""
    try:
        verify_inclusion(leaf_hash(proof.extra), proof.index, last.size, proof.path, last.root)
    except TamperError as problem:
        detail = f"entry {proof.index} is not what was signed, or its proof is not"
        raise _Wrong(Verdict.ALTERED, proof.index, detail) from problem
    try:
        header = read_header(proof.extra)
    except TamperError as problem:
        raise _Wrong(Verdict.MALFORMED, proof.index, f"entry {proof.index}: {problem.detail}") from problem
    if header.seq != proof.index:
        raise _Wrong(Verdict.ORDER, proof.index, f"entry {header.seq} stands at position {proof.index}")
    return header


def _prove(lines: Sequence[bytes], listed: Sequence[tuple[int, bytes]], claims: _Claims) -> None:
    """Raise unless the lines are exactly what is claimed; name the first bad one if the leaf list can."""
    leaves, hints = [leaf_hash(line) for line in lines], [leaf for _seq, leaf in listed]
    trouble = _unproved(leaves, claims)
    if trouble is None:
        return
    if _unproved(hints, claims) is not None:
        code = Verdict.GAP if len(leaves) < claims.total else Verdict.ALTERED
        raise _Wrong(code, None, trouble)
    place = next((at for at, hint in enumerate(hints) if leaves[at : at + 1] != [hint]), len(hints))
    if place == len(hints):
        raise _Wrong(Verdict.ALTERED, None, "there are more entries than were signed")
    seq = listed[place][0]
    if place == len(leaves):
        raise _Wrong(Verdict.TRUNCATED, seq, f"entry {seq} and all after it are missing")
    if leaves[place] not in hints:
        raise _Wrong(Verdict.ALTERED, seq, f"entry {seq} is not what was signed")
    if len(leaves) < len(hints):
        raise _Wrong(Verdict.GAP, seq, f"entry {seq} is missing")
    raise _Wrong(Verdict.ORDER, seq, f"another entry stands in the place of entry {seq}")


def _unproved(leaves: Sequence[bytes], claims: _Claims) -> str | None:
    """Return what of these leaves cannot be proved, None when all can."""
    if len(leaves) != claims.total:
        return "the packet holds another number of entries than its export states"
    first = 0
    for session in claims.sessions:
        part, close = leaves[first : first + session.count], session.close
        first += session.count
        if close is not None and (
            session_root(part[: close.count]).hex() != close.sroot or part[close.count] != close.leaf
        ):
            return f"an entry of session {session.sess} is not what was signed"
        if not all(_stands(part[n], proof, claims.last) for n, proof in session.singles.items()):
            return f"an entry of session {session.sess} is not what was signed, or its proof is not"
    return None if leaves[-1] == claims.export else "the last entry is not the one of the export"


def _stands(leaf: bytes, proof: TlogProof, last: Checkpoint) -> bool:
    try:
        verify_inclusion(leaf, proof.index, last.size, proof.path, last.root)
    except TamperError:
        return False
    return True


def _check_headers(
    lines: Sequence[bytes], listed: Sequence[tuple[int, bytes]], claims: _Claims, findings: Findings
) -> list[Header]:
    """Return the headers, which are proved by now; what is wrong with one, the log itself wrote."""
    headers: list[Header] = []
    slots = [(one.sess, n) for one in claims.sessions for n in range(one.count)]
    for place, line in enumerate(lines):
        seq, leaf = listed[place] if place < len(listed) else (None, b"")
        try:
            header = read_header(line)
        except TamperError as problem:
            findings.add(Stage.HEADER, Finding(Verdict.MALFORMED, seq, f"entry {seq}: {problem.detail}"))
            break
        headers.append(header)
        if header.log != claims.last.origin:
            findings.add(Stage.HEADER, Finding(Verdict.MALFORMED, seq, f"entry {seq} belongs to another log"))
        if place < len(slots) and (header.sess, header.n) != slots[place]:
            detail = f"entry {seq} is not number {slots[place][1]} of session {slots[place][0]}"
            findings.add(Stage.HEADER, Finding(Verdict.ORDER, seq, detail))
        if header.seq != seq or leaf_hash(line) != leaf:
            detail = f"leaves.txt differs at entry {header.seq}, but the entries are right"
            findings.add(Stage.FILES, Finding(Verdict.MALFORMED, header.seq, detail))
    if len(listed) != len(lines):
        detail = "leaves.txt has another length, but the entries are right"
        findings.add(Stage.FILES, Finding(Verdict.MALFORMED, None, detail))
    return headers


def _with_payloads(
    packet: Packet, headers: Sequence[Header], lines: Sequence[bytes], findings: Findings
) -> Iterator[tuple[Header, Entry]]:
    """Yield headers and entries with the payloads that stand beside them."""
    payloads = packet.lines(form.PAYLOADS) if form.PAYLOADS in packet.names else iter(())
    waiting = next(payloads, None)
    for header, line in zip(headers, lines, strict=False):
        seq, salt, payload = form.read_payload_line(waiting) if waiting is not None else (-1, b"", b"")
        if seq == header.seq:
            waiting = next(payloads, None)
            yield header, Entry(seq, line, salt, payload)
        else:
            yield header, Entry(header.seq, line, None, None)
    if waiting is not None:
        seq = form.read_payload_line(waiting)[0]
        findings.add(Stage.FILES, Finding(Verdict.MALFORMED, seq, f"a payload stands alone, for entry {seq}"))


def _anchored(report: Report, anchors: Sequence[Checkpoint], last: Checkpoint, findings: Findings) -> Report:
    """Compare the anchors that speak of this packet's checkpoint; older ones need the proof of growth."""
    verdict, anchored = Verdict.OK_UNANCHORED, None
    for anchor in anchors:
        if anchor.size == last.size and anchor.root != last.root:
            detail = f"an anchor has another root for size {anchor.size}"
            findings.add(Stage.ANCHOR, Finding(Verdict.FORK, anchor.size, detail))
        elif anchor.size == last.size:
            verdict, anchored = Verdict.OK, anchor.size
    return msgspec.structs.replace(report, verdict=verdict, anchored=anchored)
