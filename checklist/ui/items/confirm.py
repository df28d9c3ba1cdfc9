"""Confirm: one large button with the protocol's own word; beside other fields a row to tick."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from checklist.protocol.items import ConfirmField, SignatureField
from checklist.protocol.values import Confirmed, Value
from checklist.ui.items.editor import ItemEditor, Setting
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.checks import CheckRow

_KEPT = "confirmed"


class ConfirmEditor(ItemEditor):
    """A button to press; pressed again it is open again."""

    records_at_once = True

    def __init__(self, field: ConfirmField, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._button = _button(field, setting)
        self._button.clicked.connect(self._pressed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._button)
        if isinstance(self._button, Button):
            layout.addStretch(1)
        self.setFocusProxy(self._button)

    def _pressed(self) -> None:
        self.changed.emit()
        if self._button.isChecked():
            self.completed.emit()

    def value(self) -> Value | None:
        """Return ``Confirmed`` while pressed."""
        return Confirmed() if self._button.isChecked() else None

    def text_for_draft(self) -> str:
        """Return a mark while pressed."""
        return _KEPT if self._button.isChecked() else ""

    def restore(self, text: str) -> None:
        """Press it again without recording."""
        self._button.setChecked(text == _KEPT)

    def show_value(self, value: Value) -> None:
        """Show it pressed."""
        self._button.setChecked(isinstance(value, Confirmed))


def _button(field: ConfirmField, setting: Setting) -> QAbstractButton:
    id = setting.id_of(field.id)
    if sum(not isinstance(other, SignatureField) for other in setting.line.fields) > 1:
        return CheckRow(field.label, id=id)
    spoken = f"{field.label}: {setting.line.text}"
    button = Button(field.label, "check", Kind.PLAIN, 56, id=id, spoken=spoken)
    button.setCheckable(True)
    return button
