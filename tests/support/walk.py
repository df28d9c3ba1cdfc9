"""Walks: one clinical walk a file, one sentence a line, in words a nurse accepts.

A walk is played by a ``Player``: the pure core, the conductor, or hands on the windows. A sentence is an act (somebody
presses something) or an observation. An act that is refused must be followed by ``It is refused (code).``; any other
refusal fails the walk, and so does a refusal that did not come. Lines are named by the words on screen.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Protocol as TypingProtocol

from bedside import NURSE, ORDER, PRESCRIBER, SECOND, SHOWN
from normal_answers import UNITS, normal
from walk_values import answer_of

from checklist.clock import Reading
from checklist.protocol.items import SignatureField
from checklist.protocol.model import Line, Protocol, Step
from checklist.protocol.values import VitalMissing, VitalSigns, VitalValue
from checklist.session import commands as c
from checklist.session import due
from checklist.session.commands import Actor, Command, Refused
from checklist.session.lines import signature_of
from checklist.session.progress import (
    LineStatus,
    StepStatus,
    line_view,
    phase_blocks,
    resume_point,
    step_view,
    visible,
)
from checklist.session.state import SessionState

WHO = {"nurse": NURSE, "second person": SECOND, "prescriber": PRESCRIBER}
REASONS = {"a typing error": "typing", "new information": "new_information", "on the wrong line": "wrong_line"}
STATES = {
    "to do": LineStatus.TODO,
    "done": LineStatus.DONE,
    "corrected": LineStatus.CORRECTED,
    "for later": LineStatus.LATER,
    "not applicable": LineStatus.NOT_APPLICABLE,
    "an exception": LineStatus.EXCEPTION,
    "a stop": LineStatus.STOP,
}
STEPS = {
    "pre-infusion": Step.PRE_INFUSION,
    "time-out": Step.TIME_OUT,
    "infusion": Step.INFUSION,
    "recovery": Step.RECOVERY,
    "discharge": Step.DISCHARGE,
    "sign-off": Step.SIGN_OFF,
}
STEP_STATES = {
    "to do": StepStatus.TODO,
    "now": StepStatus.NOW,
    "done": StepStatus.DONE,
    "done with something for later": StepStatus.DONE_LATER,
    "done with an exception": StepStatus.DONE_EXCEPTION,
    "stopped": StepStatus.STOPPED,
}
SESSION_STATES = {"in progress": "in-progress", "sealed": "completed", "stopped": "stopped"}
VITALS = {
    "pulse": "hr",
    "SpO2": "spo2",
    "breaths": "rr",
    "temperature": "temp",
    "alertness": "alertness",
    "blood pressure": "sbp",
}


class Player(TypingProtocol):
    """Whoever plays a walk."""

    protocol: Protocol

    @property
    def state(self) -> SessionState:
        """The session as it stands."""
        ...

    def now(self) -> Reading:
        """Return the time now."""
        ...

    def wait(self, minutes: float = 0, seconds: float = 0) -> None:
        """Let time pass."""
        ...

    def do(self, command: Command, actor: Actor = NURSE) -> object:
        """Give a command; returns ``Refused`` where it is not taken."""
        ...


def play(path: Path, player: Player) -> None:
    """Play one walk; an observation that does not hold fails with the file, the line and the sentence."""
    walk = _Walk(player)
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        sentence = raw.strip()
        if not sentence or sentence.startswith("#"):
            continue
        try:
            walk.say(sentence)
        except AssertionError as error:
            raise AssertionError(f"{path.name}:{number}: {sentence}\n{error}") from error
    walk.end()


class _Walk:
    def __init__(self, player: Player) -> None:
        self.player = player
        self.refused: Refused | None = None

    def say(self, sentence: str) -> None:
        for pattern, method in _SENTENCES:
            found = re.fullmatch(pattern, sentence)
            if found:
                if method is not _Walk.is_refused:
                    self.end()
                method(self, *found.groups())
                return
        raise AssertionError("no such sentence")

    def end(self) -> None:
        assert self.refused is None, f"refused: {self.refused}"

    # --- acts

    def do(self, command: Command, who: str = "nurse") -> None:
        decision = self.player.do(command, WHO[who])
        self.refused = decision if isinstance(decision, Refused) else None

    def opens(self, chair: str) -> None:
        self.do(c.OpenSession("patient-1", int(chair), ORDER, 3))

    def waits(self, amount: str, unit: str) -> None:
        self.player.wait(**{unit + "s": float(amount)})

    def answers(self, who: str, line: str, words: str) -> None:
        found = self.line(line)
        self.do(c.AnswerLine(found.link_id, answer_of(found, words, self.player.now())), who)

    def corrects(self, who: str, line: str, words: str, reason: str) -> None:
        found = self.line(line)
        new = answer_of(found, words, self.player.now())
        self.do(c.CorrectAnswer(found.link_id, new, REASONS[reason]), who)

    def undoes(self, who: str, line: str) -> None:
        self.do(c.CorrectAnswer(self.line(line).link_id, None, "undo"), who)

    def takes_back(self, who: str, line: str, reason: str) -> None:
        self.do(c.CorrectAnswer(self.line(line).link_id, None, REASONS[reason]), who)

    def puts_off(self, who: str, line: str, step: str) -> None:
        self.do(c.DeferLine(self.line(line).link_id, STEPS[step]), who)

    def skips(self, who: str, line: str, words: str) -> None:
        found = self.line(line)
        reason = next((r.code for r in found.not_applicable if r.text == words), words)
        self.do(c.MarkNotApplicable(found.link_id, reason), who)

    def passes(self, who: str, line: str, reason: str) -> None:
        self.do(c.OverrideStop(self.line(line).link_id, reason), who)

    def tells(self, line: str, order: str) -> None:
        self.do(c.TellProvider(self.line(line).link_id, "Dr Okafor", order, read_back=True))

    def records(self, words: str) -> None:
        link_id = "mon.post-vitals" if due.is_over(self.player.state) else "mon.vitals"
        self.do(c.RecordVitals(link_id, _signs(words)))

    def notes(self, line: str | None, words: str) -> None:
        self.do(c.AddNote(words, self.line(line).link_id if line else None))

    def starts(self, rate: str) -> None:
        self.do(c.StartInfusion(rate))

    def pauses(self, reason: str) -> None:
        self.do(c.PauseInfusion(reason))

    def resumes(self, who: str) -> None:
        self.do(c.ResumeInfusion(), who)

    def ends_pump(self, given: str) -> None:
        self.do(c.EndInfusion(given))

    def stops_pump(self, given: str, reason: str) -> None:
        self.do(c.EndInfusion(given, early=True, reason=reason))

    def sees(self, term: str) -> None:
        self.do(c.RecordEvent(term))

    def signs(self, who: str, line: str) -> None:
        found = self.line(line)
        recorded = self.player.state.line(found.link_id)
        fields = [field for field in found.fields if isinstance(field, SignatureField)]
        mine = [f for f in fields if WHO[who].role in f.roles and signature_of(recorded, f.id) is None]
        self.do(c.Sign(found.link_id, (mine or fields)[0].id, SHOWN), who)

    def stops(self, reason: str) -> None:
        self.do(c.StopSession(reason))

    def in_order(self, name: str) -> None:
        """Answer and sign every shown line of a step that is still open, its phase's own signature aside."""
        closing = {phase.closed_by for phase in self.player.protocol.phases}
        for section in self.player.protocol.sections_of(STEPS[name]):
            for line in section.lines:
                if line.link_id not in closing and not line.repeats:
                    self._in_order(line)
                    self.end()

    def _in_order(self, line: Line) -> None:
        player = self.player
        who = "second person" if "checker" in line.roles else "nurse"
        view = line_view(player.protocol, player.state, line.link_id, player.now())
        if not visible(player.protocol, player.state, line) or view.status is not LineStatus.TODO:
            return
        if view.answer is None:
            answer = normal(player.protocol, line.link_id, player.now().wall_ms)
            self.do(c.AnswerLine(line.link_id, answer), who)
            self.end()
        for field in line.fields:
            if isinstance(field, SignatureField) and field.required:
                self.do(c.Sign(line.link_id, field.id, SHOWN), "second person")

    # --- observations

    def is_refused(self, code: str) -> None:
        assert self.refused is not None, "it was taken"
        assert self.refused.code == code, f"refused: {self.refused}"
        self.refused = None

    def line_is(self, line: str, state: str) -> None:
        view = line_view(self.player.protocol, self.player.state, self.line(line).link_id, self.player.now())
        assert view.status is STATES[state], f"it is {view.status}"

    def line_hidden(self, line: str) -> None:
        assert not visible(self.player.protocol, self.player.state, self.line(line))

    def step_is(self, step: str, state: str) -> None:
        view = step_view(self.player.protocol, self.player.state, STEPS[step], self.player.now())
        assert view.status is STEP_STATES[state], f"it is {view.status}: {view.blocks}"

    def in_the_way(self, line: str, step: str) -> None:
        view = step_view(self.player.protocol, self.player.state, STEPS[step], self.player.now())
        assert self.line(line).link_id in {block.link_id for block in view.blocks}, f"{view.blocks}"

    def nothing_in_the_way(self, title: str) -> None:
        phase = next(p for p in self.player.protocol.phases if p.title == title)
        blocks = phase_blocks(self.player.protocol, self.player.state, phase.id, self.player.now())
        assert blocks == (), f"{blocks}"

    def goes_on_at(self, line: str) -> None:
        _, link_id = resume_point(self.player.protocol, self.player.state, self.player.now())
        assert link_id == self.line(line).link_id, f"at {link_id}"

    def overdue(self, some: str) -> None:
        late = due.overdue(self.player.protocol, self.player.state, self.player.now())
        assert bool(late) is (some == "A"), f"{late}"

    def next_due(self, minutes: str) -> None:
        mark = due.next_due(self.player.protocol, self.player.state, self.player.now())
        assert mark is not None
        assert mark.wait_ms == float(minutes) * due.MINUTE_MS, f"in {mark.wait_ms} ms"

    def given(self, amount: str) -> None:
        assert self.player.state.infusion.given_mg == amount, self.player.state.infusion.given_mg

    def by_clock(self, amount: str) -> None:
        assert str(due.by_clock_mg(self.player.state, self.player.now())) == amount

    def pump_is(self, state: str) -> None:
        assert self.player.state.infusion.status == state, self.player.state.infusion.status

    def session_is(self, state: str) -> None:
        assert self.player.state.status == SESSION_STATES[state], self.player.state.status

    def line(self, words: str) -> Line:
        """Return the line with these words on screen."""
        lines = [
            line
            for phase in self.player.protocol.phases
            for section in phase.sections
            for line in section.lines
            if line.text == words
        ]
        assert len(lines) == 1, f"{len(lines)} lines read {words!r}"
        return lines[0]


