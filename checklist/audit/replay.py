"""From stored entries back to a session: decode, mark, fold. Recovering from a crash is just this. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol as Port

import msgspec

from checklist.errors import LedgerError
from checklist.ledger import canonical
from checklist.ledger.entry import Entry, Header, read_header
from checklist.protocol.model import Protocol
from checklist.session.apply import apply
from checklist.session.codec import decode
from checklist.session.events import Event, SessionOpened
from checklist.session.state import Mark, SessionState


class Library(Port):
    """The published protocols, by digest."""

    def by_digest(self, digest: str) -> Protocol:
        """Return the protocol; raises KeyError where it is not here."""
        ...


class Recorded(msgspec.Struct, frozen=True):
    """One entry of a session, decoded."""

    entry: Entry
    header: Header
    event: Event
    mark: Mark


class Replayed(msgspec.Struct, frozen=True):
    """A session read back: its state, the protocol it runs under, and its entries in order."""

    state: SessionState
    protocol: Protocol
    recorded: tuple[Recorded, ...]


def mark_of(header: Header) -> Mark:
    """Return who and when of an entry; raises LedgerError for one outside a session."""
    if header.n is None:
        raise LedgerError("entry.undecodable", "no session position", seq=header.seq)
    return Mark(header.n, header.at, header.tz, header.mono, header.boot, header.actor, header.role, header.auth)


def read_entry(entry: Entry) -> Recorded:
    """Decode one entry of a session.

    Raises:
        LedgerError: ``entry.undecodable``: not an event of a session, or its payload is gone.
        TamperError: The stored bytes are not what an entry may be.
    """
    header = read_header(entry.header)
    if entry.payload is None:
        raise LedgerError("entry.undecodable", "the payload is not here", seq=entry.seq)
    payload = canonical.decode(entry.payload)
    if not isinstance(payload, dict):
        raise LedgerError("entry.undecodable", "the payload is not an object", seq=entry.seq)
    return Recorded(entry, header, decode(header.type, payload), mark_of(header))


def replay(entries: Sequence[Entry], library: Library) -> Replayed:
    """Fold a session's entries, in order of ``n``.

    Raises:
        LedgerError: ``session.unknown`` without entries; ``entry.undecodable``; ``session.protocol``: the version it
            ran under is not in the library.
    """
    recorded = tuple(read_entry(entry) for entry in entries)
    if not recorded or not isinstance(recorded[0].event, SessionOpened):
        raise LedgerError("session.unknown", "the session has no opening entry")
    opening = recorded[0]
    ref = recorded[0].event.protocol
    try:
        protocol = library.by_digest(ref.digest)
    except KeyError as error:
        raise LedgerError("session.protocol", "its protocol version is not here", version=ref.version) from error
    state: SessionState | None = None
    for item in recorded:
        state = apply(protocol, state, item.event, item.mark, session_id=opening.header.sess or "")
    if state is None:
        raise LedgerError("session.unknown", "the session has no entries")
    return Replayed(state, protocol, recorded)
