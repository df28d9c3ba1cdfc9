"""``enable_when``: when a line is shown.

A condition is a test of another line's answer, or all or any of several, nested as deep as needed (HL7 FHIR
``enableWhen`` and ``enableBehavior``). Pure; imports only ``values``.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from typing import assert_never

import msgspec

from checklist.protocol.values import (
    Answer,
    Chosen,
    ChosenSet,
    Quantity,
    Score,
    Value,
    VitalSigns,
    number,
)


class Op(StrEnum):
    """How a test compares."""

    EXISTS = "exists"
    EQUAL = "="
    NOT_EQUAL = "!="
    OVER = ">"
    AT_LEAST = ">="
    UNDER = "<"
    AT_MOST = "<="
    INCLUDES = "includes"


class Test(msgspec.Struct, frozen=True, tag="test"):
    """A test of one field of another line.

    A line that is hidden or unanswered meets no test but ``exists`` with ``false``.

    Attributes:
        question: Link id of the line looked at.
        field: Field id within that line.
        op: How to compare.
        answer: Option code or decimal text; ``true`` or ``false`` for ``exists``.
        part: Vital code, where the field holds vital signs.
    """

    question: str
    field: str
    op: Op
    answer: str
    part: str | None = None


class AllOf(msgspec.Struct, frozen=True, tag="all"):
    """Holds while each of its conditions holds."""

    conditions: tuple[Condition, ...]


class AnyOf(msgspec.Struct, frozen=True, tag="any"):
    """Holds while at least one of its conditions holds."""

    conditions: tuple[Condition, ...]


Condition = Test | AllOf | AnyOf


def holds(condition: Condition, answer_of: Callable[[str], Answer | None]) -> bool:
    """Return whether a condition is met.

    Args:
        condition: What is asked.
        answer_of: Gives the answer in force of a line, None where the line is unanswered or hidden.
    """
    match condition:
        case AllOf(conditions=parts):
            return all(holds(part, answer_of) for part in parts)
        case AnyOf(conditions=parts):
            return any(holds(part, answer_of) for part in parts)
        case Test():
            return meets(condition, answer_of(condition.question))
        case _:
            assert_never(condition)


def tests(condition: Condition) -> tuple[Test, ...]:
    """Return the tests a condition is made of, in order, however deep."""
    if isinstance(condition, Test):
        return (condition,)
    return tuple(test for part in condition.conditions for test in tests(part))


def questions(condition: Condition) -> frozenset[str]:
    """Return the link ids a condition reads."""
    return frozenset(test.question for test in tests(condition))


def meets(test: Test, answer: Answer | None) -> bool:
    """Return whether an answer of the test's line meets it; None is a line that is hidden or unanswered."""
    value = answer.get(test.field) if answer is not None else None
    held = _held(test, value)
    match test.op:
        case Op.EXISTS:
            return (held is not None) is (test.answer == "true")
        case Op.INCLUDES:
            return isinstance(value, ChosenSet) and test.answer in value.options
        case Op.EQUAL:
            return held is not None and _same(held, test.answer)
        case Op.NOT_EQUAL:
            return held is not None and not _same(held, test.answer)
        case Op.OVER | Op.AT_LEAST | Op.UNDER | Op.AT_MOST:
            return held is not None and _ordered(test.op, number(held), number(test.answer))
        case _:
            assert_never(test.op)


def _held(test: Test, value: Value | None) -> str | None:
    """Return what is compared, as text: empty for what only exists, None where there is nothing."""
    match value:
        case None:
            return None
        case VitalSigns():
            return value.get(test.part) if test.part is not None else ""
        case Chosen(option=held) | Quantity(value=held):
            return held
        case Score(value=score):
            return str(score)
        case _:
            return ""


def _same(held: str, asked: str) -> bool:
    left, right = number(held), number(asked)
    return held == asked if left is None or right is None else left == right


def _ordered(op: Op, left: Decimal | None, right: Decimal | None) -> bool:
    if left is None or right is None:
        return False
    if op in {Op.OVER, Op.AT_LEAST}:
        return left > right or (op is Op.AT_LEAST and left == right)
    return left < right or (op is Op.AT_MOST and left == right)
