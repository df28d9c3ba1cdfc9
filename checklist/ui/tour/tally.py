"""How many presses and typed characters a visit takes, phase by phase, counted while the tour makes them."""

from __future__ import annotations

import msgspec


class Count(msgspec.Struct, frozen=True):
    """What one phase took: presses of a finger or a key of command, and characters typed; PINs count in neither."""

    phase: str
    presses: int = 0
    typed: int = 0


class Tally:
    """The counts of one visit, one phase at a time."""

    def __init__(self) -> None:
        self.counts: list[Count] = []

    def begin(self, phase: str) -> None:
        """Count under another phase from now on."""
        self.counts.append(Count(phase))

    def pressed(self) -> None:
        """Count one press."""
        self._add(presses=1)

    def typed(self, characters: int) -> None:
        """Count characters."""
        self._add(typed=characters)

    def _add(self, presses: int = 0, typed: int = 0) -> None:
        if self.counts:
            now = self.counts[-1]
            self.counts[-1] = Count(now.phase, now.presses + presses, now.typed + typed)

    def table(self) -> tuple[str, ...]:
        """Return the counts as lines of one width, the sum last."""
        total = Count("whole visit", sum(one.presses for one in self.counts), sum(one.typed for one in self.counts))
        return tuple(
            f"  {one.phase:<14} {one.presses:>4} presses {one.typed:>5} characters typed"
            for one in (*self.counts, total)
        )
