"""A clinic's parameters: proposed by one person, approved by another, in force for sessions opened from then on.

A proposal is one entry and so is its approval, so a version is there whole or not at all. Every value is checked
against its allowed range, and the protocol it makes against the static checks, before anything is written. Two
different people decide, one of them a supervisor and one a prescriber; the second gives their own PIN (DECISIONS E20).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise

import msgspec

from checklist.audit.clinic_versions import (
    APPROVE,
    DECLINE,
    FAMILY,
    PROPOSE,
    WITHDRAW,
    Base,
    ClinicVersion,
    ClinicVersions,
    Ended,
    Granted,
    Proposal,
    Setting,
    Stamped,
    Wanted,
    overlay_of,
)
from checklist.audit.clinic_versions import Closed as Closing
from checklist.errors import AccessError, ProtocolError, SettingsError
from checklist.ledger.entry import Draft, Ref
from checklist.protocol.checker import check
from checklist.protocol.difference import difference
from checklist.protocol.findings import Finding
from checklist.protocol.library import Library
from checklist.protocol.model import Parameter, Protocol
from checklist.protocol.overlay import apply_overlay
from checklist.protocol.values import number
from checklist.service.journal import Journal, payload_of
from checklist.service.ports import Index
from checklist.session.commands import Actor
from checklist.session.roles import Role

DECIDERS: tuple[str, ...] = (Role.SUPERVISOR.value, Role.PRESCRIBER.value)
"""Roles that take part in a change; the two people hold both between them."""

PROOFS = frozenset({"pin", "pw", "fido"})
"""Ways of proving oneself for one act."""

Values = Mapping[str, str]
"""Parameter id to value: decimal text, or the code of a choice."""


class Preview(msgspec.Struct, frozen=True):
    """What a change would make.

    Attributes:
        after: The version it would make.
        words: What changes for the nurse, in sentences.
        findings: What the static checks say of it and did not say of the published version.
    """

    after: Protocol
    words: tuple[str, ...]
    findings: tuple[Finding, ...]


class Look(msgspec.Struct, frozen=True):
    """One version looked at: what changed from the one before it, and what the static checks say of it.

    Attributes:
        before: The version compared with, or None for the first.
        words: What changed for the nurse, in sentences.
    """

    protocol: Protocol
    before: Protocol | None
    words: tuple[str, ...]
    findings: tuple[Finding, ...]


class Overview(msgspec.Struct, frozen=True):
    """One protocol as the Protocols page shows it.

    Attributes:
        current: The version in use, or the newest draft where none is.
        published: The published version it rests on; its values are the defaults.
        newest: The newest published version that may be used; differs from ``published`` after an upgrade.
        shipped: All published versions, oldest first.
        clinic: The clinic's versions, oldest first.
        waiting: The proposal that waits for a second person.
        ended: Proposals declined or withdrawn, oldest first.
        findings: What the static checks say of ``current``.
    """

    current: Protocol
    published: Protocol
    newest: Protocol
    shipped: tuple[Protocol, ...]
    clinic: tuple[ClinicVersion, ...]
    waiting: Proposal | None
    ended: tuple[Ended, ...]
    findings: tuple[Finding, ...]


class ClinicProtocols:
    """Changes of a clinic's parameters on one workstation.

    Args:
        journal: Where decisions are written.
        index: Reads of the staff.
        shipped: The published protocols.

    Attributes:
        versions: The library sessions are opened and read with; follows each decision once it is durable.
    """

    def __init__(self, journal: Journal, index: Index, shipped: Library) -> None:
        self._journal = journal
        self._index = index
        self.versions = ClinicVersions(shipped, journal.ledger.family_entries(FAMILY))

    def reread(self) -> None:
        """Take what the log holds, now that it was opened again: a decision may be durable that was never confirmed."""
        self.versions.take(self._journal.ledger.family_entries(FAMILY))

    def overview(self, protocol_id: str) -> Overview:
        """Return everything about one protocol; raises KeyError for an unknown one."""
        shipped = self.versions.versions(protocol_id)
        if not shipped:
            raise KeyError(protocol_id)
        clinic = self.versions.clinic(protocol_id)
        usable = protocol_id in self.versions.ids()
        newest = self.versions.shipped.newest(protocol_id) if usable else shipped[-1]
        current = self.versions.newest(protocol_id) if usable else newest
        published = self.versions.by_digest(clinic[-1].proposal.base.base_digest) if clinic else newest
        return Overview(
            current=current,
            published=published,
            newest=newest,
            shipped=shipped,
            clinic=clinic,
            waiting=self.versions.waiting(protocol_id),
            ended=self.versions.ended(protocol_id),
            findings=check(current),
        )

    def overviews(self) -> tuple[Overview, ...]:
        """Return all protocols of this program, by id."""
        return tuple(self.overview(protocol_id) for protocol_id in self.versions.shipped.every_id())

    def look(self, protocol_id: str, version: str) -> Look:
        """Return a version beside the one before it; raises KeyError, and LedgerError ``session.protocol``."""
        shipped, own = self.versions.versions(protocol_id), self.versions.clinic(protocol_id)
        number = next((place for place, one in enumerate(own) if one.version == version), None)
        before: Protocol | None
        if number is None:
            protocol = self.versions.get(protocol_id, version)
            before = next((one for one, after in pairwise(shipped) if after.version == version), None)
        else:
            protocol = self.versions.build(own[number])
            base = own[number].proposal.base.base_digest
            before = self.versions.build(own[number - 1]) if number else self.versions.by_digest(base)
        words = difference(before, protocol) if before is not None else ()
        return Look(protocol, before, words, check(protocol))

    def preview(self, protocol_id: str, changes: Values) -> Preview:
        """Say what a change would make, writing nothing.

        Args:
            protocol_id: Which protocol.
            changes: The values to set, on top of what the clinic set before; a value at its default is set back.

        Raises:
            ProtocolError: ``parameter.*``: a value cannot be taken; its parameters say which and why.
            SettingsError: ``parameter.same``: nothing would change.
            KeyError: There is no such protocol.
        """
        base, values = self._wanted(protocol_id, changes)
        return self._made(base, self._proposal(base, values, "preview", ""))

    def propose(self, protocol_id: str, changes: Values, reason: str, by: Actor) -> Proposal:
        """Propose to set parameters; nothing counts before another person approves.

        Args:
            protocol_id: Which protocol.
            changes: As ``preview``.
            reason: Why, in words.
            by: A supervisor or prescriber.

        Raises:
            AccessError: ``parameter.rights``.
            SettingsError: ``parameter.reason``, ``parameter.same``, ``parameter.waiting``: another change waits.
            ProtocolError: As ``preview``; ``parameter.finding``: the static checks find fault with the result.
            LedgerError: Nothing was saved.
        """
        self._refuse_others(by)
        if self.versions.waiting(protocol_id) is not None:
            raise SettingsError("parameter.waiting", "another change waits for its second person")
        reason = _needed(reason)
        base, values = self._wanted(protocol_id, changes)
        draft = self._proposal(base, values, by.person, reason)
        self._refuse_findings(self._made(base, draft))
        d = Base(base.id, base.version, base.digest)
        seq = self._write(PROPOSE, by, payload_of(Wanted(draft.changes, reason)), payload_of(d))
        return self.versions.proposal(seq)

    def approve(self, seq: int, by: Actor, shown: str) -> ClinicVersion:
        """Approve a proposal: new sessions run under its version from now on, running ones keep theirs.

        Args:
            seq: Position of the proposal.
            by: The second person, by their own PIN.
            shown: The exact text they signed (SEC-035).

        Raises:
            AccessError: ``parameter.rights``, ``parameter.person``: the one who proposed it; ``parameter.pair``: the
                two do not hold both roles; ``parameter.pin``: no proof of their own.
            SettingsError: ``parameter.gone``: it is decided already; ``parameter.base``: another published version
                is in use since.
            ProtocolError: As ``propose``.
            LedgerError: Nothing was saved.
        """
        proposal = self._open(seq)
        self._refuse_pair(proposal, by)
        if proposal.base.base_digest != self.versions.shipped.newest(proposal.base.item).digest:
            raise SettingsError("parameter.base", "the published version has changed since", version=proposal.base.base)
        base = self.versions.by_digest(proposal.base.base_digest)
        made = self._made(base, proposal)
        self._refuse_findings(made)
        payload = Granted(made.after.version, proposal.changes, proposal.reason)
        d = {
            **payload_of(proposal.base),
            "version": made.after.version,
            "digest": made.after.digest,
            "shown": hashlib.sha256(shown.encode()).hexdigest(),
        }
        self._write(APPROVE, by, payload_of(payload), d, self._ref(proposal))
        self._journal.checkpoint()
        return self.versions.clinic(proposal.base.item)[-1]

    def end(self, seq: int, by: Actor, reason: str = "") -> Ended:
        """Withdraw one's own proposal, or decline another's with a reason; it stays in the log.

        Raises:
            AccessError: ``parameter.rights``.
            SettingsError: ``parameter.gone``, ``parameter.reason``.
            LedgerError: Nothing was saved.
        """
        proposal = self._open(seq)
        self._refuse_others(by)
        own = by.person == proposal.by.person
        payload = Closing(" ".join(reason.split()) if own else _needed(reason))
        kind = WITHDRAW if own else DECLINE
        self._write(kind, by, payload_of(payload), {"item": proposal.base.item}, self._ref(proposal))
        return self.versions.ended(proposal.base.item)[-1]

    def leaving(self, protocol_id: str, version: str, files: tuple[str, ...], by: Actor) -> None:
        """Record that files of a version are written for use outside (SEC-004).

        Raises:
            LedgerError: Not saved; nothing must be written then.
        """
        d = {"item": protocol_id, "version": version, "files": " ".join(files)}
        self._write("out.report", by, None, d)

    # What is asked for.

    def _wanted(self, protocol_id: str, changes: Values) -> tuple[Protocol, tuple[Setting, ...]]:
        """Return the published version to build on and every value the clinic would set, sorted by parameter."""
        base = self.versions.shipped.newest(protocol_id)
        own = self.versions.clinic(protocol_id)
        before = own[-1].proposal if own else None
        held = {one.parameter: one.value for one in before.changes} if before else {}
        defaults = {parameter.id: parameter for parameter in base.parameters}
        values = {name: value for name, value in held.items() if name in defaults}
        values |= {name: _plain(value) for name, value in changes.items()}
        kept = {name: value for name, value in values.items() if not _is_default(defaults.get(name), value)}
        if kept == held and (before is None or before.base.base_digest == base.digest):
            raise SettingsError("parameter.same", "every value is as it is")
        return base, tuple(Setting(name, kept[name]) for name in sorted(kept))

    def _proposal(self, base: Protocol, values: tuple[Setting, ...], person: str, reason: str) -> Proposal:
        now = self._journal.now()
        on = Base(base.id, base.version, base.digest)
        return Proposal(-1, "", on, values, reason, Stamped(person, now.wall_ms, now.tz_min))

    def _made(self, base: Protocol, proposal: Proposal) -> Preview:
        after = apply_overlay(base, overlay_of(proposal, len(self.versions.clinic(base.id)) + 1))
        known = {(finding.code, finding.key) for finding in check(base)}
        fresh = tuple(finding for finding in check(after) if (finding.code, finding.key) not in known)
        return Preview(after, difference(self.versions.newest(base.id), after), fresh)

    def _open(self, seq: int) -> Proposal:
        found = next((p for i in self.versions.ids() if (p := self.versions.waiting(i)) and p.seq == seq), None)
        if found is None:
            raise SettingsError("parameter.gone", "the proposal is decided already")
        return found

    def _ref(self, proposal: Proposal) -> Ref:
        return Ref(self._journal.head.origin, proposal.seq, proposal.leaf)

    def _write(
        self,
        kind: str,
        by: Actor,
        payload: Mapping[str, object] | None,
        d: Mapping[str, object],
        ref: Ref | None = None,
    ) -> int:
        draft = Draft(
            type=kind,
            actor=by.person,
            role=by.role,
            auth=by.auth,
            ref=ref,
            payload=payload,  # type: ignore[arg-type]  # words and numbers, checked when the entry is sealed
            d=d,  # type: ignore[arg-type]  # the same
        )
        (entry,) = self._journal.write([draft])
        self.versions.see(entry)
        return entry.seq

    # Who may.

    def _roles(self, person_id: str) -> set[str]:
        return {role for person in self._index.people() if person.id == person_id for role in person.roles}

    def _refuse_others(self, by: Actor) -> None:
        if by.role not in DECIDERS or by.role not in self._roles(by.person):
            raise AccessError("parameter.rights", "supervisors and prescribers change parameters")

    def _refuse_pair(self, proposal: Proposal, by: Actor) -> None:
        self._refuse_others(by)
        if by.person == proposal.by.person:
            raise AccessError("parameter.person", "who proposes a change does not approve it")
        if not set(DECIDERS) <= self._roles(by.person) | self._roles(proposal.by.person):
            raise AccessError("parameter.pair", "one of the two is a supervisor and one a prescriber")
        if by.auth not in PROOFS:
            raise AccessError("parameter.pin", "an approval needs the person's own PIN")

    def _refuse_findings(self, made: Preview) -> None:
        if made.findings:
            first = made.findings[0]
            raise ProtocolError("parameter.finding", first.text, key=first.key, reason=first.text)


def _plain(value: str) -> str:
    """Return a number in its one spelling, ``5`` for ``5.0``; a word as it is."""
    asked = number(value.strip())
    return value.strip() if asked is None else f"{asked.normalize():f}"


def _is_default(parameter: Parameter | None, value: str) -> bool:
    if parameter is None:
        return False
    if parameter.choices:
        return value == parameter.value
    asked = number(value)
    return asked is not None and asked == Decimal(parameter.value)


def _needed(reason: str) -> str:
    plain = " ".join(reason.split())
    if not plain:
        raise SettingsError("parameter.reason", "a change needs its reason")
    return plain
