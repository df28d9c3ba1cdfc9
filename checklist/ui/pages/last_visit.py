"""What is shown of a patient's last visit beside today's lines: never in a field, only beside it (principle 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from checklist.errors import ChecklistError
from checklist.protocol.items import QuantityField, ScoreField, VitalsField
from checklist.protocol.limits import Limit
from checklist.protocol.model import Line
from checklist.protocol.values import VitalSigns
from checklist.session.state import SessionState
from checklist.ui import formats, texts
from checklist.ui.items.editor import Prior

if TYPE_CHECKING:
    from checklist.service.conduct import Snapshot
    from checklist.service.workstation import Workstation

_MOST_EVENTS = 3


class LastVisit(msgspec.Struct, frozen=True):
    """The newest session of the patient that is over."""

    state: SessionState

    @staticmethod
    def read(station: Workstation, patient_id: str) -> LastVisit | None:
        """Read it; None where there is none, or where its record cannot be read (the page does without)."""
        row = station.patients.last_visit(patient_id)
        if row is None:
            return None
        try:
            return LastVisit(station.conductor.snapshot(row.id).state)
        except ChecklistError:
            return None

    def words(self) -> tuple[str, tuple[str, ...]]:
        """Return a heading with the date, and a few facts: events, highest pressure, an early end."""
        opened = self.state.opened
        facts = [self._event(i) for i in range(min(len(self.state.happened), _MOST_EVENTS))]
        highest = self._highest()
        if highest:
            facts.append(f"Highest {highest} mmHg")
        if self.state.stop_reason:
            facts.append(f"Ended early: {texts.reason(self.state.stop_reason).lower()}")
        title = f"Last session, {formats.date_of(opened.at_ms, opened.tz_min)}"
        return title, tuple(facts) or ("No events recorded",)

    def _event(self, index: int) -> str:
        event = self.state.happened[index]
        runs = self.state.infusion.runs
        words = texts.event_term(event.term)
        if not runs or event.at_ms < runs[0].start.at_ms:
            return words
        return f"{words} at {formats.span(event.at_ms - runs[0].start.at_ms)}"

    def _highest(self) -> str:
        found: list[tuple[int, str, str]] = []
        for item in self.state.vitals:
            systolic, diastolic = item.signs.get("sbp"), item.signs.get("dbp")
            if systolic is not None and diastolic is not None:
                found.append((int(systolic), systolic, diastolic))
        return formats.pressure(*max(found)[1:]) if found else ""


def priors(snapshot: Snapshot, line: Line, visit: LastVisit | None) -> dict[str, Prior]:
    """Return older values to show beside a line's fields: the baseline where a limit names it, else last visit's."""
    found: dict[str, Prior] = {}
    for field in line.fields:
        if not isinstance(field, VitalsField | QuantityField | ScoreField):
            continue
        baseline = _baseline(snapshot, field.limits) if isinstance(field, VitalsField) else None
        if baseline is not None:
            found[field.id] = Prior(baseline, "Baseline")
            continue
        version = visit.state.line(line.link_id).current if visit is not None else None
        value = version.answer.get(field.id) if version is not None and version.answer is not None else None
        if value is not None:
            found[field.id] = Prior(value, "Last visit")
    return found


def _baseline(snapshot: Snapshot, limits: tuple[Limit, ...]) -> VitalSigns | None:
    link_id = next((limit.baseline for limit in limits if limit.baseline), None)
    version = snapshot.state.line(link_id).current if link_id is not None else None
    for part in version.answer.values if version is not None and version.answer is not None else ():
        if isinstance(part.value, VitalSigns):
            return part.value
    return None
