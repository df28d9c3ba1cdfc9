"""How often sets are due: what asks for the next one, an order for another distance, and why one was missed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from checklist.ui.monitoring.number_sheet import NumberSheet
from checklist.ui.monitoring.reason_choice import ReasonChoice
from checklist.ui.monitoring.who_ordered import WhoOrdered
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.choice import Option
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.text_field import TextField


class HowOftenSheet(NumberSheet):
    """Shows what is due and why, and takes an order.

    Args:
        schedule: From, due and late in words.
        why: What asks for it, in words.
        allowed: Fewest and most minutes between two sets.
        prescribers: Who may have ordered it.
        ordered: Whether an order stands that can be taken back.
        unexplained: Readings missed or late that nobody has given a reason for: due time and words.

    Signals:
        back_pressed: The protocol's own distance again.
        why_pressed: Due time of a reading that was missed or late.
    """

    back_pressed = Signal()
    why_pressed = Signal(str)

    def __init__(
        self,
        schedule: str,
        why: str,
        allowed: tuple[int, int],
        prescribers: Sequence[str],
        *,
        ordered: bool,
        unexplained: Sequence[Option] = (),
        parent: QWidget | None = None,
    ) -> None:
        low, high = allowed
        super().__init__(
            "How often",
            id="sheet.often",
            primary="Order",
            label="Minutes",
            unit=f"min, {low} to {high}",
            high=str(high),
            low=str(low),
            decimals=0,
            parent=parent,
        )
        self._facts(schedule, why, unexplained)
        self._reason = TextField("Why", id="sheet.often.reason")
        self._by = WhoOrdered(prescribers, id="sheet.often.by")
        self._back = Button("Back to the protocol", "history", Kind.PLAIN, 56, id="sheet.often.back")
        self._back.clicked.connect(self.back_pressed)
        for part in (self._reason, Text("Ordered by", Role.STRONG), self._by):
            self.left.addWidget(part)
        if ordered:
            self.right.insertWidget(1, self._back)
        else:
            self._back.setParent(self)
            self._back.hide()
        self._reason.text_changed.connect(lambda _text: self._check())
        self._by.changed.connect(self._check)
        self.follow(self._check)

    def _facts(self, schedule: str, why: str, unexplained: Sequence[Option]) -> None:
        self.left.insertWidget(0, Text(schedule, Role.STRONG))
        self.left.insertWidget(1, Text(why, Role.SECONDARY, Token.INK2))
        place = 2
        for option in unexplained:
            button = Button(
                option.label, "triangle-alert", Kind.CAUTION, 56, id=f"sheet.often.why.{option.key}", wrap=True
            )
            button.clicked.connect(lambda _on=False, key=option.key: self.why_pressed.emit(key))
            self.left.insertWidget(place, button)
            place += 1
        self.left.insertWidget(place, Text("A person's order, more or less often", Role.STRONG))

    def _check(self) -> None:
        said = bool(self.reason() and self.ordered_by())
        self._back.setEnabled(said)
        self.set_primary_enabled(said and bool(self.value()))
        self.set_why("" if said and self.value() else "Minutes, why, and who ordered it")

    def reason(self) -> str:
        """Return why."""
        return self._reason.text()

    def ordered_by(self) -> str:
        """Return who ordered it."""
        return self._by.name()


class LateSheet(Sheet):
    """Asks why a reading was missed or late; one press on a reason accepts.

    Args:
        what: The reading, in words.
        reasons: The protocol's list, code and words.
    """

    def __init__(self, what: str, reasons: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__("Why", id="sheet.late", primary="Record", parent=parent)
        self.body.addWidget(Text(what, Role.STRONG))
        words = "A reading missed without a reason stays that in the record."
        self.body.addWidget(Text(words, Role.SECONDARY, Token.INK2))
        self._reason = ReasonChoice(reasons, id="sheet.late.reason")
        self._reason.changed.connect(lambda: self.set_primary_enabled(bool(self.code())))
        self._reason.pressed.connect(self.accepted)
        self.body.addWidget(self._reason)
        self.set_primary_enabled(False)

    def code(self) -> str:
        """Return the code of the reason, or empty."""
        return self._reason.code()

    def text(self) -> str:
        """Return what "other" means, or empty."""
        return self._reason.words() if self.code() == "other" else ""
