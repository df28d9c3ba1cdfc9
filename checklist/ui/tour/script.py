"""The tour's course, from the first start to the verified packet: two visits, and what stands around them.

Times are minutes of the made-up clinic, moved on by hand (``clock.advance``).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from checklist.clock import SteppedClock
from checklist.protocol.model import Protocol
from checklist.ui.tour.clinic import change_parameter
from checklist.ui.tour.driver import Driver, TourError
from checklist.ui.tour.first_start import first_start
from checklist.ui.tour.first_visit import FirstVisit
from checklist.ui.tour.nurse import MINUTE_MS, Nurse, Part
from checklist.ui.tour.people import NURSE, SUPERVISOR, sign_in
from checklist.ui.tour.routine_visit import RoutineVisit
from checklist.ui.tour.supervision import Supervision
from checklist.ui.tour.tally import Tally

DAY_MS = 24 * 60 * MINUTE_MS

Say = Callable[[str], None]


class Script:
    """One run of the tour.

    Args:
        driver: Hands and eyes.
        clock: The clinic's clock.
        protocol: The protocol the sessions will run under.
        out: Folder for packet and audit logs.
        say: Prints one line a step.
    """

    def __init__(self, driver: Driver, clock: SteppedClock, protocol: Protocol, out: Path, say: Say) -> None:
        self._driver = driver
        self._clock = clock
        self._out = out
        self._say = say
        self._nurse = Nurse(driver, clock, protocol)

    def run(self) -> None:
        """Do all of it; raises TourError where the program does not do what it should."""
        driver, supervision = self._driver, Supervision(self._nurse, self._out)
        self._do(Part("First start", "clinic, workstation, first people", lambda: first_start(driver)))
        self._do(Part("Sign-in", "by name and PIN", lambda: sign_in(driver, NURSE, "lock")))
        self._visit("First visit", FirstVisit(self._nurse).parts())
        self._do(Part("Three days later", "sign-in", self._days_later))
        tally = self._visit("Routine return visit", RoutineVisit(self._nurse).parts())
        self._do(Part("Lock", "nothing of the patient in sight", self._change_over))
        self._do(Part("Protocols", "a limit changed by two people", lambda: change_parameter(self._nurse)))
        self._do(Part("Supervisor", "record, search, verification", supervision.review))
        self._do(Part("Export", "packet, CSV, JSON Lines", supervision.export))
        self._say("The routine return visit, without PINs:")
        for row in tally.table():
            self._say(row)

    def _visit(self, title: str, parts: tuple[Part, ...]) -> Tally:
        self._say(title)
        self._driver.tally = tally = Tally()
        for part in parts:
            tally.begin(part.name)
            self._do(part, "  ")
        self._driver.tally = Tally()
        return tally

    def _do(self, part: Part, indent: str = "") -> None:
        self._say(f"{indent}{part.name}: {part.what}")
        part.act()
        if self._driver.strays.names:
            raise TourError(f"a window of its own was shown: {self._driver.strays.names[0]}")

    def _days_later(self) -> None:
        self._clock.advance(3 * DAY_MS)
        self._driver.find("lock.pin")
        sign_in(self._driver, NURSE)

    def _change_over(self) -> None:
        self._nurse.locks()
        sign_in(self._driver, SUPERVISOR)
