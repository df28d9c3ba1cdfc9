"""One hour of monitoring in the real window, painted every second: memory, Qt warnings, and each paint of ours.

``uv run bench/hour.py [--minutes 60] [--lists 20]``. A practice session is brought to the running infusion, then the
clock is moved second by second: a set every five minutes, an event every seven. Paints are timed in processor time, so
that a busy machine does not count; the yardstick is a paint of a bare window of the same size with one label. Then
Emergency is opened and a list picked from the monitoring page, over and over: to the first line on screen.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "support"))

from care_script import care_session  # type: ignore[import-not-found]  # stands beside the tests
from PySide6.QtCore import Qt, qInstallMessageHandler
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from running_visit import GOOD, LINE, signs  # type: ignore[import-not-found]  # stands beside the tests
from session_script import People  # type: ignore[import-not-found]  # stands beside the tests

from checklist.clock import SteppedClock
from checklist.opening import StoreOpening
from checklist.protocol.model import Step
from checklist.service.practice import CLINIC, PINS
from checklist.service.workstation import Workstation
from checklist.session.commands import Actor, OpenSession, RecordEvent, RecordVitals, Refused
from checklist.session.emergency_commands import EndBranch
from checklist.session.state import InfusionStatus
from checklist.settings import load
from checklist.ui import theme
from checklist.ui.main_window import MainWindow
from checklist.ui.opened import read_opened
from checklist.ui.page import ToSession
from checklist.ui.session_bridge import SessionBridge
from checklist.ui.theme import Theme

NURSE = "A. Diallo"
MEMORY_MIB, PAINT_MS, FIRST_LINE_MS = 20, 50, 300
SIZE = (1366, 768)
HARMLESS = ("This plugin does not support",)
"""What the offscreen platform says of itself."""


class Ward:
    """The window on a practice store, with a session at the first second of its infusion."""

    def __init__(self, folder: Path) -> None:
        self.clock = SteppedClock()
        StoreOpening(folder, practice=True, clock=self.clock).create(CLINIC).stop()
        self.station: Workstation = StoreOpening(folder, practice=True, clock=self.clock).open()
        self.ids = {person.name: person.id for person in self.station.staff.people()}
        self.nurse = Actor(self.ids[NURSE], "nurse", "cont")
        self.session_id = self._started()
        self.bridge = SessionBridge(_fail)
        self.bridge.use(self.station)
        self.window = MainWindow(self.bridge, self.clock, load({}, (), {}), practice=True, dead_ms=0)
        self.window.looks.choose_lock(15)
        self.window.resize(*SIZE)
        self.window.show()
        self.window.activateWindow()
        self.window.begin(read_opened(self.station))
        self.settle()
        QTest.mouseClick(self.find(f"lock.person.{self.nurse.person}"), Qt.MouseButton.LeftButton)
        QTest.keyClicks(self.find("lock.pin"), PINS[NURSE])
        self.settle()
        assert self.window.work is not None
        self.window.work.go(ToSession(self.session_id, Step.INFUSION))
        self.settle()

    def _started(self) -> str:
        (patient, *_) = self.station.patients.find("Harlow")
        people = People(self.ids[NURSE], self.ids["J. Moreau"], self.ids["R. Okafor"])
        four, session_id = patient.mrn.replace(" ", "")[-4:], ""
        for press in care_session(self.clock.read().wall_ms, people, (patient.id, four), 2, 7):
            self.clock.advance(press.wait_s * 1000)
            conductor = self.station.conductor
            if isinstance(press.command, OpenSession):
                done = conductor.open(press.command, press.actor, "ketamine-iv-mood")
            else:
                done = conductor.run(session_id, press.command, press.actor)
            assert not isinstance(done, Refused), done
            session_id = done.session_id
            if done.state.infusion.status is InfusionStatus.RUNNING:
                return session_id
        raise AssertionError("the infusion never started")

    def settle(self) -> None:
        """Wait until everything has come back and is laid out."""
        while True:
            QApplication.processEvents()
            if not self.bridge.waiting:
                break
            time.sleep(0.0005)  # lets the writer thread work; not part of what is measured
        QApplication.processEvents()

    def find(self, name: str) -> QWidget:
        """Return the visible control of that id."""
        return next(w for w in self.window.findChildren(QWidget, name) if w.isVisible())

    def when_there(self, name: str) -> QWidget:
        """Return a control as soon as it can be seen; within two seconds."""
        late = time.perf_counter() + 2
        while not self.there(name) and time.perf_counter() < late:
            QApplication.processEvents()
        return self.find(name)

    def there(self, name: str) -> bool:
        """Whether a control of that id can be seen."""
        return any(w.isVisible() for w in self.window.findChildren(QWidget, name))

    def do(self, command: object) -> None:
        """Give a command as the window gives it."""
        assert self.window.desk is not None
        self.window.desk.run(self.session_id, command)  # type: ignore[arg-type]  # any command
        self.settle()

    def second(self) -> float:
        """Let a second pass and the window be painted; return the processor time of the paint, ms."""
        self.clock.advance(1000)
        self.window.tick()
        self.settle()
        return painted_ms(self.window)

    def close(self) -> None:
        """Close window and store."""
        self.window.close()
        self.bridge.submit(self.station.stop, lambda _none: None, _fail)
        self.bridge.close()


def _fail(problem: BaseException) -> None:
    raise problem


def painted_ms(window: QWidget) -> float:
    """Return the processor time of painting a whole window, ms."""
    begun = time.thread_time()
    window.grab()
    return (time.thread_time() - begun) * 1000


def memory_mib() -> float:
    """Return the memory of this process that is in use, MiB."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def hour(ward: Ward, minutes: int) -> tuple[list[float], float]:
    """Live the hour; return the paints in ms, and the memory gained, MiB."""
    paints: list[float] = []
    before = 0.0
    for second in range(minutes * 60):
        if second == 120:
            before = memory_mib()  # caches of fonts and pages are warm by then
        if second % 300 == 299:
            ward.do(RecordVitals(LINE, signs(GOOD)))
        if second % 420 == 419:
            ward.do(RecordEvent("nausea"))
        if second % 60 == 0:
            ward.window._idle.touched(ward.clock.read().mono_ms)
        paints.append(ward.second())
    return paints, memory_mib() - before


