"""A routine return visit without incident: what every day looks like, and what is counted."""

from __future__ import annotations

from checklist.ui.tour import patient
from checklist.ui.tour.discharge import discharge, sign_off
from checklist.ui.tour.infusion import Infusion
from checklist.ui.tour.new_session import new_session
from checklist.ui.tour.nurse import Nurse, Part
from checklist.ui.tour.patient import CALM
from checklist.ui.tour.recovery import recovery
from checklist.ui.tour.time_out import time_out
from checklist.ui.tour.visit import Visit

SCAN = "]d201003040920531051729123110K2214"

VISIT = Visit(
    given={**patient.GIVEN, "pre.consent-written": {"date": "02112026"}},
    after=((0, CALM), (15, CALM), (30, CALM), (45, CALM), (60, CALM), (80, CALM)),
)
MARKS = (5, 10, 20, 30, 40)


class RoutineVisit:
    """The routine visit; few pictures, no hurry for anything but the presses.

    Args:
        nurse: Hands and eyes.
    """

    def __init__(self, nurse: Nurse) -> None:
        self._nurse = nurse
        self._driver = nurse.driver

    def parts(self) -> tuple[Part, ...]:
        """Return its phases in order."""
        nurse = self._nurse
        return (
            Part("new session", "the order typed from the paper", lambda: new_session(self._driver)),
            Part("pre-infusion", "what a return visit asks", self._pre_infusion),
            Part("time-out", "second person, final pause", lambda: time_out(nurse, patient.SHOWN, self._no_picture)),
            Part("infusion", "forty minutes, five sets", self._infuse),
            Part("recovery", "sets to the end of the stay, signed", lambda: recovery(nurse, VISIT)),
            Part("discharge", "ready to leave, going home", lambda: discharge(nurse, VISIT, self._no_picture)),
            Part("sign-off", "signed and sealed", self._sign_off),
        )

    def _no_picture(self, _name: str) -> None:
        """Take none: the first visit has shown it."""

    def _pre_infusion(self) -> None:
        driver = self._driver
        driver.shoot("return-visit")
        self._nurse.work_through(VISIT.given, instead={"pre.vial": self._vial})
        driver.shoot("return-visit-done")
        driver.press("footer.forward")
        driver.arrive("item.second")

    def _vial(self) -> None:
        driver = self._driver
        driver.scan(SCAN)
        driver.until(lambda: driver.holds("item.pre.vial.field.lot"), "the code was not read")
        self._nurse.answer("pre.vial", {"strength": "50", "container": "C-119", "count": "1"})

    def _infuse(self) -> None:
        nurse, minute, infusion = self._nurse, 0, Infusion(self._nurse, VISIT)
        infusion.start()
        for mark in MARKS:
            nurse.passes(mark - minute)
            minute = mark
            infusion.take("mon.vitals", (mark, CALM))
        infusion.end()

    def _sign_off(self) -> None:
        sign_off(self._nurse, self._no_picture)
        self._driver.shoot("return-visit-sealed")
        self._driver.press("signoff.today")
        self._driver.arrive("app_bar.audit")
