"""The drug account: out of the store, drawn, wasted, returned, explained, and a wrong entry taken back.

Each entry is arithmetic on what was typed; whether the account holds is ``drug_account``'s to say. An expired
container is taken out by nobody (``clinical.md`` 2 D, ``pre.vial``). Pure.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import assert_never

from checklist.protocol.values import number
from checklist.session import drug_account
from checklist.session.codes import Code
from checklist.session.commands import Refused
from checklist.session.decide.case import CORRECTION_REASONS, Case, refused
from checklist.session.decide.limits import REASON_LEAST
from checklist.session.drug_commands import Draw, DrugCommand, Explain, Return, TakeOut, VoidDrugEntry, Waste
from checklist.session.drug_events import (
    DrugDiffered,
    DrugDrawn,
    DrugEntryVoided,
    DrugReturned,
    DrugTakenOut,
    DrugWasted,
)
from checklist.session.events import Event
from checklist.session.slips import STRENGTHS
from checklist.session.state import AccountEntry, SessionState, Status

_MOST_ML = Decimal(20)  # clinical.md 2 D, pre.drawn: 0.01 to 20.00 mL
_LEAST_ML = Decimal("0.01")
_MOST_BAG_ML = Decimal(1000)
_MOST_CONTAINERS = 99
_LONGEST = 40


def recorded(case: Case, command: DrugCommand) -> tuple[Event, ...] | Refused:
    """Take an entry of the drug account, or say why not."""
    match command:
        case TakeOut():
            return _taken_out(case, command)
        case Draw():
            return _drawn(case, command)
        case Waste():
            return _wasted(case, command)
        case Return():
            return _returned(case, command)
        case Explain():
            return _explained(case, command)
        case VoidDrugEntry():
            return _voided(case, command)
        case _:
            assert_never(command)


def _taken_out(case: Case, command: TakeOut) -> tuple[Event, ...] | Refused:
    if not 0 < len(command.container.strip()) <= _LONGEST:
        return refused(Code.DRUG_CONTAINER)
    if drug_account.taken_out(case.state, command.container) is not None:
        return refused(Code.DRUG_KNOWN)
    used = -drug_account.unopened(case.state, command.container)
    if not max(1, used) <= command.count <= _MOST_CONTAINERS:
        return refused(Code.DRUG_COUNT, left=_MOST_CONTAINERS)
    if number(command.strength_mg_ml) not in STRENGTHS:
        return refused(Code.DRUG_STRENGTH)
    if not 0 < len(command.lot.strip()) <= _LONGEST:
        return refused(Code.DRUG_LOT)
    event = DrugTakenOut(
        command.container, command.count, command.strength_mg_ml, command.lot, command.expiry, command.gtin
    )
    return _in_date(case, command.expiry) or (event,)


def _in_date(case: Case, expiry: str) -> Refused | None:
    """Refuse a container that is past its last day at the clinic, and a day that is none."""
    try:
        last = date.fromisoformat(expiry)
    except ValueError:
        return refused(Code.DRUG_EXPIRY)
    if last.isoformat() != expiry:
        return refused(Code.DRUG_EXPIRY)
    today = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=case.now.wall_ms, minutes=case.now.tz_min)
    return refused(Code.DRUG_EXPIRED, expiry=expiry) if last < today.date() else None


def _drawn(case: Case, command: Draw) -> tuple[Event, ...] | Refused:
    out = drug_account.taken_out(case.state, command.container)
    if out is None:
        return refused(Code.DRUG_CONTAINER)
    ml = number(command.ml)
    if ml is None or not _LEAST_ML <= ml <= _MOST_ML:
        return refused(Code.DRUG_ML, low=_LEAST_ML, high=_MOST_ML)
    left = drug_account.unopened(case.state, command.container)
    if not 0 <= command.opened <= left:
        return refused(Code.DRUG_COUNT, left=left)
    return (DrugDrawn(command.container, command.ml, str(drug_account.vial_mg(out, ml)), command.opened),)


def _wasted(case: Case, command: Waste) -> tuple[Event, ...] | Refused:
    out = drug_account.taken_out(case.state, command.container)
    if out is None:
        return refused(Code.DRUG_CONTAINER)
    syringe, bag = _volume(command.syringe_ml, _MOST_ML), _volume(command.bag_ml, _MOST_BAG_ML)
    if syringe is None or bag is None or not syringe + bag:
        return refused(Code.DRUG_ML, low=_LEAST_ML, high=_MOST_BAG_ML)
    if not 0 < len(command.method.strip()) <= _LONGEST:
        return refused(Code.DRUG_METHOD)
    mg = drug_account.vial_mg(out, syringe) + drug_account.bag_mg(case.state, bag)
    return (DrugWasted(command.container, command.syringe_ml, command.bag_ml, str(mg), command.method),)


def _returned(case: Case, command: Return) -> tuple[Event, ...] | Refused:
    out = drug_account.taken_out(case.state, command.container)
    if out is None:
        return refused(Code.DRUG_CONTAINER)
    ml = _volume(command.ml, _MOST_ML)
    if ml is None or not (ml or command.count):
        return refused(Code.DRUG_ML, low=_LEAST_ML, high=_MOST_ML)
    left = drug_account.unopened(case.state, command.container)
    if not 0 <= command.count <= left:
        return refused(Code.DRUG_COUNT, left=left)
    return (DrugReturned(command.container, command.ml, str(drug_account.vial_mg(out, ml)), command.count),)


def _volume(text: str, most: Decimal) -> Decimal | None:
    """Return a volume of 0 or more mL, or None where the text holds none, or too much."""
    ml = number(text)
    return ml if ml is not None and 0 <= ml <= most else None


def _explained(case: Case, command: Explain) -> tuple[Event, ...] | Refused:
    found = drug_account.balance(case.protocol, case.state)
    if not found.started or found.adds_up:
        return refused(Code.DRUG_HOLDS)
    if len(command.text.strip()) < REASON_LEAST:
        return refused(Code.REASON_SHORT, least=REASON_LEAST)
    return (DrugDiffered(str(found.difference_mg), found.containers, command.text),)


def may_void(state: SessionState, entry: AccountEntry, container: str = "") -> bool:
    """Return whether an entry may be taken back: not a witnessed one, nor a container that others come from.

    Args:
        state: The session.
        entry: An entry of its account.
        container: What the entry that comes in its place takes out; empty where none does.
    """
    out = entry.event
    if entry.voided is not None or entry.witness is not None:
        return False
    if not isinstance(out, DrugTakenOut) or out.container == container:
        return True
    others = (item.event for item in state.account if item.voided is None and item is not entry)
    return all(isinstance(event, DrugDiffered) or event.container != out.container for event in others)


def _is_an_answer(case: Case, entry: AccountEntry) -> bool:
    """Return whether an entry is a line's answer, which is corrected there while the session is in progress."""
    return bool(drug_account.line_of(entry)) and case.state.status is Status.IN_PROGRESS


def _voided(case: Case, command: VoidDrugEntry) -> tuple[Event, ...] | Refused:
    entry = next((item for item in case.state.account if item.mark.n == command.of), None)
    if entry is None or not may_void(case.state, entry) or _is_an_answer(case, entry):
        return refused(Code.DRUG_ENTRY)
    if command.reason not in CORRECTION_REASONS:
        return refused(Code.REASON_UNKNOWN if command.reason else Code.REASON_EMPTY, reason=command.reason)
    if command.reason == "other" and not command.text.strip():
        return refused(Code.REASON_TEXT, reason=command.reason)
    if case.actor.person not in (entry.mark.person, case.nurse):
        return refused(Code.CORRECTION_PERSON)
    return (DrugEntryVoided(command.of, command.reason, command.text),)
