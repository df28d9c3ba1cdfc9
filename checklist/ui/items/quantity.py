"""Quantity: one number field with its unit."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from checklist.protocol.items import QuantityField
from checklist.protocol.values import Quantity, Value
from checklist.ui import formats
from checklist.ui.items.editor import ItemEditor, Setting
from checklist.ui.items.unlikely import Likely
from checklist.ui.typing_rules import number_shape
from checklist.ui.widgets.number_field import NumberField


class QuantityEditor(ItemEditor):
    """A number typed or tapped; the outer range refuses at the digit, the inner one asks once."""

    def __init__(self, field: QuantityField, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self._name = setting.name_of(field.label)
        last = setting.prior.value.value if isinstance(setting.prior.value, Quantity) else None
        self._likely = Likely(self._name, field.inner_low, field.inner_high, last, field.decimals)
        old = f"{setting.prior.label} {formats.number(last)}" if last is not None else ""
        shape = number_shape(self._name, field.low, field.high, field.decimals)
        self._number = NumberField(self._name, shape, formats.unit(field.unit), id=setting.id_of(field.id), old=old)
        self._number.textChanged.connect(lambda _: self.changed.emit())
        self._number.completed.connect(self.completed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._number)
        self.setFocusProxy(self._number)

    def value(self) -> Value | None:
        """Return the number with its unit once it is whole and inside the outer range."""
        text = self._number.value()
        return Quantity(text, self._field.unit) if text else None

    def text_for_draft(self) -> str:
        """Return what was typed."""
        return self._number.text()

    def restore(self, text: str) -> None:
        """Put back what was typed."""
        self._number.set_value(text)

    def show_value(self, value: Value) -> None:
        """Show the number recorded."""
        if isinstance(value, Quantity):
            self._number.set_value(value.value)

    def question(self) -> str:
        """Return the question for an unlikely number."""
        text = self._number.value()
        return self._likely.question(text, typing=self._number.is_active()) if text else ""

    def number_fields(self) -> tuple[NumberField, ...]:
        """Return the one field."""
        return (self._number,)
