"""The first visit: every line that only a first visit has, and something of everything that can happen."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt

from checklist.ui.tour import patient
from checklist.ui.tour.discharge import discharge, sign_off
from checklist.ui.tour.emergency import emergency
from checklist.ui.tour.infusion import Infusion
from checklist.ui.tour.new_session import new_session
from checklist.ui.tour.nurse import Nurse, Part
from checklist.ui.tour.people import PRESCRIBER
from checklist.ui.tour.recovery import recovery
from checklist.ui.tour.time_out import time_out
from checklist.ui.tour.visit import Visit

SCAN = "]d201003040920531051729123110K2214"
"""A package's code as a scanner types it: product, expiry 31 December 2029, lot."""

WEIGHT = "68.6"
"""What the scale shows; first typed wrongly."""

VISIT = Visit(
    given={
        **patient.GIVEN,
        "pre.consent-written": {"date": "02112026"},
        "pre.stopbang": {"total": "2"},
        "pre.workup": {"ecg": "02112026", "kidney": "02112026", "liver": "02112026"},
        "pre.height": {"height": "168"},
        "pre.vitals": {"sbp": "14684", "hr": "78", "spo2": "98", "rr": "16", "temp": "36.8", "alertness": "5"},
        "pre.suicide-screen": {"risk": "low"},
        "mon.dissociation": {"intensity": "1", "distress": "0"},
    },
    after=(
        (0, ("13684", "82", "98", "15", "5")),
        (15, ("13282", "80", "98", "15", "5")),
        (30, ("13082", "78", "98", "15", "5")),
        (45, ("13080", "76", "98", "15", "5")),
        (60, ("12880", "76", "98", "15", "5")),
        (90, ("12880", "76", "98", "15", "5")),
    ),
)
"""The baseline pressure, 146/84, is over the starting limit: it takes two repeats and the tour's exception."""


