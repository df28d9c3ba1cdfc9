"""What asks for a reading, and what became of it, in words. No Qt."""

from __future__ import annotations

from checklist.protocol.items import ChoiceField
from checklist.protocol.model import Cadence, Protocol
from checklist.session.cadence import cadence_of
from checklist.session.decide.cadence import LATE_LINE, late_reasons
from checklist.session.due import Due, DueWhy
from checklist.session.running_state import CadenceOrder
from checklist.session.state import SessionState
from checklist.ui import formats, texts


def schedule_words(mark: Due, tz_min: int) -> str:
    """Return ``From 09:42, due 09:44, late from 09:48``."""
    at = (formats.time_of(ms, tz_min) for ms in (mark.from_ms, mark.due_ms, mark.late_ms))
    return "From {}, due {}, late from {}".format(*at)


def order_of(state: SessionState, link_id: str) -> CadenceOrder | None:
    """Return the order that stands, or None."""
    newest = next((order for order in reversed(state.running.orders) if order.link_id == link_id), None)
    return newest if newest is not None and newest.every_min else None


def why_words(protocol: Protocol, state: SessionState, mark: Due) -> str:
    """Say what asks for a reading: the protocol, a rule, a person's order, or an emergency."""
    match mark.why:
        case DueWhy.RULE:
            return f"By rule: {mark.reason}"
        case DueWhy.EMERGENCY:
            return f"Emergency: {mark.reason}"
        case DueWhy.ORDER:
            order = order_of(state, mark.link_id)
            by = f", ordered by {order.ordered_by}" if order is not None else ""
            every = f"every {order.every_min} min" if order is not None else "as ordered"
            return f"By order: {every}{by}. {mark.reason}"
        case _:
            cadence = cadence_of(protocol, mark.link_id)
            return f"By the protocol: {_every(cadence)}" if cadence is not None else "By the protocol"


def short_why(state: SessionState, mark: Due) -> str:
    """Say it in two or three words, for the tile; empty for the protocol's own."""
    if mark.why is DueWhy.ORDER:
        order = order_of(state, mark.link_id)
        return f"ordered every {order.every_min} min" if order is not None else "as ordered"
    return {DueWhy.RULE: "repeat by rule", DueWhy.EMERGENCY: "emergency"}.get(mark.why, "")


def _every(cadence: Cadence) -> str:
    first = f"at {', '.join(str(minute) for minute in cadence.at_min)} min" if cadence.at_min else ""
    every = f"every {cadence.every_min} min" if cadence.every_min else ""
    return ", then ".join(part for part in (first, every) if part)


def is_unexplained(mark: Due) -> bool:
    """Return whether a reading was missed or late and nobody has said why."""
    return mark.is_past_late and mark.explained is None


def fate_words(protocol: Protocol, mark: Due, tz_min: int) -> str:
    """Say that a reading was missed or late, and why; that nobody has said why is said as well."""
    due = formats.time_of(mark.due_ms, tz_min)
    if mark.taken is not None:
        fate = f"Set due {due} late by {formats.span(mark.taken.at_ms - mark.due_ms)}"
    else:
        fate = f"Set due {due} missed" if mark.missed else f"Set due {due} not taken yet"
    if mark.explained is None:
        return f"{fate}, no reason given"
    return f"{fate}: {reason_words(protocol, mark.explained.reason, mark.explained.text)}"


def reason_words(protocol: Protocol, code: str, text: str) -> str:
    """Return a reason for a missed or late reading in the protocol's words, or in those typed."""
    return text or late_options(protocol).get(code) or texts.reason(code)


def late_options(protocol: Protocol) -> dict[str, str]:
    """Return the protocol's reasons for a missed or late reading, code and words."""
    lines = (line for line in protocol.all_lines() if line.link_id == LATE_LINE)
    fields = (field for line in lines for field in line.fields)
    choice = next((field for field in fields if isinstance(field, ChoiceField)), None)
    known = late_reasons(protocol)
    return {} if choice is None else {option.code: option.text for option in choice.options if option.code in known}
