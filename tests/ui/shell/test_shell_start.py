"""Starting, ending, and everything that can go wrong in between, with the real program."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from checklist.errors import LedgerError
from checklist.opening import StoreOpening
from checklist.service.setting_up import SetUp
from checklist.service.workstation import Workstation
from checklist.ui.crash_dialog import CrashDialog, describe
from checklist.ui.pages.first_start import FirstStartPage
from checklist.ui.pages.trouble import TroublePage
from checklist.ui.printing import print_on
from checklist.ui.single_window import Doorbell, knock

HEAVY = ("sqlalchemy", "cryptography", "keyring", "sqlcipher3", "alembic", "PySide6.QtNetwork", "typst")

_WATCHED = """
import json, signal, sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from checklist.opening import StoreOpening
from checklist.settings import load
from checklist.ui import app as ui_app

place = StoreOpening(Path(sys.argv[1]), practice=True)
said = {}
began = ui_app.Program.open

def open_after_paint(self):
    said["heavy"] = [name for name in sys.argv[2].split(",") if name in sys.modules]
    said["painted"] = self.window.isVisible() and self.window.lock.isVisible()
    began(self)

ui_app.Program.open = open_after_paint
ready = ui_app.Program._begin

def begin(self, opened):
    ready(self, opened)
    said["people"] = len(opened.people)
    print(json.dumps(said), flush=True)

ui_app.Program._begin = begin
sys.exit(ui_app.run(place, load({}, (), {})))
"""


class Started:
    """The real program in a process of its own; ends with the test."""

    def __init__(self, folder: Path) -> None:
        env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        command = [sys.executable, "-c", _WATCHED, str(folder), ",".join(HEAVY)]
        self.errors = (folder.parent / f"stderr-{time.monotonic_ns()}.txt").open("w+")
        self.process = subprocess.Popen(
            command, env=env, stdout=subprocess.PIPE, stderr=self.errors, text=True, bufsize=1
        )

    def said(self) -> dict[str, Any]:
        """Return what it said when people could sign in."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        self.errors.seek(0)
        assert line, self.errors.read()
        return json.loads(line)

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Send a signal and return the exit code."""
        self.process.send_signal(number)
        return self.process.wait(10)

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()
        self.errors.close()


Start = Callable[[Path], Started]


@pytest.fixture
def start() -> Iterator[Start]:
    running: list[Started] = []

    def begin(folder: Path) -> Started:
        running.append(Started(folder))
        return running[-1]

    yield begin
    for program in running:
        program.end()


def _opened(folder: Path) -> Workstation:
    return StoreOpening(folder, practice=True).open()


def test_the_lock_page_is_painted_before_anything_heavy(start: Start, tmp_path: Path) -> None:
    """UX-21 The lock page is on screen before SQLAlchemy, cryptography or the key store are even imported."""
    program = start(tmp_path / "data")
    said = program.said()
    assert said["heavy"] == []
    assert said["painted"] is True
    assert said["people"] == 5
    assert program.stop() == 0


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_signal_closes_cleanly(start: Start, tmp_path: Path, number: int, code: int) -> None:
    """SIGTERM and SIGINT close the program, and the log says that it stopped."""
    program = start(tmp_path / "data")
    program.said()
    assert program.stop(number) == code
    station = _opened(tmp_path / "data")
    assert station.conductor.interrupted is None
    station.stop()


def test_a_second_start_raises_the_first_window_and_ends(start: Start, tmp_path: Path) -> None:
    """UX-12 A second start on the same data directory ends with exit code 3 and leaves the first one running."""
    first = start(tmp_path / "data")
    first.said()
    second = start(tmp_path / "data")
    assert second.process.wait(20) == 3
    assert first.process.poll() is None
    assert first.stop() == 0


def test_the_first_window_hears_the_knock(styled: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    """UX-12 Knocking on a directory reaches the window that has it open, and nobody answers where there is none."""
    rung: list[bool] = []
    bell = Doorbell(str(tmp_path), lambda: rung.append(True))
    assert knock(str(tmp_path))
    qtbot.waitUntil(lambda: bool(rung))
    bell.close()
    assert not knock(str(tmp_path / "other"))


def test_a_store_that_cannot_be_opened_says_what_to_do(styled: QApplication, qtbot: QtBot) -> None:
    """UX-13 In place of the lock page stands what happened, what is safe and what to do; the code is in the details."""
    page = TroublePage(LedgerError("store.corrupt", "the log has no head"))
    qtbot.addWidget(page)
    page.show()
    said = "\n".join(label.text() for label in page.findChildren(type(page._shown)) if label.isVisible())
    assert "The record file is damaged." in said
    assert "not repaired" in said
    assert "store.corrupt" not in said
    page.findChild(QPushButton, "trouble.details").click()
    assert "store.corrupt" in page._shown.text()
    with qtbot.waitSignal(page.again):
        page.findChild(QPushButton, "trouble.again").click()


def _fill(page: QWidget, values: dict[str, str]) -> None:
    for name, text in values.items():
        field = page.findChild(QLineEdit, f"first_start.{name}")
        assert field is not None, name
        field.clear()
        field.setFocus()
        QTest.keyClicks(field, text)


PEOPLE = {
    "supervisor.name": "M. Lindqvist", "supervisor.pin": "758206", "supervisor.again": "758206",
    "nurse.name": "A. Diallo", "nurse.post": "RN", "nurse.pin": "284613", "nurse.again": "284613",
}  # fmt: skip
PLACE = {"clinic": "Harbour clinic", "workstation": "Room 2", "chairs": "3"}


@pytest.fixture
def first_start(styled: QApplication, qtbot: QtBot) -> tuple[FirstStartPage, list[SetUp], list[bool]]:
    made: list[SetUp] = []
    left: list[bool] = []
    page = FirstStartPage(made.append, lambda: left.append(True))
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    return page, made, left


def test_the_first_start_gives_what_was_typed(first_start) -> None:
    """The first start hands over clinic, workstation, chairs and people as typed, and then shows the log's key."""
    page, made, left = first_start
    _fill(page, {**PLACE, **PEOPLE})
    assert page.missing() == ""
    page.findChild(QPushButton, "first_start.finish").click()
    (set_up,) = made
    assert (set_up.clinic, set_up.workstation, set_up.chairs) == ("Harbour clinic", "Room 2", 3)
    assert [(p.name, p.initials, p.roles[0]) for p in set_up.people] == [
        ("M. Lindqvist", "ML", "supervisor"),
        ("A. Diallo", "AD", "nurse"),
    ]
    page.made("chairside.local/harbour/room-2/1+abcd+KEY")
    assert page.findChild(QWidget, "first_start.key").isVisible()
    page.findChild(QPushButton, "first_start.begin").click()
    assert left == [True]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"clinic": ""}, "The name of the clinic is missing."),
        ({"nurse.again": "284614"}, "First nurse: the two PINs are not the same."),
        ({"supervisor.pin": "123456", "supervisor.again": "123456"}, "easy to guess"),
        ({"nurse.pin": "2846", "nurse.again": "2846"}, "First nurse: the PIN has the wrong number of digits."),
        ({"chairs": ""}, "1 to 12"),
    ],
)
def test_the_first_start_says_at_once_what_is_missing(first_start, wrong: dict[str, str], words: str) -> None:
    """UX-13 What is missing or wrong at the first start stands there as it is typed, and the button waits for it."""
    page, made, _ = first_start
    _fill(page, {**PLACE, **PEOPLE, **wrong})
    assert words in page.missing()
    assert not page.findChild(QPushButton, "first_start.finish").isEnabled()
    assert not made


