"""What was left out of a set, asked once for all of it: not taken, could not be obtained, or enter it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from checklist.protocol.items.vitals import MissingReason
from checklist.ui.items import OpenPart
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.announce import announce
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.text import Text


class MissingAsk(QWidget):
    """Stands in the place of the number keys while it asks.

    Signals:
        answered: Reason code, ``not_taken`` or ``could_not_obtain``.
        enter_pressed: Go back and type it.
    """

    answered = Signal(str)
    enter_pressed = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._question = Text("", Role.CURRENT, Token.CAUTION)
        self._question.setObjectName("vitals.missing")
        not_taken = Button("Not taken", None, Kind.PLAIN, 56, id="vitals.not_taken")
        not_obtained = Button("Could not obtain", None, Kind.PLAIN, 56, id="vitals.not_obtained")
        enter = Button("Enter", "pencil", Kind.PRIMARY, 56, id="vitals.enter")
        not_taken.clicked.connect(lambda: self.answered.emit(MissingReason.NOT_TAKEN.value))
        not_obtained.clicked.connect(lambda: self.answered.emit(MissingReason.COULD_NOT_OBTAIN.value))
        enter.clicked.connect(self.enter_pressed)
        self._first = not_taken
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self._question)
        layout.addWidget(not_taken)
        layout.addWidget(not_obtained)
        layout.addWidget(Text("Could not obtain counts as an abnormal reading.", Role.LABEL, Token.INK2))
        layout.addStretch(1)
        layout.addWidget(enter)

    def ask(self, parts: Sequence[OpenPart]) -> None:
        """Ask about the parts that were left out."""
        names = [part.name if not at else _inside(part.name) for at, part in enumerate(parts)]
        listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
        self._question.setText(f"{listed} not taken?")
        announce(self, self._question.text())
        self._first.setFocus()


def _inside(name: str) -> str:
    """Return a name as it stands inside a sentence; SpO₂ keeps its capitals."""
    return name if any(sign.isupper() for sign in name[1:]) else name[:1].lower() + name[1:]
