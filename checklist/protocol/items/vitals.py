"""Vital signs: a set of measured parts, each of which may be missing with a reason."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

import msgspec

from checklist.protocol.items.problem import Code, Problem, check_number, problem
from checklist.protocol.limits import Limit
from checklist.protocol.values import Value, VitalSigns


class MissingReason(StrEnum):
    """Why a vital sign is missing; ``could_not_obtain`` counts as abnormal (D35)."""

    NOT_TAKEN = "not_taken"
    COULD_NOT_OBTAIN = "could_not_obtain"
    REFUSED = "refused"
    EQUIPMENT = "equipment"


class VitalPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One vital sign of a set.

    Attributes:
        code: One of ``sbp dbp hr rr spo2 temp alertness``.
        label: Short name on the field.
        unit: UCUM code.
        loinc: LOINC code of the observation.
        decimals: Digits after the point, 0 or 1.
        low: Outer range, decimal text; outside is refused (a typing error, not a patient).
        high: Outer range.
        inner_low: Below it the field asks "Right?" once; going on answers it (D23).
        inner_high: Above it the field asks once.
        required: Whether leaving it out asks for a reason.
    """

    code: str
    label: str
    unit: str
    loinc: str
    decimals: int
    low: str
    high: str
    inner_low: str | None = None
    inner_high: str | None = None
    required: bool = True


class VitalsField(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="vitals"):
    """A set of vital signs; ``sbp`` and ``dbp`` are one field on screen."""

    id: str
    parts: tuple[VitalPart, ...]
    label: str = ""
    required: bool = True
    limits: tuple[Limit, ...] = ()

    def part(self, code: str) -> VitalPart | None:
        """Return the part with that code, or None where the set has none."""
        return next((part for part in self.parts if part.code == code), None)


def check(field: VitalsField, value: Value) -> Problem | None:
    """Return the first reason why ``value`` cannot be taken for ``field``, or None.

    Each required part is measured or missing with a reason, none is both, and the diastolic is below the
    systolic.
    """
    if not isinstance(value, VitalSigns):
        return problem(Code.WRONG_KIND, wanted="vital-signs", field=field.id)
    return _check_parts(field, value) or _check_measured(field, value) or _check_pressure(value)


def _check_parts(field: VitalsField, signs: VitalSigns) -> Problem | None:
    named = [item.code for item in signs.values] + [item.code for item in signs.missing]
    for code in named:
        if field.part(code) is None:
            return problem(Code.UNKNOWN_PART, part=code)
        if named.count(code) > 1:
            return problem(Code.REPEATED_PART, part=code)
    for missing in signs.missing:
        if missing.reason not in {str(reason) for reason in MissingReason}:
            return problem(Code.UNKNOWN_REASON, part=missing.code)
    for part in field.parts:
        if part.required and part.code not in named:
            return problem(Code.MISSING_PART, part=part.code)
    return None


def _check_measured(field: VitalsField, signs: VitalSigns) -> Problem | None:
    for measured in signs.values:
        part = field.part(measured.code)
        if part is None:
            continue
        if measured.unit != part.unit:
            return problem(Code.WRONG_UNIT, unit=part.unit, part=part.code)
        found = check_number(measured.value, low=part.low, high=part.high, decimals=part.decimals, part=part.code)
        if found is not None:
            return found
    return None


def _check_pressure(signs: VitalSigns) -> Problem | None:
    """Systolic above diastolic (``clinical.md`` 2, entry plausibility)."""
    systolic, diastolic = signs.get("sbp"), signs.get("dbp")
    if systolic is not None and diastolic is not None and Decimal(diastolic) >= Decimal(systolic):
        return problem(Code.NOT_BELOW_SYSTOLIC, part="dbp")
    return None
