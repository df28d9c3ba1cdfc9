"""Emergency, as far as this version goes: call for help, and a timed note of the moment.

The read-do lists come with a later version, and this sheet says so. No name is shown before somebody presses
the button that records the moment; from then on helpers need name, weight and allergies (D24).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from checklist.session.commands import Actor, RecordEvent, Refused
from checklist.session.roles import Role as StaffRole
from checklist.ui import formats, session_words, texts
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.card import Card, Look
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.widgets.text import Text

if TYPE_CHECKING:
    from checklist.service.conduct import Snapshot
    from checklist.ui.desk import Desk

TERM = "emergency"
"""Event term under which the moment is recorded."""


SOMEBODY = Actor("sys", StaffRole.NURSE, "none")
"""Who acts while nobody is signed in: a person at the chair, unproved, as ``sys`` and ``none`` say (10.4)."""


class EmergencySheet(Sheet):
    """The sheet.

    Args:
        live: Sessions in progress, by chair; none is fine.
        chair: The chair it was pressed for, or None where that is not known.
        desk: Records the moment; nobody needs to be signed in.
    """

    def __init__(
        self,
        live: tuple[Snapshot, ...],
        chair: int | None,
        desk: Desk,
    ) -> None:
        super().__init__("Emergency", id="emergency", cancel="Close", width=640)
        self._desk = desk
        self.body.addWidget(Text("Call for help now.", Role.CURRENT_EMERGENCY, Token.ALARM))
        self.body.addWidget(Text("Stop the pump if it may be the cause.", Role.ITEM_EMERGENCY))
        later = "Emergency lists come with a later version. Use the clinic's printed ones."
        self.body.addWidget(Text(later, Role.ITEM, Token.INK2))
        self._buttons = QVBoxLayout()
        self._buttons.setSpacing(8)
        self.body.addLayout(self._buttons)
        self._facts = Card(Look.ALARM)
        self._facts.hide()
        self.body.addWidget(self._facts)
        fitting = [item for item in live if chair is None or item.state.chair == chair]
        for snapshot in fitting:
            self._buttons.addWidget(self._button(snapshot))
        if not fitting:
            self.body.addWidget(Text("No session is running here. Write the time down.", Role.ITEM))

    def _button(self, snapshot: Snapshot) -> Button:
        number = snapshot.state.chair
        button = Button(f"Record emergency at chair {number}", "siren", Kind.DANGER, 72, id=f"emergency.chair.{number}")
        button.clicked.connect(lambda: self._pressed(snapshot))
        return button

    def _pressed(self, snapshot: Snapshot) -> None:
        now = self._desk.now()
        while (item := self._buttons.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        patient = snapshot.patient
        self._add(formats.patient_name(patient.family, patient.given, patient.title), Role.NAME)
        self._add(f"Born {formats.born(patient.born, formats.iso_day(now.wall_ms, now.tz_min))}")
        self._add(f"Weight {session_words.weight(snapshot)}")
        label = texts.allergies(patient.allergies)
        self._add(f"{label}: {patient.allergy_text}" if patient.allergy_text else label)
        self._add(f"Last BP {session_words.last_pressure(snapshot)}")
        at = formats.time_with_seconds(now.wall_ms, now.tz_min)
        outcome = self._add(f"Pressed {at}.", Role.STRONG)
        self._facts.show()
        self._record(snapshot, lambda words: outcome.setText(f"Pressed {at}. {words}"))

    def _record(self, snapshot: Snapshot, say: Callable[[str], None]) -> None:
        def no(answer: Refused) -> None:
            say(f"Not recorded. {texts.refused(answer, snapshot.protocol)} Write the time down.")

        self._desk.run(
            snapshot.session_id,
            RecordEvent(TERM),
            actor=SOMEBODY if self._desk.actor.auth == "none" else None,
            done=lambda _new: say("The moment is recorded."),
            refused=no,
            failed=lambda _problem: say("Not saved. Write the time down."),
        )

    def _add(self, words: str, role: Role = Role.ITEM) -> Text:
        text = Text(words, role)
        self._facts.body.addWidget(text)
        return text
