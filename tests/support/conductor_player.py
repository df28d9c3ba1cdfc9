"""A walk's player on a real conductor: a practice workstation on an encrypted store, under a clock moved by hand."""

from __future__ import annotations

from msgspec.structs import replace
from practice_clinic import Clinic

from checklist.clock import Reading
from checklist.opening import library
from checklist.protocol.model import Protocol
from checklist.service.conduct import Snapshot
from checklist.session.commands import Actor, Command, OpenSession, Refused
from checklist.session.state import SessionState


class ConductorPlayer:
    """Plays one session on the workstation of a clinic."""

    def __init__(self, clinic: Clinic) -> None:
        self._clinic = clinic
        self._snapshot: Snapshot | None = None

    @property
    def protocol(self) -> Protocol:
        """The session's protocol."""
        return self._shown().protocol

    @property
    def state(self) -> SessionState:
        """The session as it stands."""
        return self._shown().state

    def now(self) -> Reading:
        """Return the time now."""
        return self._clinic.clock.read()

    def wait(self, minutes: float = 0, seconds: float = 0) -> None:
        """Let time pass."""
        self._clinic.clock.advance(round(minutes * 60_000 + seconds * 1000))

    def set_wall(self, minutes: float) -> None:
        """Set the wall clock, back or forward; monotonic time goes on as it was."""
        self._clinic.clock.set_wall(round(minutes * 60_000))

    def sleep(self, minutes: float) -> None:
        """Suspend the computer for so long."""
        self._clinic.clock.sleep(round(minutes * 60_000))

    def do(self, command: Command, actor: Actor) -> object:
        """Give a command; returns ``Refused`` where it is not taken."""
        conductor = self._clinic.station.conductor
        if isinstance(command, OpenSession):
            conductor._protocols = library()
            (patient, *_) = self._clinic.station.patients.find("Harlow")
            done = conductor.open(replace(command, patient=patient.id), actor, "ketamine-iv-mood")
        else:
            done = conductor.run(self._shown().session_id, command, actor)
        if not isinstance(done, Refused):
            self._snapshot = done
        return done

    def read_again(self) -> SessionState:
        """Return the session's state as read from the store."""
        conductor = self._clinic.station.conductor
        conductor.forget()
        return conductor.snapshot(self._shown().session_id).state

    def _shown(self) -> Snapshot:
        assert self._snapshot is not None, "the session is not open"
        return self._snapshot
