"""The infusion: start, the sets with their lines, and what may happen in between."""

from __future__ import annotations

from checklist.ui.tour import plain
from checklist.ui.tour.nurse import Nurse
from checklist.ui.tour.people import NURSE, PRESCRIBER
from checklist.ui.tour.pump import Pump
from checklist.ui.tour.visit import Set, Visit

_OTHER = r"^item\.mon\.[a-z0-9-]+\.field\.[a-z0-9]+(\.[a-z0-9-]+)?$"


class Infusion:
    """The monitoring page under a nurse's hands, during the infusion and after it.

    Args:
        nurse: Hands and eyes.
        visit: Its answers.

    Attributes:
        pump: The pump beside the chair.
    """

    def __init__(self, nurse: Nurse, visit: Visit) -> None:
        self._nurse = nurse
        self._driver = nurse.driver
        self._visit = visit
        self.pump = Pump(nurse.clock)

    def start(self, picture: str | None = None) -> None:
        """Start by the nurse's own PIN."""
        self._driver.press("footer.infusion.start")
        self._nurse.prove(NURSE, picture)
        self.pump.run()
        self._driver.find("footer.infusion.pause")

    def take(self, link_id: str, entered: Set, *, lines: bool = True) -> None:
        """Type a set and answer the lines that it asks."""
        driver, first = self._driver, f"item.{link_id}.field.sbp"
        driver.press_if_there("lines.back")
        self._nurse.hands.vitals(link_id, entered[1])
        driver.until(lambda: not driver.blank(first), "the digits did not reach the fields")
        driver.press("vitals.record")
        driver.until(lambda: driver.blank(first), "the set was not recorded")
        if lines:
            self.lines()

    def lines(self) -> None:
        """Answer one line after the other until the number keys are back; what is optional she leaves for now."""
        driver, left = self._driver, set[str]()
        while link_id := self._line():
            if link_id in left:
                driver.press("lines.back")
                return
            if self._nurse.protocol.line(link_id).required:
                self._answer(link_id)
            else:
                left.add(link_id)
                driver.press("lines.next" if driver.can_press("lines.next") else "lines.back")

    def _answer(self, link_id: str) -> None:
        driver, line = self._driver, self._nurse.protocol.line(link_id)
        read = {"given": self.pump.shows()} if link_id == "mon.pump-volume" else {}
        given = plain.answer(line, {**self._visit.given.get(link_id, {}), **read})
        self._nurse.hands.fill(line, given, self._nurse.clock.read())
        if driver.can_press(f"item.{link_id}.record"):
            driver.press(f"item.{link_id}.record")
        driver.until(lambda: self._line() != link_id, f"{link_id} was not recorded")

    def _line(self) -> str:
        """Return the line in sight beside the trend, or nothing while the number keys are."""
        if self._driver.seen("lines.back") is None:
            return ""
        name = self._driver.matching(_OTHER) or ""
        return ".".join(name.split(".")[1:3]) if name else ""

    def tell(self, order: str, picture: str) -> None:
        """Record that the prescriber was told about the value over its limit, and the order read back."""
        driver = self._driver
        driver.press("reminder.over_limit.told")
        driver.press(driver.labelled("sheet.told.who.", PRESCRIBER[0]))
        driver.type_into("sheet.told.order", order)
        driver.press("sheet.told.read_back")
        driver.shoot(picture)
        driver.press("sheet.told.accept")
        self._nurse.until_closed("sheet.told")

    def pause(self, reason: str, picture: str) -> None:
        """Pause at once, then say why."""
        driver = self._driver
        driver.press("footer.infusion.pause")
        self.pump.stand()
        driver.find(f"sheet.pause.reason.{reason}")
        driver.shoot("pause")
        driver.press(f"sheet.pause.reason.{reason}")
        self._nurse.until_closed("sheet.pause")
        driver.shoot(picture)

    def resume(self) -> None:
        """Go on."""
        self.pump.run()
        self._driver.press("footer.infusion.resume")
        self._driver.find("footer.infusion.pause")

    def event(self, term: str, grade: str, picture: str) -> None:
        """Record an event by its tile, and say on its sheet how severe it was and that it is over."""
        driver = self._driver
        driver.press(f"event.{term}")
        driver.find("sheet.settle")
        if not driver.chosen(f"sheet.settle.effect.{term}"):
            driver.press_if_there(f"sheet.settle.effect.{term}")
        driver.press(f"sheet.settle.grade.{grade}")
        driver.press("sheet.settle.outcome.resolved")
        driver.shoot(picture)
        driver.press("sheet.settle.accept")
        self._nurse.until_closed("sheet.settle")

    def end(self, picture: str = "") -> None:
        """End with what the pump shows."""
        driver = self._driver
        driver.press("footer.infusion.end")
        driver.type_into("item.mon.end.field.given", self.pump.shows())
        driver.press("item.mon.end.field.residue.flushed")
        if picture:
            driver.shoot(picture)
        driver.press("sheet.end.accept")
        self._nurse.until_closed("sheet.end")
        driver.arrive()
