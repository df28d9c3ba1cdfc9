"""The service's ports in memory: for tests, and for trying things out without a disk.

Imports ``ports``, ``search``, ``audit.query`` and ``ledger.port``. Each keeps every promise of its port but
durability.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from checklist.audit.query import Allergies, Clinic, Patient, Person, SessionCount, SessionQuery, SessionRow
from checklist.ledger.port import Cell
from checklist.service.ports import Draft, PinRecord
from checklist.service.search import fold, words

Pairs = tuple[tuple[str, Cell], ...]
Rows = Mapping[tuple[str, Pairs], Pairs]
"""Projection rows by table and key, as ``MemoryLedger.rows`` holds them."""


class MemoryIndex:
    """See ``ports.Index``.

    Args:
        rows: Looked at afresh with every question.
    """

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def clinic(self) -> Clinic | None:
        """Return the clinic, or None."""
        for cells in self._table("clinic"):
            return Clinic(
                name=_text(cells["name"]),
                workstation=_text(cells["workstation"]),
                chairs=_number(cells["chairs"]),
                practice=bool(cells["practice"]),
                pin_length=_number(cells.get("pin_length", 6)),
            )
        return None

    def people(self) -> tuple[Person, ...]:
        """Return all staff by name."""
        found = (
            Person(
                id=_text(cells["id"]),
                name=_text(cells["name"]),
                initials=_text(cells["initials"]),
                post=_text(cells["post"]),
                roles=tuple(_text(cells["roles"]).split()),
                active=bool(cells.get("active", 1)),
            )
            for cells in self._table("person")
        )
        return tuple(sorted(found, key=lambda person: (fold(person.name), person.id)))

    def patient(self, patient_id: str) -> Patient | None:
        """Return a patient by surrogate id."""
        return next((found for found in self._patients() if found.id == patient_id), None)

    def find_patients(self, text: str, limit: int = 20) -> tuple[Patient, ...]:
        """Return patients by the beginnings of their names, or by a part of their MRN."""
        found = (
            one
            for one in self._patients()
            if _names_start(one, words(text)) or (text.strip() and fold(text.strip()) in fold(one.mrn))
        )
        return tuple(sorted(found, key=lambda one: (fold(one.family), fold(one.given), one.id)))[:limit]

    def open_sessions(self) -> tuple[SessionRow, ...]:
        """Return sessions in progress, by chair."""
        found = (row for row, _, _ in self._sessions() if row.ended_ms is None)
        return tuple(sorted(found, key=lambda row: (row.chair, row.opened_ms, row.id)))

    def session(self, session_id: str) -> SessionRow | None:
        """Return one session's row."""
        return next((row for row, _, _ in self._sessions() if row.id == session_id), None)

    def sessions(self, query: SessionQuery) -> tuple[SessionRow, ...]:
        """Return one page of a search, newest first."""
        found = sorted(self._matching(query), key=lambda row: (row.opened_ms, row.id), reverse=True)
        before = query.before
        page = found if before is None else [row for row in found if (row.opened_ms, row.id) < before]
        return tuple(page[: query.limit])

    def count_sessions(self, query: SessionQuery) -> SessionCount:
        """Count a whole search."""
        found = tuple(self._matching(query))
        return SessionCount(len(found), sum(1 for row in found if row.flags))

    def _table(self, table: str) -> Iterator[dict[str, Cell]]:
        for (name, key), values in tuple(self._rows.items()):
            if name == table:
                yield dict(key + values)

    def _patients(self) -> Iterator[Patient]:
        for cells in self._table("patient"):
            texts = {name: _text(cell) for name, cell in cells.items() if name != "allergies"}
            yield Patient(**texts, allergies=Allergies(_text(cells.get("allergies", "not_recorded"))))

    def _sessions(self) -> Iterator[tuple[SessionRow, str, str]]:
        """Yield rows with the nurse's id and the words of the notes."""
        names = {person.id: person.name for person in self.people()}
        patients = {patient.id: patient for patient in self._patients()}
        for cells in self._table("session"):
            patient = patients.get(_text(cells["patient"]))
            nurse = _text(cells["nurse"])
            ended = cells["ended_ms"]
            row = SessionRow(
                id=_text(cells["id"]),
                patient=_text(cells["patient"]),
                family=patient.family if patient else "",
                given=patient.given if patient else "",
                born=patient.born if patient else "",
                mrn=patient.mrn if patient else "",
                chair=_number(cells["chair"]),
                nurse=names.get(nurse, nurse),
                status=_text(cells["status"]),
                protocol=_text(cells["protocol"]),
                visit=_number(cells["visit"]),
                opened_ms=_number(cells["opened_ms"]),
                tz_min=_number(cells["tz_min"]),
                ended_ms=None if ended is None else _number(ended),
                last_ms=_number(cells["last_ms"]),
                entries=_number(cells["entries"]),
                flags=tuple(_text(cells.get("flags", "")).split()),
            )
            yield row, nurse, _text(cells.get("words", ""))

    def _matching(self, query: SessionQuery) -> Iterator[SessionRow]:
        for row, nurse, notes in self._sessions():
            text = fold(" ".join((row.family, row.given, row.mrn, row.nurse, notes)))
            if (
                all(word in text for word in words(query.text))
                and (query.since_ms is None or row.opened_ms >= query.since_ms)
                and (query.until_ms is None or row.opened_ms < query.until_ms)
                and query.nurse in {None, nurse}
                and query.patient in {None, row.patient}
                and (query.flag is None or query.flag in row.flags)
            ):
                yield row


