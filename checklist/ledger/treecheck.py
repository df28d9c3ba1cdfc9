"""Growing the tree over entries, comparing it with signed roots, and naming the first bad entry.

Imports tree and report. The leaf list that may help is only a hint: it is believed when the signed roots
prove it, else the two checkpoints are named between which the bad entry lies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from checklist.ledger.entry import Header
from checklist.ledger.report import Finding, Findings, Stage, Verdict
from checklist.ledger.tree import Builder, Frontier

LeafList: TypeAlias = Callable[[], Iterator[bytes]]
"""Gives, each time it is called, the 32-byte leaf hashes that should be there, in order."""


class TreeCheck:
    """V3 and V4: every signed root is reached.

    Args:
        start: The tree before the first entry.
        roots: Signed root by size, at least one, all sizes beyond ``start``.
        leaves: The listed leaf hashes; None where there is no list.

    Attributes:
        tree: The tree so far.
    """

    def __init__(self, start: Frontier, roots: Mapping[int, bytes], leaves: LeafList | None) -> None:
        self.tree = Builder(start)
        self._start, self._roots, self._leaves = start, roots, leaves
        self._hints = leaves() if leaves else None
        self._due = min(roots)
        self._proven = start.size
        self._failed: int | None = None
        self._differs: tuple[int, bytes | None] | None = None
        self._misnumbered: tuple[int, int] | None = None
        self._unreadable: int | None = None

    def see(self, leaf: bytes, header: Header | None) -> None:
        """Add the next entry; ``header`` is None where it cannot be read."""
        place = self.tree.size
        if self._hints is not None and self._differs is None and next(self._hints, None) != leaf:
            self._differs = (place, leaf)
        if header is None:
            self._unreadable = place if self._unreadable is None else self._unreadable
        elif header.seq != place and self._misnumbered is None:
            self._misnumbered = (place, header.seq)
        self.tree.add(leaf)
        if self._failed is None and self.tree.size == self._due:
            self._compare()

    def finish(self, findings: Findings) -> None:
        """Note what is wrong with the tree, or with a list that does not fit entries that are right."""
        if self._hints is not None and self._differs is None and next(self._hints, None) is not None:
            self._differs = (self.tree.size, None)
        if self._failed is None and self._proven == self.tree.size == max(self._roots):
            if self._differs is not None:
                place = self._differs[0]
                detail = f"the leaf list differs at entry {place}, but the entries are right"
                findings.add(Stage.FILES, Finding(Verdict.MALFORMED, place, detail))
            return
        findings.add(Stage.TREE, self._by_list() or self._by_interval())

    def _compare(self) -> None:
        if self.tree.root != self._roots[self._due]:
            self._failed = self._due
            return
        self._proven, self._misnumbered, self._unreadable = self._due, None, None
        self._due = min((size for size in self._roots if size > self._proven), default=-1)

    def _by_list(self) -> Finding | None:
        if self._differs is None:
            return None
        place, leaf = self._differs
        listed, elsewhere = self._study_list(leaf)
        if listed != max(self._roots):
            return None
        if leaf is None:
            return Finding(Verdict.TRUNCATED, place, f"entry {place} and all after it are missing")
        if elsewhere and self.tree.size < listed:
            return Finding(Verdict.GAP, place, f"entry {place} is missing")
        if elsewhere:
            return Finding(Verdict.ORDER, place, f"another entry stands in the place of entry {place}")
        return Finding(Verdict.ALTERED, place, f"entry {place} is not what was signed")

    def _study_list(self, wanted: bytes | None) -> tuple[int, bool]:
        """Return the size the list reaches (-1 unless proved), and whether it holds ``wanted``."""
        tree, elsewhere = Builder(self._start), False
        for leaf in self._leaves() if self._leaves else ():
            tree.add(leaf)
            elsewhere = elsewhere or leaf == wanted
            if tree.size in self._roots and tree.root != self._roots[tree.size]:
                return -1, False
        return tree.size, elsewhere

    def _by_interval(self) -> Finding:
        after = self._failed or self._due
        if after < 0:
            detail = f"the entries from {self._proven} on are signed by no checkpoint"
            return Finding(Verdict.BADSIG, self._proven, detail)
        between, end = (self._proven, after), self.tree.size
        if self._leaves is None and self._unreadable is not None and self._unreadable < after:
            detail = f"entry {self._unreadable} cannot be read"
            return Finding(Verdict.ALTERED, self._unreadable, detail, between)
        if self._misnumbered is not None and self._misnumbered[0] < after:
            place, number = self._misnumbered
            code = Verdict.GAP if number > place else Verdict.ORDER
            return Finding(code, place, f"entry {number} stands at position {place}", between)
        if end < after:
            return Finding(Verdict.TRUNCATED, end, f"entry {end} and all after it are missing", between)
        detail = f"an entry between the checkpoints of size {self._proven} and {after} is not what was signed"
        return Finding(Verdict.ALTERED, self._proven, detail, between)
