"""Words of the emergency pages. Imports no Qt."""

from __future__ import annotations

import msgspec

from checklist.protocol.values import VitalSigns
from checklist.ui import formats

NOT_SAVED = "Not saved yet"
SOMEBODY = "not signed in"
KEEPS_RUNNING = "List, clock and log keep running if you leave this page"
GRADE_LATER = "The grade is asked for when somebody signs in."
NOT_WRITTEN = (
    "The record cannot be written. Presses are kept here and written when it can. Note the times on paper, too."
)


class TimedEvent(msgspec.Struct, frozen=True):
    """A timed button: the event's term, its words and icon, and what the words behind it ask for."""

    term: str
    text: str
    icon: str
    asks: str = ""


EVENTS = (
    TimedEvent("team_here", "Help is here", "users"),
    TimedEvent("ems_called", "Emergency number called", "phone"),
    TimedEvent("medicine", "Medicine given", "pill", "Medicine, dose, route, ordered by"),
    TimedEvent("vital_signs", "Vital signs", "heart-pulse", "Pressure, pulse, SpO₂, breaths"),
    TimedEvent("shock", "Shock given", "activity"),
    TimedEvent("other", "Other entry", "plus", "What happened"),
)
"""The six timed buttons, most likely first."""

OUTCOMES = (
    ("monitoring", "Settled, back to monitoring"),
    ("recovery", "Infusion over, recovery goes on"),
    ("discharge", "Ready for discharge checks"),
    ("transfer", "Transferred"),
    ("other", "Other"),
)
"""How an emergency can end (``ux.md`` 10.7)."""


def offset(ms: int) -> str:
    """Return a time after the start, ``+0:06``."""
    return f"+{formats.duration(ms)}"


_SIGNS = (("hr", "HR", "/min"), ("spo2", "SpO₂", "%"), ("rr", "breaths", "/min"), ("alertness", "alertness", ""))


def signs(found: VitalSigns) -> str:
    """Return a set in one line, ``138/84, HR 97 /min, SpO₂ 98%``."""
    systolic, diastolic = found.get("sbp"), found.get("dbp")
    parts = [f"BP {formats.pressure(systolic, diastolic)}"] if systolic and diastolic else []
    for code, name, unit in _SIGNS:
        value = found.get(code)
        if value is not None:
            parts.append(f"{name} {formats.quantity(value, unit)}" if unit else f"{name} {value}")
    return ", ".join(parts) or "No reading obtained"
