"""Lines the program works out itself: met, or not yet because, with the earliest time (``clinical.md`` 2 G, 5).

Each rule of ``AutoRule`` is one function of protocol, state and now. ``n`` is the position of the entry a verdict
rests on, so that an exception or a note counts until something new is recorded. Pure.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import assert_never

import msgspec

from checklist.clock import Reading
from checklist.protocol.model import AutoRule, Protocol
from checklist.protocol.values import number
from checklist.session import due
from checklist.session.care_state import BranchRun
from checklist.session.described import adverse
from checklist.session.state import ChairEvent, Mark, SessionState, VitalsSet

PEAK_MIN = (30, 50)
"""Minutes after the start that are about the time of the highest pressure, 40 min (ESK-PI; the width is ours, D)."""

_OPEN_GRADE = 2  # clinical.md 2 G, dis.ae-closed: open grade 2 or more is told


class Why(StrEnum):
    """Why a rule does not hold."""

    NOT_OVER = "infusion-not-over"
    STAY = "stay"
    NO_READING_YET = "no-reading-yet"
    NO_READING = "no-reading"
    EVENT_OPEN = "event-open"
    EVENT_FOLLOWED = "event-followed"


class Readiness(msgspec.Struct, frozen=True):
    """How an ``auto`` line stands.

    Attributes:
        met: Whether its rule holds.
        mark: The entry the verdict rests on.
        why: Why it does not hold; None where it does.
        earliest_ms: When waiting alone will cure it, UTC ms; None where it will not.
        asks: Whether what the line asks for while unmet (``Line.unmet``) is owed now, not merely waited for.
    """

    met: bool
    mark: Mark
    why: Why | None = None
    earliest_ms: int | None = None
    asks: bool = False


def readiness(protocol: Protocol, state: SessionState, rule: AutoRule, now: Reading) -> Readiness:
    """Return how a rule stands."""
    match rule:
        case AutoRule.MIN_STAY:
            return _stay(protocol, state, now)
        case AutoRule.PEAK_PRESSURE:
            return _peak(state, now)
        case AutoRule.EVENTS_CLOSED:
            return _events(protocol, state)
        case _:
            assert_never(rule)


def _stay(protocol: Protocol, state: SessionState, now: Reading) -> Readiness:
    """Hold after ``p.obs_after_end_min`` from the end and ``p.obs_after_start_min`` from the start, both."""
    end = state.infusion.ended
    if end is None or not state.infusion.runs:
        return Readiness(False, state.opened, Why.NOT_OVER)
    start = state.infusion.runs[0].start
    wait_ms = max(
        _span_ms(protocol, "p.obs_after_end_min") - due.passed_ms(end, now),
        _span_ms(protocol, "p.obs_after_start_min") - due.passed_ms(start, now),
    )
    if wait_ms <= 0:
        return Readiness(True, end)
    return Readiness(False, end, Why.STAY, now.wall_ms + wait_ms, asks=True)


def _peak(state: SessionState, now: Reading) -> Readiness:
    """Hold when a pressure was read 30 to 50 min after the start; ask once that time is past."""
    if not state.infusion.runs:
        return Readiness(False, state.opened, Why.NOT_OVER)
    start = state.infusion.runs[0].start
    if any(_is_at_peak(item, start) for item in state.vitals):
        return Readiness(True, start)
    left_ms = PEAK_MIN[1] * due.MINUTE_MS - due.passed_ms(start, now)
    if left_ms > 0:
        return Readiness(False, start, Why.NO_READING_YET)
    return Readiness(False, start, Why.NO_READING, asks=True)


def _is_at_peak(item: VitalsSet, start: Mark) -> bool:
    after_ms = due.passed_ms(start, item.mark) - (item.mark.at_ms - item.at_ms)
    first, last = (minute * due.MINUTE_MS for minute in PEAK_MIN)
    return item.signs.get("sbp") is not None and first <= after_ms <= last


def _events(protocol: Protocol, state: SessionState) -> Readiness:
    """Hold when each adverse event is resolved, or open at grade 1 with a plan; ask where a higher one stays open.

    An emergency counts as an event once its list has ended; until then, and without a grade, it holds the phase itself.
    """
    mark = state.opened
    followed = False
    events: list[ChairEvent | BranchRun] = [*adverse(protocol, state)]
    events += [run for run in state.branches if not run.running and run.settlements]
    for event in events:
        if not event.settlements:
            return Readiness(False, event.mark, Why.EVENT_OPEN)
        newest = event.settlements[-1]
        mark = max(mark, newest.mark, key=lambda item: item.n)
        followed = followed or (newest.outcome == "open" and newest.grade >= _OPEN_GRADE)
    return Readiness(False, mark, Why.EVENT_FOLLOWED, asks=True) if followed else Readiness(True, mark)


def _span_ms(protocol: Protocol, parameter_id: str) -> int:
    """Return a parameter in ms; 0 where the protocol has none."""
    found = next((p.value for p in protocol.parameters if p.id == parameter_id), "0")
    return int((number(found) or Decimal(0)) * due.MINUTE_MS)
