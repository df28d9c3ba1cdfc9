"""When a reading is due: marks from the protocol's cadence, a rule, an order or an emergency, held against the clock.

A mark has three times, always shown and stored together: ``from`` (a set closes it from here on), ``due``,
and ``late`` (``clinical.md`` 4.1). A set closes the protocol's mark in whose window it falls; windows reach from one
mark's ``from`` to the next one's. An earlier set is an extra one and moves no mark of the protocol. A mark that counts
from the set before (``cadence``) is answered by the next set: within its window it closes the mark, earlier it takes
its place. A pause of the pump stops no mark; an order replaces the protocol's marks while it stands.

Times are UTC ms on the time line of the moment they count from (``timeline``). Pure.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from checklist.clock import Reading
from checklist.protocol.model import Cadence, Protocol
from checklist.session.cadence import Ask, asked_after, cadence_of
from checklist.session.inforce import InForce
from checklist.session.period import Period, Taken, period_of
from checklist.session.running_events import DueWhy, ReadingDue, ReadingLate
from checklist.session.running_state import Explained
from checklist.session.state import SessionState, VitalsSet
from checklist.session.timeline import (
    MINUTE_MS,
    anchor_of,
    by_clock_mg,
    elapsed_ms,
    is_over,
    passed_ms,
    taken_ms,
)

__all__ = [
    "MINUTE_MS",
    "Due",
    "DueWhy",
    "anchor_of",
    "by_clock_mg",
    "elapsed_ms",
    "is_over",
    "late_by_ms",
    "marks",
    "next_due",
    "overdue",
    "passed_ms",
    "pending",
    "slot",
]


class Due(msgspec.Struct, frozen=True):
    """One mark of one repeated line, UTC ms.

    Attributes:
        from_ms: From here on a set closes the mark.
        due_ms: The mark itself; past it and not taken the reading is overdue.
        late_ms: From here on a set is late.
        wait_ms: From now until the mark, below 0 once it is past; no step of the wall clock changes it.
        taken: The set that closed it, or None.
        missed: Not taken, and its window is gone: the next mark has come, or its period is over.
        why: What asks for it.
        reason: The words of the limit or of the order behind it; empty for the protocol's own.
        light: It was closed by a light check.
        is_late: It was closed at its late-at or after.
        explained: Why it was missed or late; None where nobody has said.
    """

    link_id: str
    from_ms: int
    due_ms: int
    late_ms: int
    wait_ms: int
    taken: VitalsSet | None = None
    missed: bool = False
    why: DueWhy = DueWhy.PROTOCOL
    reason: str = ""
    light: bool = False
    is_late: bool = False
    explained: Explained | None = None

    @property
    def is_past_late(self) -> bool:
        """Whether nobody has closed it by its late-at."""
        return self.is_late or self.missed or (self.taken is None and self.wait_ms <= self.due_ms - self.late_ms)


def _minutes(cadence: Cadence) -> Iterator[int]:
    """Yield the marks of a cadence in minutes, rising; without end where the cadence has none."""
    single = sorted(m for m in set(cadence.at_min) if cadence.until_min is None or m <= cadence.until_min)
    every, at = cadence.every_min, cadence.every_min
    while every is not None and at is not None and (cadence.until_min is None or at <= cadence.until_min):
        while single and single[0] <= at:
            first = single.pop(0)
            if first < at:
                yield first
        yield at
        at += every
    yield from single
    later, at = cadence.then_every_min, cadence.until_min
    while later is not None and at is not None:
        at += later
        yield at


def _due(period: Period, due_ms: int, why: DueWhy = DueWhy.PROTOCOL, reason: str = "") -> Due:
    cadence = period.cadence
    from_ms, late_ms = due_ms - cadence.early_min * MINUTE_MS, due_ms + cadence.grace_min * MINUTE_MS
    return Due(cadence.line, from_ms, due_ms, late_ms, due_ms - period.now_ms, why=why, reason=reason)


def _due_after(period: Period, ask: Ask) -> Due:
    """Return the mark that waits after a set; a window that would reach back to that set begins at the mark."""
    mark = _due(period, ask.due_ms, ask.why, ask.reason)
    return mark if mark.from_ms > ask.base_ms else replace(mark, from_ms=mark.due_ms)


def _windows(period: Period) -> list[Due]:
    """Return the protocol's marks that have come, and the next ones that bound the last window."""
    windows: list[Due] = []
    for minute in _minutes(period.cadence):
        windows.append(_due(period, period.start_ms + minute * MINUTE_MS))
        if len(windows) > 2 and windows[-2].due_ms > period.now_ms:
            break
    return windows


def _closed(mark: Due, taken: Taken) -> Due:
    return replace(mark, taken=taken.item, is_late=taken.at_ms >= mark.late_ms, light=bool(taken.item.light))


def _of_protocol(period: Period) -> list[Due]:
    """Return one cadence's own marks: those that have come, those taken, and the next."""
    closed = {taken.item.due_ms: taken for taken in period.taken if taken.item.due_ms is not None}
    windows = [m for m in _windows(period) if m.due_ms in closed or not period.is_replaced(m.due_ms)]
    found: list[Due] = []
    for mark, after in zip(windows, [*windows[1:], None], strict=False):
        if mark.due_ms in closed:
            found.append(_closed(mark, closed[mark.due_ms]))
        elif period.end_ms is not None:
            # A mark still within its grace when its period ended gives way to the next period's first.
            if mark.late_ms <= period.end_ms:
                found.append(replace(mark, missed=True))
        else:
            came = mark.wait_ms <= 0
            gone = after is not None and (after.wait_ms <= 0 or after.due_ms in closed)
            found.append(replace(mark, missed=came and gone))
            if not came:
                break
    return found


