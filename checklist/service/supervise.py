"""Supervision: search, look, verify. Every look at a closed record and every full check is itself an entry.

Writing (``record``, ``checked``) happens on the caller's writer thread; ``verify_all`` takes a reader of its own and
may run anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol as Port

from checklist.audit.query import SessionCount, SessionQuery, SessionRow
from checklist.audit.record import SessionRecord, session_record
from checklist.audit.replay import Library, replay
from checklist.audit.verification import full_check, session_check
from checklist.errors import LedgerError
from checklist.ledger.entry import Draft
from checklist.ledger.port import Ledger, Row
from checklist.ledger.report import Report
from checklist.service.journal import Journal
from checklist.service.ports import Index
from checklist.session.commands import Actor
from checklist.session.state import Status

Steps = Callable[[int, int], bool]
"""Told (done, of how many) now and then; False stops the work."""


def run_through(_done: int, _total: int) -> bool:
    """Let the work run to its end."""
    return True


class StoredRows(Port):
    """The stored projections."""

    def dump(self) -> Iterator[Row]:
        """Yield every row."""
        ...


class Reader(Port):
    """A read-only look at the store through a connection of its own."""

    @property
    def ledger(self) -> Ledger:
        """The log."""
        ...

    @property
    def index(self) -> Index:
        """The projections, for queries."""
        ...

    @property
    def projections(self) -> StoredRows:
        """The projections, whole."""
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...


class Supervisor:
    """What a supervisor or auditor looks at.

    Args:
        journal: Where entries are written.
        index: Reads of the projections on the writer's connection.
        library: Protocols by digest.
        open_reader: Opens a read-only look at the store.
    """

    def __init__(self, journal: Journal, index: Index, library: Library, open_reader: Callable[[], Reader]) -> None:
        self._journal = journal
        self._index = index
        self._library = library
        self.reader = open_reader

    def sessions(self, query: SessionQuery) -> tuple[SessionRow, ...]:
        """Return one page of a search, newest first."""
        return self._index.sessions(query)

    def count(self, query: SessionQuery) -> SessionCount:
        """Count a whole search."""
        return self._index.count_sessions(query)

    def record(self, session_id: str, actor: Actor) -> SessionRecord:
        """Return a session's record; looking at one that is over is an entry.

        Raises:
            LedgerError: ``session.unknown``, or the look could not be written.
        """
        row = self._index.session(session_id)
        patient = self._index.patient(row.patient) if row else None
        if row is None or patient is None:
            raise LedgerError("session.unknown", "no such session here")
        replayed = replay(self._journal.ledger.session_entries(session_id), self._library)
        if replayed.state.status is not Status.IN_PROGRESS:
            self._journal.write(
                [
                    Draft(
                        type="view.record",
                        actor=actor.person,
                        role=actor.role,
                        auth=actor.auth,
                        pt=row.patient,
                        d={"session": session_id},
                    )
                ]
            )
        return session_record(row, patient, self._index.people(), replayed)

    def verify_session(self, session_id: str) -> Report:
        """Check one session's entries against the newest signed checkpoint, making one first if there is news."""
        self._journal.checkpoint()
        return session_check(self._journal.ledger, self._journal.vkey, session_id, self._library)

    def sign_head(self) -> int:
        """Sign the newest entries and return how many there are now: what a full check beside the writer can prove."""
        self._journal.checkpoint()
        return self._journal.head.size

    def verify_all(self, reader: Reader, steps: Steps = run_through, stop: int | None = None) -> Report:
        """Check the whole store through a reader; raises LedgerError ``work.stopped`` when told to stop.

        Args:
            reader: A reader of its own.
            steps: Told how far it has come.
            stop: What ``sign_head`` returned, where somebody may write meanwhile; None: every entry there is.
        """
        total = reader.ledger.head().size if stop is None else stop
        return full_check(
            reader.ledger,
            self._journal.vkey,
            self._library,
            reader.projections.dump,
            lambda done: steps(done, total),
            stop,
        )

    def checked(self, report: Report, actor: Actor) -> None:
        """Record the outcome of a full check, signed before it so that the next one has a mark to start from."""
        kind = "check.full" if report.good else "check.bad"
        self._journal.write(
            [
                Draft(
                    type=kind,
                    actor=actor.person,
                    role=actor.role,
                    auth=actor.auth,
                    d={"verdict": report.verdict.value, "entries": report.entries, "size": report.size},
                )
            ]
        )
        self._journal.checkpoint()
