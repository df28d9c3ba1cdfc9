"""Dates, times, numbers, units and names as ``ux.md`` 7 writes them."""

from __future__ import annotations

import ast
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklist.ui import formats
from checklist.ui.formats import MINUS

NOW = int(datetime(2026, 11, 22, 9, 8, 7, tzinfo=UTC).timestamp() * 1000)
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**6), max_value=10**6, places=4)
DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("0.5", "0.5"),
        (".5", "0.5"),
        ("34.0", "34"),
        ("34", "34"),
        ("1000", "1,000"),
        ("214906", "214,906"),
        ("1234.50", "1,234.5"),
        ("-1", f"{MINUS}1"),
        ("-0", "0"),
        ("0.00", "0"),
        ("1E+3", "1,000"),
        ("100", "100"),
    ],
)
def test_numbers(value: str, shown: str) -> None:
    """UX-24 a number has a leading zero, no trailing zero, a comma from 1,000 and a true minus."""
    assert formats.number(value) == shown


@given(DECIMALS)
def test_number_reads_back_as_the_same_number(value: Decimal) -> None:
    """UX-24 what is shown is the number that was recorded, never rounded."""
    shown = formats.number(value)
    assert Decimal(shown.replace(",", "").replace(MINUS, "-")) == value
    assert "-" not in shown
    assert not re.search(r"\.\d*0$|^\.|\.$", shown)


@pytest.mark.parametrize("value", ["", "x", "NaN", "Infinity", "1,5"])
def test_what_is_no_number_is_refused(value: str) -> None:
    """UX-24 text that is no finite decimal number is never shown as one."""
    with pytest.raises(ValueError, match="not a"):
        formats.number(value)


@pytest.mark.parametrize(
    ("value", "ucum", "shown"),
    [
        ("148", "mm[Hg]", "148 mmHg"),
        ("36.8", "Cel", "36.8 °C"),
        ("97", "%", "97 %"),
        ("16", "/min", "16 /min"),
        ("50", "ug", "50 mcg"),
        ("0.5", "mg/kg", "0.5 mg/kg"),
        ("9", "{score}", "9"),
        ("3", "furlong", "3 furlong"),
    ],
)
def test_units(value: str, ucum: str, shown: str) -> None:
    """UX-24 digit and unit stand apart; mcg is never written ug; an unknown unit is shown as recorded."""
    assert formats.quantity(value, ucum) == shown


def test_instants() -> None:
    """UX-24 dates are dd-Mmm-yyyy, times 24 h, both in the offset stored beside the instant."""
    assert formats.date_of(NOW, 0) == "22-Nov-2026"
    assert formats.weekday_date(NOW, 0) == "Sunday 22-Nov-2026"
    assert formats.time_of(NOW, 0) == "09:08"
    assert formats.time_with_seconds(NOW, 0) == "09:08:07"
    assert formats.date_time(NOW, 15 * 60) == "23-Nov-2026 00:08"
    assert formats.time_of(NOW, -570) == "23:38"
    assert formats.iso_day(NOW, -570) == "2026-11-21"


@given(st.datetimes(min_value=datetime(1971, 1, 1), max_value=datetime(2090, 1, 1)), st.integers(-840, 840))  # noqa: DTZ001
def test_instants_read_back(moment: datetime, offset: int) -> None:
    """UX-24 day and time shown are those of the instant, to the second, whatever the offset."""
    ms = int(moment.replace(tzinfo=UTC).timestamp()) * 1000 - offset * 60_000
    shown_day, shown_time = formats.date_of(ms, offset), formats.time_with_seconds(ms, offset)
    assert shown_time == f"{moment.hour:02d}:{moment.minute:02d}:{moment.second:02d}"
    assert formats.day(formats.iso_day(ms, offset)) == shown_day
    assert re.fullmatch(r"\d{2}-[A-Z][a-z]{2}-\d{4}", shown_day)


