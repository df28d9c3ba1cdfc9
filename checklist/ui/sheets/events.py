"""The events of a session in a list, each with how it stands; a press closes one."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.glyph import State
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.widgets.state_row import RowFacts, StateRow
from checklist.ui.widgets.text import Text


class EventRow(msgspec.Struct, frozen=True):
    """One event: its position in the session, its words, how it stands, and time with initials."""

    n: int
    title: str
    standing: str
    stamp: str
    settled: bool


class EventsSheet(Sheet):
    """The list.

    Args:
        rows: The events.
        owed: Why a provider is still to be told of one, or empty.

    Signals:
        chosen: Position of the event that was pressed.
        told_pressed: A provider was told.
    """

    chosen = Signal(int)
    told_pressed = Signal()

    def __init__(self, rows: Sequence[EventRow], owed: str = "", parent: QWidget | None = None) -> None:
        super().__init__("Events", id="sheet.events", cancel="Close", width=820, parent=parent)
        words = "Press an event to go on with it." if rows else "No event was recorded."
        self.body.addWidget(Text(words, Role.SECONDARY, Token.INK2))
        if owed:
            self._lay_out_owed(owed)
        for row in rows:
            state = State.DONE if row.settled else State.TODO
            facts = RowFacts(state=state, title=row.title, answer=row.standing, stamp=row.stamp)
            button = StateRow(facts, id=f"sheet.events.{row.n}")
            button.clicked.connect(lambda _on=False, n=row.n: self.chosen.emit(n))
            self.body.addWidget(button)

    def _lay_out_owed(self, owed: str) -> None:
        row = QHBoxLayout()
        told = Button("Provider told", "phone", Kind.CAUTION, 56, id="sheet.events.told")
        told.clicked.connect(self.told_pressed)
        row.addWidget(Text(owed, Role.STRONG, Token.CAUTION), 1)
        row.addWidget(told)
        self.body.addLayout(row)
