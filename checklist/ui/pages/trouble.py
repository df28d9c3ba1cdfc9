"""Shown in place of everything else when the store cannot be opened: what happened, what is safe, what to do."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from checklist.errors import ChecklistError
from checklist.ui import texts
from checklist.ui.page import Frame, Page
from checklist.ui.theme import px
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.card import Card, Look
from checklist.ui.widgets.text import Text


class TroublePage(Page):
    """The page.

    Args:
        problem: Why the store cannot be opened.

    Signals:
        again: Try to open it once more.
        ended: Close the program.
    """

    again = Signal()
    ended = Signal()

    frame = Frame.BARE
    help_text = "The record could not be opened. Nothing in it was changed."

    def __init__(self, problem: ChecklistError) -> None:
        super().__init__()
        self.setObjectName("trouble")
        words = texts.error(problem)
        self._details = words.details
        self._card = Card(Look.ALARM)
        self._card.body.setContentsMargins(28, 24, 28, 24)
        self._card.body.setSpacing(12)
        self._card.body.addWidget(Text(words.what, Role.TITLE))
        for line in (words.safe, words.todo):
            if line:
                self._card.body.addWidget(Text(line, Role.CURRENT))
        self._shown = Text("", Role.SECONDARY, Token.INK2)
        self._shown.hide()
        self._card.body.addWidget(self._shown)
        self._card.body.addLayout(self._buttons())
        self.setAccessibleName(words.line)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._card)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addLayout(row)
        layout.addStretch(3)
        self.restyle()

    def _buttons(self) -> QHBoxLayout:
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        details = Button("Details", None, Kind.QUIET, id="trouble.details")
        details.clicked.connect(lambda: self._shown.show_text(self._details))
        copy = Button("Copy", None, Kind.QUIET, id="trouble.copy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._details))
        end = Button("Close Chairside", None, id="trouble.close")
        end.clicked.connect(self.ended)
        self._again = Button("Try again", "refresh-cw", Kind.PRIMARY, 56, id="trouble.again")
        self._again.clicked.connect(self.again)
        for button in (details, copy):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(end)
        buttons.addWidget(self._again)
        return buttons

    def enter(self) -> None:
        """Put the focus on trying again."""
        self._again.setFocus()

    def restyle(self) -> None:
        """Take the text size of the theme now in force."""
        self._card.setFixedWidth(px(720))
