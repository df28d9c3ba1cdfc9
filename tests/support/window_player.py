"""A walk's player at the real window: what a walk names is done by presses and keys, the rest by the conductor.

``WindowPlayer(real, named)`` takes the lines a walk names; ``named_in(path)`` reads them off the file. ``conducted``
holds the commands that went past the window, and ``past`` those of them that a sentence of the walk had asked for, so
that a test can say which sentences hands did.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from bedside import NURSE, SECOND
from care_scenes import NOBODY, SYSTEM
from emergency_hands import EmergencyHands
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
from checklist.session import due
from checklist.session import emergency_commands as em
from checklist.session.care_commands import ClaimActs, HandOver, NoteGap
from checklist.session.commands import Actor, Command, Refused
from checklist.session.progress import LineStatus, line_view, visible
from checklist.session.running_commands import Tick
from checklist.session.state import SessionState

NAMES = {"nora": NURSE_NAME, "olga": "J. Moreau", "sam": SECOND_NAME, "ruth": PRESCRIBER_NAME}
OWN = (Tick, NoteGap)
"""What the window gives by itself, as soon as the clock says so."""


def complete_opening(folder: Path, **named: Any) -> StoreOpening:
    """Return an opening whose sessions run under the complete protocols."""
    return StoreOpening(folder, **named)


def named_in(path: Path) -> frozenset[str]:
    """Return the words in quotes of a walk: the lines it names."""
    return frozenset(re.findall(r'"([^"]+)"', path.read_text(encoding="utf-8")))


def _can(command: Command, actor: Actor) -> bool:
    """Return whether the nurse's window is where that person gives the command."""
    if isinstance(command, c.OverrideStop | c.ResumeInfusion) and actor.role == "prescriber":
        return True  # by own PIN, in the nurse's window
    if isinstance(command, c.OverrideStop):
        return False  # the window asks for nobody else's PIN
    if actor == NOBODY:
        return isinstance(command, em.StartBranch | em.DoBranchLine | em.EndBranch)
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
        self.past: list[Command] = []
        self.by_hand: list[Command] = []
        self.hands = WindowHands(real)
        self.emergency = EmergencyHands(real)
        self._ending: em.EndBranch | None = None
        self._unseen: Snapshot | None = None

    # What a walk needs.

    @property
    def protocol(self) -> Protocol:
        """The session's protocol."""
        return self._shown().protocol

    @property
    def state(self) -> SessionState:
        """The session as it stands."""
        self._put_off_ending()
        return self._shown().state

    def now(self) -> Reading:
        """Return the time now."""
        return self.real.clock.read()

    def wait(self, minutes: float = 0, seconds: float = 0) -> None:
        """Let time pass, and the window see it; a nurse who is there signs in again."""
        self.see()
        away = self.real.window.is_locked
        self.real.advance(minutes + seconds / 60)
        if self.real.window.is_locked and not away:
            self._sign_in()

    def set_wall(self, minutes: float) -> None:
        """Set the wall clock, back or forward, and let the window notice."""
        self.see()
        self.real.clock.set_wall(round(minutes * 60_000))
        self._notice()

    def sleep(self, minutes: float) -> None:
        """Suspend the computer; the window notices when it wakes up."""
        self.see()
        away = self.real.window.is_locked
        self.real.clock.sleep(round(minutes * 60_000))
        self._notice()
        if self.real.window.is_locked and not away:
            self._sign_in()

    def person_of(self, person: str) -> str:
        """Return the id of a walk's person in this store."""
        return self.real.people[NAMES[person]].id if person in NAMES else person

    def do(self, command: Command, actor: Actor = NURSE) -> object:
        """Give a command, through the window where its line is named and the window has a control for it."""
        if isinstance(command, c.OpenSession):
            return self.open(command)
        if isinstance(command, em.EndBranch) and actor == NURSE and self._begin_ending(command):
            return self._shown()
        link_id = getattr(command, "link_id", None)
        named = self.named is None or link_id is None or self.protocol.line(link_id).text in self.named
        named = named or not isinstance(command, c.AnswerLine | c.Sign)
        if named and (_can(command, actor) or actor == SYSTEM) and self._by_hand(command, actor):
            return self._shown()
        done = self.conduct(command, actor)
        if named and not isinstance(done, Refused):
            self.past.append(command)
        return done

    def _by_hand(self, command: Command, actor: Actor) -> bool:
        """Give a command by hand; returns whether it was recorded."""
        self.see()
        before = self._shown().state
        if isinstance(command, OWN):
            done = self._by_itself(command, before)
        elif isinstance(command, ClaimActs):
            done = self._sign_in(claim=True)
        elif isinstance(command, c.SettleEvent) and self._ending is not None and self._ending.of == command.of:
            self._ending = None
            done = self.emergency.finish_end(command.grade)
        else:
            self._put_off_ending()
            self._come(actor)
            if isinstance(command, em.StartBranch | em.DoBranchLine | em.EndBranch):
                done = self.emergency.do(command, self._shown())
            else:
                self.emergency.leave()
                done = self.hands.do(command, self._shown(), NAMES[actor.person])
        if done and (self._shown().state.count > before.count or isinstance(command, OWN)):
            self.by_hand.append(command)
            return True
        return False

    def _come(self, actor: Actor) -> None:
        """Be signed in, or nobody, as the act asks."""
        if actor == NOBODY:
            self.emergency.lock()
        elif self.real.window.is_locked:
            self._sign_in()

    def _sign_in(self, *, claim: bool = False) -> bool:
        """Sign in; say whose the acts of an emergency without sign-in were where the window asks for it."""
        self.emergency.leave()
        if self.real.window.is_locked:
            self.real.sign_in()
        return self.emergency.answer_claim(mine=claim)

    def _by_itself(self, command: Command, before: SessionState) -> bool:
        """Let the window look at the clock; returns whether what was asked for is in the record."""
        self._notice()
        if isinstance(command, NoteGap):
            return any((gap.kind, gap.ms) == (command.kind, command.ms) for gap in self._shown().state.gaps)
        return self._shown().state.count > before.count or not due.pending(self.protocol, before, self.now())

    def _notice(self) -> None:
        self.real.window.tick()
        self.real.settle()

    def _begin_ending(self, command: em.EndBranch) -> bool:
        """Open the sheet that ends an emergency; the grade it asks for comes with the next act."""
        self._put_off_ending()
        self.see()
        self._come(NURSE)
        run = next((run for run in self._shown().state.branches if run.n == command.of and run.running), None)
        if run is None or not self.emergency.begin_end(command, self._shown()):
            return False
        self._ending = command
        return True

    def _put_off_ending(self) -> None:
        """Where no grade followed, end it by the conductor: the window asks for both at once."""
        command, self._ending = self._ending, None
        if command is not None:
            self.emergency.give_up_end()
            self.past.append(command)
            self.conduct(command)

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
        if isinstance(command, c.OverrideByPhone):
            command = replace(command, prescriber=self.real.people[PRESCRIBER_NAME].id)
        if isinstance(command, HandOver):
            command = replace(command, to=self.person_of(command.to))
        proved = replace(actor, person=self.person_of(actor.person))
        done = self.real.ask(lambda s: s.conductor.run(self.session_id, command, proved))
        if isinstance(done, Refused):
            return done
        self.conducted.append(command)
        self._unseen = done
        return done

    def see(self) -> None:
        """Let the window see what went past it."""
        newest, self._unseen = self._unseen, None
        if newest is not None:
            assert self.real.window.work is not None
            self.real.window.work.changed(newest)
            self.real.settle()

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
