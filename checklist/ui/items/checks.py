"""Set: several options to tick; a set of confirms, or a multiple choice with an explicit none."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from checklist.protocol.items import ChecksField
from checklist.protocol.values import ChosenSet, Value
from checklist.ui import formats
from checklist.ui.answers import is_set_of_confirms
from checklist.ui.items.editor import ItemEditor, Setting
from checklist.ui.widgets.checks import ChecksSet
from checklist.ui.widgets.choice import Option

_ONE_COLUMN, _TWO_COLUMNS = 3, 6
"""Longest sets that are shown as one column and as two; a longer one takes three."""


def _columns(count: int) -> int:
    if count <= _ONE_COLUMN:
        return 1
    return 2 if count <= _TWO_COLUMNS else 3


class ChecksEditor(ItemEditor):
    """Ticks, none of them set at the start."""

    def __init__(self, field: ChecksField, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        none = field.none_of_these
        self._set = ChecksSet(
            tuple(Option(option.code, option.text) for option in field.options),
            Option(none.code, none.text) if none is not None else None,
            name=setting.name_of(field.label),
            id=setting.id_of(field.id),
            columns=_columns(len(field.options)),
        )
        self._set.changed.connect(self.changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._set)
        self.setFocusProxy(self._set.rows()[0])

    def value(self) -> Value | None:
        """Return the ticks in the protocol's order, or None while there are too few."""
        ticked = self._set.value()
        none = self._field.none_of_these
        if ticked is None:
            return None
        if not ticked:
            return ChosenSet((none.code,)) if none is not None else None
        return ChosenSet(ticked) if len(ticked) >= self._field.at_least else None

    def left_words(self) -> str:
        """Return how many confirms are not ticked; a set of confirms is meant to be whole."""
        if not is_set_of_confirms(self._field):
            return ""
        open_ones = len(self._field.options) - len(self._set.value() or ())
        return f"{formats.grouped_int(open_ones)} not ticked" if open_ones else ""

    def text_for_draft(self) -> str:
        """Return the codes ticked, with spaces between."""
        ticked = self._set.value()
        if ticked is None:
            return ""
        none = self._field.none_of_these
        return " ".join(ticked) or (none.code if none is not None else "")

    def restore(self, text: str) -> None:
        """Tick what was kept."""
        none = self._field.none_of_these
        codes = text.split()
        if none is not None and codes == [none.code]:
            self._set.set_value(())
        elif codes:
            self._set.set_value(tuple(o.code for o in self._field.options if o.code in codes))

    def show_value(self, value: Value) -> None:
        """Show the ticks recorded."""
        if isinstance(value, ChosenSet):
            self.restore(" ".join(value.options))
