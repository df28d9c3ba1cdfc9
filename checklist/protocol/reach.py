"""Whether a condition can hold at all: the search for lines that would never be shown.

A condition is written out as alternatives, each a list of tests that must hold together; a test also brings
in the condition of the line it reads, because a hidden line meets no test. An alternative is possible where
every field it reads has one value that meets all its tests. Exact for what a protocol file can say. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from checklist.protocol.conditions import AllOf, AnyOf, Condition, Op, Test, meets
from checklist.protocol.context import CONTEXT, fields_of
from checklist.protocol.items import ChecksField, ChoiceField, Field, QuantityField, ScoreField, VitalsField
from checklist.protocol.model import Line, Protocol
from checklist.protocol.values import (
    Answer,
    Chosen,
    ChosenSet,
    Confirmed,
    FieldAnswer,
    Quantity,
    Score,
    Value,
    VitalSigns,
    VitalValue,
    number,
)

_MOST_ALTERNATIVES = 2000
"""Beyond this many the search gives up and calls the line reachable."""

_Tests = tuple[Test, ...]


def can_be_shown(line: Line, protocol: Protocol) -> bool:
    """Return whether some answers show the line; True also where the condition is too large to tell."""
    if line.enable_when is None:
        return True
    alternatives = _alternatives(line.enable_when, protocol)
    return len(alternatives) > _MOST_ALTERNATIVES or any(_possible(tests, protocol) for tests in alternatives)


def never_holds(condition: Condition, protocol: Protocol) -> bool:
    """Return whether some part of a condition that may hold by another way can never hold itself."""
    if isinstance(condition, Test):
        return False
    for part in condition.conditions:
        alternatives = _alternatives(part, protocol)
        few = len(alternatives) <= _MOST_ALTERNATIVES
        if few and not any(_possible(tests, protocol) for tests in alternatives):
            return True
    return any(never_holds(part, protocol) for part in condition.conditions)


def _alternatives(condition: Condition, protocol: Protocol) -> Sequence[_Tests]:
    match condition:
        case Test():
            own: list[_Tests] = [(condition,)]
            if condition.op is Op.EXISTS and condition.answer == "false":
                return own
            shown = None if condition.question in CONTEXT else protocol.line(condition.question).enable_when
            return own if shown is None else _both(own, _alternatives(shown, protocol))
        case AnyOf(conditions=parts):
            return [tests for part in parts for tests in _alternatives(part, protocol)]
        case AllOf(conditions=parts):
            found: Sequence[_Tests] = [()]
            for part in parts:
                found = _both(found, _alternatives(part, protocol))
            return found


def _both(left: Sequence[_Tests], right: Sequence[_Tests]) -> Sequence[_Tests]:
    pairs = ((*one, *other) for one in left for other in right)
    return [tests for tests, _ in zip(pairs, range(_MOST_ALTERNATIVES + 1), strict=False)]


def _possible(tests: _Tests, protocol: Protocol) -> bool:
    asked = {(test.question, test.field, test.part) for test in tests}
    return all(
        _has_value(
            [test for test in tests if (test.question, test.field, test.part) == key],
            _field(key[0], key[1], protocol),
        )
        for key in asked
    )


def _field(link_id: str, field_id: str, protocol: Protocol) -> Field:
    if link_id in CONTEXT:
        return next(field for field in fields_of(link_id, protocol.parameters) if field.id == field_id)
    return protocol.line(link_id).field(field_id)


def _has_value(tests: Sequence[Test], field: Field) -> bool:
    """Return whether no answer, or one of the values worth trying, meets all the tests of one field."""
    answers = [None, *(Answer((FieldAnswer(field.id, value),)) for value in _candidates(tests, field))]
    return any(all(meets(test, answer) for test in tests) for answer in answers)


def _candidates(tests: Sequence[Test], field: Field) -> Iterator[Value]:
    match field:
        case ChoiceField():
            yield from (Chosen(option.code) for option in field.options)
        case ChecksField():
            yield ChosenSet(tuple(option.code for option in field.options))
            if field.none_of_these is not None:
                yield ChosenSet((field.none_of_these.code,))
        case QuantityField():
            for text in _numbers(tests, field.low, field.high, field.decimals):
                yield Quantity(text, field.unit)
        case ScoreField():
            yield from (Score(int(text)) for text in _numbers(tests, str(field.low), str(field.high), 0))
        case VitalsField():
            for part in field.parts:
                if part.code == tests[0].part:
                    for text in _numbers(tests, part.low, part.high, part.decimals):
                        yield VitalSigns((VitalValue(part.code, text, part.unit),))
        case _:
            yield Confirmed()


def _numbers(tests: Sequence[Test], low: str, high: str, decimals: int) -> Iterator[str]:
    """Yield the numbers of a range at which the outcome of a test can change, and their neighbours."""
    step = Decimal(1).scaleb(-decimals)
    asked = [found for test in tests if (found := number(test.answer)) is not None]
    for edge in (*asked, Decimal(low), Decimal(high)):
        below = edge.quantize(step, rounding="ROUND_FLOOR")
        for value in (below - step, below, below + step):
            if Decimal(low) <= value <= Decimal(high):
                yield f"{value:f}"
