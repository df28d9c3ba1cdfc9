"""Facts as label and value, and dated lines of text: the plain parts of a record."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checklist.ui.theme import px
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.text import Text

_LABEL = 132


class FactLine(QWidget):
    """A label, and what it is of.

    Args:
        label: What it is, or a time.
        value: In words.
        token: Colour of the value.
        detail: A quieter second line, or empty.
        parent: Owner.
    """

    def __init__(
        self,
        label: str,
        value: str,
        token: Token = Token.INK,
        *,
        detail: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._label = Text(label, Role.LABEL, Token.INK2)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Text(value, Role.ANSWER, token))
        if detail:
            words.addWidget(Text(detail, Role.SECONDARY, Token.INK2))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 3, 0, 3)
        row.setSpacing(12)
        row.addWidget(self._label, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.setAccessibleName(" ".join(part for part in (label, value, detail) if part))
        self.restyle()

    def restyle(self) -> None:
        """Take the text size of the theme now in force."""
        self._label.setFixedWidth(px(_LABEL))
