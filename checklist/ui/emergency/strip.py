"""The red strip over every page while an emergency runs: chair, list and clock, never a name; one press opens it."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.card import Panel
from checklist.ui.widgets.icon_mark import IconMark
from checklist.ui.widgets.text import Text


class StripFacts(msgspec.Struct, frozen=True):
    """One running emergency: where it is kept, ``Chair 3: Low blood pressure``, and its clock."""

    key: str
    text: str
    clock: str


class EmergencyStrip(Panel):
    """The strip; hidden while nothing runs. The newest emergency is shown, more are counted.

    Signals:
        opened: Key of the emergency to open.
    """

    opened = Signal(str)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(Token.ALARM_FILL, parent=parent)
        self.setObjectName("emergency.strip")
        self._key = ""
        self._text = Text("", Role.STRONG, Token.ON_ALARM)
        self._clock = Text("", Role.VITAL, Token.ON_ALARM, wrap=False)
        self._open = Button("Open", "arrow-right", Kind.DANGER, 48, id="emergency.strip.open")
        self._open.clicked.connect(lambda: self.opened.emit(self._key))
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 1, 12, 1)
        row.setSpacing(14)
        row.addWidget(IconMark("siren", Token.ON_ALARM, 24))
        row.addWidget(self._text, 1)
        row.addWidget(self._clock)
        row.addWidget(self._open)
        self.hide()

    def show_running(self, running: tuple[StripFacts, ...]) -> None:
        """Show what runs, the newest last in the list; paints only what changed."""
        if not running:
            if not self.isHidden():
                self.hide()
            return
        newest = running[-1]
        more = f", and {len(running) - 1} more" if len(running) > 1 else ""
        words = f"Emergency. {newest.text}{more}"
        self._key = newest.key
        if words != self._text.text():
            self._text.setText(words)
            self.setAccessibleName(words)
            self._open.set_label("Open", f"Open: {newest.text}")
        if newest.clock != self._clock.text():
            self._clock.setText(newest.clock)
        if self.isHidden() and self.parentWidget() is not None:
            self.show()
