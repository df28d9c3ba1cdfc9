"""Static checks of numbers that are taken from, or held against, other numbers: same unit, and never a dose. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from checklist.protocol.context import CONTEXT, fields_of
from checklist.protocol.findings import Finding
from checklist.protocol.items import ChoiceField, Field, QuantityField, ScoreField, SignatureField, VitalsField
from checklist.protocol.model import Line, Protocol

_NEVER_OFFERED = frozenset({"kg", "mg", "mL", "mL/h", "mg/kg", "mg/kg/h", "mg/mL", "mg/min", "ug/kg/min"})
"""Units of dose, rate and weight, which are typed and never filled in (``ux.md`` 8)."""


def unit_findings(line: Line, protocol: Protocol) -> Iterator[Finding]:
    """Yield the fields of a line that are compared with or filled from one of another unit, or preset."""
    key = f"line {line.link_id}"
    for pair in line.pair:
        own, other = line.field(pair.field), field_of(protocol, pair.with_line, pair.with_field)
        if _unit(own) != _unit(other) and not isinstance(other, ChoiceField):
            text = f"field {pair.field} is in {_unit(own)!r}, {pair.with_line} {pair.with_field} in {_unit(other)!r}"
            yield Finding("unit.clash", key, text)
    for sensed in line.sensed:
        own, other = line.field(sensed.field), field_of(protocol, sensed.source_line, sensed.source_field)
        if _unit(own) != _unit(other, sensed.part):
            text = f"field {sensed.field} is in {_unit(own)!r}, its evidence in {_unit(other, sensed.part)!r}"
            yield Finding("unit.clash", key, text)
        elif _unit(own) in _NEVER_OFFERED or line.pair:
            yield Finding("line.preset", key, f"field {sensed.field} would be answered for the nurse")
    for field in line.fields:
        for index, limit in enumerate(field.limits):
            if limit.baseline is None or isinstance(field, SignatureField | VitalsField):
                continue
            other = field_of(protocol, limit.baseline, limit.baseline_field or field.id)
            if _unit(field) != _unit(other):
                where = f"{key} field {field.id} limits[{index + 1}]"
                yield Finding("unit.clash", where, f"is in {_unit(field)!r}, its baseline in {_unit(other)!r}")


def field_of(protocol: Protocol, link_id: str, field_id: str) -> Field:
    """Return a field of a line or of a pseudo line ``ctx.*``; raises KeyError where there is none."""
    if link_id not in CONTEXT:
        return protocol.line(link_id).field(field_id)
    return {field.id: field for field in fields_of(link_id, protocol.parameters)}[field_id]


def _unit(field: Field, part: str | None = None) -> str:
    """Return the unit of a field's number; a word for a field that holds none."""
    match field:
        case QuantityField():
            return field.unit
        case ScoreField():
            return "1"
        case VitalsField():
            held = field.part(part) if part is not None else None
            return held.unit if held is not None else "signs"
        case _:
            return "words"
