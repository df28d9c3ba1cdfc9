"""The real window in a process of its own, to be killed while somebody types and started again.

``python kill_window.py type FOLDER PRESSES LINK FIELD=KEYS...``: make a practice store with a session of so many
presses, start the program on it, sign in, open the session, half-type, say ``typed``, and die by SIGKILL soon after.
``python kill_window.py resume FOLDER FIELD``: start again, sign in, press Resume, and say as JSON what is there.
"""
# ruff: noqa: T201  # a script: what it finds is printed

from __future__ import annotations

import itertools
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from session_script import People, full_session
from spine import spine_opening

from checklist.clock import SystemClock
from checklist.service.conduct import Snapshot
from checklist.service.practice import CLINIC, PINS
from checklist.session.commands import OpenSession
from checklist.settings import load
from checklist.ui import theme
from checklist.ui.app import Program
from checklist.ui.theme import Theme
from checklist.ui.tour.driver import Driver

NURSE = "A. Diallo"
CHAIR = 2
DEAD_MS = 350
"""A new page takes no press in its first 300 ms (``ux.md`` 5)."""

LIFE_MS = 2_500
"""From the last key to the kill. Half-typed values are kept half a second after the last key (``ux.md`` 12); the rest
is for a disk that other tests keep busy."""

BEFORE_MS = 30 * 60_000
"""Answers of the prepared session speak of half an hour ago, for nothing may be observed in the future."""


def prepare(place: Path, presses: int) -> None:
    """Make a store with a session in progress, and go away as if killed."""
    clock = SystemClock()
    station = spine_opening(place, practice=True, clock=clock).create(CLINIC)
    ids = {person.name: person.id for person in station.staff.people()}
    (patient, *_) = station.patients.find("Harlow")
    people = People(ids[NURSE], ids["J. Moreau"], ids["R. Okafor"])
    shown: object = None
    course = full_session(clock.read().wall_ms - BEFORE_MS, people, patient.id, CHAIR)
    for press in itertools.islice(course, presses):
        if isinstance(press.command, OpenSession):
            shown = station.conductor.open(press.command, press.actor, "ketamine-iv-mood")
        else:
            assert isinstance(shown, Snapshot)
            shown = station.conductor.run(shown.session_id, press.command, press.actor)
        assert isinstance(shown, Snapshot), shown
    station._close()


def in_window(place: Path, act: Callable[[Driver], None]) -> None:
    """Start the program on a store, sign in, and act; the window closes when that is done."""
    app = QApplication(sys.argv[:1])
    theme.install(app, Theme(False, 100))
    clock = SystemClock()
    program = Program(app, spine_opening(place, practice=True, clock=clock), load({}, (), {}), clock)

    def begin() -> None:
        try:
            driver = Driver(program.window, place.parent / "screens", watch=False)
            driver.press(driver.labelled("lock.person.", NURSE))
            driver.keys(PINS[NURSE])
            driver.until(lambda: driver.seen("lock.pin") is None, "the PIN was not taken")
            driver.settle(DEAD_MS)
            act(driver)
        finally:
            program.window.close()

    QTimer.singleShot(0, begin)
    program.show()
    app.exec()
    program.end()


def half_type(driver: Driver, link_id: str, *entered: str) -> None:
    """Open a line of the session, enter ``field=keys`` without recording, and be killed."""
    driver.press(f"chair.{CHAIR}.open")
    driver.settle(DEAD_MS)
    if not driver.current(link_id):
        driver.press(f"row.{link_id}")
    for field, _, keys in (pair.partition("=") for pair in entered):
        name = f"item.{link_id}.field.{field}"
        if driver.seen(f"{name}.{keys}") is not None:
            driver.press(f"{name}.{keys}")
        else:
            driver.type_into(name, keys)
    print("typed", flush=True)
    driver.settle(LIFE_MS)
    os.kill(os.getpid(), signal.SIGKILL)


def resume(driver: Driver, field: str) -> None:
    """Press Resume, and print what the strip said, which line is open and what stands in its field."""
    strip = driver.find("today.resume")
    said = " ".join(label.text() for label in strip.findChildren(QLabel) if label.isVisible())
    button = next(b for b in strip.findChildren(QAbstractButton) if b.isVisible() and b.text().startswith("Resume"))
    window = strip.window()
    button.click()
    driver.settle(DEAD_MS)
    driver.settle(500)  # the draft comes from the writer thread
    fields = [w for w in window.findChildren(QWidget) if w.isVisible() and ".field." in w.objectName()]
    lines = sorted({w.objectName().split(".field.")[0].removeprefix("item.") for w in fields})
    values = [_value(w) for w in fields if w.objectName().endswith(f".field.{field}")]
    print(json.dumps({"strip": said, "lines": lines, "values": values}))


def _value(widget: QWidget) -> str:
    return widget.text() if isinstance(widget, QLineEdit) else ""


def main() -> None:
    mode, place, *words = sys.argv[1:]
    if mode == "type":
        prepare(Path(place), int(words[0]))
        in_window(Path(place), lambda driver: half_type(driver, *words[1:]))
    else:
        in_window(Path(place), lambda driver: resume(driver, words[0]))


if __name__ == "__main__":
    main()
