"""What the timeline says of readings that were due: orders, late and missed ones with their reasons, light checks.

Reminders seen or kept quiet stand in the log only. Imports no Qt.
"""

from __future__ import annotations

from checklist.protocol.items import ChoiceField
from checklist.protocol.model import Protocol
from checklist.session import running_events as r
from checklist.session.decide.cadence import LATE_LINE
from checklist.ui import formats
from checklist.ui.widgets.glyph import State

Told = tuple[State | None, str, str]
"""State, title, detail."""


def running_words(protocol: Protocol, event: r.RunningEvent, tz_min: int, name: str) -> Told | None:
    """Return how one entry is told, or None where the timeline leaves it out."""
    match event:
        case r.CadenceOrdered():
            every = f"every {event.every_min} min" if event.every_min else "as the protocol says again"
            title = f"Sets ordered {every}"
            return None, title, f"{event.ordered_by}: {event.reason}, {name}"
        case r.ReadingLate():
            due, late = formats.time_of(event.due_ms, tz_min), formats.time_of(event.late_ms, tz_min)
            return State.LATER, "Vital signs not recorded in time", f"Due {due}, late from {late}"
        case r.ReadingExplained():
            why = ", ".join(part for part in (_reason(protocol, event.reason), event.text) if part)
            due = formats.time_of(event.due_ms, tz_min)
            return None, f"Why the reading of {due} was missed or late", f"{why}, {name}"
        case _:
            return None


def _reason(protocol: Protocol, code: str) -> str:
    found = [field for line in protocol.all_lines() if line.link_id == LATE_LINE for field in line.fields]
    options = [option for field in found if isinstance(field, ChoiceField) for option in field.options]
    return next((option.text for option in options if option.code == code), code)
