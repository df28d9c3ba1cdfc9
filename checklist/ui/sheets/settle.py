"""How an event stands: its grade, and whether it is over or stays open with a plan."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from checklist.protocol.items import Option as Listed
from checklist.ui.monitoring.words import RESOLVED
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.choice import Choice, Option
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.text_field import NoteField

OPEN = "open"
_SEVERE = 3
_GRADES = (
    Listed("1", "Noticed, no treatment"),
    Listed("2", "Moderate, simple treatment"),
    Listed("3", "Severe, hospital care"),
    Listed("4", "Life at risk"),
    Listed("5", "Death"),
)
"""Where a protocol lists none: those of ``clinical.md`` 4.5."""


class SettleSheet(Sheet):
    """Asks for grade and outcome; nothing is chosen before a person chooses.

    Args:
        title: The event and its time, ``Nausea, 09:41``.
        before: How it was settled before, in words, or empty.
        grades: The protocol's grades.
        branch: Title of the emergency list that a life at risk opens, or empty.
    """

    def __init__(
        self, title: str, before: str, grades: Sequence[Listed], branch: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(title, id="sheet.settle", primary="Record", width=680, parent=parent)
        if before:
            self.body.addWidget(Text(f"So far: {before}", Role.SECONDARY, Token.INK2))
        options = tuple(Option(item.code, f"{item.code}  {item.text}") for item in grades or _GRADES)
        self._grade = Choice(options, name="How severe at its worst", id="sheet.settle.grade")
        standing = (Option(RESOLVED, "Over"), Option(OPEN, "Still there, with a plan"))
        self._outcome = Choice(standing, name="How it stands", id="sheet.settle.outcome")
        self._advice = Text("", Role.SECONDARY_STRONG, Token.CAUTION)
        self._branch = branch
        self._plan = NoteField("Plan", id="sheet.settle.plan", rows=2)
        for label, part in (("How severe at its worst", self._grade), ("How it stands", self._outcome)):
            self.body.addWidget(Text(label, Role.LABEL, Token.INK2))
            self.body.addWidget(part)
        self.body.insertWidget(self.body.indexOf(self._grade) + 1, self._advice)
        self.body.addWidget(self._plan)
        self._plan.hide()
        self._grade.chosen.connect(lambda _key: self._check())
        self._outcome.chosen.connect(lambda _key: self._check())
        self._plan.text_changed.connect(lambda _text: self._check())
        self._check()

    def _check(self) -> None:
        self._plan.setVisible(self.outcome() == OPEN)
        self._advice.show_text(self._advice_words())
        planned = self.outcome() != OPEN or bool(self.plan())
        self.set_primary_enabled(bool(self.grade()) and bool(self.outcome()) and planned)
        self.set_why("" if planned else "Say what is planned")

    def _advice_words(self) -> str:
        if self.grade() < _SEVERE:
            return ""
        list_words = f" The list “{self._branch}” is under Emergency." if self._branch else ""
        return f"Grade {self.grade()}: tell the prescriber.{list_words}"

    def grade(self) -> int:
        """Return the grade, 1 to 5, or 0 while none is chosen."""
        return int(self._grade.value() or 0)

    def outcome(self) -> str:
        """Return ``resolved``, ``open``, or empty."""
        return self._outcome.value() or ""

    def plan(self) -> str:
        """Return the plan of an event that stays open."""
        return self._plan.text() if self.outcome() == OPEN else ""
