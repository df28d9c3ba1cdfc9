"""The trend on screen: paints the drawing list of ``audit.plot``, kept as a picture until something changes.

Lines are one pixel wide (wider ones cost many times as much with antialiasing); what should look thicker is
drawn twice, a pixel apart (``performance.md`` 1).
"""

from __future__ import annotations

import math
from typing import assert_never

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from checklist.audit.drawing import (
    Anchor,
    Arrow,
    Band,
    Box,
    Dot,
    Drawing,
    Ink,
    Line,
    Mark,
    Size,
    Square,
    Stem,
    Trace,
    Words,
)
from checklist.audit.plot import draw
from checklist.audit.trend import Trend, window_at
from checklist.ui import theme
from checklist.ui.monitoring.words import trend_sentence
from checklist.ui.theme import color, font, px
from checklist.ui.tokens import Role, Token

_ROLES = {
    Size.AXIS: Role.AXIS,
    Size.NAME: Role.LABEL_STRONG,
    Size.VALUE: Role.NAME,
    Size.WAS: Role.STAMP,
    Size.EVENT: Role.LABEL,
}


def _chevron(away: int) -> QPolygonF:
    """Return a v (``away`` -1) or ^ (1) with its tip at the origin, filled: a wide pen would be slow."""
    tip, reach, thick = away * 7.0, 6.5, away * 3.0
    corners = ((-reach, tip), (0, 0), (reach, tip), (reach, tip + thick), (0, thick), (-reach, tip + thick))
    return QPolygonF([QPointF(*corner) for corner in corners])


_V, _CARET = _chevron(-1), _chevron(1)


class TrendView(QWidget):
    """The trend of one session; its equal for screen readers is the flowsheet table."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trend")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Trend of vital signs")
        self._trend: Trend | None = None
        self._drawing: Drawing | None = None
        self._picture: QPixmap | None = None

    def sizeHint(self) -> QSize:
        """Return the least room; the layout gives what is left."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the least room in which its words do not touch."""
        return QSize(px(480), px(200))

    def restyle(self) -> None:
        """Draw again in the theme now in force."""
        self._forget()

    def set_trend(self, trend: Trend) -> None:
        """Show a trend; does nothing where all is the same."""
        if trend == self._trend:
            return
        self._trend = trend
        self.setAccessibleDescription(trend_sentence(trend))
        self._forget()

    def drawing(self) -> Drawing | None:
        """Return the shapes shown, or None before there is a trend."""
        if self._drawing is None and self._trend is not None:
            trend = self._trend
            now_ms = trend.now_ms if trend.now_ms is not None else trend.start_ms or 0
            box = Box(float(self.width()), float(self.height()), theme.current().percent / 100)
            self._drawing = draw(trend, box, window_at(trend, now_ms))
        return self._drawing

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw again for the new room."""
        super().resizeEvent(event)
        self._forget()

    def _forget(self) -> None:
        self._drawing = self._picture = None
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Show the picture; make it first where there is none."""
        ratio = self.devicePixelRatioF()
        if self._picture is None or self._picture.devicePixelRatioF() != ratio:
            self._picture = self._paint_picture(ratio)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        painter.end()

    def _paint_picture(self, ratio: float) -> QPixmap:
        picture = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        drawing = self.drawing()
        if drawing is not None:
            painter = QPainter(picture)
            paint_shapes(painter, drawing)
            painter.end()
        return picture


def paint_shapes(painter: QPainter, drawing: Drawing) -> None:
    """Paint a drawing at the painter's origin, in the theme in force."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for shape in drawing.shapes:
        match shape:
            case Band(x, y, width, height, ink):
                painter.fillRect(QRectF(x, y, width, height), color(Token(ink.value)))
            case Line():
                _paint_line(painter, shape)
            case Trace():
                _paint_trace(painter, shape)
            case Words():
                _paint_words(painter, shape)
            case Stem() | Dot() | Square() | Mark() | Arrow():
                _paint_mark(painter, shape)
            case _:
                assert_never(shape)


def _pen(ink: Ink) -> QPen:
    return QPen(color(Token(ink.value)), 1)


def _paint_mark(painter: QPainter, shape: Stem | Dot | Square | Mark | Arrow) -> None:
    """Fill a mark; one path for all of them would be many times slower."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color(Token(shape.ink.value)))
    match shape:
        case Stem():
            _paint_stem(painter, shape)
        case Dot(x, y):
            painter.drawEllipse(QPointF(x, y), 4.5, 4.5)
        case Square(x, y):
            painter.drawRect(QRectF(x - 4, y - 4, 8, 8))
        case Mark(x, y):
            painter.drawPolygon(_triangle(x, y, 5.0, up=False))
        case Arrow(x, y, up):
            painter.drawPolygon(_triangle(x, y + (5 if up else -5), 5.5, up=up))
        case _:
            assert_never(shape)


def _triangle(x: float, y: float, half: float, *, up: bool) -> QPolygonF:
    tip, base = (y - half, y + half * 0.6) if up else (y + half, y - half * 0.6)
    return QPolygonF([QPointF(x, tip), QPointF(x - half, base), QPointF(x + half, base)])


def _paint_stem(painter: QPainter, stem: Stem) -> None:
    x = _crisp(stem.x)
    bar = QRectF(x - 1, stem.top - 1.5, 2, stem.bottom - stem.top + 3)
    painter.fillRect(bar, painter.brush())
    for tip, chevron, shown in ((stem.top, _V, stem.v_above), (stem.bottom, _CARET, stem.v_below)):
        if shown:
            painter.drawPolygon(chevron.translated(x, tip))


def _paint_trace(painter: QPainter, trace: Trace) -> None:
    painter.setPen(_pen(trace.ink))
    for shift in (-0.4, 0.4):
        painter.drawPolyline(QPolygonF([QPointF(x, y + shift) for x, y in trace.points]))


def _paint_line(painter: QPainter, line: Line) -> None:
    pen = _pen(line.ink)
    if line.dashed:
        pen.setDashPattern([6, 4])
    painter.setPen(pen)
    x1, y1, x2, y2 = (_crisp(value) for value in (line.x1, line.y1, line.x2, line.y2))
    painter.drawLine(QPointF(x1, y1), QPointF(x2, y2))
    if line.ink is Ink.NOW:
        painter.drawLine(QPointF(x1 + 0.5, y1), QPointF(x2 + 0.5, y2))


def _crisp(value: float) -> float:
    """Return the middle of the pixel a line falls on, so that one pixel stays one."""
    return math.floor(value) + 0.5


def _paint_words(painter: QPainter, words: Words) -> None:
    chosen = font(_ROLES[words.size])
    if words.struck:
        chosen = QFont(chosen)
        chosen.setStrikeOut(True)
    painter.setFont(chosen)
    painter.setPen(color(Token(words.ink.value)))
    x = words.x
    if words.anchor is not Anchor.START:
        width = painter.fontMetrics().horizontalAdvance(words.text)
        x -= width if words.anchor is Anchor.END else width / 2
    painter.drawText(QPointF(x, words.y), words.text)
