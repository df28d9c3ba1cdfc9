"""What one visit of the tour is made of, where it is not what is true of the patient at every visit."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from checklist.ui.tour.plain import Given

Set = tuple[int, tuple[str, ...]]
"""Minutes after the start or the end, then pressure, pulse, saturation, breaths, alertness as digits."""


class Visit(msgspec.Struct, frozen=True):
    """One visit.

    Attributes:
        given: Line to what is pressed or typed there, where it is not the plain answer.
        after: The sets of recovery.
    """

    given: Mapping[str, Given]
    after: tuple[Set, ...]
