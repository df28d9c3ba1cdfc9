"""Details of a stamped event in the fields of its line: a medicine, who came, what a patient said."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from checklist.clock import Reading
from checklist.protocol.model import Line
from checklist.protocol.values import Answer
from checklist.ui.items import Setting
from checklist.ui.items.form import LineForm
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.widgets.text import Text


class EventLineSheet(Sheet):
    """Asks for the fields of one event line; closing it keeps the timed event.

    Args:
        line: The line of the protocol.
        title: The event and its time, ``Medicine, 09:41``.
        now: The clock.
        recorded: What is recorded already, to go on from; None for a new event.

    Signals:
        earlier_pressed: It happened before the press.
    """

    earlier_pressed = Signal()

    def __init__(
        self,
        line: Line,
        title: str,
        now: Callable[[], Reading],
        recorded: Answer | None = None,
        parent: QWidget | None = None,
    ) -> None:
        cancel = "Time only" if recorded is None else "Cancel"
        super().__init__(title, id="sheet.event_line", primary="Record", cancel=cancel, width=820, parent=parent)
        earlier = Button("It was earlier", "history", Kind.QUIET, id="sheet.event_line.earlier")
        earlier.clicked.connect(self.earlier_pressed)
        row = QHBoxLayout()
        row.addWidget(Text(line.help or "The time is recorded.", Role.SECONDARY, Token.INK2), 1)
        row.addWidget(earlier)
        self._form = LineForm(Setting(line, now), stacked=True)
        self.body.addLayout(row)
        self.body.addWidget(self._form)
        earlier.setHidden(recorded is not None)
        if recorded is not None:
            self._form.show_answer(recorded)
        self._recorded = recorded
        self._form.changed.connect(self._check)
        self._check()

    def _check(self) -> None:
        answer = self._form.answer()
        left = self._form.left()
        self.set_primary_enabled(answer is not None and answer != self._recorded)
        self.set_why(f"{left} still to fill in" if left else "")

    def _focus_first(self) -> None:
        self._form.focus_first()

    def answer(self) -> Answer | None:
        """Return the details, or None while something is missing."""
        return self._form.answer()
