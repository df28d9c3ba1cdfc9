"""A clinic parameter, changed on the Protocols page by two people who answer for it."""

from __future__ import annotations

from checklist.ui.tour.nurse import Nurse
from checklist.ui.tour.people import PRESCRIBER

PARAMETER = "p.bp_pause_sbp"


def change_parameter(nurse: Nurse) -> None:
    """Propose a stricter limit as the supervisor; the prescriber approves with their own PIN."""
    driver = nurse.driver
    driver.press("app_bar.protocols")
    driver.arrive("protocols.parameter.")
    driver.shoot("protocols")
    driver.press(f"protocols.parameter.{PARAMETER}")
    driver.type_into("sheet.parameter.value", "155")
    driver.type_into("sheet.parameter.why", "Two patients were symptomatic above 155 this quarter")
    driver.shoot("parameter")
    driver.press("sheet.parameter.accept")
    nurse.prove(PRESCRIBER, "parameter-approval")
    nurse.until_closed("sheet.parameter")
    driver.until(lambda: driver.seen("protocols.waiting") is None, "the change was not taken")
    driver.shoot("parameter-changed")
