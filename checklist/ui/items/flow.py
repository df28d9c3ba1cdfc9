"""A layout of cells side by side that share each row's width, and take another row when there is too little room."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

_GAP = 8


class Flow(QLayout):
    """Cells in reading order; no cell is narrower than its least width, all of a row are stretched alike."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Take one more cell (called by Qt)."""
        self._cells.append(item)

    def count(self) -> int:
        """Return how many cells there are."""
        return len(self._cells)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return a cell, or None past the end."""
        return self._cells[index] if 0 <= index < len(self._cells) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take a cell out."""
        return self._cells.pop(index) if 0 <= index < len(self._cells) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Return that the layout wants width."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        """Return that less width makes more rows."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all rows at a width."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place the cells."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        """Return the room of all cells in one row."""
        width = sum(cell.sizeHint().width() for cell in self._cells) + _GAP * max(0, len(self._cells) - 1)
        return QSize(width, max((cell.sizeHint().height() for cell in self._cells), default=0))

    def minimumSize(self) -> QSize:
        """Return the room of the widest cell."""
        size = QSize()
        for cell in self._cells:
            size = size.expandedTo(cell.minimumSize())
        return size

    def _rows(self, width: int) -> list[list[QLayoutItem]]:
        """Return the cells by row: as few rows as fit, of as equal length as can be."""
        widest = max((cell.minimumSize().width() for cell in self._cells), default=1)
        most = max(1, (width + _GAP) // (widest + _GAP))
        rows = -(-len(self._cells) // most) if self._cells else 0
        each = -(-len(self._cells) // rows) if rows else 1
        return [self._cells[start : start + each] for start in range(0, len(self._cells), each)]

    def _place(self, rect: QRect, *, move: bool) -> int:
        top = rect.top()
        for row in self._rows(rect.width()):
            room = rect.width() - _GAP * (len(row) - 1)
            wanted = [max(1, cell.sizeHint().width()) for cell in row]
            spare, left = max(0, room - sum(wanted)), rect.left()
            tall = max(cell.sizeHint().height() for cell in row)
            for cell, hint in zip(row, wanted, strict=True):
                wide = hint + spare // len(row) if spare else room // len(row)
                if move:
                    cell.setGeometry(QRect(left, top, wide, tall))
                left += wide + _GAP
            top += tall + _GAP
        return max(0, top - _GAP - rect.top())
