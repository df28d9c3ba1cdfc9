"""The full check of a log, or of a run of its entries, in one pass (``ledger-and-security`` 7.12).

Imports the rest of the ledger. Invariants: stored bytes are hashed again, stored hashes are never believed;
having nothing to check is a failure; whatever the bytes, the answer is a ``Report``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from checklist.errors import TamperError
from checklist.ledger.entry import Entry, Header, read_header
from checklist.ledger.keycheck import in_order, opened, trusted_key
from checklist.ledger.report import Finding, Findings, Progress, Report, Stage, Verdict, go_on, step
from checklist.ledger.rules import AnchorRules, ClockRules, PayloadRules, PlaceRules, SessionRules
from checklist.ledger.tree import Frontier
from checklist.ledger.treecheck import LeafList, TreeCheck

STRIDE = 512
"""Entries between two reports of progress."""


class Trust(msgspec.Struct, frozen=True):
    """What the checker holds.

    Attributes:
        vkey: Verifier key of the log; its name is the origin.
        notes: Signed checkpoints that came with the entries, smallest first.
        anchors: Signed checkpoints that left the machine and came back by another way.
        start: The tree before the first entry; proved by the first checkpoint after it.
        leaves: What the leaf hashes should be, if a list is at hand: a hint that names the first bad entry.
    """

    vkey: str
    notes: tuple[str, ...]
    anchors: tuple[str, ...] = ()
    start: Frontier = Frontier()
    leaves: LeafList | None = None


def all_payloads(_header: Header) -> bool:
    """Every payload must be there."""
    return True


def verify(
    entries: Iterable[Entry],
    trust: Trust,
    *,
    needs_payload: Callable[[Header], bool] = all_payloads,
    progress: Progress = go_on,
) -> Report:
    """Check entries against what the checker holds (V1 to V8 without day keys).

    Args:
        entries: In order, the first at position ``trust.start.size``.
        trust: What the checker holds.
        needs_payload: Whether the payload of an entry that committed to one must be there.
        progress: Told the number of entries done, every ``STRIDE``.

    Raises:
        LedgerError: ``work.stopped``, and whatever reading the entries raises.
    """
    findings = Findings()
    return conclude(findings, check(entries, trust, findings, needs_payload, progress))


def check(
    entries: Iterable[Entry],
    trust: Trust,
    findings: Findings,
    needs_payload: Callable[[Header], bool],
    progress: Progress,
) -> Report:
    """Do the work of ``verify`` for a caller that adds findings of its own and then calls ``conclude``."""
    vkey = trusted_key(trust.vkey, findings)
    if vkey is None:
        return Report(verdict=Verdict.OK, first=trust.start.size)
    report = Report(verdict=Verdict.OK, origin=vkey.name, fingerprint=vkey.fingerprint, first=trust.start.size)
    checkpoints = opened(trust.notes, vkey, findings, "checkpoint")
    in_order(checkpoints, findings)
    anchors = opened(trust.anchors, vkey, findings, "anchor")
    roots = {one.size: one.root for one in checkpoints if one.size > trust.start.size}
    if not findings.ordered and not roots:
        nothing = Finding(Verdict.BADSIG, trust.start.size, "there is no checkpoint to check against")
        findings.add(Stage.SIGNATURE, nothing)
    if findings.ordered:
        return report
    tree = TreeCheck(trust.start, roots, trust.leaves)
    outside = AnchorRules(anchors, tree.tree, findings)
    payloads = PayloadRules(findings, needs_payload)
    rules = (
        PlaceRules(vkey.name, findings),
        payloads,
        SessionRules(findings, partial=trust.start.size > 0),
        ClockRules(findings),
    )
    for entry in entries:
        place, leaf = tree.tree.size, entry.leaf
        header = _header(entry, place, findings)
        tree.see(leaf, header)
        outside.see(header)
        if header is not None:
            for rule in rules:
                rule.see(header, entry, leaf)
        if place % STRIDE == 0:
            step(progress, place - trust.start.size)
    step(progress, tree.tree.size - trust.start.size)
    tree.finish(findings)
    payloads.finish()
    newest = max(roots)
    report = msgspec.structs.replace(
        report,
        size=newest,
        root=roots[newest],
        entries=tree.tree.size - trust.start.size,
        payloads=payloads.checked,
    )
    return outside.finish(report)


def _header(entry: Entry, place: int, findings: Findings) -> Header | None:
    try:
        return read_header(entry.header)
    except TamperError as problem:
        finding = Finding(Verdict.MALFORMED, place, f"entry {place}: {problem.detail}")
        findings.add(Stage.HEADER, finding)
        return None


def conclude(findings: Findings, report: Report) -> Report:
    """Return the report with the findings in it, and the first of them as its verdict."""
    ordered = findings.ordered
    verdict = ordered[0].code if ordered else report.verdict
    return msgspec.structs.replace(report, verdict=verdict, findings=ordered)
