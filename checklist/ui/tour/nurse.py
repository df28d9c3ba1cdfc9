"""What the tour's nurse does on a page of lines: answer the one that is open, sign, and let time pass."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import msgspec
from PySide6.QtCore import Qt

from checklist.clock import SteppedClock
from checklist.protocol.items import SignatureField
from checklist.protocol.model import Protocol
from checklist.ui.tour import plain
from checklist.ui.tour.driver import Driver, TourError
from checklist.ui.tour.hands import Hands
from checklist.ui.tour.people import NURSE, PRESCRIBER, Who, prove, sign_in
from checklist.ui.tour.plain import Given

MINUTE_MS = 60_000
Acts = Mapping[str, Callable[[], None]]
NOTHING: Acts = MappingProxyType({})
_LINE = r"^item\.(pre|mon|dis)\.[a-z0-9-]+$"


class Part(msgspec.Struct, frozen=True):
    """One part of the tour: its name, what happens in a few words, and the doing."""

    name: str
    what: str
    act: Callable[[], None]


class Nurse:
    """One nurse at the window.

    Args:
        driver: Hands and eyes.
        clock: The clinic's clock.
        protocol: What the session runs under.

    Attributes:
        hands: Fill lines.
    """

    def __init__(self, driver: Driver, clock: SteppedClock, protocol: Protocol) -> None:
        self.driver = driver
        self.clock = clock
        self.protocol = protocol
        self.hands = Hands(driver)

    def open_line(self) -> str:
        """Return the line whose card is open, or nothing."""
        return (self.driver.matching(_LINE) or "").removeprefix("item.")

    def work_through(self, given: Mapping[str, Given], instead: Acts = NOTHING, after: Acts = NOTHING) -> None:
        """Answer what the page puts before her, line by line, until it offers the way forward.

        Args:
            given: Line to what is not its plain answer.
            instead: What is done on a line in place of answering it.
            after: What is done once a line is answered.
        """
        last = ""
        while link_id := self._comes_after(last):
            last = link_id
            if link_id in instead:
                instead[link_id]()
            else:
                self.answer(link_id, given.get(link_id, {}))
            if link_id in after:
                after[link_id]()

    def _comes_after(self, last: str) -> str:
        """Return the line to answer once another is done, or nothing where the way forward is open."""
        self.driver.until(lambda: self._next(last) is not None, f"nothing comes after {last or 'the beginning'}")
        return self._next(last) or ""

    def _next(self, last: str) -> str | None:
        """Return the line to answer now, nothing where the way forward is open, None while neither has come."""
        if self.driver.can_press("footer.forward"):
            return ""
        link_id = self.open_line()
        return link_id if link_id and link_id != last else None

    def answer(self, link_id: str, given: Given) -> None:
        """Answer the open line: confirm what is sensed, else press and type; a witness signs where one is asked."""
        driver, line = self.driver, self.protocol.line(link_id)
        if driver.seen("item.confirm") is not None:
            driver.press("item.confirm")
        elif self._takes_answer(link_id):
            self.hands.fill(line, plain.answer(line, given), self.clock.read())
            if driver.current(link_id) and driver.can_press("item.record"):
                driver.press("item.record")
        signed = tuple(field.id for field in line.fields if isinstance(field, SignatureField))
        driver.until(lambda: self.open_line() != link_id or driver.recorded(link_id, signed), f"{link_id} stays open")
        for field in signed:
            self.sign(link_id, field, NURSE if field == "nurse" else PRESCRIBER)

    def _takes_answer(self, link_id: str) -> bool:
        return any(not isinstance(field, SignatureField) for field in self.protocol.line(link_id).fields)

    def sign(self, link_id: str, field: str, who: Who, picture: str | None = None) -> None:
        """Sign a line; the keyboard need not leave the PIN."""
        name = f"item.{link_id}.field.{field}"
        self.driver.press(name)
        self.prove(who, picture)
        self.driver.until(lambda: self.driver.seen(name) is None, f"{link_id} was not signed")

    def prove(self, who: Who, picture: str | None = None) -> None:
        """Let somebody give their PIN."""
        prove(self.driver, self.clock, who, picture)

    def until_closed(self, sheet: str) -> None:
        """Wait until a sheet is gone, which it is once its act is recorded."""
        self.driver.until(lambda: self.driver.seen(sheet) is None, f"{sheet} stayed open")

    def passes(self, minutes: int) -> None:
        """Let time pass with a touch of the keyboard now and then."""
        for _ in range(minutes):
            self.clock.advance(MINUTE_MS)
            self.driver.nudge()

    def leaves_for(self, minutes: int, picture: str = "") -> None:
        """Let time pass without a touch, so that the screen locks, and sign in again."""
        self.clock.advance(minutes * MINUTE_MS)
        self.driver.find("lock.pin")
        if picture:
            self.driver.shoot(picture)
        sign_in(self.driver, NURSE)

    def locks(self) -> None:
        """Lock the screen by its key."""
        self.driver.key(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        self.driver.arrive("lock.pin")
        if self.driver.seen("lock.pin") is None:
            raise TourError("the screen did not lock")
