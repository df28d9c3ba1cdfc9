"""Limits: what an answer sets off.

A limit belongs to a field and names its trigger (``clinical.md`` 0): ``hsx`` nobody passes, ``hs`` a
prescriber may pass, ``br`` offers an emergency branch (putting it aside needs a reason), ``es`` asks that a
provider be told, ``ca`` asks for a note. Pure; imports only ``values``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Protocol, assert_never, runtime_checkable

import msgspec

from checklist.protocol.values import (
    Answer,
    Chosen,
    ChosenSet,
    Day,
    Moment,
    Quantity,
    Score,
    Value,
    VitalMissing,
    VitalSigns,
    number,
)


class Trigger(StrEnum):
    """What a limit asks for, strictest first."""

    HSX = "hsx"
    HS = "hs"
    BR = "br"
    ES = "es"
    CA = "ca"


class LimitOp(StrEnum):
    """How a value is held against a limit."""

    OVER = ">"
    AT_LEAST = ">="
    UNDER = "<"
    AT_MOST = "<="
    EQUAL = "="
    INCLUDES = "includes"
    INCOMPLETE = "incomplete"
    HOURS_UNDER = "hours<"
    HOURS_OVER = "hours>"
    DAYS_OVER = "days>"
    OFF_PCT = "off%>"
    ABOVE_BY = "above>"
    NOT_OBTAINED = "not-obtained"


class Limit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One limit of one field.

    Attributes:
        trigger: What it asks for.
        op: How to compare: numbers; ``=`` an option; ``includes`` a ticked option; ``incomplete`` a set of
            confirms with one missing; ``hours<``, ``hours>`` and ``days>`` since a time or day; ``off%>``
            percent away from the baseline; ``above>`` more than so much above the baseline; ``not-obtained``
            a vital sign that could not be obtained (D35).
        than: Decimal text, option code, or a parameter id (``p.bp_start_sbp``); empty for ``incomplete`` and
            ``not-obtained``.
        text: What the nurse reads, one short sentence with the limit in words.
        source: Where the number comes from.
        part: Vital code, where the field holds vital signs.
        baseline: Link id of the line the baseline is read from, for ``off%>`` and ``above>``; ``ctx.order`` too.
        baseline_field: Field of that line, where it is not called like this one.
        branch: Id of the branch offered, for ``br``.
        only_if: A word parameter and the words with which this limit counts; empty for always.
        repeat_min: A set that meets it makes the next one due so many minutes after it: whole minutes as text, or a
            parameter id; empty for never.
    """

    trigger: Trigger
    op: LimitOp
    than: str
    text: str
    source: str
    part: str | None = None
    baseline: str | None = None
    baseline_field: str | None = None
    branch: str | None = None
    only_if: tuple[str, ...] = ()
    repeat_min: str = ""


class HasLimits(Protocol):
    """What ``hits`` needs of a field (any of ``items.Field``), named here so that imports run one way."""

    @property
    def id(self) -> str:
        """The field's id within its line."""
        ...

    @property
    def limits(self) -> tuple[Limit, ...]:
        """The field's limits, in the protocol's order."""
        ...


@runtime_checkable
class CanBeIncomplete(Protocol):
    """A field that knows whether a set of ticks is complete (``items.ChecksField``)."""

    def complete(self, ticked: ChosenSet) -> bool:
        """Return whether nothing is left to tick."""
        ...


class _Around(msgspec.Struct, frozen=True):
    """What limits look at besides the value: see ``hits``."""

    parameters: Callable[[str], str]
    baseline: Callable[[str], Answer | None]
    now_ms: int
    day: str


def hits(
    field: HasLimits,
    value: Value,
    *,
    parameters: Callable[[str], str],
    baseline: Callable[[str], Answer | None],
    now_ms: int,
    day: str,
) -> tuple[Limit, ...]:
    """Return the limits a value meets, strictest trigger first, else in the protocol's order.

    Every limit met is returned, also a weaker one beside a stricter one of the same sign. A blood pressure,
    pulse or SpO2 that could not be obtained meets a limit of its own (D35).

    Args:
        field: The field answered.
        value: Its value, as ``check_value`` takes it; one of another kind meets nothing.
        parameters: Gives the decimal text of a parameter id.
        baseline: Gives the answer in force of a line, None where there is none.
        now_ms: UTC ms against which hours count.
        day: Today where the clinic is, ``YYYY-MM-DD``, against which days count.
    """
    around = _Around(parameters, baseline, now_ms, day)
    met = [limit for limit in field.limits if _is_met(limit, field, value, around)]
    if isinstance(value, VitalSigns):
        met.extend(_not_obtained(value.missing))
    return tuple(sorted(met, key=lambda limit: _STRICTNESS[limit.trigger]))


