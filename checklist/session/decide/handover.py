"""Handing a session over: the leaving nurse signs, the new one signs and is responsible from that entry on."""

from __future__ import annotations

from checklist.protocol.items import Meaning
from checklist.protocol.values import Signed
from checklist.session.care_commands import HandOver, TakeOver
from checklist.session.care_events import HandedOver, TakenOver
from checklist.session.codes import Code
from checklist.session.commands import Refused
from checklist.session.decide.case import Case, refused
from checklist.session.decide.signing import shown_is_named
from checklist.session.events import Event


def handed_over(case: Case, command: HandOver) -> tuple[Event, ...] | Refused:
    """Sign the handover; only by the nurse responsible, who stays so until it is taken over."""
    if case.actor.person != case.nurse:
        return refused(Code.HANDOVER_PERSON)
    if not command.to.strip() or command.to == case.nurse:
        return refused(Code.HANDOVER_TO)
    return _proved(case, command.shown) or (HandedOver(command.to, _signed(case, Meaning.PERFORM, command.shown)),)


def taken_over(case: Case, command: TakeOver) -> tuple[Event, ...] | Refused:
    """Take over: what was handed to this nurse, or, where the leaving nurse is not there, with a reason."""
    if case.actor.person == case.nurse:
        return refused(Code.HANDOVER_TO)
    waiting = (item for item in case.state.handovers if item.taken is None and item.to == case.actor.person)
    given = {item.given.n for item in waiting if item.given is not None}
    if command.of is not None and command.of not in given:
        return refused(Code.HANDOVER_NONE)
    if command.of is None and not command.reason.strip():
        return refused(Code.REASON_EMPTY)
    reason = command.reason if command.of is None else ""
    signed = _signed(case, Meaning.CHECK, command.shown)
    return _proved(case, command.shown) or (TakenOver(command.of, signed, reason),)


def _proved(case: Case, shown: str) -> Refused | None:
    return case.own_sign_in() or shown_is_named(shown)


def _signed(case: Case, meaning: Meaning, shown: str) -> Signed:
    return Signed(case.actor.person, case.actor.role, meaning, shown)
