"""Static checks of what is written: length, vague words, sources, numbers and acts named by a limit. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from checklist.protocol.findings import Finding
from checklist.protocol.items import (
    ChecksField,
    ChoiceField,
    Field,
    QuantityField,
    ScoreField,
    SignatureField,
    VitalPart,
    VitalsField,
)
from checklist.protocol.limits import Limit, LimitOp, Trigger
from checklist.protocol.model import Branch, Line, Protocol
from checklist.protocol.values import number

MOST_WORDS = 12
"""Words a line may have (``clinical.md`` 2)."""

_VAGUE = re.compile(
    r"\b(ensure|make sure|adequate(ly)?|appropriate(ly)?|proper(ly)?|sufficient(ly)?|reasonabl[ey]"
    r"|careful(ly)?|closely|regularly|timely|as (needed|required|indicated)|if (necessary|needed)|etc)\b",
    re.IGNORECASE,
)
_ACT = re.compile(
    r"\b(ask|call|change|check|close|coach|count|discard|do not|give|lift|look|note|offer|open|pause|phone|place|repeat"
    r"|reposition|resolve|speak|stay|stop|switch|tell|trace|weigh|write)\b",
    re.IGNORECASE,
)
_CALLS_FOR_ACT = frozenset({Trigger.BR, Trigger.ES})


def line_findings(line: Line, protocol: Protocol) -> Iterator[Finding]:
    """Yield what is wrong with the words of one line and of its limits."""
    key = f"line {line.link_id}"
    yield from _text_findings(line.text, key)
    for text in _texts(line):
        yield from _vague(text, key)
    if not line.source.strip():
        yield Finding("line.no-source", key, "has no source")
    for field in line.fields:
        for index, limit in enumerate(field.limits):
            yield from _limit_findings(limit, field, f"{key} field {field.id} limits[{index + 1}]", protocol)
    if line.unmet is not None:
        yield from _act_findings(line.unmet, f"{key} unmet")


def branch_findings(branch: Branch) -> Iterator[Finding]:
    """Yield what is wrong with the words of one emergency branch."""
    for line in branch.lines:
        key = f"branch {branch.id} line {line.id}"
        yield from _text_findings(line.text, key)
        for text in (line.text, line.help):
            yield from _vague(text, key)


def _text_findings(text: str, key: str) -> Iterator[Finding]:
    words = len(text.split())
    if words > MOST_WORDS:
        yield Finding("line.too-long", key, f"{words} words, at most {MOST_WORDS}")


def _vague(text: str, key: str) -> Iterator[Finding]:
    vague = _VAGUE.search(text)
    if vague is not None:
        yield Finding("line.vague", key, f"{vague[0]!r} says nothing that can be seen: {text!r}")


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


def _limit_findings(limit: Limit, field: Field, key: str, protocol: Protocol) -> Iterator[Finding]:
    yield from _act_findings(limit, key)
    than = protocol.parameter(limit.than).value if limit.than.startswith("p.") else limit.than
    value = number(than)
    if value is None or limit.op in {LimitOp.EQUAL, LimitOp.INCLUDES, LimitOp.INCOMPLETE, LimitOp.NOT_OBTAINED}:
        return
    if value != 0 and value not in {Decimal(found) for found in re.findall(r"\d+(?:\.\d+)?", limit.text)}:
        yield Finding("limit.text-number", key, f"its text does not name {than}: {limit.text!r}")
    low, high = range_of(field, limit.part)
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


def _act_findings(limit: Limit, key: str) -> Iterator[Finding]:
    if limit.trigger in _CALLS_FOR_ACT and not _ACT.search(limit.text):
        yield Finding("limit.no-action", key, f"does not say what to do: {limit.text!r}")


def range_of(field: Field, part: str | None) -> tuple[Decimal | None, Decimal | None]:
    """Return the outer range of a number a field holds, or Nones where it holds none."""
    held: Field | VitalPart | None = field
    if isinstance(field, VitalsField):
        held = field.part(part or "")
    if isinstance(held, QuantityField | VitalPart):
        return number(held.low), number(held.high)
    if isinstance(held, ScoreField):
        return Decimal(held.low), Decimal(held.high)
    return None, None
