"""Strips across a page: the solid bar of a technical fault, and the tinted notice with words and buttons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from checklist.ui.theme import color, px
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.announce import announce
from checklist.ui.widgets.button import Action, Button
from checklist.ui.widgets.card import Card, Look
from checklist.ui.widgets.icon_mark import IconMark
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.tone import INKS, Tone

_LOOKS = {
    Tone.INFO: Look.INFO,
    Tone.CAUTION: Look.CAUTION,
    Tone.ALARM: Look.ALARM,
    Tone.DONE: Look.DONE,
    Tone.NEUTRAL: Look.PLAIN,
    Tone.ACCENT: Look.SELECTED,
    Tone.EXCEPT: Look.PLAIN,
}
_LEAST_WORDS, _MOST_HIGH = 210, 66
"""Words narrower or higher than this, in logical pixels at 100 % text, send the buttons of a notice below them."""

_ICONS = {Tone.CAUTION: "triangle-alert", Tone.ALARM: "octagon-x", Tone.DONE: "shield-check"}


def _fill(row: QBoxLayout, actions: Sequence[Action], owner: QWidget, pressed: SignalInstance, prefix: str) -> None:
    while (item := row.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
    for action in actions:
        button = Button(
            action.text, action.icon, action.kind, id=f"{prefix}.{action.id}", spoken=action.spoken, parent=owner
        )
        button.setToolTip("" if action.text else action.spoken)
        button.clicked.connect(lambda _on=False, id=action.id: pressed.emit(id))
        row.addWidget(button)


class TechnicalBar(QWidget):
    """Solid bar on top of a page that pushes it down: not saved, store locked, clock jumped.

    Hidden while there is nothing to say. It ends only with its cause.

    Signals:
        action_pressed: Id of the button.
    """

    action_pressed = Signal(str)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("technical_bar")
        self._tone = Tone.ALARM
        self._icon = IconMark("octagon-x", Token.ON_ALARM, 24)
        self._title = Text("", Role.STRONG, Token.ON_ALARM)
        self._detail = Text("", Role.SECONDARY, Token.ON_ALARM)
        self._buttons = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._detail)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 10, 14, 10)
        layout.setSpacing(14)
        layout.addWidget(self._icon)
        layout.addLayout(words, 1)
        layout.addLayout(self._buttons)
        self.hide()

    def say(self, text: str, detail: str = "", *, tone: Tone = Tone.ALARM, actions: Sequence[Action] = ()) -> None:
        """Show what happened, what is safe and what to do.

        Args:
            text: What happened, one line.
            detail: What is safe and what to do.
            tone: ``ALARM`` (red) for a record that is not being saved or does not match, else ``CAUTION``.
            actions: Buttons at the right.
        """
        self._tone = tone
        ink = Token.ON_ALARM if tone is Tone.ALARM else Token.ON_CAUTION
        self._icon.show_icon(_ICONS.get(tone, "triangle-alert"), ink)
        for words, value in ((self._title, text), (self._detail, detail)):
            words.set_token(ink)
            words.show_text(value)
        _fill(self._buttons, actions, self, self.action_pressed, "technical_bar")
        self.setAccessibleName(f"{text} {detail}".strip())
        self.show()
        self.update()
        announce(self, f"{text} {detail}".strip(), assertive=True)

    def clear(self) -> None:
        """Take the bar away; its cause has ended."""
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Fill the bar."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), color(Token.ALARM_FILL if self._tone is Tone.ALARM else Token.CAUTION_FILL))
        painter.end()


class NoticeStrip(Card):
    """A tinted strip in a page: something was left open, a limit was passed, a record is intact.

    Args:
        tone: What it means.
        icon: Lucide name; a fitting one by default.
        id: Stable id; buttons are ``<id>.<action>``.
        parent: Owner.

    Signals:
        action_pressed: Id of the button.
    """

    action_pressed = Signal(str)

    def __init__(
        self,
        tone: Tone = Tone.INFO,
        *,
        icon: str | None = None,
        id: str = "notice",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_LOOKS[tone], parent=parent)
        self.setObjectName(id)
        self._icon = IconMark(icon or _ICONS.get(tone, "info"), INKS[tone], 24)
        self._title = Text("", Role.STRONG, INKS[tone])
        self._text = Text("", Role.SECONDARY, Token.INK)
        self._buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._buttons.setSpacing(10)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._text)
        said = QHBoxLayout()
        said.setSpacing(14)
        said.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        said.addLayout(words, 1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(14)
        self._row.addLayout(said, 1)
        self._row.addLayout(self._buttons)
        self.body.setContentsMargins(14, 6, 10, 6)
        self.body.addLayout(self._row)
        self.hide()

    def say(self, title: str, text: str = "", actions: Sequence[Action] = ()) -> None:
        """Show a title, a line and buttons."""
        self._title.show_text(title)
        self._text.show_text(text)
        _fill(self._buttons, actions, self, self.action_pressed, self.objectName())
        self.setAccessibleName(". ".join(part for part in (title, text) if part))
        self.setMinimumHeight(px(60))
        self._fit()
        self.show()

    def clear(self) -> None:
        """Take the strip away."""
        self.hide()

    def _around(self) -> int:
        margins = self.body.contentsMargins()
        return margins.left() + margins.right()

    def minimumSizeHint(self) -> QSize:
        """Return the room of the wider of words and one button: these can stand below, and below each other."""
        words = self._icon.sizeHint().width() + 14 + self._title.minimumSizeHint().width()
        buttons = (self._buttons.itemAt(place) for place in range(self._buttons.count()))
        widest = max((item.minimumSize().width() for item in buttons if item is not None), default=0)
        wide = max(words, widest) + self._around()
        return QSize(wide, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons below the words where they would leave these too little room."""
        super().resizeEvent(event)
        self._fit()

    def _beside(self) -> int:
        return self.width() - self._around()

    def _wide(self) -> int:
        """Return the room of all buttons in one row."""
        found = (self._buttons.itemAt(place) for place in range(self._buttons.count()))
        hints = [item.sizeHint().width() for item in found if item is not None]
        return sum(hints) + self._buttons.spacing() * max(0, len(hints) - 1)

    def _high(self, width: int) -> int:
        """Return the height of the words at a width."""
        shown = [words for words in (self._title, self._text) if not words.isHidden()]
        return sum(words.heightForWidth(width) for words in shown)

    def _fit(self) -> None:
        beside = self._beside()
        left = beside - self._icon.sizeHint().width() - 28 - self._wide()
        below = self._buttons.count() > 1 and (left < px(_LEAST_WORDS) or self._high(left) > px(_MOST_HIGH))
        over = below and self._wide() > beside
        along = QBoxLayout.Direction.TopToBottom if over else QBoxLayout.Direction.LeftToRight
        if along is not self._buttons.direction():
            self._buttons.setDirection(along)
            self.updateGeometry()
        direction = QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight
        if direction is not self._row.direction():
            self._row.setDirection(direction)
            self._buttons.setAlignment(Qt.AlignmentFlag.AlignRight if below else Qt.AlignmentFlag(0))
            self.updateGeometry()
