"""What a chair's card on the Today board shows. Pure: snapshot and time in, the widget's facts out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from checklist.audit.query import Person
from checklist.clock import Reading
from checklist.protocol.model import Step
from checklist.session.progress import StepView
from checklist.session.reminders import ReminderKind
from checklist.ui import formats, session_words
from checklist.ui.widgets.chair_card import ChairFacts

if TYPE_CHECKING:
    from checklist.service.conduct import Snapshot

_MONITORED = (Step.INFUSION, Step.RECOVERY)
_BADGES = {
    ReminderKind.OVER_LIMIT: "Over limit",
    ReminderKind.TOLD_WAITING: "No answer yet",
    ReminderKind.PAST_END: "Past planned end",
    ReminderKind.PAUSED_LONG: "Paused long",
    ReminderKind.RATE_UNCHECKED: "Rate not checked",
    ReminderKind.PUMP_UNREAD: "Pump not read",
}


def chair_facts(snapshot: Snapshot, view: StepView, person: Callable[[str], Person | None], now: Reading) -> ChairFacts:
    """Return one chair's card.

    Args:
        snapshot: The session in the chair.
        view: The step it is in, as it stands.
        person: Looks up a member of staff.
        now: The clock.
    """
    patient, state = snapshot.patient, snapshot.state
    due = session_words.due_words(snapshot, now)
    urgent = due is not None and due.overdue
    if due is not None:
        number, text = due.clock, f"{due.what} late" if due.overdue else f"until {due.what}"
    else:
        number, text = f"{view.done} of {view.total}", "items done"
    badge = _badge(snapshot, now, late=urgent)
    born = formats.born(patient.born, formats.iso_day(now.wall_ms, now.tz_min))
    return ChairFacts(
        chair=f"Chair {state.chair}",
        name=formats.patient_name(patient.family, patient.given),
        born=f"Born {born}",
        step=session_words.step_words(snapshot, now),
        number=number,
        number_text=text,
        rows=_rows(snapshot, view, person),
        urgent=bool(badge),
        badge=badge,
    )


def _badge(snapshot: Snapshot, now: Reading, *, late: bool) -> str:
    """Return what stands above all else in a chair: an emergency, a late reading, then what waits for an answer."""
    if any(run.running for run in snapshot.state.branches):
        return "Emergency"
    if late:
        return "Late"
    waiting = session_words.others_waiting(snapshot, now)
    return _BADGES.get(waiting[0].kind, "") if waiting else ""


def _rows(snapshot: Snapshot, view: StepView, person: Callable[[str], Person | None]) -> tuple[tuple[str, str], ...]:
    """Return at most three label and value pairs, the nurse last."""
    nurse = person(snapshot.state.nurse)
    rows = [("Last BP", session_words.last_pressure(snapshot))]
    if view.step not in _MONITORED:
        rows = []
        if view.later:
            rows.append(("For later", formats.counted(view.later, "item")))
        if view.next_link is not None:
            rows.append(("Next", snapshot.protocol.line(view.next_link).text))
    elif snapshot.state.infusion.dose_mg:
        rows.append(("Dose", f"{snapshot.protocol.drug} {formats.quantity(snapshot.state.infusion.dose_mg, 'mg')}"))
    return (*rows[:2], ("Nurse", nurse.name if nurse else "Not signed in"))


def interrupted_words(open_names: tuple[tuple[str, int, int], ...], stopped: str, late: str) -> tuple[str, str]:
    """Return title and line of the strip that says what was open when the program stopped (``ux.md`` 12).

    Args:
        open_names: Name, chair and entries of each session that was open.
        stopped: When the program stopped, ``09:31``.
        late: What is late now, a sentence, or empty.
    """
    if len(open_names) == 1:
        name, chair, entries = open_names[0]
        title = f"One session was open when the program stopped at {stopped}"
        line = f"{name}, chair {chair}. {_entries(entries)}"
    else:
        title = f"{len(open_names)} sessions were open when the program stopped at {stopped}"
        chairs = ", ".join(str(chair) for _, chair, _ in open_names)
        line = f"Chairs {chairs}. {_entries(sum(entries for _, _, entries in open_names))}"
    return title, f"{line} {late}".strip()


def _entries(count: int) -> str:
    return f"All {formats.counted(count, 'entry', 'entries')} are here." if count != 1 else "Its one entry is here."


def late_sentence(snapshots: tuple[Snapshot, ...], now: Reading) -> str:
    """Say in whole minutes which readings are overdue among these sessions, or nothing."""
    words = [session_words.due_words(item, now) for item in snapshots]
    late = [item for item in words if item is not None and item.overdue]
    if not late:
        return ""
    what = late[0].what
    more = f", and {len(late) - 1} more" if len(late) > 1 else ""
    return f"{what[:1].upper()}{what[1:]} {formats.span(late[0].left_ms)} late{more}."
