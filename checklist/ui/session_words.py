"""What the frames, the board and the lock page say about one live session. Imports no Qt.

Pure: a snapshot and the time in, words out. Whatever the lock page shows is made here without the patient, so that no
name can slip through (SEC-046).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from checklist.clock import Reading
from checklist.protocol.items import VitalsField
from checklist.protocol.model import Protocol, Step
from checklist.protocol.values import Quantity, VitalSigns
from checklist.session import due, progress, reminders
from checklist.session.reminders import Rank, Reminder, ReminderKind
from checklist.session.state import InfusionStatus
from checklist.session.views import StepView
from checklist.ui import formats, texts

if TYPE_CHECKING:
    from checklist.service.conduct import Snapshot

_RUNNING = (InfusionStatus.RUNNING, InfusionStatus.PAUSED)
_READINGS = (ReminderKind.VITALS_OVERDUE, ReminderKind.REPEAT_DUE)


class DueWords(msgspec.Struct, frozen=True):
    """What is due next in one session.

    Attributes:
        what: ``vital signs``, or the line's own words.
        clock: The countdown, or how long it is overdue, ``1:18``.
        overdue: Past its time and not taken.
        left_ms: Milliseconds until it is due, below 0 once it is past.
    """

    what: str
    clock: str
    overdue: bool
    left_ms: int

    @property
    def sentence(self) -> str:
        """``vital signs in 1:18`` or ``vital signs 2:12 late``."""
        return f"{self.what} {self.clock} late" if self.overdue else f"{self.what} in {self.clock}"


def due_words(snapshot: Snapshot, now: Reading) -> DueWords | None:
    """Return what is due next, or None while nothing is."""
    mark = due.next_due(snapshot.protocol, snapshot.state, now)
    if mark is None:
        return None
    left = mark.wait_ms
    # Rounded up while it counts down: 0:00 is shown at the mark and not up to a second before it.
    shown = -left if left <= 0 else left + 999
    return DueWords(_name(snapshot.protocol, mark.link_id), formats.duration(shown), left <= 0, left)


def _name(protocol: Protocol, link_id: str) -> str:
    line = protocol.line(link_id)
    if any(isinstance(field, VitalsField) for field in line.fields):
        return "vital signs"
    return line.text[:1].lower() + line.text[1:]


def steps(snapshot: Snapshot, now: Reading) -> tuple[StepView, ...]:
    """Return the six steps as they stand."""
    return progress.rail(snapshot.protocol, snapshot.state, now)


def current_step(snapshot: Snapshot, now: Reading) -> Step:
    """Return the step the session is in."""
    return progress.current_step(snapshot.protocol, snapshot.state, now)


def step_words(snapshot: Snapshot, now: Reading) -> str:
    """Return the step with its running time, ``Infusion, 21:05 of 40:00``; nothing about the patient."""
    state = snapshot.state
    step = current_step(snapshot, now)
    name = texts.step(step)
    if state.infusion.status in _RUNNING:
        running = formats.duration(due.elapsed_ms(state, now))
        planned = formats.duration(state.infusion.minutes * due.MINUTE_MS)
        what = "Paused" if state.infusion.status is InfusionStatus.PAUSED else texts.step(Step.INFUSION)
        return f"{what}, {running} of {planned}"
    return name


def lock_words(snapshot: Snapshot, now: Reading) -> str:
    """Return one chair's line for the lock page, ``Chair 3, vital signs in 1:18``; never a name or a value."""
    words = due_words(snapshot, now)
    rest = words.sentence if words is not None else texts.step(current_step(snapshot, now)).lower()
    others = len(others_waiting(snapshot, now))
    more = f", {formats.counted(others, 'more reminder')}" if others else ""
    running = "emergency running, " if any(run.running for run in snapshot.state.branches) else ""
    return f"Chair {snapshot.state.chair}, {running}{rest}{more}"


def others_waiting(snapshot: Snapshot, now: Reading) -> tuple[Reminder, ...]:
    """Return the reminders of medium rank besides the reading that is due, newest first."""
    found = reminders.reminders(snapshot.protocol, snapshot.state, now)
    return tuple(item for item in found if item.rank is Rank.MEDIUM and item.kind not in _READINGS)


def last_pressure(snapshot: Snapshot) -> str:
    """Return ``138/86 at 09:26``, the baseline included, or words where no blood pressure was recorded."""
    readings = [(item.at_ms, item.mark.tz_min, item.signs) for item in snapshot.state.vitals]
    for line in snapshot.state.lines.values():
        version = line.current
        for part in version.answer.values if version and version.answer else ():
            if version and isinstance(part.value, VitalSigns):
                at_ms = version.occurred.at_ms if version.occurred else version.mark.at_ms
                readings.append((at_ms, version.mark.tz_min, part.value))
    for at_ms, tz_min, signs in sorted(readings, key=lambda item: item[0], reverse=True):
        systolic, diastolic = signs.get("sbp"), signs.get("dbp")
        if systolic and diastolic:
            return f"{formats.pressure(systolic, diastolic)} at {formats.time_of(at_ms, tz_min)}"
    return "Not recorded"


def weight(snapshot: Snapshot) -> str:
    """Return today's weight, ``68.4 kg``, or words where it was not recorded."""
    version = snapshot.state.line("pre.weight").current
    for part in version.answer.values if version and version.answer else ():
        if isinstance(part.value, Quantity):
            return formats.quantity(part.value.value, part.value.unit)
    return "Not recorded"
