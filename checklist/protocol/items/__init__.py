"""Field types: one module a type, closed as ``Field``.

Each module holds the frozen record of a type and ``check(field, value)``, which says why a value cannot be
taken, or None. A new type is one module here, one in ``ui/items``, and one line in each registry; this
package's is ``check_value``. Pure; imports ``values`` and ``limits``.
"""

from __future__ import annotations

from typing import Protocol, assert_never

from checklist.protocol.items import (
    checks,
    choice,
    confirm,
    moment,
    quantity,
    score,
    signature,
    text,
    vitals,
)
from checklist.protocol.items.checks import ChecksField
from checklist.protocol.items.choice import ChoiceField, Option
from checklist.protocol.items.confirm import ConfirmField
from checklist.protocol.items.moment import MomentField, MomentKind
from checklist.protocol.items.problem import Code, Problem, problem
from checklist.protocol.items.quantity import QuantityField
from checklist.protocol.items.score import ScoreField
from checklist.protocol.items.signature import Meaning, SignatureField
from checklist.protocol.items.text import TextField
from checklist.protocol.items.vitals import MissingReason, VitalPart, VitalsField
from checklist.protocol.values import Answer, Chosen, Score, Value, number

Field = (
    ConfirmField
    | ChoiceField
    | ChecksField
    | QuantityField
    | MomentField
    | TextField
    | ScoreField
    | VitalsField
    | SignatureField
)


class HasFields(Protocol):
    """What ``check_answer`` needs of a line (``model.Line``), named here so that imports run one way."""

    @property
    def fields(self) -> tuple[Field, ...]:
        """The line's fields, in order."""
        ...


def check_value(field: Field, value: Value, *, now_ms: int) -> Problem | None:
    """Return why ``value`` cannot be taken for ``field``, or None.

    Args:
        field: The field answered.
        value: What was entered, of any kind.
        now_ms: The time of recording, UTC ms; only times are held against it.
    """
    match field:
        case ConfirmField():
            return confirm.check(field, value)
        case ChoiceField():
            return choice.check(field, value)
        case ChecksField():
            return checks.check(field, value)
        case QuantityField():
            return quantity.check(field, value)
        case MomentField():
            return moment.check(field, value, now_ms=now_ms)
        case TextField():
            return text.check(field, value)
        case ScoreField():
            return score.check(field, value)
        case VitalsField():
            return vitals.check(field, value)
        case SignatureField():
            return signature.check(field, value)
        case _:
            assert_never(field)


def check_answer(line: HasFields, answer: Answer, *, now_ms: int) -> tuple[tuple[str, Problem], ...]:
    """Return every problem of an answer with its field's id, in the line's order; empty when it can be taken.

    Signature fields are never part of an answer: they are signed by a person's own sign-in (SEC-034), so one
    that is left out is no problem and one that is filled in is.
    """
    known = {field.id: field for field in line.fields}
    ids = [item.field for item in answer.values]
    found = [
        (field_id, problem(Code.UNKNOWN_FIELD, field=field_id))
        for field_id in dict.fromkeys(ids)
        if field_id not in known
    ]
    for field in line.fields:
        reason = _check_field(line, field, answer, ids.count(field.id), now_ms)
        if reason is not None:
            found.append((field.id, reason))
    return tuple(found)


def outside_inner(field: QuantityField | VitalPart, value: str) -> bool:
    """Return whether a number lies outside the inner range, so that the line asks "Right?" once (D23).

    Args:
        field: A quantity field, or one part of a set of vital signs.
        value: Decimal text; what is not a number is outside nothing.
    """
    measured = number(value)
    if measured is None:
        return False
    low = number(field.inner_low) if field.inner_low is not None else None
    high = number(field.inner_high) if field.inner_high is not None else None
    return (low is not None and measured < low) or (high is not None and measured > high)


def _check_field(line: HasFields, field: Field, answer: Answer, times: int, now_ms: int) -> Problem | None:
    if isinstance(field, SignatureField):
        return problem(Code.SIGNED_BY_ANSWER, field=field.id) if times else None
    value = answer.get(field.id)
    if value is None:
        return problem(Code.MISSING, field=field.id) if _is_required(field, answer) else None
    if times > 1:
        return problem(Code.REPEATED_FIELD, field=field.id)
    found = check_value(field, value, now_ms=now_ms)
    if found is None and isinstance(field, ScoreField) and field.sum_of:
        return _check_sum(line, field, answer)
    return found


def _is_required(field: Field, answer: Answer) -> bool:
    if isinstance(field, MomentField | TextField) and field.required_if is not None:
        asked, option = field.required_if
        return field.required or answer.get(asked) == Chosen(option)
    return field.required


def _check_sum(line: HasFields, field: ScoreField, answer: Answer) -> Problem | None:
    """A total that contradicts its items cannot be recorded (``lessons.md`` 2, 11).

    One that may be typed lies between what the items given add up to with the others at their least and at their most.
    """
    parts = [part for part in line.fields if isinstance(part, ScoreField) and part.id in field.sum_of]
    items = {part.id: value.value for part in parts if isinstance(value := answer.get(part.id), Score)}
    left = [part for part in parts if part.id not in items] if field.typed else []
    total, held = sum(items.values()), answer.get(field.id)
    least, most = total + sum(part.low for part in left), total + sum(part.high for part in left)
    if isinstance(held, Score) and least <= held.value <= most:
        return None
    return problem(Code.OUT_OF_RANGE, low=least, high=most) if left else problem(Code.NOT_THE_SUM, total=total)


__all__ = [
    "ChecksField",
    "ChoiceField",
    "Code",
    "ConfirmField",
    "Field",
    "HasFields",
    "Meaning",
    "MissingReason",
    "MomentField",
    "MomentKind",
    "Option",
    "Problem",
    "QuantityField",
    "ScoreField",
    "SignatureField",
    "TextField",
    "VitalPart",
    "VitalsField",
    "check_answer",
    "check_value",
    "outside_inner",
]
