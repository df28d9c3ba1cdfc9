"""Proofs that an entry is in a log, and that a log only grew (RFC 9162 2.1.3 and 2.1.4; C2SP ``tlog-proof``).

Imports tree, checkpoint and errors. Invariant: verifying takes every value it depends on as an argument,
none of them optional, and raises ``TamperError`` unless the proof fits exactly.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Sequence
from typing import TypeAlias

import msgspec

from checklist.errors import LedgerError, TamperError
from checklist.ledger.checkpoint import hash_from_base64
from checklist.ledger.tree import fold, node_hash

NodeReader: TypeAlias = Callable[[int, int], bytes | None]
"""Gives the hash of a perfect subtree by level and index (``port.Ledger.node``)."""

PROOF_HEADING = "c2sp.org/tlog-proof@v1"

_INDEX = re.compile(r"index (0|[1-9][0-9]{0,15})")


def subtree_root(node: NodeReader, first: int, stop: int) -> bytes:
    """Return the root over the leaves ``first <= i < stop``, a subtree of RFC 9162 2.1.1.

    Args:
        node: Where hashes are read.
        first: A multiple of the smallest power of two not below ``stop - first``.
        stop: More than ``first``.

    Raises:
        LedgerError: ``proof.node``: a node that should be complete is missing.
    """
    parts = []
    while first < stop:
        level = (stop - first).bit_length() - 1
        part = node(level, first >> level)
        if part is None:
            raise LedgerError("proof.node", "a completed node of the tree is missing", level=level)
        parts.append(part)
        first += 1 << level
    return fold(parts)


def frontier_hashes(node: NodeReader, size: int) -> tuple[bytes, ...]:
    """Return the perfect subtrees of the first ``size`` leaves, largest first.

    Raises:
        LedgerError: ``proof.node``: a node is missing.
    """
    hashes, first = [], 0
    for level in range(size.bit_length() - 1, -1, -1):
        if size >> level & 1:
            hashes.append(subtree_root(node, first, first + (1 << level)))
            first += 1 << level
    return tuple(hashes)


def make_inclusion(node: NodeReader, index: int, size: int) -> tuple[bytes, ...]:
    """Return the inclusion path of leaf ``index`` among ``size`` leaves, lowest first (RFC 9162 2.1.3.1).

    Raises:
        LedgerError: ``proof.range``: not ``0 <= index < size``; ``proof.node``: a node is missing.
    """
    if not 0 <= index < size:
        raise LedgerError("proof.range", "there is no such leaf in this tree")
    path: list[bytes] = []
    first, stop = 0, size
    while stop - first > 1:
        middle = first + _split(stop - first)
        if index < middle:
            path.append(subtree_root(node, middle, stop))
            stop = middle
        else:
            path.append(subtree_root(node, first, middle))
            first = middle
    return tuple(reversed(path))


def make_consistency(node: NodeReader, old: int, new: int) -> tuple[bytes, ...]:
    """Return the proof that the tree of ``new`` leaves extends the one of ``old`` (RFC 9162 2.1.4.1).

    Raises:
        LedgerError: ``proof.range``: not ``0 < old <= new``; ``proof.node``: a node is missing.
    """
    if not 0 < old <= new:
        raise LedgerError("proof.range", "consistency is between a tree that is not empty and a later one")
    path: list[bytes] = []
    first, stop, whole = 0, new, True
    while old != stop:
        middle = first + _split(stop - first)
        if old <= middle:
            path.append(subtree_root(node, middle, stop))
            stop = middle
        else:
            path.append(subtree_root(node, first, middle))
            first, whole = middle, False
    if not whole:
        path.append(subtree_root(node, first, stop))
    return tuple(reversed(path))


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> None:
    """Check that ``leaf`` stands at ``index`` in the tree of ``size`` leaves and ``root`` (RFC 9162 2.1.3.2).

    Raises:
        TamperError: ``proof.inclusion``: the proof does not fit.
    """
    failed = TamperError("proof.inclusion", "the inclusion proof does not lead to the root")
    if not 0 <= index < size or len(leaf) != 32:
        raise failed
    position, last, reached = index, size - 1, leaf
    for step in path:
        if last == 0 or len(step) != 32:
            raise failed
        if position & 1 or position == last:
            reached = node_hash(step, reached)
            while not position & 1 and position:
                position >>= 1
                last >>= 1
        else:
            reached = node_hash(reached, step)
        position >>= 1
        last >>= 1
    if last != 0 or reached != root:
        raise failed


def verify_consistency(old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]) -> None:
    """Check that the tree of ``new`` leaves extends the tree of ``old`` leaves (RFC 9162 2.1.4.2).

    Raises:
        TamperError: ``proof.consistency``: the proof does not fit.
    """
    failed = TamperError("proof.consistency", "the consistency proof does not lead to both roots")
    if not 0 < old <= new or any(len(step) != 32 for step in path):
        raise failed
    if old == new:
        if path or old_root != new_root:
            raise failed
        return
    steps = [old_root, *path] if old & (old - 1) == 0 else list(path)
    if not steps:
        raise failed
    position, last = old - 1, new - 1
    while position & 1:
        position >>= 1
        last >>= 1
    old_reached = new_reached = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise failed
        if position & 1 or position == last:
            old_reached = node_hash(step, old_reached)
            new_reached = node_hash(step, new_reached)
            while not position & 1 and position:
                position >>= 1
                last >>= 1
        else:
            new_reached = node_hash(new_reached, step)
        position >>= 1
        last >>= 1
    if last != 0 or old_reached != old_root or new_reached != new_root:
        raise failed


class TlogProof(msgspec.Struct, frozen=True):
    """One entry's inclusion, to be checked offline (C2SP ``tlog-proof@v1``).

    Attributes:
        extra: Bytes for the reader, here the header of the entry itself; empty for none.
        index: Position of the entry in the log.
        path: Inclusion path, lowest first.
        note: The signed checkpoint it leads to.
    """

    extra: bytes
    index: int
    path: tuple[bytes, ...]
    note: str

    @property
    def text(self) -> str:
        """The proof as C2SP text."""
        lines = [PROOF_HEADING]
        if self.extra:
            lines.append("extra " + base64.b64encode(self.extra).decode())
        lines.append(f"index {self.index}")
        lines.extend(base64.b64encode(step).decode() for step in self.path)
        return "\n".join(lines) + "\n\n" + self.note


def read_tlog_proof(text: str) -> TlogProof:
    """Read a ``tlog-proof@v1`` text; the note in it is not looked at.

    Raises:
        TamperError: ``proof.form``: it is not such a text.
    """
    failed = TamperError("proof.form", "this is not a tlog-proof")
    head, gap, note = text.partition("\n\n")
    lines = head.split("\n")
    if not gap or not note or lines.pop(0) != PROOF_HEADING or not lines:
        raise failed
    extra = b""
    if lines[0].startswith("extra "):
        encoded = lines.pop(0)[6:]
        try:
            extra = base64.b64decode(encoded, validate=True)
        except ValueError as problem:
            raise failed from problem
        if not extra or base64.b64encode(extra).decode() != encoded:
            raise failed
    index = _INDEX.fullmatch(lines.pop(0)) if lines else None
    if index is None or len(lines) > 63:
        raise failed
    return TlogProof(extra, int(index[1]), tuple(hash_from_base64(line) for line in lines), note)


def _split(size: int) -> int:
    """Return the largest power of two smaller than ``size`` (2 or more)."""
    return 1 << ((size - 1).bit_length() - 1)
