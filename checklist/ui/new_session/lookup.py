"""Looking a patient up: who is found, when they were last here, and whose name is alike.

Runs on the writer thread (``Desk.ask``); returns frozen values. Imports no Qt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from checklist.audit.query import Patient, SessionRow
from checklist.service.search import fold
from checklist.ui import formats

if TYPE_CHECKING:
    from checklist.service.workstation import Workstation


class Found(msgspec.Struct, frozen=True):
    """One patient of a search.

    Attributes:
        visits: Sessions so far, the one in progress included.
        last: The newest session that is over.
        chair: Chair of the session in progress, or None.
        alike: How many other patients here have a like name.
    """

    patient: Patient
    visits: int = 0
    last: SessionRow | None = None
    chair: int | None = None
    alike: int = 0

    @property
    def visit(self) -> int:
        """Number of the visit that would begin now."""
        return self.visits + 1


def look_up(station: Workstation, text: str) -> tuple[Found, ...]:
    """Return the patients a text finds by name or record number, at most 20."""
    found: dict[str, Patient] = {}
    for asked in _spellings(text):
        found |= {patient.id: patient for patient in station.patients.find(asked) if patient.id not in found}
    chairs = {item.state.patient: item.state.chair for item in station.conductor.live()}
    return tuple(_about(station, patient, chairs) for patient in found.values())


def about(station: Workstation, patient: Patient) -> Found:
    """Return one patient as a search would."""
    return _about(station, patient, {item.state.patient: item.state.chair for item in station.conductor.live()})


def same_number(station: Workstation, mrn: str) -> bool:
    """Return whether a record number is in use here, spaces aside."""
    wanted = _bare(mrn)
    return any(_bare(other.mrn) == wanted for asked in _spellings(mrn) for other in station.patients.find(asked))


def is_alike(one: Patient, other: Patient) -> bool:
    """Return whether two patients could be taken for each other: same family name, given names that begin alike."""
    if one.id == other.id or fold(one.family) != fold(other.family):
        return False
    return fold(one.given)[:1] == fold(other.given)[:1]


def _about(station: Workstation, patient: Patient, chairs: dict[str, int]) -> Found:
    others = station.patients.find(patient.family)
    return Found(
        patient,
        station.patients.visits(patient.id),
        station.patients.last_visit(patient.id),
        chairs.get(patient.id),
        sum(is_alike(patient, other) for other in others),
    )


def _spellings(text: str) -> tuple[str, ...]:
    """Return how a text may be stored: a record number with and without its spaces."""
    bare = _bare(text)
    return tuple(dict.fromkeys((text, bare, formats.mrn(bare)))) if bare.isdigit() else (text,)


def _bare(text: str) -> str:
    return "".join(text.split())
