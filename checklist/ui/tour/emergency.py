"""An emergency: the button, the list that fits, its first lines, and its end with a grade."""

from __future__ import annotations

from checklist.ui.tour.nurse import Nurse

_DONE = r"^emergency\.done\.[a-z0-9.-]+$"


def emergency(nurse: Nurse, branch: str, lines: int) -> None:
    """Open a list from the button that is always there, do its first lines, and end it."""
    driver = nurse.driver
    driver.press("footer.emergency")
    driver.arrive("emergency.pick.")
    driver.shoot("emergency-lists")
    driver.press(f"emergency.pick.{branch}")
    driver.arrive("emergency.done.")
    driver.shoot("emergency-begun")
    for _ in range(lines):
        _do_next(nurse)
        nurse.passes(1)
    driver.settle(100)
    driver.shoot("emergency-running")
    driver.press("emergency.end")
    driver.press("sheet.emergency_end.outcome.monitoring")
    driver.press("sheet.emergency_end.grade.2")
    driver.shoot("emergency-end")
    driver.press("sheet.emergency_end.accept")
    nurse.until_closed("sheet.emergency_end")
    driver.arrive("vitals")


def _do_next(nurse: Nurse) -> None:
    driver = nurse.driver
    done = driver.matching(_DONE) or "emergency.done"
    driver.press(done)
    driver.until(lambda: driver.seen(done) is None, f"{done} was not recorded")
