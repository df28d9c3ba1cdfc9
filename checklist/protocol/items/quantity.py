"""Quantity: a number with a UCUM unit, an outer range that refuses and an inner one that asks once (D23)."""

from __future__ import annotations

import msgspec

from checklist.protocol.items.problem import Code, Problem, check_number, problem
from checklist.protocol.limits import Limit
from checklist.protocol.values import Quantity, Value


class QuantityField(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="quantity"):
    """A measured or ordered number.

    Attributes:
        unit: UCUM code (``kg``, ``mg``, ``mL/h``).
        decimals: Most digits after the point, 0 to 3.
        low: Lower end of the outer range, decimal text; below it input is refused.
        high: Upper end of the outer range.
        inner_low: Below it the line asks "Right?" once; None for never.
        inner_high: Above it the line asks once.
    """

    id: str
    unit: str
    decimals: int
    low: str
    high: str
    label: str = ""
    inner_low: str | None = None
    inner_high: str | None = None
    required: bool = True
    limits: tuple[Limit, ...] = ()


def check(field: QuantityField, value: Value) -> Problem | None:
    """Return why ``value`` cannot be taken for ``field``, or None."""
    if not isinstance(value, Quantity):
        return problem(Code.WRONG_KIND, wanted="quantity", field=field.id)
    if value.unit != field.unit:
        return problem(Code.WRONG_UNIT, unit=field.unit)
    return check_number(value.value, low=field.low, high=field.high, decimals=field.decimals)
