"""A calm card that says how the time-out stands, with at most one thing to press."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.card import Card, Look
from checklist.ui.widgets.icon_mark import IconMark
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.tone import INKS, Tone

_LOOKS = {Tone.DONE: Look.DONE, Tone.INFO: Look.INFO, Tone.CAUTION: Look.CAUTION, Tone.ALARM: Look.ALARM}


class NoticeCard(Card):
    """The card.

    Args:
        title: What stands, in a few words.
        text: What it means and what to do.
        icon: Lucide name.
        tone: How it stands out; ``NEUTRAL`` for the current thing to do.
        parent: Owner.

    Attributes:
        button: What can be pressed, or None.
    """

    def __init__(
        self, title: str, text: str, icon: str, tone: Tone = Tone.NEUTRAL, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(_LOOKS.get(tone, Look.CURRENT), parent=parent)
        self.setObjectName("time_out.notice")
        self.button: Button | None = None
        self._title = Text(title, Role.CURRENT)
        self._text = Text(text, Role.SECONDARY, Token.INK2 if tone is Tone.NEUTRAL else Token.INK)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._text)
        self._row = QHBoxLayout()
        self._row.setSpacing(14)
        self._row.addWidget(IconMark(icon, Token.ACCENT if tone is Tone.NEUTRAL else INKS[tone], 26))
        self._row.addLayout(words, 1)
        self.body.addLayout(self._row)

    def offer(self, words: str, icon: str, id: str, pressed: Callable[[], object], kind: Kind = Kind.PRIMARY) -> Button:
        """Put a button at the right."""
        self.button = Button(words, icon, kind, 56, id=id)
        self.button.clicked.connect(lambda _on=False: pressed())
        self._row.addWidget(self.button)
        return self.button

    def say(self, title: str, text: str) -> None:
        """Show other words."""
        if title != self._title.text():
            self._title.setText(title)
        self._text.show_text(text)
