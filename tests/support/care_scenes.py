"""A running infusion on the complete protocol, and the small acts that tests of care around it share."""

from __future__ import annotations

from bedside import Bedside
from finisher import Finisher
from whole_visit import complete, normal, visit

from checklist.protocol.values import VitalSigns, VitalValue
from checklist.session.commands import Actor
from checklist.session.progress import phase_blocks
from checklist.session.state import InfusionStatus

MOOD = complete("ketamine-iv-mood")
NOBODY = Actor("sys", "nurse", "none")
SYSTEM = Actor("sys", "system", "none")


def running() -> Bedside:
    """Return a session on the complete mood protocol whose pump was started this second, at 150 mL/h."""
    bed = visit(MOOD)
    finisher = finisher_of(bed)
    while bed.state.infusion.status is InfusionStatus.NOT_STARTED:
        finisher._act()
    return bed


def pre_infusion() -> Bedside:
    """Return a session on the complete mood protocol that was opened just now."""
    return visit(MOOD)


def finisher_of(bed: Bedside) -> Finisher:
    """Return who brings a session to its end."""
    return Finisher(bed, lambda link_id: normal(bed, link_id))


def pressure(systolic: int, diastolic: int = 80) -> VitalSigns:
    """Return a full set with this pressure and all else calm."""
    values = {
        "sbp": (systolic, "mm[Hg]"),
        "dbp": (diastolic, "mm[Hg]"),
        "hr": (76, "/min"),
        "spo2": (98, "%"),
        "rr": (14, "/min"),
        "alertness": (5, "1"),
    }
    return VitalSigns(tuple(VitalValue(code, str(value), unit) for code, (value, unit) in values.items()))


def blocks_of(bed: Bedside, phase: str) -> list[str]:
    """Return the codes of what keeps a phase from being signed."""
    found = next(item.id for item in bed.protocol.phases if item.id == phase)
    return [str(block.code) for block in phase_blocks(bed.protocol, bed.state, found, bed.now())]
