"""A session played on the pure core: commands in, events kept with their marks, nothing stored.

The same few methods (``do``, ``wait``, ``state``, ``now``) are what a walk needs, so that walks also run on the
conductor and through the windows.
"""

from __future__ import annotations

from checklist.clock import Reading, SteppedClock
from checklist.protocol.model import Protocol
from checklist.session.apply import apply
from checklist.session.commands import Actor, Block, Command, OpenSession, Order, Refused
from checklist.session.decide import Decision, decide
from checklist.session.events import Event
from checklist.session.state import Mark, SessionState

NURSE = Actor("nora", "nurse", "pin")
OTHER_NURSE = Actor("olga", "nurse", "pin")
SECOND = Actor("sam", "checker", "pin")
PRESCRIBER = Actor("ruth", "prescriber", "pin")

ORDER = Order("ketamine", "0.5", "68.4", "34", 40, "100", "nacl09", "ruth", "2026-11-22")
SHOWN = "ab" * 32


class Bedside:
    """One session on a clock that stands still until it is told to go on."""

    def __init__(self, protocol: Protocol, session_id: str = "s1", clock: SteppedClock | None = None) -> None:
        self.protocol = protocol
        self.session_id = session_id
        self.clock = clock or SteppedClock()
        self.recorded: list[tuple[Event, Mark]] = []
        self.live: SessionState | None = None

    @property
    def state(self) -> SessionState:
        """The session, once it is open."""
        assert self.live is not None
        return self.live

    def now(self) -> Reading:
        """Return the time now."""
        return self.clock.read()

    def wait(self, minutes: float = 0, seconds: float = 0) -> None:
        """Let time pass."""
        self.clock.advance(round(minutes * 60_000 + seconds * 1000))

    def set_wall(self, minutes: float) -> None:
        """Set the wall clock, back or forward; monotonic time goes on as it was."""
        self.clock.set_wall(round(minutes * 60_000))

    def sleep(self, minutes: float) -> None:
        """Suspend the computer for so long."""
        self.clock.sleep(round(minutes * 60_000))

    def open(self, order: Order = ORDER, actor: Actor = NURSE) -> None:
        """Open the session."""
        self.must(OpenSession("patient-1", 2, order, 3), actor)

    def do(self, command: Command, actor: Actor = NURSE) -> Decision:
        """Give a command; what it makes happen is recorded at once."""
        now = self.now()
        decision = decide(self.protocol, self.live, command, actor, now)
        if not isinstance(decision, Refused):
            for event in decision:
                n = self.live.count if self.live else 0
                mark = Mark(
                    n,
                    now.wall_ms,
                    now.tz_min,
                    now.mono_ms,
                    now.boot,
                    actor.person,
                    actor.role,
                    actor.auth,
                )
                self.live = apply(self.protocol, self.live, event, mark, self.session_id)
                self.recorded.append((event, mark))
        return decision

    def must(self, command: Command, actor: Actor = NURSE) -> tuple[Event, ...]:
        """Give a command that the rules take."""
        decision = self.do(command, actor)
        assert not isinstance(decision, Refused), decision
        return decision

    def refuses(self, command: Command, actor: Actor = NURSE) -> str:
        """Give a command that the rules refuse, and return the code."""
        before = self.live
        decision = self.do(command, actor)
        assert isinstance(decision, Refused), decision
        assert self.live is before
        return decision.code


def codes(blocks: tuple[Block, ...]) -> list[tuple[str, str | None]]:
    """Return blocks as pairs of code and line."""
    return [(str(block.code), block.link_id) for block in blocks]
