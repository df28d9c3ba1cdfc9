"""Score: a whole number on a scale, with our own words for each level where few."""

from __future__ import annotations

import msgspec

from checklist.protocol.items.choice import Option
from checklist.protocol.items.problem import Code, Problem, problem
from checklist.protocol.limits import Limit
from checklist.protocol.values import Score, Value


class ScoreField(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="score"):
    """A score from ``low`` to ``high``.

    Attributes:
        anchors: Words for levels; ``code`` is the number as text. With an anchor for every level it is shown
            as a choice, else as a number field.
        sum_of: Score fields of the same line whose sum this is; empty for a score of its own.
        typed: Whether a sum may also be typed, off a paper form, without every one of its parts.
    """

    id: str
    low: int
    high: int
    label: str = ""
    anchors: tuple[Option, ...] = ()
    sum_of: tuple[str, ...] = ()
    typed: bool = False
    required: bool = True
    limits: tuple[Limit, ...] = ()


def check(field: ScoreField, value: Value) -> Problem | None:
    """Return why ``value`` cannot be taken for ``field``, or None."""
    if not isinstance(value, Score):
        return problem(Code.WRONG_KIND, wanted="score", field=field.id)
    if not field.low <= value.value <= field.high:
        return problem(Code.OUT_OF_RANGE, low=field.low, high=field.high)
    return None
