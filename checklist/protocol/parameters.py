"""Clinic parameters: the contested points a clinic may set, each with its allowed range (``clinical.md`` 8).

Pure; imports only this package.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from checklist.protocol.items.choice import Option


class Stricter(StrEnum):
    """The direction in which a number becomes stricter."""

    LOWER = "lower"
    HIGHER = "higher"


class Parameter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A number or a word a clinic may set.

    Attributes:
        value: Decimal text, or the code of one of ``choices``.
        unit: UCUM code; empty for a word.
        source: Where the default and the range come from, with evidence level.
        low: Lower end of the allowed range, included; None for no lower end.
        high: Upper end of the allowed range, included; None for no upper end.
        text: What it is, for the person who sets it.
        choices: The words allowed; empty for a number.
        stricter: Set for a number behind an ``hsx`` or a stop: it may only be moved this way from its default.
    """

    id: str
    value: str
    unit: str
    source: str
    low: str | None = None
    high: str | None = None
    text: str = ""
    choices: tuple[Option, ...] = ()
    stricter: Stricter | None = None

    @property
    def lowest(self) -> str | None:
        """The lower end a clinic may choose: one that may only rise stays above its default."""
        return self.value if self.stricter is Stricter.HIGHER else self.low

    @property
    def highest(self) -> str | None:
        """The upper end a clinic may choose: one that may only fall stays below its default."""
        return self.value if self.stricter is Stricter.LOWER else self.high

    @property
    def allowed(self) -> str:
        """What a clinic may choose, in words; ask the published version, whose value is the default."""
        if self.choices:
            return ", ".join(option.text for option in self.choices)
        low, high = self.lowest, self.highest
        if low is not None and high is not None:
            return f"{low} to {high}" if low != high else f"{low} only"
        return f"{low} or more" if low is not None else f"{high} or less" if high is not None else "any number"

    @property
    def words(self) -> str:
        """The value as read: the words of the choice, or the number."""
        return next((option.text for option in self.choices if option.code == self.value), self.value)
