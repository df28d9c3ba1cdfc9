"""What an order adds up to, and where its guards speak. Imports no Qt; the rules themselves are ``session.dosing``."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from checklist.protocol.values import number
from checklist.session.codes import Code
from checklist.session.commands import Block, Order
from checklist.session.dosing import dose_sum, rate_ml_per_h
from checklist.ui import formats

FIELD_OF: Mapping[str, str] = MappingProxyType(
    {
        Code.ORDER_DOSE_DIFFERS: "dose_mg",
        Code.ORDER_MG_MAX: "dose_mg",
        Code.ORDER_MG_PER_KG: "dose_mg_per_kg",
        Code.ORDER_MINUTES_SHORT: "minutes",
        Code.ORDER_MINUTES_LONG: "minutes",
        Code.ORDER_CONCENTRATION: "volume_ml",
        Code.ORDER_PRESCRIBER: "prescriber",
        Code.ORDER_DILUENT: "diluent",
        Code.ORDER_DAY: "ordered_on",
        Code.ORDER_DRUG: "protocol",
    }
)
"""At which field of the order a guard is shown."""

_SHORT: Mapping[str, str] = MappingProxyType(
    {
        Code.ORDER_DOSE_DIFFERS: "does not add up",
        Code.ORDER_MG_MAX: "{high} at most",
        Code.ORDER_MG_PER_KG: "{low} to {high}",
        Code.ORDER_MINUTES_SHORT: "{low} or more",
        Code.ORDER_MINUTES_LONG: "over {high}",
        Code.ORDER_CONCENTRATION: "check",
    }
)


def field_of(block: Block) -> str:
    """Return the field of the order a block is about, or empty."""
    return dict(block.params).get("field", "") if block.code == Code.ORDER_NUMBER else FIELD_OF.get(block.code, "")


def short_words(block: Block) -> str:
    """Return the few words a number field has room for; the sentence stands below."""
    values = {name: formats.number(value) for name, value in block.params if number(value) is not None}
    return _SHORT.get(block.code, "").format_map(values)


def sum_words(order: Order) -> str:
    """Return ``0.5 mg/kg × 68.4 kg = 34.2 mg, rounded to 34 mg``, or nothing while a number is missing.

    The product is not shown before the ordered dose is typed, so that it is read off the order and not off the screen.
    """
    found = dose_sum(order)
    if found is None:
        return ""
    product = f"{_qty(found.mg_per_kg, 'mg/kg')} × {_qty(found.weight_kg, 'kg')} = {_qty(found.exact_mg, 'mg')}"
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


def _qty(value: Decimal, unit: str) -> str:
    return formats.quantity(value, unit)
