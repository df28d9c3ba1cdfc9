"""The pump while it runs: a slower rate, the second person's reading of it, and the volume it shows."""

from __future__ import annotations

from decimal import Decimal

from checklist.protocol.values import Answer, FieldAnswer, Quantity, number
from checklist.session import dosing, due
from checklist.session.care_commands import ChangeRate, CheckRate, ReadPump
from checklist.session.care_events import PumpRead, RateChanged, RateChecked
from checklist.session.codes import Code
from checklist.session.commands import Refused
from checklist.session.decide import end_line
from checklist.session.decide.case import Case, refused
from checklist.session.delivered import PUMP_FIELD, PUMP_LINE
from checklist.session.events import Event, LineAnswered
from checklist.session.inforce import InForce
from checklist.session.pairing import READ_AGAIN_MS
from checklist.session.slips import is_tenfold
from checklist.session.state import InfusionStatus

_GOING = (InfusionStatus.RUNNING, InfusionStatus.PAUSED)


def changed(case: Case, command: ChangeRate) -> tuple[Event, ...] | Refused:
    """Change the rate of a running or paused infusion, never above the order's mg/min (``clinical.md`` 2.2 E)."""
    plan = case.state.infusion
    if plan.status not in _GOING:
        return _not_going(case)
    rate, old = number(command.rate_ml_h), Decimal(plan.rate_ml_h)
    ordered = dosing.rate_ml_per_h(Decimal(case.state.order.volume_ml), case.state.order.minutes)
    if rate is None or rate <= 0:
        return refused(Code.INFUSION_RATE, computed=ordered)
    if rate > ordered:
        return refused(Code.RATE_ABOVE_ORDER, ordered=ordered, **_slip(case, rate, ordered))
    if rate == old:
        return refused(Code.RATE_SAME)
    if is_tenfold(rate, old):
        return refused(Code.RATE_TENFOLD, computed=ordered)
    if not command.reason.strip():
        return refused(Code.REASON_EMPTY)
    if not command.ordered_by.strip():
        return refused(Code.RATE_ORDERED_BY)
    return (RateChanged(command.rate_ml_h, command.reason, command.ordered_by),)


def _slip(case: Case, rate: Decimal, ordered: Decimal) -> dict[str, object]:
    """Return the likely slip behind a rate above the order, by name; empty where none is."""
    if is_tenfold(rate, ordered):
        return {"slip": "tenfold"}
    return {"slip": "wrong-field"} if rate in dosing.typed_elsewhere(case.state.order).values() else {}


def checked(case: Case, command: CheckRate) -> tuple[Event, ...] | Refused:
    """Take a second person's reading of the newest change; where it differs the change stays unchecked."""
    change = next((item for item in case.state.infusion.rates if item.mark.n == command.of), None)
    if change is None or change is not case.state.infusion.rates[-1]:
        return refused(Code.RATE_UNKNOWN)
    if change.checked:
        return refused(Code.RATE_CHECKED)
    again = case.actor.person == change.mark.person
    if again and not case.single:
        return refused(Code.RATE_PERSON)
    if again and case.since(change.mark) < READ_AGAIN_MS:
        return refused(Code.PAIR_SOON, wait_ms=READ_AGAIN_MS - case.since(change.mark))
    read = number(command.rate_ml_h)
    if read is None or read < 0:
        return refused(Code.INFUSION_RATE, computed="")
    same = read == Decimal(change.rate_ml_h)
    return case.own_sign_in() or (RateChecked(command.of, command.rate_ml_h, same, single=again),)


def read(case: Case, command: ReadPump) -> tuple[Event, ...] | Refused:
    """Take the volume the pump shows; while it goes on also as the answer of the checklist's own line for it."""
    plan = case.state.infusion
    if plan.status is InfusionStatus.NOT_STARTED:
        return refused(Code.INFUSION_NOT_STARTED)
    given, volume = number(command.given_ml), Decimal(plan.volume_ml)
    if given is None or not 0 <= given <= volume:
        return refused(Code.INFUSION_VOLUME, volume_ml=plan.volume_ml)
    given_mg = str(dosing.given_mg(Decimal(plan.dose_mg), volume, given))
    event = PumpRead(command.given_ml, given_mg)
    if case.state.ended is not None:
        return (event,)
    if not due.is_over(case.state):
        return (event, *_answered(case, command.given_ml))
    answered = end_line.answered(case, command.given_ml, command.residue)
    return answered if isinstance(answered, Refused) else (event, *answered)


def _answered(case: Case, given_ml: str) -> tuple[Event, ...]:
    """Return the answer of the line for the pump's volume, where the protocol asks for it, so that its limits hold."""
    if not InForce(case.protocol, case.state).visible(PUMP_LINE):
        return ()
    return (LineAnswered(PUMP_LINE, Answer((FieldAnswer(PUMP_FIELD, Quantity(given_ml, "mL")),))),)


def _not_going(case: Case) -> Refused:
    over = due.is_over(case.state)
    return refused(Code.INFUSION_OVER if over else Code.INFUSION_NOT_STARTED)
