"""The real window over its own copy of a practice store, under a clock that is moved by hand, and a nurse's hands.

Sessions are brought to any moment by playing ``session_script`` through the real conductor, which takes a tenth of a
second; after that everything happens by presses and keys.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot
from session_script import People, full_session
from spine import spine_opening

from checklist.audit.query import Person
from checklist.clock import Reading, SteppedClock
from checklist.opening import StoreOpening
from checklist.protocol.model import Step
from checklist.service.practice import PINS
from checklist.service.workstation import Workstation
from checklist.session.commands import OpenSession, Refused
from checklist.settings import load
from checklist.ui import theme
from checklist.ui.dimming import ThemeChoice
from checklist.ui.main_window import MainWindow
from checklist.ui.opened import read_opened
from checklist.ui.page import ToSession
from checklist.ui.session_bridge import SessionBridge

T = TypeVar("T")
PROTOCOL = "ketamine-iv-mood"
NURSE, SECOND, PRESCRIBER, SUPERVISOR = "A. Diallo", "S. Park", "R. Okafor", "M. Lindqvist"
SIZES = {"usual": (1366, 768, 100), "compact": (1280, 720, 100), "large": (1366, 768, 130)}
"""Window width and height in logical pixels, and the text size in percent."""


class Strays(QObject):
    """Notes every window besides ours: a flash of one takes the keyboard away from the nurse."""

    def __init__(self, window: QWidget) -> None:
        super().__init__()
        self._window = window
        self.names: list[str] = []
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        shown = event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow()
        if shown and watched is not self._window:
            self.names.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


class RealWindow:
    """One window.

    Args:
        qtbot: Waits for what comes back from the writer thread.
        source: A practice directory as the first start leaves it; copied.
        folder: Where the copy goes.
        opens: Opens a data directory; by default under the short protocol alone.
        start: The time at which the clock stands.
    """

    def __init__(
        self,
        qtbot: QtBot,
        source: Path,
        folder: Path,
        opens: Callable[..., StoreOpening] = spine_opening,
        start: Reading | None = None,
    ) -> None:
        shutil.copytree(source, folder)
        self.qtbot = qtbot
        self.clock = SteppedClock(start=start)
        self._opens = opens
        self.opening = opens(folder, practice=True, clock=self.clock)
        self.crashes: list[BaseException] = []
        self.bridge = SessionBridge(self.crashes.append)
        self.window = MainWindow(self.bridge, self.clock, load({}, (), {}), practice=True, dead_ms=0)
        self.window.looks.choose_lock(15)
        self._strays = Strays(self.window)
        self.station: Workstation = self.work(self.opening.open)
        self.bridge.use(self.station)
        self.people: dict[str, Person] = {p.name: p for p in self.ask(lambda s: s.staff.people())}

    @property
    def strays(self) -> list[str]:
        """Windows that were shown besides this one."""
        return self._strays.names

    # The store.

    def work(self, work: Callable[[], T]) -> T:
        """Run something on the writer thread and wait for it."""
        came: list[T] = []
        failed: list[Any] = []
        self.bridge.submit(work, came.append, failed.append)
        self.qtbot.waitUntil(lambda: bool(came or failed or self.crashes), timeout=20_000)
        assert came, failed or self.crashes
        return came[0]

    def ask(self, work: Callable[[Workstation], T]) -> T:
        """Run service work on the writer thread and wait for it."""
        return self.work(lambda: work(self.station))

    def play(self, family: str, chair: int, presses: int = 10_000) -> str:
        """Play the first presses of a whole session through the conductor; return its id."""
        ids = {name: person.id for name, person in self.people.items()}
        who = People(ids[NURSE], ids[SECOND], ids[PRESCRIBER])

        def play(station: Workstation) -> str:
            (patient, *_) = station.patients.find(family)
            script = full_session(self.clock.read().wall_ms, who, patient.id, chair)
            session_id = ""
            for press, _ in zip(script, range(presses), strict=False):
                self.clock.advance(press.wait_s * 1000)
                if isinstance(press.command, OpenSession):
                    answer = station.conductor.open(press.command, press.actor, PROTOCOL)
                else:
                    answer = station.conductor.run(session_id, press.command, press.actor)
                assert not isinstance(answer, Refused), (press, answer)
                session_id = answer.session_id
            return session_id

        return self.ask(play)

    def reopen_as_if_killed(self) -> None:
        """Go on with a copy of the store as it lies on the disk now, which nobody has closed."""
        folder = self.opening.folder
        copy = folder.parent / "killed"
        self.work(lambda: shutil.copytree(folder, copy))
        self.work(self.station.stop)
        self.opening = self._opens(copy, practice=True, clock=self.clock)
        self.station = self.work(self.opening.open)
        self.bridge.use(self.station)

    # Signing in and moving about.

    def begin(self) -> None:
        """Show the window with its store open."""
        self.window.resize(1366, 768)
        self.window.show()
        self.window.begin(self.ask(read_opened))
        self.settle()

    def sign_in(self, name: str = NURSE) -> None:
        """Choose a name and type the PIN."""
        self.press(f"lock.person.{self.people[name].id}")
        QTest.keyClicks(self.find("lock.pin"), PINS[name])
        self.qtbot.waitUntil(lambda: not self.window.is_locked, timeout=10_000)
        self.settle()

    def prove(self, name: str) -> None:
        """Choose a person on the open PIN sheet, where there is a choice, and type their PIN."""
        row = f"proof.person.{self.people[name].id}"
        if self.there(row):
            self.press(row)
        QTest.keyClicks(self.find("proof.pin"), PINS[name])
        if self.there("proof.dwell"):
            self.clock.advance(2_000)
        self.qtbot.waitUntil(lambda: not self.there("proof"), timeout=10_000)
        self.settle()

    def go(self, session_id: str, step: Step | None = None, link_id: str | None = None) -> None:
        """Show a session, at a step or where it resumes."""
        assert self.window.work is not None
        self.window.work.go(ToSession(session_id, step, link_id))
        self.settle()

    def advance(self, minutes: float) -> None:
        """Let time pass and the window see it."""
        self.clock.advance(round(minutes * 60_000))
        self.window.tick()
        self.settle()

    def settle(self) -> None:
        """Wait until all work has come back and everything is laid out."""
        self.qtbot.waitUntil(lambda: self.bridge.waiting == 0, timeout=10_000)
        self._lay_out()

    def _lay_out(self) -> None:
        """Let the window place everything, a long page too, which is made over several turns."""
        before = -1
        for _ in range(60):
            QApplication.processEvents()
            now = len(self.window.findChildren(QWidget))
            if now == before:
                break
            before = now
        for _ in range(2):
            QApplication.processEvents()

    # Hands and eyes.

    def there(self, name: str) -> bool:
        """Whether a control of that id can be seen."""
        return any(w.isVisible() for w in self.window.findChildren(QWidget, name))

    def find(self, name: str) -> QWidget:
        """Return the visible control of that id."""
        found = [w for w in self.window.findChildren(QWidget, name) if w.isVisible()]
        assert found, f"no visible {name}"
        return found[0]

    def press(self, name: str) -> None:
        """Press a control as a finger would."""
        control = self.find(name)
        assert control.isEnabled(), name
        parent = control.parentWidget()
        while parent is not None:
            if isinstance(parent, QScrollArea):
                parent.ensureWidgetVisible(control)
            parent = parent.parentWidget()
        QTest.mouseClick(control, Qt.MouseButton.LeftButton)
        self.settle()

    def press_labelled(self, prefix: str, label: str) -> None:
        """Press the control whose id begins so and whose spoken name holds a label."""
        names = [w.objectName() for w in self.window.findChildren(QAbstractButton) if label in w.accessibleName()]
        self.press(next(name for name in names if name.startswith(prefix) and self.there(name)))

    def type_into(self, name: str, text: str) -> None:
        """Go to a field and type on from there, wherever the focus moves by itself."""
        self.find(name).setFocus()
        for sign in text:
            QTest.keyClicks(QApplication.focusWidget() or self.window, sign)
        self.settle()

    def look(self, size: str, *, dim: bool) -> None:
        """Take a size of ``SIZES`` and a theme."""
        width, height, percent = SIZES[size]
        self.window.looks.choose_text(percent)
        self.window.looks.choose_theme(ThemeChoice.DIM if dim else ThemeChoice.LIGHT)
        self.window.resize(width, height)
        self._lay_out()
        assert theme.current().dim is dim

    def picture(self, name: str) -> QImage:
        """Draw the window; keep the picture where ``CHAIRSIDE_SHOTS`` names a directory."""
        image = self.window.grab().toImage()
        folder = os.environ.get("CHAIRSIDE_SHOTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            image.save(str(Path(folder) / f"{name}.png"))
        return image

    def close(self) -> None:
        """Close window and store."""
        app = QApplication.instance()
        assert app is not None
        app.removeEventFilter(self._strays)
        self.window.close()
        self.bridge.submit(self.station.stop, lambda _none: None, lambda _problem: None)
        self.bridge.close()
        if self.window.work is not None:
            self.window.work.frames.deleteLater()
        self.window.lock.deleteLater()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert not self.crashes, self.crashes
