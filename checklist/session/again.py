"""Why an answered line is open again: its next answer is a new one, not a correction.

A comparison has opened it, its reading is to be repeated, its evidence went stale, it is asked with each set, or it
records an event each time. Once its phase is signed only a comparison opens a line again. Pure.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

import msgspec

from checklist.clock import Reading
from checklist.protocol.limits import Limit, Trigger
from checklist.protocol.model import Anchor, Line, LineKind, Recheck
from checklist.protocol.values import number
from checklist.session import due, evidence
from checklist.session.inforce import InForce, sets_of
from checklist.session.state import LineState, Mark, VitalsSet
from checklist.session.timeline import taken_ms


class Again(StrEnum):
    """Why an answered line is open again."""

    PAIR = "pair"
    RECHECK = "recheck"
    STALE = "stale"
    SET = "set"
    EVENT = "event"


class Asked(msgspec.Struct, frozen=True):
    """That a line is asked again, why, and not before when (UTC ms; 0 for now)."""

    why: Again
    due_ms: int = 0


def again(facts: InForce, line: Line, recorded: LineState, stops: tuple[Limit, ...], now: Reading) -> Asked | None:
    """Return why a line is open again, or None.

    Args:
        facts: The session's answers in force.
        line: The line, shown.
        recorded: What is recorded on it.
        stops: Hard stops its answer meets that nobody has passed.
        now: The clock.
    """
    if recorded.is_reopened:
        return Asked(Again.PAIR)
    current = recorded.current
    if current is None or facts.state.closed(facts.protocol.section_of(line.link_id).phase) is not None:
        return None
    if line.kind is LineKind.EVENT:
        return Asked(Again.EVENT)
    if line.recheck is not None and stops and len(recorded.readings) < line.recheck.readings:
        return Asked(Again.RECHECK, now.wall_ms + _wait_ms(facts, line.recheck, recorded, now))
    if current.rests_on and evidence.is_stale(facts, line, current, now):
        return Asked(Again.STALE)
    if line.each_set and _newest_asking(facts, line) > current.mark.n:
        return Asked(Again.SET)
    return None


def _wait_ms(facts: InForce, recheck: Recheck, recorded: LineState, now: Reading) -> int:
    """Return the ms until the next reading may be taken, 0 or more, from the reading before."""
    every = recheck.every_min
    minutes = number(facts.protocol.parameter(every).value if every.startswith("p.") else every) or Decimal(0)
    passed_ms = due.passed_ms(recorded.readings[-1].mark, now)
    return max(0, int(minutes * due.MINUTE_MS) - passed_ms)


def _newest_asking(facts: InForce, line: Line) -> int:
    """Return the position of the newest set that asks a line again, or -1."""
    sets = sets_of(facts.state, line.each_set)
    if not line.set_marks:
        return max((item.mark.n for item in sets), default=-1)
    cadence = next((item for item in facts.protocol.cadences if item.line == line.each_set), None)
    anchor = due.anchor_of(facts.state, cadence.anchor if cadence is not None else Anchor.INFUSION_START)
    if anchor is None:
        return -1
    marks = (anchor.at_ms + minute * due.MINUTE_MS for minute in line.set_marks)
    return max((_first_from(sets, anchor, mark_ms) for mark_ms in marks), default=-1)


def _first_from(sets: tuple[VitalsSet, ...], anchor: Mark, mark_ms: int) -> int:
    """Return the position of the first set that closes a due mark or is true at or after it, or -1."""
    found = [item for item in sets if max(taken_ms(anchor, item), item.due_ms or 0) >= mark_ms]
    return min((item.mark.n for item in found), default=-1)


def hard_stops(hits: tuple[Limit, ...], passed: frozenset[str]) -> tuple[Limit, ...]:
    """Return the hard stops among the limits an answer meets that nobody has passed."""
    return tuple(
        hit for hit in hits if hit.trigger is Trigger.HSX or (hit.trigger is Trigger.HS and hit.text not in passed)
    )
