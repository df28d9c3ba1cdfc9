"""One set of vital signs being typed: fields, number keys, Record. A new one is made for each set.

What a key does is decided by ``typing_rules``; what makes a set whole by ``items.vitals``. A value over a limit
of the protocol takes no press more than any other (UX-16).
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from checklist.protocol.items import VitalPart, VitalsField
from checklist.protocol.values import VitalSigns
from checklist.ui.items import Setting, VitalsEditor
from checklist.ui.items.unlikely import Likely
from checklist.ui.monitoring.missing_ask import MissingAsk
from checklist.ui.monitoring.typed_line import TypedLine
from checklist.ui.monitoring.words import ALERTNESS_SHORT
from checklist.ui.theme import px
from checklist.ui.typed_set import TypedSet
from checklist.ui.typing_rules import Key
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.field_group import FieldGroup
from checklist.ui.widgets.keypad import Keypad
from checklist.ui.widgets.number_field import NumberField
from checklist.ui.widgets.tone import Tone

_ALERTNESS = "alertness"
_KEY = 66
_KEYS, _MISSING, _TYPED = range(3)
_LINE = "line="


class VitalsPad(QWidget):
    """Fields in three rows, keys below, Record at the foot.

    Args:
        field: The vital signs asked.
        setting: The line, with the last set as the older value.

    Attributes:
        foot: The row of Record; what is added stands right of it.

    Signals:
        submitted: A whole ``VitalSigns``.
        changed: Something was typed (for the draft).
        asked: A question about the value just typed; empty once it is answered.
        levels: Whether the levels of alertness are wanted now.
    """

    submitted = Signal(object)
    changed = Signal()
    asked = Signal(str)
    levels = Signal(bool)

    def __init__(self, field: VitalsField, setting: Setting, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts = {part.code: part for part in field.parts}
        prior = setting.prior.value
        self._last = prior if isinstance(prior, VitalSigns) else None
        self._asked_about: NumberField | None = None
        # The editor knows what a whole set is; its fields stand in this pad's own grid.
        self._editor = VitalsEditor(field, setting, parent=self)
        self._editor.hide()
        self._numbers = {number.objectName().rsplit(".", 1)[1]: number for number in self._editor.number_fields()}
        self._keypad = Keypad()
        self._record = Button("Record", "check", Kind.PRIMARY, 56, id="vitals.record")
        self._missing = MissingAsk()
        self._line = TypedLine(field, self._question_about_line)
        self._below = QStackedLayout()
        self.foot = QHBoxLayout()
        self._lay_out()
        self._group = FieldGroup(tuple(self._numbers.values()), self._keypad, parent=self)
        self._connect()
        self.restyle()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(grid)
        layout.addLayout(self._below, 1)
        grid.setSpacing(8)
        paired = "sbp" in self._numbers and "dbp" in self._parts
        for position, number in enumerate(self._numbers.values()):
            if paired and position == 0:
                grid.addWidget(number, 0, 0, 1, 2)
            else:
                place = position + 1 if paired else position
                grid.addWidget(number, *divmod(place, 2))
            number.show()
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        keys = QWidget()
        below = QVBoxLayout(keys)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(8)
        self.foot.setSpacing(8)
        self.foot.addWidget(self._record, 1)
        below.addWidget(self._keypad, 1)
        below.addLayout(self.foot)
        below.addStretch(0)
        self._below.addWidget(keys)
        self._below.addWidget(self._missing)
        self._below.addWidget(self._line)

    def restyle(self) -> None:
        """Let the keys grow to 66 px and no further (``ux.md`` 5)."""
        self._keypad.setMaximumHeight(4 * px(_KEY) + 3 * 10)

    def _connect(self) -> None:
        for code, number in self._numbers.items():
            number.completed.connect(lambda code=code: self._on_completed(code))
            number.activated.connect(lambda code=code: self.levels.emit(code == _ALERTNESS))
            number.left.connect(lambda code=code: self._on_left(code))
            number.textChanged.connect(lambda _text, number=number: self._on_typed(number))
        self._group.finished.connect(self._on_finished)
        self._record.clicked.connect(self.record)
        self._missing.answered.connect(self._on_missing)
        self._missing.enter_pressed.connect(self._on_enter)
        self._line.changed.connect(self.changed)
        self._line.entered.connect(self._on_line)
        self._line.closed.connect(self.close_line)

    def _on_left(self, code: str) -> None:
        """Give the time of the set its place back once the keyboard leaves the alertness field."""
        if code == _ALERTNESS:
            self.levels.emit(False)

    def _on_typed(self, number: NumberField) -> None:
        if self._asked_about is not None and number is not self._asked_about:
            self.answer_right()
        self.changed.emit()

    def _on_completed(self, code: str) -> None:
        number = self._numbers[code]
        if code == _ALERTNESS:
            number.set_message(ALERTNESS_SHORT.get(number.value(), ""), Tone.NEUTRAL)
        words = self._question(code, number.value())
        if words:
            self._asked_about = number
            self.asked.emit(words)

    def _question(self, code: str, value: str) -> str:
        """Return what to ask about a field's value, the parts of a pressure in turn (D23)."""
        codes = ("sbp", "dbp") if "/" in value else (code,)
        asked = (
            self._question_about(self._parts[one], text) for one, text in zip(codes, value.split("/"), strict=True)
        )
        return next((words for words in asked if words), "")

    def _question_about(self, part: VitalPart, value: str) -> str:
        last = self._last.get(part.code) if self._last is not None else None
        likely = Likely(part.label, part.inner_low, part.inner_high, last, part.decimals)
        return likely.question(value) if value else ""

    def _question_about_line(self, typed: TypedSet) -> str:
        asked = (self._question_about(self._parts[code], value) for code, value in typed.values.items())
        return next((words for words in asked if words), "")

    def open_line(self) -> None:
        """Take the whole set as one typed string in place of the keys."""
        if self._below.currentIndex() != _MISSING:
            for number in self._numbers.values():
                number.set_active(False)
            self._below.setCurrentIndex(_TYPED)
            self._line.begin()

    def close_line(self) -> None:
        """Go back to the keys; what stands in the line is let go."""
        self._line.set_text("")
        self._below.setCurrentIndex(_KEYS)
        self.focus()

    def _on_line(self, typed: TypedSet) -> None:
        """Put a whole string into the fields and record; its read-back was the question."""
        pairs = dict(typed.values)
        if "dbp" in pairs and "sbp" in pairs:
            pairs["sbp"] = f"{pairs['sbp']}/{pairs.pop('dbp')}"
        self._editor.restore(";".join(f"{code}={value}" for code, value in pairs.items()))
        self._line.set_text("")
        self._below.setCurrentIndex(_KEYS)
        self.answer_right()
        self.record()

    def answer_right(self) -> None:
        """Take the value asked about as right."""
        self._asked_about = None
        self.asked.emit("")

    def answer_fix(self) -> None:
        """Go back to the value asked about; the next digit replaces it."""
        number = self._asked_about
        self.answer_right()
        if number is not None:
            self._group.activate(number)

    def _on_finished(self) -> None:
        """Leave the last field; Record is next, by press or Enter."""
        self.levels.emit(False)
        self._record.setFocus(Qt.FocusReason.OtherFocusReason)

    def type_key(self, key: str) -> None:
        """Type a key of the hardware keyboard, wherever the focus is on the page."""
        if self._below.currentIndex() != _KEYS:
            return
        if key == Key.MOVE and not self.is_touched():
            self.open_line()
        else:
            self._keypad.pressed.emit(key)

    def focus(self) -> None:
        """Put the keyboard into the typed line where that is open, else into the first field that is not whole."""
        if self._below.currentIndex() == _TYPED:
            self._line.begin()
        else:
            self._group.activate()

    def record(self) -> None:
        """Hand over the set; first finish a half-typed field, then ask once about what was left out."""
        if self._below.currentIndex() == _TYPED:
            self._line.record()
            return
        if not self.is_touched() or not self._record.isEnabled():
            return
        half = next((n for n in self._numbers.values() if not n.is_blank() and not n.is_complete()), None)
        if half is not None:
            self._group.activate(half)
            half.type_key(Key.NEXT)
            return
        left_out = self._editor.open_parts()
        if left_out:
            self._below.setCurrentIndex(_MISSING)
            self._missing.ask(left_out)
            return
        self._submit()

    def _submit(self) -> None:
        signs = self._editor.value()
        self._below.setCurrentIndex(_KEYS)
        if isinstance(signs, VitalSigns):
            self.answer_right()
            self.submitted.emit(signs)

    def _on_missing(self, codes: tuple[str, ...], reason: str) -> None:
        for code in codes:
            self._editor.set_missing(code, reason)
        self.record()

    def _on_enter(self) -> None:
        self._below.setCurrentIndex(_KEYS)
        self.focus()

    def set_saving(self, saving: bool) -> None:
        """Hold Record back while a set is being written."""
        self._record.setEnabled(not saving)

    def is_touched(self) -> bool:
        """Return whether anything was typed."""
        return bool(self._editor.text_for_draft())

    def text_for_draft(self) -> str:
        """Return what stands in the fields and in the typed line, half-typed too."""
        line = self._line.text().replace(";", ",")
        return ";".join(filter(None, (self._editor.text_for_draft(), f"{_LINE}{line}" if line else "")))

    def restore(self, text: str) -> None:
        """Put back a draft."""
        self._editor.restore(text)
        line = next((pair.removeprefix(_LINE) for pair in text.split(";") if pair.startswith(_LINE)), "")
        if line:
            self._line.set_text(line)
            self._below.setCurrentIndex(_TYPED)
