"""The strip on Today that tells a prescriber how much waits for a signature, and opens the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from checklist.session.roles import Role
from checklist.ui.unsigned_sheet import UnsignedSheet
from checklist.ui.widgets.button import Action, Kind
from checklist.ui.widgets.card import Look
from checklist.ui.widgets.strips import NoticeStrip
from checklist.ui.widgets.tone import Tone

if TYPE_CHECKING:
    from checklist.service.unsigned import Unsigned
    from checklist.ui.desk import Desk


class UnsignedStrip(NoticeStrip):
    """``2 to co-sign``; hidden for everybody else and while nothing waits.

    Args:
        desk: The way to the service.
    """

    def __init__(self, desk: Desk, *, parent: QWidget | None = None) -> None:
        super().__init__(Tone.INFO, icon="pencil", id="today.unsigned", parent=parent)
        self._desk = desk
        self._work: tuple[Unsigned, ...] = ()
        self.action_pressed.connect(lambda _: self._open())

    def refresh(self) -> None:
        """Ask what waits for the person signed in, where that is a prescriber."""
        asked = self._desk.actor.person
        person = self._desk.person(asked)
        if person is None or Role.PRESCRIBER not in person.roles:
            self._show(())
            return

        def came(work: tuple[Unsigned, ...]) -> None:
            if self._desk.actor.person == asked:
                self._show(work)

        self._desk.ask(lambda station: station.unsigned.of(asked), came)

    def _show(self, work: tuple[Unsigned, ...]) -> None:
        if work == self._work and self.isHidden() is not bool(work):
            return
        self._work = work
        if not work:
            self.clear()
            return
        late = sum(item.flag.late for item in work)
        self.set_look(Look.CAUTION if late else Look.INFO)
        text = f"{late} late" if late else "Telephone orders and records you have not signed yet"
        self.say(f"{len(work)} to co-sign", text, (Action("open", "Read and sign", "pencil", Kind.PRIMARY),))

    def _open(self) -> None:
        sheet = UnsignedSheet(self._desk, self._show)
        sheet.show_work(self._work)
        self._desk.open_sheet(sheet)
