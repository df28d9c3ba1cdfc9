"""Sheets of a handover: the facts to read back, and the question on return."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from checklist.audit.query import Person
from checklist.ui import texts
from checklist.ui.handover.fact_words import Part
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.checks import CheckRow
from checklist.ui.widgets.choice import Choice, Option
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.text_field import TextField


class HandoverSheet(Sheet):
    """The new nurse reads each part back aloud; then both sign, the leaving one first.

    Args:
        title: Who hands over to whom, as far as it is known.
        parts: What is read back.
        nurses: Whom it can pass to; empty where the one signed in takes over.
        leaving: Name of the nurse who leaves, where she may be gone already; empty where she is the one here.
    """

    def __init__(
        self,
        title: str,
        parts: Sequence[Part],
        nurses: Sequence[Person] = (),
        leaving: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, id="sheet.handover", primary="Both sign", width=680, parent=parent)
        self.body.setSpacing(8)
        self._who = Choice(
            tuple(Option(person.id, texts.person(person)) for person in nurses), name="To", id="sheet.handover.to"
        )
        self._chooses = bool(nurses)
        if self._chooses:
            self.body.addWidget(self._who)
            self._who.chosen.connect(lambda _key: self._check())
        else:
            self._who.setParent(self)
            self._who.hide()
        words = "The nurse who takes over reads each part back aloud."
        self.body.addWidget(Text(words, Role.SECONDARY, Token.INK2))
        self._rows = tuple(CheckRow(part.words, id=f"sheet.handover.{part.id}") for part in parts)
        for row in self._rows:
            row.toggled.connect(lambda _on: self._check())
            self.body.addWidget(row)
        self._leaving = leaving
        self._reason: TextField | None = None
        if leaving:
            alone = Button(f"{leaving} is not here", None, Kind.QUIET, id="sheet.handover.alone")
            alone.clicked.connect(self._ask_reason)
            self.body.addWidget(alone, 0, Qt.AlignmentFlag.AlignLeft)
        self._check()

    def _ask_reason(self) -> None:
        """Take it over without the leaving nurse: why, and she signs later."""
        if self._reason is None:
            self._reason = TextField(f"Why {self._leaving} does not sign now", id="sheet.handover.reason")
            self._reason.text_changed.connect(lambda _text: self._check())
            self.body.addWidget(self._reason)
            self.body.addWidget(
                Text("It is marked in the record, and the signature is asked for later.", Role.SECONDARY, Token.INK2)
            )
            self.set_primary_text("Take over")
        self._reason.setFocus()
        self._check()

    def _check(self) -> None:
        unread = sum(not row.isChecked() for row in self._rows)
        missing = f"{unread} parts to read back" if unread > 1 else "One part to read back" if unread else ""
        if not missing and self._chooses and not self.to():
            missing = "Who takes over"
        if not missing and self._reason is not None and not self._reason.text():
            missing = f"Say why {self._leaving} does not sign now"
        self.set_primary_enabled(not missing)
        self.set_why(missing)

    def to(self) -> str:
        """Return the id of the nurse chosen, or empty."""
        return self._who.value() or ""

    def is_alone(self) -> bool:
        """Return whether it is taken over without the leaving nurse."""
        return self._reason is not None

    def reason(self) -> str:
        """Return why the leaving nurse does not sign now."""
        return self._reason.text() if self._reason is not None else ""


class TakeOverSheet(Sheet):
    """Asks a nurse who signed in whether she takes over, or only looks.

    Args:
        leaving: Name of the nurse responsible.
    """

    def __init__(self, leaving: str, parent: QWidget | None = None) -> None:
        super().__init__(
            f"Take over from {leaving}?", id="sheet.take_over", primary="Take over", cancel="Only look", parent=parent
        )
        words = f"{leaving} is responsible for this patient until somebody takes over."
        self.body.addWidget(Text(words, Role.ITEM))
