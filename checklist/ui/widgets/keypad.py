"""The number pad, 7-8-9 on top as on a keyboard; hardware digits do the same while focus is in it."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from checklist.ui.key_bounce import Bounce
from checklist.ui.theme import px
from checklist.ui.typing_rules import Key
from checklist.ui.widgets.button import Button, Kind


class Keys(StrEnum):
    """Which keys a pad has besides the digits."""

    PLAIN = "plain"
    DECIMAL = "decimal"
    PIN = "pin"


_WORDS: dict[str, str] = {Key.NEXT: "Next", Key.CLEAR: "Clear", Key.BACK: ""}
_NAMES: dict[str, str] = {".": "Point", Key.BACK: "Delete", Key.CLEAR: "Clear", Key.NEXT: "Next"}
_HARDWARE = {
    Qt.Key.Key_Backspace: Key.BACK,
    Qt.Key.Key_Delete: Key.CLEAR,
    Qt.Key.Key_Period: Key.POINT,
    Qt.Key.Key_Comma: Key.POINT,
    Qt.Key.Key_Slash: Key.MOVE,
}


def key_of(event: QKeyEvent) -> str:
    """Return what a hardware key means to a number field: a digit or a ``Key``; empty for any other."""
    if event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier):
        return ""
    text = event.text()
    if len(text) == 1 and text in "0123456789":
        return text
    found = _HARDWARE.get(Qt.Key(event.key()))
    return found.value if found is not None else ""


class _PadKey(Button):
    """One key; a second press of it within 80 ms is key bounce and counts as none."""

    def __init__(self, sign: str, bounce: Bounce, pad: QWidget) -> None:
        words = _WORDS.get(sign, sign)
        icon = "delete" if sign == Key.BACK else None
        kind = Kind.KEY if len(sign) == 1 else Kind.PAD
        spoken = f"Digit {sign}" if sign.isdigit() else _NAMES[sign]
        super().__init__(words, icon, kind, 54, id=f"key.{spoken.lower().replace(' ', '_')}", spoken=spoken)
        self.setParent(pad)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._sign, self._bounce = sign, bounce

    def sizeHint(self) -> QSize:
        """Return 80 by 54 px at 100 % text, the least for a number key, or the room of its word."""
        return QSize(max(px(80), super().sizeHint().width()), px(54))

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the press unless it is key bounce."""
        if self._bounce.takes(self._sign, event.timestamp()):
            super().mousePressEvent(event)


class Keypad(QWidget):
    """Digits to press.

    Args:
        keys: ``PLAIN`` has Delete and Next; ``DECIMAL`` a point and a wide Next too; ``PIN`` Delete and
        Clear.
        parent: Owner.

    Signals:
        pressed: A digit, ``.``, ``back``, ``clear`` or ``next``.
    """

    pressed = Signal(str)

    def __init__(self, keys: Keys = Keys.PLAIN, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("keypad")
        self.setAccessibleName("Number keys")
        self._bounce = Bounce()
        self._hardware = Bounce()
        self._keys: dict[str, Button] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(10)
        corner = {Keys.PLAIN: Key.NEXT, Keys.DECIMAL: Key.POINT, Keys.PIN: Key.CLEAR}[keys]
        rows = (("7", "8", "9"), ("4", "5", "6"), ("1", "2", "3"), (Key.BACK.value, "0", corner.value))
        for row, signs in enumerate(rows):
            for column, sign in enumerate(signs):
                self._grid.addWidget(self._key(sign), row, column)
        if keys is Keys.DECIMAL:
            wide = self._key(Key.NEXT.value)
            wide.set_kind(Kind.PRIMARY)
            wide.set_icon("arrow-right")
            wide.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self._grid.addWidget(wide, 4, 0, 1, 3)

    def _key(self, sign: str) -> Button:
        key = _PadKey(sign, self._bounce, self)
        key.clicked.connect(lambda: self.pressed.emit(sign))
        self._keys[sign] = key
        return key

    def key(self, sign: str) -> Button:
        """Return the key of a sign, for example to change the word on Next."""
        return self._keys[sign]

    def set_point_enabled(self, enabled: bool) -> None:
        """Let the point be pressed only where the field takes a decimal."""
        if Key.POINT.value in self._keys:
            self._keys[Key.POINT.value].setEnabled(enabled)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take hardware digits while focus is on one of the keys."""
        sign = key_of(event)
        if not sign:
            event.ignore()
            return
        repeated = event.isAutoRepeat() and sign != Key.BACK
        if not repeated and self._hardware.takes(sign, event.timestamp()):
            self.pressed.emit(sign)
