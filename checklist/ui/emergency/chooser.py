"""The chooser: every emergency list as one large tile, the likeliest first. Nothing is recorded until one is picked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from checklist.protocol.branches import Branch
from checklist.ui.emergency.list_tile import ListTile
from checklist.ui.theme import px
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.card import Panel
from checklist.ui.widgets.icon_mark import IconMark
from checklist.ui.widgets.scroll import Scroll
from checklist.ui.widgets.text import Text

_COLUMNS = 2
_PICK = "Call for help first. Then pick the list that fits."
_NO_LISTS = "Call for help first. This session's checklist holds no emergency lists: use the clinic's printed ones."


class Chooser(QWidget):
    """First the chair where several are in use, then the lists.

    Signals:
        picked: Id of the branch.
        chair_picked: Number of the chair; 0 for none of them.
        left: Leave without picking.
    """

    picked = Signal(str)
    chair_picked = Signal(int)
    left = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("emergency.chooser")
        self._title = Text("Emergency", Role.TITLE, Token.ON_ALARM)
        self._where = Text("", Role.ITEM, Token.ON_ALARM)
        head = Panel(Token.ALARM_FILL)
        across = QHBoxLayout(head)
        across.setContentsMargins(20, 12, 20, 12)
        across.setSpacing(14)
        across.addWidget(IconMark("siren", Token.ON_ALARM, 28))
        across.addWidget(self._title)
        across.addStretch(1)
        across.addWidget(self._where)
        self._call = Text(_PICK, Role.STRONG)
        self._tiles = QWidget()
        self._grid = QGridLayout(self._tiles)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(10)
        for one in range(_COLUMNS):
            self._grid.setColumnStretch(one, 1)
        self._buttons: list[ListTile] = []
        self._leave = Button("No emergency", "arrow-left", Kind.PLAIN, 56, id="emergency.leave")
        self._leave.clicked.connect(self.left)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(12)
        column.addWidget(self._call)
        column.addWidget(self._tiles)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 0, 20, 14)
        foot.addWidget(self._leave)
        foot.addStretch(1)
        foot.addWidget(Text("Nothing is recorded until a list is picked.", Role.SECONDARY, Token.INK2))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(Scroll(inside), 1)
        layout.addLayout(foot)

    def ask_list(self, branches: Sequence[Branch], where: str) -> None:
        """Offer the lists.

        Args:
            branches: In the protocol's order.
            where: ``Chair 3``, or words where no session runs.
        """
        self._where.setText(where)
        self._call.setText(_PICK if branches else _NO_LISTS)
        self._offer([(branch.title, f"emergency.pick.{branch.id}", branch.trigger) for branch in branches])
        for button, branch in zip(self._buttons, branches, strict=True):
            button.clicked.connect(lambda _on=False, id=branch.id: self.picked.emit(id))

    def ask_chair(self, chairs: Sequence[int]) -> None:
        """Ask for the chair first: several are in use."""
        self._where.setText("")
        self._call.setText("Call for help first. Which chair?")
        named = [(f"Chair {chair}", chair) for chair in chairs] + [("Somebody else", 0)]
        self._offer([(text, f"emergency.chair.{chair}", "") for text, chair in named])
        for button, (_, chair) in zip(self._buttons, named, strict=True):
            button.clicked.connect(lambda _on=False, number=chair: self.chair_picked.emit(number))

    def _offer(self, tiles: Sequence[tuple[str, str, str]]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._buttons = []
        rows = (len(tiles) + _COLUMNS - 1) // _COLUMNS
        for place, (text, name, trigger) in enumerate(tiles):
            button = ListTile(text, trigger, id=name)
            self._grid.addWidget(button, place % rows, place // rows)
            self._buttons.append(button)

    def focus(self) -> None:
        """Put the keyboard on the first tile."""
        if self._buttons:
            self._buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def restyle(self) -> None:
        """Take the text size of the theme now in force."""
        self.setMinimumWidth(px(600))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves; arrows move among the tiles."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        rows = (len(self._buttons) + _COLUMNS - 1) // _COLUMNS
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -rows, Qt.Key.Key_Right: rows}
        step = steps.get(Qt.Key(event.key()))
        at = next((place for place, button in enumerate(self._buttons) if button.hasFocus()), None)
        if step is not None and at is not None and 0 <= at + step < len(self._buttons):
            self._buttons[at + step].setFocus(Qt.FocusReason.TabFocusReason)
        elif step is None:
            super().keyPressEvent(event)