class MemorySecrets:
    """See ``ports.Secrets``."""

    def __init__(self) -> None:
        self._records: dict[str, PinRecord] = {}

    def pin(self, person_id: str) -> PinRecord | None:
        """Return a person's record."""
        return self._records.get(person_id)

    def put_pin(self, person_id: str, record: PinRecord) -> None:
        """Store it."""
        self._records[person_id] = record


class MemoryDrafts:
    """See ``ports.Drafts``."""

    def __init__(self) -> None:
        self._drafts: dict[tuple[str, str], Draft] = {}

    def drafts(self, session_id: str) -> tuple[Draft, ...]:
        """Return a session's drafts, oldest first."""
        found = (draft for draft in self._drafts.values() if draft.session == session_id)
        return tuple(sorted(found, key=lambda draft: (draft.at_ms, draft.link_id)))

    def put_draft(self, draft: Draft) -> None:
        """Store one, in place of the line's former one."""
        self._drafts[draft.session, draft.link_id] = draft

    def drop_drafts(self, session_id: str, link_id: str | None = None) -> None:
        """Remove a line's draft, or all of a session's."""
        for draft in self.drafts(session_id):
            if link_id in {None, draft.link_id}:
                del self._drafts[session_id, draft.link_id]


class MemoryKeyStore:
    """See ``ports.KeyStore``."""

    weak = True
    place = "the memory of this program"

    def __init__(self) -> None:
        self._secrets: dict[str, bytes] = {}

    def get(self, name: str) -> bytes | None:
        """Return a secret, or None."""
        return self._secrets.get(name)

    def put(self, name: str, secret: bytes) -> None:
        """Store a secret."""
        self._secrets[name] = secret


class MemoryCheckpoints:
    """See ``ports.CheckpointFile``."""

    def __init__(self) -> None:
        self._notes: list[str] = []

    def append(self, note: str) -> None:
        """Append a signed note."""
        self._notes.append(note)

    def newest(self) -> str | None:
        """Return the newest note, or None."""
        return self._notes[-1] if self._notes else None


def _names_start(patient: Patient, beginnings: tuple[str, ...]) -> bool:
    names = f" {fold(patient.family)} {fold(patient.given)}"
    return all(f" {word}" in names for word in beginnings)


def _text(cell: Cell) -> str:
    if not isinstance(cell, str):
        msg = "a projection row holds no text where text belongs"
        raise TypeError(msg)
    return cell


def _number(cell: Cell) -> int:
    if not isinstance(cell, int):
        msg = "a projection row holds no number where one belongs"
        raise TypeError(msg)
    return cell
