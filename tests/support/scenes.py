"""Every page and sheet of the program at a telling moment: how the real window is brought there.

A scene is a function of a ``RealWindow`` that has not begun; it leaves the window with the scene on screen. Moments are
reached through the conductor, the rest by presses and keys.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from real_window import NURSE, PRESCRIBER, SECOND, SUPERVISOR, RealWindow

from checklist.errors import LedgerError
from checklist.protocol.model import Step
from checklist.ui.pages.first_start import FirstStartPage
from checklist.ui.pages.trouble import TroublePage

OPENED, HALF_WAY, WEIGHED, STOPPED, EXCEPTED = 1, 12, 33, 34, 35
READ, AGREED, SIGNED, STARTED, TEN_MINUTES, OVER_LIMIT, PAUSED = 37, 39, 40, 41, 43, 45, 46
THIRTY_MINUTES, ENDED, RECOVERED, MONITORED, READY, COSIGNED, ALL = 53, 57, 64, 65, 82, 84, 85
"""How many presses of ``session_script`` lie before the moment."""

Scene = Callable[[RealWindow], None]
SCENES: dict[str, Scene] = {}


def scene(act: Scene) -> Scene:
    """Put a scene into the list under its function's name."""
    SCENES[act.__name__] = act
    return act


def _session(real: RealWindow, presses: int, step: Step | None = None, link_id: str | None = None) -> str:
    """Open the window on Ms Harlow's session after so many presses."""
    session_id = real.play("Harlow", 3, presses)
    real.begin()
    real.sign_in()
    real.go(session_id, step, link_id)
    return session_id


def _busy(real: RealWindow) -> None:
    """Three chairs: recovery, an infusion whose vital signs are late, and a checklist."""
    real.play("Tran", 1, ENDED)
    real.clock.advance(60_000)
    real.play("Kowalski", 2, THIRTY_MINUTES)
    real.clock.advance(420_000)
    real.play("Harlow", 3, HALF_WAY)


# Before anybody is signed in.


@scene
def first_start(real: RealWindow) -> None:
    real.begin()
    page = FirstStartPage(lambda _set_up: None, lambda: None)
    real.window.show_bare(page)
    real.type_into("first_start.clinic", "Harbour Street Clinic")
    real.type_into("first_start.nurse.pin", "2846")
    real.type_into("first_start.nurse.name", "A. Diallo")


@scene
def first_start_key(real: RealWindow) -> None:
    real.begin()
    page = FirstStartPage(lambda _set_up: None, lambda: None)
    real.window.show_bare(page)
    page.made(
        "chairside.local/harbour-street-clinic/infusion-room/1+6d2a91c4+Ae0r5nZkQk3Yc3cYpVw0mZ7f5R8uTtQ6s1bJx2Lw9vE="
    )


@scene
def trouble(real: RealWindow) -> None:
    real.begin()
    real.window.show_bare(TroublePage(LedgerError("store.corrupt", "the log has no head")))


@scene
def lock(real: RealWindow) -> None:
    real.begin()


@scene
def lock_running(real: RealWindow) -> None:
    _session(real, TEN_MINUTES)
    real.window.lock_now("asked")
    QTest.keyClicks(real.find("lock.pin"), "284")


@scene
def lock_three_chairs(real: RealWindow) -> None:
    _busy(real)
    real.begin()


@scene
def lock_wrong_pin(real: RealWindow) -> None:
    real.begin()
    real.press(f"lock.person.{real.people[SECOND].id}")
    for _ in range(4):
        QTest.keyClicks(real.find("lock.pin"), "111222")
        real.settle()


# Pages for many patients.


@scene
def today_empty(real: RealWindow) -> None:
    real.begin()
    real.sign_in()


@scene
def today_live(real: RealWindow) -> None:
    _busy(real)
    real.begin()
    real.sign_in()


@scene
def today_interrupted(real: RealWindow) -> None:
    _busy(real)
    real.clock.advance(120_000)
    real.reopen_as_if_killed()
    real.begin()
    real.sign_in()


def _new_session(real: RealWindow) -> None:
    real.begin()
    real.sign_in()
    real.press("chair.3.open")


@scene
def new_find(real: RealWindow) -> None:
    _new_session(real)
    real.type_into("new.find", "an")
    QTest.keyClick(real.find("new.find"), Qt.Key.Key_Return)
    real.settle()


@scene
def new_form(real: RealWindow) -> None:
    _new_session(real)
    real.press("new.add")
    real.type_into("new.family", "Featherstonehaugh-Cholmondeley")
    real.type_into("new.born", "31021990")
    real.press("new.allergies.known")


@scene
def new_order(real: RealWindow) -> None:
    _new_session(real)
    real.type_into("new.find", "harl")
    QTest.keyClick(real.find("new.find"), Qt.Key.Key_Return)
    real.settle()
    real.press_labelled("new.result.", "HARLOW")
    numbers = {"new.dose": "0.5", "new.weight": "68.4", "new.mg": "34.2", "new.minutes": "40", "new.volume": "100"}
    for name, text in numbers.items():
        real.type_into(name, text)
    real.press("new.diluent.nacl09")
    real.press_labelled("new.prescriber.", PRESCRIBER)
    real.press("new.ordered_on.today")


