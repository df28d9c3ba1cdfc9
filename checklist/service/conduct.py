"""Conducting the live sessions of one workstation: command in, durable entries out, frozen snapshot back.

This is where ``session`` and ``ledger`` meet, through ``session.codec``. Each session's state is kept apart under its
own id and replaced only after its entries are durable. Knows no threads: the caller runs it on one.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import Protocol as Port

import msgspec

from checklist.audit.projections import session_row
from checklist.audit.query import Patient, SessionQuery
from checklist.audit.replay import Library, replay
from checklist.clock import Reading
from checklist.errors import LedgerError
from checklist.ledger.entry import Draft, Entry, Ref
from checklist.ledger.tree import session_root
from checklist.protocol.model import Protocol
from checklist.service.journal import Journal
from checklist.service.ports import Index
from checklist.session import due
from checklist.session.apply import apply
from checklist.session.codec import encode
from checklist.session.commands import Actor, Command, OpenSession, Order, Refused
from checklist.session.decide import decide
from checklist.session.events import (
    AnswerCorrected,
    AnswerWithdrawn,
    Countersigned,
    Event,
    EventWithdrawn,
    LineSigned,
    ProviderTold,
    SessionClosed,
    SessionStopped,
    StopOverridden,
)
from checklist.session.roles import NOBODY, SYSTEM, UNPROVED, Role
from checklist.session.running_commands import Tick
from checklist.session.state import Mark, SessionState, Status

_PROGRAM = Actor(NOBODY, SYSTEM, UNPROVED)
"""Who writes what the clock says."""

_LAST = 4
"""Characters of the record number that the second person reads (``clinical.md`` 2 D)."""

_VISITS = 30
"""Newest visits of a patient that are looked through for the last dose."""


class Protocols(Library, Port):
    """The published protocols: by digest for replay, the newest for a new session."""

    def ids(self) -> tuple[str, ...]:
        """Return the ids of all protocols, sorted."""
        ...

    def newest(self, protocol_id: str) -> Protocol:
        """Return the newest version; raises KeyError for an unknown id."""
        ...


class Snapshot(msgspec.Struct, frozen=True):
    """One session as of its newest durable entry: everything a page needs to draw it."""

    session_id: str
    state: SessionState
    protocol: Protocol
    patient: Patient


class Interrupted(msgspec.Struct, frozen=True):
    """What was open when the program last stopped without saying so.

    Attributes:
        stopped_ms: Time of the newest entry before the stop, UTC ms.
        started_ms: When the program started again.
        sessions: Ids of the sessions in progress then.
        typing: Of those in which something was half-typed after their newest entry, session id and line.
    """

    stopped_ms: int
    started_ms: int
    tz_min: int
    sessions: tuple[str, ...]
    typing: tuple[tuple[str, str], ...] = ()


class _Live(msgspec.Struct, frozen=True):
    """A session in memory: its snapshot, and position and leaf hash of each of its entries."""

    snapshot: Snapshot
    seqs: tuple[int, ...]
    leaves: tuple[bytes, ...]


class Conductor:
    """Runs commands on sessions.

    Args:
        journal: Where entries are written.
        index: Reads of the projections.
        protocols: The published protocols.
        new_id: Makes a random id with a prefix (``s-1f...``).
    """

    def __init__(self, journal: Journal, index: Index, protocols: Protocols, new_id: Callable[[str], str]) -> None:
        self._journal = journal
        self._index = index
        self._protocols = protocols
        self._new_id = new_id
        self._live: dict[str, _Live] = {}
        self.interrupted: Interrupted | None = None

    def open(self, command: OpenSession, actor: Actor, protocol_id: str) -> Snapshot | Refused:
        """Begin a session under the newest version of a protocol.

        Raises:
            LedgerError: Nothing was saved.
            KeyError: No such protocol.
        """
        chairs = {row.chair for row in self._index.open_sessions()}
        if command.chair in chairs:
            return Refused("session.chair-taken", params=(("chair", str(command.chair)),))
        patient = self._index.patient(command.patient)
        if patient is None:
            return Refused("session.no-patient")
        if any(row.patient == command.patient for row in self._index.open_sessions()):
            return Refused("session.already-open")
        protocol = self._protocols.newest(protocol_id)
        known = msgspec.structs.replace(command, mrn4=_last_four(patient.mrn), order=self._with_last(command, protocol))
        return self._record(self._new_id("s"), None, protocol, patient, known, actor)

    def _with_last(self, command: OpenSession, protocol: Protocol) -> Order:
        """Return the order with the dose given at the patient's newest completed visit, where it names none."""
        query = SessionQuery(patient=command.patient, limit=_VISITS)
        for row in self._index.sessions(query) if not command.order.last_dose_mg else ():
            if row.status == Status.COMPLETED and row.protocol.split(" ", 1)[0] == protocol.id:
                given = self._read(row.id).snapshot.state.infusion.given_mg
                if given and Decimal(given):
                    return msgspec.structs.replace(command.order, last_dose_mg=given)
        return command.order

    def run(self, session_id: str, command: Command, actor: Actor) -> Snapshot | Refused:
        """Run one command on a session.

        Returns:
            The new snapshot, durable; or why the rules did not take it (nothing was recorded then).

        Raises:
            LedgerError: Nothing was saved; the session is as it was.
        """
        live = self._load(session_id)
        snapshot = live.snapshot
        return self._record(session_id, live, snapshot.protocol, snapshot.patient, command, actor)

    def snapshot(self, session_id: str) -> Snapshot:
        """Return a session as of its newest entry; raises LedgerError ``session.unknown``."""
        return self._load(session_id).snapshot

    def tick(self) -> tuple[Snapshot, ...]:
        """Write down which readings came due or late by now; call it about once a second.

        A session that cannot be read keeps no other one waiting.

        Returns:
            New snapshots of the sessions that something was written in; mostly none.

        Raises:
            LedgerError: Nothing was written, and a session could not be read or saved; the next tick tries again.
        """
        ticked: list[Snapshot | Refused] = []
        problem: LedgerError | None = None
        for row in self._index.open_sessions():
            try:
                item = self.snapshot(row.id)
                if due.pending(item.protocol, item.state, self._journal.now()):
                    ticked.append(self.run(row.id, Tick(), _PROGRAM))
            except LedgerError as error:
                problem = problem or error
        if problem is not None and not ticked:
            raise problem
        return tuple(item for item in ticked if isinstance(item, Snapshot))

    def shown_in_emergency(self, session_id: str) -> Snapshot:
        """Return a session for its banner and last values in an emergency without sign-in; the look is an entry (10.4).

        Raises:
            LedgerError: ``session.unknown``, or the look could not be written.
        """
        snapshot = self._load(session_id).snapshot
        look = Draft(
            type="view.record",
            actor=NOBODY,
            role=Role.NURSE,
            auth=UNPROVED,
            pt=snapshot.state.patient,
            d={"session": session_id, "why": "emergency"},
        )
        self._journal.write([look])
        return snapshot

    def live(self) -> tuple[Snapshot, ...]:
        """Return the sessions in progress, by chair."""
        return tuple(self.snapshot(row.id) for row in self._index.open_sessions())

    def forget(self) -> None:
        """Drop what is held in memory; the next look reads the entries again (after a failed write)."""
        self._live.clear()

    def _load(self, session_id: str) -> _Live:
        live = self._live.get(session_id)
        if live is None:
            live = self._read(session_id)
            self._live[session_id] = live
        return live

    def _read(self, session_id: str) -> _Live:
        replayed = replay(self._journal.ledger.session_entries(session_id), self._protocols)
        patient = self._index.patient(replayed.state.patient)
        if patient is None:
            raise LedgerError("session.unknown", "the session's patient is not registered")
        entries = [item.entry for item in replayed.recorded]
        snapshot = Snapshot(session_id, replayed.state, replayed.protocol, patient)
        return _Live(snapshot, tuple(e.seq for e in entries), tuple(e.leaf for e in entries))

    def _record(
        self,
        session_id: str,
        live: _Live | None,
        protocol: Protocol,
        patient: Patient,
        command: Command,
        actor: Actor,
    ) -> Snapshot | Refused:
        now = self._journal.now()
        before = live.snapshot.state if live else None
        decided = decide(protocol, before, command, actor, now)
        if isinstance(decided, Refused):
            return decided
        seqs, leaves = (live.seqs, live.leaves) if live else ((), ())
        state, marks = before, []
        for offset, event in enumerate(decided):
            mark = _mark(len(seqs) + offset, now, actor)
            marks.append(mark)
            state = apply(protocol, state, event, mark, session_id=session_id)
        if state is None:
            return Refused("session.nothing")
        entries = self._write(session_id, protocol, state, live, tuple(zip(decided, marks, strict=True)), now)
        snapshot = Snapshot(session_id, state, protocol, patient)
        self._live[session_id] = _Live(
            snapshot, seqs + tuple(e.seq for e in entries), leaves + tuple(e.leaf for e in entries)
        )
        if any(isinstance(event, SessionClosed | SessionStopped | LineSigned | Countersigned) for event in decided):
            self._sign()
        if state.status is not Status.IN_PROGRESS:
            self._live.pop(session_id, None)
        return snapshot

    def _sign(self) -> None:
        """Sign what is durable by now; where that fails it is tried again at the next tick, for it was recorded."""
        with suppress(LedgerError):
            self._journal.checkpoint()

    def _write(
        self,
        session_id: str,
        protocol: Protocol,
        state: SessionState,
        live: _Live | None,
        recorded: tuple[tuple[Event, Mark], ...],
        now: Reading,
    ) -> tuple[Entry, ...]:
        """Write a command's events; a closing event gets count and session root over all before it (7.9)."""
        drafts = [self._draft(session_id, state, live, event, mark) for event, mark in recorded]
        rows = (session_row(protocol, state),)
        if not isinstance(recorded[-1][0], SessionClosed):
            return self._journal.write(drafts, rows, now=now)
        before = live.leaves if live else ()

        def close(entries: tuple[Entry, ...]) -> Draft:
            leaves = before + tuple(entry.leaf for entry in entries)
            proof = {"count": len(leaves), "sroot": session_root(leaves).hex(), "protocol": state.protocol.digest}
            return msgspec.structs.replace(drafts[-1], d={**(drafts[-1].d or {}), **proof})

        return self._journal.write(drafts[:-1], rows, now=now, closing=close)

    def _draft(self, session_id: str, state: SessionState, live: _Live | None, event: Event, mark: Mark) -> Draft:
        encoded = encode(event)
        return Draft(
            type=encoded.type,
            actor=mark.person,
            role=mark.role,
            auth=mark.auth,
            sess=session_id,
            n=mark.n,
            pt=state.patient,
            ref=self._ref(event, live),
            payload=encoded.payload,
            d=encoded.d,
        )

    def _ref(self, event: Event, live: _Live | None) -> Ref | None:
        """Return the older entry that a correction, exception or told-provider entry speaks of."""
        match event:
            case (
                AnswerCorrected()
                | AnswerWithdrawn()
                | StopOverridden()
                | ProviderTold()
                | Countersigned()
                | EventWithdrawn()
            ) if live is not None:
                return Ref(self._journal.head.origin, live.seqs[event.of], live.leaves[event.of].hex())
            case _:
                return None


def _last_four(mrn: str) -> str:
    """Return the last four letters and digits of a record number; nothing where it has not so many."""
    plain = "".join(sign for sign in mrn if sign.isalnum())
    return plain[-_LAST:] if len(plain) >= _LAST else ""


def _mark(n: int, now: Reading, actor: Actor) -> Mark:
    return Mark(n, now.wall_ms, now.tz_min, now.mono_ms, now.boot, actor.person, actor.role, actor.auth)
