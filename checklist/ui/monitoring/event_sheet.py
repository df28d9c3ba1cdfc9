"""Words for an event that is recorded already: closing the sheet keeps the timed event."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.text_field import NoteField


class EventSheet(Sheet):
    """Asks for words.

    Args:
        title: The event and its time, ``Medicine, 09:41``.
        asks: What the words should hold.

    Signals:
        earlier_pressed: It happened before the press.
    """

    earlier_pressed = Signal()

    def __init__(self, title: str, asks: str, parent: QWidget | None = None) -> None:
        super().__init__(title, id="sheet.event", primary="Add", cancel="Time only", parent=parent)
        self.body.addWidget(Text("The time is recorded.", Role.SECONDARY, Token.INK2))
        self._note = NoteField(asks, id="sheet.event.text", rows=3)
        self._note.text_changed.connect(lambda text: self.set_primary_enabled(bool(text.strip())))
        self.body.addWidget(self._note)
        earlier = Button("It was earlier", "clock", Kind.QUIET, id="sheet.event.earlier")
        earlier.clicked.connect(self.earlier_pressed)
        self.body.addWidget(earlier, 0, Qt.AlignmentFlag.AlignLeft)
        self.set_primary_enabled(False)

    def text(self) -> str:
        """Return the words typed."""
        return self._note.text()
