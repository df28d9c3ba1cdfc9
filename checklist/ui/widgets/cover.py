"""A button without looks of its own, over a whole card: the card is what is pressed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget

from checklist.ui.tokens import Token
from checklist.ui.widgets.paint import CARD_RADIUS, box, focus_ring


class Cover(QPushButton):
    """The button.

    Args:
        card: What it covers; its owner.
        id: Stable id.
        does: What a press does, spoken after the card's own words.
    """

    def __init__(self, card: QWidget, *, id: str, does: str) -> None:
        super().__init__(card)
        self._does = does
        self.setObjectName(id)
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip(does)
        self.say("")
        card.installEventFilter(self)
        self.setGeometry(card.rect())

    def say(self, words: str) -> None:
        """Take what the card says now as the button's name."""
        self.setAccessibleName(f"{words}. {self._does}" if words else self._does)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the card's size."""
        if event.type() is QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
            self.raise_()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint nothing but the ring of keyboard focus, and an edge while it is held down."""
        painter = QPainter(self)
        if self.hasFocus():
            focus_ring(painter, QRectF(self.rect()), radius=CARD_RADIUS)
        if self.isDown():
            painter.setOpacity(0.15)
            box(painter, QRectF(self.rect()), Token.ACCENT, radius=CARD_RADIUS)
        painter.end()
