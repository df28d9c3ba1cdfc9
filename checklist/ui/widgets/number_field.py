"""A field for one number, or for two with a sign between them.

What a key does is decided by ``ui.typing_rules``. The field starts empty and is only ever filled by a
person's keys; an older value stands beside, never in it.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from checklist.ui import typing_rules
from checklist.ui.formats import number
from checklist.ui.theme import color, font, px
from checklist.ui.tokens import Role, Token
from checklist.ui.typing_rules import Key, Outcome, Shape, Typed, Why
from checklist.ui.widgets.announce import announce
from checklist.ui.widgets.keypad import key_of
from checklist.ui.widgets.paint import box, text_width, write
from checklist.ui.widgets.tone import INKS, Tone

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
_TOP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_MOVES = (Qt.Key.Key_Space, Qt.Key.Key_Slash, Qt.Key.Key_Colon)


def refusal_words(shape: Shape, outcome: Outcome) -> str:
    """Return what a field says when it refuses a key, ``SpO₂ is 40 to 100``."""
    part = shape.parts[outcome.part]
    if outcome.why is Why.WHOLE:
        return "Whole numbers only"
    if outcome.why is Why.PLACES:
        return f"{part.decimals} decimals at most" if part.decimals != 1 else "One decimal at most"
    if outcome.why is Why.BELOW_FIRST:
        return f"{part.name} is below {shape.parts[0].name.lower()}"
    return f"{part.name} is {number(part.low)} to {number(part.high)}"


class NumberField(QLineEdit):
    """A number to type, by keypad or keyboard.

    Args:
        label: What it is, ``SpO₂``.
        shape: What it takes, see ``ui.typing_rules``.
        unit: Shown unit; stands right of the value.
        id: Stable id, ``item.pre.vitals.field.spo2``.
        old: Older value, small at the top right.
        parent: Owner.

    Signals:
        value_changed: The value as it would be recorded; empty until it is complete.
        completed: The field is full, or was left with Next; the next field takes over.
        refused: What the field said about a key it did not take.
        activated: It was pressed or got the keyboard.
        left: The keyboard went on to another control.
    """

    value_changed = Signal(str)
    completed = Signal()
    refused = Signal(str)
    activated = Signal()
    left = Signal()

    def __init__(
        self,
        label: str,
        shape: Shape,
        unit: str = "",
        *,
        id: str,
        old: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._label, self._unit, self._shape, self._old = label, unit, shape, old
        self._typed = typing_rules.empty(shape)
        self._active = False
        self._message, self._tone = "", Tone.CAUTION
        self.setObjectName(id)
        self.setFrame(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._describe()

    @property
    def shape_of(self) -> Shape:
        """What the field takes."""
        return self._shape

    def value(self) -> str:
        """Return the value as it would be recorded, ``148/93`` or ``0.5``; empty until it is complete."""
        return typing_rules.value_of(self._shape, self._typed)

    def is_complete(self) -> bool:
        """Return whether every part is a number inside its outer range."""
        return typing_rules.is_complete(self._shape, self._typed)

    def is_blank(self) -> bool:
        """Return whether nothing was typed."""
        return typing_rules.is_empty(self._typed)

    def takes_point(self) -> bool:
        """Return whether a decimal point can be typed."""
        return self._shape.parts[self._typed.at].decimals > 0

    def set_value(self, value: str) -> None:
        """Show a draft, or the answer that is being corrected; never a value of an older reading."""
        self._take(Outcome(typing_rules.with_value(self._shape, value)))

    def clear_value(self) -> None:
        """Empty the field."""
        self._message = ""
        self._take(Outcome(typing_rules.empty(self._shape)))

    def set_old(self, old: str) -> None:
        """Show an older value beside the field."""
        self._old = old
        self._describe()
        self.update()

    def set_message(self, message: str, tone: Tone = Tone.CAUTION) -> None:
        """Show one short line in place of the older value; empty text brings that back."""
        self._message, self._tone = message, tone
        self.update()

    def set_active(self, active: bool) -> None:
        """Show whether the number keys type into this field; entered again, the next digit starts over."""
        if active and not self._active:
            self._typed = typing_rules.entered(self._typed)
        elif self._active and not active:
            self._leave()
        self._active = active
        self.update()

    def is_active(self) -> bool:
        """Return whether the number keys type into this field."""
        return self._active

    def type_key(self, key: str) -> None:
        """Apply one key of the pad or the keyboard."""
        outcome = typing_rules.press(self._shape, self._typed, key)
        if outcome.why is not Why.NONE:
            words = refusal_words(self._shape, outcome)
            self._message, self._tone = words, Tone.CAUTION
            self.update()
            announce(self, words, assertive=True)
            self.refused.emit(words)
            return
        self._message = ""
        self._take(outcome)

    def _take(self, outcome: Outcome) -> None:
        before = self.value()
        self._typed = outcome.typed
        self.setText(self._written())
        self._describe()
        self.update()
        if self.value() != before:
            self.value_changed.emit(self.value())
        if outcome.finished:
            self.completed.emit()

    def _leave(self) -> None:
        texts = tuple(
            typing_rules.normalise(part, text) for part, text in zip(self._shape.parts, self._typed.texts, strict=True)
        )
        self._typed = Typed(texts, self._typed.at)
        self.setText(self._written())

    def _written(self) -> str:
        texts = self._typed.texts
        if len(texts) == 1 or not (texts[0] and (texts[1] or self._typed.at > 0)):
            return texts[0]
        return self._shape.separator.join(texts)

    def _describe(self) -> None:
        extra = f", {self._unit}" if self._unit else ""
        self.setAccessibleName(f"{self._label}{extra}")
        self.setAccessibleDescription(f"Before: {self._old}" if self._old else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Type digits; leave every key that is not ours to the page."""
        if event.key() in _MOVES:
            if event.key() == Qt.Key.Key_Slash and self.is_blank():
                event.ignore()  # nothing to move on from: the page may have a use for it
            else:
                self.type_key(Key.MOVE)
            return
        sign = key_of(event)
        if not sign:
            event.ignore()
        elif not event.isAutoRepeat() or sign == Key.BACK:
            self.type_key(sign)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Become the active field."""
        super().focusInEvent(event)
        self.set_active(True)
        self.activated.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that the keyboard is gone; the field stays the active one."""
        super().focusOutEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.left.emit()

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Take the keyboard; there is no caret to place."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.set_active(True)
        self.activated.emit()

    def sizeHint(self) -> QSize:
        """Return the room of label, value and unit."""
        value = text_width(font(Role.VITAL), "188/188" if len(self._shape.parts) > 1 else "188")
        return QSize(px(32) + value + text_width(font(Role.LABEL), self._unit), px(58))

    def minimumSizeHint(self) -> QSize:
        """Return the least room: as much as the wider of value, and label with the older value beside it."""
        old = px(8) + text_width(font(Role.AXIS), self._old) if self._old else 0
        top = text_width(font(Role.LABEL), self._label) + old + px(24)
        return QSize(max(self.sizeHint().width(), top), px(58))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint label, older value or message, the number, the caret and the unit."""
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if not self.isEnabled():
            box(painter, rect, Token.SUNKEN, edge=Token.LINE)
        elif self._active:
            box(painter, rect, Token.ACCENT_TINT, edge=Token.ACCENT, width=2)
        else:
            box(painter, rect, Token.RAISED, edge=INKS[self._tone] if self._message else Token.EDGE)
        inside = rect.adjusted(px(12), px(5), -px(12), -px(4))
        self._paint_value(painter, inside, px(24) if self._paint_top(painter, inside) else px(32))
        painter.end()

    def _paint_top(self, painter: QPainter, rect: QRectF) -> bool:
        """Paint the top line; return whether a message took two lines."""
        label, small = font(Role.LABEL), font(Role.AXIS)
        line = QRectF(rect.left(), rect.top(), rect.width(), px(18))
        side, ink = (self._message, INKS[self._tone]) if self._message else (self._old, Token.INK3)
        wide = text_width(small, side)
        if text_width(label, self._label) + px(8) + wide <= rect.width() or not self._message:
            write(painter, line, self._label, label, Token.INK2, align=_TOP)
            write(painter, line, side, small, ink, align=_RIGHT)
            return False
        tall = wide > rect.width()
        place = line.adjusted(0, -px(3), 0, px(14)) if tall else line
        write(painter, place, side, small, ink, align=_TOP)
        return tall

    def _paint_value(self, painter: QPainter, rect: QRectF, height: int) -> None:
        words = font(Role.VITAL)
        text = self._written()
        wide = text_width(words, text)
        base = QRectF(rect.left(), rect.bottom() - height, rect.width(), height)
        ink = Token.INK if self.isEnabled() else Token.INK3
        if self._active and self._typed.fresh and text:
            mark = QRectF(base.left() - 2, base.top() + 2, wide + 4, base.height() - 4)
            painter.fillRect(mark, color(Token.ACCENT_FILL))
            ink = Token.ON_ACCENT
        write(painter, base, text, words, ink)
        left = base.left() + wide
        if self._active and not self._typed.fresh:
            painter.fillRect(QRectF(left + 1, base.top() + 4, 2, base.height() - 8), color(Token.ACCENT))
            left += 4
        if self._unit:
            left += px(6) if text or self._active else 2
            unit = QRectF(left, base.top() + px(4), rect.right() - left + px(12), base.height() - px(4))
            write(painter, unit, self._unit, font(Role.LABEL), Token.INK2)
