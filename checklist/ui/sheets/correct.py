"""Correct an answer: the same editors, holding the recorded answer, with the reason for the change."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from checklist.protocol.values import Answer
from checklist.ui import texts
from checklist.ui.items.editor import Setting
from checklist.ui.items.form import LineForm
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.choice import Choice, Option
from checklist.ui.widgets.scroll import Scroll
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.text_field import TextField

_REASONS = ("typing", "new_information", "wrong_line", "other")
_OTHER = "other"


class CorrectSheet(Sheet):
    """Asks for the new answer and why.

    Args:
        setting: The line.
        recorded: The answer in force.
        words: The same in words.
    """

    def __init__(self, setting: Setting, recorded: Answer, words: str, parent: QWidget | None = None) -> None:
        super().__init__(f"Change: {setting.line.text}", id="sheet.correct", primary="Change", width=760, parent=parent)
        self._recorded = recorded
        self.body.addWidget(Text(f"Recorded: {words}. It stays readable.", Role.SECONDARY, Token.INK2))
        self._form = LineForm(setting)
        self._form.show_answer(recorded)
        self._form.changed.connect(self._check)
        self.body.addWidget(Scroll(self._form), 1)
        options = tuple(Option(code, texts.reason(code)) for code in _REASONS)
        self._reason = Choice(options, name="Why", id="sheet.correct.reason")
        self._reason.chosen.connect(self._chosen)
        self._text = TextField("In a few words", id="sheet.correct.text")
        self._text.text_changed.connect(lambda _: self._check())
        self._text.hide()
        self.body.addWidget(self._reason)
        self.body.addWidget(self._text)
        self._check()

    def _chosen(self, code: str) -> None:
        self._text.setVisible(code == _OTHER)
        if code == _OTHER:
            self._text.setFocus()
        self._check()

    def _check(self) -> None:
        answer = self.answer()
        other = answer is not None and answer != self._recorded
        told = bool(self.reason()) and (self.reason() != _OTHER or bool(self.text()))
        self.set_primary_enabled(other and told)
        self.set_why("" if other else "The answer is not changed yet" if answer else "Not complete yet")

    def answer(self) -> Answer | None:
        """Return the new answer, or None while it is not whole."""
        return self._form.answer()

    def reason(self) -> str:
        """Return the code chosen, or empty."""
        return self._reason.value() or ""

    def text(self) -> str:
        """Return the words typed with *other*."""
        return self._text.text() if not self._text.isHidden() else ""
