"""What a field can hold: one frozen record a kind, closed as ``Value``.

Numbers are decimal text with a UCUM unit, times are UTC milliseconds with the shown offset beside them. Pure;
imports nothing of ours.
"""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec

_LONGEST_NUMBER = 16
_PLAIN = re.compile(r"(?!-0(\.0+)?$)-?(0|[1-9][0-9]*)(\.[0-9]+)?")


def number(text: str) -> Decimal | None:
    """Return decimal text as a number, or None where it is not plain.

    Plain is ``0``, ``-1``, ``0.5``, ``34.0``: at most 16 characters, no leading zeros, bare points,
    exponents, signs on zero, or digits of other scripts, so that a number typed the same way is stored the
    same way.
    """
    return Decimal(text) if len(text) <= _LONGEST_NUMBER and _PLAIN.fullmatch(text) else None


class Confirmed(msgspec.Struct, frozen=True, tag="confirmed"):
    """A confirm: something was seen, read or heard."""


class Chosen(msgspec.Struct, frozen=True, tag="chosen"):
    """One option of a choice."""

    option: str


class ChosenSet(msgspec.Struct, frozen=True, tag="chosen-set"):
    """The options ticked of a set, in the protocol's order; an explicit "none" is an option of its own."""

    options: tuple[str, ...]


class Quantity(msgspec.Struct, frozen=True, tag="quantity"):
    """A measured number: ``value`` is decimal text (``"68.4"``), ``unit`` a UCUM code."""

    value: str
    unit: str


class Moment(msgspec.Struct, frozen=True, tag="moment"):
    """A point in time: UTC milliseconds and the offset shown, in minutes."""

    at_ms: int
    tz_min: int


class Day(msgspec.Struct, frozen=True, tag="day"):
    """A calendar day, ``YYYY-MM-DD``."""

    date: str


class Text(msgspec.Struct, frozen=True, tag="text"):
    """Words as typed."""

    text: str


class Score(msgspec.Struct, frozen=True, tag="score"):
    """A whole number on a scale."""

    value: int


class VitalValue(msgspec.Struct, frozen=True):
    """One measured vital sign: ``code`` of ``sbp dbp hr rr spo2 temp alertness``, decimal text, UCUM unit."""

    code: str
    value: str
    unit: str


class VitalMissing(msgspec.Struct, frozen=True):
    """A vital sign that was not taken or could not be obtained, with the reason's code."""

    code: str
    reason: str


class VitalSigns(msgspec.Struct, frozen=True, tag="vital-signs"):
    """A set of vital signs; each part of the field is either measured or missing with a reason."""

    values: tuple[VitalValue, ...]
    missing: tuple[VitalMissing, ...] = ()

    def get(self, code: str) -> str | None:
        """Return the decimal text measured for ``code``, or None."""
        return next((item.value for item in self.values if item.code == code), None)


class Signed(msgspec.Struct, frozen=True, tag="signed"):
    """A signature: who, in which role, with which meaning, over the SHA-256 (hex) of the text shown."""

    person: str
    role: str
    meaning: str
    shown: str


Value = Confirmed | Chosen | ChosenSet | Quantity | Moment | Day | Text | Score | VitalSigns | Signed


class FieldAnswer(msgspec.Struct, frozen=True):
    """The value of one field of a line."""

    field: str
    value: Value


class Answer(msgspec.Struct, frozen=True):
    """The values of a line's fields, in the protocol's order."""

    values: tuple[FieldAnswer, ...]

    def get(self, field: str) -> Value | None:
        """Return the value of ``field``, or None where it is not answered."""
        return next((item.value for item in self.values if item.field == field), None)
