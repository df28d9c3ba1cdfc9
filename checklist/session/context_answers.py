"""What conditions, limits and evidence may ask beside the lines: visit, order, parameters, and the drug account.

Each is given as the answer of a pseudo line ``ctx.*`` (``protocol.context``), worked out from the session's state; they
stand in no file as lines and are never answered by anybody. Pure.
"""

from __future__ import annotations

from decimal import Decimal

from checklist.protocol.context import ORDER, PARAMETER, VISIT, parameter_answer
from checklist.protocol.model import Protocol
from checklist.protocol.values import Answer, Chosen, Day, FieldAnswer, Quantity, Score, Text, Value
from checklist.session.amounts import rate_ml_per_h
from checklist.session.commands import Order
from checklist.session.drug_events import DrugDrawn, DrugTakenOut
from checklist.session.state import SessionState

ACCOUNT = "ctx.account"
IDS = frozenset({VISIT, ORDER, PARAMETER, ACCOUNT})


def context_answer(protocol: Protocol, state: SessionState, link_id: str) -> Answer | None:
    """Return the answer of a pseudo line; None for any other id, and for an account nobody has opened."""
    if link_id == VISIT:
        return _answer({"number": Score(state.visit)})
    if link_id == ORDER:
        return _answer(_order(state.order))
    if link_id == PARAMETER:
        return parameter_answer(protocol.parameters)
    return _account(state) if link_id == ACCOUNT else None


def _order(order: Order) -> dict[str, Value]:
    rate = rate_ml_per_h(Decimal(order.volume_ml), order.minutes)
    values: dict[str, Value] = {
        "drug": Text(order.drug),
        "dose_mg_per_kg": Quantity(order.dose_mg_per_kg, "mg/kg"),
        "weight_kg": Quantity(order.weight_kg, "kg"),
        "weight_basis": Chosen(order.weight_basis),
        "dose_mg": Quantity(order.dose_mg, "mg"),
        "volume_ml": Quantity(order.volume_ml, "mL"),
        "minutes": Score(order.minutes),
        "rate_ml_h": Quantity(str(rate), "mL/h"),
        "diluent": Chosen(order.diluent),
        "ordered_on": Day(order.ordered_on),
    }
    if order.last_dose_mg:
        values["last_dose_mg"] = Quantity(order.last_dose_mg, "mg")
    return values


def _account(state: SessionState) -> Answer | None:
    """Return the newest containers taken out, how many in all, and what was drawn in all."""
    events = [entry.event for entry in state.account if entry.voided is None]
    outs = [event for event in events if isinstance(event, DrugTakenOut)]
    if not outs:
        return None
    newest = outs[-1]
    values: dict[str, Value] = {
        "container": Text(newest.container),
        "count": Score(sum(event.count for event in outs)),
        "strength": Chosen(newest.strength_mg_ml),
        "lot": Text(newest.lot),
        "expiry": Day(newest.expiry),
    }
    draws = [event for event in events if isinstance(event, DrugDrawn)]
    if draws:
        values["drawn_ml"] = Quantity(str(sum(Decimal(event.ml) for event in draws)), "mL")
        values["drawn_mg"] = Quantity(str(sum(Decimal(event.mg) for event in draws)), "mg")
    return _answer(values)


def _answer(values: dict[str, Value]) -> Answer:
    return Answer(tuple(FieldAnswer(field, value) for field, value in values.items()))
