"""Walks on the complete protocol: the sentences of ``walk``, and those for checks, orders, evidence and the drug.

A file may begin with ``# with p.second_check = single``: the clinic has set this parameter.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bedside import ORDER, OTHER_NURSE, SHOWN
from cadence_walk import CADENCE
from care_scenes import NOBODY, SYSTEM
from msgspec.structs import replace
from walk import _SENTENCES, WHO, Player, _Walk
from whole_visit import normal

from checklist.protocol.items import Field, QuantityField, ScoreField, SignatureField, TextField
from checklist.protocol.model import Line
from checklist.protocol.values import Answer, Chosen, FieldAnswer, Quantity, Score, Text, Value
from checklist.session import branches, drug_account, due
from checklist.session import care_commands as care
from checklist.session import commands as c
from checklist.session import drug_commands as d
from checklist.session import emergency_commands as em
from checklist.session.care_state import BranchRun
from checklist.session.commands import Command, Refused
from checklist.session.delivered import delivered
from checklist.session.flags import session_flags
from checklist.session.progress import LineStatus, LineView, line_view, phase_blocks, visible

NEEDS = {
    "the prescriber": "need.override",
    "the witness": "need.witness",
    "somebody to be told": "need.told",
    "an answer": "need.answer",
    "a note": "need.note",
    "another reading": "need.recheck",
    "a branch": "need.branch",
    "another answer": "need.stop",
}
SETTING = re.compile(r"# with (p\.[a-z_]+) = (\w+)")


def play(path: Path, player: Player) -> None:
    """Play one walk; an observation that does not hold fails with the file, the line and the sentence."""
    walk = _CareWalk(player)
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        sentence = raw.strip()
        if not sentence or sentence.startswith("#"):
            continue
        try:
            walk.say(sentence)
        except AssertionError as error:
            raise AssertionError(f"{path.name}:{number}: {sentence}\n{error}") from error
    walk.end()


def setting(path: Path) -> tuple[str, str] | None:
    """Return the parameter a walk's clinic has set, or None."""
    found = SETTING.match(path.read_text(encoding="utf-8"))
    return (found[1], found[2]) if found else None


