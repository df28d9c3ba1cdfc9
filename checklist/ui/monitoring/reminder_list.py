"""What stands, under the clocks: one card a cause, the newest on top, two at most; the rest is counted and named.

Nothing flashes and nothing sounds: a new card's border goes once from 40 to 100 % in a second, then stands.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from checklist.ui.monitoring.causes import Cause
from checklist.ui.theme import color, current
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.announce import announce
from checklist.ui.widgets.paint import CARD_RADIUS
from checklist.ui.widgets.strips import NoticeStrip
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.tone import Tone

SHOWN = 2
RISE_MS = 1000
_FROM = 0.4


class ReminderCard(NoticeStrip):
    """One cause: triangle, words, buttons, and the border that comes up once."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(Tone.CAUTION, id="reminder", parent=parent)
        self.cause: Cause | None = None
        self._rise = QVariantAnimation(self)
        self._rise.setDuration(RISE_MS)
        self._rise.setStartValue(_FROM)
        self._rise.setEndValue(1.0)
        self._rise.valueChanged.connect(lambda _value: self.update())

    def show_cause(self, cause: Cause, *, new: bool) -> None:
        """Show a cause; ``new`` lets its border come up."""
        if cause == self.cause:
            return
        self.cause = cause
        self.setObjectName(f"reminder.{cause.kind}")
        self.say(cause.title, cause.text, cause.acts)
        if new and current().motion:
            self._rise.start()

    def clear(self) -> None:
        """Take the card away; its cause has ended."""
        self._rise.stop()
        self.cause = None
        super().clear()

    def is_rising(self) -> bool:
        """Return whether the border is coming up."""
        return self._rise.state() is QVariantAnimation.State.Running

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card, its border as far as it has come."""
        super().paintEvent(event)
        if self.is_rising():
            veil = QColor(color(Token.CAUTION_TINT))
            veil.setAlphaF(1.0 - float(self._rise.currentValue()))
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(veil, 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), CARD_RADIUS - 1, CARD_RADIUS - 1)
            painter.end()


class ReminderList(QWidget):
    """The cards.

    Signals:
        chosen: Id of an act, and the ``Cause`` it is for.
    """

    chosen = Signal(str, object)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reminders")
        self._cards = tuple(ReminderCard(parent=self) for _ in range(SHOWN))
        self._more = Text("", Role.SECONDARY_STRONG, Token.CAUTION, parent=self)
        self._more.setObjectName("reminders.more")
        self._more.hide()
        self._standing: frozenset[str] = frozenset()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for card in self._cards:
            card.action_pressed.connect(lambda act, card=card: self._pressed(act, card))
            layout.addWidget(card)
        layout.addWidget(self._more)
        self.hide()

    def _pressed(self, act: str, card: ReminderCard) -> None:
        if card.cause is not None:
            self.chosen.emit(act, card.cause)

    def show_causes(self, causes: Sequence[Cause]) -> None:
        """Show what stands; nothing changes while the causes stay the same."""
        before, self._standing = self._standing, frozenset(cause.key for cause in causes)
        for card, cause in zip(self._cards, causes, strict=False):
            card.show_cause(cause, new=cause.key not in before)
        for card in self._cards[len(causes) :]:
            card.clear()
        rest = [cause.title for cause in causes[SHOWN:]]
        self._more.show_text(f"And {len(rest)} more: {'; '.join(rest)}" if rest else "")
        self.setVisible(bool(causes))
        for cause in causes:
            if cause.key not in before:
                announce(self, f"{cause.title}. {cause.text}", assertive=True)
