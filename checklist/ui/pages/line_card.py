"""The current item: an outlined card with its line's words, its own controls, and the honest ways out.

The card shows one line at a time. It is told what stands (``show_line``) and says what was pressed; the page decides
what that means.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import msgspec
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checklist.clock import Reading
from checklist.protocol.items import SignatureField
from checklist.session.commands import Block
from checklist.session.views import LineStatus, LineView
from checklist.ui.answers import Told, later_words
from checklist.ui.items.editor import Prior, Setting
from checklist.ui.pages.answered_line import AnsweredLine
from checklist.ui.pages.line_preface import LinePreface
from checklist.ui.pages.open_line import OpenLine
from checklist.ui.pages.preface_words import PrefaceFacts
from checklist.ui.readiness_words import COMPUTED
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.card import Card, Look
from checklist.ui.widgets.glyph import Glyph, State
from checklist.ui.widgets.keypad import Keypad
from checklist.ui.widgets.paint import CARD_RADIUS, focus_ring
from checklist.ui.widgets.text import Text

_STATES = {
    LineStatus.TODO: State.NOW,
    LineStatus.SENSED: State.SENSED,
    LineStatus.DONE: State.DONE,
    LineStatus.CORRECTED: State.CORRECTED,
    LineStatus.LATER: State.LATER,
    LineStatus.NOT_APPLICABLE: State.NOT_APPLICABLE,
    LineStatus.EXCEPTION: State.EXCEPTION,
    LineStatus.STOP: State.STOP,
}


class CardFacts(msgspec.Struct, frozen=True):
    """What the card shows.

    Attributes:
        view: The line as it stands.
        told: Names and time for the words.
        sentences: What the line still asks for, in words.
        priors: Older values to show beside the fields, by field id.
        signer: Name of the signed-in person.
        editable: Whether the session still takes entries.
        may_defer: Whether Later is offered.
        wants: Who must answer in place of the signed-in person (``second checker``), or empty.
        preface: What stands above the fields while the line is open.
        branches: Titles of the emergency lists by id.
    """

    view: LineView
    told: Told
    sentences: dict[Block, str]
    priors: Mapping[str, Prior]
    signer: str
    editable: bool = True
    may_defer: bool = True
    wants: str = ""
    preface: PrefaceFacts = PrefaceFacts()
    branches: Mapping[str, str] = MappingProxyType({})


class LineCard(Card):
    """The card of the current line.

    Args:
        now: The clock, for times of day.
        keypad: The number pad, or None.

    Signals:
        asked: What was pressed: ``later``, ``not_applicable``, ``second``, or one of ``AnsweredLine.asked``.
        answered: The whole ``Answer`` of an open line.
        changed: Something was entered.
    """

    asked = Signal(str)
    answered = Signal(object)
    changed = Signal()

    def __init__(self, now: Callable[[], Reading], keypad: Keypad | None = None, parent: QWidget | None = None) -> None:
        super().__init__(Look.CURRENT, parent=parent)
        self._now = now
        self._keypad = keypad
        self._facts: CardFacts | None = None
        self._inside: QWidget | None = None
        self._glyph = Glyph(State.NOW, 26)
        self._title = Text("", Role.CURRENT)
        self._help = Text("", Role.SECONDARY, Token.INK2)
        self._later = Button("Later", "clock", Kind.QUIET, 48, id="item.later")
        self._not_applicable = Button("Not applicable", "square", Kind.QUIET, 48, id="item.not_applicable")
        self._later.clicked.connect(lambda: self.asked.emit("later"))
        self._not_applicable.clicked.connect(lambda: self.asked.emit("not_applicable"))
        self._fold = Button("Read the line again, then go on", "eye", Kind.PLAIN, 56, id="item.read_again")
        self._fold.clicked.connect(self._unfold)
        self._fold.hide()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._lay_out()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._help)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(self._glyph)
        head.addLayout(words, 1)
        head.addWidget(self._not_applicable)
        head.addWidget(self._later)
        self.body.setContentsMargins(16, 10, 14, 12)
        self.body.setSpacing(8)
        self.body.addLayout(head)
        self.body.addWidget(self._fold)

    @property
    def link_id(self) -> str | None:
        """The line shown, or None."""
        return self._facts.view.line.link_id if self._facts is not None else None

    @property
    def open_line(self) -> OpenLine | None:
        """The editors, while the line is open."""
        return self._inside if isinstance(self._inside, OpenLine) else None

    def show_line(self, facts: CardFacts) -> None:
        """Show a line; the same line with nothing new recorded keeps its editors and what was typed."""
        before, self._facts = self._facts, facts
        if before is not None and _same(before, facts):
            return
        line = facts.view.line
        self._glyph.set_state(_STATES[facts.view.status])
        self._title.setText(line.text)
        self._help.show_text(self._help_words(facts))
        open_ = _is_open(facts.view)
        may_defer = facts.may_defer and facts.view.again is None
        self._later.setVisible(facts.editable and open_ and may_defer and not facts.wants)
        offered = facts.editable and bool(line.not_applicable) and open_ and facts.view.again is None
        self._not_applicable.setVisible(offered and not facts.wants)
        if before is None or not self._keeps_editors(before, facts):
            self._replace(self._build(facts))
        self.setObjectName(f"item.{line.link_id}")
        self.setAccessibleName(line.text)

    def _keeps_editors(self, before: CardFacts, facts: CardFacts) -> bool:
        """Return whether the editors stay: a note or deferral on an open line must not lose what was typed."""
        same = before.view.line.link_id == facts.view.line.link_id and before.signer == facts.signer
        again = before.view.recorded.versions == facts.view.recorded.versions and before.preface == facts.preface
        return (
            same
            and again
            and self.open_line is not None
            and facts.editable
            and not facts.wants
            and _is_open(facts.view)
        )

    def _help_words(self, facts: CardFacts) -> str:
        view = facts.view
        if view.line.rule is not None:
            return COMPUTED
        if view.status is LineStatus.LATER and view.recorded.deferred is not None:
            return ". ".join(part for part in (later_words(view.recorded.deferred.until, view), view.line.help) if part)
        return view.line.help

    def _build(self, facts: CardFacts) -> QWidget | None:
        line = facts.view.line
        setting = Setting(line, self._now, signer=facts.signer)
        if facts.editable and facts.wants and _is_open(facts.view):
            return self._second(facts.wants)
        if facts.editable and _is_open(facts.view) and _takes_answers(facts.view):
            above = LinePreface(facts.preface, self._now()) if facts.preface != PrefaceFacts() else None
            inside = OpenLine(setting, facts.priors, self._keypad, above)
            inside.answered.connect(self.answered)
            inside.changed.connect(self.changed)
            return inside
        closed = AnsweredLine(
            facts.view, setting, facts.told, facts.sentences, editable=facts.editable, branches=facts.branches
        )
        closed.asked.connect(self.asked)
        return closed

    def _second(self, wants: str) -> QWidget:
        """Return what is shown while another person has to answer: nothing but the way to sign in."""
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        words = f"A {wants} answers this line, alone, by their own sign-in."
        row.addWidget(Text(words, Role.SECONDARY, Token.INK2), 1)
        button = Button(f"{wants.capitalize()} signs in", "users", Kind.PRIMARY, 56, id="item.second")
        button.clicked.connect(lambda: self.asked.emit("second"))
        row.addWidget(button)
        return holder

    def _replace(self, inside: QWidget | None) -> None:
        if self._inside is not None:
            self._inside.hide()
            self._inside.setParent(None)  # out of the tree at once: names stay unique
            self._inside.deleteLater()
        self._inside = inside
        self._fold.hide()
        if inside is not None:
            self.body.addWidget(inside)
            inside.show()  # at once, so that it can take the focus

    def tick(self, now: Reading) -> None:
        """Count down what runs on the open line."""
        if self.open_line is not None and self.open_line.preface is not None:
            self.open_line.preface.tick(now)
        elif isinstance(self._inside, AnsweredLine):
            self._inside.tick(now)

    def were_here(self, sentence: str, *, fold: bool) -> None:
        """Say that the person was away; folded, the line must be read again before it goes on."""
        if self.open_line is None:
            return
        self.open_line.say(sentence)
        self._fold.setVisible(fold)
        self.open_line.setHidden(fold)

    def _unfold(self) -> None:
        self._fold.hide()
        if self._inside is not None:
            self._inside.show()
            self.focus_first()

    def offers_later(self) -> bool:
        """Return whether Later is offered on this line."""
        return not self._later.isHidden()

    def offers_not_applicable(self) -> bool:
        """Return whether Not applicable is offered on this line."""
        return not self._not_applicable.isHidden()

    def focus_first(self) -> None:
        """Put the focus where work goes on: into a field to type in, else on the card, so that no choice looks made."""
        open_line = self.open_line
        if open_line is not None and not open_line.is_folded and open_line.form.starts_with_typing():
            open_line.form.focus_first()
        elif self.open_line is None and self._inside is not None and not self._inside.isHidden():
            self._inside.setFocus()
            self._inside.focusNextChild()
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card, with the ring of keyboard focus while it is on the card itself."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            focus_ring(painter, QRectF(self.rect()), radius=CARD_RADIUS)
            painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from the card to its first control with Space or Right."""
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Right) and self.hasFocus() and self.open_line is not None:
            if self.open_line.is_folded:
                self.focusNextChild()
            else:
                self.open_line.form.focus_first()
            return
        event.ignore()


def _is_open(view: LineView) -> bool:
    """Return whether a line takes an answer: it has none, or it is asked again (``session.again``)."""
    if view.line.rule is not None:
        return False
    return view.again is not None or (view.recorded.current is None and view.recorded.not_applicable is None)


def _takes_answers(view: LineView) -> bool:
    return any(not isinstance(field, SignatureField) for field in view.line.fields)


def _same(before: CardFacts, facts: CardFacts) -> bool:
    """Return whether nothing that the card shows has changed; names and time do not count."""
    return (
        before.view == facts.view
        and before.editable == facts.editable
        and before.wants == facts.wants
        and before.signer == facts.signer
        and before.may_defer == facts.may_defer
        and before.preface == facts.preface
    )
