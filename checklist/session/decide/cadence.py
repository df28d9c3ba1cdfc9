"""How often sets are due, why one was missed or late, what the clock says, and reminders seen or kept quiet."""

from __future__ import annotations

from typing import assert_never

from checklist.protocol.items import ChoiceField
from checklist.protocol.model import Protocol
from checklist.session import due
from checklist.session.cadence import cadence_of, order_range
from checklist.session.codes import Code
from checklist.session.commands import Refused
from checklist.session.decide.case import Case, refused
from checklist.session.events import Event
from checklist.session.reminders import QUIET_MS, QUIET_TIMES, reminders
from checklist.session.running_commands import (
    ExplainReading,
    OrderCadence,
    QuietReminder,
    RunningCommand,
    SeeReminder,
    Tick,
)
from checklist.session.running_events import CadenceOrdered, ReadingExplained, ReminderQuieted, ReminderSeen

LATE_LINE = "mon.late-entry"
"""Line of the protocol that lists the reasons for a missed or late reading."""


def recorded(case: Case, command: RunningCommand) -> tuple[Event, ...] | Refused:
    """Return what a command about due readings makes happen."""
    match command:
        case OrderCadence():
            return _ordered(case, command)
        case ExplainReading():
            return _explained(case, command)
        case Tick():
            return due.pending(case.protocol, case.state, case.now) or refused(Code.TICK_NOTHING)
        case SeeReminder():
            return _seen(case, command)
        case QuietReminder():
            return _quieted(case, command)
        case _:
            assert_never(command)


def _signed(case: Case, link_id: str) -> Refused | None:
    """Refuse what is said of readings whose phase is signed."""
    phase = case.protocol.section_of(link_id).phase
    return refused(Code.PHASE_CLOSED, phase=phase) if case.state.closed(phase) is not None else None


def _ordered(case: Case, command: OrderCadence) -> tuple[Event, ...] | Refused:
    """Take an order of sets more or less often, within the floor the protocol states."""
    line, cadence = case.line(command.link_id), cadence_of(case.protocol, command.link_id)
    if isinstance(line, Refused):
        return line
    if cadence is None:
        return refused(Code.CADENCE_NONE)
    low, high = order_range(case.protocol, cadence)
    if command.every_min and not low <= command.every_min <= high:
        return refused(Code.CADENCE_RANGE, low=low, high=high)
    if not command.reason.strip():
        return refused(Code.REASON_EMPTY)
    if not command.ordered_by.strip():
        return refused(Code.CADENCE_BY)
    before = [order for order in case.state.running.orders if order.link_id == command.link_id]
    if command.every_min == (before[-1].every_min if before else 0):
        return refused(Code.CADENCE_SAME)
    event = CadenceOrdered(command.link_id, command.every_min, command.reason, command.ordered_by)
    return _signed(case, command.link_id) or (event,)


def _explained(case: Case, command: ExplainReading) -> tuple[Event, ...] | Refused:
    """Take the reason of a reading that was missed or late; once its phase is signed it stays as it is."""
    line = case.line(command.link_id)
    if isinstance(line, Refused):
        return line
    standing = due.marks(case.protocol, case.state, case.now)
    mark = next((m for m in standing if (m.link_id, m.due_ms) == (command.link_id, command.due_ms)), None)
    if mark is None or not mark.is_past_late:
        return refused(Code.LATE_NOTHING)
    if command.reason not in late_reasons(case.protocol):
        return refused(Code.REASON_UNKNOWN if command.reason else Code.REASON_EMPTY, reason=command.reason)
    if command.reason == "other" and not command.text.strip():
        return refused(Code.REASON_TEXT, reason=command.reason)
    event = ReadingExplained(command.link_id, command.due_ms, command.reason, command.text)
    return _signed(case, command.link_id) or (event,)


def late_reasons(protocol: Protocol) -> tuple[str, ...]:
    """Return the reasons a protocol lists for a missed or late reading; empty where it lists none."""
    found = [field for line in protocol.all_lines() if line.link_id == LATE_LINE for field in line.fields]
    choice = next((field for field in found if isinstance(field, ChoiceField)), None)
    return tuple(option.code for option in choice.options) if choice is not None else ()


def _seen(case: Case, command: SeeReminder) -> tuple[Event, ...] | Refused:
    """Take that a signed-in person has seen a reminder that stands."""
    if case.actor.auth == "none":
        return refused(Code.AUTH)
    standing = _standing(case, command.cause)
    if standing is not None:
        return standing
    if any(item.cause == command.cause for item in case.state.running.seen):
        return refused(Code.REMIND_SEEN)
    return (ReminderSeen(command.cause),)


def _quieted(case: Case, command: QuietReminder) -> tuple[Event, ...] | Refused:
    """Keep a reminder that stands quiet, at most twice."""
    if sum(item.cause == command.cause for item in case.state.running.quieted) >= QUIET_TIMES:
        return refused(Code.QUIET_TWICE, times=QUIET_TIMES)
    return _standing(case, command.cause) or (ReminderQuieted(command.cause, case.now.wall_ms + QUIET_MS),)


def _standing(case: Case, cause: str) -> Refused | None:
    found = any(item.cause == cause for item in reminders(case.protocol, case.state, case.now))
    return None if found else refused(Code.REMIND_NOTHING)
