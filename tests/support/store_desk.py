"""A desk over a real practice store: work is done at once on the calling thread, in frames as the window has them.

``fail_next`` makes the next piece of work fail as a full disk would. A PIN is always right: ``prove`` picks the first
person who may. What was notified, opened and asked for is kept for the test to look at.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from session_script import People, full_session
from shiboken6 import isValid
from spine import spine_library, spine_opening

from checklist.audit.query import Clinic, Person
from checklist.clock import Reading, SteppedClock
from checklist.errors import ChecklistError, LedgerError
from checklist.opening import StoreOpening
from checklist.protocol.library import Library
from checklist.service.practice import CLINIC
from checklist.service.workstation import Workstation
from checklist.session.commands import Actor, OpenSession, Refused
from checklist.ui.desk import Proof, ProofRequest
from checklist.ui.frames import Frames, is_compact
from checklist.ui.page import Destination, Page
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.work_area import TABS

PROTOCOL = "ketamine-iv-mood"


@cache
def _fresh_practice() -> tempfile.TemporaryDirectory[str]:
    """Return a practice directory as the first start leaves it; copied, never used, gone with the process."""
    folder = tempfile.TemporaryDirectory(prefix="practice-")
    spine_opening(Path(folder.name) / "data", practice=True, clock=SteppedClock()).create(CLINIC).stop()
    return folder


@contextmanager
def store_desk(folder: Path, protocols: Callable[[], Library] = spine_library) -> Iterator[StoreDesk]:
    """Give a desk over its own copy of a practice store."""
    shutil.copytree(Path(_fresh_practice().name) / "data", folder / "data")
    desk = StoreDesk(folder / "data", protocols)
    try:
        yield desk
    finally:
        desk.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class StoreDesk:
    """The desk, and the hands of whoever sits at it.

    Args:
        folder: A practice directory, which is changed.
        protocols: Gives the published protocols.
    """

    def __init__(self, folder: Path, protocols: Callable[[], Library] = spine_library) -> None:
        self.clock = SteppedClock()
        self.opening = StoreOpening(folder, practice=True, clock=self.clock, protocols=protocols)
        self.station: Workstation = self.opening.open()
        self.people: tuple[Person, ...] = self.station.staff.people()
        self.clinic: Clinic = self.station.clinic
        self.actor = self.as_("A. Diallo", "nurse")
        self.fail_next = False
        self.asked = 0
        self.notes: list[str] = []
        self.sheets: list[Sheet] = []
        self.requests: list[ProofRequest] = []
        self.destinations: list[Destination] = []
        self.branches: list[str] = []
        self.frames = Frames(TABS)
        self.page: Any = None

    def as_(self, name: str, role: str, auth: str = "cont") -> Actor:
        return Actor(next(person.id for person in self.people if person.name == name), role, auth)

    def person(self, person_id: str) -> Person | None:
        return next((person for person in self.people if person.id == person_id), None)

    def now(self) -> Reading:
        return self.clock.read()

    def ask(
        self,
        work: Callable[[Workstation], Any],
        done: Callable[[Any], None],
        failed: Callable[[ChecklistError], None] | None = None,
    ) -> None:
        self.asked += 1
        try:
            if self.fail_next:
                self.fail_next = False
                raise LedgerError("store.full", "the disk is full")
            result = work(self.station)
        except ChecklistError as error:
            if failed is not None:
                failed(error)
            return
        done(result)

    def run(self, *_args: object, **_named: object) -> None:
        raise AssertionError("these pages give no command to a running session")

    def prove(self, request: ProofRequest, done: Callable[[Proof], None]) -> None:
        self.requests.append(request)
        able = [who for who in self.people if any(role in who.roles for role in request.roles)]
        role = next(role for role in request.roles if role in able[0].roles)
        done(Proof(Actor(able[0].id, role, "pin"), request.statement.replace("{name}", able[0].name)))

    def open_sheet(self, sheet: QWidget) -> None:
        assert isinstance(sheet, Sheet)
        self.sheets.append(sheet)
        sheet.open_over(self.frames.area)

    def notify(self, text: str, undo: Callable[[], None] | None = None) -> None:
        self.notes.append(text)

    def open_branch(self, session_id: str, branch_id: str) -> None:
        self.branches.append(branch_id)

    def go(self, destination: Destination) -> None:
        self.destinations.append(destination)

    # What a test does.

    def types(self) -> list[str]:
        """Return the types of all entries."""
        from checklist.ledger.entry import read_header

        reader = self.station.supervisor.reader()
        try:
            return [read_header(entry.header).type for entry in reader.ledger.entries()]
        finally:
            reader.close()

    def play(self, family: str, chair: int, presses: int = 10_000) -> str:
        """Play the first presses of a whole session through the conductor; return its id."""
        ids = {person.name: person.id for person in self.people}
        who = People(ids["A. Diallo"], ids["S. Park"], ids["R. Okafor"])
        (patient, *_) = self.station.patients.find(family)
        session_id = ""
        script = full_session(self.clock.read().wall_ms, who, patient.id, chair)
        for press, _ in zip(script, range(presses), strict=False):
            self.clock.advance(press.wait_s * 1000)
            if isinstance(press.command, OpenSession):
                answer = self.station.conductor.open(press.command, press.actor, PROTOCOL)
            else:
                answer = self.station.conductor.run(session_id, press.command, press.actor)
            assert not isinstance(answer, Refused), (press, answer)
            session_id = answer.session_id
        return session_id

    def show(self, page: Page, size: tuple[int, int] = (1366, 768)) -> None:
        """Put a page into the frames and show it."""
        self.page = page
        page.footer_changed.connect(self.frames.set_footer)
        self.frames.footer.action_pressed.connect(page.footer_pressed)
        self.frames.add(page)
        self.frames.app_bar.set_signed_in("M. Lindqvist, supervisor")
        self.frames.app_bar.set_current(page.objectName())
        self.frames.resize(*size)
        self.frames.set_compact(is_compact(*size))
        self.frames.show_page(page)
        self.frames.show()
        page.enter()
        self.settle()

    def settle(self) -> None:
        for _ in range(3):
            QApplication.processEvents()

    def find(self, name: str) -> Any:
        """Return the one visible control of that id."""
        self.settle()
        found = [w for w in self.frames.findChildren(QWidget, name) if w.isVisible()]
        assert len(found) == 1, f"{name}: {len(found)}"
        return found[0]

    def there(self, name: str) -> bool:
        return any(w.isVisible() for w in self.frames.findChildren(QWidget, name))

    def press(self, name: str) -> None:
        button = self.find(name)
        assert isinstance(button, QAbstractButton)
        assert button.isEnabled(), name
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def type_into(self, name: str, text: str) -> None:
        field = self.find(name)
        field.setFocus()
        QTest.keyClicks(field, text)
        self.settle()

    def close(self) -> None:
        if isValid(self.frames):  # the camera lets go of what it has taken
            self.frames.close()
            self.frames.deleteLater()
        self.station.stop()
