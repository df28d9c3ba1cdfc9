"""An order's dose and rates in words, the same beside the fields and beside the checklist. Imports no Qt."""

from __future__ import annotations

from decimal import Decimal

from checklist.protocol.values import number
from checklist.session.commands import Order
from checklist.session.dosing import dose_sum, mg_per_kg_h, mg_per_min, rate_ml_per_h, ug_per_kg_min
from checklist.session.weights import Basis
from checklist.ui import formats


def sum_words(order: Order, *, basis: bool = False) -> str:
    """Return ``0.5 mg/kg × 68.4 kg = 34.2 mg, rounded to 34 mg``, or nothing while a number is missing.

    The product is not shown before the ordered dose is typed, so that it is read off the order and not off the screen.

    Args:
        order: As typed.
        basis: Print which weight it is, ``(actual)``; another than the measured one is always printed.
    """
    found = dose_sum(order)
    if found is None:
        return ""
    which = f" ({found.basis})" if basis or found.basis != Basis.ACTUAL else ""
    product = f"{_qty(found.mg_per_kg, 'mg/kg')} × {_qty(found.weight_kg, 'kg')}{which} = {_qty(found.exact_mg, 'mg')}"
    if found.ordered_mg == found.exact_mg:
        return product
    rounded = abs(found.ordered_mg - found.exact_mg) * 100 <= found.exact_mg
    return f"{product}, {'rounded to' if rounded else 'ordered'} {_qty(found.ordered_mg, 'mg')}"


def rate_words(order: Order) -> str:
    """Return ``100 mL over 40 min = 150 mL/h``, or nothing while a number is missing."""
    volume = number(order.volume_ml)
    if volume is None or volume <= 0 or order.minutes < 1:
        return ""
    rate = rate_ml_per_h(volume, order.minutes)
    return f"{_qty(volume, 'mL')} over {order.minutes} min = {_qty(rate, 'mL/h')}"


def drug_rate_words(order: Order) -> str:
    """Return ``0.85 mg/min, 0.75 mg/kg/h, 12.4 mcg/kg/min``, or nothing while a number is missing."""
    dose, weight = number(order.dose_mg), number(order.weight_kg)
    if dose is None or weight is None or min(dose, weight) <= 0 or order.minutes < 1:
        return ""
    rates = (
        (mg_per_min(dose, order.minutes), "mg/min"),
        (mg_per_kg_h(dose, order.minutes, weight), "mg/kg/h"),
        (ug_per_kg_min(dose, order.minutes, weight), "ug/kg/min"),
    )
    return ", ".join(_qty(value, unit) for value, unit in rates)


def _qty(value: Decimal, unit: str) -> str:
    return formats.quantity(value, unit)
