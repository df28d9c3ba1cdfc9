"""Whole sessions on the complete protocol, press by press, with a busy hour of monitoring and an emergency list.

The presses come from a session on the pure core: ordinary acts by ``Finisher``, and between start and end of the
infusion what a draw gives: sets calm and not, events, pauses, reminders, a slower rate, emergencies.
"""

from __future__ import annotations

import random

import msgspec
from bedside import NURSE, OTHER_NURSE, PRESCRIBER, SECOND, Bedside
from finisher import Finisher
from press_course import at
from running_visit import DROWSY, GOOD, HIGH, LINE, LOST, PROGRAM, signs
from session_script import People, Press
from whole_visit import complete, normal

from checklist.clock import SteppedClock
from checklist.protocol.model import Protocol
from checklist.session import branches, due, reminders
from checklist.session import care_commands as care
from checklist.session import commands as c
from checklist.session import emergency_commands as em
from checklist.session import running_commands as run
from checklist.session.commands import Actor, Command, OpenSession, Order, Refused
from checklist.session.decide import Decision
from checklist.session.state import InfusionStatus

PROTOCOL = "ketamine-iv-mood"
NOBODY = Actor("sys", "nurse", "none")
TERMS = ("nausea", "anxiety", "headache")


class Scribe(Bedside):
    """A session on the core that keeps each press that was taken.

    Args:
        protocol: The complete protocol.
        start_ms: When the first press is, UTC ms.
        draw: Gives the seconds between two presses.
    """

    def __init__(self, protocol: Protocol, start_ms: int, draw: random.Random) -> None:
        super().__init__(protocol, "", SteppedClock(start=at(start_ms)))
        self.presses: list[Press] = []
        self._draw = draw
        self._last_ms = start_ms

    def do(self, command: Command, actor: Actor = NURSE) -> Decision:
        """Give a command a few seconds after the last, and keep it where it is taken."""
        self.wait(seconds=self._draw.randint(1, 6))
        decision = super().do(command, actor)
        if not isinstance(decision, Refused):
            now_ms = self.now().wall_ms
            self.presses.append(Press((now_ms - self._last_ms) // 1000, actor, command))
            self._last_ms = now_ms
        return decision


def care_session(
    start_ms: int, people: People, patient: tuple[str, str], chair: int, seed: int, *, most: int = 12
) -> tuple[Press, ...]:
    """Return the presses of a whole session, from opening to sealed.

    Args:
        start_ms: When it begins, UTC ms.
        people: Who takes part: nurse, second nurse, prescriber.
        patient: Id, and the last four characters of the record number.
        chair: The chair.
        seed: What is drawn.
        most: Acts while the infusion runs.
    """
    draw = random.Random(seed)
    bed = Scribe(complete(PROTOCOL), start_ms, draw)
    order = Order("ketamine", "0.5", "68.4", "34", 40, "100", "nacl09", PRESCRIBER.person, "2026-11-22")
    bed.must(OpenSession(patient[0], chair, order, 3, patient[1]))
    finisher = Finisher(bed, lambda link_id: normal(bed, link_id))
    while bed.state.infusion.status is InfusionStatus.NOT_STARTED:
        finisher._act()
    for _ in range(most):
        bed.wait(draw.choice((1, 2, 3, 5)))
        busy(bed, draw)
    _emergency(bed, draw)
    finisher.finish()
    names = {
        NURSE.person: people.nurse,
        OTHER_NURSE.person: people.second,
        SECOND.person: people.second,
        PRESCRIBER.person: people.prescriber,
    }
    return tuple(_named(press, names) for press in bed.presses)


def busy(bed: Bedside, draw: random.Random) -> None:
    """Do one thing of a busy hour; what the rules refuse at that moment is left."""
    state = bed.state
    bed.do(run.Tick(), PROGRAM)
    missed = [mark for mark in due.marks(bed.protocol, state, bed.now()) if mark.missed and mark.explained is None]
    asked = reminders.reminders(bed.protocol, state, bed.now())
    acts: list[Command] = [
        c.RecordVitals(LINE, signs(draw.choice((GOOD, GOOD, GOOD, DROWSY, HIGH, LOST)))),
        c.RecordEvent(draw.choice(TERMS)),
        c.AddNote(f"Looked at {draw.randrange(1000)}."),
        c.PauseInfusion(),
        c.ResumeInfusion(),
        c.TellProvider(LINE, "Dr Okafor", "repeat", read_back=True),
        run.OrderCadence(LINE, draw.choice((3, 5)), "peak effect", "Dr Okafor"),
        care.ChangeRate(str(draw.choice((100, 120))), "side effects", "Dr Okafor"),
        *(run.ExplainReading(LINE, mark.due_ms, "care") for mark in missed[:1]),
        *(run.SeeReminder(item.cause) for item in asked[:1]),
    ]
    bed.do(draw.choice(acts))


def _emergency(bed: Scribe, draw: random.Random) -> None:
    """Run one list from its first press to its end, with another that joins; the first acts without sign-in."""
    first, other = draw.sample([branch.id for branch in bed.protocol.branches], 2)
    who = draw.choice((NURSE, NOBODY))
    for branch in (first, other):
        bed.do(em.StartBranch(branch), who)
        of = branches.running(bed.state)[-1]
        for line in branches.reading(bed.protocol, of):
            bed.do(em.DoBranchLine(of.n, line.id, draw.random() < 0.9), who)
    marks = branches.unclaimed(bed.state)
    if marks:
        bed.do(care.ClaimActs(tuple(mark.n for mark in marks)), NURSE)
    for of in branches.running(bed.state):
        bed.must(em.EndBranch(of.n, "recovery"))


def _named(press: Press, names: dict[str, str]) -> Press:
    """Return a press by the people of a store."""
    text = msgspec.json.encode(press.command).decode()
    for short, person in names.items():
        text = text.replace(f'"{short}"', f'"{person}"')
    command = msgspec.json.decode(text, type=Command)
    actor = msgspec.structs.replace(press.actor, person=names.get(press.actor.person, press.actor.person))
    return Press(press.wait_s, actor, command)
