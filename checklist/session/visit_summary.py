"""What the next nurse wants to know of a visit that is over: dose, pressure, nausea, time to ready, wishes.

Read from the record alone; what was not recorded stays empty. Pure.
"""

from __future__ import annotations

from decimal import Decimal

import msgspec

from checklist.protocol.model import Protocol
from checklist.protocol.values import Answer, Chosen, Quantity, Score, Text, Value, VitalSigns
from checklist.session import due
from checklist.session.inforce import vitals_field
from checklist.session.state import LineState, SessionState, VitalsSet

NAUSEA, MEDICINE, READY, NEXT = "mon.nausea", "mon.rescue-med", "dis.ready-time", "dis.next"
"""Lines it reads, where the protocol has them (``clinical.md`` 2.2, 2.3)."""


class Rise(msgspec.Struct, frozen=True):
    """The highest rise of systolic pressure: mmHg over baseline, the set's pressure, and minutes after the start."""

    over_baseline: int
    sbp: str
    dbp: str
    minute: int


class Nausea(msgspec.Struct, frozen=True):
    """The worst nausea, 0 to 3, the minute it was first so, and medicines given from then on, as codes in order."""

    worst: int
    minute: int
    medicines: tuple[str, ...] = ()


class VisitSummary(msgspec.Struct, frozen=True):
    """One visit in short.

    Attributes:
        dose_mg: Ordered; ``given_mg`` what went in; empty where nothing was started.
        minutes: Planned minutes.
        ready_min: Minutes from the start until the patient could have left, as the nurse saw it; None if not said.
        wishes: What the patient asked for next time, in words.
    """

    dose_mg: str = ""
    given_mg: str = ""
    minutes: int = 0
    rise: Rise | None = None
    nausea: Nausea | None = None
    ready_min: int | None = None
    wishes: str = ""


def summary(protocol: Protocol, state: SessionState) -> VisitSummary:
    """Return a visit in short.

    Args:
        protocol: The protocol it ran under.
        state: The session, over or not.
    """
    infusion = state.infusion
    ready = _value(state, READY, "minute")
    wishes = _value(state, NEXT, "wishes")
    return VisitSummary(
        dose_mg=infusion.dose_mg,
        given_mg=infusion.given_mg,
        minutes=infusion.minutes,
        rise=_rise(protocol, state),
        nausea=_nausea(state),
        ready_min=int(Decimal(ready.value)) if isinstance(ready, Quantity) else None,
        wishes=wishes.text if isinstance(wishes, Text) else "",
    )


def _value(state: SessionState, link_id: str, field: str) -> Value | None:
    current = state.line(link_id).current
    return current.answer.get(field) if current is not None and current.answer is not None else None


def _minute(state: SessionState, at_ms: int) -> int:
    """Return the whole minutes from the start of the infusion, by the clock of the record."""
    runs = state.infusion.runs
    return max(0, at_ms - runs[0].start.at_ms) // due.MINUTE_MS if runs else 0


def _rise(protocol: Protocol, state: SessionState) -> Rise | None:
    baseline = _baseline(protocol, state)
    base = baseline.get("sbp") if baseline is not None else None
    found = [item for item in state.vitals if item.signs.get("sbp") and item.signs.get("dbp")]
    if base is None or not found:
        return None
    highest = max(found, key=_systolic)
    sbp, dbp = highest.signs.get("sbp") or "", highest.signs.get("dbp") or ""
    return Rise(int(_systolic(highest) - Decimal(base)), sbp, dbp, _minute(state, highest.at_ms))


def _systolic(item: VitalsSet) -> Decimal:
    return Decimal(item.signs.get("sbp") or "0")


def _baseline(protocol: Protocol, state: SessionState) -> VitalSigns | None:
    """Return the set that the limits of the repeated lines name as baseline, as it stands."""
    fields = [vitals_field(line) for line in protocol.all_lines() if line.repeats]
    named = {limit.baseline for field in fields if field is not None for limit in field.limits if limit.baseline}
    for link_id in sorted(named):
        current = state.line(link_id).current
        for part in current.answer.values if current is not None and current.answer is not None else ():
            if isinstance(part.value, VitalSigns):
                return part.value
    return None


def _nausea(state: SessionState) -> Nausea | None:
    graded = [(_grade(answer), at_ms) for answer, at_ms in _given(state.line(NAUSEA))]
    graded += [(1, event.at_ms) for event in state.happened if event.term == "nausea"]
    worst = max((grade for grade, _ in graded), default=0)
    if worst == 0:
        return None
    since_ms = min(at_ms for grade, at_ms in graded if grade == worst)
    medicines = [
        value.option
        for answer, at_ms in _given(state.line(MEDICINE))
        if at_ms >= since_ms and isinstance(value := answer.get("medicine"), Chosen)
    ]
    return Nausea(worst, _minute(state, since_ms), tuple(dict.fromkeys(medicines)))


def _given(recorded: LineState) -> tuple[tuple[Answer, int], ...]:
    """Return the answers a line was given one after another, each with when it was true."""
    return tuple((item.answer, item.at_ms) for item in recorded.readings if item.answer is not None)


def _grade(answer: Answer) -> int:
    value = answer.get("nausea")
    return value.value if isinstance(value, Score) else 0
