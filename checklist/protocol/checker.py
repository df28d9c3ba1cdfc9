"""Static checks of a protocol that can be read: what makes a checklist hard to use or impossible to finish.

A finding is advice to the author, unlike a ``ProtocolError``: the file works. Dead-end analysis is not here
yet. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from checklist.protocol.items import (
    ChecksField,
    ChoiceField,
    ConfirmField,
    Field,
    QuantityField,
    ScoreField,
    SignatureField,
    VitalPart,
    VitalsField,
)
from checklist.protocol.limits import Limit, LimitOp, Trigger
from checklist.protocol.model import Line, Protocol, Section
from checklist.protocol.reach import can_be_shown
from checklist.protocol.values import number

MOST_LINES = 9
"""Lines a section may show (``architecture.md`` 6)."""

MOST_WORDS = 12
"""Words a line may have (``clinical.md`` 2)."""

MOST_CONFIRMS = 3
"""Bare confirms a section may have (``ux.md`` 3, principle 1)."""

_VAGUE = re.compile(
    r"\b(ensure|make sure|adequate(ly)?|appropriate(ly)?|proper(ly)?|sufficient(ly)?|reasonabl[ey]"
    r"|careful(ly)?|closely|regularly|timely|as (needed|required|indicated)|if (necessary|needed)|etc)\b",
    re.IGNORECASE,
)


class Finding(msgspec.Struct, frozen=True):
    """Something an author should look at: a stable code, the place, and a sentence."""

    code: str
    key: str
    text: str


def check(protocol: Protocol) -> tuple[Finding, ...]:
    """Return every finding, in the protocol's order; empty for a protocol without any."""
    found: list[Finding] = []
    for phase in protocol.phases:
        for section in phase.sections:
            found.extend(_check_section(section))
            for line in section.lines:
                found.extend(_check_line(line, protocol))
    return tuple(found)


def _check_section(section: Section) -> Iterator[Finding]:
    key = f"section {section.id}"
    if len(section.lines) > MOST_LINES:
        text = f"{len(section.lines)} lines, at most {MOST_LINES} can be seen at a time"
        yield Finding("section.too-many-lines", key, text)
    confirms = sum(all(isinstance(field, ConfirmField) for field in line.fields) for line in section.lines)
    if confirms > MOST_CONFIRMS:
        yield Finding("section.too-many-confirms", key, f"{confirms} bare confirms, at most {MOST_CONFIRMS} are read")


def _check_line(line: Line, protocol: Protocol) -> Iterator[Finding]:
    key = f"line {line.link_id}"
    words = len(line.text.split())
    if words > MOST_WORDS:
        yield Finding("line.too-long", key, f"{words} words, at most {MOST_WORDS}")
    for text in _texts(line):
        vague = _VAGUE.search(text)
        if vague is not None:
            yield Finding("line.vague", key, f"{vague[0]!r} says nothing that can be seen: {text!r}")
    if not line.source.strip():
        yield Finding("line.no-source", key, "has no source")
    if not can_be_shown(line, protocol):
        yield Finding("line.unreachable", key, "its condition can never hold, so it is never shown")
    stops = [limit for field in line.fields for limit in field.limits if limit.trigger in {Trigger.HS, Trigger.HSX}]
    if stops and line.not_applicable:
        yield Finding("line.stop-not-applicable", key, "has a hard stop that 'not applicable' gets round")
    for field in line.fields:
        for index, limit in enumerate(field.limits):
            yield from _check_limit(limit, field, f"{key} field {field.id} limits[{index + 1}]", protocol)


def _texts(line: Line) -> Iterator[str]:
    """Yield every text of a line that the nurse reads."""
    yield from (line.text, line.help)
    yield from (reason.text for reason in line.not_applicable)
    for field in line.fields:
        yield field.label
        yield from (limit.text for limit in field.limits)
        match field:
            case ChoiceField() | ChecksField():
                yield from (option.text for option in field.options)
            case ScoreField():
                yield from (anchor.text for anchor in field.anchors)
            case SignatureField():
                yield field.statement
            case _:
                pass


def _check_limit(limit: Limit, field: Field, key: str, protocol: Protocol) -> Iterator[Finding]:
    than = protocol.parameter(limit.than).value if limit.than.startswith("p.") else limit.than
    value = number(than)
    if value is None or limit.op in {LimitOp.EQUAL, LimitOp.INCLUDES, LimitOp.INCOMPLETE}:
        return
    if value != 0 and value not in {Decimal(found) for found in re.findall(r"\d+(?:\.\d+)?", limit.text)}:
        yield Finding("limit.text-number", key, f"its text does not name {than}: {limit.text!r}")
    low, high = _range(field, limit.part)
    if low is None or high is None:
        return
    beyond = {
        LimitOp.OVER: high > value,
        LimitOp.AT_LEAST: high >= value,
        LimitOp.UNDER: low < value,
        LimitOp.AT_MOST: low <= value,
    }
    if not beyond.get(limit.op, True):
        yield Finding("limit.never", key, f"no value the field takes is {limit.op.value} {than}")


def _range(field: Field, part: str | None) -> tuple[Decimal | None, Decimal | None]:
    held: Field | VitalPart | None = field
    if isinstance(field, VitalsField):
        held = field.part(part or "")
    if isinstance(held, QuantityField | VitalPart):
        return number(held.low), number(held.high)
    if isinstance(held, ScoreField):
        return Decimal(held.low), Decimal(held.high)
    return None, None
