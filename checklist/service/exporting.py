"""Exports: the audit log as a file, and the inspector's packet.

Three steps, because the log must say what leaves before it leaves: ``begin`` writes and signs the export's own entry
on the writer's thread, ``run`` writes the file through a reader of its own and may run anywhere, and ``failed`` says
in the log that a begun export came to nothing (D30).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from checklist.audit.bundle import write_packet
from checklist.audit.clinic_versions import ClinicVersions
from checklist.audit.formats import FORMATS
from checklist.audit.log_rows import ExportFacts, log_rows
from checklist.audit.packet_format import (
    PayloadRange,
    RangeScope,
    Scope,
    SessionCount,
    SessionsScope,
    scope_data,
)
from checklist.audit.protocol_files import version_files
from checklist.audit.query import Clinic, SessionQuery
from checklist.errors import AccessError, ChecklistError, LedgerError, SettingsError
from checklist.ledger.entry import Draft, Entry, read_header
from checklist.service.journal import Journal
from checklist.service.ports import Index
from checklist.service.supervise import Reader, Steps, run_through
from checklist.session.commands import Actor
from checklist.session.roles import Role

EXPORTERS: tuple[str, ...] = (Role.SUPERVISOR.value, Role.AUDITOR.value)
"""Roles that may export."""

PACKET = "packet"


class ExportRequest(msgspec.Struct, frozen=True):
    """What to export.

    Attributes:
        format: ``packet``, ``csv`` or ``jsonl``.
        out: File to write.
        since_ms: Recorded at or after, UTC ms; None is open. ``until_ms``: recorded before.
        sessions: Session ids; empty for a range of the log.
        patient: A patient's surrogate: all their sessions; with dates, their content within the range.
        recipient: Who receives it, and ``purpose`` what for (SEC-013).
        force: Write over a file that is there.
    """

    format: str
    out: str
    since_ms: int | None = None
    until_ms: int | None = None
    sessions: tuple[str, ...] = ()
    patient: str | None = None
    recipient: str = ""
    purpose: str = ""
    force: bool = False

    @property
    def dated(self) -> bool:
        """Whether it asks for a stretch of time."""
        return self.since_ms is not None or self.until_ms is not None


class ExportPlan(msgspec.Struct, frozen=True):
    """An export whose entry is written and signed: what remains is the file. ``seq`` is that entry's position."""

    request: ExportRequest
    facts: ExportFacts
    scope: Scope
    seq: int


class ExportResult(msgspec.Struct, frozen=True):
    """A finished export: where it is, and how much is in it."""

    path: str
    sessions: int
    entries: int
    bytes: int


