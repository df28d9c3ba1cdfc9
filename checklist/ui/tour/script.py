"""The tour's course: who presses what, in order, from the first start to the verified packet.

Times of the infusion are real minutes of the made-up clinic, moved on by hand (``clock.advance``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt

from checklist.clock import SteppedClock
from checklist.protocol.items import SignatureField
from checklist.protocol.model import Protocol
from checklist.ui.tour import answers
from checklist.ui.tour.driver import Driver, TourError
from checklist.ui.tour.hands import Hands
from checklist.ui.tour.people import NURSE, PRESCRIBER, SUPERVISOR, prove, sign_in
from checklist.ui.tour.supervision import Supervision

CHAIR = 3
MINUTE_MS = 60_000

Say = Callable[[str], None]


class Script:
    """One run of the tour.

    Args:
        driver: Hands and eyes.
        clock: The clinic's clock.
        protocol: The protocol the session will run under.
        out: Folder for packet and audit logs.
        say: Prints one line a step.
    """

    def __init__(self, driver: Driver, clock: SteppedClock, protocol: Protocol, out: Path, say: Say) -> None:
        self._driver = driver
        self._hands = Hands(driver)
        self._clock = clock
        self._protocol = protocol
        self._out = out
        self._say = say
        self._shown: set[str] = set()

    def run(self) -> None:
        """Do all of it; raises TourError where the program does not do what it should."""
        supervision = Supervision(self._driver, self._out)
        for name, act in (
            ("First start: clinic, workstation, first people", self._first_start),
            ("Sign-in by name and PIN", self._open_for_nurse),
            ("New session: patient, order with its sum, chair", self._new_session),
            ("Pre-infusion: checklist, one exception, one correction, one for later", self._pre_infusion),
            ("Time-out: second person reads the pump, the team pauses, the nurse signs", self._time_out),
            ("Infusion: forty minutes, five sets of vital signs, one pause", self._infusion),
            ("Recovery: sixty minutes, five sets, signed", self._recovery),
            ("Discharge: ready to leave, drug account, going home", self._discharge),
            ("Sign-off: answers checked, signed, sealed", self._sign_off),
            ("Lock: nothing of the patient in sight", self._lock),
            ("Supervisor: record, search, verification", supervision.review),
            ("Export: packet, CSV, JSON Lines", supervision.export),
        ):
            self._say(name)
            act()
            if self._driver.strays.names:
                raise TourError(f"a window of its own was shown: {self._driver.strays.names[0]}")

    # People.

    def _first_start(self) -> None:
        driver = self._driver
        driver.type_into("first_start.clinic", "Harbour Street Clinic")
        driver.type_into("first_start.workstation", "Infusion room")
        driver.type_into("first_start.chairs", "4")
        for who, (name, pin), post in (
            ("supervisor", SUPERVISOR, ""),
            ("nurse", NURSE, "RN"),
            ("prescriber", PRESCRIBER, "Dr"),
        ):
            prefix = f"first_start.{who}"
            driver.type_into(f"{prefix}.name", name)
            if post:
                driver.type_into(f"{prefix}.post", post)
            driver.type_into(f"{prefix}.pin", pin)
            driver.type_into(f"{prefix}.again", pin)
        driver.shoot("first-start")
        driver.press("first_start.finish")
        driver.find("first_start.begin")
        driver.shoot("first-start-key")
        driver.press("first_start.begin")
        driver.arrive("lock.pin")

    def _open_for_nurse(self) -> None:
        sign_in(self._driver, NURSE, "lock")

    # Answers.

    def _answer(self, link_id: str, fields: Mapping[str, str]) -> None:
        """Open a line and answer it; leaves when it is recorded."""
        driver, line = self._driver, self._protocol.line(link_id)
        self._open(link_id)
        self._hands.fill(line, fields, self._clock.read())
        if driver.current(link_id) and (record := driver.seen("item.record")) is not None and record.isEnabled():
            if link_id not in self._shown and link_id in {"pre.vitals", "pre.emergency-kit"}:
                self._shown.add(link_id)
                driver.shoot(link_id.replace(".", "-"))
            driver.press("item.record")
        signed = tuple(field.id for field in line.fields if isinstance(field, SignatureField))
        driver.until(lambda: driver.recorded(link_id, signed), f"{link_id} was not recorded")

    def _open(self, link_id: str) -> None:
        """Open a line's card, by pressing its row where it is not the current one."""
        driver = self._driver
        if not driver.soon(lambda: driver.current(link_id)):
            driver.press(f"row.{link_id}")

    def _answer_all(self, course: answers.Answers) -> None:
        for link_id, fields in course.items():
            self._answer(link_id, fields)

    # The session.

    def _new_session(self) -> None:
        driver = self._driver
        driver.shoot("today-empty")
        driver.press(f"chair.{CHAIR}.open")
        driver.arrive("new.find")
        driver.type_into("new.find", "harl")
        driver.press(driver.labelled("new.result.", "HARLOW"))
        for name, text in (
            ("new.dose", "0.5"),
            ("new.weight", "68.4"),
            ("new.mg", "34.2"),
            ("new.minutes", "40"),
            ("new.volume", "100"),
        ):
            driver.type_into(name, text)
        driver.press("new.diluent.nacl09")
        driver.press(driver.labelled("new.prescriber.", PRESCRIBER[0]))
        driver.press_if_there("new.ordered_on.today")
        driver.shoot("new-session")
        driver.press("footer.start")
        driver.arrive("item.pre.identity-two")

    def _pre_infusion(self) -> None:
        driver = self._driver
        driver.shoot("pre-infusion")
        for link_id, fields in answers.PRE_INFUSION.items():
            self._answer(link_id, fields)
            if link_id == "pre.vitals":
                self._exception(link_id)
            if link_id == "pre.weight":
                self._correct(link_id, "68.6")
            if link_id == "pre.escort":
                self._later("pre.contact")
        driver.shoot("pre-infusion-done")
        driver.press("footer.forward")
        driver.arrive("item.second")

    def _exception(self, link_id: str) -> None:
        driver = self._driver
        driver.find("item.exception")
        driver.shoot("hard-stop")
        driver.press("item.exception")
        driver.type_into("sheet.exception.reason", "Anxious on arrival, 138/84 at home this morning, no symptoms")
        driver.shoot("exception")
        driver.press("sheet.exception.accept")
        prove(self._driver, PRESCRIBER, "exception-pin")
        driver.until(lambda: driver.recorded(link_id), "the exception was not recorded")

    def _correct(self, link_id: str, weight: str) -> None:
        driver = self._driver
        driver.press(f"row.{link_id}")
        driver.press("item.change")
        name = f"item.{link_id}.field.weight"
        driver.press(name)
        for _ in range(6):
            driver.key(Qt.Key.Key_Backspace)
        driver.keys(weight)
        driver.press("sheet.correct.reason.typing")
        driver.shoot("correction")
        driver.press("sheet.correct.accept")
        driver.until(lambda: driver.seen("sheet.correct") is None, "the correction was not recorded")

    def _later(self, link_id: str) -> None:
        driver = self._driver
        self._open(link_id)
        driver.press("item.later")
        driver.press("sheet.later.until.discharge")
        driver.shoot("later")
        driver.press("sheet.later.accept")
        driver.until(lambda: driver.seen("sheet.later") is None, "the line was not put off")

    def _time_out(self) -> None:
        driver = self._driver
        driver.shoot("time-out")
        link_id = "pre.pump-check"
        driver.press("item.second")
        prove(self._driver, PRESCRIBER)
        self._read(link_id, answers.PUMP_CHECK[link_id])
        driver.shoot("pump-check")
        driver.press("footer.compare")
        driver.press("item.sign_reading")
        prove(self._driver, PRESCRIBER)
        self._answer_all(answers.PAUSE)
        self._sign("pre.time-out", "second", PRESCRIBER)
        self._sign("pre.sign", "nurse", NURSE, "sign-pre-infusion")
        driver.enabled("footer.forward")
        driver.arrive()
        driver.shoot("time-out-done")
        driver.press("footer.forward")
        driver.arrive("footer.infusion.start")

    def _read(self, link_id: str, values: Mapping[str, str]) -> None:
        """Give each value where the list has come to by itself; Enter where a number could go on."""
        driver = self._driver
        for field, text in values.items():
            name = f"item.{link_id}.field.{field}"
            driver.find(name)
            if not text:
                driver.press(name)
                continue
            driver.type_into(name, text)
            if driver.seen(name) is not None:
                driver.key(Qt.Key.Key_Return)

    def _sign(self, link_id: str, field: str, who: tuple[str, str], picture: str | None = None) -> None:
        driver = self._driver
        names = (f"item.{link_id}.field.{field}", f"item.sign.{field}")
        if not driver.soon(lambda: any(driver.seen(name) for name in names)):
            driver.press(f"row.{link_id}")
        driver.press(next((name for name in names if driver.seen(name)), names[0]))
        prove(self._driver, who, picture)
        driver.settle(60)

    def _infusion(self) -> None:
        driver = self._driver
        driver.find("footer.infusion.start")
        driver.shoot("infusion-before")
        driver.press("footer.infusion.start")
        prove(self._driver, NURSE, "infusion-start")
        driver.find("footer.infusion.pause")
        minute = 0
        for mark, digits in answers.SETS:
            self._pass(mark - minute)
            minute = mark
            if mark == 40:
                driver.shoot("vital-signs-due")
            self._vitals("mon.vitals", digits)
            if mark == 10:
                self._lines(answers.INFUSION)
                driver.press("event.nausea")
                driver.press_if_there("sheet.settle.cancel")
                self._pause()
            if mark == 20:
                driver.shoot("infusion-running")
        self._end()

    def _pass(self, minutes: int) -> None:
        """Let time pass; the nurse touches the keyboard now and then, but for once, when the screen locks."""
        driver = self._driver
        if "locked" not in self._shown:
            self._shown.add("locked")
            self._clock.advance(minutes * MINUTE_MS)
            driver.find("lock.pin")
            driver.shoot("locked-infusion-running")
            sign_in(self._driver, NURSE)
            return
        for _ in range(minutes):
            self._clock.advance(MINUTE_MS)
            driver.key(Qt.Key.Key_Shift)

    def _vitals(self, link_id: str, digits: tuple[str, ...]) -> None:
        driver = self._driver
        first = f"item.{link_id}.field.sbp"
        driver.press_if_there("lines.back")
        driver.press(first)
        for field in digits:
            driver.keys(field)
        driver.until(lambda: not driver.blank(first), "the digits did not reach the fields")
        driver.press("vitals.record")
        driver.until(lambda: driver.blank(first), "the set was not recorded")
        driver.press_if_there("lines.back")

    def _lines(self, course: answers.Answers) -> None:
        """Answer the lines that stand beside the vital signs."""
        driver = self._driver
        driver.press_if_there("lines.open")
        driver.shoot("other-lines")
        for link_id, fields in course.items():
            self._hands.fill(self._protocol.line(link_id), fields, self._clock.read())
            driver.press_if_there(f"item.{link_id}.record")
            driver.until(partial(driver.recorded, link_id), f"{link_id} was not recorded")
        driver.press_if_there("lines.back")

    def _pause(self) -> None:
        driver = self._driver
        driver.press("footer.infusion.pause")
        driver.shoot("pause")
        driver.press("sheet.pause.reason.asked")
        driver.find("footer.infusion.resume")
        driver.shoot("infusion-paused")
        driver.press("footer.infusion.resume")
        driver.press_if_there("sheet.resume.accept")
        driver.find("footer.infusion.pause")

    def _end(self) -> None:
        driver = self._driver
        driver.press("footer.infusion.end")
        driver.type_into("item.mon.end.field.given", "100")
        driver.press("item.mon.end.field.residue.flushed")
        driver.press_if_there("sheet.end.reason.order")
        driver.shoot("infusion-end")
        driver.press("sheet.end.accept")
        driver.until(lambda: driver.seen("sheet.end") is None, "the infusion did not end")
        driver.arrive()

    def _recovery(self) -> None:
        driver = self._driver
        minute = 0
        for mark, digits in answers.RECOVERY_SETS:
            self._pass(mark - minute)
            minute = mark
            self._vitals("mon.post-vitals", digits)
        driver.shoot("recovery")
        self._lines(answers.RECOVERY)
        driver.press("footer.sign")
        prove(self._driver, NURSE)
        driver.press("footer.forward")
        driver.arrive("item.pre.contact")

    def _discharge(self) -> None:
        driver = self._driver
        self._pass(20)
        driver.shoot("discharge")
        for link_id, fields in answers.DISCHARGE.items():
            self._answer(link_id, fields)
            if link_id == "dis.waste":
                self._sign(link_id, "witness", PRESCRIBER)
        driver.press("footer.forward")
        driver.arrive("row.pre.identity-two")

    def _sign_off(self) -> None:
        driver = self._driver
        driver.shoot("sign-off")
        driver.press("footer.forward")
        prove(self._driver, NURSE, "sign-off-pin")
        driver.find("signoff.record")
        driver.shoot("sealed")
        driver.press("signoff.record")
        driver.arrive("record.verify")
        driver.find("record.verify")
        driver.settle(300)
        driver.shoot("record")
        driver.key(Qt.Key.Key_F2)
        driver.arrive("app_bar.audit")
        driver.shoot("today")

    def _lock(self) -> None:
        driver = self._driver
        driver.key(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        driver.find("lock.pin")
        driver.arrive("lock.pin")
        sign_in(self._driver, SUPERVISOR)
