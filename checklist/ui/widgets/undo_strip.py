"""One line at the foot of the page for ten seconds after an entry, with Undo, which makes a correction."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from checklist.ui.theme import px
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.announce import announce
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.paint import CARD_RADIUS, box
from checklist.ui.widgets.text import Text

SHOWN_MS = 10_000
_LIFT = 14


class UndoStrip(QWidget):
    """A small strip near the foot of ``parent``, centred; it follows the parent's size.

    Args:
        parent: What it stands over.
        place: Says where it may stand, in the parent's coordinates, so that it covers nothing that is pressed; None
            or an empty place lets it float above the parent's lower edge.

    Signals:
        undo_pressed: Undo was pressed in time.
        expired: The ten seconds are over.
    """

    undo_pressed = Signal()
    expired = Signal()

    def __init__(self, parent: QWidget, place: Callable[[], QRect] | None = None) -> None:
        super().__init__(parent)
        self._area = parent
        self._where = place
        self.setObjectName("undo_strip")
        self._text = Text("", Role.SECONDARY_STRONG, Token.INK, wrap=False)
        self._undo = Button("Undo", "undo-2", Kind.QUIET, 48, id="undo_strip.undo")
        self._undo.clicked.connect(self._on_undo)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.expire)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 4, 6, 4)
        row.setSpacing(12)
        row.addWidget(self._text, 1)
        row.addWidget(self._undo)
        parent.installEventFilter(self)
        self.hide()

    def say(self, text: str, undo: bool = True) -> None:
        """Show a line; Undo beside it where the entry can be taken back."""
        self._text.setText(text)
        self._text.setMinimumHeight(px(48))
        self._undo.setVisible(undo)
        self.setAccessibleName(text)
        self._place()
        self.show()
        self.raise_()
        self._timer.start(SHOWN_MS)
        announce(self, text)

    def expire(self) -> None:
        """Take the strip away; the entry stands."""
        if self.isVisibleTo(self._area):
            self._timer.stop()
            self.hide()
            self.expired.emit()

    def undo(self) -> None:
        """Do what Undo does, for ``Ctrl+Z``; nothing once the time is over."""
        if self.isVisibleTo(self._area) and self._undo.isVisibleTo(self):
            self._on_undo()

    def _on_undo(self) -> None:
        self._timer.stop()
        self.hide()
        self.undo_pressed.emit()

    def _place(self) -> None:
        size, where = self.sizeHint(), self._where() if self._where is not None else QRect()
        if where.isEmpty():
            area = self._area.rect()
            where = QRect(_LIFT, area.height() - size.height() - _LIFT, area.width() - 2 * _LIFT, size.height())
            width = min(size.width(), where.width())
        else:
            width = where.width()  # the words under it must not show on either side
        height = min(size.height(), where.height())
        middle = where.center()
        self.setGeometry(middle.x() - width // 2, middle.y() - height // 2, width, height)

    def restyle(self) -> None:
        """Take the text size of the theme now in force."""
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the page's size."""
        if event.type() is QEvent.Type.Resize:
            self._place()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the strip."""
        painter = QPainter(self)
        box(painter, QRectF(self.rect()), Token.SURFACE, edge=Token.EDGE, radius=CARD_RADIUS)
        painter.end()