_STRICTNESS = {trigger: rank for rank, trigger in enumerate(Trigger)}


def _is_met(limit: Limit, field: HasLimits, value: Value, around: _Around) -> bool:
    if limit.only_if and around.parameters(limit.only_if[0]) not in limit.only_if[1:]:
        return False
    than = around.parameters(limit.than) if limit.than.startswith("p.") else limit.than
    match limit.op:
        case LimitOp.EQUAL:
            return isinstance(value, Chosen) and value.option == than
        case LimitOp.INCLUDES:
            return isinstance(value, ChosenSet) and than in value.options
        case LimitOp.INCOMPLETE:
            return isinstance(value, ChosenSet) and isinstance(field, CanBeIncomplete) and not field.complete(value)
        case LimitOp.HOURS_UNDER:
            return isinstance(value, Moment) and around.now_ms - value.at_ms < Decimal(than) * _HOUR_MS
        case LimitOp.HOURS_OVER:
            return isinstance(value, Moment) and around.now_ms - value.at_ms > Decimal(than) * _HOUR_MS
        case LimitOp.DAYS_OVER:
            return isinstance(value, Day) and _days_since(value, around.day) > Decimal(than)
        case LimitOp.OFF_PCT:
            return _is_off(limit, field, value, around, Decimal(than))
        case LimitOp.ABOVE_BY:
            measured, usual = _beside_baseline(limit, field, value, around)
            return measured is not None and usual is not None and measured - usual > Decimal(than)
        case LimitOp.NOT_OBTAINED:
            return isinstance(value, VitalSigns) and any(
                item.code == limit.part and item.reason == "could_not_obtain" for item in value.missing
            )
        case LimitOp.OVER | LimitOp.AT_LEAST | LimitOp.UNDER | LimitOp.AT_MOST:
            measured = _measured(value, limit.part)
            return measured is not None and _is_beyond(limit.op, measured, Decimal(than))
        case _:
            assert_never(limit.op)


_HOUR_MS = 3_600_000


def _measured(value: Value | None, part: str | None) -> Decimal | None:
    """Return the number a limit looks at, or None where the value holds none."""
    match value:
        case VitalSigns():
            text = value.get(part) if part is not None else None
            return number(text) if text is not None else None
        case Quantity(value=text):
            return number(text)
        case Score(value=score):
            return Decimal(score)
        case _:
            return None


def _is_beyond(op: LimitOp, measured: Decimal, than: Decimal) -> bool:
    if op in {LimitOp.OVER, LimitOp.AT_LEAST}:
        return measured > than or (op is LimitOp.AT_LEAST and measured == than)
    return measured < than or (op is LimitOp.AT_MOST and measured == than)


def _is_off(limit: Limit, field: HasLimits, value: Value, around: _Around, percent: Decimal) -> bool:
    """Return whether the number lies more than ``percent`` above or below the baseline; without one, no."""
    measured, usual = _beside_baseline(limit, field, value, around)
    if measured is None or usual is None:
        return False
    return abs(measured - usual) * 100 > percent * abs(usual)


def _beside_baseline(
    limit: Limit, field: HasLimits, value: Value, around: _Around
) -> tuple[Decimal | None, Decimal | None]:
    answer = around.baseline(limit.baseline) if limit.baseline is not None else None
    held = answer.get(limit.baseline_field or field.id) if answer is not None else None
    return _measured(value, limit.part), _measured(held, limit.part)


def _days_since(value: Day, today: str) -> int:
    return (date.fromisoformat(today) - date.fromisoformat(value.date)).days


RECHECK = "p.recheck_min"
"""Parameter after which what could not be obtained is measured again (D35)."""

_SIGNS = {"sbp": "Blood pressure", "dbp": "Blood pressure", "hr": "Heart rate", "spo2": "SpO₂"}


def _not_obtained(missing: tuple[VitalMissing, ...]) -> list[Limit]:
    """Return one limit a sign that could not be obtained; both pressures are one sign."""
    parts: dict[str, str] = {}
    for item in missing:
        if item.reason == "could_not_obtain" and item.code in _SIGNS:
            parts.setdefault(_SIGNS[item.code], item.code)
    return [
        Limit(
            trigger=Trigger.ES,
            op=LimitOp.EQUAL,
            than="could_not_obtain",
            text=f"{sign} could not be obtained. Tell the prescriber and repeat.",
            source="architecture.md D35",
            part=part,
            repeat_min=RECHECK,
        )
        for sign, part in parts.items()
    ]
