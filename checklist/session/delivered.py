"""How much has gone in: by the clock from rates and running time, and by the pump's own volume; what is left, and when.

The clock's amount is arithmetic and is always marked as such; the pump's own volume counts for more (D22). Exact until
read: mL to 0.01, mg to 0.1. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

import msgspec

from checklist.clock import Reading
from checklist.protocol.model import Protocol
from checklist.protocol.values import Answer, FieldAnswer, Quantity, number
from checklist.session import amounts, timeline
from checklist.session.care_state import PumpReading
from checklist.session.codes import Code
from checklist.session.commands import Block
from checklist.session.figures import Unit
from checklist.session.state import InfusionStatus, Mark, SessionState

PUMP_LINE, PUMP_FIELD = "mon.pump-volume", "given"
"""Where a protocol asks for the volume the pump shows (``clinical.md`` 2.2 E)."""

_HOUR_MS = Decimal(3_600_000)


class Delivered(msgspec.Struct, frozen=True):
    """The infusion in amounts and times at one moment.

    Attributes:
        elapsed_ms: How long the pump has run. ``planned_ms``: how long it runs in all, at the rate in force.
        by_clock_ml: By rates and running time, never above the bag. ``by_clock_mg``: what that holds.
        pump_ml: The newest volume read off the pump, or what its end says; None while nobody has read it.
        deviation_pct: How far that lies from the clock's volume at its moment, percent to 0.1, below zero for less.
        remaining_ms: Running time left by the clock; 0 once it is over or past its plan.
        planned_end_ms: When it ends if it runs on from now, UTC ms on the time line of its start; None before the
            start; when it ended, once it is over.
        residue_ml: What is left in bag and line, by the pump where it was read at the end, else by the clock.
    """

    elapsed_ms: int
    planned_ms: int
    by_clock_ml: Decimal
    by_clock_mg: Decimal
    pump_ml: Decimal | None
    deviation_pct: Decimal | None
    remaining_ms: int
    planned_end_ms: int | None
    residue_ml: Decimal


def delivered(protocol: Protocol, state: SessionState, now: Reading) -> Delivered:
    """Return how much has gone in; before the start the order's plan with nothing given."""
    plan, order = state.infusion, state.order
    if not plan.runs:
        whole_ms = order.minutes * timeline.MINUTE_MS
        volume = number(order.volume_ml) or Decimal(0)
        return Delivered(0, whole_ms, Decimal(0), Decimal(0), None, None, whole_ms, None, volume)
    elapsed_ms, remaining_ms = timeline.elapsed_ms(state, now), _remaining_ms(state, now)
    start, by_clock = plan.runs[0].start, timeline.pumped(state, now).read(Unit.ML)
    pump = next(reversed(readings(state)), None)
    at_ms = start.at_ms + timeline.passed_ms(start, now)
    read_at_end = number(plan.given_ml) if plan.ended is not None else None
    return Delivered(
        elapsed_ms=elapsed_ms,
        planned_ms=elapsed_ms + remaining_ms if plan.rates else plan.minutes * timeline.MINUTE_MS,
        by_clock_ml=by_clock,
        by_clock_mg=timeline.by_clock_mg(state, now),
        pump_ml=number(pump.given_ml) if pump is not None else None,
        deviation_pct=_deviation_pct(state, pump) if pump is not None else None,
        remaining_ms=remaining_ms,
        planned_end_ms=at_ms + remaining_ms if plan.ended is None else plan.ended.at_ms,
        residue_ml=Decimal(plan.volume_ml) - (by_clock if read_at_end is None else read_at_end),
    )


def _remaining_ms(state: SessionState, now: Reading) -> int:
    """Return the running time left: of the plan at the order's rate, else of what is left at the rate in force."""
    plan = state.infusion
    if plan.ended is not None:
        return 0
    if not plan.rates:
        return max(0, plan.minutes * timeline.MINUTE_MS - timeline.elapsed_ms(state, now))
    left = Decimal(plan.volume_ml) - timeline.pumped(state, now).read(Unit.ML)
    return int((left * _HOUR_MS / Decimal(plan.rate_ml_h)).to_integral_value(ROUND_HALF_UP))


