"""Everything one workstation can do, in one value: what windows, command line and timers call.

Built by ``bootstrap``; called on one thread. ``started`` and ``stop`` bracket its life in the log.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Protocol as Port

import msgspec

from checklist.audit.query import Clinic, SessionRow
from checklist.clock import Clock
from checklist.errors import LedgerError
from checklist.ledger.entry import Draft, read_header
from checklist.ledger.port import Ledger
from checklist.service.clinic_protocols import ClinicProtocols
from checklist.service.conduct import Conductor, Interrupted, Protocols
from checklist.service.exporting import Exporter
from checklist.service.incidents import Incidents
from checklist.service.journal import Journal
from checklist.service.patients import Patients
from checklist.service.ports import Drafts, Index
from checklist.service.products import Products
from checklist.service.setting_up import SetUp
from checklist.service.staff import Staff
from checklist.service.supervise import Supervisor
from checklist.service.unsigned import UnsignedWork


class Health(msgspec.Struct, frozen=True):
    """The state of the store, for the health page and ``doctor``.

    Attributes:
        weak_keystore: Secrets lie in a file, because the system offers no keystore.
        place: Where the store is. ``secrets``: where its keys are, in words.
        entries: Entries in the log. ``vkey``: its verifier key; ``fingerprint`` as on paper.
        fault: Code of the failure that stops writing now, or empty.
        protocols: The versions that new sessions run under, in one line.
    """

    place: str
    secrets: str
    weak_keystore: bool
    entries: int
    vkey: str
    fingerprint: str
    fault: str
    protocols: str


class Workstation:
    """One workstation, open.

    Args:
        reopen: Closes the store and opens it again with its checks, after a failed write.
        tidy: Lets the store do what can wait for an idle moment.
        close: Closes the store and lets go of its lock.
    """

    def __init__(
        self,
        *,
        clinic: Clinic,
        clock: Clock,
        journal: Journal,
        index: Index,
        drafts: Drafts,
        protocols: Protocols,
        clinic_protocols: ClinicProtocols,
        staff: Staff,
        patients: Patients,
        conductor: Conductor,
        supervisor: Supervisor,
        exporter: Exporter,
        products: Products,
        unsigned: UnsignedWork,
        health: Callable[[], Health],
        reopen: Callable[[], Ledger],
        tidy: Callable[[], None],
        close: Callable[[], None],
    ) -> None:
        self.clinic = clinic
        self.clock = clock
        self.drafts = drafts
        self.protocols = protocols
        self.clinic_protocols = clinic_protocols
        self.staff = staff
        self.patients = patients
        self.conductor = conductor
        self.supervisor = supervisor
        self.exporter = exporter
        self.incidents = Incidents(journal)
        self.products = products
        self.unsigned = unsigned
        self.health = health
        self._journal = journal
        self._index = index
        self._reopen = reopen
        self._tidy = tidy
        self._close = close

    def started(self, *, weak_keystore: bool, first: bool) -> None:
        """Write that the program runs, and note what was open if it had not stopped cleanly.

        Args:
            weak_keystore: Secrets lie in a file.
            first: The log was made just now.
        """
        now = self._journal.now()
        interrupted = None if first else self._interrupted(now.wall_ms, now.tz_min)
        draft = Draft(
            type="app.start",
            actor="sys",
            role="system",
            auth="none",
            d={"clean": interrupted is None, "encrypted": True, "weak_keystore": weak_keystore},
        )
        self._journal.write([draft])
        with suppress(LedgerError):  # the start is recorded; a signature that fails now is tried again at the next tick
            self._journal.checkpoint()
        self.conductor.interrupted = interrupted

    def tick(self) -> None:
        """To be called every few seconds when idle: signs a checkpoint when one is due, and lets the store tidy."""
        self._journal.checkpoint_if_due()
        if self._journal.fault is None:
            self._tidy()

    def recover(self) -> None:
        """Open the store again after a failed write, check it, and say in the log that there was a gap.

        Raises:
            LedgerError: It still cannot be written.
        """
        fault = self._journal.fault
        self._journal.resume(self._reopen())
        self.clinic_protocols.reread()
        self.conductor.forget()
        draft = Draft(
            type="app.fault",
            actor="sys",
            role="system",
            auth="none",
            d={"code": fault.code if fault else "asked"},
        )
        self._journal.write([draft])

    def stop(self) -> None:
        """Write that the program stops, sign, and close the store; closes it also when that cannot be written."""
        try:
            if self._journal.fault is None:
                self._journal.write([Draft(type="app.stop", actor="sys", role="system", auth="none")])
                self._journal.checkpoint()
        finally:
            self._close()

    def _interrupted(self, now_ms: int, tz_min: int) -> Interrupted | None:
        last = read_header(self._journal.ledger.entry(self._journal.head.size - 1).header)
        if last.type == "app.stop":
            return None
        rows = self._index.open_sessions()
        typing = tuple((row.id, link_id) for row in rows if (link_id := self._half_typed(row)))
        return Interrupted(last.at, now_ms, tz_min, tuple(row.id for row in rows), typing)

    def _half_typed(self, row: SessionRow) -> str:
        """Return the line whose half-typed value is newer than the session's newest entry, or empty."""
        newest = max(self.drafts.drafts(row.id), key=lambda draft: draft.at_ms, default=None)
        return newest.link_id if newest is not None and newest.at_ms >= row.last_ms else ""


class Opening(Port):
    """How a window gets its workstation: a first start makes one, later starts open it."""

    @property
    def practice(self) -> bool:
        """Whether this is a practice directory."""
        ...

    @property
    def folder(self) -> Path:
        """The data directory; a second start finds the first window by it."""
        ...

    @property
    def ready_made(self) -> bool:
        """Whether a missing store is made without asking (practice)."""
        ...

    def exists(self) -> bool:
        """Whether the data directory holds a store already."""
        ...

    def create(self, set_up: SetUp) -> Workstation:
        """Make a store; raises SettingsError, AccessError or LedgerError, and then nothing is left behind."""
        ...

    def open(self) -> Workstation:
        """Open the store; raises LedgerError, TamperError."""
        ...
