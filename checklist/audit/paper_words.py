"""Words for the paper form: when a line counts, what its limits ask for, and what there is to fill in.

Imports ``protocol`` only.
"""

from __future__ import annotations

from collections.abc import Iterator

from checklist.protocol import context
from checklist.protocol.conditions import AllOf, AnyOf, Condition, Op, Test, holds
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
from checklist.protocol.limits import Limit, Trigger
from checklist.protocol.model import Line, Protocol
from checklist.protocol.values import Answer

MARKS = {
    Trigger.HSX: "STOP",
    Trigger.HS: "PRESCRIBER",
    Trigger.BR: "EMERGENCY",
    Trigger.ES: "TELL",
    Trigger.CA: "NOTE",
}
"""One word for what a limit asks; the form explains each in its first lines."""

_UNITS = {"mm[Hg]": "mmHg", "Cel": "°C", "1": "", "ug/kg/min": "mcg/kg/min", "d": "days", "a": "years"}
_OP_WORDS = {
    Op.EQUAL: "is",
    Op.NOT_EQUAL: "is not",
    Op.OVER: "is over",
    Op.AT_LEAST: "is at least",
    Op.UNDER: "is under",
    Op.AT_MOST: "is at most",
    Op.INCLUDES: "has",
}
_MOST_NAMED = 3

Part = dict[str, object]
"""One thing to fill in: its label, tick boxes, or a blank with a unit."""


def unit_words(unit: str) -> str:
    """Return a UCUM unit as written on paper."""
    return _UNITS.get(unit, unit)


def limit_marks(line: Line, protocol: Protocol) -> list[dict[str, str]]:
    """Return the limits of a line that count with the clinic's words, in the protocol's order, each text once."""
    limits = [limit for field in line.fields for limit in field.limits if _counts(limit, protocol)]
    if line.unmet is not None:
        limits.append(line.unmet)
    return [
        {"mark": MARKS[limit.trigger], "text": limit.text} for limit in {item.text: item for item in limits}.values()
    ]


def _counts(limit: Limit, protocol: Protocol) -> bool:
    return not limit.only_if or protocol.parameter(limit.only_if[0]).value in limit.only_if[1:]


def answer_parts(field: Field) -> Iterator[Part]:
    """Yield what is ticked or written for one field."""
    match field:
        case ConfirmField():
            yield _part("", boxes=[field.label])
        case ChoiceField() if not field.options_from:
            yield _part(field.label, boxes=[option.text for option in field.options])
        case ChecksField():
            extra = [field.none_of_these.text] if field.none_of_these is not None else []
            yield _part(field.label, boxes=[*(option.text for option in field.options), *extra])
        case ScoreField(anchors=anchors) if anchors:
            yield _part(field.label, boxes=[f"{anchor.code} {anchor.text}" for anchor in anchors])
        case ScoreField():
            yield _part(field.label, blank=f"{field.low} to {field.high}")
        case QuantityField():
            yield _part(field.label, blank=unit_words(field.unit))
        case MomentField():
            yield _part(field.label, blank="date" if field.kind is MomentKind.DAY else "time")
        case ChoiceField() | TextField():
            yield _part(field.label, wide=True)
        case VitalsField():
            for part in field.parts:
                yield _part(part.label, blank=unit_words(part.unit))
        case SignatureField():
            return


def _part(label: str, *, boxes: list[str] | None = None, blank: str = "", wide: bool = False) -> Part:
    return {"label": label, "boxes": boxes or [], "blank": blank, "wide": wide}


def shown_when(line: Line, protocol: Protocol) -> str | None:
    """Return when a line is asked, in words; empty for always, None where the clinic's parameters never ask it."""
    if line.enable_when is None:
        return ""
    rest = _without_parameters(line.enable_when, protocol)
    if isinstance(rest, bool):
        return "" if rest else None
    return _words(rest, protocol)


def _without_parameters(condition: Condition, protocol: Protocol) -> Condition | bool:
    """Return a condition with the tests of parameters worked out, since they are known when the form is printed."""
    if isinstance(condition, Test):
        if condition.question != context.PARAMETER:
            return condition
        answers: dict[str, Answer] = {context.PARAMETER: context.parameter_answer(protocol.parameters)}
        return holds(condition, answers.get)
    decides = isinstance(condition, AnyOf)
    parts = [_without_parameters(part, protocol) for part in condition.conditions]
    if decides in [part for part in parts if isinstance(part, bool)]:
        return decides
    left = tuple(part for part in parts if not isinstance(part, bool))
    if not left:
        return not decides
    return left[0] if len(left) == 1 else AnyOf(left) if decides else AllOf(left)


def _words(condition: Condition, protocol: Protocol) -> str:
    match condition:
        case AllOf(conditions=parts):
            return " and ".join(_words(part, protocol) for part in parts)
        case AnyOf(conditions=parts):
            told = list(dict.fromkeys(_words(part, protocol) for part in parts))
            more = [f"{len(told) - _MOST_NAMED} more reasons"] if len(told) > _MOST_NAMED else []
            return " or ".join(told[:_MOST_NAMED] + more)
        case Test(question=context.VISIT, op=Op.EQUAL, answer="1"):
            return "first visit"
        case Test(question=context.VISIT, op=Op.OVER, answer="1"):
            return "from the second visit"
        case Test():
            return _test_words(condition, protocol)


def _test_words(test: Test, protocol: Protocol) -> str:
    line = protocol.line(test.question)
    field = line.field(test.field)
    if test.op is Op.EXISTS:
        return f"“{line.text}” is {'answered' if test.answer == 'true' else 'not answered'}"
    if isinstance(field, VitalsField):
        part = field.part(test.part or "")
        return f"{part.label.lower() if part else test.field} {_OP_WORDS[test.op]} {test.answer}"
    answer = test.answer
    if isinstance(field, ChoiceField | ChecksField):
        answer = next((option.text for option in field.options if option.code == test.answer), test.answer)
    label = field.label if isinstance(field, ScoreField) and field.label else line.text
    return f"“{label}” {_OP_WORDS[test.op]} {answer}"
