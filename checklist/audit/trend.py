"""What the trend shows of a session: its sets, the limits behind them, what happened, and which 75 minutes.

Values stay decimal text; only limits and places on the axis are floats. Words of what happened come from the
caller. Pure: no Qt, no clock; imports ``protocol`` and ``session`` records only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import msgspec

from checklist.clock import Reading
from checklist.protocol.items import VitalsField
from checklist.protocol.limits import Limit, LimitOp
from checklist.protocol.model import Protocol
from checklist.protocol.values import Answer, FieldAnswer, Value, VitalSigns
from checklist.session.inforce import InForce, vitals_field
from checklist.session.state import Mark, SessionState, VitalsSet

MINUTE_MS = 60_000
WINDOW_MIN = 75
GRID_MIN = 15
LEAD_MIN = 15
AHEAD_MIN = 10

_HIGH_OPS: Mapping[LimitOp, bool] = MappingProxyType(
    {LimitOp.OVER: True, LimitOp.AT_LEAST: True, LimitOp.UNDER: False, LimitOp.AT_MOST: False}
)


class TrendSet(msgspec.Struct, frozen=True):
    """One set of vital signs: UTC ms, decimal text by code, the codes over a limit, and those corrected since."""

    at_ms: int
    values: Mapping[str, str]
    over: frozenset[str] = frozenset()
    corrected: frozenset[str] = frozenset()


class TrendMark(msgspec.Struct, frozen=True):
    """Something that happened, in the words to show.

    Attributes:
        course: The infusion's own start, pause and end.
        dose: A medicine or a change of the rate; its words keep their place before others.
        withdrawn: It was taken back; its words are struck through.
    """

    at_ms: int
    text: str
    course: bool = False
    dose: bool = False
    withdrawn: bool = False


class Threshold(msgspec.Struct, frozen=True):
    """The mildest limit of one vital sign on one side, for the band beyond it."""

    part: str
    high: bool
    value: float


class Trend(msgspec.Struct, frozen=True):
    """What is drawn of a session.

    Attributes:
        sets: Oldest first; the baseline of the checklist before is one of them.
        start_ms: When the infusion started, or None.
        end_ms: Planned end, or the real one once ``ended``.
        now_ms: None on paper, where no "now" is drawn.
    """

    sets: tuple[TrendSet, ...]
    marks: tuple[TrendMark, ...]
    thresholds: tuple[Threshold, ...]
    tz_min: int
    now_ms: int | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    ended: bool = False


class Window(msgspec.Struct, frozen=True):
    """The stretch of time shown, UTC ms."""

    from_ms: int
    until_ms: int


def thresholds_of(protocol: Protocol) -> tuple[Threshold, ...]:
    """Return the mildest numeric limit on each side of each vital sign, of the sets taken again and again."""
    found: dict[tuple[str, bool], Threshold] = {}
    for limit in _repeated_limits(protocol):
        high = _HIGH_OPS.get(limit.op)
        if high is None or limit.part is None:
            continue
        number = float(protocol.parameter(limit.than).value if limit.than.startswith("p.") else limit.than)
        known = found.get((limit.part, high))
        if known is None or (number < known.value if high else number > known.value):
            found[limit.part, high] = Threshold(limit.part, high, number)
    return tuple(found.values())


def _repeated_limits(protocol: Protocol) -> Iterator[Limit]:
    for phase in protocol.phases:
        for section in phase.sections:
            for line in section.lines:
                for field in line.fields:
                    if line.repeats and isinstance(field, VitalsField):
                        yield from field.limits


def trend_of(
    protocol: Protocol,
    state: SessionState,
    marks: tuple[TrendMark, ...],
    *,
    tz_min: int,
    now_ms: int | None = None,
    end_ms: int | None = None,
) -> Trend:
    """Collect what is drawn of a session.

    Args:
        protocol: The session's protocol.
        state: The session.
        marks: What stands below the lanes, in words (they belong to the screen, not to this module).
        tz_min: Offset shown.
        now_ms: The time now, or None for a record on paper.
        end_ms: Planned or real end of the infusion, or None before it started.
    """
    sets = [*_baselines(protocol, state), *_repeated(protocol, state)]
    runs = state.infusion.runs
    return Trend(
        sets=tuple(sorted(sets, key=lambda item: item.at_ms)),
        marks=tuple(sorted(marks, key=lambda mark: mark.at_ms)),
        thresholds=thresholds_of(protocol),
        tz_min=tz_min,
        now_ms=now_ms,
        start_ms=runs[0].start.at_ms if runs else None,
        end_ms=end_ms,
        ended=state.infusion.ended is not None,
    )


def _baselines(protocol: Protocol, state: SessionState) -> Iterator[TrendSet]:
    """Yield the sets of lines answered once; their own limits are not those of the running infusion."""
    for link_id, recorded in state.lines.items():
        version = recorded.current
        if version is None or version.answer is None or protocol.line(link_id).repeats:
            continue
        former = recorded.versions[-2].answer if version.reason and len(recorded.versions) > 1 else None
        for item in version.answer.values:
            if isinstance(item.value, VitalSigns):
                before = former.get(item.field) if former is not None else None
                yield TrendSet(version.at_ms, _values(item.value), corrected=_changed(before, item.value))


def _repeated(protocol: Protocol, state: SessionState) -> Iterator[TrendSet]:
    force = InForce(protocol, state)
    for item in state.vitals:
        line = protocol.line(item.link_id)
        field = vitals_field(line)
        if field is not None:
            answer = Answer((FieldAnswer(field.id, item.signs),))
            hits = force.hits(line, answer, _reading(item.mark))
            over = frozenset(hit.part for hit in hits if hit.part)
            yield TrendSet(item.at_ms, _values(item.signs), over, _changed(first_signs(item), item.signs))


def first_signs(item: VitalsSet) -> VitalSigns | None:
    """Return a corrected set as it was first recorded; None where it was never corrected."""
    first = item.versions[0].answer if item.versions else None
    return next((v.value for v in first.values if isinstance(v.value, VitalSigns)), None) if first else None


def _changed(before: Value | None, after: VitalSigns) -> frozenset[str]:
    """Return the codes whose value is another than before."""
    if not isinstance(before, VitalSigns):
        return frozenset()
    return frozenset(item.code for item in after.values if before.get(item.code) != item.value)


def _reading(mark: Mark) -> Reading:
    return Reading(mark.at_ms, mark.tz_min, mark.mono_ms, mark.boot)


def _values(signs: VitalSigns) -> dict[str, str]:
    return {item.code: item.value for item in signs.values}


def window_at(trend: Trend, now_ms: int) -> Window:
    """Return the 75 minutes shown at a time.

    They begin 15 minutes before the infusion and slide in whole grid steps, so that at least 10 minutes ahead
    of now are in sight; before the start they follow the minute.
    """
    anchor = trend.start_ms if trend.start_ms is not None else now_ms
    first = anchor - anchor % MINUTE_MS - LEAD_MIN * MINUTE_MS
    hidden = now_ms + AHEAD_MIN * MINUTE_MS - (first + WINDOW_MIN * MINUTE_MS)
    step = GRID_MIN * MINUTE_MS
    first += max(0, -(-hidden // step)) * step
    return Window(first, first + WINDOW_MIN * MINUTE_MS)