class Exporter:
    """Exports from one workstation.

    Args:
        journal: Where the exports' own entries are written.
        index: Reads of the projections on the writer's connection.
        clinic: Where this is.
        scripts: Folder of the verifiers that go into every packet.
        protocols: Every version a session can have run under.
        files: Folder of the published protocols, ``<id>/<version>.toml``.
    """

    def __init__(
        self,
        journal: Journal,
        index: Index,
        clinic: Clinic,
        scripts: Path,
        protocols: ClinicVersions,
        files: Path,
    ) -> None:
        self._journal = journal
        self._index = index
        self._clinic = clinic
        self._scripts = scripts
        self._protocols = protocols
        self._files = files

    def export(
        self,
        request: ExportRequest,
        actor: Actor,
        name: str,
        open_reader: Callable[[], Reader],
        steps: Steps = run_through,
    ) -> ExportResult:
        """Do all three steps on one thread. Raises as ``begin`` and ``run``."""
        plan = self.begin(request, actor, name)
        reader = open_reader()
        try:
            return self.run(plan, reader, steps)
        except ChecklistError as error:
            self.failed(plan, error.code, actor)
            raise
        finally:
            reader.close()

    def begin(self, request: ExportRequest, actor: Actor, name: str) -> ExportPlan:
        """Write and sign the export's own entry, which states its scope.

        Args:
            request: What to export.
            actor: Who exports.
            name: Their name, for the head of the file.

        Raises:
            AccessError: ``export.rights``.
            SettingsError: ``export.*``: nothing was written; the parameters name what cannot be used.
            LedgerError: Not saved.
        """
        if actor.role not in EXPORTERS:
            raise AccessError("export.rights", "supervisors and auditors export")
        _check_place(request)
        scope = self._scope(request)
        whom = hashlib.sha256(f"{request.recipient}\n{request.purpose}".encode()).hexdigest()
        draft = self._draft(
            actor,
            payload={"recipient": request.recipient, "purpose": request.purpose},
            d={"format": request.format, "scope": scope_data(scope), "whom": whom},
        )
        (entry,) = self._journal.write([draft])
        self._journal.checkpoint()
        facts = ExportFacts(
            origin=self._journal.head.origin,
            clinic=self._clinic.name,
            practice=self._clinic.practice,
            made_ms=self._journal.now().wall_ms,
            made_by=name,
            scope=_in_words(scope),
            recipient=request.recipient,
            purpose=request.purpose,
        )
        return ExportPlan(request, facts, scope, entry.seq)

    def run(self, plan: ExportPlan, reader: Reader, steps: Steps = run_through) -> ExportResult:
        """Write the file of a plan; a stopped or failed export leaves none.

        Raises:
            LedgerError: ``work.stopped``, ``export.unwritable`` (with ``path``), ``packet.*``, or the store cannot be
                read.
        """
        target = Path(plan.request.out)
        counted = _Counted(_entries(plan, reader), _expected(plan), steps)
        if plan.request.format == PACKET:
            write_packet(
                target,
                reader.ledger,
                export=plan.seq,
                scripts=self._scripts,
                records=list(self._records(plan, reader, counted)),
                progress=lambda done: steps(done, 0),
            )
        else:
            _write_text(target, _lines(plan, reader, counted, plan.request.format))
        return ExportResult(str(target), len(counted.sessions), counted.count, target.stat().st_size)

    def _records(self, plan: ExportPlan, reader: Reader, counted: _Counted) -> Iterator[tuple[str, bytes]]:
        """Yield the table, and the wording of every protocol version that the sessions in it ran under."""
        yield "audit.csv", "".join(_lines(plan, reader, counted, "csv")).encode()
        rows = (reader.index.session(session_id) for session_id in counted.sessions)
        names = sorted({row.protocol for row in rows if row is not None})
        pairs = [(protocol_id, version) for protocol_id, _, version in (name.partition(" ") for name in names)]
        yield from version_files(self._protocols, pairs, self._files)

    def failed(self, plan: ExportPlan, reason: str, actor: Actor) -> None:
        """Record that a begun export was stopped or failed, so that its entry is not taken for a delivery."""
        self._journal.write([self._draft(actor, payload=None, d={"of": plan.seq, "failed": reason})])

    def _draft(self, actor: Actor, *, payload: dict[str, str] | None, d: dict[str, object]) -> Draft:
        return Draft(
            type="out.export",
            actor=actor.person,
            role=actor.role,
            auth=actor.auth,
            payload=payload,
            d=d,  # type: ignore[arg-type]  # words and numbers, checked when the header is sealed
        )

    def _scope(self, request: ExportRequest) -> Scope:
        practice = self._clinic.practice
        if request.dated or not (request.sessions or request.patient):
            first, stop = self._range(request)
            people = (request.patient,) if request.patient else None
            return RangeScope(first, PayloadRange(first, stop, people), practice)
        counts = []
        for session_id in self._wanted(request):
            row = self._index.session(session_id)
            if row is None:
                raise SettingsError("export.session", "no such session here", session=session_id)
            counts.append(SessionCount(row.id, row.entries))
        return SessionsScope(tuple(counts), payloads=True, practice=practice)

    def _wanted(self, request: ExportRequest) -> tuple[str, ...]:
        if request.patient is None:
            return tuple(dict.fromkeys(request.sessions))
        rows = self._index.sessions(SessionQuery(patient=request.patient, limit=500))
        if not rows:
            raise SettingsError("export.patient", "no session of this patient here")
        return tuple(dict.fromkeys((*request.sessions, *(row.id for row in rows))))

    def _range(self, request: ExportRequest) -> tuple[int, int]:
        size = self._journal.head.size
        first = 0 if request.since_ms is None else self._first_at(request.since_ms, size)
        stop = size if request.until_ms is None else self._first_at(request.until_ms, size)
        if first >= stop:
            raise SettingsError("export.empty", "nothing was recorded in that time")
        return first, stop

    def _first_at(self, at_ms: int, size: int) -> int:
        """Return the position of the first entry recorded at or after a time, by halving."""
        low, high = 0, size
        while low < high:
            middle = (low + high) // 2
            if read_header(self._journal.ledger.entry(middle).header).at < at_ms:
                low = middle + 1
            else:
                high = middle
        return low


