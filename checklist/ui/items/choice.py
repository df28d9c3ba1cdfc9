"""Choice: large buttons side by side, none chosen until one is pressed."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from checklist.protocol.items import ChoiceField
from checklist.protocol.values import Chosen, Value
from checklist.ui.items.editor import ItemEditor, Setting
from checklist.ui.widgets.choice import Choice, Option


class ChoiceEditor(ItemEditor):
    """One option of a few."""

    records_at_once = True

    def __init__(self, field: ChoiceField, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._codes = {option.code for option in field.options}
        options = tuple(Option(option.code, option.text) for option in field.options)
        name = setting.name_of(field.label)
        self._choice = Choice(options, name=name, id=setting.id_of(field.id))
        self._choice.chosen.connect(self._chosen)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._choice)
        self.setFocusProxy(self._choice.buttons()[0])

    def _chosen(self, _key: str) -> None:
        self.changed.emit()
        self.completed.emit()

    def value(self) -> Value | None:
        """Return the option chosen."""
        code = self._choice.value()
        return Chosen(code) if code is not None else None

    def text_for_draft(self) -> str:
        """Return the code chosen."""
        return self._choice.value() or ""

    def restore(self, text: str) -> None:
        """Choose the option kept, without recording."""
        if text in self._codes:
            self._choice.set_value(text)

    def show_value(self, value: Value) -> None:
        """Show the option recorded."""
        if isinstance(value, Chosen):
            self.restore(value.option)
