"""Sheets of a change of rate: the new rate with why and by whom, and the second person's reading of it.

The second person types what the pump shows without seeing what was recorded; where the two differ the sheet says so
and not by how much, so that both look at the pump again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from checklist.session.amounts import mg_per_min, rate_ml_per_h
from checklist.session.commands import Order
from checklist.ui import formats
from checklist.ui.monitoring.number_sheet import NumberSheet
from checklist.ui.monitoring.reason_choice import ReasonChoice
from checklist.ui.monitoring.who_ordered import WhoOrdered
from checklist.ui.tokens import Role
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.widgets.text import Text

_MOST = "999.9"


class RateSheet(NumberSheet):
    """Asks for the new rate, why, and who ordered it.

    Args:
        order: The order; no rate goes above its own.
        before: The rate in force, mL/h.
        reasons: Why, code and words.
        prescribers: Who may have ordered it.
    """

    def __init__(
        self,
        order: Order,
        before: str,
        reasons: Mapping[str, str],
        prescribers: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            "Rate change",
            id="sheet.rate",
            primary="Record",
            label="New rate",
            unit="mL/h",
            high=_MOST,
            words="Type what the pump is set to now. A second person then reads it off the pump.",
            old=f"{formats.number(before)} before",
            parent=parent,
        )
        self._most = rate_ml_per_h(Decimal(order.volume_ml), order.minutes)
        self._order_mg_min = mg_per_min(Decimal(order.dose_mg), order.minutes)
        self._mg_in_ml = Decimal(order.dose_mg) / Decimal(order.volume_ml)
        self._in_force = Decimal(before)
        self._reason = ReasonChoice(reasons, id="sheet.rate.reason")
        self._by = WhoOrdered(prescribers, id="sheet.rate.by")
        for title, part in (("Why", self._reason), ("Ordered by", self._by)):
            self.left.addWidget(Text(title, Role.STRONG))
            self.left.addWidget(part)
        self._reason.changed.connect(self._check)
        self._by.changed.connect(self._check)
        self.follow(self._check)

    def _check(self) -> None:
        rate = Decimal(self.value()) if self.value() else None
        above, same = rate is not None and rate > self._most, rate is not None and rate == self._in_force
        most = formats.quantity(self._most.normalize(), "mL/h")
        whole = rate is not None and self.reason() and self.ordered_by()
        self.said.show_text(self._amount(rate) if rate is not None and not above else "")
        self.set_primary_enabled(bool(whole) and not above and not same)
        stop = f"The order gives {most} at most. Nobody can pass this." if above else ""
        stop = stop or ("This is the rate it runs at already" if same else "")
        self.set_why(stop or ("" if whole else "New rate, why, and who ordered it"))

    def _amount(self, rate: Decimal) -> str:
        mg_min = _two(rate / 60 * self._mg_in_ml)
        return f"{mg_min} mg/min, under the order's {_two(self._order_mg_min)} mg/min"

    def reason(self) -> str:
        """Return why, in words."""
        return self._reason.words()

    def ordered_by(self) -> str:
        """Return who ordered it."""
        return self._by.name()


def _two(value: Decimal) -> str:
    return formats.number(value.quantize(Decimal("0.01")))


class CheckRateSheet(NumberSheet):
    """Asks the second person for the rate the pump shows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            "Second reading of the rate",
            id="sheet.rate_check",
            primary="Sign",
            label="Rate on the pump",
            unit="mL/h",
            high=_MOST,
            words="Second person: type what the pump shows. What was recorded is not shown here.",
            cancel="Later",
            parent=parent,
        )
        self.follow(lambda: self.set_primary_enabled(bool(self.value())))


class RateDiffersSheet(Sheet):
    """Says that the two readings differ; both look at the pump again.

    Signals:
        wrong_pressed: The rate was recorded wrong.
    """

    wrong_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            "The two readings differ", id="sheet.rate_differs", primary="Read again", cancel="Later", parent=parent
        )
        words = "Both look at the pump together. The second person then reads it again."
        self.body.addWidget(Text(words, Role.ITEM))
        wrong = Button("The rate was typed wrong", "pencil", Kind.QUIET, id="sheet.rate_differs.wrong")
        wrong.clicked.connect(self.wrong_pressed)
        self.body.addWidget(wrong, 0, Qt.AlignmentFlag.AlignLeft)
