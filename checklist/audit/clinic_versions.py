"""A clinic's own versions of the protocols, read out of the log: who proposed what, who approved it, what is in use.

Four entry types tell it, none of them in a session: ``in.propose`` (values a clinic wants to set), ``in.protocol``
(a second person approved them: a version of its own from here on), ``in.decline`` and ``in.withdraw``. Each of the
last three refers to its proposal. Pure: reads entries, never writes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import msgspec

from checklist.errors import LedgerError, ProtocolError
from checklist.ledger import canonical
from checklist.ledger.entry import Entry, Header, read_header
from checklist.protocol.library import Library
from checklist.protocol.model import Protocol
from checklist.protocol.overlay import Overlay, apply_overlay

T = TypeVar("T")

FAMILY = "in"
"""Family of the entry types looked at."""
PROPOSE, APPROVE, DECLINE, WITHDRAW = "in.propose", "in.protocol", "in.decline", "in.withdraw"


class Setting(msgspec.Struct, frozen=True):
    """A parameter and the value a clinic sets: decimal text, or the code of a choice."""

    parameter: str
    value: str


class Wanted(msgspec.Struct, frozen=True):
    """Payload of a proposal: every value the clinic's version would set, and why."""

    changes: tuple[Setting, ...]
    reason: str


class Granted(msgspec.Struct, frozen=True):
    """Payload of an approval: the version it makes, every value it sets, and why as it was proposed."""

    version: str
    changes: tuple[Setting, ...]
    reason: str


class Closed(msgspec.Struct, frozen=True):
    """Payload of a proposal's end without a version: why, or empty."""

    reason: str


class Base(msgspec.Struct, frozen=True):
    """The published version that values are set on (``d`` of proposals and approvals); ``item`` is the protocol."""

    item: str
    base: str
    base_digest: str


class Stamped(msgspec.Struct, frozen=True):
    """Who and when: person id, UTC ms, minutes of the zone shown."""

    person: str
    at_ms: int
    tz_min: int


class Proposal(msgspec.Struct, frozen=True):
    """Values a clinic wants to set. ``seq`` and ``leaf`` (hex): its entry."""

    seq: int
    leaf: str
    base: Base
    changes: tuple[Setting, ...]
    reason: str
    by: Stamped


class ClinicVersion(msgspec.Struct, frozen=True):
    """An approved version. ``number`` counts the clinic's versions of the protocol from 1; ``seq``: its entry."""

    seq: int
    version: str
    digest: str
    number: int
    proposal: Proposal
    approved: Stamped


class Ended(msgspec.Struct, frozen=True):
    """A proposal that came to nothing: ``in.decline`` or ``in.withdraw``, by whom and why."""

    type: str
    proposal: Proposal
    by: Stamped
    reason: str


