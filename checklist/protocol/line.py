"""One line of a checklist: what is asked, when it is shown, and how it comes to its answer.

Part of the model (``model.py``, which re-exports all of this); pure; imports only this package.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from checklist.protocol.conditions import Condition
from checklist.protocol.items import Field
from checklist.protocol.limits import Limit


class Step(StrEnum):
    """The six steps of the rail, always the same."""

    PRE_INFUSION = "pre_infusion"
    TIME_OUT = "time_out"
    INFUSION = "infusion"
    RECOVERY = "recovery"
    DISCHARGE = "discharge"
    SIGN_OFF = "sign_off"


ROLES = frozenset({"nurse", "checker", "prescriber"})
"""Roles of ``session.roles`` that may answer or sign a line."""


class LineKind(StrEnum):
    """How a line comes to its answer; progress counts ``item`` and ``auto`` lines only."""

    ITEM = "item"
    EVENT = "event"
    AUTO = "auto"
    FOLLOW_UP = "follow_up"


class AutoRule(StrEnum):
    """What an ``auto`` line is computed from (``session/readiness.py``)."""

    MIN_STAY = "min-stay"
    PEAK_PRESSURE = "peak-pressure"
    EVENTS_CLOSED = "events-closed"


class Account(StrEnum):
    """What a line's answer enters into the drug account; its fields are named in ``account_rules``."""

    TAKE_OUT = "take-out"
    DRAW = "draw"
    WASTE = "waste"
    RETURN = "return"


class Sensed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Evidence of this session that one field of a line can be answered from, with one press.

    Attributes:
        field: The field of this line.
        source_line: Earlier line, repeated line, or ``ctx.*`` it is read from.
        source_field: Field of that line.
        part: Vital code, where one part of a set of vital signs is meant.
        max_age_min: Older evidence is no longer offered, and opens a line confirmed from it again; 0 for evidence
            that does not age (``ctx.*``).
    """

    field: str
    source_line: str
    source_field: str
    part: str | None = None
    max_age_min: int = 0


class PairField(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One comparison of an independent check: ``field`` of this line with ``with_field`` of ``with_line``.

    ``tolerance_pct`` is decimal text or a parameter id: numbers farther apart than this percentage of the first one
    differ; ``0`` compares exactly, and is the only one for words.
    """

    field: str
    with_line: str
    with_field: str
    tolerance_pct: str = "0"


class Recheck(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Further readings while an answer meets a stop; the last one decides (``clinical.md`` 2, ``pre.vitals``).

    Attributes:
        every_min: Minutes from one reading to the next: decimal text or a parameter id.
        readings: Most readings.
    """

    every_min: str
    readings: int = 3


class Reason(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A listed reason; ``needs_text`` asks for words as well."""

    code: str
    text: str
    needs_text: bool = False


class Line(msgspec.Struct, frozen=True):
    """One item of the checklist.

    Attributes:
        link_id: Stable id (``pre.vitals``), the same meaning in every version.
        text: The challenge, at most twelve words.
        help: What to look at, or empty.
        fields: At least one; a line with several fields counts as one.
        required: Whether the step waits for it while it is visible.
        enable_when: Shown only while this holds; None is always.
        not_applicable: Reasons offered; empty means the way out is not offered.
        later_until: Step by which a deferred line must be done; None allows deferring within its own step
            only.
        roles: Roles that may answer (codes of ``session.roles``).
        repeats: Whether it is recorded again and again (the monitoring sets).
        source: Where it comes from, with evidence level (``clinical.md`` 0).
        kind: How it comes to its answer.
        rule: What an ``auto`` line is computed from; None for every other kind.
        unmet: What an ``auto`` line asks for while its rule does not hold (trigger and text); None for others.
        sensed: Evidence its fields can be answered from; empty for a line that is answered by hand.
        pair: Comparisons with the first person's lines; empty for a line that is no independent check.
        each_set: Repeated line with each set of which this line is asked again; empty for a line asked once.
        set_marks: Minutes after the cadence's anchor: only the first set at or after each of these asks it again;
            empty for every set.
        recheck: Further readings while the answer meets a stop; None where the first one decides.
        account: What its answer enters into the drug account; None for a line that has nothing to do with it.
    """

    link_id: str
    section: str
    text: str
    fields: tuple[Field, ...]
    source: str
    help: str = ""
    required: bool = True
    enable_when: Condition | None = None
    not_applicable: tuple[Reason, ...] = ()
    later_until: Step | None = None
    roles: tuple[str, ...] = ("nurse",)
    repeats: bool = False
    kind: LineKind = LineKind.ITEM
    rule: AutoRule | None = None
    unmet: Limit | None = None
    sensed: tuple[Sensed, ...] = ()
    pair: tuple[PairField, ...] = ()
    each_set: str = ""
    set_marks: tuple[int, ...] = ()
    recheck: Recheck | None = None
    account: Account | None = None

    def field(self, field_id: str) -> Field:
        """Return the field with that id; raises KeyError where there is none."""
        for field in self.fields:
            if field.id == field_id:
                return field
        raise KeyError(field_id)
