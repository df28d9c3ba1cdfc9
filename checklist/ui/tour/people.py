"""Who takes part in the tour, and how they sign in and prove themselves. Made up."""

from __future__ import annotations

from checklist.clock import SteppedClock
from checklist.ui.tour.driver import Driver

Who = tuple[str, str]
"""A name and a PIN."""

SUPERVISOR: Who = ("M. Lindqvist", "758206")
NURSE: Who = ("A. Diallo", "284613")
PRESCRIBER: Who = ("R. Okafor", "640385")
DWELL_MS = 2_000
"""How long a sentence has to stand before a witness may sign it; the tour lets the clinic's clock pass it."""


def sign_in(driver: Driver, who: Who, picture: str | None = None) -> None:
    """Choose a person on the lock page and type their PIN; ``picture`` names one taken half-way."""
    driver.press(driver.labelled("lock.person.", who[0]))
    driver.secret(who[1][:3])
    if picture:
        driver.shoot(picture)
    driver.secret(who[1][3:])
    driver.until(lambda: driver.seen("lock.pin") is None, "the PIN was not taken")
    driver.arrive()


def prove(driver: Driver, clock: SteppedClock, who: Who, picture: str | None = None) -> None:
    """Choose a person on the open PIN sheet, where there is a choice, and type their PIN."""
    driver.find("proof")
    name = driver.labelled_now("proof.person.", who[0])
    if name is not None and not driver.chosen(name):
        driver.press(name)
    if picture:
        driver.shoot(picture)
    if driver.seen("proof.dwell") is not None:
        clock.advance(DWELL_MS)
    driver.secret(who[1])
    driver.until(lambda: driver.seen("proof") is None, "the PIN sheet stayed open")