def _as_supervisor(real: RealWindow, tab: str) -> None:
    real.begin()
    real.sign_in(SUPERVISOR)
    real.press(f"app_bar.{tab}")


@scene
def settings(real: RealWindow) -> None:
    _as_supervisor(real, "settings")


@scene
def settings_add_person(real: RealWindow) -> None:
    _as_supervisor(real, "settings")
    real.press("settings.add_person")


@scene
def protocols(real: RealWindow) -> None:
    _as_supervisor(real, "protocols")


@scene
def protocols_parameter(real: RealWindow) -> None:
    _as_supervisor(real, "protocols")
    real.press("protocols.parameter.p.sbp_low")
    real.type_into("sheet.parameter.value", "95")


def _audit(real: RealWindow) -> None:
    real.play("Adeyemi", 1)
    real.play("Harlow", 1)
    real.play("Tran", 2, THIRTY_MINUTES)
    real.play("Sato", 4, HALF_WAY)
    _as_supervisor(real, "audit")


@scene
def audit(real: RealWindow) -> None:
    _audit(real)
    real.press("audit.show_timeline")


@scene
def audit_empty(real: RealWindow) -> None:
    _as_supervisor(real, "audit")


@scene
def audit_verified(real: RealWindow) -> None:
    _audit(real)
    table = real.find("audit.table")
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Down)
    real.settle()
    real.press("audit.verify_record")
    real.press("footer.verify")
    real.qtbot.waitUntil(lambda: real.there("audit.store"), timeout=20_000)
    real.settle()


@scene
def audit_export(real: RealWindow) -> None:
    _audit(real)
    real.press("footer.export")
    real.type_into("sheet.export.recipient", "State surveyor")


def _record(real: RealWindow, presses: int) -> None:
    real.play("Harlow", 3, presses)
    _as_supervisor(real, "audit")
    table = real.find("audit.table")
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Down)
    real.settle()
    real.press("audit.open_record")


@scene
def record_draft(real: RealWindow) -> None:
    _record(real, THIRTY_MINUTES)


@scene
def record_sealed(real: RealWindow) -> None:
    _record(real, ALL)
    real.press("record.verify")


# One patient: the checklist.


@scene
def pre_first_line(real: RealWindow) -> None:
    _session(real, OPENED)


@scene
def pre_choice(real: RealWindow) -> None:
    _session(real, HALF_WAY)


@scene
def pre_set(real: RealWindow) -> None:
    _session(real, 10)


@scene
def pre_times(real: RealWindow) -> None:
    _session(real, 16)


@scene
def pre_vitals(real: RealWindow) -> None:
    _session(real, WEIGHED)
    real.type_into("item.pre.vitals.field.sbp", "1328478981")


@scene
def pre_vitals_asks(real: RealWindow) -> None:
    _session(real, WEIGHED)
    real.type_into("item.pre.vitals.field.sbp", "13284")
    real.press("item.record")


@scene
def pre_stop(real: RealWindow) -> None:
    _session(real, STOPPED)


@scene
def pre_exception(real: RealWindow) -> None:
    _session(real, STOPPED)
    real.press("item.exception")


@scene
def pre_excepted(real: RealWindow) -> None:
    _session(real, EXCEPTED, Step.PRE_INFUSION, "pre.vitals")


@scene
def pre_interrupted(real: RealWindow) -> None:
    _session(real, HALF_WAY)
    real.window.lock_now("idle")
    real.settle()
    real.clock.advance(180_000)
    real.sign_in()


@scene
def sheet_later(real: RealWindow) -> None:
    _session(real, 2, Step.PRE_INFUSION, "pre.contact")
    real.press("item.later")


@scene
def sheet_not_applicable(real: RealWindow) -> None:
    _session(real, READY - 2, Step.DISCHARGE, "dis.next")
    real.press("item.not_applicable")


@scene
def sheet_correct(real: RealWindow) -> None:
    _session(real, EXCEPTED, Step.PRE_INFUSION, "pre.fast-solids")
    real.press("item.change")


@scene
def sheet_note(real: RealWindow) -> None:
    _session(real, HALF_WAY)
    real.press("footer.note")


@scene
def sheet_end_session(real: RealWindow) -> None:
    _session(real, STOPPED)
    real.press("item.end")


@scene
def help_page(real: RealWindow) -> None:
    _session(real, HALF_WAY)
    real.window.help()


@scene
def emergency(real: RealWindow) -> None:
    _busy(real)
    real.begin()
    real.sign_in()
    real.press("app_bar.emergency")


@scene
def emergency_pressed(real: RealWindow) -> None:
    _session(real, TEN_MINUTES)
    real.press("footer.emergency")


