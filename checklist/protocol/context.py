"""What a condition or limit may ask that no line answers: the visit, the order, and the clinic's parameters.

The session gives these as answers of pseudo lines named ``ctx.*``, so that conditions need no second kind of test:
``ctx.visit`` has the field ``number``; ``ctx.order`` the fields of the signed order and what is computed from it;
``ctx.patient`` the last four of the record number; ``ctx.parameter`` one field for each parameter of the
protocol, named by its id. ``ctx.infusion`` holds what should have gone in by the clock at the moment of an answer;
only limits compare with it. They stand in no file as lines. Pure; imports only this package.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from checklist.protocol.items import (
    ChoiceField,
    Field,
    MomentField,
    MomentKind,
    Option,
    QuantityField,
    ScoreField,
    TextField,
)
from checklist.protocol.parameters import Parameter
from checklist.protocol.values import Answer, Chosen, FieldAnswer, Quantity

VISIT, ORDER, PATIENT, PARAMETER = "ctx.visit", "ctx.order", "ctx.patient", "ctx.parameter"
INFUSION = "ctx.infusion"
CONTEXT = frozenset({VISIT, ORDER, PATIENT, PARAMETER, INFUSION})

_DILUENTS = (Option("nacl09", "Sodium chloride 0.9%"), Option("d5w", "Dextrose 5%"), Option("water", "Sterile water"))
_BASES = (Option("actual", "Actual"), Option("ideal", "Ideal"), Option("adjusted", "Adjusted"))

FIELDS: Mapping[str, tuple[Field, ...]] = {
    VISIT: (ScoreField("number", 1, 999),),
    ORDER: (
        QuantityField("dose_mg_per_kg", "mg/kg", 3, "0.001", "20"),
        QuantityField("weight_kg", "kg", 1, "25.0", "350.0"),
        QuantityField("dose_mg", "mg", 1, "0.1", "2000.0"),
        QuantityField("volume_ml", "mL", 1, "1", "1000"),
        QuantityField("minutes", "min", 0, "1", "1440"),
        QuantityField("rate_ml_h", "mL/h", 1, "0.1", "9999.9"),
        QuantityField("last_dose_mg", "mg", 1, "0.1", "2000.0"),
        QuantityField("last_dose_top_mg", "mg", 1, "0.1", "2000.0"),
        TextField("drug"),
        ChoiceField("weight_basis", _BASES),
        ChoiceField("diluent", _DILUENTS),
        MomentField("ordered_on", kind=MomentKind.DAY),
    ),
    INFUSION: (
        QuantityField("expected_ml", "mL", 2, "0", "1000"),
        QuantityField("expected_mg", "mg", 1, "0", "2000"),
    ),
    PATIENT: (TextField("mrn4", min_length=4, max_length=4),),
}
"""Fields of visit, order (``session.commands.Order``) and patient; values are of the kinds these fields take.

``rate_ml_h`` is what volume and minutes give. ``last_dose_mg`` is what was given at the visit before, and
``last_dose_top_mg`` that and ``p.last_more_mgkg`` for each kg; both are absent where it is not known.
"""


def fields_of(link_id: str, parameters: Iterable[Parameter]) -> tuple[Field, ...]:
    """Return the fields of a pseudo line; empty for any other id."""
    if link_id == PARAMETER:
        return tuple(_field(parameter) for parameter in parameters)
    return FIELDS.get(link_id, ())


def parameter_answer(parameters: Iterable[Parameter]) -> Answer:
    """Return the answer of ``ctx.parameter``: words as choices, numbers as quantities in their unit."""
    return Answer(
        tuple(
            FieldAnswer(item.id, Chosen(item.value) if item.choices else Quantity(item.value, item.unit))
            for item in parameters
        )
    )


def _field(parameter: Parameter) -> Field:
    if parameter.choices:
        return ChoiceField(parameter.id, parameter.choices)
    low, high = parameter.low or parameter.value, parameter.high or parameter.value
    return QuantityField(parameter.id, parameter.unit, 3, low, high)