class FirstVisit:
    """The first visit.

    Args:
        nurse: Hands and eyes.
    """

    def __init__(self, nurse: Nurse) -> None:
        self._nurse = nurse
        self._driver = nurse.driver
        self._infusion = Infusion(nurse, VISIT)

    def parts(self) -> tuple[Part, ...]:
        """Return its phases in order."""
        picture, nurse = self._driver.shoot, self._nurse
        return (
            Part("new session", "patient, order with its sum, chair", self._new_session),
            Part("pre-infusion", "every line of a first visit, one exception, one correction", self._pre_infusion),
            Part("time-out", "second person reads alone, the team pauses", self._time_out),
            Part("infusion", "sets, a value over its limit, a pause, an emergency, a late set", self._infuse),
            Part("recovery", "sets to the end of the stay, signed", lambda: recovery(nurse, VISIT, "recovery")),
            Part("discharge", "ready to leave, drug account, going home", lambda: discharge(nurse, VISIT, picture)),
            Part("sign-off", "answers checked, signed, sealed, record", self._sign_off),
        )

    def _new_session(self) -> None:
        self._driver.shoot("today-empty")
        new_session(self._driver, "new-session")

    def _time_out(self) -> None:
        time_out(self._nurse, {**patient.SHOWN, "weight": WEIGHT}, self._driver.shoot)

    # Before the infusion.

    def _pre_infusion(self) -> None:
        driver = self._driver
        driver.shoot("pre-infusion")
        self._nurse.work_through(
            VISIT.given,
            instead={"pre.contact": self._later, "pre.vitals": self._baseline, "pre.vial": self._vial},
            after={
                "pre.weight": self._correct,
                "pre.emergency-kit": partial(driver.shoot, "emergency-kit"),
                "pre.sedation": partial(driver.shoot, "baseline"),
                "pre.store-out": partial(driver.shoot, "store-out"),
            },
        )
        driver.shoot("pre-infusion-done")
        driver.press("footer.forward")
        driver.arrive("item.second")

    def _later(self) -> None:
        driver = self._driver
        driver.press("item.later")
        driver.press("sheet.later.until.discharge")
        driver.shoot("later")
        driver.press("sheet.later.accept")
        self._nurse.until_closed("sheet.later")

    def _baseline(self) -> None:
        """Take the baseline, over the limit three times, and let the prescriber decide."""
        driver, link_id = self._driver, "pre.vitals"
        self._nurse.answer(link_id, VISIT.given[link_id])
        driver.shoot("repeat-after-wait")
        for _ in range(2):
            self._nurse.passes(6)
            driver.find("item.pre.vitals.field.sbp")
            self._nurse.answer(link_id, VISIT.given[link_id])
        driver.find("item.exception")
        driver.shoot("hard-stop")
        driver.press("item.exception")
        driver.type_into("sheet.exception.reason", "Anxious on arrival, 138/84 at home this morning, no symptoms")
        driver.shoot("exception")
        driver.press("sheet.exception.accept")
        self._nurse.prove(PRESCRIBER, "exception-pin")
        driver.until(lambda: self._nurse.open_line() != link_id, "the exception was not recorded")

    def _correct(self) -> None:
        """Correct the weight just recorded, and go on below."""
        driver = self._driver
        driver.press("row.pre.weight")
        driver.press("item.change")
        driver.press("item.pre.weight.field.weight")
        for _ in range(6):
            driver.key(Qt.Key.Key_Backspace)
        driver.keys(WEIGHT)
        driver.press("sheet.correct.reason.typing")
        driver.shoot("correction")
        driver.press("sheet.correct.accept")
        self._nurse.until_closed("sheet.correct")
        driver.press("row.pre.height")

    def _vial(self) -> None:
        driver = self._driver
        driver.find("item.pre.vial.field.strength.50")
        driver.scan(SCAN)
        driver.until(lambda: driver.holds("item.pre.vial.field.lot"), "the code was not read")
        driver.shoot("vial-scanned")
        self._nurse.answer("pre.vial", {"strength": "50", "container": "C-118", "count": "1"})

    # The infusion: minutes after the start.

    def _infuse(self) -> None:
        nurse, infusion, driver = self._nurse, self._infusion, self._driver
        driver.shoot("infusion-before")
        infusion.start("infusion-start")
        nurse.passes(5)
        infusion.take("mon.vitals", (5, ("13884", "80", "98", "15", "5")), lines=False)
        driver.shoot("asked-with-the-set")
        infusion.lines()
        nurse.passes(5)
        infusion.take("mon.vitals", (10, ("16492", "92", "97", "16", "5")))
        driver.shoot("over-the-limit")
        infusion.tell("Pause, repeat in 5 minutes, go on under 150", "provider-told")
        infusion.pause("vitals", "infusion-paused")
        nurse.passes(5)
        infusion.take("mon.vitals", (15, ("14688", "86", "98", "15", "5")))
        infusion.resume()
        nurse.leaves_for(9, "locked-infusion-running")
        driver.shoot("vital-signs-late")
        infusion.take("mon.vitals", (24, ("14486", "84", "98", "15", "5")))
        driver.shoot("infusion-running")
        infusion.event("anxiety", "1", "event-grade")
        nurse.passes(2)
        infusion.pump.stand()
        emergency(nurse, "em.nausea", 3)
        infusion.resume()
        nurse.passes(1)
        infusion.take("mon.vitals", (30, ("14284", "82", "98", "14", "5")))
        nurse.passes(10)
        driver.shoot("vital-signs-due")
        infusion.take("mon.vitals", (40, ("13884", "80", "98", "15", "5")))
        nurse.passes(9)
        infusion.end("infusion-end")

    def _sign_off(self) -> None:
        driver = self._driver
        sign_off(self._nurse, driver.shoot)
        driver.press("signoff.record")
        driver.arrive("record.verify")
        driver.settle(300)
        driver.shoot("record")
        driver.key(Qt.Key.Key_F2)
        driver.arrive("app_bar.audit")
        driver.shoot("today")
