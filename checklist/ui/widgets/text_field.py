"""Labelled stock inputs: one line, several lines, one of a list. Drawn by the generated style sheet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from checklist.ui.icons import paint_icon
from checklist.ui.theme import dress, font, px
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.announce import announce
from checklist.ui.widgets.choice import Option
from checklist.ui.widgets.paint import box, focus_ring, text_width, write
from checklist.ui.widgets.text import Text


class Labelled(QWidget):
    """A label above an input, and a line below it for what is wrong.

    Args:
        label: What to enter; empty leaves the line out and is then only spoken.
        entry: The input.
        id: Stable id of the input.
        parent: Owner.
    """

    def __init__(self, label: str, entry: QWidget, *, id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = Text(label, Role.LABEL, Token.INK2)
        self._message = Text("", Role.LABEL, Token.CAUTION)
        self._message.hide()
        entry.setObjectName(id)
        entry.setAccessibleName(label)
        self.setFocusProxy(entry)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._label)
        layout.addWidget(entry)
        layout.addWidget(self._message)
        layout.addStretch(1)

    def set_message(self, message: str) -> None:
        """Say what is wrong with the entry; empty text takes it away."""
        self._message.show_text(message)
        announce(self, message, assertive=True)


class TextField(Labelled):
    """One line of text.

    Args:
        label: What to enter.
        id: Stable id.
        placeholder: An example; never a value.
        secret: Shows dots.
        parent: Owner.

    Signals:
        text_changed: The text.
        entered: Enter was pressed.
    """

    text_changed = Signal(str)
    entered = Signal()

    def __init__(
        self,
        label: str,
        *,
        id: str,
        placeholder: str = "",
        secret: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        self.input = QLineEdit()
        dress(self.input)
        super().__init__(label, self.input, id=id, parent=parent)
        self.input.setPlaceholderText(placeholder)
        if secret:
            self.input.setEchoMode(QLineEdit.EchoMode.Password)
        self.input.textChanged.connect(self.text_changed)
        self.input.returnPressed.connect(self.entered)

    def text(self) -> str:
        """Return the text without spaces around it."""
        return self.input.text().strip()

    def set_text(self, text: str) -> None:
        """Show a draft or an answer that is being corrected."""
        self.input.setText(text)


class NoteField(Labelled):
    """Several lines of plain text.

    Args:
        label: What to enter.
        id: Stable id.
        rows: Lines shown without scrolling.
        parent: Owner.

    Signals:
        text_changed: The text.
    """

    text_changed = Signal(str)

    def __init__(self, label: str, *, id: str, rows: int = 3, parent: QWidget | None = None) -> None:
        self.input = QPlainTextEdit()
        dress(self.input)
        self._rows = rows
        super().__init__(label, self.input, id=id, parent=parent)
        self.input.setTabChangesFocus(True)
        self.input.textChanged.connect(lambda: self.text_changed.emit(self.text()))
        self.restyle()

    def restyle(self) -> None:
        """Take the text size of the theme now in force."""
        self.input.setFixedHeight(max(px(48), self._rows * px(22) + px(20)))

    def text(self) -> str:
        """Return the text without space around it."""
        return self.input.toPlainText().strip()

    def set_text(self, text: str) -> None:
        """Show a draft."""
        self.input.setPlainText(text)


class _Combo(QComboBox):
    """The box of a list; painted like every other control."""

    def sizeHint(self) -> QSize:
        """Return the room of the longest entry."""
        words = font(Role.BUTTON)
        wide = max((text_width(words, self.itemText(i)) for i in range(self.count())), default=0)
        return QSize(max(px(120), wide + px(64)), px(48))

    def minimumSizeHint(self) -> QSize:
        """Return the same: an entry is never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint box, words and arrow."""
        painter = QPainter(self)
        rect, size = QRectF(self.rect()), px(20)
        enabled = self.isEnabled()
        box(
            painter,
            rect,
            Token.RAISED if enabled else Token.SUNKEN,
            edge=Token.EDGE if enabled else Token.LINE,
        )
        words = self.currentText() or self.placeholderText()
        ink = Token.INK if enabled and self.currentIndex() >= 0 else Token.INK3
        write(painter, rect.adjusted(px(14), 0, -px(44), 0), words, font(Role.BUTTON), ink)
        place = QRectF(rect.right() - px(14) - size, (rect.height() - size) / 2, size, size)
        paint_icon(painter, "chevron-down", place, ink)
        if self.hasFocus():
            focus_ring(painter, rect)
        painter.end()


class Select(Labelled):
    """One entry of a list; none is chosen at the start unless the page says so.

    Args:
        label: What is chosen.
        options: The entries.
        id: Stable id.
        placeholder: Words shown while none is chosen.
        parent: Owner.

    Signals:
        chosen: Key of the entry a person picked.
    """

    chosen = Signal(str)

    def __init__(
        self,
        label: str,
        options: Sequence[Option],
        *,
        id: str,
        placeholder: str = "Choose",
        parent: QWidget | None = None,
    ) -> None:
        self.input: QComboBox = _Combo()
        dress(self.input)
        super().__init__(label, self.input, id=id, parent=parent)
        self.input.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.input.setPlaceholderText(placeholder)
        self.set_options(options)
        self.input.activated.connect(lambda _index: self.chosen.emit(self.value() or ""))

    def set_options(self, options: Sequence[Option]) -> None:
        """Show other entries; none is chosen."""
        self.input.clear()
        for option in options:
            self.input.addItem(option.label, option.key)
        self.input.setCurrentIndex(-1)

    def value(self) -> str | None:
        """Return the key of the chosen entry, or None."""
        key = self.input.currentData()
        return key if isinstance(key, str) else None

    def set_value(self, key: str | None) -> None:
        """Choose an entry; None chooses none."""
        self.input.setCurrentIndex(-1 if key is None else self.input.findData(key))
