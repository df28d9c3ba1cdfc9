"""What was left out of a set, asked once for all of it or part by part: why it was not taken, or enter it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checklist.protocol.items.vitals import MissingReason
from checklist.ui.items import OpenPart
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.announce import announce
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.text import Text

_REASONS = {
    MissingReason.NOT_TAKEN: ("Not taken", "not_taken"),
    MissingReason.REFUSED: ("Refused", "refused"),
    MissingReason.COULD_NOT_OBTAIN: ("Could not obtain", "not_obtained"),
    MissingReason.EQUIPMENT: ("Equipment failed", "equipment"),
}


class MissingAsk(QWidget):
    """Stands in the place of the number keys while it asks.

    Signals:
        answered: The codes of the parts asked about, and the reason code.
        enter_pressed: Go back and type it.
    """

    answered = Signal(tuple, str)
    enter_pressed = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[OpenPart, ...] = ()
        self._asked: tuple[OpenPart, ...] = ()
        self._question = Text("", Role.CURRENT, Token.CAUTION)
        self._question.setObjectName("vitals.missing")
        buttons = {reason: self._reason(reason) for reason in _REASONS}
        self._first = buttons[MissingReason.NOT_TAKEN]
        self._single = Button("One by one", None, Kind.PLAIN, 56, id="vitals.one_by_one")
        self._single.clicked.connect(lambda: self._ask_about(self._parts[:1]))
        enter = Button("Enter", "pencil", Kind.PRIMARY, 56, id="vitals.enter")
        enter.clicked.connect(self.enter_pressed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._question)
        layout.addLayout(_row(self._first, buttons[MissingReason.REFUSED]))
        layout.addWidget(buttons[MissingReason.EQUIPMENT])
        layout.addWidget(buttons[MissingReason.COULD_NOT_OBTAIN])
        layout.addWidget(Text("Could not obtain counts as abnormal.", Role.LABEL, Token.INK2))
        layout.addStretch(1)
        layout.addLayout(_row(self._single, enter))

    def _reason(self, reason: MissingReason) -> Button:
        words, name = _REASONS[reason]
        button = Button(words, None, Kind.PLAIN, 56, id=f"vitals.{name}")
        button.clicked.connect(lambda: self.answered.emit(tuple(part.code for part in self._asked), reason.value))
        return button

    def ask(self, parts: Sequence[OpenPart]) -> None:
        """Ask about the parts that were left out: together at first, in turn once "One by one" was pressed."""
        in_turn = len(self._asked) == 1 < len(self._parts) and {*parts} < {*self._parts}
        self._parts = tuple(parts)
        self._ask_about(self._parts[:1] if in_turn else self._parts)

    def _ask_about(self, parts: tuple[OpenPart, ...]) -> None:
        self._asked = parts
        self._single.setEnabled(len(parts) > 1)
        names = [part.name if not at else _inside(part.name) for at, part in enumerate(parts)]
        listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
        self._question.setText(f"{listed} not taken?")
        announce(self, self._question.text())
        self._first.setFocus()


def _row(*buttons: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for button in buttons:
        row.addWidget(button, 1)
    return row


def _inside(name: str) -> str:
    """Return a name as it stands inside a sentence; SpO₂ keeps its capitals."""
    return name if any(sign.isupper() for sign in name[1:]) else name[:1].lower() + name[1:]
