"""Not applicable: one of the protocol's reasons, with words where the reason asks for them."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from checklist.protocol.model import Line
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.choice import Choice, Option
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.text_field import TextField


class NotApplicableSheet(Sheet):
    """Asks why a line does not apply."""

    def __init__(self, line: Line, parent: QWidget | None = None) -> None:
        super().__init__("Not applicable", id="sheet.not_applicable", primary="Record", parent=parent)
        self._reasons = {reason.code: reason for reason in line.not_applicable}
        self.body.addWidget(Text(line.text, Role.SECONDARY, Token.INK2))
        options = tuple(Option(reason.code, reason.text) for reason in line.not_applicable)
        self._choice = Choice(options, name="Why", id="sheet.not_applicable.reason")
        self._text = TextField("In a few words", id="sheet.not_applicable.text")
        self._text.hide()
        self._choice.chosen.connect(self._chosen)
        self._text.text_changed.connect(lambda _: self._check())
        self.body.addWidget(self._choice)
        self.body.addWidget(self._text)
        self._check()

    def _chosen(self, code: str) -> None:
        needs = self._reasons[code].needs_text
        self._text.setVisible(needs)
        if needs:
            self._text.setFocus()
        self._check()

    def _check(self) -> None:
        reason = self._reasons.get(self.reason())
        self.set_primary_enabled(reason is not None and (not reason.needs_text or bool(self.text())))

    def reason(self) -> str:
        """Return the code chosen, or empty."""
        return self._choice.value() or ""

    def text(self) -> str:
        """Return the words typed, where the reason asks for them."""
        return self._text.text() if not self._text.isHidden() else ""
