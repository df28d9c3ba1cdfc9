"""The time-out page of the complete protocol in the window's frames, over the pure core, and two nurses' hands."""

from __future__ import annotations

import os
from pathlib import Path

from bedside import ORDER, Bedside
from care_walk import _CareWalk
from fake_desk import FakeDesk
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from whole_visit import complete

from checklist.protocol.model import Protocol, Step
from checklist.session.commands import OpenSession
from checklist.session.state import SessionState
from checklist.ui import rail_words, texts, theme
from checklist.ui.frames import Frames, is_compact
from checklist.ui.pages.time_out import TimeOutPage
from checklist.ui.theme import Theme
from checklist.ui.widgets.app_bar import Tab

CHECK, PUMP, SINGLE = "pre.check-independent", "pre.pump-check", "pre.check-single"
READ = {
    f"{CHECK}.mrn4": "8327",
    f"{CHECK}.drug": "ketamine",
    f"{CHECK}.weight": "68.4",
    f"{CHECK}.strength": "50",
    f"{CHECK}.dose": "34",
    f"{CHECK}.volume": "100",
    f"{CHECK}.rate": "150",
    f"{CHECK}.minutes": "40",
    f"{PUMP}.rate": "150",
    f"{PUMP}.volume": "100",
    f"{PUMP}.minutes": "40",
    f"{PUMP}.locked": "",
}
"""What a second person reads who finds everything as the first did, in the order of the page."""


def mood(**parameters: str) -> Protocol:
    """Return the complete mood protocol of a clinic that has set these parameters (``second_check="single"``)."""
    whole = complete("ketamine-iv-mood")
    words = {f"p.{name}": value for name, value in parameters.items()}
    return replace(whole, parameters=tuple(replace(p, value=words.get(p.id, p.value)) for p in whole.parameters))


class TimeOutBench:
    """The page.

    Args:
        app: The application.
        protocol: The session's.
    """

    def __init__(self, app: QApplication, protocol: Protocol) -> None:
        self.app = app
        self.bed = Bedside(protocol)
        self.walk = _CareWalk(self.bed)
        self.bed.must(OpenSession("patient-1", 3, ORDER, 3, READ[f"{CHECK}.mrn4"]))
        self.walk.say("Everything else in pre-infusion is in order.")
        self.desk = FakeDesk(self.bed)
        self.desk.prover = "sam"
        self.page = TimeOutPage(self.desk)
        self.desk.listeners.append(self.page.show_snapshot)
        self.frames = Frames((Tab("today", "Today"),))
        self.frames.add(self.page)
        self.page.footer_changed.connect(self.frames.set_footer)
        self.frames.footer.action_pressed.connect(self.page.footer_pressed)
        self.desk.over = self.frames.area

    @property
    def state(self) -> SessionState:
        return self.bed.state

    @property
    def stage(self) -> str:
        return self.page.found.stage.value

    def show(self, size: tuple[int, int] = (1366, 768)) -> None:
        self.frames.resize(*size)
        self.frames.set_compact(is_compact(*size))
        self.frames.show_page(self.page)
        self.frames.show()
        self.frames.activateWindow()
        QTest.qWaitForWindowActive(self.frames)
        self.page.show_snapshot(self.desk.snapshot())
        self.page.open_at(Step.TIME_OUT, None)
        self.page.enter()
        self.settle()

    def settle(self) -> None:
        for _ in range(4):
            self.app.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.frames.set_patient(
            rail_words.banner_facts(self.desk.snapshot(), Step.TIME_OUT, self._signed_in(), self.bed.now()),
            rail_words.rail_facts(self.desk.snapshot(), Step.TIME_OUT, self.bed.now()),
        )

    def _signed_in(self) -> str:
        person = self.desk.person(self.desk.actor.person)
        return texts.person(person) if person is not None else ""

    def wait(self, minutes: float) -> None:
        self.bed.wait(minutes)
        self.page.tick(self.bed.now())
        self.settle()

    # Hands.

    def there(self, name: str) -> bool:
        return any(w.isVisible() for w in self.frames.findChildren(QWidget, name))

    def find(self, name: str) -> QWidget:
        found = [w for w in self.frames.findChildren(QWidget, name) if w.isVisible()]
        assert len(found) == 1, f"{name}: {len(found)}"
        return found[0]

    def press(self, name: str) -> None:
        control = self.find(name)
        assert control.isEnabled(), name
        QTest.mouseClick(control, Qt.MouseButton.LeftButton)
        self.settle()

    def key(self, key: Qt.Key) -> None:
        QTest.keyClick(self.app.focusWidget() or self.frames, key)
        self.settle()

    def read(self, values: dict[str, str]) -> None:
        """Give each value where the page has come to by itself; Enter where the number could go on."""
        for name, text in values.items():
            field = f"item.{name.rpartition('.')[0]}.field.{name.rpartition('.')[2]}"
            if name.endswith((".drug", ".locked")):
                self.press(f"{field}.{text}" if text else field)
                continue
            assert self.there(field), f"{name} is not lit"
            QTest.keyClicks(self.find(field), text)
            self.settle()
            if self.there(field) and self.page.reading is not None:
                self.key(Qt.Key.Key_Return)

    def second_reads(self, **changes: str) -> None:
        """Let the second person sign in and read; ``check_dose="43"`` reads another dose on the first list."""
        if self.there("item.second"):
            self.press("item.second")
        names = {f"{CHECK}.": "check_", f"{PUMP}.": "pump_"}
        short = {
            full: alias + full[len(head) :] for full in READ for head, alias in names.items() if full.startswith(head)
        }
        self.read({full: changes.get(short[full], text) for full, text in READ.items()})

    def look(self, width: int, height: int, percent: int, *, dim: bool) -> None:
        theme.use(self.app, Theme(dim=dim, percent=percent, motion=False))
        self.frames.resize(width, height)
        self.frames.set_compact(is_compact(width, height))
        self.settle()

    def frame(self, name: str) -> None:
        """Draw it as it is where ``CHAIRSIDE_SHOTS`` names a directory."""
        folder = os.environ.get("CHAIRSIDE_SHOTS")
        if folder:
            self.frames.grab().save(str(Path(folder) / f"{name}.png"))

    def shot(self, name: str) -> None:
        """Draw it in both themes where ``CHAIRSIDE_SHOTS`` names a directory."""
        folder = os.environ.get("CHAIRSIDE_SHOTS")
        if not folder:
            return
        Path(folder).mkdir(parents=True, exist_ok=True)
        for dim in (False, True):
            theme.use(self.app, Theme(dim=dim, motion=False))
            self.settle()
            self.frames.grab().save(str(Path(folder) / f"{name}-{'dim' if dim else 'light'}.png"))
        theme.use(self.app, Theme(motion=False))
        self.settle()

    def close(self) -> None:
        self.frames.close()
        self.frames.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
