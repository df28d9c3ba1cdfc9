"""When a light check may stand in for a full set: while the infusion runs, and never twice running (issue 4).

It looks at breathing, saturation and response only, so that a cuff need not wake or frighten anybody at peak effect.
Pure.
"""

from __future__ import annotations

from msgspec.structs import replace

from checklist.clock import Reading
from checklist.protocol.model import Anchor, Line, Protocol
from checklist.protocol.values import VitalSigns
from checklist.session.cadence import cadence_of
from checklist.session.codes import Code
from checklist.session.inforce import vitals_field
from checklist.session.light_parts import LIGHT_PARTS
from checklist.session.period import period_of
from checklist.session.state import InfusionStatus, SessionState


def light_stop(
    protocol: Protocol, state: SessionState, link_id: str, now: Reading, occurred_ms: int | None = None
) -> Code | None:
    """Return why a light check is not taken for a line, or None.

    Args:
        protocol: The session's protocol.
        state: The session.
        link_id: The repeated line.
        now: The clock.
        occurred_ms: When it was true, UTC ms, where that was earlier than now.
    """
    cadence = cadence_of(protocol, link_id)
    if cadence is None or cadence.anchor is not Anchor.INFUSION_START:
        return Code.LIGHT_PHASE
    if state.infusion.status is not InfusionStatus.RUNNING:
        return Code.LIGHT_PHASE
    period = period_of(state, cadence, now)
    if period is None:
        return Code.LIGHT_PHASE
    at_ms = period.now_ms - (0 if occurred_ms is None else now.wall_ms - occurred_ms)
    before = [taken.item for taken in period.taken if taken.at_ms <= at_ms][-1:]
    after = [taken.item for taken in period.taken if taken.at_ms > at_ms][:1]
    return Code.LIGHT_TWICE if any(item.light for item in (*before, *after)) else None


def is_light(signs: VitalSigns) -> bool:
    """Return whether a set holds what a light check looks at, and nothing else."""
    codes = [item.code for item in signs.values] + [item.code for item in signs.missing]
    return set(codes) <= set(LIGHT_PARTS)


def light_line(line: Line) -> Line:
    """Return a line that asks for the parts of a light check only."""
    field = vitals_field(line)
    if field is None:
        return line
    parts = tuple(part for part in field.parts if part.code in LIGHT_PARTS)
    return replace(line, fields=tuple(replace(f, parts=parts) if f is field else f for f in line.fields))