# Time-out.


@scene
def time_out(real: RealWindow) -> None:
    _session(real, EXCEPTED)


@scene
def time_out_second(real: RealWindow) -> None:
    _session(real, EXCEPTED)
    real.press("item.second")
    real.prove(SECOND)
    real.type_into("item.pre.pump-check.field.rate", "15")


@scene
def time_out_ready(real: RealWindow) -> None:
    time_out_second(real)
    for text in ("0", "100", "40"):
        QTest.keyClicks(QApplication.focusWidget() or real.window, text)
        QTest.keyClick(QApplication.focusWidget() or real.window, Qt.Key.Key_Return)
        real.settle()
    real.press("item.pre.pump-check.field.locked")


@scene
def time_out_pause(real: RealWindow) -> None:
    _session(real, READ)


@scene
def time_out_sign(real: RealWindow) -> None:
    _session(real, AGREED)
    real.press("item.pre.sign.field.nurse")


@scene
def time_out_done(real: RealWindow) -> None:
    _session(real, SIGNED, Step.TIME_OUT)


# Infusion and recovery.


@scene
def infusion_before(real: RealWindow) -> None:
    _session(real, SIGNED)


@scene
def infusion_start(real: RealWindow) -> None:
    _session(real, SIGNED)
    real.press("footer.infusion.start")


@scene
def infusion(real: RealWindow) -> None:
    _session(real, TEN_MINUTES, Step.INFUSION, "mon.vitals")
    real.advance(3.7)
    real.type_into("item.mon.vitals.field.sbp", "14893909")


@scene
def infusion_overdue(real: RealWindow) -> None:
    _session(real, TEN_MINUTES, Step.INFUSION, "mon.vitals")
    real.advance(14)


@scene
def infusion_over_limit(real: RealWindow) -> None:
    _session(real, OVER_LIMIT)


@scene
def infusion_paused(real: RealWindow) -> None:
    _session(real, PAUSED)
    real.advance(0.5)


@scene
def infusion_lines(real: RealWindow) -> None:
    _session(real, TEN_MINUTES, Step.INFUSION, "mon.vitals")
    real.press("lines.open")


@scene
def infusion_table(real: RealWindow) -> None:
    _session(real, THIRTY_MINUTES)
    real.press("trend.table")


@scene
def infusion_asks(real: RealWindow) -> None:
    _session(real, TEN_MINUTES, Step.INFUSION, "mon.vitals")
    real.type_into("item.mon.vitals.field.sbp", "13284")
    real.press("vitals.record")


@scene
def sheet_told(real: RealWindow) -> None:
    _session(real, OVER_LIMIT)
    real.press("reminder.over_limit.told")


@scene
def sheet_pause(real: RealWindow) -> None:
    _session(real, TEN_MINUTES, Step.INFUSION, "mon.vitals")
    real.press("footer.infusion.pause")


@scene
def sheet_resume(real: RealWindow) -> None:
    _session(real, PAUSED + 3)
    real.press("footer.infusion.resume")


@scene
def sheet_end(real: RealWindow) -> None:
    _session(real, THIRTY_MINUTES)
    real.press("footer.infusion.end")


@scene
def sheet_set_back(real: RealWindow) -> None:
    _session(real, TEN_MINUTES, Step.INFUSION, "mon.vitals")
    real.press("vitals.time")


@scene
def sheet_event(real: RealWindow) -> None:
    _session(real, TEN_MINUTES, Step.INFUSION, "mon.vitals")
    real.press("event.medicine")


@scene
def recovery(real: RealWindow) -> None:
    _session(real, ENDED + 2)
    real.advance(6)


@scene
def recovery_done(real: RealWindow) -> None:
    _session(real, RECOVERED)


# Discharge and sign-off.


@scene
def discharge(real: RealWindow) -> None:
    _session(real, MONITORED)


@scene
def discharge_score(real: RealWindow) -> None:
    _session(real, MONITORED, Step.DISCHARGE, "dis.aldrete")


@scene
def discharge_waste(real: RealWindow) -> None:
    _session(real, MONITORED + 11)


@scene
def discharge_instructions(real: RealWindow) -> None:
    _session(real, MONITORED + 12, Step.DISCHARGE, "dis.instr")


@scene
def sign_off(real: RealWindow) -> None:
    _session(real, COSIGNED, Step.SIGN_OFF)


@scene
def sign_off_missing(real: RealWindow) -> None:
    _session(real, READY - 3, Step.SIGN_OFF)


@scene
def sign_off_pin(real: RealWindow) -> None:
    _session(real, COSIGNED, Step.SIGN_OFF)
    real.press("footer.forward")


@scene
def sealed(real: RealWindow) -> None:
    _session(real, COSIGNED, Step.SIGN_OFF)
    real.press("footer.forward")
    real.prove(NURSE)
    real.qtbot.waitUntil(lambda: real.there("signoff.record"), timeout=10_000)
    real.settle()
