"""The stretch of a session in which one repeated line is due: from its anchor to its end, with what lies in it.

All times are UTC ms on the anchor's time line. Pure.
"""

from __future__ import annotations

import msgspec

from checklist.clock import Reading
from checklist.protocol.model import Cadence
from checklist.session.running_state import CadenceOrder
from checklist.session.state import Mark, SessionState, VitalsSet
from checklist.session.timeline import anchor_of, end_of, moment_ms, passed_ms, taken_ms


class Taken(msgspec.Struct, frozen=True):
    """A set, and when it was true."""

    at_ms: int
    item: VitalsSet


class Standing(msgspec.Struct, frozen=True):
    """An order and how long it stands; ``until_ms`` None: still."""

    order: CadenceOrder
    from_ms: int
    until_ms: int | None


class Period(msgspec.Struct, frozen=True):
    """One cadence's stretch.

    Attributes:
        now_ms: The clock; past ``end_ms`` once the stretch is over.
        end_ms: When it ended, or None while it lasts.
        taken: The sets of the line that were true within it, oldest first.
        orders: Orders of a person that asked for a distance of their own, oldest first.
    """

    cadence: Cadence
    anchor: Mark
    now_ms: int
    end_ms: int | None
    taken: tuple[Taken, ...]
    orders: tuple[Standing, ...]

    @property
    def start_ms(self) -> int:
        """When it began."""
        return self.anchor.at_ms

    def is_replaced(self, due_ms: int) -> bool:
        """Return whether an order stood when a mark of the protocol came."""
        return any(o.from_ms < due_ms and (o.until_ms is None or due_ms <= o.until_ms) for o in self.orders)


def period_of(state: SessionState, cadence: Cadence, now: Reading) -> Period | None:
    """Return a cadence's stretch, or None before its anchor has come."""
    anchor = anchor_of(state, cadence.anchor)
    if anchor is None:
        return None
    end = end_of(state, cadence.anchor)
    end_ms = None if end is None else anchor.at_ms + passed_ms(anchor, end)
    return Period(
        cadence,
        anchor,
        anchor.at_ms + passed_ms(anchor, now),
        end_ms,
        _taken(state, cadence, anchor, end_ms),
        _orders(state, cadence, anchor),
    )


def _taken(state: SessionState, cadence: Cadence, anchor: Mark, end_ms: int | None) -> tuple[Taken, ...]:
    found = [Taken(taken_ms(anchor, item), item) for item in state.vitals if item.link_id == cadence.line]
    within = [t for t in found if t.at_ms >= anchor.at_ms and (end_ms is None or t.at_ms <= end_ms)]
    return tuple(sorted(within, key=lambda taken: (taken.at_ms, taken.item.mark.n)))


def _orders(state: SessionState, cadence: Cadence, anchor: Mark) -> tuple[Standing, ...]:
    given = [order for order in state.running.orders if order.link_id == cadence.line]
    starts = [max(anchor.at_ms, moment_ms(anchor, order.mark)) for order in given]
    return tuple(
        Standing(order, start_ms, until_ms)
        for order, start_ms, until_ms in zip(given, starts, [*starts[1:], None], strict=False)
        if order.every_min
    )
