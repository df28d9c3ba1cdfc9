"""Where the guards of an order speak. Imports no Qt; the rules themselves are ``session.dosing``."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from checklist.protocol.values import number
from checklist.session.codes import Code
from checklist.session.commands import Block
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
        Code.ORDER_BASIS: "weight_kg",
        Code.ORDER_WEIGHT: "weight_kg",
        Code.ORDER_MG_PER_KG_H: "minutes",
        Code.ORDER_ABOVE_LAST: "dose_mg",
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
        Code.ORDER_WEIGHT: "is {computed}",
        Code.ORDER_MG_PER_KG_H: "check",
        Code.ORDER_ABOVE_LAST: "last {last}",
    }
)


def field_of(block: Block) -> str:
    """Return the field of the order a block is about, or empty."""
    return dict(block.params).get("field", "") if block.code == Code.ORDER_NUMBER else FIELD_OF.get(block.code, "")


def short_words(block: Block) -> str:
    """Return the few words a number field has room for; the sentence stands below."""
    values = {name: formats.number(value) for name, value in block.params if number(value) is not None}
    return _SHORT.get(block.code, "").format_map(values)
