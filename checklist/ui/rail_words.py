"""What rail and banner show of a session. Pure: snapshot and time in, the widgets' facts out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklist.audit.query import Allergies
from checklist.clock import Reading
from checklist.protocol.model import PhaseId, Step
from checklist.session.progress import OPEN, LineStatus, SectionView, StepStatus, StepView
from checklist.ui import formats, session_words, texts
from checklist.ui.widgets.banner import BannerFacts
from checklist.ui.widgets.glyph import State
from checklist.ui.widgets.rail import RailFacts
from checklist.ui.widgets.rail_step import SectionFacts, StepFacts

if TYPE_CHECKING:
    from checklist.service.conduct import Snapshot

_STATES = {
    StepStatus.TODO: (State.TODO, "to do"),
    StepStatus.NOW: (State.NOW, "now"),
    StepStatus.DONE: (State.DONE, "done"),
    StepStatus.DONE_LATER: (State.LATER, "done, with something for later"),
    StepStatus.DONE_EXCEPTION: (State.EXCEPTION, "done, with an exception"),
    StepStatus.SKIPPED: (State.NOT_APPLICABLE, "skipped"),
    StepStatus.STOPPED: (State.STOP, "stopped"),
}


def rail_facts(snapshot: Snapshot, shown: Step, now: Reading) -> RailFacts:
    """Return the rail with the step on screen as the current one, its sections beneath it."""
    views = session_words.steps(snapshot, now)
    blind = is_blind(snapshot, shown)
    facts = tuple(_step(snapshot, view, number, blind=blind) for number, view in enumerate(views, 1))
    open_view = next(view for view in views if view.step is shown)
    return RailFacts(facts, shown.value, _sections(open_view))


def is_blind(snapshot: Snapshot, shown: Step) -> bool:
    """Return whether the second person may be reading: nothing of order or first answers is shown (principle 7)."""
    return shown is Step.TIME_OUT and snapshot.state.closed(PhaseId.PRE_INFUSION) is None


def _step(snapshot: Snapshot, view: StepView, number: int, *, blind: bool) -> StepFacts:
    state, spoken = _STATES[view.status]
    return StepFacts(
        key=view.step.value,
        title=texts.step(view.step),
        short=texts.short_step(view.step),
        state=state,
        sub=_sub(snapshot, view, blind=blind),
        spoken_state=f"step {number} of 6, {spoken}",
    )


def _sub(snapshot: Snapshot, view: StepView, *, blind: bool) -> str:
    """Return the line under a step: counts where it has begun, the plan where it has not; blind, no number at all."""
    if blind:
        begun = "Not started" if view.status is StepStatus.TODO else "Not complete"
        return "Two people" if view.step is Step.TIME_OUT else begun if view.todo else "Done"
    if view.step is Step.INFUSION and view.status is StepStatus.TODO:
        return f"{snapshot.state.order.minutes} min planned"
    if view.status is StepStatus.TODO and not _is_begun(view):
        return "Two people" if view.step is Step.TIME_OUT else "Not started"
    return f"{view.done} of {view.total}, {view.later} for later" if view.later else f"{view.done} of {view.total} done"


def _is_begun(view: StepView) -> bool:
    """Return whether somebody has answered a line; what is worked out may stand before the step begins."""
    lines = (line for section in view.sections for line in section.lines)
    return any(line.readiness is None and line.status not in (LineStatus.TODO, LineStatus.SENSED) for line in lines)


def _sections(view: StepView) -> tuple[SectionFacts, ...]:
    if len(view.sections) < 2:
        return ()
    return tuple(
        SectionFacts(item.section.id, item.section.title, _section_state(item)) for item in view.sections if item.lines
    )


def _section_state(section: SectionView) -> State:
    held = {line.status for line in section.lines if line.line.required}
    if held & OPEN:
        return State.STOP if LineStatus.STOP in held else State.TODO
    if LineStatus.EXCEPTION in held:
        return State.EXCEPTION
    return State.LATER if LineStatus.LATER in held else State.DONE


def banner_facts(snapshot: Snapshot, shown: Step, signed_in: str, now: Reading) -> BannerFacts:
    """Return the patient banner (``ux.md`` 7).

    On the time-out page, until pre-infusion is signed, record number and weight are left out: the second
    nurse reads them from wristband and scale (principle 7).
    """
    patient, state = snapshot.patient, snapshot.state
    blind = is_blind(snapshot, shown)
    return BannerFacts(
        name=formats.patient_name(patient.family, patient.given, patient.title),
        preferred=f"Preferred name {patient.preferred}" if patient.preferred else "",
        born=formats.born(patient.born, formats.iso_day(now.wall_ms, now.tz_min)),
        mrn="Read the wristband" if blind else formats.mrn(patient.mrn),
        weight="" if blind else session_words.weight(snapshot),
        allergies_label=texts.allergies(patient.allergies),
        allergies=patient.allergy_text if patient.allergies is Allergies.KNOWN else "",
        warn=patient.allergies is Allergies.KNOWN,
        chair=str(state.chair),
        signed_in=signed_in,
    )
