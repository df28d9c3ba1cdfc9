"""What the killed program does: two whole sessions, press by press, and what each press must leave behind.

The course of a session is worked out by the pure core alone, so what the store gives back is held against something
that never saw the store. Two sessions with a drawn distance between their starts interleave by their due times.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))

from session_script import People, Press, full_session
from spine import spine_library

from checklist.clock import Reading, SteppedClock
from checklist.protocol.model import Protocol
from checklist.session.apply import apply
from checklist.session.codec import entry_type
from checklist.session.commands import Refused
from checklist.session.decide import decide
from checklist.session.events import Event
from checklist.session.state import Mark, SessionState

PROTOCOL = "ketamine-iv-mood"
FAMILIES = {1: "Harlow", 2: "Tran"}
"""Chair to the family name of the patient in it."""

LONGEST_GAP_S = 45 * 60
"""Between the starts of the two sessions; half a second is added, so that no two presses are due at once."""


def begin() -> Reading:
    """Return when every plan begins: the time a practice clinic under a stepped clock was made."""
    return SteppedClock().read()


@dataclass(frozen=True)
class Deed:
    """One press and what it must leave: its events with their marks, and the state after it (with an empty id)."""

    chair: int
    number: int
    at_ms: int
    press: Press
    events: tuple[tuple[Event, Mark], ...]
    state: SessionState

    @property
    def line(self) -> str:
        """What the program says once this is durable: chair, number, range of n, entry types."""
        first, last = self.events[0][1].n, self.events[-1][1].n
        types = ",".join(entry_type(event) for event, _ in self.events)
        return f"did {self.chair} {self.number} {first} {last} {types}"


@dataclass(frozen=True)
class Plan:
    """Both sessions of one store: deeds by chair, and all of them in the order they are due."""

    protocol: Protocol
    patients: dict[int, str]
    chairs: dict[int, tuple[Deed, ...]]

    def rest(self, done: dict[int, int]) -> Iterator[Deed]:
        """Yield in due order what is left when so many presses of each chair are done."""
        left = [deed for chair, deeds in self.chairs.items() for deed in deeds[done[chair] :]]
        yield from sorted(left, key=lambda deed: (deed.at_ms, deed.chair))


def make(people: People, patients: dict[int, str], seed: int) -> Plan:
    """Work out both sessions; ``patients`` is chair to patient id."""
    protocol = spine_library().newest(PROTOCOL)
    gap_ms = random.Random(f"gap {seed}").randrange(LONGEST_GAP_S) * 1000 + 500
    chairs = {}
    for chair, patient in patients.items():
        start_ms = begin().wall_ms + 60_000 + (gap_ms if chair == max(patients) else 0)
        chairs[chair] = tuple(_course(protocol, chair, start_ms, full_session(start_ms, people, patient, chair)))
    return Plan(protocol, patients, chairs)


def at(wall_ms: int) -> Reading:
    """Return the reading of the one clock of a plan at a time."""
    first = begin()
    return Reading(wall_ms, first.tz_min, first.mono_ms + wall_ms - first.wall_ms, first.boot)


def _course(protocol: Protocol, chair: int, start_ms: int, presses: Iterator[Press]) -> Iterator[Deed]:
    state: SessionState | None = None
    now_ms = start_ms
    for number, press in enumerate(presses):
        now_ms += max(press.wait_s, 1) * 1000  # a start between two presses takes time too
        now, actor = at(now_ms), press.actor
        decided = decide(protocol, state, press.command, actor, now)
        assert not isinstance(decided, Refused), (press.command, decided)
        events = []
        for event in decided:
            n = state.count if state else 0
            mark = Mark(n, now.wall_ms, now.tz_min, now.mono_ms, now.boot, actor.person, actor.role, actor.auth)
            state = apply(protocol, state, event, mark, "")
            events.append((event, mark))
        assert state is not None
        yield Deed(chair, number, now_ms, press, tuple(events), state)
