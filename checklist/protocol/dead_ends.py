"""Static search for dead ends: states from which a session could never be finished.

A required line is a dead end where every value a required field takes meets an ``hsx``, where a total cannot be the
sum of its parts, where drug is taken out that no line draws, or where an ``auto`` line counts something the protocol
does not hold. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from checklist.protocol.findings import Finding
from checklist.protocol.items import (
    ChecksField,
    ChoiceField,
    Field,
    MomentField,
    QuantityField,
    ScoreField,
    VitalsField,
)
from checklist.protocol.items.moment import MomentKind
from checklist.protocol.limits import Trigger, hits
from checklist.protocol.model import Account, AutoRule, Line, Protocol
from checklist.protocol.values import (
    Chosen,
    ChosenSet,
    Day,
    Moment,
    Quantity,
    Score,
    Value,
    VitalSigns,
    VitalValue,
    number,
)

_NOW_MS = 1_893_456_000_000
_TODAY = "2030-01-01"
"""Any moment does: only how far other times lie from it counts."""

_HOUR_MS = 3_600_000
_DAYS = ("2000-01-01", _TODAY, "2060-01-01")
_NEEDS = {
    AutoRule.MIN_STAY: ("p.obs_after_end_min", "p.obs_after_start_min"),
    AutoRule.PEAK_PRESSURE: ("mon.vitals",),
    AutoRule.EVENTS_CLOSED: ("mon.ae",),
}


def findings(line: Line, protocol: Protocol) -> Iterator[Finding]:
    """Yield why a required line could never be passed."""
    key = f"line {line.link_id}"
    for field in line.fields:
        if field.required and field.limits and not _passes(field, protocol):
            yield Finding("line.dead-end", key, f"every answer of field {field.id} is a stop that nobody passes")
        if isinstance(field, ScoreField) and field.sum_of and not _sum_fits(field, line):
            yield Finding("line.dead-end", key, f"field {field.id} cannot hold every sum of its parts")
    if line.account is Account.TAKE_OUT and protocol.account_line(Account.DRAW) is None:
        yield Finding("line.dead-end", key, "it takes a container out that no line draws from")
    held = {parameter.id for parameter in protocol.parameters} | {item.link_id for item in protocol.all_lines()}
    missing = [name for name in _NEEDS[line.rule] if name not in held] if line.rule is not None else []
    if missing:
        yield Finding("line.dead-end", key, f"its rule needs {missing[0]}, which the protocol does not hold")


def _passes(field: Field, protocol: Protocol) -> bool:
    parameters: Callable[[str], str] = lambda name: protocol.parameter(name).value  # noqa: E731
    values = tuple(_candidates(field, protocol))
    return not values or any(
        all(
            limit.trigger is not Trigger.HSX
            for limit in hits(field, value, parameters=parameters, baseline=lambda _: None, now_ms=_NOW_MS, day=_TODAY)
        )
        for value in values
    )


def _candidates(field: Field, protocol: Protocol) -> Iterator[Value]:
    """Yield values among which one passes wherever any value does: options, and numbers at and beside each limit."""
    match field:
        case ChoiceField():
            yield from (Chosen(option.code) for option in field.options)
        case ChecksField():
            yield ChosenSet(tuple(option.code for option in field.options))
            yield from (ChosenSet((option.code,)) for option in field.options)
            if field.none_of_these is not None:
                yield ChosenSet((field.none_of_these.code,))
        case QuantityField():
            yield from (Quantity(text, field.unit) for text in _numbers(field, None, field.low, field.high, protocol))
        case ScoreField():
            yield from (Score(level) for level in range(field.low, min(field.high, field.low + 100) + 1))
        case VitalsField():
            usual = VitalSigns(tuple(VitalValue(p.code, _middle(p.low, p.high), p.unit) for p in field.parts))
            yield usual
            for part in field.parts:
                for text in _numbers(field, part.code, part.low, part.high, protocol):
                    yield VitalSigns((VitalValue(part.code, text, part.unit),))
        case MomentField(kind=MomentKind.DAY):
            yield from (Day(day) for day in _DAYS)
        case MomentField():
            hours = (0, field.past_h, field.past_h // 2)
            yield from (Moment(_NOW_MS - hour * _HOUR_MS, 0) for hour in hours)
        case _:
            pass


def _numbers(field: Field, part: str | None, low: str, high: str, protocol: Protocol) -> Iterator[str]:
    yield from (low, high)
    for limit in field.limits:
        than = protocol.parameter(limit.than).value if limit.than.startswith("p.") else limit.than
        edge = number(than)
        if edge is None or limit.part != part:
            continue
        yield from (f"{value:f}" for value in (edge - 1, edge, edge + 1) if Decimal(low) <= value <= Decimal(high))


def _middle(low: str, high: str) -> str:
    return f"{(Decimal(low) + Decimal(high)) / 2:f}"


def _sum_fits(field: ScoreField, line: Line) -> bool:
    parts = [part for part in line.fields if isinstance(part, ScoreField) and part.id in field.sum_of]
    return field.low <= sum(part.low for part in parts) and sum(part.high for part in parts) <= field.high
