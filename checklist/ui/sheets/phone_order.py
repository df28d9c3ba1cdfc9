"""The telephone part of an exception: which prescriber, and that the order was read back (D21)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.checks import CheckRow
from checklist.ui.widgets.choice import Choice, Option
from checklist.ui.widgets.text import Text

_WORDS = (
    "You record the order and read it back. A second person who heard it signs as witness, with their own PIN. "
    "The prescriber co-signs later."
)


class PhoneOrder(QWidget):
    """Asks who gave the order, and for the read-back.

    Args:
        prescribers: Id and name of each who may have given it.

    Signals:
        changed: Something was chosen.
    """

    changed = Signal()

    def __init__(self, prescribers: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        options = tuple(Option(id, name) for id, name in prescribers)
        self._who = Choice(options, name="Prescriber on the telephone", id="sheet.exception.prescriber")
        self._read_back = CheckRow("Order read back and confirmed", id="sheet.exception.read_back")
        self._who.chosen.connect(lambda _: self.changed.emit())
        self._read_back.clicked.connect(lambda _: self.changed.emit())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(Text(_WORDS, Role.SECONDARY, Token.INK2))
        layout.addWidget(Text("Prescriber on the telephone", Role.SECONDARY_STRONG, Token.INK2))
        layout.addWidget(self._who)
        layout.addWidget(self._read_back)

    def prescriber(self) -> str:
        """Return the id of the prescriber chosen, or empty."""
        return self._who.value() or ""

    def read_back(self) -> bool:
        """Return whether the order was read back."""
        return self._read_back.isChecked()

    def missing(self) -> str:
        """Say what is still to be given, or nothing."""
        if not self.prescriber():
            return "Choose the prescriber"
        return "" if self.read_back() else "Read the order back first"
