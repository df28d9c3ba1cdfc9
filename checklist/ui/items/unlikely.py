"""Whether a number is unlikely enough to ask about once (D23, ``ux.md`` 8). No Qt."""

from __future__ import annotations

from decimal import Decimal

from checklist.ui import formats

FAR_FROM_LAST = Decimal("0.30")
"""Share of the last value from which a jump is asked about (``ux.md`` 8)."""


def question(name: str, value: str, inner_low: str | None, inner_high: str | None, last: str | None) -> str:
    """Return the question for a number outside its inner range or far from the last, or empty.

    Args:
        name: What the number is called.
        value: Decimal text, inside the outer range.
        inner_low: Lower end of the inner range, decimal text, or None.
        inner_high: Upper end, or None.
        last: The value before, decimal text, or None.
    """
    number = Decimal(value)
    outside = (inner_low is not None and number < Decimal(inner_low)) or (
        inner_high is not None and number > Decimal(inner_high)
    )
    far = last is not None and abs(number - Decimal(last)) > FAR_FROM_LAST * abs(Decimal(last))
    if far and last is not None:
        return f"{name} {formats.number(value)}, was {formats.number(last)}. Right?"
    return f"{name} {formats.number(value)}. Right?" if outside else ""
