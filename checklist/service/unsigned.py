"""What waits for a prescriber's signature: telephone orders and sealed records, of open sessions and of past ones.

Which sessions are looked at comes from the projections (flag ``unsigned``); what waits in each is read from its own
entries.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from checklist.audit.query import Flag, SessionQuery
from checklist.audit.replay import Library, replay
from checklist.clock import Reading
from checklist.service.conduct import Conductor, Snapshot
from checklist.service.journal import Journal
from checklist.service.ports import Index
from checklist.session.flags import SessionFlag, to_cosign
from checklist.session.state import Status

_MOST = 100
"""How many sessions are looked through, newest first."""


class Unsigned(msgspec.Struct, frozen=True):
    """One thing that waits: the session it lies in, and the flag that says what, for whom and until when."""

    snapshot: Snapshot
    flag: SessionFlag


class UnsignedWork:
    """Finds what waits.

    Args:
        journal: Gives the log and the time.
        index: Gives the sessions in which something waits.
        conductor: Holds the open sessions.
        library: Protocols by digest.
    """

    def __init__(self, journal: Journal, index: Index, conductor: Conductor, library: Library) -> None:
        self._journal = journal
        self._index = index
        self._conductor = conductor
        self._library = library

    def of(self, person_id: str) -> tuple[Unsigned, ...]:
        """Return what waits for one prescriber, what is due first first; raises LedgerError."""
        found = [item for item in self._all(self._journal.now()) if item.flag.person == person_id]
        return tuple(sorted(found, key=lambda item: item.flag.due_ms or 0))

    def _all(self, now: Reading) -> Iterator[Unsigned]:
        for row in self._index.sessions(SessionQuery(flag=Flag.UNSIGNED, limit=_MOST)):
            snapshot = self._snapshot(row.id, row.status)
            if snapshot is not None:
                for flag in to_cosign(snapshot.protocol, snapshot.state, now):
                    yield Unsigned(snapshot, flag)

    def _snapshot(self, session_id: str, status: str) -> Snapshot | None:
        """Return a session; one that is over is read and not kept."""
        if status == Status.IN_PROGRESS:
            return self._conductor.snapshot(session_id)
        read = replay(self._journal.ledger.session_entries(session_id), self._library)
        patient = self._index.patient(read.state.patient)
        return Snapshot(session_id, read.state, read.protocol, patient) if patient is not None else None