def _signs(words: str) -> VitalSigns:
    values: list[VitalValue] = []
    missing: list[VitalMissing] = []
    for part in words.split(", "):
        if found := re.fullmatch(r"(\d+)/(\d+)", part):
            values += [
                VitalValue(code, text, UNITS[code]) for code, text in zip(("sbp", "dbp"), found.groups(), strict=True)
            ]
            continue
        name, _, rest = part.rpartition(" ") if part[-1].isdigit() else (*part.partition(" "),)
        if part[-1].isdigit():
            values.append(VitalValue(VITALS[name], rest, UNITS[VITALS[name]]))
            continue
        found = re.fullmatch(r"(blood pressure|\w+) (not taken|could not be obtained)", part)
        assert found, part
        reason = "not_taken" if found[2] == "not taken" else "could_not_obtain"
        codes = ("sbp", "dbp") if found[1] == "blood pressure" else (VITALS[found[1]],)
        missing += [VitalMissing(code, reason) for code in codes]
    return VitalSigns(tuple(values), tuple(missing))


_BY = r"The (nurse|second person|prescriber) "
_ON = r'"([^"]+)"'
_STATE = "|".join(STATES)
_STEP = "|".join(STEPS)
_REASON = "|".join(REASONS)
_SENTENCES: list[tuple[str, Callable[..., None]]] = [
    (r"The nurse opens a session in chair (\d+)\.", _Walk.opens),
    (r"([\d.]+) (minute|second)s? pass(?:es)?\.", _Walk.waits),
    (rf"{_BY}answers {_ON}: (.+)\.", _Walk.answers),
    (rf"{_BY}corrects {_ON} to (.+), ({_REASON})\.", _Walk.corrects),
    (rf"{_BY}takes back {_ON}, ({_REASON})\.", _Walk.takes_back),
    (rf"{_BY}undoes {_ON}\.", _Walk.undoes),
    (rf"{_BY}puts off {_ON} until ({_STEP})\.", _Walk.puts_off),
    (rf"{_BY}says that {_ON} does not apply: (.+)\.", _Walk.skips),
    (rf"{_BY}passes the stop on {_ON}: (.+)", _Walk.passes),
    (rf"The nurse tells the prescriber about {_ON}, who orders: (.+)\.", _Walk.tells),
    (r"The nurse records (.+)\.", _Walk.records),
    (rf"The nurse notes(?: on {_ON})?: (.+)", _Walk.notes),
    (r"The nurse starts the pump at ([\d.]+) mL/h\.", _Walk.starts),
    (r"The nurse pauses the pump: (.+)\.", _Walk.pauses),
    (rf"{_BY}resumes the pump\.", _Walk.resumes),
    (r"The pump ends with ([\d.]+) mL given\.", _Walk.ends_pump),
    (r"The nurse stops the pump early with ([\d.]+) mL given: (.+)\.", _Walk.stops_pump),
    (r"The nurse sees: (\w+)\.", _Walk.sees),
    (rf"{_BY}signs {_ON}\.", _Walk.signs),
    (r"The nurse stops the session: (.+)\.", _Walk.stops),
    (rf"Everything else in ({_STEP}) is in order\.", _Walk.in_order),
    (r"It is refused \(([a-z_.-]+)\)\.", _Walk.is_refused),
    (rf"{_ON} is ({_STATE})\.", _Walk.line_is),
    (rf"{_ON} is not shown\.", _Walk.line_hidden),
    (rf"The step ({_STEP}) is ({'|'.join(STEP_STATES)})\.", _Walk.step_is),
    (rf"{_ON} stands in the way of ({_STEP})\.", _Walk.in_the_way),
    (rf"Nothing stands in the way of {_ON}\.", _Walk.nothing_in_the_way),
    (rf"Work goes on at {_ON}\.", _Walk.goes_on_at),
    (r"(A|No) reading is overdue\.", _Walk.overdue),
    (r"The next reading is due in ([\d.]+) minutes\.", _Walk.next_due),
    (r"([\d.]+) mg were given\.", _Walk.given),
    (r"By clock ([\d.]+) mg are in\.", _Walk.by_clock),
    (r"The pump is (running|paused|ended|stopped)\.", _Walk.pump_is),
    (r"The session is (in progress|sealed|stopped)\.", _Walk.session_is),
]
