"""Exception: why a prescriber passes a hard stop; the prescriber's own PIN follows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from checklist.session.decide.limits import REASON_LEAST
from checklist.ui import formats
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.card import Card, Look
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.text_field import NoteField


class ExceptionSheet(Sheet):
    """Asks for the reason of an exception.

    Args:
        title: The line's text.
        answer: The answer that set off the stop, in words.
        limits: The stops it meets, in words.
    """

    def __init__(self, title: str, answer: str, limits: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__("Exception", id="sheet.exception", primary="Prescriber signs", parent=parent)
        stop = Card(Look.ALARM)
        stop.body.addWidget(Text(f"{title}: {answer}", Role.STRONG))
        for limit in limits:
            stop.body.addWidget(Text(limit, Role.SECONDARY, Token.INK))
        self.body.addWidget(stop)
        words = "The prescriber decides to go on, gives the reason, and signs with their own PIN."
        self.body.addWidget(Text(words, Role.SECONDARY, Token.INK2))
        self._reason = NoteField("Reason for the exception", id="sheet.exception.reason", rows=3)
        self._reason.text_changed.connect(lambda _: self._check())
        self.body.addWidget(self._reason)
        self._check()

    def _check(self) -> None:
        short = REASON_LEAST - len(self.reason())
        self.set_primary_enabled(short <= 0)
        self.set_why(f"{formats.counted(short, 'character')} more" if short > 0 else "")

    def reason(self) -> str:
        """Return the reason without space around it."""
        return self._reason.text().strip()
