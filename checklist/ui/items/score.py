"""Score: buttons where every level has words, else a number field; a sum is shown, or typed where the line says so."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from checklist.protocol.items import ScoreField
from checklist.protocol.values import Score, Value
from checklist.ui import formats
from checklist.ui.items.editor import ItemEditor, Setting
from checklist.ui.tokens import Role
from checklist.ui.typing_rules import number_shape
from checklist.ui.widgets.choice import Choice, Option
from checklist.ui.widgets.number_field import NumberField
from checklist.ui.widgets.text import Text


def has_words_for_each(field: ScoreField) -> bool:
    """Return whether every level from low to high has an anchor."""
    said = {anchor.code for anchor in field.anchors}
    return all(str(level) in said for level in range(field.low, field.high + 1))


def is_scale_to(field: ScoreField) -> bool:
    """Return whether the highest number says something: a scale begins at nothing; a count only ends somewhere."""
    return field.low <= 0 and set(str(field.high)) != {"9"}


def _level_words(code: str, text: str) -> str:
    """Return a level with its number in front, unless its words begin with it (``2 of 4``)."""
    return text if text.split(" ", 1)[0] == code else f"{formats.number(code)}  {text}"


class ScoreEditor(ItemEditor):
    """A whole number on a scale."""

    def __init__(self, field: ScoreField, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self._name = setting.name_of(field.label)
        self._choice: Choice | None = None
        self._number: NumberField | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._levels(setting) if has_words_for_each(field) else self._digits(setting))

    def _levels(self, setting: Setting) -> QWidget:
        self.records_at_once = True
        options = tuple(
            Option(anchor.code, _level_words(anchor.code, anchor.text))
            for anchor in sorted(self._field.anchors, key=lambda anchor: int(anchor.code))
        )
        choice = Choice(options, name=self._name, id=setting.id_of(self._field.id))
        choice.chosen.connect(self._chosen)
        self.setFocusProxy(choice.buttons()[0])
        self._choice = choice
        return choice

    def _digits(self, setting: Setting) -> QWidget:
        prior = setting.prior
        old = f"{prior.label} {formats.number(prior.value.value)}" if isinstance(prior.value, Score) else ""
        shape = number_shape(self._name, str(self._field.low), str(self._field.high))
        unit = f"of {formats.number(self._field.high)}" if is_scale_to(self._field) else ""
        number = NumberField(self._name, shape, unit, id=setting.id_of(self._field.id), old=old)
        number.value_changed.connect(lambda _: self.changed.emit())
        number.completed.connect(self.completed)
        self.setFocusProxy(number)
        self._number = number
        return number

    def _chosen(self, _key: str) -> None:
        self.changed.emit()
        self.completed.emit()

    def _text(self) -> str:
        if self._choice is not None:
            return self._choice.value() or ""
        return self._number.text() if self._number is not None else ""

    def value(self) -> Value | None:
        """Return the level."""
        text = self._number.value() if self._number is not None else self._text()
        return Score(int(text)) if text else None

    def text_for_draft(self) -> str:
        """Return the level, half-typed too."""
        return self._text()

    def restore(self, text: str) -> None:
        """Put back the level kept."""
        if self._number is not None:
            self._number.set_value(text)
        elif self._choice is not None and any(text == anchor.code for anchor in self._field.anchors):
            self._choice.set_value(text)

    def show_value(self, value: Value) -> None:
        """Show the level recorded."""
        if isinstance(value, Score):
            self.restore(str(value.value))

    def number_fields(self) -> tuple[NumberField, ...]:
        """Return the field, where there is one."""
        return (self._number,) if self._number is not None else ()


class TotalEditor(ScoreEditor):
    """The sum of other scores of the line, worked out once all are there, or typed off a paper form."""

    def __init__(self, field: ScoreField, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(field, setting, parent)
        self._computed = ""

    def set_sum(self, number: int | None) -> None:
        """Show the sum; where a part is missing again, take back what was worked out."""
        before, self._computed = self._computed, "" if number is None else str(number)
        if self._computed != before and (self._computed or self._text() == before):
            self.restore(self._computed)


class SumEditor(ItemEditor):
    """The sum of other scores of the line, shown as it grows; nobody types it."""

    def __init__(self, field: ScoreField, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._sum: int | None = None
        self._words = Text("", Role.STRONG)
        self._words.setObjectName(setting.id_of(field.id))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._words)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.set_sum(None)

    def set_sum(self, number: int | None) -> None:
        """Show the sum, or a dash while a part is missing."""
        self._sum = number
        words = (
            "Not complete yet" if number is None else f"{formats.number(number)} of {formats.number(self.field.high)}"
        )
        self._words.setText(words)

    def value(self) -> Value | None:
        """Return the sum once all parts are there."""
        return Score(self._sum) if self._sum is not None else None

    def left(self) -> int:
        """Return 0: the parts are counted, not their sum."""
        return 0

    def text_for_draft(self) -> str:
        """Return nothing: the parts are kept."""
        return ""

    def restore(self, _text: str) -> None:
        """Do nothing: it follows from the parts."""

    def show_value(self, _value: Value) -> None:
        """Do nothing: it follows from the parts."""
