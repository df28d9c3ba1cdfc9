"""The stretches of days a search can be held to. Imports no Qt.

Days are those of the workstation's offset now; a stretch begins and ends at local midnight.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

import msgspec

from checklist.clock import Reading
from checklist.ui import formats

_MINUTE_MS = 60_000


class Preset(StrEnum):
    """Stretches offered."""

    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    LAST_MONTH = "last_month"
    ALL = "all"


WORDS = {
    Preset.TODAY: "Today",
    Preset.WEEK: "Last 7 days",
    Preset.MONTH: "This month",
    Preset.LAST_MONTH: "Last month",
    Preset.ALL: "All dates",
}


class Stretch(msgspec.Struct, frozen=True):
    """From ``since_ms`` up to, not including, ``until_ms``; UTC ms, None is open."""

    since_ms: int | None = None
    until_ms: int | None = None


def stretch(preset: Preset, now: Reading) -> Stretch:
    """Return the stretch a preset means at a time."""
    today = date.fromisoformat(formats.iso_day(now.wall_ms, now.tz_min))
    tomorrow, first = today + timedelta(days=1), today.replace(day=1)
    match preset:
        case Preset.TODAY:
            days = (today, tomorrow)
        case Preset.WEEK:
            days = (today - timedelta(days=6), tomorrow)
        case Preset.MONTH:
            days = (first, tomorrow)
        case Preset.LAST_MONTH:
            days = ((first - timedelta(days=1)).replace(day=1), first)
        case Preset.ALL:
            return Stretch()
    return Stretch(*(_midnight(day, now.tz_min) for day in days))


def stretch_words(found: Stretch, tz_min: int) -> str:
    """Return ``16-Nov-2026 to 22-Nov-2026``, or ``all dates``."""
    if found.since_ms is None or found.until_ms is None:
        return "all dates"
    first, last = formats.date_of(found.since_ms, tz_min), formats.date_of(found.until_ms - 1, tz_min)
    return first if first == last else f"{first} to {last}"


def _midnight(day: date, tz_min: int) -> int:
    utc = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return round(utc.timestamp()) * 1000 - tz_min * _MINUTE_MS