def first_lines(ward: Ward, count: int) -> list[float]:
    """Open Emergency and pick a list, over and over; return each time from the key to the first line painted, ms."""
    times = []
    branches = [branch.id for branch in ward.station.conductor.snapshot(ward.session_id).protocol.branches]
    for number in range(count):
        branch = branches[number % len(branches)]
        begun = time.perf_counter()
        QTest.keyClick(QApplication.focusWidget() or ward.window, Qt.Key.Key_F8)
        QTest.mouseClick(ward.when_there(f"emergency.pick.{branch}"), Qt.MouseButton.LeftButton)
        ward.when_there("emergency.page")
        ward.window.repaint()
        times.append((time.perf_counter() - begun) * 1000)
        ward.settle()
        _end(ward)
    return times


def _end(ward: Ward) -> None:
    """End what runs and go back, so that the next one begins at the monitoring page."""
    snapshot = ward.station.conductor.snapshot(ward.session_id)
    for run in snapshot.state.branches:
        if run.running:
            ward.do(EndBranch(run.n, "monitoring"))
    ward.clock.advance(3000)
    ward.window.tick()
    ward.settle()
    for name in ("emergency.back", "emergency.leave"):
        if ward.there(name):
            QTest.mouseClick(ward.find(name), Qt.MouseButton.LeftButton)
            ward.settle()


def bare_ms(count: int = 60) -> float:
    """Return the median paint of a bare window with one label, ms: the yardstick."""
    window = QLabel("09:24")
    window.resize(*SIZE)
    window.show()
    times = [painted_ms(window) for _ in range(count)]
    window.close()
    return statistics.median(times)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=int, default=60)
    parser.add_argument("--lists", type=int, default=20)
    args = parser.parse_args()
    said: list[str] = []
    qInstallMessageHandler(lambda _kind, _context, words: said.append(words))
    app = QApplication([])
    theme.install(app, Theme(dim=True, percent=100))
    with tempfile.TemporaryDirectory() as folder:
        yard = bare_ms()  # before our window is there, which keeps the keyboard then
        ward = Ward(Path(folder) / "data")
        paints, grown = hour(ward, args.minutes)
        times = first_lines(ward, args.lists)
        entries = ward.station.conductor.snapshot(ward.session_id).state.count
        ward.close()
    warnings = [words for words in said if not words.startswith(HARMLESS)]
    middle, worst, first = statistics.median(paints), max(paints), statistics.median(times)
    print(f"{len(paints)} seconds, {entries} entries in the session; bare window {yard:.2f} ms")
    print(f"memory grown          {grown:6.1f} MiB  goal < {MEMORY_MIB}  {_judged(grown < MEMORY_MIB)}")
    print(f"Qt warnings           {len(warnings):6}      goal 0     {_judged(not warnings)}")
    print(f"paint, median         {middle:6.1f} ms   {middle / yard:.1f} x bare window")
    print(
        f"paint, worst          {worst:6.1f} ms   {worst / yard:.1f} x, goal < {PAINT_MS}  {_judged(worst < PAINT_MS)}"
    )
    print(f"emergency, first line {first:6.1f} ms   median of {len(times)}, goal < {FIRST_LINE_MS}", end="  ")
    print(_judged(first < FIRST_LINE_MS))
    for words in sorted(set(warnings)):
        print(f"  {words}")


def _judged(ok: bool) -> str:
    return "ok" if ok else "OVER"


if __name__ == "__main__":
    main()
