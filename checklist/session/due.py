"""When a reading is due: marks from the protocol's cadence, held against a clock that is given.

A mark has three times, always shown and stored together: ``from`` (a set closes it from here on), ``due``,
and ``late`` (``clinical.md`` 4.1). A set closes the mark in whose window it falls; windows reach from one
mark's ``from`` to the next one's. An earlier set is an extra one and moves no mark. A pause of the pump stops
no mark.

Times are UTC ms on the time line of the moment they count from: within one boot of the machine the monotonic
clock decides, so a step of the wall clock moves no mark (``ledger-and-security.md`` 7.15). Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import msgspec

from checklist.clock import Reading
from checklist.protocol.model import Anchor, Cadence, Protocol
from checklist.session import amounts
from checklist.session.figures import Figure
from checklist.session.state import InfusionStatus, Mark, SessionState, VitalsSet

MINUTE_MS = 60_000
_OVER = (InfusionStatus.ENDED, InfusionStatus.STOPPED)


class Due(msgspec.Struct, frozen=True):
    """One mark of one repeated line, UTC ms.

    Attributes:
        from_ms: From here on a set closes the mark.
        due_ms: The mark itself; past it and not taken the reading is overdue.
        late_ms: From here on a set is late.
        wait_ms: From now until the mark, below 0 once it is past; no step of the wall clock changes it.
        taken: The set that closed it, or None.
        missed: Not taken, and its window is gone: the next mark has come, or its period is over.
    """

    link_id: str
    from_ms: int
    due_ms: int
    late_ms: int
    wait_ms: int
    taken: VitalsSet | None = None
    missed: bool = False


def passed_ms(since: Mark, until: Mark | Reading) -> int:
    """Return the ms from one moment to a later one, 0 or more: monotonic within one boot, else wall time."""
    if since.boot == until.boot:
        return max(0, until.mono_ms - since.mono_ms)
    wall_ms = until.wall_ms if isinstance(until, Reading) else until.at_ms
    return max(0, wall_ms - since.at_ms)


def elapsed_ms(state: SessionState, now: Reading) -> int:
    """Return how long the pump has run, ms; pauses are left out, sleep of the computer is counted."""
    return sum(passed_ms(run.start, run.end or now) for run in state.infusion.runs)


def pumped(state: SessionState, until: Mark | Reading) -> Figure:
    """Return the volume that has gone in by rates and running time up to a moment, exact, never above the bag."""
    stretches = (
        (Decimal(run.rate_ml_h), min(passed_ms(run.start, until), passed_ms(run.start, run.end or until)))
        for run in state.infusion.runs
    )
    return amounts.pumped(stretches, Decimal(state.infusion.volume_ml or "0"))


def by_clock_mg(state: SessionState, now: Mark | Reading) -> Decimal:
    """Return the mg that have gone in by rate and running time: arithmetic, not a pump reading; 0.1 mg."""
    plan = state.infusion
    if plan.status is InfusionStatus.NOT_STARTED:
        return Decimal(0)
    return amounts.mg_in(Decimal(plan.dose_mg), Decimal(plan.volume_ml), pumped(state, now))


def is_over(state: SessionState) -> bool:
    """Return whether the infusion has ended or was stopped."""
    return state.infusion.status in _OVER


def anchor_of(state: SessionState, anchor: Anchor) -> Mark | None:
    """Return the moment an anchor names, or None before it has come."""
    if anchor is Anchor.INFUSION_START:
        return state.infusion.runs[0].start if state.infusion.runs else None
    return state.infusion.ended


def _end_of(state: SessionState, anchor: Anchor) -> Mark | None:
    """Return when the anchor's period ended, or None while it lasts."""
    return (state.infusion.ended or state.ended) if anchor is Anchor.INFUSION_START else state.ended


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


def _windows(cadence: Cadence, anchor: Mark, upto_ms: int) -> list[Due]:
    """Return the marks up to ``upto_ms``, and the next ones that bound the last window."""
    windows: list[Due] = []
    for minute in _minutes(cadence):
        due_ms = anchor.at_ms + minute * MINUTE_MS
        from_ms, late_ms = due_ms - cadence.early_min * MINUTE_MS, due_ms + cadence.grace_min * MINUTE_MS
        windows.append(Due(cadence.line, from_ms, due_ms, late_ms, due_ms - upto_ms))
        if len(windows) > 2 and windows[-2].due_ms > upto_ms:
            break
    return windows


def _held(state: SessionState, cadence: Cadence, now: Reading) -> list[Due]:
    """Return one cadence's marks held against the sets: those that have come, those taken, and the next."""
    anchor = anchor_of(state, cadence.anchor)
    if anchor is None:
        return []
    end = _end_of(state, cadence.anchor)
    now_ms = anchor.at_ms + passed_ms(anchor, end or now)
    closed = {item.due_ms: item for item in state.vitals if item.link_id == cadence.line and item.due_ms is not None}
    windows = _windows(cadence, anchor, anchor.at_ms + passed_ms(anchor, now))
    found: list[Due] = []
    for mark, after in zip(windows, [*windows[1:], None], strict=True):
        came = mark.due_ms <= now_ms
        if mark.due_ms in closed:
            found.append(msgspec.structs.replace(mark, taken=closed[mark.due_ms]))
        elif end is not None:
            # A mark still within its grace when its period ended gives way to the next period's first.
            if mark.late_ms <= now_ms:
                found.append(msgspec.structs.replace(mark, missed=True))
        else:
            gone = after is not None and (after.due_ms <= now_ms or after.due_ms in closed)
            found.append(msgspec.structs.replace(mark, missed=came and gone))
            if not came:
                break
    return found


def marks(protocol: Protocol, state: SessionState, now: Reading) -> tuple[Due, ...]:
    """Return every mark that has come, was taken or is next, by due time.

    Args:
        protocol: The session's protocol.
        state: The session.
        now: The clock.

    Returns:
        Marks of all cadences whose moment has come; the next untaken one of each cadence is its last.
    """
    found = [mark for cadence in protocol.cadences for mark in _held(state, cadence, now)]
    return tuple(sorted(found, key=lambda mark: (mark.due_ms, mark.link_id)))


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

    Args:
        protocol: The session's protocol.
        state: The session.
        link_id: The repeated line.
        now: The clock.
        occurred_ms: When the set was true, UTC ms, where that was earlier than now.
    """
    back_ms = 0 if occurred_ms is None else now.wall_ms - occurred_ms
    for cadence in protocol.cadences:
        anchor = anchor_of(state, cadence.anchor)
        if cadence.line != link_id or anchor is None:
            continue
        at_ms = anchor.at_ms + passed_ms(anchor, now) - back_ms
        end = _end_of(state, cadence.anchor)
        if end is not None and at_ms > anchor.at_ms + passed_ms(anchor, end):
            continue
        windows = _windows(cadence, anchor, anchor.at_ms + passed_ms(anchor, now))
        mark = next((mark for mark in reversed(windows) if mark.from_ms <= at_ms), None)
        if mark is not None and not any(s.link_id == link_id and s.due_ms == mark.due_ms for s in state.vitals):
            return mark
    return None
