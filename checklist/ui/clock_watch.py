"""Notices that the wall clock of the computer was changed (``ledger-and-security`` 7.15). Imports no Qt.

Wall time and monotonic time run side by side; where they part by more than two seconds between two looks, somebody
or something set the clock. Sleep is no jump: the monotonic clock counts it.
"""

from __future__ import annotations

from checklist.clock import Reading
from checklist.ui import formats

JUMP_MS = 2_000
"""How far the clocks may part between two looks."""


class ClockWatch:
    """Holds the last look."""

    def __init__(self) -> None:
        self._last: Reading | None = None

    def look(self, now: Reading) -> str:
        """Return what to tell the person when the clock was set, else nothing."""
        last, self._last = self._last, now
        if last is None or last.boot != now.boot:
            return ""
        parted = (now.wall_ms - last.wall_ms) - (now.mono_ms - last.mono_ms)
        if abs(parted) <= JUMP_MS:
            return ""
        way = "on" if parted > 0 else "back"
        gap = formats.duration(abs(parted))
        return f"The clock of this computer was set {way} by {gap}."
