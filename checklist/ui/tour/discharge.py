"""Discharge and sign-off: ready to leave, the drug account, going home, the seal."""

from __future__ import annotations

from checklist.ui.tour.nurse import NOTHING, Acts, Nurse
from checklist.ui.tour.people import NURSE
from checklist.ui.tour.time_out import Picture
from checklist.ui.tour.visit import Visit


def discharge(nurse: Nurse, visit: Visit, picture: Picture, after: Acts = NOTHING) -> None:
    """Answer what stands between the patient and the way home."""
    picture("discharge")
    nurse.work_through(visit.given, after=after)
    picture("discharge-done")
    nurse.driver.press("footer.forward")
    nurse.driver.arrive("row.")


def sign_off(nurse: Nurse, picture: Picture) -> None:
    """Look once more, sign, and see the seal."""
    driver = nurse.driver
    picture("sign-off")
    driver.press("footer.forward")
    nurse.prove(NURSE)
    driver.find("signoff.today")
    picture("sealed")
