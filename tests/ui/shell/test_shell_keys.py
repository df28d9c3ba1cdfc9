"""Keys, presses, moving between pages, names and sizes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from checklist.ui import theme
from checklist.ui.frames import is_compact
from checklist.ui.keyboard import KEYS
from checklist.ui.page import ToSession, ToSettings, ToToday

CTRL = Qt.KeyboardModifier.ControlModifier
TOUCH_PX = 48


def _key(shell, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(shell.window, key, modifiers)
    QApplication.processEvents()


def test_a_press_right_after_a_change_of_page_is_dropped(make_shell) -> None:
    """For 300 ms after a change of page no press is taken, so that a second tap cannot hit the new page."""
    shell = make_shell(dead_ms=300)
    shell.begin()
    shell.sign_in()
    shell.press("app_bar.settings")
    assert shell.find("today").isVisible()
    shell.qtbot.waitUntil(lambda: not shell.window._dead.isActive())
    shell.press("app_bar.settings")
    assert shell.find("settings").isVisible()
    shell.press("app_bar.today")
    assert shell.find("settings").isVisible()
    shell.settle()


def test_the_title_names_no_patient(shell) -> None:
    """The window's title never holds patient data, whichever page is open."""
    session = shell.play("Harlow", 3, 12)
    shell.begin()
    shell.sign_in()
    for destination in (ToToday(), ToSession(session), ToSettings()):
        shell.window.work.go(destination)
        shell.settle()
        assert shell.window.windowTitle() == "Chairside - PRACTICE - made-up patients"


def test_emergency_is_one_press_away_everywhere(shell) -> None:
    """UX-20 F8 opens Emergency on the locked page and on every other, and its first line stands in under 300 ms."""
    session = shell.play("Harlow", 3, 12)
    shell.begin()
    timer = QElapsedTimer()
    timer.start()
    _key(shell, Qt.Key.Key_F8)
    assert "Call for help first." in shell.texts()
    assert timer.elapsed() < 300
    shell.press("emergency.leave")
    shell.sign_in()
    for destination in (ToToday(), ToSession(session), ToSettings()):
        shell.window.work.go(destination)
        shell.settle()
        _key(shell, Qt.Key.Key_F8)
        assert shell.find("emergency").isVisible()
        shell.press("emergency.leave")


def test_keys_lead_to_pages_and_lock(shell) -> None:
    """UX-8 F2 leads to Today, F1 to help, Ctrl+L locks; while locked F2 does nothing."""
    shell.begin()
    shell.sign_in()
    shell.press("app_bar.settings")
    shell.settle()
    _key(shell, Qt.Key.Key_F2)
    assert shell.find("today").isVisible()
    _key(shell, Qt.Key.Key_F1)
    assert shell.find("help").isVisible()
    QTest.keyClick(shell.window.focusWidget(), Qt.Key.Key_Escape)
    _key(shell, Qt.Key.Key_L, CTRL)
    assert shell.window.is_locked
    _key(shell, Qt.Key.Key_F2)
    assert shell.window.is_locked
    shell.settle()


def test_steps_are_looked_at_by_number(shell) -> None:
    """UX-8 Ctrl with the step's number shows that step of the session on screen."""
    session = shell.play("Harlow", 3, 12)
    shell.begin()
    shell.sign_in()
    shell.window.work.go(ToSession(session))
    shell.settle()
    _key(shell, Qt.Key.Key_2, CTRL)
    assert shell.window.work._step == "time_out"
    _key(shell, Qt.Key.Key_1, CTRL)
    assert shell.window.work._step == "pre_infusion"
    shell.settle()


def test_text_size_changes_by_key(shell) -> None:
    """UX-7 Ctrl+plus makes the text larger up to 130 percent, Ctrl+0 brings 100 percent back."""
    shell.begin()
    for _ in range(4):
        _key(shell, Qt.Key.Key_Plus, CTRL)
    assert theme.current().percent == 130
    _key(shell, Qt.Key.Key_Minus, CTRL)
    assert theme.current().percent == 115
    _key(shell, Qt.Key.Key_0, CTRL)
    assert theme.current().percent == 100


def test_no_two_keys_of_the_map_are_the_same() -> None:
    """Every key of the map stands for one thing, and none is a bare letter (WCAG 2.1.4)."""
    sequences = [sequence for key in KEYS for sequence in key.keys]
    assert len(sequences) == len(set(sequences))
    assert not [sequence for sequence in sequences if len(sequence) == 1]


@pytest.mark.parametrize(
    ("width", "height", "compact"), [(1366, 768, False), (1339, 768, True), (1366, 759, True), (1280, 720, True)]
)
def test_small_windows_get_compact_frames(width: int, height: int, compact: bool) -> None:
    """UX-6 Below 1340 wide or 760 high the frames go into compact mode."""
    assert is_compact(width, height) is compact


def _pressable(window: QWidget) -> list[QWidget]:
    found = [w for w in window.findChildren(QWidget) if isinstance(w, QAbstractButton | QLineEdit)]
    return [w for w in found if w.isVisible()]


@pytest.mark.parametrize("percent", [100, 130])
def test_every_control_of_the_shell_has_a_name_and_a_touch_size(shell, percent: int) -> None:
    """UX-5 UX-9 On each page of the shell every control is at least 48 px in both directions and has a spoken name."""
    shell.play("Harlow", 3, 12)
    shell.begin()
    shell.window.looks.choose_text(percent)
    places = [lambda: None, shell.sign_in, lambda: shell.press("app_bar.settings"), shell.window.help]
    for place in places:
        place()
        shell.settle()
        controls = _pressable(shell.window)
        assert controls
        for control in controls:
            name = control.objectName() or type(control).__name__
            assert control.accessibleName(), name
            assert min(control.width(), control.height()) >= TOUCH_PX, (name, control.size())


def test_a_message_with_undo_is_taken_back_by_key(shell) -> None:
    """UX-8 Ctrl+Z does what Undo on the line at the bottom does, once."""
    undone: list[str] = []
    shell.begin()
    shell.sign_in()
    shell.window.work.notify("Recorded.", lambda: undone.append("undo"))
    _key(shell, Qt.Key.Key_Z, CTRL)
    _key(shell, Qt.Key.Key_Z, CTRL)
    assert undone == ["undo"]
    shell.settle()
