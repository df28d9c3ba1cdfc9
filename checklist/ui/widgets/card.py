"""Surfaces: the card with its looks, the plain panel, the hairline."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from checklist.ui.theme import color
from checklist.ui.tokens import Token
from checklist.ui.widgets.paint import CARD_RADIUS, box


class Look(StrEnum):
    """How a card stands out."""

    PLAIN = "plain"
    CURRENT = "current"
    SELECTED = "selected"
    CAUTION = "caution"
    CAUTION_EDGE = "caution_edge"
    INFO = "info"
    DONE = "done"
    ALARM = "alarm"
    FREE = "free"


_LOOKS: dict[Look, tuple[Token, Token, float]] = {
    Look.PLAIN: (Token.SURFACE, Token.LINE, 1.0),
    Look.CURRENT: (Token.SURFACE, Token.ACCENT, 2.0),
    Look.SELECTED: (Token.ACCENT_TINT, Token.ACCENT, 2.0),
    Look.CAUTION: (Token.CAUTION_TINT, Token.CAUTION, 2.0),
    Look.CAUTION_EDGE: (Token.SURFACE, Token.CAUTION, 2.0),
    Look.INFO: (Token.INFO_TINT, Token.INFO_TINT, 1.0),
    Look.DONE: (Token.DONE_TINT, Token.DONE_TINT, 1.0),
    Look.ALARM: (Token.ALARM_TINT, Token.ALARM, 2.0),
    Look.FREE: (Token.BG, Token.EDGE, 1.0),
}


class Card(QWidget):
    """A surface with rounded corners; put things into ``body``.

    Args:
        look: How it stands out.
        parent: Owner.

    Attributes:
        body: The vertical layout inside, margins 16 and 14, gap 8.
    """

    def __init__(self, look: Look = Look.PLAIN, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(16, 14, 16, 14)
        self.body.setSpacing(8)

    def look(self) -> Look:
        """Return how the card stands out."""
        return self._look

    def set_look(self, look: Look) -> None:
        """Change how the card stands out; nothing moves."""
        if look is not self._look:
            self._look = look
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the surface."""
        painter = QPainter(self)
        fill, edge, width = _LOOKS[self._look]
        box(painter, QRectF(self.rect()), fill, edge=edge, width=width, radius=CARD_RADIUS)
        painter.end()


class Panel(QWidget):
    """A plain area of one token.

    Args:
        token: Its colour.
        parent: Owner.
    """

    def __init__(self, token: Token, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._token = token
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Fill the area."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), color(self._token))
        painter.end()


class Rule(Panel):
    """A hairline; decoration only."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(Token.LINE, parent=parent)
        self.setFixedHeight(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
