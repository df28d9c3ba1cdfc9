"""What the nurse is reminded of, ranked (``ux.md`` 9): low, medium, high, technical.

Nothing here sounds or alarms; a reminder stands as long as its cause, and "seen" or "quiet" only keep the outside
chime still. No waiting raises a rank. Times are UTC ms. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum

import msgspec

from checklist.clock import Reading
from checklist.protocol.model import Line, PhaseId, Protocol, Step
from checklist.protocol.values import number
from checklist.session import due
from checklist.session.codes import Code
from checklist.session.delivered import delivered, over_plan_ms
from checklist.session.due import MINUTE_MS, Due, DueWhy
from checklist.session.inforce import newest, sets_of, vitals_field
from checklist.session.lines import Lines
from checklist.session.state import InfusionStatus, Mark, SessionState
from checklist.session.views import LineStatus

QUIET_MS = 2 * MINUTE_MS
"""A reminder is kept quiet for two minutes (``ux.md`` 9)."""

QUIET_TIMES = 2
"""At most so many times a cause (``ux.md`` 9)."""

CHIME_AFTER_MS = MINUTE_MS
"""A medium reminder may chime outside once it has stood this long (``ux.md`` 9)."""


Params = tuple[tuple[str, str], ...]


class Rank(StrEnum):
    """Ranks of ``ux.md`` 9."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    TECHNICAL = "technical"


class ReminderKind(StrEnum):
    """What a reminder is about."""

    VITALS_OPEN = "vitals_open"
    VITALS_OVERDUE = "vitals_overdue"
    REPEAT_DUE = "repeat_due"
    OVER_LIMIT = "over_limit"
    TOLD_WAITING = "told_waiting"
    PAST_END = "past_end"
    PAUSED_LONG = "paused_long"
    SCORE_DUE = "score_due"
    LATER_DUE = "later_due"
    BRANCH_OPEN = "branch_open"
    RATE_UNCHECKED = "rate_unchecked"
    PUMP_UNREAD = "pump_unread"


class Reminder(msgspec.Struct, frozen=True):
    """One cause that stands.

    Attributes:
        cause: Stable id of the cause; commands name it.
        link_id: The line it lies on, or None.
        since_ms: When it began.
        due_ms: The mark behind it, or None.
        params: Parameters of its sentence (``limit``, ``minutes``, ``why``).
        seen: Who has seen it first, or None.
        quiet_until_ms: Kept quiet until then; 0 for not.
        chime: Whether an outside chime may sound for it now.
    """

    cause: str
    rank: Rank
    kind: ReminderKind
    link_id: str | None
    since_ms: int
    due_ms: int | None = None
    params: Params = ()
    seen: Mark | None = None
    quiet_until_ms: int = 0
    chime: bool = False


_ORDER = {rank: place for place, rank in enumerate((Rank.HIGH, Rank.TECHNICAL, Rank.MEDIUM, Rank.LOW))}


class _Look(msgspec.Struct, frozen=True):
    """What the sources look at."""

    protocol: Protocol
    state: SessionState
    now: Reading
    lines: Lines


def reminders(protocol: Protocol, state: SessionState, now: Reading) -> tuple[Reminder, ...]:
    """Return every reminder that stands, highest rank first, of one rank the newest first."""
    if state.ended is not None:
        return ()
    look = _Look(protocol, state, now, Lines(protocol, state, now))
    found = [_heeded(look, reminder) for source in _SOURCES for reminder in source(look)]
    return tuple(sorted(found, key=lambda item: (_ORDER[item.rank], -item.since_ms, item.cause)))


def _heeded(look: _Look, item: Reminder) -> Reminder:
    kept = look.state.running
    seen = next((heeded.mark for heeded in kept.seen if heeded.cause == item.cause), None)
    quiet = [
        heeded.until_ms
        for heeded in kept.quieted
        if heeded.cause == item.cause and due.passed_ms(heeded.mark, look.now) < QUIET_MS
    ]
    stood_ms = look.now.wall_ms - item.since_ms
    waited = item.rank is Rank.HIGH or (item.rank is Rank.MEDIUM and stood_ms >= CHIME_AFTER_MS)
    return msgspec.structs.replace(
        item, seen=seen, quiet_until_ms=max(quiet, default=0), chime=waited and seen is None and not quiet
    )


