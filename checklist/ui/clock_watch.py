"""Notices that the wall clock was set, or that the computer slept (``ledger-and-security`` 7.15). Imports no Qt.

Wall time and monotonic time run side by side; where they part by more than two seconds between two looks, somebody
or something set the clock. Monotonic time counts sleep, so due times are right after it; that it slept is still told.
"""

from __future__ import annotations

import msgspec

from checklist.clock import Reading
from checklist.ui import formats

JUMP_MS = 2_000
"""How far the clocks may part between two looks."""

SLEEP_MS = 30_000
"""A shorter sleep is not worth a word (``ux.md`` 12)."""


class Jump(msgspec.Struct, frozen=True):
    """What happened between two looks.

    Attributes:
        kind: ``clock`` or ``sleep``.
        ms: How far the clock was set, below 0 for back; or how long the computer slept.
        from_ms: Wall time of the look before, UTC ms.
    """

    kind: str
    ms: int
    from_ms: int

    @property
    def words(self) -> str:
        """What to tell the person."""
        span = formats.duration(abs(self.ms))
        if self.kind == "sleep":
            return f"This computer slept for {span}."
        return f"The clock of this computer was set {'on' if self.ms > 0 else 'back'} by {span}."


class ClockWatch:
    """Holds the last look."""

    def __init__(self) -> None:
        self._last: Reading | None = None

    def look(self, now: Reading) -> tuple[Jump, ...]:
        """Return what happened since the last look, mostly nothing."""
        last, self._last = self._last, now
        if last is None or last.boot != now.boot:
            return ()
        found = []
        parted = (now.wall_ms - last.wall_ms) - (now.mono_ms - last.mono_ms)
        if abs(parted) > JUMP_MS:
            found.append(Jump("clock", parted, last.wall_ms))
        slept = now.slept_ms - last.slept_ms
        if slept >= SLEEP_MS:
            found.append(Jump("sleep", slept, last.wall_ms))
        return tuple(found)
