"""The course of a session in words: rates, pump readings, emergencies, handovers, claims and gaps. Imports no Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from checklist.audit.record import RecordEntry, SessionRecord
from checklist.protocol.model import Protocol
from checklist.session import care_events as care
from checklist.session import emergency_events as em
from checklist.session import running_events as running
from checklist.session.branches import reading
from checklist.ui import formats
from checklist.ui.monitoring.due_words import reason_words
from checklist.ui.record.moment import Moment
from checklist.ui.widgets.glyph import State

OUTCOMES = {
    "monitoring": "back to monitoring",
    "recovery": "on to recovery",
    "discharge": "on to discharge",
    "transfer": "transferred",
    "other": "other",
}
"""How an emergency ended, in words."""


def care_moments(
    entry: RecordEntry, name: str, person: Callable[[str], str], record: SessionRecord
) -> Iterator[Moment]:
    """Yield what one of these entries adds to a session's course; nothing for any other."""
    found = _care(entry, name, person) or _emergency(entry, name, record) or _readings(entry, name, record)
    if found is not None:
        state, title, detail = found
        yield Moment(entry.mark.at_ms, entry.mark.tz_min, state, title, detail)


Row = tuple[State | None, str, str]


def _care(entry: RecordEntry, name: str, person: Callable[[str], str]) -> Row | None:
    match entry.event:
        case care.RateChanged() as rate:
            title = f"Rate changed to {formats.quantity(rate.rate_ml_h, 'mL/h')}"
            return None, title, f"{rate.reason}, ordered by {rate.ordered_by}, {name}"
        case care.RateChecked() as check:
            read = formats.quantity(check.rate_ml_h, "mL/h")
            word = "agrees" if check.same else "differs"
            who = f"{name}, read twice by one nurse" if check.single else name
            return State.DONE if check.same else State.EXCEPTION, f"Second reading of the rate {word}", f"{read}, {who}"
        case care.PumpRead() as read:
            ml, mg = formats.quantity(read.given_ml, "mL"), formats.quantity(read.given_mg, "mg")
            return None, "Pump read", f"{ml}, {mg} given, {name}"
        case care.HandedOver() as handed:
            return None, f"Handed over to {person(handed.to)}", name
        case care.TakenOver() as taken:
            state, why = (State.EXCEPTION, f"{taken.reason}, {name}") if taken.of is None else (State.DONE, name)
            return state, "Taken over without the leaving nurse" if taken.of is None else "Taken over", why
        case care.ActsClaimed() as claim:
            return None, f"Claimed {formats.counted(len(claim.of), 'entry', 'entries')} made without sign-in", name
        case care.GapNoted() as gap:
            return State.LATER, *_gap(gap)
        case _:
            return None


def _readings(entry: RecordEntry, name: str, record: SessionRecord) -> Row | None:
    tz_min = entry.mark.tz_min
    match entry.event:
        case running.CadenceOrdered() as order:
            every = f"every {order.every_min} min" if order.every_min else "as in the protocol again"
            return None, f"Vital signs ordered {every}", f"{order.reason}, ordered by {order.ordered_by}, {name}"
        case running.ReadingLate() as late:
            why = [item for item in record.state.running.explained if item.due_ms == late.due_ms]
            title = f"Set due {formats.time_of(late.due_ms, tz_min)} not taken in time"
            if not why:
                return State.EXCEPTION, title, "No reason given"
            return State.LATER, title, reason_words(record.protocol, why[-1].reason, why[-1].text)
        case running.ReadingExplained() as told:
            words = reason_words(record.protocol, told.reason, told.text)
            return None, f"Reason for the set due {formats.time_of(told.due_ms, tz_min)}", f"{words}, {name}"
        case _:
            return None


def _gap(gap: care.GapNoted) -> tuple[str, str]:
    span = formats.span(abs(gap.ms))
    if gap.kind == "sleep":
        return "The computer slept", f"{span}; due times kept running"
    return "The computer's clock was set", f"{span} {'back' if gap.ms < 0 else 'forward'}; due times did not change"


def _emergency(entry: RecordEntry, name: str, record: SessionRecord) -> Row | None:
    match entry.event:
        case em.BranchStarted() as started:
            return State.STOP, f"Emergency: {_title(record.protocol, started.branch)}", name
        case em.BranchLineDone() as done:
            words = _line_words(record, done)
            title = words if done.done else f"Not possible: {words}"
            return None, title, f"{done.text}, {name}" if done.text else name
        case em.BranchEnded() as ended:
            how = OUTCOMES.get(ended.outcome, ended.outcome)
            return State.DONE, f"Emergency ended, {how}", f"{ended.text}, {name}" if ended.text else name
        case _:
            return None


def _title(protocol: Protocol, branch: str) -> str:
    return next((item.title for item in protocol.branches if item.id == branch), branch)


def _line_words(record: SessionRecord, done: em.BranchLineDone) -> str:
    run = next((run for run in record.state.branches if run.n == done.of), None)
    lines = reading(record.protocol, run) if run is not None else ()
    return next((line.text for line in lines if line.id == done.line), done.line)
