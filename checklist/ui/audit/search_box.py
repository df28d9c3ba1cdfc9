"""The one search box: a stock input with a magnifying glass in it."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from checklist.ui.theme import dress, px
from checklist.ui.tokens import Token
from checklist.ui.widgets.icon_mark import IconMark

_SIZE, _PAD = 20, 13


class SearchBox(QWidget):
    """The box.

    Args:
        placeholder: What can be looked for.
        id: Stable id of the input.
        parent: Owner.

    Attributes:
        input: The stock input.
    """

    def __init__(self, placeholder: str, *, id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.input = QLineEdit()
        dress(self.input)
        self.input.setObjectName(id)
        self.input.setAccessibleName(f"Search: {placeholder}")
        self.input.setPlaceholderText(placeholder)
        self.setFocusProxy(self.input)
        self._icon = IconMark("search", Token.INK2, _SIZE, parent=self.input)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.input)
        self.restyle()

    def text(self) -> str:
        """Return what is looked for."""
        return self.input.text().strip()

    def restyle(self) -> None:
        """Take the text size of the theme now in force."""
        self.input.setTextMargins(px(_SIZE + 8), 0, 0, 0)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the icon in the middle of its height."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        self._icon.move(px(_PAD), (self.height() - px(_SIZE)) // 2)