@pytest.mark.parametrize(
    ("ms", "shown"),
    [
        (0, "0:00"),
        (999, "0:00"),
        (78_000, "1:18"),
        (1_122_000, "18:42"),
        (3_599_999, "59:59"),
        (3_600_000, "1 h 0 min"),
        (25_080_000, "6 h 58 min"),
        (-42_000, f"{MINUS}0:42"),
    ],
)
def test_durations(ms: int, shown: str) -> None:
    """UX-24 a duration is m:ss under an hour and h min above."""
    assert formats.duration(ms) == shown


def test_relative_time_stands_beside_the_absolute() -> None:
    """UX-24 a distance in time never stands alone."""
    hours = 25_080_000
    assert formats.relative(NOW - hours, NOW, 0) == "02:10, 6 h 58 min ago"
    assert formats.relative(NOW + 120_000, NOW, 0) == "09:10, in 2 min"
    assert formats.relative(NOW - 3 * 86_400_000, NOW, 0) == "19-Nov-2026 09:08, 3 days ago"
    assert formats.span(20_000) == "under 1 min"


def test_age_turns_on_the_birthday() -> None:
    """UX-24 age is in whole years on the day asked for, and nobody is older than their birthday says."""
    assert formats.born("1987-03-14", "2026-11-22") == "14-Mar-1987 (39y)"
    assert formats.age("1987-11-23", "2026-11-22") == "38y"
    assert formats.age("1987-11-22", "2026-11-22") == "39y"
    assert formats.age("2000-02-29", "2026-02-28") == "25y"
    with pytest.raises(ValueError, match="born after"):
        formats.age("2027-01-01", "2026-11-22")


@pytest.mark.parametrize("typed", ["14 03 1987", "14.3.1987", "14/03/1987", "14-3-1987", "14031987", " 14  03 1987 "])
def test_birth_dates_are_read_day_first(typed: str) -> None:
    """UX-24 a birth date is typed as day, month, year in one field."""
    assert formats.read_born(typed, "2026-11-22") == "1987-03-14"


@pytest.mark.parametrize(
    "typed", ["", "31 02 1987", "14 13 1987", "14 03 87", "03-1987", "14 03 2027", "14 03 1850", "x", "１４ 03 1987"]
)
def test_no_birth_date_is_guessed(typed: str) -> None:
    """UX-24 what is no day, is too old or lies ahead is not read as a birth date."""
    assert formats.read_born(typed, "2026-11-22") is None


@given(DAYS, st.sampled_from(" ./-"))
def test_any_birth_date_shown_can_be_typed(born: date, sign: str) -> None:
    """UX-24 each day can be typed with any separator and is shown as the same day."""
    typed = f"{born.day}{sign}{born.month}{sign}{born.year}"
    read = formats.read_born(typed, "2101-01-01" if born.year > 1971 else "2026-11-22")
    assert read == born.isoformat()


def test_names_and_numbers_of_people() -> None:
    """UX-24 the family name comes first in capitals; record numbers and seals are grouped for reading."""
    assert formats.patient_name("Harlow", "Josephine", "Ms") == "HARLOW, Josephine (Ms)"
    assert formats.patient_name("Straße", "Ana") == "STRASSE, Ana"
    assert formats.patient_name("Tran", "") == "TRAN"
    assert formats.initials("A. Diallo") == "AD"
    assert formats.mrn("00418327") == "004 183 27"
    assert formats.mrn("A-17") == "A-17"
    assert formats.seal("9f3c71ab00112233445566") == "9f3c 71ab 0011 2233"
    assert formats.pressure("148", "93") == "148/93"
    assert formats.counted(1, "item") == "1 item"
    assert formats.counted(1200, "entry", "entries") == "1,200 entries"


def test_formats_imports_no_qt_and_nobody_else_formats() -> None:
    """UX-24 one module formats dates and numbers: no strftime and no %.1f stands anywhere else in the program."""
    root = Path(formats.__file__).parents[1]
    tree = ast.parse(Path(formats.__file__).read_text(encoding="utf-8"))
    names = [n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
    assert not any("PySide6" in name for name in names)
    wrong = re.compile(r"\.strftime\(|%\.\d+f|\{[^{}]*:[^{}]*\.\d+f\}")
    for path in (root / "ui").rglob("*.py"):
        if path.name != "formats.py":
            assert not wrong.search(path.read_text(encoding="utf-8")), path
