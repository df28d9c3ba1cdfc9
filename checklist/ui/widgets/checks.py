"""Facts to tick one by one, with an explicit "none" where the protocol has one. Nothing starts ticked."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QSizePolicy, QWidget

from checklist.ui.theme import color, font, px
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.choice import Option
from checklist.ui.widgets.paint import box, focus_ring, text_width, wrapped_height, write

_PAD, _GAP, _BETWEEN = 12, 12, 8
_HIGH = 56


class CheckRow(QCheckBox):
    """One row with a tick box; the whole row is the target.

    Args:
        label: Words of the row.
        id: Stable id.
        parent: Owner.
    """

    def __init__(self, label: str, *, id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = label
        self.setObjectName(id)
        self.setAccessibleName(label)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hitButton(self, pos: QPoint) -> bool:
        """Return whether a press lands on the row: anywhere in it."""
        return self.rect().contains(pos)

    def sizeHint(self) -> QSize:
        """Return a row of common width."""
        return QSize(px(320), px(_HIGH))

    def minimumSizeHint(self) -> QSize:
        """Return the least row: words wrap, no word is cut."""
        longest = max((text_width(font(Role.ITEM), word) for word in self._label.split()), default=0)
        return QSize(max(px(150), math.ceil(longest) + 2 * _PAD + px(24) + _GAP), px(_HIGH))

    def hasHeightForWidth(self) -> bool:
        """Return True: words may wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height the wrapped words need."""
        room = width - 2 * _PAD - px(24) - _GAP
        return max(px(_HIGH), wrapped_height(font(Role.ITEM), self._label, room) + px(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint row, box, tick and words."""
        painter = QPainter(self)
        rect, size = QRectF(self.rect()), px(24)
        on = self.isChecked()
        fill = Token.SUNKEN if self.isDown() else Token.ACCENT_TINT if on else Token.RAISED
        box(painter, rect, fill, edge=Token.ACCENT if on else Token.EDGE, width=2 if on else 1)
        place = QRectF(_PAD, (rect.height() - size) / 2, size, size)
        box(
            painter,
            place,
            Token.ACCENT_FILL if on else Token.RAISED,
            edge=Token.ACCENT if on else Token.EDGE,
            width=2,
            radius=5,
        )
        if on:
            painter.setPen(QPen(color(Token.ON_ACCENT), 2.4))
            points = ((0.26, 0.52), (0.44, 0.70), (0.76, 0.32))
            painter.drawPolyline(
                QPolygonF([QPointF(place.left() + x * size, place.top() + y * size) for x, y in points])
            )
        left = place.right() + _GAP
        write(
            painter,
            QRectF(left, 0, rect.width() - left - _PAD, rect.height()),
            self._label,
            font(Role.ITEM),
            Token.INK,
        )
        if self.hasFocus():
            focus_ring(painter, rect)
        painter.end()


class ChecksSet(QWidget):
    """Rows to tick.

    Args:
        options: The facts in the protocol's order.
        none: The row that says none of them holds; unticks the others, and they untick it.
        name: What is asked, for the screen reader.
        id: Stable id; each row is ``<id>.<key>``.
        columns: Rows side by side, in reading order; fewer where the words need it.
        parent: Owner.

    Signals:
        changed: A person ticked or unticked a row.
    """

    changed = Signal()

    def __init__(
        self,
        options: Sequence[Option],
        none: Option | None = None,
        *,
        name: str,
        id: str,
        columns: int = 1,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(id)
        self.setAccessibleName(name)
        self._wanted, self._columns = columns, 0
        self._rows = {o.key: CheckRow(o.label, id=f"{id}.{o.key}", parent=self) for o in options}
        self._none = CheckRow(none.label, id=f"{id}.{none.key}", parent=self) if none else None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_BETWEEN)
        for row in self.rows():
            row.clicked.connect(self._on_clicked)
        self._arrange(columns)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        for column in range(max(columns, self._columns)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._columns = columns
        for place, row in enumerate(self.rows()):
            self._grid.addWidget(row, place // columns, place % columns)
        self.updateGeometry()

    def _widest(self) -> int:
        return max(row.minimumSizeHint().width() for row in self.rows())

    def minimumSizeHint(self) -> QSize:
        """Return the room of one column."""
        return QSize(self._widest(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take as many columns as the words have room for."""
        super().resizeEvent(event)
        self._arrange(max(1, min(self._wanted, (self.width() + _BETWEEN) // (self._widest() + _BETWEEN))))

    def rows(self) -> tuple[CheckRow, ...]:
        """Return the rows in order, the "none" row last."""
        return (*self._rows.values(), *((self._none,) if self._none else ()))

    def value(self) -> tuple[str, ...] | None:
        """Return the ticked keys in order; empty for an explicit none, None while nothing was said."""
        keys = tuple(key for key, row in self._rows.items() if row.isChecked())
        if keys:
            return keys
        return () if self._none is not None and self._none.isChecked() else None

    def set_value(self, keys: Sequence[str] | None) -> None:
        """Show a draft or the answer that is being corrected."""
        for key, row in self._rows.items():
            row.setChecked(keys is not None and key in keys)
        if self._none is not None:
            self._none.setChecked(keys is not None and not keys)

    def _on_clicked(self) -> None:
        if self._none is not None:
            if self.sender() is self._none:
                for row in self._rows.values():
                    row.setChecked(False)
            else:
                self._none.setChecked(False)
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the focus by arrow keys."""
        below = self._columns
        steps = {Qt.Key.Key_Up: -below, Qt.Key.Key_Down: below, Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()))
        rows = self.rows()
        here = next((i for i, row in enumerate(rows) if row.hasFocus()), None)
        if step is None or here is None or not 0 <= here + step < len(rows):
            event.ignore()
            return
        rows[here + step].setFocus(Qt.FocusReason.TabFocusReason)
