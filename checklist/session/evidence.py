"""Lines that the session's own record can answer: what is offered, and when what was confirmed goes stale.

A sensed line is offered the values of its evidence as one answer, and one press confirms it as an ordinary answer that
names the entries it rests on. It is open again once its evidence is older than the protocol allows, was corrected, or
says something else (the order's, which does not age). A signed phase goes stale no more. Pure.
"""

from __future__ import annotations

import msgspec

from checklist.clock import Reading
from checklist.protocol.context import CONTEXT
from checklist.protocol.items import Field, QuantityField, ScoreField, VitalsField, check_answer
from checklist.protocol.model import Line, Sensed
from checklist.protocol.values import (
    Answer,
    Chosen,
    FieldAnswer,
    Quantity,
    Score,
    Value,
    VitalSigns,
    number,
)
from checklist.session import due
from checklist.session.inforce import InForce, newest, sets_of, vitals_field
from checklist.session.state import Mark, Version, VitalsSet


class Offer(msgspec.Struct, frozen=True):
    """What is offered for a line, with the positions of the entries it rests on (0, the opening, for ``ctx.*``)."""

    answer: Answer
    rests_on: tuple[int, ...]


class _Evidence(msgspec.Struct, frozen=True):
    """One value with where it stands and when it was true."""

    value: Value
    n: int
    mark: Mark
    at_ms: int


def offer(facts: InForce, line: Line, now: Reading) -> Offer | None:
    """Return what a sensed line is offered: fresh evidence for each sensed field, that the line takes as it is."""
    if not line.sensed:
        return None
    values: dict[str, Value] = {}
    rests_on: list[int] = []
    for sensed in line.sensed:
        found = _evidence(facts, sensed)
        value = None if found is None else _converted(found.value, sensed, line.field(sensed.field))
        if found is None or value is None or _is_old(found, sensed, now):
            return None
        values[sensed.field] = value
        rests_on.append(found.n)
    answer = Answer(tuple(FieldAnswer(field.id, values[field.id]) for field in line.fields if field.id in values))
    return None if check_answer(line, answer, now_ms=now.wall_ms) else Offer(answer, tuple(rests_on))


def is_stale(facts: InForce, line: Line, version: Version, now: Reading) -> bool:
    """Return whether an answer confirmed from evidence rests on it no more."""
    return any(
        _is_gone(facts, line, version, sensed, n, now) for sensed, n in zip(line.sensed, version.rests_on, strict=False)
    )


def _is_gone(facts: InForce, line: Line, version: Version, sensed: Sensed, n: int, now: Reading) -> bool:
    found = _evidence(facts, sensed) if sensed.source_line in CONTEXT else _standing(facts, sensed, n)
    if found is None or _is_old(found, sensed, now):
        return True
    if sensed.source_line not in CONTEXT:
        return False
    held = version.answer.get(sensed.field) if version.answer is not None else None
    return _converted(found.value, sensed, line.field(sensed.field)) != held


def _evidence(facts: InForce, sensed: Sensed) -> _Evidence | None:
    """Return the evidence in force for a sensed field, or None."""
    state = facts.state
    answer = facts.answer(sensed.source_line)
    value = answer.get(sensed.source_field) if answer is not None else None
    if value is None:
        return None
    if sensed.source_line in CONTEXT:
        return _Evidence(value, 0, state.opened, state.opened.at_ms)
    latest = _newest_set(facts, sensed)
    if latest is not None:
        return _Evidence(value, latest.n, latest.mark, latest.at_ms)
    current = state.line(sensed.source_line).current
    return None if current is None else _Evidence(value, current.mark.n, current.mark, current.at_ms)


def _standing(facts: InForce, sensed: Sensed, n: int) -> _Evidence | None:
    """Return the evidence at position ``n`` while it still stands uncorrected, though it may not be the newest."""
    item = next((item for item in sets_of(facts.state, sensed.source_line) if item.n == n), None)
    if item is not None:
        return _Evidence(item.signs, n, item.mark, item.at_ms)
    found = _evidence(facts, sensed)
    return found if found is not None and found.n == n else None


def _newest_set(facts: InForce, sensed: Sensed) -> VitalsSet | None:
    line = facts.protocol.line(sensed.source_line)
    repeated = line.repeats and vitals_field(line) is not None
    return newest(sets_of(facts.state, line.link_id)) if repeated else None


def _is_old(found: _Evidence, sensed: Sensed, now: Reading) -> bool:
    """Return whether evidence has passed its age, by the monotonic clock where there is one."""
    if not sensed.max_age_min:
        return False
    age_ms = due.passed_ms(found.mark, now) + (found.mark.at_ms - found.at_ms)
    return age_ms > sensed.max_age_min * due.MINUTE_MS


def _converted(value: Value, sensed: Sensed, field: Field) -> Value | None:
    """Return a value as the target field takes it, or None where it holds none."""
    if isinstance(value, VitalSigns) and isinstance(field, VitalsField):
        codes = {part.code for part in field.parts}
        return VitalSigns(
            tuple(item for item in value.values if item.code in codes),
            tuple(item for item in value.missing if item.code in codes),
        )
    text = _text(value, sensed.part)
    if text is not None and isinstance(field, ScoreField):
        whole = number(text)
        return Score(int(whole)) if whole is not None and whole == int(whole) else None
    if text is not None and isinstance(field, QuantityField):
        return Quantity(text, field.unit)
    return None if isinstance(value, VitalSigns) else value


def _text(value: Value, part: str | None) -> str | None:
    """Return the number a value holds, as text; None where it holds none."""
    match value:
        case VitalSigns():
            return value.get(part) if part is not None else None
        case Quantity(value=text):
            return text
        case Score(value=score):
            return str(score)
        case Chosen(option=option):
            return option if number(option) is not None else None
        case _:
            return None
