"""A new session: chair, patient, the signed order with its sum."""

from __future__ import annotations

from checklist.ui.tour.driver import Driver
from checklist.ui.tour.people import PRESCRIBER

CHAIR = 3
ORDER = (
    ("new.dose", "0.5"),
    ("new.weight", "68.4"),
    ("new.mg", "34.2"),
    ("new.minutes", "40"),
    ("new.volume", "100"),
)
"""What is typed off the paper."""


def new_session(driver: Driver, picture: str = "") -> None:
    """Open a session for the patient in the chair."""
    driver.press(f"chair.{CHAIR}.open")
    driver.arrive("new.find")
    driver.type_into("new.find", "harl")
    driver.press(driver.labelled("new.result.", "HARLOW"))
    driver.find("new.dose")
    driver.press("new.protocol.ketamine-iv-mood")
    for name, text in ORDER:
        driver.type_into(name, text)
    driver.press("new.basis.actual")
    driver.press("new.diluent.nacl09")
    prescriber = driver.labelled("new.prescriber.", PRESCRIBER[0])
    if not driver.chosen(prescriber):
        driver.press(prescriber)
    driver.press("new.ordered_on.today")
    if picture:
        driver.shoot(picture)
    driver.press("footer.start")
    driver.arrive("item.pre.")
