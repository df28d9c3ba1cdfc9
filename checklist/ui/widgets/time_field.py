"""A time of day: typed as hours and minutes, or "now" with one press."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from checklist.ui.typing_rules import TIME_SHAPE
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.number_field import NumberField

NOW = "now"


class TimeField(QWidget):
    """Field for ``HH:MM`` with a Now button beside it.

    Args:
        label: What time it is.
        id: Stable id; the field is ``<id>.time``, the button ``<id>.now``.
        offer_now: False leaves the Now button out.
        parent: Owner.

    Attributes:
        field: The number field, for a ``FieldGroup``.

    Signals:
        value_changed: ``HH:MM``, ``now`` or empty.
        completed: A whole time is in, or Now was pressed.
    """

    value_changed = Signal(str)
    completed = Signal()

    def __init__(self, label: str, *, id: str, offer_now: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(id)
        self.field = NumberField(label, TIME_SHAPE, id=f"{id}.time")
        self._now = Button("Now", "clock", Kind.PLAIN, 56, id=f"{id}.now", spoken=f"{label}, now")
        self._now.setCheckable(True)
        if not offer_now:
            self._now.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.field, 1)
        layout.addWidget(self._now)
        self.field.value_changed.connect(self._on_typed)
        self.field.completed.connect(self.completed)
        self._now.clicked.connect(self._on_now)

    def value(self) -> str:
        """Return ``HH:MM``, ``now``, or empty while nothing is whole."""
        return NOW if self._now.isChecked() else self.field.value()

    def set_value(self, value: str) -> None:
        """Show a draft or the answer that is being corrected."""
        self._now.setChecked(value == NOW)
        self.field.set_value("" if value == NOW else value)

    def _on_typed(self, value: str) -> None:
        if value:
            self._now.setChecked(False)
        self.value_changed.emit(self.value())

    def _on_now(self) -> None:
        if self._now.isChecked():
            self.field.clear_value()
        self.value_changed.emit(self.value())
        if self._now.isChecked():
            self.completed.emit()
