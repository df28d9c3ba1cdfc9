"""A set of vital signs typed as one string, ``138/84 97 98 16`` (``ux.md`` 8). Pure: no Qt, no clock.

Always in the same order: pressure, pulse, saturation, breaths, then alertness if it is typed. One sign between two
numbers: space, comma, semicolon, ``/`` or ``-``. A string is taken as a whole or not at all, and nothing is skipped
in the middle: a number never stands for another part than the one whose turn it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

import msgspec

from checklist.protocol.items import VitalPart, VitalsField
from checklist.ui import formats
from checklist.ui.typing_rules import Part, can_become, in_range, normalise

ORDER = ("sbp", "dbp", "hr", "spo2", "rr", "alertness")
EXAMPLE = "138/84 97 98 16"

_NAMES = {"sbp": "Systolic", "dbp": "Diastolic", "hr": "pulse", "spo2": "SpO₂", "rr": "breaths"}
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]*)?")
_BETWEEN = re.compile(r"\s*[,;/-]\s*|\s+")
_SIGNS = re.compile(r"[0-9.,;/\-\s]*", re.ASCII)


class Why(StrEnum):
    """Why a string cannot be taken."""

    SIGN = "sign"
    SKIPPED = "skipped"
    MORE = "more"
    RANGE = "range"
    PLACES = "places"
    BELOW_FIRST = "below_first"
    MISSING = "missing"


class Wrong(msgspec.Struct, frozen=True):
    """The first thing in the way.

    Attributes:
        part: The part it is about, or None where it is the string itself.
        unfinished: More digits can still make it right.
    """

    why: Why
    part: VitalPart | None = None
    unfinished: bool = False


class TypedSet(msgspec.Struct, frozen=True):
    """A whole string: decimal text by code, in the order typed, and the required parts that were not typed."""

    values: Mapping[str, str]
    left: tuple[VitalPart, ...] = ()


def read_set(field: VitalsField, text: str) -> TypedSet | Wrong | None:
    """Return what a string says, what is wrong with it, or None where nothing was typed.

    Args:
        field: The vital signs asked; parts it does not have are not in the order either.
        text: What was typed.
    """
    if not text.strip():
        return None
    parts = [part for code in ORDER if (part := field.part(code)) is not None]
    numbers = _numbers(text)
    if isinstance(numbers, Why):
        return Wrong(numbers)
    ended = not text[-1].isdigit()
    values: dict[str, str] = {}
    for at, number in enumerate(numbers):
        if at == len(parts):
            return Wrong(Why.MORE)
        typed_on = at == len(numbers) - 1 and not ended
        wrong = _checked(parts[at], number, values, typed_on=typed_on)
        if wrong is not None:
            return wrong
        values[parts[at].code] = normalise(_bounds(parts[at]), number)
    if "sbp" in values and "dbp" not in values and (lower := field.part("dbp")) is not None:
        return Wrong(Why.MISSING, lower, unfinished=True)
    return TypedSet(values, tuple(part for part in field.parts if part.required and part.code not in values))


def _numbers(text: str) -> list[str] | Why:
    """Return the numbers of a string, or why it cannot be cut into numbers with one sign between them."""
    stripped = text.strip()
    if not _SIGNS.fullmatch(stripped):
        return Why.SIGN
    found = list(_NUMBER.finditer(stripped))
    if not found or found[0].start() > 0:
        return Why.SKIPPED
    for first, second in pairwise(found):
        between = stripped[first.end() : second.start()]
        # A dash with room around it may stand for a number left out, but for the two of a pressure.
        alone = between.strip() == "-" and between != "-" and first is not found[0]
        if alone or not _BETWEEN.fullmatch(between):
            return Why.SKIPPED
    after = stripped[found[-1].end() :]
    return [item.group() for item in found] if len(after) <= 1 else Why.SKIPPED


def _bounds(part: VitalPart) -> Part:
    return Part(part.label, Decimal(part.low), Decimal(part.high), part.decimals)


def _checked(part: VitalPart, number: str, before: Mapping[str, str], *, typed_on: bool) -> Wrong | None:
    bounds = _bounds(part)
    if "." in number and len(number.partition(".")[2]) not in range(bool(part.decimals), part.decimals + 1):
        return Wrong(Why.PLACES, part)
    if not in_range(bounds, number):
        return Wrong(Why.RANGE, part, unfinished=typed_on and can_become(bounds, number))
    if part.code == "dbp" and Decimal(number) >= Decimal(before["sbp"]):
        return Wrong(Why.BELOW_FIRST, part)
    return None


def wrong_words(wrong: Wrong) -> str:
    """Return what is wrong, naming the part."""
    part = wrong.part
    if part is None:
        return {
            Why.SIGN: "Only numbers, with a space or / between",
            Why.MORE: "More numbers than parts. Nothing is taken",
            Why.SKIPPED: "One sign between two numbers, none left out",
        }[wrong.why]
    name = _NAMES.get(part.code, part.label)
    name = f"{name[:1].upper()}{name[1:]}"
    if wrong.why is Why.MISSING:
        return f"{name} is missing"
    if wrong.why is Why.BELOW_FIRST:
        return f"{name} is below systolic"
    if wrong.why is Why.PLACES:
        return f"{name}: whole numbers only" if not part.decimals else f"{name}: fewer decimals"
    return f"{name} is {formats.number(part.low)} to {formats.number(part.high)}"


def set_words(field: VitalsField, typed: TypedSet) -> str:
    """Return a string in words: ``138/84 mmHg, pulse 97, SpO₂ 98 %, breaths 16``."""
    said, values = [], typed.values
    for part in field.parts:
        value = values.get(part.code)
        if value is None or part.code == "dbp":
            continue
        if part.code == "sbp" and "dbp" in values:
            said.append(f"{formats.pressure(value, values['dbp'])} {formats.unit(part.unit)}")
        elif part.code == "spo2":
            said.append(f"{_NAMES['spo2']} {formats.quantity(value, part.unit)}")
        else:
            said.append(f"{_NAMES.get(part.code, part.label.lower())} {formats.number(value)}")
    return ", ".join(said)