def _check_place(request: ExportRequest) -> None:
    if request.format != PACKET and request.format not in FORMATS:
        raise SettingsError("export.format", "no such format", format=request.format)
    target = Path(request.out)
    if target.is_dir() or not target.absolute().parent.is_dir():
        raise SettingsError("export.folder", "name a file in a folder that is there", path=str(target))
    if target.exists() and not request.force:
        raise SettingsError("export.exists", "a file is there already", path=str(target))


def _entries(plan: ExportPlan, reader: Reader) -> Iterator[Entry]:
    """Yield the entries whose content is in scope, in order of position."""
    scope = plan.scope
    if isinstance(scope, SessionsScope):
        chosen = [e for one in scope.sessions for e in reader.ledger.session_entries(one.sess)[: one.count]]
        yield from sorted(chosen, key=lambda entry: entry.seq)
        return
    if scope.payloads is None:
        return
    for entry in reader.ledger.entries(scope.payloads.first, scope.payloads.stop):
        if scope.payloads.pts is None or read_header(entry.header).pt in scope.payloads.pts:
            yield entry


def _expected(plan: ExportPlan) -> int:
    match plan.scope:
        case RangeScope(payloads=PayloadRange() as wanted):
            return wanted.stop - wanted.first
        case SessionsScope(sessions=sessions):
            return sum(one.count for one in sessions)
        case _:
            return 0


def _lines(plan: ExportPlan, reader: Reader, entries: Iterable[Entry], kind: str) -> Iterator[str]:
    people = {person.id: person.name for person in reader.index.people()} | {"sys": "the program"}
    patients: dict[str, str] = {}

    def patient_name(patient_id: str) -> str:
        if patient_id not in patients:
            found = reader.index.patient(patient_id)
            patients[patient_id] = f"{found.family.upper()}, {found.given}" if found else ""
        return patients[patient_id]

    rows = log_rows(
        entries,
        person_name=lambda person: people.get(person, person),
        patient_name=patient_name,
        entry_at=reader.ledger.entry,
    )
    return FORMATS[kind](plan.facts, rows)


def _write_text(target: Path, lines: Iterable[str]) -> None:
    """Write a file whole or not at all."""
    part = target.with_name(f".{target.name}.part")
    try:
        try:
            with part.open("w", encoding="utf-8", newline="") as out:
                out.writelines(lines)
                out.flush()
                os.fsync(out.fileno())
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise LedgerError("export.unwritable", error.strerror or "cannot be written", path=str(target)) from error


class _Counted:
    """Entries passed on one by one, counted, with their sessions noted and progress told."""

    def __init__(self, entries: Iterable[Entry], total: int, steps: Steps) -> None:
        self._entries = entries
        self._total = total
        self._steps = steps
        self.count = 0
        self.sessions: set[str] = set()

    def __iter__(self) -> Iterator[Entry]:
        """Yield the entries; raises LedgerError ``work.stopped``."""
        for entry in self._entries:
            self.count += 1
            sess = read_header(entry.header).sess
            if sess is not None:
                self.sessions.add(sess)
            if self.count % 256 == 0 and not self._steps(self.count, self._total):
                raise LedgerError("work.stopped", "stopped on request")
            yield entry


def _in_words(scope: Scope) -> str:
    match scope:
        case SessionsScope(sessions=sessions):
            return f"{len(sessions)} sessions"
        case RangeScope(payloads=PayloadRange(first=first, stop=stop)):
            return f"entries {first} to {stop - 1}"
        case _:
            return "headers only"