class ClinicVersions:
    """The published protocols and a clinic's own versions of them: the library that sessions are opened and read with.

    A clinic's newest version of a protocol stays in use until two people approve another one, also when a newer
    published version has come with the program.

    Args:
        shipped: The published protocols.
        entries: Entries of the family ``in``, in order.

    Raises:
        LedgerError: ``entry.undecodable``: an entry cannot be read.
    """

    def __init__(self, shipped: Library, entries: Iterable[Entry]) -> None:
        self.shipped = shipped
        self._proposals: dict[int, Proposal] = {}
        self._versions: dict[str, ClinicVersion] = {}
        self._ended: dict[int, Ended] = {}
        self._built: dict[str, Protocol] = {}
        self._seen = -1
        self.take(entries)

    def take(self, entries: Iterable[Entry]) -> None:
        """Take those entries that came after the newest one seen; raises as ``see``."""
        for entry in entries:
            if entry.seq > self._seen:
                self.see(entry)

    def see(self, entry: Entry) -> None:
        """Take the next entry; one of another type changes nothing. Raises LedgerError ``entry.undecodable``."""
        header = read_header(entry.header)
        try:
            match header.type:
                case "in.propose":
                    wanted = _payload(entry, Wanted)
                    base = msgspec.convert(header.d, Base)
                    self._proposals[entry.seq] = Proposal(
                        entry.seq, entry.leaf.hex(), base, wanted.changes, wanted.reason, _stamped(header)
                    )
                case "in.protocol":
                    self._approved(entry, header)
                case "in.decline" | "in.withdraw":
                    proposal = self._referred(header)
                    reason = _payload(entry, Closed).reason
                    self._ended[proposal.seq] = Ended(header.type, proposal, _stamped(header), reason)
                case _:
                    pass
        except (msgspec.ValidationError, KeyError) as problem:
            raise LedgerError("entry.undecodable", str(problem), seq=entry.seq) from problem
        self._seen = entry.seq

    def _approved(self, entry: Entry, header: Header) -> None:
        granted, proposal = _payload(entry, Granted), self._referred(header)
        digest = str(header.d["digest"])
        number = len(self.clinic(proposal.base.item)) + 1
        whole = msgspec.structs.replace(proposal, changes=granted.changes, reason=granted.reason)
        self._versions[digest] = ClinicVersion(entry.seq, granted.version, digest, number, whole, _stamped(header))

    def _referred(self, header: Header) -> Proposal:
        if header.ref is None:
            raise KeyError("ref")
        return self._proposals[header.ref.seq]

    # What a clinic decided.

    def clinic(self, protocol_id: str) -> tuple[ClinicVersion, ...]:
        """Return the clinic's versions of a protocol, oldest first."""
        return tuple(one for one in tuple(self._versions.values()) if one.proposal.base.item == protocol_id)

    def waiting(self, protocol_id: str) -> Proposal | None:
        """Return the proposal that waits for a second person, or None."""
        decided = {one.proposal.seq for one in self._versions.values()} | self._ended.keys()
        open_ones = (p for p in tuple(self._proposals.values()) if p.seq not in decided and p.base.item == protocol_id)
        return next(open_ones, None)

    def proposal(self, seq: int) -> Proposal:
        """Return a proposal by the position of its entry; raises KeyError."""
        return self._proposals[seq]

    def ended(self, protocol_id: str) -> tuple[Ended, ...]:
        """Return the proposals that were declined or withdrawn, oldest first."""
        return tuple(one for one in tuple(self._ended.values()) if one.proposal.base.item == protocol_id)

    # The library.

    def ids(self) -> tuple[str, ...]:
        """Return the ids of the protocols that a session can be opened under, sorted."""
        return self.shipped.ids()

    def newest(self, protocol_id: str) -> Protocol:
        """Return the version in use.

        Raises:
            KeyError: There is no such protocol.
            LedgerError: ``session.protocol``: the clinic's version cannot be made again from the published one.
        """
        own = self.clinic(protocol_id)
        return self.build(own[-1]) if own else self.shipped.newest(protocol_id)

    def versions(self, protocol_id: str) -> tuple[Protocol, ...]:
        """Return the published versions of a protocol, oldest first."""
        return self.shipped.versions(protocol_id)

    def get(self, protocol_id: str, version: str) -> Protocol:
        """Return one version, published or the clinic's; raises KeyError, and LedgerError as newest."""
        own = next((one for one in self.clinic(protocol_id) if one.version == version), None)
        return self.build(own) if own is not None else self.shipped.get(protocol_id, version)

    def by_digest(self, digest: str) -> Protocol:
        """Return a version, published or the clinic's; raises KeyError for an unknown digest, LedgerError as newest."""
        own = self._versions.get(digest)
        return self.build(own) if own is not None else self.shipped.by_digest(digest)

    def build(self, own: ClinicVersion) -> Protocol:
        """Return a clinic's version as a protocol, the very one that was approved; raises LedgerError as newest."""
        held = self._built.get(own.digest)
        if held is not None:
            return held
        try:
            base = self.shipped.by_digest(own.proposal.base.base_digest)
            made = apply_overlay(base, overlay_of(own.proposal, own.number))
        except (KeyError, ProtocolError) as problem:
            detail = "its published version is not here, or no longer takes its values"
            raise LedgerError("session.protocol", detail, version=own.version) from problem
        if made.digest != own.digest:
            raise LedgerError("session.protocol", "it is not the version that was approved", version=own.version)
        self._built[own.digest] = made
        return made


def overlay_of(proposal: Proposal, number: int) -> Overlay:
    """Return a proposal's values as an overlay."""
    changes = tuple((one.parameter, one.value) for one in proposal.changes)
    return Overlay(changes, proposal.by.person, proposal.reason, proposal.by.at_ms, number)


def _payload(entry: Entry, kind: type[T]) -> T:
    return msgspec.convert(canonical.decode(entry.payload or b"{}"), kind)


def _stamped(header: Header) -> Stamped:
    return Stamped(header.actor, header.at, header.tz)
