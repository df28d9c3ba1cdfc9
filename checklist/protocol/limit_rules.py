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
from checklist.protocol.limits import RECHECK, Limit, LimitOp, Trigger
from checklist.protocol.lookup import Book, Fault, at, key
from checklist.protocol.values import number

UNITS = frozenset(
    {"1", "%", "/min", "a", "Cel", "cm", "d", "h", "kg", "mL", "mL/h", "mg", "mg/dL", "mg/kg", "mg/kg/h", "mg/mL"}
    | {"mg/min", "min", "mm[Hg]", "ug/kg/min"}
)
"""UCUM codes a protocol may use; ``1`` is a plain number. The window knows how each is written."""

_AGAINST_BASELINE = frozenset({LimitOp.OFF_PCT, LimitOp.ABOVE_BY})
_NUMERIC = frozenset({LimitOp.OVER, LimitOp.AT_LEAST, LimitOp.UNDER, LimitOp.AT_MOST}) | _AGAINST_BASELINE
_OWN_UNIT: Mapping[LimitOp, str] = {
    LimitOp.HOURS_UNDER: "h",
    LimitOp.HOURS_OVER: "h",
    LimitOp.DAYS_OVER: "d",
    LimitOp.OFF_PCT: "%",
}
_WITHOUT_THAN = frozenset({LimitOp.INCOMPLETE, LimitOp.NOT_OBTAINED})


def options_of(field: FieldForm, book: Book) -> tuple[str, ...]:
    """Return the option codes a field's answer can hold, the explicit none last; empty where it has none."""
    match field:
        case ChoiceField(options_from=name) if name:
            return book.word_lists.get(name, ())
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
        yield from _branch_faults(limit, here, book)
        yield from _only_if_faults(limit, here, book)
        yield from _repeat_faults(limit, field, line, here, book)


def _repeat_faults(limit: Limit, field: FieldForm, line: LineForm, here: str, book: Book) -> Iterator[Fault]:
    if not limit.repeat_min:
        return
    place = key(here, "repeat_min")
    if not isinstance(field, VitalsForm) or not line.repeats:
        yield place, "is for vital signs of a line that repeats"
    elif RECHECK not in book.parameters:
        yield place, f"needs the parameter {RECHECK!r} for what could not be obtained"
    else:
        yield from minute_faults(limit.repeat_min, place, book)


def minute_faults(held: str, place: str, book: Book) -> Iterator[Fault]:
    """Yield what is wrong with minutes given as text or as a parameter's id: whole ones, 1 or more."""
    parameter = book.parameters.get(held)
    if held.startswith("p.") and parameter is None:
        yield place, f"there is no parameter {held!r}"
    elif parameter is not None and parameter.unit != "min":
        yield place, f"{held!r} is in {parameter.unit!r}, not in minutes"
    else:
        text = parameter.value if parameter is not None else held
        if not (text.isascii() and text.isdecimal() and int(text) >= 1):
            yield place, f"{held!r} is no whole number of minutes, 1 or more"


def _ops_of(field: FieldForm) -> frozenset[LimitOp]:
    match field:
        case ChoiceField():
            return frozenset({LimitOp.EQUAL})
        case ChecksField():
            return frozenset({LimitOp.INCLUDES, LimitOp.INCOMPLETE})
        case QuantityField() | ScoreField():
            return _NUMERIC
        case VitalsForm():
            return _NUMERIC | {LimitOp.NOT_OBTAINED}
        case MomentField():
            if field.kind is MomentKind.TIME:
                return frozenset({LimitOp.HOURS_UNDER, LimitOp.HOURS_OVER})
            return frozenset({LimitOp.DAYS_OVER})
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
    if limit.op in _WITHOUT_THAN:
        if limit.than:
            yield place, f"must be empty with {limit.op.value!r}"
    elif limit.op in {LimitOp.EQUAL, LimitOp.INCLUDES}:
        if limit.than not in options_of(field, book):
            yield place, f"{limit.than!r} is no option of this field"
    elif not limit.than.startswith("p."):
        if number(limit.than) is None:
            yield place, f"{limit.than!r} is neither a number nor a parameter"
    elif limit.than not in book.parameters:
        yield place, f"there is no parameter {limit.than!r}"
    elif book.parameters[limit.than].choices:
        yield place, f"{limit.than!r} is a word, not a number"
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
    if limit.op not in _AGAINST_BASELINE:
        if limit.baseline is not None or limit.baseline_field is not None:
            yield place, "is for 'off%>' and 'above>' only"
        return
    name, wanted = limit.baseline or "", limit.baseline_field or field.id
    fields: tuple[object, ...] = book.context(name)
    source = book.lines.get(name)
    if source is not None:
        fields = source.field
        if book.position.get(source.link_id, 0) >= book.position.get(line.link_id, 0):
            yield place, f"{limit.baseline!r} must come before this line"
    elif not fields:
        yield place, f"there is no line {limit.baseline!r}"
        return
    twin = next((item for item in fields if getattr(item, "id", "") == wanted and type(item) is type(field)), None)
    if twin is None or (isinstance(twin, VitalsForm) and limit.part not in twin.parts):
        yield place, f"{limit.baseline!r} holds no field {wanted!r} of the same kind to compare with"


def _branch_faults(limit: Limit, here: str, book: Book) -> Iterator[Fault]:
    place = key(here, "branch")
    if limit.trigger is not Trigger.BR:
        if limit.branch is not None:
            yield place, "is for 'br' only"
    elif limit.branch not in book.branches:
        yield place, f"there is no branch {limit.branch!r}"


def _only_if_faults(limit: Limit, here: str, book: Book) -> Iterator[Fault]:
    if not limit.only_if:
        return
    place, (name, *words) = key(here, "only_if"), limit.only_if
    parameter = book.parameters.get(name)
    known = {option.code for option in parameter.choices} if parameter is not None else set()
    if not words or not known.issuperset(words):
        yield place, "needs a word parameter and some of its words"
