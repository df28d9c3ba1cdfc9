"""A few characters read off a label or wristband: typed by keys or by the number pad, whole at their full length."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from checklist.protocol.items import TextField
from checklist.protocol.values import Text, Value
from checklist.ui.items.editor import ItemEditor, Setting
from checklist.ui.theme import dress
from checklist.ui.typing_rules import Key

LONGEST = 12
"""Texts up to this length are typed here; longer ones are words."""


class CodeEditor(ItemEditor):
    """The field; ``completed`` once it is full."""

    def __init__(self, field: TextField, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self._entry = QLineEdit()
        dress(self._entry)
        self._entry.setMaxLength(field.max_length)
        self._entry.setObjectName(setting.id_of(field.id))
        self._entry.setAccessibleName(setting.name_of(field.label))
        self._entry.textEdited.connect(lambda _: self._typed())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._entry)
        self.setFocusProxy(self._entry)

    def _typed(self) -> None:
        self.changed.emit()
        if len(self._entry.text().strip()) == self._field.max_length:
            self.completed.emit()

    def type_key(self, key: str) -> None:
        """Apply one key of the number pad."""
        if key == Key.NEXT:
            self.completed.emit()
        elif key == Key.BACK:
            self._entry.backspace()
            self._typed()
        elif key.isdigit() and len(self._entry.text()) < self._field.max_length:
            self._entry.insert(key)
            self._typed()

    def value(self) -> Value | None:
        """Return the characters once there are enough of them."""
        text = self._entry.text().strip()
        return Text(text) if len(text) >= max(1, self._field.min_length) else None

    def text_for_draft(self) -> str:
        """Return what was typed."""
        return self._entry.text()

    def restore(self, text: str) -> None:
        """Put back what was typed."""
        self._entry.setText(text)

    def show_value(self, value: Value) -> None:
        """Show what was recorded."""
        if isinstance(value, Text):
            self._entry.setText(value.text)
