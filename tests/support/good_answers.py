"""An unremarkable answer for any line: what a calm day gives, inside every limit of the shipped protocol."""

from __future__ import annotations

from checklist.clock import Reading
from checklist.protocol.items import (
    ChecksField,
    ChoiceField,
    ConfirmField,
    Field,
    MomentField,
    MomentKind,
    QuantityField,
    ScoreField,
    SignatureField,
    TextField,
    VitalsField,
)
from checklist.protocol.limits import LimitOp
from checklist.protocol.model import Line
from checklist.protocol.values import (
    Answer,
    Chosen,
    ChosenSet,
    Confirmed,
    Day,
    FieldAnswer,
    Moment,
    Quantity,
    Score,
    Text,
    Value,
    VitalSigns,
    VitalValue,
)
from checklist.ui import formats

_HOUR_MS = 3_600_000
_VITALS = {"sbp": "128", "dbp": "80", "hr": "74", "spo2": "98", "rr": "14", "temp": "36.6", "alertness": "5"}
_NUMBERS = {
    "pre.weight": "68.4", "pre.dose": "34", "pre.diluent": "100", "rate": "150", "volume": "100", "minutes": "40",
    "drawn": "0.68", "given": "0.68", "wasted": "0", "mon.end.given": "100",
}  # fmt: skip


def value(line: Line, field: Field, now: Reading) -> Value | None:
    """Return an unremarkable value of one field, or None for a signature."""
    match field:
        case ConfirmField():
            return Confirmed()
        case ChoiceField():
            bad = {limit.than for limit in field.limits}
            return Chosen(next(option.code for option in field.options if option.code not in bad))
        case ChecksField():
            return _ticks(field)
        case QuantityField():
            names = (f"{line.link_id}.{field.id}", line.link_id, field.id)
            return Quantity(next((_NUMBERS[n] for n in names if n in _NUMBERS), field.low), field.unit)
        case MomentField():
            if field.kind is MomentKind.DAY:
                ahead = 30 * 24 * _HOUR_MS if field.future_h else 0
                return Day(formats.iso_day(now.wall_ms + ahead, now.tz_min))
            back = 9 if not field.future_h else -24
            return Moment(now.wall_ms - back * _HOUR_MS, now.tz_min)
        case TextField():
            return Text("R. Okafor")
        case ScoreField():
            high = field.anchors and any(limit.op in (LimitOp.UNDER, LimitOp.AT_MOST) for limit in field.limits)
            return Score(field.high if high or field.sum_of else field.low)
        case VitalsField():
            return VitalSigns(tuple(VitalValue(p.code, _VITALS[p.code], p.unit) for p in field.parts))
        case SignatureField():
            return None


def _ticks(field: ChecksField) -> ChosenSet:
    if field.none_of_these is not None:
        return ChosenSet((field.none_of_these.code,))
    whole = any(limit.op is LimitOp.INCOMPLETE for limit in field.limits)
    least = len(field.options) if whole else field.at_least
    bad = {limit.than for limit in field.limits if limit.op is LimitOp.INCLUDES}
    return ChosenSet(tuple(option.code for option in field.options if option.code not in bad)[:least])


def answer(line: Line, now: Reading) -> Answer:
    """Return an unremarkable answer of a line; fields that are asked only sometimes are left out where they may be."""
    values = [(field, value(line, field, now)) for field in line.fields if _asked(line, field, now)]
    return Answer(tuple(FieldAnswer(field.id, one) for field, one in values if one is not None))


def _asked(line: Line, field: Field, now: Reading) -> bool:
    if isinstance(field, MomentField | TextField) and field.required_if is not None:
        other, option = field.required_if
        return value(line, line.field(other), now) == Chosen(option)
    return field.required
