"""End this session early: why, and once more to be sure. Always possible; passes no stop (D21)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Kind
from checklist.ui.widgets.checks import CheckRow
from checklist.ui.widgets.choice import Choice, Option
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.text_field import NoteField

REASONS = (
    Option("hard_stop", "A stop cannot be passed"),
    Option("declined", "The patient does not want it"),
    Option("unwell", "The patient is unwell"),
    Option("against_advice", "Leaves against advice"),
    Option("equipment", "Equipment or drug not available"),
    Option("other", "Other"),
)
"""Why a session ends early: code and words."""


class StopSessionSheet(Sheet):
    """Asks why, and for a tick that it is meant."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            "End this session early",
            id="sheet.stop_session",
            primary="End session",
            primary_kind=Kind.DANGER,
            width=600,
            parent=parent,
        )
        words = "Everything recorded so far is kept. The session cannot be taken up again."
        self.body.addWidget(Text(words, Role.SECONDARY, Token.INK2))
        self._reason = Choice(REASONS, name="Why", id="sheet.stop_session.reason")
        self._text = NoteField("In a few words", id="sheet.stop_session.text", rows=2)
        self._sure = CheckRow("Yes, end this session now", id="sheet.stop_session.sure")
        for part in (self._reason, self._text, self._sure):
            self.body.addWidget(part)
        self._reason.chosen.connect(lambda _: self._check())
        self._text.text_changed.connect(lambda _: self._check())
        self._sure.clicked.connect(lambda _: self._check())
        self._check()

    def _check(self) -> None:
        told = self.reason() != "other" or bool(self.text())
        self.set_primary_enabled(bool(self.reason()) and told and self._sure.isChecked())

    def reason(self) -> str:
        """Return the code chosen, or empty."""
        return self._reason.value() or ""

    def text(self) -> str:
        """Return the words typed."""
        return self._text.text()
