"""Signature: the sentence and the way to the PIN; the value comes only from the signing itself."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from checklist.protocol.items import SignatureField
from checklist.protocol.values import Value
from checklist.ui.items.editor import ItemEditor, Setting
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.text import Text


class SignatureEditor(ItemEditor):
    """A statement and a Sign button.

    Signals:
        sign_pressed: The field's id; the page asks for the PIN over the same statement.
    """

    sign_pressed = Signal(str)

    def __init__(self, field: SignatureField, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        name = "…" if field.other_person else setting.signer
        self._statement = Text(field.statement.replace("{name}", name), Role.SECONDARY, Token.INK2)
        words = f"Sign: {field.label}" if field.label else "Sign"
        self._button = Button(words, "pencil", Kind.PRIMARY, 56, id=setting.id_of(field.id))
        self._button.clicked.connect(lambda: self.sign_pressed.emit(field.id))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self._statement, 1)
        layout.addWidget(self._button)
        self.setFocusProxy(self._button)

    def value(self) -> Value | None:
        """Return None always: a signature is a command of its own."""
        return None

    def text_for_draft(self) -> str:
        """Return nothing: a signature cannot be half given."""
        return ""

    def restore(self, _text: str) -> None:
        """Do nothing: a signature cannot be half given."""

    def show_value(self, _value: Value) -> None:
        """Do nothing: a signature is never corrected."""
