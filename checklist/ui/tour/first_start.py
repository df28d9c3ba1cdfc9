"""The first start: clinic, workstation and its first people."""

from __future__ import annotations

from checklist.ui.tour.driver import Driver
from checklist.ui.tour.people import NURSE, PRESCRIBER, SUPERVISOR


def first_start(driver: Driver) -> None:
    """Set the clinic up and leave the recovery key behind."""
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
