"""An icon beside words. It says nothing of its own to a screen reader: the words do."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from checklist.ui.icons import paint_icon
from checklist.ui.theme import px
from checklist.ui.tokens import Token


class IconMark(QWidget):
    """A Lucide icon as a widget.

    Args:
        name: Lucide name; None shows nothing and takes no room.
        token: Colour.
        size: Edge at 100 % text.
        parent: Owner.
    """

    def __init__(self, name: str | None, token: Token, size: int = 24, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._token, self._size = name, token, size
        if name is None:
            self.hide()  # never shown by hand here: without an owner it would be a window of its own
        self.restyle()

    def restyle(self) -> None:
        """Take the text size of the theme now in force."""
        self.setFixedSize(px(self._size), px(self._size))

    def show_icon(self, name: str | None, token: Token) -> None:
        """Show another icon; None hides it."""
        self._name, self._token = name, token
        self.setHidden(name is None)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the icon."""
        if self._name is None:
            return
        painter = QPainter(self)
        paint_icon(painter, self._name, QRectF(self.rect()), self._token)
        painter.end()
