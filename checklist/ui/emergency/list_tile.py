"""One emergency list in the chooser: its name, and when to open it. The whole tile is the target."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from checklist.ui.theme import font, px
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.paint import box, focus_ring, wrapped_height, write

_PAD, _LEAST, _GAP = 16, 72, 2
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class ListTile(QPushButton):
    """The tile; 72 px high, more where words wrap.

    Args:
        title: Name of the list.
        trigger: When to open it; may be empty.
        id: Stable id.
        parent: Owner.
    """

    def __init__(self, title: str, trigger: str, *, id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._trigger = title, trigger
        self.setObjectName(id)
        self.setAccessibleName(f"{title}. {trigger}".strip())
        self.setAutoDefault(False)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _heights(self, width: float) -> tuple[int, int]:
        room = max(1.0, width - 2 * _PAD)
        title = wrapped_height(font(Role.ITEM_EMERGENCY), self._title, room)
        return title, wrapped_height(font(Role.SECONDARY), self._trigger, room) if self._trigger else 0

    def sizeHint(self) -> QSize:
        """Return a tile of common width."""
        width = max(self.width(), px(420))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return the least tile."""
        return QSize(px(240), px(_LEAST))

    def hasHeightForWidth(self) -> bool:
        """Return True: words may wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of both texts."""
        return max(px(_LEAST), sum(self._heights(width)) + _GAP + 2 * px(8))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave arrow keys to the chooser."""
        if event.key() in _ARROWS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the tile."""
        painter = QPainter(self)
        rect = QRectF(self.rect())
        box(painter, rect, Token.ACCENT_TINT if self.isDown() else Token.RAISED, edge=Token.EDGE)
        title, trigger = self._heights(rect.width())
        room = rect.width() - 2 * _PAD
        top = (rect.height() - title - trigger - (_GAP if trigger else 0)) / 2
        write(painter, QRectF(_PAD, top, room, title), self._title, font(Role.ITEM_EMERGENCY), Token.INK)
        if trigger:
            place = QRectF(_PAD, top + title + _GAP, room, trigger)
            write(painter, place, self._trigger, font(Role.SECONDARY), Token.INK2)
        if self.hasFocus():
            focus_ring(painter, rect)
        painter.end()
