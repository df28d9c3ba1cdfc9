"""Independent double check: two persons enter the same numbers apart, and the record says whether they agree.

After both sides are in, they are compared at once; what differs is open again on both sides, and the third difference
on a line is a stop that nobody passes. The likely slip is named. The same person is never on both sides; a clinic with
one nurse (``p.second_check`` = single) reads again after two minutes, and that is recorded as what it is
(``clinical.md`` 2 D, 8; ``ux.md`` 10.5). Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from checklist.clock import Reading
from checklist.protocol.context import CONTEXT, ORDER
from checklist.protocol.limits import Limit
from checklist.protocol.model import Line, PairField, Protocol
from checklist.protocol.values import Answer, Chosen, Quantity, Score, Text, Value, number
from checklist.session import due
from checklist.session.dosing import typed_elsewhere
from checklist.session.events import PairCompared, PairDifference
from checklist.session.figures import Unit
from checklist.session.inforce import InForce
from checklist.session.slips import near, slips
from checklist.session.state import LAST_ROUND, SessionState

SINGLE = "single"
READ_AGAIN_MS = 2 * due.MINUTE_MS
"""Other work between a single nurse's two readings (``clinical.md`` 8, ``p.second_check``; D)."""


def is_single(protocol: Protocol) -> bool:
    """Return whether the clinic checks with one nurse only."""
    return any(p.id == "p.second_check" and p.value == SINGLE for p in protocol.parameters)


def pairs_on(protocol: Protocol, link_id: str) -> tuple[Line, ...]:
    """Return the second person's lines that a line takes part in: itself, or those that are held against it."""
    return tuple(
        line
        for line in protocol.all_lines()
        if line.pair and (line.link_id == link_id or any(pair.with_line == link_id for pair in line.pair))
    )


def first_lines(line: Line) -> tuple[str, ...]:
    """Return the first person's lines of an independent check, each once."""
    return tuple(dict.fromkeys(pair.with_line for pair in line.pair if pair.with_line not in CONTEXT))


def other_side(protocol: Protocol, state: SessionState, link_id: str) -> frozenset[str]:
    """Return who has answered the other side of every independent check that a line takes part in."""
    found: set[str] = set()
    for line in pairs_on(protocol, link_id):
        others = first_lines(line) if line.link_id == link_id else (line.link_id,)
        for other in others:
            current = state.line(other).current
            found |= {current.mark.person} if current is not None else set()
    return frozenset(found)


def wait_ms(state: SessionState, line: Line, now: Reading) -> int:
    """Return how long a single nurse has to do other work before reading again; 0 where she may."""
    marks = [current.mark for first in first_lines(line) if (current := state.line(first).current) is not None]
    passed = min((due.passed_ms(mark, now) for mark in marks), default=READ_AGAIN_MS)
    return max(0, READ_AGAIN_MS - passed)


def is_stopped(state: SessionState, link_id: str) -> bool:
    """Return whether an independent check has differed for the third time."""
    return sum(not item.same for item in state.compared(link_id)) >= LAST_ROUND


def compared(protocol: Protocol, before: SessionState, after: SessionState, link_id: str) -> tuple[PairCompared, ...]:
    """Return the comparisons that an answer of a line makes due.

    Args:
        protocol: The session's protocol.
        before: The session before the answer.
        after: The session with the answer.
        link_id: The line that was answered or corrected.
    """
    facts = InForce(protocol, after)
    return tuple(
        _comparison(protocol, facts, line, before)
        for line in pairs_on(protocol, link_id)
        if facts.answer(line.link_id) is not None and _all_in(facts, line)
    )


def _all_in(facts: InForce, line: Line) -> bool:
    """Return whether each first line that is shown, required and not put aside is answered."""
    for link_id in first_lines(line):
        first, recorded = facts.protocol.line(link_id), facts.state.line(link_id)
        waits = facts.visible(link_id) and first.required and recorded.not_applicable is None
        if waits and recorded.current is None:
            return False
    return True


def _comparison(protocol: Protocol, facts: InForce, line: Line, before: SessionState) -> PairCompared:
    differs = tuple(_differences(protocol, facts, line))
    author = facts.state.line(line.link_id).current
    persons = {
        current.mark.person for first in first_lines(line) if (current := facts.state.line(first).current) is not None
    }
    single = author is not None and author.mark.person in persons
    return PairCompared(line.link_id, len(before.compared(line.link_id)) + 1, not differs, differs, single)


def _differences(protocol: Protocol, facts: InForce, line: Line) -> Iterator[PairDifference]:
    answer = facts.answer(line.link_id)
    for pair in line.pair:
        first, second = _value(facts.answer(pair.with_line), pair.with_field), _value(answer, pair.field)
        if first is None or second is None or _agree(protocol, pair, first, second):
            continue
        yield PairDifference(pair.field, pair.with_line, pair.with_field, _named(facts, first, second))


def _value(answer: Answer | None, field: str) -> Value | None:
    return answer.get(field) if answer is not None else None


def _agree(protocol: Protocol, pair: PairField, first: Value, second: Value) -> bool:
    one, other = measured(first), measured(second)
    if one is None or other is None:
        return _word(first) == _word(second)
    allowed = pair.tolerance_pct
    percent = number(protocol.parameter(allowed).value if allowed.startswith("p.") else allowed)
    return one == other or (one > 0 and near(other, one, percent or Decimal(0)))


def measured(value: Value) -> Decimal | None:
    """Return the number a value holds, a numeric choice's too; None where it holds none."""
    match value:
        case Quantity(value=text):
            return number(text)
        case Score(value=score):
            return Decimal(score)
        case Chosen(option=option):
            return number(option)
        case _:
            return None


def _word(value: Value) -> object:
    """Return what is compared where a value is no number: words without regard to case and spaces."""
    if isinstance(value, Text):
        return "".join(value.text.split()).casefold()
    return value.option.casefold() if isinstance(value, Chosen) else value


def slip_of(facts: InForce, line: Line, limit: Limit) -> str:
    """Name the slip behind a number that lies off the order's, or return nothing (``clinical.md`` 3.6)."""
    if limit.baseline != ORDER:
        return ""
    field = next((field for field in line.fields if limit in field.limits), None)
    answer, order = facts.answer(line.link_id), facts.answer(ORDER)
    if field is None or answer is None or order is None:
        return ""
    first, second = order.get(limit.baseline_field or field.id), answer.get(field.id)
    named = _named(facts, first, second) if first is not None and second is not None else ()
    return named[0] if named else ""


def _named(facts: InForce, first: Value, second: Value) -> tuple[str, ...]:
    """Name the slips behind two numbers that differ; two choices of a number are strengths of a vial."""
    one, other = measured(first), measured(second)
    if one is None or other is None:
        return ()
    unit = next((value.unit for value in (first, second) if isinstance(value, Quantity)), Unit.MG_ML)
    elsewhere = typed_elsewhere(facts.state.order).values() if unit == Unit.ML_H else ()
    dose = Decimal(facts.state.order.dose_mg)
    named = slips(other, one, unit, elsewhere=elsewhere, dose_mg=dose)
    return tuple(str(slip) for slip in named)
