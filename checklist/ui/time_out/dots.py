"""Seven dots in the place of a value that must not be seen yet; always the same, whatever stands behind them."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from checklist.ui.theme import color, px
from checklist.ui.tokens import Token

_DOTS, _STEP, _RADIUS = 7, 12, 3


def dots_width() -> int:
    """Return the room of the dots, logical pixels."""
    return px(_DOTS * _STEP)


class Dots(QWidget):
    """The dots.

    Args:
        spoken: What a screen reader says of them.
        parent: Owner.
    """

    def __init__(self, spoken: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(spoken)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the room of the dots."""
        return QSize(dots_width(), px(2 * _STEP))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color(Token.LINE))
        for place in range(_DOTS):
            painter.drawEllipse(QPointF(px(_STEP) * (place + 0.5), self.height() / 2), px(_RADIUS), px(_RADIUS))
        painter.end()
