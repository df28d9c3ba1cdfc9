"""When a light check may stand in for a full set: while the infusion runs, and never twice running (issue 4).

It looks at breathing, saturation and response only, so that a cuff need not wake or frighten anybody at peak effect.
Pure.
"""

from __future__ import annotations

from msgspec.structs import replace

from checklist.protocol.model import Anchor, Line, Protocol
from checklist.protocol.values import VitalSigns
from checklist.session.cadence import LIGHT_PARTS, cadence_of
from checklist.session.codes import Code
from checklist.session.inforce import vitals_field
from checklist.session.state import InfusionStatus, SessionState


def light_stop(protocol: Protocol, state: SessionState, link_id: str, at_ms: int) -> Code | None:
    """Return why a light check true at ``at_ms`` (UTC ms) is not taken for a line, or None."""
    cadence = cadence_of(protocol, link_id)
    during = cadence is not None and cadence.anchor is Anchor.INFUSION_START
    if not during or state.infusion.status is not InfusionStatus.RUNNING:
        return Code.LIGHT_PHASE
    sets = sorted((item for item in state.vitals if item.link_id == link_id), key=lambda item: item.at_ms)
    before = [item for item in sets if item.at_ms <= at_ms][-1:]
    after = [item for item in sets if item.at_ms > at_ms][:1]
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
