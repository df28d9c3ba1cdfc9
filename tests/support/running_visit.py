"""A visit on the complete protocol with the infusion just started, and sets of vital signs in a few words."""

from __future__ import annotations

from functools import cache

from bedside import NURSE, Bedside
from finisher import Finisher
from walk import _signs
from whole_visit import complete, normal, visit

from checklist.clock import SteppedClock
from checklist.protocol.model import Protocol
from checklist.protocol.values import VitalSigns
from checklist.session import commands as c
from checklist.session.commands import Actor
from checklist.session.running_commands import Tick
from checklist.session.state import InfusionStatus

LINE, POST = "mon.vitals", "mon.post-vitals"
GOOD = "128/80, pulse 76, SpO2 98, breaths 14, alertness 5"
DROWSY = "128/80, pulse 76, SpO2 98, breaths 14, alertness 4"
HIGH = "168/96, pulse 76, SpO2 98, breaths 14, alertness 5"
LOST = "blood pressure could not be obtained, pulse 76, SpO2 98, breaths 14, alertness 5"
LIGHT = "SpO2 98, breaths 14, alertness 5"
LIGHT_DROWSY = "SpO2 98, breaths 14, alertness 4"
PROGRAM = Actor("sys", "system", "none")
MIN = 60_000


@cache
def _started(name: str) -> Bedside:
    bed = visit(complete(name))
    finisher = Finisher(bed, lambda link_id: normal(bed, link_id))
    while bed.state.infusion.status is InfusionStatus.NOT_STARTED:
        finisher._act()
    return bed


def running(name: str = "ketamine-iv-mood", protocol: Protocol | None = None) -> Bedside:
    """Return a session of its own, at the second the infusion started."""
    first = _started(name)
    bed = Bedside(protocol or first.protocol, first.session_id, SteppedClock(start=first.now()))
    bed.recorded, bed.live = list(first.recorded), first.live
    return bed


def signs(words: str) -> VitalSigns:
    """Return a set as a walk writes it."""
    return _signs(words)


def take(bed: Bedside, words: str = GOOD, link_id: str = LINE, light: str = "", occurred: c.Occurred | None = None):
    """Record a set that is taken, and return its event."""
    (event,) = bed.must(c.RecordVitals(link_id, signs(words), occurred, light), NURSE)
    return event


def tick(bed: Bedside) -> tuple[str, ...]:
    """Let the program look at the clock; return what it wrote, by kind and minute of the infusion."""
    decision = bed.do(Tick(), PROGRAM)
    written = decision if isinstance(decision, tuple) else ()
    return tuple(f"{type(event).__name__} {minute(bed, event.due_ms):g}" for event in written)


def minute(bed: Bedside, at_ms: int) -> float:
    """Return a moment in minutes since the infusion began."""
    return (at_ms - bed.state.infusion.runs[0].start.at_ms) / MIN
