"""A list to choose from in one line with its icon: ``All nurses``, ``Any flag``, a stretch of days."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from checklist.ui.icons import paint_icon
from checklist.ui.theme import dress, font, px
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.choice import Option
from checklist.ui.widgets.paint import box, focus_ring, text_width, write

_PAD, _ICON, _GAP = 14, 20, 10


class FilterSelect(QComboBox):
    """The list; one entry is always chosen, the first at the start.

    Args:
        name: What is chosen, for the screen reader.
        icon: Lucide name.
        options: The entries; the key of one that holds nothing back is empty.
        id: Stable id.
        parent: Owner.

    Signals:
        chosen: Key of the entry a person picked.
    """

    chosen = Signal(str)

    def __init__(
        self, name: str, icon: str, options: Sequence[Option], *, id: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._icon, self._shown = name, icon, ""
        self.setObjectName(id)
        dress(self)
        for option in options:
            self.addItem(option.label, option.key)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.activated.connect(lambda _index: self.chosen.emit(self.value()))
        self.currentIndexChanged.connect(lambda _index: self._describe())
        self._describe()

    def value(self) -> str:
        """Return the key of the chosen entry."""
        return str(self.currentData())

    def set_value(self, key: str) -> None:
        """Choose an entry."""
        self.setCurrentIndex(self.findData(key))

    def show_words(self, words: str) -> None:
        """Show these words for the chosen entry in place of its own."""
        self._shown = words
        self._describe()
        self.updateGeometry()
        self.update()

    def words(self) -> str:
        """Return what stands in the closed box."""
        return self._shown or self.currentText()

    def _describe(self) -> None:
        self.setAccessibleName(f"{self._name}: {self.words()}")

    def sizeHint(self) -> QSize:
        """Return the room of the longest entry with icon and arrow."""
        words = font(Role.BUTTON)
        longest = max(text_width(words, text) for text in (self.words(), *map(self.itemText, range(self.count()))))
        return QSize(longest + 2 * px(_PAD) + 2 * px(_ICON) + 2 * px(_GAP), px(48))

    def minimumSizeHint(self) -> QSize:
        """Return the same: an entry is never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint box, icon, words and arrow."""
        painter = QPainter(self)
        rect, size, pad = QRectF(self.rect()), px(_ICON), px(_PAD)
        box(painter, rect, Token.RAISED, edge=Token.EDGE)
        top = (rect.height() - size) / 2
        paint_icon(painter, self._icon, QRectF(pad, top, size, size), Token.INK2)
        left = pad + size + px(_GAP)
        write(painter, rect.adjusted(left, 0, -pad - size, 0), self.words(), font(Role.BUTTON), Token.INK)
        paint_icon(painter, "chevron-down", QRectF(rect.right() - pad - size, top, size, size), Token.INK2)
        if self.hasFocus():
            focus_ring(painter, rect)
        painter.end()
