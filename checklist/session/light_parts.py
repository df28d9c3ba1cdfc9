"""What a light check looks at, and what is known of a patient after one: the rest as the set before it had it. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from checklist.protocol.values import VitalSigns
from checklist.session.state import VitalsSet

LIGHT_PARTS = ("spo2", "rr", "alertness")
"""What a light check holds (issue 4): saturation, breathing, response."""


def looked_at(sets: Sequence[VitalsSet], item: VitalsSet) -> VitalSigns:
    """Return a set's signs; those a light check left out as the set before had them.

    Args:
        sets: The sets of one line, oldest first, ``item`` among them.
        item: The set.
    """
    earlier = sets[: sets.index(item)]
    if not item.light or not earlier:
        return item.signs
    full = looked_at(earlier, earlier[-1])
    return VitalSigns(
        (*item.signs.values, *(value for value in full.values if value.code not in LIGHT_PARTS)),
        (*item.signs.missing, *(missing for missing in full.missing if missing.code not in LIGHT_PARTS)),
    )
