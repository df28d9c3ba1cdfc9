"""The list of values that one person reads alone: the lit row takes the keys, and typing moves on by itself.

Nothing is recorded here. The list is made empty and thrown away whole, so that no value stays in a widget.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from checklist.protocol.values import Value
from checklist.ui.answers import Told
from checklist.ui.items.editor import Setting
from checklist.ui.time_out import words
from checklist.ui.time_out.entry_row import EntryRow, is_pressed
from checklist.ui.time_out.stage import Task
from checklist.ui.tokens import Role, Token
from checklist.ui.typing_rules import Key
from checklist.ui.widgets.announce import announce
from checklist.ui.widgets.card import Card
from checklist.ui.widgets.keypad import Keypad
from checklist.ui.widgets.paint import CARD_RADIUS, focus_ring
from checklist.ui.widgets.text import Text

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class Reading(Card):
    """The list.

    Args:
        tasks: What is read, in order.
        told: For wording values, and the clock.
        heads: Whose values stand left, and whose dots right; an empty one is left out.
        keypad: The number pad, or None for a list that only shows what will be read.
        parent: Owner.

    Signals:
        changed: A value was entered, taken away, or another row is lit.
        entered: Enter was pressed with everything in.
    """

    changed = Signal()
    entered = Signal()

    def __init__(
        self,
        tasks: Sequence[Task],
        told: Told,
        heads: tuple[str, str],
        keypad: Keypad | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent)
        self.setObjectName("time_out.reading")
        self.setAccessibleName("What to read")
        self._keypad = keypad
        self._lit: EntryRow | None = None
        self._message = Text("", Role.SECONDARY_STRONG, Token.CAUTION)
        self._message.hide()
        self._rows = [row for task in tasks for row in self._rows_of(task, told)]
        self._lay_out(heads)
        if keypad is not None:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            keypad.pressed.connect(self._pad_pressed)

    def _rows_of(self, task: Task, told: Told) -> list[EntryRow]:
        now = told.now
        assert now is not None
        setting = Setting(task.line, lambda: now)
        paired = {pair.field for pair in task.line.pair}
        hidden = paired if paired else {field.id for field in task.fields}
        return [
            EntryRow(field, setting, words.where(task.line, field), told, hidden=field.id in hidden)
            for field in task.fields
        ]

    def _lay_out(self, heads: tuple[str, str]) -> None:
        self.body.setContentsMargins(6, 10, 6, 6)
        self.body.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(56, 0, 16, 4)
        head.addWidget(Text(heads[0], Role.LABEL_STRONG, Token.INK2), 1)
        head.addWidget(Text(heads[1], Role.LABEL_STRONG, Token.INK2, wrap=False))
        self.body.addLayout(head)
        rows = QVBoxLayout()
        rows.setSpacing(0)
        for row in self._rows:
            row.pressed.connect(lambda row=row: self.light(row))
            row.changed.connect(self._on_changed)
            row.completed.connect(lambda row=row: self._advance(row))
            row.set_last(row is self._rows[-1])
            rows.addWidget(row)
        self.body.addLayout(rows)
        self.body.addWidget(self._message)

    # ------------------------------------------------------------------------------ what stands

    def left(self) -> int:
        """Return how many values are still to be given."""
        return sum(row.value() is None for row in self._rows if row.field.required)

    def values(self, link_id: str) -> dict[str, Value]:
        """Return the values of one line by field id."""
        found = {row.field.id: row.value() for row in self._rows if row.link_id == link_id}
        return {field: value for field, value in found.items() if value is not None}

    def title(self) -> str:
        """Return what the number keys type into."""
        return self._lit.title if self._lit is not None else ""

    def say(self, text: str, field: str = "") -> None:
        """Show one sentence at the foot, and open the row of a field that it is about."""
        self._message.show_text(text)
        announce(self, text, assertive=True)
        row = next((row for row in self._rows if row.field.id == field), None)
        if row is not None:
            self.light(row)

    # ------------------------------------------------------------------------------ moving

    def begin(self) -> None:
        """Light the first row that is not answered."""
        self.light(next((row for row in self._rows if row.value() is None), None))

    def light(self, row: EntryRow | None) -> None:
        """Light one row, and put the last one out; none once everything is in."""
        if self._keypad is None:
            return
        if self._lit is not None and self._lit is not row:
            self._lit.set_lit(False)
        self._lit = row
        if row is None:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            row.set_lit(True)
            number = row.number()
            self._keypad.set_point_enabled(number is not None and number.takes_point())
            self._keypad.setEnabled(not is_pressed(row.field))
        QTimer.singleShot(0, self, lambda: self._keep_in_sight(row))
        self.changed.emit()

    def _keep_in_sight(self, row: EntryRow | None) -> None:
        """Scroll as far as brings a row into view with a little of its neighbours; to the end once none is lit."""
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        if isinstance(parent, QScrollArea) and row is not None:
            parent.ensureWidgetVisible(row, 0, 64)
        elif isinstance(parent, QScrollArea):
            parent.verticalScrollBar().setValue(parent.verticalScrollBar().maximum())

    def _advance(self, row: EntryRow) -> None:
        """Go on to the next row without a value, below first, then from the top; stay where nothing was typed."""
        if row is not self._lit:
            return
        here = self._rows.index(row)
        order = self._rows[here + 1 :] + self._rows[: here + 1]
        following = next((other for other in order if other.value() is None), None)
        self.light(following)
        announce(self, following.accessibleName() if following is not None else "Everything is in. Enter compares")

    def _on_changed(self) -> None:
        self._message.show_text("")
        self.changed.emit()

    def _pad_pressed(self, key: str) -> None:
        if self._lit is not None:
            self._lit.type_key(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move between rows with Up and Down; go on, or finish, with Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        ):
            if self._lit is not None:
                self._lit.type_key(Key.NEXT)
            elif not self.left():
                self.entered.emit()
            return
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or self._keypad is None:
            event.ignore()
            return
        here = self._rows.index(self._lit) if self._lit is not None else len(self._rows)
        self.light(self._rows[min(max(here + step, 0), len(self._rows) - 1)])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card, with the ring of keyboard focus while it is on the list itself."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            focus_ring(painter, QRectF(self.rect()), radius=CARD_RADIUS)
            painter.end()
