"""How dates, times, numbers, units and names are written (``ux.md`` 7). No Qt.

The only module that formats a number or a date for the screen. Instants come as UTC milliseconds with the
offset of local time in minutes beside them; days as ISO text ``YYYY-MM-DD``; quantities as decimal text
with a UCUM code. Month names are our own, because those of a system locale differ from machine to machine.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

MINUS = "\N{MINUS SIGN}"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_UNITS = {
    "mm[Hg]": "mmHg",
    "Cel": "°C",
    "/min": "/min",
    "%": "%",
    "kg": "kg",
    "g": "g",
    "mg": "mg",
    "ug": "mcg",
    "mL": "mL",
    "L": "L",
    "L/min": "L/min",
    "mL/h": "mL/h",
    "mg/h": "mg/h",
    "mg/mL": "mg/mL",
    "mg/kg": "mg/kg",
    "mg/kg/h": "mg/kg/h",
    "mg/min": "mg/min",
    "mg/dL": "mg/dL",
    "mmol/L": "mmol/L",
    "ug/min": "mcg/min",
    "ug/kg/h": "mcg/kg/h",
    "ug/kg/min": "mcg/kg/min",
    "kg/m2": "kg/m²",
    "a": "years",
    "mo": "months",
    "wk": "weeks",
    "cm": "cm",
    "m": "m",
    "s": "s",
    "min": "min",
    "h": "h",
    "d": "days",
    "[degF]": "°F",
    "1": "",
    "{score}": "",
}
_BORN = re.compile(r"\s*(\d{1,2})[\s./-]+(\d{1,2})[\s./-]+(\d{4})\s*")
_BORN_BARE = re.compile(r"\s*(\d{2})(\d{2})(\d{4})\s*")


def _local(ms: int, tz_min: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=ms, minutes=tz_min)


def _day(value: date) -> str:
    return f"{value.day:02d}-{_MONTHS[value.month - 1]}-{value.year:04d}"


def iso_day(ms: int, tz_min: int) -> str:
    """Return the local day of an instant as ``YYYY-MM-DD``."""
    return _local(ms, tz_min).date().isoformat()


def day(iso: str) -> str:
    """Write a day, ``1987-03-14`` as ``14-Mar-1987``.

    Raises:
        ValueError: Not a day in ISO form.
    """
    return _day(date.fromisoformat(iso))


def date_of(ms: int, tz_min: int) -> str:
    """Write the local day of an instant, ``22-Nov-2026``."""
    return _day(_local(ms, tz_min).date())


def weekday_date(ms: int, tz_min: int) -> str:
    """Write the local day with its name, ``Sunday 22-Nov-2026``."""
    local = _local(ms, tz_min)
    return f"{_WEEKDAYS[local.weekday()]} {_day(local.date())}"


def time_of(ms: int, tz_min: int) -> str:
    """Write the local time to the minute, ``09:24``."""
    local = _local(ms, tz_min)
    return f"{local.hour:02d}:{local.minute:02d}"


def time_with_seconds(ms: int, tz_min: int) -> str:
    """Write the local time to the second, ``09:51:08``; for emergency and audit only."""
    return f"{time_of(ms, tz_min)}:{_local(ms, tz_min).second:02d}"


def date_time(ms: int, tz_min: int) -> str:
    """Write day and time, ``22-Nov-2026 09:24``."""
    return f"{date_of(ms, tz_min)} {time_of(ms, tz_min)}"


def duration(ms: int) -> str:
    """Write a length of time: ``18:42`` under an hour, ``6 h 58 min`` from there on; whole seconds, cut off.

    A negative length keeps its sign, as a true minus.
    """
    sign, seconds = (MINUS, -ms // 1000) if ms < 0 else ("", ms // 1000)
    minutes, rest = divmod(seconds, 60)
    if minutes < 60:
        return f"{sign}{minutes}:{rest:02d}"
    hours, minutes = divmod(minutes, 60)
    return f"{sign}{grouped_int(hours)} h {minutes} min"


def span(ms: int) -> str:
    """Write a length of time for running text: ``2 min``, ``6 h 58 min``, ``under 1 min``, ``3 days``."""
    minutes = abs(ms) // 60_000
    if minutes < 1:
        return "under 1 min"
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h {minutes % 60} min"
    return counted(minutes // (24 * 60), "day")


def relative(then_ms: int, now_ms: int, tz_min: int) -> str:
    """Write an instant and its distance, ``02:10, 6 h 58 min ago``; the day as well from 24 h on."""
    gap = now_ms - then_ms
    near = abs(gap) < 24 * 3_600_000
    point = time_of(then_ms, tz_min) if near else date_time(then_ms, tz_min)
    return f"{point}, {span(gap)} ago" if gap >= 0 else f"{point}, in {span(gap)}"


def deadline(due_ms: int, now_ms: int, tz_min: int) -> str:
    """Write until when something is due, ``10:12``, ``10:12 tomorrow``, else day and time."""
    days = (_local(due_ms, tz_min).date() - _local(now_ms, tz_min).date()).days
    point = time_of(due_ms, tz_min)
    return {0: point, 1: f"{point} tomorrow"}.get(days, date_time(due_ms, tz_min))


def age(born_iso: str, on_iso: str) -> str:
    """Write the age in whole years on a day, ``39y``.

    Raises:
        ValueError: The day lies before birth, or a day is not in ISO form.
    """
    born_day, on_day = date.fromisoformat(born_iso), date.fromisoformat(on_iso)
    if on_day < born_day:
        msg = "born after the day asked for"
        raise ValueError(msg)
    years = on_day.year - born_day.year - ((on_day.month, on_day.day) < (born_day.month, born_day.day))
    return f"{years}y"


def born(born_iso: str, on_iso: str) -> str:
    """Write birth date and age, ``14-Mar-1987 (39y)``.

    Raises:
        ValueError: As for ``age``.
    """
    return f"{day(born_iso)} ({age(born_iso, on_iso)})"


def read_born(typed: str, today_iso: str) -> str | None:
    """Read a birth date typed as day, month, year.

    Args:
        typed: ``14 03 1987``, ``14.3.1987``, ``14/03/1987``, ``14-03-1987`` or ``14031987``.
        today_iso: Today; a birth date lies at most 130 years before it and never after.

    Returns:
        The day as ``YYYY-MM-DD``, or None where the text is no such day.
    """
    found = _BORN.fullmatch(typed) or _BORN_BARE.fullmatch(typed)
    if found is None or not typed.isascii():
        return None
    day_no, month, year = (int(part) for part in found.groups())
    try:
        value = date(year, month, day_no)
    except ValueError:
        return None
    today = date.fromisoformat(today_iso)
    return value.isoformat() if value <= today and today.year - value.year <= 130 else None


def grouped_int(value: int) -> str:
    """Write a whole number with a comma from 1,000 on and a true minus sign."""
    return f"{value:,}".replace("-", MINUS)


def number(value: str | Decimal | int) -> str:
    """Write a decimal number: leading zero, no trailing zero, comma from 1,000 on, true minus sign.

    Args:
        value: Decimal text such as ``.50`` or ``-1``; never a float.

    Raises:
        ValueError: Not a finite decimal number.
    """
    try:
        exact = Decimal(value)
    except ArithmeticError as error:
        msg = "not a decimal number"
        raise ValueError(msg) from error
    if not exact.is_finite():
        msg = "not a finite number"
        raise ValueError(msg)
    text = f"{exact:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "0") else text.replace("-", MINUS)


def unit(ucum: str) -> str:
    """Return how a UCUM code is shown: ``mm[Hg]`` as ``mmHg``, ``ug`` as ``mcg``; a score has no unit.

    A code not in the table is shown as it is, so that nothing recorded is hidden.
    """
    return _UNITS.get(ucum, ucum)


def quantity(value: str | Decimal | int, ucum: str) -> str:
    """Write number and unit apart, ``0.5 mg``, ``97 %``.

    Raises:
        ValueError: Not a finite decimal number.
    """
    return f"{number(value)} {unit(ucum)}".rstrip()


def pressure(systolic: str | int, diastolic: str | int) -> str:
    """Write a blood pressure without its unit, ``148/93``.

    Raises:
        ValueError: Not finite decimal numbers.
    """
    return f"{number(systolic)}/{number(diastolic)}"


def counted(value: int, singular: str, plural: str = "") -> str:
    """Write a count with its noun, ``1 item``, ``1,200 items``; ``plural`` where adding s is wrong."""
    return f"{grouped_int(value)} {singular if value == 1 else plural or singular + 's'}"


def patient_name(family: str, given: str, title: str = "") -> str:
    """Write a patient's name, ``HARLOW, Josephine (Ms)``."""
    name = ", ".join(part for part in (family.strip().upper(), given.strip()) if part)
    return f"{name} ({title.strip()})" if title.strip() else name


def initials(name: str) -> str:
    """Return at most three capitals of a person's name: ``A. Diallo`` gives ``AD``."""
    return "".join(part[0].upper() for part in re.split(r"[\s.\-]+", name) if part)[:3]


def mrn(value: str) -> str:
    """Write a record number of six digits or more in threes, ``004 183 27``; any other stays as it is."""
    return _in_groups(value, 3) if value.isascii() and value.isdigit() and len(value) >= 6 else value


def seal(hex_digest: str) -> str:
    """Write the short seal: the first 16 hex digits of the session root, in fours."""
    return _in_groups(hex_digest[:16], 4)


def _in_groups(text: str, size: int) -> str:
    return " ".join(text[i : i + size] for i in range(0, len(text), size))
