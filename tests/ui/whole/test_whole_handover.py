"""A running session passes to another nurse over the lock, in the real window."""

from __future__ import annotations

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox
from real_window import NURSE, SECOND, RealWindow

from checklist.protocol.model import Step
from checklist.service.practice import PINS


def running(real: RealWindow) -> str:
    session = real.play("Harlow", 3, 48)
    real.begin()
    real.sign_in(NURSE)
    real.go(session, Step.INFUSION)
    return session


def test_another_nurse_is_asked_on_unlock_and_takes_over(real: RealWindow) -> None:
    """R60 Another nurse who unlocks a running session is asked, reads back, both sign, and she is responsible."""
    session = running(real)
    real.window.lock_now("switch", switch=True)
    real.settle()
    real.sign_in(SECOND)
    assert real.there("sheet.take_over")
    real.press("sheet.take_over.accept")
    for row in real.window.findChildren(QCheckBox):
        if row.objectName().startswith("sheet.handover."):
            row.click()
    real.press("sheet.handover.accept")
    QTest.keyClicks(real.find("proof.pin"), PINS[NURSE])
    real.qtbot.waitUntil(lambda: f"I, {SECOND}, read" in real.find("proof.statement").property("text"), timeout=10_000)
    real.prove(SECOND)
    real.settle()
    state = real.ask(lambda station: station.conductor.snapshot(session)).state
    assert state.nurse == real.people[SECOND].id
    assert [item.person for item in state.responsible] == [real.people[NURSE].id, real.people[SECOND].id]
    assert not real.strays


def test_after_a_lock_the_page_says_where_the_nurse_was(real: RealWindow) -> None:
    """R60 After lock and unlock by the same nurse nobody is asked, and the line above the keys says what was."""
    running(real)
    real.window.lock_now("asked")
    real.settle()
    real.advance(2)
    real.sign_in(NURSE)
    assert not real.there("sheet.take_over")
    assert "You were here. Locked at" in real.find("vitals.place").property("text")
    assert not real.strays
