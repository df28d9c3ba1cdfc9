"""A short scale of a questionnaire: the question on the left, its few numbers on the right; a digit answers too."""

from __future__ import annotations

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from checklist.protocol.items import ScoreField
from checklist.protocol.values import Score, Value
from checklist.ui import formats
from checklist.ui.items.editor import ItemEditor, Setting
from checklist.ui.tokens import Role
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.text import Text

_MOST_LEVELS = 5


def is_scale(field: ScoreField, setting: Setting) -> bool:
    """Return whether a score is one of the questions of a questionnaire: few levels without words, one of several."""
    questions = sum(isinstance(other, ScoreField) for other in setting.line.fields)
    return questions > 1 and bool(field.label) and not field.anchors and field.high - field.low < _MOST_LEVELS


class ScaleEditor(ItemEditor):
    """One question and its numbers."""

    records_at_once = True

    def __init__(self, field: ScoreField, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self._group = QButtonGroup(self)
        self._levels: dict[int, Button] = {}
        words = Text(field.label, Role.ITEM)
        words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(words, 1)
        for level in range(field.low, field.high + 1):
            row.addWidget(self._button(level, setting))
        self.setFocusProxy(next(iter(self._levels.values())))

    def _button(self, level: int, setting: Setting) -> Button:
        shown = formats.number(level)
        spoken = f"{shown}, {self._field.label}"
        button = Button(shown, None, Kind.PLAIN, 56, id=f"{setting.id_of(self._field.id)}.{level}", spoken=spoken)
        button.set_least_width(56)
        button.setCheckable(True)
        button.clicked.connect(lambda _on: self._chosen())
        self._group.addButton(button)
        self._levels[level] = button
        return button

    def _chosen(self) -> None:
        self.changed.emit()
        self.completed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer with a digit."""
        typed = event.text()
        button = self._levels.get(int(typed)) if typed.isascii() and typed.isdigit() else None
        if button is None:
            event.ignore()
            return
        button.setChecked(True)
        self._chosen()

    def value(self) -> Value | None:
        """Return the number chosen."""
        level = next((level for level, button in self._levels.items() if button.isChecked()), None)
        return Score(level) if level is not None else None

    def text_for_draft(self) -> str:
        """Return the number chosen."""
        value = self.value()
        return str(value.value) if isinstance(value, Score) else ""

    def restore(self, text: str) -> None:
        """Choose the number kept, without recording."""
        if text.isascii() and text.isdigit() and int(text) in self._levels:
            self._levels[int(text)].setChecked(True)

    def show_value(self, value: Value) -> None:
        """Show the number recorded."""
        if isinstance(value, Score):
            self.restore(str(value.value))
