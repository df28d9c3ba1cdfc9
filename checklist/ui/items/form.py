"""All fields of one line together: the editors, what is still missing, and the answer they make.

The card of a line and the correction sheet both hold a ``LineForm``. Signatures are not part of it: each is a command
of its own. A field that is only asked with a certain option of another is shown once that option is chosen.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checklist.protocol.items import (
    ChecksField,
    ChoiceField,
    Field,
    MomentField,
    ScoreField,
    SignatureField,
    TextField,
)
from checklist.protocol.model import Line
from checklist.protocol.values import Answer, Chosen, FieldAnswer, Score
from checklist.ui.items import ItemEditor, OpenPart, Prior, ScaleEditor, Setting, SumEditor, TotalEditor, editor
from checklist.ui.items.flow import Flow
from checklist.ui.items.text import TextEditor
from checklist.ui.theme import px
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.field_group import FieldGroup
from checklist.ui.widgets.keypad import Keypad
from checklist.ui.widgets.number_field import NumberField
from checklist.ui.widgets.text import Text

_LABEL_WIDTH = 150


class _Place(QWidget):
    """One field in the form: its label at the left, or above, where the editor has none of its own."""

    def __init__(self, label: str, item: ItemEditor, *, stacked: bool) -> None:
        super().__init__()
        layout = QVBoxLayout(self) if stacked else QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4 if stacked else 12)
        if label:
            words = Text(label, Role.SECONDARY_STRONG, Token.INK2)
            if not stacked:
                words.setFixedWidth(px(_LABEL_WIDTH))
            layout.addWidget(words)
        layout.addWidget(item, 1)


class LineForm(QWidget):
    """The editors of one line.

    Args:
        setting: The line and where it stands.
        priors: Older values to show beside the fields, by field id.
        keypad: The number pad that types into the active field, or None.
        stacked: Labels above their editors, for a narrow place.

    Signals:
        changed: Something was entered.
        completed: One press was the whole answer.
        finished: The last number field is full.
    """

    changed = Signal()
    completed = Signal()
    finished = Signal()

    def __init__(
        self,
        setting: Setting,
        priors: Mapping[str, Prior] | None = None,
        keypad: Keypad | None = None,
        parent: QWidget | None = None,
        *,
        stacked: bool = False,
    ) -> None:
        super().__init__(parent)
        self._stacked = stacked
        self._line = setting.line
        self._fields = tuple(f for f in setting.line.fields if not isinstance(f, SignatureField))
        self._editors: dict[str, ItemEditor] = {}
        self._places: dict[str, QWidget] = {}
        for field in self._fields:
            prior = (priors or {}).get(field.id, Prior())
            item = editor(field, msgspec.structs.replace(setting, prior=prior))
            item.changed.connect(self._on_changed)
            item.completed.connect(self._on_completed)
            self._editors[field.id] = item
        self._lay_out()
        self._group = FieldGroup(self.number_fields(), keypad, parent=self)
        self._group.finished.connect(self.finished)
        self._show_asked()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        flow: Flow | None = None
        for field in self._fields:
            item = self._editors[field.id]
            if self._is_one_number(field, item):
                if flow is None:
                    flow = Flow()
                    layout.addLayout(flow)
                flow.addWidget(item)
                self._places[field.id] = item
                continue
            flow = None
            place = _Place(self._outer_label(field, item), item, stacked=self._stacked)
            self._places[field.id] = place
            layout.addWidget(place)

    def _is_one_number(self, field: Field, item: ItemEditor) -> bool:
        return not isinstance(field, MomentField) and len(item.number_fields()) == 1

    def _outer_label(self, field: Field, item: ItemEditor) -> str:
        """Return the label that must stand beside the editor: only where several fields need telling apart."""
        silent = isinstance(field, ChoiceField | ChecksField | ScoreField) and not item.number_fields()
        asks_itself = isinstance(item, ScaleEditor)
        return field.label if silent and not asks_itself and len(self._fields) > 1 else ""

    @property
    def line(self) -> Line:
        """The line it asks for."""
        return self._line

    def number_fields(self) -> tuple[NumberField, ...]:
        """Return all number fields in reading order."""
        return tuple(number for item in self._editors.values() for number in item.number_fields())

    def editors(self) -> tuple[ItemEditor, ...]:
        """Return the editors in reading order."""
        return tuple(self._editors.values())

    def _asked(self, field: Field) -> bool:
        """Return whether a field is asked now: always, or with the option it depends on."""
        if not isinstance(field, MomentField | TextField) or field.required_if is None:
            return True
        other, option = field.required_if
        value = self._editors[other].value() if other in self._editors else None
        return isinstance(value, Chosen) and value.option == option

    def _required(self, field: Field) -> bool:
        dependent = isinstance(field, MomentField | TextField) and field.required_if is not None
        return self._asked(field) if dependent else field.required

    def _show_asked(self) -> None:
        for field in self._fields:
            self._places[field.id].setVisible(self._asked(field))

    def _on_changed(self) -> None:
        for field in self._fields:
            item = self._editors[field.id]
            if isinstance(item, SumEditor | TotalEditor) and isinstance(field, ScoreField):
                item.set_sum(self._sum_of(field))
        self._show_asked()
        self.changed.emit()

    def _sum_of(self, field: ScoreField) -> int | None:
        parts = [self._editors[one].value() for one in field.sum_of]
        scores = [part.value for part in parts if isinstance(part, Score)]
        return sum(scores) if len(scores) == len(parts) else None

    def _on_completed(self) -> None:
        sender = self.sender()
        asked = [field for field in self._fields if self._asked(field)]
        alone = len(asked) == 1 and isinstance(sender, ItemEditor) and sender.records_at_once
        if alone:
            self.completed.emit()
        elif isinstance(sender, ItemEditor) and sender.records_at_once:
            self.focus_first()

    def records_at_once(self) -> bool:
        """Return whether the line is one press (a single confirm or choice)."""
        return len(self._fields) == 1 and self.editors()[0].records_at_once

    def answer(self) -> Answer | None:
        """Return the answer, or None while something required is missing or half typed."""
        values: list[FieldAnswer] = []
        for field in self._fields:
            if not self._asked(field):
                continue
            item = self._editors[field.id]
            value = item.value()
            if value is not None:
                values.append(FieldAnswer(field.id, value))
            elif self._required(field) or item.text_for_draft():
                return None
        return Answer(tuple(values)) if values else None

    def left(self) -> int:
        """Return how many values are still to be given."""
        return sum(
            self._editors[field.id].left() for field in self._fields if self._required(field) and self._asked(field)
        )

    def left_words(self) -> str:
        """Return words of an editor's own about what is missing, or empty."""
        return next((words for item in self._editors.values() if (words := item.left_words())), "")

    def question(self) -> str:
        """Return what to ask about an unlikely value, or empty."""
        return next((words for item in self._editors.values() if (words := item.question())), "")

    def open_parts(self) -> tuple[OpenPart, ...]:
        """Return parts of a set that ask for a reason when left out; only once something else of it is there."""
        return tuple(part for item in self._editors.values() if item.text_for_draft() for part in item.open_parts())

    def set_missing(self, code: str, reason: str) -> None:
        """Give the reason for a part that was left out."""
        for item in self._editors.values():
            if any(part.code == code for part in item.open_parts()):
                item.set_missing(code, reason)
                return

    def focus_part(self, code: str) -> None:
        """Put the focus on a part that was left out."""
        for number in self.number_fields():
            if number.objectName().endswith(f".{code}"):
                self._group.activate(number)

    def _next(self) -> ItemEditor | None:
        """Return the first editor that is asked and not whole, else the first one."""
        asked = [self._editors[field.id] for field in self._fields if self._asked(field)]
        return next((item for item in asked if item.left() and item.value() is None), asked[0] if asked else None)

    def focus_first(self) -> None:
        """Put the focus on the first field that is asked and not whole."""
        item = self._next()
        if item is not None:
            item.focus_first()

    def starts_with_typing(self) -> bool:
        """Return whether the next thing to give is typed rather than chosen."""
        item = self._next()
        return item is not None and (bool(item.number_fields()) or isinstance(item, TextEditor | ScaleEditor))

    def text_for_draft(self) -> str:
        """Return everything that stands in the form as text; empty while it is untouched."""
        texts = {id: text for id, item in self._editors.items() if (text := item.text_for_draft())}
        return msgspec.json.encode(texts).decode() if texts else ""

    def restore(self, text: str) -> None:
        """Put back a draft; a draft that cannot be read is left alone."""
        try:
            texts = msgspec.json.decode(text, type=dict[str, str])
        except msgspec.DecodeError:
            return
        for id, item in self._editors.items():
            if id in texts:
                item.restore(texts[id])
        self._on_changed()

    def show_answer(self, answer: Answer) -> None:
        """Start from this line's own recorded answer; for corrections only."""
        for id, item in self._editors.items():
            value = answer.get(id)
            if value is not None:
                item.show_value(value)
        self._on_changed()

    def is_touched(self) -> bool:
        """Return whether anything was entered."""
        return any(item.text_for_draft() for item in self._editors.values())
