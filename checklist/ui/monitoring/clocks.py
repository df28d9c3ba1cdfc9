"""The row on top of the monitoring page: infusion clock, next vital signs, patient state."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from checklist.clock import Reading
from checklist.service.conduct import Snapshot
from checklist.ui.monitoring.clock_facts import StateFacts, infusion_facts, next_facts, state_facts
from checklist.ui.theme import px
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.announce import announce
from checklist.ui.widgets.card import Card
from checklist.ui.widgets.cover import Cover
from checklist.ui.widgets.ring_clock import AIR, RingClock
from checklist.ui.widgets.text import Text

_GAP, _PATIENT = 10, 170


class StateCard(Card):
    """The newest alertness in words, with the scores beneath."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("clock.patient")
        self._title = Text("", Role.SECONDARY_STRONG, Token.INK2)
        self._words = Text("", Role.CURRENT)
        self._sub = Text("", Role.SECONDARY, Token.INK2)
        self.body.setContentsMargins(14, 7, 10, 7)
        self.body.setSpacing(4)
        self.body.addStretch(1)
        self.body.addWidget(self._title)
        self.body.addWidget(self._words)
        self.body.addWidget(self._sub)
        self.body.addStretch(1)

    def set_facts(self, facts: StateFacts) -> None:
        """Show a state; does nothing where all is the same."""
        self._title.show_text(facts.title)
        self._words.show_text(facts.words)
        self._sub.show_text(facts.sub)
        self.setAccessibleName(f"{facts.title}, {facts.words}, {facts.sub}")


class Clocks(QWidget):
    """The three cards; told the time by the page, painted again only when a second has passed.

    Signals:
        pump_pressed: The infusion clock was pressed: its volume is to be read off the pump.
        often_pressed: The clock of the next set was pressed: how often sets are due.
    """

    pump_pressed = Signal()
    often_pressed = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.infusion = RingClock(id="clock.infusion")
        self.next = RingClock(id="clock.next")
        self.patient = StateCard()
        self._pump = Cover(self.infusion, id="clock.infusion.open", does="Read the pump")
        self._often = Cover(self.next, id="clock.next.open", does="How often")
        self._pump.clicked.connect(self.pump_pressed)
        self._often.clicked.connect(self.often_pressed)
        self._left_s: int | None = None
        self._narrow = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        for column, share in enumerate((33, 25, 20)):
            self._grid.setColumnStretch(column, share)
        self._place()

    def _place(self) -> None:
        """Put the cards side by side, or the patient below the clocks where large text needs the room."""
        for clock in (self.infusion, self.next):
            clock.set_tight(self._narrow)
        self._grid.addWidget(self.infusion, 0, 0)
        self._grid.addWidget(self.next, 0, 1, 1, 2 if self._narrow else 1)
        self._grid.addWidget(self.patient, *((1, 0, 1, 3) if self._narrow else (0, 2, 1, 1)))

    def minimumSizeHint(self) -> QSize:
        """Return the room of the two clocks side by side; the patient can go below."""
        clocks = (self.infusion.minimumSizeHint(), self.next.minimumSizeHint())
        return QSize(clocks[0].width() + _GAP + clocks[1].width(), max(size.height() for size in clocks))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take a second row where one is too narrow."""
        super().resizeEvent(event)
        air = 2 * AIR if self._narrow else 0
        needed = self.minimumSizeHint().width() + air + _GAP + px(_PATIENT)
        narrow = event.size().width() < needed
        if narrow != self._narrow:
            self._narrow = narrow
            self._place()

    def show_session(self, snapshot: Snapshot, now: Reading) -> None:
        """Show what holds now."""
        protocol, state = snapshot.protocol, snapshot.state
        self.infusion.set_facts(infusion_facts(protocol, state, now))
        following = next_facts(protocol, state, now)
        self.next.set_facts(following.ring)
        self.next.setAccessibleDescription(following.schedule)
        self._often.setToolTip(following.schedule)
        self._pump.say(self.infusion.accessibleName())
        self._often.say(f"{self.next.accessibleName()}. {following.schedule}")
        self.patient.set_facts(state_facts(state, now.tz_min))
        self._speak(following.left_s)

    def _speak(self, left_s: int | None) -> None:
        """Speak the countdown at 60 s and at 0, and never in between (``ux.md`` 14)."""
        before, self._left_s = self._left_s, left_s
        if before is None or left_s is None:
            return
        if before > 60 >= left_s > 0:
            announce(self, "Vital signs due in one minute")
        elif before > 0 >= left_s:
            announce(self, "Vital signs are due", assertive=True)
