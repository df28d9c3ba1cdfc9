"""Confirm: one large button with the protocol's own word."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from checklist.protocol.items import ConfirmField
from checklist.protocol.values import Confirmed, Value
from checklist.ui.items.editor import ItemEditor, Setting
from checklist.ui.widgets.button import Button, Kind

_KEPT = "confirmed"


class ConfirmEditor(ItemEditor):
    """A button to press; pressed again it is open again."""

    records_at_once = True

    def __init__(self, field: ConfirmField, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        spoken = f"{field.label}: {setting.line.text}"
        self._button = Button(field.label, "check", Kind.TILE, 56, id=setting.id_of(field.id), spoken=spoken)
        self._button.setCheckable(True)
        self._button.clicked.connect(self._pressed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._button)
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
