"""Lucide icons in the colour of the theme, drawn from SVG at the device's own resolution and kept."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from checklist.resource_files import resource
from checklist.ui.theme import hex_of
from checklist.ui.tokens import Token


@lru_cache(maxsize=128)
def _source(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def _drawn(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    svg = _source(name).replace("currentColor", colour).replace('stroke-width="2"', 'stroke-width="1.75"')
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, pixmap.width(), pixmap.height()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def pixmap(name: str, token: Token, size: int, ratio: float = 1.0) -> QPixmap:
    """Return the icon as a picture.

    Args:
        name: Lucide name, a file of ``resources/icons``.
        token: Colour of its lines in the theme in force.
        size: Edge in logical pixels.
        ratio: Device pixels for each logical pixel.

    Raises:
        SettingsError: ``resources.missing``; there is no such icon.
    """
    return _drawn(name, hex_of(token), size, ratio)


def icon(name: str, token: Token, size: int) -> QIcon:
    """Return the icon for a stock control that wants a ``QIcon``; it does not follow a change of theme."""
    return QIcon(pixmap(name, token, size, 2.0))


def paint_icon(painter: QPainter, name: str, box: QRectF, token: Token) -> None:
    """Draw the icon in ``box``, a square in logical pixels."""
    device = painter.device()
    painter.drawPixmap(box.topLeft(), pixmap(name, token, round(box.width()), device.devicePixelRatioF()))
