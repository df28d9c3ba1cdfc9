"""Time: a point in time, or a calendar day."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec

from checklist.protocol.items.problem import Code, Problem, problem
from checklist.protocol.limits import Limit
from checklist.protocol.values import Day, Moment, Value


class MomentKind(StrEnum):
    """A clock time of the last hours, or a day."""

    TIME = "time"
    DAY = "day"


class MomentField(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="time"):
    """A time.

    Attributes:
        kind: ``time`` is answered with ``Moment``, ``day`` with ``Day``.
        past_h: How many hours back it may lie (0 to 87840, ten years); a future time is refused unless
            ``future_h``.
        future_h: How many hours ahead it may lie.
        required_if: Choice field of the same line and its option with which this time is required although
            ``required`` is false; None for never.
    """

    id: str
    label: str = ""
    kind: MomentKind = MomentKind.TIME
    past_h: int = 72
    future_h: int = 0
    required: bool = True
    required_if: tuple[str, str] | None = None
    limits: tuple[Limit, ...] = ()


_HOUR_MS = 3_600_000
_WIDEST_OFFSET_H = 14
"""A calendar day is somewhere on Earth already (UTC+14) or still (UTC-12) while it is another day in UTC."""


def check(field: MomentField, value: Value, *, now_ms: int) -> Problem | None:
    """Return why ``value`` cannot be taken for ``field`` at ``now_ms`` (UTC ms), or None."""
    match field.kind, value:
        case MomentKind.TIME, Moment(at_ms=at_ms, tz_min=tz_min):
            if abs(tz_min) > _WIDEST_OFFSET_H * 60:
                return problem(Code.NOT_A_TIME, field=field.id)
            return _within(field, at_ms, at_ms, now_ms)
        case MomentKind.DAY, Day(date=text):
            day = parse_day(text)
            if day is None:
                return problem(Code.NOT_A_TIME, field=field.id)
            midnight_ms = (day - date(1970, 1, 1)).days * 24 * _HOUR_MS
            slack_ms = _WIDEST_OFFSET_H * _HOUR_MS
            return _within(field, midnight_ms - slack_ms, midnight_ms + 24 * _HOUR_MS + slack_ms, now_ms)
        case _:
            wanted = "moment" if field.kind is MomentKind.TIME else "day"
            return problem(Code.WRONG_KIND, wanted=wanted, field=field.id)


def _within(field: MomentField, first_ms: int, last_ms: int, now_ms: int) -> Problem | None:
    if first_ms > now_ms + field.future_h * _HOUR_MS:
        return problem(Code.FUTURE, future_h=field.future_h)
    if last_ms < now_ms - field.past_h * _HOUR_MS:
        return problem(Code.TOO_OLD, past_h=field.past_h)
    return None


def parse_day(text: str) -> date | None:
    """Return ``YYYY-MM-DD`` as a day, or None where it is not one; no other ISO form is taken."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None
