"""Countersigning: the witness of a telephone order, a controlled medicine, a waste or a discrepancy; later signatures.

A witness is another person than who made the entry, by their own sign-in, and never the prescriber whose order it was;
the prescriber's own signature counts for more and is taken at any time, also after the session's end (D21, D26); so is
that of a nurse who was not there when her patient was taken over. Pure.
"""

from __future__ import annotations

from checklist.protocol.items import Meaning
from checklist.protocol.values import Signed
from checklist.session import drug_account
from checklist.session.care_state import Detail, Handover
from checklist.session.codes import Code
from checklist.session.commands import Countersign, Refused
from checklist.session.decide.case import Case, refused
from checklist.session.decide.signing import shown_is_named
from checklist.session.described import unwitnessed
from checklist.session.drug_events import DrugDiffered, DrugWasted
from checklist.session.events import Countersigned, Event, LineSigned
from checklist.session.lines import unsigned
from checklist.session.roles import Role
from checklist.session.state import AccountEntry, Override, Status

Waiting = Override | AccountEntry | Handover | Detail
"""What may wait for another person's signature."""


def countersigned(case: Case, command: Countersign) -> tuple[Event, ...] | Refused:
    """Take a countersignature of an entry that waits for one."""
    found = _waiting(case, command.of)
    if found is None:
        return refused(Code.COUNTERSIGN_NOTHING)
    meaning = _meaning(case, found)
    if isinstance(meaning, Refused):
        return meaning
    unfit = case.own_sign_in() or shown_is_named(command.shown)
    signed = Signed(case.actor.person, case.actor.role, meaning, command.shown)
    return unfit or (Countersigned(command.of, signed), *_with_the_line(case, found, signed))


def _with_the_line(case: Case, found: Waiting, signed: Signed) -> tuple[Event, ...]:
    """Return the witness's signature of the line whose answer the entry is, while the session is in progress."""
    link_id = drug_account.line_of(found) if isinstance(found, AccountEntry) else ""
    if not link_id or case.state.status is not Status.IN_PROGRESS:
        return ()
    missing = unsigned(case.protocol.line(link_id), case.state.line(link_id))
    return tuple(LineSigned(link_id, field.id, signed) for field in missing if field.meaning is Meaning.WITNESS)


def _waiting(case: Case, of: int) -> Waiting | None:
    """Return the entry that a countersignature is asked for, or None."""
    state = case.state
    overrides = (item for line in state.lines.values() for item in line.overrides if item.prescriber)
    override = next((item for item in overrides if item.mark.n == of), None)
    if override is not None:
        return override
    handovers = (item for item in case.state.handovers if item.taken is not None and item.reason)
    handover = next((item for item in handovers if item.taken is not None and item.taken.n == of), None)
    if handover is not None:
        return handover
    given = next((item for _event, item, _what in unwitnessed(case.protocol, state) if item.mark.n == of), None)
    return given or next((item for item in state.account if item.mark.n == of and _is_witnessed(item)), None)


def _is_witnessed(item: AccountEntry) -> bool:
    return isinstance(item.event, DrugWasted | DrugDiffered) and item.voided is None


def _meaning(case: Case, found: Waiting) -> Meaning | Refused:
    """Return what this person's countersignature says, or why they may not give it."""
    person = case.actor.person
    if isinstance(found, Handover):
        if person != found.leaving:
            return refused(Code.COUNTERSIGN_PERSON)
        return Meaning.PERFORM if found.given is None else refused(Code.SIGN_SIGNED)
    if isinstance(found, Override) and person == found.prescriber:
        if case.actor.role != Role.PRESCRIBER:
            return refused(Code.SIGN_ROLE, role=case.actor.role)
        return Meaning.APPROVE if found.cosigned is None else refused(Code.SIGN_SIGNED)
    if case.state.status is Status.COMPLETED:
        return refused(Code.SESSION_ENDED)
    if found.witness is not None:
        return refused(Code.SIGN_SIGNED)
    return refused(Code.COUNTERSIGN_PERSON) if person == found.mark.person else Meaning.WITNESS
