"""One value to read: where, what, the reader's own value; lit, it holds its field. The other side is dots."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from checklist.protocol.items import ChoiceField, ConfirmField, Field, TextField
from checklist.protocol.values import Value
from checklist.ui.answers import Told
from checklist.ui.items import editor
from checklist.ui.items.editor import ItemEditor, Setting
from checklist.ui.theme import color, px
from checklist.ui.time_out import words
from checklist.ui.time_out.code_editor import LONGEST, CodeEditor
from checklist.ui.time_out.dots import Dots, dots_width
from checklist.ui.tokens import Role, Token
from checklist.ui.typing_rules import Key
from checklist.ui.widgets.glyph import SPOKEN, Glyph, State
from checklist.ui.widgets.number_field import NumberField
from checklist.ui.widgets.paint import CARD_RADIUS, box, focus_ring
from checklist.ui.widgets.text import Text

_HIGH, _LIT, _FIELD, _GAP = 53, 76, 250, 16
_CHOICE = 420
"""Room for buttons side by side, logical pixels; with larger text they take another row."""


class EntryRow(QWidget):
    """The row.

    Attributes:
        title: What the number keys type into while it is lit.

    Args:
        field: What is read.
        setting: Its line.
        where: Where it is read, ``Pump``.
        told: For wording the value.
        hidden: Whether somebody else's value stands against it.
        parent: Owner.

    Signals:
        pressed: The row was pressed.
        changed: Something was entered.
        completed: The value is whole, or was left with Next.
    """

    pressed = Signal()
    changed = Signal()
    completed = Signal()

    def __init__(
        self,
        field: Field,
        setting: Setting,
        where: str,
        told: Told,
        *,
        hidden: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.field, self.link_id = field, setting.line.link_id
        self._told, self._where = told, where
        self.title = " ".join(part for part in (where if where == "Pump" else "", setting.name_of(field.label)) if part)
        self._lit = False
        self._last = False
        self.setObjectName(f"reading.{self.link_id}.{field.id}")
        self._editor = _editor(field, setting)
        self._editor.changed.connect(self._on_changed)
        self._editor.completed.connect(self.completed)
        self._editor.hide()
        self._glyph = Glyph(State.TODO, 24)
        self._place = Text(where, Role.LABEL, Token.INK2)
        self._what = Text(setting.name_of(field.label), Role.ITEM)
        self._value = Text(
            "", Role.STRONG, wrap=False, align=Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        )
        self._dots = Dots("The other reading is hidden") if hidden else QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        self._lay_out()
        self._describe()

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addStretch(1)
        names.addWidget(self._place)
        names.addWidget(self._what)
        names.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(_GAP, 0, _GAP, 0)
        row.setSpacing(_GAP)
        row.addWidget(self._glyph)
        row.addLayout(names, 1)
        row.addWidget(self._value)
        row.addWidget(self._editor, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._dots)
        self.restyle()

    def restyle(self) -> None:
        """Take the text size of the theme now in force: as wide as the field needs, as tall as words or field."""
        field, buttons = self._editor, isinstance(self.field, ChoiceField)
        least = _CHOICE if buttons else px(_FIELD)
        wide = max(least, field.minimumSizeHint().width())
        field.setFixedWidth(wide)
        self._dots.setFixedWidth(0 if buttons and self._lit else dots_width())
        beside = (wide if self._lit else self._value.sizeHint().width()) + self._dots.width() + px(24) + 5 * _GAP
        room = max(1, self.width() - beside)
        words_tall = self._place.heightForWidth(room) + self._what.heightForWidth(room) + 12
        field_tall = field.heightForWidth(wide) if field.hasHeightForWidth() else field.sizeHint().height()
        self.setFixedHeight(max(words_tall, *((field_tall + _GAP, px(_LIT)) if self._lit else (px(_HIGH),))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that the words need at this width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.restyle()

    def value(self) -> Value | None:
        """Return the value, or None while it is not whole."""
        return self._editor.value()

    def number(self) -> NumberField | None:
        """Return the number field, where the value is a number."""
        return next(iter(self._editor.number_fields()), None)

    def type_key(self, key: str) -> None:
        """Apply one key of the number pad."""
        number = self.number()
        if number is not None:
            number.type_key(key)
        elif isinstance(self._editor, CodeEditor):
            self._editor.type_key(key)
        elif key == Key.NEXT:
            self.completed.emit()

    def set_lit(self, lit: bool) -> None:
        """Show the field, ready to type; or the value alone."""
        self._lit = lit
        self._editor.setVisible(lit)
        number = self.number()
        if number is not None:
            number.set_active(lit)
        self.restyle()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if lit:
            self._focus()
        self._describe()
        self.update()

    def _focus(self) -> None:
        """Put the focus into a field to type in; beside buttons on the row, so that none of them looks chosen."""
        target = self.number() or self._editor.focusProxy() or self._editor
        if isinstance(self.field, ChoiceField):
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            target = self
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_last(self, last: bool) -> None:
        """Leave out the hairline under the row."""
        self._last = last

    def _on_changed(self) -> None:
        self._describe()
        self.changed.emit()

    def _describe(self) -> None:
        value = self.value()
        written = words.value(self.field, value, self._told) if value is not None else ""
        state = State.NOW if self._lit else State.DONE if value is not None else State.TODO
        self._glyph.set_state(state)
        self._value.show_text("" if self._lit else written)
        said = (self._where, self._what.text(), SPOKEN[state], written)
        self.setAccessibleName(", ".join(part for part in said if part))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the row where the press ends inside."""
        if self.rect().contains(event.position().toPoint()) and not self._lit:
            self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from the row to its first button with Space or Right."""
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Right) and self.hasFocus():
            (self._editor.focusProxy() or self._editor).setFocus(Qt.FocusReason.TabFocusReason)
            return
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the outline of the lit row, or the hairline under a quiet one."""
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self._lit:
            box(painter, rect, Token.ACCENT_TINT, edge=Token.ACCENT, width=2, radius=CARD_RADIUS)
            if self.hasFocus():
                focus_ring(painter, rect, radius=CARD_RADIUS)
        elif not self._last:
            painter.fillRect(QRectF(px(56), rect.height() - 1, rect.width() - px(56) - 16, 1), color(Token.LINE))
        painter.end()


def _editor(field: Field, setting: Setting) -> ItemEditor:
    if isinstance(field, TextField) and field.max_length <= LONGEST:
        return CodeEditor(field, setting)
    return editor(field, setting)


def is_pressed(field: Field) -> bool:
    """Return whether a value is given by pressing a button rather than by typing."""
    return isinstance(field, ChoiceField | ConfirmField)
