"""The eight event tiles: one press, one timed event."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from checklist.ui.monitoring.words import TILES
from checklist.ui.widgets.button import Button, Kind

_COLUMNS = 4
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -_COLUMNS,
    Qt.Key.Key_Down: _COLUMNS,
}


class EventTiles(QWidget):
    """Tiles in two rows of four; arrows move in two dimensions, Alt+1 to Alt+8 press (by the page).

    Signals:
        chosen: Term of the tile that was pressed.
    """

    chosen = Signal(str)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tiles: list[Button] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        for position, tile in enumerate(TILES):
            button = Button(tile.text, tile.icon, Kind.TILE, 56, id=f"event.{tile.term}", wrap=True)
            button.setToolTip(f"Alt+{position + 1}")
            button.clicked.connect(lambda _on=False, term=tile.term: self.chosen.emit(term))
            self._tiles.append(button)
            grid.addWidget(button, *divmod(position, _COLUMNS))
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)

    def press(self, position: int) -> None:
        """Press the tile at a position, 0 to 7."""
        if self.isEnabled() and 0 <= position < len(self._tiles):
            self._tiles[position].click()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the focus among the tiles by arrows."""
        step = _STEPS.get(Qt.Key(event.key()))
        focused = next((i for i, tile in enumerate(self._tiles) if tile.hasFocus()), None)
        if step is None or focused is None:
            event.ignore()
            return
        if 0 <= focused + step < len(self._tiles):
            self._tiles[focused + step].setFocus(Qt.FocusReason.TabFocusReason)
