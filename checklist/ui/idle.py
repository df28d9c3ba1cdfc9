"""When the screen locks by itself: after some minutes without a touch or a key. Imports no Qt.

Times are monotonic milliseconds, so that a step of the wall clock neither locks nor keeps open.
"""

from __future__ import annotations

LOCK_MIN = 2
"""Minutes without input before the screen locks, unless the clinic sets another number (SEC-046)."""

SHORTEST_MIN, LONGEST_MIN = 1, 15


class IdleWatch:
    """Counts the time since the last input.

    Args:
        minutes: After how many minutes the screen locks, 1 to 15; a number outside is brought to the nearer end.
    """

    def __init__(self, minutes: int = LOCK_MIN) -> None:
        self._last_ms: int | None = None
        self.minutes = minutes

    @property
    def minutes(self) -> int:
        """Minutes without input before the screen locks."""
        return self._minutes

    @minutes.setter
    def minutes(self, value: int) -> None:
        self._minutes = min(LONGEST_MIN, max(SHORTEST_MIN, value))

    def touched(self, mono_ms: int) -> None:
        """Note an input."""
        self._last_ms = mono_ms

    def is_over(self, mono_ms: int) -> bool:
        """Return whether the screen must lock now; the first look only starts the count."""
        if self._last_ms is None:
            self._last_ms = mono_ms
        return mono_ms - self._last_ms >= self._minutes * 60_000
