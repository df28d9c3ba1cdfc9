"""The row on top of the monitoring page: infusion clock, next vital signs, patient state."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from checklist.clock import Reading
from checklist.service.conduct import Snapshot
from checklist.ui.monitoring.clock_facts import StateFacts, infusion_facts, next_facts, state_facts
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.announce import announce
from checklist.ui.widgets.card import Card
from checklist.ui.widgets.ring_clock import RingClock
from checklist.ui.widgets.text import Text


class StateCard(Card):
    """The newest alertness in words, with the scores beneath."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("clock.patient")
        self._words = Text("", Role.CURRENT)
        self._sub = Text("", Role.SECONDARY, Token.INK2)
        self.body.setContentsMargins(14, 7, 10, 7)
        self.body.setSpacing(4)
        self.body.addStretch(1)
        self.body.addWidget(Text("Patient state", Role.SECONDARY_STRONG, Token.INK2))
        self.body.addWidget(self._words)
        self.body.addWidget(self._sub)
        self.body.addStretch(1)

    def set_facts(self, facts: StateFacts) -> None:
        """Show a state; does nothing where all is the same."""
        self._words.show_text(facts.words)
        self._sub.show_text(facts.sub)
        self.setAccessibleName(f"Patient state, {facts.words}, {facts.sub}")


class Clocks(QWidget):
    """The three cards; told the time by the page, painted again only when a second has passed."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.infusion = RingClock(id="clock.infusion")
        self.next = RingClock(id="clock.next")
        self.patient = StateCard()
        self._left_s: int | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.infusion, 36)
        row.addWidget(self.next, 29)
        row.addWidget(self.patient, 22)

    def show_session(self, snapshot: Snapshot, now: Reading) -> None:
        """Show what holds now."""
        protocol, state = snapshot.protocol, snapshot.state
        self.infusion.set_facts(infusion_facts(protocol, state, now))
        following = next_facts(protocol, state, now)
        self.next.set_facts(following.ring)
        self.next.setAccessibleDescription(following.schedule)
        self.next.setToolTip(following.schedule)
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
