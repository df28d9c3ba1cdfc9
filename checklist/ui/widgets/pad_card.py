"""The number pad under the name of the field it types into."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from checklist.ui.tokens import Role
from checklist.ui.widgets.card import Card
from checklist.ui.widgets.keypad import Keypad
from checklist.ui.widgets.text import Text


class PadCard(Card):
    """The card; hidden at the start.

    Args:
        pad: The pad.
        parent: Owner.
    """

    def __init__(self, pad: Keypad, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._title = Text("", Role.STRONG)
        self.body.addWidget(self._title)
        self.body.addWidget(pad)
        self.hide()

    def show_title(self, title: str) -> None:
        """Name the field."""
        self._title.show_text(title)
