"""A desk without a window: commands are decided and applied at once on the pure core, drafts lie in memory.

``fail_next`` makes the next command fail as a full disk would; with ``lose_next`` it is recorded and only the answer
fails. A PIN is always right: ``prove`` picks the person asked for, or the first one who may. What was notified, opened,
and asked for is kept for the test to look at.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from bedside import Bedside
from PySide6.QtWidgets import QApplication, QWidget

from checklist.audit.query import Allergies, Clinic, Patient, Person, SessionRow
from checklist.clock import Reading
from checklist.errors import ChecklistError, LedgerError
from checklist.protocol.model import Protocol
from checklist.protocol.reader import read_protocol
from checklist.service.conduct import Snapshot
from checklist.service.memory_ports import MemoryDrafts
from checklist.service.scanning import Scanned, Unread, read_scan
from checklist.session.commands import Actor, Command, Refused
from checklist.ui.desk import Proof, ProofRequest
from checklist.ui.page import Destination
from checklist.ui.widgets.sheet import Sheet

PATIENT = Patient(
    "patient-1", "Harlow", "Josephine", "1987-03-14", "00418327", "Ms", "Josie", Allergies.KNOWN, "penicillin (rash)"
)
PEOPLE = (
    Person("nora", "A. Diallo", "AD", "RN", ("nurse", "checker")),
    Person("olga", "S. Park", "SP", "RN", ("nurse", "checker")),
    Person("sam", "J. Moreau", "JM", "RN", ("nurse", "checker")),
    Person("ruth", "R. Okafor", "RO", "Dr", ("prescriber",)),
)
FILE = Path(__file__).resolve().parents[2] / "resources/protocols/ketamine-iv-mood/0.1.0.toml"


def shipped_protocol() -> Protocol:
    """Return the protocol that comes with the program."""
    return read_protocol(FILE.read_bytes(), FILE.name)


class _Patients:
    def __init__(self) -> None:
        self.last: SessionRow | None = None

    def last_visit(self, _patient_id: str) -> SessionRow | None:
        return self.last


class _Conductor:
    def __init__(self) -> None:
        self.snapshots: dict[str, Snapshot] = {}
        self.looks: list[str] = []
        self.interrupted = None
        self.now: Callable[[], Snapshot] | None = None

    def snapshot(self, session_id: str) -> Snapshot:
        newest = self.now() if self.now is not None else None
        if newest is not None and newest.session_id == session_id:
            return newest
        if session_id not in self.snapshots:
            raise LedgerError("session.unknown")
        return self.snapshots[session_id]

    def shown_in_emergency(self, session_id: str) -> None:
        self.looks.append(session_id)


class _Record:
    seal = "1a2b 3c4d 5e6f 7081"


class _Supervisor:
    def record(self, _session_id: str, _actor: Actor) -> _Record:
        return _Record()


class _Products:
    """What is known of products: the strength of each product number."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}

    def read(self, typed: str) -> tuple[Scanned | Unread, str]:
        scanned = read_scan(typed)
        return scanned, self.known.get(scanned.gtin, "") if isinstance(scanned, Scanned) else ""


class FakeStation:
    """The part of a workstation that session pages ask for."""

    def __init__(self) -> None:
        self.drafts = MemoryDrafts()
        self.patients = _Patients()
        self.conductor = _Conductor()
        self.supervisor = _Supervisor()
        self.products = _Products()


class FakeDesk:
    """A desk for one session.

    Args:
        bed: The session; opened here if it is not open yet.
    """

    def __init__(self, bed: Bedside) -> None:
        self.bed = bed
        if bed.live is None:
            bed.open()
        self.station = FakeStation()
        self.station.conductor.now = self.snapshot
        self.actor = Actor("nora", "nurse", "cont")
        self.people = PEOPLE
        self.clinic = Clinic("Practice clinic", "Workstation 1", 4, practice=True)
        self.listeners: list[Callable[[Snapshot], None]] = []
        self.fail_next = False
        self.lose_next = False
        self.commands: list[tuple[Command, Actor]] = []
        self.notes: list[tuple[str, Callable[[], None] | None]] = []
        self.sheets: list[Sheet] = []
        self.requests: list[ProofRequest] = []
        self.destinations: list[Destination] = []
        self.branches: list[str] = []
        self.refusals: list[Refused] = []
        self.prover: str | None = None
        self.over: QWidget | None = None

    room_words = "Sound off in this room, light only"

    def person(self, person_id: str) -> Person | None:
        return next((person for person in self.people if person.id == person_id), None)

    def now(self) -> Reading:
        return self.bed.now()

    def snapshot(self) -> Snapshot:
        return Snapshot(self.bed.session_id, self.bed.state, self.bed.protocol, PATIENT)

    def run(
        self,
        session_id: str,
        command: Command,
        *,
        actor: Actor | None = None,
        done: Callable[[Snapshot], None] | None = None,
        refused: Callable[[Refused], None] | None = None,
        failed: Callable[[ChecklistError], None] | None = None,
    ) -> None:
        assert session_id == self.bed.session_id
        if self.fail_next:
            self.fail_next = False
            if failed is not None:
                failed(LedgerError("store.full", "the disk is full"))
            return
        self.commands.append((command, actor or self.actor))
        decision = self.bed.do(command, actor or self.actor)
        if isinstance(decision, Refused):
            self.refusals.append(decision)
            if refused is not None:
                refused(decision)
            return
        if self.lose_next:
            self.lose_next = False
            if failed is not None:
                failed(LedgerError("store.io", "the disk did not answer"))
            return
        snapshot = self.snapshot()
        if done is not None:
            done(snapshot)
        for listener in self.listeners:
            listener(snapshot)

    def ask(
        self,
        work: Callable[[Any], Any],
        done: Callable[[Any], None],
        failed: Callable[[ChecklistError], None] | None = None,
    ) -> None:
        try:
            result = work(self.station)
        except ChecklistError as error:
            if failed is not None:
                failed(error)
            return
        done(result)

    def prove(self, request: ProofRequest, done: Callable[[Proof], None]) -> None:
        self.requests.append(request)
        wanted = request.person or self.prover
        able = [
            person
            for person in self.people
            if person.id not in request.barred
            and (wanted is None or person.id == wanted)
            and any(role in person.roles for role in request.roles)
        ]
        if able:
            role = next(role for role in request.roles if role in able[0].roles)
            shown = request.statement.replace("{name}", f"{able[0].name} {able[0].post}".strip())
            done(Proof(Actor(able[0].id, role, "pin"), shown))

    def open_sheet(self, sheet: QWidget) -> None:
        assert isinstance(sheet, Sheet)
        self.sheets.append(sheet)
        parent = self.over or QApplication.activeWindow()
        if parent is not None:
            sheet.open_over(parent)

    def notify(self, text: str, undo: Callable[[], None] | None = None) -> None:
        self.notes.append((text, undo))

    def open_branch(self, session_id: str, branch_id: str) -> None:
        self.branches.append(branch_id)

    def go(self, destination: Destination) -> None:
        self.destinations.append(destination)
