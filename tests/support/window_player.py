"""A walk's player at the real window: what a walk names is done by presses and keys, the rest by the conductor.

``WindowPlayer(real, named)`` takes the lines a walk names; ``named_in(path)`` reads them off the file. ``conducted``
holds the commands that went past the window, so that a test can say which of a walk's sentences hands did.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from bedside import NURSE, SECOND
from msgspec.structs import replace
from real_window import NURSE as NURSE_NAME
from real_window import PRESCRIBER as PRESCRIBER_NAME
from real_window import SECOND as SECOND_NAME
from real_window import RealWindow
from whole_visit import normal
from window_hands import WindowHands

from checklist.clock import Reading
from checklist.opening import StoreOpening
from checklist.protocol.items import SignatureField
from checklist.protocol.model import Line, Protocol, Step
from checklist.service.conduct import Snapshot
from checklist.session import commands as c
from checklist.session.commands import Actor, Command, Refused
from checklist.session.progress import LineStatus, line_view, visible
from checklist.session.state import SessionState

NAMES = {"nora": NURSE_NAME, "sam": SECOND_NAME, "ruth": PRESCRIBER_NAME}


def complete_opening(folder: Path, **named: Any) -> StoreOpening:
    """Return an opening whose sessions run under the complete protocols."""
    return StoreOpening(folder, **named)


def named_in(path: Path) -> frozenset[str]:
    """Return the words in quotes of a walk: the lines it names."""
    return frozenset(re.findall(r'"([^"]+)"', path.read_text(encoding="utf-8")))


def _can(command: Command, actor: Actor) -> bool:
    """Return whether the nurse's window is where that person gives the command."""
    if isinstance(command, c.OverrideStop):
        return actor.role == "prescriber"  # the window asks for nobody else's PIN
    return actor.person == NURSE.person or isinstance(command, c.Sign)


class WindowPlayer:
    """Plays one session at the window.

    Args:
        real: The window; begun here.
        named: Texts of the lines that are done by hand; None for all.
    """

    def __init__(self, real: RealWindow, named: frozenset[str] | None = None) -> None:
        self.real = real
        self.named = named
        self.session_id = ""
        self.conducted: list[Command] = []
        self.by_hand: list[Command] = []
        self.hands = WindowHands(real)

    # What a walk needs.

    @property
    def protocol(self) -> Protocol:
        """The session's protocol."""
        return self._shown().protocol

    @property
    def state(self) -> SessionState:
        """The session as it stands."""
        return self._shown().state

    def now(self) -> Reading:
        """Return the time now."""
        return self.real.clock.read()

    def wait(self, minutes: float = 0, seconds: float = 0) -> None:
        """Let time pass, and the window see it."""
        self.real.advance(minutes + seconds / 60)
        if self.real.window.is_locked:
            self.real.sign_in()

    def do(self, command: Command, actor: Actor = NURSE) -> object:
        """Give a command, through the window where its line is named and the window has a control for it."""
        if isinstance(command, c.OpenSession):
            return self.open(command)
        link_id = getattr(command, "link_id", None)
        named = self.named is None or link_id is None or self.protocol.line(link_id).text in self.named
        if (named or isinstance(command, c.RecordVitals)) and _can(command, actor):
            before = self.state.count
            done = self.hands.do(command, self._shown(), NAMES[actor.person])
            if done:
                self.by_hand.append(command)
                if self.state.count > before:
                    return self._shown()
        return self.conduct(command, actor)

    # Besides.

    def begin(self) -> None:
        """Show the window and sign the nurse in."""
        self.real.begin()
        self.real.sign_in()

    def open(self, command: c.OpenSession | None = None, family: str = "Harlow", visit: int = 3) -> object:
        """Open a session on an ordinary order."""
        if self.real.window.is_locked:
            self.begin()
        order = c.Order(
            "ketamine", "0.5", "68.4", "34", 40, "100", "nacl09", self.real.people[PRESCRIBER_NAME].id, "2026-11-22"
        )
        (patient, *_) = self.real.ask(lambda s: s.patients.find(family))
        chair, nth = (command.chair, command.visit) if command is not None else (3, visit)
        wanted = c.OpenSession(patient.id, chair, order, nth)
        nurse = Actor(self.real.people[NURSE_NAME].id, "nurse", "cont")
        done = self.real.ask(lambda s: s.conductor.open(wanted, nurse, "ketamine-iv-mood"))
        assert not isinstance(done, Refused), done
        self.session_id = done.session_id
        self.real.go(self.session_id)
        return done

    def conduct(self, command: Command, actor: Actor = NURSE) -> object:
        """Give a command to the conductor, past the window, and let the window see the outcome."""
        person = self.real.people[NAMES[actor.person]]
        if isinstance(command, c.OverrideByPhone):
            command = replace(command, prescriber=self.real.people[PRESCRIBER_NAME].id)
        proved = Actor(person.id, actor.role, "pin")
        done = self.real.ask(lambda s: s.conductor.run(self.session_id, command, proved))
        if isinstance(done, Refused):
            return done
        self.conducted.append(command)
        assert self.real.window.work is not None
        self.real.window.work.changed(done)
        self.real.settle()
        return done

    def asks(self, line: Line) -> bool:
        """Return whether a line waits for something."""
        view = line_view(self.protocol, self.state, line.link_id, self.now())
        waits = view.status in (LineStatus.TODO, LineStatus.SENSED)
        return visible(self.protocol, self.state, line) and waits and line.rule is None

    def in_order(self, line: Line) -> None:
        """Answer and sign a line as on a calm day, by the conductor."""
        if not self.asks(line):
            return
        who = SECOND if "checker" in line.roles else NURSE
        if any(not isinstance(field, SignatureField) for field in line.fields):
            answer = normal(self, line.link_id)  # type: ignore[arg-type]  # protocol, state and now are all it asks for
            done = self.conduct(c.AnswerLine(line.link_id, answer), who)
            assert not isinstance(done, Refused), (line.link_id, done)
        for field in line.fields:
            if isinstance(field, SignatureField) and field.required:
                signer = SECOND if field.other_person else NURSE
                done = self.conduct(c.Sign(line.link_id, field.id, "ab" * 32), signer)
                assert not isinstance(done, Refused), (line.link_id, done)

    def step_in_order(self, step: Step) -> None:
        """Bring the open lines of a step in order, all but the signature that closes its phase."""
        closing = {phase.closed_by for phase in self.protocol.phases}
        for section in self.protocol.sections_of(step):
            for line in section.lines:
                if line.link_id not in closing:
                    self.in_order(line)

    def _shown(self) -> Snapshot:
        return self.real.ask(lambda s: s.conductor.snapshot(self.session_id))
