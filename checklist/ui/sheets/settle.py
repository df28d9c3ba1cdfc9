"""An adverse event: what it was, how severe, what was done, and whether it is over or stays open with a plan."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from checklist.protocol.items import Option as Listed
from checklist.ui.monitoring.words import RESOLVED
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.choice import Choice, Option
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.text_field import NoteField

OPEN = "open"
_SEVERE, _LIFE = 3, 4
_GRADES = (
    Listed("1", "Noticed, no treatment"),
    Listed("2", "Moderate, simple treatment"),
    Listed("3", "Severe, hospital care"),
    Listed("4", "Life at risk"),
    Listed("5", "Death"),
)
"""Where a protocol lists none: those of ``clinical.md`` 4.5."""


class Effect(msgspec.Struct, frozen=True):
    """What it may have been: code, words, and id and title of the emergency list of a life at risk, or empty."""

    code: str
    text: str
    branch: str = ""
    branch_title: str = ""


class SettleFacts(msgspec.Struct, frozen=True):
    """What an adverse event's sheet shows.

    Attributes:
        title: The event and its time, ``Nausea, 09:41``.
        before: How it stood before, in words, or empty.
        grades: The protocol's grades; empty for the usual five.
        effects: What it may have been; asked where there are several.
        actions: What may have been done; empty where the protocol has no line for it.
        fresh: The tile was just pressed: the time may be set back, and grade alone is enough.
        effect, grade, action: What is recorded already, or empty.
    """

    title: str
    before: str = ""
    grades: Sequence[Listed] = ()
    effects: Sequence[Effect] = ()
    actions: Sequence[Listed] = ()
    fresh: bool = False
    effect: str = ""
    grade: str = ""
    action: str = ""


class SettleSheet(Sheet):
    """Asks for grade, action and outcome; nothing is chosen before a person chooses.

    Signals:
        earlier_pressed: It happened before the press.
        branch_pressed: Open the emergency list of what it was.
    """

    earlier_pressed = Signal()
    branch_pressed = Signal()

    def __init__(self, facts: SettleFacts, parent: QWidget | None = None) -> None:
        super().__init__(
            facts.title,
            id="sheet.settle",
            primary="Record",
            cancel="Time only" if facts.fresh else "Cancel",
            width=900,
            parent=parent,
        )
        self._facts = facts
        self._advice = Text("", Role.SECONDARY_STRONG, Token.CAUTION)
        self._branch = Button("", "siren", Kind.CAUTION, id="sheet.settle.branch")
        self._plan = NoteField("Plan", id="sheet.settle.plan", rows=2)
        self._effect = Choice(
            [Option(item.code, item.text) for item in facts.effects], name="What it was", id="sheet.settle.effect"
        )
        grades = tuple(Option(item.code, f"{item.code}  {item.text}") for item in facts.grades or _GRADES)
        self._grade = Choice(grades, name="How severe at its worst", id="sheet.settle.grade")
        actions = [Option(item.code, item.text) for item in facts.actions]
        self._action = Choice(actions, name="What was done", id="sheet.settle.action")
        standing = (Option(RESOLVED, "Over"), Option(OPEN, "Still there, with a plan"))
        self._outcome = Choice(standing, name="How it stands", id="sheet.settle.outcome")
        self._lay_out_parts()
        for part in (self._effect, self._grade, self._action, self._outcome):
            part.chosen.connect(lambda _key: self._check())
        self._plan.text_changed.connect(lambda _text: self._check())
        self._branch.clicked.connect(self.branch_pressed)
        self._check()

    def _lay_out_parts(self) -> None:
        facts = self._facts
        if facts.fresh:
            self._lay_out_time()
        elif facts.before:
            self.body.addWidget(Text(f"So far: {facts.before}", Role.SECONDARY, Token.INK2))
        asked = ((self._effect, facts.effect), (self._grade, facts.grade), (self._outcome, ""))
        for part, known in (*asked, (self._action, facts.action)):
            part.set_value(known or None)
            if len(part.buttons()) > 1:
                self.body.addWidget(Text(part.accessibleName(), Role.LABEL, Token.INK2))
                self.body.addWidget(part)
            else:
                part.setParent(self)
                part.hide()
        self.body.insertWidget(self.body.indexOf(self._grade) + 1, self._advice)
        self.body.insertWidget(self.body.indexOf(self._advice) + 1, self._branch, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.insertWidget(self.body.indexOf(self._outcome) + 1, self._plan)
        self._plan.hide()

    def _lay_out_time(self) -> None:
        earlier = Button("It was earlier", "history", Kind.QUIET, id="sheet.settle.earlier")
        earlier.clicked.connect(self.earlier_pressed)
        row = QHBoxLayout()
        row.addWidget(Text("The time is recorded.", Role.SECONDARY, Token.INK2), 1)
        row.addWidget(earlier)
        self.body.addLayout(row)

    def _focus_first(self) -> None:
        first = next((part for part in (self._effect, self._grade) if part.value() is None), self._outcome)
        (first if len(first.buttons()) > 1 else self._grade).buttons()[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _check(self) -> None:
        self._plan.setVisible(self.outcome() == OPEN)
        self._advice.show_text(f"Grade {self.grade()}: tell the prescriber." if self.grade() >= _SEVERE else "")
        named = next((item for item in self._facts.effects if item.code == self.effect()), None)
        life = self.grade() >= _LIFE and named is not None and bool(named.branch)
        self._branch.set_label(f"Record and open: {named.branch_title}" if life and named is not None else "")
        self._branch.setVisible(life)
        missing = self._missing()
        self._branch.setEnabled(not missing)
        self.set_primary_enabled(not missing)
        self.set_why(missing)

    def _missing(self) -> str:
        """Return what is still to be said."""
        if len(self._facts.effects) > 1 and not self.effect():
            return "Say what it was"
        if not self.grade():
            return "Say how severe it was"
        if not self.outcome() and not self._facts.actions:
            return "Say how it stands"
        return "Say what is planned" if self.outcome() == OPEN and not self.plan() else ""

    def effect(self) -> str:
        """Return what it was, by its code, or empty."""
        only = self._facts.effects[0].code if len(self._facts.effects) == 1 else ""
        return self._effect.value() or only

    def branch(self) -> str:
        """Return the emergency list of what it was, or empty."""
        return next((item.branch for item in self._facts.effects if item.code == self.effect()), "")

    def grade(self) -> int:
        """Return the grade, 1 to 5, or 0 while none is chosen."""
        return int(self._grade.value() or 0)

    def action(self) -> str:
        """Return what was done, by its code, or empty."""
        return self._action.value() or ""

    def outcome(self) -> str:
        """Return ``resolved``, ``open``, or empty for not said yet."""
        return self._outcome.value() or ""

    def plan(self) -> str:
        """Return the plan of an event that stays open."""
        return self._plan.text() if self.outcome() == OPEN else ""
