"""State from the events around a running infusion and of emergencies: that part of ``apply``. Pure."""

from __future__ import annotations

from typing import assert_never

from msgspec.structs import replace

from checklist.session import care_events as care
from checklist.session import emergency_events as em
from checklist.session.care_events import CareEvent
from checklist.session.care_state import (
    BranchLineRun,
    BranchRun,
    Claim,
    Detail,
    Gap,
    Handover,
    PumpReading,
    RateChange,
    RateCheck,
    Responsible,
    Settlement,
)
from checklist.session.emergency_events import EmergencyEvent
from checklist.session.mark import earlier
from checklist.session.roles import NOBODY, SYSTEM, UNPROVED
from checklist.session.state import Infusion, InfusionStatus, Mark, Run, SessionState, Version


def cared(state: SessionState, event: CareEvent | EmergencyEvent, mark: Mark) -> SessionState:
    """Return the state after one event of these families."""
    match event:
        case care.RateChanged():
            return replace(state, infusion=_rate(state.infusion, event, mark))
        case care.RateChecked():
            check = RateCheck(event.rate_ml_h, event.same, event.single, mark)
            rates = (replace(r, checks=(*r.checks, check)) if r.mark.n == event.of else r for r in state.infusion.rates)
            return replace(state, infusion=replace(state.infusion, rates=tuple(rates)))
        case care.PumpRead():
            return replace(state, infusion=_pump(state, event, mark))
        case care.HandedOver():
            handover = Handover(state.nurse, event.to, given=mark)
            return replace(state, handovers=(*_settled_only(state), handover))
        case care.TakenOver():
            return _taken(state, event, mark)
        case care.ActsClaimed():
            return replace(state, claims=(*state.claims, Claim(event.of, mark)))
        case care.EventDescribed():
            return _described(state, event, mark)
        case care.GapNoted():
            return replace(state, gaps=(*state.gaps, Gap(event.kind, event.ms, event.from_ms, mark)))
        case em.BranchStarted():
            return replace(state, branches=(*state.branches, BranchRun(event.branch, mark, occurred=event.occurred)))
        case em.BranchLineDone() | em.BranchEnded():
            runs = (_branch(run, event, mark) if run.n == event.of else run for run in state.branches)
            return replace(state, branches=tuple(runs))
        case _:
            assert_never(event)


def unsigned(state: SessionState, mark: Mark) -> tuple[Mark, ...]:
    """Return the marks of the entries made without sign-in, with this one where it is one; not the program's own."""
    nobody = mark.person == NOBODY and mark.auth == UNPROVED and mark.role != SYSTEM
    return (*state.unsigned, mark) if nobody else state.unsigned


def countersigned_handovers(state: SessionState, of: int, mark: Mark) -> tuple[Handover, ...]:
    """Return the handovers with the leaving nurse's later signature on the one taken over in entry ``of``."""
    return tuple(
        replace(item, given=mark) if item.taken is not None and item.taken.n == of and item.given is None else item
        for item in state.handovers
    )


def settled_branches(state: SessionState, of: int, settlement: Settlement) -> tuple[BranchRun, ...]:
    """Return the emergencies with a grade on the one that began in entry ``of``."""
    return tuple(
        replace(run, settlements=(*run.settlements, settlement)) if run.n == of else run for run in state.branches
    )


def _rate(infusion: Infusion, event: care.RateChanged, mark: Mark) -> Infusion:
    """Return the infusion at a new rate: one stretch ends and the next begins in the same moment."""
    change = RateChange(event.rate_ml_h, infusion.rate_ml_h, event.reason, event.ordered_by, mark)
    runs = infusion.runs
    if infusion.status is InfusionStatus.RUNNING:
        runs = (*runs[:-1], replace(runs[-1], end=mark), Run(mark, rate_ml_h=event.rate_ml_h))
    return replace(infusion, rate_ml_h=event.rate_ml_h, runs=runs, rates=(*infusion.rates, change))


def _pump(state: SessionState, event: care.PumpRead, mark: Mark) -> Infusion:
    """Return the infusion with a reading; after its end, or the session's, it says what was given."""
    infusion = state.infusion
    read = replace(infusion, pump=(*infusion.pump, PumpReading(event.given_ml, event.given_mg, mark)))
    if infusion.ended is None and state.ended is None:
        return read
    return replace(read, given_ml=event.given_ml, given_mg=event.given_mg)


def _settled_only(state: SessionState) -> tuple[Handover, ...]:
    """Return the handovers that were taken over; a newer one replaces one that still waits."""
    return tuple(item for item in state.handovers if item.taken is not None)


def _taken(state: SessionState, event: care.TakenOver, mark: Mark) -> SessionState:
    waiting = next((h for h in state.handovers if h.given is not None and h.given.n == event.of), None)
    taken = (
        replace(waiting, taken=mark)
        if waiting is not None
        else Handover(state.nurse, mark.person, taken=mark, reason=event.reason)
    )
    return replace(
        state,
        handovers=(*_settled_only(state), taken),
        responsible=(*state.responsible, Responsible(mark.person, mark)),
    )


def _described(state: SessionState, event: care.EventDescribed, mark: Mark) -> SessionState:
    """Return the state with the details on the event, and as one more reading of their line."""
    detail = Detail(event.link_id, event.answer, mark)
    events = (replace(i, details=(*i.details, detail)) if i.mark.n == event.of else i for i in state.events)
    line = state.line(event.link_id)
    read = replace(line, versions=(*line.versions, Version(event.answer, mark)))
    return replace(state, events=tuple(events), lines={**state.lines, event.link_id: read})


def _branch(run: BranchRun, event: em.BranchLineDone | em.BranchEnded, mark: Mark) -> BranchRun:
    if isinstance(event, em.BranchEnded):
        back_ms = mark.at_ms - event.occurred.at_ms if event.occurred is not None else 0
        return replace(run, ended=earlier(mark, back_ms), outcome=event.outcome, text=event.text)
    before = run.line(event.line)
    if before is not None and before.done == event.done:
        worded = replace(before, text=event.text)
        return replace(run, lines=tuple(worded if item is before else item for item in run.lines))
    pressed = BranchLineRun(event.line, event.done, event.text, mark, event.occurred)
    return replace(run, lines=(*run.lines, pressed))