class _CareWalk(_Walk):
    def say(self, sentence: str) -> None:
        for pattern, method in (*CADENCE, *_MORE, *_SENTENCES):
            found = re.fullmatch(pattern, sentence)
            if found:
                if method is not _Walk.is_refused:
                    self.end()
                method(self, *found.groups())
                return
        raise AssertionError("no such sentence")

    def view(self, line: str) -> LineView:
        player = self.player
        return line_view(player.protocol, player.state, self.line(line).link_id, player.now())

    def _normal(self, link_id: str) -> Answer:
        return normal(self.player, link_id)  # type: ignore[arg-type]  # protocol, state and now are all it asks for

    def _in_order(self, line: Line) -> None:
        player = self.player
        who = "second person" if "checker" in line.roles else "nurse"
        view = line_view(player.protocol, player.state, line.link_id, player.now())
        open_again = view.status in (LineStatus.TODO, LineStatus.SENSED)
        if not visible(player.protocol, player.state, line) or not open_again or line.rule is not None:
            return
        if (view.answer is None or view.again is not None) and any(
            not isinstance(field, SignatureField) for field in line.fields
        ):
            self.do(c.AnswerLine(line.link_id, self._normal(line.link_id)), who)
            self.end()
        for field in line.fields:
            if isinstance(field, SignatureField) and field.required:
                self.do(c.Sign(line.link_id, field.id, SHOWN), "second person" if field.other_person else "nurse")

    # --- acts

    def opens_session(self, chair: str, last_mg: str | None) -> None:
        order = replace(ORDER, last_dose_mg=last_mg or "")
        self.do(c.OpenSession("patient-1", int(chair), order, 3, "4471"))

    def _with(self, line: Line, fields: str, words: str) -> Answer:
        """Return an ordinary answer of a line with some of its fields as said."""
        values: dict[str, Value] = {item.field: item.value for item in self._normal(line.link_id).values}
        for name, text in zip(fields.split(", "), words.split(", "), strict=True):
            values[name] = _value(line.field(name), text)
        return Answer(tuple(FieldAnswer(f.id, values[f.id]) for f in line.fields if f.id in values))

    def reads(self, who: str, line: str, fields: str, words: str) -> None:
        found = self.line(line)
        self.do(c.AnswerLine(found.link_id, self._with(found, fields, words)), who)

    def reads_all(self, who: str, line: str) -> None:
        found = self.line(line)
        self.do(c.AnswerLine(found.link_id, self._normal(found.link_id)), who)

    def reads_anew(self, who: str, line: str, fields: str | None, words: str) -> None:
        found = self.line(line)
        answer = self._with(found, fields, words) if fields else self._normal(found.link_id)
        self.do(c.CorrectAnswer(found.link_id, answer, "typing"), who)

    def by_phone(self, line: str, reason: str) -> None:
        self.do(c.OverrideByPhone(self.line(line).link_id, reason, WHO["prescriber"].person, read_back=True))

    def countersigns(self, who: str, line: str) -> None:
        orders = self.player.state.line(self.line(line).link_id).overrides
        self.do(c.Countersign(orders[-1].mark.n, SHOWN), who)

    def tells_unanswered(self, line: str) -> None:
        self.do(c.TellProvider(self.line(line).link_id, "Dr Okafor", "", read_back=False, answered=False))

    def confirms(self, line: str) -> None:
        offered = self.view(line).offered
        assert offered is not None, "nothing is offered"
        self.do(c.AnswerLine(self.line(line).link_id, offered))

    def takes_out(self, count: str, strength: str, lot: str, container: str) -> None:
        self.do(d.TakeOut(container, int(count), strength, lot, "2027-06-30"))

    def draws(self, ml: str, container: str) -> None:
        self.do(d.Draw(container, ml))

    def wastes(self, syringe: str, bag: str, container: str) -> None:
        self.do(d.Waste(container, syringe, bag, "container"))

    def returns(self, count: str, container: str) -> None:
        self.do(d.Return(container, count=int(count)))

    def explains(self, text: str) -> None:
        self.do(d.Explain(text))

    def witnesses(self, who: str) -> None:
        self.do(c.Countersign(self.player.state.account[-1].mark.n, SHOWN), who)

    def settles(self, term: str, grade: str) -> None:
        event = next(event for event in self.player.state.events if event.term == term)
        self.do(c.SettleEvent(event.mark.n, int(grade), "resolved"))

    # --- around the running infusion

    def slows(self, rate: str, reason: str) -> None:
        self.do(care.ChangeRate(rate, reason, "Dr Okafor"))

    def checks_rate(self, who: str, rate: str) -> None:
        self.do(care.CheckRate(self.player.state.infusion.rates[-1].mark.n, rate), who)

    def reads_pump(self, given: str) -> None:
        self.do(care.ReadPump(given))

    def starts_list(self, who: str, branch: str) -> None:
        self._do_as(em.StartBranch(branch), who)

    def does_line(self, who: str, words: str, branch: str) -> None:
        self._press(who, words, branch, done=True)

    def cannot(self, who: str, words: str, branch: str) -> None:
        self._press(who, words, branch, done=False)

    def _press(self, who: str, words: str, branch: str, *, done: bool) -> None:
        run = self._run(branch)
        (line,) = (item for item in branches.reading(self.player.protocol, run) if item.text == words)
        self._do_as(em.DoBranchLine(run.n, line.id, done), who)

    def ends_list(self, who: str, branch: str, outcome: str) -> None:
        self._do_as(em.EndBranch(self._run(branch).n, outcome), who)

    def ends_graded(self, who: str, branch: str, outcome: str, grade: str) -> None:
        of = self._run(branch).n
        for command in (em.EndBranch(of, outcome), c.SettleEvent(of, int(grade), "resolved")):
            self.end()
            self._do_as(command, who)

    def grades_list(self, branch: str, grade: str) -> None:
        self.do(c.SettleEvent(self._run(branch).n, int(grade), "resolved"))

    def claims(self, who: str) -> None:
        self.do(care.ClaimActs(tuple(mark.n for mark in branches.unclaimed(self.player.state))), who)

    def hands_over(self) -> None:
        self.do(care.HandOver(OTHER_NURSE.person, SHOWN))

    def takes_over(self, reason: str | None) -> None:
        waiting = [item.given.n for item in self.player.state.handovers if item.given is not None]
        of = None if reason else next(reversed(waiting), 0)
        self._do_as(care.TakeOver(of, SHOWN, reason or ""), "other nurse")

    def signs_handover(self) -> None:
        taken = self.player.state.handovers[-1].taken
        assert taken is not None
        self.do(c.Countersign(taken.n, SHOWN))

    def notes_gap(self, what: str, minutes: str) -> None:
        ms = int(minutes) * due.MINUTE_MS
        gap = care.NoteGap("sleep", ms, self.player.now().wall_ms - ms)
        if what == "was set back":
            gap = care.NoteGap("clock", -ms, self.player.now().wall_ms)
        self._do_as(gap, "program")

    def suspended(self, minutes: str) -> None:
        player: Any = self.player  # a player with a clock of its own
        from_ms = self.player.now().wall_ms
        player.sleep(float(minutes))
        self._do_as(care.NoteGap("sleep", int(minutes) * due.MINUTE_MS, from_ms), "program")

    def clock_set(self, way: str, minutes: str) -> None:
        player: Any = self.player  # a player with a clock of its own
        step = int(minutes) * (-1 if way == "back" else 1)
        from_ms = self.player.now().wall_ms
        player.set_wall(step)
        self._do_as(care.NoteGap("clock", step * due.MINUTE_MS, from_ms), "program")

    def gap_noted(self, minutes: str, kind: str) -> None:
        found = [(gap.kind, gap.ms) for gap in self.player.state.gaps]
        assert found.count((kind, int(minutes) * due.MINUTE_MS)) == 1, found

    def _do_as(self, command: Command, who: str) -> None:
        decision = self.player.do(command, _MORE_WHO[who])
        self.refused = decision if isinstance(decision, Refused) else None

    def _run(self, branch: str) -> BranchRun:
        return next(run for run in reversed(self.player.state.branches) if run.branch == branch)

    def next_line(self, branch: str, words: str) -> None:
        found = branches.next_line(self.player.protocol, self._run(branch))
        assert found is not None
        assert found.text == words, found.text

    def keeps_from_signing(self, code: str, some: str, title: str) -> None:
        phase = next(p for p in self.player.protocol.phases if p.title == title)
        blocks = phase_blocks(self.player.protocol, self.player.state, phase.id, self.player.now())
        assert (code in [str(block.code) for block in blocks]) is (some == "keeps"), f"{blocks}"

    def ml_by_clock(self, amount: str) -> None:
        found = delivered(self.player.protocol, self.player.state, self.player.now())
        assert str(found.by_clock_ml) == amount, f"{found}"

    def residue(self, amount: str) -> None:
        found = delivered(self.player.protocol, self.player.state, self.player.now())
        assert str(found.residue_ml) == amount, f"{found}"

    def off_plan(self, percent: str) -> None:
        found = delivered(self.player.protocol, self.player.state, self.player.now())
        assert str(found.deviation_pct) == percent, f"{found}"

    def is_responsible(self, who: str) -> None:
        known: Any = self.player  # a player on a store knows the walk's people by ids of its own
        person = _MORE_WHO[who].person
        wanted = known.person_of(person) if hasattr(known, "person_of") else person
        assert self.player.state.nurse == wanted, self.player.state.nurse

    # --- observations

    def needs(self, line: str, need: str) -> None:
        codes = [str(block.code) for block in self.view(line).needs]
        assert NEEDS[need] in codes, f"it needs {codes}"

    def needs_nothing(self, line: str) -> None:
        assert self.view(line).needs == (), f"{self.view(line).needs}"

    def offers_branch(self, line: str, branch: str) -> None:
        found = [dict(block.params).get("branch") for block in self.view(line).needs]
        assert branch in found, f"{found}"

    def slip(self, line: str, slip: str) -> None:
        found = [dict(block.params).get("slip") for block in self.view(line).needs]
        assert slip in found, f"{found}"

    def due_in(self, line: str, minutes: str) -> None:
        wait_ms = self.view(line).due_ms - self.player.now().wall_ms
        assert wait_ms == float(minutes) * due.MINUTE_MS, f"in {wait_ms} ms"

    def differs(self, line: str, field: str, slip: str | None) -> None:
        compared = self.view(line).compared
        assert compared is not None
        assert not compared.same
        found = {item.field: item.slips for item in compared.differs}
        assert field in found, f"{found}"
        assert slip is None or slip in found[field], f"{found}"

    def agrees(self, line: str, single: str | None) -> None:
        compared = self.view(line).compared
        assert compared is not None
        assert compared.same
        assert compared.single is (single is not None)

    def open_again(self, line: str) -> None:
        assert self.view(line).again is not None, f"{self.view(line).status}"

    def is_offered(self, line: str) -> None:
        assert self.view(line).status is LineStatus.SENSED, f"{self.view(line).status}"

    def flagged(self, some: str, kind: str) -> None:
        flags = session_flags(self.player.protocol, self.player.state, self.player.now())
        assert (kind in [str(flag.kind) for flag in flags]) is (some == "is"), f"{flags}"

    def holds_mg(self, verb: str, mg: str) -> None:
        found = drug_account.balance(self.player.protocol, self.player.state)
        held = {"drawn": found.drawn_mg, "wasted": found.wasted_mg}[verb]
        assert str(held) == mg, f"{held}"

    def account_holds(self) -> None:
        found = drug_account.balance(self.player.protocol, self.player.state)
        assert found.holds, f"{found}"

    def account_off(self, mg: str) -> None:
        found = drug_account.balance(self.player.protocol, self.player.state)
        assert str(found.difference_mg) == mg, f"{found.difference_mg}"
        assert not found.holds


