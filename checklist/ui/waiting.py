"""The wait after wrong PINs, for each person apart (SEC-043): kept where a PIN is asked, shown on its pad."""

from __future__ import annotations

import msgspec

from checklist.ui import texts
from checklist.ui.widgets.pin_pad import PinPad


class _Try(msgspec.Struct, frozen=True):
    """The last refused try of one person: its words, and until when (monotonic ms) no other is looked at."""

    code: str
    tries_left: int
    until_ms: int


class Waits:
    """Shows one pad whose turn it is, why the last PIN was not taken, and how long to wait.

    Args:
        pad: Where PINs are typed.
    """

    def __init__(self, pad: PinPad) -> None:
        self._pad = pad
        self._tries: dict[str, _Try] = {}
        self._person = ""
        self._caption = ""
        self._shown: int | None = None

    def choose(self, person_id: str, caption: str, now_ms: int) -> None:
        """Ask this person now; ``caption`` stands over the pad."""
        self._person, self._caption, self._shown = person_id, caption, None
        last = self._tries.get(person_id)
        self._pad.set_message(texts.pin_refused(last.code, last.tries_left, 0) if last else "")
        self.show(now_ms)

    def refused(self, code: str, tries_left: int, wait_s: int, now_ms: int) -> None:
        """Say why the PIN of the person asked was not taken, and begin the wait."""
        self._tries[self._person] = _Try(code, tries_left, now_ms + wait_s * 1000)
        self._shown = None
        self._pad.set_message(texts.pin_refused(code, tries_left, wait_s))
        self.show(now_ms)

    def forget(self) -> None:
        """Begin anew with nobody chosen; waits run on."""
        self._person, self._caption, self._shown = "", "", None

    def show(self, now_ms: int) -> None:
        """Count the wait down over the pad, and give the pad back at its end; to be called at each tick."""
        if not self._person:
            return
        last = self._tries.get(self._person)
        left_s = max(0, -(-(last.until_ms - now_ms) // 1000)) if last else 0
        if left_s == self._shown:
            return
        self._shown = left_s
        self._pad.set_caption(f"{self._caption}, wait {left_s} s" if left_s else self._caption)
        self._pad.set_locked(left_s > 0 or (last is not None and last.code == "pin.dead"))
