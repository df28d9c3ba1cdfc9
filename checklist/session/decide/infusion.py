"""The infusion in the record: started, paused, resumed, ended; each is a person's press."""

from __future__ import annotations

from decimal import Decimal

from checklist.protocol.limits import Trigger
from checklist.protocol.model import PhaseId
from checklist.protocol.values import number
from checklist.session import dosing, drug_account, due
from checklist.session.codes import Code
from checklist.session.commands import Block, EndInfusion, PauseInfusion, Refused, StartInfusion
from checklist.session.decide import end_line
from checklist.session.decide.case import BACK_MIN, Case, refused
from checklist.session.events import (
    Event,
    InfusionEnded,
    InfusionPaused,
    InfusionResumed,
    InfusionStarted,
    InfusionStopped,
)
from checklist.session.inforce import vitals_field
from checklist.session.roles import Role
from checklist.session.state import InfusionStatus

_PAUSING = frozenset({Trigger.HSX, Trigger.HS, Trigger.BR, Trigger.ES})
"""Limits of a running infusion that ask for a pause or stop (``clinical.md`` 4.2): all but cautions."""


def started(case: Case, command: StartInfusion) -> tuple[Event, ...] | Refused:
    """Start once, after the pre-infusion signature, while nothing it rests on has been opened again."""
    status = case.state.infusion.status
    if status is not InfusionStatus.NOT_STARTED:
        return refused(Code.INFUSION_OVER if due.is_over(case.state) else Code.INFUSION_STARTED)
    phase = PhaseId.PRE_INFUSION
    if case.state.closed(phase) is None:
        return refused(Code.PHASE_INCOMPLETE, *case.look.phase_blocks(phase), phase=phase)
    owing = case.look.owing(phase)
    if owing:
        return refused(Code.PHASE_INCOMPLETE, *owing, phase=phase)
    order = case.state.order
    slip = dosing.check_rate(case.protocol, order, command.rate_ml_h)
    if slip is not None:
        return Refused(slip.code, (slip,), slip.params)
    account = drug_account.balance(case.protocol, case.state)
    if account.started and account.drawn_mg < Decimal(order.dose_mg) - account.tolerance_mg:
        return refused(Code.DRUG_SHORT, drawn=account.drawn_mg, ordered=order.dose_mg)
    return (InfusionStarted(command.rate_ml_h, order.dose_mg, order.volume_ml, order.minutes),)


def paused(case: Case, command: PauseInfusion) -> tuple[Event, ...] | Refused:
    """Pause a running infusion at once; why may follow as a note on this entry (``ux.md`` 10.6)."""
    if case.state.infusion.status is not InfusionStatus.RUNNING:
        return _not_running(case)
    return (InfusionPaused(command.reason.strip()),)


def resumed(case: Case) -> tuple[Event, ...] | Refused:
    """Resume a paused infusion once the newest set is inside the limits, or on a prescriber's own press."""
    if case.state.infusion.status is not InfusionStatus.PAUSED:
        return refused(Code.INFUSION_OVER if due.is_over(case.state) else Code.INFUSION_NOT_PAUSED)
    owing = case.look.owing(PhaseId.PRE_INFUSION)
    if owing:
        return refused(Code.PHASE_INCOMPLETE, *owing, phase=PhaseId.PRE_INFUSION)
    if case.actor.role == Role.PRESCRIBER:
        return (InfusionResumed(),)
    stops = _vital_stops(case)
    if stops:
        return refused(Code.INFUSION_LIMITS, *stops)
    longest = _pause_max_min(case)
    last = case.state.infusion.runs[-1].end if case.state.infusion.runs else None
    if longest is not None and last is not None and case.since(last) > longest * due.MINUTE_MS:
        return refused(Code.INFUSION_PAUSE_LONG, minutes=longest)
    return (InfusionResumed(),)


def _vital_stops(case: Case) -> tuple[Block, ...]:
    """Return the limits that keep the newest sets of the monitoring phase from going on."""
    lines = (line for section in case.protocol.phase(PhaseId.MONITORING).sections for line in section.lines)
    return tuple(
        Block(Code.INFUSION_LIMITS, line.link_id, (("limit", hit.text),))
        for line in lines
        if line.repeats and vitals_field(line) is not None
        for hit in case.look.lines.view(line).hits
        if hit.trigger in _PAUSING
    )


def _pause_max_min(case: Case) -> Decimal | None:
    """Return the longest pause a nurse may end, in minutes (``p.pause_max_min``); None for any."""
    found = next((p for p in case.protocol.parameters if p.id == "p.pause_max_min"), None)
    return number(found.value) if found else None


def _not_running(case: Case) -> Refused:
    status = case.state.infusion.status
    if status is InfusionStatus.NOT_STARTED:
        return refused(Code.INFUSION_NOT_STARTED)
    return refused(Code.INFUSION_OVER if due.is_over(case.state) else Code.INFUSION_NOT_RUNNING)


def ended(case: Case, command: EndInfusion) -> tuple[Event, ...] | Refused:
    """End a running or paused infusion with the mL off the pump; before plan only with a reason."""
    plan = case.state.infusion
    if plan.status not in (InfusionStatus.RUNNING, InfusionStatus.PAUSED):
        return _not_running(case)
    pressed_ms = _pressed_ms(case, command.pressed_mono_ms)
    if pressed_ms is None:
        return refused(Code.INFUSION_PRESS)
    given, volume = number(command.given_ml), Decimal(plan.volume_ml)
    if given is None or not 0 <= given <= volume:
        return refused(Code.INFUSION_VOLUME, volume_ml=plan.volume_ml)
    given_mg = str(dosing.given_mg(Decimal(plan.dose_mg), volume, given))
    answered = end_line.answered(case, command.given_ml, command.residue)
    if isinstance(answered, Refused):
        return answered
    if not command.early:
        return (InfusionEnded(command.given_ml, given_mg, pressed_ms), *answered)
    if not command.reason.strip():
        return refused(Code.REASON_EMPTY)
    return (InfusionStopped(command.given_ml, given_mg, command.reason, pressed_ms), *answered)


def _pressed_ms(case: Case, pressed_mono_ms: int | None) -> int | None:
    """Return how long ago a press was, ms; None where it is ahead, over 30 min back, or before the last start or pause.

    Only the monotonic clock is asked: the press and its facts are typed within one run of the machine.
    """
    if pressed_mono_ms is None:
        return 0
    run = case.state.infusion.runs[-1]
    back_ms, latest_ms = case.now.mono_ms - pressed_mono_ms, BACK_MIN * due.MINUTE_MS
    return back_ms if 0 <= back_ms <= min(latest_ms, case.since(run.end or run.start)) else None
