"""The timeline as widgets: time, glyph on a line, words. Each row is one thing to a screen reader."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from checklist.ui import formats
from checklist.ui.record.timeline import Moment
from checklist.ui.theme import color, px
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.glyph import State, paint_glyph
from checklist.ui.widgets.paint import box
from checklist.ui.widgets.text import Text

_GLYPH = 20


class _Knot(QWidget):
    """A glyph on the line that joins it to its neighbours."""

    def __init__(self, state: State | None, *, first: bool, last: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state, self._first, self._last = state, first, last
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Return the room of the glyph."""
        return QSize(px(_GLYPH), px(_GLYPH))

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line, then the glyph on it."""
        painter = QPainter(self)
        size, middle = px(_GLYPH), px(_GLYPH) // 2
        top, bottom = (middle if self._first else 0), (middle if self._last else self.height())
        painter.fillRect(QRectF(middle - 1, top, 2, bottom - top), color(Token.LINE))
        if self._state is not None:
            paint_glyph(painter, QRectF(0, px(1), size, size), self._state)
        else:
            dot = px(10)
            box(painter, QRectF(middle - dot / 2, px(1) + middle - dot / 2, dot, dot), Token.INK3, radius=dot / 2)
        painter.end()


class _Row(QWidget):
    """One moment."""

    def __init__(self, moment: Moment, *, first: bool, last: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        at = formats.time_of(moment.at_ms, moment.tz_min)
        self.setAccessibleName(", ".join(part for part in (at, moment.title, moment.detail) if part))
        time = Text(at, Role.STAMP, Token.INK2, wrap=False)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.setContentsMargins(0, 0, 0, 4 if last else 10)
        words.addWidget(Text(moment.title, Role.ANSWER))
        if moment.detail:
            words.addWidget(Text(moment.detail, Role.CAPTION, Token.INK2))
        column = QVBoxLayout()
        column.setContentsMargins(0, 2, 0, 0)
        column.addWidget(time)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addLayout(column)
        row.addWidget(_Knot(moment.state, first=first, last=last))
        row.addLayout(words, 1)


class TimelineView(QWidget):
    """The rows.

    Args:
        parent: Owner.
    """

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Timeline")
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)

    def show_moments(self, moments: tuple[Moment, ...]) -> None:
        """Show other moments."""
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, moment in enumerate(moments):
            self._rows.addWidget(_Row(moment, first=place == 0, last=place == len(moments) - 1))
