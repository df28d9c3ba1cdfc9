"""The whole session as one value: what the record page, the paper and the exports are made from.

Made from entries alone, in a fresh process as well as in the one that wrote them (SEC-017). Pure.
"""

from __future__ import annotations

import msgspec

from checklist.audit.query import Patient, Person, SessionRow
from checklist.audit.replay import Recorded, Replayed
from checklist.ledger.signing import grouped
from checklist.ledger.tree import session_root
from checklist.protocol.model import Protocol
from checklist.session.events import Event, SessionClosed
from checklist.session.state import Mark, SessionState


class RecordEntry(msgspec.Struct, frozen=True):
    """One entry of the session: position in the log, type, what happened, who and when, and its leaf hash in hex."""

    seq: int
    type: str
    event: Event
    mark: Mark
    leaf: str


class SessionRecord(msgspec.Struct, frozen=True):
    """A session with everything that belongs to it.

    Attributes:
        seal: First 16 hex digits of the session root in fours; empty until the session is closed.
        sealed_seq: Position of ``session.close`` in the log, or None.
    """

    row: SessionRow
    patient: Patient
    protocol: Protocol
    state: SessionState
    entries: tuple[RecordEntry, ...]
    people: tuple[Person, ...]
    seal: str
    sealed_seq: int | None


def session_record(row: SessionRow, patient: Patient, people: tuple[Person, ...], replayed: Replayed) -> SessionRecord:
    """Put a session's record together."""
    entries = tuple(_entry(item) for item in replayed.recorded)
    closing = next((i for i, item in enumerate(entries) if isinstance(item.event, SessionClosed)), None)
    seal, sealed_seq = "", None
    if closing is not None:
        root = session_root(item.entry.leaf for item in replayed.recorded[:closing])
        seal, sealed_seq = grouped(root), entries[closing].seq
    return SessionRecord(row, patient, replayed.protocol, replayed.state, entries, people, seal, sealed_seq)


def _entry(item: Recorded) -> RecordEntry:
    return RecordEntry(item.entry.seq, item.header.type, item.event, item.mark, item.entry.leaf.hex())
