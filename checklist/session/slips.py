"""The likely slip behind a number that does not fit, named (``clinical.md`` 3.6; ISMP).

A ratio near ten, a number of another field, pounds for kilograms, a dose drawn from a vial of another strength. It
names, it decides nothing: whether a number fits is decided elsewhere. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

from checklist.session.figures import EXACT, Unit


class Slip(StrEnum):
    """A named slip."""

    TENFOLD = "tenfold"
    WRONG_FIELD = "wrong-field"
    POUNDS = "pounds"
    STRENGTH = "strength"


STRENGTHS = (Decimal(10), Decimal(50), Decimal(100))
"""Strengths of ketamine vials, mg/mL (``clinical.md`` 3.4)."""

_TENFOLD = tuple(Decimal(factor) for factor in ("10", "100", "0.1", "0.01"))
_TENFOLD_PCT = Decimal(2)  # clinical.md 3.6
_POUNDS = Decimal("2.2046")  # pounds in a kilogram
_POUNDS_PCT = Decimal(1)


def near(value: Decimal, target: Decimal, percent: Decimal) -> bool:
    """Return whether a number lies within so many percent of a target above zero."""
    off = EXACT.multiply(abs(EXACT.subtract(value, target)), Decimal(100))
    return off <= EXACT.multiply(target, percent)


def is_tenfold(entered: Decimal, expected: Decimal) -> bool:
    """Return whether the ratio lies within 2 % of 10, 100, 0.1 or 0.01 (``clinical.md`` 3.6)."""
    return any(near(entered, EXACT.multiply(expected, factor), _TENFOLD_PCT) for factor in _TENFOLD)


def is_pounds(entered: Decimal, expected: Decimal) -> bool:
    """Return whether one number is the other in pounds, within 1 %, whichever way round."""
    times = EXACT.multiply
    return near(entered, times(expected, _POUNDS), _POUNDS_PCT) or near(expected, times(entered, _POUNDS), _POUNDS_PCT)


def slips(
    entered: Decimal,
    expected: Decimal,
    unit: str,
    *,
    elsewhere: Iterable[Decimal] = (),
    dose_mg: Decimal | None = None,
) -> tuple[Slip, ...]:
    """Name the likely slips behind a number that does not fit; empty where none is likely.

    Args:
        entered: The number as typed; any sign.
        expected: What fits, above 0.
        unit: Its UCUM unit; ``kg`` and ``mg`` may be pounds, ``mL`` a vial of another strength, ``mg/mL`` a strength.
        elsewhere: Numbers of the other fields this one may have been typed from: mg, mg/h and minutes for a rate.
        dose_mg: The dose that a volume in mL was drawn for.
    """
    if entered <= 0 or expected <= 0 or entered == expected:
        return ()
    if unit == Unit.MG_ML and entered in STRENGTHS and expected in STRENGTHS:
        return (Slip.STRENGTH,)
    found = []
    if is_tenfold(entered, expected):
        found.append(Slip.TENFOLD)
    if entered in tuple(elsewhere):
        found.append(Slip.WRONG_FIELD)
    if unit in (Unit.KG, Unit.MG) and is_pounds(entered, expected):
        found.append(Slip.POUNDS)
    if unit == Unit.ML and dose_mg is not None and _is_another_vial(entered, expected, dose_mg):
        found.append(Slip.STRENGTH)
    return tuple(found)


def _is_another_vial(entered: Decimal, expected: Decimal, dose_mg: Decimal) -> bool:
    """Return whether both are the dose from a vial: the expected one of one strength, the entered of another."""

    def held(volume_ml: Decimal) -> set[Decimal]:
        return {s for s in STRENGTHS if near(EXACT.multiply(volume_ml, s), dose_mg, _TENFOLD_PCT)}

    return bool(held(entered)) and bool(held(expected))
