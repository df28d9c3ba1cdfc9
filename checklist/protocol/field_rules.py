"""What a field of a protocol file must satisfy by itself and within its line.

Pure; imports only this package.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import assert_never

from checklist.protocol.form import FieldForm, LineForm, VitalsForm
from checklist.protocol.items import (
    ChecksField,
    ChoiceField,
    ConfirmField,
    MomentField,
    Option,
    QuantityField,
    ScoreField,
    SignatureField,
    TextField,
    VitalPart,
)
from checklist.protocol.limit_rules import UNITS, limit_faults, options_of
from checklist.protocol.lookup import Book, Fault, at, key, repeated
from checklist.protocol.model import ROLES, LineKind
from checklist.protocol.values import number

CODE = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")
"""Codes of fields, options, reasons and sections between points: lower case, never renamed."""

VITALS = ("sbp", "dbp", "hr", "rr", "spo2", "temp", "alertness")
"""Vital codes the program knows (``architecture.md`` 6)."""

MOST_OPTIONS = 12
LONGEST_TEXT = 2000
LONGEST_H = 87_840
"""Ten years in hours: how far from now a time may be asked for."""


def field_faults(line: LineForm, place: str, book: Book) -> Iterator[Fault]:
    """Yield what is wrong with the fields of one line."""
    if line.kind is not LineKind.AUTO and not line.field:
        yield place, "has no field"
    yield from repeated([field.id for field in line.field], place, "field")
    for index, field in enumerate(line.field):
        here = at("field", index, field.id, place)
        if not CODE.fullmatch(field.id):
            yield here, f"{field.id!r} is no code: lower case letters, digits, '-' and '_'"
        yield from _own_faults(field, here, line, index, book)
        yield from limit_faults(field, here, line, book)


def _own_faults(field: FieldForm, here: str, line: LineForm, index: int, book: Book) -> Iterator[Fault]:
    match field:
        case ConfirmField():
            if not field.label.strip():
                yield here, "needs a label"
        case ChoiceField():
            yield from _choice_faults(field, here, book)
        case ChecksField():
            yield from _set_faults(field, here)
        case QuantityField():
            yield from range_faults(field, here)
        case MomentField():
            if not (0 <= field.past_h <= LONGEST_H and 0 <= field.future_h <= LONGEST_H):
                yield here, f"past_h and future_h are 0 to {LONGEST_H}"
            yield from _required_if_faults(field, here, line, index, book)
        case TextField():
            if not 1 <= field.min_length <= field.max_length <= LONGEST_TEXT:
                yield here, f"needs 1 <= min_length <= max_length <= {LONGEST_TEXT}"
            yield from _required_if_faults(field, here, line, index, book)
        case ScoreField():
            yield from _score_faults(field, here, line, index)
        case VitalsForm():
            yield from _vitals_faults(field, here, book)
        case SignatureField():
            if not field.roles or not ROLES.issuperset(field.roles):
                yield key(here, "roles"), f"must be some of {', '.join(sorted(ROLES))}"
            if "{name}" not in field.statement:
                yield key(here, "statement"), "must hold {name}"
        case _:
            assert_never(field)


def _choice_faults(field: ChoiceField, here: str, book: Book) -> Iterator[Fault]:
    if field.options_from:
        if field.options or not book.word_lists.get(field.options_from):
            yield key(here, "options_from"), "names a word list of this file, and stands without options"
        return
    if not 2 <= len(field.options) <= 8:
        yield here, "needs two to eight options"
    yield from option_faults(field.options, here)


def option_faults(options: Sequence[Option], here: str) -> Iterator[Fault]:
    """Yield what is wrong with a list of options."""
    yield from repeated([option.code for option in options], here, "option")
    for index, option in enumerate(options):
        if not CODE.fullmatch(option.code) or not option.text.strip():
            yield at("options", index, option.code, here), "needs a code in lower case and a text"


def range_faults(field: QuantityField | VitalPart, here: str) -> Iterator[Fault]:
    """Yield what is wrong with the unit, decimals and ranges of a number."""
    if field.unit not in UNITS:
        yield key(here, "unit"), f"{field.unit!r} is not a unit this program knows"
    if not 0 <= field.decimals <= 3:
        yield key(here, "decimals"), "is 0 to 3"
    ends = [
        ("low", field.low),
        ("inner_low", field.inner_low),
        ("inner_high", field.inner_high),
        ("high", field.high),
    ]
    given = [(name, number(text)) for name, text in ends if text is not None]
    for name, value in given:
        if value is None:
            yield key(here, name), "is not a number"
            return
    values = [value for _, value in given if value is not None]
    if values != sorted(values) or values[0] == values[-1]:
        yield here, "needs low <= inner_low <= inner_high <= high, and low below high"


def _set_faults(field: ChecksField, here: str) -> Iterator[Fault]:
    if not 1 <= len(field.options) <= MOST_OPTIONS:
        yield here, f"needs one to {MOST_OPTIONS} options"
    if not 1 <= field.at_least <= max(1, len(field.options)):
        yield key(here, "at_least"), "is 1 to the number of options"
    extra = (field.none_of_these,) if field.none_of_these is not None else ()
    yield from option_faults((*field.options, *extra), here)


def _score_faults(field: ScoreField, here: str, line: LineForm, index: int) -> Iterator[Fault]:
    if field.low >= field.high:
        yield here, "needs low below high"
    yield from repeated([anchor.code for anchor in field.anchors], here, "anchor")
    levels = {str(level) for level in range(field.low, min(field.high, field.low + 1000) + 1)}
    for place, anchor in enumerate(field.anchors):
        if anchor.code not in levels or not anchor.text.strip():
            yield at("anchors", place, anchor.code, here), "needs a level of the scale as code and a text"
    earlier = {item.id for item in line.field[:index] if isinstance(item, ScoreField)}
    if not earlier.issuperset(field.sum_of):
        yield key(here, "sum_of"), "must name scores that come before it in this line"
    if field.typed and not field.sum_of:
        yield key(here, "typed"), "goes with sum_of"


def _vitals_faults(field: VitalsForm, here: str, book: Book) -> Iterator[Fault]:
    yield from repeated(field.parts, here, "part")
    if not field.parts:
        yield key(here, "parts"), "needs at least one part"
    for code in field.parts:
        if code not in book.vitals:
            yield key(here, "parts"), f"there is no vital {code!r}"
    if not set(field.parts).issuperset(field.optional):
        yield key(here, "optional"), "names a part the field does not have"
    if ("sbp" in field.parts) != ("dbp" in field.parts):
        yield key(here, "parts"), "sbp and dbp come together"


def _required_if_faults(
    field: MomentField | TextField, here: str, line: LineForm, index: int, book: Book
) -> Iterator[Fault]:
    if field.required_if is None:
        return
    place = key(here, "required_if")
    asked, option = field.required_if
    source = next((item for item in line.field[:index] if item.id == asked), None)
    if field.required:
        yield place, "goes with required = false"
    if not isinstance(source, ChoiceField) or option not in options_of(source, book):
        yield place, f"{asked!r} with {option!r} is no choice that comes before it in this line"
