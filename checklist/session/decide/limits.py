"""What a limit asks for: a prescriber's override of a hard stop, in person or by telephone, and a provider told."""

from __future__ import annotations

from checklist.protocol.limits import Trigger
from checklist.protocol.model import Line
from checklist.session.again import Again
from checklist.session.codes import Code
from checklist.session.commands import OverrideByPhone, OverrideStop, Refused, TellProvider
from checklist.session.decide.case import Case, refused
from checklist.session.events import Event, ProviderTold, StopOverridden
from checklist.session.inforce import newest, sets_of
from checklist.session.lines import passed
from checklist.session.roles import Role
from checklist.session.state import Mark

REASON_LEAST = 15
"""Fewest characters of an override's reason, trimmed (``clinical.md`` 2, Overrides)."""


def overridden(case: Case, command: OverrideStop) -> tuple[Event, ...] | Refused:
    """Let a prescriber, by own sign-in, pass the hard stop of the version in force; an ``hsx`` nobody."""
    found = _passable(case, command.link_id)
    if isinstance(found, Refused):
        return found
    version, stops = found
    unfit = case.entitled((Role.PRESCRIBER,)) or case.own_sign_in()
    if unfit is not None:
        return unfit
    if case.actor.person in {version.person, *case.nurses}:
        return refused(Code.OVERRIDE_PERSON)
    return _reasoned(command.reason) or (StopOverridden(command.link_id, version.n, command.reason, stops),)


def ordered_by_phone(case: Case, command: OverrideByPhone) -> tuple[Event, ...] | Refused:
    """Record a telephone order to pass a hard stop; it passes once a second person who heard it countersigns (D21)."""
    found = _passable(case, command.link_id)
    if isinstance(found, Refused):
        return found
    version, stops = found
    if any(p.id == "p.override_by_phone" and p.value == "no" for p in case.protocol.parameters):
        return refused(Code.PHONE_NOT_ALLOWED)
    if not command.prescriber.strip() or command.prescriber in {case.actor.person, version.person, *case.nurses}:
        return refused(Code.PHONE_PRESCRIBER)
    if not command.read_back:
        return refused(Code.PHONE_READ_BACK)
    event = StopOverridden(command.link_id, version.n, command.reason, stops, command.prescriber)
    return _reasoned(command.reason) or (event,)


def _reasoned(reason: str) -> Refused | None:
    return refused(Code.REASON_SHORT, least=REASON_LEAST) if len(reason.strip()) < REASON_LEAST else None


def _passable(case: Case, link_id: str) -> tuple[Mark, tuple[str, ...]] | Refused:
    """Return the version whose hard stops a prescriber may pass, with their texts; of a reading, once repeated."""
    line = case.line(link_id)
    if isinstance(line, Refused):
        return line
    version, view = in_force(case, line), case.look.lines.view(line)
    if any(hit.trigger is Trigger.HSX for hit in view.hits):
        return refused(Code.OVERRIDE_NEVER)
    through = passed(view.recorded, version.n) if version else frozenset()
    stops = tuple(hit.text for hit in view.hits if hit.trigger is Trigger.HS and hit.text not in through)
    if version is None or not stops:
        return refused(Code.OVERRIDE_NOTHING)
    if view.again is Again.RECHECK and len(view.recorded.readings) == 1:
        return refused(Code.OVERRIDE_RECHECK, due_ms=view.due_ms)
    return version, stops


def in_force(case: Case, line: Line) -> Mark | None:
    """Return the mark of the version that counts on a line: the newest set's, or what a verdict rests on."""
    verdict = case.look.lines.view(line).readiness
    if verdict is not None:
        return verdict.mark
    current = case.state.line(line.link_id).current
    latest = newest(sets_of(case.state, line.link_id))
    if latest is not None:
        return latest.author
    return current.mark if current else None


def told(case: Case, command: TellProvider) -> tuple[Event, ...] | Refused:
    """Record that a provider was told about the answer in force; an order given was read back."""
    line = case.line(command.link_id)
    if isinstance(line, Refused):
        return line
    version = in_force(case, line)
    if version is None:
        return refused(Code.TOLD_NOTHING)
    if not command.told.strip():
        return refused(Code.TOLD_WHO)
    if command.order.strip() and not command.read_back:
        return refused(Code.TOLD_READ_BACK)
    event = ProviderTold(
        command.link_id,
        version.n,
        command.told,
        command.order,
        command.read_back,
        command.answered,
        command.occurred,
    )
    return case.occurred(command.occurred) or (event,)