def over_plan_ms(state: SessionState, now: Reading) -> int:
    """Return how long the pump has run past its plan, ms, below zero before: at the rates that were set."""
    plan = state.infusion
    if not plan.rates:
        return timeline.elapsed_ms(state, now) - plan.minutes * timeline.MINUTE_MS
    over_ml = timeline.run_ml(state, now) - Decimal(plan.volume_ml)
    return int((over_ml * _HOUR_MS / Decimal(plan.rate_ml_h)).to_integral_value(ROUND_HALF_UP))


def readings(state: SessionState) -> tuple[PumpReading, ...]:
    """Return the volumes read off the pump, oldest first, each at the moment it was true, the end's among them."""
    plan = state.infusion
    found = [*plan.pump, *_on_the_line(state)]
    if plan.ended is not None and plan.given_ml and not any(r.mark.n >= plan.ended.n for r in plan.pump):
        found.append(PumpReading(plan.given_ml, plan.given_mg, plan.ended))
    return tuple(sorted(found, key=lambda reading: reading.mark.n))


def _on_the_line(state: SessionState) -> Iterator[PumpReading]:
    """Yield the answers of the checklist's own line for the pump's volume."""
    plan = state.infusion
    for version in state.line(PUMP_LINE).readings:
        value = version.answer.get(PUMP_FIELD) if version.answer is not None else None
        given = number(value.value) if isinstance(value, Quantity) else None
        if isinstance(value, Quantity) and given is not None and plan.volume_ml:
            mg = amounts.given_mg(Decimal(plan.dose_mg), Decimal(plan.volume_ml), given)
            yield PumpReading(value.value, str(mg), version.moment)


def _deviation_pct(state: SessionState, reading: PumpReading) -> Decimal | None:
    usual = timeline.pumped(state, reading.mark).read(Unit.ML)
    if not usual:
        return None
    off = (Decimal(reading.given_ml) - usual) * 100 / usual
    return off.quantize(Decimal("0.1"), ROUND_HALF_UP)


def expected(state: SessionState, at: Mark | Reading) -> Answer | None:
    """Return the pseudo line ``ctx.infusion``: what should be in by the clock at a moment; None where nothing."""
    plan = state.infusion
    if plan.status is InfusionStatus.NOT_STARTED:
        return None
    volume = timeline.pumped(state, at)
    ml, mg = volume.read(Unit.ML), amounts.mg_in(Decimal(plan.dose_mg), Decimal(plan.volume_ml), volume)
    if not ml:
        return None
    return Answer(
        (FieldAnswer("expected_ml", Quantity(str(ml), "mL")), FieldAnswer("expected_mg", Quantity(str(mg), "mg")))
    )


def so_far_mg(state: SessionState, now: Reading) -> Decimal:
    """Return the mg that are in: the pump's own volume where it was read, and the clock since that reading."""
    plan = state.infusion
    reading = next(reversed(readings(state)), None)
    if reading is None:
        return timeline.by_clock_mg(state, now)
    since = timeline.by_clock_mg(state, now) - timeline.by_clock_mg(state, reading.mark)
    return min(Decimal(reading.given_mg) + since, Decimal(plan.dose_mg))


def blocks(state: SessionState) -> Iterator[Block]:
    """Yield what keeps the monitoring from being signed: a rate nobody checked, and a pump nobody has read.

    Once the pump is off nobody can read its rate honestly: an unchecked change stays a flag (``flags``).
    """
    plan = state.infusion
    if plan.rates and not plan.rates[-1].checked and plan.ended is None:
        yield Block(Code.NEED_RATE_CHECK, None, (("of", str(plan.rates[-1].mark.n)),))
    if plan.ended is not None and not plan.given_ml:
        yield Block(Code.NEED_PUMP)
