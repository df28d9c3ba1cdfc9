"""Patients registered at this workstation. Names stand in payloads only; headers carry a random surrogate (SEC-009)."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from checklist.audit.projections import patient_row
from checklist.audit.query import Patient, SessionQuery, SessionRow
from checklist.errors import AccessError
from checklist.ledger.entry import Draft
from checklist.service.journal import Journal, payload_of
from checklist.service.ports import Index
from checklist.session.commands import Actor


class Patients:
    """Find, add and change patients.

    Args:
        journal: Where entries are written.
        index: Reads of the projections.
        new_id: Makes a random id with a prefix.
    """

    def __init__(self, journal: Journal, index: Index, new_id: Callable[[str], str]) -> None:
        self._journal = journal
        self._index = index
        self._new_id = new_id

    def find(self, text: str) -> tuple[Patient, ...]:
        """Return patients by the beginning of their names, or by MRN; at most 20."""
        return self._index.find_patients(text)

    def get(self, patient_id: str) -> Patient | None:
        """Return one patient."""
        return self._index.patient(patient_id)

    def add(self, patient: Patient, actor: Actor) -> Patient:
        """Register a patient; the ``id`` given is not looked at.

        Raises:
            AccessError: ``patient.incomplete`` (parameter ``field``) or ``patient.mrn-taken``.
            LedgerError: Nothing was saved.
        """
        patient = self._checked(msgspec.structs.replace(patient, id=self._new_id("p")))
        if any(other.mrn == patient.mrn for other in self._index.find_patients(patient.mrn)):
            raise AccessError("patient.mrn-taken", "this record number belongs to a patient already here")
        return self._write("patient.add", patient, actor)

    def change(self, patient: Patient, actor: Actor) -> Patient:
        """Record a patient's details anew; the former ones stay in the log. Raises as ``add``."""
        return self._write("patient.change", self._checked(patient), actor)

    def last_visit(self, patient_id: str) -> SessionRow | None:
        """Return the newest session of a patient that is over, or None."""
        rows = self._index.sessions(SessionQuery(patient=patient_id, limit=5))
        return next((row for row in rows if row.ended_ms is not None), None)

    def visits(self, patient_id: str) -> int:
        """Return how many sessions of a patient are over or open here."""
        return self._index.count_sessions(SessionQuery(patient=patient_id)).total

    def _checked(self, patient: Patient) -> Patient:
        for field in ("family", "given", "born", "mrn"):
            if not getattr(patient, field).strip():
                raise AccessError("patient.incomplete", "a field is empty", field=field)
        return patient

    def _write(self, kind: str, patient: Patient, actor: Actor) -> Patient:
        draft = Draft(
            type=kind,
            actor=actor.person,
            role=actor.role,
            auth=actor.auth,
            pt=patient.id,
            payload=payload_of(patient),
        )
        self._journal.write([draft], [patient_row(patient)])
        return patient
