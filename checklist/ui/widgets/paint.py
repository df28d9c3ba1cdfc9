"""The few strokes all widgets share: a box with a border, the focus ring, wrapped text.

Measures of text are kept: a layout asks for each of them a dozen times. Borders are the difference of two
filled shapes, not wide pens: a wide pen with antialiasing is many times slower.
"""

from __future__ import annotations

import math
from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from checklist.ui.theme import color
from checklist.ui.tokens import Token

CARD_RADIUS = 10.0
CONTROL_RADIUS = 8.0
_WRAP = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignTop)


def box(
    painter: QPainter,
    rect: QRectF,
    fill: Token,
    *,
    edge: Token | None = None,
    width: float = 1.0,
    radius: float = CONTROL_RADIUS,
) -> None:
    """Fill a rounded rectangle, with a border ``width`` pixels wide inside it where ``edge`` is given."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    if edge is not None:
        painter.setBrush(color(edge))
        painter.drawRoundedRect(rect, radius, radius)
        rect = rect.adjusted(width, width, -width, -width)
        radius = max(0.0, radius - width)
    painter.setBrush(color(fill))
    painter.drawRoundedRect(rect, radius, radius)


def focus_ring(painter: QPainter, rect: QRectF, *, token: Token = Token.FOCUS, radius: float = CONTROL_RADIUS) -> None:
    """Draw the ring of keyboard focus: 2 px wide, 2 px inside ``rect``."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(color(token), 1))
    for inset in (2.5, 3.5):
        inner = rect.adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(inner, radius - inset + 1, radius - inset + 1)


def write(
    painter: QPainter,
    rect: QRectF,
    text: str,
    font: QFont,
    token: Token,
    *,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
) -> None:
    """Draw text inside ``rect``, wrapped at words; nothing is ever cut off with dots."""
    painter.setFont(font)
    painter.setPen(color(token))
    painter.drawText(rect, int(align) | int(Qt.TextFlag.TextWordWrap), text)


@lru_cache(maxsize=4096)
def wrapped_height(font: QFont, text: str, width: float) -> int:
    """Return the height in logical pixels of ``text`` wrapped at words into ``width``; 0 for empty text."""
    if not text:
        return 0
    room = QRectF(0, 0, max(1.0, float(width)), 10_000)
    return math.ceil(QFontMetricsF(font).boundingRect(room, _WRAP, text).height())


@lru_cache(maxsize=4096)
def text_width(font: QFont, text: str) -> int:
    """Return the width of the longest line, with one pixel spare so that it never wraps by rounding."""
    metrics = QFontMetricsF(font)
    return max((math.ceil(metrics.horizontalAdvance(line)) + 1 for line in text.splitlines()), default=0)
