"""Exact figures with a unit: a ratio of two decimals, so that nothing is rounded before it is read.

A figure knows its dimension (drug, fluid, body, time). Multiplying and dividing work on dimensions; reading one in a
unit of another dimension is an error, so milligrams never become millilitres by a slip of the code. Rounding happens
once, when a figure is read, half up, to the places stated here for its unit. Decimal only. Pure.
"""

from __future__ import annotations

from decimal import Context, Decimal, DivisionByZero, Inexact, InvalidOperation, Overflow
from enum import StrEnum

import msgspec

EXACT = Context(prec=400, traps=[Inexact, InvalidOperation, DivisionByZero, Overflow])
"""Arithmetic that raises instead of rounding; wide enough for the numbers a field takes."""


class Unit(StrEnum):
    """Units of dosing, as UCUM codes."""

    KG = "kg"
    MG = "mg"
    ML = "mL"
    MIN = "min"
    MG_ML = "mg/mL"
    ML_H = "mL/h"
    MG_H = "mg/h"
    MG_MIN = "mg/min"
    MG_KG = "mg/kg"
    MG_KG_H = "mg/kg/h"
    UG_KG_MIN = "ug/kg/min"


Dimension = tuple[int, int, int, int]
"""Powers of drug (mg), fluid (mL), body (kg) and time (min)."""


class _Shape(msgspec.Struct, frozen=True):
    """A unit: its dimension, how many of it make ``base`` units, and the places it is read to."""

    dimension: Dimension
    per_base: int
    places: int


_SHAPES = {
    Unit.KG: _Shape((0, 0, 1, 0), 1, 1),
    Unit.MG: _Shape((1, 0, 0, 0), 1, 1),
    Unit.ML: _Shape((0, 1, 0, 0), 1, 2),
    Unit.MIN: _Shape((0, 0, 0, 1), 1, 0),
    Unit.MG_ML: _Shape((1, -1, 0, 0), 1, 3),
    Unit.ML_H: _Shape((0, 1, 0, -1), 60, 1),
    Unit.MG_H: _Shape((1, 0, 0, -1), 60, 1),
    Unit.MG_MIN: _Shape((1, 0, 0, -1), 1, 2),
    Unit.MG_KG: _Shape((1, 0, -1, 0), 1, 3),
    Unit.MG_KG_H: _Shape((1, 0, -1, -1), 60, 2),
    Unit.UG_KG_MIN: _Shape((1, 0, -1, -1), 1000, 1),
}


def places(unit: Unit) -> int:
    """Return how many decimals a figure of this unit is read to."""
    return _SHAPES[unit].places


class Figure(msgspec.Struct, frozen=True):
    """An amount, exact: ``above / below`` in base units of its dimension; never below zero, ``below`` above it."""

    above: Decimal
    below: Decimal
    dimension: Dimension

    def times(self, other: Figure) -> Figure:
        """Return the product."""
        return Figure(
            EXACT.multiply(self.above, other.above),
            EXACT.multiply(self.below, other.below),
            _added(self.dimension, other.dimension, 1),
        )

    def per(self, other: Figure) -> Figure:
        """Return the quotient; raises ValueError where ``other`` is zero."""
        if not other.above:
            raise ValueError("nothing can be divided by zero")
        return Figure(
            EXACT.multiply(self.above, other.below),
            EXACT.multiply(self.below, other.above),
            _added(self.dimension, other.dimension, -1),
        )

    def read(self, unit: Unit) -> Decimal:
        """Return the amount in a unit, half up to its places; raises ValueError for another dimension."""
        shape = self._shape(unit)
        above = EXACT.multiply(EXACT.multiply(self.above, Decimal(shape.per_base)), Decimal(10) ** shape.places)
        doubled = EXACT.add(EXACT.multiply(above, Decimal(2)), self.below)
        whole = EXACT.divide_int(doubled, EXACT.multiply(self.below, Decimal(2)))
        return EXACT.scaleb(whole, Decimal(-shape.places))

    def is_exact(self, unit: Unit) -> bool:
        """Return whether reading it in this unit rounds nothing; raises ValueError for another dimension."""
        shape = self._shape(unit)
        held = EXACT.multiply(self.read(unit), self.below)
        return held == EXACT.multiply(self.above, Decimal(shape.per_base))

    def _shape(self, unit: Unit) -> _Shape:
        shape = _SHAPES[unit]
        if shape.dimension != self.dimension:
            raise ValueError(f"not an amount in {unit}")
        return shape


def figure(value: Decimal, unit: Unit) -> Figure:
    """Return an amount in a unit as an exact figure; raises ValueError where it is below zero or no number."""
    if not value.is_finite() or value < 0:
        raise ValueError(f"not an amount: {value}")
    shape = _SHAPES[unit]
    return Figure(value, Decimal(shape.per_base), shape.dimension)


def _added(one: Dimension, other: Dimension, sign: int) -> Dimension:
    drug, fluid, body, time = (left + sign * right for left, right in zip(one, other, strict=True))
    return drug, fluid, body, time