def _value(kind: Field, text: str) -> Value:
    match kind:
        case QuantityField():
            return Quantity(text, kind.unit)
        case ScoreField():
            return Score(int(text))
        case TextField():
            return Text(text)
        case _:
            return Chosen(text)


_MORE_WHO = {**WHO, "other nurse": OTHER_NURSE, "Somebody": NOBODY, "program": SYSTEM}
_SOMEBODY = "(?:The )?(Somebody|nurse|other nurse)"
_BY = r"The (nurse|second person|prescriber) "
_ON = r'"([^"]+)"'
_MORE: list[tuple[str, Callable[..., None]]] = [
    (r"The nurse opens a session in chair (\d+)(?: after a last dose of ([\d.]+) mg)?\.", _CareWalk.opens_session),
    (rf"{_BY}reads {_ON} with ([a-z0-9, ]+?) ([\w.-]+(?:, [\w.-]+)*)\.", _CareWalk.reads),
    (rf"{_BY}corrects {_ON}(?: with ([a-z0-9, ]+?) ([\w.-]+(?:, [\w.-]+)*))?\.", _CareWalk.reads_anew),
    (r"The drug account has ([\d.]+) mg (drawn|wasted)\.", lambda walk, mg, verb: walk.holds_mg(verb, mg)),
    (rf"{_BY}reads {_ON}\.", _CareWalk.reads_all),
    (rf"The prescriber orders by telephone to pass {_ON}, read back: (.+)", _CareWalk.by_phone),
    (rf"{_BY}countersigns the order on {_ON}\.", _CareWalk.countersigns),
    (rf"The nurse tells the prescriber about {_ON} and has no answer\.", _CareWalk.tells_unanswered),
    (rf"The nurse confirms {_ON}\.", _CareWalk.confirms),
    (r"The nurse takes out (\d+) vials? of (\d+) mg/mL, lot (\w+), as ([\w-]+)\.", _CareWalk.takes_out),
    (r"The nurse draws ([\d.]+) mL from ([\w-]+)\.", _CareWalk.draws),
    (r"The nurse wastes ([\d.]+) mL from the syringe and ([\d.]+) mL from the bag of ([\w-]+)\.", _CareWalk.wastes),
    (r"The nurse returns (\d+) vials? of ([\w-]+)\.", _CareWalk.returns),
    (r"The nurse explains the drug account: (.+)\.", _CareWalk.explains),
    (rf"{_BY}witnesses the drug account\.", _CareWalk.witnesses),
    (r"The nurse closes (\w+) at grade (\d)\.", _CareWalk.settles),
    (r"The nurse changes the rate to ([\d.]+) mL/h: (.+)\.", _CareWalk.slows),
    (rf"{_BY}reads the rate ([\d.]+) mL/h from the pump\.", _CareWalk.checks_rate),
    (r"The nurse reads ([\d.]+) mL given from the pump\.", _CareWalk.reads_pump),
    (rf"{_SOMEBODY} starts the list ([a-z.-]+)\.", _CareWalk.starts_list),
    (rf"{_SOMEBODY} does {_ON} of ([a-z.-]+)\.", _CareWalk.does_line),
    (rf"{_SOMEBODY} cannot do {_ON} of ([a-z.-]+)\.", _CareWalk.cannot),
    (rf"{_SOMEBODY} ends the list ([a-z.-]+): (\w+)\.", _CareWalk.ends_list),
    (rf"{_SOMEBODY} ends the list ([a-z.-]+): (\w+), grade (\d)\.", _CareWalk.ends_graded),
    (r"The nurse grades ([a-z.-]+) (\d)\.", _CareWalk.grades_list),
    (rf"{_BY}claims what was done without sign-in\.", _CareWalk.claims),
    (r"The nurse hands over to the other nurse\.", _CareWalk.hands_over),
    (r"The other nurse takes over(?: alone: (.+))?\.", _CareWalk.takes_over),
    (r"The nurse signs the handover later\.", _CareWalk.signs_handover),
    (r"The computer (slept for|was set back) (\d+) minutes\.", _CareWalk.notes_gap),
    (r"The computer is suspended for (\d+) minutes\.", _CareWalk.suspended),
    (r"The wall clock is set (back|forward) (\d+) minutes\.", _CareWalk.clock_set),
    (r"A gap of (-?\d+) minutes is noted as (sleep|clock)\.", _CareWalk.gap_noted),
    (rf"The next line of ([a-z.-]+) is {_ON}\.", _CareWalk.next_line),
    (rf"([a-z._]+) (keeps|no longer keeps) {_ON} from being signed\.", _CareWalk.keeps_from_signing),
    (r"By clock ([\d.]+) mL are in\.", _CareWalk.ml_by_clock),
    (r"([\d.]+) mL are left over\.", _CareWalk.residue),
    (r"The pump is (-?[\d.]+) % off plan\.", _CareWalk.off_plan),
    (r"The (nurse|other nurse) is responsible\.", _CareWalk.is_responsible),
    (rf"{_ON} needs ({'|'.join(NEEDS)})\.", _CareWalk.needs),
    (rf"{_ON} needs nothing more\.", _CareWalk.needs_nothing),
    (rf"{_ON} offers ([a-z.-]+)\.", _CareWalk.offers_branch),
    (rf"{_ON} names the slip ([a-z-]+)\.", _CareWalk.slip),
    (rf"The next reading of {_ON} is due in ([\d.]+) minutes\.", _CareWalk.due_in),
    (rf"{_ON} differs in (\w+)(?:, likely ([a-z-]+))?\.", _CareWalk.differs),
    (rf"{_ON} agrees(, as a single check)?\.", _CareWalk.agrees),
    (rf"{_ON} is open again\.", _CareWalk.open_again),
    (rf"{_ON} is offered from the record\.", _CareWalk.is_offered),
    (r"The session (is|is not) flagged for ([a-z-]+)\.", _CareWalk.flagged),
    (r"The drug account holds\.", _CareWalk.account_holds),
    (r"The drug account is off by (-?[\d.]+) mg\.", _CareWalk.account_off),
]
