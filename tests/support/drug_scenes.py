"""The drug account, a telephone order and unsigned work at telling moments, in the real window (see ``scenes``)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from real_window import PRESCRIBER, SECOND, RealWindow
from scenes import HALF_WAY, MONITORED, STOPPED, TEN_MINUTES, scene

from checklist.protocol.model import Step
from checklist.service.workstation import Workstation
from checklist.session.commands import Actor, Command, Refused
from checklist.session.drug_commands import Draw, TakeOut, Waste

CODE = "]d201003040920531051728013110KT4471"
"""GS1 DataMatrix of a ketamine carton: product, expiry 31-Jan-2028, lot KT4471."""

NO_EXPIRY = "010030409205310510KT4471"
EXPIRED = "]d201003040920531051726013110KT4471"
REASON = "Known patient, seen today, goes on with closer readings"

OUT = TakeOut("C-118", 2, "50", "KT4471", "2028-01-31", "00304092053105")


def give(real: RealWindow, session_id: str, *commands: Command) -> None:
    """Give commands of the nurse to a session, behind the window's back."""
    nurse = Actor(real.people["A. Diallo"].id, "nurse", "cont")

    def run(station: Workstation) -> None:
        for command in commands:
            answer = station.conductor.run(session_id, command, nurse)
            assert not isinstance(answer, Refused), (command, answer)

    real.ask(run)


def opened(real: RealWindow, presses: int, *commands: Command, step: Step | None = None, link: str = "") -> str:
    """Open the window on a session after so many presses and these entries of its account."""
    session_id = real.play("Harlow", 3, presses)
    give(real, session_id, *commands)
    real.begin()
    real.sign_in()
    real.go(session_id, step, link or None)
    return session_id


def scan(code: str) -> None:
    """Type as a scanner does: fast, wherever the keyboard is, and Enter at the end."""
    for sign in code:
        QTest.keyClicks(QApplication.focusWidget(), sign)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


def order_by_phone(real: RealWindow, reason: str = REASON) -> None:
    """Fill the exception sheet for a telephone order."""
    real.press("item.exception")
    real.press("sheet.exception.way.phone")
    real.press(f"sheet.exception.prescriber.{real.people[PRESCRIBER].id}")
    real.type_into("sheet.exception.reason", reason)
    real.press("sheet.exception.read_back")


@scene
def account_vial(real: RealWindow) -> None:
    opened(real, HALF_WAY, step=Step.PRE_INFUSION, link="pre.vial")
    scan(CODE)
    real.settle()


@scene
def account_empty(real: RealWindow) -> None:
    opened(real, HALF_WAY, step=Step.PRE_INFUSION, link="pre.vial")
    real.press("account.open")


@scene
def account_take_out(real: RealWindow) -> None:
    opened(real, HALF_WAY, step=Step.PRE_INFUSION, link="pre.vial")
    real.press("account.open")
    real.press("account.out")
    scan(CODE)
    real.settle()


@scene
def account_running(real: RealWindow) -> None:
    opened(real, TEN_MINUTES, OUT, Draw("C-118", "0.88"), step=Step.INFUSION)


@scene
def account_entries(real: RealWindow) -> None:
    opened(
        real, MONITORED, OUT, Draw("C-118", "0.88"), Waste("C-118", "0.2", "0", "Drug deactivation container"),
        step=Step.DISCHARGE, link="dis.waste",
    )  # fmt: skip
    real.press("account.open")


@scene
def account_waste(real: RealWindow) -> None:
    opened(real, MONITORED, OUT, Draw("C-118", "0.88"), step=Step.DISCHARGE, link="dis.waste")
    real.press("account.open")
    real.press("account.waste")


@scene
def account_discharge(real: RealWindow) -> None:
    opened(real, MONITORED, OUT, Draw("C-118", "0.88"), step=Step.DISCHARGE, link="dis.waste")


@scene
def account_sign_off(real: RealWindow) -> None:
    opened(real, MONITORED, OUT, Draw("C-118", "0.88"), step=Step.SIGN_OFF)


@scene
def phone_order(real: RealWindow) -> None:
    opened(real, STOPPED)
    order_by_phone(real, "")


@scene
def phone_witness(real: RealWindow) -> None:
    opened(real, STOPPED)
    order_by_phone(real)
    real.press("sheet.exception.accept")
    real.press(f"proof.person.{real.people[SECOND].id}")


@scene
def phone_waiting(real: RealWindow) -> None:
    opened(real, STOPPED)
    order_by_phone(real)
    real.press("sheet.exception.accept")
    real.press("proof.cancel")


@scene
def phone_heard(real: RealWindow) -> None:
    opened(real, STOPPED)
    order_by_phone(real)
    real.press("sheet.exception.accept")
    real.prove(SECOND)
    assert real.window.work is not None
    session = real.window.work.session()
    assert session is not None
    real.go(session.session_id, Step.PRE_INFUSION, "pre.vitals")


@scene
def unsigned_today(real: RealWindow) -> None:
    phone_heard(real)
    real.window.lock_now("switch", switch=True)
    real.settle()
    real.sign_in(PRESCRIBER)
    assert real.window.work is not None
    real.window.work.press("today")
    real.settle()


@scene
def unsigned_list(real: RealWindow) -> None:
    unsigned_today(real)
    real.press("today.unsigned.open")
