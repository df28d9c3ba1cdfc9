"""Names the sheets of the monitoring page offer. No Qt."""

from __future__ import annotations

from checklist.ui import texts
from checklist.ui.desk import Desk


def prescribers(desk: Desk) -> list[str]:
    """Return the names of the clinic's prescribers."""
    return [texts.person(person) for person in desk.people if person.active and "prescriber" in person.roles]
