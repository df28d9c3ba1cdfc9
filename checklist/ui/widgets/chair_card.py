"""One chair on the Today board: who sits there, which step, one large number, one button."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checklist.ui.theme import px
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Action, Button, Kind
from checklist.ui.widgets.card import Card, Look, Rule
from checklist.ui.widgets.chip import Chip
from checklist.ui.widgets.glyph import Glyph, State
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.tone import Tone

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ChairFacts(msgspec.Struct, frozen=True):
    """A chair in use; every text is ready to show.

    Attributes:
        chair: ``Chair 2``.
        name: ``KOWALSKI, Piotr``.
        born: ``Born 30-Jan-1990 (36y)``.
        step: ``Infusion, 21:05 of 40:00``.
        number: What is due next, ``2:12``.
        number_text: ``vital signs late``.
        rows: Label and value, at most three: ``("Last BP", "138/86 at 09:26")``.
        state: Glyph before the step.
        urgent: Amber border and filled button.
        badge: Words of the chip, ``Late``.
        action: The button.
    """

    chair: str
    name: str
    born: str
    step: str
    number: str
    number_text: str
    rows: tuple[tuple[str, str], ...] = ()
    state: State = State.NOW
    urgent: bool = False
    badge: str = ""
    action: Action = Action("open", "Open", "arrow-right")


class FreeChair(msgspec.Struct, frozen=True):
    """A chair nobody sits in."""

    chair: str
    action: Action = Action("new", "New session", "plus")


class ChairCard(Card):
    """The card of one chair; it changes in place and never moves under a finger.

    Args:
        id: Stable id, ``chair.2``; its button is ``<id>.open``.
        parent: Owner.

    Signals:
        pressed: Id of the button's action, ``open`` or ``new``.
    """

    pressed = Signal(str)

    def __init__(self, *, id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName(id)
        self._action = "open"
        self._chair = Text("", Role.SECONDARY_STRONG, Token.INK2, wrap=False)
        self._badge = Chip("", Tone.CAUTION, "triangle-alert")
        self._name = Text("", Role.NAME)
        self._born = Text("", Role.CAPTION, Token.INK2)
        self._glyph = Glyph(State.NOW)
        self._step = Text("", Role.STRONG)
        self._number = Text("", Role.CLOCK, wrap=False)
        self._number_text = Text("", Role.SECONDARY, Token.INK2)
        self._rows = [
            (Text("", Role.LABEL, Token.INK3, wrap=False), Text("", Role.LABEL_STRONG, align=_RIGHT)) for _ in range(3)
        ]
        self._free = Text("Free", Role.ITEM_EMERGENCY, Token.INK2, align=Qt.AlignmentFlag.AlignCenter)
        self._button = Button("", None, Kind.PLAIN, 52, id=f"{id}.open")
        self._button.clicked.connect(lambda: self.pressed.emit(self._action))
        self._used = QWidget()
        self._lay_out()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._chair)
        top.addStretch(1)
        top.addWidget(self._badge)
        step = QHBoxLayout()
        step.setSpacing(10)
        step.addWidget(self._glyph)
        step.addWidget(self._step, 1)
        number = QHBoxLayout()
        number.setSpacing(10)
        number.addWidget(self._number)
        number.addWidget(self._number_text, 1)
        inside = QVBoxLayout(self._used)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(6)
        inside.addWidget(self._name)
        inside.addWidget(self._born)
        inside.addLayout(step)
        inside.addLayout(number)
        inside.addWidget(Rule())
        for label, value in self._rows:
            row = QHBoxLayout()
            row.addWidget(label)
            row.addWidget(value, 1)
            inside.addLayout(row)
        inside.addStretch(1)
        self.body.addLayout(top)
        self.body.addWidget(self._used, 1)
        self.body.addWidget(self._free, 1)
        self.body.addWidget(self._button)

    def set_facts(self, facts: ChairFacts | FreeChair) -> None:
        """Show a chair in use, or a free one."""
        used = isinstance(facts, ChairFacts)
        self._used.setVisible(used)
        self._free.setVisible(not used)
        self._chair.setText(facts.chair)
        self._chair.setMinimumHeight(px(26))
        self._action = facts.action.id
        urgent = isinstance(facts, ChairFacts) and facts.urgent
        self.set_look(Look.CAUTION_EDGE if urgent else Look.PLAIN if used else Look.FREE)
        self._button.set_icon(facts.action.icon)
        self._button.set_kind(Kind.PRIMARY if urgent else facts.action.kind)
        who = facts.name if isinstance(facts, ChairFacts) else "free"
        self._button.set_label(facts.action.text, f"{facts.action.text}, {facts.chair}, {who}")
        self.setAccessibleName(f"{facts.chair}, {who}")
        if isinstance(facts, ChairFacts):
            self._show(facts)
        else:
            self._badge.set_chip("")

    def _show(self, facts: ChairFacts) -> None:
        self._badge.set_chip(facts.badge, Tone.CAUTION, "triangle-alert")
        self._glyph.set_state(facts.state)
        self._number.set_token(Token.CAUTION if facts.urgent else Token.INK)
        for text, words in (
            (self._name, facts.name),
            (self._born, facts.born),
            (self._step, facts.step),
            (self._number, facts.number),
            (self._number_text, facts.number_text),
        ):
            text.show_text(words)
        padded = (*facts.rows, ("", ""), ("", ""), ("", ""))[:3]
        for (label, value), (label_words, value_words) in zip(self._rows, padded, strict=True):
            label.setText(label_words)
            value.setText(value_words)
