"""The time-out: the second person reads alone, both readings are compared and signed, the team agrees."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from checklist.ui.tour.nurse import Nurse
from checklist.ui.tour.people import PRESCRIBER
from checklist.ui.tour.plain import Given

Picture = Callable[[str], None]
_ENTRY = r"^item\.pre\.(check-independent|pump-check)\.field\.[a-z0-9]+$"


def time_out(nurse: Nurse, shown: Given, picture: Picture) -> None:
    """Take the time-out from the second sign-in to the nurse's signature."""
    driver = nurse.driver
    picture("time-out")
    driver.press("item.second")
    nurse.prove(PRESCRIBER)
    _read(nurse, shown)
    picture("second-reading")
    driver.press("footer.compare")
    driver.find("item.sign_reading")
    picture("readings-agree")
    driver.press("item.sign_reading")
    nurse.prove(PRESCRIBER)
    nurse.work_through({})
    picture("time-out-done")
    driver.press("footer.forward")
    driver.arrive("footer.infusion.start")


def _read(nurse: Nurse, shown: Given) -> None:
    """Give each value where the list has come to by itself; Enter where a number could go on."""
    driver, done = nurse.driver, set[str]()
    while not driver.can_press("footer.compare"):
        driver.until(
            lambda: driver.can_press("footer.compare") or driver.matching(_ENTRY) not in {None, *done},
            "nothing more is asked of the second person",
        )
        name = driver.matching(_ENTRY)
        if name is None or name in done:
            continue
        done.add(name)
        _give(nurse, name, shown.get(name.rpartition(".")[2], ""))


def _give(nurse: Nurse, name: str, text: str) -> None:
    driver = nurse.driver
    if not text:
        driver.press(name)
    elif driver.seen(f"{name}.{text}") is not None:
        driver.press(f"{name}.{text}")
    else:
        driver.type_into(name, text)
        if driver.seen(name) is not None:
            driver.key(Qt.Key.Key_Return)
