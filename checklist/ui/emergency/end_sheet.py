"""Ending an emergency: how it ended, and how grave the event was."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from checklist.protocol.items import Option as Anchor
from checklist.ui.emergency.words import OUTCOMES
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.choice import Choice, Option
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.text_field import NoteField

_NEEDS_WORDS = frozenset({"transfer", "other"})


class EndSheet(Sheet):
    """Asks for the outcome; for the grade, too, where somebody is signed in.

    Args:
        title: Name of the list.
        leave: When it may be ended, in words.
        grades: The protocol's grades; empty where nobody is signed in, or no session runs.
        later: What is said of the grade where none is asked for; may be empty.
    """

    def __init__(
        self, title: str, leave: str, grades: Sequence[Anchor], later: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(
            f"End: {title}", id="sheet.emergency_end", primary="End emergency", cancel="Go on", width=900, parent=parent
        )
        if leave:
            self.body.addWidget(Text(f"May end when: {leave}", Role.SECONDARY, Token.INK2))
        self.body.addWidget(Text("How it ended", Role.STRONG))
        self._outcome = Choice(
            [Option(code, text) for code, text in OUTCOMES], name="How it ended", id="sheet.emergency_end.outcome"
        )
        self.body.addWidget(self._outcome)
        self._grade: Choice | None = None
        if grades:
            self.body.addWidget(Text("Grade of the event", Role.STRONG))
            self._grade = Choice(
                [Option(grade.code, f"{grade.code}  {grade.text}") for grade in grades],
                name="Grade of the event",
                id="sheet.emergency_end.grade",
            )
            self.body.addWidget(self._grade)
            self._grade.chosen.connect(lambda _: self._check())
        elif later:
            self.body.addWidget(Text(later, Role.SECONDARY, Token.INK2))
        self._note = NoteField("Transfer, family told, plan", id="sheet.emergency_end.text", rows=3)
        self.body.addWidget(self._note)
        self._outcome.chosen.connect(lambda _: self._check())
        self._note.text_changed.connect(lambda _: self._check())
        self._check()

    def _check(self) -> None:
        outcome = self._outcome.value()
        missing = ""
        if outcome is None:
            missing = "Say how it ended."
        elif self._grade is not None and self._grade.value() is None:
            missing = "Grade the event."
        elif outcome in _NEEDS_WORDS and not self.text():
            missing = "Say where to, or what happened."
        self.set_why(missing)
        self.set_primary_enabled(not missing)

    def outcome(self) -> str:
        """Return the code of the outcome, or nothing."""
        return self._outcome.value() or ""

    def grade(self) -> int:
        """Return the grade, 0 where it was not asked for."""
        value = self._grade.value() if self._grade is not None else None
        return int(value) if value else 0

    def text(self) -> str:
        """Return the words typed."""
        return self._note.text()
