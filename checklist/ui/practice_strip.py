"""The strip that marks a practice store on every page, the lock page included."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from checklist.ui import texts
from checklist.ui.theme import px
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.card import Panel
from checklist.ui.widgets.text import Text


class PracticeStrip(Panel):
    """A slim strip over the whole window."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(Token.EXCEPT_TINT, parent=parent)
        self.setObjectName("practice_strip")
        self.setAccessibleName(texts.PRACTICE)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Text(texts.PRACTICE, Role.AXIS, Token.EXCEPT, wrap=False, align=Qt.AlignmentFlag.AlignCenter))
        self.restyle()

    def restyle(self) -> None:
        """Take the text size of the theme now in force."""
        self.setFixedHeight(px(20))
