"""What stands above the fields of an open line, as widgets: an offered answer, earlier readings, a wait.

While an answer is offered or a wait runs, the fields below are folded; ``Enter it instead`` unfolds them.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checklist.clock import Reading
from checklist.ui.pages.preface_words import PrefaceFacts, countdown
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.card import Card, Look
from checklist.ui.widgets.glyph import Glyph, State
from checklist.ui.widgets.icon_mark import IconMark
from checklist.ui.widgets.text import Text


class LinePreface(QWidget):
    """The part above the fields.

    Args:
        facts: What it shows.
        now: The time, for a countdown.

    Signals:
        confirmed: The offered answer was confirmed.
        unfolded: The fields are to be shown.
    """

    confirmed = Signal()
    unfolded = Signal()

    def __init__(self, facts: PrefaceFacts, now: Reading, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facts = facts
        self._left = Text("", Role.STRONG, Token.ACCENT, wrap=False)
        self._repeat = Text(facts.repeat, Role.STRONG)
        self._opened = False
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        if facts.warning:
            self._layout.addWidget(_warning(facts.warning))
        for stamp, words in facts.readings:
            self._layout.addWidget(_reading(stamp, words))
        if facts.repeat:
            self._layout.addWidget(self._repeat_row())
        if facts.offer is not None:
            self._layout.addWidget(self._offer(facts))
        self.tick(now)

    @property
    def folds(self) -> bool:
        """Whether the fields below are not to be seen."""
        return not self._opened and (self.facts.offer is not None or self.facts.due_ms > 0)

    def _offer(self, facts: PrefaceFacts) -> QWidget:
        card = Card(Look.DONE)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text(facts.words, Role.CURRENT))
        words.addWidget(Text(facts.source, Role.SECONDARY, Token.INK2))
        said = QHBoxLayout()
        said.setSpacing(12)
        said.addWidget(Glyph(State.SENSED, 26))
        said.addLayout(words, 1)
        confirm = Button("Confirm", "check", Kind.PRIMARY, 56, id="item.confirm", spoken=f"Confirm {facts.words}")
        enter = Button("Enter it instead", "pencil", Kind.PLAIN, 56, id="item.enter")
        confirm.clicked.connect(self.confirmed)
        enter.clicked.connect(self.unfold)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(enter)
        buttons.addWidget(confirm)
        card.body.setSpacing(8)
        card.body.addLayout(said)
        card.body.addLayout(buttons)
        return card

    def _repeat_row(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(IconMark("clock", Token.ACCENT, 22))
        row.addWidget(self._repeat, 1)
        row.addWidget(self._left)
        return holder

    def unfold(self) -> None:
        """Show the fields; what was offered stays in sight."""
        self._opened = True
        self.unfolded.emit()

    def tick(self, now: Reading) -> None:
        """Count down; once the wait is over the fields come."""
        due_ms = self.facts.due_ms
        if not due_ms or self._opened:
            return
        self._left.setText(countdown(due_ms, now))
        if now.wall_ms >= due_ms:
            self._left.setText("")
            self._repeat.setText(self.facts.ready)
            self.unfold()


def _warning(words: str) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    row.addWidget(IconMark("triangle-alert", Token.CAUTION, 22))
    row.addWidget(Text(words, Role.SECONDARY_STRONG, Token.CAUTION), 1)
    return holder


def _reading(stamp: str, words: str) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    row.addWidget(Text(stamp, Role.STAMP, Token.INK3, wrap=False))
    row.addWidget(Text(words, Role.ITEM), 1)
    return holder
