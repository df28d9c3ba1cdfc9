"""What the kind of a line asks of it, and what its evidence, pairs and repetitions must point at.

Pure; imports only this package.
"""

from __future__ import annotations

from collections.abc import Iterator

from checklist.protocol.form import FieldForm, LineForm, VitalsForm
from checklist.protocol.items import Field, QuantityField, ScoreField, SignatureField
from checklist.protocol.limits import Trigger
from checklist.protocol.lookup import Book, Fault, at, key
from checklist.protocol.model import LineKind, PairField, Recheck, Sensed
from checklist.protocol.values import number


def kind_faults(line: LineForm, place: str) -> Iterator[Fault]:
    """Yield where a line does not fit its kind."""
    auto = line.kind is LineKind.AUTO
    if auto and (line.rule is None or line.unmet is None or line.field):
        yield place, "an 'auto' line needs a rule and 'unmet', and no field"
    if not auto and (line.rule is not None or line.unmet is not None):
        yield place, "rule and 'unmet' are for an 'auto' line"
    if line.unmet is not None and line.unmet.trigger is Trigger.BR:
        yield key(place, "unmet"), "offers no branch"
    if (line.kind is LineKind.FOLLOW_UP) != (not line.section):
        yield key(place, "section"), "is for every line but a 'follow_up' one"
    if line.kind is not LineKind.ITEM and (line.sensed or line.pair or line.each_set or line.repeats):
        yield place, "only an 'item' is sensed, paired, or asked again"


def evidence_faults(line: LineForm, place: str, book: Book) -> Iterator[Fault]:
    """Yield what is wrong with where a line takes evidence from, is compared with, or is asked again."""
    for index, sensed in enumerate(line.sensed):
        yield from _sensed_faults(sensed, at("sensed", index, inside=place), line, book)
    for index, pair in enumerate(line.pair):
        yield from _pair_faults(pair, at("pair", index, inside=place), line, book)
    if line.recheck is not None:
        yield from _recheck_faults(line.recheck, key(place, "recheck"), line, book)
    repeated = book.lines.get(line.each_set)
    if line.each_set and (repeated is None or not repeated.repeats):
        yield key(place, "each_set"), f"{line.each_set!r} is no line that repeats"
    if line.set_marks and not line.each_set:
        yield key(place, "set_marks"), "goes with each_set"


def _recheck_faults(recheck: Recheck, place: str, line: LineForm, book: Book) -> Iterator[Fault]:
    every = recheck.every_min
    parameter = book.parameters.get(every)
    if (parameter is None or parameter.unit != "min") if every.startswith("p.") else number(every) is None:
        yield place, "every_min is neither a number nor a parameter in minutes"
    if recheck.readings < 2 or line.repeats or line.kind is not LineKind.ITEM:
        yield place, "asks for at least two readings, of an 'item' that does not repeat"


def _fields(link_id: str, book: Book) -> tuple[FieldForm | Field, ...]:
    line = book.lines.get(link_id)
    return line.field if line is not None else book.context(link_id)


def _named(fields: tuple[FieldForm | Field, ...], name: str) -> FieldForm | Field | None:
    return next((field for field in fields if field.id == name), None)


def _earlier(link_id: str, line: LineForm, book: Book) -> bool:
    return link_id not in book.lines or book.position.get(link_id, 0) < book.position.get(line.link_id, 0)


def _sensed_faults(sensed: Sensed, place: str, line: LineForm, book: Book) -> Iterator[Fault]:
    own = _named(line.field, sensed.field)
    source = _named(_fields(sensed.source_line, book), sensed.source_field)
    if own is None or isinstance(own, SignatureField):
        yield key(place, "field"), f"{sensed.field!r} is no field of this line that can be answered"
    elif source is None or not _earlier(sensed.source_line, line, book):
        yield key(place, "source_line"), "must be a field of an earlier line"
    elif isinstance(source, VitalsForm) and sensed.part is not None:
        if sensed.part not in source.parts or not isinstance(own, ScoreField | QuantityField):
            yield key(place, "part"), "must be a part of the source that this field can hold"
    elif type(own) is not type(source) or sensed.part is not None:
        yield key(place, "source_field"), "must be of the same kind"
    elif isinstance(own, VitalsForm) and isinstance(source, VitalsForm) and not set(own.parts) <= set(source.parts):
        yield key(place, "source_field"), "lacks a part that this field asks for"
    if sensed.max_age_min < 0 or (sensed.max_age_min == 0 and sensed.source_line in book.lines):
        yield key(place, "max_age_min"), "is 1 or more for evidence that ages"


def _pair_faults(pair: PairField, place: str, line: LineForm, book: Book) -> Iterator[Fault]:
    if _named(line.field, pair.field) is None:
        yield key(place, "field"), f"there is no field {pair.field!r} in this line"
    if _named(_fields(pair.with_line, book), pair.with_field) is None or not _earlier(pair.with_line, line, book):
        yield key(place, "with_line"), "must be a field of an earlier line"
    tolerance = pair.tolerance_pct
    parameter = book.parameters.get(tolerance)
    if (parameter is None or parameter.unit != "%") if tolerance.startswith("p.") else number(tolerance) is None:
        yield key(place, "tolerance_pct"), "is neither a number nor a parameter in %"
