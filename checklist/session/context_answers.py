"""What conditions, limits, pairs and evidence may ask beside the lines: visit, order, patient, and parameters.

Each is given as the answer of a pseudo line ``ctx.*`` (``protocol.context``), worked out from the session's state; they
stand in no file as lines and are never answered by anybody. Pure.
"""

from __future__ import annotations

from decimal import Decimal

from checklist.protocol.context import ORDER, PARAMETER, PATIENT, VISIT, parameter_answer
from checklist.protocol.model import Protocol
from checklist.protocol.values import Answer, Chosen, Day, FieldAnswer, Quantity, Score, Text, Value
from checklist.session.amounts import rate_ml_per_h
from checklist.session.commands import Order
from checklist.session.dosing import last_dose_top_mg
from checklist.session.state import SessionState


def context_answer(protocol: Protocol, state: SessionState, link_id: str) -> Answer | None:
    """Return the answer of a pseudo line; None for any other id, and where nothing is known."""
    if link_id == VISIT:
        return _answer({"number": Score(state.visit)})
    if link_id == ORDER:
        return _answer(_order(protocol, state.order))
    if link_id == PATIENT:
        return _answer({"mrn4": Text(state.mrn4)}) if state.mrn4 else None
    return parameter_answer(protocol.parameters) if link_id == PARAMETER else None


def _order(protocol: Protocol, order: Order) -> dict[str, Value]:
    rate = rate_ml_per_h(Decimal(order.volume_ml), order.minutes)
    values: dict[str, Value] = {
        "drug": Text(order.drug),
        "dose_mg_per_kg": Quantity(order.dose_mg_per_kg, "mg/kg"),
        "weight_kg": Quantity(order.weight_kg, "kg"),
        "weight_basis": Chosen(order.weight_basis),
        "dose_mg": Quantity(order.dose_mg, "mg"),
        "volume_ml": Quantity(order.volume_ml, "mL"),
        "minutes": Quantity(str(order.minutes), "min"),
        "rate_ml_h": Quantity(str(rate), "mL/h"),
        "diluent": Chosen(order.diluent),
        "ordered_on": Day(order.ordered_on),
    }
    top = last_dose_top_mg(protocol, order)
    if top is not None:
        values["last_dose_mg"] = Quantity(order.last_dose_mg, "mg")
        values["last_dose_top_mg"] = Quantity(f"{top:f}", "mg")
    return values


def _answer(values: dict[str, Value]) -> Answer:
    return Answer(tuple(FieldAnswer(field, value) for field, value in values.items()))
