"""Whether a number is unlikely enough to ask about once (D23, ``ux.md`` 8). No Qt.

While a field is still being typed into, nothing is asked as long as one more digit could make the number likely.
"""

from __future__ import annotations

from decimal import Decimal

import msgspec

from checklist.ui import formats
from checklist.ui.typing_rules import Part, can_become

FAR_FROM_LAST = Decimal("0.30")
"""Share of the last value from which a jump is asked about (``ux.md`` 8)."""


class Likely(msgspec.Struct, frozen=True):
    """What is likely for one number.

    Attributes:
        name: What the number is called.
        low, high: The inner range, decimal text; None where it is open.
        last: The value before, decimal text, or None.
        decimals: Digits after the point.
    """

    name: str
    low: str | None
    high: str | None
    last: str | None = None
    decimals: int = 0

    def _bounds(self) -> tuple[Decimal | None, Decimal | None]:
        lows = [Decimal(self.low)] if self.low is not None else []
        highs = [Decimal(self.high)] if self.high is not None else []
        if self.last is not None:
            jump = FAR_FROM_LAST * abs(Decimal(self.last))
            lows.append(Decimal(self.last) - jump)
            highs.append(Decimal(self.last) + jump)
        return max(lows, default=None), min(highs, default=None)

    def question(self, value: str, *, typing: bool = False) -> str:
        """Return what to ask about a number inside the outer range, or empty.

        Args:
            value: Decimal text.
            typing: Whether more digits may follow.
        """
        number = Decimal(value)
        low, high = self._bounds()
        if (low is None or number >= low) and (high is None or number <= high):
            return ""
        if (
            typing
            and low is not None
            and can_become(Part(self.name, low, high if high is not None else low * 10, self.decimals), value)
        ):
            return ""
        was = f", was {formats.number(self.last)}" if self.last is not None else ""
        return f"{self.name} {formats.number(value)}{was}. Right?"
