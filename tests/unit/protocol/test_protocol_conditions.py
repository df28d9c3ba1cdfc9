"""Conditions: when a line is shown."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from checklist.protocol import conditions
from checklist.protocol.conditions import AllOf, AnyOf, Op, holds, questions
from checklist.protocol.values import (
    Answer,
    Chosen,
    ChosenSet,
    Confirmed,
    FieldAnswer,
    Quantity,
    Score,
    Value,
    VitalMissing,
    VitalSigns,
    VitalValue,
)

SIGNS = VitalSigns((VitalValue("sbp", "132", "mm[Hg]"),), (VitalMissing("hr", "refused"),))


def asked(op: str, answer: str, part: str | None = None) -> conditions.Test:
    return conditions.Test("pre.x", "f", Op(op), answer, part)


def given(value: Value | None) -> Callable[[str], Answer | None]:
    answer = Answer((FieldAnswer("f", value),)) if value is not None else None
    return lambda question: answer if question == "pre.x" else None


@pytest.mark.parametrize(
    ("value", "op", "answer", "met"),
    [
        (Chosen("yes"), "=", "yes", True),
        (Chosen("yes"), "=", "no", False),
        (Chosen("yes"), "!=", "no", True),
        (Chosen("yes"), "!=", "yes", False),
        (Chosen("yes"), ">", "no", False),
        (Chosen("yes"), "exists", "true", True),
        (Chosen("yes"), "exists", "false", False),
        (ChosenSet(("a", "b")), "includes", "b", True),
        (ChosenSet(("a", "b")), "includes", "c", False),
        (Chosen("a"), "includes", "a", False),
        (Score(1), ">=", "1", True),
        (Score(1), ">", "1", False),
        (Score(10), ">", "9", True),
        (Score(0), "<", "1", True),
        (Score(1), "<=", "0", False),
        (Quantity("34.0", "mg"), "=", "34", True),
        (Quantity("34.0", "mg"), "!=", "34", False),
        (Quantity("9.5", "mg"), "<", "10", True),
        (Quantity("0.3", "mg"), "<=", "0.3", True),
        (Confirmed(), "exists", "true", True),
        (Confirmed(), "=", "true", False),
        (None, "exists", "false", True),
        (None, "exists", "true", False),
        (None, "=", "yes", False),
        (None, "!=", "yes", False),
        (None, "<", "1", False),
        (None, "includes", "a", False),
    ],
)
def test_test_of_one_answer(value: Value | None, op: str, answer: str, met: bool) -> None:
    """Numbers compare as numbers, codes as codes, and an unanswered line meets only a negative exists."""
    assert holds(asked(op, answer), given(value)) is met


@pytest.mark.parametrize(
    ("op", "answer", "part", "met"),
    [
        (">", "131", "sbp", True),
        ("<", "131", "sbp", False),
        (">", "1", "hr", False),
        ("exists", "false", "hr", True),
        ("exists", "true", "sbp", True),
        ("exists", "true", None, True),
    ],
)
def test_test_of_one_vital_sign(op: str, answer: str, part: str | None, met: bool) -> None:
    """A test of a vital sign looks at that part, and one not taken counts as unanswered."""
    assert holds(asked(op, answer, part), given(SIGNS)) is met


def test_hidden_line_meets_no_test() -> None:
    """A test of another line's answer is not met where that line is hidden."""
    assert not holds(conditions.Test("pre.hidden", "f", Op.NOT_EQUAL, "x"), given(Chosen("yes")))


def test_all_and_any_nest() -> None:
    """Conditions of all and any nest as deep as needed."""
    yes, no = asked("=", "yes"), asked("=", "no")
    answers = given(Chosen("yes"))
    assert holds(AllOf((yes, AnyOf((no, AllOf((yes,)))))), answers)
    assert not holds(AllOf((yes, AnyOf((no, AllOf((yes, no)))))), answers)


def test_questions_lists_what_a_condition_reads() -> None:
    """The lines a condition reads are known without evaluating it."""
    nested = AnyOf((asked("=", "a"), AllOf((conditions.Test("pre.y", "g", Op.EXISTS, "true"),))))
    assert questions(nested) == {"pre.x", "pre.y"}
