"""What is read back when a session changes hands, in five short parts. No Qt.

The parts are those of ``mon.handover`` (``clinical.md`` 2.2 E).
"""

from __future__ import annotations

import msgspec

from checklist.clock import Reading
from checklist.protocol.model import Step
from checklist.service.conduct import Snapshot
from checklist.session.facts import HandoverFacts, handover_facts
from checklist.session.state import InfusionStatus
from checklist.ui import formats, rail_words, texts
from checklist.ui.monitoring import delivered_words, due_words

_STATUS = {
    InfusionStatus.NOT_STARTED: "Not started",
    InfusionStatus.RUNNING: "Running",
    InfusionStatus.PAUSED: "Paused",
    InfusionStatus.ENDED: "Ended",
    InfusionStatus.STOPPED: "Stopped early",
}


class Part(msgspec.Struct, frozen=True):
    """One part to read back: its id, and its words."""

    id: str
    words: str


def parts_of(snapshot: Snapshot, now: Reading) -> tuple[Part, ...]:
    """Return what the new nurse reads back: patient, dose, limits, plan, what is open."""
    facts = handover_facts(snapshot.protocol, snapshot.state, now)
    return (
        Part("patient", _patient(snapshot, now)),
        Part("dose", _dose(snapshot, facts, now)),
        Part("limits", _limits(facts, now)),
        Part("plan", _plan(snapshot, facts, now)),
        Part("open", _open(snapshot, facts)),
    )


def _patient(snapshot: Snapshot, now: Reading) -> str:
    banner = rail_words.banner_facts(snapshot, Step.INFUSION, "", now)
    allergies = ": ".join(part for part in (banner.allergies_label, banner.allergies) if part)
    return f"{banner.name}, chair {snapshot.state.chair}. {allergies}."


def _dose(snapshot: Snapshot, facts: HandoverFacts, now: Reading) -> str:
    order, given = facts.order, facts.given
    drug = f"{order.drug} {formats.quantity(order.dose_mg, 'mg')} over {order.minutes} min"
    if facts.status is InfusionStatus.NOT_STARTED:
        return f"{drug.capitalize()}, not started."
    clock = f"by clock {formats.number(given.by_clock_mg)} mg in {formats.duration(given.elapsed_ms)}"
    rate = f", {formats.quantity(facts.rate_ml_h, 'mL/h')}" if facts.rate_ml_h is not None else ""
    pump = delivered_words.pump_words(snapshot.state, given, now.tz_min)
    return " ".join(part for part in (f"{drug.capitalize()}, {clock}{rate}.", f"{pump}." if pump else "") if part)


def _limits(facts: HandoverFacts, now: Reading) -> str:
    met = " ".join(limit.text for limit in facts.limits[:2]) or "No limit met."
    if facts.last is None:
        return f"No vital signs yet. {met}"
    signs, at = facts.last.signs, formats.time_of(facts.last.at_ms, now.tz_min)
    sbp, dbp = signs.get("sbp"), signs.get("dbp")
    named = (("HR", "hr"), ("SpO₂", "spo2"), ("breaths", "rr"), ("alertness", "alertness"))
    values = [f"{name} {value}" for name, code in named if (value := signs.get(code)) is not None]
    pressure = [f"BP {formats.pressure(sbp, dbp)}"] if sbp is not None and dbp is not None else []
    return f"At {at}: {', '.join([*pressure, *values])}. {met}"


def _plan(snapshot: Snapshot, facts: HandoverFacts, now: Reading) -> str:
    end_ms = facts.given.planned_end_ms
    word = {InfusionStatus.ENDED: "ended", InfusionStatus.STOPPED: "stopped"}.get(facts.status, "planned end")
    end = f", {word} {formats.time_of(end_ms, now.tz_min)}" if end_ms is not None else ""
    due = facts.next_due
    following = "Nothing due"
    if due is not None:
        why = due_words.short_why(snapshot.state, due)
        following = f"Next set {formats.time_of(due.due_ms, now.tz_min)}" + (f", {why}" if why else "")
    return f"{_STATUS[facts.status]}{end}. {following}."


def _open(snapshot: Snapshot, facts: HandoverFacts) -> str:
    lists = [f"Emergency: {snapshot.protocol.branch(branch).title}." for branch in facts.emergencies]
    needs = list(dict.fromkeys(texts.block(need, snapshot.protocol) for need in facts.needs))
    more = [f"And {len(needs) - 2} more."] if len(needs) > 2 else []
    later = [f"Put off: {', '.join(view.line.text for view in facts.deferred)}."] if facts.deferred else []
    return " ".join([*lists, *needs[:2], *more, *later]) or "Nothing open, nothing put off."
