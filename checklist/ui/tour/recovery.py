"""Recovery: the sets after the end, the lines beside them, and the nurse's signature."""

from __future__ import annotations

from checklist.ui.tour.infusion import Infusion
from checklist.ui.tour.nurse import Nurse
from checklist.ui.tour.people import NURSE
from checklist.ui.tour.visit import Visit

LINE = "mon.post-vitals"


def recovery(nurse: Nurse, visit: Visit, picture: str = "") -> None:
    """Take every set after the end and sign monitoring."""
    driver, infusion, minute = nurse.driver, Infusion(nurse, visit), 0
    for entered in visit.after:
        nurse.passes(entered[0] - minute)
        minute = entered[0]
        infusion.take(LINE, entered)
    if picture:
        driver.shoot(picture)
    driver.press("footer.sign")
    nurse.prove(NURSE)
    driver.until(lambda: driver.seen("footer.sign") is None, "monitoring was not signed")
    driver.press("footer.forward")
    driver.arrive("item.")
