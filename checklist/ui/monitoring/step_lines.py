"""Which lines the monitoring page asks now: the set of this period, and the open lines beside it."""

from __future__ import annotations

from checklist.protocol.model import Line, Step
from checklist.protocol.values import VitalSigns
from checklist.service.conduct import Snapshot
from checklist.session import due
from checklist.session.inforce import newest, sets_of, vitals_field
from checklist.session.lines import asks_answer
from checklist.session.progress import LineStatus, LineView, Look
from checklist.session.state import InfusionStatus, SessionState
from checklist.ui.monitoring.infusion_acts import END_LINE


def set_line(snapshot: Snapshot) -> Line:
    """Return the repeated line of vital signs of this period: of Infusion until it has ended, then of Recovery.

    Raises:
        LookupError: The protocol has none; the checker refuses such a protocol.
    """
    step = Step.RECOVERY if due.is_over(snapshot.state) else Step.INFUSION
    lines = (line for section in snapshot.protocol.sections_of(step) for line in section.lines)
    found = next((line for line in lines if line.repeats and vitals_field(line) is not None), None)
    if found is None:
        raise LookupError(step)
    return found


def last_signs(state: SessionState) -> VitalSigns | None:
    """Return the newest set of the session, to stand beside the fields."""
    latest = newest(state.vitals)
    return latest.signs if latest is not None else None


def open_lines(snapshot: Snapshot, look: Look) -> tuple[LineView, ...]:
    """Return the open lines of the period, those of the set first; End infusion asks for the volume while it runs.

    Once the infusion is over, only what is still owed of it is asked beside the lines of recovery.
    """
    if snapshot.state.infusion.status is InfusionStatus.NOT_STARTED:
        return ()
    over = due.is_over(snapshot.state)
    steps = (Step.INFUSION, Step.RECOVERY) if over else (Step.INFUSION,)
    views = [
        view
        for step in steps
        for section in look.step(step).sections
        for view in section.lines
        if view.line.required or step is steps[-1]
    ]
    asked = [view for view in views if _is_asked(view, over) and (over or _has_come(snapshot, view.line))]
    return tuple(sorted(asked, key=lambda view: not is_of_set(snapshot, view)))


def is_of_set(snapshot: Snapshot, view: LineView) -> bool:
    """Return whether an open line is owed with the sets taken so far: with each of them, or with those at its marks."""
    return bool(view.line.each_set) and view.line.required and _has_come(snapshot, view.line)


def _has_come(snapshot: Snapshot, line: Line) -> bool:
    """Return whether a set was taken that asks a line; True for one that no set asks."""
    if not line.each_set:
        return True
    taken = sets_of(snapshot.state, line.each_set)
    cadence = next((item for item in snapshot.protocol.cadences if item.line == line.each_set), None)
    anchor = due.anchor_of(snapshot.state, cadence.anchor) if cadence is not None else None
    if not line.set_marks or anchor is None:
        return bool(taken)
    marks = {anchor.at_ms + minute * due.MINUTE_MS for minute in line.set_marks}
    return any(item.due_ms in marks for item in taken)


def _is_asked(view: LineView, over: bool) -> bool:
    line = view.line
    if line.link_id == END_LINE and not over:
        return False
    vitals = line.repeats and vitals_field(line) is not None
    waits = view.status in (LineStatus.TODO, LineStatus.SENSED) and (view.answer is None or view.again is not None)
    return asks_answer(line) and not vitals and waits
