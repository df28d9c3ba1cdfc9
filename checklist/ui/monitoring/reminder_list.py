"""What stands, under the clocks: one card a cause, the newest on top, two at most; the rest is one press away.

Nothing flashes and nothing sounds: a new card's border goes once from 40 to 100 % in a second, then stands.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from checklist.ui.monitoring.causes import Cause
from checklist.ui.theme import color, current, px
from checklist.ui.tokens import Token
from checklist.ui.widgets.announce import announce
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.paint import CARD_RADIUS
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.widgets.strips import NoticeStrip
from checklist.ui.widgets.tone import Tone

SHOWN = 2
RISE_MS = 1000
_FROM = 0.4


class ReminderCard(NoticeStrip):
    """One cause: triangle, words, buttons, and the border that comes up once.

    Signals:
        chosen: Id of an act, and the ``Cause``.
    """

    chosen = Signal(str, object)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(Tone.CAUTION, id="reminder", parent=parent)
        self.cause: Cause | None = None
        self.body.setContentsMargins(14, 3, 10, 3)
        self.action_pressed.connect(self._pressed)
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
        self.setMinimumHeight(px(54))
        if new and current().motion:
            self._rise.start()

    def _pressed(self, act: str) -> None:
        if self.cause is not None:
            self.chosen.emit(act, self.cause)

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
    """The cards, and one button for those that have no room.

    Signals:
        chosen: Id of an act, and the ``Cause`` it is for.
        more_pressed: All of them are to be seen.
    """

    chosen = Signal(str, object)
    more_pressed = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reminders")
        self.causes: tuple[Cause, ...] = ()
        self._tall = False
        self._standing: frozenset[str] = frozenset()
        self._cards = tuple(ReminderCard(parent=self) for _ in range(SHOWN))
        self._more = Button("", "chevron-down", Kind.CAUTION, id="reminders.more", wrap=True, parent=self)
        self._more.clicked.connect(self.more_pressed)
        self._more.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for card in self._cards:
            card.chosen.connect(self.chosen)
            layout.addWidget(card)
        layout.addWidget(self._more)
        self.hide()

    def set_tall(self, tall: bool) -> None:
        """Say whether there is room for the button besides two cards."""
        if tall != self._tall:
            self._tall = tall
            self._draw(self._standing)

    def show_causes(self, causes: Sequence[Cause]) -> None:
        """Show what stands; nothing changes while the causes stay the same."""
        if tuple(causes) == self.causes:
            return
        before, self.causes = self._standing, tuple(causes)
        self._standing = frozenset(cause.key for cause in causes)
        self._draw(before)
        for cause in causes:
            if cause.key not in before:
                announce(self, f"{cause.title}. {cause.text}", assertive=True)

    def _draw(self, before: frozenset[str]) -> None:
        room = SHOWN if self._tall or len(self.causes) <= SHOWN else 1
        for card, cause in zip(self._cards, self.causes[:room], strict=False):
            card.show_cause(cause, new=cause.key not in before)
        for card in self._cards[len(self.causes[:room]) :]:
            card.clear()
        rest = [cause.title for cause in self.causes[room:]]
        self._more.set_label(f"And {len(rest)} more: {'; '.join(rest)}" if rest else "")
        self._more.setVisible(bool(rest))
        self.setVisible(bool(self.causes))


class RemindersSheet(Sheet):
    """All that stands, each with its buttons.

    Signals:
        chosen: Id of an act, and the ``Cause`` it is for.
    """

    chosen = Signal(str, object)

    def __init__(self, causes: Sequence[Cause], parent: QWidget | None = None) -> None:
        super().__init__("What stands now", id="sheet.reminders", cancel="Close", width=820, parent=parent)
        for cause in causes:
            card = ReminderCard()
            card.chosen.connect(self.chosen)
            self.body.addWidget(card)
            card.show_cause(cause, new=False)
