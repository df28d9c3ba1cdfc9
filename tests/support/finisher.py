"""Finishing a session from wherever it stands: one plain act for each thing in the way, until it is sealed.

It answers as on a calm day, corrects what nobody may pass, and asks whoever is asked for. What it cannot finish is a
dead end; only a third difference of an independent check is stopped instead.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from bedside import NURSE, OTHER_NURSE, PRESCRIBER, SECOND, SHOWN, Bedside

from checklist.protocol.items import SignatureField
from checklist.protocol.model import PhaseId
from checklist.protocol.values import Answer, VitalSigns
from checklist.session import commands as c
from checklist.session import drug_account
from checklist.session.amounts import rate_ml_per_h
from checklist.session.care_commands import CheckRate, ReadPump
from checklist.session.commands import Actor, Block, Refused
from checklist.session.delivered import delivered
from checklist.session.drug_commands import Draw, Explain, TakeOut, Waste
from checklist.session.emergency_commands import EndBranch
from checklist.session.inforce import vitals_field
from checklist.session.lines import unsigned
from checklist.session.progress import Look, line_view, phase_blocks
from checklist.session.state import InfusionStatus, Status

REASON = "Seen by the prescriber, who knows her well"
ACTORS = {actor.person: actor for actor in (NURSE, OTHER_NURSE, SECOND, PRESCRIBER)}
MOST = 600


class Finisher:
    """Finishes one session.

    Args:
        bed: The session.
        normal: A good answer of a line.
    """

    def __init__(self, bed: Bedside, normal: Callable[[str], Answer]) -> None:
        self.bed = bed
        self.normal = normal

    def finish(self) -> Status:
        """Bring the session to its end; fails where that takes more acts than any session has."""
        for _ in range(MOST):
            if self.bed.state.status is not Status.IN_PROGRESS:
                return self.bed.state.status
            self._act()
        raise AssertionError(f"a dead end: {self._blocks()}")

    def _phase(self) -> PhaseId:
        return next(p.id for p in self.bed.protocol.phases if self.bed.state.closed(p.id) is None)

    def _blocks(self) -> tuple[Block, ...]:
        return phase_blocks(self.bed.protocol, self.bed.state, self._phase(), self.bed.now())

    def _act(self) -> None:
        blocks = self._blocks()
        if not blocks:
            closing = self.bed.protocol.phase(self._phase()).closed_by
            self.bed.must(c.Sign(closing, "nurse", SHOWN))
            return
        self._clear(blocks[0])

    def _clear(self, block: Block) -> None:
        link_id = block.link_id
        match block.code:
            case "pair.stop":
                self.bed.must(c.StopSession("check"))
            case "line.todo" | "line.later" | "need.recheck":
                self._answer(str(link_id))
            case "need.override":
                self._pass(str(link_id))
            case "need.stop":
                self._correct(str(link_id))
            case "need.witness":
                self.bed.must(c.Countersign(int(dict(block.params)["of"]), SHOWN), self._other_than(block))
            case "need.told" | "need.answer":
                self.bed.must(c.TellProvider(str(link_id), "Dr Okafor", "", read_back=False))
            case "need.note" | "need.branch":
                self.bed.must(c.AddNote("Looked after.", link_id))
            case "need.signature":
                self._sign(str(link_id), dict(block.params)["field"])
            case "infusion.not_started" | "infusion.not_over":
                self._pump()
            case "vitals.none" | "vitals.overdue":
                self._set(str(link_id))
            case "auto.not_yet":
                self._wait_for(block)
            case "need.pump":
                self.bed.must(ReadPump(self._by_clock()))
            case "need.rate_check":
                self.bed.must(CheckRate(int(dict(block.params)["of"]), self.bed.state.infusion.rate_ml_h), SECOND)
            case "branch.open":
                self.bed.must(EndBranch(int(dict(block.params)["of"]), "recovery"))
            case "need.grade":
                self.bed.must(c.SettleEvent(int(dict(block.params)["of"]), 2, "resolved"))
            case "need.account":
                self._account()
            case "drug.short":
                self._draw_more(block)
            case "drug.differs" | "drug.containers":
                self.bed.must(Explain(REASON))
            case _:
                raise AssertionError(f"nobody knows what to do: {block}")

    def _second(self, link_id: str) -> Actor:
        """Return who answers a second person's line: somebody who has not answered the other side."""
        current = self.bed.state.line(link_id).current
        if current is not None:
            return ACTORS[current.mark.person]
        for actor in (SECOND, OTHER_NURSE, PRESCRIBER):
            if not isinstance(self.bed.do(c.AnswerLine(link_id, self.normal(link_id)), actor), Refused):
                return actor
        raise AssertionError(f"nobody may check {link_id}")

    def _answer(self, link_id: str) -> None:
        view = line_view(self.bed.protocol, self.bed.state, link_id, self.bed.now())
        self.bed.wait(seconds=max(0, view.due_ms - self.bed.now().wall_ms) / 1000)
        if "checker" in view.line.roles:
            self._second(link_id)
            return
        for actor in (NURSE, PRESCRIBER, OTHER_NURSE):
            decision = self.bed.do(c.AnswerLine(link_id, self.normal(link_id)), actor)
            if isinstance(decision, Refused) and decision.code == "pair.too_soon":
                self.bed.wait(2)
                decision = self.bed.do(c.AnswerLine(link_id, self.normal(link_id)), actor)
            if not isinstance(decision, Refused):
                return
        raise AssertionError(self.bed.refuses(c.AnswerLine(link_id, self.normal(link_id))))

    def _pass(self, link_id: str) -> None:
        decision = self.bed.do(c.OverrideStop(link_id, REASON), PRESCRIBER)
        if isinstance(decision, Refused):
            self._correct(link_id)

    def _correct(self, link_id: str) -> None:
        view = line_view(self.bed.protocol, self.bed.state, link_id, self.bed.now())
        current = self.bed.state.line(link_id).current
        author = ACTORS[current.mark.person] if current is not None else NURSE
        actor = author if "checker" in view.line.roles else NURSE
        self.bed.must(c.CorrectAnswer(link_id, self.normal(link_id), "new_information"), actor)

    def _sign(self, link_id: str, field_id: str) -> None:
        line = self.bed.protocol.line(link_id)
        field = next(f for f in unsigned(line, self.bed.state.line(link_id)) if f.id == field_id)
        assert isinstance(field, SignatureField)
        if "checker" in line.roles:
            self.bed.must(c.Sign(link_id, field_id, SHOWN), self._second(link_id))
            return
        for actor in (SECOND, OTHER_NURSE, PRESCRIBER) if field.other_person else (NURSE,):
            if not isinstance(self.bed.do(c.Sign(link_id, field_id, SHOWN), actor), Refused):
                return
        raise AssertionError(f"nobody may sign {link_id}")

    def _pump(self) -> None:
        if self.bed.state.infusion.status is InfusionStatus.NOT_STARTED:
            owing = Look(self.bed.protocol, self.bed.state, self.bed.now()).owing(PhaseId.PRE_INFUSION)
            if owing:
                self._clear(owing[0])
                return
            order = self.bed.state.order
            self.bed.must(c.StartInfusion(str(rate_ml_per_h(Decimal(order.volume_ml), order.minutes))))
            return
        self.bed.must(c.EndInfusion(self.bed.state.order.volume_ml))

    def _by_clock(self) -> str:
        given = delivered(self.bed.protocol, self.bed.state, self.bed.now()).by_clock_ml
        return str(given.quantize(Decimal("0.1")))

    def _account(self) -> None:
        """Open the account with what the dose needs; what the bag still holds is wasted."""
        state = self.bed.state
        ml = Decimal(state.order.dose_mg) / 50
        left = Decimal(state.order.volume_ml) - Decimal(state.infusion.given_ml or "0")
        self.bed.must(TakeOut("C-9", 1, "50", "KT1", "2027-06-30"))
        self.bed.must(Draw("C-9", str(ml)))
        if left:
            self.bed.must(Waste("C-9", "0", str(left), "container"))

    def _set(self, link_id: str) -> None:
        line = self.bed.protocol.line(link_id)
        field = vitals_field(line)
        assert field is not None
        signs = self.normal(link_id).get(field.id)
        assert isinstance(signs, VitalSigns)
        self.bed.must(c.RecordVitals(link_id, signs))

    def _draw_more(self, block: Block) -> None:
        container = drug_account.lines_container(self.bed.protocol, self.bed.state)
        out = drug_account.taken_out(self.bed.state, container)
        assert out is not None
        missing = Decimal(dict(block.params)["ordered"]) - Decimal(dict(block.params)["drawn"])
        ml = min(Decimal(20), (missing / Decimal(out.strength_mg_ml)).quantize(Decimal("0.01")))
        self.bed.must(Draw(container, str(ml), opened=0))

    def _wait_for(self, block: Block) -> None:
        if dict(block.params)["reason"] == "event-open":
            event = next(event for event in self.bed.state.events if not event.settlements)
            self.bed.must(c.SettleEvent(event.mark.n, 1, "resolved"))
            return
        self.bed.wait(5)

    def _other_than(self, block: Block) -> Actor:
        of = int(dict(block.params)["of"])
        author = next(mark.person for _, mark in self.bed.recorded if mark.n == of)
        return SECOND if author != SECOND.person else OTHER_NURSE
