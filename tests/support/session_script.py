"""One whole session on ketamine-iv-mood 0.1.0, press by press: who, what, and how long after the press before.

From opening to sealed in a little over two hours: blood pressure over the start limit, passed by the prescriber; a
weight typed wrong and corrected; the contact put off until discharge; a pause at 20 minutes with the prescriber told;
a complete recovery, discharge, co-signature and seal. Pure data on ``commands``: any suite can play it on the core, the
conductor or the command line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from normal_answers import normal, shipped, signs

from checklist.protocol.items import SignatureField
from checklist.protocol.model import Protocol, Step
from checklist.protocol.values import Answer, FieldAnswer, Quantity
from checklist.session.commands import (
    Actor,
    AddNote,
    AnswerLine,
    Command,
    CorrectAnswer,
    DeferLine,
    EndInfusion,
    OpenSession,
    Order,
    OverrideStop,
    PauseInfusion,
    RecordEvent,
    RecordVitals,
    ResumeInfusion,
    Sign,
    StartInfusion,
    TellProvider,
)

SHOWN = "5a" * 32
"""Stands for the SHA-256 of the text shown."""


@dataclass(frozen=True)
class People:
    """Person ids of the three who take part."""

    nurse: str = "p-nurse"
    second: str = "p-second"
    prescriber: str = "p-prescriber"


@dataclass(frozen=True)
class Press:
    """One press.

    Attributes:
        wait_s: Seconds after the press before.
        actor: Who presses; ``pin`` where the act asks for an own sign-in.
        command: What is asked.
    """

    wait_s: int
    actor: Actor
    command: Command


def order(people: People, day: str = "2026-11-22") -> Order:
    """Return the order of the session: 0.5 mg/kg, 68.4 kg, 34 mg in 100 mL over 40 min."""
    return Order("ketamine", "0.5", "68.4", "34", 40, "100", "nacl09", people.prescriber, day)


def full_session(
    start_ms: int, people: People | None = None, patient: str = "p-0001", chair: int = 2
) -> Iterator[Press]:
    """Yield a whole session.

    Args:
        start_ms: UTC ms at the first press; times in answers count from here.
        people: Who takes part.
        patient: The patient's id.
        chair: The chair.
    """
    who = people or People()
    script = _Script(shipped(), start_ms, who)
    yield Press(0, script.nurse, OpenSession(patient, chair, order(who), 3))
    yield from script.pre_infusion()
    yield from script.time_out()
    yield from script.infusion()
    yield from script.recovery()
    yield from script.discharge()


class _Script:
    def __init__(self, protocol: Protocol, start_ms: int, people: People) -> None:
        self.protocol = protocol
        self.now_ms = start_ms
        self.nurse = Actor(people.nurse, "nurse", "cont")
        self.nurse_pin = Actor(people.nurse, "nurse", "pin")
        self.second = Actor(people.second, "checker", "pin")
        self.prescriber = Actor(people.prescriber, "prescriber", "pin")

    def press(self, command: Command, actor: Actor | None = None, wait_s: int = 8) -> Press:
        self.now_ms += wait_s * 1000
        return Press(wait_s, actor or self.nurse, command)

    def answer(self, link_id: str, actor: Actor | None = None, wait_s: int = 8) -> Press:
        return self.press(
            AnswerLine(link_id, normal(self.protocol, link_id, self.now_ms), dwell_ms=4000), actor, wait_s
        )

    def rest(self, step: Step, but: tuple[str, ...] = ()) -> Iterator[Press]:
        """Yield an ordinary answer of every line of a step that this session shows and nobody answered."""
        hidden = ("pre.pregnancy", "pre.suicide-screen")
        for section in self.protocol.sections_of(step):
            for line in section.lines:
                asks = any(not isinstance(field, SignatureField) for field in line.fields)
                if asks and not line.repeats and line.link_id not in (*but, *hidden):
                    yield self.answer(line.link_id)

    def pre_infusion(self) -> Iterator[Press]:
        special = ("pre.contact", "pre.weight", "pre.vitals")
        yield self.answer("pre.identity-two")
        yield self.press(DeferLine("pre.contact", Step.DISCHARGE))
        yield from self.rest(Step.PRE_INFUSION, (*special, "pre.identity-two"))
        yield self.press(AnswerLine("pre.weight", self._weight("86.4")))
        yield self.press(CorrectAnswer("pre.weight", self._weight("68.4"), "typing"))
        high = Answer((FieldAnswer("signs", signs(148, 86, temp="36.7")),))
        yield self.press(AnswerLine("pre.vitals", high))
        yield self.press(OverrideStop("pre.vitals", "Nervous before the needle, 132 at home."), self.prescriber, 60)

    def _weight(self, kg: str) -> Answer:
        return Answer((FieldAnswer("weight", Quantity(kg, "kg")),))

    def time_out(self) -> Iterator[Press]:
        yield self.answer("pre.pump-check", self.second)
        yield self.press(Sign("pre.pump-check", "checker", SHOWN), self.second)
        yield self.answer("pre.time-out")
        yield self.press(Sign("pre.time-out", "second", SHOWN), self.second)
        yield self.press(Sign("pre.sign", "nurse", SHOWN), self.nurse_pin)

    def set_(self, wait_min: int, *values: int, link_id: str = "mon.vitals") -> Press:
        return self.press(RecordVitals(link_id, signs(*values)), wait_s=wait_min * 60)

    def infusion(self) -> Iterator[Press]:
        yield self.press(StartInfusion("150"), self.nurse_pin)
        yield self.set_(5, 146, 88, 82, 98, 16)
        yield self.set_(5, 151, 92, 88, 97, 16)
        yield self.answer("mon.dissociation")
        yield self.set_(9, 164, 96, 96, 97, 17)
        yield self.press(PauseInfusion("Blood pressure over 160"), wait_s=10)
        yield self.press(
            TellProvider("mon.vitals", "Dr R. Okafor", "Pause, repeat in 3 min", read_back=True), wait_s=20
        )
        yield self.press(RecordEvent("anxiety", "Hand held, lights down"))
        yield self.set_(3, 152, 90, 88, 98, 16)
        yield self.press(ResumeInfusion())
        yield self.answer("mon.comfort")
        yield self.set_(8, 149, 88, 84, 98, 15)
        yield self.set_(10, 145, 87, 82, 98, 15)
        yield self.answer("mon.site")
        yield self.press(EndInfusion("100"), wait_s=150)
        yield self.answer("mon.end")

    def recovery(self) -> Iterator[Press]:
        yield self.set_(0, 144, 86, 80, 98, 15, link_id="mon.post-vitals")
        yield self.answer("mon.post-stim")
        for values in ((141, 85, 79), (139, 84, 78), (137, 84, 77), (136, 83, 76)):
            yield self.set_(15, *values, 98, 15, link_id="mon.post-vitals")
        yield self.answer("mon.post-mind")
        yield self.press(AddNote("Slept a little, woke calm."))
        yield self.press(Sign("mon.sign", "nurse", SHOWN), self.nurse_pin)

    def discharge(self) -> Iterator[Press]:
        yield self.answer("pre.contact", wait_s=15 * 60)
        yield from self.rest(Step.DISCHARGE)
        yield self.press(Sign("dis.waste", "witness", SHOWN), self.second)
        yield self.press(Sign("dis.sign", "cosign", SHOWN), self.prescriber)
        yield self.press(Sign("dis.sign", "nurse", SHOWN), self.nurse_pin)