def _since(look: _Look, ago_ms: int) -> int:
    """Return a moment so many ms ago by the clock on the wall; no step of it makes a reminder older."""
    return look.now.wall_ms - ago_ms


def _readings(look: _Look) -> Iterator[Reminder]:
    """Yield the readings whose window is open, and those past their mark."""
    for mark in due.marks(look.protocol, look.state, look.now):
        if mark.taken is not None or mark.missed or _signed(look, mark.link_id):
            continue
        if mark.wait_ms <= 0:
            yield _overdue(look, mark)
        elif mark.wait_ms <= mark.due_ms - mark.from_ms:
            ago_ms = mark.due_ms - mark.from_ms - mark.wait_ms
            yield _reading(look, mark, Rank.LOW, ReminderKind.VITALS_OPEN, ago_ms)


def _overdue(look: _Look, mark: Due) -> Reminder:
    kind = ReminderKind.VITALS_OVERDUE if mark.why is DueWhy.PROTOCOL else ReminderKind.REPEAT_DUE
    return _reading(look, mark, Rank.MEDIUM, kind, -mark.wait_ms)


def _reading(look: _Look, mark: Due, rank: Rank, kind: ReminderKind, ago_ms: int) -> Reminder:
    cause = f"{kind}:{mark.link_id}:{mark.due_ms}"
    params = (("why", str(mark.why)), ("reason", mark.reason), ("late_ms", str(mark.late_ms)))
    return Reminder(cause, rank, kind, mark.link_id, _since(look, ago_ms), mark.due_ms, params)


def _signed(look: _Look, link_id: str) -> bool:
    return look.state.closed(look.protocol.section_of(link_id).phase) is not None


def _repeated(look: _Look) -> Iterator[Line]:
    """Yield the repeated line whose sets count now: of the infusion, then of recovery."""
    step = Step.RECOVERY if due.is_over(look.state) else Step.INFUSION
    if look.state.infusion.runs and look.state.closed(PhaseId.MONITORING) is None:
        for section in look.protocol.sections_of(step):
            yield from (line for line in section.lines if line.repeats and vitals_field(line) is not None)


def _values(look: _Look) -> Iterator[Reminder]:
    """Yield the newest sets that meet a limit."""
    for line in _repeated(look):
        hits = look.lines.view(line).hits
        latest = newest(sets_of(look.state, line.link_id))
        if hits and latest is not None:
            cause = f"{ReminderKind.OVER_LIMIT}:{line.link_id}:{latest.n}"
            since_ms = _since(look, due.passed_ms(latest.author, look.now))
            params = (("limit", hits[0].text), ("trigger", str(hits[0].trigger)))
            yield Reminder(cause, Rank.MEDIUM, ReminderKind.OVER_LIMIT, line.link_id, since_ms, None, params)


def _told(look: _Look) -> Iterator[Reminder]:
    """Yield the calls to a provider that wait for an answer."""
    for link_id, recorded in look.state.lines.items():
        waiting = recorded.told and not recorded.told[-1].answered
        needs = look.lines.view(look.protocol.line(link_id)).needs if waiting else ()
        for need in (need for need in needs if need.code == Code.NEED_ANSWER):
            told = recorded.told[-1]
            cause = f"{ReminderKind.TOLD_WAITING}:{link_id}:{told.of}"
            since_ms = _since(look, due.passed_ms(told.mark, look.now))
            due_ms = int(dict(need.params)["escalate_ms"])
            yield Reminder(cause, Rank.MEDIUM, ReminderKind.TOLD_WAITING, link_id, since_ms, due_ms, need.params)


