"""The cards that say how the time-out stands while nobody reads: waiting, look again, stopped, all match."""

from __future__ import annotations

from collections.abc import Callable

from checklist.ui import formats
from checklist.ui.time_out.notice_card import NoticeCard
from checklist.ui.time_out.stage import Stage, TimeOut, limit_words, signer
from checklist.ui.widgets.button import Kind
from checklist.ui.widgets.tone import Tone

Press = Callable[[], object]
Name = Callable[[str], str]

_ALONE = "Reads alone, under their own sign-in: wristband, scale, order, vial, bag and pump."
_SINGLE = "It is recorded as a single nurse check, never as a double check."
_STOPPED = (
    "The two readings differed three times. The infusion cannot start in this session, and nobody can pass this. "
    "Keep the pump off. End the session, find the cause, then open a new one."
)


class WaitingCard(NoticeCard):
    """Who is waited for; with one nurse, how long she still has to do something else.

    Args:
        found: How the time-out stands.
        sign_in: Begins the reading.
    """

    def __init__(self, found: TimeOut, sign_in: Press) -> None:
        super().__init__("", "", "timer" if found.is_single else "users")
        self._found = found
        single = found.is_single
        words = "Begin reading" if single else "Second person signs in"
        self._button = self.offer(words, "eye" if single else "users", "item.second", sign_in)

    def show_wait(self, wait_ms: int, ended: str) -> None:
        """Show the wait in ms, and why the last sign-in ended; nothing is painted anew while the words stay."""
        single = self._found.is_single
        self._button.setEnabled(self._found.stage is Stage.READ and not (single and wait_ms))
        if self._found.stage is Stage.BEFORE:
            left = formats.counted(self._found.blocks, "line is", "lines are")
            self.say("Pre-infusion comes first", f"{left} still open there.")
        elif single and wait_ms:
            self.say(f"Opens in {formats.duration(wait_ms + 999)}", f"Do something else first. {_SINGLE}")
        elif single:
            self.say("Read everything again, alone", ended or _SINGLE)
        else:
            self.say("Waiting for the second person", ended or _ALONE)


def look_again(found: TimeOut, sign_in: Press | None) -> NoticeCard:
    """Return what stands where a reading itself is a stop; with a way to read it again where one is given."""
    card = NoticeCard("Stop", " ".join(limit_words(found)), "octagon-x", Tone.ALARM)
    if sign_in is not None:
        card.offer("Look again", "eye", "item.second", sign_in, Kind.PLAIN)
    return card


def stopped(end: Press) -> NoticeCard:
    """Return what stands after the third difference, and what is possible now."""
    card = NoticeCard("Stopped", _STOPPED, "octagon-x", Tone.ALARM)
    card.offer("End session", "octagon-x", "item.end", end, Kind.DANGER)
    return card


def match(found: TimeOut, name: Name, sign: Press | None) -> NoticeCard:
    """Return that both readings agree; with the signature of who read last where one is missing."""
    card = NoticeCard(*_match_words(found, name), "badge-check", Tone.DONE)
    who = signer(found)
    if sign is not None and who is not None:
        card.offer(f"{name(who)} signs", "pencil", "item.sign_reading", sign)
    return card


def _match_words(found: TimeOut, name: Name) -> tuple[str, str]:
    compared = [view.compared for view in found.readings if view.compared is not None]
    if not compared:
        return "Everything is read", "The reading is signed by who read it."
    readers = ", ".join(dict.fromkeys(name(v.recorded.versions[-1].mark.person) for v in found.readings))
    at = formats.time_of(compared[-1].mark.at_ms, compared[-1].mark.tz_min)
    if any(item.single for item in compared):
        return "All match, single nurse check", f"{readers} read twice, {at}. This is not a double check."
    return "All match", f"{readers} read the same values alone, {at}."
