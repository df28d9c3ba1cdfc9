"""Key bounce: two presses of one key within 80 ms are one (``ux.md`` 8). Pure."""

from __future__ import annotations

BOUNCE_MS = 80


class Bounce:
    """Drops the second of two presses of one key within ``BOUNCE_MS`` (``ux.md`` 8).

    Times are those of the input event; a time of 0 belongs to an event no hardware made and is always taken.
    """

    def __init__(self) -> None:
        self._key = ""
        self._at_ms = 0

    def takes(self, key: str, at_ms: int) -> bool:
        """Return whether a press counts, and remember it if so."""
        if at_ms and key == self._key and 0 <= at_ms - self._at_ms < BOUNCE_MS:
            return False
        self._key, self._at_ms = key, at_ms
        return True