def _pump(look: _Look) -> Iterator[Reminder]:
    """Yield that the infusion is past its planned end, or paused for over half of the longest pause."""
    plan = look.state.infusion
    if plan.status is InfusionStatus.RUNNING:
        over_ms = over_plan_ms(look.state, look.now)
        if over_ms >= 0:
            cause = f"{ReminderKind.PAST_END}:{plan.runs[-1].start.n}"
            planned_ms = delivered(look.protocol, look.state, look.now).elapsed_ms - over_ms
            params = (("minutes", str(planned_ms // MINUTE_MS)),)
            yield Reminder(cause, Rank.MEDIUM, ReminderKind.PAST_END, None, _since(look, over_ms), None, params)
    elif plan.status is InfusionStatus.PAUSED and (paused := plan.runs[-1].end) is not None:
        most = _minutes(look.protocol, "p.pause_max_min")
        over_ms = due.passed_ms(paused, look.now) - most * MINUTE_MS // 2
        if most and over_ms > 0:
            cause = f"{ReminderKind.PAUSED_LONG}:{paused.n}"
            params = (("minutes", str(most)),)
            yield Reminder(cause, Rank.MEDIUM, ReminderKind.PAUSED_LONG, None, _since(look, over_ms), None, params)


def _emergencies(look: _Look) -> Iterator[Reminder]:
    """Yield the emergency lists that run."""
    for run in look.state.branches:
        if run.running:
            params = (("branch", run.branch), ("of", str(run.n)))
            yield _at(look, Rank.HIGH, ReminderKind.BRANCH_OPEN, run.mark, params)


def _readings_off_the_pump(look: _Look) -> Iterator[Reminder]:
    """Yield a rate nobody has checked, and a volume nobody has read since the infusion is over."""
    plan = look.state.infusion
    if plan.rates and not plan.rates[-1].checked and not due.is_over(look.state):
        params = (("rate_ml_h", plan.rates[-1].rate_ml_h),)
        yield _at(look, Rank.MEDIUM, ReminderKind.RATE_UNCHECKED, plan.rates[-1].mark, params)
    if plan.ended is not None and not plan.given_ml:
        yield _at(look, Rank.MEDIUM, ReminderKind.PUMP_UNREAD, plan.ended)


def _at(look: _Look, rank: Rank, kind: ReminderKind, mark: Mark, params: Params = ()) -> Reminder:
    """Return the reminder of something that has stood since an entry."""
    return Reminder(f"{kind}:{mark.n}", rank, kind, None, _since(look, due.passed_ms(mark, look.now)), None, params)


def _minutes(protocol: Protocol, parameter_id: str) -> int:
    found = next((p.value for p in protocol.parameters if p.id == parameter_id), "0")
    return int(number(found) or 0)


def _scores(look: _Look) -> Iterator[Reminder]:
    """Yield the lines of recovery that the newest set asks again and nobody has answered since."""
    if not due.is_over(look.state) or look.state.closed(PhaseId.MONITORING) is not None:
        return
    for section in look.protocol.sections_of(Step.RECOVERY):
        for line in section.lines:
            sets = [item.mark for item in look.state.vitals if item.link_id == line.each_set]
            shown = bool(sets) and look.lines.facts.visible(line.link_id)
            if shown and look.lines.view(line).status in (LineStatus.TODO, LineStatus.SENSED):
                cause = f"{ReminderKind.SCORE_DUE}:{line.link_id}:{sets[-1].n}"
                since_ms = _since(look, due.passed_ms(sets[-1], look.now))
                yield Reminder(cause, Rank.MEDIUM, ReminderKind.SCORE_DUE, line.link_id, since_ms)


def _later(look: _Look) -> Iterator[Reminder]:
    """Yield the lines put off until the step that is on now."""
    step = _step_now(look.state)
    for link_id, recorded in look.state.lines.items():
        put_off = recorded.deferred
        if put_off is not None and put_off.until is step:
            view = look.lines.view(look.protocol.line(link_id))
            if view.status is LineStatus.LATER:
                cause = f"{ReminderKind.LATER_DUE}:{link_id}:{put_off.mark.n}"
                since_ms = _since(look, due.passed_ms(put_off.mark, look.now))
                yield Reminder(cause, Rank.LOW, ReminderKind.LATER_DUE, link_id, since_ms)


def _step_now(state: SessionState) -> Step:
    """Return the step that is on by what has been signed and started."""
    if state.closed(PhaseId.MONITORING) is not None:
        return Step.DISCHARGE
    if due.is_over(state):
        return Step.RECOVERY
    return Step.INFUSION if state.closed(PhaseId.PRE_INFUSION) is not None else Step.TIME_OUT


_SOURCES: tuple[Callable[[_Look], Iterator[Reminder]], ...] = (
    _readings,
    _values,
    _told,
    _pump,
    _emergencies,
    _readings_off_the_pump,
    _scores,
    _later,
)
