"""What is read back when a session passes to another nurse (``clinical.md`` 2.2 E, ``mon.handover``). Pure."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from checklist.clock import Reading
from checklist.protocol.limits import Limit
from checklist.protocol.model import Protocol, Step
from checklist.session import due
from checklist.session.commands import Block, Order
from checklist.session.delivered import Delivered, delivered
from checklist.session.inforce import newest
from checklist.session.lines import Lines
from checklist.session.progress import LineView, Look
from checklist.session.state import InfusionStatus, SessionState, VitalsSet
from checklist.session.views import LineStatus


class HandoverFacts(msgspec.Struct, frozen=True):
    """The facts that matter, without words.

    Attributes:
        rate_ml_h: The rate in force; None before the start.
        last: The newest set of vital signs. ``limits``: those the newest answers and sets meet, strictest first.
        needs: What is still asked for, line by line.
        next_due: The mark that waits for a set.
        deferred: Lines put off that nobody has answered yet.
        emergencies: Branch ids of the emergency lists that run.
    """

    nurse: str
    order: Order
    status: InfusionStatus
    given: Delivered
    rate_ml_h: Decimal | None
    last: VitalsSet | None
    limits: tuple[Limit, ...]
    needs: tuple[Block, ...]
    next_due: due.Due | None
    deferred: tuple[LineView, ...]
    emergencies: tuple[str, ...]


def handover_facts(protocol: Protocol, state: SessionState, now: Reading) -> HandoverFacts:
    """Return what the new nurse reads back; the patient's allergies are the page's to add."""
    look = Look(protocol, state, now)
    step = look.step(_step(look, state))
    rate = state.infusion.rate_ml_h
    return HandoverFacts(
        nurse=state.nurse,
        order=state.order,
        status=state.infusion.status,
        given=delivered(protocol, state, now),
        rate_ml_h=Decimal(rate) if rate else None,
        last=newest(state.vitals),
        limits=tuple(dict.fromkeys(hit for section in step.sections for view in section.lines for hit in view.hits)),
        needs=tuple(need for section in step.sections for view in section.lines for need in view.needs),
        next_due=due.next_due(protocol, state, now),
        deferred=deferred_lines(protocol, state, now),
        emergencies=tuple(run.branch for run in state.branches if run.running),
    )


def _step(look: Look, state: SessionState) -> Step:
    """Return the step whose sets count now: by the infusion once it has started."""
    if not state.infusion.runs:
        return look.current()
    return Step.RECOVERY if due.is_over(state) else Step.INFUSION


def deferred_lines(protocol: Protocol, state: SessionState, now: Reading) -> tuple[LineView, ...]:
    """Return the lines put off that nobody has answered since, in the order of putting off."""
    lines = Lines(protocol, state, now)
    put_off = (link_id for link_id, recorded in state.lines.items() if recorded.deferred is not None)
    views = [lines.view(protocol.line(link_id)) for link_id in put_off if lines.facts.visible(link_id)]
    return tuple(view for view in views if view.status is LineStatus.LATER)
