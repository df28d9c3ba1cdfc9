"""State from events: ``apply`` takes one, ``fold`` a whole session. The only place where a state is made.

Reads no clock and asks no rule again: what was recorded happened. Raises only where the events cannot be one
session. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from msgspec.structs import replace

from checklist.errors import LedgerError
from checklist.protocol.items import Meaning
from checklist.protocol.model import Protocol
from checklist.protocol.values import Answer, FieldAnswer, VitalSigns
from checklist.session import drug_events as d
from checklist.session import events as e
from checklist.session import running_events as r
from checklist.session.apply_care import cared, countersigned_handovers, settled_branches, unsigned
from checklist.session.care_events import CareEvent
from checklist.session.care_state import Responsible
from checklist.session.described import witnessed_events
from checklist.session.emergency_events import EmergencyEvent
from checklist.session.events import Event
from checklist.session.mark import earlier
from checklist.session.running_state import CadenceOrder, Explained, Heeded, Notice, Running
from checklist.session.state import (
    LAST_ROUND,
    AccountEntry,
    ChairEvent,
    Compared,
    Deferred,
    Infusion,
    InfusionStatus,
    LineState,
    Mark,
    NotApplicable,
    Note,
    Override,
    PhaseClose,
    Run,
    SessionState,
    Settlement,
    Signature,
    Status,
    Told,
    Version,
    VitalsSet,
)

InfusionEvent = e.InfusionStarted | e.InfusionPaused | e.InfusionResumed | e.InfusionEnded | e.InfusionStopped


def fold(protocol: Protocol, recorded: Iterable[tuple[Event, Mark]], session_id: str = "") -> SessionState:
    """Return the state after all events of one session.

    Args:
        protocol: The protocol version of the session.
        recorded: Events with their marks, in order.
        session_id: Id of the session.

    Raises:
        LedgerError: ``session.order`` where there is no event, or they cannot follow each other.
    """
    state: SessionState | None = None
    for event, mark in recorded:
        state = apply(protocol, state, event, mark, session_id)
    if state is None:
        raise LedgerError("session.order", "a session without an entry")
    return state


def apply(
    protocol: Protocol, state: SessionState | None, event: Event, mark: Mark, session_id: str = ""
) -> SessionState:
    """Return the state after one more event.

    Args:
        protocol: The protocol version of the session.
        state: The state before it; None before the first event.
        event: What happened.
        mark: Who and when; its ``n`` is the position within the session.
        session_id: Id the new session gets; read with the first event only.

    Raises:
        LedgerError: ``session.order`` where the event cannot stand at this position.
    """
    if state is None:
        if not isinstance(event, e.SessionOpened) or mark.n != 0:
            raise LedgerError("session.order", "a session begins with its opening", n=mark.n)
        return SessionState(
            id=session_id,
            patient=event.patient,
            chair=event.chair,
            order=event.order,
            visit=event.visit,
            protocol=event.protocol,
            opened=mark,
            mrn4=event.mrn4,
            last=mark,
            count=1,
            responsible=(Responsible(mark.person, mark),),
        )
    if isinstance(event, e.SessionOpened) or mark.n != state.count:
        raise LedgerError("session.order", "an entry out of its place", n=mark.n)
    claimable = state.unsigned if isinstance(event, r.ReminderQuieted) else unsigned(state, mark)
    return replace(_after(state, event, mark), last=mark, count=mark.n + 1, unsigned=claimable)


def _after(state: SessionState, event: Event, mark: Mark) -> SessionState:
    if isinstance(event, CareEvent | EmergencyEvent):
        return cared(state, event, mark)
    if isinstance(event, r.RunningEvent):
        return replace(state, running=_running(state.running, event, mark))
    match event:
        case e.SessionOpened():
            return state
        case e.LineAnswered():
            version = Version(event.answer, mark, event.occurred, event.dwell_ms, rests_on=event.rests_on)
            return _versioned(state, event.link_id, version)
        case e.AnswerCorrected():
            if (corrected := _corrected_set(state, event, mark)) is not None:
                return corrected
            old = state.line(event.link_id).current
            corrects = old.moment if old is not None else None
            version = Version(event.answer, mark, reason=event.reason, text=event.text, corrects=corrects)
            return _versioned(state, event.link_id, version)
        case e.AnswerWithdrawn():
            if (kept := _without_set(state, event, mark)) is not None:
                return kept
            version = Version(None, mark, reason=event.reason, text=event.text)
            return _versioned(state, event.link_id, version)
        case e.LineDeferred():
            return _line(state, event.link_id, deferred=Deferred(event.until, mark))
        case e.LineNotApplicable():
            reason = NotApplicable(event.reason, event.text, mark)
            return _line(state, event.link_id, not_applicable=reason, deferred=None)
        case e.StopOverridden():
            override = Override(event.of, event.reason, event.limits, mark, event.prescriber)
            return _line(state, event.link_id, overrides=(*state.line(event.link_id).overrides, override))
        case e.Countersigned():
            return _countersigned(state, event, mark)
        case e.PairCompared():
            return _compared(state, event, mark)
        case e.ProviderTold():
            told = Told(event.of, event.told, event.order, event.read_back, mark, event.answered, event.occurred)
            return _line(state, event.link_id, told=(*state.line(event.link_id).told, told))
        case e.VitalsRecorded():
            return replace(state, vitals=(*state.vitals, _set_of(event, mark)))
        case e.InfusionStarted() | e.InfusionPaused() | e.InfusionResumed() | e.InfusionEnded() | e.InfusionStopped():
            return replace(state, infusion=_infusion(state.infusion, event, mark))
        case e.EventRecorded():
            happened = ChairEvent(event.term, event.text, mark, event.occurred, late=event.late)
            return replace(state, events=(*state.events, happened))
        case e.EventSettled():
            return _settled(state, event, mark)
        case e.EventWithdrawn():
            taken = (replace(i, withdrawn=mark) if i.mark.n == event.of else i for i in state.events)
            return replace(state, events=tuple(taken))
        case e.NoteAdded():
            return _noted(state, Note(event.text, mark, event.link_id), event.of)
        case e.LineSigned():
            signature = Signature(event.field, event.signed, mark)
            return _line(state, event.link_id, signatures=(*state.line(event.link_id).signatures, signature))
        case e.PhaseClosed():
            close = PhaseClose(event.phase, mark, event.done, event.later, event.exceptions)
            return replace(state, phases=(*state.phases, close))
        case e.SessionClosed():
            return replace(state, status=Status.COMPLETED, ended=mark)
        case e.SessionStopped():
            return replace(state, status=Status.STOPPED, ended=mark, stop_reason=event.reason)
        case d.DrugEntryVoided():
            return replace(
                state, account=tuple(replace(i, voided=mark) if i.mark.n == event.of else i for i in state.account)
            )
        case d.DrugTakenOut() | d.DrugDrawn() | d.DrugWasted() | d.DrugReturned() | d.DrugDiffered():
            return replace(state, account=(*state.account, AccountEntry(event, mark)))
        case _:
            assert_never(event)


def _set_of(event: e.VitalsRecorded, mark: Mark) -> VitalsSet:
    return VitalsSet(
        event.link_id,
        event.signs,
        mark,
        event.occurred,
        event.due_ms,
        event.late_ms,
        from_ms=event.from_ms,
        why=event.why,
        light=event.light,
    )


def _countersigned(state: SessionState, event: e.Countersigned, mark: Mark) -> SessionState:
    """Return the state with the witness or the prescriber on the entry that was countersigned."""
    approved = event.signed.meaning == Meaning.APPROVE

    def signed(item: Override) -> Override:
        return replace(item, cosigned=mark) if approved else replace(item, witness=mark)

    lines = {
        link_id: replace(line, overrides=tuple(signed(o) if o.mark.n == event.of else o for o in line.overrides))
        for link_id, line in state.lines.items()
        if any(override.mark.n == event.of for override in line.overrides)
    }
    account = tuple(replace(item, witness=mark) if item.mark.n == event.of else item for item in state.account)
    handovers = countersigned_handovers(state, event.of, mark)
    events = witnessed_events(state, event.of, mark)
    return replace(state, lines={**state.lines, **lines}, account=account, handovers=handovers, events=events)


def _compared(state: SessionState, event: e.PairCompared, mark: Mark) -> SessionState:
    """Return the state with a comparison; both sides of what differs are open again, but for the last round."""
    compared = Compared(event.link_id, event.round, event.same, event.differs, event.single, mark)
    state = replace(state, comparisons=(*state.comparisons, compared))
    if sum(not item.same for item in state.compared(event.link_id)) >= LAST_ROUND:
        return state
    fields: dict[str, list[str]] = {}
    for item in event.differs:
        fields.setdefault(event.link_id, []).append(item.field)
        fields.setdefault(item.with_line, []).append(item.with_field)
    for link_id, opened in fields.items():
        if link_id in state.lines:
            state = _line(state, link_id, reopened=mark.n, reopened_fields=tuple(dict.fromkeys(opened)))
    return state


def _settled(state: SessionState, event: e.EventSettled, mark: Mark) -> SessionState:
    settlement = Settlement(event.grade, event.outcome, event.text, mark)
    return replace(
        state,
        events=tuple(
            replace(item, settlements=(*item.settlements, settlement)) if item.mark.n == event.of else item
            for item in state.events
        ),
        branches=settled_branches(state, event.of, settlement),
    )


def _line(state: SessionState, link_id: str, **changes: object) -> SessionState:
    # replace() checks nothing at run time; the callers above are few and each names real attributes
    line: LineState = replace(state.line(link_id), **changes)
    return replace(state, lines={**state.lines, link_id: line})


def _versioned(state: SessionState, link_id: str, version: Version) -> SessionState:
    versions = (*state.line(link_id).versions, version)
    return _line(state, link_id, versions=versions, deferred=None, not_applicable=None)


def _corrected_set(state: SessionState, event: e.AnswerCorrected, mark: Mark) -> SessionState | None:
    """Return the state with the set that the event corrects, or None where it corrects a line."""
    item = _set(state, event.link_id, event.of)
    found = next(((v.field, v.value) for v in event.answer.values if isinstance(v.value, VitalSigns)), None)
    if item is None or found is None:
        return None
    field, signs = found
    first = Version(Answer((FieldAnswer(field, item.signs),)), item.mark, item.occurred)
    version = Version(event.answer, mark, item.occurred, reason=event.reason, text=event.text)
    newer = replace(item, signs=signs, versions=(*(item.versions or (first,)), version))
    return replace(state, vitals=tuple(newer if s is item else s for s in state.vitals))


def _without_set(state: SessionState, event: e.AnswerWithdrawn, mark: Mark) -> SessionState | None:
    """Return the state without the set that the event takes back, or None where it takes back a line."""
    item = _set(state, event.link_id, event.of)
    if item is None:
        return None
    version = Version(None, mark, item.occurred, reason=event.reason, text=event.text)
    gone = replace(item, versions=(*item.versions, version))
    kept = tuple(s for s in state.vitals if s is not item)
    return replace(state, vitals=kept, withdrawn=(*state.withdrawn, gone))


def _set(state: SessionState, link_id: str, of: int) -> VitalsSet | None:
    return next((item for item in state.vitals if item.link_id == link_id and item.n == of), None)


def _noted(state: SessionState, note: Note, of: int | None) -> SessionState:
    if of is not None:
        return _explained(state, note.text, of)
    if note.link_id is None:
        return replace(state, notes=(*state.notes, note))
    return _line(state, note.link_id, notes=(*state.line(note.link_id).notes, note))


def _explained(state: SessionState, text: str, of: int) -> SessionState:
    """Return the state with words added to the event, or to the pause, of an entry."""
    events = tuple(
        replace(item, text=", ".join(filter(None, (item.text, text)))) if item.mark.n == of else item
        for item in state.events
    )
    runs = tuple(
        replace(run, pause_reason=", ".join(filter(None, (run.pause_reason, text))))
        if run.end is not None and run.end.n == of
        else run
        for run in state.infusion.runs
    )
    return replace(state, events=events, infusion=replace(state.infusion, runs=runs))


def _infusion(infusion: Infusion, event: InfusionEvent, mark: Mark) -> Infusion:
    match event:
        case e.InfusionStarted():
            return Infusion(
                InfusionStatus.RUNNING,
                event.rate_ml_h,
                event.dose_mg,
                event.volume_ml,
                event.minutes,
                (Run(mark, rate_ml_h=event.rate_ml_h),),
            )
        case e.InfusionPaused():
            runs = _run_ended(infusion, earlier(mark, event.pressed_ms), event.reason)
            return replace(infusion, status=InfusionStatus.PAUSED, runs=runs)
        case e.InfusionResumed():
            runs = (*infusion.runs, Run(mark, rate_ml_h=infusion.rate_ml_h))
            return replace(infusion, status=InfusionStatus.RUNNING, runs=runs)
        case e.InfusionEnded() | e.InfusionStopped():
            early = isinstance(event, e.InfusionStopped)
            mark = earlier(mark, event.pressed_ms)
            return replace(
                infusion,
                status=InfusionStatus.STOPPED if early else InfusionStatus.ENDED,
                runs=_run_ended(infusion, mark, ""),
                given_ml=event.given_ml,
                given_mg=event.given_mg,
                stop_reason=event.reason if isinstance(event, e.InfusionStopped) else "",
                ended=mark,
            )
        case _:
            assert_never(event)


def _run_ended(infusion: Infusion, mark: Mark, reason: str) -> tuple[Run, ...]:
    """Return the stretches of running with the open one ended; of a paused infusion none is open."""
    if not infusion.runs or infusion.runs[-1].end is not None:
        return infusion.runs
    return (*infusion.runs[:-1], replace(infusion.runs[-1], end=mark, pause_reason=reason))


def _running(kept: Running, event: r.RunningEvent, mark: Mark) -> Running:
    match event:
        case r.CadenceOrdered():
            order = CadenceOrder(event.link_id, event.every_min, event.reason, event.ordered_by, mark)
            return replace(kept, orders=(*kept.orders, order))
        case r.ReadingExplained():
            why = Explained(event.link_id, event.due_ms, event.reason, event.text, mark)
            return replace(kept, explained=(*kept.explained, why))
        case r.ReadingDue() | r.ReadingLate():
            notice = Notice(event.link_id, event.due_ms, isinstance(event, r.ReadingLate), mark)
            return replace(kept, notices=(*kept.notices, notice))
        case r.ReminderSeen():
            return replace(kept, seen=(*kept.seen, Heeded(event.cause, mark)))
        case r.ReminderQuieted():
            return replace(kept, quieted=(*kept.quieted, Heeded(event.cause, mark, event.until_ms)))
        case _:
            assert_never(event)
