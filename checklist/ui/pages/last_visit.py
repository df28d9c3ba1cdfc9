"""What is shown of a patient's last visit beside today's lines: never in a field, only beside it (principle 6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from checklist.errors import ChecklistError
from checklist.protocol.items import QuantityField, ScoreField, VitalsField
from checklist.protocol.limits import Limit
from checklist.protocol.model import Line, Protocol
from checklist.protocol.values import VitalSigns
from checklist.session.state import SessionState
from checklist.session.visit_summary import Nausea, summary
from checklist.ui import formats, texts
from checklist.ui.items.editor import Prior

if TYPE_CHECKING:
    from checklist.service.conduct import Snapshot
    from checklist.service.workstation import Workstation


class LastVisit(msgspec.Struct, frozen=True):
    """The newest session of the patient that is over."""

    state: SessionState
    protocol: Protocol

    @staticmethod
    def read(station: Workstation, patient_id: str) -> LastVisit | None:
        """Read it; None where there is none, or where its record cannot be read (the page does without)."""
        row = station.patients.last_visit(patient_id)
        if row is None:
            return None
        try:
            found = station.conductor.snapshot(row.id)
        except ChecklistError:
            return None
        return LastVisit(found.state, found.protocol)

    def words(self) -> tuple[str, tuple[str, ...]]:
        """Return a heading with the date, and the facts of the visit in short."""
        opened = self.state.opened
        title = f"Last session, {formats.date_of(opened.at_ms, opened.tz_min)}"
        return title, tuple(_facts(self.protocol, self.state)) or ("Nothing was started",)


def _facts(protocol: Protocol, state: SessionState) -> Iterator[str]:
    found = summary(protocol, state)
    if found.dose_mg:
        given = found.given_mg or found.dose_mg
        of = "" if given == found.dose_mg else f" of {formats.quantity(found.dose_mg, 'mg')}"
        yield f"{formats.quantity(given, 'mg')}{of} over {found.minutes} min"
    if found.rise is not None:
        pressure = formats.pressure(found.rise.sbp, found.rise.dbp)
        yield f"Highest {pressure} mmHg at {found.rise.minute} min, {_rise(found.rise.over_baseline)}"
    if found.nausea is not None:
        yield _nausea(protocol, found.nausea)
    if found.ready_min is not None:
        yield f"Ready to leave after {found.ready_min} min"
    if found.wishes:
        yield f"Asked for: {found.wishes}"
    if state.stop_reason:
        yield f"Ended early: {texts.reason(state.stop_reason).lower()}"


def _rise(over_baseline: int) -> str:
    return f"{over_baseline} over baseline" if over_baseline > 0 else "not over baseline"


def _nausea(protocol: Protocol, nausea: Nausea) -> str:
    names = {medicine.code: medicine.text for medicine in protocol.vocabulary.medicines}
    helped = ", ".join(names.get(code, code) for code in nausea.medicines)
    return f"Nausea {nausea.worst} of 3 at {nausea.minute} min, {helped or 'no medicine'}"


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
