"""Asks a person for their own PIN, beside the exact words it stands for (SEC-035, SEC-048)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checklist.audit.query import Person
from checklist.errors import ChecklistError
from checklist.session.commands import Actor
from checklist.ui import texts
from checklist.ui.desk import Desk, Proof, ProofRequest
from checklist.ui.tokens import Role, Token
from checklist.ui.waiting import Waits
from checklist.ui.widgets.card import Card, Look
from checklist.ui.widgets.person_row import PersonRow
from checklist.ui.widgets.pin_pad import PinPad
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.widgets.text import Text

if TYPE_CHECKING:
    from checklist.service.pins import PinRefused

_WIDE, _NARROW = 760, 440
_WHO = "Who you are"


class ProofSheet(Sheet):
    """The sheet.

    Args:
        desk: The way to the service.
        request: What is asked, and of whom.
        done: Called with the proof, after the PIN was right and the sheet is gone.
    """

    def __init__(self, desk: Desk, request: ProofRequest, done: Callable[[Proof], None]) -> None:
        alone = request.person is not None
        super().__init__(request.title, id="proof", width=_NARROW if alone else _WIDE)
        self._desk, self._request, self._done = desk, request, done
        self._chosen: Person | None = None
        self._shown = ""
        self._held = ""
        self._stands_ms = 0
        self._busy = False
        card = Card(Look.INFO)
        self._statement = Text(request.statement.replace("{name}", "(your name)"), Role.ITEM)
        self._statement.setObjectName("proof.statement")
        card.body.addWidget(self._statement)
        self.body.addWidget(card)
        self._who = Text(_WHO, Role.SECONDARY_STRONG, Token.INK2)
        self._who.setObjectName("proof.dwell" if request.dwell_ms else "proof.who")
        self._pad = PinPad(desk.clinic.pin_length, id="proof.pin")
        self._pad.entered.connect(self._entered)
        self._waits = Waits(self._pad)
        self._rows: dict[str, PersonRow] = {}
        columns = QHBoxLayout()
        columns.setSpacing(24)
        if alone:
            self.body.addWidget(self._who)
            self._who.setVisible(bool(request.dwell_ms))
        else:
            columns.addWidget(self._people_list(), 1)
        columns.addWidget(self._pad, 1)
        self.body.addLayout(columns)
        self._timer = QTimer(self)
        self._timer.setInterval(250)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        self._begin()

    def forget(self) -> None:
        """Forget the digits typed so far, when the screen locks."""
        self._held = ""
        self._pad.clear()

    def open_over(self, parent: QWidget) -> None:
        """Show the sheet; where only one person can sign, the keyboard is in the PIN at once."""
        super().open_over(parent)
        if self._chosen is not None:
            self._pad.setFocus()

    def _begin(self) -> None:
        fixed = self._desk.person(self._request.person) if self._request.person is not None else None
        fitting = [person for person in self._candidates() if not self._reason(person)]
        if fixed is not None:
            self._choose(fixed)
        elif len(fitting) == 1:
            self._choose(fitting[0])
        else:
            self._pad.set_caption("Choose who you are")
            self._pad.set_locked(True)

    def _candidates(self) -> list[Person]:
        """Return everybody active who holds a fitting role, those who may do it first."""
        roles = set(self._request.roles)
        people = [person for person in self._desk.people if person.active and roles & set(person.roles)]
        return sorted(people, key=lambda person: (bool(self._reason(person)), person.name))

    def _reason(self, person: Person) -> str:
        """Say why a person of a fitting role may not do it, or nothing."""
        return "another person is needed" if person.id in self._request.barred else ""

    def _people_list(self) -> QWidget:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._who)
        for person in self._candidates():
            reason = self._reason(person)
            name = texts.person(person)
            row = PersonRow(f"{name}, {reason}" if reason else name, id=f"proof.person.{person.id}")
            row.setEnabled(not reason)
            row.clicked.connect(lambda _on=False, who=person: self._choose(who))
            self._rows[person.id] = row
            column.addWidget(row)
        if not self._rows:
            nobody = f"Nobody here is a {texts.roles(self._request.roles)}."
            column.addWidget(Text(nobody, Role.SECONDARY, Token.INK2))
        column.addStretch(1)
        return inner

    def _choose(self, person: Person) -> None:
        self._chosen, self._held = person, ""
        self._stands_ms = self._desk.now().mono_ms
        for person_id, row in self._rows.items():
            row.setChecked(person_id == person.id)
        self._shown = self._request.statement.replace("{name}", person.name)
        self._statement.setText(self._shown)
        caption = f"PIN for {person.name}, to {self._request.confirm.lower()}{self._hint(person)}"
        self._waits.choose(person.id, caption, self._desk.now().mono_ms)
        self._pad.setFocus()

    def _hint(self, person: Person) -> str:
        """Return the made-up person's PIN in practice, nothing elsewhere."""
        if not self._desk.clinic.practice:
            return ""
        from checklist.service.practice import PINS

        return f", in practice {PINS[person.name]}" if person.name in PINS else ""

    def _tick(self) -> None:
        self._waits.show(self._desk.now().mono_ms)
        left_ms = self._left_ms()
        if self._request.dwell_ms and self._chosen is not None:
            self._count_down(left_ms)
        if self._held and not left_ms:
            held, self._held = self._held, ""
            self._entered(held)

    def _left_ms(self) -> int:
        """Return how long the sentence still has to stand before it can be signed."""
        if self._chosen is None:
            return self._request.dwell_ms
        return max(0, self._request.dwell_ms - (self._desk.now().mono_ms - self._stands_ms))

    def _count_down(self, left_ms: int) -> None:
        """Say quietly how long the sentence still stands; a PIN typed meanwhile waits for its end."""
        words = f"Read it. Signed in {-(-left_ms // 1000)} s at the earliest" if left_ms else "It can be signed now"
        if self._who.text() != words:
            self._who.setText(words)

    def _entered(self, pin: str) -> None:
        person, shown = self._chosen, self._shown
        if person is None or self._busy:
            return
        if self._left_ms():
            self._held = pin
            return
        self._busy = True
        self._pad.set_message("")

        def came(answer: Actor | PinRefused) -> None:
            self._busy = False
            self._answered(answer, shown)

        def failed(problem: ChecklistError) -> None:
            self._busy = False
            self._pad.set_message(texts.error(problem).line)

        self._desk.ask(lambda station: station.staff.prove(person.id, pin, self._request.roles), came, failed)

    def _answered(self, answer: Actor | PinRefused, shown: str) -> None:
        if isinstance(answer, Actor):
            self._timer.stop()
            self.dismiss()
            self._done(Proof(answer, shown))
        else:
            now_ms = self._desk.now().mono_ms
            self._waits.refused(answer.code, answer.tries_left, answer.wait_s, now_ms)
