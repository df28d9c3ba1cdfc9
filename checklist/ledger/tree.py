"""The Merkle tree of RFC 9162 section 2.1 over SHA-256, grown leaf by leaf.

Imports hashlib and msgspec only. Invariants: a ``Frontier`` of size n holds one hash for each one-bit of n,
the largest perfect subtree first; node (level, index) is the root of the leaves ``index * 2**level`` up to
``(index + 1) * 2**level``, and level 0 is the leaves themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

import msgspec

Node = tuple[int, int, bytes]
"""A completed perfect subtree: level (1 or more), index within the level, 32-byte hash."""

EMPTY_ROOT = sha256(b"").digest()
"""Root of the tree without leaves (RFC 9162 2.1.1)."""


def leaf_hash(data: bytes) -> bytes:
    """Return the 32-byte leaf hash ``SHA-256(0x00 || data)`` (RFC 9162 2.1.1)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the 32-byte node hash ``SHA-256(0x01 || left || right)`` (RFC 9162 2.1.1)."""
    return sha256(b"\x01" + left + right).digest()


def fold(hashes: Iterable[bytes]) -> bytes:
    """Return the root over perfect subtrees given largest (leftmost) first; of none, ``EMPTY_ROOT``."""
    root: bytes | None = None
    for part in reversed(tuple(hashes)):
        root = part if root is None else node_hash(part, root)
    return EMPTY_ROOT if root is None else root


class Frontier(msgspec.Struct, frozen=True):
    """All that must be kept of a tree to go on growing it.

    Attributes:
        size: Number of leaves, 0 or more.
        hashes: Roots of the perfect subtrees, largest first; as many as ``size`` has one-bits.
    """

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    @property
    def root(self) -> bytes:
        """Root of the tree of ``size`` leaves (RFC 9162 2.1.1)."""
        return fold(self.hashes)

    @property
    def sound(self) -> bool:
        """Whether the number and the length of the hashes fit the size."""
        return (
            self.size >= 0 and len(self.hashes) == self.size.bit_count() and all(len(one) == 32 for one in self.hashes)
        )


def extend(frontier: Frontier, leaf: bytes) -> tuple[Frontier, tuple[Node, ...]]:
    """Add one leaf.

    Args:
        frontier: The tree so far.
        leaf: A 32-byte leaf hash.

    Returns:
        The grown frontier, and the perfect subtrees this leaf completed, lowest level first (level 1 and up).
    """
    hashes = list(frontier.hashes)
    completed: list[Node] = []
    index, level, top = frontier.size, 0, leaf
    while index & 1:
        top = node_hash(hashes.pop(), top)
        index >>= 1
        level += 1
        completed.append((level, index, top))
    return Frontier(frontier.size + 1, (*hashes, top)), tuple(completed)


class Builder:
    """A tree that grows in place: the fast path for checking a whole log.

    Args:
        start: The tree to go on from.
    """

    def __init__(self, start: Frontier | None = None) -> None:
        self.size = start.size if start else 0
        self._hashes = list(start.hashes) if start else []

    def add(self, leaf: bytes) -> None:
        """Add one 32-byte leaf hash."""
        index, hashes = self.size, self._hashes
        while index & 1:
            leaf = sha256(b"\x01" + hashes.pop() + leaf).digest()
            index >>= 1
        hashes.append(leaf)
        self.size += 1

    @property
    def frontier(self) -> Frontier:
        """The tree so far, as a value."""
        return Frontier(self.size, tuple(self._hashes))

    @property
    def root(self) -> bytes:
        """Root of the tree so far."""
        return fold(self._hashes)


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Return the root over 32-byte leaf hashes in order."""
    builder = Builder()
    for leaf in leaves:
        builder.add(leaf)
    return builder.root


def session_root(leaves: Iterable[bytes]) -> bytes:
    """Return ``sroot`` (``ledger-and-security`` 7.9): the root over a session's leaves before its close."""
    return root_of(leaves)
