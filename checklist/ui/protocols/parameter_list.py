"""The parameters of a version with a search over them; up and down lead from row to row."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checklist.protocol.model import Parameter, Protocol
from checklist.ui import formats
from checklist.ui.audit.search_box import SearchBox
from checklist.ui.protocols import words
from checklist.ui.protocols.parameter_row import ParameterHead, ParameterRow
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Button
from checklist.ui.widgets.scroll import Scroll
from checklist.ui.widgets.text import Text

_STEP = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class ParameterList(QWidget):
    """The list.

    Args:
        parent: Owner.

    Signals:
        pressed: A ``Parameter`` of the version shown.
    """

    pressed = Signal(object)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[Parameter, ParameterRow]] = []
        self.search = SearchBox("parameter, value or source", id="protocols.search")
        self.search.input.textChanged.connect(lambda _text: self._filter())
        self._count = Text("", Role.LABEL, Token.INK2, wrap=False)
        self._count.setObjectName("protocols.count")
        self._empty = Text("", Role.ITEM, Token.INK2)
        self._clear = Button("Clear the search", id="protocols.clear_search")
        self._clear.clicked.connect(self._clear_search)
        self._inner = QWidget()
        self._column = QVBoxLayout(self._inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self._head = ParameterHead(self._inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.search, 1)
        top.addWidget(self._count)
        layout.addLayout(top)
        layout.addWidget(self._head)
        layout.addWidget(self._empty)
        layout.addWidget(self._clear, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(Scroll(self._inner), 1)

    def show_parameters(self, held: Protocol, published: Protocol) -> None:
        """Show the parameters of a version beside the published one it rests on."""
        defaults = {parameter.id: parameter for parameter in published.parameters}
        focused = next((parameter.id for parameter, row in self._rows if row.hasFocus()), "")
        for _, row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = []
        for parameter in held.parameters:
            row = ParameterRow(parameter, defaults.get(parameter.id, parameter), parent=self._inner)
            row.clicked.connect(lambda _on=False, chosen=parameter: self.pressed.emit(chosen))
            self._column.insertWidget(self._column.count() - 1, row)
            self._rows.append((parameter, row))
            if parameter.id == focused:
                row.setFocus()
        self._filter()

    def _filter(self) -> None:
        text = self.search.text()
        shown = 0
        for parameter, row in self._rows:
            fits = words.matches(parameter, text)
            row.setVisible(fits)
            shown += fits
        total = formats.counted(len(self._rows), "parameter")
        self._count.show_text(f"{shown} of {total}" if text else total)
        self._empty.show_text("" if shown else self._why_empty(text))
        self._clear.setVisible(bool(text) and not shown)
        self._head.setVisible(shown > 0)

    def _why_empty(self, text: str) -> str:
        return f'No parameter holds "{text}".' if self._rows else "This version has no parameters."

    def _clear_search(self) -> None:
        self.search.input.clear()
        self.search.input.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move between rows by up and down."""
        step = _STEP.get(Qt.Key(event.key()))
        rows = [row for _, row in self._rows if row.isVisible()]
        here = next((place for place, row in enumerate(rows) if row.hasFocus()), None)
        if step is None or here is None or not 0 <= here + step < len(rows):
            event.ignore()
            return
        rows[here + step].setFocus(Qt.FocusReason.TabFocusReason)
