"""The only place that asks for the time.

Everything else is given a ``Reading``. Wall time is UTC milliseconds; monotonic time counts sleep where the system
offers such a clock (Linux ``CLOCK_BOOTTIME``), because the pump runs on while a computer sleeps
(``ledger-and-security`` 7.15). Imports nothing of ours.
"""

from __future__ import annotations

import secrets
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import msgspec


class Reading(msgspec.Struct, frozen=True):
    """One look at the clock.

    Attributes:
        wall_ms: UTC milliseconds since 1970.
        tz_min: Offset of local time from UTC in minutes, as shown to the user.
        mono_ms: Milliseconds of a clock that never steps; comparable only within one ``boot``.
        boot: Random id of this boot of the machine (or of this process where the system gives none).
        slept_ms: Milliseconds the machine has slept since it was booted; 0 where the system does not tell.
    """

    wall_ms: int
    tz_min: int
    mono_ms: int
    boot: str
    slept_ms: int = 0


class Clock(Protocol):
    """Port: something that can be read."""

    def read(self) -> Reading:
        """Return the time now."""
        ...


def _offset_min(wall_ms: int) -> int:
    offset = datetime.fromtimestamp(wall_ms / 1000, tz=UTC).astimezone().utcoffset()
    return int(offset.total_seconds() // 60) if offset else 0


def _boot_id() -> str:
    source = Path("/proc/sys/kernel/random/boot_id")
    try:
        return source.read_text(encoding="ascii").strip().replace("-", "")[:12]
    except OSError:
        return secrets.token_hex(6)


class SystemClock:
    """The machine's own clocks."""

    def __init__(self) -> None:
        self._boot = _boot_id()
        self._mono_id = getattr(time, "CLOCK_BOOTTIME", None)

    def read(self) -> Reading:
        """Return the time now."""
        mono = time.clock_gettime(self._mono_id) if self._mono_id is not None else time.monotonic()
        wall_ms = time.time_ns() // 1_000_000
        slept_ms = int((mono - time.monotonic()) * 1000) if self._mono_id is not None else 0
        return Reading(wall_ms, _offset_min(wall_ms), int(mono * 1000), self._boot, max(0, slept_ms))


class SteppedClock:
    """A clock that can be moved on by hand, for tests and for the tour.

    Args:
        base: The clock that runs underneath; None gives a clock that stands still between steps.
        start: First reading when there is no base.
    """

    def __init__(self, base: Clock | None = None, start: Reading | None = None) -> None:
        self._base = base
        self._start = start or Reading(1_795_339_440_000, 0, 1_000_000, "b0070000")
        self._ahead_ms = 0
        self._set_ms = 0
        self._slept_ms = 0

    def advance(self, ms: int) -> None:
        """Move wall and monotonic time on together by ``ms`` milliseconds (0 or more)."""
        if ms < 0:
            msg = "a stepped clock only moves on"
            raise ValueError(msg)
        self._ahead_ms += ms

    def sleep(self, ms: int) -> None:
        """Let the machine sleep for ``ms`` milliseconds: all clocks go on, and it knows that it slept."""
        self.advance(ms)
        self._slept_ms += ms

    def set_wall(self, ms: int) -> None:
        """Set the wall clock by ``ms`` milliseconds, back or forward; monotonic time goes on as it was."""
        self._set_ms += ms

    def read(self) -> Reading:
        """Return the base reading plus all the steps so far."""
        now = self._base.read() if self._base is not None else self._start
        wall_ms = now.wall_ms + self._ahead_ms + self._set_ms
        slept_ms = now.slept_ms + self._slept_ms
        return Reading(wall_ms, now.tz_min, now.mono_ms + self._ahead_ms, now.boot, slept_ms)
