"""What another event was: the protocol's adverse events by group, what was done or said, or plain words."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from checklist.ui.theme import px
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.text_field import TextField

_MANY, _FEW, _GAP, _ROOM = 3, 2, 8, 828
_DOWN, _UP = (Qt.Key.Key_Down, Qt.Key.Key_Right), (Qt.Key.Key_Up, Qt.Key.Key_Left)


class Pick(msgspec.Struct, frozen=True):
    """One row: its stable key, its words, the group it stands in, and an icon or empty."""

    key: str
    text: str
    group: str
    icon: str = ""


class EventPicker(Sheet):
    """All rows by group; typing leaves those that have every word typed, Enter takes the first.

    Args:
        title: The event and its time.
        picks: The rows, those of one group beside each other.

    Signals:
        picked: Key of the row.
        earlier_pressed: It happened before the press.
    """

    picked = Signal(str)
    earlier_pressed = Signal()

    def __init__(self, title: str, picks: Sequence[Pick], parent: QWidget | None = None) -> None:
        super().__init__(title, id="sheet.pick", cancel="Time only", width=900, parent=parent)
        self._groups: list[tuple[Text, QGridLayout, list[tuple[str, Button]]]] = []
        self._find = TextField("Find", id="sheet.pick.find")
        self._find.text_changed.connect(self._show)
        self._find.entered.connect(self._take_first)
        self._none = Text("Nothing like that in the list. “In words” takes any event.", Role.SECONDARY, Token.INK2)
        earlier = Button("It was earlier", "history", Kind.QUIET, id="sheet.pick.earlier")
        earlier.clicked.connect(self.earlier_pressed)
        top = QHBoxLayout()
        top.addWidget(Text("The time is recorded. What was it?", Role.SECONDARY, Token.INK2), 1)
        top.addWidget(earlier)
        self.body.addLayout(top)
        self.body.addWidget(self._find)
        self.body.addWidget(self._none)
        for group in dict.fromkeys(pick.group for pick in picks):
            self._add_group(group, [pick for pick in picks if pick.group == group])
        self._show("")

    def _add_group(self, name: str, picks: Sequence[Pick]) -> None:
        heading, grid, rows = Text(name, Role.LABEL_STRONG, Token.INK2), QGridLayout(), []
        grid.setSpacing(_GAP)
        self.body.addWidget(heading)
        self.body.addLayout(grid)
        for pick in picks:
            button = Button(
                pick.text, pick.icon or None, Kind.ROW, 56, id=f"sheet.pick.{pick.key}", wrap=True, parent=self
            )
            button.clicked.connect(lambda _on=False, key=pick.key: self.picked.emit(key))
            rows.append((f"{name} {pick.text}".casefold(), button))
        widest = max(button.sizeHint().width() for _text, button in rows)
        columns = _MANY if widest * _MANY <= px(_ROOM) else _FEW
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        self._groups.append((heading, grid, rows))

    def _show(self, typed: str) -> None:
        """Leave the rows that hold every word typed."""
        words = typed.casefold().split()
        for heading, grid, rows in self._groups:
            found = [button for text, button in rows if all(word in text for word in words)]
            for _text, button in rows:
                grid.removeWidget(button)
                button.setHidden(button not in found)
            for position, button in enumerate(found):
                grid.addWidget(button, *divmod(position, _MANY if grid.columnStretch(_FEW) else _FEW))
            heading.setHidden(not found)
        self._none.setHidden(bool(self._shown()))

    def _shown(self) -> list[Button]:
        return [button for _head, _grid, rows in self._groups for _text, button in rows if not button.isHidden()]

    def _focus_first(self) -> None:
        self._find.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_first(self) -> None:
        shown = self._shown()
        if shown and self._find.text().strip():
            shown[0].click()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move among the rows by arrows; from the first one up is the line to type in."""
        key, shown = Qt.Key(event.key()), self._shown()
        if key not in (*_DOWN, *_UP) or not shown:
            super().keyPressEvent(event)
            return
        here = next((i for i, button in enumerate(shown) if button.hasFocus()), -1)
        to = here + (1 if key in _DOWN else -1)
        (shown[min(to, len(shown) - 1)] if to >= 0 else self._find).setFocus(Qt.FocusReason.TabFocusReason)
