"""What may happen: ``decide`` turns a command into events, or says why not.

It raises nothing, reads no clock, and knows nothing of how events are kept. Every rule about a person, a
line, a phase or the infusion stands in one of the families below. Refusals carry a stable code of ``codes``,
or one of ``protocol.items`` for a value, and the blocks and parameters a sentence needs. Pure.
"""

from __future__ import annotations

from typing import assert_never

import msgspec

from checklist.clock import Reading
from checklist.protocol.model import Protocol
from checklist.session import commands as c
from checklist.session.care_commands import (
    CareCommand,
    ChangeRate,
    CheckRate,
    ClaimActs,
    DescribeEvent,
    HandOver,
    NoteGap,
    ReadPump,
    TakeOver,
)
from checklist.session.codes import Code
from checklist.session.commands import Actor, Command, Refused
from checklist.session.decide import (
    answers,
    cadence,
    countersigning,
    drug,
    emergency,
    gaps,
    handover,
    infusion,
    limits,
    observations,
    opening,
    pump,
    signing,
)
from checklist.session.decide.case import Case, refused
from checklist.session.drug_commands import Draw, DrugCommand, Explain, Return, TakeOut, VoidDrugEntry, Waste
from checklist.session.emergency_commands import DoBranchLine, EmergencyCommand, EndBranch
from checklist.session.events import Event
from checklist.session.roles import Role, may
from checklist.session.running_commands import ExplainReading, OrderCadence, QuietReminder, SeeReminder, Tick
from checklist.session.state import SessionState, Status

Decision = tuple[Event, ...] | Refused

LONGEST = 16_384
"""Most bytes of text in one command; a note is a few sentences, not a document."""


def decide(protocol: Protocol, state: SessionState | None, command: Command, actor: Actor, now: Reading) -> Decision:
    """Return what a command makes happen, or why it is refused.

    Args:
        protocol: The protocol version of the session.
        state: The session; None before it is opened.
        command: What is asked.
        actor: Who asks.
        now: The clock at the moment of asking.

    Returns:
        The events to record, at least one, or ``Refused``; nothing is recorded then.
    """
    unfit = _unreadable(command) or (None if _in_emergency(state, command, actor) else _without_right(command, actor))
    if unfit is not None:
        return unfit
    if isinstance(command, c.OpenSession):
        return refused(Code.SESSION_OPEN) if state is not None else opening.opened(protocol, command)
    if state is None:
        return refused(Code.SESSION_NONE)
    case = Case(protocol, state, actor, now)
    if emergency.without_sign_in(case) and not emergency.anybodys(case, command):
        return refused(Code.AUTH)
    if state.status is not Status.IN_PROGRESS:
        return _ended(case, command)
    return _in_progress(case, command)


def _ended(case: Case, command: Command) -> Decision:
    """After the end: missing signatures, claims, events that show late; after a stop what it left open, too."""
    if isinstance(command, c.Countersign):
        return countersigning.countersigned(case, command)
    if isinstance(command, ClaimActs):
        return emergency.claimed(case, command)
    if isinstance(command, c.RecordEvent):
        return observations.happened_later(case, command)
    if isinstance(command, c.SettleEvent):
        return observations.settled(case, command)
    if isinstance(command, DescribeEvent):
        return observations.described(case, command)
    if isinstance(command, c.Sign) and case.state.status is Status.COMPLETED:
        return signing.cosigned(case, command)
    return _stopped(case, command) if case.state.status is Status.STOPPED else refused(Code.SESSION_ENDED)


def _stopped(case: Case, command: Command) -> Decision:
    """After a stop: what the drug account needs, and the end of the emergency that was running."""
    if isinstance(command, DrugCommand):
        return drug.recorded(case, command)
    if isinstance(command, ReadPump):
        return pump.read(case, command)
    if isinstance(command, DoBranchLine | EndBranch):
        return emergency.recorded(case, command)
    return refused(Code.SESSION_ENDED)


def _in_progress(case: Case, command: Command) -> Decision:
    if isinstance(command, EmergencyCommand):
        return emergency.recorded(case, command)
    if isinstance(command, CareCommand):
        return _cared(case, command)
    match command:
        case c.OpenSession():
            return refused(Code.SESSION_OPEN)
        case c.AnswerLine():
            return answers.answered(case, command)
        case c.CorrectAnswer():
            return answers.corrected(case, command)
        case c.DeferLine():
            return answers.deferred(case, command)
        case c.MarkNotApplicable():
            return answers.not_applicable(case, command)
        case c.OverrideStop():
            return limits.overridden(case, command)
        case c.OverrideByPhone():
            return limits.ordered_by_phone(case, command)
        case c.Countersign():
            return countersigning.countersigned(case, command)
        case c.TellProvider():
            return limits.told(case, command)
        case c.RecordVitals():
            return observations.vitals(case, command)
        case c.StartInfusion():
            return infusion.started(case, command)
        case c.PauseInfusion():
            return infusion.paused(case, command)
        case c.ResumeInfusion():
            return infusion.resumed(case)
        case c.EndInfusion():
            return infusion.ended(case, command)
        case c.RecordEvent():
            return observations.happened(case, command)
        case c.SettleEvent():
            return observations.settled(case, command)
        case c.WithdrawEvent():
            return observations.withdrawn(case, command)
        case c.AddNote():
            return observations.noted(case, command)
        case c.Sign():
            return signing.signed(case, command)
        case c.StopSession():
            return signing.stopped(command)
        case TakeOut() | Draw() | Waste() | Return() | Explain() | VoidDrugEntry():
            return drug.recorded(case, command)
        case OrderCadence() | ExplainReading() | Tick() | SeeReminder() | QuietReminder():
            return cadence.recorded(case, command)
        case _:
            assert_never(command)


def _cared(case: Case, command: CareCommand) -> Decision:
    match command:
        case HandOver():
            return handover.handed_over(case, command)
        case TakeOver():
            return handover.taken_over(case, command)
        case ClaimActs():
            return emergency.claimed(case, command)
        case DescribeEvent():
            return observations.described(case, command)
        case NoteGap():
            return gaps.noted(command)
        case ChangeRate():
            return pump.changed(case, command)
        case CheckRate():
            return pump.checked(case, command)
        case ReadPump():
            return pump.read(case, command)
        case _:
            assert_never(command)


def _unreadable(command: Command) -> Refused | None:
    """Refuse text that no file can hold (half a surrogate pair), and more of it than one entry takes."""
    try:
        size = len(msgspec.json.encode(command))
    except UnicodeEncodeError:
        return refused(Code.TEXT_UNREADABLE)
    return refused(Code.TEXT_LONG, bytes=LONGEST) if size > LONGEST else None


def _in_emergency(state: SessionState | None, command: Command, actor: Actor) -> bool:
    """Return whether an emergency list runs and anybody may do this: a role in force takes nothing away (D24)."""
    return state is not None and actor.role in set(Role) and emergency.is_open_to_all(state, command)


def _without_right(command: Command, actor: Actor) -> Refused | None:
    return None if may(actor.role, type(command)) else refused(Code.ROLE, role=actor.role)
