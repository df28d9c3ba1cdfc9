"""The part of a verification that needs no entries: the key, and checkpoints and anchors it signed (V1, V4).

Imports signing and report. Invariant: what comes back was signed by exactly the key that was given.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from checklist.errors import TamperError
from checklist.ledger.checkpoint import Checkpoint
from checklist.ledger.report import Finding, Findings, Stage, Verdict
from checklist.ledger.signing import ED25519, Vkey, open_checkpoint, read_vkey


def trusted_key(text: str, findings: Findings) -> Vkey | None:
    """Read the log's verifier key; None, with a ``BADKEY`` finding, when it is not one."""
    try:
        vkey = read_vkey(text)
        if vkey.kind == ED25519:
            return vkey
    except TamperError:
        pass
    findings.add(Stage.KEY, Finding(Verdict.BADKEY, None, "the verifier key is malformed"))
    return None


def opened(notes: Sequence[str], vkey: Vkey, findings: Findings, what: str) -> tuple[Checkpoint, ...]:
    """Return the checkpoints in notes up to the first that is not signed as it should be.

    Args:
        notes: Signed notes.
        vkey: The log's key.
        findings: Receives ``MALFORMED``, ``BADKEY``, or ``BADSIG`` with the size the note claims.
        what: Word for people: ``checkpoint`` or ``anchor``.
    """
    found: list[Checkpoint] = []
    for number, text in enumerate(notes, 1):
        try:
            found.append(open_checkpoint(text, vkey))
        except TamperError as problem:
            findings.add(Stage.SIGNATURE, _unsigned(problem.code, text, f"{what} {number}"))
            break
    return tuple(found)


def in_order(checkpoints: Sequence[Checkpoint], findings: Findings) -> None:
    """Check that sizes grow; two roots signed for one size are a ``FORK``."""
    for before, after in pairwise(checkpoints):
        if after.size == before.size and after.root != before.root:
            detail = f"two roots are signed for size {after.size}"
            findings.add(Stage.SIGNATURE, Finding(Verdict.FORK, after.size, detail))
        elif after.size <= before.size:
            detail = f"the checkpoint of size {after.size} is out of order"
            findings.add(Stage.SIGNATURE, Finding(Verdict.MALFORMED, None, detail))


def _unsigned(code: str, text: str, what: str) -> Finding:
    match code:
        case "note.key":
            return Finding(Verdict.BADKEY, None, f"{what} is not signed by this key")
        case "note.signature":
            return Finding(Verdict.BADSIG, int(text.split("\n")[1]), f"{what} has a wrong signature")
        case _:
            return Finding(Verdict.MALFORMED, None, f"{what} is not a signed checkpoint")
