"""Text: words as typed."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from checklist.protocol.items import TextField as Field
from checklist.protocol.values import Text, Value
from checklist.ui.items.editor import ItemEditor, Setting
from checklist.ui.widgets.text_field import NoteField, TextField

_ONE_LINE = 120


class TextEditor(ItemEditor):
    """One line of words, or a few where the protocol allows long ones."""

    def __init__(self, field: Field, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        name, id = setting.name_of(field.label), setting.id_of(field.id)
        self._input: TextField | NoteField
        if field.max_length <= _ONE_LINE:
            line = TextField(name, id=id)
            line.entered.connect(self.completed)
            self._input = line
        else:
            self._input = NoteField(name, id=id, rows=2)
        self._input.text_changed.connect(lambda _: self._typed())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._input)
        self.setFocusProxy(self._input)

    def _typed(self) -> None:
        over = len(self._input.text().strip()) - self._field.max_length
        self._input.set_message(f"{over} characters too long" if over > 0 else "")
        self.changed.emit()

    def value(self) -> Value | None:
        """Return the words without space around them, once they are long enough and not too long."""
        text = self._input.text().strip()
        fits = max(1, self._field.min_length) <= len(text) <= self._field.max_length
        return Text(text) if fits else None

    def text_for_draft(self) -> str:
        """Return the words as they stand."""
        return self._input.text()

    def restore(self, text: str) -> None:
        """Put back the words."""
        self._input.set_text(text)

    def show_value(self, value: Value) -> None:
        """Show the words recorded."""
        if isinstance(value, Text):
            self._input.set_text(value.text)
