"""What asks for a set besides the protocol's marks: a limit that the set before met, an order, an emergency.

All of them count from the set before, and one set answers them all, so between two sets there is at most one such
mark: the earliest. None comes before what asks for it was recorded. What a light check did not look at is taken from
the set before it. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from checklist.protocol import limits
from checklist.protocol.limits import Limit
from checklist.protocol.model import Cadence, Protocol
from checklist.protocol.values import number
from checklist.session.inforce import InForce, vitals_field
from checklist.session.light_parts import looked_at
from checklist.session.period import Period, Taken
from checklist.session.running_events import DueWhy
from checklist.session.timeline import MINUTE_MS, moment_ms


class Ask(msgspec.Struct, frozen=True):
    """A mark that counts from the set before, UTC ms; ``reason``: the limit's words, the order's, or the branch.

    ``base_ms``: the set before, or the beginning of the stretch; no window reaches back to it.
    """

    due_ms: int
    why: DueWhy
    reason: str
    base_ms: int


def asked_after(facts: InForce, period: Period, before: Taken | None, upto_ms: int | None) -> Ask | None:
    """Return the mark that waits after a set, or None.

    Args:
        facts: The session's answers in force.
        period: The stretch it lies in.
        before: The set it counts from; None for the beginning of the stretch.
        upto_ms: When the next set was true: what came after it asks for that one's next; None for no next set.
    """
    base_ms = period.start_ms if before is None else before.at_ms
    asks = [
        *_rule(facts, period, before),
        *_orders(period, base_ms, upto_ms),
        *_emergencies(facts, period, base_ms, upto_ms),
    ]
    return min(asks, key=lambda ask: ask.due_ms, default=None)


def _rule(facts: InForce, period: Period, before: Taken | None) -> Iterator[Ask]:
    if before is None:
        return
    found = [(minutes_of(facts.protocol, hit.repeat_min), hit.text) for hit in _met(facts, period, before)]
    if found:
        minutes, text = min(found, key=lambda item: item[0])
        known_ms = moment_ms(period.anchor, before.item.author)
        yield Ask(max(before.at_ms + minutes * MINUTE_MS, known_ms), DueWhy.RULE, text, before.at_ms)


def _met(facts: InForce, period: Period, before: Taken) -> tuple[Limit, ...]:
    """Return the limits with a repeat that a set meets; none where the protocol repeats nothing by rule."""
    field = vitals_field(facts.protocol.line(period.cadence.line))
    repeating = () if field is None else tuple(limit for limit in field.limits if limit.repeat_min)
    if field is None or not repeating:
        return ()
    found = limits.hits(
        msgspec.structs.replace(field, limits=repeating),
        looked_at([taken.item for taken in period.taken], before.item),
        parameters=lambda name: facts.protocol.parameter(name).value,
        baseline=facts.answer,
        now_ms=before.at_ms,
        day="",
    )
    return tuple(hit for hit in found if hit.repeat_min)


def _orders(period: Period, base_ms: int, upto_ms: int | None) -> Iterator[Ask]:
    """Yield what the orders ask for that stood between a set and the next; one taken back in time asks nothing."""
    for standing in period.orders:
        if upto_ms is not None and standing.from_ms >= upto_ms:
            continue
        due_ms = max(base_ms + standing.order.every_min * MINUTE_MS, standing.from_ms)
        if not _over_in_time(period, due_ms, standing.until_ms, upto_ms):
            yield Ask(due_ms, DueWhy.ORDER, standing.order.reason, base_ms)


def _over_in_time(period: Period, due_ms: int, until_ms: int | None, upto_ms: int | None) -> bool:
    """Return whether what asked was over before the next set, and before its mark was late: it asks no more."""
    if until_ms is None or (upto_ms is not None and until_ms > upto_ms):
        return False
    return due_ms + period.cadence.grace_min * MINUTE_MS > until_ms


def _emergencies(facts: InForce, period: Period, base_ms: int, upto_ms: int | None) -> Iterator[Ask]:
    """Yield what the emergency lists ask for that ran between a set and the next: while they run, once afterwards."""
    for run in facts.state.branches:
        branch = facts.protocol.branch(run.branch)
        began_ms = max(period.start_ms, moment_ms(period.anchor, run.mark))
        if not branch.repeat_min or (upto_ms is not None and began_ms >= upto_ms):
            continue
        span_ms = minutes_of(facts.protocol, branch.repeat_min) * MINUTE_MS
        due_ms = max(base_ms, began_ms) + span_ms
        ended_ms = None if run.ended is None else moment_ms(period.anchor, run.ended)
        if not _over_in_time(period, due_ms, ended_ms, upto_ms):
            yield Ask(due_ms, DueWhy.EMERGENCY, branch.title, base_ms)
        elif ended_ms is not None and base_ms <= ended_ms:
            yield Ask(ended_ms + span_ms, DueWhy.EMERGENCY, branch.title, base_ms)


def minutes_of(protocol: Protocol, text: str) -> int:
    """Return whole minutes given as text or as a parameter's id."""
    return int(number(protocol.parameter(text).value if text.startswith("p.") else text) or 0)


def order_range(protocol: Protocol, cadence: Cadence) -> tuple[int, int]:
    """Return how often a person may order sets, minutes: never under 1, never beyond the protocol's own range.

    The upper end is that of the parameter that sets the cadence; of a cadence without one, its own distance.
    """
    name = dict(cadence.set_by).get("every_min", "")
    high = protocol.parameter(name).high if name else None
    return 1, int(number(high or "") or cadence.every_min or max(cadence.at_min, default=1))


def cadence_of(protocol: Protocol, link_id: str) -> Cadence | None:
    """Return the cadence of a repeated line, or None where it has none."""
    return next((cadence for cadence in protocol.cadences if cadence.line == link_id), None)
