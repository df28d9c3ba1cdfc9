"""What the clocks on top of the monitoring page say, worked out from session and time. No rule of its own.

By-clock amounts are arithmetic, not a pump reading (``ux.md`` 3); a due time has its from and late beside it.
"""

from __future__ import annotations

from decimal import Decimal

import msgspec

from checklist.clock import Reading
from checklist.protocol.model import Anchor, Protocol
from checklist.protocol.values import Score
from checklist.session import due
from checklist.session.delivered import delivered
from checklist.session.due import Due, DueWhy
from checklist.session.state import Infusion, InfusionStatus, Mark, SessionState
from checklist.ui import formats
from checklist.ui.monitoring import due_words
from checklist.ui.monitoring.delivered_words import short_pump_words
from checklist.ui.monitoring.words import ALERTNESS
from checklist.ui.widgets.ring_clock import RingFacts, RingLook

MINUTE_MS = 60_000
SECOND_MS = 1000
NOW_STEP_MS = 5_000


class StateFacts(msgspec.Struct, frozen=True):
    """The patient state card: when, words for alertness, and the scores beneath."""

    title: str
    words: str
    sub: str


class NextFacts(msgspec.Struct, frozen=True):
    """The countdown to the next set.

    Attributes:
        ring: What the clock shows.
        schedule: From, due and late in words; always the whole of it.
        left_s: Seconds until it is due, negative when overdue; None with nothing due.
    """

    ring: RingFacts
    schedule: str
    left_s: int | None = None


