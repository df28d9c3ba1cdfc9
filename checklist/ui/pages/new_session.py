"""New session: patient, order and chair on one page, then Start. Nothing typed is lost by a refusal or a fault.

Holds no rule of its own: the order is judged by ``session.dosing``, the opening by the service.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from checklist.errors import ChecklistError
from checklist.protocol.model import Protocol
from checklist.session.codes import Code
from checklist.session.commands import OpenSession, Refused
from checklist.ui import texts
from checklist.ui.desk import Desk
from checklist.ui.new_session.chair_part import ChairPart
from checklist.ui.new_session.order_part import OrderPart
from checklist.ui.new_session.patient_part import PatientPart
from checklist.ui.page import FooterAction, FooterFacts, Frame, Page, ToSession
from checklist.ui.pages.last_visit import LastVisit
from checklist.ui.theme import px
from checklist.ui.widgets.button import Action
from checklist.ui.widgets.card import Card
from checklist.ui.widgets.keypad import Keypad, Keys
from checklist.ui.widgets.scroll import Scroll
from checklist.ui.widgets.strips import NoticeStrip
from checklist.ui.widgets.tone import Tone

if TYPE_CHECKING:
    from checklist.service.conduct import Snapshot
    from checklist.service.workstation import Workstation

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SIDE_BY_SIDE = 1100
_SHARES = (10, 13, 8)
_PLACE_CODES = {"session.chair-taken": Code.SESSION_PLACE, "session.already-open": Code.SESSION_PATIENT}
"""Refusals of the service that say what a rule of the session says too."""


class NewSessionPage(Page):
    """The page.

    Args:
        desk: The way to the service and to the session's page.
    """

    frame = Frame.MANY
    help_text = (
        "Find the patient and read birth date and MRN before choosing. Type the order from the signed paper. "
        "Start opens the checklist; nothing is given by it."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._busy = False
        self.setObjectName("new")
        self.setAccessibleName("New session")
        keypad = Keypad(Keys.DECIMAL)
        self._patient = PatientPart(desk)
        self._order = OrderPart(desk, keypad)
        self._chair = ChairPart(desk.clinic.chairs)
        self._notice = NoticeStrip(Tone.CAUTION, icon="triangle-alert", id="new.notice")
        self._kept = NoticeStrip(Tone.INFO, icon="history", id="new")
        self._kept.action_pressed.connect(lambda _action: self._clear())
        keys = Card()
        keys.body.addWidget(keypad)
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._parts.setSpacing(12)
        last = QVBoxLayout()
        last.setSpacing(12)
        last.addWidget(self._chair)
        last.addWidget(keys)
        last.addStretch(1)
        self._parts.addWidget(self._patient)
        self._parts.addWidget(self._order)
        self._parts.addLayout(last)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(12)
        column.addWidget(self._kept)
        column.addWidget(self._notice)
        column.addLayout(self._parts, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(Scroll(inner))
        for part in (self._patient, self._order, self._chair):
            part.changed.connect(self._changed)
        self._patient.picked.connect(self._order.begin)
        self._patient.picked.connect(self._ask_last_dose)

    def show_chair(self, chair: int) -> None:
        """Begin with the chair chosen on Today; what was typed before is kept, and said to be."""
        self._notice.clear()
        if self._patient.is_blank() and self._order.is_blank():
            self._kept.clear()
        else:
            self._kept.say(
                "This page still holds what was typed before",
                "Check that it is this patient and this order, or start over.",
                (Action("clear", "Start over", "undo-2"),),
            )
        self._chair.choose(chair)

    def enter(self) -> None:
        """Ask what is offered and which chairs are free; put the focus where work goes on."""
        self._desk.ask(_protocols, self._order.show_protocols)
        self._desk.ask(_taken, self._chair.show_taken)
        self._patient.refresh()
        self._changed()
        if self._patient.chosen() is None:
            self._patient.begin()
        else:
            self._order.begin()

    def footer_pressed(self, action: str) -> None:
        """Start was pressed."""
        if action == "start":
            self._start()

    def command_key(self, name: str) -> bool:
        """Ctrl+Enter starts, when the session can be started."""
        if name != "Ctrl+Enter":
            return False
        self._start()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on from a number to the next."""
        if event.key() not in _ENTER or not self._order.next_field():
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the parts under each other where they do not fit side by side."""
        super().resizeEvent(event)
        self._turn()

    def restyle(self) -> None:
        """Take the text size of the theme now in force."""
        self._turn()

    def _turn(self) -> None:
        wide = self.width() >= px(_SIDE_BY_SIDE)
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._parts.direction() is not direction or not self._parts.stretch(0):
            self._parts.setDirection(direction)
            for place, share in enumerate(_SHARES):
                self._parts.setStretch(place, share if wide else 0)

    def _ask_last_dose(self) -> None:
        """Bring the dose of the visit before, to stand beside today's."""
        found = self._patient.chosen()
        self._order.show_last_dose("")
        if found is None or found.last is None:
            return
        patient = found.patient.id

        def came(visit: LastVisit | None) -> None:
            now = self._patient.chosen()
            if visit is not None and now is not None and now.patient.id == patient:
                self._order.show_last_dose(visit.state.infusion.dose_mg)

        self._desk.ask(lambda station: LastVisit.read(station, patient), came)

    def _why(self) -> str:
        """Say why the session cannot be started yet, or nothing when it can."""
        missing = self._patient.missing() or self._order.missing()
        return missing or next(iter(self._order.stops()), "") or self._chair.missing()

    def _changed(self) -> None:
        why = self._why()
        found, chair = self._patient.chosen(), self._chair.chair()
        ready = f"Visit {found.visit}, chair {chair}" if found is not None and chair is not None else ""
        start = FooterAction("start", "Start session", "arrow-right", not why and not self._busy, primary=True)
        self.footer_changed.emit(FooterFacts(why or ready, actions=(start,)))

    def _start(self) -> None:
        found, chair, protocol = self._patient.chosen(), self._chair.chair(), self._order.protocol()
        if self._busy or self._why() or found is None or chair is None or protocol is None:
            return
        command = OpenSession(found.patient.id, chair, self._order.order(), found.visit)
        actor = self._desk.actor
        self._set_busy(True)
        self._notice.clear()
        self._desk.ask(
            lambda station: station.conductor.open(command, actor, protocol.id),
            lambda answer: self._answered(answer, protocol),
            self._failed,
        )

    def _answered(self, answer: Snapshot | Refused, protocol: Protocol) -> None:
        self._set_busy(False)
        if isinstance(answer, Refused):
            self._refused(answer, protocol)
            return
        self._clear()
        self._desk.go(ToSession(answer.session_id))

    def _refused(self, answer: Refused, protocol: Protocol) -> None:
        """Say it where it can be put right."""
        said = Refused(_PLACE_CODES.get(answer.code, answer.code), answer.blocks, answer.params)
        words = texts.refused(said, protocol)
        self._notice.say("The session was not started", words)
        if answer.code == Code.ORDER_INVALID:
            self._order.show_blocks(answer.blocks)
        elif answer.code in {"session.already-open", "session.no-patient"}:
            self._patient.show_problem(words)
        self._desk.ask(_taken, self._chair.show_taken)

    def _failed(self, problem: ChecklistError) -> None:
        self._set_busy(False)
        words = texts.error(problem)
        self._notice.say(f"Not saved. {words.what}", f"{words.safe} What you typed is still here.".strip())

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self._changed()

    def _clear(self) -> None:
        self._kept.clear()
        self._patient.clear()
        self._order.clear()
        self._order.show_last_dose("")
        self._patient.begin()


def _protocols(station: Workstation) -> tuple[Protocol, ...]:
    return tuple(station.protocols.newest(protocol_id) for protocol_id in station.protocols.ids())


def _taken(station: Workstation) -> frozenset[int]:
    return frozenset(item.state.chair for item in station.conductor.live())
