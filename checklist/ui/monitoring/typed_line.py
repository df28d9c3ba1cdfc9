"""The whole set as one typed string, for those who prefer the keyboard; read back in words before it is recorded.

What a string says is decided by ``ui.typed_set``; nothing is taken before it is right as a whole.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checklist.protocol.items import VitalsField
from checklist.ui.tokens import Role, Token
from checklist.ui.typed_set import EXAMPLE, TypedSet, Wrong, read_set, set_words, wrong_words
from checklist.ui.widgets.announce import announce
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.text_field import TextField


class TypedLine(QWidget):
    """Stands in the place of the number keys while it is used.

    Args:
        field: The vital signs asked.
        question: Gives what to ask once about a whole string, or empty.

    Signals:
        entered: A ``TypedSet`` is to be recorded.
        changed: Something was typed.
        closed: Back to the number keys.
    """

    entered = Signal(object)
    changed = Signal()
    closed = Signal()

    def __init__(
        self, field: VitalsField, question: Callable[[TypedSet], str], *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._field, self._question = field, question
        self._entry = TextField("Pressure, pulse, SpO₂, breaths", id="vitals.typed", placeholder=EXAMPLE)
        self._back = Text("", Role.ITEM)
        self._back.setObjectName("vitals.typed.back")
        self._next = Text("", Role.LABEL, Token.INK2)
        self._record = Button("Record", "check", Kind.PRIMARY, 56, id="vitals.typed.record")
        keys = Button("Keys", None, Kind.PLAIN, 56, id="vitals.typed.keys", spoken="Back to the number keys")
        self._entry.text_changed.connect(self._on_text)
        self._record.clicked.connect(self.record)
        keys.clicked.connect(self.closed)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._record, 1)
        foot.addWidget(keys)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for part in (self._entry, self._back, self._next):
            layout.addWidget(part)
        layout.addStretch(1)
        layout.addLayout(foot)
        self._show()

    def text(self) -> str:
        """Return what was typed."""
        return self._entry.text()

    def set_text(self, text: str) -> None:
        """Put back a draft, or empty the line."""
        self._entry.set_text(text)

    def begin(self) -> None:
        """Put the keyboard into the line."""
        self._entry.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def record(self) -> None:
        """Hand the string over where it is right as a whole; else say what is wrong with it."""
        found = read_set(self._field, self.text())
        if isinstance(found, TypedSet):
            self.entered.emit(found)
        elif isinstance(found, Wrong):
            self._say(wrong_words(found), Token.CAUTION)
            announce(self, wrong_words(found), assertive=True)

    def _on_text(self, _text: str) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        found = read_set(self._field, self._entry.input.text())
        self._record.setEnabled(isinstance(found, TypedSet))
        if isinstance(found, TypedSet):
            self._show_whole(found)
        elif isinstance(found, Wrong) and not found.unfinished:
            self._say(wrong_words(found), Token.CAUTION)
        else:
            self._say("", Token.INK, "Then alertness 0 to 5, if it is taken. Esc: back to the keys.")

    def _show_whole(self, found: TypedSet) -> None:
        question = self._question(found)
        left = ", ".join(part.label for part in found.left)
        self._say(
            f"{set_words(self._field, found)}.",
            Token.CAUTION if question else Token.INK,
            " ".join(filter(None, (question, f"Not typed: {left}." if left else "", "Enter records."))),
        )

    def _say(self, words: str, token: Token, then: str = "") -> None:
        self._back.set_token(token)
        self._back.setText(words)
        self._next.setText(then)
        self._entry.input.setAccessibleDescription(f"{words} {then}".strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the line by Esc; Enter goes on to the page, which records."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
