"""Presses of one session and what each must leave behind, worked out by the pure core alone.

What a store, a conductor or a window gives back is held against something that never saw them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from session_script import Press

from checklist.clock import Reading, SteppedClock
from checklist.protocol.model import Protocol
from checklist.session.apply import apply
from checklist.session.codec import entry_type
from checklist.session.commands import Refused
from checklist.session.decide import decide
from checklist.session.events import Event
from checklist.session.state import Mark, SessionState


@dataclass(frozen=True)
class Deed:
    """One press and what it must leave: its events with their marks, and the state after it (with an empty id)."""

    chair: int
    number: int
    at_ms: int
    press: Press
    events: tuple[tuple[Event, Mark], ...]
    state: SessionState

    @property
    def line(self) -> str:
        """What the program says once this is durable: chair, number, range of n, entry types."""
        first, last = self.events[0][1].n, self.events[-1][1].n
        types = ",".join(entry_type(event) for event, _ in self.events)
        return f"did {self.chair} {self.number} {first} {last} {types}"


def begin() -> Reading:
    """Return when every course begins: the time a practice clinic under a stepped clock was made."""
    return SteppedClock().read()


def at(wall_ms: int) -> Reading:
    """Return the reading of the one clock of a course at a time."""
    first = begin()
    return Reading(wall_ms, first.tz_min, first.mono_ms + wall_ms - first.wall_ms, first.boot)


def course(protocol: Protocol, chair: int, start_ms: int, presses: Iterator[Press]) -> Iterator[Deed]:
    """Yield the deeds of one session whose first press is at a time, UTC ms."""
    state: SessionState | None = None
    now_ms = start_ms
    for number, press in enumerate(presses):
        now_ms += max(press.wait_s, 1) * 1000  # a start between two presses takes time too
        now, actor = at(now_ms), press.actor
        decided = decide(protocol, state, press.command, actor, now)
        assert not isinstance(decided, Refused), (press.command, decided)
        events = []
        for event in decided:
            n = state.count if state else 0
            mark = Mark(n, now.wall_ms, now.tz_min, now.mono_ms, now.boot, actor.person, actor.role, actor.auth)
            state = apply(protocol, state, event, mark, "")
            events.append((event, mark))
        assert state is not None
        yield Deed(chair, number, now_ms, press, tuple(events), state)
