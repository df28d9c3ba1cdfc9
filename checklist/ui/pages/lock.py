"""The lock page: the first thing painted, and the shield over everything else.

Shows the time, one row a chair, and who may sign in; never a name, record number or value of a patient
(SEC-046). Stands before the store is open, so it is given everything it shows and asks nobody.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from checklist.audit.query import Person
from checklist.clock import Reading
from checklist.ui import formats
from checklist.ui.page import Frame, Page
from checklist.ui.pages.lock_people import LockPeople
from checklist.ui.theme import px
from checklist.ui.tokens import Role, Token
from checklist.ui.waiting import Waits
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.card import Card
from checklist.ui.widgets.icon_mark import IconMark
from checklist.ui.widgets.pin_pad import PinPad
from checklist.ui.widgets.scroll import Scroll
from checklist.ui.widgets.text import Text

WIDTH, HEIGHT = 680, 448
"""Of the card with names and keys, logical pixels at 100 % text."""

CHAIRS_WIDTH, FEW_CHAIRS = 460, 2
"""Up to so many chairs stand above the card; more of them beside it, in a column of this width."""

_DIGITS = tuple("0123456789")


class Attempt(msgspec.Struct, frozen=True):
    """A PIN was typed to its last digit."""

    person: str
    pin: str


class ChairRow(msgspec.Struct, frozen=True):
    """One chair on the lock page: its words hold no patient data."""

    chair: int
    text: str
    overdue: bool


class _ChairCard(Card):
    """One chair: what is due, and its own Emergency."""

    def __init__(self, chair: int) -> None:
        super().__init__()
        self._icon = IconMark("timer", Token.INFO, 26)
        self._text = Text("", Role.STRONG)
        self.button = Button("Emergency", "siren", Kind.DANGER, 56, id=f"lock.emergency.{chair}")
        self.button.setAccessibleName(f"Emergency, chair {chair}")
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self.button)
        self.body.setContentsMargins(18, 7, 12, 7)
        self.body.addLayout(row)

    def show_row(self, row: ChairRow) -> None:
        """Show the words; amber and a triangle once it is overdue."""
        self._text.show_text(row.text)
        self._text.set_token(Token.CAUTION if row.overdue else Token.INK)
        self._icon.show_icon("triangle-alert" if row.overdue else "timer", Token.CAUTION if row.overdue else Token.INFO)
        self.setAccessibleName(row.text)


class LockPage(Page):
    """The page.

    Signals:
        attempted: An ``Attempt``.
        emergency_pressed: Number of the chair.
    """

    attempted = Signal(object)
    emergency_pressed = Signal(int)

    frame = Frame.BARE
    help_text = (
        "Choose your name and type your PIN; its last digit signs you in. Nothing you had typed before is lost. "
        "Emergency needs no sign-in."
    )

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lock")
        self.setAccessibleName("Lock page")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._person: Person | None = None
        self._pins: Mapping[str, str] = {}
        self._now_ms = 0
        self._clock = Text("", Role.CLOCK, wrap=False)
        self._state = Text("", Role.SECONDARY, Token.INK2)
        self._chairs = QVBoxLayout()
        self._chairs.setSpacing(8)
        self._cards: dict[int, _ChairCard] = {}
        self._card = Card()
        self._people = LockPeople()
        self._people.chosen.connect(self._choose)
        self._pad = PinPad(id="lock.pin")
        self._pad.entered.connect(self._entered)
        self._waits = Waits(self._pad)
        self._lay_out()
        self.show_opening("Opening the record")

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._clock)
        top.addStretch(1)
        top.addWidget(self._state, 1)
        self._state.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        columns = QGridLayout()
        columns.setHorizontalSpacing(30)
        columns.addWidget(self._people, 0, 0)
        columns.addWidget(self._pad, 0, 1)
        columns.setColumnStretch(0, 1)
        columns.setColumnStretch(1, 1)
        self._card.body.setContentsMargins(24, 18, 24, 22)
        self._card.body.addLayout(columns)
        self._upper = QWidget()
        upper = QVBoxLayout(self._upper)
        upper.setContentsMargins(0, 0, 0, 0)
        upper.setSpacing(14)
        upper.addLayout(top)
        upper.addLayout(self._chairs)
        upper.addStretch(1)
        self._columns = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._columns.setSpacing(14)
        self._columns.addWidget(self._upper)
        self._columns.addWidget(self._card)
        inner = QWidget()
        across = QHBoxLayout()
        across.addStretch(1)
        across.addLayout(self._columns)
        across.addStretch(1)
        down = QVBoxLayout(inner)
        down.setContentsMargins(16, 12, 16, 12)
        down.addStretch(2)
        down.addLayout(across)
        down.addStretch(3)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Scroll(inner))
        self.restyle()

    def restyle(self) -> None:
        """Take the text size of the theme now in force, and the room there is: many chairs stand beside the keys."""
        beside = len(self._cards) > FEW_CHAIRS and self.width() >= px(WIDTH + CHAIRS_WIDTH) + 60
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(direction)
        self._columns.setSpacing(24 if beside else 14)
        self._upper.setFixedWidth(px(CHAIRS_WIDTH if beside else WIDTH))
        self._card.setFixedWidth(px(WIDTH))
        self._card.setMinimumHeight(px(HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the room there is."""
        super().resizeEvent(event)
        self.restyle()

    def show_opening(self, words: str) -> None:
        """Say how far the start has come; nobody can sign in yet."""
        self._state.setText(words)
        self._people.set_people(())
        self._pad.set_caption("PIN")
        self._pad.set_locked(True)

    def show_people(self, people: tuple[Person, ...], pin_length: int, pins: Mapping[str, str]) -> None:
        """Let people sign in.

        Args:
            people: Active staff, the likeliest first.
            pin_length: Digits of the clinic's PINs.
            pins: Made-up people's PINs by name, shown in practice; empty otherwise.
        """
        self._pins = pins
        self._people.set_people(people)
        self._pad.set_length(pin_length)
        self.say("")

    def say(self, words: str) -> None:
        """Say beside the clock how things stand."""
        self._state.setText(words)

    def show_chairs(self, rows: tuple[ChairRow, ...]) -> None:
        """Show one row a chair in use."""
        if set(self._cards) != {row.chair for row in rows}:
            self._build(rows)
        for row in rows:
            self._cards[row.chair].show_row(row)

    def _build(self, rows: tuple[ChairRow, ...]) -> None:
        for card in self._cards.values():
            card.hide()
            card.deleteLater()
        self._cards = {row.chair: _ChairCard(row.chair) for row in rows}
        for chair, card in self._cards.items():
            card.button.clicked.connect(lambda _on=False, number=chair: self.emergency_pressed.emit(number))
            self._chairs.addWidget(card)
        self.restyle()

    def ask(self, person_id: str | None) -> None:
        """Ask for a PIN: of this person, or of nobody yet when None."""
        self._person = None
        self._waits.forget()
        self._pad.set_message("")
        self._pad.set_caption("Choose who you are")
        self._pad.set_locked(True)
        self._people.choose(person_id)

    def refused(self, code: str, tries_left: int, wait_s: int) -> None:
        """Say why the PIN was not taken, and make the person wait."""
        self._waits.refused(code, tries_left, wait_s, self._now_ms)

    def failed(self, words: str) -> None:
        """Say that the sign-in could not be written."""
        self._pad.set_locked(False)
        self._pad.set_message(words)

    def forget(self) -> None:
        """Forget the digits typed so far."""
        self._pad.clear()

    def tick(self, now: Reading) -> None:
        """Show the time, and count a wait down."""
        self._now_ms = now.mono_ms
        clock = formats.time_of(now.wall_ms, now.tz_min)
        if clock != self._clock.text():
            self._clock.setText(clock)
        self._waits.show(now.mono_ms)

    def enter(self) -> None:
        """Put the focus where the next key belongs."""
        (self._pad if self._person is not None else self._people).setFocus()

    def _choose(self, person: Person) -> None:
        self._person = person
        pin = self._pins.get(person.name)
        caption = f"PIN for {person.name}, in practice {pin}" if pin else f"PIN for {person.name}"
        self._waits.choose(person.id, caption, self._now_ms)
        self._pad.setFocus()

    def _entered(self, pin: str) -> None:
        if self._person is not None:
            self._pad.set_message("")
            self.attempted.emit(Attempt(self._person.id, pin))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give digits to the pad wherever the focus is."""
        if event.text() in _DIGITS and self._person is not None:
            self._pad.setFocus()
            self._pad.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Forget half a PIN when the window goes to the back."""
        if event.type() is QEvent.Type.ActivationChange and not self.isActiveWindow():
            self._pad.clear()
        super().changeEvent(event)