def planned_end_ms(protocol: Protocol, state: SessionState, now: Reading) -> int | None:
    """Return when the infusion ends or ended, UTC ms, by plan, rate and running time; None before the start."""
    plan = state.infusion
    if plan.ended is not None:
        return plan.ended.at_ms
    if not plan.runs:
        return None
    given = delivered(protocol, state, now)
    whole = (now.wall_ms + given.planned_ms - given.elapsed_ms + SECOND_MS // 2) // SECOND_MS
    return whole * SECOND_MS


def now_line_ms(state: SessionState, now: Reading) -> int:
    """Return where the trend draws now, UTC ms: in steps of 5 s, in which it moves by about a pixel."""
    since = state.infusion.runs[0].start.at_ms if state.infusion.runs else 0
    return now.wall_ms - (now.wall_ms - since) % NOW_STEP_MS


def whole_second(state: SessionState, now: Reading) -> Reading:
    """Return the moment of the last whole second of running time, so that all of a clock moves together."""
    over_ms = due.elapsed_ms(state, now) % SECOND_MS
    return msgspec.structs.replace(now, wall_ms=now.wall_ms - over_ms, mono_ms=now.mono_ms - over_ms)


def infusion_facts(protocol: Protocol, state: SessionState, now: Reading) -> RingFacts:
    """Return what the infusion clock shows."""
    plan = state.infusion
    if plan.status is InfusionStatus.NOT_STARTED:
        return _before_start(state)
    if plan.ended is not None:
        return _after_end(protocol, state, plan.ended, now)
    now = whole_second(state, now)
    given = delivered(protocol, state, now)
    elapsed, planned = given.elapsed_ms, given.planned_ms
    end = formats.time_of(planned_end_ms(protocol, state, now) or now.wall_ms, now.tz_min)
    clock = f"By clock {formats.number(due.by_clock_mg(state, now))} of {formats.quantity(plan.dose_mg, 'mg')}"
    pump = short_pump_words(given)
    fraction = round(min(1.0, elapsed / planned), 3)
    of, time = f"of {formats.duration(planned)}", formats.duration(elapsed)
    if plan.status is InfusionStatus.PAUSED:
        return _paused(protocol, plan, now, RingFacts("", time, of, _two_lines(clock, pump), fraction, RingLook.NEXT))
    if elapsed > planned:
        sub = _two_lines(f"Planned end was {end}", pump)
        return RingFacts("Past planned end", time, of, sub, 1.0, RingLook.CAUTION)
    return RingFacts("Infusion running", time, of, _two_lines(f"{clock}, ends {end}", pump), fraction)


def _two_lines(first: str, second: str) -> str:
    return "\n".join(part for part in (first, second) if part)


def _before_start(state: SessionState) -> RingFacts:
    order = state.order
    planned = formats.duration(order.minutes * MINUTE_MS)
    bag = f"{formats.quantity(order.dose_mg, 'mg')} in {formats.quantity(order.volume_ml, 'mL')}"
    return RingFacts("Infusion not started", formats.duration(0), f"of {planned}", bag)


def _paused(protocol: Protocol, plan: Infusion, now: Reading, base: RingFacts) -> RingFacts:
    """Return the paused clock; amber over half of ``p.pause_max_min`` (``ux.md`` 9)."""
    since = plan.runs[-1].end
    paused = due.passed_ms(since, now) if since else 0
    long = paused > _parameter_min(protocol, "p.pause_max_min", 30) * MINUTE_MS // 2
    title = f"Paused for {formats.duration(paused)}"
    look = RingLook.CAUTION if long else base.look
    return msgspec.structs.replace(base, title=title, look=look)


def _after_end(protocol: Protocol, state: SessionState, ended: Mark, now: Reading) -> RingFacts:
    since = due.passed_ms(ended, now) // SECOND_MS * SECOND_MS
    wait = _parameter_min(protocol, "p.obs_after_end_min", 60) * MINUTE_MS
    plan = state.infusion
    word = "Ended" if plan.status is InfusionStatus.ENDED else "Stopped"
    given = f"{formats.quantity(plan.given_mg, 'mg')} given" if plan.given_mg else "pump not read yet"
    sub = f"{word} {formats.time_of(ended.at_ms, now.tz_min)}, {given}"
    return RingFacts(
        "Since end of infusion",
        formats.duration(since),
        f"of {wait // MINUTE_MS} min",
        sub,
        round(min(1.0, since / wait), 3),
    )


def _parameter_min(protocol: Protocol, name: str, otherwise: int) -> int:
    """Return a parameter in minutes, or the shipped default of ``clinical.md`` 8 where it is not set."""
    try:
        return int(Decimal(protocol.parameter(name).value))
    except KeyError:
        return otherwise


def next_facts(protocol: Protocol, state: SessionState, now: Reading) -> NextFacts:
    """Return what the countdown to the next set shows."""
    mark = due.next_due(protocol, state, now)
    if mark is None:
        return _nothing_due(protocol, state)
    left_s = -(-mark.wait_ms // SECOND_MS)
    at = formats.time_of(mark.due_ms, now.tz_min)
    late = formats.time_of(mark.late_ms, now.tz_min)
    schedule = due_words.schedule_words(mark, now.tz_min)
    if mark.wait_ms <= 0:
        gone, was = formats.duration(-mark.wait_ms), f"Due {at}, late {late}"
        title = "Repeat overdue" if mark.why is DueWhy.RULE else "Vital signs overdue"
        ring = RingFacts(title, gone, "late", was, 1.0, RingLook.CAUTION)
        return NextFacts(ring, schedule, left_s)
    every = _every(protocol, mark)
    interval = (every or max(1, (mark.due_ms - _anchor_ms(state, mark)) // MINUTE_MS)) * MINUTE_MS
    is_open = mark.wait_ms <= mark.due_ms - mark.from_ms
    why = due_words.short_why(state, mark) or (f"every {every} min" if every else "")
    sub = f"Due {at}, late {late}" if is_open else f"At {at}" + (f", {why}" if why else "")
    title = "Vital signs now, due in" if is_open else "Next vital signs in"
    fraction = round(min(1.0, left_s * SECOND_MS / interval), 3)
    ring = RingFacts(title, formats.duration(left_s * SECOND_MS), "", sub, fraction, RingLook.NEXT)
    return NextFacts(ring, schedule, left_s)


def _nothing_due(protocol: Protocol, state: SessionState) -> NextFacts:
    sub = "Nothing due"
    if state.infusion.status is InfusionStatus.NOT_STARTED:
        running = [item for item in protocol.cadences if item.anchor is Anchor.INFUSION_START]
        minutes = [minute for item in running for minute in (*item.at_min, item.every_min) if minute]
        sub = f"First {min(minutes)} min after start" if minutes else "After the start"
    return NextFacts(RingFacts("Next vital signs", "–", "", sub, 0.0, RingLook.NEXT), sub)


def _every(protocol: Protocol, mark: Due) -> int | None:
    """Return the interval of the cadence a mark belongs to, in minutes."""
    return next((item.every_min for item in protocol.cadences if item.line == mark.link_id), None)


def _anchor_ms(state: SessionState, mark: Due) -> int:
    ended = state.infusion.ended
    if ended is not None and mark.due_ms >= ended.at_ms:
        return ended.at_ms
    return state.infusion.runs[0].start.at_ms if state.infusion.runs else mark.due_ms


def state_facts(state: SessionState, tz_min: int) -> StateFacts:
    """Return the newest alertness in words, and the newest scores of alertness and distress."""
    scored = [item for item in state.vitals if item.signs.get("alertness") is not None]
    newest = max(scored, key=lambda item: item.at_ms, default=None)
    level = newest.signs.get("alertness") if newest else None
    if newest is None or level is None:
        return StateFacts("Patient state", "Not recorded yet", "Part of each set")
    distress = _newest_score(state, "distress")
    sub = f"Alertness {level} of 5" if distress is None else f"Alertness {level}, distress {distress}"
    title = f"Patient state, {formats.time_of(newest.at_ms, tz_min)}"
    return StateFacts(title, ALERTNESS.get(level, level), sub)


def _newest_score(state: SessionState, field: str) -> int | None:
    found = []
    for recorded in state.lines.values():
        current = recorded.current
        value = current.answer.get(field) if current and current.answer else None
        if current and isinstance(value, Score):
            found.append((current.mark.n, value.value))
    return max(found)[1] if found else None
