"""PIN entry: rings that fill, and the number keys. The digits are never shown."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from checklist.ui.theme import color, px
from checklist.ui.tokens import Role, Token
from checklist.ui.typing_rules import Key
from checklist.ui.widgets.announce import announce
from checklist.ui.widgets.keypad import Keypad, Keys
from checklist.ui.widgets.text import Text


class PinRings(QWidget):
    """As many rings as the PIN is long; one is filled for each digit."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._length, self._filled, self._focused = 6, 0, False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.restyle()

    def restyle(self) -> None:
        """Take the text size of the theme now in force."""
        self.setFixedHeight(px(32))

    def show_count(self, filled: int, length: int) -> None:
        """Fill ``filled`` of ``length`` rings."""
        self._filled, self._length = filled, length
        self.setAccessibleName(f"{filled} of {length} digits")
        self.update()

    def show_focus(self, focused: bool) -> None:
        """Mark the ring of the next digit while the keyboard types here."""
        self._focused = focused
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the rings."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        step = min(float(px(32)), self.width() / max(1, self._length))
        left = (self.width() - step * (self._length - 1)) / 2
        for i in range(self._length):
            full = i < self._filled
            following = self._focused and i == self._filled
            edge = Token.FOCUS if following else Token.ACCENT if full else Token.EDGE
            painter.setPen(QPen(color(edge), 3.2 if following else 1.8))
            painter.setBrush(color(Token.ACCENT) if full else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(left + i * step, self.height() / 2), px(7), px(7))
        painter.end()


class PinPad(QWidget):
    """Caption, rings, keys and a line for what went wrong.

    Args:
        length: Digits of the clinic's PINs, 6 to 12.
        id: Stable id.
        parent: Owner.

    Signals:
        entered: The PIN, as soon as its last digit is in; the pad has forgotten it by then.
    """

    entered = Signal(str)

    def __init__(self, length: int = 6, *, id: str = "pin", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._length, self._digits = length, ""
        self.setObjectName(id)
        self.setAccessibleName("PIN")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._caption = Text("PIN", Role.SECONDARY_STRONG, Token.INK2)
        self._rings = PinRings()
        self._message = Text("", Role.SECONDARY_STRONG, Token.CAUTION)
        self._keypad = Keypad(Keys.PIN)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self._caption, self._rings, self._message):
            layout.addWidget(widget)
        layout.addWidget(self._keypad, 1)
        self._keypad.pressed.connect(self._on_key)
        self._keypad.setFocusProxy(self)
        self._message.hide()
        self._show()

    def clear(self) -> None:
        """Forget the digits typed so far."""
        self._digits = ""
        self._show()

    def set_length(self, length: int) -> None:
        """Set how many digits a PIN has; forgets what was typed."""
        self._length = length
        self.clear()

    def set_caption(self, caption: str) -> None:
        """Say whose PIN is asked for."""
        self._caption.setText(caption)
        self.setAccessibleName(caption)

    def set_message(self, message: str) -> None:
        """Say what went wrong, ``PIN not right. 7 tries left.``; empty text takes it away."""
        self._message.show_text(message)
        announce(self, message, assertive=True)

    def set_locked(self, locked: bool) -> None:
        """Take no digits while a wait runs; nothing else on the page is touched."""
        self._keypad.setEnabled(not locked)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if locked else Qt.FocusPolicy.StrongFocus)
        self.clear()

    def keypad(self) -> Keypad:
        """Return the number keys."""
        return self._keypad

    def count(self) -> int:
        """Return how many digits are in."""
        return len(self._digits)

    def _show(self) -> None:
        self._rings.show_count(len(self._digits), self._length)

    def _on_key(self, key: str) -> None:
        if key == Key.CLEAR:
            self._digits = ""
        elif key == Key.BACK:
            self._digits = self._digits[:-1]
        elif key.isdigit() and len(self._digits) < self._length:
            self._digits += key
        self._show()
        announce(self, f"{len(self._digits)} of {self._length} digits")
        if len(self._digits) == self._length:
            pin, self._digits = self._digits, ""
            self.entered.emit(pin)
            self._show()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the next digit goes."""
        super().focusInEvent(event)
        self._rings.show_focus(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard types elsewhere."""
        super().focusOutEvent(event)
        self._rings.show_focus(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Type by keyboard, or paste, as by the keys on screen; no memory test beyond the PIN (``ux.md`` 14)."""
        if not self._keypad.isEnabled():
            event.ignore()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._paste(QGuiApplication.clipboard().text())
        else:
            self._keypad.keyPressEvent(event)

    def _paste(self, text: str) -> None:
        if len(text) == self._length and text.isascii() and text.isdigit():
            self.clear()
            for digit in text:
                self._on_key(digit)
