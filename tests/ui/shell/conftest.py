"""The real window over a real practice store, under a clock that is moved by hand."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from session_script import People, full_session
from spine import spine_opening

from checklist.audit.query import Person
from checklist.clock import SteppedClock
from checklist.service.practice import CLINIC, PINS
from checklist.service.workstation import Workstation
from checklist.session.commands import OpenSession, Refused
from checklist.settings import Settings, load
from checklist.ui.dimming import ThemeChoice
from checklist.ui.main_window import MainWindow
from checklist.ui.opened import read_opened
from checklist.ui.session_bridge import SessionBridge

T = TypeVar("T")
PROTOCOL = "ketamine-iv-mood"


class Shell:
    """A window, its store, and the hands of a nurse."""

    def __init__(self, qtbot: QtBot, folder: Path, settings: Settings, dead_ms: int = 0) -> None:
        self.qtbot = qtbot
        self.clock = SteppedClock()
        self.opening = spine_opening(folder, practice=True, clock=self.clock)
        self.crashes: list[BaseException] = []
        self.bridge = SessionBridge(self.crashes.append)
        self.window = MainWindow(self.bridge, self.clock, settings, practice=True, dead_ms=dead_ms)
        self.station: Workstation = self.work(self.opening.open)
        self.bridge.use(self.station)
        self.people: dict[str, Person] = {p.name: p for p in self.ask(lambda s: s.staff.people())}

    def work(self, work: Callable[[], T]) -> T:
        """Run something on the writer thread and wait for it."""
        came: list[T] = []
        failed: list[Any] = []
        self.bridge.submit(work, came.append, failed.append)
        self.qtbot.waitUntil(lambda: bool(came or failed), timeout=20_000)
        assert not failed, failed
        return came[0]

    def ask(self, work: Callable[[Workstation], T]) -> T:
        """Run service work on the writer thread and wait for it."""
        return self.work(lambda: work(self.station))

    def play(self, family: str, chair: int, presses: int) -> str:
        """Play the first presses of a whole session through the conductor; return its id."""
        people = {name: person.id for name, person in self.people.items()}
        who = People(people["A. Diallo"], people["S. Park"], people["R. Okafor"])

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

    def begin(self) -> None:
        """Show the window with its store open."""
        self.window.resize(1366, 768)
        self.window.show()
        self.window.begin(self.ask(read_opened))
        QApplication.processEvents()

    def sign_in(self, name: str = "A. Diallo") -> None:
        """Choose a name and type the PIN."""
        self.press(f"lock.person.{self.people[name].id}")
        self.type_pin(PINS[name])
        self.qtbot.waitUntil(lambda: not self.window.is_locked, timeout=10_000)
        QApplication.processEvents()

    def type_pin(self, pin: str) -> None:
        """Type digits on the lock page."""
        QTest.keyClicks(self.find("lock.pin"), pin)

    def find(self, name: str) -> QWidget:
        """Return the visible control of that id."""
        found = [w for w in self.window.findChildren(QWidget, name) if w.isVisible()]
        assert found, f"no visible {name}"
        return found[0]

    def press(self, name: str) -> None:
        """Press a control as a finger would."""
        QTest.mouseClick(self.find(name), Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def shoot(self, name: str, size: tuple[int, int], *, dim: bool, percent: int = 100) -> None:
        """Draw the window at a size; keep the picture where ``CHAIRSIDE_SHOTS`` names a directory."""
        self.window.looks.choose_text(percent)
        self.window.looks.choose_theme(ThemeChoice.DIM if dim else ThemeChoice.LIGHT)
        self.window.resize(*size)
        for _ in range(3):
            QApplication.processEvents()
        picture = self.window.grab()
        folder = os.environ.get("CHAIRSIDE_SHOTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            look = "dim" if dim else "light"
            picture.save(str(Path(folder) / f"{name}-{size[0]}-{percent}-{look}.png"))

    def settle(self) -> None:
        """Wait until all work has come back."""
        self.qtbot.waitUntil(lambda: self.bridge.waiting == 0, timeout=10_000)
        QApplication.processEvents()

    def advance(self, ms: int) -> None:
        """Let time pass and the window see it."""
        self.clock.advance(ms)
        self.window.tick()

    def texts(self) -> str:
        """Return every word in the window's widget tree, hidden or not, with accessible names."""
        words = []
        for widget in (self.window, *self.window.findChildren(QWidget)):
            words += [widget.accessibleName(), widget.accessibleDescription(), widget.windowTitle()]
            text = getattr(widget, "text", None)
            if callable(text):
                words.append(str(text()))
        return "\n".join(words)

    def close(self) -> None:
        self.bridge.submit(self.station.stop, lambda _none: None, lambda _problem: None)
        self.bridge.close()
        self.window.close()
        work = self.window.work
        if work is not None:
            work.frames.deleteLater()
        self.window.lock.deleteLater()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(scope="session")
def practice_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a practice directory as the first start leaves it; copied, never used."""
    folder = tmp_path_factory.mktemp("practice") / "data"
    spine_opening(folder, practice=True, clock=SteppedClock()).create(CLINIC).stop()
    return folder


@pytest.fixture
def plain_settings() -> Settings:
    return load({}, (), {})


MakeShell = Callable[..., Shell]


@pytest.fixture
def make_shell(
    styled: QApplication, qtbot: QtBot, tmp_path: Path, practice_folder: Path, plain_settings: Settings
) -> Iterator[MakeShell]:
    """Make windows, each over its own copy of the practice store; not begun yet."""
    made: list[Shell] = []

    def make(dead_ms: int = 0) -> Shell:
        folder = tmp_path / f"data{len(made)}"
        shutil.copytree(practice_folder, folder)
        made.append(Shell(qtbot, folder, plain_settings, dead_ms))
        return made[-1]

    yield make
    for shell in made:
        shell.close()
        assert not shell.crashes, shell.crashes


@pytest.fixture
def shell(make_shell: MakeShell) -> Shell:
    return make_shell()
