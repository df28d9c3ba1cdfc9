"""Fields that are typed one after the other: which one is active, moving on by itself, the number pad."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal

from checklist.ui.widgets.keypad import Keypad
from checklist.ui.widgets.number_field import NumberField


class FieldGroup(QObject):
    """Leads typing from field to field.

    Args:
        fields: In the order of typing.
        keypad: The pad that types into the active field.
        parent: Owner; the page, so that the group lives as long.

    Signals:
        changed: A value changed.
        finished: The last field is full, or was left with Next.
    """

    changed = Signal()
    finished = Signal()

    def __init__(
        self, fields: Sequence[NumberField], keypad: Keypad | None = None, *, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._fields = tuple(fields)
        self._keypad = keypad
        self._active: NumberField | None = None
        for field in self._fields:
            field.value_changed.connect(self._on_value)
            field.completed.connect(self._on_completed)
            field.activated.connect(self._on_activated)
        if keypad is not None:
            keypad.pressed.connect(self._on_key)

    def active(self) -> NumberField | None:
        """Return the field the number keys type into."""
        return self._active

    def activate(self, field: NumberField | None = None) -> None:
        """Make a field active and give it the keyboard; the first one that is not complete by default."""
        chosen = field or self._first_open()
        if chosen is not None:
            self._mark(chosen)
            chosen.setFocus(Qt.FocusReason.OtherFocusReason)

    def values(self) -> dict[str, str]:
        """Return the complete values by the fields' ids."""
        return {field.objectName(): field.value() for field in self._fields if field.value()}

    def all_complete(self) -> bool:
        """Return whether every field holds a number inside its outer range."""
        return all(field.is_complete() for field in self._fields)

    def clear(self) -> None:
        """Empty every field."""
        for field in self._fields:
            field.clear_value()

    def _first_open(self) -> NumberField | None:
        return next((f for f in self._fields if f.isEnabled() and not f.is_complete()), None)

    def _mark(self, field: NumberField) -> None:
        for other in self._fields:
            if other is not field and other.is_active():
                other.set_active(False)
        self._active = field
        field.set_active(True)
        if self._keypad is not None:
            self._keypad.set_point_enabled(field.takes_point())

    def _on_activated(self) -> None:
        field = self.sender()
        if isinstance(field, NumberField):
            self._mark(field)

    def _on_value(self, _value: str) -> None:
        self.changed.emit()

    def _on_key(self, key: str) -> None:
        field = self._active or self._first_open()
        if field is None:
            return
        if field is not self._active:
            self._mark(field)
        field.type_key(key)

    def _on_completed(self) -> None:
        if self._active is None:
            return
        later = self._fields[self._fields.index(self._active) + 1 :]
        following = next((f for f in later if f.isEnabled() and not f.is_complete()), None)
        if following is None:
            self.finished.emit()
        else:
            self.activate(following)
