"""Practice stores with sessions of the complete protocol at telling moments: made once, copied for each use.

A session is first played on the pure core, where ``Finisher`` and ``normal`` know what an ordinary visit needs; what it
took is then given to the real conductor at the same times, so that several chairs can be at work at once.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bedside import NURSE, ORDER, Bedside
from finisher import Finisher
from msgspec.structs import replace
from running_visit import GOOD, LINE, signs
from whole_visit import complete, normal
from window_player import complete_opening

from checklist.clock import Reading, SteppedClock
from checklist.protocol.values import Answer, Chosen, FieldAnswer
from checklist.service.practice import PATIENTS
from checklist.service.workstation import Workstation
from checklist.session import commands as c
from checklist.session.care_commands import ReadPump
from checklist.session.commands import Actor, Command, Refused
from checklist.session.decide import Decision
from checklist.session.progress import phase_blocks
from checklist.session.state import InfusionStatus, Status

PEOPLE = {"nora": "A. Diallo", "sam": "S. Park", "ruth": "R. Okafor", "olga": "J. Moreau"}
WITH_A_SET = ("mon.presence", "mon.spo2", "mon.breathing", "mon.nausea", "mon.site")
BETWEEN_S = 12
"""Seconds between two answers of the checklist."""


class Visit(Bedside):
    """One visit, and what was given at which time.

    Args:
        family: The patient.
        chair: The chair.
        number: Number of the visit.
        begins_min: Minutes after the start of the day's work.
    """

    def __init__(self, family: str = "Harlow", chair: int = 3, number: int = 3, begins_min: float = 0) -> None:
        super().__init__(complete("ketamine-iv-mood"))
        self.family = family
        self.given: list[tuple[int, Command, Actor]] = []
        self.wait(begins_min)
        mrn = next(patient.mrn for patient in PATIENTS if patient.family == family)
        self.must(c.OpenSession(family, chair, ORDER, number, mrn.replace(" ", "")[-4:]))
        self._finisher = Finisher(self, lambda link_id: normal(self, link_id))

    def do(self, command: Command, actor: Actor = NURSE) -> Decision:
        """Give a command; what is taken is kept with its time."""
        decision = super().do(command, actor)
        if not isinstance(decision, Refused):
            self.given.append((self.now().mono_ms, command, actor))
        return decision

    def in_the_way(self) -> str:
        """Return the line that is next on an ordinary day, or an empty string."""
        phase = next((one.id for one in self.protocol.phases if self.state.closed(one.id) is None), None)
        if phase is None:
            return ""
        blocks = phase_blocks(self.protocol, self.state, phase, self.now())
        return (blocks[0].link_id or "") if blocks else ""

    def until(self, reached: Callable[[], bool]) -> Visit:
        """Do what an ordinary day asks for, one thing after the other."""
        while not reached():
            self.wait(seconds=BETWEEN_S)
            self._finisher._act()
        return self

    def to(self, link_id: str) -> Visit:
        """Do everything that comes before a line."""
        return self.until(lambda: self.in_the_way() == link_id)

    def until_begun(self, prefix: str) -> Visit:
        """Do everything that comes before the first line whose id begins so."""
        return self.until(lambda: self.in_the_way().startswith(prefix))

    def until_sealed(self) -> Visit:
        """Do everything."""
        return self.until(lambda: self.state.status is not Status.IN_PROGRESS)

    def minutes(self) -> float:
        """Return the minutes since the day's work began."""
        return (self.now().mono_ms - SteppedClock().read().mono_ms) / 60_000

    def run(self) -> Visit:
        """Start the pump."""
        return self.until(lambda: self.state.infusion.status is InfusionStatus.RUNNING)

    def choose(self, link_id: str, field: str, option: str) -> Visit:
        """Answer a line with one option."""
        self.must(c.AnswerLine(link_id, Answer((FieldAnswer(field, Chosen(option)),))))
        return self

    def a_set(self, words: str = GOOD, line: str = LINE, *, wait: float = 0) -> Visit:
        """Take a set, and answer what is asked with it."""
        self.wait(wait)
        self.must(c.RecordVitals(line, signs(words)))
        for link_id in WITH_A_SET if line == LINE else ():
            self.must(c.AnswerLine(link_id, normal(self, link_id)))
        return self

    def sets(self, *words: str) -> Visit:
        """Take a set every five minutes."""
        for one in words:
            self.a_set(one, wait=5)
        return self

    def end(self) -> Visit:
        """Let the infusion run to its end."""
        while self.state.infusion.status is not InfusionStatus.STOPPED:
            if self._minutes() >= 40:
                self.must(c.EndInfusion("100"))
                break
            self.a_set(wait=5)
            if self._minutes() == 20:
                self.do(ReadPump("50"))
        return self

    def _minutes(self) -> float:
        return (self.now().mono_ms - self.state.infusion.runs[0].start.mono_ms) / 60_000


@dataclass(frozen=True)
class Moment:
    """A store at a moment.

    Attributes:
        folder: Its data directory; copied, never used.
        now: The time.
        sessions: Session id of each patient's family name.
    """

    folder: Path
    now: Reading
    sessions: dict[str, str] = field(default_factory=dict)


def prepare(fresh: Path, folder: Path, *visits: Visit) -> Moment:
    """Give to a copy of a fresh practice store what some visits took, in the order of time."""
    shutil.copytree(fresh, folder)
    clock = SteppedClock()
    station = complete_opening(folder, practice=True, clock=clock).open()
    given = [(*one, visit.family) for visit in visits for one in visit.given]
    sessions: dict[str, str] = {}
    for at_ms, command, actor, family in sorted(given, key=lambda one: one[0]):
        clock.advance(at_ms - clock.read().mono_ms)
        _give(station, sessions, family, command, actor)
    last_ms = max((visit.now().mono_ms for visit in visits), default=0)
    clock.advance(max(0, last_ms - clock.read().mono_ms))
    station.stop()
    return Moment(folder, clock.read(), sessions)


def _give(station: Workstation, sessions: dict[str, str], family: str, command: Command, actor: Actor) -> None:
    ids = {name: next(p.id for p in station.staff.people() if p.name == real) for name, real in PEOPLE.items()}
    who = Actor(ids[actor.person], actor.role, actor.auth)
    if isinstance(command, c.OpenSession):
        (patient, *_) = station.patients.find(family)
        opening = replace(command, patient=patient.id, order=replace(ORDER, prescriber=ids["ruth"]))
        done = station.conductor.open(opening, who, "ketamine-iv-mood")
    else:
        done = station.conductor.run(sessions[family], command, who)
    assert not isinstance(done, Refused), (command, done)
    sessions[family] = done.session_id


class Moments:
    """The moments that were asked for, each made at its first use.

    Args:
        fresh: A practice directory as the first start leaves it.
        folder: Where the stores go.
    """

    def __init__(self, fresh: Path, folder: Path) -> None:
        self._fresh = fresh
        self._folder = folder
        self._made: dict[str, Moment] = {}

    def at(self, name: str, visits: Callable[[], tuple[Visit, ...]]) -> Moment:
        """Return a moment, where it is new with these visits."""
        if name not in self._made:
            self._made[name] = prepare(self._fresh, self._folder / name, *visits())
        return self._made[name]
