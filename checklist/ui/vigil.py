"""What the window does by itself while sessions run: due readings written down, gaps noted, the computer kept awake.

One look a second. Everything it records is the program's own and goes the way of every entry; it changes no infusion
and answers nothing for anybody. Imports no Qt.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from checklist.clock import Reading
from checklist.session import due, reminders
from checklist.session.care_commands import NoteGap
from checklist.session.commands import Actor
from checklist.session.roles import SYSTEM
from checklist.session.state import InfusionStatus
from checklist.ui.chime import Chime
from checklist.ui.clock_watch import ClockWatch, Jump
from checklist.ui.keep_awake import Hold, KeepAwake, Wakefulness, system_hold

if TYPE_CHECKING:
    from checklist.service.conduct import Snapshot
    from checklist.ui.desk import Desk

PROGRAM = Actor("sys", SYSTEM, "none")
"""Who records what the program sees by itself."""

SOUND_OFF = "Sound off in this room, light only"
CHIME_OUTSIDE = "Sound off in this room, chime outside"
MAY_SLEEP = "This computer may sleep"
_GOING = (InfusionStatus.RUNNING, InfusionStatus.PAUSED)


class Vigil:
    """The watch over running sessions.

    Args:
        chime: The clinic's command for an outside chime; empty for none.
        hold: How the system is asked to stay awake.
    """

    def __init__(self, chime: str = "", hold: Hold = system_hold) -> None:
        self._watch = ClockWatch()
        self._awake = KeepAwake(hold)
        self._chime = Chime(chime)
        self._second = -1
        self._writing = False

    @property
    def words(self) -> str:
        """What the footer says of sound and sleep, as things are."""
        sound = CHIME_OUTSIDE if self._chime.is_set else SOUND_OFF
        return f"{sound}. {MAY_SLEEP}" if self._awake.state is Wakefulness.MAY_SLEEP else sound

    def look(self, now: Reading, live: tuple[Snapshot, ...], desk: Desk | None) -> tuple[Jump, ...]:
        """Look once; does its work once a second.

        Args:
            now: The clock.
            live: Sessions in progress.
            desk: The way to the service; None before the store is open.

        Returns:
            What happened to the clock since the last look, to be told.
        """
        jumps = self._watch.look(now)
        if desk is not None:
            for jump in jumps:
                self._note(jump, live, desk)
            if now.mono_ms // 1000 != self._second:
                self._second = now.mono_ms // 1000
                self._awake.follow(any(item.state.infusion.status in _GOING for item in live))
                self._chime.follow(_ringing(live, now) if self._chime.is_set else ())
                self._write_due(now, live, desk)
        return jumps

    def end(self) -> None:
        """Let the computer sleep again: the window closes."""
        self._awake.follow(running=False)

    def _note(self, jump: Jump, live: tuple[Snapshot, ...], desk: Desk) -> None:
        command = NoteGap(jump.kind, jump.ms, jump.from_ms)
        for snapshot in live:
            desk.run(snapshot.session_id, command, actor=PROGRAM, failed=lambda _problem: None)

    def _write_due(self, now: Reading, live: tuple[Snapshot, ...], desk: Desk) -> None:
        """Have due and late readings written down, each once; the look itself costs no entry."""
        waits = any(due.pending(item.protocol, item.state, now) for item in live)
        if waits and not self._writing:
            self._writing = True
            desk.ask(lambda station: station.conductor.tick(), self._written, self._not_written)

    def _written(self, _snapshots: tuple[Snapshot, ...]) -> None:
        self._writing = False

    def _not_written(self, _problem: Exception) -> None:
        self._writing = False


def _ringing(live: Iterable[Snapshot], now: Reading) -> Iterable[tuple[tuple[str, str, int], str]]:
    for item in live:
        for reminder in reminders.reminders(item.protocol, item.state, now):
            if reminder.chime:
                yield (item.session_id, reminder.cause, item.state.chair), str(reminder.rank)
