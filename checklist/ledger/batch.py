"""From drafts to a batch ready to store: the pure half of an append (``ledger-and-security`` 7.11).

Imports entry and tree. Invariant: ``after`` is ``before`` plus exactly ``entries``, and ``nodes`` are the
subtrees they completed. A batch is stored whole or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from checklist.errors import LedgerError
from checklist.ledger.entry import Draft, Entry, Stamp, seal
from checklist.ledger.tree import Frontier, Node, extend


class Head(msgspec.Struct, frozen=True):
    """Where a log stands.

    Attributes:
        origin: Name of the log, ``<domain>/<clinic>/<workstation>/<epoch>``.
        frontier: The tree so far.
    """

    origin: str
    frontier: Frontier = Frontier()

    @property
    def size(self) -> int:
        """Number of entries."""
        return self.frontier.size

    @property
    def root(self) -> bytes:
        """32-byte root of the tree."""
        return self.frontier.root


class Batch(msgspec.Struct, frozen=True):
    """Entries of one command, to be stored in one transaction.

    Attributes:
        entries: At least one, ``seq`` from ``before.size`` on.
        before: The head this batch was prepared for; any other head at the store refuses it.
        after: The head once it is stored.
        nodes: Perfect subtrees completed, (level from 1, index, hash), in the order of completion.
    """

    entries: tuple[Entry, ...]
    before: Head
    after: Head
    nodes: tuple[Node, ...]


def prepare(head: Head, drafts: Sequence[Draft], stamp: Stamp, salts: Sequence[bytes], *, ws: str, app: str) -> Batch:
    """Seal drafts one after the other behind ``head``.

    Args:
        head: Where the log stands now.
        drafts: At least one.
        stamp: The one time of all of them.
        salts: 32 random bytes for each draft.
        ws: Workstation id.
        app: Program version.

    Raises:
        LedgerError: ``entry.malformed`` or ``canonical.value``.
    """
    if not drafts or len(salts) != len(drafts):
        raise LedgerError("entry.malformed", "a batch needs drafts, and one salt for each")
    frontier = head.frontier
    entries: list[Entry] = []
    nodes: list[Node] = []
    for draft, salt in zip(drafts, salts, strict=True):
        entry = seal(draft, origin=head.origin, seq=frontier.size, stamp=stamp, ws=ws, app=app, salt=salt)
        frontier, completed = extend(frontier, entry.leaf)
        entries.append(entry)
        nodes.extend(completed)
    return Batch(tuple(entries), head, Head(head.origin, frontier), tuple(nodes))
