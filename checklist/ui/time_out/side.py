"""The column beside the reading: who reads, and the number pad."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.card import Card
from checklist.ui.widgets.icon_mark import IconMark
from checklist.ui.widgets.keypad import Keypad, Keys
from checklist.ui.widgets.pad_card import PadCard
from checklist.ui.widgets.text import Text


class _PersonCard(Card):
    """Who reads, and since when."""

    def __init__(self) -> None:
        super().__init__()
        self.name = Text("", Role.STRONG)
        self.since = Text("", Role.SECONDARY, Token.INK2)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addWidget(self.since)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(IconMark("users", Token.ACCENT, 24))
        row.addLayout(words, 1)
        self.body.addLayout(row)


class TimeOutSide(QWidget):
    """The column.

    Attributes:
        keypad: The number pad.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keypad = Keypad(Keys.DECIMAL)
        self._person = _PersonCard()
        self._pad = PadCard(self.keypad)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 12)
        layout.setSpacing(10)
        layout.addWidget(self._person)
        layout.addWidget(self._pad, 1)
        layout.addStretch(0)
        self._pad.setHidden(False)

    def show_person(self, name: str, since: str) -> None:
        """Show who reads."""
        self._person.name.setText(name)
        self._person.since.setText(since)

    def show_title(self, title: str) -> None:
        """Name the field that the number keys type into."""
        self._pad.show_title(title)
