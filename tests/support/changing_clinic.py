"""A practice workstation whose sessions run under the complete protocols, so that there are parameters to change."""

from __future__ import annotations

from pathlib import Path

from practice_clinic import Clinic

from checklist.clock import SteppedClock
from checklist.opening import StoreOpening, library
from checklist.service.clinic_protocols import Values
from checklist.service.conduct import Snapshot
from checklist.service.workstation import Workstation
from checklist.session.commands import Actor, OpenSession

MOOD = "ketamine-iv-mood"
SAID = "I approve these values."


class ChangingClinic(Clinic):
    """One practice store; see ``Clinic``."""

    def __init__(self, folder: Path) -> None:
        self.clock = SteppedClock()
        self.opening = StoreOpening(folder, practice=True, clock=self.clock, protocols=library)
        self.station: Workstation = self.opening.open()

    @property
    def supervisor(self) -> Actor:
        return self.actor("M. Lindqvist", "supervisor")

    @property
    def prescriber(self) -> Actor:
        return self.actor("R. Okafor", "prescriber", "pin")

    def set(self, values: Values, why: str = "Decided by the clinic.") -> str:
        """Propose and approve; return the version."""
        decided = self.station.clinic_protocols
        proposal = decided.propose(MOOD, values, why, self.supervisor)
        return decided.approve(proposal.seq, self.prescriber, SAID).version

    def begin(self, family: str, chair: int) -> Snapshot:
        """Open a session under the version in use."""
        (patient, *_) = self.station.patients.find(family)
        command = OpenSession(patient.id, chair, self.order(), 1)
        opened = self.station.conductor.open(command, self.nurse(), MOOD)
        assert isinstance(opened, Snapshot), opened
        return opened
