"""The eight event tiles: one press, one timed event."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from checklist.ui.monitoring.words import TILES
from checklist.ui.widgets.button import Button, Kind

_MANY, _FEW, _GAP = 4, 2, 8


class EventTiles(QWidget):
    """Tiles in two rows of four; arrows move in two dimensions, Alt+1 to Alt+8 press (by the page).

    Signals:
        chosen: Term of the tile that was pressed.
    """

    chosen = Signal(str)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tiles: list[Button] = []
        self._columns = _MANY
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        for position, tile in enumerate(TILES):
            button = Button(tile.text, tile.icon, Kind.TILE, 56, id=f"event.{tile.term}")
            button.setToolTip(f"Alt+{position + 1}")
            button.clicked.connect(lambda _on=False, term=tile.term: self.chosen.emit(term))
            self._tiles.append(button)
        self._place()

    def _place(self) -> None:
        """Put the tiles into their rows; large text takes four rows of two."""
        for position, button in enumerate(self._tiles):
            self._grid.addWidget(button, *divmod(position, self._columns))
        for column in range(_MANY):
            self._grid.setColumnStretch(column, int(column < self._columns))

    def _needed(self, columns: int) -> int:
        widest = max(button.sizeHint().width() for button in self._tiles)
        return columns * widest + (columns - 1) * _GAP

    def minimumSizeHint(self) -> QSize:
        """Return the room of two tiles side by side."""
        rows = len(self._tiles) // self._columns
        height = self._tiles[0].sizeHint().height()
        return QSize(self._needed(_FEW), rows * height + (rows - 1) * _GAP)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take more rows where four tiles are too wide."""
        super().resizeEvent(event)
        columns = _MANY if event.size().width() >= self._needed(_MANY) else _FEW
        if columns != self._columns:
            self._columns = columns
            self._place()

    def press(self, position: int) -> None:
        """Press the tile at a position, 0 to 7."""
        if self.isEnabled() and 0 <= position < len(self._tiles):
            self._tiles[position].click()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the focus among the tiles by arrows."""
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self._columns,
            Qt.Key.Key_Down: self._columns,
        }
        step = steps.get(Qt.Key(event.key()))
        focused = next((i for i, tile in enumerate(self._tiles) if tile.hasFocus()), None)
        if step is None or focused is None:
            event.ignore()
            return
        if 0 <= focused + step < len(self._tiles):
            self._tiles[focused + step].setFocus(Qt.FocusReason.TabFocusReason)
