"""Which limits fit which field, and what their numbers may be. Pure; imports only this package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from checklist.protocol.form import FieldForm, LineForm, VitalsForm
from checklist.protocol.items import (
    ChecksField,
    ChoiceField,
    MomentField,
    MomentKind,
    QuantityField,
    ScoreField,
)
from checklist.protocol.limits import Limit, LimitOp
from checklist.protocol.lookup import Book, Fault, at, key
from checklist.protocol.values import number

UNITS = frozenset(
    {"1", "%", "/min", "Cel", "cm", "d", "h", "kg", "mL", "mL/h", "mg", "mg/dL", "mg/kg", "mg/kg/h", "mg/mL"}
    | {"mg/min", "min", "mm[Hg]", "ug/kg/min"}
)
"""UCUM codes a protocol may use; ``1`` is a plain number. The window knows how each is written."""

_NUMERIC = frozenset({LimitOp.OVER, LimitOp.AT_LEAST, LimitOp.UNDER, LimitOp.AT_MOST, LimitOp.OFF_PCT})
_OWN_UNIT: Mapping[LimitOp, str] = {LimitOp.HOURS_UNDER: "h", LimitOp.DAYS_OVER: "d", LimitOp.OFF_PCT: "%"}


def options_of(field: FieldForm) -> tuple[str, ...]:
    """Return the option codes a field's answer can hold, the explicit none last; empty where it has none."""
    match field:
        case ChoiceField():
            return tuple(option.code for option in field.options)
        case ChecksField():
            extra = (field.none_of_these,) if field.none_of_these is not None else ()
            return tuple(option.code for option in (*field.options, *extra))
        case _:
            return ()


def limit_faults(field: FieldForm, place: str, line: LineForm, book: Book) -> Iterator[Fault]:
    """Yield what is wrong with the limits of one field."""
    for index, limit in enumerate(field.limits):
        here = at("limits", index, inside=place)
        if limit.op not in _ops_of(field):
            yield key(here, "op"), f"{limit.op.value!r} does not fit a field of this type"
            continue
        if not limit.text.strip() or not limit.source.strip():
            yield here, "needs a text and a source"
        yield from _part_faults(limit, field, here)
        yield from _than_faults(limit, field, here, book)
        yield from _baseline_faults(limit, field, here, line, book)


def _ops_of(field: FieldForm) -> frozenset[LimitOp]:
    match field:
        case ChoiceField():
            return frozenset({LimitOp.EQUAL})
        case ChecksField():
            return frozenset({LimitOp.INCLUDES, LimitOp.INCOMPLETE})
        case QuantityField() | ScoreField() | VitalsForm():
            return _NUMERIC
        case MomentField():
            return frozenset({LimitOp.HOURS_UNDER if field.kind is MomentKind.TIME else LimitOp.DAYS_OVER})
        case _:
            return frozenset()


def _part_faults(limit: Limit, field: FieldForm, here: str) -> Iterator[Fault]:
    if isinstance(field, VitalsForm):
        if limit.part not in field.parts:
            yield key(here, "part"), f"must be one of {', '.join(field.parts)}"
    elif limit.part is not None:
        yield key(here, "part"), "is for vital signs only"


def _than_faults(limit: Limit, field: FieldForm, here: str, book: Book) -> Iterator[Fault]:
    place = key(here, "than")
    if limit.op is LimitOp.INCOMPLETE:
        if limit.than:
            yield place, "must be empty with 'incomplete'"
    elif limit.op in {LimitOp.EQUAL, LimitOp.INCLUDES}:
        if limit.than not in options_of(field):
            yield place, f"{limit.than!r} is no option of this field"
    elif not limit.than.startswith("p."):
        if number(limit.than) is None:
            yield place, f"{limit.than!r} is neither a number nor a parameter"
    elif limit.than not in book.parameters:
        yield place, f"there is no parameter {limit.than!r}"
    else:
        unit, wanted = book.parameters[limit.than].unit, _unit_of(limit, field, book)
        if wanted is not None and unit != wanted:
            yield place, f"{limit.than!r} is in {unit!r}, the field in {wanted!r}"


def _unit_of(limit: Limit, field: FieldForm, book: Book) -> str | None:
    if limit.op in _OWN_UNIT:
        return _OWN_UNIT[limit.op]
    match field:
        case QuantityField():
            return field.unit
        case ScoreField():
            return "1"
        case VitalsForm():
            part = book.vitals.get(limit.part or "")
            return part.unit if part is not None else None
        case _:
            return None


def _baseline_faults(limit: Limit, field: FieldForm, here: str, line: LineForm, book: Book) -> Iterator[Fault]:
    place = key(here, "baseline")
    if limit.op is not LimitOp.OFF_PCT:
        if limit.baseline is not None:
            yield place, "is for 'off%>' only"
        return
    source = book.lines.get(limit.baseline or "")
    if source is None:
        yield place, f"there is no line {limit.baseline!r}"
        return
    if book.position.get(source.link_id, 0) >= book.position.get(line.link_id, 0):
        yield place, f"{limit.baseline!r} must come before this line"
    twin = next((item for item in source.field if item.id == field.id and type(item) is type(field)), None)
    if twin is None or (isinstance(twin, VitalsForm) and limit.part not in twin.parts):
        yield place, f"{limit.baseline!r} holds no field {field.id!r} of the same kind to compare with"
