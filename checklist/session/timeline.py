"""How much time has passed, and where a moment lies on the time line of another: the clock is always given.

Within one boot of the machine the monotonic clock decides, so a step of the wall clock moves nothing
(``ledger-and-security.md`` 7.15); sleep of the computer is counted, because the pump runs on. Pure.
"""

from __future__ import annotations

from decimal import Decimal

from checklist.clock import Reading
from checklist.protocol.model import Anchor
from checklist.session import amounts
from checklist.session.figures import Figure
from checklist.session.state import InfusionStatus, Mark, SessionState, VitalsSet

MINUTE_MS = 60_000
_OVER = (InfusionStatus.ENDED, InfusionStatus.STOPPED)


def passed_ms(since: Mark | Reading, until: Mark | Reading) -> int:
    """Return the ms from one moment to a later one, 0 or more: monotonic within one boot, else wall time."""
    return max(0, _between_ms(since, until))


def moment_ms(anchor: Mark, mark: Mark) -> int:
    """Return where a moment lies on the time line of an anchor, UTC ms; before it where it came earlier."""
    return anchor.at_ms + _between_ms(anchor, mark)


def taken_ms(anchor: Mark, item: VitalsSet) -> int:
    """Return when a set was true on the time line of an anchor: as long before its recording as its own time says."""
    return moment_ms(anchor, item.mark) - (item.mark.at_ms - item.at_ms)


def _between_ms(since: Mark | Reading, until: Mark | Reading) -> int:
    if since.boot == until.boot:
        return until.mono_ms - since.mono_ms
    return wall_ms(until) - wall_ms(since)


def wall_ms(moment: Mark | Reading) -> int:
    """Return the wall time of a moment, UTC ms."""
    return moment.wall_ms if isinstance(moment, Reading) else moment.at_ms


def elapsed_ms(state: SessionState, now: Reading) -> int:
    """Return how long the pump has run, ms; pauses are left out, sleep of the computer is counted.

    Of a session that was stopped while the pump ran, nothing is known after that.
    """
    return sum(passed_ms(run.start, run.end or state.ended or now) for run in state.infusion.runs)


def run_ml(state: SessionState, now: Reading) -> Decimal:
    """Return the mL that the rates make of the running time, also beyond what the bag held."""
    stretches = ((run.rate_ml_h, passed_ms(run.start, run.end or state.ended or now)) for run in state.infusion.runs)
    return sum((Decimal(rate) * ms for rate, ms in stretches), Decimal(0)) / (60 * MINUTE_MS)


def pumped(state: SessionState, until: Mark | Reading) -> Figure:
    """Return the volume that has gone in by rates and running time up to a moment, exact, never above the bag."""
    stretches = (
        (
            Decimal(run.rate_ml_h),
            min(passed_ms(run.start, until), passed_ms(run.start, run.end or state.ended or until)),
        )
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


def end_of(state: SessionState, anchor: Anchor) -> Mark | None:
    """Return when the anchor's period ended, or None while it lasts."""
    return (state.infusion.ended or state.ended) if anchor is Anchor.INFUSION_START else state.ended
