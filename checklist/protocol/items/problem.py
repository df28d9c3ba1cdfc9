"""Why a value cannot be taken: a stable code and what the sentence for people needs.

Codes belong to the core, sentences to the window. Pure; imports ``values``.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

import msgspec

from checklist.protocol.values import number


class Code(StrEnum):
    """Every reason for which a value or an answer is not taken; never renamed."""

    MISSING = "value.missing"
    WRONG_KIND = "value.wrong-kind"
    UNKNOWN_FIELD = "value.unknown-field"
    REPEATED_FIELD = "value.repeated-field"
    UNKNOWN_OPTION = "value.unknown-option"
    REPEATED_OPTION = "value.repeated-option"
    NONE_AND_OTHERS = "value.none-and-others"
    TOO_FEW = "value.too-few"
    NOT_A_NUMBER = "value.not-a-number"
    TOO_MANY_DECIMALS = "value.too-many-decimals"
    OUT_OF_RANGE = "value.out-of-range"
    WRONG_UNIT = "value.wrong-unit"
    NOT_THE_SUM = "value.not-the-sum"
    NOT_A_TIME = "value.not-a-time"
    FUTURE = "value.future"
    TOO_OLD = "value.too-old"
    TOO_SHORT = "value.too-short"
    TOO_LONG = "value.too-long"
    UNREADABLE = "value.unreadable"
    UNKNOWN_PART = "value.unknown-part"
    REPEATED_PART = "value.repeated-part"
    MISSING_PART = "value.missing-part"
    UNKNOWN_REASON = "value.unknown-reason"
    NOT_BELOW_SYSTOLIC = "value.not-below-systolic"
    NOT_A_SIGNATURE = "value.not-a-signature"
    SIGNED_BY_ANSWER = "value.signed-by-answer"


class Problem(msgspec.Struct, frozen=True):
    """One reason why a value is not taken, with parameters for the sentence."""

    code: Code
    params: tuple[tuple[str, str], ...] = ()


def problem(code: Code, **params: object) -> Problem:
    """Return a problem whose parameters are kept as text, in the order given."""
    return Problem(code, tuple((name, str(value)) for name, value in params.items()))


def check_number(text: str, *, low: str, high: str, decimals: int, **params: object) -> Problem | None:
    """Check decimal text against an outer range, ends included, and a number of decimals.

    Args:
        text: What was typed, with a point for decimals.
        low: Lower end, decimal text.
        high: Upper end, decimal text.
        decimals: Most digits after the point; trailing zeros count, as they were typed.
        params: Further parameters of the problem (``part``).
    """
    value = number(text)
    if value is None:
        return problem(Code.NOT_A_NUMBER, **params)
    if len(text.partition(".")[2]) > decimals:
        return problem(Code.TOO_MANY_DECIMALS, decimals=decimals, **params)
    if not Decimal(low) <= value <= Decimal(high):
        return problem(Code.OUT_OF_RANGE, low=low, high=high, **params)
    return None