def _asked(facts: InForce, period: Period) -> Iterator[Due]:
    """Yield the marks that count from the set before: each closed by the next set, or waiting for it."""
    befores: list[Taken | None] = [None, *period.taken]
    for before, after in zip(befores, [*period.taken, None], strict=True):
        ask = asked_after(facts, period, before, after.at_ms if after is not None else None)
        if ask is None:
            continue
        mark = _due_after(period, ask)
        if after is not None:
            if after.at_ms >= mark.from_ms:
                yield _closed(mark, after)
        elif period.end_ms is None:
            yield mark
        elif mark.late_ms <= period.end_ms:
            yield replace(mark, missed=True)


def marks(protocol: Protocol, state: SessionState, now: Reading) -> tuple[Due, ...]:
    """Return every mark that has come, was taken or is next, by due time.

    Args:
        protocol: The session's protocol.
        state: The session.
        now: The clock.

    Returns:
        Marks of all cadences whose moment has come; where a rule's or an order's mark falls on the protocol's own,
        that one stands for both.
    """
    facts = InForce(protocol, state)
    why = {(item.link_id, item.due_ms): item for item in state.running.explained}
    found: list[Due] = []
    for cadence in protocol.cadences:
        period = period_of(state, cadence, now)
        if period is not None:
            own = _of_protocol(period)
            moments = {mark.due_ms for mark in own}
            found += [*own, *(mark for mark in _asked(facts, period) if mark.due_ms not in moments)]
    told = (replace(mark, explained=why.get((mark.link_id, mark.due_ms))) for mark in found)
    return tuple(sorted(told, key=lambda mark: (mark.due_ms, mark.link_id)))


def late_by_ms(protocol: Protocol, state: SessionState, item: VitalsSet) -> int | None:
    """Return how long after its late-at a set closed its mark, ms; None where it was in time or closed none.

    On the time line of the mark, so that a set is never both in time and late because the wall clock was set.
    """
    cadence = cadence_of(protocol, item.link_id)
    anchor = anchor_of(state, cadence.anchor) if cadence is not None else None
    if item.late_ms is None or anchor is None:
        return None
    late_ms = taken_ms(anchor, item) - item.late_ms
    return late_ms if late_ms >= 0 else None


def next_due(protocol: Protocol, state: SessionState, now: Reading) -> Due | None:
    """Return the mark that waits for a set, overdue or next to come; None when nothing is due any more."""
    return next(iter(_waiting(protocol, state, now)), None)


def overdue(protocol: Protocol, state: SessionState, now: Reading) -> tuple[Due, ...]:
    """Return the marks that are past their time and wait for a set, oldest first."""
    return tuple(mark for mark in _waiting(protocol, state, now) if mark.wait_ms <= 0)


def _waiting(protocol: Protocol, state: SessionState, now: Reading) -> tuple[Due, ...]:
    if state.ended is not None:
        return ()
    return tuple(mark for mark in marks(protocol, state, now) if mark.taken is None and not mark.missed)


def slot(
    protocol: Protocol, state: SessionState, link_id: str, now: Reading, occurred_ms: int | None = None
) -> Due | None:
    """Return the mark that a set taken now closes, or None where it is an extra set.

    Where it closes a mark of the protocol and one that counts from the set before, the protocol's is returned.

    Args:
        protocol: The session's protocol.
        state: The session.
        link_id: The repeated line.
        now: The clock.
        occurred_ms: When the set was true, UTC ms, where that was earlier than now.
    """
    back_ms = 0 if occurred_ms is None else now.wall_ms - occurred_ms
    for cadence in protocol.cadences:
        period = period_of(state, cadence, now) if cadence.line == link_id else None
        at_ms = 0 if period is None else period.now_ms - back_ms
        if period is None or (period.end_ms is not None and at_ms > period.end_ms):
            continue
        return _own_slot(period, at_ms) or _asked_slot(InForce(protocol, state), period, at_ms)
    return None


def _own_slot(period: Period, at_ms: int) -> Due | None:
    windows = [mark for mark in _windows(period) if mark.from_ms <= at_ms and not period.is_replaced(mark.due_ms)]
    mark = windows[-1] if windows else None
    return None if mark is None or any(t.item.due_ms == mark.due_ms for t in period.taken) else mark


def _asked_slot(facts: InForce, period: Period, at_ms: int) -> Due | None:
    before = [taken for taken in period.taken if taken.at_ms <= at_ms] if at_ms >= period.start_ms else []
    ask = asked_after(facts, period, before[-1] if before else None, at_ms)
    mark = None if ask is None else _due_after(period, ask)
    return mark if mark is not None and mark.from_ms <= at_ms else None


def pending(protocol: Protocol, state: SessionState, now: Reading) -> tuple[ReadingDue | ReadingLate, ...]:
    """Return what the program has to write down by now: readings that came due or late and were not taken, each once.

    A signed phase waits for no reading.
    """
    if state.ended is not None:
        return ()
    written = {(item.link_id, item.due_ms, item.late) for item in state.running.notices}
    found: list[ReadingDue | ReadingLate] = []
    for mark in marks(protocol, state, now):
        if mark.taken is not None or state.closed(protocol.section_of(mark.link_id).phase) is not None:
            continue
        times = (mark.link_id, mark.from_ms, mark.due_ms, mark.late_ms, mark.why)
        if mark.wait_ms <= 0 and (mark.link_id, mark.due_ms, False) not in written:
            found.append(ReadingDue(*times))
        if mark.is_past_late and mark.wait_ms <= 0 and (mark.link_id, mark.due_ms, True) not in written:
            found.append(ReadingLate(*times))
    return tuple(found)
