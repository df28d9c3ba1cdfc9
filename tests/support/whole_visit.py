"""Ordinary visits on the complete protocols: an order for each, and an answer of every line that meets no limit."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import good_answers
from bedside import ORDER, Bedside

from checklist.protocol.items import MomentField, ScoreField
from checklist.protocol.model import Line, Protocol
from checklist.protocol.reader import read_protocol
from checklist.protocol.values import Answer, Chosen, FieldAnswer, Moment, Quantity, Score, Text, Value
from checklist.session.commands import Order
from checklist.session.delivered import delivered

FOLDER = Path(__file__).parents[2] / "resources" / "protocols"
ORDERS = {
    "ketamine-iv-mood": ORDER,
    "ketamine-iv-pain": Order("ketamine", "1.17", "68.4", "80", 120, "100", "nacl09", "ruth", "2026-11-22"),
}
_HOUR_MS = 3_600_000


def complete(name: str) -> Protocol:
    """Return version 1.0.0 of a built-in protocol."""
    return read_protocol((FOLDER / name / "1.0.0.toml").read_bytes(), f"{name} 1.0.0")


def visit(protocol: Protocol) -> Bedside:
    """Return an open session on an ordinary order."""
    bed = Bedside(protocol)
    bed.open(ORDERS[protocol.id])
    return bed


def _numbers(order: Order) -> dict[str, Value]:
    rate = f"{float(order.volume_ml) * 60 / order.minutes:.1f}".removesuffix(".0")
    per_hour = f"{float(order.dose_mg) * 60 / order.minutes / float(order.weight_kg):.2f}"
    return {
        "weight": Quantity(order.weight_kg, "kg"),
        "strength": Quantity("50", "mg/mL"),
        "dose": Quantity(order.dose_mg, "mg"),
        "volume": Quantity(order.volume_ml, "mL"),
        "rate": Quantity(rate, "mL/h"),
        "minutes": Quantity(str(order.minutes), "min"),
        "hourly": Quantity(per_hour, "mg/kg/h"),
    }


def normal(bed: Bedside, link_id: str) -> Answer:
    """Return an ordinary answer of a line, at the time of a session."""
    line = bed.protocol.line(link_id)
    known, now = _known(bed, line), bed.now()
    values: list[FieldAnswer] = []
    for field in line.fields:
        value = known.get(field.id)
        if value is None and _left_out(line, field.id, now):
            continue
        if value is None and isinstance(field, ScoreField) and field.sum_of:
            value = Score(sum(v.value.value for v in values if isinstance(v.value, Score) and v.field in field.sum_of))
        if value is None:
            value = good_answers.value(line, field, now)
        if value is not None:
            values.append(FieldAnswer(field.id, value))
    return Answer(tuple(values))


def _by_clock_ml(bed: Bedside) -> Decimal:
    """Return what the pump shows when nothing is wrong, to the 0.1 mL it shows."""
    return delivered(bed.protocol, bed.state, bed.now()).by_clock_ml.quantize(Decimal("0.1"))


def _left_out(line: Line, field_id: str, now: object) -> bool:
    field = line.field(field_id)
    if isinstance(field, MomentField) and field.required_if is None:
        return not field.required
    # good_answers asks the same question of a whole line; here it is asked of one field
    asked = good_answers._asked(line, field, now)  # type: ignore[arg-type]
    return not asked


def _known(bed: Bedside, line: Line) -> dict[str, Value]:
    """Return the values of a line that follow from the order, the time or the day."""
    order, now = bed.state.order, bed.now()
    numbers = _numbers(order)
    by_line: dict[str, dict[str, Value]] = {
        "pre.escort": {"arrival": Moment(now.wall_ms + 3 * _HOUR_MS, now.tz_min)},
        "pre.session-number": {"number": Score(bed.state.visit)},
        "pre.weight": {"weight": numbers["weight"]},
        "pre.weight-basis": {"basis": Chosen("actual")},
        "pre.vial": {"strength": Chosen("50"), "container": Text("C-118"), "count": Score(1)},
        "pre.dose": {"dose": numbers["dose"], "rate": numbers["hourly"]},
        "pre.drawn": {"volume": Quantity(f"{float(order.dose_mg) / 50:.2f}", "mL"), "opened": Score(1)},
        "pre.diluent": {"volume": numbers["volume"]},
        "pre.pump-entry": {name: numbers[name] for name in ("rate", "volume", "minutes")},
        "pre.label": {"made": Moment(now.wall_ms, now.tz_min)},
        "mon.pump-volume": {"given": Quantity(str(_by_clock_ml(bed)), "mL")},
        "mon.end": {"given": Quantity(bed.state.infusion.given_ml or order.volume_ml, "mL")},
        "dis.waste": {"syringe": Quantity("0", "mL"), "bag": Quantity("0", "mL")},
    }
    if line.pair:
        known = {**numbers, "mrn4": Text(bed.state.mrn4 or "4471"), "drug": Chosen("ketamine")}
        return {field.id: known[field.id] for field in line.fields if field.id in known}
    return by_line.get(line.link_id, {})
