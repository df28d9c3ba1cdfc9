"""A practice workstation on a real encrypted store, under a clock that is moved by hand."""

from __future__ import annotations

from pathlib import Path

import msgspec
from session_script import People, full_session
from spine import spine_opening

from checklist.audit.query import Person
from checklist.clock import SteppedClock
from checklist.service.conduct import Snapshot
from checklist.service.practice import PINS
from checklist.service.workstation import Workstation
from checklist.session.commands import Actor, OpenSession, Order


class Clinic:
    """One practice store: opens, closes and reopens its workstation."""

    def __init__(self, folder: Path) -> None:
        self.clock = SteppedClock()
        self.opening = spine_opening(folder, practice=True, clock=self.clock)
        self.station: Workstation = self.opening.open()

    def person(self, name: str) -> Person:
        return next(person for person in self.station.staff.people() if person.name == name)

    def actor(self, name: str, role: str, auth: str = "cont") -> Actor:
        return Actor(self.person(name).id, role, auth)

    def nurse(self) -> Actor:
        return self.actor("A. Diallo", "nurse")

    def pin(self, name: str) -> str:
        return PINS[name]

    def order(self, **changes: str | int) -> Order:
        order = Order("ketamine", "0.5", "68.4", "34.2", 40, "100", "nacl09", self.person("R. Okafor").id, "2026-11-22")
        return msgspec.structs.replace(order, **changes)

    def open(self, family: str = "Harlow", chair: int = 3) -> Snapshot:
        (patient, *_) = self.station.patients.find(family)
        opened = self.station.conductor.open(
            OpenSession(patient.id, chair, self.order(), 1), self.nurse(), "ketamine-iv-mood"
        )
        assert isinstance(opened, Snapshot), opened
        return opened

    def again(self) -> Workstation:
        """Stop cleanly and open again."""
        self.station.stop()
        self.station = self.opening.open()
        return self.station

    def play(self, family: str = "Harlow", chair: int = 2) -> str:
        """Run the scripted whole session, start to sealed; return its id."""
        (patient, *_) = self.station.patients.find(family)
        people = People(self.person("A. Diallo").id, self.person("J. Moreau").id, self.person("R. Okafor").id)
        session_id = ""
        start_ms = self.clock.read().wall_ms
        for press in full_session(start_ms, people, patient.id, chair):
            self.clock.advance(press.wait_s * 1000)
            if isinstance(press.command, OpenSession):
                done = self.station.conductor.open(press.command, press.actor, "ketamine-iv-mood")
            else:
                done = self.station.conductor.run(session_id, press.command, press.actor)
            assert isinstance(done, Snapshot), (press.command, done)
            session_id = done.session_id
        return session_id