def test_a_failed_first_start_loses_nothing(first_start) -> None:
    """When the log cannot be made everything typed is still there and can be sent again."""
    page, made, _ = first_start
    _fill(page, {**PLACE, **PEOPLE})
    page.findChild(QPushButton, "first_start.finish").click()
    page.failed(LedgerError("store.full", "no space"))
    assert page.findChild(QLineEdit, "first_start.clinic").text() == "Harbour clinic"
    page.findChild(QPushButton, "first_start.finish").click()
    assert len(made) == 2


def test_the_key_can_be_printed(styled: QApplication, tmp_path: Path) -> None:
    """The verifier key goes to paper as plain text, whatever stands in the clinic's name."""
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "key.pdf"))
    print_on(printer, "Clinic <b>x</b>\n\nchairside.local/x/y/1+abcd+KEY")
    assert (tmp_path / "key.pdf").read_bytes().startswith(b"%PDF")


def test_a_crash_is_described_without_values() -> None:
    """The details of a crash name kind and place of the error and never its message, which may hold what was typed."""
    try:
        raise ValueError("HARLOW, Josephine")
    except ValueError as error:
        words = describe(error)
    assert words.startswith("ValueError in ")
    assert "HARLOW" not in words


def test_the_crash_dialog_can_be_left_only_by_its_buttons(styled: QApplication, qtbot: QtBot) -> None:
    """After a crash the dialog offers to open the record again or to close; Esc leaves nobody in a broken window."""
    dialog = CrashDialog("KeyError in x line 1")
    qtbot.addWidget(dialog)
    dialog.open()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    with qtbot.waitSignal(dialog.reopen):
        dialog.findChild(QPushButton, "crash.reopen").click()
