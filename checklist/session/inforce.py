"""Which lines are shown, and which answers count.

The one rule for hidden lines: an answer on a line that a condition hides is kept and marked inactive. It
counts for nothing (not for limits, conditions, baselines or progress), and it is in force again as soon as
the line is shown again. "Inactive" is therefore never stored: it is what this module says of protocol and
state.

Of a repeated line the set with the latest clinical time counts. Pure.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from checklist.clock import Reading
from checklist.protocol import conditions, limits
from checklist.protocol.context import CONTEXT, INFUSION
from checklist.protocol.items import VitalsField
from checklist.protocol.limits import Limit, Trigger
from checklist.protocol.model import Line, Protocol
from checklist.protocol.values import Answer, FieldAnswer
from checklist.session.context_answers import context_answer
from checklist.session.delivered import expected
from checklist.session.state import Mark, SessionState, VitalsSet
from checklist.session.timeline import taken_ms

_STRICTEST = tuple(Trigger)


def vitals_field(line: Line) -> VitalsField | None:
    """Return the field of a line that holds vital signs, or None."""
    return next((field for field in line.fields if isinstance(field, VitalsField)), None)


def sets_of(state: SessionState, link_id: str) -> tuple[VitalsSet, ...]:
    """Return the sets recorded on a line, in the order they were recorded."""
    return tuple(item for item in state.vitals if item.link_id == link_id)


def in_order(sets: tuple[VitalsSet, ...]) -> tuple[VitalsSet, ...]:
    """Return sets by clinical time, oldest first, of equal ones as recorded; no step of the wall clock moves one."""
    return tuple(sorted(sets, key=lambda item: (taken_ms(sets[0].mark, item), item.mark.n)))


def newest(sets: tuple[VitalsSet, ...]) -> VitalsSet | None:
    """Return the set with the latest clinical time; of equal ones the one recorded last."""
    return next(reversed(in_order(sets)), None)


class InForce:
    """Answers in force of one session; remembers what it worked out, so make one for one look.

    Args:
        protocol: The session's protocol.
        state: The session.
    """

    def __init__(self, protocol: Protocol, state: SessionState) -> None:
        self.protocol = protocol
        self.state = state
        self._visible: dict[str, bool] = {}
        self._context: dict[str, Answer | None] = {}

    def visible(self, link_id: str) -> bool:
        """Return whether a line is shown; False for a line the protocol does not have."""
        known = self._visible.get(link_id)
        if known is None:
            self._visible[link_id] = False  # a ring of conditions hides its lines instead of never ending
            known = self._visible[link_id] = self._shown(link_id)
        return known

    def _shown(self, link_id: str) -> bool:
        try:
            condition = self.protocol.line(link_id).enable_when
        except KeyError:
            return False
        return condition is None or conditions.holds(condition, self.answer)

    def answer(self, link_id: str) -> Answer | None:
        """Return the answer that counts for a line or a pseudo line ``ctx.*``, or None where it is hidden or open."""
        if link_id in CONTEXT:
            if link_id not in self._context:
                self._context[link_id] = context_answer(self.protocol, self.state, link_id)
            return self._context[link_id]
        if not self.visible(link_id):
            return None
        line = self.protocol.line(link_id)
        field = vitals_field(line)
        if line.repeats and field is not None:
            latest = newest(sets_of(self.state, link_id))
            return Answer((FieldAnswer(field.id, latest.signs),)) if latest else None
        current = self.state.line(link_id).current
        return current.answer if current else None

    def hits(self, line: Line, answer: Answer, now: Reading, at: Mark | None = None) -> tuple[Limit, ...]:
        """Return the limits an answer of a line meets, strictest first.

        Hours and days count to the closing of the line's phase, so that a fast once long enough stays so. What should
        have gone in by the clock is that of the moment ``at`` of the answer; None for now.
        """
        closed = self.state.closed(self.protocol.section_of(line.link_id).phase)
        at_ms, tz_min = (closed.mark.at_ms, closed.mark.tz_min) if closed else (now.wall_ms, now.tz_min)
        day = _day(at_ms, tz_min)

        def baseline(link_id: str) -> Answer | None:
            return expected(self.state, at or now) if link_id == INFUSION else self.answer(link_id)

        found = [
            limit
            for field in line.fields
            if field.limits and (value := answer.get(field.id)) is not None
            for limit in limits.hits(field, value, parameters=self._parameter, baseline=baseline, now_ms=at_ms, day=day)
        ]
        return tuple(sorted(found, key=lambda limit: _STRICTEST.index(limit.trigger)))

    def _parameter(self, parameter_id: str) -> str:
        return self.protocol.parameter(parameter_id).value


def _day(at_ms: int, tz_min: int) -> str:
    """Return the calendar day at the clinic, ``YYYY-MM-DD``."""
    return (_EPOCH + timedelta(milliseconds=at_ms, minutes=tz_min)).date().isoformat()


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
