"""Sheets of the infusion: why it is paused, and what the pump gave when it ends.

They collect; the page runs the command. The time in the record is that of the press that opened them.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import msgspec
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checklist.clock import Reading
from checklist.protocol.model import Line
from checklist.protocol.values import Answer, Chosen, Quantity
from checklist.session.decide.end_line import RESIDUE
from checklist.session.state import Infusion
from checklist.ui.items import Setting
from checklist.ui.items.form import LineForm
from checklist.ui.monitoring.delivered_words import given_words
from checklist.ui.monitoring.reason_choice import ReasonChoice
from checklist.ui.monitoring.reasons import PAUSE, STOP
from checklist.ui.tokens import Role, Token
from checklist.ui.typing_rules import Key
from checklist.ui.widgets.button import Kind
from checklist.ui.widgets.keypad import Keypad, Keys
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.widgets.text import Text


class PauseSheet(Sheet):
    """Asks why the infusion is paused; one press on a reason accepts.

    Args:
        at: When it was paused, as text.
    """

    def __init__(self, at: str, parent: QWidget | None = None) -> None:
        super().__init__(f"Paused at {at}. Why?", id="sheet.pause", primary="Add", cancel="Later", parent=parent)
        words = "The pause is recorded. Pause the pump too, if it still runs."
        self.body.addWidget(Text(words, Role.SECONDARY, Token.INK2))
        self._reason = ReasonChoice(PAUSE, id="sheet.pause.reason")
        self._reason.changed.connect(lambda: self.set_primary_enabled(bool(self.reason())))
        self._reason.pressed.connect(self.accepted)
        self.body.addWidget(self._reason)
        self.set_primary_enabled(False)

    def reason(self) -> str:
        """Return why, in words."""
        return self._reason.words()


class ResumeSheet(Sheet):
    """Says why a nurse cannot resume; a prescriber decides by own PIN (D21).

    Args:
        why: What stands in the way, in words.
    """

    def __init__(self, why: str, parent: QWidget | None = None) -> None:
        super().__init__(
            "Resume infusion", id="sheet.resume", primary="Prescriber decides", cancel="Not now", parent=parent
        )
        self.body.addWidget(Text(why, Role.ITEM))


class Ending(msgspec.Struct, frozen=True):
    """What the end sheet collected: mL off the pump, the whole answer of its line, and why before plan."""

    given_ml: str
    answer: Answer
    reason: str

    @property
    def residue(self) -> str:
        """What became of the drug left in the line, the option's code; empty where the line does not ask."""
        value = self.answer.get(RESIDUE)
        return value.option if isinstance(value, Chosen) else ""


class EndSheet(Sheet):
    """Asks what the pump gave, and why where it ends before plan.

    Args:
        line: The line of the protocol that holds the volume given; its mL field goes into the record as given.
        facts: How far the infusion is, in words.
        early: Whether it ends before plan.
        now: The clock.
        plan: Dose and volume of the bag; what was given follows from them.
    """

    def __init__(
        self,
        line: Line,
        facts: str,
        now: Callable[[], Reading],
        plan: Infusion,
        *,
        early: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            "End infusion before plan" if early else "End infusion",
            id="sheet.end",
            primary="End infusion",
            primary_kind=Kind.PRIMARY,
            width=860,
            parent=parent,
        )
        self._early = early
        self._plan = plan
        self._given = Text("", Role.STRONG)
        self._given.setObjectName("sheet.end.given")
        keypad = Keypad(Keys.DECIMAL)
        self._form = LineForm(Setting(line, now), keypad=keypad, stacked=True)
        self._reason = ReasonChoice(STOP, id="sheet.end.reason")
        keypad.key(Key.NEXT).hide()
        left = QVBoxLayout()
        left.addWidget(Text(facts, Role.SECONDARY, Token.INK2))
        left.addWidget(Text(line.text, Role.STRONG))
        left.addWidget(self._form)
        left.addWidget(self._given)
        left.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(18)
        top.addLayout(left, 1)
        top.addWidget(keypad, 1)
        self.body.addLayout(top)
        if early:
            self.body.addWidget(Text("Why before plan", Role.STRONG))
        self.body.addWidget(self._reason)
        self._reason.setVisible(early)
        self._form.changed.connect(self._check)
        self._reason.changed.connect(self._check)
        self._check()

    def _check(self) -> None:
        missing = "Say why it ends before plan" if self._early and not self._reason.words() else ""
        missing = missing or ("" if self.ending() else "Fill in what the pump shows")
        self._given.show_text(self._given_words())
        self.set_primary_enabled(not missing)
        self.set_why(missing)

    def _given_words(self) -> str:
        """Say what the volume typed holds; empty before it is whole, or where the pump gave more than the bag."""
        values = (editor.value() for editor in self._form.editors())
        given = next((Decimal(v.value) for v in values if isinstance(v, Quantity) and v.unit == "mL"), None)
        dose, volume = Decimal(self._plan.dose_mg), Decimal(self._plan.volume_ml)
        return given_words(dose, volume, given) if given is not None and given <= volume else ""

    def begin(self) -> None:
        """Put the keyboard into the volume."""
        self._form.focus_first()

    def ending(self) -> Ending | None:
        """Return what was collected, or None while something is missing."""
        answer = self._form.answer()
        if answer is None:
            return None
        values = (item.value for item in answer.values)
        given = next((v.value for v in values if isinstance(v, Quantity) and v.unit == "mL"), None)
        return Ending(given, answer, self._reason.words()) if given is not None else None
