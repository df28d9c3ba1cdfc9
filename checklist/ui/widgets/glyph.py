"""The state of a line or step as a shape (``ux.md`` 6). Each differs from every other without colour."""

from __future__ import annotations

import math
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from checklist.ui.theme import color, px
from checklist.ui.tokens import Token


class State(StrEnum):
    """State of a line or a step."""

    TODO = "todo"
    NOW = "now"
    SENSED = "sensed"
    DONE = "done"
    LATER = "later"
    NOT_APPLICABLE = "not_applicable"
    EXCEPTION = "exception"
    STOP = "stop"
    CORRECTED = "corrected"


SPOKEN = {
    State.TODO: "to do",
    State.NOW: "now",
    State.SENSED: "found, to confirm",
    State.DONE: "done",
    State.LATER: "for later",
    State.NOT_APPLICABLE: "not applicable",
    State.EXCEPTION: "done with exception",
    State.STOP: "stopped",
    State.CORRECTED: "corrected",
}

_PENCIL = ((12.6, 23.4), (13.4, 19.8), (20.4, 12.8), (23.2, 15.6), (16.2, 22.6))
_TICK = ((7.4, 12.4), (10.6, 15.6), (16.8, 8.8))


def _pen(colour: QColor, width: float) -> QPen:
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def _lines(painter: QPainter, *points: tuple[float, float]) -> None:
    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points]))


def _ring(painter: QPainter, token: Token, *, radius: float, width: float, fill: Token | None = None) -> None:
    painter.setBrush(color(fill) if fill is not None else Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(color(token), width))
    painter.drawEllipse(QPointF(12, 12), radius, radius)


def _disc(painter: QPainter, token: Token, radius: float) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color(token))
    painter.drawEllipse(QPointF(12, 12), radius, radius)


def _todo(painter: QPainter) -> None:
    _ring(painter, Token.EDGE, radius=10, width=1.8)


def _now(painter: QPainter) -> None:
    _ring(painter, Token.ACCENT, radius=10, width=2.6, fill=Token.RAISED)
    _disc(painter, Token.ACCENT, 4.8)


def _sensed(painter: QPainter) -> None:
    _ring(painter, Token.DONE, radius=10, width=1.8, fill=Token.DONE_TINT)
    painter.setPen(_pen(color(Token.DONE), 1.6))
    _lines(painter, *_TICK)


def _done(painter: QPainter, token: Token = Token.DONE) -> None:
    _disc(painter, token, 11)
    painter.setPen(_pen(color(Token.SURFACE), 2.4))
    _lines(painter, *_TICK)


def _later(painter: QPainter) -> None:
    _disc(painter, Token.CAUTION_TINT, 10)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(color(Token.CAUTION), 2.4)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    for part in range(8):
        painter.drawArc(QRectF(2, 2, 20, 20), (part * 45 + 8) * 16, 29 * 16)
    painter.setPen(_pen(color(Token.CAUTION), 2.0))
    _lines(painter, (12, 6.8), (12, 12), (15.6, 13.8))


def _not_applicable(painter: QPainter) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(color(Token.INK3), 2.0))
    painter.drawRoundedRect(QRectF(2, 2, 20, 20), 4.5, 4.5)
    _lines(painter, (7.5, 12), (16.5, 12))


def _exception(painter: QPainter) -> None:
    painter.setPen(_pen(color(Token.EXCEPT), 1.6))
    painter.setBrush(color(Token.EXCEPT))
    painter.drawPolygon(QPolygonF([QPointF(12, 1.4), QPointF(22.6, 12), QPointF(12, 22.6), QPointF(1.4, 12)]))
    painter.setPen(_pen(color(Token.SURFACE), 2.6))
    _lines(painter, (12, 7), (12, 12.6))
    painter.drawPoint(QPointF(12, 16.8))


def _stop(painter: QPainter) -> None:
    painter.setPen(_pen(color(Token.ALARM_FILL), 1.4))
    painter.setBrush(color(Token.ALARM_FILL))
    turns = [math.pi / 8 + math.pi / 4 * i for i in range(8)]
    painter.drawPolygon(QPolygonF([QPointF(12 + 11 * math.cos(t), 12 + 11 * math.sin(t)) for t in turns]))
    painter.setPen(_pen(color(Token.ON_ALARM), 3.0))
    _lines(painter, (7, 12), (17, 12))


def _corrected(painter: QPainter) -> None:
    painter.save()
    painter.scale(0.86, 0.86)
    _done(painter, Token.INFO)
    painter.restore()
    pencil = QPolygonF([QPointF(x, y) for x, y in _PENCIL])
    painter.setPen(_pen(color(Token.SURFACE), 4.0))
    painter.setBrush(color(Token.SURFACE))
    painter.drawPolygon(pencil)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color(Token.INFO))
    painter.drawPolygon(pencil)


_PAINTERS = {
    State.TODO: _todo,
    State.NOW: _now,
    State.SENSED: _sensed,
    State.DONE: _done,
    State.LATER: _later,
    State.NOT_APPLICABLE: _not_applicable,
    State.EXCEPTION: _exception,
    State.STOP: _stop,
    State.CORRECTED: _corrected,
}


def paint_glyph(painter: QPainter, place: QRectF, state: State) -> None:
    """Draw the shape of a state into a square of logical pixels, 20 to 40 wide."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(place.topLeft())
    painter.scale(place.width() / 24, place.height() / 24)
    _PAINTERS[state](painter)
    painter.restore()


class Glyph(QWidget):
    """The shape of a state as a widget; it says the state in words to a screen reader.

    Args:
        state: What to show.
        size: Edge at 100 % text.
        parent: Owner.
    """

    def __init__(self, state: State = State.TODO, size: int = 24, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = size
        self._state = state
        self.restyle()
        self.set_state(state)

    def set_state(self, state: State) -> None:
        """Show another state."""
        self._state = state
        self.setAccessibleName(SPOKEN[state])
        self.update()

    def restyle(self) -> None:
        """Take the text size of the theme now in force."""
        self.setFixedSize(px(self._size), px(self._size))

    def sizeHint(self) -> QSize:
        """Return the edge of the square, scaled with the text."""
        return QSize(px(self._size), px(self._size))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the shape."""
        painter = QPainter(self)
        paint_glyph(painter, QRectF(self.rect()), self._state)
        painter.end()
