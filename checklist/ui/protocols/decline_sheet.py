"""Asks why a proposed change is declined."""

from __future__ import annotations

from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.text_field import NoteField


class DeclineSheet(Sheet):
    """The sheet; ``accepted`` comes once a reason is there.

    Args:
        asked: What was proposed, in words.
    """

    def __init__(self, asked: str) -> None:
        super().__init__("Decline this change", id="sheet.decline", primary="Decline", width=560)
        self.body.addWidget(Text(asked, Role.ITEM))
        self.body.addWidget(Text("The proposal and your reason stay in the log.", Role.SECONDARY, Token.INK2))
        self._reason = NoteField("Why", id="sheet.decline.why", rows=3)
        self._reason.text_changed.connect(lambda _text: self._check())
        self.body.addWidget(self._reason)
        self._check()

    def reason(self) -> str:
        """Return the reason."""
        return self._reason.text()

    def _check(self) -> None:
        self.set_primary_enabled(bool(self._reason.text()))
        self.set_why("" if self._reason.text() else "Say why.")
