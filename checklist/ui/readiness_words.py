"""What a line says that the program works out: how it stands, why, and when it may change. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from checklist.clock import Reading
from checklist.protocol.model import AutoRule, Line
from checklist.session.readiness import Readiness, Why
from checklist.ui import formats

COMPUTED = "Worked out from this record. Nothing to enter."
"""Under the title of every line of this kind."""

_MET: Mapping[AutoRule, str] = MappingProxyType(
    {
        AutoRule.MIN_STAY: "Reached",
        AutoRule.PEAK_PRESSURE: "Pressure read in that time",
        AutoRule.EVENTS_CLOSED: "All events closed",
    }
)

_WHY: Mapping[Why, str] = MappingProxyType(
    {
        Why.NOT_OVER: "Counts from the end of the infusion",
        Why.STAY: "Not reached yet",
        Why.NO_READING_YET: "Not read yet, due 30 to 50 min after the start",
        Why.NO_READING: "None was read 30 to 50 min after the start",
        Why.EVENT_OPEN: "An event has no grade and outcome yet",
        Why.EVENT_FOLLOWED: "An event of grade 2 or more stays open",
    }
)


def readiness_words(line: Line, readiness: Readiness, now: Reading | None, tz_min: int = 0) -> str:
    """Return how a computed line stands: ``Not reached yet: 11:24, in 42:10``.

    Args:
        line: The line; its rule names what is met.
        readiness: How it stands.
        now: For the countdown; None leaves it out (records).
        tz_min: Offset of local time, minutes, where ``now`` is None.
    """
    if readiness.met and line.rule is not None:
        return _MET[line.rule]
    words = _WHY[readiness.why] if readiness.why is not None else "Not met"
    if readiness.earliest_ms is None:
        return words
    at = formats.time_of(readiness.earliest_ms, now.tz_min if now is not None else tz_min)
    if now is None:
        return f"{words}: {at}"
    return f"{words}: {at}, in {formats.duration(max(0, readiness.earliest_ms - now.wall_ms))}"
