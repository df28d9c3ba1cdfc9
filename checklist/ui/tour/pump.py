"""The pump beside the tour's chair: it runs, it stands, and it shows what it gave. The program never drives it."""

from __future__ import annotations

from checklist.clock import SteppedClock

_HOUR_MS = 3_600_000


class Pump:
    """One pump.

    Args:
        clock: The clinic's clock.
        rate_ml_h: What it is set to, mL/h.
        volume_ml: After what it stops by itself, mL.
    """

    def __init__(self, clock: SteppedClock, rate_ml_h: float = 150, volume_ml: float = 100) -> None:
        self._clock = clock
        self._rate, self._volume = rate_ml_h, volume_ml
        self._ran_ms = 0
        self._since_ms: int | None = None

    def run(self) -> None:
        """Press its start."""
        self._since_ms = self._clock.read().mono_ms

    def stand(self) -> None:
        """Press its stop."""
        self._ran_ms, self._since_ms = self._run_ms(), None

    def _run_ms(self) -> int:
        since = self._since_ms
        return self._ran_ms + (self._clock.read().mono_ms - since if since is not None else 0)

    def shows(self) -> str:
        """Return what it shows as given, mL."""
        return str(round(min(self._volume, self._run_ms() * self._rate / _HOUR_MS), 1))
