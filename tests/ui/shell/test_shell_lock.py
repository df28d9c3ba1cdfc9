"""The lock page: who signs in, what it hides, and what it keeps."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from checklist.service.practice import PINS
from checklist.ui.page import ToSession, ToSettings

MINUTE_MS = 60_000
SECRETS = ("Harlow", "HARLOW", "Josephine", "Josie", "183 27", "18327", "1987", "penicillin", "68.4", "34 mg")


def _spoken(root: QAccessibleInterface) -> list[str]:
    words = [root.text(kind) for kind in (QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description)]
    for place in range(root.childCount()):
        child = root.child(place)
        if child is not None:
            words += _spoken(child)
    return words


def test_the_lock_page_holds_nothing_of_a_patient(shell) -> None:
    """SEC-046 The locked window holds no name, number or value of a patient in any widget or spoken text."""
    session = shell.play("Harlow", 3, 48)
    shell.begin()
    shell.sign_in()
    shell.window.work.go(ToSession(session))
    shell.settle()
    assert "HARLOW" in shell.texts()
    shell.window.lock_now("asked")
    shell.settle()
    heard = "\n".join(_spoken(QAccessible.queryAccessibleInterface(shell.window)))
    for secret in SECRETS:
        assert secret not in shell.texts()
        assert secret not in heard
    assert "Chair 3, vital signs in" in shell.texts()


def test_the_locked_window_looks_the_same_for_another_patient(make_shell) -> None:
    """SEC-046 Two different patients in the same state give the same picture of the locked window, pixel by pixel."""
    pictures = []
    for family in ("Harlow", "Tran"):
        shell = make_shell()
        shell.play(family, 3, 48)
        shell.begin()
        pictures.append(shell.window.grab().toImage())
    assert pictures[0] == pictures[1]


def test_two_minutes_without_input_lock_the_screen(shell) -> None:
    """SEC-046 The screen locks after two minutes without a touch or a key, and an input starts the count anew."""
    shell.begin()
    shell.sign_in()
    shell.advance(2 * MINUTE_MS - 1000)
    shell.window.eventFilter(shell.find("today"), _key_event())
    shell.advance(2 * MINUTE_MS - 1000)
    assert not shell.window.is_locked
    shell.advance(1500)
    assert shell.window.is_locked
    shell.settle()
    assert shell.ask(lambda station: station.health().entries) > 0


def _key_event():
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    return QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Shift, Qt.KeyboardModifier.NoModifier)


def test_unlocking_brings_back_what_was_half_typed(shell) -> None:
    """UX-14 After lock and unlock the same sheet stands there with the same half-typed text and the same focus."""
    shell.begin()
    shell.sign_in("M. Lindqvist")
    shell.window.work.go(ToSettings())
    shell.settle()
    shell.press("settings.add_person")
    field = shell.find("add_person.name")
    assert isinstance(field, QLineEdit)
    field.setFocus()
    QTest.keyClicks(field, "B. Nov")
    shell.window.lock_now("asked")
    assert "B. Nov" not in shell.texts()
    shell.type_pin(PINS["M. Lindqvist"])
    shell.qtbot.waitUntil(lambda: not shell.window.is_locked, timeout=10_000)
    assert shell.find("add_person.name") is field
    assert field.text() == "B. Nov"
    assert shell.window.focusWidget() is field
    shell.settle()


def test_signing_in_needs_no_mouse(shell) -> None:
    """UX-8 Arrow keys choose the name, Enter takes it, and the last digit of the PIN signs in."""
    shell.begin()
    QTest.keyClick(shell.window.focusWidget(), Qt.Key.Key_Down)
    QTest.keyClick(shell.window.focusWidget(), Qt.Key.Key_Return)
    QTest.keyClicks(shell.window.focusWidget(), PINS["J. Moreau"])
    shell.qtbot.waitUntil(lambda: not shell.window.is_locked, timeout=10_000)
    assert shell.window.desk.actor.person == shell.people["J. Moreau"].id
    shell.settle()


def test_a_wrong_pin_says_how_many_tries_are_left(shell) -> None:
    """UX-8 A wrong PIN says so with the tries left, signs nobody in, and shows none of its digits."""
    shell.begin()
    shell.press(f"lock.person.{shell.people['S. Park'].id}")
    shell.type_pin("111222")
    shell.settle()
    assert "PIN not right. 9 tries left." in shell.texts()
    assert "111222" not in shell.texts()
    assert shell.window.is_locked


def test_the_wait_after_wrong_pins_is_one_persons_own(shell) -> None:
    """SEC-043 From the fourth wrong PIN on the person waits, the wait counts down, and nobody else has to wait."""
    shell.begin()
    shell.press(f"lock.person.{shell.people['S. Park'].id}")
    for _ in range(4):
        shell.type_pin("111222")
        shell.settle()
    assert "Wait 1 s." in shell.texts()
    keypad = shell.window.lock.findChild(type(shell.find("lock.pin")), "lock.pin").keypad()
    assert not keypad.isEnabled()
    shell.press(f"lock.person.{shell.people['J. Moreau'].id}")
    assert keypad.isEnabled()
    shell.press(f"lock.person.{shell.people['S. Park'].id}")
    assert not keypad.isEnabled()
    shell.advance(1100)
    assert keypad.isEnabled()


def test_wrong_pins_since_the_last_time_are_told(shell) -> None:
    """SEC-047 Signing in says how many wrong PINs came before it."""
    shell.begin()
    shell.press(f"lock.person.{shell.people['S. Park'].id}")
    shell.type_pin("111222")
    shell.settle()
    shell.type_pin(PINS["S. Park"])
    shell.qtbot.waitUntil(lambda: not shell.window.is_locked, timeout=10_000)
    assert "1 wrong PIN since S. Park last signed in." in shell.texts()
    shell.settle()


def test_switching_the_user_chooses_nobody(shell) -> None:
    """UX-8 Ctrl+Shift+L locks for another person: no name stays chosen and no PIN is asked for."""
    shell.begin()
    shell.sign_in()
    QTest.keyClick(shell.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    QApplication.processEvents()
    shell.settle()
    assert shell.window.is_locked
    assert "Choose who you are" in shell.texts()
    assert shell.window.desk.actor.person == "sys"


def test_practice_pins_are_shown_in_practice(shell) -> None:
    """In a practice store the made-up person's PIN stands over the keys, and the strip and the title say practice."""
    shell.begin()
    shell.press(f"lock.person.{shell.people['A. Diallo'].id}")
    assert f"in practice {PINS['A. Diallo']}" in shell.texts()
    assert shell.find("practice_strip").isVisible()
    assert "PRACTICE" in shell.window.windowTitle()
