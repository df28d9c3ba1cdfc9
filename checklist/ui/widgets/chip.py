"""A short fact on a rounded tint: ``5 of 9 done``, ``Verified 08:40``, ``Late vitals``. Not pressable."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from checklist.ui.icons import paint_icon
from checklist.ui.theme import font, px
from checklist.ui.tokens import Role
from checklist.ui.widgets.paint import box, text_width, write
from checklist.ui.widgets.tone import INKS, TINTS, Tone


class Chip(QWidget):
    """A short fact with a tone.

    Args:
        text: A few words.
        tone: What it means.
        icon: Lucide name; a tone of caution or worse should have one.
        parent: Owner.
    """

    def __init__(
        self,
        text: str = "",
        tone: Tone = Tone.NEUTRAL,
        icon: str | None = None,
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._text, self._tone, self._icon = text, tone, icon
        self.set_chip(text, tone, icon)

    def text(self) -> str:
        """Return the words."""
        return self._text

    def set_chip(self, text: str, tone: Tone = Tone.NEUTRAL, icon: str | None = None) -> None:
        """Show another fact; empty text hides the chip."""
        self._text, self._tone, self._icon = text, tone, icon
        self.setAccessibleName(text)
        self.setVisible(bool(text)) if self.parentWidget() is not None else None
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room of icon and words on one line."""
        icon = px(16) + 6 if self._icon else 0
        return QSize(text_width(font(Role.LABEL), self._text) + icon + px(20), px(26))

    def minimumSizeHint(self) -> QSize:
        """Return the same: a chip is never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint tint, icon and words."""
        painter = QPainter(self)
        rect = QRectF(self.rect())
        box(painter, rect, TINTS[self._tone], radius=rect.height() / 2)
        left = float(px(10))
        if self._icon:
            size = px(16)
            paint_icon(painter, self._icon, QRectF(left, (rect.height() - size) / 2, size, size), INKS[self._tone])
            left += size + 6
        write(painter, rect.adjusted(left, 0, 0, 0), self._text, font(Role.LABEL), INKS[self._tone])
        painter.end()
