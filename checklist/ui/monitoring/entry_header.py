"""The line above the vital sign fields: its title and time, or one question about what was just typed.

A question is asked once and is no dialog; going on is the answer (D23).
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from checklist.ui.monitoring.words import ALERTNESS_SHORT
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.announce import announce
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.text import Text

_LEGEND = " · ".join(f"{level} {words}" for level, words in ALERTNESS_SHORT.items())

_FULL, _SHORT, _LIGHT = "Vital signs", "Vitals", "Light check, without the cuff"


class EntryHeader(QWidget):
    """Title and time of the set; a question in their place; or what the levels of alertness mean.

    Signals:
        time_pressed: Set the time of this set back.
        right_pressed: The value asked about is right.
        fix_pressed: It is not.
        line_pressed: Type the set as one string.
        light_pressed: A light check in place of the full set, or the full set again.
    """

    time_pressed = Signal()
    right_pressed = Signal()
    fix_pressed = Signal()
    line_pressed = Signal()
    light_pressed = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._time = Button("", "clock", Kind.QUIET, id="vitals.time")
        self._time.clicked.connect(self.time_pressed)
        line = Button("", "keyboard", Kind.QUIET, id="vitals.line", spoken="Type the set in one line")
        line.setToolTip("Ctrl+T")
        line.clicked.connect(self.line_pressed)
        self._light = Button("", "heart-pulse", Kind.QUIET, id="vitals.light", spoken=_LIGHT)
        self._light.setToolTip(_LIGHT)
        self._light.clicked.connect(self.light_pressed)
        self._light.hide()
        self._title = Text(_FULL, Role.CURRENT, wrap=False)
        self._question = Text("", Role.SECONDARY_STRONG, Token.CAUTION)
        self._question.setObjectName("vitals.question")
        right = Button("Right", None, Kind.PLAIN, id="vitals.right")
        fix = Button("Fix", None, Kind.PLAIN, id="vitals.fix")
        right.clicked.connect(self.right_pressed)
        fix.clicked.connect(self.fix_pressed)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(_row(self._title, self._light, line, self._time))
        self._stack.addWidget(_row(self._question, right, fix))
        self._stack.addWidget(_row(Text(_LEGEND, Role.AXIS, Token.INK2)))

    def set_time(self, text: str, *, back: bool) -> None:
        """Show the time of the set: now, or an earlier one it was set back to."""
        spoken = f"Time of this set {text}{', set back' if back else ''}. Change"
        if (text, spoken) != (self._time.label(), self._time.accessibleName()):
            self._time.set_label(text, spoken)
            self._time.set_kind(Kind.CAUTION if back else Kind.QUIET)

    def offer_light(self, offered: bool) -> None:
        """Offer a light check, or take the offer away."""
        self._light.setVisible(offered)
        self._entitle(on=False)

    def show_light(self, on: bool) -> None:
        """Say whether this is a light check."""
        self._entitle(on=on)
        self._light.set_kind(Kind.CAUTION if on else Kind.QUIET)
        self._light.set_label("", "Full set again" if on else _LIGHT)

    def _entitle(self, *, on: bool) -> None:
        """Name the set; in fewer letters where the light check's button needs the room."""
        full = _FULL if self._light.isHidden() else _SHORT
        self._title.show_text("Light" if on else full)

    def ask(self, question: str) -> None:
        """Ask about a value; empty text takes the question away."""
        if question:
            self._question.setText(question)
            announce(self, question)
        self._stack.setCurrentIndex(1 if question else 0)

    def is_asking(self) -> bool:
        """Return whether a question stands."""
        return self._stack.currentIndex() == 1

    def show_levels(self, shown: bool) -> None:
        """Say what the levels of alertness mean, unless a question stands."""
        if not self.is_asking():
            self._stack.setCurrentIndex(2 if shown else 0)


def _row(words: Text, *buttons: Button) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    layout.addWidget(words, 1)
    for button in buttons:
        layout.addWidget(button)
    return row
