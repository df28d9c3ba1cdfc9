"""Two or more answers of which one holds, as large buttons. None is chosen before a person chooses."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QWidget

from checklist.ui.widgets.button import Button, Kind

_GAP = 8
_STEP = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class Option(msgspec.Struct, frozen=True):
    """One answer: its stable key and its words."""

    key: str
    label: str


class Choice(QWidget):
    """Buttons in a row, in two rows or under each other, whatever the words need.

    Args:
        options: The answers in the protocol's order.
        name: What is asked, for the screen reader.
        id: Stable id; each button is ``<id>.<key>``.
        parent: Owner.

    Signals:
        chosen: Key of the answer a person pressed.
    """

    chosen = Signal(str)

    def __init__(self, options: Sequence[Option], *, name: str, id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(id)
        self.setAccessibleName(name)
        self._buttons: dict[str, Button] = {}
        self._group = QButtonGroup(self)
        for option in options:
            button = Button(option.label, None, Kind.PLAIN, 56, id=f"{id}.{option.key}", wrap=True, parent=self)
            button.setCheckable(True)
            button.clicked.connect(lambda _on, key=option.key: self.chosen.emit(key))
            self._group.addButton(button)
            self._buttons[option.key] = button
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def value(self) -> str | None:
        """Return the key of the chosen answer, or None."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), None)

    def set_value(self, key: str | None) -> None:
        """Show a draft or the answer that is being corrected; None shows none."""
        self._group.setExclusive(False)
        for own, button in self._buttons.items():
            button.setChecked(own == key)
        self._group.setExclusive(True)

    def buttons(self) -> tuple[Button, ...]:
        """Return the buttons in order."""
        return tuple(self._buttons.values())

    def _columns(self, width: int) -> int:
        count = len(self._buttons)
        widest = max((button.sizeHint().width() for button in self._buttons.values()), default=1)
        fitting = max(1, (width + _GAP) // (widest + _GAP))
        if fitting >= count and count <= 5:
            return max(1, count)
        rows = math.ceil(count / min(fitting, 5))
        return max(1, math.ceil(count / rows))

    def _place(self, width: int, *, move: bool) -> int:
        columns = self._columns(width)
        cell = (width - _GAP * (columns - 1)) // columns
        buttons, top = list(self._buttons.values()), 0
        for start in range(0, len(buttons), columns):
            row = buttons[start : start + columns]
            tall = max(button.heightForWidth(cell) for button in row)
            for i, button in enumerate(row):
                if move:
                    button.setGeometry(QRect(i * (cell + _GAP), top, cell, tall))
            top += tall + _GAP
        return max(0, top - _GAP)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the buttons."""
        super().resizeEvent(event)
        self._place(self.width(), move=True)

    def hasHeightForWidth(self) -> bool:
        """Return True: less room, more rows."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all rows."""
        return self._place(width, move=False)

    def sizeHint(self) -> QSize:
        """Return the room of all buttons in one row."""
        widest = max((button.sizeHint().width() for button in self._buttons.values()), default=0)
        width = max(1, len(self._buttons) * (widest + _GAP) - _GAP)  # cells are alike, so the widest counts
        return QSize(width, self._place(width, move=False))

    def minimumSizeHint(self) -> QSize:
        """Return the room of one column."""
        hints = [button.minimumSizeHint() for button in self._buttons.values()]
        return QSize(max((h.width() for h in hints), default=0), max((h.height() for h in hints), default=0))

    def restyle(self) -> None:
        """Place the buttons for the text size now in force."""
        self._place(self.width(), move=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the focus by arrow keys; only Space or a press answers."""
        step = _STEP.get(Qt.Key(event.key()))
        buttons = self.buttons()
        here = next((i for i, button in enumerate(buttons) if button.hasFocus()), None)
        if step is None or here is None or not 0 <= here + step < len(buttons):
            event.ignore()
            return
        buttons[here + step].setFocus(Qt.FocusReason.TabFocusReason)
